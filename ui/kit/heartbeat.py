"""How long the window stands still, measured by the window itself."""

import time

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer


class Heartbeat(QObject):
    """Measures how long the window stood still: a tick every 5 ms, the longest delay of one is the longest stop.

    `longest_work_ms` is the longest its thread computed between two ticks: what of a stop is the program's own on a machine that is busy
    with something else.
    """

    INTERVAL_MS = 5

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.longest_ms = 0.0
        self.longest_work_ms = 0.0
        self._clock = QElapsedTimer()
        self._worked = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(self.INTERVAL_MS)
        self._timer.timeout.connect(self._tick)

    def begin(self) -> None:
        """Forget what was measured and measure from now."""
        self.longest_ms = self.longest_work_ms = 0.0
        self._clock.start()
        self._worked = time.thread_time()
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
        worked = time.thread_time()
        self.longest_work_ms = max(self.longest_work_ms, (worked - self._worked) * 1e3)
        self._worked = worked
