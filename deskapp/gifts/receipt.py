"""The receipt of a redemption, which the customer signs for the gift: one strike on 241 mm paper, or a page a copy on laser printers."""

from collections.abc import Sequence
from datetime import datetime

from deskapp.gifts.domain import MAX_LINES, HandoverMode, Relation, State
from deskapp.gifts.slips import Receipt, Redemption
from deskapp.papers import (
    A5,
    DATE_TIME,
    NCR_241X93,
    NCR_241X140,
    Cell,
    Copy,
    Equation,
    Field,
    Head,
    Paper,
    Printed,
    Row,
    Section,
    Sign,
    Text,
    Ticks,
    print_form,
)
from deskapp.papers.pen import Align
from deskapp.typed import format_points, mask_mobile

PAPERS: tuple[Paper, ...] = (NCR_241X140, A5, NCR_241X93)
COPIES = (Copy("客服联", "白", label="客服存档联"), Copy("客户联", "红"), Copy("库房财务联", "黄"))
SHORT_LINES = 3
"""Gifts the short form holds (look.md §4)."""

_COLUMNS = (10, 34, 56, 24, 24, 48)
_STACKED_COLUMNS = (11, 26, 40, 18, 13, 20)
_TITLES: tuple[tuple[str, Align], ...] = (
    ("序", "center"),
    ("编号", "left"),
    ("礼品名称", "left"),
    ("单位分值", "right"),
    ("数量", "right"),
    ("小计", "right"),
)
_NOTE = "余额与到期积分以兑换时刻为准；凭本单当日可到客服部更正。"
_RETENTION = "客服部存档，保存 3 年"
_ROOMY_ROW = 7.6
"""Height of a row on 241×140 while three gifts or fewer leave room, mm."""
_ROOMY_SIGN, _SIGN = 19.5, 14.5


def papers_for(redemption: Redemption) -> tuple[Paper, ...]:
    """The sizes this receipt may be printed on, the default first: the short form holds three gifts."""
    return PAPERS if len(redemption.lines) <= SHORT_LINES else tuple(paper for paper in PAPERS if paper is not NCR_241X93)


def render(
    receipt: Receipt, *, paper: Paper, store: str, printed_at: datetime, printed_by: str, department: str = "", reprint: int = 0
) -> Printed:
    """The receipt as it stands: before the signature its cells are left to be filled by hand. Mobiles are masked on every copy."""
    slip = receipt.redemption
    short = "" if slip.state is State.RECEIVED else slip.state.label
    head = Head(
        store=store,
        title="积分兑换单 / 礼品签收单",
        number=slip.number,
        code=receipt.code,
        subline=short,
        short=short,
        subject=slip.customer_name,
        printed_at=printed_at,
        printed_by=printed_by,
        department=department,
    )
    sections = _sections(receipt, paper)
    return print_form(paper=paper, head=head, body=lambda _: sections, copies=COPIES, reprint=reprint, note=_NOTE, retention=_RETENTION)


def _sections(receipt: Receipt, paper: Paper) -> Sequence[Section]:
    """Who, what, the sum, the signatures; the short form without means and totals."""
    slip = receipt.redemption
    short = paper is NCR_241X93
    crowded = len(slip.lines) + bool(slip.address) > (SHORT_LINES if paper.stacked else MAX_LINES)  # the sum gives up its large figures
    roomy = paper is NCR_241X140 and len(slip.lines) + bool(slip.address) <= SHORT_LINES
    columns, row = (_STACKED_COLUMNS if paper.stacked else _COLUMNS), _ROOMY_ROW if roomy else 0.0
    who = _who(receipt, stacked=paper.stacked)
    gifts = _gifts(slip)
    sums = [_sum_in_one_row(slip)] if short or crowded else [_equation(slip), Row(Field("积分到期", _expiry(slip), span=6))]
    signed = _signed(slip, stacked=paper.stacked, height=_ROOMY_SIGN if roomy else _SIGN)
    return (
        Section([*who, *([] if short else _means(slip, stacked=paper.stacked))], columns=columns, row=row, done=True),
        Section(
            [*gifts, *([] if short else [_total(slip)])],
            columns=columns,
            row=row,
            head=Row(*(Text(text, align=align, head=True) for text, align in _TITLES)),
        ),
        Section(sums, columns=columns, row=row),
        Section(signed, columns=columns, row=row, done=False),
    )


