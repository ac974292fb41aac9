"""To the second: in which state a slot, a round, a cup is at an instant."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.checklists.domain import Item, ItemRole
from deskapp.lounge.domain import (
    Absence,
    Cup,
    Day,
    MarkKind,
    Round,
    RoundState,
    Shift,
    SlotMark,
    SlotState,
    due_rounds,
    midnight_after,
    owed_slots,
    slot_state,
)
from tests.deskapp.lounge.conftest import DAY, at

SECOND = timedelta(seconds=1)


def slot(start=525, end=585, every=0, code="L3"):
    return Item("打扫", ItemRole.SLOT, code, starts_at=start, ends_at=end, round_every=every)


def tick(done_at, kind=MarkKind.DONE, **more):
    return SlotMark(1, "L3", kind, done_at, done_at, 7, **more)


def a_day(*slots, **more):
    return Day(DAY, "RZ", True, "", slots, (), (), 10, 180, **more)


def look(back, clock, **more):
    return Round(1, back, at(clock), 7, cups_ok=True, tables_ok=True, drinks_ok=True, butts=None, **more)


@pytest.mark.parametrize(
    ("clock", "state"),
    [
        ("08:44:59", SlotState.FUTURE),
        ("08:45:00", SlotState.CURRENT),
        ("09:44:59", SlotState.CURRENT),
        ("09:45:00", SlotState.OVERDUE),
        ("23:59:59", SlotState.OVERDUE),
        ("24:00:00", SlotState.MISSED),
    ],
)
def test_an_unticked_slot_changes_state_exactly_at_its_edges(clock, state):
    assert slot_state(slot(), None, day=DAY, now=at(clock), grace=10) is state


@pytest.mark.parametrize(
    ("clock", "state"),
    [("08:45:00", SlotState.DONE), ("09:55:00", SlotState.DONE), ("09:55:01", SlotState.LATE), ("23:59:59", SlotState.LATE)],
)
def test_a_tick_is_on_time_until_ten_minutes_after_the_end(clock, state):
    assert slot_state(slot(), tick(at(clock)), day=DAY, now=at("23:00"), grace=10) is state


def test_what_does_not_apply_is_neither_late_nor_missed():
    mark = tick(at("23:00"), MarkKind.NOT_APPLICABLE, reason="停电")
    assert slot_state(slot(), mark, day=DAY, now=at("24:00"), grace=10) is SlotState.NOT_APPLICABLE


def test_a_slot_up_to_midnight_is_never_overdue():
    last = slot(1380, 1440)
    assert slot_state(last, None, day=DAY, now=at("23:59:59"), grace=10) is SlotState.CURRENT
    assert slot_state(last, None, day=DAY, now=at("24:00"), grace=10) is SlotState.MISSED


@given(
    st.integers(0, 1439).flatmap(lambda start: st.tuples(st.just(start), st.integers(start + 1, 1440))),
    st.integers(0, 2 * 86_400),
    st.one_of(st.none(), st.integers(0, 86_399)),
    st.sampled_from(MarkKind),
)
def test_at_any_instant_a_slot_is_in_exactly_one_state_that_follows_from_the_clock(minutes, second, ticked, kind):
    one, midnight = slot(*minutes), datetime.combine(DAY, datetime.min.time())
    now, mark = midnight + timedelta(seconds=second), None
    if ticked is not None:
        mark = tick(midnight + timedelta(seconds=ticked), kind)
    state = slot_state(one, mark, day=DAY, now=now, grace=10)
    start, end = (midnight + timedelta(minutes=minute) for minute in minutes)
    truths = {
        SlotState.NOT_APPLICABLE: mark is not None and kind is MarkKind.NOT_APPLICABLE,
        SlotState.DONE: mark is not None and kind is MarkKind.DONE and mark.done_at <= end + timedelta(minutes=10),
        SlotState.LATE: mark is not None and kind is MarkKind.DONE and mark.done_at > end + timedelta(minutes=10),
        SlotState.FUTURE: mark is None and now < start,
        SlotState.CURRENT: mark is None and start <= now < end,
        SlotState.OVERDUE: mark is None and end <= now < midnight_after(DAY),
        SlotState.MISSED: mark is None and now >= midnight_after(DAY),
    }
    assert [which for which, holds in truths.items() if holds] == [state]


def test_neighbouring_slots_meet_without_sharing_an_instant():
    day = a_day(slot(495, 525, code="L2"), slot())
    assert day.current(at("08:44:59")).code == "L2"
    assert day.current(at("08:45:00")).code == "L3"
    assert day.current(at("09:45:00")) is None


def test_rounds_of_the_plan_are_every_half_hour_inside_the_slot():
    morning = due_rounds(slot(585, 720, 30), [], day=DAY, now=at("09:00"))
    assert [f"{one.due_at:%H:%M}" for one in morning] == ["10:15", "10:45", "11:15", "11:45"]
    afternoon = due_rounds(slot(840, 1020, 30), [], day=DAY, now=at("09:00"))
    assert [f"{one.due_at:%H:%M}" for one in afternoon] == ["14:30", "15:00", "15:30", "16:00", "16:30"]
    assert {one.state for one in morning} == {RoundState.FUTURE}


@pytest.mark.parametrize(
    ("made", "states"),
    [
        (["09:59:59"], "missed missed missed missed"),
        (["10:00:00"], "done missed missed missed"),
        (["10:29:59"], "done missed missed missed"),
        (["10:30:00"], "missed done missed missed"),
        (["10:20", "10:25"], "done missed missed missed"),
        (["10:20", "10:59", "11:00", "11:59:59"], "done done done done"),
    ],
)
def test_one_entry_serves_one_round_and_a_second_one_is_extra(made, states):
    found = due_rounds(slot(585, 720, 30), [look("L4", clock) for clock in made], day=DAY, now=at("20:00"))
    assert " ".join(one.state.value for one in found) == states


@pytest.mark.parametrize(
    ("clock", "state"),
    [("09:59:59", RoundState.FUTURE), ("10:00", RoundState.DUE), ("10:29:59", RoundState.DUE), ("10:30", RoundState.MISSED)],
)
def test_a_round_is_due_within_its_window(clock, state):
    assert due_rounds(slot(585, 720, 30), [], day=DAY, now=at(clock))[0].state is state


@pytest.mark.parametrize(("cleared", "over"), [("10:03:00", False), ("10:03:01", True), ("10:00:00", False)])
def test_a_cup_cleared_at_three_minutes_passes_and_a_second_later_fails(cleared, over):
    assert Cup(1, "5", at("10:00"), 7, at(cleared), 7).is_over(at("12:00"), 180) is over


def test_a_waiting_cup_counts_up_and_one_never_cleared_fails_at_midnight():
    cup = Cup(1, "5", at("23:58"), 7)
    assert (cup.seconds(at("23:59:05")), cup.is_over(at("23:59:05"), 180)) == (65, False)
    assert (cup.seconds(at("24:00") + 9 * SECOND), cup.is_over(at("24:00"), 180)) == (120, True)


def test_a_missed_slot_belongs_to_whoever_signed_on_last_before_its_end():
    shifts = (Shift(1, 7, at("08:00"), at("09:00")), Shift(2, 8, at("08:50"), None), Shift(3, 9, at("09:45"), None))
    assert a_day(slot(), shifts=shifts).responsible("L3") == 8
    assert a_day(slot(), shifts=shifts[:1]).responsible("L3") is None
    assert a_day(slot(), shifts=(Shift(1, 7, at("08:00"), at("09:45")),)).responsible("L3") == 7


def test_a_ticked_slot_belongs_to_who_ticked_it_even_when_it_was_corrected():
    marks = (tick(at("09:50")), tick(at("09:40"), is_correction=True, reason="忘了点"))
    assert a_day(slot(), marks=marks).responsible("L3") == 7
    assert a_day(slot(), marks=marks).state("L3", at("20:00")) is SlotState.DONE


def test_an_undone_tick_counts_for_nothing():
    assert a_day(slot(), marks=(tick(at("09:00"), undone=True),)).state("L3", at("09:10")) is SlotState.CURRENT


def test_all_attendants_out_at_once_warns():
    shifts = (Shift(1, 7, at("08:00"), None), Shift(2, 8, at("08:00"), None))
    out = (Absence(1, 7, at("10:00"), "领货", "前台"), Absence(2, 8, at("10:05"), "用餐", "前台"))
    assert not a_day(slot(), shifts=shifts, absences=out[:1]).nobody_there(at("10:10"))
    assert a_day(slot(), shifts=shifts, absences=out).nobody_there(at("10:10"))
    assert not a_day(slot(), shifts=shifts, absences=out).nobody_there(at("24:00"))


def test_slots_that_ended_before_the_store_was_founded_are_not_owed():
    slots = (slot(490, 495, code="L1"), slot(495, 525, code="L2"), slot())
    assert [one.code for one in owed_slots(slots, day=DAY, began_at=at("08:15:00"))] == ["L2", "L3"]
    assert [one.code for one in owed_slots(slots, day=DAY, began_at=at("08:14:59"))] == ["L1", "L2", "L3"]
    assert len(owed_slots(slots, day=date(2026, 11, 24), began_at=at("23:00"))) == 3
