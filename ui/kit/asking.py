"""Two small questions: are you sure, and why. Each runs its job in the sheet, so a refusal is shown there."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QLabel, QPlainTextEdit, QWidget

from deskapp.errors import UserError
from ui.kit.form_dialog import FormDialog
from ui.kit.labels import Hint

R = TypeVar("R")


def _said(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    return label


class ConfirmDialog(FormDialog[R]):
    """ "作废 JF-20261123-001？" with what will happen. `job(request_id)` does it."""

    def __init__(self, host: QWidget, title: str, act: str, *, text: str, job: Callable[[str], R], icon: str = "circle-help") -> None:
        super().__init__(host, title, act, icon=icon)
        self._job = job
        self.body.addWidget(_said(text))

    def save(self) -> R:
        return self._job(self.request_id)


class ReasonDialog(FormDialog[R]):
    """The same for an act that needs its reason in writing: `job(reason, request_id)`."""

    def __init__(
        self, host: QWidget, title: str, act: str, *, text: str, job: Callable[[str, str], R], label: str = "原因", icon: str = "pencil"
    ) -> None:
        super().__init__(host, title, act, icon=icon)
        self._job = job
        self._label = label
        self.edit = self.field("reason_text", QPlainTextEdit())
        self.edit.setAccessibleName(label)
        self.edit.setTabChangesFocus(True)
        self.edit.setFixedHeight(88)
        self.body.addWidget(_said(text))
        self.body.addWidget(Hint(f"{label}　必填"))
        self.body.addWidget(self.edit)

    def save(self) -> R:
        reason = self.edit.toPlainText().strip()
        if not reason:
            raise UserError(f"还没有写{self._label}", field="reason_text")
        return self._job(reason, self.request_id)
