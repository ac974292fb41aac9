"""Take up a customer, change what is known of him, look at his full number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from deskapp.customers.domain import CustomerForm, Token, TokenSource, VehicleForm
from deskapp.customers.entry import NOTE_LIMIT, Judging, judge_customer, judge_text
from deskapp.customers.family import family, refuse_erased
from deskapp.customers.search import exact_hits
from deskapp.customers.tables import CustomerRecord, RevealRecord
from deskapp.customers.tokens import customer_tokens, write_tokens
from deskapp.customers.vehicles import insert_vehicles, judge_vehicles, touch
from deskapp.data import Act, Tx, record_changes, update_record, writing
from deskapp.staff.domain import Right
from deskapp.staff.service import require
from deskapp.typed import Birthday, format_birthday, format_mobile

_BIRTHDAY = ("birth_month", "birth_day", "birth_year", "birth_lunar")


def add_customer(*, act: Act, form: CustomerForm, vehicles: Sequence[VehicleForm] = (), reasons: Mapping[str, str] | None = None) -> int:
    """Take up a customer with his cars; the id.

    `reasons` let unusual values through, by field; "mobile_shared" and "plate_shared" those another customer has already.
    Fields of the second car and on go under "2." and so on. Refuses everything that is wrong at once (UserErrors).
    """
    require(act, Right.EDIT_CUSTOMERS)
    reasons = reasons or {}
    with writing(act, "add_customer", form=form, vehicles=vehicles, reasons=reasons) as tx:
        if tx.replay is not None:
            return tx.replay
        judging = Judging(reasons)
        values = judge_customer(form, judging, today=tx.act.at.date())
        _doubt_shared_mobile(judging, values.get("mobile"), own=())
        cars = judge_vehicles(vehicles, judging, customer_id=None, today=tx.act.at.date())
        judging.finish()
        values["alt_phone"] = values.get("alt_phone") or ""
        record = CustomerRecord.create(**values, act=tx.act_id, last_act=tx.act_id)
        keep_reasons(tx, "customers", record.id, values, judging.accepted)
        write_tokens(record.id, tokens_of(record))
        insert_vehicles(tx, record.id, cars, judging.accepted)
        tx.done(record.id)
        return record.id


def edit_customer(*, act: Act, customer_id: int, form: CustomerForm, reasons: Mapping[str, str] | None = None) -> None:
    """Change what is known of a customer; the change history keeps old and new. Refuses as `add_customer` does."""
    require(act, Right.EDIT_CUSTOMERS)
    reasons = reasons or {}
    with writing(act, "edit_customer", customer_id=customer_id, form=form, reasons=reasons) as tx:
        if tx.replay is not None:
            return
        ids = family(customer_id)
        refuse_erased(ids[0])
        record = CustomerRecord.get_by_id(ids[0])
        judging = Judging(reasons)
        values = judge_customer(form, judging, today=tx.act.at.date())
        if values.get("mobile") != record.mobile:
            _doubt_shared_mobile(judging, values.get("mobile"), own=ids)
        judging.finish()
        before, reason = tokens_of(record), "；".join(judging.accepted.values())
        _set_birthday(tx, record, {name: values.pop(name) for name in _BIRTHDAY}, reason)
        update_record(tx, record, reason=reason, **values)
        write_tokens(record.id, tokens_of(record), replacing=before)
        touch(tx, record.id)
        tx.done(record.id)


def write_note(*, act: Act, customer_id: int, text: str) -> None:
    """Set the special note, the banner over the customer's card; an empty text takes it down."""
    require(act, Right.EDIT_CUSTOMERS)
    with writing(act, "write_note", customer_id=customer_id, text=text) as tx:
        if tx.replay is not None:
            return
        record = CustomerRecord.get_by_id(family(customer_id)[0])
        refuse_erased(record.id)
        note = judge_text(text, label="特别说明", field="note", limit=NOTE_LIMIT).value
        if update_record(tx, record, note=note):
            CustomerRecord.update(note_act=tx.act_id).where(CustomerRecord.id == record.id).execute()
            touch(tx, record.id)
        tx.done(record.id)


@dataclass(frozen=True, slots=True)
class FullNumbers:
    """A customer's numbers in full: "138 2601 2607", and the second one, '' if there is none."""

    mobile: str
    alt_phone: str


def reveal_mobile(*, act: Act, customer_id: int) -> FullNumbers:
    """The full numbers of a customer. Each look is logged with who and when (rules.md §2)."""
    require(act, Right.SEE_FULL_NUMBER)
    with writing(act, "reveal_mobile", customer_id=customer_id) as tx:
        record = CustomerRecord.get_by_id(family(customer_id)[0])
        refuse_erased(record.id)
        if tx.replay is None:
            RevealRecord.create(customer=record.id, act=tx.act_id)
            tx.done(record.id)
        return FullNumbers(format_mobile(record.mobile), format_mobile(record.alt_phone))


def _set_birthday(tx: Tx, record: CustomerRecord, values: Mapping[str, Any], reason: str) -> None:
    """Four columns, one line of history."""
    old = birthday_text(record)
    for name, value in values.items():
        setattr(record, name, value)
    if old != birthday_text(record):
        record.save(only=_BIRTHDAY)
        record_changes(tx.act_id, "customers", record.id, {"birthday": (old, birthday_text(record))}, reason=reason)


def birthday_text(record: CustomerRecord) -> str:
    """How the change history writes the four columns."""
    if record.birth_month is None or record.birth_day is None:
        return ""
    return format_birthday(Birthday(record.birth_month, record.birth_day, record.birth_year, record.birth_lunar))


def keep_reasons(tx: Tx, kind: str, record_id: int, values: Mapping[str, Any], accepted: Mapping[str, str]) -> None:
    """Keep why unusual values of a new record were let through, where the change history shows it."""
    for field, reason in accepted.items():
        column = field.removesuffix("_shared")
        if column in values:
            record_changes(tx.act_id, kind, record_id, {column: ("", values[column])}, reason=reason)


def _doubt_shared_mobile(judging: Judging, mobile: str | None, *, own: Sequence[int]) -> None:
    if not mobile:
        return
    others = [hit for hit in exact_hits(mobile, TokenSource.MOBILE) if hit.customer_id not in own]
    if others:
        names = "、".join(hit.name for hit in others[:3])
        judging.doubt("mobile", f"这个手机已有 {len(others)} 位客户：{names}", key="mobile_shared", way_out="家人共用请写明原因")


def tokens_of(record: CustomerRecord) -> set[Token]:
    """The words by which the search finds the person himself."""
    return customer_tokens(name=record.name, contact=record.contact, reading=record.reading, mobile=record.mobile)
