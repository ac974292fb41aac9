"""合并客户: choose the other one, compare field by field, see what will be, say why."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.customers.guest_picker import GuestPicker
from ui.customers.merge_table import MergeTable
from ui.kit import buttons, notify, theme, work
from ui.kit.banners import Banner
from ui.kit.fields_code import TextField
from ui.kit.form_dialog import FormDialog
from ui.kit.frames import beside
from ui.kit.labels import IconMark, Label, Wrapped
from ui.kit.theme import Tone

if TYPE_CHECKING:
    from deskapp.data import Act
    from deskapp.members.merging import Comparison, Side
    from ui.desk import Desk

_REASON = "重复登记"


class MergeDialog(FormDialog[int]):
    """With `loser_id` both are known (from the list of look-alikes); else the other is looked for first. Gives the survivor's id."""

    def __init__(self, desk: Desk, *, survivor_id: int, loser_id: int | None = None) -> None:
        super().__init__(desk.sheets, "合并客户", "合并", form="merge", icon="users", act_icon="users", width=theme.DIALOG_WIDTHS[2])
        self._desk = desk
        self._survivor_id, self._loser_id = survivor_id, loser_id
        self._both: Comparison | None = None
        self.picker = GuestPicker(desk, but=survivor_id)
        self.picker.chosen.connect(self._choose)
        self.swap = buttons.plain("互换保留与并入", icon="refresh-cw", height=theme.CONTROL_SMALL, name="swap")
        self.swap.clicked.connect(self._swap)
        self.other = buttons.link("换一位…", name="choose_other")
        self.other.clicked.connect(self._choose_again)
        self._who = Label(bold=True)
        self.table = MergeTable()
        self.refusal = Banner("", Tone.BAD, name="merge_refusal")
        self.reason = self.field("reason_text", TextField("reason_text", "合并的原因", limit=120))
        self.reason.set_text(_REASON)
        self._compared = self._lay_out_compared()
        self._asking = Wrapped("找出要并入的另一条记录；合并前会并排比较，没有合并以前什么都不变。")
        self.body.addWidget(self._asking)
        self.body.addWidget(self.picker)
        self.body.addWidget(self._compared)
        self._show_step()
        if loser_id is not None:
            self._compare()

    def _lay_out_compared(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        column.addWidget(beside(IconMark("users", theme.PRIMARY, theme.ICON_SMALL), self._who, self.swap, self.other))
        column.addWidget(self.refusal)
        column.addWidget(self.table)
        column.addWidget(self.reason)
        return holder

    def first_field(self) -> QWidget | None:
        return self.picker.edit if self._loser_id is None else self.table

    def save(self) -> int:
        act = self._desk.session.act(request_id=self.request_id)
        loser_id = self._loser_id or 0
        work.call(_merge, act, self._survivor_id, loser_id, self.reason.text(), self.table.taken())
        if self._both is not None:
            notify.say(f"{self._both.loser.customer.name} 已并入 {self._both.survivor.customer.name}")
        return self._survivor_id

    def accept(self) -> None:
        super().accept()
        if self.is_open():
            self._show_primary()

    def _choose(self, customer_id: int) -> None:
        self._loser_id = customer_id
        self._compare()

    def _choose_again(self) -> None:
        self._loser_id, self._both = None, None
        self._show_step()
        self.picker.edit.setFocus()

    def _swap(self) -> None:
        if self._loser_id is not None:
            self._survivor_id, self._loser_id = self._loser_id, self._survivor_id
            self._compare()

    def _compare(self) -> None:
        asked = self._survivor_id, self._loser_id or 0
        work.latest(self, partial(_comparison, self._desk.session.act(), *asked), self._show_both)

    def _show_both(self, both: Comparison) -> None:
        self._both = both
        self.head.set_hint("积分、礼品、单据合成一个账户；合并后没有新的登记以前，可在卡片“资料”里撤销")
        self._who.set_text(f"保留 {_called(both.survivor)}，并入 {_called(both.loser)}")
        self.table.show_both(both)
        self.refusal.set_words(both.refusal)
        self.refusal.setVisible(bool(both.refusal))
        self._show_step()
        self.table.focus_first(self.reason)

    def _show_step(self) -> None:
        """Choosing the other one, or comparing both."""
        comparing = self._both is not None
        self._compared.setVisible(comparing)
        self.picker.setVisible(self._loser_id is None)
        self._asking.setVisible(self._loser_id is None)
        self._show_primary()
        if self.is_open():
            self.fit()

    def _show_primary(self) -> None:
        if self._both is None:
            self.primary_button.block("先选另一位客户")
        elif self._both.refusal:
            self.primary_button.block("不能合并")
        else:
            self.primary_button.set_words("合并", icon="users")


def _called(side: Side) -> str:
    return f"{side.customer.name}（{side.customer.mobile}）"


def _comparison(act: Act, survivor_id: int, loser_id: int) -> Comparison:
    from deskapp.members.merging import comparison

    return comparison(act=act, survivor_id=survivor_id, loser_id=loser_id)


def _merge(act: Act, survivor_id: int, loser_id: int, reason: str, take: Collection[str]) -> int:
    from deskapp.members.merging import merge_customers

    return merge_customers(act=act, survivor_id=survivor_id, loser_id=loser_id, reason=reason, take=take)
