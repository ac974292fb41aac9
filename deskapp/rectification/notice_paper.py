"""整改通知单 on paper: a row for each failed item, with room to write where nothing is known yet (inspection.md §4, look.md §4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from deskapp.papers import (
    A4,
    A5_LANDSCAPE,
    DATE,
    DAY_TIME,
    NCR_241X140,
    NCR_241X280,
    Copy,
    Field,
    Head,
    Paper,
    Printed,
    Row,
    Section,
    Sign,
    Stack,
    Text,
    Ticks,
    print_form,
)
from deskapp.rectification.deadlines import Limits
from deskapp.rectification.domain import Notice, NoticeState, RecheckResult, Round, RowState, points_words
from deskapp.rectification.domain import Row as Item
from deskapp.rectification.enforcement import Appraisal

PAPERS: tuple[Paper, ...] = (A4, NCR_241X140, A5_LANDSCAPE, NCR_241X280)
TITLE = "整改通知单"
COPIES = (Copy("客服联", "白", label="客服存档联"), Copy("部门联", "红"), Copy("经理联", "黄"))
_LOW = (A5_LANDSCAPE, NCR_241X140)
"""Sheets of half the height: two rows a page, finding and measure side by side."""
_NOTE = "复检不早于改善时间次日；复检不合格另定改善时间，记为下一轮。考核建议为加分、扣分，不涉及金额。"
_RETENTION = "保存 2 年"
_TICKS = {RecheckResult.PASSED: "合格", RecheckResult.PARTLY: "部分", RecheckResult.FAILED: "不合格"}
_HIGH_ROW, _LOW_ROW = 64.0, 25.0
"""Least height in mm of what stands side by side in a row: three rows a page on A4."""


@dataclass(frozen=True, slots=True)
class NoticePaper:
    """All that stands on the paper. `names` are people by id, `departments` their names by id, `overdue` working days by position."""

    notice: Notice
    names: Mapping[int, str]
    departments: Mapping[int, str]
    limits: Limits
    repeat_days: int
    code: str
    appraisals: tuple[Appraisal, ...] = ()
    overdue: Mapping[int, int] | None = None


def render(slip: NoticePaper, *, paper: Paper, store: str, printed_at: datetime, printed_by: str, reprint: int = 0) -> Printed:
    """The notice as it stands; what is still to come is left to be written by hand."""
    notice = slip.notice
    head = Head(
        store=store,
        title=TITLE,
        number=notice.number,
        code=slip.code,
        subline=_deadline(slip),
        short=_short(slip),
        subject=notice.department,
        printed_at=printed_at,
        printed_by=printed_by,
    )
    low = paper in _LOW
    rows = [_low_row(slip, item) if low else _high_row(slip, item) for item in notice.live_rows]
    sections = (_heading(slip), *(() if low else (_columns(),)), *rows, _signatures(slip))
    return print_form(
        paper=paper, head=head, body=lambda _: sections, copies=COPIES, reprint=reprint, note="" if low else _NOTE, retention=_RETENTION
    )


def _deadline(slip: NoticePaper) -> str:
    return f"收到后 {slip.limits.accept} 个工作日内签收，签收后 {slip.limits.answer} 个工作日内填写原因、措施与改善时间"


def _short(slip: NoticePaper) -> str:
    return f"签收后 {slip.limits.answer} 个工作日内填写"


def _heading(slip: NoticePaper) -> Section:
    notice = slip.notice
    copies = "、".join(slip.departments[key] for key in notice.cc if key in slip.departments)
    accepted = f"{notice.accepted_at:%m-%d %H:%M}" if notice.accepted_at else ""
    rows = [
        Row(
            Field("责任部门", notice.department, bold=True),
            Field("来源", notice.source.label, label_chars=2),
            Field("来源单号", notice.source_no or "—", span=2),
        ),
        Row(
            Field("下发时间", f"{notice.issued_at:%m-%d %H:%M}" if notice.issued_at else "", units=DAY_TIME),
            Field("要求完成", f"{notice.due_on}" if notice.due_on else "部门自定"),
            Field("抄送", copies or "—", span=2),
        ),
        Row(Field("签收人", notice.accepted_by), Field("签收时间", accepted, units=DAY_TIME), Field("进度", _progress(notice), span=2)),
    ]
    if notice.note:
        rows.append(Row(Field("备注", notice.note, span=4)))
    return Section(rows, title="通知")


def _progress(notice: Notice) -> str:
    """共 3 项　已关闭 1　整改中 2; before the department has it, the state of the whole."""
    live = notice.live_rows
    if notice.state is not NoticeState.IN_PROGRESS:
        return f"共 {len(live)} 项　{notice.state.label}"
    counts = [(state.label, sum(row.state is state for row in live)) for state in reversed(RowState)]
    return "　".join([f"共 {len(live)} 项", *(f"{label} {count}" for label, count in counts if count)])


def _columns() -> Section:
    words = Row(Text("不合格项目与事实", head=True), Text("原因与改善措施（责任部门填）", head=True, span=2), Text("完成与复检", head=True))
    return Section([], title="序", head=words)


def _high_row(slip: NoticePaper, item: Item) -> Section:
    """Finding, measure, recheck side by side; what is written longer makes the row higher and goes on on the next page."""
    turn = item.round
    finding = [*_what(slip, item), Row(_photos(item))]
    used = 7.0 * (len(finding) - 1) + 5.2
    finding[-2] = Row(Field("事实", item.finding.fact, height=_HIGH_ROW - used - 1.8, label_chars=2))
    measure = [
        Row(Field("原因", turn.answer.cause if turn else "", span=2, height=15, label_chars=2)),
        Row(Field("改善措施", turn.answer.action if turn else "", span=2, height=27)),
        Row(Field("临时措施", _immediate(turn), span=2, height=8)),
        *([Row(Field("前次复检", _before(item), span=2))] if len(item.rounds) > 1 else ()),
        Row(_owner(slip, item), _promised(turn)),
    ]
    done = [
        Row(Field("完成说明", turn.done_note if turn else "", height=15)),
        Row(_done_at(turn)),
        Row(Ticks("", tuple(_TICKS.values()), _tick(turn), label_chars=0)),
        Row(Field("复检说明", turn.recheck_note if turn else "", height=15)),
        Row(Field("复检人", _rechecker(slip, turn), label_chars=4)),
        Row(_rechecked_at(turn)),
        Row(Field("逾期", _overdue(slip, item), label_chars=4)),
    ]
    cells = Row(Stack(finding), Stack(measure, span=2, columns=(1, 1)), Stack(done))
    return Section([cells], mark=str(item.position), title=item.state.label, done=item.state is RowState.CLOSED)


def _low_row(slip: NoticePaper, item: Item) -> Section:
    """Finding at the left, measure at the right, recheck below both: on sheets of half the height."""
    turn = item.round
    finding = _what(slip, item)
    finding[-1] = Row(Field("事实", item.finding.fact, height=_LOW_ROW - 7.0 * (len(finding) - 1), label_chars=2))
    measure = [
        Row(Field("原因", turn.answer.cause if turn else "", span=2, label_chars=2, height=8)),
        Row(Field("措施", _measures(turn), span=2, label_chars=2, height=10)),
        Row(_owner(slip, item), _promised(turn)),
    ]
    rows = [
        Row(Stack(finding, span=2), Stack(measure, span=2, columns=(1, 1))),
        Row(Field("完成说明", turn.done_note if turn else "", span=3), _done_at(turn)),
        Row(
            Ticks("复检", tuple(_TICKS.values()), _tick(turn), span=2, label_chars=2),
            Field("复检人", _rechecker(slip, turn), label_chars=3),
            _rechecked_at(turn),
        ),
    ]
    said = _joined(turn.recheck_note if turn else "", _before(item))
    if said:
        rows.append(Row(Field("复检说明" if turn and turn.recheck_note else "前次复检", said, span=4)))
    return Section(rows, mark=str(item.position), title=item.state.label, done=item.state is RowState.CLOSED)


def _what(slip: NoticePaper, item: Item) -> list[Row]:
    """Item, criterion, whether it keeps coming back; the fact stands last and takes what height is left."""
    finding = item.finding
    rows = [Row(Text(f"{finding.code} {finding.title}".strip(), bold=True))]
    if finding.repeated:
        rows.append(Row(Text(f"重复：{slip.repeat_days} 天内第 {finding.repeated} 次", bold=True)))
    if finding.criterion:
        rows.append(Row(Field("标准", finding.criterion, label_chars=2)))
    return [*rows, Row(Field("事实", finding.fact, label_chars=2))]


def _photos(item: Item) -> Field:
    return Field("照片", f"{len(item.finding.photos)} 张" if item.finding.photos else "无", label_chars=2)


def _immediate(turn: Round | None) -> str:
    if turn is None or not turn.answer.immediate_action:
        return "—" if turn else ""
    return f"{turn.answer.immediate_action}（{_day(turn.answer.immediate_on)} 前）"


def _measures(turn: Round | None) -> str:
    if turn is None:
        return ""
    return _joined(turn.answer.action, f"临时：{_immediate(turn)}" if turn.answer.immediate_action else "")


def _joined(*parts: str) -> str:
    """Sentences in one cell: a full stop before a semicolon would look like a slip of the pen."""
    said = [part for part in parts if part]
    return "；".join([*(part.rstrip("。；") for part in said[:-1]), *said[-1:]])


def _day(day: date | None) -> str:
    return f"{day:%m-%d}" if day else ""


def _before(item: Item) -> str:
    """What the rechecks of the rounds before found."""
    return "；".join(
        f"第 {turn.number} 轮 {turn.rechecked_at:%m-%d} {turn.recheck.label}：{turn.recheck_note}"
        for turn in item.rounds[:-1]
        if turn.recheck and turn.rechecked_at
    )


def _owner(slip: NoticePaper, item: Item) -> Field:
    return Field("责任人", slip.names.get(item.owner_id, "") if item.owner_id else "", label_chars=3)


def _promised(turn: Round | None) -> Field:
    return Field("改善时间", f"{turn.answer.promised_on}" if turn else "", units=DATE)


def _done_at(turn: Round | None) -> Field:
    return Field("完成时间", f"{turn.done_at:%m-%d %H:%M}" if turn and turn.done_at else "", units=DAY_TIME)


def _tick(turn: Round | None) -> str:
    return _TICKS[turn.recheck] if turn and turn.recheck else ""


def _rechecker(slip: NoticePaper, turn: Round | None) -> str:
    return slip.names.get(turn.rechecked_by, "") if turn and turn.rechecked_by else ""


def _rechecked_at(turn: Round | None) -> Field:
    return Field("复检时间", f"{turn.rechecked_at:%m-%d %H:%M}" if turn and turn.rechecked_at else "", units=DAY_TIME)


def _overdue(slip: NoticePaper, item: Item) -> str:
    days = (slip.overdue or {}).get(item.position, 0) or (slip.overdue or {}).get(0, 0)
    return f"超 {days} 个工作日" if days else "无"


def _signatures(slip: NoticePaper) -> Section:
    notice = slip.notice
    accepted = Sign("部门主管", name=notice.accepted_by, at=f"{notice.accepted_at:%m-%d %H:%M}" if notice.accepted_at else "")
    return Section(
        [
            Row(Field("处罚/考核建议", _appraisal(slip.appraisals, slip.names), span=4, label_chars=7)),
            Row(accepted, Sign("部门经理"), Sign("复检人（客服）"), Sign("客服经理")),
        ],
        title="签认",
    )


def _appraisal(found: Sequence[Appraisal], names: Mapping[int, str]) -> str:
    """Points and why; what was waived says so, what nobody decided yet too."""
    decided = {True: "已确认", False: "已减免", None: "待客服经理确认"}
    return "；".join(
        f"{names.get(one.staff_id, '') if one.staff_id else '部门'} {points_words(one.points)}（{one.reason}，{decided[one.confirmed]}）"
        for one in reversed(found)
    )
