"""The clocks of a slip: over every holiday of 2025 and 2026, at closing time, on days off, across pauses (complaints.md §4)."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.calendar import Calendar, DueState, load_holidays
from deskapp.complaints.clocks import Clock, ClockKind, clocks, open_clocks, outside_deadlines, pause_total, urgency
from deskapp.complaints.domain import Branch, Limits, told
from deskapp.complaints.lists import Means, Nature, Severity, Source
from deskapp.complaints.states import Outcome, Purpose, RowState, Stage
from deskapp.complaints.things import Complaint, ComplaintForm, Contact, Extension, Pause, Row
from deskapp.staff.domain import Role

K, V = ClockKind, Severity
DAYS = Calendar.of(load_holidays())
LIMITS = Limits(
    contact={V.MINOR: 24, V.NORMAL: 4, V.SERIOUS: 2, V.CRITICAL: 30},
    handling={V.MINOR: 3, V.NORMAL: 2, V.SERIOUS: 1},
    answer_hours=24,
    route=1,
    sign=1,
)
MORNING, CLOSING = time(9, 0), time(17, 30)


def at(day: str, hour: time = MORNING) -> datetime:
    return datetime.combine(date.fromisoformat(day), hour)


def a_row(assigned: datetime, *, days: int = 2, state: RowState = RowState.IN_PROGRESS, **more) -> Row:
    accepted = assigned if state is RowState.IN_PROGRESS else None
    filled = Row(1, 1, 1, 3, "车间", state, days, assigned, assigned, accepted_at=accepted, accepted_by="张伟" if accepted else "")
    return replace(filled, **more)


def a_slip(received: datetime, severity: Severity = V.NORMAL, *rows: Row, **more) -> Complaint:
    form = ComplaintForm(
        Source.PHONE, 1, Nature.COMPLAINT, severity, "aftersales.repair", "机油渗漏", "修好", name="周敏", mobile="**** 2607"
    )
    anonymous, reply_due = more.pop("anonymous", False), more.pop("reply_due", None)
    form = replace(form, anonymous=anonymous, reply_due=reply_due)
    return replace(Complaint(1, "TS-1", 1, Stage.ON_ITS_WAY, form, "总店", received, 1, submitted_at=received, rows=rows), **more)


def the(kind: ClockKind, slip: Complaint, now: datetime | None = None) -> Clock:
    return next(clock for clock in clocks(slip, DAYS, LIMITS, now or slip.received_at) if clock.kind is kind)


def kinds(slip: Complaint, now: datetime | None = None) -> set[ClockKind]:
    return {clock.kind for clock in open_clocks(slip, DAYS, LIMITS, now or slip.received_at)}


HOLIDAYS = [
    ("2025-01-24", 3, "2025-02-05"), ("2025-04-30", 3, "2025-05-08"), ("2025-09-26", 1, "2025-09-28"),
    ("2025-09-30", 3, "2025-10-11"), ("2025-12-31", 3, "2026-01-06"), ("2026-02-13", 3, "2026-02-25"),
    ("2026-02-27", 1, "2026-02-28"), ("2026-04-30", 4, "2026-05-09"), ("2026-09-18", 1, "2026-09-20"),
    ("2026-09-30", 3, "2026-10-10"), ("2025-01-24", 7, "2025-02-10"), ("2026-02-13", 7, "2026-03-02"),
]  # fmt: skip
"""The table of rules.md §5."""


@pytest.mark.parametrize(("start", "days", "due"), HOLIDAYS)
def test_a_departments_limit_counts_working_days_over_holidays_and_make_up_days(start, days, due):
    slip = a_slip(at(start), V.MINOR, a_row(at(start, time(16, 0)), days=days))
    assert the(K.HANDLING, slip).due == at(due, CLOSING)


@pytest.mark.parametrize(("start", "days", "due"), [row for row in HOLIDAYS if row[1] == 7])
def test_the_law_gives_seven_working_days_to_tell_the_customer(start, days, due):
    assert the(K.TELLING, a_slip(at(start))).due == at(due, CLOSING)


EVERY_DAY = [date(2025, 1, 1) + timedelta(days=n) for n in range(730)]


def test_every_day_of_both_years_gives_a_limit_that_ends_on_its_nth_working_day():
    """A walk of one's own from each start, on rest days too, against the announced days."""
    off = {day for year in load_holidays() for day in year.off_days}
    makeup = {day for year in load_holidays() for day in year.makeup_workdays}
    for start in EVERY_DAY:
        for days in (1, 2, 3):
            day, left = start, days
            while left:
                day += timedelta(days=1)
                left -= day in makeup or (day.weekday() < 5 and day not in off)
            slip = a_slip(datetime.combine(start, MORNING), V.MINOR, a_row(datetime.combine(start, MORNING), days=days))
            assert the(K.HANDLING, slip).due == datetime.combine(day, CLOSING), (start, days)


