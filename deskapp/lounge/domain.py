"""A day of the lounge, and the state of each part of it at an instant: read from the clock, never stored (lounge.md §2). Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from deskapp.checklists.domain import Item, Run
from deskapp.lounge.things import Goods, Remark, Repair, SlotNote, Supply
from deskapp.settings.declare import Setting

GRACE = Setting("lounge.grace", "时段结束后仍算按时", 10, unit="分钟", section="休息区", high=120)
UNDO = Setting("lounge.undo", "登记后可撤销", 60, unit="秒", section="休息区", high=600)
CUP_LIMIT = Setting("lounge.cup_limit", "清理茶杯时限", 180, unit="秒", section="休息区", low=30, high=3_600)
BUTTS = Setting("lounge.butts", "烟灰缸最多烟头", 3, unit="个", section="休息区", high=50)
SMOKE_FREE = Setting("lounge.smoke_free", "无烟门店（烟灰缸不适用）", default=False, section="休息区")
ASHTRAY = "E2"
"""Item of the area list that does not apply in a smoke-free store."""
SIGN_OFF_DAYS = Setting("lounge.sign_off_days", "签核期限", 2, unit="个工作日", section="休息区", low=1, high=30)
REPAIR_DAYS = Setting("lounge.repair_days", "维修默认期限", 3, unit="个工作日", section="休息区", low=1, high=90)
SOUND = Setting("lounge.sound", "逾期时响一声", default=False, section="休息区")
DRINKS = Setting("lounge.drinks", "饮品", ("绿茶", "红茶", "咖啡", "矿泉水", "热水"), section="休息区", help="一行一种")
GOODS = Setting(
    "lounge.goods", "精品和小商品", ("香水", "脚垫", "玻璃水", "纸巾", "零食"), section="休息区", help="一行一种，登记时可另外填写"
)
SUPPLIES = Setting(
    "lounge.supplies", "常用物料", ("茶叶", "纸杯", "咖啡豆", "抽纸", "洗手液"), section="休息区", help="一行一种，缺了点一下"
)
NOT_APPLICABLE_REASONS = Setting(
    "lounge.reasons", "不适用的原因", ("停电停水", "设备维修", "门店活动", "提前闭店"), section="休息区", help="一行一个，点选用"
)
ABSENCE_REASONS = Setting(
    "lounge.absences", "离岗的原因", ("到精品部领货", "送客户", "用餐", "卫生间"), section="休息区", help="一行一个，点选用"
)

NOON = 12
"""The hour that parts the day: shifts by their sign-on, rounds on the sheet."""
LONGEST_NOTE = 100
"""Characters of a note about a slot: one or two sentences, for the sheet of the day is one page."""

SETTINGS: tuple[Setting[Any], ...] = (
    GRACE,
    UNDO,
    CUP_LIMIT,
    BUTTS,
    SMOKE_FREE,
    SIGN_OFF_DAYS,
    REPAIR_DAYS,
    SOUND,
    DRINKS,
    GOODS,
    SUPPLIES,
    NOT_APPLICABLE_REASONS,
    ABSENCE_REASONS,
)


class SlotState(StrEnum):
    """The seven states of a slot; it is in exactly one at any instant."""

    FUTURE = "future"
    CURRENT = "current"
    OVERDUE = "overdue"
    MISSED = "missed"
    DONE = "done"
    LATE = "late"
    NOT_APPLICABLE = "not_applicable"

    @property
    def label(self) -> str:
        return _SLOT_STATES[self]

    @property
    def is_marked(self) -> bool:
        return self in (SlotState.DONE, SlotState.LATE, SlotState.NOT_APPLICABLE)


_SLOT_STATES = {
    SlotState.FUTURE: "未到",
    SlotState.CURRENT: "进行中",
    SlotState.OVERDUE: "逾期",
    SlotState.MISSED: "未做",
    SlotState.DONE: "按时",
    SlotState.LATE: "迟做",
    SlotState.NOT_APPLICABLE: "不适用",
}


class MarkKind(StrEnum):
    """What a mark says of its slot."""

    DONE = "done"
    NOT_APPLICABLE = "not_applicable"


class RoundState(StrEnum):
    """Whether a round was made in its window."""

    FUTURE = "future"
    DUE = "due"
    DONE = "done"
    MISSED = "missed"

    @property
    def label(self) -> str:
        return {RoundState.FUTURE: "未到", RoundState.DUE: "该巡检", RoundState.DONE: "已巡检", RoundState.MISSED: "漏巡"}[self]


@dataclass(frozen=True, slots=True)
class SlotMark:
    """A tick of a slot. `done_at` is when the slot counts as done, which a correction names; `by` pressed at `at`."""

    id: int
    slot: str
    kind: MarkKind
    done_at: datetime
    at: datetime
    by: int
    reason: str = ""
    is_correction: bool = False
    undone: bool = False


@dataclass(frozen=True, slots=True)
class Shift:
    """A person on duty. Never ended on a past day reads as ended at midnight."""

    id: int
    staff_id: int
    began_at: datetime
    ended_at: datetime | None
    note: str = ""
    to_staff_id: int | None = None

    @property
    def name(self) -> str:
        """早班 for who signs on before noon, 晚班 later: the two shifts the sheet of the day is signed by."""
        return "早班" if self.began_at.hour < NOON else "晚班"


@dataclass(frozen=True, slots=True)
class Round:
    """One look around. `butts` is the largest count in an ashtray, None where there is none."""

    id: int
    slot: str
    at: datetime
    by: int
    cups_ok: bool
    tables_ok: bool
    drinks_ok: bool
    butts: int | None
    note: str = ""

    def is_fine(self, most_butts: int) -> bool:
        return self.cups_ok and self.tables_ok and self.drinks_ok and (self.butts is None or self.butts <= most_butts)


@dataclass(frozen=True, slots=True)
class DueRound:
    """A round that is owed: its time, and the window in which one entry serves it (from, before)."""

    due_at: datetime
    opens_at: datetime
    closes_at: datetime
    state: RoundState
    round: Round | None = None


@dataclass(frozen=True, slots=True)
class Cup:
    """A table whose guest left: from then on its cup waits to be cleared."""

    id: int
    place: str
    left_at: datetime
    by: int
    cleared_at: datetime | None = None
    cleared_by: int | None = None

    def seconds(self, now: datetime) -> int:
        """How long it waited, or waits; over midnight it is cut at 24:00."""
        until = min(self.cleared_at or now, midnight_after(self.left_at.date()))
        return max(0, int((until - self.left_at).total_seconds()))

    def is_over(self, now: datetime, limit: int) -> bool:
        """Cleared at the limit passes, a second later fails; never cleared on a past day fails."""
        if self.cleared_at is None and now >= midnight_after(self.left_at.date()):
            return True
        return self.seconds(now) > limit


@dataclass(frozen=True, slots=True)
class Absence:
    """An attendant out of the lounge, who was told, and when he came back. Never ended on a past day reads as ended at midnight."""

    id: int
    staff_id: int
    out_at: datetime
    reason: str
    told_to: str
    back_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SignOff:
    """Customer service has looked at the day."""

    by: int
    at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class Day:
    """Everything about one day, as rows tell it; what follows from the clock is asked of it with an instant.

    `number` is RZ-… once anything was written. `owed` is False on closed days, before the store began with its lounge, and where the
    day was marked closed afterwards. `slots` are those that are owed: on the first day only what had not ended when the store was founded.
    """

    day: date
    number: str
    owed: bool
    closed_reason: str
    slots: tuple[Item, ...]
    standards: tuple[str, ...]
    places: tuple[str, ...]
    grace: int
    cup_limit: int
    marks: tuple[SlotMark, ...] = ()
    notes: tuple[SlotNote, ...] = ()
    shifts: tuple[Shift, ...] = ()
    rounds: tuple[Round, ...] = ()
    cups: tuple[Cup, ...] = ()
    absences: tuple[Absence, ...] = ()
    goods: tuple[Goods, ...] = ()
    guests: int = 0
    supplies: tuple[Supply, ...] = ()
    remarks: tuple[Remark, ...] = ()
    repairs: tuple[Repair, ...] = ()
    areas: tuple[Run, ...] = ()
    spot_checks: tuple[Run, ...] = ()
    signed: SignOff | None = None

    def slot(self, code: str) -> Item:
        """Raises LookupError for a slot the day does not owe."""
        found = next((slot for slot in self.slots if slot.code == code), None)
        if found is None:
            raise LookupError(f"no slot {code} on {self.day}")
        return found

    def mark(self, code: str) -> SlotMark | None:
        """The mark that counts: the last one that was not undone."""
        return next((mark for mark in reversed(self.marks) if mark.slot == code and not mark.undone), None)

    def notes_of(self, code: str) -> tuple[SlotNote, ...]:
        """What was written about a slot after its day, oldest first."""
        return tuple(note for note in self.notes if note.slot == code)

    def state(self, code: str, now: datetime) -> SlotState:
        return slot_state(self.slot(code), self.mark(code), day=self.day, now=now, grace=self.grace)

    def current(self, now: datetime) -> Item | None:
        """The slot whose time it is, marked or not."""
        return next((slot for slot in self.slots if self.starts(slot) <= now < self.ends(slot)), None)

    def starts(self, slot: Item) -> datetime:
        return at_minute(self.day, slot.minutes[0])

    def ends(self, slot: Item) -> datetime:
        return at_minute(self.day, slot.minutes[1])

    def due_rounds(self, slot: Item, now: datetime) -> tuple[DueRound, ...]:
        return due_rounds(slot, [made for made in self.rounds if made.slot == slot.code], day=self.day, now=now)

    def on_duty(self, now: datetime) -> tuple[Shift, ...]:
        """Who is signed on, the longest first; after midnight nobody."""
        if now >= midnight_after(self.day):
            return ()
        return tuple(shift for shift in self.shifts if shift.ended_at is None or shift.ended_at > now)

    def out(self, now: datetime) -> tuple[Absence, ...]:
        """Who is away just now."""
        return () if now >= midnight_after(self.day) else tuple(absence for absence in self.absences if absence.back_at is None)

    def nobody_there(self, now: datetime) -> bool:
        """All attendants out at once: a warning."""
        on = {shift.staff_id for shift in self.on_duty(now)}
        return bool(on) and on <= {absence.staff_id for absence in self.out(now)}

    def responsible(self, code: str) -> int | None:
        """Whose a slot is: who ticked it; else the one signed on last at its end, None = 无人当班."""
        mark = self.mark(code)
        if mark is not None:
            first = next(m for m in self.marks if m.slot == code and not m.undone)
            return first.by if not first.is_correction else self._last_on(self.ends(self.slot(code)))
        return self._last_on(self.ends(self.slot(code)))

    def _last_on(self, at: datetime) -> int | None:
        there = [shift for shift in self.shifts if shift.began_at < at and (shift.ended_at is None or shift.ended_at >= at)]
        return max(there, key=lambda shift: (shift.began_at, shift.id)).staff_id if there else None


def midnight_after(day: date) -> datetime:
    """24:00 of the day: the day is over then."""
    return datetime.combine(day, time()) + timedelta(days=1)


def at_minute(day: date, minute: int) -> datetime:
    """An instant of the day; minute 1440 is its end."""
    return datetime.combine(day, time()) + timedelta(minutes=minute)


def slot_state(slot: Item, mark: SlotMark | None, *, day: date, now: datetime, grace: int) -> SlotState:
    """The one state of a slot. `mark` is the one that counts, `grace` minutes after the end still on time (lounge.md §2)."""
    start, end = (at_minute(day, minute) for minute in slot.minutes)
    if mark is not None:
        if mark.kind is MarkKind.NOT_APPLICABLE:
            return SlotState.NOT_APPLICABLE
        return SlotState.DONE if mark.done_at <= end + timedelta(minutes=grace) else SlotState.LATE
    if now >= midnight_after(day):
        return SlotState.MISSED
    if now < start:
        return SlotState.FUTURE
    return SlotState.CURRENT if now < end else SlotState.OVERDUE


def due_rounds(slot: Item, made: Iterable[Round], *, day: date, now: datetime) -> tuple[DueRound, ...]:
    """The rounds of a slot: one each `round_every` minutes after its start and before its end.

    A round is served by the first entry within half an interval around its time, [−half, +half); a second one in it is extra.
    """
    if not slot.round_every:
        return ()
    start, end = slot.minutes
    half = timedelta(minutes=slot.round_every) / 2
    waiting = sorted(made, key=lambda entry: (entry.at, entry.id))
    rounds: list[DueRound] = []
    for minute in range(start + slot.round_every, end, slot.round_every):
        due_at = at_minute(day, minute)
        opens_at, closes_at = due_at - half, due_at + half
        entry = next((one for one in waiting if opens_at <= one.at < closes_at), None)
        state = RoundState.DONE if entry else _unmade(opens_at, closes_at, now)
        rounds.append(DueRound(due_at, opens_at, closes_at, state, entry))
    return tuple(rounds)


def _unmade(opens_at: datetime, closes_at: datetime, now: datetime) -> RoundState:
    if now < opens_at:
        return RoundState.FUTURE
    return RoundState.DUE if now < closes_at else RoundState.MISSED


def owed_slots(slots: Sequence[Item], *, day: date, began_at: datetime) -> tuple[Item, ...]:
    """Without those that had ended before the store was founded: nothing is owed before it began."""
    return tuple(slot for slot in slots if at_minute(day, slot.minutes[1]) > began_at)
