"""Redemptions on their way, on A4: how long each has waited, and who has it now."""

from collections.abc import Sequence
from datetime import datetime

from deskapp.gifts.slips import Redemption
from deskapp.papers import A4, Column, Head, Paper, Printed, Row, Text, print_form, table
from deskapp.typed import format_plate

PAPERS: tuple[Paper, ...] = (A4,)
_COLUMNS = (
    Column("单号", 36),
    Column("客户", 20),
    Column("车牌", 23),
    Column("礼品", 36),
    Column("申请", 13),
    Column("已等", 12, "right"),
    Column("状态", 16),
    Column("现在在谁", 30),
)
_NOTE = "粗体：已逾期。已等：从申请到签收（未签收的到今天）的工作日。"


def render(
    found: Sequence[Redemption], *, paper: Paper, store: str, subtitle: str, printed_at: datetime, printed_by: str, reprint: int = 0
) -> Printed:
    """The redemptions in their order; the overdue ones say so."""
    head = Head(store=store, title="礼品兑换进度表", subline=subtitle, printed_at=printed_at, printed_by=printed_by)
    lines = [
        (
            one.number,
            one.customer_name,
            format_plate(one.plate) if one.plate else "",
            one.what,
            f"{one.applied_at:%m-%d}",
            f"{one.waiting_days} 天",
            f"超 {one.due.days} 天" if one.due is not None and one.is_overdue else one.state.label,
            _who(one),
        )
        for one in found
    ]
    late = [place for place, one in enumerate(found) if one.is_overdue]
    total = Row(Text(f"合计 {len(found)} 张" + (f"，其中逾期 {len(late)} 张" if late else ""), span=8))
    ages = table(_COLUMNS, lines, emphasis=late, total=total)
    return print_form(paper=paper, head=head, body=lambda _: (ages,), reprint=reprint, note=_NOTE)


def _who(one: Redemption) -> str:
    planned = f"（约定 {one.planned_on:%m-%d}）" if one.planned_on and one.state.is_open else ""
    return f"{'缺货，' if one.missing else ''}{one.waits_for}{planned}"
