"""批次: the points an account holds by the day they end, the first to end on top; what is near its end is yellow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from deskapp.typed import format_points
from ui.kit import theme, work
from ui.kit.frames import Empty
from ui.kit.pills import Pill
from ui.kit.rows import Column, RowsModel
from ui.kit.rows_view import RowsView
from ui.kit.theme import Tone

if TYPE_CHECKING:
    from deskapp.points.domain import LotLine
    from ui.desk import Desk

NEAR_DAYS = 30


class LotsView(RowsView["LotLine"]):
    """The table alone."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        columns: Sequence[Column[LotLine]] = (
            Column(key="ends_on", title="最后可用日", text=lambda lot: str(lot.ends_on), width=120, bold=True),
            Column(key="left", title="还剩", text=self._left, pill=self._near, width=116),
            Column(key="earned_on", title="获得", text=lambda lot: str(lot.earned_on), width=120, colour=_grey),
            Column(key="what", title="事由", text=lambda lot: lot.note, stretch=True),
            Column(
                key="points", title="原有", text=lambda lot: format_points(lot.points), width=88, right=True, colour=lambda _: theme.INK_2
            ),
            Column(key="rest", title="剩余", text=lambda lot: format_points(lot.rest), width=88, right=True, bold=True),
            Column(key="held", title="其中预留", text=lambda lot: format_points(lot.held) if lot.held else "—", width=96, right=True),
        )
        self.model_: RowsModel[LotLine] = RowsModel(columns, key=lambda lot: lot.id)
        super().__init__(
            self.model_,
            name="lots",
            says="积分批次",
            state=desk.local,
            empty=Empty("没有可用的积分", "获得的积分按批次列在这里，先到期的先用", icon="coins"),
        )

    def show_account(self, customer_id: int) -> None:
        work.latest(self, partial(_lots, customer_id, self._desk.session.now().date()), self.model_.set_rows)

    def _days(self, lot: LotLine) -> int:
        return (lot.ends_on - self._desk.session.now().date()).days

    def _left(self, lot: LotLine) -> str:
        days = self._days(lot)
        return f"{days} 天" if days < 365 else f"{days // 365} 年多"

    def _near(self, lot: LotLine) -> Pill | None:
        days = self._days(lot)
        if days < 0:
            return Pill("到期，已预留", Tone.NEUTRAL, "clock")
        return Pill("今天到期" if days == 0 else f"剩 {days} 天", Tone.WARN, "clock") if days <= NEAR_DAYS else None


def _grey(_lot: LotLine) -> str:
    return theme.INK_2


def _lots(customer_id: int, on: date) -> Sequence[LotLine]:
    from deskapp.points.reading import lots

    return lots(customer_id=customer_id, on=on)