def test_a_day_given_ten_minutes_before_closing_is_a_whole_day():
    slip = a_slip(at("2026-11-23", time(17, 20)), V.SERIOUS, a_row(at("2026-11-23", time(17, 20)), days=1))
    clock = the(K.HANDLING, slip)
    assert (clock.due, clock.words, clock.paper_words) == (at("2026-11-24", CLOSING), "1 工作日", "1 工作日 至 11-24 17:30")


@pytest.mark.parametrize(
    ("severity", "received", "due"),
    [
        (V.MINOR, "2026-11-23 09:00", "2026-11-25 15:00"),  # 24 hours while the store is open: 8.5 + 9 + 6.5
        (V.NORMAL, "2026-11-23 09:00", "2026-11-23 13:00"),
        (V.NORMAL, "2026-11-23 13:30", "2026-11-23 17:30"),  # ends exactly at closing: stays on that day
        (V.NORMAL, "2026-11-23 13:31", "2026-11-24 08:31"),
        (V.SERIOUS, "2026-11-23 18:00", "2026-11-24 10:30"),  # after closing: begins at opening
        (V.SERIOUS, "2026-11-28 16:30", "2026-11-29 09:30"),  # a Sunday is a business day
        (V.CRITICAL, "2026-11-23 20:00", "2026-11-23 20:30"),  # by the clock
    ],
)
def test_first_contact_runs_while_the_store_is_open(severity, received, due):
    slip = a_slip(datetime.fromisoformat(received), severity)
    assert the(K.FIRST_CONTACT, slip).due == datetime.fromisoformat(due)


def test_first_contact_skips_the_days_the_store_is_shut():
    shut = Calendar.of(load_holidays(), closures=[date(2026, 2, 16), date(2026, 2, 17)])
    slip = a_slip(at("2026-02-15", time(17, 0)), V.SERIOUS)
    (clock,) = (one for one in clocks(slip, shut, LIMITS, slip.received_at) if one.kind is K.FIRST_CONTACT)
    assert clock.due == at("2026-02-18", time(10, 0))


def test_an_anonymous_customer_is_not_to_be_contacted_first():
    assert K.FIRST_CONTACT not in kinds(a_slip(at("2026-11-23"), anonymous=True))


@pytest.mark.parametrize(
    ("routed", "due"),
    [
        ("2026-11-23 10:00", "2026-11-23 17:30"),
        ("2026-11-23 16:30", "2026-11-23 17:30"),
        ("2026-11-23 16:31", "2026-11-24 09:30"),
        ("2026-11-23 19:00", "2026-11-24 09:30"),
        ("2026-11-29 10:00", "2026-11-29 17:30"),
    ],
)
def test_a_critical_slip_has_its_plan_the_same_day(routed, due):
    moment = datetime.fromisoformat(routed)
    slip = a_slip(moment, V.CRITICAL, a_row(moment, days=0))
    clock = the(K.PLAN, slip)
    assert (clock.due, clock.words) == (datetime.fromisoformat(due), "当天")
    assert K.HANDLING not in kinds(slip)


