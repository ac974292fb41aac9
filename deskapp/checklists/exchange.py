"""A template as a workbook: written with its lines and every version it had; an edited one read back, judged cell by cell, and compared."""

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from deskapp.checklists.changes import Change, changes
from deskapp.checklists.domain import (
    DAY_MINUTES,
    HEAVIEST,
    LONGEST_CRITERION,
    LONGEST_TITLE,
    Item,
    ItemRole,
    Kind,
    Version,
    clock,
    judge,
)
from deskapp.checklists.templates import history
from deskapp.data import Act
from deskapp.errors import UserError
from deskapp.sheets.cells import cell_name
from deskapp.sheets.reading import Row, Table, open_table
from deskapp.sheets.writing import Cell, Column, Sheet, write_sheets
from deskapp.staff.domain import Right
from deskapp.staff.house import house
from deskapp.staff.service import require

MOST_LINES = 300
LONGEST_SECTION = 12
LONGEST_STANDARD = 60
_HEAD_WITHIN = 10
_VERSIONS = "历次版本"
_GUIDE = "怎么填"
_ROLES = {ItemRole.SLOT: "时段", ItemRole.STANDARD: "标准", ItemRole.TABLE: "茶桌"}
_ORDER = tuple(_ROLES)


@dataclass(frozen=True, slots=True)
class _Field:
    """A column: its head, other heads that are read for it, its width, and how it is filled."""

    title: str
    width: int
    how: str
    also: tuple[str, ...] = ()


