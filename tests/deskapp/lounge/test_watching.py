"""Customer service looks: spot checks by lot, sign-off, days that were closed, unsigned days."""

from dataclasses import replace
from datetime import timedelta

import pytest

from deskapp.checklists.domain import Result, draw
from deskapp.checklists.runs import run
from deskapp.checklists.templates import change_template, version_on
from deskapp.data import revisions
from deskapp.errors import NotAllowed, UserError
from deskapp.lounge.domain import SMOKE_FREE, SlotState
from deskapp.lounge.duty import correct_slot, mark_not_applicable, mark_slot
from deskapp.lounge.figures import attendants, cups_over, month_cells, rounds_of
from deskapp.lounge.reading import in_use_since, lounge_days, unsigned_days
from deskapp.lounge.service import book_round, clear_cup, guest_left
from deskapp.lounge.watching import begin_spot_check, mark_closed, score_spot_check, sign_off_day, spot_template, void_spot_check
from deskapp.store.days import close_days
from deskapp.store.service import change_setting
from tests.deskapp.lounge.conftest import AREA, DAY, FOUNDED, at

NEXT = DAY + timedelta(days=1)


def passed(run_id, failing=()):
    codes = run(run_id).drawn
    return {code: (Result.FAILED, "有污渍") if code in failing else (Result.PASSED, "") for code in codes}


def test_a_spot_check_is_drawn_by_a_seed_that_is_kept(lounge):
    key = begin_spot_check(act=lounge.do(lounge.service, "15:00"))
    found = run(key)
    codes = [item.code for item in found.version.checks]
    assert len(found.drawn) == 5
    assert found.drawn == draw(codes, seed=found.seed, count=5)
    with pytest.raises(UserError, match="今天的抽查还没完成"):
        begin_spot_check(act=lounge.do(lounge.service, "15:01"))
    score_spot_check(act=lounge.do(lounge.service, "15:10"), run_id=key, marks=passed(key, failing=found.drawn[:1]))
    (checked,) = lounge.day().spot_checks
    assert checked.score.permille == 800


def test_items_may_be_chosen_instead_of_drawn(lounge):
    key = begin_spot_check(act=lounge.do(lounge.service, "15:00"), codes=["E1", "E9"])
    assert (run(key).drawn, run(key).seed) == (("E1", "E9"), "")
    with pytest.raises(UserError, match="还有 1 项未查：E9"):
        score_spot_check(act=lounge.do(lounge.service, "15:05"), run_id=key, marks={"E1": (Result.PASSED, "")})
    assert run(key).marks == {}
    void_spot_check(act=lounge.do(lounge.service, "15:06"), run_id=key, reason="客人多")
    assert lounge.day().spot_checks == ()


def test_a_day_signed_off_does_not_change_any_more(lounge):
    lounge.on(lounge.lin)
    sign_off_day(act=lounge.do(lounge.service, "17:40"), day=DAY, note="L3 未做，已提醒")
    signed = lounge.day().signed
    assert (signed.by, signed.at, signed.note) == (lounge.service, at("17:40"), "L3 未做，已提醒")
    with pytest.raises(UserError, match="已由 李敏 签核，不能再改"):
        mark_slot(act=lounge.do(lounge.lin, "17:41"), slot="L1")
    with pytest.raises(UserError, match="已由 李敏 于 11-23 17:40 签核"):
        sign_off_day(act=lounge.do(lounge.manager, "17:42"), day=DAY)


def test_a_day_with_an_open_spot_check_or_to_come_is_not_signed_off(lounge):
    begin_spot_check(act=lounge.do(lounge.service, "15:00"))
    with pytest.raises(UserError, match="抽查还没完成"):
        sign_off_day(act=lounge.do(lounge.service, "17:40"), day=DAY)
    with pytest.raises(UserError, match="还没到这一天"):
        sign_off_day(act=lounge.do(lounge.service, "17:40"), day=NEXT)


