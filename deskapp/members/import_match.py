"""A judged list held against the store: who is new, who is known, what would change, and what cannot be. Reads only, in bulk.

A member is known by his number, else by his card, else by mobile and name. What the list leaves empty changes nothing; consents are
only added where the store has never asked, so that a list brought again gives back no consent that was withdrawn since.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any

from deskapp.customers.domain import Purpose
from deskapp.customers.family import family
from deskapp.customers.intake import CAR_COLUMNS, Namesake, ParkedCar, cars_like, people_with
from deskapp.data import NumberKind, read_number
from deskapp.data.bulk import fetch_by_keys
from deskapp.members.domain import CardState, Level, MemberState, format_card
from deskapp.members.import_entry import Car, Entry, Finding
from deskapp.members.import_fields import ImportField, code
from deskapp.members.levels import levels
from deskapp.points.opening import openings_of
from deskapp.typed import format_plate, format_points

_MEMBERSHIP = "m.id, m.number, m.customer_id, m.state, m.joined_on, m.valid_until"
_BY_NUMBER = f"SELECT {_MEMBERSHIP} FROM memberships m WHERE m.number IN {{keys}}"
_BY_CARD = (
    f"SELECT c.number, c.state, {_MEMBERSHIP} FROM cards c JOIN memberships m ON m.id = c.membership_id"
    " WHERE c.state <> 'void' AND c.number IN {keys}"
)
_OPEN = f"SELECT {_MEMBERSHIP} FROM memberships m WHERE m.state IN ('pending', 'active', 'lost') AND m.customer_id IN {{keys}}"
_CARDS = "SELECT membership_id, number, state FROM cards WHERE state <> 'void' AND membership_id IN {keys}"
_MERGED = "SELECT merged_into_id FROM customers WHERE merged_into_id IN {keys}"
_KEPT = (
    "kind",
    "name",
    "contact",
    "credit_code",
    "salutation",
    "mobile",
    "alt_contact",
    "alt_phone",
    "birth_month",
    "birth_day",
    "birth_year",
    "birth_lunar",
    "address",
    "note",
)
_CUSTOMERS = f"SELECT id, reading, {', '.join(_KEPT)} FROM customers WHERE id IN {{keys}}"
_VEHICLES = f"SELECT id, customer_id, {', '.join(CAR_COLUMNS)} FROM vehicles WHERE ended_at IS NULL AND customer_id IN {{keys}}"
_ANSWERED = "SELECT DISTINCT customer_id, purpose FROM consents WHERE customer_id IN {keys}"
_BIRTHDAY = ("birth_month", "birth_day", "birth_year", "birth_lunar")
_DAYS = frozenset({"bought_on", "insurance_until", "inspection_until"})
Tick = Callable[[], object]


class Fate(Enum):
    """What the import does with an entry."""

    ADD = "新增"
    UPDATE = "更新"
    SAME = "没有变化"


@dataclass(frozen=True, slots=True)
class Known:
    """A membership in the store; `customer_id` is the survivor's."""

    membership_id: int
    number: str
    customer_id: int
    state: MemberState
    joined_on: date
    valid_until: date


@dataclass(slots=True)
class Step:
    """What one entry leads to. `customer` holds (column, old, new) of what changes, `cars` the same after the car's id.

    `doubts` are fields with what is unusual about them, from the list itself and against the store.
    """

    entry: Entry
    customer_id: int | None = None
    known: Known | None = None
    reading: str = ""
    before: dict[str, Any] = field(default_factory=dict[str, Any])
    customer: list[tuple[str, Any, Any]] = field(default_factory=list[tuple[str, Any, Any]])
    cars: list[tuple[int, str, Any, Any]] = field(default_factory=list[tuple[int, str, Any, Any]])
    new_cars: list[Car] = field(default_factory=list[Car])
    new_card: bool = False
    new_level: bool = False
    new_opening: bool = False
    answers: tuple[tuple[Purpose, bool], ...] = ()
    doubts: tuple[tuple[str, str], ...] = ()

    @property
    def fate(self) -> Fate:
        if self.known is None:
            return Fate.ADD
        changed = self.customer or self.cars or self.new_cars or self.new_card or self.new_level or self.new_opening or self.answers
        return Fate.UPDATE if changed else Fate.SAME


