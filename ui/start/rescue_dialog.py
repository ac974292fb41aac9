"""Bring a store that does not open back from a backup: 客服经理 says who he is, by the PIN that backup knows, and why."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from deskapp.errors import UserError
from deskapp.typed import judge_length
from ui.kit import theme, work
from ui.kit.banners import Banner
from ui.kit.fields import LineField
from ui.kit.fields_text import NotesField
from ui.kit.form_dialog import FormDialog
from ui.kit.frames import beside
from ui.kit.labels import Wrapped
from ui.kit.line_edit import LineEdit, fold_upper
from ui.kit.theme import Tone
from ui.kit.ticks import Tick
from ui.staff.pin_field import PinField

if TYPE_CHECKING:
    from deskapp.data.backup import Backup
    from ui.desk import Desk


@dataclass(frozen=True, slots=True)
class Rescued:
    """What was done: the backup, who did it, why."""

    backup: Backup
    staff_id: int
    reason: str


class RescueDialog(FormDialog[Rescued]):
    """The store is not open, so the work is done on the lane of slow disks."""

    def __init__(self, desk: Desk, url: str, backup: Backup) -> None:
        super().__init__(desk.sheets, "恢复备份", "恢复并打开", form="rescue", icon="undo-2")
        self._desk, self._url, self._backup = desk, url, backup
        judge = partial(judge_length, limit=20, field="staff_no")
        edit = LineEdit(ime=False, reshape=fold_upper)
        self.staff_no = self.field("staff_no", LineField("staff_no", "客服经理的工号", judge=judge, write=str, edit=edit, required=True))
        self.pin = self.field("pin", PinField("pin", "备份时的 PIN", fresh=False))
        self.reason = self.field(
            "reason_text", NotesField("reason_text", "为什么恢复", placeholder="例如 硬盘坏了，数据库打不开", required=True)
        )
        self.tick = Tick("我知道这之后的内容会不见", name="understood")
        lost = f"{backup.at:%Y-%m-%d %H:%M} 之后保存的内容不在这份备份里，要按纸质单据补录。"
        self.body.addWidget(Banner(lost, Tone.BAD, name="lost"))
        self.body.addWidget(Wrapped("打不开的文件不会删除，另存在同一文件夹，维护人员也许还能从中取出数据。", colour=theme.INK_2))
        self.body.addWidget(beside(self.staff_no, self.pin, spacing=theme.GAP_WIDE, stretch=False))
        self.body.addWidget(self.reason)
        self.body.addWidget(self.tick)

    def save(self) -> Rescued:
        staff_no, pin, reason = self.staff_no.need(), self.pin.need(), self.reason.need()
        if not self.tick.isChecked():
            raise UserError("请先勾选“我知道这之后的内容会不见”")
        do = partial(_rescue, self._url, self._backup, staff_no=staff_no, pin=pin, reason=reason, desk=self._desk)
        return Rescued(self._backup, work.call_on(work.Lane.FILES, do), reason)


def _rescue(url: str, backup: Backup, *, staff_no: str, pin: str, reason: str, desk: Desk) -> int:
    from deskapp.store.rescue import rescue_store

    return rescue_store(url, backup.path, staff_no=staff_no, pin=pin, reason=reason, at=desk.session.now())
