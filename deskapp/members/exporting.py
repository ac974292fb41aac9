"""Take the list of members, or of all customers, out of the house as a file: whole or not at all, and never without a line in the log."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from deskapp.customers.kept import kept_customers, most_cars, standing_ids
from deskapp.data import Act, ActRecord, reading, writing
from deskapp.data.bulk import fetch_by_keys
from deskapp.errors import UserError
from deskapp.members.domain import Member, MemberFilter
from deskapp.members.export_rows import Line, columns, rows
from deskapp.members.reading import member_ids, members_by_id
from deskapp.members.tables import ExportRecord
from deskapp.points.reading import holdings
from deskapp.sheets.writing import Cell, Encoding, beyond_gbk, write_csv, write_xlsx
from deskapp.staff.domain import Right
from deskapp.staff.service import people, require

Progress = Callable[[int, int, str], object]
"""Called with how many of how many are written, and what is done; may raise to give up."""

_AT_ONCE = 500
_LAST = (
    "SELECT COALESCE(c.merged_into_id, c.id), m.id, CASE WHEN m.state IN ('pending', 'active', 'lost') THEN 1 ELSE 0 END FROM memberships m"
    " JOIN customers c ON c.id = m.customer_id WHERE m.state <> 'void' AND COALESCE(c.merged_into_id, c.id) IN {keys}"
)


class Subject(StrEnum):
    """Whom a list is of."""

    MEMBERS = "members"
    CUSTOMERS = "customers"

    @property
    def label(self) -> str:
        return "会员" if self is Subject.MEMBERS else "客户"


@dataclass(frozen=True, slots=True)
class ExportForm:
    """What is to be written. `only` and `recruiter_id` narrow a list of members. With `full` numbers a reason is asked."""

    subject: Subject
    only: MemberFilter = MemberFilter.ALL
    recruiter_id: int | None = None
    full: bool = False
    encoding: Encoding = Encoding.UTF8
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Exported:
    """A list that has left the house. `rare` are characters that programs which know only GBK do not show, told for a CSV in GB18030."""

    at: datetime
    staff_id: int | None
    what: str
    file: str
    rows: int
    full: bool
    reason: str
    rare: str = ""


def count_export(*, act: Act, form: ExportForm) -> int:
    """How many lines the list has."""
    require(act, Right.EXPORT_DATA)
    with reading():
        return len(_ids(act, form))


def export_list(*, act: Act, form: ExportForm, path: Path, progress: Progress) -> Exported:
    """Write the list as .xlsx or, where `path` ends so, as .csv, and log it. Refuses an empty list, and full numbers without a reason.

    Each Chinese spreadsheet opens both; digits stay text and nothing computes (`sheets.writing`). The same request again writes the file
    again and is logged once.
    """
    require(act, Right.EXPORT_DATA)
    if form.full:
        require(act, Right.SEE_FULL_NUMBER)
        if not form.reason.strip():
            raise UserError("导出完整手机号，请写明用途", field="reason")
    with reading():
        ids = _ids(act, form)
        cars = most_cars()
    if not ids:
        raise UserError("没有符合条件的记录，不用导出", field="only")
    rare: dict[str, None] = {}
    lines = _rows(act, form, ids, cars, progress)
    logged: list[Exported] = []

    def log(count: int) -> None:
        logged.append(_log(act, form, path, count))

    if path.suffix.lower() == ".csv":
        seen = _noting(lines, rare) if form.encoding is Encoding.GB18030 else lines
        write_csv(path, columns(cars), seen, encoding=form.encoding, whole=log)
    else:
        write_xlsx(path, columns(cars), lines, sheet=form.subject.label, whole=log)
    done = logged[0]
    return Exported(done.at, done.staff_id, done.what, done.file, done.rows, done.full, done.reason, "".join(rare))


def log_export(*, act: Act, what: str, path: Path, rows: int) -> None:
    """Log a list of a feature above, its numbers masked, when its file is whole: it is told among the others that left the house."""
    require(act, Right.EXPORT_DATA)
    with writing(act, "log_export", what=what, file=path.name, rows=rows) as tx:
        if tx.replay is None:
            tx.done(ExportRecord.create(what=what, file=path.name, rows=rows, full=False, act=tx.act_id).id, what)


def recent_exports(*, act: Act, limit: int = 5) -> list[Exported]:
    """What left the house last, the newest first."""
    require(act, Right.EXPORT_DATA)
    found = ExportRecord.select(ExportRecord, ActRecord).join(ActRecord).order_by(ExportRecord.id.desc()).limit(limit)
    return [_exported(record) for record in found]


def _log(act: Act, form: ExportForm, path: Path, count: int) -> Exported:
    narrowed = [form.only.label] if form.subject is Subject.MEMBERS and form.only is not MemberFilter.ALL else []
    if form.recruiter_id is not None:
        narrowed.append(f"推荐人 {_names()[form.recruiter_id]}")
    what = f"全部{form.subject.label}" if not narrowed else f"{form.subject.label}：{'、'.join(narrowed)}"
    with writing(act, "export_list", form=form, file=path.name) as tx:
        if tx.replay is not None:
            return _exported(ExportRecord.get(ExportRecord.act == tx.act_id))
        record = ExportRecord.create(what=what, file=path.name, rows=count, full=form.full, reason=form.reason.strip(), act=tx.act_id)
        tx.done(record.id, what)
        return _exported(record)


def _exported(record: ExportRecord) -> Exported:
    act: ActRecord = record.act
    return Exported(act.at, act.staff_id, record.what, record.file, record.rows, record.full, record.reason)


def _ids(act: Act, form: ExportForm) -> list[int]:
    """Memberships of a list of members, customers of the other."""
    if form.subject is Subject.CUSTOMERS:
        return standing_ids()
    return member_ids(act=act, only=form.only, recruiter_id=form.recruiter_id)


def _rows(act: Act, form: ExportForm, ids: list[int], cars: int, progress: Progress) -> Iterator[tuple[Cell, ...]]:
    """Every row, read as one snapshot that ends with the last of them."""
    names = _names()
    with reading():
        for begin in range(0, len(ids), _AT_ONCE):
            progress(begin, len(ids), "正在导出")
            some = ids[begin : begin + _AT_ONCE]
            lines = _members(act, some) if form.subject is Subject.MEMBERS else _customers(act, some)
            for line in lines:
                yield from rows(line, cars=cars, full=form.full, recruiter=names)
    progress(len(ids), len(ids), "正在写文件")


def _members(act: Act, membership_ids: list[int]) -> Iterator[Line]:
    found = members_by_id(act=act, membership_ids=membership_ids)
    return _lines(act, [(member.customer_id, member) for member in found])


def _customers(act: Act, customer_ids: list[int]) -> Iterator[Line]:
    last: dict[int, tuple[int, int]] = {}
    for owner, membership_id, is_open in fetch_by_keys(_LAST, customer_ids):
        last[owner] = max(last.get(owner, (0, 0)), (is_open, membership_id))
    memberships = {one.membership_id: one for one in members_by_id(act=act, membership_ids=[key for _, key in last.values()])}
    return _lines(act, [(key, memberships.get(last[key][1]) if key in last else None) for key in customer_ids])


def _lines(act: Act, pairs: list[tuple[int, Member | None]]) -> Iterator[Line]:
    owners = {customer_id for customer_id, _ in pairs}
    customers = kept_customers(owners)
    points = holdings(customer_ids=owners, on=act.at.date())
    for customer_id, member in pairs:
        if customer_id in customers:  # merged since the list of ids was made
            yield Line(customers[customer_id], member, points[customer_id].spendable if member else None)


def _noting(lines: Iterator[tuple[Cell, ...]], rare: dict[str, None]) -> Iterator[tuple[Cell, ...]]:
    for cells in lines:
        rare.update(dict.fromkeys(beyond_gbk("".join(cell for cell in cells if isinstance(cell, str)))))
        yield cells


def _names() -> dict[int, str]:
    return {person.id: person.name for person in people(active_only=False)}
