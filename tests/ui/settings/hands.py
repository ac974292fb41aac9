"""What the tests of the settings do again and again."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from ui.kit.form_dialog import FormDialog
from ui.kit.sheet import open_sheets


def save(widget: QWidget) -> None:
    """Ctrl+Enter."""
    QTest.keyClick(widget, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def escape(widget: QWidget) -> None:
    """Esc."""
    QTest.keyClick(widget, Qt.Key.Key_Escape)


def click(widget: QWidget) -> None:
    """The left button."""
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def only_sheet(window: QWidget) -> FormDialog:
    """The one dialog that is open."""
    (sheet,) = open_sheets(window)
    assert isinstance(sheet, FormDialog)
    return sheet


def problems(dialog: FormDialog) -> dict[str, str]:
    """What is said beside each field."""
    return {name: text for name, field in dialog._fields.items() if (text := getattr(field, "problem_text", str)())}
