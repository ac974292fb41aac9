"""Vehicle identification numbers after GB 16735 (rules.md §6)."""

from deskapp.errors import Repair, UserError
from deskapp.typed.characters import code_form
from deskapp.typed.judged import Judged

_LENGTH = 17
_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_VALUES = {str(d): d for d in range(10)} | dict(
    zip("ABCDEFGHJKLMNPRSTUVWXYZ", (*range(1, 9), *range(1, 6), 7, 9, *range(2, 10)), strict=True)
)
_LOOKALIKES = str.maketrans("IOQ", "100")
_YEAR_CODES = "123456789ABCDEFGHJKLMNPRSTVWXY"
_CYCLE = len(_YEAR_CODES)
_FIRST_YEAR = 2001


def judge_vin(text: str, *, field: str = "vin") -> Judged[str]:
    """Seventeen capitals and digits.

    Refuses another length, foreign characters and I, O, Q (with the likely digit as repair). A wrong check digit warns
    only: grey imports may carry none. Swaps of the A/J/1 kind have equal values and stay invisible.
    """
    vin = code_form(text)
    if not vin:
        raise UserError("请输入车架号", field=field)
    forbidden = "、".join(dict.fromkeys(c for c in vin if c in "IOQ"))
    mended = vin.translate(_LOOKALIKES)
    if len(vin) != _LENGTH or not all(c in _VALUES for c in mended):
        raise UserError(_what_is_wrong(vin, mended), field=field)
    if forbidden:
        raise UserError(f"车架号里没有字母 {forbidden}", field=field, repair=Repair(f"改为 {mended}", mended))
    expected = check_digit(vin)
    return Judged(vin) if vin[8] == expected else Judged(vin, (f"校验位不符：第 9 位应为 {expected}，现为 {vin[8]}，请核对",))


def _what_is_wrong(vin: str, mended: str) -> str:
    if foreign := "".join(dict.fromkeys(c for c in mended if c not in _VALUES)):
        return f"车架号只能是字母和数字，请去掉“{foreign[:5]}”"
    return f"车架号应为 {_LENGTH} 位，现为 {len(vin)} 位"


def check_digit(vin: str) -> str:
    """What position 9 of a well-formed VIN ought to be: '0'–'9' or 'X'."""
    rest = sum(weight * _VALUES[c] for weight, c in zip(_WEIGHTS, vin, strict=True)) % 11
    return "X" if rest == 10 else str(rest)


def model_year(vin: str, *, this_year: int) -> int | None:
    """The model year of position 10 (R 2024 … V 2027); the code repeats every 30 years, so the latest not after next year.

    None where the position holds no year code, as on many imports.
    """
    if vin[9] not in _YEAR_CODES:
        return None
    first = _FIRST_YEAR + _YEAR_CODES.index(vin[9])
    return first + (this_year + 1 - first) // _CYCLE * _CYCLE
