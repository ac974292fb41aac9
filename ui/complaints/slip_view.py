"""One slip: the customer's words always in sight, the five blocks of the paper, and beside them the next step, clocks and history."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from deskapp.complaints.lists import Severity
from ui.complaints import slip_content
from ui.complaints.loading import customer_words, load_slip
from ui.complaints.slip_acts import Acts
from ui.complaints.slip_blocks import Block
from ui.complaints.slip_side import SlipSide
from ui.complaints.states import DIVISION, PAUSED, REPEATED, SEVERITIES, state_pill
from ui.complaints.steps import Move, slip_moves
from ui.kit import buttons, notify, theme, work
from ui.kit.banners import Banner
from ui.kit.frames import Card
from ui.kit.labels import Hint, IconMark, Wrapped
from ui.kit.pills import Pill, PillLabel
from ui.kit.sheet import open_sheets
from ui.kit.theme import Tone

if TYPE_CHECKING:
    from deskapp.complaints.things import Complaint, Step
    from ui.complaints.loading import Opened
    from ui.desk import Desk

_TITLES = (
    (1, "受理", "received"),
    (2, "派单签收", "routed"),
    (3, "部门处理", "departments"),
    (4, "告知客户", "told"),
    (5, "结案归档", "closed"),
)
_IN_HEAD = (Move.PAUSE, Move.RESUME, Move.TAKE_BACK, Move.REOPEN, Move.VOID)


class SlipView(QWidget):
    """`left` when one goes back to the board; `told` when the head of the page has something new to say.

    The page puts `head_buttons` into its head while the slip is open.
    """

    left = Signal()
    told = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._complaint_id: int | None = None
        self.opened: Opened | None = None
        self.acts = Acts(desk, self)
        self.back = buttons.plain("返回", icon="arrow-left", key="Alt+←", name="back_to_board")
        self.settlement = buttons.plain("确认书", icon="file-text", name="print_settlement")
        self.paper = buttons.plain("打印", icon="printer", key="Ctrl+P", name="print_slip")
        self._moves = {move: self._move_button(move) for move in _IN_HEAD}
        self.head_buttons = (self.back, *self._moves.values(), self.settlement, self.paper)
        self._pills = QHBoxLayout()
        self._pills.setSpacing(theme.STEP)
        self._words, self._remedy = Wrapped(), Hint(right=True)
        self._news = Banner("", Tone.WARN, icon="refresh-cw", name="slip_news")
        self.blocks = {number: Block(number, title, name=f"block_{name}") for number, title, name in _TITLES}
        self.side = SlipSide()
        self._area = QScrollArea()
        self._lay_out()
        self._wire()

    def _move_button(self, move: Move) -> buttons.Button:
        make = buttons.danger if move is Move.VOID else buttons.plain
        button = make(f"{move.label}{'' if move is Move.RESUME else '…'}", icon=move.icon, name=f"move_{move.value}")
        button.clicked.connect(lambda: self._take(move, None))
        return button

    def _lay_out(self) -> None:
        said = Card(fill=theme.NEUTRAL, edge=theme.NEUTRAL, margin=12, name="slip_words")
        line = QHBoxLayout()
        line.setSpacing(theme.GAP)
        line.addWidget(IconMark("message-square", theme.INK_2), alignment=Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._words, 1)
        said.column.addLayout(self._pills)
        said.column.addLayout(line)
        said.column.addWidget(self._remedy)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, theme.STEP, 0)
        column.setSpacing(theme.STEP)
        for block in self.blocks.values():
            column.addWidget(block)
        column.addStretch(1)
        self._area.setObjectName("slip_blocks")
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(content)
        self._area.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)
        self._news.hide()
        left = QVBoxLayout()
        left.setSpacing(theme.STEP)
        above = QWidget()
        self._above = QVBoxLayout(above)
        self._above.setSpacing(theme.STEP)
        self._above.addWidget(self._news)
        self._above.addWidget(said)
        self._end_with_blocks()
        self._area.verticalScrollBar().rangeChanged.connect(self._end_with_blocks)
        left.addWidget(above)
        left.addWidget(self._area, 1)
        body = QHBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(theme.GAP)
        body.addLayout(left, 1)
        body.addWidget(self.side)
        self.setFocusProxy(self.blocks[1].head)  # never out of use, as the button of a step is while others are to act

    def _end_with_blocks(self) -> None:
        """What stands above the blocks ends where they do, with the scroll bar and without it."""
        bar = self._area.verticalScrollBar()
        self._above.setContentsMargins(0, 0, theme.STEP + (bar.sizeHint().width() if bar.maximum() else 0), 0)

    def _wire(self) -> None:
        self.back.clicked.connect(self.left)
        self.paper.clicked.connect(self._print)
        self.settlement.clicked.connect(self._print_settlement)
        self.side.wanted.connect(self._take)
        self.side.primary.bind(self)
        self.paper.bind(self)
        back = QShortcut(QKeySequence("Alt+Left"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        back.activated.connect(self.left)
        for block in self.blocks.values():
            block.wanted.connect(self._take)
            block.head.pressed.connect(partial(QTimer.singleShot, 0, self, partial(self._bring_into_view, block)))

    # Showing ----------------------------------------------------------------------------------------------------------

    def show_slip(self, complaint_id: int) -> None:
        """Open a slip at its next step."""
        if complaint_id != self._complaint_id:
            self.opened = None
            for block in self.blocks.values():
                block.forget_hand()
        self._complaint_id = complaint_id
        self._news.hide()
        self.refresh()

    def refresh(self) -> None:
        if self._complaint_id is not None:
            work.latest(
                self, partial(load_slip, self._desk.session.act(), self._complaint_id), self._found, topic="slip", failed=self._gone
            )

    def _gone(self, error: BaseException) -> None:
        if not isinstance(error, LookupError):
            raise error
        notify.say("这张处理单不在您能看的范围内", tone=Tone.WARN)
        self.left.emit()

    def _found(self, found: Opened) -> None:
        first, here = self.opened is None, QApplication.focusWidget()
        was_here = here is not None and self.isAncestorOf(here)
        if self.opened is not None:
            self._tell_news(self.opened, found)
        self.opened = found
        slip = found.slip
        self._show_pills(slip)
        self._words.setText(slip.form.description)
        self._remedy.set_text(f"客户要求：{slip.form.remedy_requested}")
        slip_content.fill(slip_content.Blocks(self.blocks, self.acts.open_notice, self.acts.show_file, self.acts.drop_file), found)
        self.side.show_slip(found)
        moves = slip_moves(slip, found.reach, found.now)
        for move, button in self._moves.items():
            button.setVisible(move in moves)
        self.settlement.setVisible(any(one.approved for one in slip.compensations))
        self.told.emit()
        self._keep_focus(first=first, was_here=was_here)

    def _keep_focus(self, *, first: bool, was_here: bool) -> None:
        """What was pressed may be gone with the old content; Enter and Ctrl+Enter go on where one has come to."""
        here = QApplication.focusWidget()
        lost = here is None or (was_here and not self.isAncestorOf(here))
        if not self.isVisible() or open_sheets(self) or not (lost or (first and here is self.blocks[1].head)):
            return
        primary = self.side.primary
        (primary if primary.isEnabled() and not primary.isHidden() else self.blocks[1].head).setFocus()

    def show_head(self, *, shown: bool) -> None:
        """The head's buttons come and go with the slip; those of steps only where they can be taken."""
        moves = slip_moves(self.opened.slip, self.opened.reach, self.opened.now) if self.opened else ()
        paid = self.opened is not None and any(one.approved for one in self.opened.slip.compensations)
        for move, button in self._moves.items():
            button.setVisible(shown and move in moves)
        self.back.setVisible(shown)
        self.paper.setVisible(shown)
        self.settlement.setVisible(shown and paid)

    def summary(self) -> str:
        """刘建国 先生　维修质量/返修."""
        return f"{customer_words(self.opened.slip)}　{self.opened.slip.category.full}" if self.opened else ""

    def _show_pills(self, slip: Complaint) -> None:
        while (taken := self._pills.takeAt(0)) is not None:
            widget = taken.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        loud = Pill("紧急", Tone.ALARM, "flag") if slip.severity is Severity.CRITICAL else SEVERITIES[slip.severity]
        shown = [state_pill(slip), loud]
        shown += [REPEATED] if slip.is_repeat else []
        shown += [DIVISION] if slip.form.source.has_division_number else []
        shown += [PAUSED] if slip.paused else []
        shown += [Pill(f"第 {slip.round} 轮", Tone.INFO, "refresh-cw")] if slip.round > 1 else []
        for pill in shown:
            self._pills.addWidget(PillLabel(pill))
        self._pills.addStretch(1)

    def _tell_news(self, before: Opened, now: Opened) -> None:
        """What somebody else wrote while the slip was open here."""
        me = self._desk.session.staff
        fresh = [step for step in now.slip.steps if step.id > before.slip.version and (me is None or step.by != me.id)]
        if fresh:
            self._news.set_words("刚才有改动：" + "；".join(_told(now, step) for step in fresh))
            self._news.show()

    def _bring_into_view(self, block: Block) -> None:
        """A block that was opened below the edge comes up as far as it can, its head always in sight."""
        if block.is_open():
            self._area.ensureWidgetVisible(block, 0, 0)
            self._area.ensureWidgetVisible(block.head, 0, 0)

    # Steps ------------------------------------------------------------------------------------------------------------

    def _take(self, move: Move, row: Any) -> None:
        if self.opened is not None:
            self.acts.take(move, self.opened, row)

    def done(self, result: Any) -> None:
        """A step was saved: say it, and look again."""
        from deskapp.complaints.things import Complaint

        if isinstance(result, Complaint) and result.steps:
            last = result.steps[-1]
            notify.say(f"{result.number} {last.words}")
        self._news.hide()
        self._desk.changed()
        self.refresh()

    def _print(self) -> None:
        from ui.complaints.papers import slip_job

        if self._complaint_id is not None:
            self._desk.print_paper(work.call(slip_job, self._desk.session.act(), self._complaint_id))

    def _print_settlement(self) -> None:
        from ui.complaints.papers import settlement_job

        if self._complaint_id is not None:
            self._desk.print_paper(work.call(settlement_job, self._desk.session.act(), self._complaint_id))


def _told(opened: Opened, step: Step) -> str:
    by = opened.name(step.by) or "系统"
    note = f"（{step.note}）" if step.note else ""
    return f"{by} {step.at:%H:%M} {step.words}{note}"
