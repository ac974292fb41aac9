"""Customers and memberships as rows of a table: one line a customer, more where he has more than five cars. Pure.

Heads are those the import knows, so that a list can be mended and brought again; what must not come back as an opening balance, or is
decided by the program, bears another name there.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from deskapp.customers.domain import Purpose
from deskapp.customers.kept import KeptCar, KeptCustomer
from deskapp.members.domain import Member
from deskapp.members.import_fields import MOST_CARS, ImportField
from deskapp.sheets.writing import Cell, Column
from deskapp.typed import format_plate, mask_mobile

_YES_NO = {True: "是", False: "否", None: ""}
SPENDABLE = "现有可用积分"


@dataclass(frozen=True, slots=True)
class Line:
    """A customer as he is written; `member` is the membership of a list of members, or the last one of a customer."""

    customer: KeptCustomer
    member: Member | None
    spendable: int | None


def columns(cars: int) -> tuple[Column, ...]:
    """The heads, for up to `cars` cars side by side."""
    first = [Column(title, width) for title, width, _ in (*_MEMBER, *_CUSTOMER, *_CAR, *_END)]
    return (*first, *(Column(f"{title}{number}", width) for number in range(2, _beside(cars) + 1) for title, width, _ in _CAR))


def rows(line: Line, *, cars: int, full: bool, recruiter: Mapping[int, str]) -> Iterator[tuple[Cell, ...]]:
    """The rows of one customer; `full` numbers or masked ones, `recruiter` names the staff."""
    beside = _beside(cars)
    garage = line.customer.cars or (None,)
    for begin in range(0, len(garage), beside):
        group = garage[begin : begin + beside]
        member = [value(line.member, recruiter) if line.member else None for _, _, value in _MEMBER]
        customer = [_masked(title, value(line.customer), full=full) for title, _, value in _CUSTOMER]
        end = [value(line) for _, _, value in _END]
        further = [cell for number in range(1, beside) for cell in _car(group[number] if number < len(group) else None)]
        yield (*member, *customer, *_car(group[0]), *end, *further)


def _beside(cars: int) -> int:
    return max(1, min(cars, MOST_CARS))


def _car(car: KeptCar | None) -> list[Cell]:
    return [value(car) if car else None for _, _, value in _CAR]


def _masked(title: str, cell: Cell, *, full: bool) -> Cell:
    return mask_mobile(cell) if isinstance(cell, str) and not full and title in _NUMBERS else cell


_NUMBERS = {ImportField.MOBILE.label, ImportField.ALT_PHONE.label}
_MEMBER: tuple[tuple[str, int, Callable[[Member, Mapping[int, str]], Cell]], ...] = (
    (ImportField.MEMBER_NO.label, 18, lambda member, _: member.number),
    ("状态", 10, lambda member, _: member.stage.label if member.state.is_open and member.stage.label else member.state.label),
    (ImportField.CARD_NO.label, 16, lambda member, _: member.card_no),
    (ImportField.LEVEL.label, 8, lambda member, _: member.level.label),
    (ImportField.JOINED_ON.label, 12, lambda member, _: member.joined_on),
    (ImportField.VALID_UNTIL.label, 12, lambda member, _: member.valid_until),
    (ImportField.JOIN_CHANNEL.label, 10, lambda member, _: member.join_channel.label if member.join_channel else ""),
    (ImportField.RECRUITER.label, 10, lambda member, names: names.get(member.recruiter_id, "")),
    ("介绍人", 10, lambda member, _: member.referrer),
    (ImportField.OEM_REGISTERED.label, 10, lambda member, _: _YES_NO[member.oem_on is not None]),
)
_CUSTOMER: tuple[tuple[str, int, Callable[[KeptCustomer], Cell]], ...] = (
    (ImportField.KIND.label, 10, lambda one: one.kind.label),
    (ImportField.NAME.label, 20, lambda one: one.name),
    (ImportField.CONTACT.label, 10, lambda one: one.contact),
    (ImportField.CREDIT_CODE.label, 20, lambda one: one.credit_code),
    (ImportField.SALUTATION.label, 6, lambda one: one.salutation.spoken),
    (ImportField.MOBILE.label, 14, lambda one: one.mobile),
    (ImportField.ALT_CONTACT.label, 12, lambda one: one.alt_contact),
    (ImportField.ALT_PHONE.label, 14, lambda one: one.alt_phone),
    (ImportField.BIRTHDAY.label, 14, lambda one: one.birthday),
    (ImportField.ADDRESS.label, 24, lambda one: one.address),
    (ImportField.NOTE.label, 24, lambda one: one.note),
)
_CAR: tuple[tuple[str, int, Callable[[KeptCar], Cell]], ...] = (
    (ImportField.PLATE.label, 12, lambda car: format_plate(car.plate) if car.plate else "未上牌"),
    (ImportField.VIN.label, 20, lambda car: car.vin),
    (ImportField.MODEL.label, 16, lambda car: car.model),
    (ImportField.COLOR.label, 8, lambda car: car.color),
    (ImportField.ENERGY.label, 8, lambda car: car.energy.label if car.energy else ""),
    (ImportField.BOUGHT_ON.label, 12, lambda car: car.bought_on),
    (ImportField.BOUGHT_HERE.label, 10, lambda car: _YES_NO[car.bought_here]),
    (ImportField.ODOMETER_KM.label, 10, lambda car: car.odometer_km),
    (ImportField.INSURANCE_UNTIL.label, 12, lambda car: car.insurance_until),
    (ImportField.INSPECTION_UNTIL.label, 12, lambda car: car.inspection_until),
)
_END: tuple[tuple[str, int, Callable[[Line], Cell]], ...] = (
    (SPENDABLE, 14, lambda line: line.spendable),
    *(
        (ImportField(f"consent_{purpose.value}").label, 14, lambda line, purpose=purpose: _YES_NO[line.customer.answers.get(purpose)])
        for purpose in Purpose
    ),
)
