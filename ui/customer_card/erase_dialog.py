"""清除个人信息: what goes, what stays, who asked for it. Nothing brings it back, so the form says everything before."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskapp.customers.domain import ConsentChannel
from deskapp.errors import UserError
from ui.kit import buttons, notify, theme, work
from ui.kit.banners import Banner
from ui.kit.fields_choice import SegmentsField
from ui.kit.fields_text import NotesField
from ui.kit.form_dialog import FormDialog
from ui.kit.form_frame import FormHead
from ui.kit.frames import Divider, LabelRows
from ui.kit.labels import Wrapped
from ui.kit.segments import Option
from ui.kit.sheet import Sheet
from ui.kit.theme import Tone
from ui.kit.ticks import Tick

if TYPE_CHECKING:
    from deskapp.customers.domain import Archived, Customer
    from deskapp.data import Act
    from ui.desk import Desk

_CHANNELS = (ConsentChannel.PAPER, ConsentChannel.COUNTER, ConsentChannel.PHONE)
_GOES = "姓名、手机、生日、地址、备用联系、特别说明、车牌和车架号，以及变更记录和兑换单里的这些内容"
_STAYS = "积分流水、单据的金额和日期、同意记录的时间（都不再指向某个人）"
_ARCHIVE = "本店售出的车：购车人和车辆按档案年限封存，平时看不到也查不到，到期再清除"


class EraseDialog(FormDialog[None]):
    """Opens also while something stands in the way, and says what."""

    def __init__(self, desk: Desk, guest: Customer) -> None:
        super().__init__(
            desk.sheets,
            "清除个人信息",
            "清除",
            form="erase",
            icon="trash-2",
            act_icon="trash-2",
            hint=guest.name,
            width=theme.DIALOG_WIDTHS[1],
        )
        self._desk, self._guest = desk, guest
        self._hindrance = work.call(_hindrance, desk.session.act(), guest.id)
        options = tuple(Option(channel, channel.label) for channel in _CHANNELS)
        self.channel = self.field("channel", SegmentsField[ConsentChannel]("channel", "客户怎样提出的", options, required=True))
        self.reason = self.field(
            "reason_text", NotesField("reason_text", "依据", limit=120, lines=2, placeholder="如 客户本人书面申请，身份已核对")
        )
        self.checked = self.field("checked", Tick("已核对是本人或其授权的人，并已告诉他不能恢复", name="checked"))
        self._lay_out_fields()

    def _lay_out_fields(self) -> None:
        if self._hindrance:
            self.body.addWidget(Banner(self._hindrance, Tone.BAD, name="hindrance"))
            self.primary_button.block("先办完上面一项")
        self.body.addWidget(_rows(("清除", _GOES), ("保留", _STAYS), ("封存", _ARCHIVE), ("备份", "已有的备份到期删除前仍含原来的内容")))
        self.body.addWidget(self.channel)
        self.body.addWidget(self.reason)
        self.body.addWidget(self.checked)

    def save(self) -> None:
        if not self.checked.isChecked():
            raise UserError("请先核对身份，再勾选这一项", field="checked")
        act = self._desk.session.act(request_id=self.request_id)
        kept_until = work.call(_erase, act, self._guest.id, self.channel.need(), self.reason.text())
        notify.say(f"个人信息已清除{f'，购车档案封存到 {kept_until}' if kept_until else ''}")

    def accept(self) -> None:
        super().accept()
        if self.is_open() and self._hindrance:
            self.primary_button.block("先办完上面一项")


class ArchivedSheet(Sheet):
    """What is locked away of an erased customer: the look was logged when it opened."""

    def __init__(self, desk: Desk, kept: Archived) -> None:
        super().__init__(desk.sheets, "封存的购车档案")
        self.setObjectName("archived")
        head = FormHead("封存的购车档案", icon="lock", hint=f"封存到 {kept.kept_until}")
        head.closing.connect(self.escape)
        close = buttons.plain("关闭", key="Esc", name="close_archive")
        close.clicked.connect(self.escape)
        lines = [("姓名", kept.name), ("手机", kept.mobile), *((f"车辆 {n}", car) for n, car in enumerate(kept.cars, start=1))]
        body, foot = QVBoxLayout(), QHBoxLayout()
        for row in (body, foot):
            row.setContentsMargins(theme.MARGIN_X, theme.GAP, theme.MARGIN_X, theme.GAP)
        body.setSpacing(theme.GAP)
        body.addWidget(Banner("仅用于履行法定义务，这次调取已经记录", Tone.WARN, icon="eye"))
        body.addWidget(_rows(*lines))
        foot.addStretch(1)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(Divider())
        column.addLayout(body)
        column.addWidget(Divider())
        column.addLayout(foot)


def _rows(*lines: tuple[str, str]) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    rows = LabelRows(labels=56)
    for label, text in lines:
        rows.add(label, Wrapped(text))
    column.addWidget(rows)
    return holder


def _hindrance(act: Act, customer_id: int) -> str:
    from deskapp.privacy.erasure import hindrance

    return hindrance(act=act, customer_id=customer_id)


def _erase(act: Act, customer_id: int, channel: ConsentChannel, reason: str) -> date | None:
    from deskapp.privacy.erasure import erase_customer

    return erase_customer(act=act, customer_id=customer_id, channel=channel, reason=reason)
