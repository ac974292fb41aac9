"""Every step of a redemption against every state and every role (members.md §5, rules.md §2), on both engines."""

from collections.abc import Callable
from typing import Any

import pytest

from deskapp.data import Act
from deskapp.errors import NotAllowed, UserError
from deskapp.gifts.catalogue import edit_gift
from deskapp.gifts.domain import GiftEntry, Receiver, State
from deskapp.gifts.reading import redemption
from deskapp.gifts.slips import Redemption
from deskapp.gifts.steps import (
    approve_redemption,
    cancel_application,
    cancel_approved,
    fail_delivery,
    prepare_gift,
    send_gift,
    sign_delivery,
    sign_receipt,
    undo_redemption,
)
from deskapp.staff.domain import Role
from tests.deskapp.gifts.counter import a_gift, an_act, gift
from tests.deskapp.gifts.way import BY_COURIER, brought_to
from tests.deskapp.people import hire

DESK = {Role.FRONT_DESK, Role.CUSTOMER_SERVICE, Role.SERVICE_MANAGER}
SERVICE = {Role.CUSTOMER_SERVICE, Role.SERVICE_MANAGER}
MANAGER = {Role.SERVICE_MANAGER}
APPROVE = SERVICE | {Role.GENERAL_MANAGER}
APPROVE_LARGE = MANAGER | {Role.GENERAL_MANAGER}

Take = Callable[[Act, int], Redemption]
# step -> (from which states, to which one, who may, how it is taken)
STEPS: dict[str, tuple[set[State], State, set[Role], Take]] = {
    "approve": ({State.APPLIED}, State.TO_PREPARE, APPROVE, lambda act, slip: approve_redemption(act=act, redemption_id=slip)),
    "prepare": ({State.TO_PREPARE}, State.READY, SERVICE, lambda act, slip: prepare_gift(act=act, redemption_id=slip)),
    "sign at the counter": (
        {State.READY},
        State.RECEIVED,
        DESK,
        lambda act, slip: sign_receipt(act=act, redemption_id=slip, receiver=Receiver()),
    ),
    "send": (
        {State.READY},
        State.ON_THE_WAY,
        SERVICE,
        lambda act, slip: send_gift(act=act, redemption_id=slip, means=BY_COURIER, courier_no="YT2026112300"),
    ),
    "sign for a delivery": (
        {State.ON_THE_WAY},
        State.RECEIVED,
        SERVICE,
        lambda act, slip: sign_delivery(act=act, redemption_id=slip, receiver=Receiver()),
    ),
    "fail a delivery": (
        {State.ON_THE_WAY},
        State.READY,
        SERVICE,
        lambda act, slip: fail_delivery(act=act, redemption_id=slip, reason="没有人在家"),
    ),
    "cancel an application": (
        {State.APPLIED},
        State.CANCELLED,
        DESK,
        lambda act, slip: cancel_application(act=act, redemption_id=slip, reason="不要了"),
    ),
    "cancel what was approved": (
        {State.TO_PREPARE, State.READY},
        State.CANCELLED,
        MANAGER,
        lambda act, slip: cancel_approved(act=act, redemption_id=slip, reason="不要了"),
    ),
    "undo": (
        {State.RECEIVED},
        State.CANCELLED,
        MANAGER,
        lambda act, slip: undo_redemption(act=act, redemption_id=slip, reason="点错", restock=True),
    ),
}


@pytest.mark.parametrize("step", STEPS)
def test_a_step_is_taken_from_its_states_only(counter, step):
    begins, ends, _, take = STEPS[step]
    one = a_gift(counter.wang, points=100, stock=100)
    for state in State:
        slip = brought_to(state, counter, one)
        before = gift(one.id)
        if state in begins:
            assert take(an_act(counter.chen), slip.id).state is ends
            continue
        with pytest.raises(UserError, match=f"改为“{state.label}”，这一步做不了。请刷新"):
            take(an_act(counter.chen), slip.id)
        assert redemption(act=an_act(counter.chen), redemption_id=slip.id).state is state
        assert gift(one.id) == before


@pytest.mark.parametrize("step", STEPS)
def test_a_step_is_taken_by_its_roles_only(counter, step):
    begins, ends, may, take = STEPS[step]
    one = a_gift(counter.wang, points=100, stock=100)
    for role in Role:
        act = an_act(hire(f"测试{role.label}", role))
        for state in begins:
            slip = brought_to(state, counter, one)
            if role in may:
                assert take(act, slip.id).state is ends
                act = an_act(act.staff_id or 0)
                continue
            with pytest.raises(NotAllowed):
                take(act, slip.id)
            assert redemption(act=an_act(counter.chen), redemption_id=slip.id).state is state


def test_above_the_limit_only_those_who_may_approve_large_ones(counter):
    one = a_gift(counter.wang, points=2_001, stock=100)
    for role in Role:
        slip = brought_to(State.APPLIED, counter, one)
        act = an_act(hire(f"测试{role.label}", role))
        if role in APPROVE_LARGE:
            assert approve_redemption(act=act, redemption_id=slip.id).state is State.TO_PREPARE
        else:
            with pytest.raises(NotAllowed):
                approve_redemption(act=act, redemption_id=slip.id)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("step", ["sign for a delivery", "fail a delivery"])
def test_who_brings_it_signs_or_fails_his_own_delivery_whatever_his_role(counter, step, role):
    _, ends, may, take = STEPS[step]
    one = a_gift(counter.wang, points=100, stock=100)
    carrier, other = hire("周凯", role), hire("赵磊", role)
    slip = brought_to(State.ON_THE_WAY, counter, one, carrier_id=carrier)
    if role not in may:
        with pytest.raises(NotAllowed):
            take(an_act(other), slip.id)
    done = take(an_act(carrier), slip.id)
    assert done.state is ends
    assert done.steps[-1].staff_name == "周凯"


@pytest.mark.parametrize("step", STEPS)
def test_the_same_press_twice_is_one_step(counter, step):
    begins, _, _, take = STEPS[step]
    one = a_gift(counter.wang, points=100, stock=100)
    slip = brought_to(min(begins), counter, one)
    act = an_act(counter.chen)
    first = take(act, slip.id)
    stock = gift(one.id)
    edit_gift(act=an_act(counter.chen), gift_id=one.id, entry=GiftEntry(one.name, 100, supplier="另一家"))  # the store goes on meanwhile
    assert take(act, slip.id) == first
    now = gift(one.id)
    assert (now.on_hand, now.reserved) == (stock.on_hand, stock.reserved)


def test_every_state_has_a_way_out_or_is_an_end():
    ways: dict[State, Any] = {state: {step for step, (begins, *_) in STEPS.items() if state in begins} for state in State}
    assert {state for state, steps in ways.items() if not steps} == {State.CANCELLED}
    assert all(ways[state] for state in State if state.is_open)
