"""The first run makes a store of an empty database, once."""

from datetime import date

import pytest

from deskapp.data import ActRecord, changes
from deskapp.errors import AlreadySaved, UserError, UserErrors
from deskapp.staff.domain import Right, Role
from deskapp.staff.pin import new_recovery_code
from deskapp.staff.service import allowed, departments, outlets, people, person, system_staff_id
from deskapp.staff.sign_in import recover_manager_pin, sign_in
from deskapp.store.first_run import first_run
from deskapp.store.founding import is_founded
from deskapp.store.service import began_on
from deskapp.store.service import store as the_store
from tests.deskapp.people import CHEAP

CODE = new_recovery_code()
FORM = {
    "store_name": "鹏城汽车销售服务有限公司",
    "outlet": "龙岗店",
    "plate_prefix": "粤b",
    "manager_no": "101",
    "manager_name": "陈静",
    "pin": "804793",
    "recovery_code": CODE,
    "cost": CHEAP,
}


def test_an_empty_database_becomes_a_store_with_its_manager(store, act):
    assert not is_founded()
    assert began_on() == date.min
    with pytest.raises(UserError, match="还没有建立"):
        system_staff_id()
    manager = first_run(act=act(staff_id=None), **FORM)
    assert is_founded()
    founded = the_store()
    assert (founded.name, founded.short_name, founded.plate_prefix) == ("鹏城汽车销售服务有限公司", "鹏城汽车销售服务有限公司", "粤B")
    assert founded.began_on == date(2026, 11, 23)
    assert (person(manager).name, person(manager).department, person(manager).outlet) == ("陈静", "客服部", "龙岗店")
    assert person(manager).roles == {Role.SERVICE_MANAGER}
    assert [o.name for o in outlets()] == ["龙岗店", "二级网点"]
    assert [d.name for d in departments()] == ["销售部", "售后部", "前台", "车间", "配件", "客服部", "市场部", "精品部", "保险", "行政部"]
    assert person(system_staff_id()).is_system
    assert manager in {p.id for p in people()}
    assert sign_in(act=act(staff_id=None), staff_no="101", pin="804793").id == manager
    assert allowed(act(staff_id=manager), Right.MANAGE_STAFF)


def test_the_first_run_sent_twice_is_one(store, act):
    form = act(staff_id=None, request_id="form-1")
    assert first_run(act=form, **FORM) == first_run(act=form, **FORM)
    assert len(people()) == 1
    with pytest.raises(AlreadySaved):
        first_run(act=form, **FORM | {"pin": "516027"})


def test_a_founded_store_is_not_founded_again(store, act):
    first_run(act=act(staff_id=None), **FORM)
    with pytest.raises(UserError, match="门店已经建立"):
        first_run(act=act(staff_id=None), **FORM)


def test_the_printed_code_brings_the_manager_back(store, act):
    manager = first_run(act=act(staff_id=None), **FORM)
    found = recover_manager_pin(
        act=act(staff_id=None), staff_no="101", recovery_code=CODE, new_pin="516027", new_code=new_recovery_code(), cost=CHEAP
    )
    assert found.id == manager
    assert sign_in(act=act(), staff_no="101", pin="516027").id == manager


def test_neither_pin_nor_code_is_kept_in_clear(store, act):
    manager = first_run(act=act(staff_id=None), **FORM)
    kept = " ".join(str(row.__data__) for row in ActRecord.select())
    kept += " ".join(f"{c.old}{c.new}" for c in changes(kind="staff", record_id=manager))
    assert "804793" not in kept
    assert CODE not in kept


def test_every_fault_of_the_form_is_told_at_once(store, act):
    empty = dict.fromkeys(FORM, "") | {"cost": CHEAP, "recovery_code": CODE}
    with pytest.raises(UserErrors) as refused:
        first_run(act=act(staff_id=None), **empty)
    assert [p.field for p in refused.value.problems] == ["store_name", "outlet", "manager_no", "plate_prefix", "pin", "manager_name"]
    with pytest.raises(UserError, match="太容易猜到"):
        first_run(act=act(staff_id=None), **FORM | {"pin": "123456"})
    assert not is_founded()
