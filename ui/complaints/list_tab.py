"""处理单 as board or as list, with the filters and the search both share; the closed ones page by page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from deskapp.complaints.lists import Group, Severity
from deskapp.complaints.states import State
from deskapp.typed import format_plate
from ui.complaints.board import Board
from ui.complaints.loading import Line, departments_open, find_lines, load_lines
from ui.complaints.states import REPEATED, SEVERITIES, due_pill, state_pill
from ui.kit import theme, work
from ui.kit.filters import FilterBar, FilterChip
from ui.kit.frames import Card, Empty
from ui.kit.line_edit import LineEdit
from ui.kit.rows import PAGE, Column, Page, RowsModel
from ui.kit.rows import Group as RowGroup
from ui.kit.rows_view import RowsView

if TYPE_CHECKING:
    from deskapp.complaints.reading import Filter
    from deskapp.data import Act
    from ui.desk import Desk
    from ui.kit.pills import Pill

_STEADY_MS = 180
_SEARCH_WIDTH = 226
_ALL = "all"
_OPEN_STATES = (State.DRAFT, State.TO_ROUTE, State.TO_ACCEPT, State.IN_PROGRESS, State.TO_CALL_BACK, State.TO_ARCHIVE)
_STATES = (
    (None, "未关闭"),
    *((state, state.label) for state in _OPEN_STATES),
    (State.ARCHIVED, "已归档"),
    (State.VOID, "已作废"),
    (_ALL, "全部"),
)
_DUE = ((None, "全部"), ("overdue", "逾期"), ("today", "今天到期"), ("repeated", "重复投诉"), ("division", "事业部、厂家"))
_DAYS = ((None, "不限"), (0, "今天"), (7, "近 7 天"), (30, "近 30 天"), (90, "近 90 天"))
_ICONS = {
    State.DRAFT: "file-pen-line",
    State.TO_ROUTE: "arrow-right",
    State.TO_ACCEPT: "inbox",
    State.IN_PROGRESS: "circle-dashed",
    State.TO_CALL_BACK: "phone",
    State.TO_ARCHIVE: "folder-open",
    State.ARCHIVED: "circle-check",
    State.VOID: "ban",
}


class SlipsTab(QWidget):
    """`opened(complaint id)` when one is wanted. Closed ones only stand in the list."""

    opened = Signal(int)
    told = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.shown: tuple[Line, ...] = ()
        self.as_board = True
        self._make_filters()
        self.board = Board()
        self.model, self.view = _list(desk)
        card = Card(margin=1, name="slips_card")
        card.column.setContentsMargins(1, 1, 1, 1)
        card.column.addWidget(self.view)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.board)
        self._stack.addWidget(card)
        top = QHBoxLayout()
        top.setSpacing(theme.STEP)
        top.addWidget(self.search)
        top.addWidget(self.bar, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        column.addLayout(top)
        column.addWidget(self._stack, 1)
        self._wire()
        self.show_as(board=True)

    def _make_filters(self) -> None:
        self.search = LineEdit(lead="search", placeholder="单号、客户、车牌、原话")
        self.search.setObjectName("slip_search")
        self.search.setAccessibleName("在处理单里找")
        self.search.setFixedWidth(_SEARCH_WIDTH)
        self.search.setClearButtonEnabled(True)
        self._steady = QTimer(self)
        self._steady.setSingleShot(True)
        self._steady.setInterval(_STEADY_MS)
        self.state = FilterChip("state", "状态", _STATES)
        self.severity = FilterChip("severity", "级别", [(None, "全部"), *((one, one.label) for one in reversed(Severity))])
        self.group = FilterChip("group", "类别", [(None, "全部"), *((one, one.label) for one in Group)])
        self.department = FilterChip("department", "部门", [(None, "全部"), *work.call(departments_open)])
        self.late = FilterChip("late", "期限", _DUE)
        self.received = FilterChip("received", "受理", _DAYS)
        self.turn = FilterChip("turn", "轮到", [(None, "全部"), (True, "我办理")])
        chips = (self.state, self.severity, self.group, self.department, self.late, self.turn, self.received)
        self.bar = FilterBar(*chips)

    def _wire(self) -> None:
        self.bar.changed.connect(self.refresh)
        self.search.textChanged.connect(lambda: self._steady.start())
        self._steady.timeout.connect(self.refresh)
        self.board.opened.connect(self._open)
        self.view.opened.connect(self._open)
        self.model.loaded.connect(self._listed)

    def show_as(self, *, board: bool) -> None:
        """The board has no lane for what is closed: those filters lead to the list."""
        self.as_board = board
        if board and self._closed_too():
            self.state.set_value(None)
        self._stack.setCurrentIndex(0 if board else 1)
        self.setFocusProxy(self.board if board else self.view)

    def refresh(self) -> None:
        act, text = self._desk.session.act(), self.search.text().strip()
        if text:
            self._stack.setCurrentIndex(1)
            work.latest(self, partial(find_lines, act, text), self._found_words, topic="lines")
        elif self._closed_too():
            self._stack.setCurrentIndex(1)
            self.model.set_source(partial(_page, act, self._wanted(), self._fits()))
        else:
            self._stack.setCurrentIndex(0 if self.as_board else 1)
            work.latest(self, partial(load_lines, act, self._wanted()), self._found, topic="lines")

    def summary(self) -> str:
        """未关闭 15 张，逾期 3 张，轮到我 4 张."""
        if not self.shown:
            return "没有处理单"
        open_ones = [line for line in self.shown if line.slip.stage.is_open]
        if not open_ones:
            return f"{len(self.shown)} 张"
        late, mine = sum(line.is_overdue for line in open_ones), sum(line.mine for line in open_ones)
        return "，".join(
            part for part in (f"未关闭 {len(open_ones)} 张", f"逾期 {late} 张" if late else "", f"轮到我 {mine} 张" if mine else "") if part
        )

    def show_overdue(self) -> None:
        self.search.clear()
        self.bar.clear()
        self.late.set_value("overdue")

    def show_mine(self) -> None:
        self.search.clear()
        self.bar.clear()
        self.turn.set_value(True)

    def current(self) -> Line | None:
        """The slip under the cursor of the list."""
        return self.view.current_row()

    def _open(self, line: Line) -> None:
        self.opened.emit(line.slip.id)

    def _closed_too(self) -> bool:
        return self.state.value() in (State.ARCHIVED, State.VOID, _ALL)

    def _wanted(self) -> Filter:
        from deskapp.complaints.reading import Filter

        state, days = self.state.value(), self.received.value()
        today = self._desk.session.now().date()
        return Filter(
            states=frozenset((state,)) if isinstance(state, State) else frozenset(),
            severity=self.severity.value(),
            group=self.group.value(),
            department_id=self.department.value(),
            first=today - timedelta(days=days) if days is not None else None,
        )

    def _found(self, found: tuple[Line, ...]) -> None:
        self.shown = tuple(filter(self._fits(), found))
        self.board.show_lines(self.shown)
        self.model.set_groups(_grouped(self.shown))
        self.told.emit()

    def _found_words(self, found: tuple[Line, ...]) -> None:
        self.shown = tuple(filter(self._fits(), found))
        self.model.set_rows(self.shown)
        self.told.emit()

    def _listed(self) -> None:
        if self._closed_too() and not self.search.text().strip():
            self.shown = tuple(self.model.rows())
            self.told.emit()

    def _fits(self) -> Callable[[Line], bool]:
        """What the chips ask beyond the store's own filter, as they stand now: asked of each line, on whatever thread."""
        state = self.state.value()
        return partial(_fits, state=state if isinstance(state, State) else None, late=self.late.value(), mine=bool(self.turn.value()))


