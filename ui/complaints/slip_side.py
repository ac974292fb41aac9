"""Beside the slip: the one next step, the clocks with their limits, and what happened so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from deskapp.complaints.clocks import ClockKind
from deskapp.complaints.states import State
from ui.complaints.states import clock_pill, owed_words
from ui.complaints.steps import Move, Step
from ui.kit import buttons, theme
from ui.kit.frames import Card, NextStep, SectionHead
from ui.kit.labels import Hint, Label, Wrapped
from ui.kit.pills import PillLabel
from ui.kit.theme import Tone

if TYPE_CHECKING:
    from deskapp.complaints.things import Step as Done
    from ui.complaints.loading import Opened, Timed

WIDTH = 320
_LABELS = {ClockKind.IMPROVEMENT: "复查", ClockKind.DIVISION_REPLY: "回复"}
"""What leaves room for the date beside it."""
_STRAIGHT = (Move.SUBMIT, Move.RESUME)
"""Steps that ask nothing: their button has no dots."""
_RED = ("退回", "撤出", "作废", "客户不认可", "退回补充", "不批准延期", "不批准补偿")
_GREEN = ("签收", "提交结果", "客户认可", "归档", "批准延期", "批准补偿", "签字单归还")


class SlipSide(QWidget):
    """`wanted(move, row)` when the next step is pressed."""

    wanted = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(WIDTH)
        self.step: Step = Step(None)
        self._next = NextStep("", name="slip_next_step")
        self._late = Wrapped("", bold=True, colour=theme.BAD)
        self.primary = buttons.primary("", icon="check", key="Ctrl+Enter", height=theme.CONTROL_MAIN, name="next_step_button")
        self._clocks = QGridLayout()
        self._clocks.setHorizontalSpacing(theme.STEP)
        self._clocks.setVerticalSpacing(6)
        self._clocks.setColumnStretch(1, 1)
        self._steps = QVBoxLayout()
        self._steps.setSpacing(theme.STEP)
        self._told: list[tuple[Done, str]] = []
        self._steps.addStretch(1)
        self._history = SectionHead("经过")
        self._lay_out()
        self.primary.clicked.connect(self._take)

    def _lay_out(self) -> None:
        self._top = Card(name="slip_next")
        for widget in (self._late, self._next, self.primary):
            self._top.column.addWidget(widget)
        clocks = Card(name="slip_clocks")
        clocks.column.addWidget(SectionHead("时限"))
        clocks.column.addLayout(self._clocks)
        history = Card(name="slip_history")
        history.column.addWidget(self._history)
        history.column.addWidget(_scrolling(self._steps), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        column.addWidget(self._top)
        column.addWidget(clocks)
        column.addWidget(history, 1)

    def show_slip(self, opened: Opened) -> None:
        self.step = opened.next
        self._show_step(opened)
        self._show_clocks(opened)
        self._show_history(opened)

    def _show_history(self, opened: Opened) -> None:
        """The newest on top. What happened stays as it is: a long history is not built again for the one step that was added."""
        steps = [(step, opened.name(step.by) or "系统") for step in opened.slip.steps]
        self._history.set_hint(f"共 {len(steps)} 条")
        if self._told != steps[: len(self._told)]:
            _empty(self._steps)
            self._told = []
            self._steps.addStretch(1)
        for step, by in steps[len(self._told) :]:
            self._steps.insertWidget(0, _Happened(step, by))
        self._told = steps

    def _show_step(self, opened: Opened) -> None:
        late = late_words(opened)
        self._late.setText(late)
        self._late.setVisible(bool(late))
        is_open = opened.slip.state not in (State.ARCHIVED, State.VOID)
        self._top.setVisible(is_open)
        self.primary.setVisible(is_open)
        if self.step.move is not None:
            self._next.set_step(*_words(opened, self.step))
            self.primary.set_words(_label(opened, self.step), icon=self.step.move.icon)
        elif is_open:
            whom = waits_for(opened, self.step)
            waits = opened.reach.handles and self.step.waits_for == "客服"  # for a day, not for somebody else
            self._next.set_step(self.step.words if waits else f"等 {whom} {self.step.words}", _until(opened, self.step))
            self.primary.set_words("", icon="clock")
            self.primary.block("还没到日子" if waits else f"由 {whom} 办理")

    def _show_clocks(self, opened: Opened) -> None:
        while (taken := self._clocks.takeAt(0)) is not None:
            widget = taken.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        running = {row.id for row in opened.slip.current_rows}
        mine = [one for one in opened.clocks if one.clock.row is None or one.clock.row.id in running]
        shown = [one for one in mine if one.clock.kind is not ClockKind.ROUTING or one.clock.is_open]
        for line, timed in enumerate(sorted(shown, key=_by_way)):
            clock = timed.clock
            row = f"・{clock.row.department}" if clock.row is not None else ""
            fixed = "（指定）" if clock.fixed and clock.kind is ClockKind.HANDLING else ""
            self._clocks.addWidget(Label(f"{_LABELS.get(clock.kind, clock.kind.label)}{row}"), line, 0)
            unsure = "约" if clock.provisional else ""
            until = Hint(f"{unsure}{clock.due:%m-%d %H:%M}{fixed}", right=True)
            until.setToolTip("放假安排还没有公布，期限可能变动" if clock.provisional else clock.words)
            self._clocks.addWidget(until, line, 1)
            self._clocks.addWidget(PillLabel(clock_pill(clock, timed.state, timed.words, opened.now)), line, 2)
        if opened.slip.pauses:
            hours = int(opened.paused.hours.total_seconds() // 3600)
            total = f"累计暂停 {opened.paused.workdays} 个工作日、{hours} 个营业小时"
            self._clocks.addWidget(Hint(total), len(shown), 0, 1, 3)
        if not shown:
            self._clocks.addWidget(Hint("提交后开始计时" if opened.slip.state is State.DRAFT else "没有在走的时限"), 0, 0, 1, 3)

    def _take(self) -> None:
        if self.step.move is not None:
            self.wanted.emit(self.step.move, self.step.row)


def late_words(opened: Opened) -> str:
    """孙磊 超 1 天未交结果: the clock that ran out first, '' in time."""
    urgency = opened.urgency
    if urgency is None or not urgency.clock.is_overdue(opened.now):
        return ""
    return f"{opened.owes} {urgency.words}{owed_words(urgency.clock)}"


def waits_for(opened: Opened, step: Step) -> str:
    """By name whose turn it is."""
    if step.row is not None:
        return opened.owner(step.row)
    return opened.routers if step.waits_for == "经理" else opened.name(opened.slip.form.case_owner_id) or step.waits_for


def _until(opened: Opened, step: Step) -> str:
    """Until when the step is owed: by the clock of its department, else by the one that runs out first."""
    own = step.row.id if step.row is not None else None
    timed = next((one for one in opened.clocks if one.clock.is_open and one.clock.row is not None and one.clock.row.id == own), None)
    if timed is not None:
        return f"{timed.clock.kind.label}应 {timed.clock.due:%m-%d %H:%M} 前，{timed.words}"
    urgency = opened.urgency
    return f"{urgency.clock.kind.label}应 {urgency.clock.due:%m-%d %H:%M} 前，{urgency.words}" if urgency is not None else ""


def _label(opened: Opened, step: Step) -> str:
    """The button says the act, for whom, and that it is typed in from paper where it is."""
    if step.move is None:
        return ""
    whose = f"{step.row.department} " if step.row is not None and len(opened.slip.current_rows) > 1 else ""
    owner_may = step.move in (Move.RESULT, Move.PLAN)
    on_paper = step.row is not None and step.move is not Move.DECIDE_TIME and opened.reach.from_paper(step.row, owner_may=owner_may)
    dots = "" if step.move in _STRAIGHT else "…"
    return f"{whose}{step.move.label}{'（代录）' if on_paper else ''}{dots}"


def _words(opened: Opened, step: Step) -> tuple[str, str]:
    """The next step as verb and effect."""
    slip, until = opened.slip, _until(opened, step)
    match step.move:
        case Move.SUBMIT:
            return "核对后提交", f"提交后由 {opened.routers} 派单，时限开始计算"
        case Move.FIRST_CONTACT:
            return f"先联系 {slip.form.name or '客户'}，说明怎么处理", until
        case Move.ROUTE | Move.REASSIGN:
            return "派给 1 到 3 个部门", until
        case Move.SIGN:
            return f"{step.row.department if step.row else ''} 签收", "签收后填写原因、措施和结果；不归本部门可以退回"
        case Move.PLAN:
            return "当天拿出处理方案", until
        case Move.RESULT:
            return "填写原因、措施和结果，提交", until
        case Move.DECIDE_TIME:
            return "决定是否批准延期", "批准后处理期限顺延"
        case Move.CALL_BACK:
            return f"回访 {slip.form.name or '客户'}，问是否认可", "认可转归档；不认可进入下一轮"
        case Move.GIVE_UP:
            return f"已在 {len(slip.tries)} 个半天联系不上", "可以转为联系不上，等待归档"
        case Move.CANNOT_TELL:
            return "客户匿名又没有号码，无法告知", "转归档"
        case Move.INFORM:
            return "把处理情况告知客户", until or "短信、书面也可以"
        case Move.PAPER:
            return "收回签字单", "部门主管签过字的处理单要回到客服存档"
        case Move.RECHECK:
            return "二次回访：改善后还有没有问题", until
        case Move.ARCHIVE:
            return "核对后归档", "给出归档编号"
        case Move.DECIDE_COMPENSATION:
            return "决定是否批准补偿", "没批之前不能归档"
        case Move.REPLY:
            return f"回复事业部 {slip.form.division_no}", until
        case _:
            return step.move.label if step.move else "", ""


_WAY = (
    ClockKind.FIRST_CONTACT,
    ClockKind.ROUTING,
    ClockKind.SIGNATURE,
    ClockKind.PLAN,
    ClockKind.HANDLING,
    ClockKind.ANSWER,
    ClockKind.TELLING,
    ClockKind.IMPROVEMENT,
    ClockKind.DIVISION_REPLY,
)


def _by_way(timed: Timed) -> tuple[int, int]:
    return _WAY.index(timed.clock.kind), timed.clock.row.position if timed.clock.row else 0


class _Happened(QWidget):
    """One step: a dot, what, when and by whom, its note, which fields it changed."""

    def __init__(self, step: Done, by: str) -> None:
        super().__init__()
        self._colour = Tone.BAD.ink if step.what in _RED else Tone.GOOD.ink if step.what in _GREEN else theme.PRIMARY
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Label(step.words))
        column.addWidget(Hint(f"{step.at:%m-%d %H:%M} {by}"))
        changes = [one.words for one in step.changes if len(one.new) <= 40]
        for words in (step.note, "；".join(changes)):
            if words:
                column.addWidget(Wrapped(words, size=theme.HINT, colour=theme.INK_2))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(QRectF(5, 16, 1, self.height()), theme.colour(theme.LINE))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(self._colour))
        painter.drawEllipse(QRectF(1, 6, 9, 9))


def _scrolling(layout: QVBoxLayout) -> QScrollArea:
    content = QWidget()
    layout.setContentsMargins(0, 0, theme.STEP, 0)
    content.setLayout(layout)
    area = QScrollArea()
    area.setObjectName("slip_steps")
    area.setAccessibleName("经过")
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    area.viewport().setAutoFillBackground(False)
    content.setAutoFillBackground(False)
    return area


def _empty(layout: QVBoxLayout | QHBoxLayout) -> None:
    while (taken := layout.takeAt(0)) is not None:
        widget = taken.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
