"""The practice store: a file of its own, made in a few seconds, in which everybody may try everything."""

from datetime import datetime, time, timedelta
from pathlib import Path

from deskapp.data import Act, close_database, database, one_transaction
from deskapp.data.location import file_url
from deskapp.demo.complaints import complaints_of_this_morning, plan_complaints
from deskapp.demo.inspection import checks_of_this_morning, plan_inspections
from deskapp.demo.lounge import lounge_of_this_morning, plan_lounge
from deskapp.demo.people import PC, take_on_staff
from deskapp.demo.rectification import notices_of_this_morning, plan_rectification
from deskapp.demo.remains import leave_work_for_today, plan_yesterday
from deskapp.demo.year import Year
from deskapp.start import open_store, seed

_FOLDER = "practice"
AN_HOUR = timedelta(hours=1)
"""What lies further behind the last entry than this the store would doubt. The work left for today begins less than twice as long ago."""


def demo_url(folder: Path, *, at: datetime) -> str:
    """URL of the practice store under `folder`, as it stands on the day of `at`; made now if that day has none yet.

    It lies in a folder of its own and is only ever called by that name, so the store itself cannot be meant. What was practised on an
    earlier day is given up: the work waiting in it would be overdue.
    """
    own = practice_folder(folder)
    own.mkdir(parents=True, exist_ok=True)
    path = own / f"store-{at:%Y-%m-%d}.db"
    if not path.exists():
        for old in own.glob("store-*.db*"):
            old.unlink()
        _make(path, at)
    return file_url(path)


def practice_folder(folder: Path) -> Path:
    """Where the practice store, its drafts, papers and backups lie, apart from those of the store."""
    return folder / _FOLDER


def fill_store(at: datetime) -> None:
    """Fill the open, empty store with a year up to `at`: staff, 20 gifts, 300 members, their bills and gifts, and work left for today.

    Everything goes through the services, in one transaction, and is the same at every run. Refuses a store that is founded already.
    """
    with one_transaction():
        year = Year(take_on_staff(at), at)
        seed(Act(None, datetime.combine(at.date() - timedelta(days=365), time(8, 0)), PC, "practice-seed"))
        plan_lounge(year)
        plan_inspections(year)
        plan_rectification(year)
        plan_complaints(year)
        plan_yesterday(year)
        year.live()
        begin = at - AN_HOUR
        _play_this_morning(year, since=datetime.combine(at.date(), time.min), until=begin)
        leave_work_for_today(year)
        _play_this_morning(year, since=begin, until=at)


def _play_this_morning(year: Year, *, since: datetime, until: datetime) -> None:
    """Whatever happens today between two moments, in its order."""
    events = [
        *lounge_of_this_morning(year),
        *checks_of_this_morning(year),
        *notices_of_this_morning(year),
        *complaints_of_this_morning(year),
    ]
    for at, happen in sorted(events, key=lambda event: event[0]):
        if since < at <= until:
            happen(at)


def _make(path: Path, at: datetime) -> None:
    """Under another name until it is whole: a half-made one is never opened."""
    building = path.with_suffix(".building")
    for left in path.parent.glob(f"{building.name}*"):
        left.unlink()
    open_store(file_url(building), at=at)
    try:
        fill_store(at)
    finally:
        close_database()
        database.initialize(None)
    building.rename(path)
