"""派单 and 改派: which departments, how long each has, and who leaves the slip."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskapp.complaints.domain import MOST_DEPARTMENTS
from deskapp.complaints.lists import Severity
from deskapp.complaints.states import RowState
from deskapp.errors import UserError
from ui.complaints.loading import departments_open
from ui.complaints.steps_dialog import StepDialog
from ui.kit import buttons, theme, work
from ui.kit.fields_choice import Choice, ChoiceField
from ui.kit.fields_code import WholeField
from ui.kit.fields_date import DateField
from ui.kit.labels import Hint, Wrapped
from ui.rectification.departments_field import DepartmentsField

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from ui.complaints.loading import Opened
    from ui.desk import Desk

_MOST_DAYS = 60


class _DepartmentLine(QWidget):
    """One department with its limit: the level's, other working days, or a fixed day."""

    def __init__(self, place: int, departments: Sequence[tuple[int, str]], default: str, today: date, *, main: bool) -> None:
        super().__init__()
        label = "责任部门（主责）" if main else f"责任部门 {place}"
        choices = [Choice(key, name) for key, name in departments]
        self.department: ChoiceField[int] = ChoiceField(f"department_{place}", label, choices, required=True)
        self.workdays = WholeField(f"workdays_{place}", "工作日数", minimum=1, maximum=_MOST_DAYS, unit="个", hint=default)
        self.fixed_on = DateField(f"fixed_on_{place}", "或指定日期", today=today, hint="不随日历移动")
        self.remove = buttons.IconButton("x", "去掉这个部门", border=False, name=f"remove_{place}")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP)
        row.addWidget(self.department, 4)
        row.addWidget(self.workdays, 3)
        row.addWidget(self.fixed_on, 3)
        row.addWidget(self.remove)

    @property
    def fields(self) -> tuple[QWidget, ...]:
        return self.department, self.workdays, self.fixed_on


class RouteDialog(StepDialog):
    """派单 to one to three departments, the first is the main one; by default each has the level's limit."""

    def __init__(self, desk: Desk, opened: Opened, *, title: str = "派单", act: str = "派单", form: str = "route") -> None:
        super().__init__(desk, opened, None, title, act, form=form, icon="arrow-right", width=760)
        self._staying = [row for row in opened.slip.current_rows if row.state is not RowState.RETURNED]
        self._departments = work.call(departments_open)
        self._lines: list[_DepartmentLine] = []
        self._place_lines = QVBoxLayout()
        self._place_lines.setSpacing(theme.GAP)
        self.add_button_ = buttons.plain("再加一个部门", icon="plus", key="Alt+N", name="add_department")
        self.add_button_.clicked.connect(lambda: self._add().department.focus_editor())
        self.add_button_.bind(self)
        self.say_case()
        self._say_returned()
        self.body.addLayout(self._place_lines)
        more = QHBoxLayout()
        more.addWidget(self.add_button_)
        more.addWidget(Hint("第一个部门主责；每个部门各自签收、各自交结果"), 1)
        self.body.addLayout(more)
        self._add()

    def _say_returned(self) -> None:
        for row in self.slip.current_rows:
            if row.state is RowState.RETURNED:
                self.body.addWidget(Wrapped(f"{row.department} 退回：{row.reason}", colour=theme.WARN))

    def _default(self) -> str:
        if self.slip.severity is Severity.CRITICAL:
            return "不填：当天方案"
        return f"不填：{self.case.limits.handling[self.slip.severity]} 个"

    def _add(self) -> _DepartmentLine:
        place = max((int(line.department.name.rsplit("_", 1)[1]) for line in self._lines), default=0) + 1
        main = not self._lines and not self._staying
        today = self.desk.session.now().date()
        line = _DepartmentLine(place, self._departments, self._default(), today, main=main)
        for widget in line.fields:
            self.field(widget.objectName(), widget)
        line.remove.clicked.connect(lambda: self._drop(line))
        self._lines.append(line)
        self._place_lines.addWidget(line)
        self._count()
        return line

    def _drop(self, line: _DepartmentLine) -> None:
        self._lines.remove(line)
        for widget in line.fields:
            self._fields.pop(widget.objectName())
        line.hide()
        line.deleteLater()
        self._count()

    def _count(self) -> None:
        room = MOST_DEPARTMENTS - len(self._staying) - len(self._lines)
        self.add_button_.setEnabled(room > 0)
        for line in self._lines:
            line.remove.setVisible(len(self._lines) > 1)

    def assignments(self) -> list[Any]:
        """What was named, in its order. Refuses working days and a fixed day for one department."""
        from deskapp.complaints.routing import Assignment

        made: list[Any] = []
        for line in self._lines:
            days, fixed_on = line.workdays.value(), line.fixed_on.value()
            if days is not None and fixed_on is not None:
                raise UserError("工作日数和指定日期只填一个", field=line.fixed_on.name)
            made.append(Assignment(line.department.need(), days, fixed_on))
        return made

    def show_refusal(self, refusal: UserError) -> None:
        """The service names the fields without their place: say it at the first department."""
        super().show_refusal(refusal)
        first = self._lines[0]
        for problem in refusal.problems:
            named = {"departments": first.department, "workdays": first.workdays, "fixed_on": first.fixed_on}.get(problem.field)
            if named is not None:
                named.problem(problem.message)

    def restore(self, values: Mapping[str, Any]) -> None:
        """What was typed into further departments needs their lines first."""
        while any(name.startswith("department_") and name not in self._fields for name in values):
            self._add()
        for line in self._lines[:]:
            if line.department.name not in values:
                self._drop(line)
        super().restore(values)

    def save(self) -> Any:
        from deskapp.complaints.routing import route_complaint

        return self.write(route_complaint, departments=self.assignments())


class ReassignDialog(RouteDialog):
    """改派 with a reason: new departments, and which of those on the slip leave it."""

    def __init__(self, desk: Desk, opened: Opened) -> None:
        super().__init__(desk, opened, title="改派、加部门", act="改派", form="reassign")
        leaving = [(row.id, f"{row.department}（{row.state.label}）") for row in self._staying]
        self.leaving = self.field("withdrawn", DepartmentsField("withdrawn", "同时撤出", leaving))
        self.body.addWidget(self.leaving)
        self.leaving.setVisible(bool(leaving))
        self.reason = self.ask_reason("改派原因", placeholder="例如：责任在配件缺货，不在车间")
        self.leaving.changed.connect(self._count)

    def _count(self) -> None:
        leaving = getattr(self, "leaving", None)  # the first line is there before it
        gone = len(leaving.value() or ()) if leaving is not None else 0
        room = MOST_DEPARTMENTS - len(self._staying) + gone - len(self._lines)
        self.add_button_.setEnabled(room > 0)
        for line in self._lines:
            line.remove.setVisible(len(self._lines) > 1)

    def save(self) -> Any:
        from deskapp.complaints.routing import reassign_complaint

        withdrawn = list(self.leaving.value() or ())
        return self.write(reassign_complaint, departments=self.assignments(), withdrawn=withdrawn, reason=self.reason.need())
