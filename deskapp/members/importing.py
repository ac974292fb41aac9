"""Bring a list of members into the store: look at the file, check every row, write all that is right in one transaction.

Nothing is written before `import_members`, and nothing when that is given up. Wrong rows are left out and told; a member is written whole
or not at all. Other PCs read meanwhile; whoever wants to write is told that an import is running (`data.transaction`).
"""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from pathlib import Path

from deskapp.data import Act, ActRecord, reading, writing
from deskapp.data.transaction import IMPORT_BEGINS
from deskapp.errors import UserError
from deskapp.members.import_entry import Change, Entry, Finding
from deskapp.members.import_fields import guess, missing, recognised
from deskapp.members.import_match import Matcher
from deskapp.members.import_rows import RowsJudge, columns_of, in_row_order
from deskapp.members.import_steps import Fate, Matched
from deskapp.members.import_writing import write
from deskapp.members.tables import ImportRecord
from deskapp.sheets.cells import cell_place
from deskapp.sheets.reading import Row, Table, open_table
from deskapp.sheets.writing import Column, write_xlsx
from deskapp.staff.domain import Right
from deskapp.staff.service import people, require

Progress = Callable[[int, int, str], object]
"""Called with how much of how much is done, and of what; may raise to give up. 0 of 0: nobody knows yet."""

HEAD_WITHIN = 10
"""The row of heads is one of the first ten: above it stand titles and dates."""
SAMPLES = 3
_NO_HEAD = "列名都认不出来，把第 {row:,} 行当作列名了，请自己选每一列是什么"
_CHECK_EVERY = 200
_NO_TITLE = re.compile(r"\d{6}")  # a phone or card number: the row is a member, not the heads
_SHOWN_CELLS = 5


