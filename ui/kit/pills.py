"""State as word + icon + colour: a pill in a head or a table cell, and a plate as the small sign it is."""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from deskapp import typed
from ui.kit import icons, theme
from ui.kit.labels import paint_text, text_width
from ui.kit.theme import Tone

PILL_ROLE = Qt.ItemDataRole.UserRole + 40
"""The role under which a model answers the `Pill` of a cell."""

_PADDING = 8
_GAP = 4
_DEFAULT_ICONS = {
    Tone.INFO: "info",
    Tone.GOOD: "circle-check",
    Tone.WARN: "clock",
    Tone.BAD: "circle-alert",
    Tone.NEUTRAL: "circle-x",
    Tone.ALARM: "circle-alert",
}


@dataclass(frozen=True, slots=True)
class Pill:
    """What a pill says. Without an `icon` it takes the usual one of its tone."""

    words: str
    tone: Tone = Tone.NEUTRAL
    icon: str = ""

    @property
    def icon_name(self) -> str:
        return self.icon or _DEFAULT_ICONS[self.tone]


def pill_width(pill: Pill) -> int:
    return 2 * _PADDING + theme.ICON_PILL + _GAP + text_width(pill.words, theme.HINT, bold=True)


def paint_pill(painter: QPainter, x: float, centre: float, pill: Pill, room: float = 1e6) -> None:
    """A pill with its left edge at `x` and its middle at the height `centre`, its words elided in less `room`."""
    width = min(pill_width(pill), room)
    top = round(centre - theme.PILL / 2)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(pill.tone.wash))
    painter.drawRoundedRect(QRectF(x, top, width, theme.PILL), theme.PILL / 2, theme.PILL / 2)
    icon_top = top + (theme.PILL - theme.ICON_PILL) / 2
    icons.draw(painter, pill.icon_name, pill.tone.ink, x + _PADDING, icon_top, theme.ICON_PILL)
    left = x + _PADDING + theme.ICON_PILL + _GAP
    words = QRectF(left, top, x + width - _PADDING - left + 1, theme.PILL)
    paint_text(painter, words, pill.words, theme.font(theme.HINT, bold=True), pill.tone.ink)
    painter.restore()


class PillLabel(QWidget):
    """A pill on its own."""

    def __init__(self, pill: Pill, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pill = pill
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(pill.words)

    def pill(self) -> Pill:
        return self._pill

    def set_pill(self, pill: Pill) -> None:
        self._pill = pill
        self.setAccessibleName(pill.words)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(pill_width(self._pill), theme.PILL)

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_pill(QPainter(self), 0, self.height() / 2, self._pill, self.width())


class PillDelegate(QStyledItemDelegate):
    """Paints the `Pill` a model answers under PILL_ROLE; a cell without one is painted as usual."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        pill = index.data(PILL_ROLE)
        if not isinstance(pill, Pill):
            super().paint(painter, option, index)
            return
        self.initStyleOption(option, index)
        option.text = ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        rect = QRectF(option.rect).adjusted(theme.CONTROL_PADDING, 0, -theme.HALF_STEP, 0)
        paint_pill(painter, rect.x(), rect.center().y(), pill, rect.width())

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        pill = index.data(PILL_ROLE)
        if not isinstance(pill, Pill):
            return super().sizeHint(option, index)
        return QSize(theme.CONTROL_PADDING + pill_width(pill) + theme.HALF_STEP, theme.ROW)


class PlateTag(QWidget):
    """A plate as a small blue sign, a green one on a new-energy car."""

    def __init__(self, plate: str, *, nev: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = typed.format_plate(plate)
        self._tone = Tone.GOOD if nev else Tone.INFO
        self.setAccessibleName(self._words)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(max(112, text_width(self._words, bold=True) + 2 * _PADDING), 26)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._tone.ink), 1))
        painter.setBrush(QColor(self._tone.wash))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme.RADIUS_CAP, theme.RADIUS_CAP)
        paint_text(painter, QRectF(self.rect()), self._words, theme.font(bold=True), self._tone.ink, centre=True)
