"""咨询: questions that wait for their answer, the one due first on top; answer, pass on, turn into a complaint."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskapp.calendar import DueState
from deskapp.typed import format_plate
from ui.complaints.enquiry_loading import Found, Line, enquiry_of, load_enquiries, void_question
from ui.complaints.enquiry_steps import AnswerEnquiryDialog, PassEnquiryDialog
from ui.desk import DeskAct
from ui.kit import buttons, notify, theme, work
from ui.kit.asking import ReasonDialog
from ui.kit.filters import FilterBar, FilterChip
from ui.kit.frames import Card, Empty
from ui.kit.line_edit import LineEdit
from ui.kit.pills import Pill
from ui.kit.rows import Column, RowsModel
from ui.kit.rows_view import RowsView
from ui.kit.theme import Tone

if TYPE_CHECKING:
    from deskapp.complaints.things import Enquiry
    from ui.desk import Desk
    from ui.kit.form_dialog import FormDialog

_STEADY_MS = 180
_DUE = {DueState.OVERDUE: (Tone.BAD, "triangle-alert"), DueState.TODAY: (Tone.WARN, "clock"), DueState.AHEAD: (Tone.NEUTRAL, "calendar")}


class EnquiriesTab(QWidget):
    """`opened(complaint id)` for one that was turned into a slip. Numbers ZX-… lead to `show_enquiry`."""

    opened = Signal(int)
    told = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._found: Found | None = None
        self._wanted: int | None = None
        self.state = FilterChip("state", "状态", [(None, "待答复"), ("all", "全部")])
        self.bar = FilterBar(self.state)
        self.search = LineEdit(lead="search", placeholder="姓名、车牌、单号、问题里的字")
        self.search.setObjectName("enquiry_search")
        self.search.setAccessibleName("在咨询里找")
        self.search.setFixedWidth(250)
        self.model = RowsModel[Line](_columns(), key=lambda line: line.enquiry.id)
        empty = Empty("没有等答复的咨询", "客户来电咨询，按 Ctrl+F8 登记", icon="message-square")
        self.view = RowsView(self.model, name="enquiries", says="咨询", state=desk.local, empty=empty)
        self.answer_button = buttons.primary("答复", icon="check", key="F4", name="answer_enquiry")
        self.turn_button = buttons.plain("转投诉", icon="message-square-warning", key="F8", name="turn_enquiry")
        self.pass_button = buttons.plain("转交…", icon="user-check", name="pass_enquiry")
        self.void_button = buttons.plain("作废…", icon="ban", name="void_enquiry")
        self.new_button = buttons.plain("登记咨询", icon="plus", key="Ctrl+F8", name="new_enquiry")
        self._steady = QTimer(self)
        self._steady.setSingleShot(True)
        self._steady.setInterval(_STEADY_MS)
        self._lay_out()
        self._wire()

    def _lay_out(self) -> None:
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.setSpacing(theme.GAP)
        head.addWidget(self.bar, 1)
        head.addWidget(self.search)
        card = Card(margin=1, name="enquiries_card")
        card.column.setContentsMargins(1, 1, 1, 1)
        card.column.addWidget(self.view)
        foot.setSpacing(theme.GAP)
        foot.addWidget(self.new_button)
        foot.addStretch(1)
        for button in (self.void_button, self.pass_button, self.turn_button, self.answer_button):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        column.addLayout(head)
        column.addWidget(card, 1)
        column.addLayout(foot)
        self.setFocusProxy(self.view)

    def _wire(self) -> None:
        self.bar.changed.connect(self.refresh)
        self.search.textChanged.connect(lambda: self._steady.start())
        self._steady.timeout.connect(self.refresh)
        self.view.current_changed.connect(self._allow)
        self.view.opened.connect(self._act)
        self.answer_button.clicked.connect(self._act)
        self.turn_button.clicked.connect(self._turn)
        self.pass_button.clicked.connect(self._pass)
        self.void_button.clicked.connect(self._void)
        self.new_button.clicked.connect(lambda: self._desk.start(DeskAct.ENQUIRE))
        self.answer_button.bind(self)

    # What the page asks -----------------------------------------------------------------------------------------------

    def show_enquiry(self, enquiry_id: int) -> None:
        """Put the cursor on a question, answered or not."""
        self._wanted = enquiry_id
        self.search.clear()
        is_open = work.call(enquiry_of, self._desk.session.act(), enquiry_id).is_open
        self.state.set_value(None if is_open else "all")
        self.refresh()

    def summary(self) -> str:
        if self._found is None:
            return ""
        waiting = [line for line in self._found.lines if line.enquiry.is_open]
        late = sum(line.due.state is DueState.OVERDUE for line in waiting)
        return f"待答复 {len(waiting)} 件" + (f"，逾期 {late} 件" if late else "")

    def in_hand(self) -> dict[str, int]:
        """What F8 begins with here: the question under the cursor, if it is open."""
        enquiry = self._current()
        return {"enquiry_id": enquiry.id} if enquiry is not None and enquiry.is_open else {}

    def refresh(self) -> None:
        self._steady.stop()  # what is looked for now needs no second look
        act, open_only = self._desk.session.act(), self.state.value() is None
        text = self.search.text().strip()
        work.latest(self, partial(load_enquiries, act, open_only=open_only, text=text), self._fill, topic="enquiries")

    def _fill(self, found: Found) -> None:
        self._found = found
        self.model.set_rows(found.lines)
        if self._wanted is not None:
            self.view.select_key(self._wanted)
            self._wanted = None
        elif self.view.current_row() is None:
            self.view.select_first()
        self._allow()
        self.told.emit()

    # Steps ------------------------------------------------------------------------------------------------------------

    def _current(self) -> Enquiry | None:
        line = self.view.current_row()
        return line.enquiry if line else None

    def _allow(self, *_: object) -> None:
        enquiry = self._current()
        is_open = enquiry is not None and enquiry.is_open
        turned = enquiry is not None and bool(enquiry.complaint_no)
        self.answer_button.set_words("打开处理单" if turned else "答复")
        self.answer_button.setEnabled(is_open or turned)
        for button in (self.turn_button, self.pass_button):
            button.setEnabled(is_open)
        self.void_button.setVisible(self._found is not None and self._found.may_void)
        self.void_button.setEnabled(is_open)

    def _act(self, *_: object) -> None:
        enquiry = self._current()
        if enquiry is None or not self.isVisible():
            return
        if enquiry.complaint_no:
            self._desk.open_number(enquiry.complaint_no)
        elif enquiry.is_open:
            self._open(AnswerEnquiryDialog(self._desk, enquiry))
        else:
            notify.say(f"已答复：{enquiry.answer}" if enquiry.answer else f"已作废：{enquiry.void_reason}")

    def _turn(self) -> None:
        if self.in_hand():
            self._desk.start(DeskAct.COMPLAIN, **self.in_hand())

    def _pass(self) -> None:
        enquiry = self._current()
        if enquiry is not None and self._found is not None:
            self._open(PassEnquiryDialog(self._desk, enquiry, self._found.people))

    def _void(self) -> None:
        enquiry = self._current()
        if enquiry is None:
            return
        act = self._desk.session.act
        dialog = ReasonDialog(
            self._desk.sheets,
            f"作废 {enquiry.number}",
            "作废",
            text="登记错了或重复了才作废；作废后不再提醒，仍可查到。",
            job=lambda reason, request_id: work.call(void_question, act(request_id=request_id), enquiry.id, reason),
            icon="ban",
        )
        self._open(dialog)

    def _open(self, dialog: FormDialog[Enquiry]) -> None:
        dialog.accepted.connect(self._desk.changed)
        dialog.open()


def _columns() -> Sequence[Column[Line]]:
    return (
        Column(key="state", title="状态", text=lambda line: _pill(line).words, pill=_pill, width=132),
        Column(key="number", title="单号", text=lambda line: line.enquiry.number, width=150),
        Column(key="who", title="客户", text=_who, after=lambda line: line.enquiry.mobile, width=220),
        Column(key="question", title="问什么", text=lambda line: line.enquiry.question, stretch=True),
        Column(key="owner", title="谁来答复", text=lambda line: line.owner, width=96),
        Column(key="due", title="期限", text=lambda line: f"{line.enquiry.due_on:%m-%d}", width=72),
    )


def _who(line: Line) -> str:
    plate = format_plate(line.enquiry.plate) if line.enquiry.plate else ""
    return " ".join(part for part in (line.enquiry.name, plate) if part) or "未留名"


def _pill(line: Line) -> Pill:
    enquiry = line.enquiry
    if enquiry.complaint_no:
        return Pill("已转投诉", Tone.INFO, "message-square-warning")
    if enquiry.void_reason:
        return Pill("已作废", Tone.NEUTRAL, "ban")
    if enquiry.answered_at is not None:
        return Pill("已答复", Tone.GOOD, "check")
    return Pill(line.due.words, *_DUE[line.due.state])
