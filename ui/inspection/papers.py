"""The papers of inspection on their way to the printer; jobs are made on the database thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.desk import PrintJob

if TYPE_CHECKING:
    from deskapp.data import Act
    from deskapp.papers import Paper, Printed


def sheet_job(act: Act, inspection_id: int) -> PrintJob:
    """The sheet of a check, as it stands."""
    from deskapp.attachments.service import thumbnails
    from deskapp.data import barcode_digits
    from deskapp.inspection.reading import inspection
    from deskapp.inspection.sheet import PAPERS, title_of
    from deskapp.inspection.sheet import render as render_sheet
    from deskapp.rectification.domain import Source
    from deskapp.rectification.reading import notices_of
    from deskapp.staff.service import people, person
    from deskapp.store.service import store

    check = inspection(inspection_id)
    names = {one.id: one.name for one in people(active_only=False)}
    numbers = tuple(one.number for one in notices_of(source=Source.INSPECTION, source_no=check.number) if one.state.is_open)
    store_name, printer = store().name, person(act.staff_id or 0).name
    photos = thumbnails(attachment for _, attachment in check.photos)

    def draw(paper: Paper, reprint: int) -> Printed:
        return render_sheet(
            check,
            names=names,
            photos=photos,
            notices=numbers,
            paper=paper,
            store=store_name,
            printed_at=act.at,
            printed_by=printer,
            code=barcode_digits(check.number),
            reprint=reprint,
        )

    return PrintJob(title_of(check.run.version), check.number, PAPERS, draw)


def blank_job(act: Act, code: str) -> PrintJob:
    """The sheet to be filled in by hand: a department's self-check, or a round without the PC."""
    from deskapp.checklists.templates import version_on
    from deskapp.inspection.sheet import PAPERS, render_blank, title_of
    from deskapp.staff.service import departments
    from deskapp.store.service import store

    version = version_on(code=code, on=act.at.date())
    if version is None:
        raise LookupError(f"no sheet {code}")
    store_name = store().name
    department = next((one.name for one in departments(active_only=False) if one.id == version.form.department_id), "")

    def draw(paper: Paper, _reprint: int) -> Printed:
        return render_blank(version, department=department, paper=paper, store=store_name)

    return PrintJob(f"{title_of(version)}（空白）", "", PAPERS, draw)
