"""What is typed on a slip, judged: each refusal names its field and the way out. Pure."""

import unicodedata
from collections.abc import Sequence

from deskapp.errors import UserError
from deskapp.handovers.domain import BILL_NO_LENGTH, MOST_LINES, OCCASION_LENGTH, OCCASIONS, REASON_LENGTH, BillLine, SpendKind
from deskapp.points.domain import AwardKind
from deskapp.typed import code_form, format_points
from deskapp.typed.characters import visible


def judge_bill_no(text: str, *, field: str = "bill_no") -> str:
    """The number of a bill in one spelling: full-width folded, no blanks, capital letters. Refuses none and more than 40 characters."""
    number = "".join(unicodedata.normalize("NFKC", text).split()).upper()
    if not number:
        raise UserError("请输入结算单号", field=field)
    if len(number) > BILL_NO_LENGTH:
        raise UserError(f"结算单号最多 {BILL_NO_LENGTH} 个字", field=field)
    return number


def judge_reason(text: str, words: str, *, field: str = "reason_text") -> str:
    """Why a slip is returned, voided or reversed. Refuses none and more than 200 characters."""
    reason = text.strip()
    if not reason:
        raise UserError(f"请写明{words}的原因", field=field)
    if len(reason) > REASON_LENGTH:
        raise UserError(f"原因最多 {REASON_LENGTH} 个字", field=field)
    return reason


def judge_occasion(kind: AwardKind, text: str, *, field: str = "occasion") -> tuple[str, str]:
    """What an award was given for: (the key under which it is given once, the words the ledger says).

    A car is known by plate, VIN or contract in one spelling; events and suggestions by their words without blanks, so that
    “秋季 自驾” is no second occasion. Refuses none and more than 60 characters.
    """
    words = " ".join(visible(unicodedata.normalize("NFKC", text)).split())
    if not words:
        raise UserError(f"请写明{OCCASIONS[kind]}", field=field)
    if len(words) > OCCASION_LENGTH:
        raise UserError(f"最多 {OCCASION_LENGTH} 个字，现为 {len(words)} 个", field=field)
    if kind is not AwardKind.REFERRED_CAR:
        return "".join(words.split()), words
    code = code_form(words)
    if not code:
        raise UserError(f"请写明{OCCASIONS[kind]}", field=field)
    return code, code


def judge_lines(lines: Sequence[BillLine]) -> None:
    """Refuse a bill without a line, with too many, or with one that is worth nothing; the field is the amount of the line's kind."""
    if not lines:
        raise UserError("请至少填一项消费金额", field=amount_field(SpendKind.MAINTENANCE))
    if len(lines) > MOST_LINES:
        raise UserError(f"一张移交单最多 {MOST_LINES} 行，请分成两张", field=amount_field(lines[-1].kind))
    for line in lines:
        if line.amount <= 0:
            raise UserError("金额要大于 0", field=amount_field(line.kind))


def amount_field(kind: SpendKind) -> str:
    """What a form calls the amount of a kind of spend."""
    return f"amount_{kind.value}"


def judge_points_used(points: int, amount: int, *, points_per_yuan: int, allowed: bool) -> None:
    """Refuse points on a bill where the store takes none, and more than the bill is worth: points are never cash."""
    if points < 0:
        raise UserError("抵扣积分不能是负数", field="points")
    if points and not allowed:
        raise UserError("本店不接受积分抵扣账单", field="points")
    if points * 100 > amount * points_per_yuan:
        most = amount * points_per_yuan // 100
        raise UserError(f"抵扣不能超过账单金额：最多 {format_points(most)} 分", field="points")


def most_points_used(amount: int, spendable: int, *, points_per_yuan: int) -> int:
    """How many points a bill of `amount` fen takes: not more than it is worth, not more than there are."""
    return max(0, min(spendable, amount * points_per_yuan // 100))
