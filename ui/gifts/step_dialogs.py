"""The steps of a redemption that ask something: how it is sent off, who signed, whether the gift came back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout

from deskapp.gifts.domain import HandoverMode, Means, Receiver, Relation, State
from ui.gifts.means_fields import MeansFields
from ui.kit import theme, work
from ui.kit.fields_choice import SegmentsField
from ui.kit.fields_code import MobileField, NameField, ScanField
from ui.kit.fields_text import NotesField
from ui.kit.form_dialog import FormDialog
from ui.kit.labels import Wrapped
from ui.kit.segments import Option
from ui.kit.ticks import Tick

if TYPE_CHECKING:
    from deskapp.data import Act
    from deskapp.gifts.slips import Redemption
    from deskapp.staff.domain import Person
    from ui.desk import Desk


class SendDialog(FormDialog["Redemption"]):
    """安排送达: a colleague takes it along, or the courier has it."""

    def __init__(self, desk: Desk, redemption: Redemption) -> None:
        super().__init__(desk.sheets, f"安排送达 {redemption.number}", "送出并打印", form="send_gift", icon="truck", act_icon="printer")
        self._desk, self._redemption = desk, redemption
        options = [Option(mode, mode.label) for mode in (HandoverMode.DELIVERY, HandoverMode.COURIER)]
        self.mode: SegmentsField[HandoverMode] = self.field("mode", SegmentsField("mode", "怎么送", options, required=True))
        self.means = MeansFields(today=desk.session.now().date(), carriers=work.call(_carriers))
        for field in self.means.fields:
            self.field(field.name, field)
        self.courier_no = self.field("courier_no", ScanField("courier_no", "快递单号", required=True, hint="可扫面单条码"))
        self.body.addWidget(Wrapped(f"{redemption.customer_name}：{redemption.what}。"))
        self.body.addWidget(self.mode)
        self.body.addWidget(self.means)
        self.body.addWidget(self.courier_no)
        self.mode.changed.connect(self._ask_means)
        self._fill(redemption)

    def _fill(self, redemption: Redemption) -> None:
        agreed = redemption.mode is not HandoverMode.COUNTER
        self.mode.set_value(redemption.mode if agreed else HandoverMode.DELIVERY)
        planned, today = redemption.planned_on, self._desk.session.now().date()
        address = redemption.address or work.call(_address, self._desk.session.act(), redemption.customer_id)
        self.means.fill(planned_on=planned if planned and planned >= today else None, carrier_id=redemption.carrier_id, address=address)
        self._ask_means()

    def _ask_means(self) -> None:
        mode = self.mode.value() or HandoverMode.DELIVERY
        self.means.ask_for(mode, later=False)
        self.courier_no.setVisible(mode is HandoverMode.COURIER)

    def save(self) -> Redemption:
        parcel = "" if self.courier_no.isHidden() else self.courier_no.need()
        act = self._desk.session.act(request_id=self.request_id)
        return work.call(_send, act, self._redemption.id, self.means.means(), parcel)


class SignDialog(FormDialog["Redemption"]):
    """登记签收: the customer has the gift and has signed the paper, at the counter or where it was brought."""

    def __init__(self, desk: Desk, redemption: Redemption) -> None:
        title = "送达签收" if redemption.state is State.ON_THE_WAY else "登记签收"
        super().__init__(desk.sheets, f"{title} {redemption.number}", title, form="sign_receipt", icon="gift")
        self._desk, self._redemption = desk, redemption
        options = [Option(one, one.label) for one in Relation]
        self.relation: SegmentsField[Relation] = self.field(
            "relation", SegmentsField("relation", "签收人与会员关系", options, required=True)
        )
        self.received_by = self.field("received_by", NameField("received_by", "签收人", required=True))
        self.mobile = self.field("receiver_mobile", MobileField("receiver_mobile", "代领手机", required=True))
        signer = QHBoxLayout()
        signer.setSpacing(theme.GAP)
        signer.addWidget(self.received_by, 1)
        signer.addWidget(self.mobile, 1)
        by_post = redemption.state is State.ON_THE_WAY and redemption.mode is HandoverMode.COURIER
        check = f"请按快递 {redemption.courier_no} 的签收记录填写。" if by_post else "请先核对客户在兑换单上的签字。"
        self.body.addWidget(Wrapped(f"{redemption.customer_name}：{redemption.what}。{check}"))
        self.body.addWidget(self.relation)
        self.body.addLayout(signer)
        self.relation.changed.connect(self._ask_signer)
        self.relation.set_value(redemption.receiver.relation)
        self.received_by.set_text(redemption.receiver.name)
        self.mobile.set_text(redemption.receiver.mobile)
        self._ask_signer()

    def _ask_signer(self) -> None:
        relation = self.relation.value()
        self.received_by.setVisible(relation is not Relation.SELF)
        self.mobile.setVisible(relation is Relation.PROXY)

    def save(self) -> Redemption:
        relation = self.relation.need()
        name = "" if relation is Relation.SELF else self.received_by.need()
        mobile = self.mobile.need() if relation is Relation.PROXY else ""
        act = self._desk.session.act(request_id=self.request_id)
        return work.call(_sign, act, self._redemption, Receiver(relation, name, mobile))


class UndoDialog(FormDialog["Redemption"]):
    """撤销: the points go back; the gift too, if it was taken back from the customer."""

    def __init__(self, desk: Desk, redemption: Redemption) -> None:
        super().__init__(desk.sheets, f"撤销 {redemption.number}", "撤销兑换", form="undo_redemption", icon="undo-2")
        self._desk, self._redemption = desk, redemption
        self.reason = self.field("reason_text", NotesField("reason_text", "原因", required=True, placeholder="例如：点错礼品"))
        self.restock = Tick("礼品已收回，退回库存", name="restock")
        self.restock.setChecked(True)
        self.body.addWidget(Wrapped(f"{redemption.customer_name}：{redemption.what}。退回 {redemption.cost:,} 分，只能当天撤销。"))
        self.body.addWidget(self.reason)
        self.body.addWidget(self.restock)

    def save(self) -> Redemption:
        act = self._desk.session.act(request_id=self.request_id)
        return work.call(_undo, act, self._redemption.id, self.reason.need(), restock=self.restock.isChecked())


def _carriers() -> Sequence[Person]:
    from deskapp.staff.service import people

    return people()


def _address(act: Act, customer_id: int) -> str:
    from deskapp.gifts.counter import postal_address

    return postal_address(act=act, customer_id=customer_id)


def _send(act: Act, redemption_id: int, means: Means, courier_no: str) -> Redemption:
    from deskapp.gifts.steps import send_gift

    return send_gift(act=act, redemption_id=redemption_id, means=means, courier_no=courier_no)


def _sign(act: Act, redemption: Redemption, receiver: Receiver) -> Redemption:
    from deskapp.gifts.steps import sign_delivery, sign_receipt

    sign = sign_delivery if redemption.state is State.ON_THE_WAY else sign_receipt
    return sign(act=act, redemption_id=redemption.id, receiver=receiver)


def _undo(act: Act, redemption_id: int, reason: str, *, restock: bool) -> Redemption:
    from deskapp.gifts.steps import undo_redemption

    return undo_redemption(act=act, redemption_id=redemption_id, reason=reason, restock=restock)
