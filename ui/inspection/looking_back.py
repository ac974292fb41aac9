"""回顾: pass rates over time, the Pareto of failed items, how departments deal with their notices; each number opens its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from deskapp.inspection.figures import Reach
from ui.inspection.look_lines import Line
from ui.inspection.look_views import FailuresView, LookView, NoticesView, RatesView
from ui.kit import buttons, theme, work
from ui.kit.filters import FilterChip
from ui.kit.frames import Card, Divider, Empty
from ui.kit.labels import Hint, Label
from ui.kit.rows import Column, RowsModel
from ui.kit.rows_view import RowsView
from ui.kit.segments import Option, Segments

if TYPE_CHECKING:
    from deskapp.data import Act
    from deskapp.inspection.looking_back import LookBack
    from deskapp.rectification.figures import DepartmentFigures
    from ui.desk import Desk

RATES, FAILURES, NOTICES = "rates", "failures", "notices"
_FIGURES_WIDTH = 640
_WEEKS = 8


@dataclass(frozen=True, slots=True)
class Found:
    """What the views show, read in one go; names by id."""

    look: LookBack
    notices: tuple[DepartmentFigures, ...]
    departments: dict[int, str]
    people: dict[int, str]
    choices: tuple[tuple[int | None, str], ...]


class LookingBackTab(QWidget):
    """Opens with the pass rates of 13 weeks. `told()` when its summary has changed."""

    told = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("looking_back")
        self._desk = desk
        self.found: Found | None = None
        self._offered: tuple[tuple[int | None, str], ...] = ()
        self.views: dict[str, LookView] = {RATES: RatesView(desk), FAILURES: FailuresView(desk), NOTICES: NoticesView(desk)}
        self._make_bar()
        self._make_lines()
        self._lay_out()
        self.kind.set_value(RATES)
        self.reach.set_value(Reach.WEEKS_13)
        self.kind.changed.connect(self._turn)
        self.reach.changed.connect(self.refresh)
        self.department.changed.connect(self.refresh)
        self.print_button.clicked.connect(self._print)
        self.lines.opened.connect(self._open)
        for view in self.views.values():
            view.asked.connect(self._list)

    def _make_bar(self) -> None:
        today = self._desk.session.now().date()
        self.kind = Segments(
            [Option(RATES, "合格率"), Option(FAILURES, "不合格项"), Option(NOTICES, "整改")], width=88, name="look_kind", says="看什么"
        )
        self.reach = Segments([Option(reach, reach.label) for reach in Reach], width=100, name="look_reach", says="看多久")
        self.department = FilterChip("look_department", "部门", [(None, "全部")])
        self.week = FilterChip("look_week", "周报", _weeks(today))
        self.print_button = buttons.primary("打印周报", icon="printer", name="print_week")

    def _make_lines(self) -> None:
        self.title, self.count = Label("", bold=True), Hint("", right=True)
        self.model: RowsModel[Line] = RowsModel(_columns(), key=lambda line: line.key)
        self.lines = RowsView(
            self.model,
            name="look_lines",
            says="数字的明细",
            state=self._desk.local,
            row=theme.ROW_PANEL,
            empty=Empty("没有明细", "选一个数字，这里列出它由哪些检查或整改项组成", icon="list"),
        )

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(theme.STEP)
        for widget in (self.kind, self.reach, self.department):
            bar.addWidget(widget)
        bar.addStretch(1)
        bar.addWidget(self.week)
        bar.addWidget(self.print_button)
        self._stack = QStackedWidget()
        self._stack.setFixedWidth(_FIGURES_WIDTH)
        for view in self.views.values():
            self._stack.addWidget(view)
        head = QWidget()
        head.setFixedHeight(theme.CONTROL)
        row = QHBoxLayout(head)
        row.setContentsMargins(theme.CONTROL_PADDING, 0, theme.CONTROL_PADDING, 0)
        row.addWidget(self.title)
        row.addWidget(self.count, 1)
        card = Card(margin=1, name="look_lines_card")
        card.column.setContentsMargins(1, 1, 1, 1)
        card.column.setSpacing(0)
        for widget in (head, Divider(), self.lines):
            card.column.addWidget(widget)
        sides = QHBoxLayout()
        sides.setSpacing(theme.GAP_WIDE)
        sides.addWidget(self._stack)
        sides.addWidget(card, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        column.addLayout(bar)
        column.addLayout(sides, 1)
        self.setFocusProxy(self._stack)

    # Looking ------------------------------------------------------------------------------------------------------------

    def view(self) -> LookView:
        """The view that is shown."""
        return self.views[self.kind.value()]

    def summary(self) -> str:
        """The span in words, and what there is in it."""
        if self.found is None:
            return ""
        look = self.found.look
        rows = sum(not row.is_withdrawn for row in look.rows)
        return f"{look.first} 至 {look.last}，检查 {len(look.checks)} 次，不合格 {len(look.failures)} 项，整改 {rows} 项"

    def refresh(self) -> None:
        asking = partial(_look, self._desk.session.act(), self.reach.value(), self.department.value())
        work.latest(self, asking, self._show)

    def _show(self, found: Found) -> None:
        self.found = found
        if found.choices != self._offered:
            self._offered = found.choices
            blocked = self.department.blockSignals(True)  # noqa: FBT003 - Qt's own; new choices are no new question
            self.department.set_choices(found.choices)
            self.department.blockSignals(blocked)
        self.week.setVisible(found.look.sees_all)
        self.print_button.setVisible(found.look.sees_all)
        self._turn()
        self.told.emit()

    def _turn(self) -> None:
        view = self.view()
        self._stack.setCurrentWidget(view)
        self._stack.setFocusProxy(view.table)
        if self.found is not None:
            view.show_found(self.found)

    def _list(self, title: str, lines: Sequence[Line]) -> None:
        self.title.set_text(title)
        self.count.set_text(f"{len(lines)} 行，Enter 打开单据" if lines else "")
        self.model.set_rows(lines)
        if lines:
            self.lines.select_first()

    def _open(self, line: Line) -> None:
        self._desk.open_number(line.number)

    def _print(self) -> None:
        from ui.inspection.week_job import week_job

        self._desk.print_paper(work.call(week_job, self._desk.session.act(), self.week.value()))


def _weeks(today: date) -> list[tuple[date, str]]:
    """The last whole week first: the one a Monday's meeting is about; then this one, then the older ones."""
    this = today - timedelta(days=today.weekday())
    mondays = [this - timedelta(weeks=1), this, *(this - timedelta(weeks=back) for back in range(2, _WEEKS))]
    words = ("上周", "本周", *(f"{monday:%m-%d} 起" for monday in mondays[2:]))
    return [(monday, f"{said}（第 {monday.isocalendar().week} 周）") for monday, said in zip(mondays, words, strict=True)]


def _columns() -> Sequence[Column[Line]]:
    return (
        Column(key="what", title="事项", text=lambda line: line.what, after=lambda line: line.note, stretch=True),
        Column(key="number", title="单号", text=lambda line: line.number, width=140),
        Column(key="state", title="结果", text=lambda line: line.state, colour=lambda line: line.colour, width=84, right=True),
    )


def _look(act: Act, reach: Reach, department_id: int | None) -> Found:
    from deskapp.inspection.looking_back import look_back
    from deskapp.rectification.figures import department_figures, reported_departments
    from deskapp.staff.service import departments, people

    look = look_back(act=act, reach=reach).of(department_id)
    names: dict[int, str] = {one.id: one.name for one in departments(active_only=False)}
    seen = reported_departments(act)
    offered: list[Any] = [(one.id, one.name) for one in departments() if seen is None or one.id in seen]
    return Found(
        look=look,
        notices=department_figures(look.rows, look.overdue),
        departments=names,
        people={one.id: one.name for one in people(active_only=False)},
        choices=((None, "全部"), *offered),
    )
