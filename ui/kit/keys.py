"""Keys and committed text on their way to whatever has the focus."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid


class KeyFilter(QObject):
    """Stands in front of the widget that has the focus, moves with the focus, and steps before a popup while one is open.

    A filter over the whole application would do it in one line, and be called for each of the 8,000 events it takes to open a form: 20 ms.
    Subclasses answer `pressed`, `released`, `committed`: True keeps the event from the widget.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._watched: list[QObject] = []

    def begin(self) -> None:
        """Watch from now on; a second call does nothing."""
        if not self._watched:
            app().focusChanged.connect(self._follow)
            self._follow(None, QApplication.focusWidget())

    def end(self) -> None:
        """Watch no more."""
        if self._watched:
            app().focusChanged.disconnect(self._follow)
            self._leave_all()

    def pressed(self, event: QKeyEvent) -> bool:
        """A key went down."""
        return False

    def released(self, event: QKeyEvent) -> bool:
        """A key went up."""
        return False

    def committed(self, event: QInputMethodEvent) -> bool:
        """An input method handed over text."""
        return False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self.pressed(event)
        if kind == QEvent.Type.KeyRelease and isinstance(event, QKeyEvent):
            return self.released(event)
        if kind == QEvent.Type.InputMethod and isinstance(event, QInputMethodEvent):
            return self.committed(event)
        if kind == QEvent.Type.FocusOut and isinstance(event, QFocusEvent) and event.reason() is Qt.FocusReason.PopupFocusReason:
            QTimer.singleShot(0, self, self._watch_popup)  # it is open only after this
        return False

    def watch(self, one: QObject | None) -> None:
        """Stand in front of one more object."""
        if one is not None and one not in self._watched:
            one.installEventFilter(self)
            self._watched.append(one)

    def _follow(self, _left: QWidget | None, taken_by: QWidget | None) -> None:
        """Where nothing has the focus the window takes the keys, and where there is no window the application waits for one."""
        self._leave_all()
        self.watch(taken_by or QApplication.activeWindow() or app())
        self._watch_popup()

    def _watch_popup(self) -> None:
        popup = QApplication.activePopupWidget()
        if popup is not None:
            self.watch(popup.focusWidget() or popup)

    def _leave_all(self) -> None:
        for one in self._watched:
            if isValid(one):
                one.removeEventFilter(self)
        self._watched.clear()


def app() -> QApplication:
    """The running application."""
    found = QApplication.instance()
    if not isinstance(found, QApplication):
        raise TypeError("keys need a running application")
    return found