@dataclass(frozen=True, slots=True)
class Outline:
    """A list as one sees it before it is read: its heads, some values of each column, what each column likely is."""

    path: Path
    head_row: int
    heads: tuple[str, ...]
    samples: tuple[tuple[str, ...], ...]
    meanings: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """A list that was read and held against the store; nothing is written yet.

    `findings` are in the order of the list; `unusual` tells that a reason is needed. `left_out` holds the cells of the rows that cannot be
    imported. `added`, `updated` and `same` count members as the store is now; `changes` say what becomes of those who are known.
    """

    outline: Outline
    digest: str
    columns: Mapping[str, int]
    rows: int
    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...]
    changes: tuple[Change, ...]
    left_out: Mapping[int, tuple[str, ...]]
    added: int
    updated: int
    same: int

    @property
    def unusual(self) -> int:
        return sum(found.unusual for found in self.findings)


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did. `rows` and `left_out` count rows of the list, the others members.

    `findings` are those rows that could not be written after all, because the store had changed since the check.
    """

    at: datetime
    staff_id: int | None
    file: str
    rows: int
    added: int
    updated: int
    unchanged: int
    left_out: int
    findings: tuple[Finding, ...] = ()


def look_at_list(*, act: Act, path: Path, remembered: Mapping[str, str], waiting: Callable[[], object] = lambda: None) -> Outline:
    """Open a list and guess its columns; `remembered` are earlier choices, head -> meaning. Refuses what `sheets` refuses.

    Refuses merged cells at and under the heads, for only the first of them has a value, and a file without a row of heads.
    """
    require(act, Right.IMPORT_DATA)
    with open_table(path, waiting=waiting) as table:
        first = list(islice(table, HEAD_WITHIN + SAMPLES))
        head, known = _head(first[:HEAD_WITHIN], remembered)
        _refuse_merged(table, head.number)
        heads = tuple(cell.strip() for cell in head.cells)
        below = [row.cells for row in first if row.number > head.number]
        samples = tuple(tuple(row[at].strip() for row in below if at < len(row) and row[at].strip())[:SAMPLES] for at in range(len(heads)))
        notes = (*table.notes, *_formula_note(table), *(() if known else (_NO_HEAD.format(row=head.number),)))
        return Outline(path, head.number, heads, samples, guess(heads, remembered), notes)


def _head(rows: Sequence[Row], remembered: Mapping[str, str]) -> tuple[Row, bool]:
    """The row of heads, and whether it reads like one; else the first row that could be one, for the person to choose the columns."""
    known = max(rows, key=lambda row: recognised(row.cells, remembered), default=None)
    if known is not None and recognised(known.cells, remembered) > 1:
        return known, True
    filled = next((row for row in rows if sum(bool(cell.strip()) for cell in row.cells) > 1), None)
    if filled is None or any(_NO_TITLE.search(cell) for cell in filled.cells):
        raise UserError("前 10 行里没有找到列名。请在最上面加一行列名，如 姓名、手机、车牌、卡号", field="file")
    return filled, False


def check_list(*, act: Act, outline: Outline, meanings: Sequence[str], progress: Progress) -> Checked:
    """Read the whole list with these columns, judge every row, and hold it against the store. Writes nothing."""
    require(act, Right.IMPORT_DATA)
    if lacking := missing(meanings):
        raise UserError(f"还没有指定 {lacking} 在哪一列", field="meanings")
    outline = replace(outline, meanings=tuple(meanings))
    columns = columns_of(meanings)
    with reading():
        judge, cells = _judge(act, outline, columns, progress)
        entries = judge.entries
        progress(0, 0, "正在与系统核对")
        matched = Matcher(entries, columns, on=act.at.date(), tick=lambda: progress(0, 0, "正在与系统核对")).look()
    fates = Counter(step.fate for step in matched.steps)
    kept = {row for step in matched.steps for row in step.entry.rows}
    left_out = {number: row for number, row in cells.items() if number not in kept}
    return Checked(
        outline=outline,
        digest=_digest(outline.path),
        columns=columns,
        rows=len(cells),
        entries=tuple(entries),
        findings=tuple(in_row_order([*judge.findings, *matched.findings])),
        changes=matched.changes,
        left_out=left_out,
        added=fates[Fate.ADD],
        updated=fates[Fate.UPDATE],
        same=fates[Fate.SAME],
    )


def import_members(*, act: Act, checked: Checked, reason: str = "", progress: Progress) -> Imported:
    """Write every member of a checked list that is right: new ones with card, level, term, cars, opening balance and answers; of known
    ones what is different. One transaction; the list is held against the store again under its lock.

    `reason` says why unusual values are right, and is needed when there are any. The same request again gives the first result.
    """
    require(act, Right.IMPORT_DATA)
    if checked.unusual and not reason.strip():
        raise UserError(f"有 {checked.unusual:,} 处不常见的内容，照样导入请写明原因", field="reason")
    name, digest = checked.outline.path.name, checked.digest
    announced = replace(act, request_id=f"{act.request_id}/{IMPORT_BEGINS}")
    with writing(announced, IMPORT_BEGINS, file=name, digest=digest):
        pass  # committed: whoever waits for the lock meanwhile reads it and knows why
    with writing(act, "import_members", file=name, digest=digest, meanings=checked.outline.meanings, reason=reason) as tx:
        if tx.replay is not None:
            return _imported(ImportRecord.get(ImportRecord.act == tx.act_id))
        matched = Matcher(checked.entries, dict(checked.columns), on=tx.act.at.date(), tick=_ticker(progress, "正在与系统核对")).look()
        write(tx, matched, reason=reason.strip(), progress=progress)
        fates = Counter(step.fate for step in matched.steps)
        record = ImportRecord.create(
            file=name,
            rows=checked.rows,
            added=fates[Fate.ADD],
            updated=fates[Fate.UPDATE],
            unchanged=fates[Fate.SAME],
            left_out=checked.rows - sum(len(step.entry.rows) for step in matched.steps),
            reason=reason.strip(),
            act=tx.act_id,
        )
        tx.done(record.id)
        return replace(_imported(record), findings=_news(checked, matched))


def recent_imports(*, act: Act, limit: int = 5) -> list[Imported]:
    """The lists brought in last, the newest first."""
    require(act, Right.IMPORT_DATA)
    rows = ImportRecord.select(ImportRecord, ActRecord).join(ActRecord).order_by(ImportRecord.id.desc()).limit(limit)
    return [_imported(row) for row in rows]


def write_left_out(*, act: Act, checked: Checked, path: Path) -> int:
    """Write the rows that cannot be imported as a workbook, each with what is wrong in front: mended, it is imported again as it is."""
    require(act, Right.IMPORT_DATA)
    said: dict[int, list[str]] = {}
    for found in checked.findings:
        if not found.unusual:
            said.setdefault(found.row, []).append(f"{found.label}：{found.message}" if found.label else found.message)
    heads = (Column("原行号", 8), Column("错误", 48), *(Column(head, 16) for head in checked.outline.heads))
    lines = (
        (number, "；".join(said.get(number, ["同一会员的另一行有错，一起改好再导入"])), *cells)
        for number, cells in checked.left_out.items()
    )
    return write_xlsx(path, heads, lines, sheet="待改的行")


def _judge(act: Act, outline: Outline, columns: Mapping[str, int], progress: Progress) -> tuple[RowsJudge, dict[int, tuple[str, ...]]]:
    """Every row below the heads judged, and the rows' cells as they stand in the list."""
    judge = RowsJudge(columns, today=act.at.date(), people=_people())
    cells: dict[int, tuple[str, ...]] = {}
    with open_table(outline.path, waiting=_ticker(progress, "正在读文件")) as table:
        _refuse_merged(table, outline.head_row)
        for row in table:
            if row.number == outline.head_row and tuple(cell.strip() for cell in row.cells) != outline.heads:
                raise UserError("文件在打开之后被改过。请重新选择文件", field="file")
            if row.number > outline.head_row:
                judge.add(row.number, row.cells)
                cells[row.number] = row.cells
                if len(cells) % _CHECK_EVERY == 0:
                    progress(len(cells), 0, "正在检查")
        judge.lost_digits([cell_place(name) for name in table.lost_digits])
    if not cells:
        raise UserError("表头下面没有内容", field="file")
    return judge, cells


