"""What a checklist is: a template in versions, its items, the marks of one run, its score, and the draw of a spot check. Pure."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from itertools import pairwise

from deskapp.errors import UserError

DAY_MINUTES = 24 * 60
LONGEST_CRITERION = 40
LONGEST_TITLE = 24
HEAVIEST = 100


class Kind(StrEnum):
    """What a template is for."""

    INSPECTION = "inspection"
    LOUNGE_AREA = "lounge_area"
    LOUNGE_DAY = "lounge_day"

    @property
    def label(self) -> str:
        return {Kind.INSPECTION: "检查表", Kind.LOUNGE_AREA: "休息区区域清单", Kind.LOUNGE_DAY: "休息区每日工作"}[self]


class Frequency(StrEnum):
    """How often a check by the template is owed."""

    DAILY = "daily"
    WEEKLY = "weekly"
    ON_DEMAND = "on_demand"

    @property
    def label(self) -> str:
        return {Frequency.DAILY: "每日", Frequency.WEEKLY: "每周", Frequency.ON_DEMAND: "按需"}[self]


class ItemRole(StrEnum):
    """What a line of a template is. A day of the lounge has slots, standards and tables; every other template has checks."""

    CHECK = "check"
    SLOT = "slot"
    STANDARD = "standard"
    TABLE = "table"


class Result(StrEnum):
    """How an item was found. 不适用 is left out of the score."""

    PASSED = "pass"
    FAILED = "fail"
    NOT_APPLICABLE = "not_applicable"

    @property
    def label(self) -> str:
        return {Result.PASSED: "合格", Result.FAILED: "不合格", Result.NOT_APPLICABLE: "不适用"}[self]


class RunKind(StrEnum):
    """Why a check is carried out: an area list of a lounge slot, or one of the kinds of inspection (inspection.md §2–3)."""

    AREA = "area"
    DAILY = "daily"
    WEEKLY = "weekly"
    SPOT = "spot"
    SPECIAL = "special"

    @property
    def label(self) -> str:
        return _RUN_KINDS[self]


_RUN_KINDS = {
    RunKind.AREA: "区域清单",
    RunKind.DAILY: "每日检查",
    RunKind.WEEKLY: "每周检查",
    RunKind.SPOT: "每周抽查",
    RunKind.SPECIAL: "专项检查",
}


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a version. `code` stays the same through all versions and is never used again; '' asks for a new one.

    Of a slot: `starts_at` and `ends_at` are minutes of the day, `round_every` the minutes between its rounds (0 = none), `area` the code of
    the template whose items are done in it ('' = none).
    """

    title: str
    role: ItemRole = ItemRole.CHECK
    code: str = ""
    section: str = ""
    criterion: str = ""
    weight: int = 1
    starts_at: int | None = None
    ends_at: int | None = None
    round_every: int = 0
    area: str = ""
    id: int = 0

    @property
    def minutes(self) -> tuple[int, int]:
        """Start and end of a slot. Raises ValueError for what is none."""
        if self.starts_at is None or self.ends_at is None:
            raise ValueError(f"{self.code} is no slot")
        return self.starts_at, self.ends_at


@dataclass(frozen=True, slots=True)
class TemplateForm:
    """A template as the editor hands it in. `due_at` is the minute of the day by which a daily check is done.

    A spot check looks at `spot_items` items, or with `spot_people` at as many people with all items.
    """

    name: str
    items: tuple[Item, ...]
    department_id: int | None = None
    frequency: Frequency = Frequency.ON_DEMAND
    runs: int = 1
    due_at: int = 17 * 60 + 30
    spot_items: int = 5
    spot_people: bool = False
    active: bool = True


@dataclass(frozen=True, slots=True)
class Version:
    """A template as it stands from `valid_from` on, until a later version begins. Never changed again: checks keep their texts by it."""

    id: int
    template_id: int
    code: str
    kind: Kind
    number: int
    valid_from: date
    form: TemplateForm
    made_by: int | None = None
    made_at: datetime | None = None

    @property
    def name(self) -> str:
        return self.form.name

    def of(self, role: ItemRole) -> tuple[Item, ...]:
        """Its lines of one role, in their order."""
        return tuple(item for item in self.form.items if item.role is role)

    @property
    def checks(self) -> tuple[Item, ...]:
        return self.of(ItemRole.CHECK)

    @property
    def slots(self) -> tuple[Item, ...]:
        """The slots of a lounge day by their start."""
        return tuple(sorted(self.of(ItemRole.SLOT), key=lambda slot: slot.minutes))


@dataclass(frozen=True, slots=True)
class Mark:
    """How one item was found, by whom and when; the last mark of an item counts."""

    code: str
    result: Result
    note: str
    by: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Score:
    """Weights by result. `permille` is passed / (passed + failed), rounded half up; None when nothing applied."""

    passed: int
    failed: int
    not_applicable: int

    @property
    def permille(self) -> int | None:
        counted = self.passed + self.failed
        return (self.passed * 2000 + counted) // (counted * 2) if counted else None

    @property
    def deducted(self) -> int:
        """扣分: the weight of what failed."""
        return self.failed


