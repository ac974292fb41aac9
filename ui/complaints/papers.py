"""The handling slip and the settlement on their way to the printer; jobs are made on the database thread."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
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


def blank_slip_job(act: Act, *, departments: int) -> PrintJob:
    """The same form to be written by hand, for when the program is not at hand; with blocks for 1 to 3 departments."""
    from deskapp.complaints.paper_slip import PAPERS, TITLE, render_blank

    store, _ = _house(act)

    def draw(paper: Paper, _reprint: int) -> Printed:
        return render_blank(paper=paper, store=store, departments=departments)

    return PrintJob(f"空白{TITLE}", "", PAPERS, draw)


def blank_settlement_job(act: Act) -> PrintJob:
    """解决确认书 to be written by hand and signed beside a slip written by hand."""
    from deskapp.complaints.paper_settlement import PAPERS, TITLE, Settlement, render

    store, _ = _house(act)

    def draw(paper: Paper, _reprint: int) -> Printed:
        return render(Settlement(), paper=paper, store=store, printed_at=None, printed_by="")

    return PrintJob(f"空白{TITLE}", "", PAPERS, draw)


BLANK_PAPERS: tuple[tuple[str, Callable[[Act], PrintJob]], ...] = (
    ("处理单，两个部门", partial(blank_slip_job, departments=2)),
    ("处理单，三个部门", partial(blank_slip_job, departments=3)),
    ("解决确认书", blank_settlement_job),
)


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