def test_a_critical_slip_is_answered_within_24_hours_of_its_reception_by_the_clock():
    slip = a_slip(at("2026-11-28", time(20, 0)), V.CRITICAL)
    clock = the(K.ANSWER, slip)
    assert (clock.due, clock.twice) == (at("2026-11-29", time(20, 0)), at("2026-11-30", time(20, 0)))
    told_at = Contact(Purpose.INFORM, 1, True, at("2026-11-29", time(19, 0)), 1)
    assert the(K.ANSWER, replace(slip, contacts=(told_at,))).on_time is True


def test_signature_is_owed_a_working_day_after_the_rows_own_routing():
    waiting = a_row(at("2026-11-27"), state=RowState.TO_ACCEPT)
    assert the(K.SIGNATURE, a_slip(at("2026-11-26"), V.NORMAL, waiting)).due == at("2026-11-30", CLOSING)


def test_a_row_that_replaces_another_keeps_the_rounds_clock_and_has_its_own_for_the_signature():
    late = a_row(at("2026-11-26"), state=RowState.TO_ACCEPT, clock_from=at("2026-11-23"))
    slip = a_slip(at("2026-11-23"), V.NORMAL, late)
    assert the(K.HANDLING, slip).due == at("2026-11-25", CLOSING)
    assert the(K.SIGNATURE, slip).due == at("2026-11-27", CLOSING)


def test_a_day_typed_by_hand_is_fixed_and_says_so_whatever_the_calendar():
    fixed = a_row(at("2026-11-23"), by_hand=True, fixed_on=date(2026, 11, 26))
    slip = a_slip(at("2026-11-23"), V.NORMAL, fixed)
    other = Calendar.of(load_holidays(), closures=[date(2026, 11, 26)])
    for days in (DAYS, other):
        (clock,) = (one for one in clocks(slip, days, LIMITS, slip.received_at) if one.kind is K.HANDLING)
        assert (clock.due, clock.paper_words) == (at("2026-11-26", CLOSING), "至 11-26 17:30（指定）")


def test_granted_days_are_added_to_the_limit_and_refused_ones_are_not():
    asked = Extension(1, 2, "等配件", 6, at("2026-11-24"))
    row = a_row(at("2026-11-23"))
    for granted, due in ((None, "2026-11-25"), (False, "2026-11-25"), (True, "2026-11-27")):
        slip = a_slip(at("2026-11-23"), V.NORMAL, replace(row, extensions=(replace(asked, granted=granted),)))
        assert the(K.HANDLING, slip).due == at(due, CLOSING)


# Pauses -------------------------------------------------------------------------------------------------------------------


def paused(since: str, until: str | None = None) -> Pause:
    return Pause(datetime.fromisoformat(since), "客户出差", 2, datetime.fromisoformat(until) if until else None)


@pytest.mark.parametrize(
    ("since", "until", "due"),
    [
        ("2026-11-24 10:00", "2026-11-24 16:00", "2026-11-25"),  # within one day: nothing
        ("2026-11-24 10:00", "2026-11-26 09:00", "2026-11-27"),  # Wednesday and Thursday; its first day is not counted
        ("2026-11-24 10:00", "2026-11-29 09:00", "2026-11-30"),  # over a weekend: three working days
        ("2026-11-26 09:00", "2026-11-30 09:00", "2026-11-25"),  # begun when the limit had passed: late stays late
        ("2026-11-20 09:00", "2026-11-24 09:00", "2026-11-26"),  # begun before the 派单: counts from it
    ],
)
def test_a_pause_moves_a_departments_limit_by_the_working_days_it_covers(since, until, due):
    slip = a_slip(at("2026-11-20"), V.NORMAL, a_row(at("2026-11-23")), pauses=(paused(since, until),))
    assert the(K.HANDLING, slip, at("2026-12-01")).due == at(due, CLOSING)


