"""The store's calendar follows its closures, its hours and the holidays it imported."""

from datetime import date, datetime, time

import pytest
from playhouse.test_utils import count_queries

from deskapp.calendar import Holiday, HolidayYear
from deskapp.data import changes, writing
from deskapp.errors import NotAllowed, UserError
from deskapp.staff.domain import Role
from deskapp.store import domain
from deskapp.store.days import calendar, close_days, closures, holidays, import_holidays, open_day, year_view
from deskapp.store.domain import DayMark, announcement_text, read_announcement
from deskapp.store.service import change_setting
from tests.deskapp.people import hire

NATIONAL = Holiday("国庆节", date(2027, 10, 1), date(2027, 10, 7))


@pytest.fixture
def manager(store, act):
    """Acts of 客服经理."""
    staff_id = hire("陈静", Role.SERVICE_MANAGER)
    return lambda **changed: act(staff_id=staff_id, **changed)


def test_the_years_of_the_program_are_known(manager):
    now = calendar()
    assert now.add_workdays(date(2026, 2, 13), 3) == date(2026, 2, 25)
    assert now.is_provisional(2027)
    assert (now.opening, now.closing) == (time(8, 30), time(17, 30))


def test_a_closed_day_counts_for_opening_days_and_not_for_working_days(manager):
    assert calendar().is_open(date(2026, 11, 24))
    assert close_days(act=manager(), first=date(2026, 11, 24), last=date(2026, 11, 26), reason="装修") == 3
    now = calendar()
    assert now.next_open_day(date(2026, 11, 23)) == date(2026, 11, 27)
    assert now.add_workdays(date(2026, 11, 23), 1) == date(2026, 11, 24)


def test_closing_a_closed_day_again_keeps_its_reason(manager):
    close_days(act=manager(), first=date(2026, 11, 24), last=date(2026, 11, 24), reason="装修")
    form = manager(request_id="form-1")
    again = {"first": date(2026, 11, 23), "last": date(2026, 11, 25), "reason": "停电"}
    assert close_days(act=form, **again) == close_days(act=form, **again) == 2
    assert [c.reason for c in closures(first=date(2026, 11, 1), last=date(2026, 11, 30))] == ["停电", "装修", "停电"]


def test_opening_after_all_voids_the_closure_with_its_reason(manager):
    close_days(act=manager(), first=date(2026, 11, 24), last=date(2026, 11, 24), reason="装修")
    (shut,) = closures(first=date(2026, 11, 24), last=date(2026, 11, 24))
    form = manager(request_id="form-1")
    for _ in range(2):
        open_day(act=form, closure_id=shut.id, reason="提前完工")
    assert calendar().is_open(date(2026, 11, 24))
    assert [c.reason for c in changes(kind="closures", record_id=shut.id)] == ["提前完工"]
    close_days(act=manager(), first=date(2026, 11, 24), last=date(2026, 11, 24), reason="停电")


def test_closures_are_asked_for_plainly(manager):
    day = date(2026, 11, 24)
    for changed, words in (({"last": date(2026, 11, 23)}, "早于第一天"), ({"last": date(2027, 11, 25)}, "一年"), ({"reason": " "}, "原因")):
        with pytest.raises(UserError, match=words):
            close_days(act=manager(), **{"first": day, "last": day, "reason": "装修"} | changed)
    with pytest.raises(UserError, match="原因"):
        open_day(act=manager(), closure_id=1, reason="")


def test_an_imported_year_is_provisional_no_more_and_the_newest_import_counts(manager):
    import_holidays(act=manager(), announced=HolidayYear(2027, (NATIONAL,), frozenset()))
    assert not calendar().is_provisional(2027)
    assert not calendar().is_workday(date(2027, 10, 7))
    shorter = HolidayYear(2027, (Holiday("国庆节", date(2027, 10, 1), date(2027, 10, 6)),), frozenset({date(2027, 10, 9)}))
    form = manager(request_id="form-1")
    import_holidays(act=form, announced=shorter)
    import_holidays(act=form, announced=shorter)
    assert calendar().is_workday(date(2027, 10, 7))
    assert calendar().is_workday(date(2027, 10, 9))
    assert holidays(2027) == shorter
    assert holidays(2028) is None


