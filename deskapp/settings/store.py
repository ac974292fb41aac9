"""Rules as the store keeps them: read from memory, loaded again when any PC changed one."""

from deskapp.data import Tx, record_changes, revisions
from deskapp.data.remembered import Remembered, rules_changed
from deskapp.settings.declare import Setting, T
from deskapp.settings.tables import SettingRecord


def _load() -> dict[str, str]:
    return {row.key: row.value for row in SettingRecord.select(SettingRecord.key, SettingRecord.value)}


_changed_rules = Remembered(_load)


def value(setting: Setting[T]) -> T:
    """The rule's value now. Inside `writing` it is exact; elsewhere as of the last `look_for_changes`."""
    stored = _changed_rules.last().get(setting.key)
    return setting.default if stored is None else setting.decode(stored)


def look_for_changes() -> tuple[int, int]:
    """(revision, settings revision) now; loads the rules again when any PC changed one. Windows ask every 2 s."""
    _changed_rules.value()
    return revisions()


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
    row = SettingRecord.get(SettingRecord.key == setting.key)
    record_changes(tx.act_id, "settings", row.id, {setting.key: (setting.show(old), setting.show(new))})
    rules_changed()