def test_a_pause_over_the_long_holiday_covers_its_working_days_alone():
    slip = a_slip(at("2026-09-29"), V.NORMAL, a_row(at("2026-09-29")), pauses=(paused("2026-09-30 09:00", "2026-10-11 09:00"),))
    # 09-30 itself is not counted; 10-08, 10-09 and 10-10 (a Saturday that is worked) are: from 10-08 on to Monday
    assert the(K.HANDLING, slip, at("2026-10-12")).due == at("2026-10-12", CLOSING)


def test_first_contact_and_the_seven_days_are_never_paused():
    bare, slip = a_slip(at("2026-11-23")), a_slip(at("2026-11-23"), pauses=(paused("2026-11-23 09:30"),))
    for kind in (K.FIRST_CONTACT, K.TELLING):
        assert the(kind, slip, at("2026-11-30")).due == the(kind, bare).due
        assert the(kind, slip, at("2026-12-30")).is_overdue(at("2026-12-30"))


def test_a_pause_moves_the_answer_of_a_critical_slip_by_business_hours():
    # 17:00 to 09:00 of the next morning is half an hour before closing and half an hour after opening
    slip = a_slip(at("2026-11-23"), V.CRITICAL, pauses=(paused("2026-11-23 17:00", "2026-11-24 09:00"),))
    assert the(K.ANSWER, slip, at("2026-11-24", time(12, 0))).due == at("2026-11-24", time(10, 0))


def test_nothing_of_a_department_is_overdue_while_the_clock_stands_and_the_limit_moves_with_the_day():
    row = a_row(at("2026-11-23"))
    slip = a_slip(at("2026-11-23"), V.NORMAL, row, pauses=(paused("2026-11-24 10:00"),))
    for day, due in (("2026-11-24", "2026-11-25"), ("2026-11-26", "2026-11-27"), ("2026-12-04", "2026-12-07")):
        clock = the(K.HANDLING, slip, at(day))
        assert (clock.due, clock.stands, clock.is_overdue(at(day))) == (at(due, CLOSING), True, False)


def test_two_pauses_add_up_and_the_total_is_told():
    spans = (paused("2026-11-24 10:00", "2026-11-25 10:00"), paused("2026-11-26 10:00", "2026-11-27 12:00"))
    slip = a_slip(at("2026-11-23"), V.NORMAL, a_row(at("2026-11-23")), pauses=spans)
    assert the(K.HANDLING, slip, at("2026-11-30")).due == at("2026-11-27", CLOSING)
    total = pause_total(spans, DAYS, at("2026-11-30"))
    assert (total.workdays, total.hours) == (2, timedelta(hours=9 + 11))


# What is done, and what is owed -------------------------------------------------------------------------------------------


def test_a_result_is_in_time_until_closing_of_the_last_day():
    for handled, in_time in ((at("2026-11-25", CLOSING), True), (at("2026-11-25", time(17, 31)), False)):
        row = a_row(at("2026-11-23"), state=RowState.SUBMITTED, handled_at=handled)
        assert the(K.HANDLING, a_slip(at("2026-11-23"), V.NORMAL, row), at("2026-11-30")).on_time is in_time


def test_the_improvement_date_is_looked_at_again_on_it_or_after_it():
    row = a_row(at("2026-11-23"), state=RowState.SUBMITTED, handled_at=at("2026-11-24"), action_due_on=date(2026, 11, 30))
    slip = a_slip(at("2026-11-23"), V.NORMAL, row)
    assert the(K.IMPROVEMENT, slip).due == at("2026-11-30", CLOSING)
    early = Contact(Purpose.RECHECK, 1, True, at("2026-11-29"), 2, Means.PHONE)
    assert the(K.IMPROVEMENT, replace(slip, contacts=(early,))).is_open
    assert not the(K.IMPROVEMENT, replace(slip, contacts=(replace(early, at=at("2026-11-30")),))).is_open
    assert K.IMPROVEMENT not in kinds(replace(slip, outcome=Outcome.UNREACHABLE))


