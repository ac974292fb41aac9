"""系统登记: one or many members were entered into the manufacturer's system on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from deskapp.errors import UserError
from deskapp.members.domain import MOST_AT_ONCE
from deskapp.typed import format_date
from ui.kit import notify, theme, work
from ui.kit.fields_date import DateField
from ui.kit.form_dialog import FormDialog
from ui.kit.labels import Hint
from ui.members.ticked_list import TickedMembers, TickedRow

if TYPE_CHECKING:
    from deskapp.data import Act
    from deskapp.members.domain import Member
    from ui.desk import Desk


class RegisterDialog(FormDialog[int]):
    """All are ticked at first: who was not entered is unticked."""

    def __init__(self, desk: Desk, members: Sequence[Member]) -> None:
        super().__init__(
            desk.sheets,
            "系统登记",
            "登记",
            form="register_oem",
            icon="badge-check",
            hint="已在厂家系统录入的会员",
            width=theme.DIALOG_WIDTHS[1],
        )
        self._desk = desk
        today = desk.session.now().date()
        rows = [TickedRow(member, format_date(member.joined_on)) for member in members]
        self.list = TickedMembers(rows, note="入会", most=MOST_AT_ONCE)
        self.day = self.field("registered_on", DateField("registered_on", "登记日期", today=today, latest=today, required=True))
        self.day.setFixedWidth(theme.COLUMN)
        self.body.addWidget(self.list)
        self.body.addWidget(self.day)
        self.body.addWidget(Hint("勾上已经录入厂家系统的会员，登记日期填录入那天"))
        self.day.set_value(today)
        self.list.changed.connect(self._show_count)
        self.accepted.connect(_say)
        self._show_count()

    def first_field(self) -> QWidget | None:
        """The list: untick who was not entered."""
        return self.list.view

    def save(self) -> int:
        ticked = self.list.ticked()
        if not ticked:
            raise UserError("请先勾选已登记的会员")
        return work.call(_register, self._desk.session.act(request_id=self.request_id), ticked, self.day.need())

    def accept(self) -> None:
        super().accept()
        if self.is_open():
            self._show_count()

    def _show_count(self) -> None:
        count = len(self.list.ticked())
        self.primary_button.set_words(f"登记 {count} 位")
        if not count:
            self.primary_button.block("还没有勾选会员")

    def draft_values(self) -> dict[str, Any]:
        return {}


def _say(count: int) -> None:
    notify.say(f"已登记 {count} 位")


def _register(act: Act, membership_ids: Sequence[int], on: date) -> int:
    from deskapp.members.registration import register_oem

    return register_oem(act=act, membership_ids=membership_ids, on=on)
