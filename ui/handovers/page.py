"""积分移交: what waits for customer service, what went back to the desk, what was posted today; at the right the next step of one slip."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from deskapp.calendar import DueState
from deskapp.handovers.domain import State
from deskapp.staff.domain import Right
from deskapp.typed import format_points, format_signed
from ui.desk import DeskAct
from ui.handovers.acts import SlipActs
from ui.handovers.panel import SlipPanel
from ui.handovers.papers import list_job
from ui.handovers.states import state_pill
from ui.kit import buttons, theme, work
from ui.kit.filters import FilterBar, FilterChip
from ui.kit.frames import Empty
from ui.kit.page import Page
from ui.kit.rows import Column, Group, RowsModel
from ui.kit.rows_view import RowsView

if TYPE_CHECKING:
    from deskapp.data import Act
    from deskapp.handovers.domain import Inbox, MonthDone, Slip, SlipRow
    from ui.desk import Desk

_OPEN_AND_TODAY = "未完成和今天"


@dataclass(frozen=True)
class _Found:
    """Everything the page shows, read in one go."""

    rows: Sequence[SlipRow]
    inbox: Inbox
    month: MonthDone
    writers: Sequence[tuple[int, str]]
    departments: Sequence[tuple[int, str]]


class HandoversPage(Page):
    """Built by the main window; `show_record` puts the cursor on a slip wherever it stands."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("积分移交", name="handovers")
        self._desk = desk
        self._wanted: int | None = None
        self._offered: tuple[Sequence[tuple[int, str]], ...] = ()
        self._make_head()
        self.model: RowsModel[SlipRow] = RowsModel(self._columns(), key=lambda row: row.id)
        self.view = RowsView(
            self.model,
            name="handover_list",
            says="积分移交单",
            state=desk.local,
            empty=Empty("没有要办的移交单", "前台按 F6 写好的移交单会立即出现在这里", icon="circle-check"),
        )
        self.panel = SlipPanel(desk.session)
        self.set_content(self.view, self.panel)
        self.panel.bind(self)
        self._wire_panel(SlipActs(desk))
        self.view.current_changed.connect(self._row_changed)
        self.view.opened.connect(self._opened)

    def _make_head(self) -> None:
        self.rates = buttons.plain("计分规则", icon="settings", name="rates")
        self.account = buttons.plain("积分账户", icon="coins", name="open_account")
        self.print_button = buttons.plain("打印清单", icon="printer", name="print_list")
        self.new = buttons.plain("新移交单", icon="plus", key="F6", name="new_handover")
        for button in (self.rates, self.account, self.print_button, self.new):
            self.add_button(button)
        states = [(None, _OPEN_AND_TODAY), *((state, state.label) for state in State)]
        self.state = FilterChip("state", "状态", states)
        self.department = FilterChip("department", "部门", [(None, "全部")])
        self.writer = FilterChip("writer", "移交人", [(None, "全部")])
        self.filters = FilterBar(self.state, self.department, self.writer)
        self.set_filters(self.filters)
        self.print_button.clicked.connect(self._print)
        self.new.clicked.connect(lambda: self._desk.start(DeskAct.HAND_OVER))

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

    def _wire_panel(self, acts: SlipActs) -> None:
        panel = self.panel
        wired = (
            (panel.post_wanted, acts.post),
            (panel.mend_wanted, acts.mend),
            (panel.return_wanted, acts.give_back),
            (panel.void_wanted, acts.void),
            (panel.reverse_wanted, acts.reverse),
            (panel.print_wanted, acts.print_slip),
            (self.account.clicked, acts.open_account),
            (panel.card_wanted, self._open_card),
        )
        for signal, act in wired:
            signal.connect(partial(self._with_slip, act))

        self.rates.clicked.connect(acts.change_rates)

    def _with_slip(self, act: Callable[[Slip], object], *_: object) -> None:
        if self.panel.shown is not None:
            act(self.panel.shown)

    # Looking ----------------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Another person may have signed in since the page was built: what he may do is asked each time."""
        may = self._desk.session.may
        self.rates.setVisible(may(Right.CHANGE_SETTINGS))
        self.new.setVisible(may(Right.WRITE_HANDOVERS))
        chosen = self.filters.values()
        work.latest(self, partial(_look, self._desk.session.act(), dict(chosen), self._wanted), self._show)

    def show_record(self, record_id: int) -> None:
        """Put the cursor on a slip; one that the filters hide is added to the list."""
        self._wanted = record_id
        self.filters.clear()
        self.refresh()

    def _show(self, found: _Found) -> None:
        box, month = found.inbox, found.month
        waiting = box.count + box.returned
        oldest = f"，最久 {box.oldest_days} 个营业日" if box.oldest_days else ""
        self.set_subtitle(f"{waiting} 张未完成{oldest}" if waiting else "都办完了")
        share = f"，{month.in_time * 100 // month.count}% 当日完成" if month.count else ""
        self.filters.set_hint(f"{self._today().month} 月已录入 {month.count} 张{share}")
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
        self.account.setEnabled(row is not None)
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

    def _open_card(self, slip: Slip) -> None:
        self._desk.open_customer(slip.row.customer_id)

    def _print(self) -> None:
        rows = self.model.rows()
        subtitle = f"{self.state.accessibleName().removeprefix('筛选：')}，{len(rows)} 张"
        self._desk.print_paper(work.call(list_job, self._desk.session.act(), rows, subtitle))

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
    overdue = row.due is not None and row.due.state is DueState.OVERDUE
    return theme.BAD if overdue else theme.INK if row.due is not None else theme.INK_2


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


def _look(act: Act, chosen: dict[str, Any], wanted: int | None) -> _Found:
    from deskapp.handovers.reading import Filter, handover, handovers, inbox, month_done, writers
    from deskapp.staff.service import departments

    states: frozenset[State] = frozenset() if chosen["state"] is None else frozenset({chosen["state"]})
    rows = handovers(act=act, only=Filter(states, chosen["department"], chosen["writer"]))
    if wanted is not None and all(row.id != wanted for row in rows):
        rows.append(handover(act=act, handover_id=wanted).row)
    names = [(department.id, department.name) for department in departments()]
    return _Found(rows, inbox(act=act), month_done(on=act.at.date()), writers(act=act), names)


def _slip(act: Act, handover_id: int) -> Slip:
    from deskapp.handovers.reading import handover

    return handover(act=act, handover_id=handover_id)
