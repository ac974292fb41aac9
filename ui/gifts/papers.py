"""The receipt of a redemption on its way to the printer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.desk import PrintJob

if TYPE_CHECKING:
    from deskapp.data import Act
    from deskapp.papers import Paper, Printed

TITLE = "积分兑换单"


def receipt_job(act: Act, redemption_id: int) -> PrintJob:
    """What to print for a redemption; runs on the database thread."""
    from deskapp.gifts.reading import receipt
    from deskapp.gifts.receipt import papers_for, render
    from deskapp.staff.service import person
    from deskapp.store.service import store

    paid = receipt(act=act, redemption_id=redemption_id)
    house = store().name
    printer = person(act.staff_id or 0)

    def draw(paper: Paper, reprint: int) -> Printed:
        return render(
            paid, paper=paper, store=house, printed_at=act.at, printed_by=printer.name, department=printer.department, reprint=reprint
        )

    return PrintJob(TITLE, paid.redemption.number, papers_for(paid.redemption), draw)
