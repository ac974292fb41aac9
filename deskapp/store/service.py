"""The store's own facts and rules: what it is called, when it began, what it changed."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from deskapp import data
from deskapp.data import Act, ActRecord, ChangeRecord, rehearsing, writing
from deskapp.errors import ClockInDoubt, UserError
from deskapp.settings.declare import Setting
from deskapp.settings.store import set_value, value
from deskapp.staff.domain import Right
from deskapp.staff.service import person, require
from deskapp.store import domain
from deskapp.store.domain import BackupPolicy, Rule, RuleChange, Store, judge_plate_prefix
from deskapp.store.founding import FIRST_RUN
from deskapp.store.tables import PrintRecord


def store() -> Store:
    """The store as papers and windows name it."""
    name = value(domain.NAME)
    return Store(
        name=name,
        short_name=value(domain.SHORT_NAME) or name,
        phone=value(domain.PHONE),
        plate_prefix=value(domain.PLATE_PREFIX),
        smoke_free=value(domain.SMOKE_FREE),
        began_on=began_on(),
    )


def began_on() -> date:
    """The day the store began using the program: nothing is owed before it (rules.md §5)."""
    return began_at().date()


def began_at() -> datetime:
    """The moment the store was founded in the program."""
    first = ActRecord.select().where(ActRecord.use_case == FIRST_RUN).order_by(ActRecord.id).first()
    return datetime.min if first is None else first.at


def backup_policy() -> BackupPolicy:
    """When and where the program backs up by itself."""
    return BackupPolicy(
        daily=value(domain.BACKUP_DAILY),
        at=value(domain.BACKUP_AT),
        kept=value(domain.BACKUP_KEPT),
        second_folder=value(domain.BACKUP_FOLDER),
    )


def lock_after_minutes() -> int:
    """After how many minutes without a key or a touch the screen locks."""
    return value(domain.LOCK_AFTER)


def rules(settings: Sequence[Setting[Any]]) -> tuple[Rule, ...]:
    """The rules with their values and defaults, for the settings page."""
    return tuple(Rule(setting, setting.show(value(setting)), setting.show(setting.default)) for setting in settings)


def change_setting(*, act: Act, setting: Setting[Any], text: str) -> None:
    """Change a rule to what was typed, with history. Refuses what the rule cannot be, and whoever may not."""
    require(act, Right.CHANGE_SETTINGS)
    new = _judged(setting, setting.parse(text))
    with writing(act, "change_setting", key=setting.key, value=setting.encode(new)) as tx:
        if tx.replay is None:
            set_value(tx, setting, new)


def _judged(setting: Setting[Any], new: Any) -> Any:
    """What a rule's own bounds cannot say: a store opens before it closes, a plate begins with a province and a capital."""
    if setting is domain.PLATE_PREFIX:
        return judge_plate_prefix(new)
    opening = new if setting is domain.OPENING else value(domain.OPENING)
    closing = new if setting is domain.CLOSING else value(domain.CLOSING)
    if not opening < closing:
        raise UserError(f"开门时间 {opening:%H:%M} 要早于关门时间 {closing:%H:%M}", field=setting.key)
    return new


def rule_changes(settings: Sequence[Setting[Any]], *, limit: int = 200) -> tuple[RuleChange, ...]:
    """Who changed which of these rules from what to what, newest first."""
    labels = {setting.key: setting.label for setting in settings}
    rows = (
        ChangeRecord.select(ChangeRecord, ActRecord)
        .join(ActRecord)
        .where((ChangeRecord.kind == "settings") & ChangeRecord.field.in_(list(labels)))
        .order_by(ChangeRecord.id.desc())
        .limit(limit)
    )
    return tuple(
        RuleChange(
            rule=labels[row.field],
            old=row.old,
            new=row.new,
            by=person(row.act.staff_id).name if row.act.staff_id else "首次设置",
            at_words=f"{row.act.at:%Y-%m-%d %H:%M}",
        )
        for row in rows
    )


def printed_before(*, number: str, paper: str) -> int:
    """How often a numbered paper was printed: what the next print shows as 补打 n, 0 for the first."""
    return PrintRecord.select().where((PrintRecord.number == number) & (PrintRecord.paper == paper)).count()


def count_print(*, act: Act, number: str, paper: str) -> int:
    """Count one print of a numbered paper; 0 for the first, n for the n-th reprint, which the paper shows as 补打 n.

    Whoever may see the record may print it: its own service asks the right.
    """
    with writing(act, "count_print", number=number, paper=paper) as tx:
        record_id = tx.replay
        if record_id is None:
            record_id = PrintRecord.create(number=number, paper=paper, act=tx.act_id).id
            tx.done(record_id)
        same = (PrintRecord.number == number) & (PrintRecord.paper == paper)
        return PrintRecord.select().where(same & (PrintRecord.id < record_id)).count()


def clock_doubt(*, act: Act) -> str:
    """Why nothing can be written now because of the PC's clock, in words; '' when it is believed."""
    try:
        with rehearsing(act, "clock_doubt"):
            return ""
    except ClockInDoubt as doubt:
        return doubt.message


def confirm_clock(*, act: Act, reason: str) -> None:
    """Accept the PC's clock as right although it disagrees with the last entry; the reason is kept in the history."""
    require(act, Right.CONFIRM_CLOCK)
    if not reason.strip():
        raise UserError("请写明为什么电脑时间是对的，例如“停业两个月”", field="reason")
    data.confirm_clock(act, reason.strip())
