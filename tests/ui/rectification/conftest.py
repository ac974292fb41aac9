"""The reception with a sales department: 张伟 its head, 孙浩 its seller; 陈静 and 李敏 of customer service; notices in any state."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from deskapp.rectification.domain import Answer, Finding, Notice, NoticeForm, RowState, Source
from deskapp.rectification.notices import accept_notice, draft_notice, issue_notice
from deskapp.rectification.reading import notice_by_id
from deskapp.rectification.rows import answer_row, report_done
from deskapp.staff.domain import Role
from tests.deskapp.people import department_id, hire
from tests.ui.reception import Reception, reception
from ui.kit import work

__all__ = ["reception"]

LIGHT = Finding("灯光", "灯具全亮", "2 盏不亮", code="A3")
SIGN = Finding("价格牌错位", "对应本车", "2 号车的价格牌放在 3 号车前", repeated=3)
FRIDAY = date(2026, 11, 27)


@dataclass
class Desk:
    """The window, and what the tests prepare behind it."""

    reception: Reception
    sales: int

    @property
    def page(self) -> Any:
        return self.reception.window.pages.currentWidget()

    @property
    def panel(self) -> Any:
        return self.page.notice.panel

    def open(self, notice: Notice) -> Any:
        """Open a notice by its number and wait until it is shown."""
        self.reception.window.open_number(notice.number)
        self.shown(notice.id)
        return self.page.notice

    def shown(self, notice_id: int) -> None:
        self.reception.until(lambda: self.page.notice.opened is not None and self.page.notice.opened.notice.id == notice_id)
        self.settle()

    def settle(self) -> None:
        self.reception.until(work.quiet)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        self.reception.until(work.quiet)

    def board(self) -> Any:
        """Open the room and wait for its board."""
        page = self.reception.window.open_room("rectification")
        self.settle()
        return page

    @contextmanager
    def refused(self, words: str) -> Iterator[None]:
        """A press of a button that asks nothing is refused: the excepthook would say so."""
        with self.reception.qtbot.capture_exceptions() as caught:
            yield
        assert [words in str(error) for _, error, _ in caught] == [True]

    def now(self, notice: Notice) -> Notice:
        """The notice as the store has it."""
        return work.call(notice_by_id, notice.id)

    def notice(self, state: RowState | str, *findings: Finding, **more: Any) -> Notice:
        """A notice of the sales department: "draft", "issued" or in a state of its first row."""
        return work.call(self._notice, state, findings or (LIGHT,), more)

    def _notice(self, state: RowState | str, findings: tuple[Finding, ...], more: dict[str, Any]) -> Notice:
        act = self.reception.act
        form = NoticeForm(self.sales, findings, **({"source": Source.SUPERIOR} | more))
        made = draft_notice(act=act("李敏"), form=form)
        if state == "draft":
            return made
        made = issue_notice(act=act("李敏"), notice_id=made.id)
        if state == "issued":
            return made
        made = accept_notice(act=act("张伟"), notice_id=made.id)
        if state is RowState.TO_ANSWER:
            return made
        row = {"notice_id": made.id, "position": 1}
        answer = Answer("灯泡寿命到期", "更换并每周检查", self.reception.staff["孙浩"], FRIDAY)
        made = answer_row(act=act("张伟"), answer=answer, **row)
        if state is RowState.IN_PROGRESS:
            return made
        return report_done(act=act("孙浩"), note="已更换", **row)


@pytest.fixture
def desk(reception: Reception) -> Desk:
    """李敏 sits at the desk."""
    hired: dict[str, tuple[Role, str]] = {"张伟": (Role.SUPERVISOR, "销售部"), "孙浩": (Role.SALES_ADVISOR, "销售部")}

    def take_on() -> int:
        for number, (name, (role, department)) in enumerate(hired.items(), start=120):
            reception.staff[name] = hire(name, role, department=department, staff_no=str(number))
        return department_id("销售部")

    return Desk(reception, work.call(take_on))
