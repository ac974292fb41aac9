"""What stands in the five blocks of a slip."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskapp.complaints.clocks import ClockKind
from deskapp.complaints.states import FileUse, PhotoKind, RowState, State
from deskapp.typed import format_money, format_plate
from ui.complaints.files_list import FilesList
from ui.complaints.loading import customer_words, load_picture
from ui.complaints.slip_blocks import Block, BlockState, Facts
from ui.complaints.states import ON_PAPER, REPEATED, clock_pill, row_pill
from ui.complaints.steps import Move, row_moves, slip_moves
from ui.kit import buttons, theme
from ui.kit.folds import Folded
from ui.kit.frames import Card
from ui.kit.labels import Hint, Label, Wrapped
from ui.kit.pills import Pill, PillLabel
from ui.kit.theme import Tone
from ui.rectification.photos_field import PhotoStrip

if TYPE_CHECKING:
    from deskapp.complaints.things import Complaint, Contact, Row, SlipFile
    from ui.complaints.loading import Opened, Timed

_ORDER = (State.DRAFT, State.TO_ROUTE, State.TO_ACCEPT, State.IN_PROGRESS, State.TO_CALL_BACK, State.TO_ARCHIVE, State.ARCHIVED)
_OPEN_IN = {
    1: (State.DRAFT,),
    2: (State.TO_ROUTE, State.TO_ACCEPT),
    3: (State.IN_PROGRESS,),
    4: (State.TO_CALL_BACK,),
    5: (State.TO_ARCHIVE,),
}
HOME = {
    1: (Move.EDIT, Move.FIRST_CONTACT, Move.REPLY, Move.ADD_PHOTOS),
    2: (Move.REASSIGN,),
    4: (Move.CALL_BACK, Move.SEND_BACK, Move.INFORM, Move.REJECT, Move.COMPENSATE, Move.DECIDE_COMPENSATION),
    5: (Move.RECHECK, Move.PAPER, Move.RAISE_NOTICE),
}
"""Which steps of the whole slip stand in which block."""


@dataclass(frozen=True, slots=True)
class Blocks:
    """The blocks by their numbers, and what opens a notice, opens a file and takes one out."""

    by_number: dict[int, Block]
    open_notice: Callable[[int], None]
    show_file: Callable[[SlipFile], None]
    drop_file: Callable[[SlipFile], None]


def fill(blocks: Blocks, opened: Opened) -> None:
    """Show the slip as it stands."""
    moves = slip_moves(opened.slip, opened.reach, opened.now)
    for number, content in ((1, _received), (2, _routed), (3, _departments), (4, _told), (5, _closed)):
        block = blocks.by_number[number]
        own = [move for move in HOME.get(number, ()) if move in moves]
        block.fill(partial(_fill_one, block, content, opened, blocks, own))


_Content = Callable[[Block, "Opened", Blocks], None]


def _fill_one(block: Block, content: _Content, opened: Opened, blocks: Blocks, own: Sequence[Move]) -> None:
    content(block, opened, blocks)
    if block.is_open():
        block.add_moves(own)


def block_state(slip: Complaint, number: int) -> BlockState:
    """Whether a block is finished, the open one, or still to come."""
    state = slip.state
    if state is State.VOID:
        return BlockState.DONE if number == 1 or (number == 2 and slip.rows) else BlockState.TO_COME
    if state in _OPEN_IN[number]:
        return BlockState.OPEN
    if number == 3 and state in _OPEN_IN[2] and any(row.accepted_at for row in slip.current_rows):
        return BlockState.OPEN  # one department works while another has not signed yet
    return BlockState.DONE if _ORDER.index(state) > _ORDER.index(_OPEN_IN[number][-1]) else BlockState.TO_COME


# ① ------------------------------------------------------------------------------------------------------------------------


def _received(block: Block, opened: Opened, blocks: Blocks) -> None:
    slip, form = opened.slip, opened.slip.form
    summary = "　".join(part for part in (form.source.label, form.mobile, plate(slip)) if part)
    by = f"{opened.name(slip.received_by)} {slip.received_at:%m-%d %H:%M}"
    if not block.begin(block_state(slip, 1), f"{summary}　{by}", [REPEATED] if slip.is_repeat else []):
        return
    contact = f"{slip.first_contact_at:%m-%d %H:%M}" if slip.first_contact_at else "还没有"
    facts = [
        ("客户", customer_words(slip)),
        ("手机", form.mobile),
        ("匿名原因", form.anonymous_reason),
        ("车牌", plate(slip)),
        ("车型", form.model),
        ("里程", f"{form.odometer_km:,} km" if form.odometer_km is not None else ""),
        ("车架号", form.vin),
        ("购车日", f"{form.bought_on}" if form.bought_on else ""),
        ("来源", form.source.label),
        ("网点", slip.outlet),
        ("性质", form.nature.label),
        ("级别", form.severity.label),
        ("类别", slip.category.full),
        ("专人", opened.name(form.case_owner_id)),
        ("受理", by),
        ("服务顾问", opened.name(form.service_advisor_id)),
        ("销售顾问", opened.name(form.sales_advisor_id)),
        ("技师", form.technician),
        ("工单号", form.work_order),
        ("发生", "　".join(part for part in (f"{form.happened_at:%m-%d %H:%M}" if form.happened_at else "", form.place) if part)),
        ("首次联系", contact if slip.can_be_called else "匿名，无法联系"),
        ("重复", f"同一客户或车辆，见 {slip.repeat_no}" if slip.repeat_no else ""),
        ("抄送", "站长（售后经理）" if form.cc_station else ""),
        *_division(slip),
        *((label, f"{day:%Y-%m-%d}（监管部门的期限）") for label, day in opened.outside),
        *_certificate(slip),
    ]
    block.column.addWidget(Facts(facts))
    shown = tuple(photo.attachment_id for photo in slip.photos if photo.kind is PhotoKind.EVIDENCE)
    if shown:
        block.column.addWidget(PhotoStrip("照片", shown, opened.thumbnails, load_picture))
    _add_files(block, opened, blocks, [file for file in slip.files if file.use is not FileUse.SCAN])


def _add_files(block: Block, opened: Opened, blocks: Blocks, files: Sequence[SlipFile]) -> None:
    """Recordings and PDFs; who may add them may take one out, as long as the slip is open."""
    slip, reach = opened.slip, opened.reach
    may = slip.stage.is_open and (reach.handles or (slip.state is State.DRAFT and reach.edits_draft))
    if files:
        block.column.addWidget(FilesList(files, blocks.show_file, blocks.drop_file if may else None))


def _division(slip: Complaint) -> list[tuple[str, str]]:
    form = slip.form
    replied = f"{slip.replied_at:%m-%d %H:%M}" if slip.replied_at else "还没有" if form.reply_due else ""
    return [
        ("事业部号", form.division_no),
        ("要求回复", f"{form.reply_due:%m-%d %H:%M}" if form.reply_due else ""),
        ("已回复", replied),
    ]


def _certificate(slip: Complaint) -> list[tuple[str, str]]:
    asked = slip.form.certificate_asked_on
    if asked is None:
        return []
    return [("合格证", f"{asked:%m-%d} 起要，受理时已等 {slip.certificate_days} 天；现在在 {slip.form.certificate_holder or '不清楚'}")]


def plate(slip: Complaint) -> str:
    return format_plate(slip.form.plate) if slip.form.plate else ""


# ② ------------------------------------------------------------------------------------------------------------------------


def _routed(block: Block, opened: Opened, _blocks: Blocks) -> None:
    slip = opened.slip
    rows = slip.current_rows
    signed = sum(row.accepted_at is not None for row in rows)
    names = "、".join(row.department for row in rows)
    summary = f"{opened.name(slip.rows[0].assigned_by)} 派给 {names}，{signed}/{len(rows)} 已签收" if rows else f"等 {opened.routers} 派单"
    if not block.begin(block_state(slip, 2), summary, _pills(opened, ClockKind.ROUTING)):
        return
    for row in slip.rows:
        if row.round == slip.round or row in rows:
            block.column.addWidget(_routed_row(opened, row))
            if row.state is RowState.TO_ACCEPT:
                _add_row_moves(block, block.column, opened, row)
    if not slip.rows and slip.state is not State.DRAFT:
        block.column.addWidget(Hint(f"{slip.category.group.label}类由 {opened.routers} 派单；超过 1 个工作日客服经理也可以派"))


def _routed_row(opened: Opened, row: Row) -> QWidget:
    holder = QWidget()
    line = QHBoxLayout(holder)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(theme.GAP)
    line.addWidget(Label(row.department, bold=True))
    if row.state in (RowState.RETURNED, RowState.WITHDRAWN):
        line.addWidget(Label(f"{row.state.label}：{row.reason}", colour=theme.INK_2), 1)
    else:
        line.addWidget(Hint(_limit_words(opened, row)))
        signed = f"{row.signer} {row.accepted_at:%m-%d %H:%M} 签收" if row.accepted_at else f"等 {opened.owner(row)} 签收"
        line.addWidget(Label(signed), 1)
        for pill in _pills(opened, ClockKind.SIGNATURE, row=row):
            line.addWidget(PillLabel(pill))
    line.addWidget(PillLabel(row_pill(row)))
    return holder


def _limit_words(opened: Opened, row: Row) -> str:
    """2 工作日 至 11-25 17:30."""
    kinds = (ClockKind.HANDLING, ClockKind.PLAN)
    clock = next((one.clock for one in opened.clocks if one.clock.kind in kinds and one.clock.row and one.clock.row.id == row.id), None)
    return clock.paper_words if clock else ""


# ③ ------------------------------------------------------------------------------------------------------------------------


def _departments(block: Block, opened: Opened, _blocks: Blocks) -> None:
    slip = opened.slip
    rows = slip.current_rows
    done = sum(row.state is RowState.SUBMITTED for row in rows)
    again = f"第 {slip.round} 轮，" if slip.round > 1 else ""
    if not block.begin(block_state(slip, 3), f"{again}{len(rows)} 个部门，{done} 个已提交" if rows else "还没有派单", ()):
        return
    for row in rows:
        block.column.addWidget(_department(block, opened, row))
    old = [row for row in slip.rows if row not in rows and (row.has_result or row.reason)]
    if old:
        fold = Folded("以前的内容", f"{len(old)} 条：前面各轮、退回和撤出的", name="earlier_rounds")
        card = Card(margin=8, name="earlier_rows")
        for row in old:
            card.column.addWidget(Label(f"第 {row.round} 轮 {row.department}　{row.state.label}", bold=True))
            card.column.addWidget(Facts([*_result_facts(row), ("原因说明", row.reason)], columns=1))
        fold.set_content(card)
        block.column.addWidget(fold)


def _department(block: Block, opened: Opened, row: Row) -> QWidget:
    """One department: who, by when, what it wrote, what may be done with it."""
    card = Card(fill=theme.HEAD, margin=10, name=f"department_{row.id}")
    head = QHBoxLayout()
    head.setSpacing(theme.STEP)
    head.addWidget(Label(row.department, bold=True))
    main = "主责　" if opened.slip.main_row is row and len(opened.slip.current_rows) > 1 else ""
    head.addWidget(Hint(f"{main}{opened.owner(row)}"))
    head.addStretch(1)
    for pill in (*([ON_PAPER] if row.recorded else []), row_pill(row), *_pills(opened, ClockKind.HANDLING, ClockKind.PLAN, row=row)):
        head.addWidget(PillLabel(pill))
    card.column.addLayout(head)
    facts = _result_facts(row)
    if any(words for _, words in facts):
        card.column.addWidget(Facts(facts, columns=1))
    if row.asked is not None:
        by = opened.name(row.asked.asked_by)
        card.column.addWidget(Wrapped(f"{by} 申请延长 {row.asked.workdays} 个工作日：{row.asked.reason}", colour=theme.WARN))
    if row.state is not RowState.TO_ACCEPT:
        _add_row_moves(block, card.column, opened, row)
    return card


def _add_row_moves(block: Block, column: QVBoxLayout, opened: Opened, row: Row) -> None:
    """What may be done with a department's row besides the next step: where it is signed in ②, from then on in ③."""
    step = opened.next
    moves = row_moves(opened.slip, row, opened.reach)
    others = [move for move in moves if not (step.move is move and step.row is not None and step.row.id == row.id)]
    if others:
        column.addWidget(block.move_row(others, row))


