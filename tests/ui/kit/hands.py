"""What a person does to a widget, as Qt receives it. Chinese comes as an input method commits it: QTest's keys cannot carry it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent, QInputMethodQueryEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.kit import theme


def show(qtbot: QtBot, *widgets: QWidget, width: int = theme.COLUMN) -> "_Window":
    """The widgets one under the other in a dressed window; the first has the focus. The window keeps the keys it is left with."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app)
    window = _Window()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    for widget in widgets:
        column.addWidget(widget)
    window.setFixedWidth(width + 40)
    vars(qtbot).setdefault("windows", []).append(window)  # qtbot itself holds them weakly
    window.show()
    window.activateWindow()
    (widgets[0].focusProxy() or widgets[0]).setFocus()
    qtbot.waitUntil((widgets[0].focusProxy() or widgets[0]).hasFocus)
    return window


def commit(widget: QWidget, text: str) -> None:
    """Text as an input method or a scanner behind one sends it."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def takes_input_method(widget: QWidget) -> bool:
    """What the input method is told when it asks whether it may work here."""
    event = QInputMethodQueryEvent(Qt.InputMethodQuery.ImEnabled)
    QApplication.sendEvent(widget, event)
    return bool(event.value(Qt.InputMethodQuery.ImEnabled))


class _Window(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.left_keys: list[int] = []

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() not in (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt):
            self.left_keys.append(event.key())
        super().keyPressEvent(event)
