"""The handling slip and the settlement on their way to the printer; jobs are made on the database thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.desk import PrintJob

if TYPE_CHECKING:
    from deskapp.data import Act
    from deskapp.papers import Paper, Printed


def slip_job(act: Act, complaint_id: int) -> PrintJob:
    """The handling slip as it stands, in its copies."""
    from deskapp.complaints.paper_slip import PAPERS, TITLE, render
    from deskapp.complaints.printing import slip_paper

    slip = slip_paper(act=act, complaint_id=complaint_id)
    store, printer = _house(act)

    def draw(paper: Paper, reprint: int) -> Printed:
        return render(slip, paper=paper, store=store, printed_at=act.at, printed_by=printer, reprint=reprint)

    return PrintJob(TITLE, slip.number, PAPERS, draw)


def blank_slip_job(act: Act) -> PrintJob:
    """The same form to be written by hand, for when the program is not at hand."""
    from deskapp.complaints.paper_slip import PAPERS, TITLE, render_blank

    store, _ = _house(act)

    def draw(paper: Paper, _reprint: int) -> Printed:
        return render_blank(paper=paper, store=store)

    return PrintJob(f"空白{TITLE}", "", PAPERS, draw)


def settlement_job(act: Act, complaint_id: int) -> PrintJob:
    """解决确认书: what was approved as compensation, for the customer to sign."""
    from deskapp.complaints.paper_settlement import PAPERS, TITLE, render
    from deskapp.complaints.printing import settlement_paper

    settlement = settlement_paper(act=act, complaint_id=complaint_id)
    store, printer = _house(act)

    def draw(paper: Paper, reprint: int) -> Printed:
        return render(settlement, paper=paper, store=store, printed_at=act.at, printed_by=printer, reprint=reprint)

    return PrintJob(TITLE, settlement.number, PAPERS, draw)


def _house(act: Act) -> tuple[str, str]:
    """The store's name, and who prints."""
    from deskapp.staff.service import person
    from deskapp.store.service import store

    return store().name, person(act.staff_id or 0).name
