"""A store with its departments' heads and managers, customer service, and slips brought into any state."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

import pytest

from deskapp.complaints.answering import Findings, sign_department, submit_result
from deskapp.complaints.closing import Signatures, archive_complaint, take_back_paper, void_complaint
from deskapp.complaints.contacting import accept_result, recheck_customer
from deskapp.complaints.lists import Nature, Satisfaction, Severity, Source
from deskapp.complaints.receiving import draft_complaint, receive_complaint
from deskapp.complaints.routing import Assignment, route_complaint
from deskapp.complaints.states import RowState, State
from deskapp.complaints.things import Complaint, ComplaintForm, Row
from deskapp.data import Act
from deskapp.staff.domain import Role
from deskapp.staff.tables import OutletRecord
from tests.deskapp.people import department_id, hire

MONDAY = datetime(2026, 11, 23, 9, 0)
WORDS = "机油渗漏返修三次还在漏，等了一上午没人说明情况"


@dataclass(frozen=True)
class House:
    """The people, and short ways to bring a slip into a state. Every step of `slip` happens at `at`."""

    manager: int
    service: int
    desk: int
    aftersales: int
    sales: int
    head: int
    worker: int
    seller_head: int
    parts_head: int
    adviser: int
    attendant: int
    boss: int
    act: Callable[..., Act]

    def do(self, by: int, at: datetime = MONDAY) -> Act:
        return self.act(staff_id=by, at=at)

    @property
    def workshop(self) -> int:
        return department_id("车间")

    @property
    def parts(self) -> int:
        return department_id("配件")

    @property
    def manager_department(self) -> int:
        return department_id("客服部")

    def form(self, **more) -> ComplaintForm:
        filled = ComplaintForm(
            source=Source.PHONE,
            outlet_id=OutletRecord.get(OutletRecord.name == "总店").id,
            nature=Nature.COMPLAINT,
            severity=Severity.NORMAL,
            category="aftersales.repair",
            description=WORDS,
            remedy_requested="彻底修好并说明原因",
            name="周敏",
            mobile="13826012607",
            salutation="ms",
            plate="粤B3K852",
        )
        return replace(filled, **more)

    def findings(self, **more) -> Findings:
        filled = Findings(cause="油封装反", action="更换油封并试车", result="不再渗漏", action_due_on=date(2026, 11, 24))
        return replace(filled, **more)

    def slip(self, state: State = State.TO_ROUTE, *, departments: tuple[int, ...] = (), at: datetime = MONDAY, **more) -> Complaint:
        """A slip in a state; on its way all its departments stand alike."""
        if state is State.DRAFT:
            return draft_complaint(act=self.do(self.service, at), form=self.form(**more))
        slip = receive_complaint(act=self.do(self.service, at), form=self.form(**more))
        if state is State.TO_ROUTE:
            return slip
        if state is State.VOID:
            return void_complaint(act=self.do(self.manager, at), seen=slip.seen, reason="重复登记")
        slip = self.route(slip, *(departments or (self.workshop,)), at=at)
        if state is State.TO_ACCEPT:
            return slip
        slip = self.sign_all(slip, at)
        if state is State.IN_PROGRESS:
            return slip
        slip = self.submit_all(slip, at)
        if state is State.TO_CALL_BACK:
            return slip
        slip = accept_result(act=self.do(self.service, at), seen=slip.seen, feedback="可以接受", satisfaction=Satisfaction.SATISFIED)
        return slip if state is State.TO_ARCHIVE else self.archive(slip, at)

    def route(self, slip: Complaint, *departments: int, at: datetime = MONDAY) -> Complaint:
        return route_complaint(act=self.do(self.aftersales, at), seen=slip.seen, departments=[Assignment(one) for one in departments])

    def sign_all(self, slip: Complaint, at: datetime = MONDAY) -> Complaint:
        for row in slip.current_rows:
            if row.state is RowState.TO_ACCEPT:
                slip = sign_department(act=self.do(self.head_of(row), at), seen=slip.seen, row_id=row.id)
        return slip

    def submit_all(self, slip: Complaint, at: datetime = MONDAY) -> Complaint:
        for row in slip.current_rows:
            if row.state is RowState.IN_PROGRESS:
                due_on = at.date()
                slip = submit_result(
                    act=self.do(self.head_of(row), at), seen=slip.seen, row_id=row.id, findings=self.findings(action_due_on=due_on)
                )
        return slip

    def archive(self, slip: Complaint, at: datetime) -> Complaint:
        act = self.do(self.service, at)
        slip = recheck_customer(act=act, seen=slip.seen, note="已正常用车")
        slip = take_back_paper(act=self.do(self.service, at), seen=slip.seen, signatures=Signatures(supervisor=True))
        return archive_complaint(act=self.do(self.service, at), seen=slip.seen, closed=True)

    def head_of(self, row: Row) -> int:
        return {"车间": self.head, "配件": self.parts_head, "销售部": self.seller_head}.get(row.department, self.manager)


@pytest.fixture
def house(store, act) -> House:
    return House(
        manager=hire("陈静", Role.SERVICE_MANAGER),
        service=hire("李敏", Role.CUSTOMER_SERVICE),
        desk=hire("赵磊", Role.FRONT_DESK, department="前台"),
        aftersales=hire("孙志明", Role.AFTERSALES_MANAGER, department="售后部"),
        sales=hire("郑强", Role.SALES_MANAGER, department="销售部"),
        head=hire("张伟", Role.SUPERVISOR, department="车间"),
        worker=hire("何军", Role.SERVICE_ADVISOR, department="车间"),
        seller_head=hire("郭涛", Role.SUPERVISOR, department="销售部"),
        parts_head=hire("钱多", Role.SUPERVISOR, department="配件"),
        adviser=hire("孙浩", Role.SALES_ADVISOR, department="销售部"),
        attendant=hire("林晓", Role.LOUNGE_ATTENDANT),
        boss=hire("刘建国", Role.GENERAL_MANAGER, department="行政部"),
        act=act,
    )
