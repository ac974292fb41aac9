"""A way on when the store cannot be opened: its file becomes what a backup holds. Needs no open store."""

from datetime import datetime
from pathlib import Path

from deskapp import data
from deskapp.data import Act
from deskapp.data.backup import Backup, backups, restore_backup
from deskapp.data.location import backup_folder
from deskapp.errors import UserError
from deskapp.staff.domain import Right
from deskapp.staff.elsewhere import manager_in
from deskapp.staff.service import require


def backups_of(url: str) -> tuple[Backup, ...]:
    """The backups beside a store that is not open, newest first."""
    return tuple(backups(backup_folder(url)))


def rescue_store(url: str, path: Path, *, staff_no: str, pin: str, reason: str, at: datetime) -> int:
    """Make the store what the backup holds, for a 客服经理 of that backup; his id. What was there is kept beside it, damaged or not.

    Refuses everybody else, a backup that is damaged itself, and a missing reason. See `confirm_rescue`.
    """
    if not reason.strip():
        raise UserError("请写明恢复备份的原因", field="reason_text")
    staff_id = manager_in(path, staff_no=staff_no, pin=pin)
    restore_backup(path, url, at=at)
    return staff_id


def confirm_rescue(*, act: Act, path: Path, reason: str) -> None:
    """Keep in the history of the store, open again, that it was rescued, by whom and why.

    It was last written in the past: he vouches for today's clock too.
    """
    require(act, Right.RESTORE)
    data.confirm_clock(act, f"数据库打不开，恢复备份 {path.name}：{reason.strip()}")
