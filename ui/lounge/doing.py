"""What a tap does, each as a job of the database thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from deskapp.checklists.domain import Result
    from deskapp.data.act import Act


def sign_on(act: Act) -> None:
    from deskapp.lounge.duty import sign_on

    sign_on(act=act)


def sign_off(act: Act, note: str, to_staff_id: int | None) -> None:
    from deskapp.lounge.duty import sign_off_duty

    sign_off_duty(act=act, note=note, to_staff_id=to_staff_id)


def mark_slot(act: Act, slot: str) -> None:
    from deskapp.lounge.duty import mark_slot

    mark_slot(act=act, slot=slot)


def not_applicable(act: Act, slot: str, reason: str) -> None:
    from deskapp.lounge.duty import mark_not_applicable

    mark_not_applicable(act=act, slot=slot, reason=reason)


def note_slot(act: Act, day: date, slot: str, text: str) -> None:
    from deskapp.lounge.notes import note_slot

    note_slot(act=act, day=day, slot=slot, text=text)


def undo(act: Act, slot: str) -> None:
    from deskapp.lounge.duty import undo_mark

    undo_mark(act=act, slot=slot)


def tick_area(act: Act, slot: str, marks: Mapping[str, tuple[Result, str]]) -> None:
    from deskapp.lounge.duty import tick_area

    tick_area(act=act, slot=slot, marks=marks)


def book_round(act: Act, slot: str, **found: Any) -> None:
    from deskapp.lounge.service import book_round

    book_round(act=act, slot=slot, **found)


def guest_left(act: Act, place: str) -> None:
    from deskapp.lounge.service import guest_left

    guest_left(act=act, place=place)


def clear_cup(act: Act, cup_id: int) -> None:
    from deskapp.lounge.service import clear_cup

    clear_cup(act=act, cup_id=cup_id)


def go_out(act: Act, reason: str, told_to: str) -> None:
    from deskapp.lounge.service import go_out

    go_out(act=act, reason=reason, told_to=told_to)


def come_back(act: Act) -> None:
    from deskapp.lounge.service import come_back

    come_back(act=act)


def guest_received(act: Act, quantity: int) -> None:
    from deskapp.lounge.service import guest_received

    guest_received(act=act, quantity=quantity)


def book_goods(act: Act, **line: Any) -> None:
    from deskapp.lounge.service import book_goods

    book_goods(act=act, **line)


def void_goods(act: Act, goods_id: int, reason: str) -> None:
    from deskapp.lounge.service import void_goods

    void_goods(act=act, goods_id=goods_id, reason=reason)


def supply_low(act: Act, item: str) -> None:
    from deskapp.lounge.service import supply_low

    supply_low(act=act, item=item)


def settle_supply(act: Act, supply_id: int) -> None:
    from deskapp.lounge.service import settle_supply

    settle_supply(act=act, supply_id=supply_id)


def note_remark(act: Act, text: str, *, is_grievance: bool) -> None:
    from deskapp.lounge.service import note_remark

    note_remark(act=act, text=text, is_grievance=is_grievance)


def report_fault(act: Act, equipment_id: int, fault: str, *, out_of_use: bool) -> str:
    from deskapp.lounge.equipment import report_fault

    return report_fault(act=act, equipment_id=equipment_id, fault=fault, out_of_use=out_of_use)
