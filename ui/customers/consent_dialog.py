"""A consent given later: after the guest has seen the notice, by the channel he said it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QScrollArea

from deskapp.customers.domain import Answer, ConsentChannel, Purpose
from ui.kit import notify, theme, work
from ui.kit.fields_choice import SegmentsField
from ui.kit.folds import Folded
from ui.kit.form_dialog import FormDialog
from ui.kit.labels import Wrapped
from ui.kit.segments import Option

if TYPE_CHECKING:
    from deskapp.customers.domain import Customer, Notice
    from deskapp.data import Act
    from ui.desk import Desk

_CHANNELS = (ConsentChannel.PAPER, ConsentChannel.COUNTER, ConsentChannel.PHONE)


class ConsentDialog(FormDialog[None]):
    """Takes effect at once; earlier answers stay in the history. Nothing is chosen beforehand."""

    def __init__(self, desk: Desk, guest: Customer, purpose: Purpose) -> None:
        super().__init__(desk.sheets, f"改为同意：{purpose.label}", "改为同意", form="consent", icon="shield-check", hint=guest.name)
        self._desk, self._guest, self._purpose = desk, guest, purpose
        options = tuple(Option(channel, channel.label) for channel in _CHANNELS)
        self.channel = self.field("channel", SegmentsField[ConsentChannel]("channel", "客户怎样表示的", options, required=True))
        notice = work.call(_notice)
        self.body.addWidget(Wrapped(f"请先让客户看过告知书（第 {notice.version} 版），再由本人表示。可以随时撤回。"))
        self.body.addWidget(self.channel)
        self.body.addWidget(self._make_notice(notice))

    def _make_notice(self, notice: Notice) -> Folded:
        """The words he agrees to, to be read aloud or turned to him."""
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFixedHeight(8 * theme.ROW_PANEL)
        words = Wrapped(notice.text)
        area.setWidget(words)
        for surface in (words, area.viewport()):
            surface.setAutoFillBackground(False)
        fold = Folded(f"告知书　第 {notice.version} 版", "读给客户听，或转过屏幕给他看", name="notice")
        fold.set_content(area)
        fold.toggled.connect(self.fit)
        return fold

    def save(self) -> None:
        act = self._desk.session.act(request_id=self.request_id)
        work.call(_give, act, self._guest.id, self._purpose, self.channel.need())
        notify.say(f"{self._purpose.label}：已改为同意")


def _notice() -> Notice:
    from deskapp.customers.consents import current_notice

    return current_notice()


def _give(act: Act, customer_id: int, purpose: Purpose, channel: ConsentChannel) -> None:
    from deskapp.customers.consents import record_consents

    record_consents(act=act, customer_id=customer_id, answers=[Answer(purpose, given=True)], channel=channel)
