"""What a clerk does: keys, words from the input method, the scanner, the mouse; and waiting until the window has answered.

Every entry is counted as the plan counts it (design §6): one field filled, one box answered, one scan or one click is one; function keys,
Enter and Ctrl+Enter are none.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QCoreApplication, QElapsedTimer, QEvent, QEventLoop, QPoint, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView, QWidget

from ui.kit import work
from ui.kit.rows import GROUP_ROLE
from ui.kit.sheet import open_sheets

PULSE_MS = 50
PATIENCE_MS = 60_000  # a busy machine is no fault of the program; the report tells the time
_TYPIST_MS = 90  # between two keys of a person
_GUN_MS = 4  # between two keys of a scanner
_NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
ENTER = Qt.Key.Key_Return


class TourStopped(Exception):
    """The program did not do what the tour expected."""


class Clock:
    """The store's clock, moved on by what is done."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def pass_(self, *, minutes: int = 0, seconds: int = 0) -> None:
        """Let time go by."""
        self.at += timedelta(minutes=minutes, seconds=seconds)


class Hands:
    """A pair of hands at one main window. `entries` counts what a clerk would count."""

    def __init__(self, window: QWidget, clock: Clock) -> None:
        self.window, self.clock = window, clock
        self.entries = 0
        self.counted: dict[str, list[int]] = {}
        self._stamp = 1_000
        self._pulse = QTimer(window)  # wakes `until`: waiting for events with a limit of time would turn round and round instead
        self._pulse.start(PULSE_MS)

    # Waiting ----------------------------------------------------------------------------------------------------------

    def until(self, condition: Callable[[], object], what: str) -> None:
        """Let the program go on until the condition holds."""
        waited = QElapsedTimer()
        waited.start()
        while not condition():
            if waited.elapsed() > PATIENCE_MS:
                raise TourStopped(f"never came: {what}")
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    def settle(self) -> None:
        """Until every question is answered and laid out."""
        self.until(work.quiet, "the answers")
        for _ in range(3):
            QCoreApplication.processEvents()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.until(work.quiet, "the answers")

    # Looking ----------------------------------------------------------------------------------------------------------

    def find(self, name: str, inside: QWidget | None = None) -> Any:
        """The visible widget with this name, on the topmost sheet if there is one; a person waits for a panel that is just being filled."""

        def there() -> list[QWidget]:
            sheets = open_sheets(self.window)
            scope = inside or (sheets[-1] if sheets else self.window)
            return [widget for widget in scope.findChildren(QWidget, name) if widget.isVisible()]

        if not there():
            self.until(there, f"a visible widget {name!r}")
        return there()[0]

    def sheet(self, kind: str) -> Any:
        """The topmost sheet, which must be of this class."""
        self.settle()
        sheets = open_sheets(self.window)
        if not sheets or type(sheets[-1]).__name__ != kind:
            raise TourStopped(f"expected {kind}, found {[type(sheet).__name__ for sheet in sheets]}: {self.told()}")
        return sheets[-1]

    def no_sheet(self) -> None:
        """Nothing lies over the window any more."""
        self.settle()
        sheets = open_sheets(self.window)
        if sheets:
            raise TourStopped(f"{type(sheets[-1]).__name__} is still open: {self.told()}")

    def told(self) -> str:
        """What the topmost form or the toast says."""
        sheets = open_sheets(self.window)
        summary: Any = getattr(sheets[-1], "summary", None) if sheets else None
        toast: Any = self.window.findChild(QWidget, "toast")
        said = [summary.text()] if summary is not None and summary.text() else []
        return " | ".join([*said, *([toast.text()] if toast is not None and toast.isVisible() else [])])

    @contextmanager
    def counting(self, use_case: str) -> Generator[None]:
        """Count the entries of one use case from its open form to its save."""
        before = self.entries
        yield
        self.counted.setdefault(use_case, []).append(self.entries - before)

    # Keys -------------------------------------------------------------------------------------------------------------

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = _NONE) -> None:
        """Press a key where the cursor stands. Counts no entry: see `answer`."""
        self.clock.pass_(seconds=1)
        QTest.keyClick(QApplication.activePopupWidget() or self._focus(), key, modifier)
        QCoreApplication.processEvents()

    def type(self, text: str) -> None:
        """Fill the field with the cursor: letters and digits by keys at a person's pace, Chinese from the input method. One entry."""
        self.entries += 1
        self._write(text)

    def into(self, name: str, text: str) -> None:
        """Go on by Enter to a field and fill it."""
        self.walk_to(name)
        self.type(text)

    def replace(self, text: str) -> None:
        """Fill the field with the cursor anew. One entry."""
        self.key(Qt.Key.Key_A, CTRL)
        self.type(text)

    def answer(self, name: str, key: Qt.Key) -> None:
        """Go on by Enter to a box and answer it with one key. One entry."""
        self.walk_to(name)
        self.entries += 1
        self.key(key)

    def walk_to(self, name: str) -> None:
        """Press Enter until the cursor stands in the field."""
        for _ in range(60):
            here = QApplication.focusWidget()
            if here is not None and here.objectName() == name:
                return
            self.key(ENTER)
        raise TourStopped(f"Enter never leads to {name!r}")

    def save(self) -> None:
        """Ctrl+Enter."""
        self.key(ENTER, CTRL)
        self.settle()

    def escape(self) -> None:
        self.key(Qt.Key.Key_Escape)
        self.settle()

    def scan(self, code: str) -> None:
        """Pull the scanner's trigger, whatever has the focus. One entry."""
        self.entries += 1
        self.clock.pass_(seconds=1)
        self._stamp += 2_000
        for char in code:
            self._press(char, _GUN_MS)
        self._press("\r", _GUN_MS, ENTER)
        self.settle()

    def _write(self, text: str) -> None:
        self.clock.pass_(seconds=max(1, len(text) // 3))
        if not text.isascii():
            event = QInputMethodEvent()
            event.setCommitString(text)
            QApplication.sendEvent(self._focus(), event)
            QCoreApplication.processEvents()
            return
        self._stamp += 2_000
        for char in text:
            self._press(char, _TYPIST_MS)
            QCoreApplication.processEvents()

    def _press(self, char: str, pause: int, key: Qt.Key | None = None) -> None:
        """One key with the time at which it was struck: that is how the program tells a person from a scanner."""
        self._stamp += pause
        code = key.value if key is not None else ord(char.upper())
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, code, _NONE, char)
            event.setTimestamp(self._stamp)
            QApplication.sendEvent(self._focus(), event)

    def _focus(self) -> QWidget:
        return QApplication.focusWidget() or self.window

    # Mouse ------------------------------------------------------------------------------------------------------------

    def click(self, what: str | QWidget, at: QPoint | None = None) -> None:
        """Click a widget, by its name or itself. One entry."""
        widget = self.find(what) if isinstance(what, str) else what
        if not widget.isEnabled():
            raise TourStopped(f"{widget.objectName()!r} cannot be clicked: {widget.accessibleName()}")
        self.entries += 1
        self.clock.pass_(seconds=1)
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, _NONE, at or widget.rect().center())
        self.settle()

    def click_row(self, view: str | QTableView, row: int, column: int = 0) -> None:
        """Click a line of a list. One entry."""
        table: QTableView = self.find(view) if isinstance(view, str) else view
        index = table.model().index(row, column)
        table.scrollTo(index)
        self.click(table.viewport(), table.visualRect(index).center())

    def pick(self, view: str | QTableView, words: str) -> None:
        """Click the first line of a list that shows these words. One entry."""
        table: QTableView = self.find(view) if isinstance(view, str) else view
        model = table.model()
        for row in range(model.rowCount()):
            if model.index(row, 0).data(GROUP_ROLE) is None and any(words in cell for cell in _cells(model, row)):
                self.click_row(table, row)
                return
        raise TourStopped(f"no line with {words!r} in {table.objectName()}")


def _cells(model: QAbstractItemModel, row: int) -> list[str]:
    return [str(model.index(row, column).data() or "") for column in range(model.columnCount())]
