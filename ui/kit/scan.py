"""Scanner guns are keyboards that type very fast. This filter recognises one whatever has the focus, and gives the field its text back.

Own codes are digits only, cards may hold letters, an input method in full-width mode sends ２０ for 20. Some guns end with Enter, some with
Tab, some with nothing. A field that is made for codes says so with the property `takes_scan` and keeps what the gun types.
"""

import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from shiboken6 import isValid

from ui.kit.keys import KeyFilter

TAKES_SCAN = "takes_scan"
GAP_MS = 35  # the slowest gun; the fastest typist needs 60 for a pair of keys and 80 on average
SHORTEST = 6
AT_ONCE = 14  # an input method may hand a whole code over in one piece; shorter pieces are phrases people keep in it
_ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
_ALLOWED = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-")


def seconds_to_type(code: str) -> float:
    """The longest a gun may have taken for a code, with the silence after it and what the window was late."""
    return (len(code) * GAP_MS + 2 * GAP_MS) / 1000 + 0.1


@dataclass
class _Before:
    """A field as it was when the first key of a possible scan came."""

    widget: QWidget | None
    text: str = ""
    cursor: int = 0
    anchor: int = 0


def fold(text: str) -> str:
    """Full-width characters as their plain ones, without blanks around."""
    return unicodedata.normalize("NFKC", text).strip()


class ScanFilter(KeyFilter):
    """`ScanFilter(app, open_by_code).begin()`."""

    def __init__(
        self, parent: QObject, scanned: Callable[[str], object], *, arrival: Callable[[], float] = lambda: time.monotonic() * 1000
    ) -> None:
        """`arrival` tells the time in ms, for events that carry none themselves."""
        super().__init__(parent)
        self._scanned = scanned
        self._arrival = arrival
        self._text = ""
        self._last: tuple[int, float] = (0, -1e9)
        self._before = _Before(None)
        self._eat_release = 0
        self._silence = QTimer(self)
        self._silence.setSingleShot(True)
        self._silence.setInterval(2 * GAP_MS)
        self._silence.timeout.connect(self.silent)

    def pressed(self, event: QKeyEvent) -> bool:
        return self._key(event)

    def released(self, event: QKeyEvent) -> bool:
        eaten = self._eat_release != 0 and event.key() == self._eat_release
        if eaten:
            self._eat_release = 0
        return eaten

    def committed(self, event: QInputMethodEvent) -> bool:
        return bool(event.commitString()) and self._commit(event.commitString())

    def silent(self) -> None:
        """Nothing came for a while: a gun that ends with nothing has ended."""
        if self._is_scan():
            self._finish()
        else:
            self._text = ""

    # One key at a time --------------------------------------------------------------------------------------------------

    def _key(self, event: QKeyEvent) -> bool:
        stamp = event.timestamp()
        if event.key() in _ENDS and self._follows(stamp) and self._is_scan():
            self._eat_release = event.key()
            self._finish()
            return True
        char = fold(event.text())
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if event.isAutoRepeat() or not plain or len(char) != 1 or char not in _ALLOWED:
            if event.key() not in (Qt.Key.Key_Shift, Qt.Key.Key_CapsLock):  # a gun presses them for its capitals
                self._text = ""
            return False
        self._take(char, stamp)
        return False

    def _commit(self, committed: str) -> bool:
        text = fold(committed)
        if len(text) == 1 and text in _ALLOWED:
            self._take(text, 0)
        elif len(text) >= AT_ONCE and text.isascii() and text.isdigit():
            self._begin(0)
            self._text = text
            self._silence.start()
        else:
            self._text = ""
        return False

    def _take(self, char: str, stamp: int) -> None:
        if not self._text or not self._follows(stamp):
            self._begin(stamp)
        self._text += char
        self._last = stamp, self._arrival()
        self._silence.start()

    def _begin(self, stamp: int) -> None:
        self._text = ""
        self._last = stamp, self._arrival()
        self._before = _look(QApplication.focusWidget())

    def _follows(self, stamp: int) -> bool:
        """Whether this key came as fast after the last as only a gun types. The event's own time counts, not when we got round to it."""
        last_stamp, last_arrival = self._last
        gap = stamp - last_stamp if stamp and last_stamp else self._arrival() - last_arrival
        return gap <= GAP_MS

    def _is_scan(self) -> bool:
        widget = self._before.widget
        takes = widget is not None and isValid(widget) and _takes_scan(widget)  # its window may have closed meanwhile
        return len(self._text) >= SHORTEST and any(c.isdigit() for c in self._text) and not takes

    def _finish(self) -> None:
        text, self._text = self._text, ""
        self._silence.stop()
        _restore(self._before)
        QTimer.singleShot(0, self, lambda: self._scanned(text))  # outside of the key event, so that an exception reaches the excepthook


def _takes_scan(widget: QWidget) -> bool:
    at: QWidget | None = widget
    while at is not None:
        if at.property(TAKES_SCAN):
            return True
        at = at.parentWidget()
    return False


def _look(widget: QWidget | None) -> _Before:
    if isinstance(widget, QLineEdit):
        selected = widget.selectionStart() >= 0
        cursor = widget.cursorPosition()
        start, end = widget.selectionStart(), widget.selectionEnd()
        return _Before(widget, widget.text(), cursor, (start if cursor == end else end) if selected else cursor)
    if isinstance(widget, QPlainTextEdit):
        at = widget.textCursor()
        return _Before(widget, widget.toPlainText(), at.position(), at.anchor())
    return _Before(widget)


def _restore(before: _Before) -> None:
    widget = before.widget
    if widget is not QApplication.focusWidget():
        return  # the gun typed on after the focus had gone somewhere else
    if isinstance(widget, QLineEdit) and not widget.isReadOnly():
        widget.setText(before.text)
        widget.setCursorPosition(before.cursor)
        if before.anchor != before.cursor:
            widget.setSelection(before.anchor, before.cursor - before.anchor)
    elif isinstance(widget, QPlainTextEdit) and not widget.isReadOnly():
        widget.setPlainText(before.text)
        cursor = widget.textCursor()
        cursor.setPosition(before.anchor)
        cursor.setPosition(before.cursor, QTextCursor.MoveMode.KeepAnchor)
        widget.setTextCursor(cursor)
