"""A member, and the years that pass at the desk."""

from datetime import date, datetime, time, timedelta
from typing import Any

from deskapp.data import Act, last_entry_at, writing
from deskapp.members.enrolment import enroll_member
from deskapp.members.reading import member
from tests.deskapp.members.conftest import enrolment
from tests.ui.reception import Reception
from ui.kit import work


def a_member(desk: Reception, name: str = "张伟明", mobile: str = "13826012607", card: str = "66010287", *, by: str = "李敏", **how) -> Any:
    """Somebody who joins now."""
    form = enrolment(name, mobile, card, recruiter=desk.staff[by], **how)
    return work.call(lambda: enroll_member(act=desk.act(by), form=form))


def until(desk: Reception, day: date, *, hour: int = 9) -> None:
    """Let the days pass; the store was open meanwhile, else its clock would be doubted."""
    at = datetime.combine(day, time(hour))
    work.call(lambda: _open_the_store(desk, at))
    desk.now[0] = at
    desk.window.changed()


def the_member(desk: Reception, made: Any) -> Any:
    """How the membership stands now."""
    return work.call(lambda: member(act=desk.act(), membership_id=made.membership_id))


def _open_the_store(desk: Reception, at: datetime) -> None:
    while (last := last_entry_at()) is not None and at - last > timedelta(days=45):
        with writing(Act(desk.staff["李敏"], last + timedelta(days=44), "前台2", desk.session.new_request_id()), "open_the_store"):
            pass
