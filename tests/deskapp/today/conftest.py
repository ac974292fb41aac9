"""The house of the hand-over tests, with people of every kind and a member of whom nothing is owed."""

import pytest

from deskapp.members.registration import register_oem
from tests.conftest import MORNING
from tests.deskapp.handovers.conftest import form, house, pending_member

__all__ = ["form", "house", "pending_member"]


@pytest.fixture(autouse=True)
def _registered(request: pytest.FixtureRequest, act) -> None:
    """系统登记 of the member is done."""
    if "house" in request.fixturenames:
        house = request.getfixturevalue("house")
        register_oem(act=act(staff_id=house.service), membership_ids=[house.membership], on=MORNING.date())