def test_the_divisions_reply_has_the_time_it_asked_for():
    slip = a_slip(at("2026-11-23"), reply_due=at("2026-11-24", time(12, 0)))
    assert the(K.DIVISION_REPLY, slip).due == at("2026-11-24", time(12, 0))
    assert not the(K.DIVISION_REPLY, replace(slip, replied_at=at("2026-11-24"))).is_open


def test_returned_and_withdrawn_rows_owe_nothing_and_the_slip_owes_its_routing_again():
    gone = a_row(at("2026-11-23"), state=RowState.RETURNED, gone_at=at("2026-11-24"), reason="不归我们管")
    slip = a_slip(at("2026-11-23"), V.NORMAL, gone)
    owed = {clock.kind: clock for clock in open_clocks(slip, DAYS, LIMITS, at("2026-11-24"))}
    assert owed[K.ROUTING].due == at("2026-11-25", CLOSING)
    assert not {K.HANDLING, K.SIGNATURE} & owed.keys()


def test_a_regulators_own_deadlines_are_in_sight_and_nobody_owes_them():
    slip = a_slip(at("2026-09-28"))
    assert outside_deadlines(slip, DAYS) == ()
    from_regulator = replace(slip, form=replace(slip.form, source=Source.REGULATOR))
    decision, mediation = outside_deadlines(from_regulator, DAYS)
    assert decision == ("12315 受理决定", date(2026, 10, 13))
    assert DAYS.workdays_between(date(2026, 9, 28), mediation[1]) == 45
    assert kinds(from_regulator) == kinds(slip)


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.ARCHIVED, Stage.VOID])
def test_a_slip_that_is_not_on_its_way_owes_nothing(stage):
    row = a_row(at("2026-11-23"))
    outcome = Outcome.ACCEPTED if stage is Stage.ARCHIVED else None
    assert kinds(a_slip(at("2026-11-23"), V.NORMAL, row, stage=stage, outcome=outcome), at("2027-11-23")) == set()


def test_a_limit_over_days_that_are_not_announced_is_provisional():
    assert the(K.TELLING, a_slip(at("2026-12-28"))).provisional
    assert not the(K.TELLING, a_slip(at("2026-12-01"))).provisional


@pytest.mark.parametrize(
    ("now", "state", "words"),
    [
        ("2026-11-25 10:00", DueState.TODAY, "今天 17:30"),
        ("2026-11-24 10:00", DueState.AHEAD, "剩 1 个工作日"),
        ("2026-11-25 17:50", DueState.OVERDUE, "超 20 分钟"),
        ("2026-11-25 20:30", DueState.OVERDUE, "超 3 小时"),
        ("2026-11-27 09:00", DueState.OVERDUE, "超 2 天"),
    ],
)
def test_urgency_says_in_words_how_late_or_how_soon(now, state, words):
    spoken = Contact(Purpose.FIRST, 1, True, at("2026-11-23"), 2)
    slip = a_slip(at("2026-11-23"), V.NORMAL, a_row(at("2026-11-23")), contacts=(spoken,))
    seen = urgency(slip, DAYS, LIMITS, datetime.fromisoformat(now))
    assert seen is not None
    assert (seen.clock.kind, seen.state, seen.words) == (K.HANDLING, state, words)


