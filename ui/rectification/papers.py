"""The papers of rectification on their way to the printer; jobs are made on the database thread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ui.desk import PrintJob

if TYPE_CHECKING:
    from deskapp.data import Act
    from deskapp.papers import Paper, Printed
    from deskapp.rectification.domain import Notice
    from deskapp.rectification.reading import Overdue


def notice_job(act: Act, notice_id: int) -> PrintJob:
    """A notice as it stands."""
    from deskapp.calendar import DueState, due
    from deskapp.data import barcode_digits
    from deskapp.rectification.domain import REPEAT_DAYS
    from deskapp.rectification.enforcement import appraisals_of
    from deskapp.rectification.notice_paper import PAPERS, TITLE, NoticePaper, render
    from deskapp.rectification.reading import limits, notice, owed_by
    from deskapp.settings.store import value
    from deskapp.staff.service import departments
    from deskapp.store.days import calendar

    now = calendar()
    found = notice(act=act, notice_id=notice_id)
    store, printer, names = _house(act)
    lates = {one.position: due(now, one.due_on, today=act.at.date()) for one in owed_by(found, now)}
    slip = NoticePaper(
        found,
        names=names,
        departments={one.id: one.name for one in departments(active_only=False)},
        limits=limits(),
        repeat_days=value(REPEAT_DAYS),
        code=barcode_digits(found.number),
        appraisals=appraisals_of(notice_id),
        overdue={position: late.days for position, late in lates.items() if late.state is DueState.OVERDUE},
    )

    def draw(paper: Paper, reprint: int) -> Printed:
        return render(slip, paper=paper, store=store, printed_at=act.at, printed_by=printer, reprint=reprint)

    return PrintJob(TITLE, found.number, PAPERS, draw)


def findings_job(act: Act, found: Sequence[Notice]) -> PrintJob:
    """The open rows of the notices as they are filtered, a table a department."""
    from deskapp.rectification.findings_table import PAPERS, TITLE, render

    store, printer, names = _house(act)

    def draw(paper: Paper, reprint: int) -> Printed:
        return render(found, names=names, paper=paper, store=store, printed_at=act.at, printed_by=printer, reprint=reprint)

    return PrintJob(TITLE, "", PAPERS, draw)


def overdue_job(act: Act, found: Sequence[Overdue]) -> PrintJob:
    """What is overdue, a sheet a department."""
    from deskapp.rectification.overdue_sheet import PAPERS, TITLE, render

    store, printer, _ = _house(act)

    def draw(paper: Paper, reprint: int) -> Printed:
        return render(found, paper=paper, store=store, printed_at=act.at, printed_by=printer, reprint=reprint)

    return PrintJob(TITLE, "", PAPERS, draw)


def _house(act: Act) -> tuple[str, str, dict[int, str]]:
    """The store's name, who prints, and everybody's name by id."""
    from deskapp.staff.service import people, person
    from deskapp.store.service import store

    return store().name, person(act.staff_id or 0).name, {one.id: one.name for one in people(active_only=False)}
