"""Slips walk at random through the hands of everybody: whatever is pressed, each step is taken whole or refused in words, and what must
hold of a slip holds after every one.
"""

import random
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from deskapp.complaints.answering import (
    ask_more_time,
    decide_more_time,
    name_owner,
    return_department,
    save_plan,
    sign_department,
    submit_result,
)
from deskapp.complaints.closing import (
    Signatures,
    archive_complaint,
    miss_paper,
    missing_for_archive,
    reopen_complaint,
    take_back_paper,
    void_complaint,
)
from deskapp.complaints.contacting import (
    accept_result,
    cannot_be_told,
    contact_customer,
    give_up_reaching,
    inform_customer,
    note_try,
    recheck_customer,
    reject_result,
    send_back,
    take_back_complaint,
)
from deskapp.complaints.lists import CompensationKind, Satisfaction, Severity
from deskapp.complaints.owed import steps_owed
from deskapp.complaints.paying import decide_compensation, propose_compensation
from deskapp.complaints.reading import complaint_by_id
from deskapp.complaints.receiving import edit_complaint
from deskapp.complaints.rounds import pause_complaint, resume_complaint
from deskapp.complaints.routing import Assignment, reassign_complaint, route_complaint, withdraw_department
from deskapp.complaints.states import RowState, Stage, State, state_of
from deskapp.complaints.tables import ComplaintRecord
from deskapp.complaints.things import Complaint
from deskapp.errors import UserError
from tests.conftest import DEEP
from tests.deskapp.complaints.conftest import MONDAY
from tests.deskapp.complaints.test_transitions import NOBODY

SEEDS = range(100 if DEEP else 1)
PRESSES = 40


def any_row(slip, chance):
    return chance.choice(slip.rows).id if slip.rows else 0


def some(house, slip, chance):
    """Departments to tick: mostly those that are on the slip."""
    known = [row.department_id for row in slip.current_rows] or [house.workshop]
    return chance.sample(known, chance.randint(0, len(known)))


def to(house, chance):
    wanted = chance.sample([house.workshop, house.parts, house.manager_department], chance.randint(1, 2))
    return [Assignment(key, workdays=chance.choice([None, None, 5])) for key in wanted]


def presses(house, at):
    """Every button there is, with what is then typed: (step, what is handed to it)."""
    text = {"reason": "走一走"}
    return [
        (route_complaint, lambda slip, chance: {"departments": to(house, chance)}),
        (route_complaint, lambda slip, chance: {"departments": to(house, chance)}),
        (reassign_complaint, lambda slip, chance: {"departments": to(house, chance), "withdrawn": [any_row(slip, chance)], **text}),
        (withdraw_department, lambda slip, chance: {"row_id": any_row(slip, chance), **text}),
        (sign_department, lambda slip, chance: {"row_id": any_row(slip, chance), "signed_by": chance.choice(["", "张伟"])}),
        (sign_department, lambda slip, chance: {"row_id": any_row(slip, chance), "signed_by": "张伟"}),
        (return_department, lambda slip, chance: {"row_id": any_row(slip, chance), "signed_by": "张伟", **text}),
        (name_owner, lambda slip, chance: {"row_id": any_row(slip, chance), "owner_id": house.worker}),
        (save_plan, lambda slip, chance: {"row_id": any_row(slip, chance), "findings": found(house, at, chance), "signed_by": "张伟"}),
        (submit_result, lambda slip, chance: {"row_id": any_row(slip, chance), "findings": found(house, at, chance), "signed_by": "张伟"}),
        (submit_result, lambda slip, chance: {"row_id": any_row(slip, chance), "findings": found(house, at, chance), "signed_by": "张伟"}),
        (ask_more_time, lambda slip, chance: {"row_id": any_row(slip, chance), "workdays": 2, "signed_by": "张伟", **text}),
        (decide_more_time, lambda slip, chance: {"row_id": any_row(slip, chance), "granted": chance.random() < 0.5, "note": "走一走"}),
        (sign_department, lambda slip, chance: {"row_id": any_row(slip, chance), "signed_by": "张伟"}),
        (submit_result, lambda slip, chance: {"row_id": any_row(slip, chance), "findings": house.findings(), "signed_by": "张伟"}),
        (contact_customer, lambda slip, chance: {"reached": chance.random() < 0.5}),
        (inform_customer, lambda slip, chance: {"note": "正在处理"}),
        (note_try, lambda slip, chance: {}),
        (give_up_reaching, lambda slip, chance: {}),
        (cannot_be_told, lambda slip, chance: {}),
        (accept_result, lambda slip, chance: {"feedback": "可以", "satisfaction": chance.choice(list(Satisfaction))}),
        (accept_result, lambda slip, chance: {"feedback": "可以", "satisfaction": chance.choice(list(Satisfaction))}),
        (reject_result, lambda slip, chance: {"feedback": "不行", "departments": some(house, slip, chance)}),
        (send_back, lambda slip, chance: {"rows": [any_row(slip, chance)], **text}),
        (take_back_complaint, lambda slip, chance: text if chance.random() < 0.2 else {"reason": ""}),
        (recheck_customer, lambda slip, chance: {"note": "好了"}),
        (pause_complaint, lambda slip, chance: text),
        (resume_complaint, lambda slip, chance: {}),
        (propose_compensation, lambda slip, chance: {"kind": CompensationKind.GIFT, "amount": chance.choice([0, 900_00]), "note": "礼"}),
        (decide_compensation, decided),
        (decide_compensation, decided),
        (take_back_paper, lambda slip, chance: {"signatures": Signatures(supervisor=chance.random() < 0.7)}),
        (miss_paper, lambda slip, chance: text),
        (edit_complaint, lambda slip, chance: {"form": house.form(mobile="", severity=chance.choice(list(Severity)))}),
        (archive_complaint, lambda slip, chance: {"closed": chance.random() < 0.5}),
        (archive_complaint, lambda slip, chance: {"closed": True}),
        (reopen_complaint, lambda slip, chance: {"departments": some(house, slip, chance), **text}),
        (void_complaint, lambda slip, chance: text if chance.random() < 0.1 else {"reason": ""}),
    ]  # fmt: skip


