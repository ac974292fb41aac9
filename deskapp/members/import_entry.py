"""What a list of members comes to: its members, and what was found about its cells. Pure."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from deskapp.customers.domain import Purpose
from deskapp.members.domain import JoinChannel, Level
from deskapp.members.import_fields import ImportField, Subject


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about one cell: wrong (the member is not imported) or unusual (goes on with a reason). `column` -1: the whole row.

    `text` is what stands in the cell, `label` what the cell means.
    """

    row: int
    column: int
    label: str
    message: str
    unusual: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What the import does to one field of a known member, in words. `kept`: it does not, for the store knows better than the list."""

    row: int
    name: str
    label: str
    old: str
    new: str
    kept: bool = False


@dataclass(slots=True)
class Car:
    """A judged car of the list."""

    row: int
    position: int
    values: dict[str, Any]
    km: int | None


@dataclass(frozen=True, slots=True)
class Opening:
    """The balance a member brings: 期初."""

    redeemable: int
    tier: int
    ends_on: date | None


@dataclass(slots=True)
class Entry:
    """One member of the list, judged. `given` are the fields his first row filled: what was not given changes nothing in the store."""

    row: int
    given: frozenset[str]
    member_no: str
    card_no: str
    customer: dict[str, Any]
    note: str
    level: Level
    joined_on: date | None
    valid_until: date | None
    join_channel: JoinChannel
    recruiter_id: int | None
    oem_registered: bool
    opening: Opening | None
    answers: tuple[tuple[Purpose, bool], ...]
    cars: list[Car]
    more_rows: list[int] = field(default_factory=list[int])
    doubts: list[tuple[int, str, str]] = field(default_factory=list[tuple[int, str, str]])
    """(row, meaning of the column, what is unusual)."""

    @property
    def rows(self) -> tuple[int, ...]:
        """The rows of the list that are this member."""
        return (self.row, *self.more_rows)

    @property
    def name(self) -> str:
        """'' where it was refused."""
        return self.customer["name"] or ""

    @property
    def mobile(self) -> str:
        """'' where it was refused."""
        return self.customer["mobile"] or ""


_FROM_CUSTOMER = {
    ImportField.NAME: "name",
    ImportField.COMPANY: "name",
    ImportField.MOBILE: "mobile",
    ImportField.KIND: "kind",
    ImportField.CONTACT: "contact",
    ImportField.CREDIT_CODE: "credit_code",
    ImportField.SALUTATION: "salutation",
    ImportField.ALT_CONTACT: "alt_contact",
    ImportField.ALT_PHONE: "alt_phone",
    ImportField.ADDRESS: "address",
}
_READ: dict[ImportField, Callable[[Entry], object]] = {
    ImportField.MEMBER_NO: lambda entry: entry.member_no,
    ImportField.CARD_NO: lambda entry: entry.card_no,
    ImportField.LEVEL: lambda entry: entry.level,
    ImportField.JOINED_ON: lambda entry: entry.joined_on,
    ImportField.VALID_UNTIL: lambda entry: entry.valid_until,
    ImportField.JOIN_CHANNEL: lambda entry: entry.join_channel,
    ImportField.RECRUITER: lambda entry: entry.recruiter_id,
    ImportField.OEM_REGISTERED: lambda entry: entry.oem_registered,
    ImportField.NOTE: lambda entry: entry.note,
    ImportField.BIRTHDAY: lambda entry: [entry.customer[part] for part in ("birth_month", "birth_day", "birth_year", "birth_lunar")],
}


def said(entry: Entry, which: ImportField) -> object:
    """What an entry holds of a field, to compare two rows of one member."""
    if which in _FROM_CUSTOMER:
        return entry.customer[_FROM_CUSTOMER[which]]
    if which in _READ:
        return _READ[which](entry)
    if which.subject is Subject.POINTS:
        return entry.opening
    return dict(entry.answers).get(Purpose(which.removeprefix("consent_")))
