"""Three years of the lounge as its attendants leave them: slots, rounds, cups, guests, a shift and a sign-off a day, entered in bulk."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from itertools import count
from typing import Any

import peewee as pw

from deskapp import start
from deskapp.data import Act, ActRecord, Record, WriteLockRecord, fetch_row, one_transaction
from deskapp.lounge.domain import MarkKind
from deskapp.lounge.tables import CupRecord, DayRecord, GuestRecord, RoundRecord, ShiftRecord, SlotMarkRecord
from deskapp.staff.domain import Role
from tests.benchmarks.population import MANAGER, OPENED, PC
from tests.deskapp.people import hire

DAYS = 3 * 365
_CHUNK = 400
_SLOTS = (("L1", 8, 13), ("L2", 8, 43), ("L3", 9, 40), ("L4", 11, 58), ("L5", 13, 56), ("L6", 16, 57), ("L7", 17, 27))
_ROUNDS = (("L4", 10, 14), ("L4", 10, 46), ("L4", 11, 15), ("L4", 11, 44), ("L6", 14, 31), ("L6", 15, 2), ("L6", 15, 28), ("L6", 16, 1))
_CUPS, _GUESTS = 20, 12


def live(days: int = DAYS) -> datetime:
    """Let an open store of its first day have lived so many days; the morning after, on which an attendant may sign on."""
    start.seed(Act(MANAGER, OPENED, PC, "seed-lounge"))
    attendant = hire("林晓", Role.LOUNGE_ATTENDANT, outlet="龙岗店")
    highest = fetch_row("SELECT MAX(id) FROM acts") or (0,)
    rows = _Rows(count(highest[0] + 1), attendant)
    for number in range(days):
        rows.day(number + 1, OPENED + timedelta(days=number))
    last = OPENED + timedelta(days=days - 1, hours=11)
    with one_transaction():
        for table, made in rows.all():
            for part in pw.chunked(made, _CHUNK):
                table.insert_many(list(part)).execute()
        WriteLockRecord.update(last_at=last).execute()
        _after_explicit_ids()
    return datetime.combine(last.date() + timedelta(days=1), time(8, 30))


class _Rows:
    """The rows of all days, table by table; each written by an act of its own."""

    def __init__(self, acts: Iterator[int], attendant: int) -> None:
        self._ids, self._attendant = acts, attendant
        self._acts: list[dict[str, Any]] = []
        self._made: dict[type[Record], list[dict[str, Any]]] = {
            table: [] for table in (DayRecord, ShiftRecord, SlotMarkRecord, RoundRecord, CupRecord, GuestRecord)
        }

    def all(self) -> Sequence[tuple[type[Record], list[dict[str, Any]]]]:
        return [(ActRecord, self._acts), *self._made.items()]

    def day(self, key: int, opened: datetime) -> None:
        day = opened.date()
        morning = datetime.combine(day, time())
        evening = self._act(morning + timedelta(hours=17, minutes=40))
        self._made[DayRecord].append(
            {
                "id": key,
                "day": day,
                "number": f"RZ-{day:%Y%m%d}-001",
                "signed": evening,
                "act": self._act(morning + timedelta(hours=8, minutes=2)),
            }
        )
        self._add(ShiftRecord, key, morning + timedelta(hours=8, minutes=2), staff=self._attendant, ended=evening)
        for slot, hour, minute in _SLOTS:
            at = morning + timedelta(hours=hour, minutes=minute)
            self._add(SlotMarkRecord, key, at, slot=slot, kind=MarkKind.DONE.value, done_at=at, staff=self._attendant)
        for slot, hour, minute in _ROUNDS:
            at = morning + timedelta(hours=hour, minutes=minute)
            self._add(RoundRecord, key, at, slot=slot, cups_ok=True, tables_ok=True, drinks_ok=True, butts=1)
        for number in range(_CUPS):
            at = morning + timedelta(hours=9, minutes=25 * number)
            self._add(CupRecord, key, at, place=str(number % 12 + 1), cleared=self._act(at + timedelta(seconds=110)))
        for number in range(_GUESTS):
            self._add(GuestRecord, key, morning + timedelta(hours=9, minutes=40 * number), quantity=1)

    def _add(self, table: type[Record], key: int, at: datetime, **values: Any) -> None:
        self._made[table].append({"day": key, "act": self._act(at), **values})

    def _act(self, at: datetime) -> int:
        number = next(self._ids)
        self._acts.append(
            {
                "id": number,
                "request_id": f"lounge-{number}",
                "use_case": "lounge",
                "args_hash": "",
                "staff_id": self._attendant,
                "at": at,
                "pc": PC,
            }
        )
        return number


def _after_explicit_ids() -> None:
    """PostgreSQL counts ids itself and has not noticed those that were given."""
    from deskapp.data import database, on_server

    if on_server():
        for table in ("acts", "lounge_days"):
            database.execute_sql(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT MAX(id) FROM {table}))")
