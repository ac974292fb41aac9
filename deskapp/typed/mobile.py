"""Mobile numbers of mainland China, and the free-form second number of a contact (rules.md §6)."""

import re

from deskapp.errors import UserError
from deskapp.typed.characters import code_form, narrow, visible
from deskapp.typed.judged import Judged

_COUNTRY_CODE = re.compile(r"(?:\+86|0086|86)(?=1[0-9]{10,12}$)")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_THINGS_13 = re.compile(r"14[0-9]{11}")
_LANDLINE = re.compile(r"(?:0[0-9]{2,3}-?)?[2-9][0-9]{6,7}(?:(?:转|[-*#])[0-9]{1,6})?")
_DIALLED = re.compile(r"[+(]?[0-9][0-9 ()*#转-]*")

# The numbering plan moves slowly; what it has not given out yet is a warning, never a refusal.
_UNASSIGNED = frozenset({"154", "160", "161", "163", "164", "168", "169", "179", "194"})
_THINGS_11 = frozenset({"140", "141", "142", "143", "144", "146", "148"})


def judge_mobile(text: str, *, field: str = "mobile") -> Judged[str]:
    """Eleven digits. Full-width digits, blanks, hyphens and the country code are folded away.

    Refuses whatever is not 1[3-9] and nine digits, and 13-digit numbers of things. Warns of ranges nobody was given,
    of satellite and of things. The operator is not guessed: numbers are portable.
    """
    number = _COUNTRY_CODE.sub("", code_form(text))
    if not number:
        raise UserError("请输入手机号", field=field)
    if _THINGS_13.fullmatch(number):
        raise UserError("这是 13 位的物联网号码，不能作联系电话", field=field)
    if not _MOBILE.fullmatch(number):
        raise UserError(_what_is_wrong(number), field=field)
    return Judged(number, _warnings(number))


def _what_is_wrong(number: str) -> str:
    if not (number.isascii() and number.isdigit()):
        return "手机号只能是数字"
    if len(number) != 11:
        return f"手机号应为 11 位，现为 {len(number)} 位"
    return "手机号应以 13–19 开头"


def _warnings(number: str) -> tuple[str, ...]:
    head = number[:3]
    if head in _UNASSIGNED:
        return (f"{head} 号段尚未启用，请核对",)
    if head in _THINGS_11:
        return (f"{head} 是物联网号段，请核对能否接听",)
    if head == "174" or number.startswith("1349"):
        return (f"{number[:4]} 是卫星电话号段，请核对",)
    return ()


def judge_phone(text: str, *, field: str = "phone") -> Judged[str]:
    """A second number: mobile, landline or from abroad, kept as it is dialled.

    A mobile is normalised like `judge_mobile`. Refuses what has no 5 to 20 digits or holds other characters; warns of
    every shape that is neither a mobile nor a landline.
    """
    try:
        return judge_mobile(text, field=field)
    except UserError:
        number = " ".join(narrow(visible(text)).replace("（", "(").replace("）", ")").split())
    digits = sum(c.isdigit() for c in number)
    if not _DIALLED.fullmatch(number) or not 5 <= digits <= 20:
        raise UserError("电话应为 5–20 位数字，可带区号和分机", field=field)
    return Judged(number, () if _LANDLINE.fullmatch(number.replace(" ", "")) else ("不是手机号，也不是常见的固定电话，请核对",))


def format_mobile(number: str) -> str:
    """138 2601 2607; any other number as it is."""
    if len(number) != 11 or not number.startswith("1"):
        return number
    return f"{number[:3]} {number[3:7]} {number[7:]}"


def mask_mobile(number: str) -> str:
    """138 **** 2607; of any other number only the last four stay, of a very short one nothing (rules.md §7)."""
    if len(number) == 11 and number.startswith("1"):
        return f"{number[:3]} **** {number[7:]}"
    return f"**** {number[-4:]}" if len(number) > 6 else "*" * len(number)
