"""Go back to a backup: what will be lost is said first, and a reason is asked."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from deskapp.errors import UserError
from ui.kit import notify, theme, work
from ui.kit.banners import Banner
from ui.kit.fields_text import NotesField
from ui.kit.form_dialog import FormDialog
from ui.kit.labels import Wrapped
from ui.kit.theme import Tone
from ui.kit.ticks import Tick

if TYPE_CHECKING:
    from deskapp.data.act import Act
    from deskapp.data.backup import Backup
    from ui.desk import Desk
    from ui.kit.work import Progress


class RestoreDialog(FormDialog["Backup | None"]):
    """Gives the safety copy of what was there before."""

    def __init__(self, desk: Desk, backup: Backup) -> None:
        super().__init__(desk.sheets, "恢复备份", "恢复", form="restore", icon="undo-2")
        self._desk, self._backup = desk, backup
        lost = f"{backup.at:%Y-%m-%d %H:%M} 之后保存的内容都会不见：入会、积分、兑换、设置。"
        self.body.addWidget(Banner(lost, Tone.BAD, name="lost"))
        self.body.addWidget(Wrapped("程序先把现在的数据另存一份备份，再恢复。请先请同事停下手里的录入。", colour=theme.INK_2))
        self.tick = Tick("我知道这之后的内容会不见", name="understood")
        self.reason = self.field(
            "reason_text", NotesField("reason_text", "为什么恢复", placeholder="例如 误导入了错误的会员名单", required=True)
        )
        self.body.addWidget(self.reason)
        self.body.addWidget(self.tick)

    def save(self) -> Backup | None:
        if not self.tick.isChecked():
            raise UserError("请先勾选“我知道这之后的内容会不见”")
        act = self._desk.session.act(request_id=self.request_id)
        safety = work.long(self._desk.sheets, "正在恢复备份", partial(_restore, act, self._backup, self.reason.need()))
        notify.say(f"已恢复到 {self._backup.at:%Y-%m-%d %H:%M} 的备份")
        return safety


def _restore(act: Act, backup: Backup, reason: str, progress: Progress) -> Backup | None:
    from deskapp.store.backups import restore

    return restore(act=act, path=backup.path, reason=reason, progress=progress)