@dataclass(frozen=True, slots=True)
class Run:
    """One check carried out, of a department or of a person in it (受检部门, 受检人).

    `drawn` are the codes it looks at; `seed` is kept where they were drawn by lot.
    """

    id: int
    version: Version
    kind: RunKind
    day: date
    slot: str
    nth: int
    drawn: tuple[str, ...]
    seed: str
    started_by: int | None
    started_at: datetime
    finished_at: datetime | None
    voided: bool
    department_id: int | None = None
    person_id: int | None = None
    marks: Mapping[str, Mark] = field(default_factory=dict[str, Mark])

    @property
    def items(self) -> tuple[Item, ...]:
        """What is to be marked, in the order of the template."""
        return tuple(item for item in self.version.checks if item.code in self.drawn)

    @property
    def missing(self) -> tuple[Item, ...]:
        """What is still blank: a blank item keeps the check open."""
        return tuple(item for item in self.items if item.code not in self.marks)

    @property
    def failed(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.code in self.marks and self.marks[item.code].result is Result.FAILED)

    @property
    def score(self) -> Score:
        return score((item.weight, self.marks[item.code].result) for item in self.items if item.code in self.marks)


def score(marked: Iterable[tuple[int, Result]]) -> Score:
    """Add up weights by result; 不适用 is left out of the rate (inspection.md §3)."""
    sums = dict.fromkeys(Result, 0)
    for weight, result in marked:
        sums[result] += weight
    return Score(sums[Result.PASSED], sums[Result.FAILED], sums[Result.NOT_APPLICABLE])


def draw(codes: Sequence[str], *, seed: str, count: int, weights: Mapping[str, int] | None = None) -> tuple[str, ...]:
    """Draw `count` different codes by lot, heavier ones more often; the same seed draws the same on every PC, for ever.

    Weighted sampling without replacement (Efraimidis and Spirakis 2006): each code gets a number u from the digest of seed and code, and
    those with the largest u^(1/weight) are taken. Returned in the order of `codes`.
    """

    def key(code: str) -> float:
        digest = hashlib.sha256(f"{seed}\n{code}".encode()).digest()
        u = (int.from_bytes(digest[:7], "big") + 1) / (1 << 56)
        return u ** (1 / max(1, (weights or {}).get(code, 1)))

    taken = frozenset(sorted(codes, key=lambda code: (-key(code), code))[:count])
    return tuple(code for code in codes if code in taken)


def judge(form: TemplateForm, kind: Kind) -> None:
    """Refuse a template that cannot be used, naming the first line that is wrong and the way out."""
    if not form.name.strip():
        raise UserError("请填模板名称", field="name")
    if form.runs < 1:
        raise UserError("次数至少 1 次", field="runs")
    if not 0 <= form.due_at <= DAY_MINUTES:
        raise UserError("完成时间请填 00:00 到 24:00 之间", field="due_at")
    if form.spot_items < 1:
        raise UserError("抽查数量至少 1", field="spot_items")
    for place, item in enumerate(form.items, start=1):
        _judge_item(item, place, kind)
    _refuse_twice(form.items)
    if kind is Kind.LOUNGE_DAY:
        _refuse_overlap([item for item in form.items if item.role is ItemRole.SLOT])
    elif form.active and not form.items:
        raise UserError("检查表至少要有一项", field="items")


def _judge_item(item: Item, place: int, kind: Kind) -> None:
    where = f"第 {place} 行"
    if not item.title.strip():
        raise UserError(f"{where}没有名称。请填写，或删去这一行", field="items")
    if item.role is not ItemRole.STANDARD and len(item.title) > LONGEST_TITLE:
        raise UserError(f"{where}“{item.title[:8]}…”名称超过 {LONGEST_TITLE} 字，请写短一些", field="items")
    if len(item.criterion) > LONGEST_CRITERION:
        raise UserError(f"{where}“{item.title}”的标准超过 {LONGEST_CRITERION} 字，请写短一些", field="items")
    if not 1 <= item.weight <= HEAVIEST:
        raise UserError(f"{where}“{item.title}”的权重请填 1 到 {HEAVIEST}", field="items")
    if (item.role is ItemRole.CHECK) == (kind is Kind.LOUNGE_DAY):
        raise ValueError(f"{item.role} does not belong into {kind}")
    if item.role is ItemRole.SLOT:
        start, end = item.minutes
        if not 0 <= start < end <= DAY_MINUTES:
            raise UserError(f"{where}“{item.title}”的结束时间要晚于开始时间，最晚 24:00", field="items")
        if item.round_every and not 5 <= item.round_every <= end - start:
            raise UserError(f"{where}“{item.title}”的巡检间隔请填 5 分钟到时段长度之间，0 表示不巡检", field="items")


def _refuse_twice(items: Collection[Item]) -> None:
    seen: set[str] = set()
    for item in items:
        if item.code and item.code in seen:
            raise UserError(f"编号 {item.code} 重复，请改掉其中一个", field="items")
        seen.add(item.code)


def _refuse_overlap(slots: Sequence[Item]) -> None:
    for before, after in pairwise(sorted(slots, key=lambda slot: slot.minutes)):
        if after.minutes[0] < before.minutes[1]:
            raise UserError(
                f"时段“{before.title}”到 {clock(before.minutes[1])} 才结束，“{after.title}”从 {clock(after.minutes[0])} 开始，请错开",
                field="items",
            )


def clock(minute: int) -> str:
    """A minute of the day as people write it: 510 is 08:30, the end of the day 24:00."""
    return f"{minute // 60:02}:{minute % 60:02}"


def new_codes(items: Sequence[Item], used: Collection[str], prefix: str) -> tuple[Item, ...]:
    """The items with a code each: a new one is numbered after every code the template ever used."""
    numbers = [int(code[len(prefix) :]) for code in (*used, *(item.code for item in items)) if _is_numbered(code, prefix)]
    last = max(numbers, default=0)
    coded: list[Item] = []
    for item in items:
        if item.code:
            coded.append(item)
            continue
        last += 1
        coded.append(replace(item, code=f"{prefix}{last}"))
    return tuple(coded)


def _is_numbered(code: str, prefix: str) -> bool:
    return code.startswith(prefix) and code[len(prefix) :].isdigit()
