"""Papers about one person on their way to the printer: the proof of his consents, the copy of his data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.desk import PrintJob

if TYPE_CHECKING:
    from pathlib import Path

    from deskapp.data import Act
    from deskapp.papers import Paper, Printed


def consent_proof_job(act: Act, customer_id: int) -> PrintJob:
    """Every answer and the notices they were given under; runs on the database thread."""
    from deskapp.customers.consent_proof import PAPERS, ConsentProof, render
    from deskapp.customers.consents import consent_history, notice
    from deskapp.customers.views import customer
    from deskapp.members.standing import standing
    from deskapp.staff.service import person
    from deskapp.store.service import store

    guest = customer(act=act, customer_id=customer_id)
    history = consent_history(guest.family)
    member = standing(customer_id=guest.id, on=act.at.date())
    proof = ConsentProof(
        name=guest.name,
        mobile=guest.mobile,
        member_no=member.member_no if member else "",
        history=history,
        taken_by={one.staff_id: person(one.staff_id).name for one in history if one.staff_id is not None},
        notices=[notice(version) for version in sorted({one.notice_version for one in history})],
    )
    house, printer = store().name, person(act.staff_id or 0).name

    def draw(paper: Paper, reprint: int) -> Printed:
        return render(proof, paper=paper, store=house, printed_at=act.at, printed_by=printer, reprint=reprint)

    return PrintJob("个人信息同意记录", "", PAPERS, draw)


def personal_copy_job(act: Act, customer_id: int) -> PrintJob:
    """Everything kept of him, numbers in full; making it is logged like a look at them."""
    from deskapp.privacy.copy_paper import PAPERS, render
    from deskapp.privacy.copying import copy_of_person
    from deskapp.staff.service import person
    from deskapp.store.service import store

    copy = copy_of_person(act=act, customer_id=customer_id)
    house, printer = store().name, person(act.staff_id or 0).name

    def draw(paper: Paper, reprint: int) -> Printed:
        return render(copy, paper=paper, store=house, printed_by=printer, reprint=reprint)

    return PrintJob("个人信息副本", "", PAPERS, draw)


def save_personal_copy(act: Act, customer_id: int, path: Path) -> int:
    """The same as a CSV or a workbook, by the ending of the file's name; how many lines."""
    from deskapp.privacy.copying import copy_of_person
    from deskapp.privacy.domain import FACT_HEADS
    from deskapp.sheets.writing import Column, write_csv, write_xlsx

    rows = copy_of_person(act=act, customer_id=customer_id).rows()
    columns = [Column(head, width) for head, width in zip(FACT_HEADS, (20, 28, 60), strict=True)]
    return write_csv(path, columns, rows) if path.suffix.lower() == ".csv" else write_xlsx(path, columns, rows, sheet="个人信息")
