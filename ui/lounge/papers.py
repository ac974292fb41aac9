"""The papers of the lounge on their way to the printer; jobs are made on the database thread."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from ui.desk import PrintJob

if TYPE_CHECKING:
    from deskapp.data import Act
    from deskapp.lounge.domain import Day
    from deskapp.papers import Paper, Printed


def day_job(act: Act, day: Day) -> PrintJob:
    """The sheet of a day."""
    from deskapp.data import barcode_digits
    from deskapp.lounge.day_sheet import PAPERS, TITLE, render

    store, printer, names = _house(act)

    def draw(paper: Paper, reprint: int) -> Printed:
        code = barcode_digits(day.number) if day.number else ""
        return render(day, names=names, now=act.at, paper=paper, store=store, printed_by=printer, code=code, reprint=reprint)

    return PrintJob(TITLE, day.number, PAPERS, draw)


def blank_job(act: Act) -> PrintJob:
    """The sheet to be filled in by hand."""
    from deskapp.lounge.day_sheet import PAPERS, TITLE, render_blank
    from deskapp.lounge.reading import lounge_day

    store, _, _ = _house(act)
    plan = lounge_day(act=act, day=act.at.date())
    return PrintJob(f"{TITLE}（空白）", "", PAPERS, lambda paper, _: render_blank(plan, paper=paper, store=store))


def month_job(act: Act, month: date) -> PrintJob:
    """The month's figures of everybody."""
    from deskapp.lounge.month_sheet import PAPERS, TITLE, render
    from deskapp.lounge.reading import lounge_days

    store, printer, names = _house(act)
    last = (month + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    days = lounge_days(act=act, first=month, last=last)

    def draw(paper: Paper, reprint: int) -> Printed:
        return render(days, names=names, month=month, now=act.at, paper=paper, store=store, printed_by=printer, reprint=reprint)

    return PrintJob(TITLE, "", PAPERS, draw)


def attendant_job(act: Act, month: date, staff_id: int) -> PrintJob:
    """The month of one attendant, to be signed."""
    from deskapp.lounge.attendant_sheet import PAPERS, TITLE, render
    from deskapp.lounge.reading import lounge_days

    store, printer, names = _house(act)
    last = (month + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    days = lounge_days(act=act, first=month, last=last)

    def draw(paper: Paper, reprint: int) -> Printed:
        name = names[staff_id]
        return render(days, staff_id, name=name, month=month, now=act.at, paper=paper, store=store, printed_by=printer, reprint=reprint)

    return PrintJob(TITLE, "", PAPERS, draw)


def repairs_job(act: Act) -> PrintJob:
    """The open repair requests."""
    from deskapp.lounge.reading import repairs
    from deskapp.lounge.repair_list import PAPERS, TITLE, render

    store, printer, names = _house(act)
    found = repairs(act=act)

    def draw(paper: Paper, reprint: int) -> Printed:
        return render(found, names=names, now=act.at, paper=paper, store=store, printed_by=printer, reprint=reprint)

    return PrintJob(TITLE, "", PAPERS, draw)


def _house(act: Act) -> tuple[str, str, dict[int, str]]:
    """The store's name, who prints, and everybody's name by id."""
    from deskapp.staff.service import people, person
    from deskapp.store.service import store

    return store().name, person(act.staff_id or 0).name, {one.id: one.name for one in people(active_only=False)}
