"""An edit of the calendar says beforehand which open deadlines it moves, and afterwards they have moved so (complaints.md §4)."""

from datetime import date, datetime

import pytest

from deskapp.calendar import Holiday, HolidayYear
from deskapp.complaints.clocks import ClockKind
from deskapp.complaints.reading import clocks_of, complaint
from deskapp.complaints.states import State
from deskapp.errors import NotAllowed
from deskapp.rectification.domain import Finding, NoticeForm
from deskapp.rectification.notices import draft_notice
from deskapp.store.days import close_days, closures, import_holidays, open_day
from deskapp.today.moving import moved_by_closing, moved_by_holidays, moved_by_opening
from tests.deskapp.complaints.conftest import MONDAY

EVENING = MONDAY.replace(hour=17)


def test_shutting_the_store_moves_limits_in_hours_and_leaves_those_in_working_days(house):
    slip = house.slip(State.IN_PROGRESS, at=EVENING)
    found = moved_by_closing(act=house.do(house.manager, EVENING), first=date(2026, 11, 24), last=date(2026, 11, 25))
    assert [one.words for one in found] == [f"{slip.number} 首次联系：11-24 12:00 → 11-26 12:00"]
    close_days(act=house.do(house.manager, EVENING), first=date(2026, 11, 24), last=date(2026, 11, 25), reason="盘点")
    now = complaint(act=house.do(house.service, EVENING), complaint_id=slip.id)
    contact = next(clock for clock in clocks_of(now, EVENING) if clock.kind is ClockKind.FIRST_CONTACT)
    assert contact.due == datetime(2026, 11, 26, 12, 0)
    (closed, _) = closures(first=date(2026, 11, 24), last=date(2026, 11, 25))
    back = moved_by_opening(act=house.do(house.manager, EVENING), day=date(2026, 11, 24))
    assert [(one.before, one.after) for one in back] == [(datetime(2026, 11, 26, 12, 0), datetime(2026, 11, 24, 12, 0))]
    open_day(act=house.do(house.manager, EVENING), closure_id=closed.id, reason="照常营业")
    assert moved_by_opening(act=house.do(house.manager, EVENING), day=date(2026, 11, 24)) == ()


def test_another_announcement_moves_every_open_limit_in_working_days_and_says_which(house):
    slip = house.slip(State.IN_PROGRESS)
    archived = house.slip(State.ARCHIVED)
    notice = draft_notice(act=house.do(house.service), form=NoticeForm(house.workshop, (Finding("灯光", "全亮", "2 盏不亮"),)))
    announced = HolidayYear(2026, (Holiday("停电", date(2026, 11, 24), date(2026, 11, 24)),), frozenset())
    found = moved_by_holidays(act=house.do(house.manager), announced=announced)
    assert {one.number for one in found} == {slip.number, notice.number}
    assert archived.number not in {one.number for one in found}
    told = {one.what: (one.before, one.after) for one in found if one.number == slip.number}
    assert told["处理 车间"] == (datetime(2026, 11, 25, 17, 30), datetime(2026, 11, 26, 17, 30))
    import_holidays(act=house.do(house.manager), announced=announced)
    now = complaint(act=house.do(house.service), complaint_id=slip.id)
    for clock in clocks_of(now, MONDAY):
        label = f"{clock.kind.label} {clock.row.department if clock.row else ''}".strip()
        if clock.is_open and label in told:
            assert clock.due == told[label][1]


def test_the_look_is_for_whoever_may_edit_the_calendar(house):
    with pytest.raises(NotAllowed):
        moved_by_opening(act=house.do(house.service), day=date(2026, 11, 24))