_CODE = _Field("编号", 8, "原有的行不要改编号：它把这一行和以前的检查连起来。新的一行留空，保存时自动编号", ("序号编号", "代码"))
_TITLE = _Field("名称", 26, f"必填，最多 {LONGEST_TITLE} 字", ("项目", "检查项", "检查项目", "项目名称"))
_CRITERION = _Field("标准", 48, f"合格是什么样，最多 {LONGEST_CRITERION} 字", ("检查标准", "合格标准", "完成标准", "要求"))
_SECTION = _Field("分类", 12, f"最多 {LONGEST_SECTION} 字，可以空着", ("类别", "区域", "分组"))
_WEIGHT = _Field("权重", 8, f"1 到 {HEAVIEST} 的整数，空着算 1", ("分值", "分数"))
_ROLE = _Field("种类", 8, "时段、标准或茶桌")
_START = _Field("开始", 8, "时段的开始，写成 08:10", ("开始时间",))
_END = _Field("结束", 8, "时段的结束，写成 08:45，最晚 24:00", ("结束时间",))
_ROUNDS = _Field("巡检", 8, "时段里每几分钟巡检一次，空着或 0 为不巡检", ("巡检间隔",))
_AREA = _Field("清单", 8, "时段里要做的区域清单的编号，例如 E，可以空着", ("区域清单",))
_CHECK_FIELDS = (_CODE, _SECTION, _TITLE, _CRITERION, _WEIGHT)
_DAY_FIELDS = (_ROLE, _CODE, _TITLE, _CRITERION, _START, _END, _ROUNDS, _AREA)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a cell ("C7"), or with the whole ('')."""

    cell: str
    words: str


@dataclass(frozen=True, slots=True)
class TemplateFile:
    """A template read from a file and compared with what it says from tomorrow on. Without `problems` it may be saved."""

    items: tuple[Item, ...]
    problems: tuple[Problem, ...]
    changes: tuple[Change, ...]
    notes: tuple[str, ...]


def write_template_file(*, act: Act, path: Path, code: str) -> int:
    """Write a template's lines as they are from tomorrow on; on further sheets how they are filled in, and every version with its lines.

    How many lines. Refuses a file that cannot be written.
    """
    require(act, Right.EDIT_TEMPLATES)
    versions = history(code=code)
    newest = versions[0]
    fields = _fields(newest.kind)
    lines = Sheet(newest.name, [Column(field.title, field.width) for field in fields], [_cells(item, fields) for item in newest.form.items])
    guide = Sheet(_GUIDE, (Column("列", 10), Column("怎么填", 80)), [(field.title, field.how) for field in fields])
    heads = [Column("版本", 6), Column("起", 12), Column("修改人", 10), *(Column(field.title, field.width) for field in fields)]
    write_sheets(path, (lines, guide, Sheet(_VERSIONS, heads, list(_versions(versions, fields)))))
    return len(newest.form.items)


def read_template_file(*, act: Act, path: Path, version: Version | None, waiting: Callable[[], object] = lambda: None) -> TemplateFile:
    """Read an edited template and compare it with `version`; None = a new inspection sheet. Writes nothing.

    Every wrong cell is named, not only the first. Refuses what `sheets` refuses and a file without the head 名称.
    """
    require(act, Right.EDIT_TEMPLATES)
    kind = version.kind if version else Kind.INSPECTION
    fields = _fields(kind)
    with open_table(path, waiting=waiting) as table:
        rows = iter(table)
        head, columns = _head(rows, fields)
        reader = _Reader(fields, columns, _used(version))
        for row in rows:
            reader.take(row)
        notes = _notes(table, head, fields, columns)
    return _judged(reader, kind, version, notes)


def _judged(reader: "_Reader", kind: Kind, version: Version | None, notes: tuple[str, ...]) -> TemplateFile:
    items = tuple(sorted(reader.items, key=_place)) if kind is Kind.LOUNGE_DAY else tuple(reader.items)
    problems = list(reader.problems)
    if not items and not problems:
        problems.append(Problem("", "列名下面没有内容"))
    if not problems and version is not None:
        try:
            judge(replace(version.form, items=items), kind)
        except UserError as refusal:
            problems.append(Problem("", refusal.message))
    return TemplateFile(items, tuple(problems), changes(version.form.items if version else (), items), notes)


class _Reader:
    """Makes lines out of rows and gathers what is wrong with them."""

    def __init__(self, fields: Sequence[_Field], columns: Mapping[str, int], used: Mapping[str, ItemRole]) -> None:
        self._fields, self._columns, self._used = fields, columns, used
        self._row = Row(0, ())
        self._seen: dict[str, str] = {}
        self.items: list[Item] = []
        self.problems: list[Problem] = []

    def take(self, row: Row) -> None:
        """One row below the heads; a blank one is passed over."""
        self._row = row
        if not any(self._text(field) for field in self._fields):
            return
        if len(self.items) >= MOST_LINES:
            if len(self.items) == MOST_LINES:
                self.problems.append(Problem(f"第 {row.number} 行", f"最多 {MOST_LINES} 行，请分成几张检查表"))
                self.items.append(Item("…"))
            return
        role = self._role()
        title = self._text(_TITLE)
        if not title:
            self._wrong(_TITLE, "没有名称。请填写，或删去这一行")
        longest = LONGEST_STANDARD if role is ItemRole.STANDARD else LONGEST_TITLE
        if len(title) > longest:
            self._wrong(_TITLE, f"名称 {len(title)} 字，最多 {longest} 字")
        self.items.append(self._item(role, title))

    def _item(self, role: ItemRole, title: str) -> Item:
        code = self._code(role)
        if role is ItemRole.CHECK:
            section, criterion = self._short(_SECTION, LONGEST_SECTION), self._short(_CRITERION, LONGEST_CRITERION)
            return Item(title, role, code, section, criterion, self._whole(_WEIGHT, 1, 1, HEAVIEST))
        if role is not ItemRole.SLOT:
            return Item(title, role, code)
        start, end = self._minute(_START), self._minute(_END)
        if start is not None and end is not None and end <= start:
            self._wrong(_END, "结束时间要晚于开始时间")
        return Item(
            title,
            role,
            code,
            criterion=self._short(_CRITERION, LONGEST_CRITERION),
            starts_at=start or 0,
            ends_at=end or DAY_MINUTES,
            round_every=self._whole(_ROUNDS, 0, 0, DAY_MINUTES),
            area=self._text(_AREA).upper(),
        )

    def _role(self) -> ItemRole:
        if _ROLE not in self._fields:
            return ItemRole.CHECK
        words = self._text(_ROLE)
        role = next((role for role, said in _ROLES.items() if said == words), None)
        if role is None:
            self._wrong(_ROLE, f"“{words}”不是种类，请写 时段、标准 或 茶桌" if words else "没有种类，请写 时段、标准 或 茶桌")
        return role or ItemRole.STANDARD

    def _code(self, role: ItemRole) -> str:
        code = unicodedata.normalize("NFKC", self._text(_CODE)).upper()
        if not code:
            return ""
        if code in self._seen:
            self._wrong(_CODE, f"编号 {code} 与 {self._seen[code]} 重复。新的一行请留空")
        elif self._used.get(code) is not role:
            self._wrong(_CODE, f"这张模板没有编号 {code} 的{_ROLES.get(role, '项')}。新的一行请留空，保存时自动编号")
        self._seen.setdefault(code, self._name(_CODE))
        return code

    def _short(self, field: _Field, longest: int) -> str:
        text = self._text(field)
        if len(text) > longest:
            self._wrong(field, f"{field.title} {len(text)} 字，最多 {longest} 字")
        return text

    def _whole(self, field: _Field, blank: int, low: int, high: int) -> int:
        text = unicodedata.normalize("NFKC", self._text(field))
        if not text:
            return blank
        if not text.isdecimal() or not low <= int(text) <= high:
            self._wrong(field, f"“{text[:12]}”不行，{field.title}请填 {low} 到 {high} 的整数")
            return blank or low
        return int(text)

    def _minute(self, field: _Field) -> int | None:
        """08:10 as a text, 08:10:00 as spreadsheets keep a time of the day."""
        parts = unicodedata.normalize("NFKC", self._text(field)).split(":")
        if len(parts) in (2, 3) and all(part.isdecimal() and len(part) <= 2 for part in parts) and int(parts[1]) < 60:
            minute = int(parts[0]) * 60 + int(parts[1])
            if minute <= DAY_MINUTES:
                return minute
        self._wrong(field, f"{field.title}请写成 08:10，最晚 24:00")
        return None

    def _text(self, field: _Field) -> str:
        at = self._columns.get(field.title, -1)
        return " ".join(self._row.cells[at].split()) if 0 <= at < len(self._row.cells) else ""

    def _name(self, field: _Field) -> str:
        at = self._columns.get(field.title, -1)
        return cell_name(self._row.number, at) if at >= 0 else f"第 {self._row.number} 行"

    def _wrong(self, field: _Field, words: str) -> None:
        self.problems.append(Problem(self._name(field), words))


def _head(rows: Iterator[Row], fields: Sequence[_Field]) -> tuple[Row, dict[str, int]]:
    """The row of heads within the first ten, and where each column stands."""
    for row in islice(rows, _HEAD_WITHIN):
        heads = ["".join(cell.split()) for cell in row.cells]
        columns = {field.title: at for field in fields if (at := _find(heads, field)) >= 0}
        if _TITLE.title in columns and (_ROLE not in fields or _ROLE.title in columns):
            return row, columns
    needed = "、".join(field.title for field in fields)
    raise UserError(f"前 {_HEAD_WITHIN} 行里没有找到列名。请先导出这张模板，在导出的文件里改；列名是 {needed}", field="file")


def _find(heads: Sequence[str], field: _Field) -> int:
    return next((heads.index(head) for head in (field.title, *field.also) if head in heads), -1)


def _notes(table: Table, head: Row, fields: Sequence[_Field], columns: Mapping[str, int]) -> tuple[str, ...]:
    """What a person should know of how the file was read."""
    notes = [note for note in table.notes if _VERSIONS not in note]
    known = {columns[field.title] for field in fields if field.title in columns}
    unread = [cell.strip() for at, cell in enumerate(head.cells) if cell.strip() and at not in known]
    if unread:
        notes.append(f"没有读这些列：{'、'.join(unread[:5])}")
    lacking = [field.title for field in fields if field.title not in columns]
    if lacking:
        notes.append(f"文件里没有这些列：{'、'.join(lacking)}")
    if table.formulas.count:
        notes.append(f"有 {table.formulas.count} 个公式，按上次算出的值读取")
    if table.merged:
        notes.append(f"有合并的单元格（{'、'.join(name for _, name in table.merged[:3])}），只有第一格有内容")
    return tuple(notes)


def _used(version: Version | None) -> dict[str, ItemRole]:
    """Every code the template ever gave, with what it was for: an item that was removed may come back under its own."""
    if version is None:
        return {}
    return {item.code: item.role for old in reversed(history(code=version.code)) for item in old.form.items}


def _fields(kind: Kind) -> tuple[_Field, ...]:
    return _DAY_FIELDS if kind is Kind.LOUNGE_DAY else _CHECK_FIELDS


def _versions(versions: Sequence[Version], fields: Sequence[_Field]) -> Iterator[tuple[Cell, ...]]:
    """Newest first; each line under its version."""
    people = house().people
    for version in versions:
        maker = people.get(version.made_by or 0)
        for item in version.form.items:
            yield version.number, version.valid_from, maker.name if maker else "系统", *_cells(item, fields)


def _cells(item: Item, fields: Sequence[_Field]) -> tuple[Cell, ...]:
    slot = item.role is ItemRole.SLOT
    values: dict[str, Cell] = {
        _ROLE.title: _ROLES.get(item.role, ""),
        _CODE.title: item.code,
        _SECTION.title: item.section,
        _TITLE.title: item.title,
        _CRITERION.title: item.criterion,
        _WEIGHT.title: item.weight,
        _START.title: clock(item.minutes[0]) if slot else "",
        _END.title: clock(item.minutes[1]) if slot else "",
        _ROUNDS.title: item.round_every or None,
        _AREA.title: item.area,
    }
    return tuple(values[field.title] for field in fields)


def _place(item: Item) -> tuple[int, int]:
    """Of the lounge's day: slots by time, standards, tables."""
    return _ORDER.index(item.role), item.starts_at or 0
