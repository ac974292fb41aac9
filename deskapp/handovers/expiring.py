"""Points that end soon: who, how many, when. Customer service reminds the guests before the points are gone (members.md §4)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

from deskapp.customers.search import by_ids
from deskapp.data import Act, reading
from deskapp.members.exporting import log_export
from deskapp.members.reading import pills
from deskapp.points.domain import ENDING_SOON_DAYS, Expiry
from deskapp.points.ending import ending
from deskapp.points.reading import holdings
from deskapp.settings.store import value
from deskapp.sheets.writing import Cell, Column, write_xlsx
from deskapp.staff.domain import Right
from deskapp.staff.service import require

_CHUNK = 500

COLUMNS = (
    Column("客户", 20),
    Column("称谓", 8),
    Column("手机", 16),
    Column("车牌", 24),
    Column("会员", 20),
    Column("可兑换", 12),
    Column("到期积分", 12),
    Column("最后可用日", 14),
    Column("明细", 40),
)


@dataclass(frozen=True, slots=True)
class ExpiringRow:
    """One guest with points that end in the days asked for, of all he may spend. The mobile is masked; `parts` are by last day."""

    customer_id: int
    name: str
    salutation: str
    mobile: str
    plates: tuple[str, ...]
    pills: tuple[str, ...]
    parts: tuple[Expiry, ...]
    spendable: int

    @property
    def points(self) -> int:
        return sum(part.points for part in self.parts)

    @property
    def first_on(self) -> date:
        return self.parts[0].on


def expiring(*, act: Act, days: int | None = None) -> list[ExpiringRow]:
    """Guests whose points end within `days` from today (None: the store's setting), the first day on top, then the most points."""
    require(act, Right.SEE_CUSTOMERS)
    today = act.at.date()
    until = today + timedelta(days=value(ENDING_SOON_DAYS) if days is None else days)
    with reading():
        found = ending(on=today, until=until)
        rows = [row for chunk in _chunks(list(found)) for row in _described(act, chunk, found)]
    return sorted(rows, key=lambda row: (row.first_on, -row.points, row.customer_id))


def export_expiring(*, act: Act, path: Path, days: int | None = None) -> int:
    """Write the list as a workbook, numbers masked; how many rows. Who took it out of the house is logged with the other exports."""
    require(act, Right.EXPORT_DATA)
    rows = [_cells(row) for row in expiring(act=act, days=days)]

    def log(count: int) -> None:
        log_export(act=act, what="快到期积分", path=path, rows=count)

    return write_xlsx(path, COLUMNS, rows, sheet="快到期积分", whole=log)


def _cells(row: ExpiringRow) -> tuple[Cell, ...]:
    parts = "，".join(f"{part.on} {part.points} 分" for part in row.parts) if len(row.parts) > 1 else ""
    return (row.name, row.salutation, row.mobile, " ".join(row.plates), " ".join(row.pills), row.spendable, row.points, row.first_on, parts)


def _described(act: Act, ids: Sequence[int], found: dict[int, tuple[Expiry, ...]]) -> Iterator[ExpiringRow]:
    today = act.at.date()
    standing, held = pills(customer_ids=ids, on=today), holdings(customer_ids=ids, on=today)
    for hit in by_ids(act=act, customer_ids=ids):
        key = hit.customer_id
        if key is not None:
            yield ExpiringRow(
                customer_id=key,
                name=hit.name,
                salutation=hit.salutation,
                mobile=hit.mobile,
                plates=hit.plates,
                pills=standing.get(key, ("非会员",)),
                parts=found[key],
                spendable=held[key].spendable,
            )


def _chunks(ids: Sequence[int]) -> Iterator[list[int]]:
    coming = iter(ids)
    while chunk := list(islice(coming, _CHUNK)):
        yield chunk
