"""A store with the plan's sheets, customer service, a head and a seller of the sales department."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import pytest

from deskapp.checklists.domain import Result, RunKind
from deskapp.checklists.templates import seed
from deskapp.data import Act
from deskapp.inspection.domain import Inspection
from deskapp.inspection.service import begin_check, finish_check, mark_check
from deskapp.staff.domain import Role
from tests.deskapp.lounge.conftest import found_store
from tests.deskapp.people import hire, hire_system

MONDAY = datetime(2026, 11, 23, 8, 40)
FOUNDED = datetime(2026, 11, 16, 8, 0)


@dataclass(frozen=True)
class Floor:
    """The people, and a short way to a finished check."""

    manager: int
    service: int
    head: int
    seller: int
    act: Callable[..., Act]

    def do(self, by: int, at: datetime = MONDAY) -> Act:
        return self.act(staff_id=by, at=at)

    def begin(self, code: str = "A", kind: RunKind = RunKind.DAILY, *, at: datetime = MONDAY, **more) -> Inspection:
        return begin_check(act=self.do(self.service, at), code=code, kind=kind, **more)

    def check(self, code: str = "A", kind: RunKind = RunKind.DAILY, *, at: datetime = MONDAY, failing=(), **more) -> Inspection:
        """A finished check in which the items of `failing` failed."""
        begun = self.begin(code, kind, at=at, **more)
        marks = {item.code: (Result.FAILED, "有污渍") if item.code in failing else (Result.PASSED, "") for item in begun.run.items}
        mark_check(act=self.do(self.service, at), inspection_id=begun.id, marks=marks)
        return finish_check(act=self.do(self.service, at), inspection_id=begun.id)


@pytest.fixture
def floor(store, act) -> Floor:
    found_store(FOUNDED)
    people = Floor(
        manager=hire("陈静", Role.SERVICE_MANAGER),
        service=hire("李敏", Role.CUSTOMER_SERVICE),
        head=hire("张伟", Role.SUPERVISOR, department="销售部"),
        seller=hire("孙浩", Role.SALES_ADVISOR, department="销售部"),
        act=act,
    )
    hire_system()
    seed(act=act(staff_id=people.manager, at=FOUNDED))
    return people
