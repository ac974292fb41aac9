"""A PIN as a form asks for it: six dots, judged while one leaves the field, never in a draft."""

from functools import partial

from PySide6.QtCore import QRegularExpression
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QLineEdit

from deskapp.errors import UserError
from deskapp.staff.pin import PIN_LENGTH, judge_pin
from deskapp.typed import Judged
from ui.kit.fields import LineField
from ui.kit.line_edit import LineEdit


class PinField(LineField[str]):
    """Six digits shown as dots. `fresh` judges what is being chosen (trivial ones refused); without it any six digits pass."""

    def __init__(self, name: str, label: str, *, fresh: bool = True, hint: str = "", required: bool = True) -> None:
        edit = LineEdit(ime=False, placeholder=f"{PIN_LENGTH} 位数字")
        edit.setEchoMode(QLineEdit.EchoMode.Password)
        edit.setValidator(QRegularExpressionValidator(QRegularExpression(rf"\d{{0,{PIN_LENGTH}}}"), edit))
        judge = partial(_judge_fresh, field=name) if fresh else partial(_judge_any, field=name)
        super().__init__(name, label, judge=judge, write=str, edit=edit, required=required, hint=hint)
        self._usual_hint = hint
        self.changed.connect(self._advise)

    def _advise(self) -> None:
        """What looks like a birthday is allowed and advised against: nobody has to write a reason for his own PIN."""
        self.set_hint("像生日，容易被猜到" if _looks_like_birthday(self.text()) else self._usual_hint)


def same_pin(first: PinField, again: PinField) -> str:
    """The PIN when both fields hold the same. Refuses what is wrong in either."""
    pin = first.need()
    if again.need() != pin:
        raise UserError("两次输入的 PIN 不一样", field=again.name)
    return pin


def _judge_fresh(text: str, *, field: str) -> Judged[str]:
    return Judged(judge_pin(text, field=field).value)


def _judge_any(text: str, *, field: str) -> Judged[str]:
    if len(text) != PIN_LENGTH:
        raise UserError(f"PIN 是 {PIN_LENGTH} 位数字", field=field)
    return Judged(text)


def _looks_like_birthday(text: str) -> bool:
    try:
        return bool(judge_pin(text).warnings)
    except UserError:
        return False
