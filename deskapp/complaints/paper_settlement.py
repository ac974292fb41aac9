"""解决确认书: what was paid or promised to the customer, which he signs (complaints.md §6). It carries the number of its slip."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from deskapp.papers import A4, A5_LANDSCAPE, NCR_241X140, Copy, Field, Head, Paper, Printed, Row, Section, Sign, Text, print_form
from deskapp.papers.pen import Align
from deskapp.typed import format_mobile, format_money, mask_mobile

PAPERS: tuple[Paper, ...] = (A5_LANDSCAPE, NCR_241X140, A4)
COPIES = (Copy("客服联", "白", label="客服存档联", full=True), Copy("客户联", "红"), Copy("财务联", "黄"))
TITLE = "投诉解决确认书"

_COLUMNS = (10, 44, 68, 28, 28)
_HEADS: tuple[tuple[str, Align], ...] = (
    ("序", "center"),
    ("项目", "left"),
    ("内容", "left"),
    ("金额（元）", "right"),
    ("兑现日期", "left"),
)
_LEAST = 3
"""Rows for promises on the blank form."""
_SIGN, _HAND_ROW = 18.0, 8.4
_STATEMENT = (
    "客户确认：以上办法已向本人说明，本人同意按此解决。承诺事项到期未兑现的，请凭本确认书联系客服部，由客服部督办。一式三联，签字后生效。"
)
_RETENTION = "随处理单存档，保存 3 年"
_DIGITS = "零壹贰叁肆伍陆柒捌玖"


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """One thing paid or promised. `amount` in fen, None = no money; `due_on` None = done on the spot."""

    what: str
    detail: str = ""
    amount: int | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """The sheet. `number` and `code` are the slip's, so a scan of the signed paper opens it; `settlement_no` is the sheet's own.

    `mobile` in full: each copy shows what it may. `complaint` is what the customer complained of, in a sentence or in his words.
    """

    number: str = ""
    code: str = ""
    settlement_no: str = ""
    settled_on: date | None = None
    customer: str = ""
    mobile: str = ""
    plate: str = ""
    model: str = ""
    complaint: str = ""
    promises: tuple[Promise, ...] = ()
    handled_by: str = ""
    approved_by: str = ""
    approved_at: datetime | None = None

    @property
    def total(self) -> int:
        """Fen paid or promised."""
        return sum(one.amount or 0 for one in self.promises)


def render(
    settlement: Settlement,
    *,
    paper: Paper,
    store: str,
    printed_at: datetime | None,
    printed_by: str,
    copies: Sequence[Copy] = COPIES,
    reprint: int = 0,
) -> Printed:
    """The sheet in its copies, to be signed; without `number` and promises it is a form to be written by hand."""
    known = "  ".join(part for part in (settlement.customer, settlement.plate) if part)
    called = [f"确认书号 {settlement.settlement_no}"] if settlement.settlement_no else []
    agreed = [f"{settlement.settled_on:%Y-%m-%d}"] if settlement.settled_on else []
    head = Head(
        store=store,
        title=TITLE,
        number=settlement.number,
        code=settlement.code,
        subline="　".join((*called, *agreed)),
        short="".join(called),
        subject=known,
        printed_at=printed_at,
        printed_by=printed_by,
    )
    sections = {full: _sections(settlement, paper, full=full) for full in (True, False)}
    note = "" if paper is NCR_241X140 else "编号与处理单相同；签字后与处理单一并交回客服部。"
    return print_form(
        paper=paper,
        head=head,
        body=lambda copy: sections[copy.full],
        copies=copies,
        reprint=reprint,
        note=note,
        retention=_RETENTION,
    )


def _sections(one: Settlement, paper: Paper, *, full: bool) -> Sequence[Section]:
    tall = 14.0 if paper is A4 else 11.8
    mobile = format_mobile(one.mobile) if full else mask_mobile(one.mobile)
    who = Section(
        [
            Row(
                Field("客户姓名", one.customer, bold=True),
                Field("手机", mobile),
                Field("车牌", one.plate, bold=True),
                Field("车型", one.model),
            ),
            Row(Field("投诉事项", one.complaint, span=4, height=tall)),
        ],
        mark="①",
        title="客户",
        done=bool(one.number),
    )
    statement = Row(Text(_STATEMENT, span=4, size=paper.look.option, height=tall))
    approved = f"{one.approved_at:%m-%d %H:%M}" if one.approved_at else ""
    signs = Row(
        Sign("客户签字", span=2, height=_SIGN),
        Sign("经办人", name=one.handled_by, height=_SIGN),
        Sign("批准人", name=one.approved_by, at=approved, height=_SIGN),
    )
    return (who, _promised(one), Section([statement, signs], mark="③", title="确认"))


def _promised(one: Settlement) -> Section:
    """② 办法: the promises, blank rows up to three, and the sum in figures and in capitals."""
    lines = [
        (
            str(place),
            promise.what,
            promise.detail,
            "—" if promise.amount is None else format_money(promise.amount),
            f"{promise.due_on:%Y-%m-%d}" if promise.due_on else "当场兑现",
        )
        for place, promise in enumerate(one.promises, 1)
    ]
    lines += [(str(place), "", "", "", "") for place in range(len(lines) + 1, _LEAST + 1) if not one.promises]
    words = f"合计（大写）　{in_capitals(one.total)}" if one.promises else "合计（大写）"
    total = Row(
        Text(words, span=3, bold=True),
        Text(format_money(one.total) if one.promises else "", align="right", bold=True),
        Text(""),
    )
    rows = [Row(*(Text(text, align=align) for text, (_, align) in zip(line, _HEADS, strict=True))) for line in lines]
    head = Row(*(Text(text, align=align, head=True) for text, align in _HEADS))
    row = 7.0 if one.promises else _HAND_ROW
    return Section([*rows, total], mark="②", title="办法", columns=_COLUMNS, head=head, row=row)


def in_capitals(fen: int) -> str:
    """An amount ≥ 0 in the characters bank papers use (支付结算办法 附件一): 壹仟零陆元伍角整."""
    yuan, rest = divmod(fen, 100)
    jiao, cents = divmod(rest, 10)
    if not fen:
        return "零元整"
    text = f"{_whole(yuan)}元" if yuan else ""
    text += f"{_DIGITS[jiao]}角" if jiao else "零" if text and cents else ""
    text += f"{_DIGITS[cents]}分" if cents else "整"
    return text


def _whole(number: int) -> str:
    """A whole number in capitals: groups of four, one 零 for any run of zeros between digits."""
    text = ""
    for place, unit in ((10**8, "亿"), (10**4, "万"), (1, "")):
        group, number = divmod(number, place)
        if not group:
            text += "零" if text and not text.endswith("零") and number else ""
            continue
        gap = text and group < 1_000 and not text.endswith("零")
        text += ("零" if gap else "") + _group(group) + unit
    return text


def _group(group: int) -> str:
    """1 to 9999 in capitals (a group of 亿 above that does not occur on this paper)."""
    text = ""
    for place, unit in ((1000, "仟"), (100, "佰"), (10, "拾"), (1, "")):
        digit, group = divmod(group, place)
        if digit:
            text += _DIGITS[digit] + unit
        elif text and group and not text.endswith("零"):
            text += "零"
    return text