def _fits(line: Line, *, state: State | None, late: str | None, mine: bool) -> bool:
    slip = line.slip
    return (
        (late != "overdue" or line.is_overdue)
        and (late != "today" or line.is_due_today)
        and (late != "repeated" or slip.is_repeat)
        and (late != "division" or slip.form.source.has_division_number)
        and (not mine or line.mine)
        and (state is None or slip.state is state)
    )


def _page(act: Act, only: Filter, fits: Callable[[Line], bool], page: Page[Line]) -> Sequence[Line]:
    """A page of slips with the closed ones, the newest first: looked through until it is full."""
    kept: list[Line] = []
    before = page.after.slip.id if page.after else None
    while len(kept) < page.limit:
        found = load_lines(act, only, open_only=False, before=before)
        kept += [line for line in found if fits(line)]
        if len(found) < PAGE:
            break
        before = found[-1].slip.id
    return kept[: page.limit]


def _list(desk: Desk) -> tuple[RowsModel[Line], RowsView[Line]]:
    columns: Sequence[Column[Line]] = (
        Column(key="due", title="期限", text=_due_words, pill=_pill, sort=_due_at, width=178),
        Column(key="number", title="单号", text=lambda line: line.slip.number, sort=lambda line: line.slip.number, width=144),
        Column(
            key="severity",
            title="级别",
            text=lambda line: line.slip.severity.label,
            sort=lambda line: line.slip.severity.rank,
            pill=lambda line: SEVERITIES[line.slip.severity],
            width=84,
        ),
        Column(key="category", title="类别", text=lambda line: line.slip.category.label, after=_said, stretch=True),
        Column(key="repeat", title="", text=_repeated, pill=lambda line: REPEATED if line.slip.is_repeat else None, width=72),
        Column(key="customer", title="客户", text=lambda line: line.customer, width=104),
        Column(key="plate", title="车牌", text=_plate, width=92),
        Column(key="departments", title="责任部门", text=lambda line: line.departments or "—", width=110),
        Column(key="who", title="现在在谁", text=lambda line: line.who or "—", width=96),
    )
    model: RowsModel[Line] = RowsModel(columns, key=lambda line: line.slip.id)
    empty = Empty("这里没有处理单", "按 F8 受理投诉", icon="message-square-warning")
    return model, RowsView(model, name="slips_list", says="处理单", state=desk.local, empty=empty)


def _grouped(lines: Sequence[Line]) -> list[tuple[RowGroup, list[Line]]]:
    groups: list[tuple[RowGroup, list[Line]]] = []
    for state in State:
        mine = sorted((line for line in lines if line.slip.state is state), key=lambda line: line.order)
        late = sum(line.is_overdue for line in mine)
        waits = f"，等{state.waits_for}" if state.waits_for else ""
        groups.append((RowGroup(state.label, f"{len(mine)} 张{waits}" + (f"，{late} 张逾期" if late else ""), _ICONS[state]), mine))
    return groups


def _due_words(line: Line) -> str:
    pill = due_pill(line.urgency) if line.slip.stage.is_open else None
    return pill.words if pill else line.slip.state.label


def _pill(line: Line) -> Pill:
    return (due_pill(line.urgency) if line.slip.stage.is_open else None) or state_pill(line.slip)


def _due_at(line: Line) -> object:
    return line.urgency.clock.due if line.urgency else None


def _said(line: Line) -> str:
    return " ".join(line.slip.form.description.split())


def _repeated(line: Line) -> str:
    return "重复" if line.slip.is_repeat else ""


def _plate(line: Line) -> str:
    return format_plate(line.slip.form.plate) if line.slip.form.plate else "—"
