"""不合格项目汇总表: what failed, a table a department, with room for its measures (篇六 一·2: 不合格内容制成表格发给各部门)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from deskapp.papers import A4, Column, Head, Paper, Printed, Row, Section, Sign, print_series, table
from deskapp.rectification.domain import Notice, NoticeState
from deskapp.rectification.domain import Row as Item

PAPERS: tuple[Paper, ...] = (A4,)
TITLE = "不合格项目汇总表"
_COLUMNS = (
    Column("序", 8, "center"),
    Column("不合格项目与标准", 40),
    Column("事实", 40),
    Column("改善措施", 44),
    Column("责任人", 16),
    Column("改善时间", 18),
    Column("状态", 18),
)
_ROW = 9.0
"""Height of a line of a row in mm: with item, criterion and number that leaves room for three lines by hand."""
_NOTE = "粗体：重复项目。空格由责任部门填写，填好后交回客服部；责任人要是本部门的人。"


def render(
    found: Sequence[Notice], *, names: Mapping[int, str], paper: Paper, store: str, printed_at: datetime, printed_by: str, reprint: int = 0
) -> Printed:
    """The open rows of these notices, each department on pages of its own. `reprint` counts nothing: the table carries no number."""
    del reprint
    by_department: dict[str, list[tuple[Notice, Item]]] = {}
    for notice in found:
        for item in notice.open_rows:
            by_department.setdefault(notice.department, []).append((notice, item))
    forms = [
        (_head(department, pairs, store, printed_at, printed_by), _body(pairs, names))
        for department, pairs in sorted(by_department.items())
    ]
    empty = (Head(store=store, title=TITLE, subline="没有未关闭的项目", printed_at=printed_at, printed_by=printed_by), _body((), names))
    return print_series(paper=paper, forms=forms or [empty], note=_NOTE, retention="保存 2 年")


def _head(department: str, pairs: Sequence[tuple[Notice, Item]], store: str, at: datetime, by: str) -> Head:
    repeated = sum(bool(item.finding.repeated) for _, item in pairs)
    said = f"{department}　未关闭 {len(pairs)} 项" + (f"，其中重复项目 {repeated} 项" if repeated else "")
    return Head(store=store, title=TITLE, subline=said, subject=department, printed_at=at, printed_by=by, right=(department,))


def _body(pairs: Sequence[tuple[Notice, Item]], names: Mapping[int, str]) -> Sequence[Section]:
    lines: list[tuple[str, ...]] = []
    for place, (notice, item) in enumerate(pairs, start=1):
        finding, turn = item.finding, item.round
        what = f"{finding.code} {finding.title}".strip()
        lines.append(
            (
                str(place),
                "\n".join(part for part in (what, finding.criterion, notice.number) if part),
                finding.fact + (f"\n重复，第 {finding.repeated} 次" if finding.repeated else ""),
                turn.answer.action if turn else "",
                names.get(item.owner_id, "") if item.owner_id else "",
                f"{turn.answer.promised_on:%m-%d}" if turn else "",
                notice.state.label if notice.state in (NoticeState.TO_ISSUE, NoticeState.TO_ACCEPT) else item.state.label,
            )
        )
    strong = [place for place, (_, item) in enumerate(pairs) if item.finding.repeated]
    signed = Section([Row(Sign("部门主管"), Sign("部门经理"), Sign("客服"), Sign("客服经理"))])
    return (table(_COLUMNS, lines, emphasis=strong, row=_ROW, size=9.0), signed)
