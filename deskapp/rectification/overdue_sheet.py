"""整改逾期催办单: what a department owes and since when, by name, on paper and as a text to send (inspection.md §4)."""

from collections.abc import Sequence
from datetime import date, datetime

from deskapp.papers import A4, Column, Head, Paper, Printed, Row, Section, Sign, print_series, table
from deskapp.rectification.reading import Overdue

PAPERS: tuple[Paper, ...] = (A4,)
TITLE = "整改逾期催办单"
_COLUMNS = (
    Column("序", 8, "center"),
    Column("单号", 34),
    Column("内容", 44),
    Column("该做什么", 20),
    Column("谁", 20),
    Column("期限", 15),
    Column("超", 14, "right"),
    Column("部门说明", 31),
)
_ROW = 12.0
_NOTE = "天数按工作日计。粗体：超 3 个工作日以上。请今天办理，说明写在右栏，签字后交回客服部。"
_LONG = 3


def what_words(late: Overdue) -> str:
    """What it is about: the item of a row, or the first items of the notice."""
    rows = late.notice.live_rows
    if late.owed.position:
        return next((f"第 {row.position} 项 {row.finding.title}" for row in rows if row.position == late.owed.position), "")
    more = f" 等 {len(rows)} 项" if len(rows) > 1 else ""
    return f"{rows[0].finding.title}{more}" if rows else ""


def by_department(found: Sequence[Overdue]) -> dict[str, list[Overdue]]:
    """What each department owes, the longest first; what customer service itself owes stands under 客服部."""
    grouped: dict[str, list[Overdue]] = {}
    for late in sorted(found, key=lambda one: (-one.days, one.notice.number, one.owed.position)):
        grouped.setdefault("客服" if late.owed.who == "客服" else late.notice.department, []).append(late)
    return dict(sorted(grouped.items()))


def text(department: str, found: Sequence[Overdue], *, on: date) -> str:
    """The same to copy into a chat, a line for each step that is owed."""
    lines = [
        f"{place}. {late.notice.number} {what_words(late)}：{late.words}（应 {late.owed.due_on:%m-%d} 前）"
        for place, late in enumerate(found, start=1)
    ]
    return "\n".join([f"【整改逾期】{department} {on:%m-%d}，共 {len(found)} 件", *lines, "请今天办理。有困难请当天回复客服部。"])


def render(found: Sequence[Overdue], *, paper: Paper, store: str, printed_at: datetime, printed_by: str, reprint: int = 0) -> Printed:
    """A sheet a department. `reprint` counts nothing: the sheet carries no number."""
    del reprint
    forms = [(_head(name, lates, store, printed_at, printed_by), _body(lates)) for name, lates in by_department(found).items()]
    empty = (Head(store=store, title=TITLE, subline="今天没有逾期", printed_at=printed_at, printed_by=printed_by), _body(()))
    return print_series(paper=paper, forms=forms or [empty], note=_NOTE)


def _head(department: str, found: Sequence[Overdue], store: str, at: datetime, by: str) -> Head:
    most = max(late.days for late in found)
    said = f"{department}　逾期 {len(found)} 件，最久 {most} 个工作日"
    return Head(store=store, title=TITLE, subline=said, subject=department, printed_at=at, printed_by=by, right=(department,))


def _body(found: Sequence[Overdue]) -> Sequence[Section]:
    lines = [
        (
            str(place),
            late.notice.number,
            what_words(late),
            late.owed.what,
            late.who,
            f"{late.owed.due_on:%m-%d}",
            f"{late.days} 天",
            "",
        )
        for place, late in enumerate(found, start=1)
    ]
    strong = [place for place, late in enumerate(found) if late.days > _LONG]
    signed = Section([Row(Sign("部门主管签收"), Sign("部门经理"), Sign("客服"), Sign("客服经理"))])
    return (table(_COLUMNS, lines, emphasis=strong, row=_ROW, size=9.5), signed)
