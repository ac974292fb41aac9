"""礼品目录: every gift with its stock, and beside it how the stock moved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from deskapp.gifts.domain import MoveKind
from deskapp.staff.domain import Right
from deskapp.typed import format_points
from ui.gifts.gift_dialog import GiftDialog
from ui.gifts.gift_panel import GiftPanel, Shelved, gift_pill
from ui.gifts.papers import stock_job
from ui.gifts.stock_dialog import StockDialog
from ui.gifts.stock_ledger import StockLedgerSheet
from ui.kit import notify, theme, work
from ui.kit.filters import FilterBar, FilterChip
from ui.kit.frames import Card, Empty
from ui.kit.photos import PhotoSheet
from ui.kit.rows import Column, RowsModel
from ui.kit.rows_view import RowsView

if TYPE_CHECKING:
    from datetime import date

    from deskapp.data import Act
    from deskapp.gifts.domain import Gift, StockMove
    from ui.desk import Desk

_MOVES_SEEN = 50


_ONLY: tuple[tuple[str, str, Callable[[Shelved], bool]], ...] = (
    ("offered", "在架", lambda one: one.offered),
    ("low", "库存预警", lambda one: one.is_low),
    ("new", "新品", lambda one: one.is_new),
    ("never", "从未兑换", lambda one: not one.gift.ever_redeemed),
    ("off", "已下架和未上架", lambda one: not one.offered),
    ("all", "全部", lambda _: True),
)


class CatalogueTab(QWidget):
    """Stock and catalogue are kept by customer service; everybody else of the desk reads."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._manages = desk.session.may(Right.MANAGE_GIFTS)
        self._found: Sequence[Shelved] = ()
        self._wanted: int | None = None
        self.only = FilterChip("only", "显示", [(key, words) for key, words, _ in _ONLY])
        self.bar = FilterBar(self.only)
        self.model: RowsModel[Shelved] = RowsModel(_columns(), key=lambda one: one.gift.id)
        empty = Empty("这里没有礼品", "点右上角“新礼品”加入目录", icon="gift")
        self.view = RowsView(self.model, name="gift_list", says="礼品目录", state=desk.local, empty=empty)
        self.panel = GiftPanel(manages=self._manages)
        self._lay_out()
        self.bar.changed.connect(self._show)
        self.view.current_changed.connect(self._chosen)
        self.view.opened.connect(self._edit)
        self.panel.receive.clicked.connect(lambda: self._stock(MoveKind.RECEIVE))
        self.panel.count.clicked.connect(lambda: self._stock(MoveKind.COUNT))
        self.panel.issue.clicked.connect(lambda: self._stock(MoveKind.ISSUE))
        self.panel.edit.clicked.connect(self._edit)
        self.panel.ledger.clicked.connect(self._show_ledger)
        self.panel.photo.clicked.connect(self._show_photo)

    def _lay_out(self) -> None:
        card = Card(margin=1, name="gifts_card")
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
        column.addWidget(self.bar)
        column.addLayout(row, 1)
        self.setFocusProxy(self.view)

    def refresh(self) -> None:
        work.latest(self, partial(_look, self._desk.session.act()), self._arrived, topic="list")

    def summary(self) -> str:
        """How many there are and what runs short, for the head of the page."""
        low = sum(one.is_low for one in self._found)
        return f"{sum(one.offered for one in self._found)} 种在架" + (f"，{low} 种库存预警" if low else "")

    def add(self) -> None:
        """Take a new gift into the catalogue."""
        dialog = GiftDialog(self._desk)
        dialog.accepted.connect(self._saved)
        dialog.open()

    def show_gift(self, gift_id: int) -> None:
        """Put the cursor on a gift, whatever was filtered."""
        self._wanted = gift_id
        self.only.set_value("all")
        self.refresh()

    def show_low(self) -> None:
        """Show what runs short."""
        self.only.set_value("low")
        self.refresh()

    def print_list(self) -> None:
        """The gifts as they are filtered, on paper."""
        shown = [one.gift for one in self.model.rows()]
        self._desk.print_paper(work.call(stock_job, self._desk.session.act(), shown, self.only.words()))

    def save_list(self) -> None:
        """The gifts as they are filtered, as a workbook."""
        folder = self._desk.local.get("gifts.folder") or str(Path.home())
        name = f"礼品库存 {self._desk.session.now():%Y-%m-%d}.xlsx"
        chosen, _ = QFileDialog.getSaveFileName(self, "导出礼品库存", str(Path(folder) / name), "Excel 工作簿 (*.xlsx)")
        if not chosen:
            return
        path = Path(chosen)
        path = path if path.suffix.lower() == ".xlsx" else path.with_name(path.name + ".xlsx")
        self._desk.local.put("gifts.folder", str(path.parent))
        work.call(_write, path, [one.gift for one in self.model.rows()])
        notify.say(f"已导出 {path.name}")

    def _arrived(self, found: Sequence[Shelved]) -> None:
        self._found = found
        self._show()

    def _show(self) -> None:
        wanted = next(keep for key, _, keep in _ONLY if key == self.only.value())
        self.model.set_rows([one for one in self._found if wanted(one)])
        if self._wanted is not None and self.view.select_key(self._wanted):
            self._wanted = None
        elif self.view.current_row() is None:
            self.view.select_first()
        self._chosen(self.view.current_row())

    def _chosen(self, one: Shelved | None) -> None:
        self.panel.show_gift(one)
        if one is not None and self._manages:
            work.latest(self, partial(_moves, self._desk.session.act(), one.gift.id), self.panel.show_moves, topic="moves")

    def _stock(self, kind: MoveKind) -> None:
        if self.panel.shown is not None:
            dialog = StockDialog(self._desk, self.panel.shown.gift, kind)
            dialog.accepted.connect(self._stocked)
            dialog.open()

    def _show_ledger(self) -> None:
        if self.panel.shown is not None:
            StockLedgerSheet(self._desk, self.panel.shown.gift).open()

    def _show_photo(self) -> None:
        one = self.panel.shown
        if one is not None:
            act = self._desk.session.act()
            PhotoSheet(self._desk.sheets, one.gift.name, lambda: _photo(act, one.gift.id)).open()

    def _edit(self, _shelved: object = None) -> None:
        if self.panel.shown is not None and self._manages:
            dialog = GiftDialog(self._desk, self.panel.shown.gift)
            dialog.accepted.connect(self._saved)
            dialog.open()

    def _stocked(self, gift: Gift) -> None:
        notify.say(f"{gift.name} 在库 {gift.on_hand} {gift.unit}")
        self._refreshed()

    def _saved(self, gift: Gift) -> None:
        notify.say(f"{gift.gift_no} {gift.name} 已保存")
        self._wanted = gift.id
        self._refreshed()

    def _refreshed(self) -> None:
        self._desk.changed()
        self.refresh()


