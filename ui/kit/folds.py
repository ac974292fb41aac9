"""Blocks folded to one line until they are wanted."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.kit import icons, theme
from ui.kit.buttons import paint_box
from ui.kit.labels import Hint, KeyCap, Label


class Folded(QWidget):
    """A head that opens and closes what stands under it: "› 更多资料 Alt+M  生日、车型 …"."""

    toggled = Signal(bool)

    def __init__(self, title: str, hint: str = "", *, key: str = "", name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._content: QWidget | None = None
        self._key = key
        self.head = FoldHead(title, hint, key=key, name=f"{name}_head")
        self.head.pressed.connect(self.toggle)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.STEP)
        self._column.addWidget(self.head)

    def bind(self, scope: QWidget) -> None:
        """Let the key on the cap open and close the block while the focus is anywhere inside `scope`."""
        shortcut = QShortcut(QKeySequence(self._key), scope)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.toggle)

    def set_content(self, content: QWidget | QLayout) -> None:
        if isinstance(content, QLayout):
            holder = QWidget()
            content.setContentsMargins(0, 0, 0, 0)
            holder.setLayout(content)
            content = holder
        self._content = content
        content.setVisible(False)
        self._column.addWidget(content)

    def is_open(self) -> bool:
        return self._content is not None and not self._content.isHidden()

    def toggle(self) -> None:
        self.set_open(not self.is_open())

    def set_open(self, is_open: bool) -> None:
        if self._content is not None and is_open != self.is_open():
            self._content.setVisible(is_open)
            self.head.set_open(is_open)
            self.toggled.emit(is_open)


class FoldHead(QWidget):
    """The line one presses: Enter, space bar, or a click anywhere on it."""

    pressed = Signal()

    def __init__(self, title: str, hint: str = "", *, key: str = "", name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._hint, self._key, self._open = title, hint, key, False
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(Label(title, colour=theme.PRIMARY))
        if key:
            row.addWidget(KeyCap(key))
        row.addSpacing(theme.HALF_STEP)
        row.addWidget(Hint(hint), 1)

    def set_open(self, is_open: bool) -> None:
        self._open = is_open
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme.CONTROL_SMALL)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self.pressed.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        self.pressed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = round((self.height() - theme.ICON_SMALL) / 2)
        icons.draw(painter, "chevron-down" if self._open else "chevron-right", theme.PRIMARY, 0, top, theme.ICON_SMALL)
        if self.hasFocus():
            paint_box(painter, QRectF(self.rect()), None, theme.PRIMARY, 1, theme.RADIUS_CAP)
