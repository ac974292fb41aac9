"""检查整改周报: one week of checks and notices on A4, with the trend and the Pareto, for the weekly meeting (inspection.md §5)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from deskapp.inspection.charts import failures_chart, rate_chart
from deskapp.inspection.figures import By, Frequent, Repeat, kinds_in_words, pareto, permille, rates, trend
from deskapp.inspection.looking_back import Week
from deskapp.papers import A4, Figure, Head, Paper, Printed, Row, Section, Sign, Stack, Text, print_form
from deskapp.papers.charts import Picture
from deskapp.rectification.figures import DepartmentFigures, Handled, department_figures
from deskapp.rectification.reading import Overdue

PAPERS: tuple[Paper, ...] = (A4,)
TITLE = "检查整改周报"
RETENTION = "客服部存档，保存 2 年"
_CHART = (98.0, 46.0)
_WEEKS = 8
_BARS = 6
_MOST_REPEATS, _MOST_LATE, _MOST_DAYS = 4, 5, 4
_EIGHTHS = (1.0,) * 8
_BESIDE = (101.0, 73.0)


@dataclass(frozen=True, slots=True)
class Names:
    """How departments and people are called, by id."""

    departments: Mapping[int, str]
    people: Mapping[int, str]


def render(week: Week, *, names: Names, now: datetime, paper: Paper, store: str, printed_by: str, reprint: int = 0) -> Printed:
    """The page of a week; what is open and late is that of `now`."""
    _, number, _ = week.first.isocalendar()
    head = Head(
        store=store,
        title=TITLE,
        subline=f"{week.first.year} 年第 {number} 周（{week.first:%m-%d} 至 {week.last:%m-%d}）",
        printed_at=now,
        printed_by=printed_by,
    )
    return print_form(
        paper=paper,
        head=head,
        body=lambda _: tuple(_sections(week, names)),
        reprint=reprint,
        note="未关闭和逾期按打印时计算；合格率 = 合格权重 ÷（合格 + 不合格）权重，不适用不计。",
        retention=RETENTION,
    )


def _sections(week: Week, names: Names) -> Iterator[Section]:
    items = pareto(week.failures, week.repeats)
    yield _figures(week)
    yield _rates(week, names)
    yield _failures(items)
    yield _repeats(week, names)
    yield _notices(week)
    yield _late(week, names)
    yield Section([Row(Sign("客服经理"), Sign("售后经理"), Sign("销售经理"), Sign("总经理"))], title="签字")


def _figures(week: Week) -> Section:
    """Eight large numbers."""
    before = permille(week.before)
    return Section(
        [
            Row(
                Figure("检查", str(len(week.checks)), "次", f"上周 {len(week.before)}"),
                Figure("漏查", str(len(week.missed)), "次"),
                Figure("合格率", _rate(permille(week.checks)), "%", f"上周 {_rate(before)}%" if before is not None else ""),
                Figure("不合格", str(len(week.failures)), "项", f"上周 {sum(check.failed for check in week.before)}"),
                Figure("重复项目", str(len(week.repeats)), "项"),
                Figure("新开整改", str(len(week.rows)), "项", f"本周关闭 {len(week.closed)}"),
                Figure("未关闭", str(len(week.open)), "项"),
                Figure("其中逾期", str(len(week.overdue)), "项"),
            )
        ],
        mark="①",
        title="数字",
        columns=_EIGHTHS,
    )


def _rates(week: Week, names: Names) -> Section:
    """Eight weeks at the left, this week's sheets and departments at the right."""
    chart = rate_chart(trend(week.trend_checks, week.trend[-_WEEKS:]), width=_CHART[0], height=_CHART[1])
    by_sheet = rates(week.checks, week.before, week.failures, By.SHEET, lambda key: names.departments.get(key, ""))[1:]
    rows = [_table_row("检查表", "次", "合格率", "上周", head=True)]
    rows += [_table_row(rate.name, str(len(rate.checks)), _percent(rate.permille), _percent(rate.permille_before)) for rate in by_sheet[:8]]
    return _beside(Picture(chart, span=1), rows, mark="②", title="合格率", words=f"近 8 周合格率（本周：{kinds_in_words(week.checks)}）")


def _failures(items: Sequence[Frequent]) -> Section:
    chart = failures_chart(items, width=_CHART[0], height=_CHART[1], most=_BARS)
    rows = [_table_row("不合格项", "次", "占比", "累计", head=True)]
    rows += [_table_row(one.item, str(len(one.failures)), _percent(one.share), _percent(one.running)) for one in items[:8]]
    return _beside(Picture(chart, span=1), rows, mark="③", title="不合格", words="本周不合格项（次，折线为累计占比）")


