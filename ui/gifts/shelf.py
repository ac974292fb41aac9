"""The gifts as cards: arrows move, the space bar or a click takes one, Delete puts it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPixmap
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.kit import icons, theme
from ui.kit.buttons import paint_box
from ui.kit.labels import paint_text, text_width
from ui.kit.photos import paint_photo
from ui.kit.pills import Pill, paint_pill, pill_width
from ui.kit.theme import Tone

if TYPE_CHECKING:
    from deskapp.gifts.counter import Offer

CARD = QSize(192, 184)
PITCH = QSize(202, 196)
OFFER_ROLE = Qt.ItemDataRole.UserRole
PHOTO_ROLE = Qt.ItemDataRole.UserRole + 1
_MARGIN = 3  # around the card for the ring of the cursor
_PICTURE = 90
_ICON = 40
_PLUS = 28
_FADED = 0.45
_WASHES = (theme.LANE, theme.GOOD_WASH, theme.PRIMARY_WASH, theme.WARN_WASH)
_NO_PARENT = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Shown:
    """One card: how many are chosen, how many of it are left to choose, how many points are short for one more."""

    offer: Offer
    chosen: int
    left: int
    short: int

    @property
    def can_add(self) -> bool:
        return self.left > 0 and self.short <= 0

    @property
    def dimmed(self) -> bool:
        return not self.chosen and not self.can_add

    @property
    def none_left(self) -> str:
        """Why no more of it can be chosen: the shelf is empty, or the member has had his share of the year."""
        return "暂时无货" if self.offer.gift.available <= 0 else "已兑满" if self.offer.most == 0 else "已到限兑数"

    def words(self) -> str:
        gift = self.offer.gift
        state = f"已选 {self.chosen}" if self.chosen else ""
        why = self.none_left if self.left <= 0 else f"还差 {self.short:,} 分" if self.short > 0 else ""
        return "，".join(part for part in (gift.name, f"{gift.points:,} 分", f"库存 {max(gift.available, 0)}", state, why) if part)


class ShelfModel(QAbstractListModel):
    """The offers as cards over a basket and what may still be spent."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: list[Shown] = []
        self._photos: dict[int, QPixmap] = {}

    def show_photos(self, photos: Mapping[int, QImage]) -> None:
        """Photos by gift, in place of the drawings."""
        self._photos = {gift_id: QPixmap.fromImage(photo) for gift_id, photo in photos.items()}
        if self._shown:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._shown) - 1, 0))

    def show_offers(self, offers: Sequence[Offer], basket: Mapping[int, int], rest: int) -> None:
        """`rest` are the points the basket leaves."""
        shown = [_shown(offer, basket.get(offer.gift.id, 0), rest) for offer in offers]
        same = [card.offer.gift.id for card in shown] == [card.offer.gift.id for card in self._shown]
        if same:
            self._shown = shown
            if shown:
                self.dataChanged.emit(self.index(0, 0), self.index(len(shown) - 1, 0))
            return
        self.beginResetModel()
        self._shown = shown
        self.endResetModel()

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        card = self._shown[index.row()]
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return card.words()
        if role == Qt.ItemDataRole.DisplayRole:
            return card.offer.gift.name
        if role == PHOTO_ROLE:
            return self._photos.get(card.offer.gift.id)
        return card if role == OFFER_ROLE else None