def found(house, at, chance):
    return house.findings(action_due_on=at.date() + timedelta(days=chance.randint(0, 2)), result=chance.choice(["修好了", "修好了", ""]))


def decided(slip, chance):
    asked = chance.choice(slip.compensations).id if slip.compensations else 0
    return {"compensation_id": asked, "approved": chance.random() < 0.7, "note": "走一走"}


def holds(slip: Complaint, before: Complaint, at: datetime) -> None:
    """What must hold of every slip at any time."""
    record = ComplaintRecord.get_by_id(slip.id)
    current = slip.current_rows
    assert slip.state is state_of(Stage(record.stage), tuple(row.state for row in current))
    assert len({row.department_id for row in current}) == len(current) <= 3
    assert slip.version >= before.version
    assert slip.steps[: len(before.steps)] == before.steps
    assert slip.round >= before.round
    kept = [row for row in before.rows if row.round < before.round and row not in before.current_rows]
    assert all(row in slip.rows for row in kept), "a round that is over is kept whole"
    assert (slip.outcome is not None) == (slip.stage in (Stage.TO_ARCHIVE, Stage.ARCHIVED)) or slip.stage is Stage.VOID
    if slip.state in (State.TO_ARCHIVE, State.ARCHIVED, State.VOID):
        assert slip.paused is None
    if slip.stage is Stage.ARCHIVED:
        assert slip.archive_no.startswith("GD-")
        assert slip.closed is not None
        assert before.stage is Stage.ARCHIVED or missing_for_archive(before) == ()
    if before.archive_no:
        assert slip.archive_no == before.archive_no
    for row in slip.rows:
        assert row.state is not RowState.SUBMITTED or row.has_result
        assert row.round <= slip.round
    owed = steps_owed([slip], at)
    assert all(one.clock.is_open and one.who for one in owed)


def pressed(step: Callable[..., object], act, slip: Complaint, typed: dict) -> UserError | None:
    """Press a button; the refusal, None when it was done."""
    try:
        step(act=act, seen=slip.seen, **typed)
    except UserError as refusal:
        return refusal
    return None


def press_until_done(house, step, slip: Complaint, typed: dict, hands, at: datetime) -> bool:
    """Press it by one hand after the other; whoever is refused leaves the slip as it was."""
    for hand in hands:
        refusal = pressed(step, house.do(hand, at), slip, typed)
        if refusal is None:
            return True
        assert refusal.message
    return False


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_is_pressed_is_done_whole_or_refused_in_words(house, seed):
    chance = random.Random(seed)
    slip = house.slip(State.TO_ROUTE, **(NOBODY if seed % 3 == 2 else {}))
    at, done = MONDAY, 0
    hands = (house.manager, house.service, house.aftersales, house.head, house.parts_head, house.boss)
    for _ in range(PRESSES):
        at += timedelta(hours=chance.choice([0, 0, 1, 5, 20]))
        before = slip
        buttons = chance.sample(presses(house, at), 8)
        if not any(press_until_done(house, step, slip, typed(slip, chance), chance.sample(hands, 3), at) for step, typed in buttons):
            assert complaint_by_id(slip.id) == before
            continue
        done += 1
        slip = complaint_by_id(slip.id)
        assert slip.version > before.version
        holds(slip, before, at)
        if slip.stage is Stage.VOID:
            slip = house.slip(State.TO_ROUTE, at=at)
    assert done > PRESSES // 3
    assert at.date() > date(2026, 11, 24)
