"""One consent taken back or given later: how the customer said it, in one step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskapp.customers.domain import Answer, ConsentChannel, Purpose
from ui.kit import notify, work
from ui.kit.fields_choice import SegmentsField
from ui.kit.form_dialog import FormDialog
from ui.kit.labels import Wrapped
from ui.kit.segments import Option

if TYPE_CHECKING:
    from deskapp.customers.domain import Customer
    from deskapp.data import Act
    from ui.desk import Desk

_CHANNELS = (ConsentChannel.COUNTER, ConsentChannel.PHONE, ConsentChannel.PAPER)


class ConsentDialog(FormDialog[None]):
    """Takes effect at once; earlier answers stay in the history."""

    def __init__(self, desk: Desk, guest: Customer, purpose: Purpose, *, given: bool) -> None:
        title = f"改为同意：{purpose.label}" if given else f"撤回同意：{purpose.label}"
        super().__init__(desk.sheets, title, "改为同意" if given else "撤回", form="consent", icon="shield-check", hint=guest.name)
        self._desk, self._guest, self._purpose, self._given = desk, guest, purpose, given
        options = tuple(Option(channel, channel.label) for channel in _CHANNELS)
        self.channel = self.field("channel", SegmentsField[ConsentChannel]("channel", "客户怎样表示的", options, required=True))
        self.channel.set_value(ConsentChannel.COUNTER)
        self.body.addWidget(self.channel)
        words = "请先让客户看过现在的告知书。" if given else "立即生效。以前的记录保留，购车、维修等其他服务不受影响。"
        if purpose is Purpose.SERVICE and not given:
            words += "撤回会员服务后请同时办理退会。"
        self.body.addWidget(Wrapped(words))

    def save(self) -> None:
        act = self._desk.session.act(request_id=self.request_id)
        work.call(_answer, act, self._guest.id, self._purpose, self._given, self.channel.need())
        notify.say(f"{self._purpose.label}：{'已改为同意' if self._given else '已撤回'}")


def _answer(act: Act, customer_id: int, purpose: Purpose, given: bool, channel: ConsentChannel) -> None:
    from deskapp.customers.consents import record_consents, withdraw_consent

    if given:
        record_consents(act=act, customer_id=customer_id, answers=[Answer(purpose, given=True)], channel=channel)
    else:
        withdraw_consent(act=act, customer_id=customer_id, purpose=purpose, channel=channel)