def _beside(picture: Picture, rows: Sequence[Row], *, mark: str, title: str, words: str) -> Section:
    left = Stack([Row(Text(words, size=8), height=6.0), Row(picture)], columns=(1.0,))
    right = Stack(rows, columns=(34.0, 9.0, 15.0, 15.0))
    return Section([Row(left, right)], mark=mark, title=title, columns=_BESIDE, row=6.2)


def _table_row(name: str, *cells: str, head: bool = False) -> Row:
    return Row(
        Text(name, head=head, size=0 if head else 9), *(Text(cell, align="right", head=head, size=0 if head else 9) for cell in cells)
    )


def _repeats(week: Week, names: Names) -> Section:
    """Items that failed again and again; who the department is, when it failed."""
    head = Row(*(Text(words, head=True) for words in ("重复项目", "责任部门", "次数", "不合格日期")))
    rows = [
        Row(
            Text(f"{one.code} {one.title}"),
            Text(names.departments.get(one.department_id or 0, "")),
            Text(str(len(one.failures)), align="right"),
            Text(_days_words(one)),
        )
        for one in week.repeats[:_MOST_REPEATS]
    ]
    return Section(
        rows or [_nothing("没有重复项目", 4)], mark="④", title="重复", columns=(52.0, 40.0, 16.0, 66.0), head=head, row=6.2, keep=True
    )


def _days_words(one: Repeat) -> str:
    """The last days on which it failed, on one line."""
    days = list(dict.fromkeys(f"{failure.check.day:%m-%d}" for failure in one.failures))
    return ("…… " if len(days) > _MOST_DAYS else "") + "、".join(days[-_MOST_DAYS:])


def _notices(week: Week) -> Section:
    """Each department's notices: new and closed in the week, open and late now."""
    head = Row(*(Text(words, head=True, align="left" if not place else "right") for place, words in enumerate(_NOTICE_HEADS)))
    figures = department_figures((*week.open, *(row for row in week.rows if row.closed_at), *_closed_before(week)), week.overdue)[1:]
    rows = [_notice_row(one, week) for one in figures]
    return Section(rows or [_nothing("没有整改项", 7)], mark="⑤", title="整改", columns=_NOTICE_COLUMNS, head=head, row=6.2, keep=True)


_NOTICE_HEADS = ("责任部门", "本周新开", "本周关闭", "平均天数", "复检不合格", "未关闭", "逾期")
_NOTICE_COLUMNS = (54.0, 20.0, 20.0, 20.0, 22.0, 19.0, 19.0)


def _closed_before(week: Week) -> tuple[Handled, ...]:
    """Closed in the week, made before it."""
    new = {(row.number, row.position) for row in week.rows}
    return tuple(row for row in week.closed if (row.number, row.position) not in new)


def _notice_row(one: DepartmentFigures, week: Week) -> Row:
    new = [row for row in week.rows if row.department_id == one.department_id]
    mine = DepartmentFigures(one.department_id, one.department, tuple(r for r in week.closed if r.department_id == one.department_id), ())
    days = "—" if mine.tenths_to_close is None else f"{mine.tenths_to_close / 10:.1f}"
    counts = (
        str(len(new)), str(len(mine.rows)), days, str(sum(row.failed_rechecks for row in one.rows)), str(len(one.open)),
    )  # fmt: skip
    late = Text(str(len(one.overdue)), align="right", bold=bool(one.overdue))
    return Row(Text(one.department), *(Text(count, align="right") for count in counts), late)


def _late(week: Week, names: Names) -> Section:
    """By name, the latest first; how many more there are when they do not fit."""
    head = Row(*(Text(words, head=True) for words in ("逾期整改单", "责任部门", "逾期的是谁", "到期")))
    shown = sorted(week.overdue, key=lambda late: -late.days)[:_MOST_LATE]
    rows = [
        Row(
            Text(one.notice.number),
            Text(one.notice.department),
            Text(_late_words(one, names), bold=True),
            Text(f"{one.owed.due_on:%m-%d}"),
        )
        for one in shown
    ]
    more = len(week.overdue) - len(shown)
    if more:
        rows.append(_nothing(f"另有 {more} 项逾期，见各部门逾期单", 4))
    return Section(
        rows or [_nothing("没有逾期", 4)], mark="⑥", title="逾期", columns=(44.0, 40.0, 70.0, 20.0), head=head, row=6.2, keep=True
    )


def _late_words(late: Overdue, names: Names) -> str:
    who = names.people.get(late.owed.owner_id or 0, late.owed.who)
    return f"{who} 超 {late.days} 天未{late.owed.what}"


def _nothing(words: str, span: int) -> Row:
    return Row(Text(words, span=span))


def _rate(rate: int | None) -> str:
    return "—" if rate is None else f"{rate / 10:.1f}"


def _percent(rate: int | None) -> str:
    return "—" if rate is None else f"{rate / 10:.1f}%"