def test_chosen_items_stand_in_the_order_of_the_list_and_must_be_of_it(lounge):
    with pytest.raises(UserError, match="E99 不在今天的“客户休息区”里"):
        begin_spot_check(act=lounge.do(lounge.service, "15:00"), codes=["E99", "E1"])
    assert [item.code for item in spot_template(act=lounge.do(lounge.service, "15:00")).checks] == AREA
    key = begin_spot_check(act=lounge.do(lounge.service, "15:00"), codes=["E9", "E2", "E9"])
    assert (run(key).drawn, run(key).seed) == (("E2", "E9"), "")
    with pytest.raises(NotAllowed):
        spot_template(act=lounge.do(lounge.lin, "15:00"))


def test_a_smoke_free_store_draws_and_offers_no_ashtrays(lounge):
    change_setting(act=lounge.do(lounge.manager, "08:00"), setting=SMOKE_FREE, text="是")
    assert "E2" not in {item.code for item in spot_template(act=lounge.do(lounge.service, "15:00")).checks}
    for minute in range(12):
        key = begin_spot_check(act=lounge.do(lounge.service, f"15:{2 * minute:02}"))
        assert "E2" not in run(key).drawn
        void_spot_check(act=lounge.do(lounge.service, f"15:{2 * minute + 1:02}"), run_id=key, reason="试抽")
    with pytest.raises(UserError, match="E2 不在"):
        begin_spot_check(act=lounge.do(lounge.service, "16:00"), codes=["E2"])


def test_a_plan_changed_in_mid_day_holds_from_tomorrow_on(lounge):
    lounge.on(lounge.lin)
    mark_slot(act=lounge.do(lounge.lin, "08:12"), slot="L1")
    form = version_on(code="L", on=DAY).form
    shorter = tuple(item for item in form.items if item.code not in ("L1", "L2"))
    change_template(act=lounge.do(lounge.manager, "10:00"), code="L", form=replace(form, items=shorter))
    days = lounge_days(act=lounge.do(lounge.service, "18:00"), first=DAY, last=NEXT)
    assert [[slot.code for slot in day.slots][:3] for day in days] == [["L1", "L2", "L3"], ["L3", "L4", "L5"]]
    assert days[0].state("L1", at("18:00")) is SlotState.DONE
    mark_slot(act=lounge.do(lounge.lin, "10:05"), slot="L2")
    with pytest.raises(UserError, match="今天没有这个时段"):
        correct_slot(act=lounge.do(lounge.service, "09:00", day=NEXT), day=NEXT, slot="L1", reason="补记")


def test_missed_days_are_read_and_looking_never_writes(lounge):
    lounge.on(lounge.lin, day=FOUNDED.date())
    before = revisions()
    later = lounge.do(lounge.service, "09:00", day=DAY + timedelta(days=7))
    days = unsigned_days(act=later, since=FOUNDED.date())
    assert [day.day for day in days] == [FOUNDED.date() + timedelta(days=n) for n in range(14)]
    assert {day.state("L1", later.at) for day in days[1:]} == {SlotState.MISSED}
    assert revisions() == before
    sign_off_day(act=later, day=days[0].day)
    assert len(unsigned_days(act=later, since=FOUNDED.date())) == 13


def test_nothing_is_owed_before_the_store_began_on_closed_days_and_on_days_marked_closed(lounge):
    lounge.on(lounge.lin, day=FOUNDED.date())
    close_days(act=lounge.do(lounge.manager, "08:00"), first=NEXT, last=NEXT, reason="盘点")
    later = lounge.do(lounge.service, "09:00", day=DAY + timedelta(days=3))
    mark_closed(act=lounge.do(lounge.manager, "09:00", day=DAY + timedelta(days=3)), day=DAY, reason="停电")
    days = {day.day: day for day in lounge_days(act=later, first=FOUNDED.date() - timedelta(days=1), last=DAY + timedelta(days=2))}
    owed = [day.day for day in days.values() if not day.owed]
    assert owed == [FOUNDED.date() - timedelta(days=1), DAY, NEXT]
    assert days[DAY].closed_reason == "停电"
    assert {slot.code for slot in days[FOUNDED.date()].slots} == {f"L{n}" for n in range(1, 8)}


