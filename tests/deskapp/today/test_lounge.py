"""What the lounge owes stands on the first page of customer service, and leads where it is done."""

from datetime import timedelta

import pytest

from deskapp.lounge.duty import sign_on
from deskapp.lounge.equipment import add_equipment, close_repair, report_fault
from deskapp.lounge.reading import repairs
from deskapp.lounge.service import handle_remark, note_remark, supply_low
from deskapp.lounge.watching import sign_off_day
from deskapp.today.service import owed, today
from tests.deskapp.lounge.conftest import DAY, lounge

__all__ = ["lounge"]


def lines(lounge, day, by=None):
    found = today(act=lounge.do(by or lounge.service, "09:00", day=day))
    return {duty.what: duty for duty in (*found.overdue, *found.today, *found.tomorrow, *found.week) if duty.room == "lounge"}


def test_a_store_that_does_not_use_its_lounge_owes_nothing_for_it(lounge):
    assert lines(lounge, DAY + timedelta(days=5)) == {}


def test_a_day_waits_for_its_sign_off_and_is_overdue_after_two_working_days(lounge):
    sign_on(act=lounge.do(lounge.lin, "08:05"))
    tuesday, thursday = DAY + timedelta(days=1), DAY + timedelta(days=3)
    assert not lines(lounge, tuesday)["签核休息区日志 11-23"].is_overdue
    late = lines(lounge, thursday)["签核休息区日志 11-23"]
    assert (late.is_overdue, late.number, late.list_of) == (True, "RZ-20261123-001", "2026-11-23")
    assert owed(act=lounge.do(lounge.service, "09:00", day=thursday))["lounge"][1]
    sign_off_day(act=lounge.do(lounge.service, "09:05", day=thursday), day=DAY)
    assert "签核休息区日志 11-23" not in lines(lounge, thursday)


def test_a_grievance_a_repair_and_what_runs_low_stand_there_until_they_are_done(lounge):
    sign_on(act=lounge.do(lounge.lin, "08:05"))
    machine = add_equipment(act=lounge.do(lounge.service, "08:06"), name="咖啡机")
    number = report_fault(act=lounge.do(lounge.lin, "08:07"), equipment_id=machine, fault="不出水")
    remark = note_remark(act=lounge.do(lounge.lin, "08:08"), text="没人倒茶", is_grievance=True)
    supply_low(act=lounge.do(lounge.lin, "08:09"), item="纸杯")
    found = lines(lounge, DAY)
    assert found["维修 咖啡机：不出水"].number == number
    assert found["客人抱怨：没人倒茶"].list_of == f"remark:{remark}"
    assert "补物料 纸杯" in found
    handle_remark(act=lounge.do(lounge.service, "09:10"), remark_id=remark, note="已道歉")
    close_repair(act=lounge.do(lounge.service, "09:11"), repair_id=repairs(act=lounge.do(lounge.service, "09:11"))[0].id, note="换泵")
    assert set(lines(lounge, DAY)) == {"补物料 纸杯"}


@pytest.mark.parametrize("who", ["lin"])
def test_an_attendant_is_not_asked_to_sign_off(lounge, who):
    sign_on(act=lounge.do(lounge.lin, "08:05"))
    assert lines(lounge, DAY + timedelta(days=3), by=getattr(lounge, who)) == {}
