"""One notice: whose it is and until when, a row for each failed item, what happened so far, and the next step of the row."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from deskapp.rectification.domain import NoticeState, RowState, points_words
from deskapp.rectification.moves import Move
from ui.kit import buttons, notify, theme, work
from ui.kit.frames import Card, Empty, SectionHead
from ui.kit.labels import Hint, Label
from ui.kit.pills import Pill, PillLabel
from ui.kit.rows import Column, RowsModel
from ui.kit.rows_view import RowsView
from ui.kit.theme import Tone
from ui.rectification import notice_dialogs as whole
from ui.rectification import row_dialogs as single
from ui.rectification.enforcement_dialogs import AppraisalDialog, DecideAppraisalDialog
from ui.rectification.loading import load_notice, load_picture, load_thumbnails
from ui.rectification.papers import notice_job
from ui.rectification.row_panel import RowPanel
from ui.rectification.states import REPEATED, due_pill, notice_pill, row_pill

if TYPE_CHECKING:
    from deskapp.rectification.domain import Notice, Row, Step
    from ui.desk import Desk
    from ui.kit.form_dialog import FormDialog
    from ui.rectification.loading import Opened

_ROW_DIALOGS = {
    Move.ANSWER: single.AnswerDialog,
    Move.CHANGE_OWNER: single.OwnerDialog,
    Move.REPORT_DONE: single.DoneDialog,
    Move.RECHECK: single.RecheckDialog,
    Move.ASK_EXTENSION: single.ExtensionDialog,
    Move.DECIDE_EXTENSION: single.ExtensionAnswerDialog,
    Move.EDIT_ROW: whole.EditRowDialog,
}
_NOTICE_DIALOGS = {
    Move.EDIT: whole.EditNoticeDialog,
    Move.MERGE: whole.MergeDialog,
    Move.ACCEPT: whole.AcceptDialog,
    Move.RETURN: whole.ReturnDialog,
}
_REASONS: dict[Move, tuple[tuple[str, str, str], Any]] = {
    Move.DROP_ROW: (("去掉", "去掉这一项", "这一项不下发；原因留在整改单上。"), whole.drop),
    Move.WITHDRAW_ROW: (("撤销", "撤销这一项", "这一项不再整改，直接关闭；最后一项撤销后整张单关闭。"), whole.withdraw),
    Move.VOID: (("作废", "作废整张单", "整张单作废，各项不再统计，也不再催办。"), whole.void),
}
_STEPS_HEIGHT = 168


class NoticeView(QWidget):
    """`left` when one goes back to the board; `told` when the head of the page has something new to say.

    The page puts `head_buttons` into its head while the notice is open.
    """

    left = Signal()
    told = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._notice_id: int | None = None
        self._thumbnails: dict[int, bytes] = {}
        self._go_on = False  # a step was taken: the cursor goes to the row that waits next
        self.opened: Opened | None = None
        self.back = buttons.plain("返回看板", icon="arrow-left", key="Alt+←", name="back_to_board")
        self.appraise = buttons.plain("考核建议…", icon="gavel", name="propose_appraisal")
        self.paper = buttons.plain("打印", icon="printer", key="Ctrl+P", name="print_notice")
        self.head_buttons = (self.back, self.appraise, self.paper)
        self._state, self._late, self._repeated = PillLabel(Pill("")), PillLabel(Pill("")), PillLabel(REPEATED)
        self._facts = QGridLayout()
        self._verdicts = QVBoxLayout()
        self.model = RowsModel[Any](_columns(self), key=lambda row: row.position)
        self.view: RowsView[Row] = RowsView(self.model, name="notice_rows", says="不合格项目", state=desk.local, empty=Empty("没有项目"))
        self.steps = RowsModel[Any](_step_columns(self), key=lambda pair: pair[0])
        self.history = RowsView(self.steps, name="notice_steps", says="经过", state=desk.local, row=theme.ROW_PANEL)
        self.panel = RowPanel(load_picture)
        self._lay_out()
        self.back.clicked.connect(self.left)
        self.paper.clicked.connect(self._print)
        self.appraise.clicked.connect(self._appraise)
        self.view.current_changed.connect(self._show_row)
        self.view.opened.connect(self._row_opened)
        self.panel.wanted.connect(self._take)
        self.panel.primary.bind(self)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.STEP)
        for widget in (self._state, self._late, self._repeated):
            head.addWidget(widget)
        head.addStretch(1)
        facts = Card(name="notice_facts", margin=12)
        self._facts.setHorizontalSpacing(theme.GAP_WIDE)
        self._facts.setVerticalSpacing(2)
        facts.column.addLayout(head)
        facts.column.addLayout(self._facts)
        facts.column.addLayout(self._verdicts)
        rows = Card(margin=1, name="notice_rows_card")
        rows.column.setContentsMargins(1, 1, 1, 1)
        rows.column.addWidget(self.view)
        history = Card(name="notice_history", margin=12)
        history.column.addWidget(SectionHead("经过"))
        history.column.addWidget(self.history, 1)
        history.setFixedHeight(_STEPS_HEIGHT)
        left = QVBoxLayout()
        left.setSpacing(theme.GAP)
        left.addWidget(facts)
        left.addWidget(rows, 1)
        left.addWidget(history)
        self.panel.setFixedWidth(theme.PANEL)
        body = QHBoxLayout()
        body.setSpacing(theme.GAP_WIDE)
        body.addLayout(left, 1)
        body.addWidget(self.panel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(body, 1)
        self.setFocusProxy(self.view)

    # Showing ----------------------------------------------------------------------------------------------------------

    def show_notice(self, notice_id: int) -> None:
        """Open a notice; the cursor goes to the row whose step is the next one."""
        if notice_id != self._notice_id:
            self.opened = None
        self._notice_id = notice_id
        self.refresh()

    def refresh(self) -> None:
        if self._notice_id is not None:
            work.latest(self, partial(load_notice, self._desk.session.act(), self._notice_id), self._found, topic="notice")

    def row_words(self, row: Row) -> tuple[str, str, str]:
        """Measure, owner and promised day of a row, as the table shows them."""
        turn = row.round
        owner = self.opened.names.get(row.owner_id, "") if self.opened and row.owner_id else ""
        return (turn.answer.action if turn else "", owner, f"{turn.answer.promised_on:%m-%d}" if turn else "")

    def row_state(self, row: Row) -> Pill:
        """Urgency while something is owed, else the state."""
        if self.opened is None:
            return Pill("")
        due = self.opened.dues.get(row.position) if row.state is not RowState.CLOSED else None
        state = row_pill(self.opened.notice, row)
        late = due_pill(due)
        return Pill(f"{state.words}・{late.words}", late.tone, late.icon) if late is not None and late.tone is not Tone.NEUTRAL else state

    def step_words(self, step: Step) -> str:
        where = f"第 {step.position} 项 " if step.position else ""
        return f"{where}{step.what}"

    def by(self, step: Step) -> str:
        return self.opened.names.get(step.by, "系统") if self.opened and step.by else "系统"

    def _found(self, found: Opened) -> None:
        first = self.opened is None
        self.opened = found
        notice = found.notice
        self._state.set_pill(notice_pill(notice))
        late, _ = found.late()
        self._late.setVisible(bool(late))
        if late:
            self._late.set_pill(Pill(late, Tone.ALARM, "triangle-alert"))
        self._repeated.setVisible(notice.is_repeated)
        self._tell_facts(found)
        self.appraise.setVisible(found.reach.issues and notice.state is not NoticeState.VOID)
        self.model.set_rows(notice.rows)
        self.steps.set_rows(list(enumerate(reversed(notice.steps))))
        if first or self._go_on or self.view.current_row() is None:
            self._go_on = False
            self._select_next(found)
        self._show_row(self.view.current_row())
        self._look_at_photos(found)
        self.told.emit()

    def _select_next(self, found: Opened) -> None:
        """The row that is due first, among those the person can bring on."""
        rows = {row.position: row for row in found.notice.open_rows}
        order = [one.position for one in found.owed if one.position] or list(rows)
        mine = [position for position in order if position in rows and found.moves(rows[position]).next is not None]
        for position in (*mine, *order):
            if self.view.select_key(position):
                return
        self.view.select_first()

    def _tell_facts(self, found: Opened) -> None:
        notice = found.notice
        copies = "、".join(found.departments.get(key, "") for key in notice.cc)
        issued = f"{notice.issued_at:%m-%d %H:%M}" if notice.issued_at else "还没有下发"
        accepted = f"{notice.accepted_by} {notice.accepted_at:%m-%d %H:%M}" if notice.accepted_at else "还没有签收"
        source = f"{notice.source.label} {notice.source_no}".strip()
        facts = [
            ("责任部门", f"{notice.department}　{found.heads}".strip()),
            ("来源", f"{found.focus.process}：{found.focus.item}" if found.focus else source),
            ("要求完成", f"{notice.due_on}" if notice.due_on else "由部门自己定"),
            ("下发", issued),
            ("签收", accepted),
            ("抄送", copies or "没有"),
        ]
        if notice.note:
            facts.append(("备注", notice.note))
        _clear(self._facts)
        for place, (label, words) in enumerate(facts):
            self._facts.addWidget(Hint(label), place // 3, place % 3 * 2)
            span = 5 if label == "备注" else 1
            self._facts.addWidget(Label(words), place // 3, place % 3 * 2 + 1, 1, span)
        for column in (1, 3, 5):
            self._facts.setColumnStretch(column, 1)
        _clear(self._verdicts)
        for one in found.appraisals:
            self._verdicts.addWidget(self._verdict(found, one))

    def _verdict(self, found: Opened, one: Any) -> QWidget:
        """A proposed appraisal with what became of it; 客服经理 decides it here."""
        who = found.names.get(one.staff_id, "") if one.staff_id else found.notice.department
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.STEP)
        row.addWidget(Hint("考核建议"))
        row.addWidget(Label(f"{who} {points_words(one.points)}：{one.reason}"), 1)
        if one.confirmed is None and found.reach.waives:
            decide = buttons.link("确认或减免…", icon="gavel", name="decide_appraisal")
            decide.clicked.connect(lambda: self._open(DecideAppraisalDialog(self._desk, one, who)))
            row.addWidget(decide)
        words, tone = {True: ("已确认", Tone.BAD), False: ("已减免", Tone.NEUTRAL), None: ("待确认", Tone.WARN)}[one.confirmed]
        row.addWidget(PillLabel(Pill(words, tone, "gavel")))
        return holder

    def _row_opened(self, _row: Row) -> None:
        self.panel.primary.click()

    def _show_row(self, row: Row | None) -> None:
        if self.opened is not None:
            self.panel.show_row(self.opened, row, self._thumbnails)

    def _look_at_photos(self, found: Opened) -> None:
        wanted = tuple(
            key
            for row in found.notice.rows
            for key in (*row.finding.photos, *(photo for turn in row.rounds for photo in (*turn.done_photos, *turn.recheck_photos)))
        )
        if set(wanted) - self._thumbnails.keys():
            work.latest(self, partial(load_thumbnails, wanted), self._have_photos, topic="photos")

    def _have_photos(self, found: dict[int, bytes]) -> None:
        self._thumbnails = found
        self._show_row(self.view.current_row())

    # Steps ------------------------------------------------------------------------------------------------------------

    def _take(self, move: Move) -> None:
        opened, row = self.opened, self.panel.row
        if opened is None:
            return
        if move in _ROW_DIALOGS and row is not None:
            self._open(_ROW_DIALOGS[move](self._desk, opened, row))
        elif move in _REASONS:
            words, job = _REASONS[move]
            self._open(whole.WithReasonDialog(self._desk, opened, None if move is Move.VOID else row, words, job))
        elif move is Move.ISSUE:
            self._done(work.call(whole.issue, self._desk.session.act(), opened.notice.id))
        elif move is Move.ACCEPT and not opened.reach.from_paper(opened.notice):
            self._done(work.call(whole.accept, self._desk.session.act(), opened.notice.id))
        elif move is Move.BEGIN_RECHECK and row is not None:
            self._begin_recheck(opened, row)
        elif move in _NOTICE_DIALOGS:
            self._open(_NOTICE_DIALOGS[move](self._desk, opened))

    def _begin_recheck(self, opened: Opened, row: Row) -> None:
        """Who goes to look has the form for what he finds at once."""
        self._done(work.call(whole.begin_recheck, self._desk.session.act(), opened.notice.id, row.position))
        fresh = work.call(load_notice, self._desk.session.act(), opened.notice.id)
        again = next(one for one in fresh.notice.rows if one.position == row.position)
        self._open(single.RecheckDialog(self._desk, fresh, again))

    def _open(self, dialog: FormDialog[Any]) -> None:
        dialog.accepted.connect(self._done)
        dialog.open()

    def _done(self, result: Notice | int | None) -> None:
        """After a merge the notice that has the rows now is shown."""
        self._go_on = True
        if result is not None and not isinstance(result, int):
            last = result.steps[-1]
            done = f"{self.step_words(last)}" if last.what != "全部关闭" else "全部关闭"
            notify.say(f"{result.number} {done}")
            if result.id != self._notice_id:
                self.show_notice(result.id)
        self._desk.changed()
        self.refresh()

    def _appraise(self) -> None:
        if self.opened is None:
            return
        late, days = self.opened.late(of_department=True)
        self._open(AppraisalDialog(self._desk, self.opened, late=late, days=days))

    def _print(self) -> None:
        if self._notice_id is not None:
            self._desk.print_paper(work.call(notice_job, self._desk.session.act(), self._notice_id))


def _columns(view: NoticeView) -> Sequence[Column[Any]]:
    return (
        Column(key="position", title="项", text=lambda row: str(row.position), width=44),
        Column(key="state", title="状态", text=lambda row: view.row_state(row).words, pill=view.row_state, width=150),
        Column(key="finding", title="不合格项目", text=_title, after=lambda row: row.finding.fact, stretch=True),
        Column(key="action", title="改善措施", text=lambda row: view.row_words(row)[0] or "—", width=130),
        Column(key="owner", title="责任人", text=lambda row: view.row_words(row)[1] or "—", width=72),
        Column(key="promised", title="改善时间", text=lambda row: view.row_words(row)[2] or "—", width=80),
        Column(key="round", title="轮", text=lambda row: str(len(row.rounds)) if row.rounds else "—", right=True, width=44),
    )


def _step_columns(view: NoticeView) -> Sequence[Column[Any]]:
    return (
        Column(key="at", title="时间", text=lambda pair: f"{pair[1].at:%m-%d %H:%M}", width=104),
        Column(key="by", title="谁", text=lambda pair: view.by(pair[1]), width=76),
        Column(key="what", title="做了什么", text=lambda pair: view.step_words(pair[1]), width=170),
        Column(key="note", title="说明", text=lambda pair: pair[1].note, stretch=True),
    )


def _title(row: Row) -> str:
    repeated = "（重复）" if row.finding.repeated else ""
    return f"{row.finding.code} {row.finding.title}{repeated}".strip()


def _clear(layout: QGridLayout | QVBoxLayout) -> None:
    while (taken := layout.takeAt(0)) is not None:
        widget = taken.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
