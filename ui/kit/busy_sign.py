"""The sign that a call takes its time."""

from PySide6.QtCore import Qt, QTimer, SignalInstance
from PySide6.QtGui import QGuiApplication

BUSY_AFTER_MS = 200


class BusySign:
    """Busy cursor and signal once a call has taken 200 ms; a short call shows nothing."""

    def __init__(self, changed: SignalInstance) -> None:
        self._changed = changed
        self._shown = False
        self._timer = QTimer()
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._show)
        self._timer.start(BUSY_AFTER_MS)

    def _show(self) -> None:
        self._shown = True
        QGuiApplication.setOverrideCursor(Qt.CursorShape.BusyCursor)
        self._changed.emit(True)  # noqa: FBT003 - a signal takes no keywords

    def end(self) -> None:
        self._timer.stop()
        if self._shown:
            QGuiApplication.restoreOverrideCursor()
            self._changed.emit(False)  # noqa: FBT003
