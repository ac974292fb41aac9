"""The row under the cursor: what was found, what was answered and done round by round, and the one next step."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from deskapp.rectification.domain import NoticeState, RowState
from deskapp.rectification.moves import Move
from ui.kit import buttons, theme
from ui.kit.frames import Card, Divider, LabelRows, NextStep
from ui.kit.labels import Hint, Section, Wrapped
from ui.kit.pills import Pill, PillLabel
from ui.rectification.photos_field import PhotoStrip
from ui.rectification.states import due_pill, row_pill

if TYPE_CHECKING:
    from deskapp.rectification.domain import Round, Row
    from ui.rectification.loading import Opened

_ICONS = {
    Move.EDIT: "pencil",
    Move.EDIT_ROW: "pencil",
    Move.DROP_ROW: "minus",
    Move.MERGE: "link",
    Move.ISSUE: "arrow-right",
    Move.ACCEPT: "inbox",
    Move.RETURN: "undo-2",
    Move.ANSWER: "pencil",
    Move.CHANGE_OWNER: "user-check",
    Move.REPORT_DONE: "check",
    Move.BEGIN_RECHECK: "clipboard-check",
    Move.RECHECK: "clipboard-check",
    Move.ASK_EXTENSION: "calendar-sync",
    Move.DECIDE_EXTENSION: "calendar-check",
    Move.WITHDRAW_ROW: "ban",
    Move.VOID: "ban",
}
_DANGER = (Move.DROP_ROW, Move.WITHDRAW_ROW, Move.VOID)
_STRAIGHT = (Move.ISSUE, Move.BEGIN_RECHECK)
"""Steps that ask nothing: their button has no dots."""


class RowPanel(Card):
    """`wanted(move)` when a step is to be taken with the row that is shown."""

    wanted = Signal(object)

    def __init__(self, load_picture: Callable[[int], bytes]) -> None:
        super().__init__(name="row_panel", margin=20)
        self._load = load_picture
        self.opened: Opened | None = None
        self.row: Row | None = None
        self.next_move: Move | None = None
        self._title, self._pill = Section(""), PillLabel(Pill(""))
        self._about = QVBoxLayout()
        self._about.setSpacing(theme.STEP)
        self._step = NextStep("")
        self.primary = buttons.primary("", icon="check", key="Ctrl+Enter", height=theme.CONTROL_MAIN, name="next_step_button")
        self._others = QGridLayout()
        self._others.setSpacing(theme.STEP)
        self._lay_out()
        self.primary.clicked.connect(self._take)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._pill)
        content = QWidget()
        about = QVBoxLayout(content)
        about.setContentsMargins(0, 0, theme.HALF_STEP, 0)
        about.addLayout(self._about)
        about.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(content)
        area.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)
        self.column.addLayout(head)
        self.column.addWidget(area, 1)
        self.column.addWidget(self._step)
        self.column.addWidget(self.primary)
        self.column.addLayout(self._others)

    def show_row(self, opened: Opened, row: Row | None, thumbnails: dict[int, bytes]) -> None:
        """Everything about one row of a notice; without a row only the notice's own step."""
        self.opened, self.row = opened, row
        self._title.set_text(f"第 {row.position} 项" if row is not None else "没有选中项目")
        self._pill.setVisible(row is not None)
        _empty(self._about)
        if row is not None:
            due = due_pill(opened.dues.get(row.position)) if row.state is not RowState.CLOSED else None
            self._pill.set_pill(due or row_pill(opened.notice, row))
            self._tell(opened, row, thumbnails)
        self._show_step(opened, row)

    # What it is -------------------------------------------------------------------------------------------------------

    def _tell(self, opened: Opened, row: Row, thumbnails: dict[int, bytes]) -> None:
        finding = row.finding
        self._about.addWidget(Wrapped(f"{finding.code} {finding.title}".strip(), bold=True))
        rows = LabelRows()
        if finding.criterion:
            rows.add("标准", Wrapped(finding.criterion))
        rows.add("事实", Wrapped(finding.fact))
        if finding.repeated:
            rows.add("重复", Wrapped(f"近期第 {finding.repeated} 次不合格", colour=theme.WARN))
        if finding.photos:
            rows.add("照片", PhotoStrip("照片", finding.photos, thumbnails, self._load))
        for label, words in (("去掉", row.dropped), ("撤销", row.withdrawn)):
            if words:
                rows.add(label, Wrapped(words, colour=theme.BAD))
        if row.owner_id is not None:
            rows.add("责任人", opened.names.get(row.owner_id, ""))
        self._about.addWidget(rows)
        asked = row.asked
        if asked is not None:
            by = opened.names.get(asked.asked_by, "")
            words = f"{by} 申请延到 {asked.promised_on:%m-%d}：{asked.reason}"
            self._about.addWidget(Wrapped(words, colour=theme.WARN))
        for turn in reversed(row.rounds):
            self._about.addWidget(Divider())
            if len(row.rounds) > 1:
                self._about.addWidget(Hint(f"第 {turn.number} 轮"))
            self._about.addWidget(self._round(opened, turn, thumbnails))

    def _round(self, opened: Opened, turn: Round, thumbnails: dict[int, bytes]) -> LabelRows:
        answer = turn.answer
        rows = LabelRows([("原因", Wrapped(answer.cause)), ("措施", Wrapped(answer.action))])
        if answer.immediate_action:
            rows.add("临时", Wrapped(f"{answer.immediate_action}（{answer.immediate_on:%m-%d}）"))
        rows.add("改善时间", f"{answer.promised_on}")
        if turn.recorded_for:
            rows.add("代录", f"{turn.recorded_for} 签字，{opened.names.get(turn.answered_by, '')} 录入")
        if turn.done_at is not None:
            rows.add("完成", Wrapped(f"{turn.done_at:%m-%d %H:%M} {turn.done_note}"))
        if turn.done_photos:
            rows.add("", PhotoStrip("完成照片", turn.done_photos, thumbnails, self._load))
        if turn.recheck is not None and turn.rechecked_at is not None:
            by = opened.names.get(turn.rechecked_by, "") if turn.rechecked_by else ""
            colour = theme.GOOD if turn.recheck == "passed" else theme.BAD
            said = f"：{turn.recheck_note}" if turn.recheck_note else ""
            rows.add("复检", Wrapped(f"{turn.recheck.label}{said}（{by} {turn.rechecked_at:%m-%d}）", colour=colour))
        if turn.recheck_photos:
            rows.add("", PhotoStrip("复检照片", turn.recheck_photos, thumbnails, self._load))
        return rows

    # The step ---------------------------------------------------------------------------------------------------------

    def _show_step(self, opened: Opened, row: Row | None) -> None:
        possible = opened.moves(row)
        self.next_move = possible.next
        is_open = opened.notice.state.is_open and not (row is not None and row.state is RowState.CLOSED and possible.next is None)
        self._step.setVisible(is_open)
        self.primary.setVisible(is_open)
        if possible.next is not None:
            self._step.set_step(*_words(opened, row, possible.next))
            self.primary.set_words(_label(opened, row, possible.next), icon=_ICONS[possible.next])
        elif is_open:
            self._step.set_step(f"等 {possible.waits_for}", _waiting(opened, row))
            self.primary.set_words("", icon="clock")
            self.primary.block(f"由{possible.waits_for}办理")
        _empty(self._others)
        for place, move in enumerate(possible.others):
            make = buttons.danger if move in _DANGER else buttons.plain
            button = make(f"{move.label}…", icon=_ICONS[move], height=theme.CONTROL_SMALL, name=f"move_{move.value}")
            button.clicked.connect(partial(self._want, move))
            self._others.addWidget(button, place // 2, place % 2)

    def _want(self, move: Move, *_: object) -> None:
        self.wanted.emit(move)

    def _take(self) -> None:
        if self.next_move is not None:
            self.wanted.emit(self.next_move)


def _label(opened: Opened, row: Row | None, move: Move) -> str:
    """The button says the act, and that it is typed in from paper where it is."""
    if move is Move.ISSUE:
        return f"下发给{opened.notice.department}"
    paper = "（代录）" if move in (Move.ACCEPT, Move.ANSWER, Move.REPORT_DONE) and opened.reach.from_paper(opened.notice, row) else ""
    dots = "" if move in _STRAIGHT or (move is Move.ACCEPT and not paper) else "…"
    return f"{move.label}{paper}{dots}"


def _words(opened: Opened, row: Row | None, move: Move) -> tuple[str, str]:
    """The next step as verb and effect."""
    notice = opened.notice
    count = len(notice.live_rows)
    heads = opened.heads or f"{notice.department}主管"
    until = opened.dues.get(row.position if row is not None and notice.state is NoticeState.IN_PROGRESS else 0)
    by = f"，应 {until.day:%m-%d} 前" if until else ""
    match move:
        case Move.ISSUE:
            return f"核对 {count} 项后下发", f"{heads} {opened.accept_days} 个工作日内签收；下发前可以修改、合并、去掉"
        case Move.ACCEPT:
            return f"签收 {count} 项{by}", "签收后逐项填写原因、措施、责任人和改善时间"
        case Move.ANSWER:
            return f"填写原因、措施、责任人、改善时间{by}", "填好后开始整改"
        case Move.REPORT_DONE:
            return f"改好后报完成{by}", "报完成后由客服复检；到期没报也会复检"
        case Move.BEGIN_RECHECK:
            return "改善时间已过，到现场复检", "责任人没有报完成"
        case Move.RECHECK:
            return f"到现场复检{by}", "合格关闭这一项；不合格定新的时间，进入下一轮"
        case Move.DECIDE_EXTENSION:
            return "决定是否批准延期", "批准后改善时间改到新的日子"
        case _:
            return move.label, ""


def _waiting(opened: Opened, row: Row | None) -> str:
    position = row.position if row is not None and opened.notice.state is NoticeState.IN_PROGRESS else 0
    owed = next((one for one in opened.owed if one.position == position), None)
    due = opened.dues.get(position)
    return f"应 {owed.due_on:%m-%d} 前{owed.what}，{due.words}" if owed and due else ""


def _empty(layout: QVBoxLayout | QGridLayout) -> None:
    while (taken := layout.takeAt(0)) is not None:
        widget = taken.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
