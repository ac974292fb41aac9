"""A store whose sales department has a head and a seller, customer service with its manager, and notices in any state."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

import pytest

from deskapp.data import Act
from deskapp.rectification.domain import Answer, Finding, Heading, Notice, NoticeForm, NoticeState, RecheckResult, RowState, Source
from deskapp.rectification.notices import accept_notice, draft_notice, issue_notice, void_notice
from deskapp.rectification.rows import answer_row, recheck, report_done
from deskapp.staff.domain import Role
from tests.deskapp.people import department_id, hire

MONDAY = datetime(2026, 11, 23, 9, 0)
FRIDAY = date(2026, 11, 27)
LIGHT = Finding("灯光", "灯具全亮", "2 盏不亮", code="A3")
HEARD = Finding("灯光", "灯具全亮", "2 盏不亮")  # written by hand
FLOOR = Finding("地面墙面", "干燥无杂物", "有水渍", code="A2")


@dataclass(frozen=True)
class House:
    """The people, and short ways to bring a notice into a state."""

    manager: int
    service: int
    head: int
    seller: int
    other_head: int
    boss: int
    act: Callable[..., Act]

    @property
    def sales(self) -> int:
        return department_id("销售部")

    def do(self, by: int, at: datetime = MONDAY) -> Act:
        return self.act(staff_id=by, at=at)

    def form(self, *findings: Finding, **more) -> NoticeForm:
        return NoticeForm(self.sales, findings or (LIGHT,), **({"source": Source.SUPERIOR} | more))

    def heading(self, **more) -> Heading:
        return Heading(self.sales, **more)

    def answer(self, **more) -> Answer:
        filled = {"cause": "灯泡寿命到期", "action": "更换并每周检查", "owner_id": self.seller, "promised_on": FRIDAY}
        return Answer(**(filled | more))

    def notice(self, state: NoticeState | RowState = NoticeState.TO_ISSUE, *findings: Finding, **more) -> Notice:
        """A notice whose first row stands in a state of rows, or the notice in a state of its own."""
        made = draft_notice(act=self.do(self.service), form=self.form(*findings, **more))
        key = {"notice_id": made.id}
        if state is NoticeState.TO_ISSUE:
            return made
        if state is NoticeState.VOID:
            return void_notice(act=self.do(self.manager), reason="写错部门", **key)
        made = issue_notice(act=self.do(self.service), **key)
        if state is NoticeState.TO_ACCEPT:
            return made
        made = accept_notice(act=self.do(self.head), **key)
        row = {"notice_id": made.id, "position": 1}
        if state is NoticeState.IN_PROGRESS or state is RowState.TO_ANSWER:  # as strings two of them are equal
            return made
        made = answer_row(act=self.do(self.head), answer=self.answer(), **row)
        if state is RowState.IN_PROGRESS:
            return made
        made = report_done(act=self.do(self.seller), note="已更换", **row)
        if state is RowState.TO_RECHECK:
            return made
        return recheck(act=self.do(self.service), result=RecheckResult.PASSED, **row)


@pytest.fixture
def house(store, act) -> House:
    return House(
        manager=hire("陈静", Role.SERVICE_MANAGER),
        service=hire("李敏", Role.CUSTOMER_SERVICE),
        head=hire("张伟", Role.SUPERVISOR, department="销售部"),
        seller=hire("孙浩", Role.SALES_ADVISOR, department="销售部"),
        other_head=hire("钱多", Role.SUPERVISOR, department="车间"),
        boss=hire("刘建国", Role.GENERAL_MANAGER, department="行政部"),
        act=act,
    )
