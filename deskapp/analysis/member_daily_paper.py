"""The member daily report on A4 (members.md §7): the same figures as on screen, the ledger with its sum, twelve months as a chart."""

from collections.abc import Iterator, Sequence

from deskapp.analysis.domain import (
    DailyReport,
    Figure,
    FlowMonth,
    LowGift,
    Members,
    Points,
    Redemptions,
    Slips,
    Tomorrow,
    numbers_words,
    shares_words,
)
from deskapp.analysis.flow_chart import flow_chart
from deskapp.papers import A4, Copy, Field, Head, Paper, Printed, Row, Section, Sign, Text, print_form
from deskapp.papers import Figure as Number
from deskapp.papers.charts import Picture
from deskapp.typed import format_points, format_signed

PAPERS: tuple[Paper, ...] = (A4,)
TITLE = "会员日报"
RETENTION = "客服部存档，保存 3 年"
_SIXTHS = (1.0,) * 6
_CROWDED = 1_000
"""From here on an eighth of the page has no room for the digits and their unit: the figures stand in two rows."""
_CHART = (176.0, 68.0)
_WEEKDAYS = "一二三四五六日"
_LEDGER = (1.5, 1.4, 0.7) * 2
_LEDGER_HEADS = (Text("分", head=True, align="right"), Text("笔", head=True, align="right"))
_PAIRS = (
    (None, Figure.REDEEMED),
    (Figure.EARNED, Figure.USED),
    (Figure.AWARDED, Figure.EXPIRED),
    (Figure.OPENING, Figure.VOIDED),
    (Figure.MANUAL, Figure.REVERSED),
    (Figure.ISSUED, Figure.RETURNED),
)


def subline(report: DailyReport) -> str:
    """The day beneath the title, and up to when it is counted."""
    until = "24:00" if report.is_over else f"{report.upto:%H:%M}"
    whose = "" if report.whose == "全店" else f"，{report.whose}"
    return f"{report.day:%Y-%m-%d} 星期{_WEEKDAYS[report.day.weekday()]}，截至 {until}{whose}"


def render(
    report: DailyReport, flow: Sequence[FlowMonth], *, store: str, paper: Paper = A4, number: str | None = None, reprint: int = 0
) -> Printed:
    """The report of a day; without `flow` (the desk sees the day only) there is no chart."""
    head = Head(
        store=store,
        title=TITLE,
        number=number,
        subline=subline(report),
        printed_at=report.made_at,
        printed_by=report.maker,
        department=report.department,
        right=(f"制表 {report.maker}", report.department),
    )

    def body(_copy: Copy) -> Sequence[Section]:
        return _numbered(_sections(report, flow))

    return print_form(paper=paper, head=head, body=body, reprint=reprint, note=_note_line(report), retention=RETENTION)


def _note_line(report: DailyReport) -> str:
    return "数字按截止时间由台账算出；补打同一天，数字不变。" if report.points else "只含本人或本部门经办、推荐的会员和移交单。"


def _sections(report: DailyReport, flow: Sequence[FlowMonth]) -> Iterator[tuple[str, Section]]:
    """(title, section) from top to bottom."""
    yield "会员", _members(report.members)
    if report.members.joined:
        yield "入会", _joined(report.members)
    if report.points is not None:
        yield "积分", _ledger(report.points)
    yield "单据", _papers(report.slips, report.redemptions)
    if report.low is not None and report.tomorrow is not None:
        yield "提醒", _reminders(report.low, report.tomorrow)
    if flow:
        chart = flow_chart(flow, width=_CHART[0], height=_CHART[1]).chart
        yield "走势", Section([Row(Picture(chart, span=1))], columns=(1.0,))
    if report.note is not None:
        words = f"{report.note.text}（{report.note.by} {report.note.at:%m-%d %H:%M}）"
        yield "备注", Section([Row(Field("", words, span=4))])
    yield "签字", Section([Row(Sign("制表", name=report.maker, span=2), Sign("客服经理"), Sign("总经理"))])


def _numbered(sections: Iterator[tuple[str, Section]]) -> list[Section]:
    """Marks ①②③ in the strip; the signatures carry none."""
    found: list[Section] = []
    for place, (title, section) in enumerate(sections):
        mark = "" if title == "签字" else chr(ord("①") + place)
        found.append(
            Section(section.rows, mark=mark, title=title, columns=section.columns, head=section.head, row=section.row, done=section.done)
        )
    return found


