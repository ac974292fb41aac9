"""Locks the window when nobody has touched it for five minutes: the screen faces guests."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

IDLE_MS = 5 * 60_000
_TOUCHES = frozenset(
    (
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.InputMethod,
    )
)


class AutoLock(QObject):
    """Calls `lock` once after `idle_ms` without a key, a mouse or a finger; again only after it was started again."""

    def __init__(self, app: QApplication, lock: Callable[[], object], *, idle_ms: int = IDLE_MS) -> None:
        super().__init__(app)
        self._app = app
        self._lock = lock
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(idle_ms)
        self._timer.timeout.connect(self._idle)

    def start(self) -> None:
        """Somebody has signed in."""
        self._app.installEventFilter(self)
        self._timer.start()

    def stop(self) -> None:
        """The window is locked, or is the lounge board, which never locks."""
        self._timer.stop()
        self._app.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self._timer.start()
        return False

    def _idle(self) -> None:
        self.stop()
        self._lock()
