"""The list of members on A4 as the page shows it: to be called through, ticked off, signed for."""

from collections.abc import Sequence
from datetime import datetime

from deskapp.members.domain import Member
from deskapp.papers import A4, Column, Head, Paper, Printed, print_form, table
from deskapp.typed import format_date

PAPERS: tuple[Paper, ...] = (A4,)

_COLUMNS = (
    Column("序", 9, "center"),
    Column("状态", 18),
    Column("姓名", 26),
    Column("手机", 30),
    Column("车牌", 26),
    Column("会员编号", 38),
    Column("级别", 14),
    Column("有效期至", 26),
    Column("推荐人", 18),
)


def render(
    rows: Sequence[tuple[Member, str]], *, paper: Paper, store: str, title: str, printed_at: datetime, printed_by: str, reprint: int = 0
) -> Printed:
    """The members in their order, each with the name of his recruiter; mobiles are masked."""
    head = Head(store=store, title=title, subline=f"共 {len(rows)} 位", printed_at=printed_at, printed_by=printed_by)
    lines = [
        (
            str(place),
            member.stage.label if member.state.is_open and member.stage.label else member.state.label,
            member.name,
            member.mobile,
            member.plates[0] if member.plates else "",
            member.number,
            member.level.label,
            format_date(member.valid_until),
            recruiter,
        )
        for place, (member, recruiter) in enumerate(rows, start=1)
    ]
    return print_form(paper=paper, head=head, body=lambda _: (table(_COLUMNS, lines),), reprint=reprint)
