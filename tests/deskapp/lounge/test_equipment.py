"""Equipment and its repairs."""

from datetime import date, timedelta

import pytest

from deskapp.errors import NotAllowed, UserError
from deskapp.lounge.equipment import add_equipment, assign_repair, change_equipment, close_repair, equipment, report_fault
from deskapp.lounge.reading import repairs
from deskapp.lounge.things import EquipmentState
from tests.deskapp.lounge.conftest import DAY


@pytest.fixture
def machine(lounge):
    return add_equipment(act=lounge.do(lounge.service, "08:00"), name="咖啡机", place="饮品台")


def test_a_fault_opens_a_request_that_is_shown_until_it_is_closed(lounge, machine):
    number = report_fault(act=lounge.do(lounge.lin, "09:00"), equipment_id=machine, fault="不出水")
    assert number == "BX-20261123-001"
    assert equipment()[0].state is EquipmentState.TO_REPAIR
    (repair,) = repairs(act=lounge.do(lounge.lin, "09:01"))
    assert (repair.equipment, repair.due_on, repair.owner_id) == ("饮品台 咖啡机", date(2026, 11, 26), None)
    with pytest.raises(UserError, match="咖啡机 已有维修单 BX-20261123-001：不出水；还没有派人处理，新情况请告诉客服"):
        report_fault(act=lounge.do(lounge.wu, "09:05"), equipment_id=machine, fault="还是不出水")
    assign_repair(act=lounge.do(lounge.service, "09:10"), repair_id=repair.id, owner_id=lounge.manager, due_on=DAY + timedelta(days=1))
    with pytest.raises(UserError, match="BX-20261123-001：不出水；由 陈静 处理，期限 11-24，新情况请告诉 陈静"):
        report_fault(act=lounge.do(lounge.wu, "09:15"), equipment_id=machine, fault="开始漏水")
    close_repair(act=lounge.do(lounge.service, "16:00"), repair_id=repair.id, note="换了水泵", replaced=True)
    assert repairs(act=lounge.do(lounge.lin, "16:01")) == ()
    assert (equipment()[0].state, equipment()[0].replaced_on) == (EquipmentState.FINE, DAY)
    with pytest.raises(UserError, match="已由 李敏 于 11-23 16:00 关闭"):
        close_repair(act=lounge.do(lounge.manager, "16:05"), repair_id=repair.id, note="换了水泵")
    assert lounge.day().repairs[0].days_open(DAY) == 0


def test_a_thing_with_an_open_request_is_not_laid_aside(lounge, machine):
    report_fault(act=lounge.do(lounge.lin, "09:00"), equipment_id=machine, fault="漏水", out_of_use=True)
    assert equipment()[0].state is EquipmentState.OUT_OF_USE
    keep = {"name": "咖啡机", "place": "饮品台", "state": EquipmentState.OUT_OF_USE, "replaced_on": None, "note": ""}
    with pytest.raises(UserError, match="还有没关闭的维修单"):
        change_equipment(act=lounge.do(lounge.service, "09:10"), equipment_id=machine, active=False, **keep)
    change_equipment(act=lounge.do(lounge.service, "09:10"), equipment_id=machine, **(keep | {"place": "吧台"}))
    assert equipment()[0].place == "吧台"


def test_a_name_stands_once_at_a_place_and_attendants_do_not_change_the_list(lounge, machine):
    with pytest.raises(UserError, match="饮品台 已有“咖啡机”"):
        add_equipment(act=lounge.do(lounge.service, "08:01"), name="咖啡机 ", place="饮品台")
    add_equipment(act=lounge.do(lounge.service, "08:01"), name="咖啡机", place="贵宾室")
    with pytest.raises(NotAllowed):
        add_equipment(act=lounge.do(lounge.lin, "08:02"), name="电视")
