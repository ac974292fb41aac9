"""质量鉴定会议程: the week's complaints in figures and a Pareto, causes, last week's measures, what is open, and an empty table for
what the meeting decides (篇三·计划二, complaints.md §6). A4. 客服 types the decisions in afterwards; a reprint then carries them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from deskapp.papers import A4, Cell, Column, Field, Figure, Head, Paper, Printed, Row, Section, Sign, Stack, Text, print_form, table
from deskapp.papers.charts import Picture, pareto_chart

PAPERS: tuple[Paper, ...] = (A4,)
TITLE = "质量鉴定会议程"
_WEEKDAYS = "一二三四五六日"
_ROW, _SIZE = 6.2, 9.5
_CHART_WIDTH, _CHART_HEIGHT = 110.0, 56.0
_BESIDE_CHART = 16
"""Rows of the breakdowns that stand beside the chart; more of them follow beneath it."""
_SHARE_COLUMNS = (30.0, 10.0, 11.0, 15.0)
_MOST_BARS = 8
_LEAST_DECISIONS = 5
_DECISION_ROW = 9.6
_CAUSES = (Column("序", 8, "center"), Column("主要原因", 60), Column("件", 12, "right"), Column("处理单", 50), Column("建议", 48))
_REPEATS = (Column("客户 / 车牌", 50), Column("类别", 48), Column("次", 12, "right"), Column("处理单", 68))
_MEASURES = (
    Column("序", 8, "center"),
    Column("上周问题", 40),
    Column("措施", 58),
    Column("责任人", 20),
    Column("到期", 18),
    Column("效果", 34),
)
_OPEN = (Column("未关闭单号", 36), Column("客户", 22), Column("事项", 50), Column("责任部门", 27), Column("到期", 18), Column("状态", 25))
_DECIDED = (8.0, 44.0, 72.0, 26.0, 28.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekFigure:
    """One of the large figures with last week's beside it: 新增 14 件, 上周 11."""

    label: str
    value: str
    unit: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one department, outlet or person had: slips, overdue ones, on-time rate in words ("80%", "—" of none finished)."""

    name: str
    slips: int
    overdue: int
    on_time: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One of the main causes. `slips` names them in words ("TS-20261117-002 等 4 件")."""

    what: str
    count: int
    slips: str
    advice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat:
    """A customer or car that complained of the same again within the days the store counts."""

    who: str
    category: str
    times: int
    slips: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A measure decided in the week before, and whether it worked."""

    issue: str
    action: str
    owner: str
    due_on: date | None
    effect: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSlip:
    """A slip not closed yet; `state` in words ("逾期 1 日", "处理中"), `late` sets it in Bold."""

    number: str
    customer: str
    what: str
    department: str
    due: datetime | None
    state: str
    late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A measure this meeting decided."""

    issue: str
    action: str
    owner: str
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyAgenda:
    """The week from `first` to `last` and the meeting about it. `categories` are (label, slips) in any order.

    Pareto: the eight most frequent categories stand alone by their last name, the others together as 其他.
    """

    first: date
    last: date
    meeting_at: datetime | None = None
    place: str = ""
    host: str = ""
    figures: tuple[WeekFigure, ...] = ()
    categories: tuple[tuple[str, int], ...] = ()
    departments: tuple[Share, ...] = ()
    outlets: tuple[Share, ...] = ()
    people: tuple[Share, ...] = ()
    causes: tuple[Cause, ...] = ()
    repeats: tuple[Repeat, ...] = ()
    measures: tuple[Measure, ...] = ()
    open: tuple[OpenSlip, ...] = ()
    decided: tuple[Decision, ...] = ()


def render(agenda: WeeklyAgenda, *, paper: Paper, store: str, printed_at: datetime, printed_by: str, reprint: int = 0) -> Printed:
    """The agenda; everything in it stands, on as many sheets as it needs."""
    year, week, _ = agenda.first.isocalendar()
    met = agenda.meeting_at
    where = "　".join(part for part in (agenda.place, f"主持 {agenda.host}" if agenda.host else "") if part)
    head = Head(
        store=store,
        title=TITLE,
        subline=f"{year} 年第 {week} 周（{agenda.first:%m-%d} 至 {agenda.last:%m-%d}）",
        printed_at=printed_at,
        printed_by=printed_by,
        right=(f"会议 {met:%Y-%m-%d} 星期{_WEEKDAYS[met.weekday()]} {met:%H:%M}" if met else "会议 ____________________", where),
    )
    return print_form(
        paper=paper,
        head=head,
        body=lambda _: _sections(agenda),
        reprint=reprint,
        note="会后由客服录入，决定栏每行生成一条整改通知。",
        retention="客服部归档，保存 3 年",
    )


def _sections(agenda: WeeklyAgenda) -> Sequence[Section]:
    """The sections that have something to say, numbered in the order they stand."""
    found: list[tuple[str, Section]] = [("数字", _figures(agenda)), *(("分析", one) for one in _analysis(agenda))]
    found.append(("原因", _listed(_CAUSES, [_cause(place, one) for place, one in enumerate(agenda.causes, 1)], "没有归类的原因")))
    if agenda.repeats:
        repeats = [(one.who, one.category, str(one.times), one.slips) for one in agenda.repeats]
        found.append(("重复", _listed(_REPEATS, repeats, "")))
    found.append(("上周", _listed(_MEASURES, [_measure(place, one) for place, one in enumerate(agenda.measures, 1)], "上周没有决定措施")))
    found.append(("未结", _open(agenda.open)))
    found.append(("决定", _decided(agenda.decided)))
    signs = Section([Row(Sign("客服经理（主持）"), Sign("售后经理"), Sign("销售经理"), Sign("总经理"))], title="签字")
    marks = dict(zip(dict.fromkeys(title for title, _ in found), "①②③④⑤⑥⑦", strict=False))
    return (*(_marked(section, marks[title], title) for title, section in found), signs)


