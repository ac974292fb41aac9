"""Locks the window when nobody has touched it for five minutes: the screen faces guests."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QWindow

from ui.kit import work
from ui.kit.keys import KeyFilter, app

IDLE_MS = 5 * 60_000
_TOUCHES = frozenset((QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel, QEvent.Type.TouchBegin))


class AutoLock(KeyFilter):
    """Calls `lock` once after `idle_ms` without a key, a mouse or a finger; again only after it was started again."""

    def __init__(self, parent: QObject, lock: Callable[[], object], *, idle_ms: int = IDLE_MS) -> None:
        super().__init__(parent)
        self._lock = lock
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(idle_ms)
        self._timer.timeout.connect(self._idle)
        app().focusWindowChanged.connect(self._meet)

    def start(self) -> None:
        """Somebody has signed in."""
        self.begin()
        self._meet(app().focusWindow())
        self._timer.start()

    def stop(self) -> None:
        """The window is locked, or is the lounge board, which never locks."""
        self._timer.stop()
        self.end()

    def pressed(self, event: QKeyEvent) -> bool:
        self._touched()
        return False

    def committed(self, event: QInputMethodEvent) -> bool:
        self._touched()
        return False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, QWindow):  # mouse and fingers come to the window before they come to a widget
            if event.type() in _TOUCHES:
                self._touched()
            return False
        return super().eventFilter(watched, event)

    def _meet(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)  # once more makes no second one

    def _touched(self) -> None:
        if self._timer.isActive():
            self._timer.start()

    def _idle(self) -> None:
        if work.at_length():
            self._timer.start()  # who waits for a long job touches nothing, and locking would give it up
            return
        self.stop()
        self._lock()
