"""A store that lives day after day: its clock, its people, its guests, and one stream of chances from a seed.

Whatever it does goes through the real services; what it chooses from, it reads in the order of the ids, so that the same seed lives the
same life on every engine. A refusal is part of life: it is counted, and must have written nothing.
"""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from deskapp.analysis.domain import DailyReport
from deskapp.analysis.service import daily_report
from deskapp.data import Act, database, fetch_rows, on_server, revisions
from deskapp.demo.guests import Guest, guests
from deskapp.errors import UserError
from deskapp.staff.domain import Role
from deskapp.staff.service import person, person_by_no, system_staff_id
from deskapp.staff.staffing import add_person
from deskapp.store.first_run import first_run
from tests.deskapp.people import CHEAP, department_id

OPENS, CLOSES = time(8, 30), time(20, 0)
_SENT_TWICE = 0.04
_CLOSE = "setval(pg_get_serial_sequence('\"{table}\"', 'id'), COALESCE((SELECT MAX(id) FROM \"{table}\"), 0) + 1, false)"


@dataclass(frozen=True)
class Deed:
    """Something that happens in the store, and how often beside the others. `do` finds its people and records itself.

    `always_refused`: what comes too late, whoever does it.
    """

    name: str
    weight: int
    do: Callable[["World"], object]
    always_refused: bool = False


@dataclass
class Tally:
    """How often each deed was done, refused (in whose words), and found nothing to do."""

    done: Counter[str]
    refused: Counter[tuple[str, str]]
    idle: Counter[str]
    replays: int = 0


class NothingToDo(Exception):
    """The store holds nothing this deed could be done to."""


