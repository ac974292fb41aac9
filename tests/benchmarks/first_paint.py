"""When a widget has been painted."""

from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget


class FirstPaint(QObject):
    """Calls `painted(at)` once the next paint of the widget is through and on the screen.

    It looks at this widget alone: a filter over the whole application has PySide wrap Qt's inner objects, which costs a start 20 ms.
    """

    def __init__(self, widget: QWidget, painted: Callable[[float], object]) -> None:
        super().__init__(widget)
        self._widget, self._painted = widget, painted
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() is QEvent.Type.Paint:
            self._widget.removeEventFilter(self)
            QTimer.singleShot(0, lambda: self._painted(monotonic()))
        return False
