"""检查表: one A4 sheet a check, filled from it or blank for a department's self-check (inspection.md §5)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from deskapp.checklists.domain import Item, Result, RunKind, Version
from deskapp.inspection.domain import Inspection
from deskapp.papers import A4, DAY_TIME, Field, Head, Paper, Printed, Row, Section, Sign, Text, Ticks, print_form
from deskapp.papers.picture import Picture

PAPERS = (A4,)
RETENTION = "保存 2 年"
_COLUMNS = (12, 34, 58, 12, 14, 14, 42)
_SIGN = "✓"
_HAND_ROWS = (8.6, 12.5)
"""Least and greatest height of a row to write into, mm."""
_HAND_ROOM = 152.0
"""What an A4 sheet has for them, mm."""
_SECTION_ROW = 7.0
_PHOTOS_ACROSS = 4
_SHORT = 40
"""Characters that stand in one line over the whole width."""
_KINDS = tuple(kind.label for kind in (RunKind.DAILY, RunKind.WEEKLY, RunKind.SPOT, RunKind.SPECIAL))


def title_of(version: Version) -> str:
    """What stands over the sheet: 展厅5S检查表."""
    return f"{version.name}检查表"


def render(
    check: Inspection,
    *,
    names: Mapping[int, str],
    notices: Sequence[str],
    photos: Mapping[int, bytes],
    paper: Paper,
    store: str,
    printed_at: datetime,
    printed_by: str,
    code: str,
    reprint: int = 0,
) -> Printed:
    """The sheet of a check as it stands, in the texts of its own version.

    `names` are the staff by id, `notices` the numbers it raised, `photos` the small views (JPEG) by attachment: one that is gone is named.
    """
    run = check.run
    head = Head(
        store=store,
        title=title_of(run.version),
        number=check.number,
        code=code,
        subline=_subline(check),
        subject=f"{run.version.name}　{check.department}　{run.day:%Y-%m-%d}",
        printed_at=printed_at,
        printed_by=printed_by,
    )
    sections = (
        _about(check, names),
        _items(run.items, {mark.code: (mark.result, _said(check, mark.code, mark.note)) for mark in run.marks.values()}),
        *_photos(check, photos),
        _result(check, notices),
        _signatures(check, names),
    )
    return print_form(paper=paper, head=head, body=lambda _: sections, reprint=reprint, note=_NOTE, retention=RETENTION)


def render_blank(version: Version, *, department: str, paper: Paper, store: str) -> Printed:
    """The same sheet to be filled in by hand, every item of the version on it."""
    head = Head(
        store=store,
        title=title_of(version),
        number="",
        subline=f"第 {version.number} 版　{version.valid_from:%Y-%m-%d} 起使用　共 {len(version.checks)} 项",
    )
    about = Section(
        [
            Row(Field("受检部门", department), Field("受检人"), Field("检查人"), Field("陪同人")),
            Row(Ticks("检查类型", (*_KINDS, "部门自查"), span=3), Field("时间", units=DAY_TIME)),
        ],
        mark="①",
        title="检查",
    )
    result = Section(
        [
            Row(
                Field("合格", units=("项",)), Field("不合格", units=("项",)), Field("不适用", units=("项",)), Field("合格率", units=("%",))
            ),
            Row(Field("补充说明", height=16, span=4)),
        ],
        mark="③",
        title="结果",
    )
    heads = len({item.section for item in version.checks}) * _SECTION_ROW
    low, high = _HAND_ROWS
    row = min(high, max(low, (_HAND_ROOM - heads) / max(1, len(version.checks))))
    sections = (about, _items(version.checks, {}, row=row), result, _signatures(None, {}))
    return print_form(paper=paper, head=head, body=lambda _: sections, note=_NOTE, retention=RETENTION)


_NOTE = "合格率 = 合格 ÷（合格 + 不合格），按权重计算，不适用不计；不合格要写明情况，并开给责任部门整改。"


def _subline(check: Inspection) -> str:
    run = check.run
    state = "已作废" if run.voided else "已完成" if run.finished_at else f"未完成，还有 {len(run.missing)} 项未查"
    return f"{run.kind.label}　{run.day:%Y-%m-%d}　第 {run.version.number} 版　{state}"


def _about(check: Inspection, names: Mapping[int, str]) -> Section:
    run = check.run
    rows = [
        Row(
            Field("受检部门", check.department),
            Field("受检人", names.get(run.person_id or 0, "")),
            Field("检查人", names.get(run.started_by or 0, "")),
            Field("检查类型", run.kind.label),
        ),
        Row(
            Field("开始", f"{run.started_at:%m-%d %H:%M}"),
            Field("完成", f"{run.finished_at:%m-%d %H:%M}" if run.finished_at else ""),
            Field("抽签号", run.seed, span=2),
        ),
    ]
    if run.voided:
        rows.append(Row(Field("作废原因", check.void_reason, span=4, bold=True)))
    return Section(rows, mark="①", title="检查", done=run.finished_at is not None)


def _items(items: Iterable[Item], marks: Mapping[str, tuple[Result, str]], *, row: float = 0.0) -> Section:
    """The items under the heads of their sections, one tick each in the column of its result."""
    rows: list[Row] = []
    section = ""
    for item in items:
        if item.section != section:
            section = item.section
            rows.append(Row(Text(section, span=len(_COLUMNS), bold=True, size=9), height=_SECTION_ROW if len(section) < _SHORT else 0.0))
        rows.append(_item(item, marks.get(item.code)))
    heads = ("编号", "项目", "标准", "合格", "不合格", "不适用", "情况说明")
    aligned = tuple(Text(words, head=True, align="center" if words in _TICKED else "left") for words in heads)
    return Section(rows, mark="②", title="项目", columns=_COLUMNS, head=Row(*aligned), row=row, keep=False)


_TICKED = frozenset(("合格", "不合格", "不适用"))


def _item(item: Item, mark: tuple[Result, str] | None) -> Row:
    result, said = mark or (None, "")
    failed = result is Result.FAILED
    weight = f"（×{item.weight}）" if item.weight > 1 else ""
    ticks = [Text(_SIGN if result is one else "", align="center", bold=True) for one in Result]
    return Row(
        Text(item.code, bold=failed),
        Text(item.title + weight, bold=failed),
        Text(item.criterion, size=9),
        *ticks,
        Text(said, size=9),
    )


def _said(check: Inspection, code: str, note: str) -> str:
    photos = len(check.photos_of(code))
    return f"{note}（照片 {photos} 张）" if photos else note


def _photos(check: Inspection, photos: Mapping[int, bytes]) -> tuple[Section, ...]:
    """Four photos a row, each under the item it shows; no section where there are none."""
    titles = {item.code: item.title for item in check.run.items}
    cells = [Picture(f"{code} {titles.get(code, '')}", photos.get(attachment)) for code, attachment in check.photos]
    if not cells:
        return ()
    rows = [Row(*cells[at : at + _PHOTOS_ACROSS]) for at in range(0, len(cells), _PHOTOS_ACROSS)]
    return (Section(rows, title="照片", keep=False),)


def _result(check: Inspection, notices: Sequence[str]) -> Section:
    run, score = check.run, check.run.score
    count = [mark.result for mark in run.marks.values()]
    rate = "—" if score.permille is None else f"{score.permille / 10:.1f}%"
    return Section(
        [
            Row(
                Field("合格", f"{count.count(Result.PASSED)} 项"),
                Field("不合格", f"{count.count(Result.FAILED)} 项"),
                Field("不适用", f"{count.count(Result.NOT_APPLICABLE)} 项"),
                Field("合格率", rate, bold=True),
            ),
            Row(Field("扣分", str(score.deducted)), Field("整改单", "、".join(notices), span=3)),
        ],
        mark="③",
        title="结果",
        done=run.finished_at is not None,
    )


def _signatures(check: Inspection | None, names: Mapping[int, str]) -> Section:
    inspector, other = Sign("检查人"), Sign("受检方")
    if check is not None:
        run = check.run
        if run.finished_at is not None:
            inspector = Sign("检查人", name=names.get(run.started_by or 0, ""), at=f"{run.finished_at:%m-%d %H:%M}")
        if check.confirmed_at is not None:
            how = "（纸上签字）" if check.on_paper else ""
            other = Sign("受检方", name=f"{check.confirmed_by}{how}", at=f"{check.confirmed_at:%m-%d %H:%M}")
    return Section([Row(inspector, other, Sign("部门主管"), Sign("客服经理"))], mark="④", title="签认")