def _members(members: Members) -> Section:
    """Six figures; the first two alone where the person sees only his own."""
    numbers = [
        Number("新入会", format_points(members.joined), "人", f"本月 {members.month_joined:,}"),
        Number("续会", format_points(members.renewed), "人", f"本月 {members.month_renewed:,}"),
    ]
    if members.all is None or members.valid is None:
        return Section([Row(*numbers)], columns=_SIXTHS)
    share = f"占 {members.valid * 100 // members.all}%" if members.all else ""
    numbers += [
        Number("退会", format_points(members.resigned or 0), "人", f"作废 {members.lapsed or 0:,} 退回 {members.sent_back or 0:,}"),
        Number("会员总数", format_points(members.all), "人", f"待录入 {members.pending or 0:,} 挂失 {members.lost or 0:,}"),
        Number("有效会员", format_points(members.valid), "人", share),
        Number("已过期", format_points(members.over or 0), "人"),
    ]
    return Section([Row(*numbers)], columns=_SIXTHS)


def _joined(members: Members) -> Section:
    rows = (("经办人", members.by_clerk), ("推荐部门", members.by_department), ("渠道", members.by_channel))
    return Section([Row(Field(label, shares_words(shares), span=4)) for label, shares in rows], row=6.0)


def _ledger(points: Points) -> Section:
    """What stood, what came at the left, what went at the right, what stands, and the sum in one line."""
    head = Row(Text("余额与发放", head=True), *_LEDGER_HEADS, Text("用去与更正", head=True), *_LEDGER_HEADS)
    rows = [Row(*_entry(left, points), *_entry(right, points)) for left, right in _PAIRS]
    closing = Text(format_points(points.closing), align="right", bold=True)
    rows.append(Row(Text("日终余额", bold=True), closing, Text(""), Text(points.verdict, span=3, bold=True), rule=True))
    rows.append(Row(Text(points.sum_words, span=6, size=8)))
    return Section(rows, columns=_LEDGER, head=head, row=6.0)


def _entry(figure: Figure | None, points: Points) -> tuple[Text, Text, Text]:
    if figure is None:
        return Text("日初余额", bold=True), Text(format_points(points.opening), align="right", bold=True), Text("")
    kinds = figure.entry_kinds
    moved, count = sum(points.moved.get(kind, 0) for kind in kinds), sum(points.counts.get(kind, 0) for kind in kinds)
    bold = figure is Figure.ISSUED
    label = "发放合计" if bold else figure.label
    return Text(label, bold=bold), Text(_moved(moved), align="right", bold=bold), Text(f"{count:,}" if count else "", align="right")


def _moved(points: int) -> str:
    return format_signed(points) if points else "—"


def _papers(slips: Slips, redemptions: Redemptions | None) -> Section:
    oldest = f"最久 {slips.oldest_days} 天" if slips.waiting else ""
    counts = [("待录入积分单", slips.waiting, oldest), ("已退回待改", slips.returned, "")]
    if redemptions is not None:
        counts += [
            ("兑换申请", redemptions.applied, "当日"),
            ("待审核", redemptions.to_approve, ""),
            ("待备货", redemptions.to_prepare, ""),
            ("待领取", redemptions.to_collect, ""),
            ("送达中", redemptions.on_the_way, ""),
            ("兑换签收", redemptions.signed, "当日"),
        ]
    columns = 8 if all(count < _CROWDED for _, count, _ in counts) else 4
    numbers = [Number(label, format_points(count), "张", note) for label, count, note in counts]
    rows = [Row(*numbers[start : start + columns]) for start in range(0, len(numbers), columns)]
    return Section(rows, columns=(1.0,) * columns)


def _reminders(low: Sequence[LowGift], due: Tomorrow) -> Section:
    gifts = "、".join(f"{gift.name} 可用 {gift.available} {gift.unit}（预警 {gift.low_at}）" for gift in low)
    rows = [Row(Field("库存预警", f"{len(low)} 种：{gifts}" if low else "无", span=4, label_chars=7))]
    for label, numbers, unit in (
        ("明日应录入", due.slips, "张"),
        ("明日应签收", due.redemptions, "张"),
        ("明日会员到期", due.terms, "人"),
    ):
        words = f"{len(numbers)} {unit}：{numbers_words(numbers)}" if numbers else "无"
        rows.append(Row(Field(label, words, span=4, label_chars=7)))
    words = f"{due.points:,} 分，{due.accounts:,} 位客户" if due.accounts else "无"
    rows.append(Row(Field("明日积分到期", words, span=4, label_chars=7)))
    return Section(rows, row=6.0)