def _marked(section: Section, mark: str, title: str) -> Section:
    return Section(section.rows, mark=mark, title=title, columns=section.columns, head=section.head, row=section.row, keep=section.keep)


def _figures(agenda: WeeklyAgenda) -> Section:
    cells = [Figure(one.label, one.value, one.unit, one.note) for one in agenda.figures]
    return Section([Row(*cells)], columns=(1.0,) * max(len(cells), 1))


def _analysis(agenda: WeeklyAgenda) -> list[Section]:
    """The Pareto with the breakdowns beside it, or beneath it where there are more than the chart is high."""
    kinds = (("责任部门", agenda.departments), ("网点", agenda.outlets), ("责任人", agenda.people))
    stacks = [_shares(title, shares) for title, shares in kinds if shares]
    rows = [row for stack in stacks for row in stack]
    ranked = sorted(_leaves(agenda.categories), key=lambda pair: -pair[1])
    others = sum(count for _, count in ranked[_MOST_BARS:])
    beside = 0 < len(rows) <= _BESIDE_CHART
    wide = _CHART_WIDTH if beside else 176.0
    high = max(_CHART_HEIGHT, len(rows) * _ROW - 6.0) if beside else _CHART_HEIGHT
    chart = pareto_chart(ranked[:_MOST_BARS], width=wide, height=high, rest=("其他", others) if others else None)
    titled = Stack([Row(Text("抱怨类别（件，折线为累计占比）", head=True)), Row(Picture(chart))])
    if beside:
        return [Section([Row(titled, Stack(rows, columns=_SHARE_COLUMNS))], columns=(112, 66), row=_ROW)]
    below = [Section(rows, columns=(86, 30, 30, 32), row=_ROW, keep=False)] if rows else []
    return [Section([Row(titled)], columns=(1.0,), row=_ROW), *below]


def _leaves(categories: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """维修质量 for 售后—维修质量: a bar is narrow; whole names where two leaves are called alike."""
    leaves = [(label.rpartition("—")[2].strip(), count) for label, count in categories]
    return leaves if len({label for label, _ in leaves}) == len(leaves) else list(categories)


def _shares(title: str, shares: Sequence[Share]) -> list[Row]:
    heads = (title, "件", "逾期", "按时率")
    rows = [Row(*(Text(words, head=True, align="right" if place else "left") for place, words in enumerate(heads)))]
    for one in shares:
        slips, overdue, on_time = (
            Text(words, size=_SIZE, align="right", bold=strong)
            for words, strong in ((str(one.slips), False), (str(one.overdue), bool(one.overdue)), (one.on_time, False))
        )
        rows.append(Row(Text(one.name, size=_SIZE), slips, overdue, on_time))
    return rows


def _listed(columns: Sequence[Column], rows: Sequence[Sequence[str]], nothing: str) -> Section:
    shown = rows or [["—", nothing, *[""] * (len(columns) - 2)]]
    return table(columns, shown, row=_ROW, size=_SIZE)


def _cause(place: int, one: Cause) -> tuple[str, ...]:
    return str(place), one.what, str(one.count), one.slips, one.advice


def _measure(place: int, one: Measure) -> tuple[str, ...]:
    return str(place), one.issue, one.action, one.owner, f"{one.due_on:%m-%d}" if one.due_on else "", one.effect


def _open(slips: Sequence[OpenSlip]) -> Section:
    rows = [(one.number, one.customer, one.what, one.department, f"{one.due:%m-%d}" if one.due else "", one.state) for one in slips]
    if not rows:
        return _listed(_OPEN, [("—", "", "没有未关闭的处理单", "", "", "")], "")
    late = [place for place, one in enumerate(slips) if one.late]
    return table(_OPEN, rows, emphasis=late, row=_ROW, size=_SIZE)


def _decided(decisions: Sequence[Decision]) -> Section:
    """What was decided, and rows to write on up to five in all."""
    heads = (("序", "center"), ("问题", "left"), ("决定的改善措施", "left"), ("责任人", "left"), ("改善时间", "left"))
    rows: list[Row] = []
    for place in range(max(len(decisions), _LEAST_DECISIONS)):
        one = decisions[place] if place < len(decisions) else None
        texts = (one.issue, one.action, one.owner) if one else ("", "", "")
        until: Cell = Text(f"{one.due_on:%Y-%m-%d}", size=_SIZE) if one else Field("", units=("月", "日"))
        first = Text(str(place + 1), align="center", size=_SIZE)
        rows.append(Row(first, *(Text(text, size=_SIZE) for text in texts), until))
    titles = Row(*(Text(words, head=True, align="center" if align == "center" else "left") for words, align in heads))
    return Section(rows, columns=_DECIDED, head=titles, row=_DECISION_ROW)
