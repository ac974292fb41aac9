"""咨询登记 (Ctrl+F8): who asks what, who answers until when; answered on the spot, or turned into a complaint with one key."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QGridLayout

from deskapp.complaints.lists import Means
from ui.complaints.enquiry_loading import Asked, begin_question, save_question
from ui.complaints.receive_caller import CallerFields
from ui.complaints.receive_loading import load_caller
from ui.desk import DeskAct
from ui.kit import buttons, notify, theme, work
from ui.kit.fields_choice import SegmentsField
from ui.kit.fields_person import PersonField
from ui.kit.fields_text import NotesField
from ui.kit.form_dialog import FormDialog
from ui.kit.labels import Hint
from ui.kit.segments import Option

if TYPE_CHECKING:
    from deskapp.complaints.reception import Caller
    from deskapp.complaints.things import Enquiry
    from deskapp.errors import AlreadySaved
    from ui.desk import Desk
    from ui.kit.drafts import Draft

MEANS = tuple(Option(one, one.label) for one in Means)


class EnquiryDialog(FormDialog["Enquiry"]):
    """Answered at once where an answer is filled in, else it waits for its owner."""

    def __init__(self, desk: Desk, *, customer_id: int | None = None, draft: Draft | None = None) -> None:
        super().__init__(
            desk.sheets,
            "咨询登记",
            "登记",
            form="enquire",
            icon="message-square",
            hint="不满意就转投诉",
            width=theme.DIALOG_WIDTHS[1],
            drafts=desk.drafts,
            draft=draft,
        )
        self._desk = desk
        self._turns = False
        if draft is not None:
            customer_id = draft.values.get("customer_id")
        begun = work.call(begin_question, desk.session.act(), customer_id)
        self.caller = CallerFields(desk, self, self.field, area=begun.plate_area, must_name=False)
        words = NotesField("question", "客户问什么", limit=500, lines=3, required=True, placeholder="例如 首保可以提前做吗")
        self.question = self.field("question", words)
        self.answer = self.field("answer", NotesField("answer", "当场答复", limit=500, lines=2, placeholder="当场答不了就空着"))
        self.means: SegmentsField[Means] = self.field("means", SegmentsField("means", "怎样答复", MEANS, width=64))
        self.owner = self.field("owner", PersonField("owner", "谁来答复", begun.people, required=True))
        self.due = Hint()
        self._lay_out_fields()
        self._wire()
        self._fill(begun)

    def _lay_out_fields(self) -> None:
        self.body.addWidget(self.caller)
        self.body.addWidget(self.caller.vehicle)
        self.body.addWidget(self.question)
        self.body.addWidget(self.answer)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.GAP_WIDE)
        grid.addWidget(self.means, 0, 0)
        grid.addWidget(self.owner, 0, 1)
        grid.addWidget(self.due, 1, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.body.addLayout(grid)
        self.turn_button = buttons.plain("登记并转投诉", icon="message-square-warning", key="Alt+T", name="turn_into_complaint")
        self.turn_button.bind(self)
        self.add_button(self.turn_button)

    def _wire(self) -> None:
        self.caller.bind(self)
        self.caller.customer_wanted.connect(self._load_caller)
        self.answer.changed.connect(self._answered)
        self.turn_button.clicked.connect(self._turn)
        self.accepted.connect(self._saved)
        self.saved_before.connect(self._saved_before)

    def _fill(self, begun: Asked) -> None:
        self.owner.set_value(begun.owner_id)
        self.means.set_value(Means.PHONE)
        self._due_words = f"{begun.due_on:%m-%d} 下班前答复"
        self._answered()
        if begun.caller is not None:
            self._show_caller(begun.caller)

    def _answered(self) -> None:
        """What was answered waits for nobody."""
        answered = not self.answer.is_empty()
        self.due.set_text("已答复，不再提醒" if answered else self._due_words)
        self.means.setEnabled(answered)
        self.primary_button.set_words("登记并办结" if answered else "登记")

    def _load_caller(self, customer_id: int) -> None:
        self._show_caller(work.call(load_caller, self._desk.session.act(), customer_id))

    def _show_caller(self, caller: Caller) -> None:
        self.caller.show_known(caller)
        self.question.focus_editor()

    # Saving -----------------------------------------------------------------------------------------------------------

    def save(self) -> Enquiry:
        typed = self.caller.form_values()
        question, answer = self.question.need(), self.answer.value() or ""
        if self._turns and answer:
            question, answer = f"{question}（已答复：{answer}）", ""
        given = {
            "question": question,
            "answer": answer,
            "means": self.means.value() or Means.PHONE,
            "owner_id": self.owner.need(),
            "customer_id": typed.get("customer_id"),
            "name": typed.get("name", ""),
            "mobile": typed.get("mobile", ""),
            "plate": self.caller.plate_text(),
        }
        return work.call(partial(save_question, self._desk.session.act(request_id=self.request_id), **given))

    def accept(self) -> None:
        super().accept()
        self._turns = False

    def _turn(self) -> None:
        self._turns = True
        self.accept()

    def _saved(self, made: Enquiry) -> None:
        if self._turns:  # after this sheet is gone: the next form opens over the window, not over it
            QTimer.singleShot(0, self._desk.sheets, partial(self._desk.start, DeskAct.COMPLAIN, enquiry_id=made.id))
        elif made.is_open:
            notify.say(f"{made.number} 已登记，{made.due_on:%m-%d} 下班前答复")
        else:
            notify.say(f"{made.number} 已登记并办结")

    def _saved_before(self, saved: AlreadySaved) -> None:
        self._desk.open_number(saved.number)

    # Draft ------------------------------------------------------------------------------------------------------------

    def draft_title(self) -> str:
        return f"咨询 {self.caller.called()}".strip()

    def draft_values(self) -> dict[str, Any]:
        return super().draft_values() | self.caller.kept()

    def restore(self, values: Mapping[str, Any]) -> None:
        super().restore(values)
        self.caller.put_back(values)
