"""Templates of a store: the plan's own content, versions from the next day on, history."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from deskapp.checklists.domain import Frequency, Item, ItemRole, Kind, TemplateForm
from deskapp.checklists.templates import add_template, change_template, history, seed, templates, version_on
from deskapp.errors import NotAllowed, UserError
from deskapp.staff.domain import Role
from tests.deskapp.people import department_id, hire, hire_system

TODAY = date(2026, 11, 23)
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def manager(store, act):
    person = hire("陈静", Role.SERVICE_MANAGER)
    hire_system()
    seed(act=act(staff_id=person))
    return person


def form_of(code, on=TODAY):
    found = version_on(code=code, on=on)
    assert found is not None
    return found.form


def test_a_new_store_has_the_seven_sheets_the_area_list_and_the_day_of_the_lounge(manager):
    assert [found.code for found in templates(kind=Kind.INSPECTION, on=TODAY)] == list("ABCDFGH")
    assert [len(found.checks) for found in templates(kind=Kind.INSPECTION, on=TODAY)] == [14, 11, 14, 13, 15, 10, 6]
    (area,) = templates(kind=Kind.LOUNGE_AREA, on=TODAY)
    assert (area.code, len(area.checks)) == ("E", 13)
    assert form_of("A").department_id == department_id("销售部")
    assert form_of("C").runs == 2
    assert form_of("H").frequency is Frequency.WEEKLY


def test_the_day_of_the_lounge_has_the_plans_seven_slots(manager):
    (day,) = templates(kind=Kind.LOUNGE_DAY, on=TODAY)
    assert [slot.minutes for slot in day.slots] == [
        (490, 495), (495, 525), (525, 585), (585, 720), (810, 840), (840, 1020), (1020, 1050),
    ]  # fmt: skip
    assert [slot.code for slot in day.slots if slot.round_every == 30] == ["L4", "L6"]
    assert [slot.code for slot in day.slots if slot.area == "E"] == ["L3", "L5", "L7"]
    assert day.of(ItemRole.STANDARD)[0].title == "跟客户问好"
    assert len(day.of(ItemRole.TABLE)) == 12


def test_seeding_again_changes_nothing(manager, act):
    before = history(code="A")
    seed(act=act(staff_id=manager))
    assert history(code="A") == before


def test_a_change_takes_effect_the_next_day_and_the_old_texts_stay_readable(manager, act):
    old = form_of("A")
    items = (*old.items[1:], Item("充电桩", section="环境", criterion="通电，线缆收好"))
    made = change_template(act=act(staff_id=manager), code="A", form=replace(old, items=items))
    assert (made.number, made.valid_from) == (2, TOMORROW)
    assert form_of("A") == old
    assert [item.code for item in form_of("A", TOMORROW).items][-2:] == ["A14", "A15"]
    newest, first = history(code="A")
    assert (newest.made_by, first.valid_from) == (manager, TODAY)


def test_a_second_change_of_the_day_takes_the_place_of_the_first(manager, act):
    old = form_of("A")
    change_template(act=act(staff_id=manager), code="A", form=replace(old, name="展厅六常"))
    change_template(act=act(staff_id=manager), code="A", form=replace(old, name="展厅五常"))
    assert form_of("A", TOMORROW).name == "展厅五常"
    assert next(found.name for found in templates(kind=Kind.INSPECTION, on=TOMORROW)) == "展厅五常"
    assert len(history(code="A")) == 3


def test_a_number_once_used_is_never_given_to_another_line(manager, act):
    old = form_of("H")
    change_template(act=act(staff_id=manager), code="H", form=replace(old, items=old.items[:-1]))
    shorter = form_of("H", TOMORROW)
    change_template(act=act(staff_id=manager), code="H", form=replace(shorter, items=(*shorter.items, Item("临牌"))))
    assert form_of("H", TOMORROW).items[-1].code == "H7"


def test_a_template_laid_aside_is_owed_no_more_and_may_come_back(manager, act):
    change_template(act=act(staff_id=manager), code="G", form=replace(form_of("G"), active=False))
    assert "G" in [found.code for found in templates(kind=Kind.INSPECTION, on=TODAY)]
    assert "G" not in [found.code for found in templates(kind=Kind.INSPECTION, on=TOMORROW)]
    assert "G" in [found.code for found in templates(kind=Kind.INSPECTION, on=TOMORROW, active_only=False)]


def test_a_sheet_of_the_stores_own_begins_at_once_under_the_next_letter(manager, act):
    made = add_template(act=act(staff_id=manager), form=TemplateForm("二手车整备", (Item("内饰"), Item("轮胎"))))
    assert (made.code, made.valid_from, [item.code for item in made.checks]) == ("I", TODAY, ["I1", "I2"])
    assert templates(kind=Kind.INSPECTION, on=TODAY)[-1].name == "二手车整备"


def test_a_change_that_changes_nothing_is_refused(manager, act):
    with pytest.raises(UserError, match="没有改动"):
        change_template(act=act(staff_id=manager), code="A", form=form_of("A"))


def test_the_same_request_makes_one_version(manager, act):
    same = act(staff_id=manager)
    form = replace(form_of("A"), name="展厅六常")
    assert change_template(act=same, code="A", form=form) == change_template(act=same, code="A", form=form)
    assert len(history(code="A")) == 2


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SERVICE_MANAGER])
def test_only_the_manager_of_customer_service_changes_templates(manager, act, role):
    other = hire("王芳", role)
    with pytest.raises(NotAllowed, match="修改模板"):
        change_template(act=act(staff_id=other), code="A", form=replace(form_of("A"), name="展厅六常"))
    with pytest.raises(NotAllowed, match="修改模板"):
        add_template(act=act(staff_id=other), form=TemplateForm("二手车整备", (Item("内饰"),)))
