"""PINs: what is refused, what warns, how long wrong tries wait."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.errors import UserError
from deskapp.staff.pin import fits, hash_secret, judge_pin, new_recovery_code, read_recovery_code, still_waits, tries_left, wait_after
from tests.deskapp.people import CHEAP


@pytest.mark.parametrize(
    "pin", ["000000", "123456", "654321", "890123", "321098", "121212", "123123", "112211", "123321", "000108", "108000", "110110"]
)
def test_a_pin_anybody_would_try_is_refused(pin):
    with pytest.raises(UserError, match="太容易猜到"):
        judge_pin(pin, staff_no="108")


@pytest.mark.parametrize("pin", ["", "12345", "1234567", "12345a", "１２３", "12 456"])
def test_a_pin_is_six_digits(pin):
    with pytest.raises(UserError, match="6 位数字"):
        judge_pin(pin)


def test_a_birthday_warns_and_goes_on():
    assert judge_pin("900215").warnings
    assert judge_pin("150290").warnings
    assert not judge_pin("８０４７９３").warnings
    assert judge_pin("８０４７９３").value == "804793"


@given(st.from_regex(r"[0-9]{6}", fullmatch=True))
def test_judging_a_good_pin_again_gives_it_again(pin):
    try:
        judged = judge_pin(pin)
    except UserError:
        return
    assert judge_pin(judged.value) == judged


def test_waits_grow_from_the_fifth_wrong_try():
    assert [wait_after(n) // timedelta(minutes=1) for n in range(12)] == [0, 0, 0, 0, 0, 1, 2, 4, 8, 15, 15, 15]
    assert [tries_left(n) for n in range(7)] == [5, 4, 3, 2, 1, 1, 1]


def test_a_wait_set_by_a_wrong_clock_counts_no_more():
    now = datetime(2026, 11, 23, 9)
    assert still_waits(now + timedelta(minutes=15), now)
    assert not still_waits(now, now)
    assert not still_waits(datetime(2036, 1, 1), now)
    assert not still_waits(None, now)


def test_only_the_right_secret_fits_and_the_same_form_hashes_alike():
    hashed = hash_secret("804793", salt_from="form-1", cost=CHEAP)
    assert fits("804793", hashed)
    assert not fits("804794", hashed)
    assert hash_secret("804793", salt_from="form-1", cost=CHEAP) == hashed
    assert hash_secret("804793", salt_from="form-2", cost=CHEAP) != hashed


def test_a_recovery_code_is_read_however_it_is_typed():
    code = new_recovery_code()
    assert read_recovery_code(code.lower().replace("-", " ")) == code
    assert new_recovery_code() != code
    with pytest.raises(UserError, match="16 个字母和数字，现为 3 个"):
        read_recovery_code("abc")
