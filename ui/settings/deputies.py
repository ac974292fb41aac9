"""Rights lent to a deputy for named days."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from deskapp.typed import format_date
from ui.kit import buttons, theme, work
from ui.kit.asking import ConfirmDialog
from ui.kit.frames import Empty, LabelRows
from ui.kit.labels import Wrapped
from ui.kit.pills import Pill
from ui.kit.rows import Column, RowsModel
from ui.kit.rows_view import RowsView
from ui.kit.theme import Tone
from ui.settings.deputy_dialog import DeputyDialog, Lending, lending
from ui.settings.subject import Panel, Subject

if TYPE_CHECKING:
    from datetime import date

    from deskapp.data.act import Act
    from deskapp.staff.domain import Deputyship
    from ui.desk import Desk


@dataclass(frozen=True, slots=True)
class DeputyRow:
    """One deputyship with the names of both."""

    deputyship: Deputyship
    giver: str
    deputy: str
    today: date

    @property
    def pill(self) -> Pill:
        lent = self.deputyship
        if lent.ended:
            return Pill("已收回", Tone.NEUTRAL, "undo-2")
        if lent.until_on < self.today:
            return Pill("已结束", Tone.NEUTRAL, "check")
        return Pill("生效中", Tone.GOOD) if lent.from_on <= self.today else Pill("未开始", Tone.INFO, "calendar")

    @property
    def days(self) -> str:
        lent = self.deputyship
        first = format_date(lent.from_on)
        return first if lent.from_on == lent.until_on else f"{first} 至 {format_date(lent.until_on)}"

    @property
    def is_over(self) -> bool:
        return self.deputyship.ended or self.deputyship.until_on < self.today


class DeputiesSubject(Subject):
    """F4 lends a right; what is lent can be taken back before its last day."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, name="deputies", says="把自己的一项权限委托给别人几天，到期自动收回")
        self._lending: Lending | None = None
        empty = Empty("没有委托", "外出或休假前按 F4，把要用的权限委托给同事", icon="users")
        self._model = RowsModel[DeputyRow](_columns(), key=lambda row: row.deputyship.id)
        self.view = RowsView(self._model, name="deputies_list", says="代理", state=desk.local, empty=empty)
        self.panel = Panel(name="deputy_panel", nothing="选一项委托")
        self.take_back = buttons.danger("收回", icon="undo-2", name="take_back")
        self.hand = buttons.primary("委托代理", icon="user-plus", key="F4", name="hand_right")
        self.panel.set_buttons(None, self.take_back)
        self.add_button(self.hand)
        self.split(self.view, panel=self.panel)
        self.hand.clicked.connect(self._hand)
        self.take_back.clicked.connect(self._take_back)
        self.view.current_changed.connect(self._show)

    def refresh(self) -> None:
        session = self.desk.session
        staff_id = session.staff.id if session.staff else 0
        work.latest(self, partial(_load, staff_id, session.now().date()), self._fill)

    def _fill(self, loaded: tuple[tuple[DeputyRow, ...], Lending]) -> None:
        rows, self._lending = loaded
        self._model.set_rows(rows)
        if self.view.current_row() is None:
            self.view.select_first()
        self._show(self.view.current_row())

    def _show(self, row: DeputyRow | None) -> None:
        if row is None:
            self.panel.show_nothing()
            return
        rows = LabelRows(
            [
                ("委托人", row.giver),
                ("代理人", row.deputy),
                ("权限", Wrapped(row.deputyship.right.label)),
                ("日期", row.days),
                ("原因", Wrapped(row.deputyship.reason)),
            ]
        )
        self.panel.show_row(row.deputy, row.pill, rows)
        self.take_back.setEnabled(not row.is_over)

    def _hand(self) -> None:
        if self._lending is None:
            return
        dialog = DeputyDialog(self.desk, self._lending)
        dialog.accepted.connect(self._saved)
        dialog.open()

    def _take_back(self) -> None:
        row = self.view.current_row()
        if row is None:
            return
        dialog = ConfirmDialog(
            self.desk.sheets,
            "收回委托",
            "收回",
            text=f"{row.deputy} 从现在起不能再“{row.deputyship.right.label}”。",
            job=lambda request_id: work.call(_end, self.desk.session.act(request_id=request_id), row.deputyship.id),
            icon="undo-2",
        )
        dialog.accepted.connect(self._saved)
        dialog.open()

    def _saved(self) -> None:
        self.refresh()
        self.desk.changed()


def _columns() -> tuple[Column[DeputyRow], ...]:
    return (
        Column(key="giver", title="委托人", text=lambda r: r.giver, width=90),
        Column(key="deputy", title="代理人", text=lambda r: r.deputy, bold=True, width=90),
        Column(key="right", title="权限", text=lambda r: r.deputyship.right.label, stretch=True),
        Column(key="days", title="日期", text=lambda r: r.days, width=210, colour=lambda r: theme.INK_2 if r.is_over else theme.INK),
        Column(key="state", title="状态", text=lambda r: r.pill.words, pill=lambda r: r.pill, width=110),
    )


def _load(staff_id: int, today: date) -> tuple[tuple[DeputyRow, ...], Lending]:
    from deskapp.staff.service import deputyships, person

    rows = tuple(DeputyRow(d, person(d.giver_id).name, person(d.deputy_id).name, today) for d in deputyships())
    return rows, lending(staff_id)


def _end(act: Act, deputyship_id: int) -> None:
    from deskapp.staff.deputies import take_back_right

    take_back_right(act=act, deputyship_id=deputyship_id)