class World:
    """A founded store on the open database. `live(days)` goes on; `told` holds each day's report as it read on its evening."""

    def __init__(self, seed: int, *, begin: date, deeds: Sequence[Deed], members: int, brought: int) -> None:
        """`members` join in the course of time, of them `brought` come with the store's old list on its first day."""
        self.chance = random.Random(seed)
        self.begin = begin
        self.at = datetime.combine(begin, time(7, 0))
        self.deeds = deeds
        self.tally = Tally(Counter(), Counter(), Counter())
        self.told: dict[date, DailyReport] = {}
        self._requests = 0
        self._doing = self._close = ""
        invented = guests(members)
        self.brought, self.to_come = invented[:brought], invented[brought:]
        self.names = [guest.name for guest in invented]
        self.cards = 0
        self.staff = self._found()

    def _found(self) -> dict[str, int]:
        """客服经理, 客服, two clerks of the front desk, an adviser."""
        first_run(
            act=Act(None, self.at, "前台1", "first-run"),
            store_name="恒信汽车",
            outlet="总店",
            plate_prefix="粤B",
            manager_no="101",
            manager_name="陈静",
            pin="804793",
            recovery_code="ABCD-EFGH-JKMN-PQRS",
            cost=CHEAP,
        )
        manager = person_by_no("101")
        assert manager is not None
        found = {"manager": manager.id}
        for key, no, name, department, role in (
            ("service", "102", "李敏", "客服部", Role.CUSTOMER_SERVICE),
            ("clerk", "103", "王芳", "前台", Role.FRONT_DESK),
            ("clerk2", "104", "赵磊", "前台", Role.FRONT_DESK),
            ("adviser", "105", "周凯", "售后部", Role.SERVICE_ADVISOR),
            ("boss", "106", "何勇", "行政部", Role.GENERAL_MANAGER),
        ):
            act = Act(manager.id, self.at, "前台1", f"take-on-{no}")
            where = department_id(department)
            found[key] = add_person(act=act, staff_no=no, name=name, department_id=where, outlet_id=manager.outlet_id or 1, roles=[role])
        return found | {"system": system_staff_id()}

    # Time -------------------------------------------------------------------------------------------------------------

    @property
    def today(self) -> date:
        return self.at.date()

    def live(self, days: int, *, acts: int) -> None:
        """So many days with about `acts` deeds each; on days the store is shut nobody comes."""
        for _ in range(days):
            self.at = datetime.combine(self.today + timedelta(days=1), OPENS)
            if not self.ids("SELECT id FROM closures WHERE day = ? AND voided_by_id IS NULL", self.today):
                self._day(self.chance.randint(acts // 2, acts * 3 // 2))
            evening = datetime.combine(self.today, time(23, 59))
            self.told[self.today] = daily_report(act=replace(self.act("manager"), at=evening), day=self.today)

    def _day(self, acts: int) -> None:
        open_for = (datetime.combine(self.today, CLOSES) - self.at) / max(acts, 1)
        for _ in range(acts):
            self.at += open_for * self.chance.uniform(0.2, 1.8) / 1.8
            self.try_deed(self.chance.choices(self.deeds, [deed.weight for deed in self.deeds])[0])

    # Acts -------------------------------------------------------------------------------------------------------------

    def act(self, who: str, request_id: str = "") -> Act:
        """One press of a button; now and then by a PC whose clock is some minutes behind."""
        self._requests += 1
        behind = timedelta(minutes=self.chance.choice((0, 0, 0, 0, 0, 0, 2, 8)))
        pc = "前台2" if who == "clerk2" else "前台1"
        return Act(self.staff[who], self.at - behind, pc, request_id or f"year-{self._requests:06d}")

    def try_deed(self, deed: Deed) -> None:
        """Do it, or be refused; a refusal leaves the store as it was."""
        before, self._doing = revisions(), deed.name
        try:
            deed.do(self)
            self.tally.done[deed.name] += 1
        except NothingToDo:
            self.tally.idle[deed.name] += 1
        except UserError as refusal:
            self.tally.refused[deed.name, refusal.message] += 1
            self.close_gaps()
            if revisions() != before:
                raise AssertionError(f"{deed.name} was refused and has written") from refusal
        except Exception as bug:
            bug.add_note(f"{deed.name} on {self.at:%Y-%m-%d %H:%M}, act {self._requests}")
            raise

    def send(self, service: Callable[..., Any], who: str, /, **args: Any) -> Any:
        """Press the button; some answers are lost on their way, and the same form is sent again."""
        act = self.act(who)
        answer = service(act=act, **args)
        if self.chance.random() < _SENT_TWICE:
            before = revisions()
            service(act=act, **args)
            assert revisions() == before, f"{self._doing} was written twice"
            self.tally.replays += 1
            self.close_gaps()
        return answer

    # Choosing ---------------------------------------------------------------------------------------------------------

    def ids(self, text: str, *params: object) -> list[int]:
        """The ids a SELECT finds, in their order."""
        return sorted(row[0] for row in fetch_rows(text, *params))

    def one(self, text: str, *params: object) -> int:
        """One of them; NothingToDo if there is none."""
        found = self.ids(text, *params)
        if not found:
            raise NothingToDo
        return self.chance.choice(found)

    def row(self, text: str, *params: object) -> tuple[Any, ...]:
        """The one row a SELECT finds."""
        (found,) = fetch_rows(text, *params)
        return found

    def someone(self, *who: str) -> str:
        return self.chance.choice(who)

    def happens(self, chance: float) -> bool:
        return self.chance.random() < chance

    def next_guest(self) -> Guest:
        """Who comes in next for the first time."""
        if not self.to_come:
            raise NothingToDo
        return self.to_come[0]

    def new_card(self) -> str:
        """A card from the box under the desk."""
        self.cards += 1
        return f"7701{self.cards:04d}"

    def name_of(self, who: str) -> str:
        return person(self.staff[who]).name

    # Engines ----------------------------------------------------------------------------------------------------------

    def close_gaps(self) -> None:
        """On PostgreSQL a refused act leaves a gap in the ids, which SQLite does not: close it, so that both can be compared id by id."""
        if on_server():
            self._close = self._close or "SELECT " + ", ".join(_CLOSE.format(table=table) for table in _tables_with_ids())
            database.execute_sql(self._close)


def _tables_with_ids() -> list[str]:
    rows = fetch_rows("SELECT table_name FROM information_schema.columns WHERE table_schema = current_schema() AND column_name = 'id'")
    return [row[0] for row in rows if row[0] not in ("schema_migration", "write_lock")]
