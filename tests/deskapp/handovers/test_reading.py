"""What waits is visible at once, with its age; a list shows what its reader may see."""

from datetime import date, datetime

import pytest

from deskapp.calendar import DueState
from deskapp.errors import NotAllowed, UserError
from deskapp.handovers.domain import State
from deskapp.handovers.posting import post_handover, return_handover
from deskapp.handovers.reading import Filter, handover, handovers, inbox, month_done, waiting_slips, writers
from deskapp.staff.domain import Role
from deskapp.store.days import close_days
from tests.deskapp.people import department_id, hire

MONDAY, TUESDAY, WEDNESDAY = datetime(2026, 11, 23, 9), datetime(2026, 11, 24, 9), datetime(2026, 11, 25, 9)


def seen(act, house, at=MONDAY, **more):
    return inbox(act=act(staff_id=more.get("by", house.service), at=at))


def test_a_slip_is_in_the_inbox_at_once(house, act, write):
    assert (seen(act, house).count, seen(act, house).oldest_at) == (0, None)
    write()
    now = seen(act, house)
    assert (now.count, now.overdue, now.oldest_days, now.oldest_at) == (1, 0, 0, MONDAY)


def test_a_slip_is_yellow_on_its_day_and_red_from_the_next(house, act, write):
    write()
    colours = [handovers(act=act(staff_id=house.service, at=at), only=Filter())[0].due.state for at in (MONDAY, TUESDAY)]
    assert colours == [DueState.TODAY, DueState.OVERDUE]
    late = seen(act, house, WEDNESDAY)
    assert (late.overdue, late.oldest_days) == (1, 2)


def test_a_slip_written_after_closing_is_due_the_next_opening_day(house, act, write):
    close_days(act=act(staff_id=house.manager), first=TUESDAY.date(), last=TUESDAY.date(), reason="盘点")
    write(at=MONDAY.replace(hour=18))
    row = handovers(act=act(staff_id=house.service, at=MONDAY.replace(hour=19)), only=Filter())[0]
    assert row.due_at == datetime(2026, 11, 25, 17, 30)
    assert seen(act, house, WEDNESDAY).oldest_days == 0


def test_the_age_counts_opening_days_only(house, act, write):
    close_days(act=act(staff_id=house.manager), first=TUESDAY.date(), last=TUESDAY.date(), reason="盘点")
    write()
    assert seen(act, house, WEDNESDAY).oldest_days == 1


def test_the_list_shows_what_waits_and_what_was_posted_today(house, act, write):
    first, second, third, fourth = (write(bill_no=f"RO{n}") for n in range(4))
    post_handover(act=act(staff_id=house.service), handover_id=first)
    return_handover(act=act(staff_id=house.service), handover_id=second, reason="看不清")
    post_handover(act=act(staff_id=house.service, minutes=5), handover_id=third)
    today = handovers(act=act(staff_id=house.service), only=Filter())
    assert [(row.id, row.state.label) for row in today] == [(fourth, "待录入"), (second, "已退回"), (third, "已录入"), (first, "已录入")]
    tomorrow = handovers(act=act(staff_id=house.service, at=TUESDAY), only=Filter())
    assert [row.id for row in tomorrow] == [fourth, second]
    assert (seen(act, house).count, seen(act, house).returned) == (1, 1)


def test_filters_by_state_writer_department_and_day(house, act, write):
    write(bill_no="RO1", by=house.advisor)
    write(bill_no="RO2", by=house.front, at=TUESDAY)

    def found(**only):
        return [row.bill_no for row in handovers(act=act(staff_id=house.service, at=TUESDAY), only=Filter(**only))]

    assert found(writer_id=house.advisor) == ["RO1"]
    assert found(department_id=department_id("前台")) == ["RO2"]
    assert found(first=TUESDAY.date(), last=TUESDAY.date()) == ["RO2"]
    assert found(states=frozenset({State.VOIDED})) == []
    assert found(states=frozenset({State.PENDING})) == ["RO1", "RO2"]
    assert [name for _, name in writers(act=act(staff_id=house.service))] == ["王芳", "周凯"]


def test_what_a_guest_still_waits_for_is_told_by_guest(house, act, write, pending_member):
    first, returned, posted = (write(bill_no=f"RO{n}") for n in range(3))
    other = write(bill_no="RO9", customer_id=pending_member, vehicle_id=None)
    return_handover(act=act(staff_id=house.service), handover_id=returned, reason="看不清")
    post_handover(act=act(staff_id=house.service, minutes=5), handover_id=posted)

    def waiting(*customers, by=house.front):
        return [row.id for row in waiting_slips(act=act(staff_id=by), customer_ids=customers)]

    assert waiting(house.member) == [first, returned]
    assert waiting(pending_member) == [other]
    assert sorted(waiting(house.member, pending_member)) == sorted([first, returned, other])  # a family of merged ids
    assert waiting(house.member, by=house.advisor) == []


def test_an_advisor_sees_the_slips_he_wrote(house, act, write):
    own, other = write(bill_no="RO1", by=house.advisor), write(bill_no="RO2")
    assert [row.id for row in handovers(act=act(staff_id=house.advisor), only=Filter())] == [own]
    with pytest.raises(UserError, match="没有这张移交单，或不是您写的"):
        handover(act=act(staff_id=house.advisor), handover_id=other)


def test_who_neither_sees_customers_nor_writes_slips_sees_no_list(house, act):
    attendant = hire("小丽", Role.LOUNGE_ATTENDANT)
    for look in (lambda who: handovers(act=who, only=Filter()), lambda who: inbox(act=who), lambda who: writers(act=who)):
        with pytest.raises(NotAllowed):
            look(act(staff_id=attendant))


def test_the_month_counts_what_was_posted_in_time(house, act, write):
    early, late = write(bill_no="RO1"), write(bill_no="RO2")
    post_handover(act=act(staff_id=house.service), handover_id=early)
    post_handover(act=act(staff_id=house.service, at=TUESDAY), handover_id=late)
    done = month_done(on=date(2026, 11, 24))
    assert (done.count, done.in_time) == (2, 1)
    assert month_done(on=date(2026, 12, 1)).count == 0


def test_a_posted_slip_tells_who_posted_it(house, act, write):
    slip = write()
    post_handover(act=act(staff_id=house.service, minutes=30), handover_id=slip)
    shown = handover(act=act(), handover_id=slip)
    assert (shown.step_by, shown.row.step_at, shown.row.due, shown.member_waits) == ("陈静", MONDAY.replace(minute=30), None, "")
    assert (shown.salutation, shown.outlet, shown.code, shown.member_no) == ("", "总店", "11202611230001", "HY-20261123-001")


def test_points_of_a_kind_are_told_once(house, act, write):
    from deskapp.handovers.domain import BillLine, SpendKind

    slip = write(lines=(BillLine(SpendKind.MAINTENANCE, 1_50), BillLine(SpendKind.MAINTENANCE, 1_50)))
    assert [line.points for line in handover(act=act(), handover_id=slip).lines] == [3, 0]
