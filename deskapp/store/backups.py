"""Backups by the store's policy: asked for, daily by the program itself, listed, verified, restored."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from deskapp import data
from deskapp.data import Act, database, on_server
from deskapp.data.backup import Backup, Verified, Why, back_up, backups, restore_backup, verify_backup
from deskapp.data.copying import Progress
from deskapp.data.location import backup_folder, file_url, shown
from deskapp.errors import UserError
from deskapp.staff.domain import Right
from deskapp.staff.service import require
from deskapp.store.domain import BackupPolicy
from deskapp.store.service import backup_policy, clock_doubt


@dataclass(frozen=True, slots=True)
class BackupState:
    """What the backup page shows. `database` is where the store's data lies, without any password."""

    database: str
    on_server: bool
    folder: str
    policy: BackupPolicy
    backups: tuple[Backup, ...]


def open_url() -> str:
    """URL of the open database."""
    name = str(database.obj.database)
    if on_server():
        return name
    path = unquote(urlsplit(name).path)
    return file_url(Path(path.removeprefix("/") if path[2:3] == ":" else path))  # file:///C:/… on Windows


def backup_state() -> BackupState:
    """Where data and backups lie, the policy, and the backups that are there, newest first."""
    url = open_url()
    folder = backup_folder(url)
    return BackupState(shown(url), on_server(), str(folder), backup_policy(), tuple(backups(folder)))


def back_up_now(*, act: Act, progress: Progress | None = None) -> Backup:
    """Save a verified backup now, also into the second folder. Runs long: not on the thread that windows wait for."""
    require(act, Right.BACK_UP)
    return _back_up(act.at, Why.ASKED, progress)


def daily_backup_due(*, at: datetime) -> bool:
    """Whether the day's own backup is still to be made."""
    policy = backup_policy()
    if not policy.daily or at.time() < policy.at:
        return False
    return not any(b.why is Why.DAILY and b.at.date() == at.date() for b in backups(backup_folder(open_url())))


def back_up_daily(*, act: Act, progress: Progress | None = None) -> Backup | None:
    """The day's backup, made by 系统 when it is due; None when there is nothing to do or the clock is in doubt."""
    if not daily_backup_due(at=act.at) or clock_doubt(act=act):
        return None
    return _back_up(act.at, Why.DAILY, progress)


def check_backup(*, act: Act, path: Path) -> Verified:
    """Open a backup and count what it holds. Refuses a damaged or foreign file in words."""
    require(act, Right.BACK_UP)
    return verify_backup(path)


def restore(*, act: Act, path: Path, reason: str, progress: Progress | None = None) -> Backup | None:
    """Make the store what the backup holds; a safety copy of what was there comes first and is returned.

    Everything saved since the backup is gone from the open store, so a reason is asked and kept in the restored history. A server
    takes a backup only into an empty database and refuses here.
    """
    require(act, Right.RESTORE)
    if not reason.strip():
        raise UserError("请写明恢复备份的原因", field="reason")
    safety = restore_backup(path, open_url(), at=act.at, progress=progress)
    # The restored store was last written in the past; the person who restores it vouches for today's clock.
    data.confirm_clock(act, f"恢复备份 {path.name}：{reason.strip()}")
    return safety


def _back_up(at: datetime, why: Why, progress: Progress | None) -> Backup:
    policy = backup_policy()
    second = Path(policy.second_folder) if policy.second_folder else None
    return back_up(open_url(), at=at, why=why, second=second, keep=policy.kept, progress=progress)
