"""Signing in: wrong tries are kept although they are refused, waits grow, a manager resets, a printed code recovers."""

from datetime import timedelta

import pytest

from deskapp.data import ActRecord
from deskapp.errors import AlreadySaved, NotAllowed, UserError
from deskapp.staff.domain import Role
from deskapp.staff.pin import WrongPin, new_recovery_code
from deskapp.staff.sign_in import change_own_pin, pin_state, recover_manager_pin, renew_recovery_code, reset_pin, sign_in
from deskapp.staff.tables import PinRecord, RecoveryCodeRecord
from tests.conftest import MORNING
from tests.deskapp.people import CHEAP, give_pin, hire, hire_system

PIN, OTHER = "804793", "516027"


@pytest.fixture
def clerk(store) -> int:
    staff_id = hire("王芳", Role.FRONT_DESK, staff_no="108")
    give_pin(staff_id, PIN)
    return staff_id


def test_a_clerk_signs_in_by_number_and_pin(clerk, act):
    person = sign_in(act=act(staff_id=None), staff_no=" １０８ ", pin=PIN)
    assert (person.id, person.name) == (clerk, "王芳")
    booked = ActRecord.select().order_by(ActRecord.id.desc()).first()
    assert (booked.use_case, booked.staff_id, booked.record_id) == ("sign_in", clerk, clerk)


def test_a_wrong_pin_says_how_many_tries_are_left_and_is_kept(clerk, act):
    with pytest.raises(WrongPin, match="PIN 不对，还可以试 4 次") as refused:
        sign_in(act=act(staff_id=None), staff_no="108", pin=OTHER)
    assert (refused.value.tries_left, refused.value.field) == (4, "pin")
    assert PinRecord.get().wrong_tries == 1
    assert ActRecord.select().where(ActRecord.use_case == "sign_in_refused").count() == 1


def test_a_form_sent_again_does_not_hide_a_wrong_try(clerk, act):
    form = act(staff_id=None, request_id="form-1")
    for _ in range(3):
        with pytest.raises(WrongPin):
            sign_in(act=form, staff_no="108", pin=OTHER)
    assert PinRecord.get().wrong_tries == 3


def test_after_five_wrong_tries_even_the_right_pin_waits(clerk, act):
    for _ in range(4):
        with pytest.raises(WrongPin):
            sign_in(act=act(), staff_no="108", pin=OTHER)
    with pytest.raises(WrongPin, match="请在 09:01:00 后再试"):
        sign_in(act=act(), staff_no="108", pin=OTHER)
    with pytest.raises(WrongPin, match="错了 5 次，请在 09:01:00 后再试") as refused:
        sign_in(act=act(at=MORNING + timedelta(seconds=59)), staff_no="108", pin=PIN)
    assert refused.value.wait_until == MORNING + timedelta(minutes=1)
    assert PinRecord.get().wrong_tries == 5
    with pytest.raises(WrongPin, match="请在 09:03:00 后再试"):
        sign_in(act=act(minutes=1), staff_no="108", pin=OTHER)
    sign_in(act=act(minutes=3), staff_no="108", pin=PIN)
    assert pin_state(clerk, at=MORNING).tries_left == 5


def test_who_cannot_sign_in_is_told_why(store, act):
    hire("李强", staff_no="109")
    hire("赵刚", staff_no="110", active=False)
    hire_system()
    for staff_no, words in (("109", "还没有 PIN"), ("110", "已停用"), ("111", "没有工号 111"), ("000", "没有工号 000")):
        with pytest.raises(UserError, match=words):
            sign_in(act=act(), staff_no=staff_no, pin=PIN)
    assert not pin_state(1, at=MORNING).has_pin


def test_one_can_sign_in_while_the_clock_is_in_doubt(clerk, act):
    sign_in(act=act(), staff_no="108", pin=PIN)
    wrong_year = MORNING - timedelta(days=3650)
    assert sign_in(act=act(at=wrong_year), staff_no="108", pin=PIN).id == clerk
    with pytest.raises(WrongPin):
        sign_in(act=act(at=wrong_year), staff_no="108", pin=OTHER)
    assert PinRecord.get().wrong_tries == 1


def test_a_clerk_changes_his_own_pin(clerk, act):
    with pytest.raises(WrongPin):
        change_own_pin(act=act(staff_id=clerk), old_pin=OTHER, new_pin=OTHER, cost=CHEAP)
    with pytest.raises(UserError, match="和原来的一样"):
        change_own_pin(act=act(staff_id=clerk), old_pin=PIN, new_pin=PIN, cost=CHEAP)
    change_own_pin(act=act(staff_id=clerk), old_pin=PIN, new_pin=OTHER, cost=CHEAP)
    assert sign_in(act=act(), staff_no="108", pin=OTHER).id == clerk


def test_a_manager_resets_a_pin_and_ends_the_wait(clerk, act):
    manager = hire("陈静", Role.SERVICE_MANAGER)
    for _ in range(5):
        with pytest.raises(WrongPin):
            sign_in(act=act(), staff_no="108", pin=OTHER)
    with pytest.raises(NotAllowed):
        reset_pin(act=act(staff_id=clerk), staff_id=clerk, new_pin=OTHER, cost=CHEAP)
    reset_pin(act=act(staff_id=manager), staff_id=clerk, new_pin=OTHER, cost=CHEAP)
    sign_in(act=act(), staff_no="108", pin=OTHER)


def test_the_same_reset_twice_is_one_and_an_edited_one_is_refused(clerk, act):
    form = act(staff_id=hire("陈静", Role.SERVICE_MANAGER), request_id="form-1")
    reset_pin(act=form, staff_id=clerk, new_pin=OTHER, cost=CHEAP)
    reset_pin(act=form, staff_id=clerk, new_pin=OTHER, cost=CHEAP)
    with pytest.raises(AlreadySaved):
        reset_pin(act=form, staff_id=clerk, new_pin="273849", cost=CHEAP)


def test_a_recovery_code_gives_the_manager_a_new_pin_once(store, act):
    manager = hire("陈静", Role.SERVICE_MANAGER, staff_no="101")
    first, second = new_recovery_code(), new_recovery_code()
    renew_recovery_code(act=act(staff_id=manager), new_code=first, cost=CHEAP)
    form = act(staff_id=None, request_id="form-1")

    def recover(code: str, form=form, *, staff_no="101", new_code=second):
        return recover_manager_pin(act=form, staff_no=staff_no, recovery_code=code, new_pin=PIN, new_code=new_code, cost=CHEAP)

    with pytest.raises(UserError, match="恢复码不对"):
        recover(new_recovery_code())
    assert recover(first.lower()).id == manager
    assert recover(first).id == manager, "the same form again"
    sign_in(act=act(), staff_no="101", pin=PIN)
    with pytest.raises(UserError, match="恢复码不对"):
        recover(first, act(), new_code=new_recovery_code())
    assert recover(second, act(), new_code=new_recovery_code()).id == manager
    assert RecoveryCodeRecord.select().where(RecoveryCodeRecord.used_by.is_null()).count() == 1


def test_a_recovery_code_is_for_the_manager_alone(clerk, act):
    with pytest.raises(UserError, match="只能重设客服经理的 PIN"):
        recover_manager_pin(
            act=act(), staff_no="108", recovery_code=new_recovery_code(), new_pin=OTHER, new_code=new_recovery_code(), cost=CHEAP
        )
