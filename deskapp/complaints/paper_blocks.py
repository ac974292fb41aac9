"""The blocks of the handling slip in the order of the form: ① 受理 ② 派单 ③ 处理 ④ 告知 ⑤ 归档."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from deskapp.complaints.paper_content import (
    CC,
    MEANS,
    NATURES,
    SATISFACTIONS,
    SEVERITIES,
    SIGNERS,
    Archived,
    Department,
    HandlingSlip,
    Moment,
    Received,
    Round,
    Told,
)
from deskapp.complaints.paper_room import Block, Room, Tall
from deskapp.papers import DATE, DATE_TIME, DAY_TIME, Cell, Field, Row, Section, Sign, Text, Ticks
from deskapp.typed import format_mobile, mask_mobile

_DONE = "—"
_HEAD_LINE = 60.0
"""What a line of the head holds at least, mm."""
_NUMBERS = "零一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Form:
    """Heights in mm on one size of paper: a field row, the caller's words and what is wanted, a row to sign in, a department's text,
    a text of one line to be written by hand. The texts take more where the page has it."""

    row: float
    words: float
    remedy: float
    accept: float
    text: float
    line: float


def moment(at: Moment) -> str:
    """2026-11-23 10:42; a day alone without time; nothing of nothing."""
    return "" if at is None else f"{at:%Y-%m-%d %H:%M}" if isinstance(at, datetime) else f"{at:%Y-%m-%d}"


def ticks(label: str, options: Sequence[str], chosen: str | Sequence[str], *, span: int = 2) -> Ticks:
    """Tick boxes; what was chosen and is not printed on the form gets a box of its own, so nothing is lost."""
    picked = [chosen] if isinstance(chosen, str) else list(chosen)
    return Ticks(label, (*options, *(one for one in picked if one and one not in options)), picked, span=span)


def yes_no(answer: bool | None, words: tuple[str, str]) -> str:
    """The word for no or yes, "" while nobody knows."""
    return "" if answer is None else words[answer]


def received(one: Received, form: Form, *, full: bool) -> Block:
    """① 受理; `full` = this copy may show the whole mobile."""
    mobile = (format_mobile(one.mobile) if full else mask_mobile(one.mobile)) if one.mobile else one.mobile_note
    mileage = "" if one.mileage_km is None else f"{one.mileage_km:,} km"
    again = Ticks("重复投诉", ("否", "是"), yes_no(one.repeated, ("否", "是")), span=2, extra=Field("关联单号", one.repeat_of, line=True))
    return Block(
        (
            Row(
                Field("受理时间", moment(one.at), units=DATE_TIME),
                Field("受理人", one.by),
                Field("来源渠道", one.source),
                Field("销售网点", one.outlet),
            ),
            Row(
                Field("专人", one.case_owner),
                Field("事业部号", one.division_no),
                Field("要求回复", moment(one.reply_due), units=DAY_TIME),
                Field("已回复", moment(one.replied_at), units=DAY_TIME),
            ),
            Row(
                Field("客户姓名", one.customer, bold=True),
                Field("手机", mobile),
                Field("车牌", one.plate, bold=True),
                Field("车型", one.model),
            ),
            Row(Field("车架号", one.vin, span=2), Field("里程", mileage), Field("购车日期", moment(one.bought_on), units=DATE)),
            Row(
                Field("服务顾问", one.service_advisor),
                Field("销售顾问", one.sales_advisor),
                Field("技师", one.technician),
                Field("工单号", one.work_order),
            ),
            Row(Field("发生时间", moment(one.happened_at), units=DAY_TIME), Field("发生地点", one.place), again),
            Row(ticks("性质", NATURES, one.nature), ticks("级别", SEVERITIES, one.severity)),
            Row(
                Field("类别", one.category, span=2),
                Field("首次联系", moment(one.first_contact_at), units=DAY_TIME),
                Field("附件", one.attachments),
            ),
            Tall((Field("客户原话", one.words, span=4),), form.words, written=one.done),
            Tall((Field("客户要求", one.remedy, span=4),), form.remedy, written=one.done),
        ),
        mark="①",
        title="受理",
        done=one.done,
    )


def routed(slip: HandlingSlip, form: Form, room: Room) -> Block:
    """② 派单: a row to sign in for each department, three of them while more may come."""
    one, look = slip.routed, room.paper.look
    over = one.done or slip.archived.done
    long = room.t.width(slip.banner, look.small) > _HEAD_LINE  # the head shows its beginning alone
    note = "；".join(part for part in (slip.banner if long else "", one.note) if part)
    by, at = _shown(one.by, done=over), _shown(moment(one.at), done=over)
    first = "责任部门（第一行为主责）" if look.bold else "责任部门（首行主责）"
    count = max(len(slip.departments), 1 if slip.archived.done else 2 if note else 3)  # the note takes the place of an empty row
    given = [*slip.departments, *[None] * count][:count]
    main = "主责" if look.bold and slip.departments and slip.departments[0].name else ""
    return Block(
        (
            Row(Field("派单人", by), Field("派单时间", at, units=DAY_TIME), ticks("抄送", CC, one.cc)),
            Row(*(Text(words, head=True) for words in (first, "处理期限", "签收人（签字）", "签收时间"))),
            *(
                _to_accept(place, department, form, aside=main if place == 1 else "", done=slip.archived.done)
                for place, department in enumerate(given, 1)
            ),
            *([Tall((Field("说明", note, span=4),), form.row, written=True)] if note else ()),
        ),
        mark="②",
        title="派单",
    )


def _to_accept(place: int, one: Department | None, form: Form, *, aside: str, done: bool) -> Row:
    one = one or Department()
    until = f"{one.limit} 至 {one.due:%m-%d %H:%M}" if one.due else one.limit
    return Row(
        Field(str(place), _shown(one.name, done=done), label_chars=1, height=form.accept, aside=aside),
        Field("", _shown(until, done=done), units=("工作日 至", "月", "日")),
        Field("", _shown(one.accepted, done=done)),
        Field("", _shown(moment(one.accepted_at), done=done), units=DAY_TIME),
    )


def departments(slip: HandlingSlip, form: Form, most: int) -> Block:
    """③ 处理: the first `most` departments; two empty blocks while none is named."""
    given = slip.departments[:most] or (Department(done=slip.archived.done),) * (1 if slip.archived.done else most)
    rows = [row for place, one in enumerate(given) for row in _handled(one, place, form.text, done=one.done or slip.archived.done)]
    return Block(rows, mark="③", title="处理")


def further_department(slip: HandlingSlip, place: int, form: Form, room: Room) -> Section:
    """③ of one more department on a page of its own, with more room to write: a third one is rare, and then there is much to say."""
    one = slip.departments[place]
    rows = _handled(one, place, form.text * 2, done=one.done or slip.archived.done)
    return room.section(Block((), "③", "处理"), _flowing(rows))


def earlier(one: Round, form: Form) -> Section:
    """A round that is over, whole."""
    rows = _flowing([row for place, each in enumerate(one.departments) for row in _handled(each, place, form.row, done=True)])
    ended = [Row(Field("未结原因", one.ended, span=4))] if one.ended else []
    return Section([*ended, *rows], title=f"第{_NUMBERS[min(one.number, 10)]}轮", row=form.row, done=True, keep=False)


def _handled(one: Department, place: int, text: float, *, done: bool) -> list[Row | Tall]:
    label = f"部门 {place + 1}"
    about = Field(label, one.name, span=4, bold=True)
    texts = [
        (Field(left, _shown(value, done=done), span=2), Field(right, _shown(other, done=done), span=2))
        for left, value, right, other in (
            ("核查情况", one.findings, "原因分析", one.cause),
            ("改善措施", one.action, "处理结果", one.result),
        )
    ]
    return [
        Row(
            Field(label, _shown(one.name, done=done), bold=True),
            Field("责任人", _shown(one.owner, done=done)),
            Field("改善时间", _shown(moment(one.action_due_on), done=done), units=DATE),
            Field("完成时间", _shown(moment(one.handled_at), done=done), units=DAY_TIME),
            rule=place > 0,
        ),
        *(Tall(pair, text, written=done, about=about) for pair in texts),
    ]


def _flowing(rows: Sequence[Row | Tall]) -> list[Row]:
    """The rows as they stand on pages that are not filled: texts at least as high as they were asked for."""
    return [row if isinstance(row, Row) else Row(*(_at_least(cell, row.least) for cell in row.cells)) for row in rows]


def _at_least(cell: Cell, height: float) -> Cell:
    return replace(cell, height=height) if isinstance(cell, Field) else cell


def told(one: Told, form: Form, room: Room) -> Block:
    """④ 告知."""
    return Block(
        (
            Row(Field("告知时间", moment(one.at), units=DAY_TIME), Field("告知人", one.by), ticks("告知方式", MEANS, one.means)),
            Tall(
                (Field("客户反馈", one.feedback, span=2), ticks("满意度", SATISFACTIONS, one.satisfaction)),
                form.line,
                written=one.done,
            ),
            Row(_compensation(one, room), Field("批准人", one.approved_by), Field("确认书", one.settlement_no, label_chars=3)),
        ),
        mark="④",
        title="告知",
        done=one.done,
    )


def _compensation(one: Told, room: Room) -> Ticks | Field:
    """Two boxes with what it is behind them, or in words where it is more than fits one line."""
    t = room.t
    chosen = yes_no(one.compensated, ("无", "有"))
    beside = room.paper.grid_width / 2 - t.look.strip / 2 - Field("补偿").value_left(t) - 40.0
    if t.width(one.compensation, t.look.value) > beside:
        return Field("补偿", f"{chosen}　{one.compensation}", span=2)
    return Ticks("补偿", ("无", "有"), chosen, span=2, extra=Field("类型·金额", one.compensation, line=True))


def archived(one: Archived, form: Form) -> Block:
    """⑤ 归档."""
    signed = {role: (name, moment(at)) for role, name, at in one.signed}
    return Block(
        (
            Row(
                Field("二次回访", moment(one.recheck_call_at), units=DAY_TIME),
                ticks("是否闭环", ("是", "否"), yes_no(one.closed_loop, ("否", "是")), span=1),
                Field("整改单", one.rectification_no, label_chars=3),
                Field("归档编号", one.archive_no),
            ),
            Tall((Field("内部改善", one.improvement, span=2), Field("考核建议", one.appraisal, span=2)), form.line, written=one.done),
            Row(*(Sign(role, name=signed.get(role, ("", ""))[0], at=signed.get(role, ("", ""))[1]) for role in SIGNERS)),
        ),
        mark="⑤",
        title="归档",
        done=one.done,
    )


def _shown(value: str, *, done: bool) -> str:
    return value or (_DONE if done else "")