def _result_facts(row: Row) -> list[tuple[str, str]]:
    kind = f"（{row.cause_kind.label}）" if row.cause and row.cause_kind.value else ""
    handled = f"{row.handled_by} {row.handled_at:%m-%d %H:%M}" if row.handled_at else ""
    more = f"，已延长 {row.more_workdays} 个工作日" if row.more_workdays else ""
    return [
        ("核查", row.findings),
        ("原因", f"{row.cause}{kind}"),
        ("措施", row.action),
        ("结果", row.result),
        ("改善时间", f"{row.action_due_on}" if row.action_due_on else ""),
        ("内部改善", row.improvement),
        ("完成", f"{handled}{more}"),
    ]


# ④ ------------------------------------------------------------------------------------------------------------------------


def _told(block: Block, opened: Opened, _blocks: Blocks) -> None:
    slip = opened.slip
    informed = f"{slip.informed.at:%m-%d %H:%M} {slip.informed.means.label}告知" if slip.informed else "还没有告知客户"
    summary = "，".join(part for part in (informed, slip.outcome.label if slip.outcome else "") if part)
    if not block.begin(block_state(slip, 4), summary, _pills(opened, ClockKind.TELLING, ClockKind.ANSWER)):
        return
    for contact in slip.contacts:
        block.column.addWidget(_contact(opened, contact))
    if not slip.contacts:
        block.column.addWidget(Hint("还没有联系过客户"))
    for one in slip.compensations:
        money = f" {format_money(one.amount)} 元" if one.amount else ""
        by = f"{opened.name(one.decided_by)} {one.decided_at:%m-%d}" if one.decided_at else "等批准"
        words, tone = {True: ("已批准", Tone.GOOD), False: ("不批准", Tone.BAD), None: ("待批准", Tone.WARN)}[one.approved]
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP)
        row.addWidget(Hint("补偿"))
        row.addWidget(Label(f"{one.kind.label}{money}：{one.note}　{by} {one.decided_note}".rstrip()), 1)
        row.addWidget(PillLabel(Pill(words, tone, "gavel")))
        block.column.addWidget(line)


