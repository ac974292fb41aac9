"""Looking back on checks: pass rates by sheet, department and person, the Pareto of failed items, repeats (inspection.md §5). Pure."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from deskapp.checklists.domain import RunKind, Score
from deskapp.inspection.domain import week_of

_MONTHS = 12


class Reach(StrEnum):
    """How far one looks back. Always up to today, so the last week or month is not over yet."""

    WEEKS_4 = "weeks_4"
    WEEKS_13 = "weeks_13"
    MONTHS_12 = "months_12"

    @property
    def label(self) -> str:
        return {Reach.WEEKS_4: "近 4 周", Reach.WEEKS_13: "近 13 周", Reach.MONTHS_12: "近 12 个月"}[self]


class By(StrEnum):
    """What pass rates are told by."""

    SHEET = "sheet"
    DEPARTMENT = "department"
    PERSON = "person"

    @property
    def label(self) -> str:
        return {By.SHEET: "检查表", By.DEPARTMENT: "部门", By.PERSON: "受检人"}[self]


@dataclass(frozen=True, slots=True)
class Period:
    """One week or month of a span, with the words under its point."""

    label: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Check:
    """One finished check as the figures count it. `failed` is how many items failed, `score` adds up their weights."""

    number: str
    day: date
    letter: str
    sheet: str
    kind: RunKind
    department_id: int | None
    person_id: int | None
    score: Score
    failed: int


@dataclass(frozen=True, slots=True)
class Failure:
    """An item that failed in a check, with what was written down."""

    check: Check
    code: str
    title: str
    note: str

    @property
    def item(self) -> str:
        return f"{self.code} {self.title}"


@dataclass(frozen=True, slots=True)
class Rate:
    """The checks of one sheet, department or person (`key` None = all), and those of the span before."""

    key: Hashable
    name: str
    checks: tuple[Check, ...]
    before: tuple[Check, ...]
    failures: tuple[Failure, ...]

    @property
    def permille(self) -> int | None:
        return permille(self.checks)

    @property
    def permille_before(self) -> int | None:
        return permille(self.before)

    @property
    def deducted(self) -> int:
        return sum(check.score.deducted for check in self.checks)


@dataclass(frozen=True, slots=True)
class Point:
    """The pass rate of a week or month; None where nothing was checked."""

    period: Period
    permille: int | None
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class Frequent:
    """An item and its failures; `share` and `running` are permille of all failures, alone and with those before it.

    `repeats` tells where it is a 重复项目.
    """

    code: str
    title: str
    failures: tuple[Failure, ...]
    share: int
    running: int
    repeats: tuple["Repeat", ...]

    @property
    def item(self) -> str:
        return f"{self.code} {self.title}"


@dataclass(frozen=True, slots=True)
class Repeat:
    """重复项目: an item that failed at a department so often within the days of the rule, with the failures of its worst days."""

    department_id: int | None
    code: str
    title: str
    failures: tuple[Failure, ...]


def days_of(reach: Reach, today: date) -> tuple[date, date]:
    """First and last day: whole weeks from Monday, or months from the first, up to today."""
    if reach is Reach.MONTHS_12:
        return _months_back(today.replace(day=1), _MONTHS - 1), today
    weeks = 4 if reach is Reach.WEEKS_4 else 13
    return week_of(today)[0] - timedelta(weeks=weeks - 1), today


def days_before(reach: Reach, today: date) -> tuple[date, date]:
    """The span of the same length before it."""
    first, last = days_of(reach, today)
    if reach is Reach.MONTHS_12:
        return _months_back(first, _MONTHS), first - timedelta(days=1)
    weeks = (week_of(last)[0] - first).days // 7 + 1
    return first - timedelta(weeks=weeks), first - timedelta(days=1)


def periods(reach: Reach, today: date) -> tuple[Period, ...]:
    """The weeks or months of a span, oldest first; the last one ends today."""
    first, last = days_of(reach, today)
    found: list[Period] = []
    while first <= last:
        following = _months_back(first, -1) if reach is Reach.MONTHS_12 else first + timedelta(weeks=1)
        label = f"{first:%y-%m}" if reach is Reach.MONTHS_12 else f"{first:%m-%d}"
        found.append(Period(label, first, min(following - timedelta(days=1), last)))
        first = following
    return tuple(found)


def permille(checks: Iterable[Check]) -> int | None:
    """The pass rate of checks together: passed weight out of what applied; None when nothing did."""
    scores = [check.score for check in checks]
    return Score(sum(one.passed for one in scores), sum(one.failed for one in scores), 0).permille


def rates(checks: Sequence[Check], before: Sequence[Check], failures: Sequence[Failure], by: By, name: Callable[[int], str]) -> list[Rate]:
    """All together, then each sheet by its letter, or each department or person by the lowest rate. `name` tells one by its id.

    Checks of an area count for no person.
    """
    key = {By.SHEET: _letter, By.DEPARTMENT: _department, By.PERSON: _person}[by]
    keys = {found for check in (*checks, *before) if (found := key(check)) is not None}
    sheets = {check.letter: check.sheet for check in (*before, *checks)}
    each = [
        Rate(
            key=one,
            name=f"{one} {sheets[one]}" if isinstance(one, str) else name(one),
            checks=tuple(check for check in checks if key(check) == one),
            before=tuple(check for check in before if key(check) == one),
            failures=tuple(failure for failure in failures if key(failure.check) == one),
        )
        for one in keys
    ]
    if by is By.SHEET:
        each.sort(key=lambda rate: str(rate.key))
    else:
        each.sort(key=lambda rate: (rate.permille is None, rate.permille or 0, rate.name))
    return [Rate(None, "全部", tuple(checks), tuple(before), tuple(failures)), *each]


def trend(checks: Iterable[Check], over: Sequence[Period]) -> tuple[Point, ...]:
    """The pass rate in each period."""
    mine: dict[date, list[Check]] = {period.first: [] for period in over}
    for check in checks:
        period = next((one for one in over if one.first <= check.day <= one.last), None)
        if period is not None:
            mine[period.first].append(check)
    return tuple(Point(period, permille(mine[period.first]), tuple(mine[period.first])) for period in over)


def with_rate(points: Sequence[Point]) -> list[Point]:
    """The points a chart can show: weeks in which nothing was checked have no rate."""
    return [point for point in points if point.permille is not None]


def pareto(failures: Sequence[Failure], repeated: Sequence[Repeat] = ()) -> tuple[Frequent, ...]:
    """The failed items, the most frequent first; an item keeps its title of the last time."""
    mine: dict[str, list[Failure]] = {}
    for failure in failures:
        mine.setdefault(failure.code, []).append(failure)
    found: list[Frequent] = []
    so_far = 0
    for code, some in sorted(mine.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        so_far += len(some)
        share, running = (_share(count, len(failures)) for count in (len(some), so_far))
        repeats = tuple(one for one in repeated if one.code == code)
        found.append(Frequent(code, some[-1].title, tuple(some), share, running, repeats))
    return tuple(found)


def repeats(failures: Iterable[Failure], *, times: int, days: int, since: date) -> tuple[Repeat, ...]:
    """Items that failed at least `times` times at a department within `days` days that end on or after `since`, the worst first.

    `failures` reach back `days` − 1 days before `since`, or a run of failures that began earlier is cut (inspection.md §4).
    """
    mine: dict[tuple[int | None, str], list[Failure]] = {}
    for failure in sorted(failures, key=lambda one: (one.check.day, one.check.number)):
        mine.setdefault((failure.check.department_id, failure.code), []).append(failure)
    found: list[Repeat] = []
    for (department_id, code), some in mine.items():
        worst = max((_within(some, at, days) for at in range(len(some)) if some[at].check.day >= since), key=len, default=())
        if len(worst) >= times:
            found.append(Repeat(department_id, code, some[-1].title, worst))
    return tuple(sorted(found, key=lambda one: (-len(one.failures), one.code, one.department_id or 0)))


def kinds_in_words(checks: Iterable[Check]) -> str:
    """每日检查 42，每周抽查 7."""
    counted = Counter(check.kind for check in checks)
    return "，".join(f"{kind.label} {counted[kind]}" for kind in RunKind if counted[kind])


def _within(failures: Sequence[Failure], at: int, days: int) -> tuple[Failure, ...]:
    """The failures of the `days` days that end with the one at `at`."""
    last = failures[at].check.day
    return tuple(one for one in failures[: at + 1] if (last - one.check.day).days < days)


def _letter(check: Check) -> str | None:
    return check.letter


def _department(check: Check) -> int | None:
    return check.department_id


def _person(check: Check) -> int | None:
    return check.person_id


def _share(part: int, whole: int) -> int:
    return (part * 2000 + whole) // (whole * 2)


def _months_back(first: date, months: int) -> date:
    """The first of the month so many months earlier; later for a negative number."""
    at = first.year * 12 + first.month - 1 - months
    return date(at // 12, at % 12 + 1, 1)
