"""The weekly page on its way to the printer; the job is made on the database thread."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ui.desk import PrintJob

if TYPE_CHECKING:
    from deskapp.data import Act
    from deskapp.papers import Paper, Printed


def week_job(act: Act, monday: date) -> PrintJob:
    """The page of the week that begins on a Monday, as it stands now."""
    from deskapp.inspection.looking_back import week_back
    from deskapp.inspection.weekly_page import PAPERS, TITLE, Names, render
    from deskapp.staff.service import departments, people, person
    from deskapp.store.service import store

    week, house, printer = week_back(act=act, monday=monday), store().name, person(act.staff_id or 0).name
    names = Names(
        departments={one.id: one.name for one in departments(active_only=False)},
        people={one.id: one.name for one in people(active_only=False)},
    )

    def draw(paper: Paper, reprint: int) -> Printed:
        return render(week, names=names, now=act.at, paper=paper, store=house, printed_by=printer, reprint=reprint)

    return PrintJob(TITLE, "", PAPERS, draw)
