"""Rules as the store keeps them: read from memory, loaded again when any PC changed one."""

from deskapp.data import Tx, WriteLockRecord, database, record_changes, revisions
from deskapp.data.transaction import settings_revision_of_write
from deskapp.settings.declare import Setting, T
from deskapp.settings.tables import SettingRecord


class _Memory:
    """The changed rules of the open database, as of one settings revision."""

    database: object = None
    revision: int = -1
    values: dict[str, str] = {}


_memory = _Memory()


def value(setting: Setting[T]) -> T:
    """The rule's value now. Inside `writing` it is exact; elsewhere as of the last `refresh`."""
    begun_at = settings_revision_of_write()
    if _memory.database is not database.obj or (begun_at is not None and begun_at != _memory.revision):
        refresh()
    stored = _memory.values.get(setting.key)
    return setting.default if stored is None else setting.decode(stored)


def refresh() -> None:
    """Load the changed rules again; pages call it when the settings revision moved."""
    _memory.revision = revisions()[1]
    _memory.values = {row.key: row.value for row in SettingRecord.select(SettingRecord.key, SettingRecord.value)}
    _memory.database = database.obj


def look_for_changes() -> tuple[int, int]:
    """(revision, settings revision) now; loads the rules again when any PC changed one. Windows ask every 2 s."""
    now = revisions()
    if now[1] != _memory.revision or _memory.database is not database.obj:
        refresh()
    return now


def set_value(tx: Tx, setting: Setting[T], new: T) -> None:
    """Keep a changed rule with its history. The caller asks the right. Refuses what the rule does not allow."""
    setting.check(new)
    old = value(setting)
    if old == new:
        return
    stored = setting.encode(new)
    SettingRecord.insert(key=setting.key, value=stored, act=tx.act_id).on_conflict(
        conflict_target=[SettingRecord.key], update={SettingRecord.value: stored, SettingRecord.act: tx.act_id}
    ).execute()
    WriteLockRecord.update(settings_revision=WriteLockRecord.settings_revision + 1).where(WriteLockRecord.id == 1).execute()
    row = SettingRecord.get(SettingRecord.key == setting.key)
    record_changes(tx.act_id, "settings", row.id, {setting.key: (setting.show(old), setting.show(new))})
    _memory.database = None  # read again at the next use, after a rollback too
