"""投诉受理 (F8): who, by which way, what kind, how severe, his own words, what he wants; then the slip is printed in its copies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from deskapp.complaints.steps import Outdated
from deskapp.complaints.things import ComplaintForm, Seen
from ui.complaints.papers import slip_job
from ui.complaints.receive_caller import CallerFields, Who
from ui.complaints.receive_case import CaseFields
from ui.complaints.receive_loading import begin, correct_slip, load_caller, load_promises, load_repeats, save_slip, seen_now
from ui.complaints.receive_more import MoreFields
from ui.complaints.receive_side import ReceiveSide
from ui.kit import buttons, notify, theme, work
from ui.kit.banners import Banner
from ui.kit.folds import Folded
from ui.kit.form_dialog import FormDialog
from ui.kit.theme import Tone

if TYPE_CHECKING:
    from deskapp.complaints.lists import Severity
    from deskapp.complaints.reception import Caller, Promise
    from deskapp.complaints.things import Complaint
    from deskapp.errors import AlreadySaved, UserError
    from ui.desk import Desk
    from ui.kit.drafts import Draft


class ReceiveDialog(FormDialog["Complaint"]):
    """`enquiry_id` and `remark_id` name what the slip is made from, `complaint_id` one that is corrected.

    By 客服 the slip is submitted; by anybody else it is a draft that 客服 submits.
    """

    def __init__(
        self,
        desk: Desk,
        *,
        customer_id: int | None = None,
        draft: Draft | None = None,
        enquiry_id: int | None = None,
        remark_id: int | None = None,
        complaint_id: int | None = None,
    ) -> None:
        self._made_of = {"enquiry_id": enquiry_id, "remark_id": remark_id}
        if draft is not None:  # it holds what the question or the remark said, whatever became of them since
            self._made_of = {name: draft.values.get(name) for name in self._made_of}
            customer_id, complaint_id = draft.values.get("customer_id"), draft.values.get("complaint_id")
            enquiry_id = remark_id = None
        begun = work.call(
            partial(
                begin,
                desk.session.act(),
                customer_id=customer_id,
                enquiry_id=enquiry_id,
                remark_id=remark_id,
                complaint_id=complaint_id,
            )
        )
        super().__init__(
            desk.sheets,
            f"修改 {begun.slip.number}" if begun.slip else "投诉受理",
            "保存修改" if begun.slip else "受理并打印" if begun.offer.may_submit else "存为草稿，交客服",
            form="complain",
            icon="message-square-warning",
            act_icon="printer" if begun.offer.may_submit and not begun.slip else "check",
            hint="必填在前，约 90 秒",
            width=theme.DIALOG_WIDTHS[2],
            drafts=desk.drafts,
            draft=draft,
        )
        self._desk, self._begun = desk, begun
        self._seen = begun.slip.seen if begun.slip else None
        self._other_way = False
        self._promises = begun.offer.promises
        self._make_fields()
        self._lay_out_fields()
        self._wire()
        self._fill(customer_known=begun.caller)

    # Fields -----------------------------------------------------------------------------------------------------------

    def _make_fields(self) -> None:
        offer, now = self._begun.offer, self._desk.session.now
        self.caller = CallerFields(self._desk, self, self.field, area=offer.plate_area)
        self.field("anonymous", self.caller.anonymous)
        work.breathe()
        self.case = CaseFields(self, self.field, offer, now=now, asks_contact=self._begun.slip is None)
        work.breathe()
        self.more_fields = MoreFields(self.field, offer, now=now)
        work.breathe()
        self.side = ReceiveSide(self.caller.vehicle)

    # Layout -----------------------------------------------------------------------------------------------------------

    def _lay_out_fields(self) -> None:
        if self._begun.origin:
            self.body.addWidget(Banner(self._begun.origin, Tone.INFO, name="origin"))
        self.body.addWidget(self.caller)
        self.body.addWidget(self.case)
        self.more = Folded("更多", "发生时间地点、顾问、工单、专人、照片、录音，可以以后再填", key="Alt+M", name="more")
        self.more.bind(self)
        self.more.set_content(self.more_fields.grid())
        for attached in (self.more_fields.photos, self.more_fields.files):
            attached.setVisible(self._begun.slip is None)  # a slip that stands has its own way to them
        self.body.addWidget(self.more)
        self.body.addStretch(1)
        self.set_side(self.side)
        self.set_tab_order(self.caller.other, self.caller.vehicle.combo)
        self.set_tab_order(self.more.head, self.primary_button)  # not 取消: Enter behind the last field means the act
        self._lay_out_foot()
        self.setMinimumHeight(min(theme.DIALOG_HEIGHT, self._desk.sheets.height()))

    def _lay_out_foot(self) -> None:
        """客服 prints by the main button and saves by the other; who writes a draft the other way round."""
        submits = self._begun.offer.may_submit
        self.other_button = (
            buttons.plain("只受理", icon="check", key="Ctrl+S", name="save_only")
            if submits
            else buttons.plain("存草稿并打印", icon="printer", key="Ctrl+P", name="save_and_print")
        )
        if self._begun.slip is None:
            self.other_button.bind(self)
            self.add_button(self.other_button)

    # Wiring -----------------------------------------------------------------------------------------------------------

    def _wire(self) -> None:
        self.caller.bind(self)
        self.case.bind(self)
        self.caller.customer_wanted.connect(self._load_caller)
        self.caller.changed.connect(self._caller_changed)
        self.case.kind_changed.connect(self._look_for_repeats)
        self.case.level_changed.connect(self._promise)
        self.case.face_to_face.toggled.connect(self._promise)
        self.case.outlet_changed.connect(self._name_owner)
        self.more_fields.vin.changed.connect(self._look_for_repeats)
        self.more_fields.received_at.settled.connect(self._received_then)
        self.other_button.clicked.connect(self._save_the_other_way)
        self.side.slip_wanted.connect(self._open_slip)
        self.case.not_asked.clicked.connect(lambda: self._scroll_to(self.case.remedy))
        self.more.toggled.connect(self._show_more)
        self.accepted.connect(self._saved)
        self.saved_before.connect(self._saved_before)

    def _fill(self, *, customer_known: Caller | None) -> None:
        form = self._begun.form
        self.case.outlet.set_value(self._begun.offer.outlet_id)
        if customer_known is not None:
            self._show_caller(customer_known)
        if form is None:
            return
        self.case.show_form(form, whole=self._begun.slip is not None or form.remark_id is not None)
        self.more_fields.show_form(form)
        if customer_known is None:
            self.caller.show_form(form)
        elif form.vehicle_id is not None:
            self.caller.vehicle.set_value(form.vehicle_id)

    # What follows from what --------------------------------------------------------------------------------------------

    def _load_caller(self, customer_id: int) -> None:
        self._show_caller(work.call(load_caller, self._desk.session.act(), customer_id))

    def _show_caller(self, caller: Caller) -> None:
        self.caller.show_known(caller)
        self.more_fields.show_caller(caller)
        (self.case.source if self.caller.vehicle.isHidden() else self.caller.vehicle).focus_editor()

    def _caller_changed(self) -> None:
        known = self.caller.known if self.caller.who is Who.KNOWN else None
        if known is None:
            self.side.show_nobody()
        else:
            self.side.show_caller(known, self.caller.vehicle_id())
        self._promise()
        self._look_for_repeats()

    def _promise(self) -> None:
        severity = self.case.level()
        promise = self._promises[severity] if severity else None
        contact = "匿名，不联系" if self.caller.who is Who.ANONYMOUS else "客户在场，已联系" if self.case.spoken_to() else ""
        self.side.show_promise(promise, self._desk.session.now(), contact=contact)

    def _received_then(self) -> None:
        """A slip typed in later is counted from when the customer spoke."""
        received = self.more_fields.received() or self._desk.session.now()
        work.latest(self, partial(load_promises, received), self._counted, topic="promises")

    def _counted(self, promises: Mapping[Severity, Promise]) -> None:
        self._promises = promises
        self._promise()

    def _name_owner(self, outlet_id: int | None) -> None:
        """专人 of the outlet, who is known before anybody asks."""
        owner = self._begun.offer.owners.get(outlet_id) if outlet_id is not None else None
        if owner is not None:
            self.more_fields.case_owner.set_value(owner)

    def _look_for_repeats(self) -> None:
        code = self.case.category.code()
        customer_id, plate, vin = self.caller.customer_id(), self.caller.plate_text(), self.more_fields.vin.text()
        if not code or not (customer_id is not None or plate or vin):
            self._show_repeats(())
            return
        act = self._desk.session.act()
        work.latest(
            self,
            partial(load_repeats, act, code, self.more_fields.received(), customer_id, plate, vin),
            self._show_repeats,
            topic="repeats",
        )

    def _show_repeats(self, found: Sequence[Complaint]) -> None:
        own = self._begun.slip.id if self._begun.slip else None
        others = [slip for slip in found if slip.id != own]
        if not others:
            self.case.show_repeat("")
            return
        last, days = others[0], self._begun.offer.repeat_days
        what = f"{last.number}（{last.received_at:%m-%d}，{last.state.label}）"
        self.case.show_repeat(f"重复投诉：同一类别 {days} 天内第 {len(others) + 1} 次，上次 {what}，受理后自动关联")

    def _show_more(self, is_open: bool) -> None:
        if is_open:
            first = self.more_fields.happened_at
            first.focus_editor()
            self._scroll_to(first, below=theme.DIALOG_HEIGHT // 2)

    def _scroll_to(self, field: QWidget, *, below: int = theme.GAP_WIDE) -> None:
        """After what has just appeared took its room."""
        QTimer.singleShot(0, self, lambda: self._body.ensureWidgetVisible(field, 0, below))

    def _open_slip(self, number: str) -> None:
        self.escape()
        self._desk.open_number(number)

    # Saving -----------------------------------------------------------------------------------------------------------

    def save(self) -> Complaint:
        values: dict[str, Any] = {
            "enquiry_id": self._made_of["enquiry_id"],
            "remark_id": self._made_of["remark_id"],
            **self.more_fields.values(),
            **self.case.values(),
            **self.caller.form_values(),
        }
        if self.case.spoken_to() and self.caller.who is not Who.ANONYMOUS:
            values["first_contact_at"] = values["received_at"] or self._desk.session.now()
        form = ComplaintForm(**values)
        reasons = self.caller.reasons() | self.more_fields.reasons()
        act = self._desk.session.act(request_id=self.request_id)
        if self._seen is not None:
            return work.call(correct_slip, act, self._seen, form, reasons)
        photos, files = self.more_fields.photos.photos(), self.more_fields.files
        return work.call(save_slip, act, form, photos, files.files(), reasons, informed=files.informed())

    def accept(self) -> None:
        super().accept()
        self._other_way = False

    def show_refusal(self, refusal: UserError) -> None:
        """Who was told what another PC wrote meanwhile has seen it: his next press saves over it."""
        super().show_refusal(refusal)
        if self._seen is not None and any(isinstance(one, Outdated) for one in refusal.problems):
            self._seen = work.call(seen_now, self._desk.session.act(), self._seen.complaint_id)

    def _save_the_other_way(self) -> None:
        self._other_way = True
        self.accept()

    def _saved(self, made: Complaint) -> None:
        if self._begun.slip is not None:
            notify.say(f"{made.number} 已修改")
            return
        if self._begun.offer.may_submit:
            notify.say(f"{made.number} 已受理，待派单" + (f"；重复投诉，已关联 {made.repeat_no}" if made.repeat_no else ""))
        else:
            notify.say(f"{made.number} 已存为草稿，请客服提交", tone=Tone.WARN)
        if (
            self._begun.offer.may_submit is not self._other_way
        ):  # after this sheet is gone: waiting for the paper would delete it under its own save
            QTimer.singleShot(0, self._desk.sheets, partial(_print, self._desk, made.id))

    def _saved_before(self, saved: AlreadySaved) -> None:
        self._desk.open_number(saved.number)

    # Draft ------------------------------------------------------------------------------------------------------------

    def draft_title(self) -> str:
        return f"投诉 {self.caller.called()}".strip()

    def draft_values(self) -> dict[str, Any]:
        seen = {"complaint_id": self._seen.complaint_id, "version": self._seen.version} if self._seen else {}
        return super().draft_values() | self.caller.kept() | self._made_of | seen

    def restore(self, values: Mapping[str, Any]) -> None:
        super().restore(values)
        self.caller.put_back(values)
        if self._seen is not None:
            self._seen = Seen(self._seen.complaint_id, values["version"])


def _print(desk: Desk, complaint_id: int) -> None:
    desk.print_paper(work.call(slip_job, desk.session.act(), complaint_id))
