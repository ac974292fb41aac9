"""移交单: what waits for customer service, what went back to the desk, what was posted today; at the right the next step of one slip."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from deskapp.calendar import DueState
from deskapp.handovers.domain import State
from deskapp.typed import format_points, format_signed
from ui.handovers.acts import SlipActs
from ui.handovers.panel import SlipPanel
from ui.handovers.papers import list_job
from ui.handovers.states import state_pill
from ui.kit import theme, work
from ui.kit.filters import FilterBar, FilterChip
from ui.kit.frames import Card, Empty
from ui.kit.rows import Column, Group, RowsModel
from ui.kit.rows_view import RowsView

if TYPE_CHECKING:
    from deskapp.data import Act
    from deskapp.handovers.domain import Inbox, MonthDone, Slip, SlipRow
    from ui.desk import Desk

_OPEN_AND_TODAY = "未完成和今天"
_DAYS = ((None, "全部"), ("today", "今天"), ("yesterday", "昨天"), ("week", "近 7 天"), ("month", "本月"), ("last_month", "上月"))
MOST = 500


@dataclass(frozen=True)
class _Found:
    """Everything the tab shows, read in one go."""

    rows: Sequence[SlipRow]
    inbox: Inbox
    month: MonthDone
    writers: Sequence[tuple[int, str]]
    departments: Sequence[tuple[int, str]]


class SlipsTab(QWidget):
    """`show_record` puts the cursor on a slip wherever it stands. `told` when there is something new to say above."""

    told = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._wanted: int | None = None
        self._offered: tuple[Sequence[tuple[int, str]], ...] = ()
        self._summary = ""
        self._posted: int | None = None
        self._double = QTimer(self)  # runs while a second press can only be the first one's double
        self._double.setSingleShot(True)
        states = [(None, _OPEN_AND_TODAY), *((state, state.label) for state in State)]
        self.state = FilterChip("state", "状态", states)
        self.department = FilterChip("department", "部门", [(None, "全部")])
        self.writer = FilterChip("writer", "移交人", [(None, "全部")])
        self.days = FilterChip("days", "写单日期", _DAYS)
        self.filters = FilterBar(self.state, self.department, self.writer, self.days)
        self.model: RowsModel[SlipRow] = RowsModel(self._columns(), key=lambda row: row.id)
        self.view = RowsView(
            self.model,
            name="handover_list",
            says="积分移交单",
            state=desk.local,
            empty=Empty("没有要办的移交单", "前台按 F6 写好的移交单会立即出现在这里", icon="circle-check"),
        )
        self.panel = SlipPanel(desk.session)
        self.acts = SlipActs(desk)
        self._lay_out()
        self.panel.bind(self)
        self._wire()

    def _lay_out(self) -> None:
        card = Card(margin=1, name="list_card")
        card.column.setContentsMargins(1, 1, 1, 1)
        card.column.addWidget(self.view)
        self.panel.setFixedWidth(theme.PANEL)
        row = QHBoxLayout()
        row.setSpacing(theme.GAP_WIDE)
        row.addWidget(card, 1)
        row.addWidget(self.panel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        column.addWidget(self.filters)
        column.addLayout(row, 1)
        self.setFocusProxy(self.view)

    def _columns(self) -> Sequence[Column[SlipRow]]:
        return (
            Column(key="state", title="状态", text=lambda row: row.state.label, pill=state_pill, width=116),
            Column(key="number", title="单号", text=lambda row: row.number, sort=lambda row: row.number, width=140),
            Column(
                key="customer",
                title="客户",
                text=lambda row: row.customer,
                after=lambda row: row.plate,
                sort=lambda row: row.customer,
                stretch=True,
            ),
            Column(
                key="points",
                title="积分",
                text=lambda row: format_signed(row.points),
                sort=lambda row: row.points,
                width=80,
                right=True,
                bold=True,
            ),
            Column(
                key="writer",
                title="移交",
                text=lambda row: row.writer,
                after=self._written,
                sort=lambda row: row.written_at,
                width=142,
            ),
            Column(key="due", title="期限", text=self._until, colour=_until_colour, sort=lambda row: row.due_at, width=108),
        )

    def _wire(self) -> None:
        panel, acts = self.panel, self.acts
        wired = (
            (panel.post_wanted, self._post),
            (panel.mend_wanted, acts.mend),
            (panel.return_wanted, acts.give_back),
            (panel.void_wanted, acts.void),
            (panel.reverse_wanted, acts.reverse),
            (panel.print_wanted, acts.print_slip),
            (panel.photo_wanted, acts.show_photo),
            (panel.card_wanted, self._open_card),
        )
        for signal, act in wired:
            signal.connect(partial(self.with_slip, act))
        self.filters.changed.connect(self.refresh)
        self.view.current_changed.connect(self._row_changed)
        self.view.opened.connect(self._opened)

    def with_slip(self, act: Callable[[Slip], object], *_: object) -> None:
        """Do something with the slip under the cursor, if there is one."""
        if self.panel.shown is not None:
            act(self.panel.shown)

    # Looking ----------------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        chosen = dict(self.filters.values())
        work.latest(self, partial(_look, self._desk.session.act(), chosen, self._wanted), self._show)

    def show_record(self, record_id: int) -> None:
        """Put the cursor on a slip; one that the filters hide is added to the list."""
        self._wanted = record_id
        if self.filters.is_default():
            self.refresh()
        else:
            self.filters.clear()

    def summary(self) -> str:
        """What is owed, for the head of the page."""
        return self._summary

    def _show(self, found: _Found) -> None:
        box, month = found.inbox, found.month
        waiting = box.count + box.returned
        oldest = f"，最久 {box.oldest_days} 个营业日" if box.oldest_days else ""
        self._summary = f"{waiting} 张未完成{oldest}" if waiting else "都办完了"
        owed = month.count + box.overdue  # what nobody has posted yet is late already, and no 100 % may hide it
        share = f"，{month.in_time * 100 // owed}% 当日完成" if owed else ""
        cut = f"只列最近 {MOST} 张，请缩小范围。" if len(found.rows) >= MOST else ""
        self.filters.set_hint(f"{cut}{self._today().month} 月已录入 {month.count} 张{share}")
        self._offer_filters(found.writers, found.departments)
        self.model.set_groups(_groups(found.rows, box, today=self._today()))
        if self._wanted is not None and self.view.select_key(self._wanted):
            self._wanted = None
        elif self.view.current_row() is None:
            self.view.select_first()
        self._row_changed(self.view.current_row())

    def _offer_filters(self, *offered: Sequence[tuple[int, str]]) -> None:
        """Only when they differ from what is offered: new choices count as a change of the filter, which looks again."""
        if offered != self._offered:
            self._offered = offered
            for chip, choices in zip((self.writer, self.department), offered, strict=True):
                chip.set_choices([(None, "全部"), *choices])

    def _row_changed(self, row: SlipRow | None) -> None:
        self.told.emit()
        if row is None:
            self.panel.show_slip(None)
            return
        work.latest(self, partial(_slip, self._desk.session.act(), row.id), self._show_slip, topic="slip")

    def _show_slip(self, slip: Slip) -> None:
        current = self.view.current_row()
        if current is not None and current.id == slip.row.id:
            self.panel.show_slip(slip, at=self._desk.session.now())

    # Acting -----------------------------------------------------------------------------------------------------------

    def _opened(self) -> None:
        """Enter on a line puts the cursor on its next step; a second Enter does it."""
        self.panel.primary.setFocus()

    def _post(self, slip: Slip) -> None:
        """Post it and go on to the next that waits; a double press must not post that one unread."""
        if self._double.isActive() and slip.row.id != self._posted:
            return
        following = self._next_waiting(slip.row.id)
        self.acts.post(slip)
        self._posted = slip.row.id
        self._double.start(QApplication.doubleClickInterval())
        if following is not None:
            self.view.select_key(following)
            self.view.setFocus()  # from the button, where Enter would post the next one before it was looked at

    def _next_waiting(self, slip_id: int) -> int | None:
        """Below the slip as the list is sorted; after the last one, the first that was left out."""
        waiting = [row.id for row in self.model.rows() if row.state is State.PENDING]
        at = waiting.index(slip_id) if slip_id in waiting else -1
        others = waiting[at + 1 :] + waiting[: max(at, 0)]
        return others[0] if others else None

    def _open_card(self, slip: Slip) -> None:
        self._desk.open_customer(slip.row.customer_id)

    def print_list(self) -> None:
        """The list as it is filtered, on A4."""
        rows = self.model.rows()
        chips = (self.state, self.department, self.writer, self.days)
        told = [chip for chip in chips if not chip.is_default()] or [self.state]
        said = [chip.accessibleName().removeprefix("筛选：") for chip in told]
        self._desk.print_paper(work.call(list_job, self._desk.session.act(), rows, f"{'，'.join(said)}，{len(rows)} 张"))

    # Words ------------------------------------------------------------------------------------------------------------

    def _today(self) -> date:
        return self._desk.session.now().date()

    def _written(self, row: SlipRow) -> str:
        return f"{row.written_at:%H:%M}" if row.written_at.date() == self._today() else f"{row.written_at:%m-%d %H:%M}"

    def _until(self, row: SlipRow) -> str:
        if row.due is None:
            return "—"
        return f"今天 {row.due_at:%H:%M}" if row.due_at.date() == self._today() else f"{row.due_at:%m-%d %H:%M}"


def _until_colour(row: SlipRow) -> str:
    if row.due is None:
        return theme.INK_2
    return {DueState.OVERDUE: theme.BAD, DueState.TODAY: theme.WARN}.get(row.due.state, theme.INK)


def _groups(rows: Sequence[SlipRow], box: Inbox, *, today: date) -> list[tuple[Group, list[SlipRow]]]:
    found: dict[State, list[SlipRow]] = {state: [] for state in State}
    for row in rows:
        found[row.state].append(row)
    waiting, posted = found[State.PENDING], found[State.POSTED]
    late = f"，{box.overdue} 张逾期" if box.overdue else ""
    oldest = f"，最久 {box.oldest_days} 个营业日" if box.oldest_days else ""
    only_today = all(row.step_at.date() == today for row in posted)
    earned = format_points(sum(row.points for row in posted))
    return [
        (Group("待录入", f"{len(waiting)} 张{late}{oldest}", "inbox"), waiting),
        (Group("已退回", f"{len(found[State.RETURNED])} 张，等前台改正后再交", "undo-2"), found[State.RETURNED]),
        (Group("今天已录入" if only_today else "已录入", f"{len(posted)} 张，{earned} 分", "circle-check"), posted),
        (Group("已冲正", f"{len(found[State.REVERSED])} 张", "undo-2"), found[State.REVERSED]),
        (Group("已作废", f"{len(found[State.VOIDED])} 张", "ban"), found[State.VOIDED]),
    ]


def _span(days: str | None, today: date) -> tuple[date | None, date | None]:
    """First and last day of writing."""
    first_of_month, yesterday = today.replace(day=1), today - timedelta(days=1)
    before = first_of_month - timedelta(days=1)
    spans = {
        "today": (today, today),
        "yesterday": (yesterday, yesterday),
        "week": (today - timedelta(days=6), today),
        "month": (first_of_month, today),
        "last_month": (before.replace(day=1), before),
    }
    return spans[days] if days is not None else (None, None)


def _look(act: Act, chosen: dict[str, Any], wanted: int | None) -> _Found:
    from deskapp.handovers.reading import Filter, handover, handovers, inbox, month_done, writers
    from deskapp.staff.service import departments

    first, last = _span(chosen["days"], act.at.date())
    states: frozenset[State] = frozenset() if chosen["state"] is None else frozenset({chosen["state"]})
    if not states and first is not None:
        states = frozenset(State)  # who asks for other days wants all that was written on them
    rows = handovers(act=act, only=Filter(states, chosen["department"], chosen["writer"], first, last), limit=MOST)
    if wanted is not None and all(row.id != wanted for row in rows):
        rows.append(handover(act=act, handover_id=wanted).row)
    names = [(department.id, department.name) for department in departments()]
    return _Found(rows, inbox(act=act), month_done(on=act.at.date()), writers(act=act), names)


def _slip(act: Act, handover_id: int) -> Slip:
    from deskapp.handovers.reading import handover

    return handover(act=act, handover_id=handover_id)
