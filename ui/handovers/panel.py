"""The slip under the cursor: what was paid, what it earns, and its next step above the one button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from deskapp.handovers.domain import State
from deskapp.staff.domain import Right
from deskapp.typed import format_money, format_points
from ui.handovers.lines_table import LinesTable
from ui.handovers.states import due_pill, state_pill
from ui.kit import buttons, theme
from ui.kit.banners import Banner
from ui.kit.frames import Card, Empty, LabelRows, NextStep, beside
from ui.kit.labels import Hint, Label, Section, Wrapped
from ui.kit.pills import Pill, PillLabel
from ui.kit.theme import Tone

if TYPE_CHECKING:
    from datetime import date, datetime

    from deskapp.handovers.domain import Slip
    from ui.session import Session


class SlipPanel(Card):
    """Says which act was asked for; the page does it. What the person may not do is not offered."""

    post_wanted = Signal()
    mend_wanted = Signal()
    return_wanted = Signal()
    void_wanted = Signal()
    reverse_wanted = Signal()
    print_wanted = Signal()
    photo_wanted = Signal()
    card_wanted = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(name="slip_panel", margin=theme.GAP_WIDE)
        self._session = session
        self.shown: Slip | None = None
        self._number, self._pill = Section(""), PillLabel(Pill(""))
        self.card = buttons.link("会员卡片", icon="arrow-up-right", name="open_card")
        self.paper = buttons.link("打印", icon="printer", key="Ctrl+P", name="print_slip")
        self.photo = buttons.link("结算单照片", icon="image", name="bill_photo")
        self._about = QVBoxLayout()
        self._about.setSpacing(theme.STEP)
        self.lines = LinesTable()
        self._below = QVBoxLayout()
        self._step = QVBoxLayout()
        self.primary = buttons.primary("", icon="check", key="Ctrl+Enter", height=theme.CONTROL_MAIN, name="next_step_button")
        self.back = buttons.plain("退回前台", icon="undo-2", key="Ctrl+B", name="return_slip")
        self.void = buttons.danger("作废", icon="ban", name="void_slip")
        self.reverse = buttons.danger("冲正…", icon="undo-2", name="reverse_slip")
        self._nothing = Empty("没有选中移交单", icon="coins")
        self._holder = QWidget()
        self._lay_out()
        self._wire()
        self.show_slip(None)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._number, 1)
        head.addWidget(self._pill)
        content = QWidget()
        told = QVBoxLayout(content)
        told.setContentsMargins(0, 0, 0, 0)
        told.setSpacing(theme.STEP)
        told.addLayout(self._about)
        told.addWidget(self.lines)
        told.addLayout(self._below)
        told.addStretch(1)
        column = QVBoxLayout(self._holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.STEP)
        column.addLayout(head)
        column.addWidget(_scrolling(content), 1)
        column.addLayout(self._step)
        column.addWidget(self.primary)
        row = QHBoxLayout()
        row.setSpacing(theme.STEP)
        for button in (self.back, self.void, self.reverse):
            row.addWidget(button, 1)
        column.addLayout(row)
        self.column.addWidget(self._nothing)
        self.column.addWidget(self._holder)

    def _wire(self) -> None:
        self.primary.clicked.connect(self._primary)
        wired = (
            (self.back, self.return_wanted),
            (self.void, self.void_wanted),
            (self.reverse, self.reverse_wanted),
            (self.paper, self.print_wanted),
            (self.photo, self.photo_wanted),
            (self.card, self.card_wanted),
        )
        for button, signal in wired:
            button.clicked.connect(signal)

    def bind(self, scope: QWidget) -> None:
        """Let the keys work wherever the cursor stands on the page."""
        for button in (self.primary, self.back, self.paper):
            button.bind(scope)

    def show_slip(self, slip: Slip | None, *, at: datetime | None = None) -> None:
        """Show a slip as it stands at a time, or that none is chosen."""
        self.shown = slip
        self._nothing.setVisible(slip is None)
        self._holder.setVisible(slip is not None)
        if slip is None or at is None:
            for button in (self.primary, self.back, self.void, self.reverse, self.paper):
                button.setEnabled(False)
            return
        self._number.set_text(slip.row.number)
        self._pill.set_pill(state_pill(slip.row))
        self._tell(slip, at)
        self.lines.show_lines(slip)
        self._tell_below(slip)
        self._show_step(slip, at.date())
        self.paper.setEnabled(True)

    # What it is about -------------------------------------------------------------------------------------------------

    def _tell(self, slip: Slip, at: datetime) -> None:
        row = slip.row
        for link in (self.card, self.paper, self.photo):
            link.setParent(self._holder)
            link.hide()
        _clear(self._about)
        guest = f"{row.customer} {slip.salutation}".strip()
        rows = LabelRows([("客户", beside(Label(guest), Hint(row.plate), self.card))])
        rows.add("结算单", beside(Label(row.bill_no), self.paper))
        who = "・".join(part for part in (row.writer, row.department) if part)
        rows.add("移交人", beside(Label(who), Hint(_when(row.written_at, at))))
        self._about.addWidget(rows)
        for link in (self.card, self.paper):
            link.show()

    def _tell_below(self, slip: Slip) -> None:
        _clear(self._below)
        rows = LabelRows()
        row = slip.row
        if row.points_used:
            hint = "已预留，按净额计分" if row.state is State.PENDING else ""
            words = f"{format_points(row.points_used)} 分抵 {format_money(slip.discount)} 元"
            rows.add("会员抵扣", beside(Label(words), Hint(hint)))
        if slip.photo_id is not None:
            rows.add("照片", beside(self.photo))
            self.photo.show()
        if row.state is not State.PENDING:
            rows.add(_STEP_LABELS[row.state], beside(Label(slip.step_by), Hint(f"{row.step_at:%m-%d %H:%M}")))
        undone = [line.amount for line in slip.lines if line.reversed]
        if undone and row.state is State.POSTED:
            rows.add("部分冲正", f"{len(undone)} 行，{format_money(sum(undone))} 元")
        if row.reason and row.state is not State.RETURNED:  # there it stands in the next step
            rows.add("原因", Wrapped(row.reason))
        self._below.addWidget(rows)

    # What comes next --------------------------------------------------------------------------------------------------

    def _show_step(self, slip: Slip, today: date) -> None:
        _clear(self._step)
        row = slip.row
        staff, may = self._session.staff, self._session.may
        own = staff is not None and row.writer_id == staff.id
        verb, effect = self._words(slip)
        if row.state is State.PENDING and slip.before < 0:
            self._step.addWidget(Banner(f"账户欠 {format_points(-slip.before)} 分，录入的积分先抵欠分", Tone.BAD, name="owes"))
        if verb:
            self._step.addWidget(NextStep(verb, effect, due=due_pill(row, today=today)))
        mends = row.state is State.RETURNED and may(Right.WRITE_HANDOVERS)
        posts = row.state is State.PENDING and may(Right.POST_HANDOVERS)
        _offer(self.primary, shown=mends or posts)
        if mends:
            self.primary.set_words("改后再交", icon="pencil")
        elif posts:
            self.primary.set_words(f"录入 {format_points(row.points)} 分", icon="check")
            if slip.member_waits:
                self.primary.block("等会员录入确认")
        _offer(self.back, shown=posts)
        _offer(self.void, shown=row.state.is_waiting and (own or may(Right.POST_HANDOVERS)))
        _offer(self.reverse, shown=row.state is State.POSTED and may(Right.REVERSE_POINTS))

    def _words(self, slip: Slip) -> tuple[str, str]:
        row = slip.row
        if row.state is State.RETURNED:
            return "改正后再交客服", f"退回原因：{row.reason}"
        if row.state is not State.PENDING:
            return "", ""
        if slip.member_waits:
            return "这位客户还不能记积分", slip.member_waits
        used = f"扣 {format_points(row.points_used)} 分，" if row.points_used else ""
        effect = f"录入后余额 {format_points(slip.before)} → {format_points(slip.after)} 分"
        if self._session.may(Right.POST_HANDOVERS):
            return f"核对单据后录入：{used}记 {format_points(row.points)} 分。", effect
        return f"等客服录入：{used}记 {format_points(row.points)} 分。", effect

    def _primary(self) -> None:
        if self.shown is not None:
            (self.mend_wanted if self.shown.row.state is State.RETURNED else self.post_wanted).emit()


_STEP_LABELS = {State.RETURNED: "退回", State.POSTED: "录入", State.VOIDED: "作废", State.REVERSED: "冲正"}


def _when(then: datetime, now: datetime) -> str:
    return f"今天 {then:%H:%M}" if then.date() == now.date() else f"{then:%m-%d %H:%M}"


def _offer(button: buttons.Button, *, shown: bool) -> None:
    """A hidden button must not answer its key either."""
    button.setVisible(shown)
    button.setEnabled(shown)


def _clear(layout: QVBoxLayout) -> None:
    while (taken := layout.takeAt(0)) is not None:
        widget = taken.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def _scrolling(content: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(content)
    area.viewport().setAutoFillBackground(False)
    content.setAutoFillBackground(False)
    return area
