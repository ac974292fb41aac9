"""系统登记: ticked with its day, one or many, and switched off where a store has none."""

from datetime import date

import pytest

from deskapp.data import changes
from deskapp.errors import UserError
from deskapp.members.domain import OEM_REGISTRATION, EventKind, MemberFilter
from deskapp.members.reading import counts, events, member, members
from deskapp.members.registration import register_oem, take_back_oem
from deskapp.store.service import change_setting

TODAY = date(2026, 11, 23)


@pytest.fixture
def club(enroll, desk):
    """Two valid members, and one still to be confirmed, who does not wait for 系统登记 yet."""
    enroll("赵一", "13900000001", "66010001", by=desk.front)
    return [enroll("钱二", "13900000002", "66010002"), enroll("孙三", "13900000003", "66010003")]


def waiting(act) -> list[str]:
    return [one.name for one in members(act=act, only=MemberFilter.OEM_WAITING)]


def test_who_joined_waits_until_ticked(club, act, desk):
    assert waiting(act()) == ["孙三", "钱二"]
    assert counts(act=act()).oem_waiting == 2
    assert register_oem(act=act(), membership_ids=[club[0].membership_id], on=TODAY) == 1
    assert waiting(act()) == ["孙三"]
    assert member(act=act(), membership_id=club[0].membership_id).oem_on == TODAY
    line = events(act=act(), customer_id=club[0].customer_id)[0]
    assert (line.kind, line.reason, line.staff_id) == (EventKind.OEM_REGISTERED, "登记日期 2026-11-23", desk.service)


def test_many_are_ticked_at_once_with_an_earlier_day(club, on):
    act = on(date(2026, 12, 1))
    assert register_oem(act=act, membership_ids=[one.membership_id for one in club], on=date(2026, 11, 30)) == 2
    assert register_oem(act=act, membership_ids=[one.membership_id for one in club], on=date(2026, 11, 30)) == 2  # the same press
    assert waiting(on(date(2026, 12, 1), hour=10)) == []


def test_one_that_somebody_else_ticked_keeps_all_from_being_ticked(club, act):
    register_oem(act=act(), membership_ids=[club[0].membership_id], on=TODAY)
    with pytest.raises(UserError, match=f"会员 {club[0].number} 已于 2026-11-23 登记，请刷新后再勾选"):
        register_oem(act=act(), membership_ids=[one.membership_id for one in club], on=TODAY)
    assert waiting(act()) == ["孙三"]


@pytest.mark.parametrize(
    ("day", "words"),
    [(date(2026, 11, 24), "登记日期不能晚于今天"), (date(2026, 11, 22), "2026-11-23 才入会，登记日期不能更早")],
)
def test_the_day_lies_between_joining_and_today(club, act, day, words):
    with pytest.raises(UserError, match=words) as refused:
        register_oem(act=act(), membership_ids=[club[0].membership_id], on=day)
    assert refused.value.field == "registered_on"


def test_nothing_ticked_is_said(club, act):
    with pytest.raises(UserError, match="请先勾选已登记的会员"):
        register_oem(act=act(), membership_ids=[], on=TODAY)


def test_a_tick_by_mistake_is_taken_back_with_a_reason(club, act):
    made = club[0]
    with pytest.raises(UserError, match="还没有系统登记"):
        take_back_oem(act=act(), membership_id=made.membership_id, reason="点错")
    register_oem(act=act(), membership_ids=[made.membership_id], on=TODAY)
    with pytest.raises(UserError, match="请写明撤销登记的原因"):
        take_back_oem(act=act(), membership_id=made.membership_id, reason=" ")
    take_back_oem(act=act(), membership_id=made.membership_id, reason="点错了人")
    assert waiting(act()) == ["孙三", "钱二"]
    taken = [change for change in changes(kind="memberships", record_id=made.membership_id) if change.field == "oem_on"]
    assert [(change.old, change.new, change.reason) for change in taken] == [("2026-11-23", "", "点错了人"), ("", "2026-11-23", "")]


def test_a_store_without_such_a_system_has_no_list(club, act, desk):
    change_setting(act=act(staff_id=desk.manager), setting=OEM_REGISTRATION, text="否")
    assert waiting(act()) == []
    assert counts(act=act()).oem_waiting == 0
    with pytest.raises(UserError, match="本店已关闭系统登记"):
        register_oem(act=act(), membership_ids=[club[0].membership_id], on=TODAY)
