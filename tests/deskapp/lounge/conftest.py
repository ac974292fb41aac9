"""A lounge with the plan's templates, two attendants, customer service and its manager; the store was founded in the morning."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest

from deskapp.checklists.domain import Result
from deskapp.checklists.templates import seed
from deskapp.data import Act, ActRecord, one_transaction
from deskapp.lounge.domain import Day
from deskapp.lounge.duty import sign_on, tick_area
from deskapp.lounge.reading import lounge_day
from deskapp.staff.domain import Role
from tests.deskapp.people import hire, hire_system

DAY = date(2026, 11, 23)
FOUNDED = datetime(2026, 11, 16, 8, 0)
AREA = [f"E{n}" for n in range(1, 14)]


def at(clock: str, *, day: date = DAY) -> datetime:
    """An instant of the day: at("08:45") or at("08:45:01")."""
    parts = [int(part) for part in clock.split(":")]
    return datetime(day.year, day.month, day.day) + timedelta(hours=parts[0], minutes=parts[1], seconds=parts[2] if len(parts) > 2 else 0)


@dataclass(frozen=True)
class Lounge:
    """The people of the lounge and short ways to act as them."""

    manager: int
    service: int
    lin: int
    wu: int
    act: Callable[..., Act]

    def do(self, by: int, clock: str, *, day: date = DAY, request_id: str = "") -> Act:
        return self.act(staff_id=by, at=at(clock, day=day), pc="休息区", request_id=request_id)

    def on(self, *people: int, clock: str = "08:05", day: date = DAY) -> None:
        """Sign people on."""
        for person in people:
            sign_on(act=self.do(person, clock, day=day))

    def area_done(self, by: int, slot: str, clock: str, *, day: date = DAY, failing: str = "") -> None:
        marks = {code: (Result.FAILED, "未擦净") if code == failing else (Result.PASSED, "") for code in AREA}
        tick_area(act=self.do(by, clock, day=day), slot=slot, marks=marks)

    def day(self, day: date = DAY) -> Day:
        return lounge_day(act=self.do(self.service, "23:00", day=day), day=day)


def found_store(at: datetime) -> None:
    """The act by which a store knows since when it is there."""
    with one_transaction():
        ActRecord.create(request_id="first-run", use_case="first_run", args_hash="", staff_id=None, at=at, pc="测试")


@pytest.fixture
def lounge(store, act) -> Lounge:
    found_store(FOUNDED)
    manager = hire("陈静", Role.SERVICE_MANAGER)
    hire_system()
    people = Lounge(
        manager,
        hire("李敏", Role.CUSTOMER_SERVICE),
        hire("林晓", Role.LOUNGE_ATTENDANT),
        hire("吴迪", Role.LOUNGE_ATTENDANT),
        act,
    )
    seed(act=act(staff_id=manager, at=FOUNDED))
    return people
