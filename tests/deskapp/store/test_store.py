"""The store's rules with their history, its print counts, its clock."""

from datetime import datetime, time, timedelta

import pytest

from deskapp.data import ActRecord, changes, revisions
from deskapp.errors import ClockInDoubt, NotAllowed, UserError
from deskapp.settings.store import look_for_changes, value
from deskapp.staff.domain import Role
from deskapp.store import domain
from deskapp.store.service import (
    backup_policy,
    change_setting,
    clock_doubt,
    confirm_clock,
    count_print,
    lock_after_minutes,
    rule_changes,
    rules,
)
from tests.conftest import MORNING
from tests.deskapp.people import hire


@pytest.fixture
def manager(store, act):
    """Acts of 客服经理."""
    staff_id = hire("陈静", Role.SERVICE_MANAGER)
    return lambda **changed: act(staff_id=staff_id, **changed)


def test_a_rule_is_changed_with_who_when_and_what(manager):
    form = manager(request_id="form-1")
    change_setting(act=form, setting=domain.LOCK_AFTER, text="１０")
    change_setting(act=form, setting=domain.LOCK_AFTER, text="10")
    assert lock_after_minutes() == 10
    (kept,) = rule_changes(domain.SETTINGS)
    assert (kept.rule, kept.old, kept.new, kept.by, kept.at_words) == ("自动锁屏", "5", "10", "陈静", "2026-11-23 09:00")
    (rule,) = rules([domain.LOCK_AFTER])
    assert (rule.text, rule.default_text, rule.changed) == ("10", "5", True)
    change_setting(act=manager(), setting=domain.LOCK_AFTER, text=rule.default_text)
    assert not rules([domain.LOCK_AFTER])[0].changed
    assert [c.new for c in rule_changes(domain.SETTINGS)] == ["5", "10"]


@pytest.mark.parametrize(
    ("setting", "text", "words"),
    [
        (domain.LOCK_AFTER, "0", "1 到 60"),
        (domain.LOCK_AFTER, "五", "整数"),
        (domain.NAME, " ", "不能为空"),
        (domain.PLATE_PREFIX, "粤", "例如 粤B"),
        (domain.PLATE_PREFIX, "X1", "例如 粤B"),
        (domain.OPENING, "18:00", "要早于关门时间 17:30"),
        (domain.CLOSING, "08:30", "开门时间 08:30 要早于关门时间 08:30"),
        (domain.SMOKE_FREE, "也许", "是 或 否"),
    ],
)
def test_what_a_rule_cannot_be_is_refused(manager, setting, text, words):
    before = revisions()
    with pytest.raises(UserError, match=words) as refused:
        change_setting(act=manager(), setting=setting, text=text)
    assert refused.value.field == setting.key
    assert revisions() == before


def test_backup_policy_follows_its_rules(manager):
    change_setting(act=manager(), setting=domain.BACKUP_AT, text="13：00")
    change_setting(act=manager(), setting=domain.BACKUP_FOLDER, text="E:\\备份")
    policy = backup_policy()
    assert (policy.daily, policy.at, policy.kept, policy.second_folder) == (True, time(13), 30, "E:\\备份")


def test_a_changed_rule_is_read_again_after_a_refresh(manager):
    change_setting(act=manager(), setting=domain.PHONE, text="0755-1234567")
    look_for_changes()
    assert value(domain.PHONE) == "0755-1234567"


def test_a_reprint_is_counted_from_the_second_print_on(manager):
    form = manager(request_id="form-1")
    paper = {"number": "DH-20261123-001", "paper": "receipt"}
    assert [count_print(act=form, **paper), count_print(act=manager(), **paper), count_print(act=manager(), **paper)] == [0, 1, 2]
    assert count_print(act=form, **paper) == 0, "the same print asked again is the same print"
    assert count_print(act=manager(), number="DH-20261123-002", paper="receipt") == 0
    assert count_print(act=manager(), number="DH-20261123-001", paper="statement") == 0


def test_a_clock_in_doubt_stops_all_but_the_manager_who_confirms_it(manager):
    change_setting(act=manager(), setting=domain.PHONE, text="1")
    assert clock_doubt(act=manager()) == ""
    late = {"at": MORNING + timedelta(days=60)}
    booked = ActRecord.select().count()
    assert "最后一笔记录是 2026-11-23 09:00" in clock_doubt(act=manager(**late))
    assert ActRecord.select().count() == booked
    with pytest.raises(ClockInDoubt):
        change_setting(act=manager(**late), setting=domain.PHONE, text="2")
    with pytest.raises(UserError, match="为什么"):
        confirm_clock(act=manager(**late), reason=" ")
    confirm_clock(act=manager(**late), reason="停业两个月")
    assert clock_doubt(act=manager(**late)) == ""
    (kept,) = changes(kind="write_lock", record_id=1)
    assert (kept.reason, kept.new) == ("停业两个月", str(datetime(2027, 1, 22, 9)))


@pytest.mark.parametrize("role", list(Role))
def test_only_the_manager_changes_rules_and_confirms_the_clock(store, act, role):
    by = act(staff_id=hire("某人", role))
    services = (
        lambda: change_setting(act=by, setting=domain.PHONE, text="1"),
        lambda: confirm_clock(act=act(staff_id=1), reason="停业两个月"),
    )
    for service in services:
        if role is Role.SERVICE_MANAGER:
            service()
        else:
            with pytest.raises(NotAllowed, match="客服经理"):
                service()
    assert count_print(act=act(staff_id=1), number="DH-20261123-001", paper="receipt") == 0