def test_days_before_the_lounge_was_first_used_are_not_missed(lounge):
    friday = lounge.do(lounge.service, "18:00", day=DAY + timedelta(days=4))
    assert in_use_since() is None
    never = lounge_days(act=friday, first=FOUNDED.date(), last=friday.at.date())
    assert [day.day for day in never if day.owed] == [friday.at.date()]
    lounge.on(lounge.lin)
    days = {day.day: day for day in lounge_days(act=friday, first=FOUNDED.date(), last=friday.at.date())}
    assert [day for day in days if days[day].owed] == [DAY + timedelta(days=n) for n in range(5)]
    assert {day.closed_reason for day in days.values() if day.day < DAY} == {"休息区还没启用"}
    assert days[NEXT].state("L1", friday.at) is SlotState.MISSED
    assert [day.day for day in unsigned_days(act=friday, since=FOUNDED.date())] == [DAY + timedelta(days=n) for n in range(4)]
    (nobody,) = [one for one in attendants(days.values(), friday.at) if one.staff_id is None]
    assert nobody.missed == sum(len(days[day].slots) for day in days if day > DAY)


def test_a_day_marked_closed_is_no_use_of_the_lounge(lounge):
    mark_closed(act=lounge.do(lounge.manager, "09:00", day=NEXT), day=DAY, reason="停电")
    assert in_use_since() is None


def test_a_day_on_which_somebody_worked_was_not_closed(lounge):
    lounge.on(lounge.lin)
    with pytest.raises(UserError, match="这一天还没过完"):
        mark_closed(act=lounge.do(lounge.manager, "18:00"), day=DAY, reason="停电")
    with pytest.raises(UserError, match="有人签到或登记过"):
        mark_closed(act=lounge.do(lounge.manager, "09:00", day=NEXT), day=DAY, reason="停电")
    with pytest.raises(NotAllowed):
        mark_closed(act=lounge.do(lounge.service, "09:00", day=NEXT), day=DAY, reason="停电")


def test_who_said_ahead_that_a_slot_does_not_apply_is_no_attendant(lounge):
    lounge.on(lounge.lin)
    mark_not_applicable(act=lounge.do(lounge.service, "09:00"), slot="L6", reason="门店活动")
    days = lounge_days(act=lounge.do(lounge.service, "10:00", day=NEXT), first=DAY, last=DAY)
    (lin,) = attendants(days, at("10:00", day=NEXT))
    assert (lin.staff_id, lin.due) == (lounge.lin, 6)


def test_looking_back_shows_each_persons_share(lounge):
    lounge.on(lounge.lin)
    mark_slot(act=lounge.do(lounge.lin, "08:12"), slot="L1")
    mark_slot(act=lounge.do(lounge.lin, "09:00"), slot="L2")
    for clock in ("10:15", "10:50"):
        book_round(act=lounge.do(lounge.lin, clock), slot="L4", cups_ok=True, tables_ok=True, drinks_ok=True)
    cup = guest_left(act=lounge.do(lounge.lin, "11:00"), place="3")
    clear_cup(act=lounge.do(lounge.lin, "11:04"), cup_id=cup)
    key = begin_spot_check(act=lounge.do(lounge.service, "15:00"), codes=["E1", "E9"])
    score_spot_check(act=lounge.do(lounge.service, "15:10"), run_id=key, marks=passed(key, failing=["E9"]))
    days = lounge_days(act=lounge.do(lounge.service, "10:00", day=NEXT), first=DAY, last=NEXT)
    now = at("10:00", day=NEXT)
    lin, nobody = attendants(days, now)
    assert (lin.staff_id, lin.due, lin.on_time, lin.late, lin.missed, lin.rate) == (lounge.lin, 7, 1, 1, 5, 143)
    assert (lin.rounds, lin.cups, lin.cups_over, lin.spot_permille) == (2, 1, 1, 500)
    assert (nobody.staff_id, nobody.due, nobody.missed) == (None, 3, 3)
    cells = month_cells(days, now)
    assert cells[DAY, "L2"].state is SlotState.LATE
    assert (cells[NEXT, "L3"].state, cells[NEXT, "L4"].state) == (SlotState.OVERDUE, SlotState.CURRENT)
    assert (rounds_of(days[0], now), cups_over(days[0], now)) == ((2, 9), 1)
