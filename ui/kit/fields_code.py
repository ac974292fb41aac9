"""Fields for names, numbers and codes: each one line, judged by `deskapp.typed`, the input method off wherever no Chinese is written."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from deskapp.errors import UserError
from deskapp.typed import (
    Judged,
    format_mobile,
    format_money,
    format_points,
    judge_company,
    judge_credit_code,
    judge_length,
    judge_mobile,
    judge_money,
    judge_name,
    judge_odometer,
    judge_phone,
    judge_points,
    judge_vin,
    judge_whole,
)
from deskapp.typed.characters import code_form, narrow
from ui.kit.fields import LineField
from ui.kit.line_edit import LineEdit, fold_upper, group_mobile

_VIN_LENGTH = 17


class NameField(LineField[str]):
    """A person's name; `company=True` a company's."""

    def __init__(
        self, name: str = "name", label: str = "姓名", *, company: bool = False, required: bool = False, parent: QWidget | None = None
    ) -> None:
        judge = partial(judge_company if company else judge_name, field=name)
        super().__init__(name, label, judge=judge, write=str, tidy=True, required=required, parent=parent)


class TextField(LineField[str]):
    """Free text of one line, at most `limit` characters."""

    def __init__(self, name: str, label: str, *, limit: int = 50, placeholder: str = "", required: bool = False, hint: str = "") -> None:
        edit = LineEdit(placeholder=placeholder)
        super().__init__(
            name, label, judge=partial(judge_length, limit=limit, field=name), write=str, edit=edit, required=required, hint=hint
        )


class MobileField(LineField[str]):
    """Eleven digits, grouped 138 2601 2607 while one types. The value is the bare number."""

    def __init__(self, name: str = "mobile", label: str = "手机", *, required: bool = False, hint: str = "") -> None:
        edit = LineEdit(ime=False, reshape=group_mobile)
        super().__init__(name, label, judge=partial(judge_mobile, field=name), write=format_mobile, edit=edit, required=required, hint=hint)


class PhoneField(LineField[str]):
    """A second number: mobile, landline with extension, or from abroad."""

    def __init__(self, name: str = "phone", label: str = "备用电话", *, required: bool = False, hint: str = "") -> None:
        edit = LineEdit(ime=False, reshape=narrow)
        super().__init__(name, label, judge=partial(judge_phone, field=name), write=str, edit=edit, required=required, hint=hint)


class VinField(LineField[str]):
    """Seventeen capitals and digits; how many there are stands at the right end above the field."""

    def __init__(self, name: str = "vin", label: str = "车架号", *, required: bool = False) -> None:
        edit = LineEdit(ime=False, reshape=fold_upper)
        super().__init__(name, label, judge=partial(judge_vin, field=name), write=str, edit=edit, tidy=True, required=required)
        self.changed.connect(self._count)
        self._count()

    def _count(self) -> None:
        self.set_hint(f"{len(code_form(self.text()))}/{_VIN_LENGTH}")


class CreditCodeField(LineField[str]):
    """The unified social credit code of a company."""

    def __init__(self, name: str = "credit_code", label: str = "统一社会信用代码", *, required: bool = False) -> None:
        edit = LineEdit(ime=False, reshape=fold_upper)
        super().__init__(name, label, judge=partial(judge_credit_code, field=name), write=str, edit=edit, tidy=True, required=required)


class MoneyField(LineField[int]):
    """An amount typed in yuan; the value is integer fen."""

    def __init__(self, name: str = "amount", label: str = "金额", *, required: bool = False, hint: str = "") -> None:
        edit = LineEdit(ime=False, unit="元", reshape=narrow)
        super().__init__(
            name, label, judge=partial(judge_money, field=name), write=format_money, edit=edit, tidy=True, required=required, hint=hint
        )


class PointsField(LineField[int]):
    """Whole points; a negative `minimum` lets a signed entry through."""

    def __init__(self, name: str = "points", label: str = "积分", *, minimum: int = 0, required: bool = False, hint: str = "") -> None:
        edit = LineEdit(ime=False, unit="分", reshape=narrow)
        judge = partial(judge_points, minimum=minimum, field=name)
        super().__init__(name, label, judge=judge, write=format_points, edit=edit, tidy=True, required=required, hint=hint)


class WholeField(LineField[int]):
    """A whole number within limits, with its unit inside the field: pieces, months, copies."""

    def __init__(
        self, name: str, label: str, *, maximum: int, minimum: int = 0, unit: str = "", required: bool = False, hint: str = ""
    ) -> None:
        edit = LineEdit(ime=False, unit=unit, reshape=narrow)
        judge = partial(judge_whole, minimum=minimum, maximum=maximum, unit=unit, field=name)
        super().__init__(name, label, judge=judge, write=format_points, edit=edit, tidy=True, required=required, hint=hint)


class OdometerField(LineField[int]):
    """Kilometres; fewer than the last ones known warns."""

    def __init__(self, name: str = "odometer_km", label: str = "里程", *, required: bool = False) -> None:
        edit = LineEdit(ime=False, unit="km", reshape=narrow)
        super().__init__(name, label, judge=self._judge_km, write=format_points, edit=edit, tidy=True, required=required)
        self._last_km: int | None = None

    def set_last_known(self, km: int | None) -> None:
        """The kilometres of the last visit, which this one should not fall behind."""
        self._last_km = km
        self.set_hint("" if km is None else f"上次 {km:,} km")

    def _judge_km(self, text: str) -> Judged[int]:
        return judge_odometer(text, last_km=self._last_km, field=self.name)


class ScanField(LineField[str]):
    """A card or a code, typed or from a scanner: full-width characters folded, blanks inside kept out of the value.

    `judge` says what a code may be; without it 1–32 letters and digits.
    """

    def __init__(
        self,
        name: str,
        label: str,
        *,
        judge: Callable[[str], Judged[str]] | None = None,
        placeholder: str = "",
        required: bool = False,
        hint: str = "可直接扫码",
    ) -> None:
        edit = LineEdit(ime=False, reshape=fold_upper, trail="scan-barcode", placeholder=placeholder)
        super().__init__(name, label, judge=judge or partial(judge_code, field=name), write=str, edit=edit, required=required, hint=hint)
        self.edit.trailing_clicked.connect(self.edit.setFocus)


def judge_code(text: str, *, field: str) -> Judged[str]:
    """Capitals and digits in one run; refuses other characters and more than 32."""
    code = code_form(text)
    if not (code.isascii() and code.isalnum()):
        raise UserError("只能是字母和数字", field=field)
    if len(code) > 32:
        raise UserError(f"最多 32 位，现为 {len(code)} 位", field=field)
    return Judged(code)
