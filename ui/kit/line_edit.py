"""The one-line editor under every field: input method on or off, a unit or an icon inside its frame, text reshaped while one types."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from deskapp.typed.characters import narrow
from ui.kit import icons, theme
from ui.kit.labels import paint_text, text_width

_INSET = 12  # from the frame to what is painted inside it


class LineEdit(QLineEdit):
    """`ime=False` keeps the Chinese input method away from codes and numbers: it would swallow letters and a scanner's digits.

    `reshape` is applied to what a person types, pastes or commits; it must keep the order of the characters that are not blanks.
    """

    trailing_clicked = Signal()

    def __init__(
        self,
        *,
        ime: bool = True,
        unit: str = "",
        lead: str = "",
        trail: str = "",
        reshape: Callable[[str], str] | None = None,
        placeholder: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._ime, self._unit, self._lead, self._trail, self._reshape = ime, unit, lead, trail, reshape
        self._alert: tuple[str, str] | None = None
        self._told_whole = False
        self.setPlaceholderText(placeholder)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, ime)
        self._set_margins()
        self.textChanged.connect(self._begin_at_the_left)
        if reshape is not None:
            self.textEdited.connect(self._on_edited)

    def show_alert(self, icon: str, colour: str) -> None:
        """An icon at the right end that says how the text was judged; '' takes it away."""
        self._alert = (icon, colour) if icon else None
        self._set_margins()
        self.update()

    def inputMethodQuery(self, query: Qt.InputMethodQuery, argument: Any = None) -> Any:
        if query == Qt.InputMethodQuery.ImEnabled and not self._ime:
            return False
        return super().inputMethodQuery(query) if argument is None else super().inputMethodQuery(query, argument)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()  # the form decides what Enter does

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason):
            self._begin_at_the_left()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._begin_at_the_left()

    def _begin_at_the_left(self) -> None:
        """What does not fit is read from its beginning while nobody types in it, and whole under the mouse: a name is no tail."""
        if self.hasFocus():
            return
        margins = self.textMargins()
        room = self.width() - margins.left() - margins.right() - 2 * theme.CONTROL_PADDING
        cut = self.echoMode() is QLineEdit.EchoMode.Normal and text_width(self.text()) > room
        if cut:
            self.setCursorPosition(0)
        if cut or self._told_whole:
            self.setToolTip(self.text() if cut else "")
        self._told_whole = cut

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._over_trail(event):
            self.trailing_clicked.emit()
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.setCursor(Qt.CursorShape.PointingHandCursor if self._over_trail(event) else Qt.CursorShape.IBeamCursor)
        super().mouseMoveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        top = round((self.height() - theme.ICON_SMALL) / 2)
        if self._lead:
            icons.draw(painter, self._lead, theme.INK_2, _INSET - 4, top, theme.ICON_SMALL)
        right = self.width() - _INSET
        if self._trail and not self.isReadOnly():
            right -= theme.ICON_SMALL
            icons.draw(painter, self._trail, theme.INK_2, right, top, theme.ICON_SMALL)
            right -= theme.STEP
        if self._unit:
            width = text_width(self._unit, theme.HINT)
            paint_text(painter, QRectF(right - width, 0, width + 1, self.height()), self._unit, theme.font(theme.HINT), theme.INK_2)
            right -= width + theme.STEP
        if self._alert:
            icons.draw(painter, self._alert[0], self._alert[1], right - theme.ICON_SMALL, top, theme.ICON_SMALL)

    def _over_trail(self, event: QMouseEvent) -> bool:
        return (
            bool(self._trail)
            and not self.isReadOnly()
            and event.position().x() >= self.width() - _INSET - theme.ICON_SMALL - theme.HALF_STEP
        )

    def _set_margins(self) -> None:
        left = theme.ICON_SMALL + 6 if self._lead else 0
        right = (theme.ICON_SMALL + theme.STEP if self._trail else 0) + (theme.ICON_SMALL + theme.STEP if self._alert else 0)
        right += text_width(self._unit, theme.HINT) + theme.STEP if self._unit else 0
        self.setTextMargins(left, 0, right, 0)
        if self._trail:
            self.setMouseTracking(True)

    def put(self, text: str) -> None:
        """Show a text in the shape a typed one takes."""
        self.setText(self._reshape(text) if self._reshape else text)

    def _on_edited(self, text: str) -> None:
        shaped = self._reshape(text) if self._reshape else text
        if shaped == text:
            return
        before = len("".join(text[: self.cursorPosition()].split()))
        self.setText(shaped)
        self.setCursorPosition(_position_after(shaped, before))


def _position_after(text: str, count: int) -> int:
    """Behind the `count`-th character that is not a blank."""
    position = 0
    while count and position < len(text):
        count -= not text[position].isspace()
        position += 1
    return position


def fold_upper(text: str) -> str:
    """Capitals and ASCII digits: plates, VINs."""
    return narrow(text).upper()


def group_mobile(text: str) -> str:
    """138 2601 2607 while it grows. Anything but digits stays as typed, for the refusal to name it."""
    digits = "".join(narrow(text).split())
    if not digits.isascii() or not digits.isdigit():
        return narrow(text)
    parts = (digits[:3], digits[3:7], digits[7:])
    return " ".join(part for part in parts if part)
