"""When a window has been painted: seen by the application, which hears every event before it is delivered."""

from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QCoreApplication, QEvent, QObject


class FirstPaint(QObject):
    """Calls `painted(at)` at the first event that is not painting, once something was painted: the picture is on the screen by then."""

    def __init__(self, app: QCoreApplication, painted: Callable[[float], object]) -> None:
        super().__init__(app)
        self._app, self._painted = app, painted
        self._seen = False
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() is QEvent.Type.Paint:
            self._seen = True
        elif self._seen:
            self._app.removeEventFilter(self)
            self._seen = False
            self._painted(monotonic())
        return False
