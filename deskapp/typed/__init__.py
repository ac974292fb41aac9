"""What people type, judged: wrong input is refused beside its field, unusual input goes on with a reason (rules.md §6).

Pure functions of their arguments. `judge_…` give `Judged` or raise `UserError`; judging a formatted value gives the value again.
"""

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
from deskapp.typed.judged import Judged
from deskapp.typed.mobile import format_mobile, judge_mobile, judge_phone, mask_mobile
from deskapp.typed.name import judge_company, judge_credit_code, judge_name
from deskapp.typed.plate import PROVINCES, Confidence, Energy, Plate, PlateClass, format_plate, judge_plate
from deskapp.typed.readings import NameReadings, judge_reading, name_readings
from deskapp.typed.vin import check_digit, judge_vin, model_year

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