def _contact(opened: Opened, contact: Contact) -> QWidget:
    said = contact.note or ("" if contact.reached else "没有接通")
    satisfaction = f"（{contact.satisfaction.label}）" if contact.satisfaction else ""
    how = contact.means.label if contact.reached else f"{contact.means.label}未接通"
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.GAP)
    when = Hint(f"{contact.at:%m-%d %H:%M}")
    when.setFixedWidth(80)
    row.addWidget(when)
    what = Label(contact.purpose.label, bold=True)
    what.setFixedWidth(64)
    row.addWidget(what)
    row.addWidget(Wrapped(f"{said}{satisfaction}"), 1)
    row.addWidget(Hint(f"{how}　{opened.name(contact.by)}"))
    return line


# ⑤ ------------------------------------------------------------------------------------------------------------------------


def _closed(block: Block, opened: Opened, blocks: Blocks) -> None:
    slip = opened.slip
    archived = f"{slip.archive_no}，{opened.name(slip.archived_by)} {slip.archived_at:%m-%d %H:%M}" if slip.archived_at else ""
    left = f"还缺 {len(opened.missing)} 项" if opened.missing else "可以归档" if slip.state is State.TO_ARCHIVE else ""
    summary = archived if slip.state is State.ARCHIVED else left or archived
    if not block.begin(block_state(slip, 5), summary, [] if summary else [Pill("未到", Tone.NEUTRAL, "circle")]):
        return
    signed = "、".join(
        word
        for word, there in (("部门主管", slip.signed_supervisor), ("经理", slip.signed_manager), ("客服经理", slip.signed_service))
        if there
    )
    back = f"{slip.paper_back_at:%m-%d %H:%M} 归还" if slip.paper_back_at else ""
    paper = back or (f"没有归还：{slip.paper_missing}" if slip.paper_missing else "还没有归还" if slip.rows else "")
    recheck = slip.recheck_call
    facts = [
        ("签字单", "，".join(part for part in (paper, f"{signed} 已签字" if signed else "") if part)),
        ("客户签字", slip.customer_signed),
        ("二次回访", f"{recheck.at:%m-%d %H:%M} {recheck.note}" if recheck else ""),
        ("闭环", "" if slip.closed is None else "已闭环" if slip.closed else "未闭环"),
        ("归档", archived),
        ("作废" if slip.state is State.VOID else "原因", slip.reason),
    ]
    block.column.addWidget(Facts(facts, columns=1))
    if opened.missing:
        block.column.addWidget(Wrapped(f"归档还缺：{'；'.join(opened.missing)}", colour=theme.WARN))
    scans = tuple(photo.attachment_id for photo in slip.photos if photo.kind is PhotoKind.SCAN)
    if scans:
        block.column.addWidget(PhotoStrip("签字单", scans, opened.thumbnails, load_picture))
    _add_files(block, opened, blocks, [file for file in slip.files if file.use is FileUse.SCAN])
    for notice_id, number, state in opened.notices:
        link = buttons.link(f"整改单 {number}（{state}）", icon="wrench", name=f"notice_{notice_id}")
        link.clicked.connect(lambda _checked=False, key=notice_id: blocks.open_notice(key))
        row = QHBoxLayout()
        row.addWidget(link)
        row.addStretch(1)
        holder = QWidget()
        row.setContentsMargins(0, 0, 0, 0)
        holder.setLayout(row)
        block.column.addWidget(holder)


def _pills(opened: Opened, *kinds: ClockKind, row: Row | None = None) -> Sequence[Pill]:
    """The pills of the clocks of these kinds, of the slip or of one row; those done long ago on time say so."""
    found: list[Timed] = [
        one
        for one in opened.clocks
        if one.clock.kind in kinds and (row.id if row else None) == (one.clock.row.id if one.clock.row else None)
    ]
    return [clock_pill(one.clock, one.state, one.words, opened.now) for one in found[:1]]
