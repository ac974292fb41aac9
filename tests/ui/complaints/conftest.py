"""The page of complaints over a store with its departments' heads and managers; slips brought into any state behind the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from deskapp.complaints.answering import Findings, sign_department, submit_result
from deskapp.complaints.lists import Nature, Severity, Source
from deskapp.complaints.receiving import receive_complaint
from deskapp.complaints.routing import Assignment, route_complaint
from deskapp.complaints.states import RowState, State
from deskapp.complaints.things import Complaint, ComplaintForm
from deskapp.data import Act
from deskapp.staff.domain import Role
from deskapp.staff.service import outlets
from tests.deskapp.people import department_id, hire
from tests.ui.reception import CTRL, Reception, reception  # noqa: F401 - a fixture
from ui.kit import work

WORDS = "刹车异响修了两次还在响，说等配件，等了五天没人给我回话。"
STAFF = (
    ("孙志明", Role.AFTERSALES_MANAGER, "售后部"),
    ("马超", Role.SUPERVISOR, "车间"),
    ("孙磊", Role.SUPERVISOR, "配件"),
    ("何工", Role.SERVICE_ADVISOR, "车间"),
    ("刘总", Role.GENERAL_MANAGER, "行政部"),
)


def bring_into_view(widget: QWidget) -> None:
    """Scroll as the hand does before it clicks."""
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            QApplication.processEvents()
            above.ensureWidgetVisible(widget)
        above = above.parentWidget()


@dataclass
class Floor:
    """The window, and short ways to bring a slip into a state. 李敏 (客服专员) sits at the desk."""

    desk: Reception
    departments: dict[str, int]

    @property
    def page(self) -> Any:
        return self.desk.window.open_room("complaints")

    def act(self, name: str) -> Act:
        return Act(self.desk.staff[name], self.desk.now[0], "另一台", self.desk.session.new_request_id())

    def sign_in(self, name: str) -> None:
        self.desk.sign_in(name)

    def time(self, at: datetime) -> None:
        self.desk.now[0] = at

    # Behind the window ------------------------------------------------------------------------------------------------

    def slip(self, state: State = State.TO_ROUTE, *departments: str, **more: Any) -> Complaint:
        """A slip in a state; on its way all its departments stand alike."""
        return work.call(self._slip, state, departments or ("车间",), more)

    def _slip(self, state: State, departments: tuple[str, ...], more: dict[str, Any]) -> Complaint:
        filled = ComplaintForm(
            source=Source.PHONE,
            outlet_id=outlets()[0].id,
            nature=Nature.COMPLAINT,
            severity=Severity.NORMAL,
            category="aftersales.repair",
            description=WORDS,
            remedy_requested="免费修好，给个说法",
            name="刘建国",
            mobile="13826016621",
            salutation="mr",
            plate="粤B6K2F8",
        )
        slip = receive_complaint(act=self.act("李敏"), form=replace(filled, **more))
        if state is State.TO_ROUTE:
            return slip
        named = [Assignment(self.departments[name]) for name in departments]
        slip = route_complaint(act=self.act("孙志明"), seen=slip.seen, departments=named)
        if state is State.TO_ACCEPT:
            return slip
        for row in slip.current_rows:
            slip = sign_department(act=self.act(self.head(row.department)), seen=slip.seen, row_id=row.id)
        if state is State.IN_PROGRESS:
            return slip
        return self._submit(slip)

    def submit(self, slip: Complaint) -> Complaint:
        """Every department of the slip hands in its result."""
        return work.call(self._submit, slip)

    def _submit(self, slip: Complaint) -> Complaint:
        done = Findings(cause="导轨卡滞", action="清洁润滑并路试", result="更换制动片，工时免费", action_due_on=self.desk.now[0].date())
        for row in slip.current_rows:
            if row.state is RowState.IN_PROGRESS:
                slip = submit_result(act=self.act(self.head(row.department)), seen=slip.seen, row_id=row.id, findings=done)
        return slip

    @staticmethod
    def head(department: str) -> str:
        return {"车间": "马超", "配件": "孙磊"}[department]

    def now_of(self, slip: Complaint) -> Complaint:
        """The slip as it is kept."""
        from deskapp.complaints.reading import complaint_by_id

        return work.call(complaint_by_id, slip.id)

    # At the window ----------------------------------------------------------------------------------------------------

    def open(self, slip: Complaint) -> Any:
        """The slip's window, loaded."""
        page = self.page
        page.show_record(slip.id)
        self.until(lambda: page.slip.opened is not None and page.slip.opened.slip.id == slip.id)
        self.settle()
        return page.slip

    def until(self, condition: Callable[[], object]) -> None:
        self.desk.qtbot.waitUntil(lambda: bool(condition()), timeout=30_000)

    def settle(self) -> None:
        """Until every question is answered and what was built is shown."""
        self.until(work.quiet)
        for _ in range(3):
            QApplication.processEvents()
        self.until(work.quiet)

    def find(self, name: str) -> Any:
        """A visible widget by its name, on the sheet on top if there is one."""
        sheets = self.desk.sheets()
        scope: QWidget = sheets[-1] if sheets else self.desk.window
        found = [widget for widget in scope.findChildren(QWidget, name) if widget.isVisible()]
        assert found, f"{name} is not on {type(scope).__name__}"
        return found[0]

    def shown(self, name: str) -> bool:
        return any(widget.isVisible() for widget in self.desk.window.findChildren(QWidget, name))

    def click(self, name: str) -> None:
        """Scroll to a widget and click it, once everything stands where it belongs."""
        self.settle()
        widget = self.find(name)
        assert widget.isEnabled(), f"{name}: {widget.accessibleName()}"
        bring_into_view(widget)
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        self.settle()

    def next(self) -> Any:
        """Ctrl+Enter on the slip: the dialog of the next step."""
        self.page.slip.setFocus()
        self.desk.key(Qt.Key.Key_Return, CTRL)
        return self.desk.sheet()

    def write(self, field: Any, text: str) -> None:
        """Put the cursor into a field and type."""
        field.focus_editor()
        self.desk.type(text)

    def save(self) -> None:
        self.desk.key(Qt.Key.Key_Return, CTRL)
        self.settle()


@pytest.fixture
def floor(reception: Reception) -> Floor:  # noqa: F811
    """The store at 09:00 on Monday 2026-11-23."""
    departments: dict[str, int] = {}

    def prepare() -> None:
        for number, (name, role, department) in enumerate(STAFF, start=201):
            reception.staff[name] = hire(name, role, department=department, staff_no=f"{number}")
        departments.update({name: department_id(name) for name in ("车间", "配件", "售后部", "客服部", "前台")})

    work.call(prepare)
    return Floor(reception, departments)