def _who(receipt: Receipt, *, stacked: bool) -> list[Row]:
    slip = receipt.redemption
    if stacked:
        name, number = Field("姓名", slip.customer_name, span=3), Field("会员号", slip.member_no, span=3)
        return [Row(name, number), Row(Field("手机尾号", slip.mobile_tail, span=3), Field("卡级别", receipt.level, span=3))]
    name, number = Field("姓名", slip.customer_name, span=2, label_chars=2), Field("会员号", slip.member_no)
    return [Row(name, number, Field("手机尾号", slip.mobile_tail, span=2), Field("卡级别", receipt.level))]


def _means(slip: Redemption, *, stacked: bool) -> list[Row]:
    by_post = slip.mode is HandoverMode.COURIER
    means = Ticks("领取方式", tuple(mode.label for mode in HandoverMode), slip.mode.label, span=6 if stacked else 3)
    planned = Field("约定日期", f"{slip.planned_on}" if slip.planned_on else "", span=3 if stacked else 2)
    going: tuple[Cell, ...] = (planned, Field("送达人", slip.carrier, span=3 if stacked else 1))
    if by_post:
        going = (Field("快递单号", slip.courier_no, span=6 if stacked else 3),)
    rows = [Row(means), Row(*going)] if stacked else [Row(means, *going)]
    return [*rows, Row(Field("收件地址" if by_post else "送达地址", slip.address, span=6))] if slip.address else rows


def _gifts(slip: Redemption) -> list[Row]:
    return [
        Row(
            Text(str(line.line_no), align="center"),
            Text(line.gift_no),
            Text(line.name),
            Text(format_points(line.unit_points), align="right"),
            Text(str(line.quantity), align="right"),
            Text(format_points(line.points), align="right"),
        )
        for line in slip.lines
    ]


def _total(slip: Redemption) -> Row:
    count = sum(line.quantity for line in slip.lines)
    return Row(Text("合计", span=4, align="right"), Text(str(count), align="right"), Text(format_points(slip.cost), align="right"))


def _equation(slip: Redemption) -> Row:
    before, after = format_points(slip.points_before), format_points(slip.points_after)
    return Row(Equation((("兑换前余额", before), ("本次扣分", format_points(slip.cost)), ("本次后余额", after)), ("−", "="), span=6))


def _sum_in_one_row(slip: Redemption) -> Row:
    spent = f"{format_points(slip.cost)} 分，本次后余额 {format_points(slip.points_after)} 分"
    return Row(Field("本次扣分", spent, span=3), Field("", _expiry(slip), span=3))


def _expiry(slip: Redemption) -> str:
    if slip.expiring_on is None:
        return "没有将到期的积分。"
    return f"将于 {slip.expiring_on} 到期 {format_points(slip.expiring_points)} 分，请在到期前使用。"


def _signed(slip: Redemption, *, stacked: bool, height: float) -> list[Row]:
    done = slip.received_at is not None
    relation = slip.receiver.relation.label if done else ""
    mobile = mask_mobile(slip.receiver.mobile) if done and slip.receiver.mobile else ""
    who = Field("签收人", slip.signed_by if done else "", span=6 if stacked else 2)
    ticks = Ticks("与会员关系", tuple(one.label for one in Relation), relation, span=6 if stacked else 3, label_chars=5)
    proxy = Field("代领手机", mobile or ("—" if done else ""), span=6 if stacked else 1)
    clerk, at = (slip.handled_by, slip.received_at) if slip.received_at else (slip.applied_by, slip.applied_at)
    approved = f"{slip.approved_at:%m-%d %H:%M}" if slip.approved_at else ""
    customer = Sign("签收人签字", span=6 if stacked else 3, note="礼品已当面点清", units=DATE_TIME, height=height)
    by = Sign("经办人", span=3 if stacked else 2, name=clerk, at=f"{at:%m-%d %H:%M}", height=height)
    approver = Sign("审核人", span=3 if stacked else 1, name=slip.approved_by, at=approved, height=height)
    if stacked:
        return [Row(who), Row(ticks), Row(proxy), Row(customer), Row(by, approver)]
    return [Row(who, ticks, proxy), Row(customer, by, approver)]
