"""What people type, judged: wrong input is refused beside its field, unusual input goes on with a reason (rules.md §6).

Pure functions of their arguments. `judge_…` give `Judged` or raise `UserError`; judging a formatted value gives the value again.

Importing the package imports nothing else: the sign-in window paints plates and numbers, and waits for no judge of them.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from deskapp.typed.amount import (
        format_money,
        format_points,
        format_signed,
        judge_money,
        judge_odometer,
        judge_points,
        judge_whole,
    )
    from deskapp.typed.characters import code_form, fold, is_han, narrow
    from deskapp.typed.day import Birthday, format_birthday, format_date, judge_birthday, judge_date
    from deskapp.typed.judged import Judged, judge_length
    from deskapp.typed.mobile import format_mobile, judge_mobile, judge_phone, mask_mobile
    from deskapp.typed.name import judge_company, judge_credit_code, judge_name
    from deskapp.typed.plate import PROVINCES, Confidence, Energy, Plate, PlateClass, format_plate, judge_plate
    from deskapp.typed.readings import NameReadings, judge_reading, name_readings
    from deskapp.typed.vin import check_digit, judge_vin, model_year

_HOMES = {
    "PROVINCES": "plate",
    "Birthday": "day",
    "Confidence": "plate",
    "Energy": "plate",
    "Judged": "judged",
    "NameReadings": "readings",
    "Plate": "plate",
    "PlateClass": "plate",
    "check_digit": "vin",
    "code_form": "characters",
    "fold": "characters",
    "format_birthday": "day",
    "format_date": "day",
    "format_mobile": "mobile",
    "format_money": "amount",
    "format_plate": "plate",
    "format_points": "amount",
    "format_signed": "amount",
    "is_han": "characters",
    "judge_birthday": "day",
    "judge_company": "name",
    "judge_credit_code": "name",
    "judge_date": "day",
    "judge_length": "judged",
    "judge_mobile": "mobile",
    "judge_money": "amount",
    "judge_name": "name",
    "judge_odometer": "amount",
    "judge_phone": "mobile",
    "judge_plate": "plate",
    "judge_points": "amount",
    "judge_reading": "readings",
    "judge_vin": "vin",
    "judge_whole": "amount",
    "mask_mobile": "mobile",
    "model_year": "vin",
    "name_readings": "readings",
    "narrow": "characters",
}

__all__ = [
    "PROVINCES",
    "Birthday",
    "Confidence",
    "Energy",
    "Judged",
    "NameReadings",
    "Plate",
    "PlateClass",
    "check_digit",
    "code_form",
    "fold",
    "format_birthday",
    "format_date",
    "format_mobile",
    "format_money",
    "format_plate",
    "format_points",
    "format_signed",
    "is_han",
    "judge_birthday",
    "judge_company",
    "judge_credit_code",
    "judge_date",
    "judge_length",
    "judge_mobile",
    "judge_money",
    "judge_name",
    "judge_odometer",
    "judge_phone",
    "judge_plate",
    "judge_points",
    "judge_reading",
    "judge_vin",
    "judge_whole",
    "mask_mobile",
    "model_year",
    "name_readings",
    "narrow",
]

if not TYPE_CHECKING:  # a checker must not take this for "any name exists"

    def __getattr__(name: str) -> Any:
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = globals()[name] = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
        return value