def _ticker(progress: Progress, text: str) -> Callable[[], object]:
    return lambda: progress(0, 0, text)


def _refuse_merged(table: Table, head_row: int) -> None:
    under = [name for row, name in table.merged if row >= head_row]
    if under:
        raise UserError(f"{'、'.join(under[:_SHOWN_CELLS])} 是合并单元格。请取消合并、每行填全，再导入", field="file")


def _formula_note(table: Table) -> tuple[str, ...]:
    found = table.formulas
    if not found.count:
        return ()
    where = f"（{'、'.join(found.named[:_SHOWN_CELLS])}{' 等' if found.count > _SHOWN_CELLS else ''}）" if found.named else ""
    return (f"有 {found.count:,} 格是公式{where}，按上次算出的结果读取",)


def _people() -> dict[str, int]:
    """工号 and names of the staff; a name that two people have tells nobody."""
    staff = people(active_only=False)
    names = Counter(person.name for person in staff)
    return {person.name.upper(): person.id for person in staff if names[person.name] == 1} | {p.staff_no.upper(): p.id for p in staff}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _imported(record: ImportRecord) -> Imported:
    act: ActRecord = record.act
    return Imported(
        at=act.at,
        staff_id=act.staff_id,
        file=record.file,
        rows=record.rows,
        added=record.added,
        updated=record.updated,
        unchanged=record.unchanged,
        left_out=record.left_out,
    )


def _news(checked: Checked, matched: Matched) -> tuple[Finding, ...]:
    """What the second look found and the first had not."""
    before = set(checked.findings)
    return tuple(found for found in matched.findings if not found.unusual and found not in before)
