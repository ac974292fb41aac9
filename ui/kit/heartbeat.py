"""How long the window stands still, measured by the window itself."""

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer


class Heartbeat(QObject):
    """Measures how long the window stood still: a tick every 5 ms, the longest delay of one is the longest stop."""

    INTERVAL_MS = 5

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.longest_ms = 0.0
        self._clock = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(self.INTERVAL_MS)
        self._timer.timeout.connect(self._tick)

    def begin(self) -> None:
        """Forget what was measured and measure from now."""
        self.longest_ms = 0.0
        self._clock.start()
        self._timer.start()

    def end(self) -> float:
        """Stop measuring; the longest stop in milliseconds."""
        self._tick()
        self._timer.stop()
        return self.longest_ms

    def _tick(self) -> None:
        late = self._clock.nsecsElapsed() / 1e6 - self.INTERVAL_MS
        self._clock.restart()
        self.longest_ms = max(self.longest_ms, late)
