"""What the card shows, read in one go on the database thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from deskapp.complaints.things import Complaint
    from deskapp.customers.domain import Consent, Customer, Merge
    from deskapp.data import Act
    from deskapp.gifts.slips import Redemption
    from deskapp.handovers.domain import SlipRow
    from deskapp.members.domain import Member
    from deskapp.points.domain import Statement

_LINES = 200  # the account, one link away, has them all


@dataclass(frozen=True)
class CardData:
    """One customer. `member` is his open membership or his last one; `to_next` what he lacks to the next level and its name; `waiting`
    are his hand-over slips that nobody has posted yet.

    `sees_all` is False for an adviser, who found him by one exact number: he gets no history. `has_oem` tells whether the store registers
    its members with the manufacturer.
    """

    customer: Customer
    member: Member | None
    statement: Statement
    to_next: tuple[int, str] | None
    redemptions: Sequence[Redemption]
    waiting: Sequence[SlipRow]
    note_by: str
    recruiter: str
    may_edit: bool
    may_confirm: bool
    sees_all: bool
    has_oem: bool


@dataclass(frozen=True)
class Details:
    """What 资料 adds: the merges that made this customer, each with who did it, and what the person at the desk may do."""

    merges: Sequence[tuple[Merge, str]]
    may_merge: bool
    may_export: bool
    may_erase: bool


@dataclass(frozen=True)
class HistoryRow:
    """One line of 变更记录, in words."""

    key: int
    at: datetime
    subject: str
    what: str
    old: str
    new: str
    reason: str
    by: str
    pc: str


@dataclass(frozen=True)
class ConsentRow:
    """One answer in the history of consents, with who took it."""

    key: int
    consent: Consent
    by: str


def load_card(act: Act, customer_id: int) -> CardData:
    """Everything above the fold and the two first tabs."""
    from deskapp.customers.views import customer
    from deskapp.data import reading
    from deskapp.gifts.reading import redemptions
    from deskapp.handovers.reading import waiting_slips
    from deskapp.members.domain import OEM_REGISTRATION
    from deskapp.members.levels import running_term
    from deskapp.members.reading import memberships
    from deskapp.points.reading import statement
    from deskapp.settings.store import value
    from deskapp.staff.domain import Right
    from deskapp.staff.service import allowed, person

    today = act.at.date()
    with reading():
        guest = customer(act=act, customer_id=customer_id)
        mine = memberships(act=act, customer_id=guest.id)
        member = mine[0] if mine else None
        since = running_term(membership_id=member.membership_id, on=today).starts_on if member and member.state.is_open else None
        account = statement(customer_id=guest.id, on=today, tier_since=since, limit=_LINES)
        sees_all = allowed(act, Right.SEE_CUSTOMERS)
        recruiter = person(member.recruiter_id) if member else None
        return CardData(
            customer=guest,
            member=member,
            statement=account,
            to_next=_to_next(member, account.balance.tier) if member else None,
            redemptions=redemptions(act=act, customer_id=guest.id) if sees_all else (),
            waiting=waiting_slips(act=act, customer_ids=guest.family),
            note_by=person(guest.note_staff_id).name if guest.note_staff_id is not None else "",
            recruiter=f"{recruiter.name}・{recruiter.department}" if recruiter else "",
            may_edit=allowed(act, Right.EDIT_CUSTOMERS),
            may_confirm=allowed(act, Right.CONFIRM_MEMBERS),
            sees_all=sees_all,
            has_oem=value(OEM_REGISTRATION),
        )


def _to_next(member: Member, tier: int) -> tuple[int, str] | None:
    from deskapp.members.domain import Level
    from deskapp.members.levels import thresholds

    higher = [
        (need - tier, level.label) for need, level in zip(thresholds(), tuple(Level)[1:], strict=True) if level.rank > member.level.rank
    ]
    return next(((lack, label) for lack, label in higher if lack > 0), None)


def load_history(act: Act, customer_id: int) -> list[HistoryRow]:
    """Changes of the customer and his cars, and what happened to his memberships, newest first."""
    from deskapp.customers.views import change_history
    from deskapp.members.domain import format_card
    from deskapp.members.reading import events

    rows = [
        (line.at, line.staff_id, line.pc, line.subject, line.what, line.old, line.new, line.reason)
        for line in change_history(act=act, customer_id=customer_id)
    ]
    for event in events(act=act, customer_id=customer_id):
        term = f"{event.term_from} 至 {event.term_until}" if event.term_until else ""
        details = [term, event.level.label if event.level else "", f"卡号 {format_card(event.card_number)}" if event.card_number else ""]
        new = "，".join(detail for detail in details if detail)
        rows.append((event.at, event.staff_id, event.pc, f"会员 {event.number}", event.kind.label, "", new, event.reason))
    rows.sort(key=lambda row: row[0], reverse=True)
    return [
        HistoryRow(key, at, subject, what, old, new, reason, _name(staff_id), pc)
        for key, (at, staff_id, pc, subject, what, old, new, reason) in enumerate(rows)
    ]


def load_complaints(act: Act, customer_id: int) -> Sequence[Complaint]:
    """Every slip of the customer, newest first."""
    from deskapp.complaints.reception import complaints_of

    return complaints_of(act=act, customer_id=customer_id)


def load_details(act: Act, customer_id: int) -> Details:
    """The merges behind a customer, and the acts of 资料 that the person may use."""
    from deskapp.members.merging import standing_merges
    from deskapp.staff.domain import Right
    from deskapp.staff.service import allowed

    return Details(
        merges=[(merge, _name(merge.staff_id)) for merge in standing_merges(act=act, customer_id=customer_id)],
        may_merge=allowed(act, Right.MERGE_CUSTOMERS),
        may_export=allowed(act, Right.EXPORT_DATA),
        may_erase=allowed(act, Right.ERASE_CUSTOMERS),
    )


def load_consents(act: Act, ids: Sequence[int]) -> list[ConsentRow]:
    """Every answer the customer ever gave, newest first."""
    from deskapp.customers.consents import consent_history
    from deskapp.staff.domain import Right, Scope
    from deskapp.staff.service import require

    require(act, Right.SEE_CUSTOMERS, within=(Scope.EXACT_HIT,))
    rows = [ConsentRow(key, consent, _name(consent.staff_id)) for key, consent in enumerate(consent_history(ids))]
    return rows[::-1]


def _name(staff_id: int | None) -> str:
    from deskapp.staff.service import person

    return person(staff_id).name if staff_id is not None else ""