def test_an_announcement_that_contradicts_itself_is_refused(manager):
    with pytest.raises(UserError, match="补班日"):
        import_holidays(act=manager(), announced=HolidayYear(2027, (NATIONAL,), frozenset({date(2027, 10, 8)})))
    assert calendar().is_provisional(2027)


def test_a_notice_is_read_as_people_type_it():
    read = read_announcement(2027, "元旦：1月1日\n\n国庆节 10-01 至 10－07\n", "2027 年补班 9月26日、10/9")
    assert read.holidays == (Holiday("元旦", date(2027, 1, 1), date(2027, 1, 1)), NATIONAL)
    assert read.makeup_workdays == {date(2027, 9, 26), date(2027, 10, 9)}
    assert read_announcement(2027, *announcement_text(read)) == read
    for off, words in (("", "至少填写一个节日"), ("10-01", "读不懂"), ("国庆节", "读不懂"), ("元旦 02-30", "没有 02 月 30 日")):
        with pytest.raises(UserError, match=words):
            read_announcement(2027, off, "")


def test_changed_hours_move_the_clocks(manager):
    assert calendar().add_business_hours(datetime(2026, 11, 23, 17), 1) == datetime(2026, 11, 24, 9)
    change_setting(act=manager(), setting=domain.CLOSING, text="18:00")
    assert calendar().add_business_hours(datetime(2026, 11, 23, 17), 1) == datetime(2026, 11, 23, 18)


def test_the_calendar_is_built_once_for_each_revision(manager):
    calendar()
    with count_queries() as asked:
        assert calendar() is calendar()
    assert asked.count <= 2
    with writing(manager(), "anything"), count_queries() as asked:
        calendar()
    assert asked.count == 0


def test_what_a_refused_write_closed_is_open_again(manager):
    calendar()
    with pytest.raises(KeyError), writing(manager(), "outer") as tx:
        close_days(act=tx.act, first=date(2026, 11, 24), last=date(2026, 11, 24), reason="装修")
        assert not calendar().is_open(date(2026, 11, 24))
        raise KeyError
    change_setting(act=manager(), setting=domain.PHONE, text="0755-1234567")
    assert calendar().is_open(date(2026, 11, 24))


def test_the_years_view_marks_what_is_special(manager):
    close_days(act=manager(), first=date(2026, 2, 16), last=date(2026, 2, 16), reason="除夕")
    view = year_view(2026)
    by_day = {d.day: (d.mark, d.words) for d in view.days}
    assert (view.provisional, view.workdays, len(view.days)) == (False, 248, 365)
    assert by_day[date(2026, 2, 16)] == (DayMark.CLOSED, "除夕")
    assert sum(d.is_workday for d in view.days) == view.workdays
    assert by_day[date(2026, 2, 17)] == (DayMark.OFF, "春节")
    assert by_day[date(2026, 2, 14)] == (DayMark.MAKEUP, "调休上班")
    assert by_day[date(2026, 3, 7)][0] is DayMark.WEEKEND
    assert by_day[date(2026, 3, 6)][0] is DayMark.ORDINARY
    assert year_view(2027).provisional
    assert len(year_view(2028).days) == 366


@pytest.mark.parametrize("role", list(Role))
def test_only_the_manager_edits_the_calendar(store, act, role):
    by = act(staff_id=hire("某人", role))
    services = (
        lambda: close_days(act=by, first=date(2026, 11, 24), last=date(2026, 11, 24), reason="装修"),
        lambda: open_day(act=act(staff_id=1), closure_id=1, reason="完工"),
        lambda: import_holidays(act=act(staff_id=1), announced=HolidayYear(2027, (NATIONAL,), frozenset())),
    )
    for service in services:
        if role is Role.SERVICE_MANAGER:
            service()
        else:
            with pytest.raises(NotAllowed, match="客服经理"):
                service()
