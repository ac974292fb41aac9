"""The statement of an account on its way to the printer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.desk import PrintJob

if TYPE_CHECKING:
    from datetime import date

    from deskapp.data import Act
    from deskapp.papers import Paper, Printed


def statement_job(act: Act, customer_id: int, first: date | None = None, last: date | None = None) -> PrintJob:
    """What to print of an account over the days (None: all of it); runs on the database thread."""
    from deskapp.customers.views import customer
    from deskapp.members.standing import standing
    from deskapp.points.reading import account_statement
    from deskapp.points.statement import MOST_LINES, PAPERS, StatementSheet, render
    from deskapp.staff.service import person
    from deskapp.store.service import store

    today = act.at.date()
    member = standing(customer_id=customer_id, on=today)
    sheet = StatementSheet(
        customer=customer(act=act, customer_id=customer_id).name,
        member_no=member.member_no if member else "",
        account=account_statement(customer_id=customer_id, on=today, first=first, last=last, limit=MOST_LINES),
    )
    house, printer = store().name, person(act.staff_id or 0).name

    def draw(paper: Paper, reprint: int) -> Printed:
        return render(sheet, paper=paper, store=house, printed_at=act.at, printed_by=printer, reprint=reprint)

    return PrintJob("积分对账单", "", PAPERS, draw)
