"""休息区报修清单: what is broken, since when, who sees to it, on A4 (lounge.md §4)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from deskapp.lounge.things import Repair
from deskapp.papers import A4, Column, Head, Paper, Printed, print_form, table

PAPERS = (A4,)
TITLE = "休息区报修清单"
_COLUMNS = (
    Column("单号", 36),
    Column("设备", 34),
    Column("故障", 46),
    Column("报修", 24),
    Column("责任人", 20),
    Column("期限", 18),
    Column("天数", 12, "right"),
)


def render(
    repairs: Sequence[Repair], *, names: Mapping[int, str], now: datetime, paper: Paper, store: str, printed_by: str, reprint: int = 0
) -> Printed:
    """The requests in their order; those past their day stand in Bold."""
    today = now.date()
    rows = [
        (
            repair.number,
            repair.equipment,
            repair.fault,
            f"{names[repair.by]} {repair.opened_at:%m-%d}",
            names[repair.owner_id] if repair.owner_id else "",
            f"{repair.due_on:%m-%d}",
            str(repair.days_open(today)),
        )
        for repair in repairs
    ]
    late = [place for place, repair in enumerate(repairs) if repair.closed_at is None and repair.due_on < today]
    head = Head(store=store, title=TITLE, subline=f"未关闭 {len(repairs)} 张", printed_at=now, printed_by=printed_by)
    return print_form(paper=paper, head=head, body=lambda _: (table(_COLUMNS, rows, emphasis=late),), reprint=reprint)
