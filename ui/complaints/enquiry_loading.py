"""What the windows of questions ask the store; each runs on the database thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

    from deskapp.calendar import Due
    from deskapp.complaints.lists import Means
    from deskapp.complaints.reception import Caller
    from deskapp.complaints.things import Enquiry
    from deskapp.data import Act
    from ui.kit.fields_person import PersonChoice


@dataclass(frozen=True, slots=True)
class Asked:
    """What the form of a question begins with."""

    people: tuple[PersonChoice, ...]
    owner_id: int | None
    due_on: date
    plate_area: str
    caller: Caller | None


@dataclass(frozen=True, slots=True)
class Line:
    """A question in the list: who owes its answer, and how that stands."""

    enquiry: Enquiry
    owner: str
    due: Due


@dataclass(frozen=True, slots=True)
class Found:
    """The lines, and who may be named."""

    lines: tuple[Line, ...]
    people: tuple[PersonChoice, ...]
    may_void: bool


def begin_question(act: Act, customer_id: int | None) -> Asked:
    from deskapp.complaints.domain import ENQUIRY_DAYS
    from deskapp.complaints.reception import caller
    from deskapp.settings.store import value
    from deskapp.store.days import calendar
    from deskapp.store.domain import PLATE_PREFIX

    return Asked(
        people=_people(),
        owner_id=act.staff_id,
        due_on=calendar().add_workdays(act.at.date(), value(ENQUIRY_DAYS)),
        plate_area=value(PLATE_PREFIX),
        caller=caller(act=act, customer_id=customer_id) if customer_id is not None else None,
    )


def load_enquiries(act: Act, *, open_only: bool, text: str) -> Found:
    """The questions of the list, those due first on top."""
    from deskapp.calendar import due
    from deskapp.complaints.enquiries import enquiries
    from deskapp.staff.domain import Right
    from deskapp.staff.service import allowed, person
    from deskapp.store.days import calendar

    days, today = calendar(), act.at.date()
    found = enquiries(act=act, open_only=open_only, text=text)
    lines = [Line(one, person(one.owner_id).name, due(days, one.due_on, today=today)) for one in found]
    if open_only:
        lines.sort(key=lambda line: (line.enquiry.due_on, line.enquiry.id))
    return Found(tuple(lines), _people(), allowed(act, Right.HANDLE_COMPLAINTS))


def enquiry_of(act: Act, enquiry_id: int) -> Enquiry:
    from deskapp.complaints.enquiries import enquiry

    return enquiry(act=act, enquiry_id=enquiry_id)


def save_question(act: Act, **given: Any) -> Enquiry:
    from deskapp.complaints.reception import take_question

    return take_question(act=act, **given)


def answer_question(act: Act, enquiry_id: int, answer: str, means: Means) -> Enquiry:
    from deskapp.complaints.enquiries import answer_enquiry

    return answer_enquiry(act=act, enquiry_id=enquiry_id, answer=answer, means=means)


def reveal_number(act: Act, enquiry_id: int) -> str:
    from deskapp.complaints.numbers import reveal_asker

    return reveal_asker(act=act, enquiry_id=enquiry_id)


def pass_question(act: Act, enquiry_id: int, owner_id: int) -> Enquiry:
    from deskapp.complaints.enquiries import pass_enquiry

    return pass_enquiry(act=act, enquiry_id=enquiry_id, owner_id=owner_id)


def void_question(act: Act, enquiry_id: int, reason: str) -> Enquiry:
    from deskapp.complaints.enquiries import void_enquiry

    return void_enquiry(act=act, enquiry_id=enquiry_id, reason=reason)


def _people() -> tuple[PersonChoice, ...]:
    from deskapp.staff.service import people
    from ui.kit.fields_person import PersonChoice

    return tuple(PersonChoice(one.id, one.name, one.department) for one in people())
