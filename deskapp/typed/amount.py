"""Money, points and other whole numbers. Money is integer fen; no float is made on the way."""

import re
import unicodedata

from deskapp.errors import UserError
from deskapp.typed.judged import Judged

MONEY_LIMIT_FEN = 9_999_999_999
POINTS_LIMIT = 9_999_999
ODOMETER_LIMIT_KM = 2_000_000
MINUS = "\u2212"

_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?")
_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]*)?")
_LONGEST = 24


def judge_money(text: str, *, field: str = "amount") -> Judged[int]:
    """An amount in yuan, given back in fen: "1286", "1,286.00", "１２８６元", "¥1,286.5".

    Refuses negative amounts, more than two decimals, commas that do not part thousands, and more than 99,999,999.99 yuan.
    """
    number = _number(text, "元", "请输入金额", field)
    whole, _, decimals = number.partition(".")
    if len(decimals) > 2:
        raise UserError("金额最多两位小数（到分）", field=field)
    if "." in number and not decimals:
        raise UserError("小数点后面还缺数字", field=field)
    fen = int(whole) * 100 + int(decimals.ljust(2, "0"))
    if fen > MONEY_LIMIT_FEN:
        raise UserError(f"金额太大，最多 {format_money(MONEY_LIMIT_FEN)} 元", field=field)
    return Judged(fen)


def judge_points(text: str, *, minimum: int = 0, field: str = "points") -> Judged[int]:
    """Whole points from `minimum` to 9,999,999; a negative `minimum` lets a signed entry through."""
    return judge_whole(text, unit="分", minimum=minimum, maximum=POINTS_LIMIT, field=field)


def judge_odometer(text: str, *, last_km: int | None = None, field: str = "odometer_km") -> Judged[int]:
    """Whole kilometres, 0–2,000,000; fewer than `last_km`, the last ones known, warns."""
    km = judge_whole(
        re.sub(r"(?i)(km|千米)\s*$", "公里", unicodedata.normalize("NFKC", text)), unit="公里", maximum=ODOMETER_LIMIT_KM, field=field
    ).value
    if last_km is not None and km < last_km:
        return Judged(km, (f"里程比上次的 {last_km:,} 公里少，请核对",))
    return Judged(km)


def judge_whole(text: str, *, maximum: int, minimum: int = 0, unit: str = "", field: str = "number") -> Judged[int]:
    """A whole number within the limits, with or without its unit behind it. Refuses decimals and what lies outside."""
    bare = unicodedata.normalize("NFKC", text).strip().replace(MINUS, "-")
    negative = bare.startswith("-") and minimum < 0
    number = _number(bare.removeprefix("-") if negative else bare, unit, "请输入数字", field)
    whole, _, decimals = number.partition(".")
    if decimals.strip("0"):
        raise UserError("只能是整数", field=field)
    value = -int(whole) if negative else int(whole)
    if not minimum <= value <= maximum:
        raise UserError(f"应在 {format_points(minimum)} 到 {format_points(maximum)} 之间", field=field)
    return Judged(value)


def _number(text: str, unit: str, missing: str, field: str) -> str:
    """Digits with at most one point, thousands commas checked and dropped; a currency sign, plus sign and the unit fall away."""
    bare = "".join(unicodedata.normalize("NFKC", text).split()).replace(MINUS, "-").removeprefix("¥").removeprefix("+")
    bare = bare.removesuffix(unit)
    if not bare:
        raise UserError(missing, field=field)
    if bare.startswith("-"):
        raise UserError("不能是负数", field=field)
    if len(bare) > _LONGEST:
        raise UserError("数字太长，请核对", field=field)
    if not _PLAIN.fullmatch(bare) and not _GROUPED.fullmatch(bare):
        raise UserError("数字格式不对，如 1286 或 1,286.00", field=field)
    return bare.replace(",", "")


def format_money(fen: int) -> str:
    """1,286.00 (yuan of integer fen), a negative one with the minus sign U+2212."""
    yuan, rest = divmod(abs(fen), 100)
    return f"{MINUS if fen < 0 else ''}{yuan:,}.{rest:02}"


def format_points(points: int) -> str:
    """1,286, a negative number with U+2212."""
    return f"{MINUS if points < 0 else ''}{abs(points):,}"


def format_signed(points: int) -> str:
    """A movement: +1,286, −600 (U+2212), 0."""
    return f"+{points:,}" if points > 0 else format_points(points)
