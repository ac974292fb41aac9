"""The stock of gifts on A4, with a column to write down what was counted; and the same as a workbook."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from deskapp.gifts.domain import Gift
from deskapp.papers import A4, Column, Head, Paper, Printed, Row, Text, print_form, table
from deskapp.sheets import writing as sheets
from deskapp.typed import format_money, format_points

PAPERS: tuple[Paper, ...] = (A4,)
_COLUMNS = (
    Column("编号", 17),
    Column("礼品", 55),
    Column("单位分值", 19, "right"),
    Column("在库", 14, "right"),
    Column("预留", 14, "right"),
    Column("可用", 14, "right"),
    Column("预警", 14, "right"),
    Column("库存金额（元）", 25, "right"),
    Column("实盘", 18),
)
_NOTE = "粗体：可用数已降到预警数。送达途中尚未签收的礼品仍算在库；可用 = 在库 − 未完成兑换单预留。"
_SHEET = (
    sheets.Column("编号", 10),
    sheets.Column("礼品", 30),
    sheets.Column("单位", 6),
    sheets.Column("单位分值", 10),
    sheets.Column("在库", 8),
    sheets.Column("预留", 8),
    sheets.Column("其中送达途中", 14),
    sheets.Column("可用", 8),
    sheets.Column("库存预警", 10),
    sheets.Column("成本（元）", 12),
    sheets.Column("库存金额（元）", 16),
    sheets.Column("供应商", 24),
    sheets.Column("上新", 12),
    sheets.Column("上架", 12),
    sheets.Column("下架", 12),
)


def stock_value(gifts: Sequence[Gift]) -> int:
    """What the stock cost, in fen."""
    return sum(gift.on_hand * gift.cost for gift in gifts)


def render(
    gifts: Sequence[Gift], *, paper: Paper, store: str, subtitle: str, printed_at: datetime, printed_by: str, reprint: int = 0
) -> Printed:
    """The gifts in their order, with pieces and worth of all; 实盘 is left to be written."""
    head = Head(store=store, title="礼品库存清单", subline=subtitle, printed_at=printed_at, printed_by=printed_by)
    lines = [
        (
            gift.gift_no,
            f"{gift.name}（{gift.unit}）",
            format_points(gift.points),
            str(gift.on_hand),
            str(gift.reserved) if gift.reserved else "",
            str(gift.available),
            str(gift.low_stock_at),
            format_money(gift.on_hand * gift.cost) if gift.cost else "",
            "",
        )
        for gift in gifts
    ]
    total = Row(
        Text(f"合计 {len(gifts)} 种", span=3),
        Text(str(sum(gift.on_hand for gift in gifts)), align="right"),
        Text(str(sum(gift.reserved for gift in gifts)), align="right"),
        Text(str(sum(gift.available for gift in gifts)), align="right"),
        Text(""),
        Text(format_money(stock_value(gifts)), align="right"),
        Text(""),
    )
    low = [place for place, gift in enumerate(gifts) if gift.is_low]
    stock = table(_COLUMNS, lines, emphasis=low, total=total)
    return print_form(paper=paper, head=head, body=lambda _: (stock,), reprint=reprint, note=_NOTE)


def write_stock_list(path: Path, gifts: Sequence[Gift]) -> int:
    """Write the gifts in their order as a workbook; how many. Refuses a file that cannot be written."""
    return sheets.write_xlsx(path, _SHEET, _rows(gifts), sheet="礼品库存")


def _rows(gifts: Sequence[Gift]) -> Iterator[tuple[sheets.Cell, ...]]:
    for gift in gifts:
        stock = (gift.on_hand, gift.reserved, gift.under_way, gift.available, gift.low_stock_at)
        money = (format_money(gift.cost), format_money(gift.on_hand * gift.cost)) if gift.cost else ("", "")
        days = (gift.new_on, gift.offered_from, gift.offered_until)
        yield gift.gift_no, gift.name, gift.unit, gift.points, *stock, *money, gift.supplier, *days
