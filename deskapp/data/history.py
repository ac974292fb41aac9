"""Change history: who changed which field of a record from what to what, written in the same transaction."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from deskapp.data.connection import database, sql
from deskapp.data.tables import ActRecord, ChangeRecord, Record
from deskapp.data.transaction import Tx


@dataclass(frozen=True, slots=True)
class Change:
    """One changed field of one record, newest first in `changes`."""

    at: datetime
    staff_id: int | None
    pc: str
    kind: str
    record_id: int
    field: str
    old: str
    new: str
    reason: str


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Record):
        return str(value.id)
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, datetime | date):
        return value.isoformat(sep=" ") if isinstance(value, datetime) else value.isoformat()
    return str(value)


def _plain(value: Any) -> Any:
    return value.id if isinstance(value, Record) else value


def record_changes(act_id: int, kind: str, record_id: int, changed: Mapping[str, tuple[Any, Any]], *, reason: str = "") -> None:
    """Write one row for each field in `changed` (field -> (old, new))."""
    statement = sql("INSERT INTO changes (act_id, kind, record_id, field, old, new, reason) VALUES (?, ?, ?, ?, ?, ?, ?)")
    for name, (old, new) in changed.items():
        database.execute_sql(statement, (act_id, kind, record_id, name, _text(old), _text(new), reason))


def update_record(tx: Tx, record: Record, *, reason: str = "", **values: Any) -> bool:
    """Set fields of a record and write its history; fields that keep their value are left alone. True when anything changed."""
    data: dict[str, Any] = record.__data__
    changed = {name: (data.get(name), value) for name, value in values.items() if data.get(name) != _plain(value)}
    if not changed:
        return False
    for name, (_, value) in changed.items():
        setattr(record, name, value)
    record.save(only=list(changed))
    record_changes(tx.act_id, record._meta.table_name, record.id, changed, reason=reason)
    return True


def forget_values(kind: str, record_ids: Collection[int]) -> None:
    """Take values and reasons out of the history of erased records: that a field was changed, when and by whom, stays (PIPL 47)."""
    if record_ids:
        marks = ", ".join("?" * len(record_ids))
        statement = f"UPDATE changes SET old = '', new = '', reason = '' WHERE kind = ? AND record_id IN ({marks})"
        database.execute_sql(sql(statement), (kind, *record_ids))


def changes(*, kind: str, record_id: int) -> list[Change]:
    """The history of one record, newest first."""
    query = (
        ChangeRecord.select(ChangeRecord, ActRecord)
        .join(ActRecord)
        .where((ChangeRecord.kind == kind) & (ChangeRecord.record_id == record_id))
        .order_by(ChangeRecord.id.desc())
    )
    return [
        Change(row.act.at, row.act.staff_id, row.act.pc, row.kind, row.record_id, row.field, row.old, row.new, row.reason) for row in query
    ]
