"""Two records of one customer become one by a pointer, and part again: facts keep the id they were written under (members.md §2).

Memberships, cards and levels follow on their own floor: windows call `deskapp.members.merging`.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

import peewee as pw

from deskapp.customers.domain import MERGE_FIELDS, Merge, both_notes
from deskapp.customers.family import family
from deskapp.customers.service import birthday_text, tokens_of
from deskapp.customers.tables import CustomerRecord, MergeRecord, RevealRecord, VehicleRecord
from deskapp.customers.tokens import write_tokens
from deskapp.customers.vehicles import end_car, live_tokens, touch
from deskapp.data import ActRecord, ChangeRecord, Record, Tx, record_changes, update_record
from deskapp.errors import UserError
from deskapp.staff.service import person

UNDONE = "撤销合并"


def join_customers(tx: Tx, *, survivor_id: int, loser_id: int, reason: str, take: Collection[str]) -> int:
    """Point the loser and all who were merged into him to the survivor; the id of the merge.

    `take` names the fields (MERGE_FIELDS) in which the loser's value replaces the survivor's. Both special notes stay. A present car both
    have is ended at the loser. Refuses one who is the same customer already or whose data were erased.
    """
    survivor, loser = CustomerRecord.get_by_id(family(survivor_id)[0]), CustomerRecord.get_by_id(family(loser_id)[0])
    if survivor.id == loser.id:
        raise UserError("这两条记录已经是同一位客户", field="loser")
    if survivor.erased_id is not None or loser.erased_id is not None:
        raise UserError("个人信息已清除的客户不能合并", field="loser")
    merge = MergeRecord.create(survivor=survivor.id, loser=loser.id, reason=reason, act=tx.act_id)
    record_changes(tx.act_id, "customers", survivor.id, {"merge": ("", f"{loser.name} 并入本客户")}, reason=reason)
    record_changes(tx.act_id, "customers", loser.id, {"merge": ("", f"并入 {survivor.name}")}, reason=reason)
    _take_over(tx, survivor, loser, take, reason)
    _end_double_cars(tx, family(survivor.id), family(loser.id))
    _point(family(loser.id), survivor.id)
    for customer in (survivor, loser):
        touch(tx, customer.id)
    return merge.id


def part_customers(tx: Tx, merge: MergeRecord) -> None:
    """End a merge: what it changed in customers and cars is put back, the loser's pointer is cleared. See `refuse_late`."""
    survivor, loser = CustomerRecord.get_by_id(merge.survivor_id), CustomerRecord.get_by_id(merge.loser_id)
    ids = family(survivor.id)
    words = {key: live_tokens(key) for key in ids}
    named, born = tokens_of(survivor), birthday_text(survivor)
    revert_changes(tx, merge.act_id, (CustomerRecord, VehicleRecord))
    survivor = CustomerRecord.get_by_id(survivor.id)
    if born != birthday_text(survivor):
        record_changes(tx.act_id, "customers", survivor.id, {"birthday": (born, birthday_text(survivor))}, reason=UNDONE)
    write_tokens(survivor.id, tokens_of(survivor), replacing=named)
    for key, before in words.items():
        write_tokens(key, live_tokens(key), replacing=before)
    MergeRecord.update(undone=tx.act_id).where(MergeRecord.id == merge.id).execute()
    theirs = [loser.id, *_merged_into(loser.id)]
    _point(theirs, loser.id)
    CustomerRecord.update(merged_into=None).where(CustomerRecord.id == loser.id).execute()
    record_changes(tx.act_id, "customers", survivor.id, {"merge": (f"{loser.name} 并入本客户", "")}, reason=UNDONE)
    record_changes(tx.act_id, "customers", loser.id, {"merge": (f"并入 {survivor.name}", "")}, reason=UNDONE)
    for customer in (survivor, loser):
        touch(tx, customer.id)


def revert_changes(tx: Tx, act_id: int, tables: Sequence[type[Record]]) -> None:
    """Give fields the values an earlier act replaced, by its change history. Only where nothing was written since."""
    by_name = {table._meta.table_name: table for table in tables}
    rows = ChangeRecord.select().where((ChangeRecord.act == act_id) & ChangeRecord.kind.in_(list(by_name))).order_by(ChangeRecord.id.desc())
    replaced: dict[tuple[str, int], dict[str, Any]] = {}
    for row in rows:
        field: Any = by_name[row.kind]._meta.fields.get(row.field)
        if field is not None:  # "merge" and "birthday" are lines for people, not columns
            replaced.setdefault((row.kind, row.record_id), {})[row.field] = _value(field, row.old)
    for (kind, record_id), values in replaced.items():
        update_record(tx, by_name[kind].get_by_id(record_id), reason=UNDONE, **values)


def merges(ids: Sequence[int]) -> list[Merge]:
    """The merges of a family that stand, newest first."""
    survivor, loser = CustomerRecord.alias(), CustomerRecord.alias()
    rows: Any = (
        MergeRecord.select(MergeRecord, survivor.name.alias("kept"), loser.name.alias("gone"), ActRecord.at, ActRecord.staff_id)
        .join(survivor, on=(MergeRecord.survivor == survivor.id))
        .switch(MergeRecord)
        .join(loser, on=(MergeRecord.loser == loser.id))
        .switch(MergeRecord)
        .join(ActRecord, on=(MergeRecord.act == ActRecord.id))
        .where(MergeRecord.survivor.in_(list(ids)) & MergeRecord.undone.is_null())
        .order_by(MergeRecord.id.desc())
        .namedtuples()
    )
    return [Merge(row.id, row.survivor, row.kept, row.loser, row.gone, row.at, row.staff_id, row.reason) for row in rows]


