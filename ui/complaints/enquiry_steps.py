"""What one does with a question: answer it, pass it on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from deskapp.complaints.lists import Means
from deskapp.staff.domain import Right
from ui.complaints.call_number import CallNumber
from ui.complaints.enquiry_dialog import MEANS
from ui.complaints.enquiry_loading import answer_question, pass_question, reveal_number
from ui.kit import notify, theme, work
from ui.kit.fields_choice import SegmentsField
from ui.kit.fields_person import PersonChoice, PersonField
from ui.kit.fields_text import NotesField
from ui.kit.form_dialog import FormDialog
from ui.kit.labels import Wrapped
from ui.kit.step_form import StepForm

if TYPE_CHECKING:
    from deskapp.complaints.things import Enquiry
    from ui.desk import Desk


class AnswerEnquiryDialog(StepForm["Enquiry"]):
    """答复: what was said, and by which means."""

    def __init__(self, desk: Desk, enquiry: Enquiry) -> None:
        super().__init__(desk.sheets, f"答复 {enquiry.number}", "已答复", form="answer_enquiry", icon="message-square")
        self._desk, self._enquiry = desk, enquiry
        self.keep_for(desk, desk.session.act().staff_id, enquiry.id)
        _say_question(self, enquiry)
        if enquiry.mobile and desk.session.may(Right.SEE_FULL_NUMBER):
            self.body.addWidget(CallNumber(desk, self, enquiry.mobile, lambda act: reveal_number(act, enquiry.id)))
        self.answer = self.field("answer", NotesField("answer", "答复了什么", limit=500, lines=3, required=True))
        self.means: SegmentsField[Means] = self.field("means", SegmentsField("means", "怎样答复", MEANS, width=64, required=True))
        self.means.set_value(Means.PHONE)
        self.body.addWidget(self.answer)
        self.body.addWidget(self.means)

    def save(self) -> Enquiry:
        act = self._desk.session.act(request_id=self.request_id)
        made = work.call(answer_question, act, self._enquiry.id, self.answer.need(), self.means.need())
        notify.say(f"{made.number} 已答复")
        return made


class PassEnquiryDialog(FormDialog["Enquiry"]):
    """转给别人: who answers it instead; the day stays."""

    def __init__(self, desk: Desk, enquiry: Enquiry, people: Sequence[PersonChoice]) -> None:
        super().__init__(desk.sheets, f"转交 {enquiry.number}", "转交", form="pass_enquiry", icon="user-check")
        self._desk, self._enquiry = desk, enquiry
        _say_question(self, enquiry)
        self.owner = self.field("owner", PersonField("owner", "谁来答复", people, required=True, hint=f"期限不变，{enquiry.due_on:%m-%d}"))
        self.body.addWidget(self.owner)

    def save(self) -> Enquiry:
        act = self._desk.session.act(request_id=self.request_id)
        made = work.call(pass_question, act, self._enquiry.id, self.owner.need())
        notify.say(f"{made.number} 已转交 {self.owner.text()}")
        return made


def _say_question(dialog: FormDialog[Enquiry], enquiry: Enquiry) -> None:
    who = "　".join(part for part in (enquiry.name, enquiry.mobile, enquiry.plate) if part)
    dialog.body.addWidget(Wrapped(f"“{enquiry.question}”", bold=True))
    if who:
        dialog.body.addWidget(Wrapped(who, colour=theme.INK_2))
