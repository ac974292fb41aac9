"""Words on a surface: labels that never cut a character silently, figures, key caps, initials."""

from functools import cache

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.kit import icons, theme


class Label(QWidget):
    """One line of text, elided in paint when there is no room; the tooltip then holds the whole text."""

    def __init__(
        self,
        text: str = "",
        *,
        size: int = theme.BODY,
        bold: bool = False,
        colour: str = theme.INK,
        right: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._text = text
        self._colour = colour
        self._right = right
        self._font = theme.font(size, bold=bold)
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        return self._text

    def set_text(self, text: str) -> None:
        if text == self._text:
            return
        self._text = text
        self.setAccessibleName(text)
        self._hint()
        self.updateGeometry()
        self.update()

    def set_colour(self, colour: str) -> None:
        self._colour = colour
        self.update()

    def is_elided(self) -> bool:
        return self._needs() > self.width()

    def sizeHint(self) -> QSize:
        return QSize(self._needs() + 1, theme.line_height(self._font.pixelSize()))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), 2 * self._font.pixelSize()), self.sizeHint().height())

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._hint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_text(painter, QRectF(self.rect()), self._text, self._font, self._colour, right=self._right)

    def _needs(self) -> int:
        return theme.width(self._text, self._font.pixelSize(), bold=self._font.bold())

    def _hint(self) -> None:
        self.setToolTip(self._text if self.is_elided() else "")


class Hint(Label):
    """12 px beside or under what it explains."""

    def __init__(self, text: str = "", *, colour: str = theme.INK_2, right: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(text, size=theme.HINT, colour=colour, right=right, parent=parent)


class Section(Label):
    """16 px bold: the head of a card or of a part of a form."""

    def __init__(self, text: str, *, parent: QWidget | None = None) -> None:
        super().__init__(text, size=theme.SECTION, bold=True, parent=parent)


class Title(Label):
    """20 px bold: a page or a dialog."""

    def __init__(self, text: str, *, parent: QWidget | None = None) -> None:
        super().__init__(text, size=theme.TITLE, bold=True, parent=parent)


class Wrapped(QLabel):
    """Text of several lines that takes the height it needs. Plain text: what people typed is never read as markup."""

    def __init__(
        self, text: str = "", *, size: int = theme.BODY, bold: bool = False, colour: str = theme.INK, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self._type = f"font-size: {size}px; font-weight: {700 if bold else 400};"
        self.recolour(colour)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def recolour(self, colour: str) -> None:
        self.setStyleSheet(f"{self._type} color: {colour};")

    def setText(self, text: str) -> None:
        super().setText(text)
        self._claim_height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._claim_height()

    def _claim_height(self) -> None:
        """Layouts give a wrapped label the height of its favourite width and cut the last line in a narrower column."""
        self.setMinimumHeight(max(0, self.heightForWidth(self.width())))


class Figure(QWidget):
    """A number that is read from a step away, with its unit small beside it: 28, or 36 for the customer's two balances."""

    def __init__(
        self, figure: str, unit: str = "", *, size: int = theme.FIGURE, colour: str = theme.INK, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._figure, self._unit, self._colour = figure, unit, colour
        self._font, self._small = theme.font(size, bold=True), theme.font(theme.BODY if size > theme.FIGURE else theme.HINT)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{figure} {unit}".strip())

    def text(self) -> str:
        return self._figure

    def set_text(self, figure: str, *, colour: str = "") -> None:
        self._figure, self._colour = figure, colour or self._colour
        self.setAccessibleName(f"{figure} {self._unit}".strip())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        unit = QFontMetrics(self._small).horizontalAdvance(self._unit) + theme.STEP if self._unit else 0
        return QSize(QFontMetrics(self._font).horizontalAdvance(self._figure) + unit + 1, theme.line_height(self._font.pixelSize()))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        metrics = QFontMetrics(self._font)
        baseline = (self.height() + metrics.ascent() - metrics.descent()) / 2
        painter.setFont(self._font)
        painter.setPen(QColor(self._colour))
        painter.drawText(0, round(baseline), self._figure)
        painter.setFont(self._small)
        painter.setPen(QColor(theme.INK_2))
        painter.drawText(metrics.horizontalAdvance(self._figure) + theme.STEP, round(baseline), self._unit)


class IconMark(QWidget):
    """An icon alone. Decoration: its meaning stands in the words beside it."""

    def __init__(self, name: str, colour: str = theme.INK_2, size: int = theme.ICON, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._colour, self._size = name, colour, size
        self.setFixedSize(size, size)

    def set_icon(self, name: str, colour: str) -> None:
        self._name, self._colour = name, colour
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        icons.draw(QPainter(self), self._name, self._colour, 0, 0, self._size)


class KeyCap(QWidget):
    """A key as a small cap, for a place that has no button."""

    def __init__(self, key: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self.setFixedSize(key_cap_width(key), theme.KEY_CAP)
        self.setAccessibleName(key)

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_key_cap(QPainter(self), 0, self.height() / 2, self._key)


class Initial(QWidget):
    """The first character of a name on a disc (a person) or a square (the store)."""

    def __init__(self, name: str, *, size: int = 32, square: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._square = square
        self._letter = name[:1]
        self.setFixedSize(size, size)

    def set_name(self, name: str) -> None:
        self._letter = name[:1]
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.NAV_ON if self._square else theme.PRIMARY_WASH))
        radius = theme.RADIUS if self._square else self.width() / 2
        painter.drawRoundedRect(self.rect(), radius, radius)
        painter.setFont(theme.font(theme.SECTION if self._square else theme.BODY, bold=True))
        painter.setPen(QColor(theme.SURFACE if self._square else theme.PRIMARY))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._letter)


def paint_text(painter: QPainter, rect: QRectF, text: str, font: QFont, colour: str, *, right: bool = False, centre: bool = False) -> None:
    """One line in the middle of `rect`, elided if it does not fit."""
    painter.setFont(font)
    painter.setPen(_ink(colour))
    room = int(rect.width()) + 1
    fits = theme.width(text, font.pixelSize(), bold=font.bold()) <= room
    shown = text if fits else QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room)
    painter.drawText(rect, _CENTRE if centre else _RIGHT if right else _LEFT, shown)


# A hundred texts a paint: what can be worked out once is not worked out for each of them.
_LEFT, _RIGHT, _CENTRE = (
    int(across | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
    for across in (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignHCenter)
)


@cache
def _ink(colour: str) -> QColor:
    return QColor(colour)


def text_width(text: str, size: int = theme.BODY, *, bold: bool = False) -> int:
    return theme.width(text, size, bold=bold)


def key_cap_width(key: str) -> int:
    return max(theme.KEY_CAP, text_width(key, theme.HINT) + 2 * 6)


def paint_key_cap(painter: QPainter, x: float, centre: float, key: str, *, on_primary: bool = False) -> None:
    """A key cap with its left edge at `x` and its middle at the height `centre`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    rect = QRectF(x + 0.5, round(centre - theme.KEY_CAP / 2) + 0.5, key_cap_width(key) - 1, theme.KEY_CAP - 1)
    painter.setPen(QPen(QColor(theme.PRIMARY_EDGE if on_primary else theme.LINE), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush if on_primary else QColor(theme.HEAD))
    painter.drawRoundedRect(rect, theme.RADIUS_CAP, theme.RADIUS_CAP)
    paint_text(painter, rect, key, theme.font(theme.HINT), theme.ON_PRIMARY if on_primary else theme.INK_2, centre=True)
    painter.restore()
