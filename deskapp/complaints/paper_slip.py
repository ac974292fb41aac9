"""客户投诉(抱怨)处理单 on paper: one page of A4 or 241×280, two of A5 landscape or 241×140 (complaints.md §6, look.md §4).

The form is one template, filled or blank. A third department, earlier rounds and what of a text does not fit follow on a
continuation page under the same head. The whole mobile stands on the laser 客服存档联 alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from deskapp.complaints.paper_blocks import Form, archived, departments, earlier, further_department, received, routed, told
from deskapp.complaints.paper_content import BLANK, Department, HandlingSlip
from deskapp.complaints.paper_room import Room
from deskapp.papers import A4, A5_LANDSCAPE, NCR_241X140, NCR_241X280, Copy, Head, Paper, Printed, Section, print_form

PAPERS: tuple[Paper, ...] = (A4, NCR_241X280, A5_LANDSCAPE, NCR_241X140)
COPIES = (Copy("客服联", "白", label="客服存档联", full=True), Copy("部门联", "红", label="责任部门联"), Copy("经理联", "黄"))
TITLE = "客户投诉(抱怨)处理单"
ON_THE_FORM = 2
"""Departments that have their block on the form itself."""

_NOTE = "①④⑤ 客服填写    ② 售后/销售经理填写    ③ 责任部门填写"
_RETENTION = "处理完毕交回客服部存档，保存 3 年"


@dataclass(frozen=True, slots=True)
class _Layout:
    """The form on one size of paper, and whether ③ begins a second page."""

    form: Form
    two_pages: bool = False


_LAYOUTS = {
    A4: _Layout(Form(row=7.0, words=23.0, remedy=8.0, accept=8.0, text=16.0, line=8.0)),
    NCR_241X280: _Layout(Form(row=6.6, words=22.0, remedy=7.5, accept=8.0, text=15.6, line=7.4)),
    A5_LANDSCAPE: _Layout(Form(row=6.0, words=16.4, remedy=7.6, accept=6.8, text=11.4, line=7.0), two_pages=True),
    NCR_241X140: _Layout(Form(row=6.6, words=16.0, remedy=6.9, accept=7.9, text=11.8, line=7.2), two_pages=True),
}


def render(
    slip: HandlingSlip,
    *,
    paper: Paper,
    store: str,
    printed_at: datetime | None,
    printed_by: str,
    copies: Sequence[Copy] = COPIES,
    reprint: int = 0,
) -> Printed:
    """The slip as it stands, in its copies. Cells of blocks that are still open are left to be filled by hand."""
    layout = _LAYOUTS[paper]
    note = "" if paper is NCR_241X140 else _NOTE  # that sheet has no foot line
    room = Room(paper, row=layout.form.row, note=note, retention=_RETENTION)
    made: dict[bool, Sequence[Section]] = {}

    def body(copy: Copy) -> Sequence[Section]:
        if copy.full not in made:
            made[copy.full] = _sections(slip, layout, room, full=copy.full)
        return made[copy.full]

    head = _head(slip, store, printed_at, printed_by)
    printed = print_form(paper=paper, head=head, body=body, copies=copies, reprint=reprint, note=note, retention=_RETENTION)
    return replace(printed, missing=tuple(sorted({*printed.missing, *room.t.missing})))  # cut texts arrive with theirs replaced


def render_blank(*, paper: Paper, store: str, departments: int = ON_THE_FORM, copies: Sequence[Copy] = COPIES) -> Printed:
    """The same form to be written by hand, with blocks for `departments` (1 to 3) of them."""
    slip = BLANK if departments == ON_THE_FORM else HandlingSlip(departments=(Department(),) * departments)
    return render(slip, paper=paper, store=store, printed_at=None, printed_by="", copies=copies)


def _head(slip: HandlingSlip, store: str, printed_at: datetime | None, printed_by: str) -> Head:
    again = f"第 {slip.round} 轮" if slip.round > 1 else ""
    until = f"处理期限 {slip.deadline:%Y-%m-%d %H:%M}" if slip.deadline else ""
    tell = f"最迟 {slip.tell_by:%Y-%m-%d} 告知客户" if slip.tell_by else ""
    soon = f"处理期限 {slip.deadline:%m-%d %H:%M}" if slip.deadline else ""
    return Head(
        store=store,
        title=TITLE,
        number=slip.number,
        code=slip.code,
        subline=slip.banner or "    ".join(part for part in (again, until, tell) if part),
        short=slip.banner or "  ".join(part for part in (again, soon) if part),
        subject=slip.subject,
        printed_at=printed_at,
        printed_by=printed_by,
    )


def _sections(slip: HandlingSlip, layout: _Layout, room: Room, *, full: bool) -> Sequence[Section]:
    """The form, page by page, and after it what it does not hold."""
    slip, form = _closed(slip) if slip.void else slip, layout.form
    first = [received(slip.received, form, full=full), routed(slip, form, room)]
    second = [departments(slip, form, ON_THE_FORM), told(slip.told, form, room), archived(slip.archived, form)]
    pages = [first, second] if layout.two_pages else [[*first, *second]]
    filled = [room.fill(page) for page in pages]
    sections = [section for page, _ in filled for section in page]
    rests = [rest for _, page in filled for rest in page]
    begun, ended = [rest for rest in rests if rest.mark in "①②③"], [rest for rest in rests if rest.mark in "④⑤"]
    more = [further_department(slip, place, form, room) for place in range(ON_THE_FORM, len(slip.departments))]
    return (*sections, *room.further(begun), *more, *room.further(ended), *(earlier(one, form) for one in slip.earlier))


def _closed(slip: HandlingSlip) -> HandlingSlip:
    """The slip with every block finished: a void one is no form to go on with."""
    return replace(
        slip,
        received=replace(slip.received, done=True),
        routed=replace(slip.routed, done=True),
        departments=tuple(replace(one, done=True) for one in slip.departments),
        told=replace(slip.told, done=True),
        archived=replace(slip.archived, done=True),
    )