@dataclass(frozen=True, slots=True)
class Matched:
    """The list against the store as it is now. Entries that met a finding which is not merely unusual have no step."""

    steps: tuple[Step, ...]
    findings: tuple[Finding, ...]


class Matcher:
    """One look: `tick` is called between statements and may raise to give up. Inside `reading()` or `writing()`."""

    def __init__(self, entries: Sequence[Entry], columns: dict[str, int], *, on: date, tick: Tick) -> None:
        self._entries = entries
        self._columns = columns
        self._on = on
        self._tick = tick
        self._findings: list[Finding] = []
        self._refused = False
        self._met: dict[int, int] = {}
        self._doubts: dict[int, list[tuple[str, str]]] = defaultdict(list)

    def look(self) -> Matched:
        """Find who each entry is, then what it changes."""
        self._look_up_numbers()
        found = [self._who(entry) for entry in self._entries if self._is_free_number(entry)]
        steps = [step for step in found if step is not None and self._is_first(step)]
        self._look_up_known([step for step in steps if step.customer_id is not None])
        kept = [step for step in steps if self._compare(step)]
        for step in kept:
            step.doubts = (*step.entry.doubts, *self._doubts.get(step.entry.row, ()))
        return Matched(tuple(kept), tuple(self._findings))

    def _look_up_numbers(self) -> None:
        entries = self._entries
        by_number = fetch_by_keys(_BY_NUMBER, {e.member_no for e in entries if e.member_no}, done=self._tick)
        by_card = fetch_by_keys(_BY_CARD, {e.card_no for e in entries if e.card_no}, done=self._tick)
        roots = self._roots([*(row[2] for row in by_number), *(row[4] for row in by_card)])
        self._numbers = {row[1]: _known(row, roots) for row in by_number}
        self._cards = {row[0]: (CardState(row[1]), _known(row[2:], roots)) for row in by_card}
        self._people = people_with({e.mobile for e in entries}, done=self._tick)
        plates = {car.values["plate"] for e in entries for car in e.cars if car.values["plate"]}
        vins = {car.values["vin"] for e in entries for car in e.cars if car.values["vin"]}
        self._parked = cars_like(plates, vins, done=self._tick)
        named = {person.customer_id for people in self._people.values() for person in people}
        known = {one.customer_id for one in self._numbers.values()} | {one.customer_id for _, one in self._cards.values()}
        families = self._families(named | known)
        standing = fetch_by_keys(_OPEN, families, done=self._tick)
        self._open = {families[row[2]]: _known(row, families) for row in standing}

    def _roots(self, customer_ids: Sequence[int]) -> dict[int, int]:
        """Customer -> survivor, of those that were merged."""
        merged = fetch_by_keys("SELECT id FROM customers WHERE merged_into_id IS NOT NULL AND id IN {keys}", set(customer_ids))
        return {row[0]: family(row[0])[0] for row in merged}

    def _families(self, roots: set[int]) -> dict[int, int]:
        """Every id of these survivors' families -> the survivor."""
        merged = {row[0] for row in fetch_by_keys(_MERGED, roots, done=self._tick)}
        return {root: root for root in roots} | {kin: root for root in merged for kin in family(root)}

    def _is_free_number(self, entry: Entry) -> bool:
        """An imported number may look like one of ours only where it is a member number: another slip's would mislead the search."""
        number = read_number(entry.member_no) if entry.member_no else None
        if number == entry.member_no and number and not number.startswith(NumberKind.MEMBER.letters):
            self._refuse(entry, ImportField.MEMBER_NO, "这是本系统其他单据的单号，不能作会员编号")
            return False
        return True

    def _is_first(self, step: Step) -> bool:
        """Two entries of the list may turn out to be one customer of the store."""
        if step.customer_id is None:
            return True
        first = self._met.setdefault(step.customer_id, step.entry.row)
        if first != step.entry.row:
            self._refuse(step.entry, ImportField.NAME, f"与第 {first:,} 行是系统里的同一位客户")
        return first == step.entry.row

    def _who(self, entry: Entry) -> Step | None:
        """The customer and membership the entry is; None after a refusal."""
        known = self._numbers.get(entry.member_no) if entry.member_no else None
        card = self._cards.get(entry.card_no) if entry.card_no else None
        if card is not None and known is not None and card[1].membership_id != known.membership_id:
            return self._refuse(entry, ImportField.CARD_NO, f"卡号 {format_card(entry.card_no)} 已给了会员 {card[1].number}")
        if card is not None and card[0] is CardState.BLOCKED:
            return self._refuse(entry, ImportField.CARD_NO, f"卡号 {format_card(entry.card_no)} 已停用（会员 {card[1].number}）")
        known = known or (card[1] if card else None)
        if known is not None and not known.state.is_open:
            return self._refuse(entry, ImportField.MEMBER_NO, f"会员 {known.number} {known.state.label}，不能导入")
        if known is not None:
            return self._same_number(entry, known)
        named = [person for person in self._people.get(entry.mobile, ()) if entry.name in {person.name, person.contact}]
        if len(named) > 1:
            return self._refuse(entry, ImportField.NAME, f"系统里有 {len(named)} 位同名同手机的客户，请先合并，或填会员编号")
        if not named:
            self._doubt_shared(entry, self._people.get(entry.mobile, ()))
            return Step(entry)
        standing = self._open.get(named[0].customer_id)
        return self._same_number(entry, standing) if standing else Step(entry, named[0].customer_id)

    def _same_number(self, entry: Entry, known: Known) -> Step | None:
        if entry.member_no and entry.member_no != known.number:
            return self._refuse(entry, ImportField.MEMBER_NO, f"这位客户已是会员 {known.number}，会员编号不能改")
        return Step(entry, known.customer_id, known)

    def _doubt_shared(self, entry: Entry, others: Sequence[Namesake]) -> None:
        if others:
            names = "、".join(other.name for other in others[:3])
            self._doubt(entry, ImportField.MOBILE, f"这个手机已有 {len(others)} 位客户：{names}")

    def _look_up_known(self, steps: Sequence[Step]) -> None:
        families = self._families({step.customer_id for step in steps if step.customer_id is not None})
        roots = set(families.values())
        memberships = {step.known.membership_id for step in steps if step.known}
        self._customers = {row[0]: row[1:] for row in fetch_by_keys(_CUSTOMERS, roots, done=self._tick)}
        self._garage: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
        for row in fetch_by_keys(_VEHICLES, families, done=self._tick):
            self._garage[families[row[1]]].append(row)
        self._answered: dict[int, set[Purpose]] = defaultdict(set)
        for owner, purpose in fetch_by_keys(_ANSWERED, families, done=self._tick):
            self._answered[families[owner]].add(Purpose(purpose))
        self._cards_of: dict[int, list[tuple[str, CardState]]] = defaultdict(list)
        for membership_id, number, state in fetch_by_keys(_CARDS, memberships, done=self._tick):
            self._cards_of[membership_id].append((number, CardState(state)))
        self._openings = openings_of(roots, done=self._tick)
        asked = {step.known.membership_id for step in steps if step.known and step.entry.level is not Level.BASIC}
        self._levels: dict[int, Level] = {}
        coming = list(asked)
        for start in range(0, len(coming), 500):
            found = levels(membership_ids=coming[start : start + 500], on=self._on)
            self._levels |= {key: reason.level for key, reason in found.items()}
            self._tick()

    def _compare(self, step: Step) -> bool:
        """Fill in what changes; False after a refusal."""
        self._refused = False
        entry = step.entry
        if step.customer_id is None:
            step.new_cars = entry.cars
            step.answers = entry.answers
            step.new_opening = entry.opening is not None
        else:
            self._compare_customer(step, step.customer_id)
            self._compare_cars(step, step.customer_id)
            self._compare_opening(step, step.customer_id)
            step.answers = tuple(pair for pair in entry.answers if pair[0] not in self._answered[step.customer_id])
        if step.known is not None:
            self._compare_membership(step, step.known)
        for car in entry.cars:
            self._doubt_parked(entry, car, step.customer_id)
        return not self._refused

    def _compare_customer(self, step: Step, customer_id: int) -> None:
        entry = step.entry
        row = self._customers[customer_id]
        step.reading, step.before = row[0], dict(zip(_KEPT, row[1:], strict=True))
        told = {**entry.customer, "note": entry.note}
        for name in _KEPT:
            old, new = step.before[name], told[name]
            if name in _BIRTHDAY:
                continue
            if name == "kind" or not new or (name in {"contact", "credit_code"} and step.before["kind"] != told["kind"]):
                continue  # a person stays one: a list that says otherwise is mended by hand
            if name == "note" and old:
                continue  # the desk's own note is newer
            if old != new:
                step.customer.append((name, old, new))
        birthday = [told[name] for name in _BIRTHDAY]
        if birthday[0] and [step.before[n] for n in _BIRTHDAY[:3]] + [bool(step.before["birth_lunar"])] != birthday:
            step.customer += [(name, step.before[name], told[name]) for name in _BIRTHDAY if step.before[name] != told[name]]
        if any(name == "name" for name, _, _ in step.customer):
            self._doubt(entry, ImportField.NAME, f"会员 {step.known.number if step.known else ''} 现名 {step.before['name']}，将改名")

    def _compare_cars(self, step: Step, customer_id: int) -> None:
        for car in step.entry.cars:
            mine = next((row for row in self._garage[customer_id] if _is_same_car(row, car)), None)
            if mine is None:
                step.new_cars.append(car)
                continue
            for name, old in zip(CAR_COLUMNS, mine[2:], strict=True):
                new = car.values[name]
                if new is None or new == "":
                    continue
                same = _text(old) == _text(new) if name in _DAYS else old == new
                if not same:
                    step.cars.append((mine[0], name, old, new))

    def _compare_opening(self, step: Step, customer_id: int) -> None:
        opening = step.entry.opening
        had = self._openings.get(customer_id)
        if opening is None:
            return
        if had is None:
            step.new_opening = True
        elif had[:2] != (opening.redeemable, opening.tier) or (opening.ends_on and had[2] and had[2] != opening.ends_on):
            words = f"期初积分已按可兑换 {format_points(had[0])}、升级 {format_points(had[1])} 登记过，要改请做手工增减"
            self._refuse(step.entry, ImportField.REDEEMABLE, words)

    def _compare_membership(self, step: Step, known: Known) -> None:
        entry, cards = step.entry, self._cards_of[known.membership_id]
        if entry.card_no and entry.card_no not in {number for number, _ in cards}:
            in_use = next((number for number, state in cards if state is CardState.IN_USE), "")
            if cards:
                self._refuse(entry, ImportField.CARD_NO, f"会员 {known.number} 的卡号是 {format_card(in_use)}，换卡请在会员页补卡")
            step.new_card = not cards
        if entry.joined_on and entry.joined_on != known.joined_on:
            self._refuse(entry, ImportField.JOINED_ON, f"会员 {known.number} 的入会日期是 {known.joined_on}，不能改")
        if entry.valid_until and entry.valid_until != known.valid_until:
            self._refuse(entry, ImportField.VALID_UNTIL, f"会员 {known.number} 的有效期至 {known.valid_until}，续会请在会员页办理")
        now = self._levels.get(known.membership_id, Level.BASIC)
        step.new_level = entry.level.rank > now.rank

    def _doubt_parked(self, entry: Entry, car: Car, customer_id: int | None) -> None:
        for name in ("plate", "vin"):
            others = [one for one in self._parked.get(car.values[name], ()) if one.customer_id != customer_id] if car.values[name] else []
            if others:
                self._doubt(entry, code(ImportField(name), car.position), _parked_words(name, others[0]), row=car.row)
                return

    def _refuse(self, entry: Entry, which: str, message: str) -> None:
        self._refused = True
        self._find(entry.row, which, message, unusual=False)

    def _doubt(self, entry: Entry, which: str, message: str, *, row: int = 0) -> None:
        self._doubts[entry.row].append((which, message))
        self._find(row or entry.row, which, message, unusual=True)

    def _find(self, row: int, which: str, message: str, *, unusual: bool) -> None:
        label = ImportField(which.partition(".")[0]).label
        self._findings.append(Finding(row, self._columns.get(which, -1), label, message, unusual))


def _known(row: Sequence[Any], roots: dict[int, int]) -> Known:
    owner: int = row[2]
    return Known(row[0], row[1], roots.get(owner, owner), MemberState(row[3]), _day(row[4]), _day(row[5]))


def _is_same_car(row: Sequence[Any], car: Car) -> bool:
    plate, vin = row[2], row[4]
    return (plate != "" and plate == car.values["plate"]) or (vin != "" and vin == car.values["vin"])


def _parked_words(name: str, other: ParkedCar) -> str:
    what = format_plate(other.plate) if name == "plate" else other.vin
    return f"{what} 登记在 {other.owner} 名下"


def _day(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")
