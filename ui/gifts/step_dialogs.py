"""The two steps of a redemption that ask something: who signed, and whether the gift came back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout

from deskapp.gifts.domain import Receiver, Relation
from ui.kit import theme, work
from ui.kit.fields_choice import SegmentsField
from ui.kit.fields_code import MobileField, NameField
from ui.kit.fields_text import NotesField
from ui.kit.form_dialog import FormDialog
from ui.kit.labels import Wrapped
from ui.kit.segments import Option
from ui.kit.ticks import Tick

if TYPE_CHECKING:
    from deskapp.data import Act
    from deskapp.gifts.slips import Redemption
    from ui.desk import Desk


class SignDialog(FormDialog["Redemption"]):
    """登记签收: the customer has the gift and has signed the paper."""

    def __init__(self, desk: Desk, redemption: Redemption) -> None:
        super().__init__(desk.sheets, f"登记签收 {redemption.number}", "登记签收", form="sign_receipt", icon="gift")
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
        self.body.addWidget(Wrapped(f"{redemption.customer_name}：{redemption.what}。请先核对客户在兑换单上的签字。"))
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
        return work.call(_sign, act, self._redemption.id, Receiver(relation, name, mobile))


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


def _sign(act: Act, redemption_id: int, receiver: Receiver) -> Redemption:
    from deskapp.gifts.steps import sign_receipt

    return sign_receipt(act=act, redemption_id=redemption_id, receiver=receiver)


def _undo(act: Act, redemption_id: int, reason: str, *, restock: bool) -> Redemption:
    from deskapp.gifts.steps import undo_redemption

    return undo_redemption(act=act, redemption_id=redemption_id, reason=reason, restock=restock)
