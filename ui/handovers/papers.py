"""The slip and the list of what waits on their way to the printer; the jobs are made on the database thread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ui.desk import PrintJob

if TYPE_CHECKING:
    from datetime import date

    from deskapp.data import Act
    from deskapp.handovers.domain import SlipRow
    from deskapp.handovers.expiring import ExpiringRow
    from deskapp.papers import Paper, Printed


def slip_job(act: Act, handover_id: int) -> PrintJob:
    """The hand-over slip as it stands."""
    from deskapp.handovers.reading import handover
    from deskapp.handovers.slip import PAPERS, render
    from deskapp.staff.service import person
    from deskapp.store.service import store

    slip, house, printer = handover(act=act, handover_id=handover_id), store().name, person(act.staff_id or 0).name

    def draw(paper: Paper, reprint: int) -> Printed:
        return render(slip, paper=paper, store=house, printed_at=act.at, printed_by=printer, reprint=reprint)

    return PrintJob("积分移交单", slip.row.number, PAPERS, draw)


def list_job(act: Act, rows: Sequence[SlipRow], subtitle: str) -> PrintJob:
    """The slips of the list as they are filtered."""
    from deskapp.handovers.slip_list import PAPERS, render
    from deskapp.staff.service import person
    from deskapp.store.service import store

    house, printer = store().name, person(act.staff_id or 0).name

    def draw(paper: Paper, reprint: int) -> Printed:
        return render(rows, paper=paper, store=house, subtitle=subtitle, printed_at=act.at, printed_by=printer, reprint=reprint)

    return PrintJob("积分移交清单", "", PAPERS, draw)


def expiring_job(act: Act, rows: Sequence[ExpiringRow], until: date) -> PrintJob:
    """The guests whose points end, as they are listed."""
    from deskapp.handovers.expiring_list import PAPERS, render
    from deskapp.staff.service import person
    from deskapp.store.service import store

    house, printer = store().name, person(act.staff_id or 0).name

    def draw(paper: Paper, reprint: int) -> Printed:
        return render(rows, paper=paper, store=house, until=until, printed_at=act.at, printed_by=printer, reprint=reprint)

    return PrintJob("快到期积分", "", PAPERS, draw)