def _columns() -> Sequence[Column[Shelved]]:
    return (
        Column(key="state", title="状态", text=lambda one: gift_pill(one).words, pill=gift_pill, width=92),
        Column(key="number", title="编号", text=lambda one: one.gift.gift_no, width=80),
        Column(key="name", title="礼品", text=lambda one: one.gift.name, bold=True, stretch=True),
        Column(key="points", title="积分", text=_points, sort=lambda one: one.gift.points, right=True, width=76),
        Column(key="available", title="可用", text=lambda one: f"{one.gift.available}", sort=_available, right=True, width=64),
        Column(key="on_hand", title="在库", text=lambda one: f"{one.gift.on_hand}", right=True, width=64),
        Column(key="new_on", title="上新", text=lambda one: f"{one.gift.new_on}", sort=_new_on, width=104),
        Column(key="until", title="下架", text=lambda one: f"{one.gift.offered_until or '—'}", width=104),
    )


def _points(one: Shelved) -> str:
    return format_points(one.gift.points)


def _available(one: Shelved) -> int:
    return one.gift.available


def _new_on(one: Shelved) -> date:
    return one.gift.new_on


def _look(act: Act) -> list[Shelved]:
    from deskapp.gifts.catalogue import gift_views, gifts
    from deskapp.gifts.domain import NEW_FOR_DAYS
    from deskapp.settings.store import value

    today, new_for = act.at.date(), value(NEW_FOR_DAYS)
    views = gift_views(act=act)
    return [Shelved(one, one.is_offered(today), one.is_new(today, new_for), views.get(one.id)) for one in gifts(act=act)]


def _moves(act: Act, gift_id: int) -> list[StockMove]:
    from deskapp.gifts.stock import stock_moves

    return stock_moves(act=act, gift_id=gift_id, limit=_MOVES_SEEN)


def _photo(act: Act, gift_id: int) -> bytes:
    from deskapp.gifts.catalogue import gift_photo

    return gift_photo(act=act, gift_id=gift_id)


def _write(path: Path, shown: Sequence[Gift]) -> None:
    from deskapp.gifts.stock_list import write_stock_list

    write_stock_list(path, shown)
