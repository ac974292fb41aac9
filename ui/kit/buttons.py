"""Buttons: icon, words and key cap on one line, painted here because a QPushButton glues the icon to the words."""

from enum import Enum

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen, QShortcut
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.kit import icons, theme
from ui.kit.labels import key_cap_width, paint_key_cap, paint_text, text_width


class Kind(Enum):
    """PRIMARY is the one main act of a window; LINK has no border and stands inside text and table rows."""

    PRIMARY = "primary"
    PLAIN = "plain"
    DANGER = "danger"
    LINK = "link"


class Button(QAbstractButton):
    """Click it, press Enter or the space bar on it, or press the key on its cap (see `bind`)."""

    def __init__(
        self,
        text: str,
        *,
        kind: Kind = Kind.PLAIN,
        icon: str = "",
        key: str = "",
        height: int = 0,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._kind, self._icon, self._key = kind, icon, key
        self._height = height or (theme.CONTROL_SMALL if kind is Kind.LINK else theme.CONTROL)
        self._padding = theme.HALF_STEP if kind is Kind.LINK else 14 if self._height >= theme.CONTROL else 10
        self._words = text
        self.setText(text)
        self.setAccessibleName(text)
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    @property
    def key(self) -> str:
        return self._key

    def bind(self, scope: QWidget) -> None:
        """Let the key on the cap press the button while the focus is anywhere inside `scope`."""
        keys = [self._key, self._key.replace("Enter", "Return")] if "Enter" in self._key else [self._key]
        for key in keys:
            shortcut = QShortcut(QKeySequence(key), scope)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.click)

    def set_words(self, text: str, *, icon: str | None = None) -> None:
        """Change what the button says ("录入 1,300 分")."""
        self._words = text
        if icon is not None:
            self._icon = icon
        self.unblock()

    def block(self, missing: str) -> None:
        """Take the button out of use and let it say what is missing ("还缺 改善措施")."""
        self.setText(missing)
        self.setAccessibleName(missing)
        self.setEnabled(False)
        self.updateGeometry()

    def unblock(self) -> None:
        self.setText(self._words)
        self.setAccessibleName(self._words)
        self.setEnabled(True)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._content_width() + 2 * self._padding, self._height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.click()
            return
        super().keyPressEvent(event)

    def enterEvent(self, _event: QEnterEvent) -> None:
        self.update()

    def leaveEvent(self, _event: QEvent) -> None:
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        self._paint_content(painter)

    def _paint_ground(self, painter: QPainter) -> None:
        hover = self.underMouse() and self.isEnabled()
        if self._kind is Kind.LINK:
            if self.hasFocus():
                painter.setPen(QPen(QColor(theme.PRIMARY), 1, Qt.PenStyle.DotLine))
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme.RADIUS_CAP, theme.RADIUS_CAP)
            return
        if not self.isEnabled():
            fill, edge = theme.NEUTRAL, theme.LINE
        elif self._kind is Kind.PRIMARY:
            fill = theme.PRIMARY_HOVER if hover or self.isDown() else theme.PRIMARY
            edge = fill
        else:
            fill, edge = theme.CANVAS if hover or self.isDown() else theme.SURFACE, theme.EDGE
        paint_box(painter, QRectF(self.rect()), fill, edge)
        if self.hasFocus():
            self._paint_focus(painter)

    def _paint_focus(self, painter: QPainter) -> None:
        primary = self._kind is Kind.PRIMARY
        colour = theme.BAD if self._kind is Kind.DANGER else theme.PRIMARY_HOVER if primary else theme.PRIMARY
        paint_box(painter, QRectF(self.rect()), None, colour, 2)
        if primary:
            painter.setPen(QPen(QColor(theme.ON_PRIMARY), 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2.5, 2.5, -2.5, -2.5), theme.RADIUS - 2, theme.RADIUS - 2)

    def _paint_content(self, painter: QPainter) -> None:
        colour, words = self._ink(), self.text()
        spare = self.width() - 2 * self._padding - self._content_width()
        x = self._padding + max(0, spare) / 2
        if self._icon:
            size = self._icon_size()
            icons.draw(painter, self._icon, colour, round(x), round((self.height() - size) / 2), size)
            x += size + (self._icon_gap() if words else 0)
        width = text_width(words, bold=self._bold()) + min(0, spare)
        paint_text(painter, QRectF(x, 0, width, self.height()), words, theme.font(bold=self._bold()), colour)
        if self._key:
            paint_key_cap(
                painter, round(x + width + 10), self.height() / 2, self._key, on_primary=self._kind is Kind.PRIMARY and self.isEnabled()
            )

    def _ink(self) -> str:
        if not self.isEnabled():
            return theme.INK_2
        if self._kind is Kind.LINK:
            return theme.PRIMARY_HOVER if self.underMouse() else theme.PRIMARY
        return {Kind.PRIMARY: theme.ON_PRIMARY, Kind.DANGER: theme.BAD}.get(self._kind, theme.INK)

    def _bold(self) -> bool:
        return self._kind is Kind.PRIMARY

    def _icon_size(self) -> int:
        return theme.ICON_SMALL

    def _icon_gap(self) -> int:
        return 8

    def _content_width(self) -> int:
        words = text_width(self.text(), bold=self._bold()) if self.text() else 0
        icon = self._icon_size() + (self._icon_gap() if words else 0) if self._icon else 0
        cap = key_cap_width(self._key) + 10 if self._key else 0
        return icon + words + cap


class IconButton(Button):
    """A square button with an icon only; `says` is its accessible name and tooltip."""

    def __init__(
        self,
        icon: str,
        says: str,
        *,
        border: bool = True,
        size: int = theme.CONTROL,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", kind=Kind.PLAIN if border else Kind.LINK, icon=icon, height=size, name=name, parent=parent)
        self.setAccessibleName(says)
        self.setToolTip(says)
        self.setFixedSize(size, size)
        self._padding = 0

    def _ink(self) -> str:
        return theme.INK


def primary(text: str, *, icon: str = "", key: str = "", height: int = 0, name: str = "", parent: QWidget | None = None) -> Button:
    """The one main button of a window, its act in words ("兑换并打印")."""
    return Button(text, kind=Kind.PRIMARY, icon=icon, key=key, height=height, name=name, parent=parent)


def plain(text: str, *, icon: str = "", key: str = "", height: int = 0, name: str = "", parent: QWidget | None = None) -> Button:
    return Button(text, icon=icon, key=key, height=height, name=name, parent=parent)


def danger(text: str, *, icon: str = "", key: str = "", height: int = 0, name: str = "", parent: QWidget | None = None) -> Button:
    """Voids or takes back something: red words on white, never solid red."""
    return Button(text, kind=Kind.DANGER, icon=icon, key=key, height=height, name=name, parent=parent)


def link(text: str, *, icon: str = "", key: str = "", height: int = 0, name: str = "", parent: QWidget | None = None) -> Button:
    return Button(text, kind=Kind.LINK, icon=icon, key=key, height=height, name=name, parent=parent)


def paint_box(painter: QPainter, rect: QRectF, fill: str | None, edge: str, width: float = 1, radius: float = theme.RADIUS) -> None:
    """A rounded box whose border of `width` lies inside `rect`."""
    half = width / 2
    painter.setPen(QPen(QColor(edge), width))
    painter.setBrush(QColor(fill) if fill else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), radius - half, radius - half)
