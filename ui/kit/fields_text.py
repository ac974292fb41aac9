"""Text of several lines with a count of its characters."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from deskapp.typed import Judged, judge_length
from ui.kit import theme
from ui.kit.fields import Field


class NotesField(Field[str]):
    """Enter moves on as everywhere; Shift+Enter breaks the line. `lines` is the height."""

    def __init__(
        self,
        name: str,
        label: str,
        *,
        limit: int = 200,
        lines: int = 2,
        placeholder: str = "",
        required: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, label, required=required, parent=parent)
        self._limit = limit
        self.edit = _NotesEdit()
        self.edit.setPlaceholderText(placeholder)
        self.edit.setFixedHeight(lines * theme.line_height(theme.BODY) + 2 * theme.STEP + 2)
        self._adopt(self.edit)
        self.edit.setToolTip("Shift+Enter 换行")
        self.edit.textChanged.connect(self._on_change)
        self.edit.left.connect(self._on_settled)
        self.changed.connect(self._count)
        self._count()

    def text(self) -> str:
        return self.edit.toPlainText()

    def set_text(self, text: str) -> None:
        self.edit.setPlainText(text)

    def _judge(self, text: str) -> Judged[str]:
        return judge_length(text, limit=self._limit, field=self.name)

    def _written(self, value: str) -> str:
        return value

    def _count(self) -> None:
        self.set_hint(f"{len(self.text().strip())}/{self._limit}")


class _NotesEdit(QPlainTextEdit):
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.insertPlainText("\n")
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        else:
            self.focusNextChild()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason):
            self.left.emit()
