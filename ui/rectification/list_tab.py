"""整改单 as board or as list, with the filters both share."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from deskapp.rectification.domain import Lane, Source
from ui.kit import theme, work
from ui.kit.filters import FilterBar, FilterChip
from ui.kit.frames import Card, Empty
from ui.kit.rows import Column, Group, RowsModel
from ui.kit.rows_view import RowsView
from ui.rectification.board import Board, urgency
from ui.rectification.loading import Board as Found
from ui.rectification.loading import Line, load_board
from ui.rectification.states import LANE_ICONS, REPEATED, due_pill, notice_pill

if TYPE_CHECKING:
    from datetime import date

    from deskapp.rectification.domain import Notice
    from ui.desk import Desk
    from ui.kit.pills import Pill

_DUE = ((None, "全部"), ("overdue", "逾期"), ("today", "今天到期"), ("repeated", "重复项目"))
_STATES = ((None, "未关闭"), *((lane, lane.label) for lane in Lane if lane is not Lane.CLOSED), (Lane.CLOSED, "已关闭和作废"))


class NoticesTab(QWidget):
    """`opened(notice id)` when one is wanted. Closed ones only stand in the list."""

    opened = Signal(int)
    told = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.lines: tuple[Line, ...] = ()
        self.shown: tuple[Line, ...] = ()
        self.as_board = True
        self._offered: list[tuple[int | None, str]] = [(None, "全部")]
        self.department = FilterChip("department", "部门", [(None, "全部")])
        self.state = FilterChip("state", "状态", _STATES)
        self.source = FilterChip("source", "来源", [(None, "全部"), *((one, one.label) for one in Source)])
        self.late = FilterChip("late", "期限", _DUE)
        self.turn = FilterChip("turn", "轮到", [(None, "全部"), (True, "等我处理")])
        self.bar = FilterBar(self.department, self.state, self.source, self.late, self.turn)
        self.board = Board()
        self.model, self.view = _list(desk)
        card = Card(margin=1, name="notices_card")
        card.column.setContentsMargins(1, 1, 1, 1)
        card.column.addWidget(self.view)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.board)
        self._stack.addWidget(card)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        column.addWidget(self.bar)
        column.addWidget(self._stack, 1)
        self.bar.changed.connect(self.refresh)
        self.board.opened.connect(self._open)
        self.view.opened.connect(self._open)
        self.show_as(board=True)

    def show_as(self, *, board: bool) -> None:
        """The board has no lane for what is closed: that filter leads to the list."""
        self.as_board = board
        if board and self.state.value() is Lane.CLOSED:
            self.state.set_value(None)
        self._stack.setCurrentIndex(0 if board else 1)
        self.setFocusProxy(self.board if board else self.view)

    def refresh(self) -> None:
        closed = self.state.value() is Lane.CLOSED
        work.latest(self, partial(load_board, self._desk.session.act(), closed=closed), self._found, topic="board")

    def summary(self) -> str:
        """未关闭 15 张，逾期 3 张."""
        open_ones = [line for line in self.shown if line.notice.state.is_open]
        if not self.shown:
            return "没有整改单"
        if not open_ones:
            return f"{len(self.shown)} 张已关闭"
        late = sum(line.is_overdue for line in open_ones)
        return f"未关闭 {len(open_ones)} 张" + (f"，逾期 {late} 张" if late else "")

    def notices(self) -> list[Notice]:
        """Those that are shown, for the printed table."""
        return [line.notice for line in self.shown]

    def show_overdue(self) -> None:
        self.bar.clear()
        self.late.set_value("overdue")

    def _open(self, line: Line) -> None:
        self.opened.emit(line.notice.id)

    def _found(self, found: Found) -> None:
        self.lines = found.lines
        self._offer_departments(found)
        self.shown = tuple(line for line in found.lines if self._wanted(line))
        if self.state.value() is Lane.CLOSED and self.as_board:
            self._stack.setCurrentIndex(1)
        elif self.as_board:
            self._stack.setCurrentIndex(0)
        self.board.show_lines(self.shown)
        self.model.set_groups(_grouped(self.shown))
        self.told.emit()

    def _offer_departments(self, found: Found) -> None:
        """Those that have notices, and the one that is chosen."""
        names = {line.notice.department_id: line.notice.department for line in found.lines}
        chosen = self.department.value()
        if chosen is not None:
            names[chosen] = found.departments.get(chosen, "")
        offered: list[tuple[int | None, str]] = [(None, "全部"), *sorted(names.items(), key=lambda item: item[1])]
        if offered != self._offered:  # the chip tells of a change, and the page would look again for ever
            self._offered = offered
            self.department.set_choices(offered)

    def _wanted(self, line: Line) -> bool:
        state, late = self.state.value(), self.late.value()
        return (
            self.department.value() in (None, line.notice.department_id)
            and (line.notice.lane is state if state is not None else line.notice.state.is_open)
            and self.source.value() in (None, line.notice.source)
            and (late != "overdue" or line.is_overdue)
            and (late != "today" or (line.due is not None and line.due.days == 0 and not line.is_overdue))
            and (late != "repeated" or line.notice.is_repeated)
            and (not self.turn.value() or line.mine)
        )


def _list(desk: Desk) -> tuple[RowsModel[Line], RowsView[Line]]:
    columns: Sequence[Column[Line]] = (
        Column(key="state", title="期限", text=_due_words, pill=_pill, sort=_due_day, width=140),
        Column(key="number", title="单号", text=lambda line: line.notice.number, sort=lambda line: line.notice.number, width=150),
        Column(key="what", title="不合格内容", text=lambda line: line.what, after=lambda line: line.done_words, stretch=True),
        Column(key="repeated", title="", text=_repeated, pill=lambda line: REPEATED if line.notice.is_repeated else None, width=84),
        Column(
            key="department", title="部门", text=lambda line: line.notice.department, sort=lambda line: line.notice.department, width=96
        ),
        Column(key="source", title="来源", text=lambda line: line.notice.source.label, width=112),
        Column(key="who", title="现在在谁", text=lambda line: line.who or "—", width=110),
    )
    model: RowsModel[Line] = RowsModel(columns, key=lambda line: line.notice.id)
    empty = Empty("这里没有整改单", "检查不合格时开出，也可以按 F4 新建", icon="clipboard-check")
    return model, RowsView(model, name="notices_list", says="整改单", state=desk.local, empty=empty)


def _grouped(lines: Sequence[Line]) -> list[tuple[Group, list[Line]]]:
    groups: list[tuple[Group, list[Line]]] = []
    for lane in Lane:
        mine = sorted((line for line in lines if line.notice.lane is lane), key=urgency)
        if lane is Lane.CLOSED:
            mine.reverse()
        late = sum(line.is_overdue for line in mine)
        waits = f"，等{lane.waits_for}" if lane.waits_for else ""
        groups.append((Group(lane.label, f"{len(mine)} 张{waits}" + (f"，{late} 张逾期" if late else ""), LANE_ICONS[lane]), mine))
    return groups


def _due_words(line: Line) -> str:
    return line.due.words if line.due else line.notice.state.label


def _pill(line: Line) -> Pill | None:
    return due_pill(line.due) or notice_pill(line.notice)


def _due_day(line: Line) -> date | None:
    return line.owed.due_on if line.owed else None


def _repeated(line: Line) -> str:
    return "重复" if line.notice.is_repeated else ""
