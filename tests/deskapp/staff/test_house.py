"""The staff in memory: cheap to ask, never older than the store, never what was rolled back."""

import threading

import pytest
from playhouse.test_utils import count_queries

from deskapp.data import close_database, database, writing
from deskapp.staff.domain import Right, Role
from deskapp.staff.service import allowed, person, require
from deskapp.staff.staffing import change_person
from tests.deskapp.people import give_pin, hire


def _rename(act, staff_id, name, **changed):
    now = person(staff_id)
    form = {
        "staff_no": now.staff_no,
        "name": name,
        "department_id": now.department_id,
        "outlet_id": now.outlet_id,
        "roles": now.roles,
        "active": True,
    }
    change_person(act=act, staff_id=staff_id, **form | changed)


@pytest.fixture
def manager(store, act):
    staff_id = hire("陈静", Role.SERVICE_MANAGER)
    give_pin(staff_id, "804793")
    return lambda **changed: act(staff_id=staff_id, **changed)


def test_asking_a_right_costs_one_small_read_and_none_inside_a_write(manager):
    require(manager(), Right.CHANGE_SETTINGS)
    with count_queries() as asked:
        require(manager(), Right.CHANGE_SETTINGS)
    assert asked.count == 1
    with writing(manager(), "anything") as tx, count_queries() as asked:
        require(tx.act, Right.CHANGE_SETTINGS)
    assert asked.count == 0


def test_what_another_pc_changed_counts_at_once(manager, act):
    clerk = hire("王芳", Role.FRONT_DESK)
    assert allowed(act(staff_id=clerk), Right.ENROLL_MEMBERS)

    def on_another_pc():
        database.connect()
        _rename(manager(), clerk, "王芳", roles=set())
        close_database()

    other = threading.Thread(target=on_another_pc)
    other.start()
    other.join()
    assert not allowed(act(staff_id=clerk), Right.ENROLL_MEMBERS)


def test_inside_a_write_one_sees_ones_own_changes(manager):
    clerk = hire("王芳", Role.FRONT_DESK)
    with writing(manager(), "outer") as tx:
        _rename(tx.act, clerk, "王方")
        assert person(clerk).name == "王方"


def test_what_was_rolled_back_is_forgotten(manager):
    clerk = hire("王芳", Role.FRONT_DESK)
    assert person(clerk).name == "王芳"
    with pytest.raises(KeyError), writing(manager(), "outer") as tx:
        _rename(tx.act, clerk, "王方")
        assert person(clerk).name == "王方"
        raise KeyError
    hire("李敏")  # moves the revision to the number the rolled-back change had
    assert person(clerk).name == "王芳"
