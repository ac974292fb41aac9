"""Names of people and of companies, and the unified social credit code (rules.md §6)."""

import re
import unicodedata

from deskapp.errors import Repair, UserError
from deskapp.typed.characters import MIDDLE_DOTS, code_form, is_han, narrow, visible
from deskapp.typed.judged import Judged

NAME_LIMIT = 50
COMPANY_LIMIT = 100
_DOT = "·"
_DOTS = re.compile(rf"\s*[{re.escape(MIDDLE_DOTS)}]\s*")
_DOTS_AND_STOPS = re.compile(rf"\s*[{re.escape(MIDDLE_DOTS)}.]\s*")
_BLANKS = re.compile(r"\s+")
_NAME_MARKS = frozenset("·'’-.()（）,，&/、")

_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_LOOKALIKES = str.maketrans("IOSZ", "1052")
_CREDIT_LENGTH = 18


def judge_name(text: str, *, field: str = "name") -> Judged[str]:
    """A person's name, 1–50 characters counted as code points (䶮 is one).

    NFC, every kind of middle dot as ·, blanks between Chinese characters dropped. Refuses a text without any letter,
    control characters and the private-use characters of old input methods; warns of digits and symbols.
    """
    name = _cleaned(text, field)
    if not name:
        raise UserError("请输入姓名", field=field)
    _refuse_length(name, NAME_LIMIT, "姓名", field)
    if not any(c.isalpha() or is_han(c) for c in name):
        raise UserError("姓名里没有文字，请核对", field=field)
    return Judged(name, _oddities(name))


def judge_company(text: str, *, field: str = "company") -> Judged[str]:
    """A company's name, 2–100 code points, cleaned like a person's; digits are usual in it.

    Brackets become full-width where the name is Chinese. Refuses what `judge_name` refuses.
    """
    name = _cleaned(text, field)
    if any(is_han(c) for c in name):
        name = name.replace("(", "（").replace(")", "）")
    if len(name) < 2 or not any(c.isalpha() or is_han(c) for c in name):
        raise UserError("请输入单位全称", field=field)
    _refuse_length(name, COMPANY_LIMIT, "单位名称", field)
    return Judged(name)


def _cleaned(text: str, field: str) -> str:
    name = unicodedata.normalize("NFC", narrow(visible(text)))
    _refuse_unprintable(name, field)
    dots = _DOTS_AND_STOPS if any(is_han(c) for c in name) else _DOTS
    parts = [_without_padding(part) for part in dots.split(name)]
    return _DOT.join(part for part in parts if part)


def _without_padding(part: str) -> str:
    words = _BLANKS.split(part.strip())
    joined = words[0]
    for word in words[1:]:
        padded = joined and word and is_han(joined[-1]) and is_han(word[0])
        joined += word if padded else f" {word}"
    return joined


def _refuse_unprintable(name: str, field: str) -> None:
    for c in name:
        category = unicodedata.category(c)
        if category == "Co":
            raise UserError(f"姓名里有旧输入法的自造字（U+{ord(c):04X}），别的电脑和打印机认不出，请改用标准字，或先写拼音", field=field)
        unreadable = category == "Cs" or (category == "Cc" and not c.isspace()) or ord(c) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(c) <= 0xFDEF
        if unreadable or c == "\ufffd":
            raise UserError(f"姓名里有无法显示的字符（U+{ord(c):04X}），请删去重输", field=field)


def _refuse_length(name: str, limit: int, what: str, field: str) -> None:
    if len(name) > limit:
        raise UserError(f"{what}最多 {limit} 个字，现为 {len(name)} 个", field=field)


def _oddities(name: str) -> tuple[str, ...]:
    if any(c.isdigit() for c in name):
        return ("姓名里有数字，请核对",)
    odd = [c for c in name if unicodedata.category(c)[0] in "SP" and c not in _NAME_MARKS]
    return (f"姓名里有符号“{odd[0]}”，请核对",) if odd else ()


def judge_credit_code(text: str, *, field: str = "credit_code") -> Judged[str]:
    """The unified social credit code of a company, 18 digits and capitals without I O S V Z (GB 32100-2015).

    Refuses another length or alphabet, with the likely digits as repair; a wrong check character warns.
    """
    code = code_form(text)
    if not code:
        raise UserError("请输入统一社会信用代码", field=field)
    if len(code) != _CREDIT_LENGTH:
        raise UserError(f"统一社会信用代码应为 {_CREDIT_LENGTH} 位，现为 {len(code)} 位", field=field)
    if wrong := "、".join(dict.fromkeys(c for c in code if c not in _CREDIT_ALPHABET)):
        mended = code.translate(_CREDIT_LOOKALIKES)
        repair = Repair(f"改为 {mended}", mended) if all(c in _CREDIT_ALPHABET for c in mended) else None
        raise UserError(f"统一社会信用代码里没有“{wrong}”", field=field, repair=repair)
    expected = _credit_check(code)
    return Judged(code) if code[-1] == expected else Judged(code, (f"校验位不符：末位应为 {expected}，现为 {code[-1]}，请核对",))


def _credit_check(code: str) -> str:
    total = sum(_CREDIT_ALPHABET.index(c) * pow(3, position, 31) for position, c in enumerate(code[:-1]))
    return _CREDIT_ALPHABET[-total % 31]
