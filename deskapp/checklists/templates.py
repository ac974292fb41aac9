"""Templates: the default content of a new store, what is valid on a day, and how the manager changes it from the next day on."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from importlib.resources import files
from typing import Any

from deskapp.checklists.domain import Frequency, Item, ItemRole, Kind, TemplateForm, Version, judge, new_codes
from deskapp.checklists.tables import ItemRecord, TemplateRecord, VersionRecord
from deskapp.data import Act, Tx, fetch_rows, writing
from deskapp.errors import UserError
from deskapp.staff.domain import Right
from deskapp.staff.house import house
from deskapp.staff.service import require, system_staff_id

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def seed(*, act: Act) -> None:
    """Give a store the templates of the work plan it does not have yet (resources/defaults/checklists.json), as 系统, valid from today."""
    content: list[dict[str, Any]] = json.loads((files("resources") / "defaults" / "checklists.json").read_text(encoding="utf-8"))
    missing = [row for row in content if row["code"] not in _codes()]
    if not missing:
        return
    with writing(replace(act, staff_id=system_staff_id()), "seed_templates", codes=[row["code"] for row in missing]) as tx:
        if tx.replay is not None:
            return
        by_code = {department.code: department.id for department in house().departments.values() if department.code}
        for row in missing:
            if row["code"] not in _codes():  # another PC may have been faster
                _insert_template(tx, row["code"], Kind(row["kind"]), _default_form(row, by_code.get(row["department"])))
        tx.done(0)


def templates(*, kind: Kind, on: date, active_only: bool = True) -> tuple[Version, ...]:
    """What every template of a kind says on a day, in the order of their letters; those whose first version begins later are left out."""
    found = _versions("v.valid_from <= ? AND t.kind = ?", on, kind.value)
    latest = {version.template_id: version for version in found}
    return tuple(version for version in latest.values() if version.form.active or not active_only)


def templates_by_day(*, kind: Kind, days: Sequence[date]) -> dict[date, tuple[Version, ...]]:
    """The same for each of several days, in the two statements of one: what was valid then, those out of use left out."""
    found = _versions("v.valid_from <= ? AND t.kind = ?", max(days), kind.value) if days else []
    valid: dict[date, tuple[Version, ...]] = {}
    for day in days:
        latest = {version.template_id: version for version in found if version.valid_from <= day}
        valid[day] = tuple(version for version in latest.values() if version.form.active)
    return valid


def version_on(*, code: str, on: date) -> Version | None:
    """What the template of a letter says on a day, None before its first version."""
    found = _versions("v.valid_from <= ? AND t.code = ?", on, code)
    return found[-1] if found else None


def version(version_id: int) -> Version:
    """One version as it is kept, for checks carried out by it. Raises LookupError for an unknown id."""
    found = _versions("v.id = ?", version_id)
    if not found:
        raise LookupError(f"no version {version_id}")
    return found[0]


def versions(version_ids: Collection[int]) -> dict[int, Version]:
    """Several versions by their ids."""
    ids = sorted(set(version_ids))
    return {found.id: found for found in _versions(f"v.id IN ({', '.join('?' * len(ids))})", *ids)} if ids else {}


def history(*, code: str) -> tuple[Version, ...]:
    """Every version of a template with who made it when, newest first."""
    return tuple(reversed(_versions("t.code = ?", code)))


def change_template(*, act: Act, code: str, form: TemplateForm) -> Version:
    """Let a template say something else from tomorrow on; today's checks keep today's texts. A second change of the day replaces the first.

    Refuses what cannot be used (see `judge`) and a change that changes nothing.
    """
    require(act, Right.EDIT_TEMPLATES)
    with writing(act, "change_template", code=code, form=form) as tx:
        if tx.replay is not None:
            return version(tx.replay)
        versions = _versions("t.code = ?", code)
        if not versions:
            raise UserError("没有这个模板。请刷新")
        kind = versions[0].kind
        judge(form, kind)
        used = {item.code for old in versions for item in old.form.items}
        coded = replace(form, items=new_codes(form.items, used, code))
        if _same(coded, versions[-1].form):
            raise UserError("没有改动")
        tomorrow = tx.act.at.date() + timedelta(days=1)
        made = _insert_version(tx, versions[0].template_id, versions[-1].number + 1, tomorrow, coded)
        tx.done(made)
        return version(made)


def add_template(*, act: Act, form: TemplateForm) -> Version:
    """A new inspection sheet under the next free letter, valid at once: nothing could have been checked by it yet."""
    require(act, Right.EDIT_TEMPLATES)
    with writing(act, "add_template", form=form) as tx:
        if tx.replay is not None:
            return version(tx.replay)
        judge(form, Kind.INSPECTION)
        code = next_letter(_codes())
        made = _insert_template(tx, code, Kind.INSPECTION, form)
        tx.done(made)
        return version(made)


def next_letter(taken: Iterable[str]) -> str:
    """The first of A…Z, AA, AB… that no template has."""
    used = set(taken)
    letters = [*_LETTERS, *(a + b for a in _LETTERS for b in _LETTERS)]
    return next(letter for letter in letters if letter not in used)


def _codes() -> set[str]:
    return {row[0] for row in fetch_rows("SELECT code FROM templates")}


def _same(one: TemplateForm, other: TemplateForm) -> bool:
    def plain(form: TemplateForm) -> TemplateForm:
        return replace(form, items=tuple(replace(item, id=0) for item in form.items))

    return plain(one) == plain(other)


def _default_form(row: dict[str, Any], department_id: int | None) -> TemplateForm:
    checks = [Item(title, code=code, section=section, criterion=criterion) for section, code, title, criterion in row.get("items", ())]
    slots = [
        Item(title, ItemRole.SLOT, code, criterion=done, starts_at=_minute(start), ends_at=_minute(end), round_every=every, area=area)
        for code, title, done, start, end, every, area in row.get("slots", ())
    ]
    standards = [Item(text, ItemRole.STANDARD) for text in row.get("standards", ())]
    tables = [Item(name, ItemRole.TABLE) for name in row.get("tables", ())]
    return TemplateForm(
        name=row["name"],
        items=(*checks, *slots, *standards, *tables),
        department_id=department_id,
        frequency=Frequency(row["frequency"]),
        runs=row["runs"],
        due_at=_minute(row["due_at"]),
        spot_items=row["spot_items"],
        spot_people=row.get("spot_people", False),
    )


def _minute(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def _insert_template(tx: Tx, code: str, kind: Kind, form: TemplateForm) -> int:
    template = TemplateRecord.create(code=code, kind=kind.value, act=tx.act_id)
    coded = replace(form, items=new_codes(form.items, (), code))
    return _insert_version(tx, template.id, 1, tx.act.at.date(), coded)


def _insert_version(tx: Tx, template_id: int, number: int, valid_from: date, form: TemplateForm) -> int:
    """The version with its lines; its id."""
    record = VersionRecord.create(
        template=template_id,
        number=number,
        valid_from=valid_from,
        name=form.name.strip(),
        department=form.department_id,
        frequency=form.frequency.value,
        runs=form.runs,
        due_at=form.due_at,
        spot_items=form.spot_items,
        spot_people=form.spot_people,
        active=form.active,
        act=tx.act_id,
    )
    rows = [
        {
            "version": record.id,
            "position": position,
            "role": item.role.value,
            "code": item.code,
            "section": item.section.strip(),
            "title": item.title.strip(),
            "criterion": item.criterion.strip(),
            "weight": item.weight,
            "starts_at": item.starts_at,
            "ends_at": item.ends_at,
            "round_every": item.round_every,
            "area": item.area,
        }
        for position, item in enumerate(form.items, start=1)
    ]
    if rows:
        ItemRecord.insert_many(rows).execute()
    return record.id


_HEADS = (
    "SELECT v.id, v.template_id, t.code, t.kind, v.number, v.valid_from, v.name, v.department_id, v.frequency, v.runs, v.due_at,"
    " v.spot_items, v.spot_people, v.active, a.staff_id, a.at FROM template_versions v JOIN templates t ON t.id = v.template_id"
    " JOIN acts a ON a.id = v.act_id WHERE {which} ORDER BY t.code, v.valid_from, v.number"
)
_LINES = (
    "SELECT i.version_id, i.title, i.role, i.code, i.section, i.criterion, i.weight, i.starts_at, i.ends_at, i.round_every, i.area, i.id"
    " FROM template_items i JOIN template_versions v ON v.id = i.version_id JOIN templates t ON t.id = v.template_id"
    " WHERE {which} ORDER BY i.version_id, i.position"
)


def _versions(which: str, *params: object) -> list[Version]:
    """Versions `v` of templates `t` by letter, day and number, with their lines: two statements.

    As constant SQL: every check that is read and every slot that is marked asks for its version.
    """
    heads = fetch_rows(_HEADS.format(which=which), *params)
    lines: dict[int, list[Item]] = {}
    for version_id, title, role, *line in fetch_rows(_LINES.format(which=which), *params) if heads else ():
        lines.setdefault(version_id, []).append(Item(title, ItemRole(role), *line))
    return [_read(row, tuple(lines.get(row[0], ()))) for row in heads]


def _read(row: tuple[Any, ...], items: tuple[Item, ...]) -> Version:
    version_id, template_id, code, kind, number, valid_from, name, department_id, frequency, *rest, made_by, made_at = row
    runs, due_at, spot_items, spot_people, active = rest
    form = TemplateForm(
        name=name,
        items=items,
        department_id=department_id,
        frequency=Frequency(frequency),
        runs=runs,
        due_at=due_at,
        spot_items=spot_items,
        spot_people=bool(spot_people),
        active=bool(active),
    )
    return Version(
        id=version_id,
        template_id=template_id,
        code=code,
        kind=Kind(kind),
        number=number,
        valid_from=as_day(valid_from),
        form=form,
        made_by=made_by,
        made_at=as_instant(made_at),
    )


def as_day(value: date | str) -> date:
    """A day of a constant statement: SQLite gives its text, a server the day."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def as_instant(value: datetime | str) -> datetime:
    """A time of a constant statement, likewise."""
    return datetime.fromisoformat(value) if isinstance(value, str) else value