def test_escalation_climbs_with_the_level_and_twice_the_limit_reaches_the_general_manager():
    aftersales, boss, service, head = Role.AFTERSALES_MANAGER, Role.GENERAL_MANAGER, Role.SERVICE_MANAGER, Role.SUPERVISOR
    assert told(V.MINOR, Branch.AFTERSALES, twice=False) == (head,)
    assert told(V.NORMAL, Branch.AFTERSALES, twice=False) == (aftersales,)
    assert told(V.NORMAL, Branch.OTHER, twice=False) == (service,)
    assert told(V.SERIOUS, Branch.SALES, twice=False) == (Role.SALES_MANAGER, service)
    assert told(V.SERIOUS, Branch.OTHER, twice=False) == (service,)
    assert told(V.CRITICAL, Branch.AFTERSALES, twice=False) == (boss,)
    assert told(V.NORMAL, Branch.AFTERSALES, twice=True) == (aftersales, boss)
    assert the(K.HANDLING, a_slip(at("2026-11-23"), V.NORMAL, a_row(at("2026-11-23")))).twice == at("2026-11-27", CLOSING)
    assert the(K.FIRST_CONTACT, a_slip(at("2026-11-23"))).twice == at("2026-11-23", time(17, 0))


# Properties ---------------------------------------------------------------------------------------------------------------

moments = st.datetimes(datetime(2025, 1, 1), datetime(2026, 11, 30)).map(lambda moment: moment.replace(second=0, microsecond=0))
spans = st.lists(st.tuples(st.integers(0, 60 * 24 * 10), st.integers(1, 60 * 24 * 10)), max_size=4)


def laid_out(start: datetime, gaps: list[tuple[int, int]]) -> tuple[Pause, ...]:
    """Pauses one after the other, as a slip can have them."""
    found, moment = [], start
    for gap, length in gaps:
        since = moment + timedelta(minutes=gap)
        moment = since + timedelta(minutes=length)
        found.append(Pause(since, "客户出差", 2, moment))
    return tuple(found)


@given(moments, st.integers(1, 10), spans)
def test_a_limit_ends_at_closing_of_a_working_day_and_no_pause_brings_it_forward(start, days, gaps):
    now = start + timedelta(days=120)
    bare = the(K.HANDLING, a_slip(start, V.MINOR, a_row(start, days=days)), now)
    moved = the(K.HANDLING, a_slip(start, V.MINOR, a_row(start, days=days), pauses=laid_out(start, gaps)), now)
    for clock in (bare, moved):
        assert clock.due.time() == CLOSING
        assert DAYS.is_workday(clock.due.date())
    total = pause_total(laid_out(start, gaps), DAYS, now)
    assert 0 <= DAYS.workdays_between(bare.due.date(), moved.due.date()) <= total.workdays


@given(moments, st.integers(1, 10), st.integers(1, 60 * 24 * 20))
def test_a_pause_within_the_limit_moves_it_by_exactly_the_working_days_it_covers(start, days, minutes):
    bare = the(K.HANDLING, a_slip(start, V.MINOR, a_row(start, days=days)))
    pause = Pause(start, "客户出差", 2, start + timedelta(minutes=minutes))
    moved = the(K.HANDLING, a_slip(start, V.MINOR, a_row(start, days=days), pauses=(pause,)), start + timedelta(days=60))
    covered = DAYS.workdays_between(pause.since.date(), pause.until.date())
    assert DAYS.workdays_between(bare.due.date(), moved.due.date()) == covered


@given(moments, st.sampled_from([V.MINOR, V.NORMAL, V.SERIOUS]))
def test_first_contact_ends_while_the_store_is_open_and_leaves_exactly_its_hours(start, severity):
    due = the(K.FIRST_CONTACT, a_slip(start, severity)).due
    assert time(8, 30) <= due.time() <= CLOSING
    assert DAYS.business_time_between(start, due) == timedelta(hours=LIMITS.contact[severity])


@given(moments, st.integers(0, 60 * 24 * 30))
def test_a_clock_is_overdue_once_and_stays_so_as_time_goes_on(start, minutes):
    slip = a_slip(start, V.NORMAL, a_row(start))
    now = start + timedelta(minutes=minutes)
    for clock in clocks(slip, DAYS, LIMITS, now):
        later = next(one for one in clocks(slip, DAYS, LIMITS, now + timedelta(days=1)) if (one.kind, one.row) == (clock.kind, clock.row))
        assert later.due == clock.due
        assert not clock.is_overdue(now) or later.is_overdue(now + timedelta(days=1))