def refuse_late(merge: MergeRecord) -> None:
    """Refuse to undo a merge once anything was written on the account after it; a later merge that was undone does not count."""
    ids = family(merge.survivor_id)
    if merge.undone_id is not None:
        raise UserError("这次合并已经撤销")
    if ids[0] != merge.survivor_id:
        raise UserError("后来又并入了别的客户，请先撤销后来的合并")
    ours = MergeRecord.survivor.in_(ids) | MergeRecord.loser.in_(ids)
    undone = MergeRecord.select().where(ours & MergeRecord.undone.is_null(is_null=False))
    nothing_left = {act for pair in undone for act in (pair.act_id, pair.undone_id) if act is not None}
    later = max(_acts_since(merge.act_id, ids, nothing_left), default=None)
    if later is None:
        return
    act = ActRecord.get_by_id(later)
    who = person(act.staff_id).name if act.staff_id is not None else ""
    what = act.number or "新的记录"
    raise UserError(f"合并以后 {who} {act.at:%Y-%m-%d %H:%M} 已在这位客户上登记{what}，不能撤销；只有合并后没有任何登记时才能撤销")


def _take_over(tx: Tx, survivor: CustomerRecord, loser: CustomerRecord, take: Collection[str], reason: str) -> None:
    """Copy what was chosen from the loser, and his special note beside the survivor's."""
    columns: dict[str, Any] = {}
    for name in take:
        for column in MERGE_FIELDS[name].columns:
            columns[column] = getattr(loser, column)
    if loser.note and loser.note not in survivor.note:
        columns["note"] = both_notes(survivor.note, loser.note)
    before, born = tokens_of(survivor), birthday_text(survivor)
    if not columns or not update_record(tx, survivor, reason=reason, **columns):
        return
    if born != birthday_text(survivor):
        record_changes(tx.act_id, "customers", survivor.id, {"birthday": (born, birthday_text(survivor))}, reason=reason)
    if "note" in columns:
        update_record(tx, survivor, note_act=tx.act_id)
    write_tokens(survivor.id, tokens_of(survivor), replacing=before)


def _end_double_cars(tx: Tx, kept: Sequence[int], gone: Sequence[int]) -> None:
    """One car is one row of the family: what the loser's row knew better stays in his ended one."""
    present = VehicleRecord.ended_at.is_null()
    mine = list(VehicleRecord.select().where(VehicleRecord.customer.in_(kept) & present))
    for car in list(VehicleRecord.select().where(VehicleRecord.customer.in_(gone) & present)):
        if any((car.plate and car.plate == own.plate) or (car.vin and car.vin == own.vin) for own in mine):
            end_car(tx, car, "合并客户：同一辆车")


def _point(ids: Sequence[int], survivor_id: int) -> None:
    CustomerRecord.update(merged_into=survivor_id).where(CustomerRecord.id.in_(list(ids)) & (CustomerRecord.id != survivor_id)).execute()


def _merged_into(customer_id: int) -> list[int]:
    """Everybody whose merge into the customer stands, and theirs in turn."""
    direct = [row.loser_id for row in MergeRecord.select().where((MergeRecord.survivor == customer_id) & MergeRecord.undone.is_null())]
    return [key for loser in direct for key in (loser, *_merged_into(loser))]


def _acts_since(act_id: int, ids: Sequence[int], but: Collection[int]) -> Iterator[int]:
    """The last later act of each table that holds facts of these customers.

    A table whose column `customer` points to one holds facts of his account, and so does every table that points to such a fact, however
    high the feature that keeps it.
    """
    facts: list[tuple[type[Record], Any]] = [(CustomerRecord, CustomerRecord.id.in_(list(ids)))]
    for key, table in CustomerRecord._meta.backrefs.items():
        if key.name == "customer" and table is not RevealRecord:
            facts.append((table, key.in_(list(ids))))
    seen = {table for table, _ in facts}
    for table, mine in facts:  # grows while it is walked
        yield from _later(table, mine, act_id, but)
        if table is CustomerRecord:
            continue
        for key, child in table._meta.backrefs.items():
            if child not in seen:
                seen.add(child)
                facts.append((child, key.in_(table.select(table.id).where(mine))))


def _later(table: type[Record], mine: Any, act_id: int, but: Collection[int]) -> Iterator[int]:
    columns: list[Any] = [key for key, to in table._meta.refs.items() if to is ActRecord]
    for column in columns:
        yield from _last(table.select(pw.fn.MAX(column)).where(mine & (column > act_id) & column.not_in(list(but))))
    if "id" in table._meta.fields:
        changed = (ChangeRecord.kind == table._meta.table_name) & ChangeRecord.record_id.in_(table.select(table.id).where(mine))
        later = (ChangeRecord.act > act_id) & ChangeRecord.act.not_in(list(but))
        yield from _last(ChangeRecord.select(pw.fn.MAX(ChangeRecord.act)).where(changed & later))


def _last(query: Any) -> Iterator[int]:
    found = query.scalar()
    if found is not None:
        yield found


def _value(field: Any, text: str) -> Any:
    """A column's value from its line of history."""
    if not text and field.null:
        return None
    return text == "True" if isinstance(field, pw.BooleanField) else field.python_value(text)
