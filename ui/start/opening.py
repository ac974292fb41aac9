"""What stands in the window while the sign-in is being built and the store opened: the store's own panel, painted at once."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.kit.local_state import LocalState
from ui.start.panel import StorePanel
from ui.start.recent import known_store


class Opening(QWidget):
    """Imports as little as a window can: the sign-in shows the same panel at the same place a moment later.

    `painted(0)` with the first paint, in milliseconds to wait: the picture is on the screen once the event loop turns again.
    """

    painted = Signal(int)

    def __init__(self, local: LocalState, now: datetime) -> None:
        super().__init__()
        self.setObjectName("opening")
        self._seen = False
        panel = StorePanel()
        panel.set_store(*known_store(local))
        panel.set_time(now)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(panel)
        row.addStretch(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._seen:
            self._seen = True
            self.painted.emit(0)