class Shelf(QListView):
    """`taken(gift_id)` and `put_back(gift_id)`; what cannot be taken is not."""

    taken = Signal(int)
    put_back = Signal(int)

    def __init__(self, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName("可兑换的礼品")
        self.cards = ShelfModel()
        self.setModel(self.cards)
        self.setItemDelegate(_CardDelegate(self))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setGridSize(PITCH)
        self.setUniformItemSizes(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)

    def current(self) -> Shown | None:
        """The card under the cursor."""
        return self.currentIndex().data(OFFER_ROLE) if self.currentIndex().isValid() else None

    def stand_on_first(self) -> None:
        """Put the cursor on the first card, if it stands on none."""
        if not self.currentIndex().isValid() and self.cards.rowCount():
            self.setCurrentIndex(self.cards.index(0, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        card = self.current()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()  # the form's
        elif event.key() == Qt.Key.Key_Space and not event.modifiers():
            self._take(card)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            if card is not None and card.chosen:
                self.put_back.emit(card.offer.gift.id)
        elif event.text().isprintable() and event.text():
            event.ignore()  # no search by bare letters: an input method eats them
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid() and index == self.currentIndex():
            self._take(index.data(OFFER_ROLE))

    def _take(self, card: Shown | None) -> None:
        if card is not None and card.can_add:
            self.taken.emit(card.offer.gift.id)


class _CardDelegate(QStyledItemDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return PITCH

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        card: Shown = index.data(OFFER_ROLE)
        rect = QRectF(option.rect.x() + _MARGIN, option.rect.y() + _MARGIN, CARD.width(), CARD.height())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_HasFocus:
            paint_box(painter, rect.adjusted(-3, -3, 3, 3), None, theme.PRIMARY_EDGE, 3, theme.RADIUS + 3)
        chosen = bool(card.chosen)
        fill = theme.HEAD if card.dimmed else theme.SURFACE
        paint_box(painter, rect, fill, theme.PRIMARY if chosen else theme.LINE, 2 if chosen else 1)
        _paint_picture(painter, rect, card, index.data(PHOTO_ROLE))
        _paint_words(painter, rect, card)
        _paint_marks(painter, rect, card)
        painter.restore()


def _paint_picture(painter: QPainter, rect: QRectF, card: Shown, photo: QPixmap | None) -> None:
    gift = card.offer.gift
    room = QRectF(rect.x() + 2, rect.y() + 2, rect.width() - 4, _PICTURE - 2)
    if photo is not None:
        painter.setOpacity(_FADED if card.dimmed else 1)
        paint_photo(painter, room, photo, radius=theme.RADIUS_CAP, paper=theme.SURFACE)
        painter.setOpacity(1)
        return
    wash = theme.LANE if card.dimmed else _WASHES[list(type(gift.picture)).index(gift.picture) % len(_WASHES)]
    painter.fillRect(room, QColor(wash))
    ink = theme.INK_3 if card.dimmed else theme.INK_2
    icons.draw(painter, gift.picture.value, ink, room.center().x() - _ICON / 2, round(room.center().y() - _ICON / 2), _ICON)


def _paint_words(painter: QPainter, rect: QRectF, card: Shown) -> None:
    gift = card.offer.gift
    ink = theme.INK_2 if card.dimmed else theme.INK
    left, width = rect.x() + 14, rect.width() - 28
    paint_text(painter, QRectF(left, rect.y() + _PICTURE + 8, width, 22), gift.name, theme.font(), ink)
    points = f"{gift.points:,}"
    paint_text(painter, QRectF(left, rect.y() + _PICTURE + 31, width, 30), points, theme.font(theme.TITLE, bold=True), ink)
    behind = left + text_width(points, theme.TITLE, bold=True) + theme.STEP
    paint_text(painter, QRectF(behind, rect.y() + _PICTURE + 33, 24, 28), "分", theme.font(theme.HINT), theme.INK_2)


def _paint_marks(painter: QPainter, rect: QRectF, card: Shown) -> None:
    below = rect.y() + _PICTURE + 73
    gift = card.offer.gift
    if not card.chosen and card.left <= 0:
        paint_pill(painter, rect.x() + 12, below, Pill(card.none_left, Tone.NEUTRAL, "package-x"))
    elif not card.chosen and card.short > 0:
        paint_pill(painter, rect.x() + 12, below, Pill(f"还差 {card.short:,} 分", Tone.WARN, "lock"))
    else:
        stock = QRectF(rect.x() + 14, below - 10, 110, 20)
        paint_text(painter, stock, f"库存 {max(gift.available, 0)}", theme.font(theme.HINT), theme.INK_2)
    if card.offer.is_new:
        paint_pill(painter, rect.x() + 8, rect.y() + 20, Pill("新品", Tone.INFO, "sparkles"))
    if card.chosen:
        _paint_chosen(painter, rect, f"已选 {card.chosen}")
    elif card.can_add:
        _paint_plus(painter, rect)


def _paint_chosen(painter: QPainter, rect: QRectF, words: str) -> None:
    width = pill_width(Pill(words))
    tag = QRectF(rect.right() - width - 8, rect.y() + 9, width, theme.PILL)
    paint_box(painter, tag, theme.PRIMARY, theme.PRIMARY)
    top = tag.y() + (theme.PILL - theme.ICON_PILL) / 2
    icons.draw(painter, "check", theme.ON_PRIMARY, tag.x() + 8, top, theme.ICON_PILL)
    text = tag.adjusted(8 + theme.ICON_PILL + 4, 0, -6, 0)
    paint_text(painter, text, words, theme.font(theme.HINT, bold=True), theme.ON_PRIMARY)


def _paint_plus(painter: QPainter, rect: QRectF) -> None:
    box = QRectF(rect.right() - _PLUS - 12, rect.bottom() - _PLUS - 11, _PLUS, _PLUS)
    paint_box(painter, box, theme.SURFACE, theme.EDGE)
    inset = (_PLUS - theme.ICON_SMALL) / 2
    icons.draw(painter, "plus", theme.PRIMARY, box.x() + inset, box.y() + inset, theme.ICON_SMALL)


def _shown(offer: Offer, chosen: int, rest: int) -> Shown:
    gift = offer.gift
    most = gift.available if offer.most is None else min(gift.available, offer.most)
    return Shown(offer, chosen, most - chosen, gift.points - rest)
