"""A PC that is switched off in the middle of an import leaves all of the list in the store, or none of it."""

import random

from deskapp.staff.domain import Role
from tests.conftest import DEEP
from tests.deskapp.members.lists import MANY_HEADS, csv_list, everything, many
from tests.deskapp.people import hire
from tests.faults import moving_in
from tests.faults.workers import Outcome, Worker

ROWS = 1_500
KILLS = 25 if DEEP else 4


def test_an_import_killed_at_any_point_leaves_nothing_and_the_next_one_brings_all(store, tmp_path):
    manager = hire("李敏", Role.SERVICE_MANAGER)
    path = str(csv_list(tmp_path / "会员.csv", *many(ROWS), heads=MANY_HEADS))
    before, chance = everything(), random.Random(7)
    for turn in range(KILLS):
        worker = Worker(store, moving_in.bring, manager, path, f"list-{turn}", telling=True)
        at = chance.randint(1, 30)
        for report in worker.heard():
            if report == at:
                break
        worker.kill()
        assert everything() == before
    last = Worker(store, moving_in.bring, manager, path, "list-0", telling=True)
    *_, outcome = last.heard()
    assert outcome == Outcome(value=ROWS)
    assert len(everything()["memberships"]) == ROWS
