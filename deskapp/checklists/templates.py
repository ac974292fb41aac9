"""Templates: the default content of a new store, what is valid on a day, and how the manager changes it from the next day on."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from importlib.resources import files
from typing import Any, cast

from deskapp.checklists.domain import Frequency, Item, ItemRole, Kind, TemplateForm, Version, judge, new_codes
from deskapp.checklists.tables import ItemRecord, TemplateRecord, VersionRecord
from deskapp.data import Act, ActRecord, Tx, fetch_rows, writing
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
    found = _versions(VersionRecord.valid_from <= on, kind)
    latest = {version.template_id: version for version in found}
    return tuple(version for version in latest.values() if version.form.active or not active_only)


def templates_by_day(*, kind: Kind, days: Sequence[date]) -> dict[date, tuple[Version, ...]]:
    """The same for each of several days, in the two statements of one: what was valid then, those out of use left out."""
    found = _versions(VersionRecord.valid_from <= max(days), kind) if days else []
    valid: dict[date, tuple[Version, ...]] = {}
    for day in days:
        latest = {version.template_id: version for version in found if version.valid_from <= day}
        valid[day] = tuple(version for version in latest.values() if version.form.active)
    return valid


def version_on(*, code: str, on: date) -> Version | None:
    """What the template of a letter says on a day, None before its first version."""
    found = _versions((VersionRecord.valid_from <= on) & (TemplateRecord.code == code))
    return found[-1] if found else None


def version(version_id: int) -> Version:
    """One version as it is kept, for checks carried out by it. Raises LookupError for an unknown id."""
    found = _versions(VersionRecord.id == version_id)
    if not found:
        raise LookupError(f"no version {version_id}")
    return found[0]


def versions(version_ids: Collection[int]) -> dict[int, Version]:
    """Several versions by their ids."""
    return {found.id: found for found in _versions(VersionRecord.id.in_(list(version_ids)))} if version_ids else {}


def history(*, code: str) -> tuple[Version, ...]:
    """Every version of a template with who made it when, newest first."""
    return tuple(reversed(_versions(TemplateRecord.code == code)))


def change_template(*, act: Act, code: str, form: TemplateForm) -> Version:
    """Let a template say something else from tomorrow on; today's checks keep today's texts. A second change of the day replaces the first.

    Refuses what cannot be used (see `judge`) and a change that changes nothing.
    """
    require(act, Right.EDIT_TEMPLATES)
    with writing(act, "change_template", code=code, form=form) as tx:
        if tx.replay is not None:
            return version(tx.replay)
        versions = _versions(TemplateRecord.code == code)
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


def _versions(condition: Any, kind: Kind | None = None) -> list[Version]:
    """Versions by letter, day and number, with their lines: two statements."""
    if kind is not None:
        condition = condition & (TemplateRecord.kind == kind.value)
    query: Any = (
        VersionRecord.select(VersionRecord, TemplateRecord, ActRecord)
        .join(TemplateRecord)
        .switch(VersionRecord)
        .join(ActRecord, on=VersionRecord.act)
        .where(condition)
        .order_by(TemplateRecord.code, VersionRecord.valid_from, VersionRecord.number)
    )
    records = list(query)
    items = _items([record.id for record in records])
    return [_read(record, items.get(record.id, ())) for record in records]


def _items(version_ids: Sequence[int]) -> dict[int, tuple[Item, ...]]:
    if not version_ids:
        return {}
    found: dict[int, list[Item]] = {}
    query: Any = ItemRecord.select().where(ItemRecord.version.in_(list(version_ids))).order_by(ItemRecord.version, ItemRecord.position)
    for row in query:
        found.setdefault(row.version_id, []).append(
            Item(
                title=row.title,
                role=ItemRole(row.role),
                code=row.code,
                section=row.section,
                criterion=row.criterion,
                weight=row.weight,
                starts_at=row.starts_at,
                ends_at=row.ends_at,
                round_every=row.round_every,
                area=row.area,
                id=row.id,
            )
        )
    return {key: tuple(items) for key, items in found.items()}


def _read(record: VersionRecord, items: tuple[Item, ...]) -> Version:
    row = cast("Any", record)
    form = TemplateForm(
        name=row.name,
        items=items,
        department_id=row.department_id,
        frequency=Frequency(row.frequency),
        runs=row.runs,
        due_at=row.due_at,
        spot_items=row.spot_items,
        spot_people=row.spot_people,
        active=row.active,
    )
    return Version(
        id=row.id,
        template_id=row.template_id,
        code=row.template.code,
        kind=Kind(row.template.kind),
        number=row.number,
        valid_from=row.valid_from,
        form=form,
        made_by=row.act.staff_id,
        made_at=row.act.at,
    )
