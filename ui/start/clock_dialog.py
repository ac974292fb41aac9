"""The PC's clock disagrees with what was written last: 客服经理 looks at it and says that it is right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.kit import notify, work
from ui.kit.banners import Banner
from ui.kit.fields_text import NotesField
from ui.kit.form_dialog import FormDialog
from ui.kit.labels import Figure, Wrapped
from ui.kit.theme import Tone

if TYPE_CHECKING:
    from deskapp.data.act import Act
    from ui.desk import Desk


class ClockDialog(FormDialog[None]):
    """`doubt` says what disagrees; until it is confirmed nothing can be saved."""

    def __init__(self, desk: Desk, doubt: str) -> None:
        super().__init__(desk.sheets, "确认电脑时间", "时间正确，继续", form="clock", icon="clock")
        self._desk = desk
        self.reason = self.field("reason_text", NotesField("reason_text", "为什么正确", placeholder="例如 停业两个月", required=True))
        now = desk.session.now()
        self.body.addWidget(Banner(doubt, Tone.WARN, name="doubt"))
        self.body.addWidget(Figure(f"{now:%Y-%m-%d %H:%M}"))
        self.body.addWidget(Wrapped("请与手机或墙上的钟核对。时间不对请先在 Windows 中校准再登录；确实正确才继续，原因会留在记录里。"))
        self.body.addWidget(self.reason)

    def save(self) -> None:
        work.call(_confirm, self._desk.session.act(request_id=self.request_id), self.reason.need())
        notify.say("电脑时间已确认")


def _confirm(act: Act, reason: str) -> None:
    from deskapp.store.service import confirm_clock

    confirm_clock(act=act, reason=reason)
