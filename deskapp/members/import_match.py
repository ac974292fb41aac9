"""A judged list held against the store: who is new, who is known, what would change, and what cannot be. Reads only, in bulk.

A member is known by his number, else by his card, else by mobile and name. What the list leaves empty changes nothing; consents are
only added where the store has never asked, so that a list brought again gives back no consent that was withdrawn since. Neither does an
old list undo what happened here since: a value somebody changed by hand, a renewal, another card, a car that was given up.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, TypeVar

from deskapp.customers.intake import Namesake, ParkedCar
from deskapp.data import NumberKind, read_number
from deskapp.members.domain import CardState, Level, MemberState, format_card
from deskapp.members.import_entry import Car, Change, Entry, Finding, said
from deskapp.members.import_fields import CAR_FIELDS, ImportField, code, code_label, read_code
from deskapp.members.import_known import KEPT, InStore, Known, OwnCar, Tick
from deskapp.members.import_steps import Matched, Step
from deskapp.members.import_words import BIRTHDAY, birthday_words, history_text, in_words
from deskapp.typed import format_plate, format_points

T = TypeVar("T")
_TICK_EVERY = 500
_LEAVE_EMPTY = "或把这一格留空"


class Matcher:
    """One look: `tick` is called all the time and may raise to give up. Inside `reading()` or `writing()`."""

    def __init__(self, entries: Sequence[Entry], columns: dict[str, int], *, on: date, tick: Tick) -> None:
        self._entries = entries
        self._columns = columns
        self._on = on
        self._tick = tick
        self._findings: list[Finding] = []
        self._changes: list[Change] = []
        self._refused = False
        self._met: dict[int, int] = {}
        self._doubts: dict[int, list[tuple[int, str, str]]] = defaultdict(list)

    def look(self) -> Matched:
        """Find who each entry is, then what it changes."""
        self._store = InStore(self._entries, tick=self._tick)
        found = [self._who(entry) for entry in self._each(self._entries) if self._is_free_number(entry)]
        steps = [step for step in found if step is not None and self._is_first(step)]
        self._look_at_known(steps)
        kept = [step for step in self._each(steps) if self._compare(step)]
        for step in kept:
            step.doubts = (*step.entry.doubts, *self._doubts.get(step.entry.row, ()))
        rows = {step.entry.row for step in kept}
        return Matched(tuple(kept), tuple(self._findings), tuple(change for change in self._changes if change.row in rows))

    def _each(self, items: Iterable[T]) -> Iterator[T]:
        for number, item in enumerate(items):
            if number % _TICK_EVERY == 0:
                self._tick()
            yield item

    # Who it is --------------------------------------------------------------------------------------------------------

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
        known = self._store.by_number.get(entry.member_no) if entry.member_no else None
        card, holder = self._store.by_card.get(entry.card_no, (None, None))
        named = [person for person in self._store.people.get(entry.mobile, ()) if entry.name in {person.name, person.contact}]
        if holder is not None and entry.member_no not in {"", holder.number}:
            return self._refuse(entry, ImportField.CARD_NO, f"卡号 {format_card(entry.card_no)} 已给了会员 {holder.number}")
        if holder is not None and known is None and card is CardState.BLOCKED and holder.customer_id not in {p.customer_id for p in named}:
            return self._refuse(entry, ImportField.CARD_NO, f"卡号 {format_card(entry.card_no)} 已停用（会员 {holder.number}）")
        known = known or holder
        if known is not None:
            return self._same_number(entry, known)
        if len(named) > 1:
            return self._refuse(entry, ImportField.NAME, f"系统里有 {len(named)} 位同名同手机的客户，请先合并，或填会员编号")
        if not named:
            self._doubt_shared(entry, self._store.people.get(entry.mobile, ()))
            return Step(entry)
        standing = self._store.memberships.get(named[0].customer_id)
        return self._same_number(entry, standing) if standing else Step(entry, named[0].customer_id)

    def _same_number(self, entry: Entry, known: Known) -> Step | None:
        if known.state is MemberState.RESIGNED:
            return self._refuse(entry, ImportField.NAME, f"会员 {known.number} 已退会，不能导入；要再入会请按 F3 办理")
        if not known.state.is_open:
            return self._refuse(entry, ImportField.MEMBER_NO, f"会员 {known.number} {known.state.label}，不能导入，请删去这一行")
        if entry.member_no and entry.member_no != known.number:
            return self._refuse(
                entry, ImportField.MEMBER_NO, f"这位客户已是会员 {known.number}，会员编号不能改，请改成一样的{_LEAVE_EMPTY}"
            )
        return Step(entry, known.customer_id, known)

    def _doubt_shared(self, entry: Entry, others: Sequence[Namesake]) -> None:
        if others:
            names = "、".join(other.name for other in others[:3])
            self._doubt(entry, ImportField.MOBILE, f"这个手机已有 {len(others)} 位客户：{names}")

    # What it changes --------------------------------------------------------------------------------------------------

    def _look_at_known(self, steps: Sequence[Step]) -> None:
        met = [step for step in steps if step.customer_id is not None]
        self._store.look_at(
            {step.customer_id for step in met if step.customer_id}, {step.known.membership_id for step in met if step.known}
        )
        levelled = {s.known.membership_id for s in met if s.known and (s.entry.level is not Level.BASIC or s.entry.opening)}
        self._store.look_at_levels(levelled, on=self._on)

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
            step.answers = tuple(pair for pair in entry.answers if pair[0] not in self._store.answered[step.customer_id])
            for purpose, given in step.answers:
                self._change(step, ImportField(f"consent_{purpose.value}").label, "", "同意" if given else "不同意")
        if step.known is not None:
            self._compare_membership(step, step.known)
        for car in entry.cars:
            self._doubt_parked(entry, car, step.customer_id)
        return not self._refused

    def _compare_customer(self, step: Step, customer_id: int) -> None:
        entry = step.entry
        step.reading, step.before = self._store.customers[customer_id]
        told = {**entry.customer, "note": entry.note}
        for name in KEPT:
            old, new = step.before[name], told[name]
            if name in BIRTHDAY or old == new or not new:
                continue
            if name == "kind" or (name in {"contact", "credit_code"} and step.before["kind"] != told["kind"]):
                continue  # a person stays one: a list that says otherwise is mended by hand
            if name == "note" and old:
                continue  # the desk's own note is newer
            label = code_label(ImportField(name))
            if self._news(step, label, "customers", customer_id, name, old, new):
                step.customer.append((name, old, new))
        before, after = birthday_words(step.before), birthday_words(told)
        if after and before != after and not self._is_by_hand("customers", customer_id, "birthday", after):
            self._change(step, ImportField.BIRTHDAY.label, before, after)
            step.customer += [(name, step.before[name], told[name]) for name in BIRTHDAY if step.before[name] != told[name]]
        changed = {name for name, _, _ in step.customer}
        if {"name", "mobile"} <= changed:
            which = ImportField.MEMBER_NO if entry.member_no else ImportField.CARD_NO
            self._refuse(entry, which, f"系统里是 {step.before['name']}，姓名和手机都不同，请核对是不是同一人")
        elif "name" in changed:
            self._doubt(entry, ImportField.NAME, f"系统里的姓名是 {step.before['name']}，将改名")

    def _compare_cars(self, step: Step, customer_id: int) -> None:
        garage = self._store.garage[customer_id]
        for car in step.entry.cars:
            what = format_plate(car.values["plate"]) if car.values["plate"] else car.values["vin"]
            own = next((one for one in garage if not one.ended and _is_same_car(one, car)), None)
            if own is not None:
                self._compare_car(step, own, car)
            elif any(_is_same_car(one, car) for one in garage):
                self._change(step, "车辆", "已结束", what, kept=True)
            else:
                step.new_cars.append(car)
                self._change(step, "车辆", "", what)

    def _compare_car(self, step: Step, own: OwnCar, car: Car) -> None:
        for name, old in own.values.items():
            new = car.values[name]
            if new is None or new in {"", old} or name == "plate_class":
                continue
            if self._news(step, code_label(code(ImportField(name), car.position)), "vehicles", own.id, name, old, new):
                step.cars.append((own.id, name, old, new))
                if name == "plate" and own.values["plate_class"] != car.values["plate_class"]:
                    step.cars.append((own.id, "plate_class", own.values["plate_class"], car.values["plate_class"]))

    def _compare_opening(self, step: Step, customer_id: int) -> None:
        opening = step.entry.opening
        had = self._store.openings.get(customer_id)
        step.fresh = customer_id not in self._store.used
        if opening is None:
            return
        if had is None:
            step.new_opening = True
            self._change(step, "期初积分", "", f"可兑换 {format_points(opening.redeemable)}、升级 {format_points(opening.tier)}")
        elif had[:2] != (opening.redeemable, opening.tier) or (opening.ends_on and had[2] and had[2] != opening.ends_on):
            words = f"期初积分已按可兑换 {format_points(had[0])}、升级 {format_points(had[1])} 登记过，要改请做手工增减，{_LEAVE_EMPTY}"
            self._refuse(step.entry, ImportField.REDEEMABLE, words)

    def _compare_membership(self, step: Step, known: Known) -> None:
        entry = step.entry
        self._compare_card(step, known)
        if entry.joined_on and entry.joined_on != known.joined_on:
            self._refuse(entry, ImportField.JOINED_ON, f"会员 {known.number} 的入会日期是 {known.joined_on}，请改成一样的，{_LEAVE_EMPTY}")
        if entry.valid_until and entry.valid_until != known.valid_until:
            if entry.valid_until < known.valid_until and known.membership_id in self._store.renewed:
                self._change(step, ImportField.VALID_UNTIL.label, f"{known.valid_until}", f"{entry.valid_until}", kept=True)
            else:
                words = f"会员 {known.number} 的有效期至 {known.valid_until}，续会请在会员页办理，{_LEAVE_EMPTY}"
                self._refuse(entry, ImportField.VALID_UNTIL, words)
        step.level = self._store.levels.get(known.membership_id, Level.BASIC)
        step.new_level = entry.level.rank > step.level.rank and (known.membership_id, entry.level.value) not in self._store.brought_levels
        if step.new_level:
            self._change(step, ImportField.LEVEL.label, step.level.label, entry.level.label)

    def _compare_card(self, step: Step, known: Known) -> None:
        entry, cards = step.entry, dict(self._store.cards[known.membership_id])
        in_use = next((number for number, state in cards.items() if state is CardState.IN_USE), "")
        if not entry.card_no or entry.card_no == in_use:
            return
        if entry.card_no in cards:  # blocked here since: the list is older than the card in use
            self._change(step, ImportField.CARD_NO.label, format_card(in_use), format_card(entry.card_no), kept=True)
        elif cards:
            words = f"会员 {known.number} 的卡号是 {format_card(in_use or next(iter(cards)))}，换卡请在会员页补卡，{_LEAVE_EMPTY}"
            self._refuse(entry, ImportField.CARD_NO, words)
        else:
            step.new_card = True
            self._change(step, ImportField.CARD_NO.label, "", format_card(entry.card_no))

    def _doubt_parked(self, entry: Entry, car: Car, customer_id: int | None) -> None:
        for name in ("plate", "vin"):
            parked = self._store.parked.get(car.values[name], ()) if car.values[name] else ()
            others = [one for one in parked if one.customer_id != customer_id]
            if others:
                self._doubt(entry, code(ImportField(name), car.position), _parked_words(name, others[0]), row=car.row)
                return

    # What is told -----------------------------------------------------------------------------------------------------

    def _news(self, step: Step, label: str, kind: str, record_id: int, name: str, old: Any, new: Any) -> bool:
        """Tell a change; False where somebody changed the very value by hand since."""
        kept = self._is_by_hand(kind, record_id, name, history_text(new))
        self._change(step, label, in_words(name, old), in_words(name, new), kept=kept)
        return not kept

    def _is_by_hand(self, kind: str, record_id: int, name: str, text: str) -> bool:
        return (kind, record_id, name, text) in self._store.by_hand

    def _change(self, step: Step, label: str, old: str, new: str, *, kept: bool = False) -> None:
        if step.customer_id is not None:
            self._changes.append(Change(step.entry.row, step.entry.name, label, old, new, kept))

    def _refuse(self, entry: Entry, which: str, message: str) -> None:
        self._refused = True
        self._find(entry, entry.row, which, message, unusual=False)

    def _doubt(self, entry: Entry, which: str, message: str, *, row: int = 0) -> None:
        self._doubts[entry.row].append((row or entry.row, which, message))
        self._find(entry, row or entry.row, which, message, unusual=True)

    def _find(self, entry: Entry, row: int, which: str, message: str, *, unusual: bool) -> None:
        self._findings.append(Finding(row, self._columns.get(which, -1), code_label(which), message, unusual, _text(entry, row, which)))


def _text(entry: Entry, row: int, which: str) -> str:
    """What the list says there, as it was judged."""
    meaning, position = read_code(which)
    if meaning in CAR_FIELDS:
        return next((str(car.values[meaning] or "") for car in entry.cars if (car.row, car.position) == (row, position)), "")
    if meaning is ImportField.REDEEMABLE:
        return format_points(entry.opening.redeemable) if entry.opening else ""
    return history_text(said(entry, meaning))


def _is_same_car(own: OwnCar, car: Car) -> bool:
    plate, vin = own.values["plate"], own.values["vin"]
    return (plate != "" and plate == car.values["plate"]) or (vin != "" and vin == car.values["vin"])


def _parked_words(name: str, other: ParkedCar) -> str:
    what = format_plate(other.plate) if name == "plate" else other.vin
    return f"{what} 登记在 {other.owner} 名下"
