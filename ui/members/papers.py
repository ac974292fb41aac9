"""The papers of members on their way to the printer; the jobs are made on the database thread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ui.desk import PrintJob

if TYPE_CHECKING:
    from deskapp.data import Act
    from deskapp.members.domain import Member
    from deskapp.papers import Paper, Printed

TITLE = "会员入会申请表"


def application_job(act: Act, membership_id: int) -> PrintJob:
    """What to print for a membership; runs on the database thread. The form carries the full mobile, so it counts as a look at it."""
    from deskapp.data import barcode_digits
    from deskapp.members.application import application
    from deskapp.members.application_form import PAPERS, render
    from deskapp.members.reading import member
    from deskapp.papers import Head
    from deskapp.staff.service import person
    from deskapp.store.service import store

    joined = member(act=act, membership_id=membership_id)
    form = application(act=act, membership_id=membership_id)
    printer = person(act.staff_id or 0)
    head = Head(
        store=store().name,
        title=TITLE,
        number=joined.number,
        code=barcode_digits(joined.number),
        printed_at=act.at,
        printed_by=printer.name,
        department=printer.department,
    )

    def draw(paper: Paper, reprint: int) -> Printed:
        return render(form, paper=paper, head=head, reprint=reprint)

    return PrintJob(TITLE, joined.number, PAPERS, draw)


def blank_application_job() -> PrintJob:
    """The same form to be filled in by hand; runs on the database thread."""
    from deskapp.members.application import blank_application
    from deskapp.members.application_form import PAPERS, render
    from deskapp.papers import Head
    from deskapp.store.service import store

    form = blank_application()
    head = Head(store=store().name, title=TITLE, number="")

    def draw(paper: Paper, reprint: int) -> Printed:
        return render(form, paper=paper, head=head, reprint=reprint)

    return PrintJob(f"{TITLE}（空白）", "", PAPERS, draw)


def renewal_job(act: Act, number: str) -> PrintJob:
    """The slip of a renewal by its number."""
    from deskapp.members.renewal import renewal
    from deskapp.members.renewal_slip import PAPERS, TITLE, render
    from deskapp.staff.service import person
    from deskapp.store.service import store

    done, house, printer = renewal(act=act, number=number), store().name, person(act.staff_id or 0)

    def draw(paper: Paper, reprint: int) -> Printed:
        return render(
            done, paper=paper, store=house, printed_at=act.at, printed_by=printer.name, department=printer.department, reprint=reprint
        )

    return PrintJob(TITLE, number, PAPERS, draw)


def member_list_job(act: Act, rows: Sequence[tuple[Member, str]], title: str) -> PrintJob:
    """The members of the list as they are filtered, each with his recruiter's name."""
    from deskapp.members.member_list import PAPERS, render
    from deskapp.staff.service import person
    from deskapp.store.service import store

    house, printer = store().name, person(act.staff_id or 0).name

    def draw(paper: Paper, reprint: int) -> Printed:
        return render(rows, paper=paper, store=house, title=title, printed_at=act.at, printed_by=printer, reprint=reprint)

    return PrintJob("会员清单", "", PAPERS, draw)
