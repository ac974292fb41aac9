"""What a matched list changes, written in bulk inside the import's one transaction."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from deskapp.customers.domain import TokenSource
from deskapp.customers.intake import Sheaf, insert_answers, insert_cars, insert_customers
from deskapp.customers.tokens import TOKEN_LIMIT, customer_tokens, number_tokens, vehicle_tokens, write_tokens
from deskapp.customers.vehicles import live_tokens
from deskapp.data import NumberKind, Tx, database, next_number, on_server, read_number
from deskapp.data.bulk import fetch_by_keys, insert_rows, take_ids, update_rows
from deskapp.members.domain import TERM_MONTHS, CardState, EventKind, Level, MemberState, level_by_points, term_end
from deskapp.members.import_entry import Car, Entry
from deskapp.members.import_fields import CAR_FIELDS, ImportField, read_code
from deskapp.members.import_match import Fate, Matched, Step
from deskapp.members.levels import settle_level, thresholds
from deskapp.points.opening import OpeningBalance, open_balances
from deskapp.settings.store import value
from deskapp.staff.service import person
from deskapp.typed import Birthday, format_birthday, format_points, name_readings

WHY = "导入"
_TOKENS_EACH = 17  # for the progress bar: what a customer has in the search index
_BIRTHDAY = ("birth_month", "birth_day", "birth_year", "birth_lunar")
_LINES = "SELECT number FROM serials WHERE number IN {keys}"


@dataclass(frozen=True, slots=True)
class Written:
    added: int
    updated: int


@dataclass(frozen=True, slots=True)
class Term:
    """Since when somebody is a member, and the term that runs."""

    joined_on: date
    starts_on: date
    ends_on: date


def write(tx: Tx, matched: Matched, *, reason: str, progress: Callable[[int, int, str], object]) -> Written:
    """Write all steps; `progress` is told after each chunk and may raise, then nothing was written."""
    if on_server():  # this one transaction may be busy in Python for longer than others are allowed to
        database.execute_sql("SET LOCAL idle_in_transaction_session_timeout = '120s'")
        database.execute_sql("SET LOCAL statement_timeout = '120s'")
    writer = _Writer(tx, matched.steps, reason, progress)
    writer.take_up_customers()
    writer.write_memberships()
    writer.write_balances()
    writer.change_known()
    writer.write_reasons()
    writer.write_words()
    fates = [step.fate for step in matched.steps]
    return Written(fates.count(Fate.ADD), fates.count(Fate.UPDATE))


class _Writer:
    """One import under way: ids given ahead, then table by table."""

    def __init__(self, tx: Tx, steps: Sequence[Step], reason: str, progress: Callable[[int, int, str], object]) -> None:
        self._tx = tx
        self._at = tx.act.at.isoformat(sep=" ")
        self._today = tx.act.at.date()
        self._steps = steps
        self._reason = reason
        self._progress = progress
        self._new = [step for step in steps if step.customer_id is None]
        self._joining = [step for step in steps if step.known is None]
        self._owners: dict[int, int] = {}
        self._car_ids: dict[tuple[int, int], int] = {}
        self._sheaf = Sheaf()
        self._written = 0
        self._total = len(self._new) * (_TOKENS_EACH + 2) + len(self._joining) * 5 + sum(len(step.new_cars) for step in steps)

    def take_up_customers(self) -> None:
        """New customers, every new car, answers; the words of new customers are gathered."""
        ids = take_ids("customers", len(self._new))
        self._owners = {step.entry.row: key for key, step in zip(ids, self._new, strict=True)}
        self._owners |= {step.entry.row: step.customer_id for step in self._steps if step.customer_id is not None}
        insert_customers(self._tx, ((self._owner(s), s.entry.customer, s.entry.note) for s in self._new), done=self._done)
        cars = [(step, car) for step in self._steps for car in step.new_cars]
        keys = take_ids("vehicles", len(cars))
        self._car_ids = {(car.row, car.position): key for key, (_, car) in zip(keys, cars, strict=True)}
        rows = [(key, self._owner(step), car.values, car.km) for key, (step, car) in zip(keys, cars, strict=True)]
        insert_cars(self._tx, rows, done=self._done)
        answers = [(self._owner(step), purpose, given) for step in self._steps for purpose, given in step.answers]
        insert_answers(self._tx, answers, done=self._done)

    def write_memberships(self) -> None:
        """Memberships of those who had none, with number, card and events; cards and levels of the others."""
        tx, joining = self._tx, self._joining
        ids = take_ids("memberships", len(joining))
        numbers = self._numbers(dict(zip((step.entry.row for step in joining), ids, strict=True)))
        terms = {step.entry.row: term_of(step.entry, self._today, value(TERM_MONTHS)) for step in joining}
        outlet = person(tx.act.staff_id or 0).outlet_id
        columns = ("id", "number", "customer_id", "state", "joined_on", "valid_until", "join_channel", "recruiter_id", "outlet_id")
        rows = (
            (
                key,
                numbers[e.row],
                self._owner(step),
                MemberState.ACTIVE.value,
                terms[e.row].joined_on.isoformat(),
                terms[e.row].ends_on.isoformat(),
                e.join_channel.value,
                e.recruiter_id or tx.act.staff_id,
                outlet,
                tx.act_id if e.oem_registered else None,
                self._today.isoformat() if e.oem_registered else None,
                tx.act_id,
            )
            for key, step in zip(ids, joining, strict=True)
            for e in (step.entry,)
        )
        insert_rows("memberships", (*columns, "oem_act_id", "oem_on", "act_id"), rows, done=self._done)
        memberships = {step.entry.row: key for key, step in zip(ids, joining, strict=True)}
        memberships |= {step.entry.row: step.known.membership_id for step in self._steps if step.known}
        self._write_cards(memberships)
        self._write_events(memberships, terms)
        for step in joining:
            self._gather(step, numbers[step.entry.row])

    def write_balances(self) -> None:
        """期初; a known member whose tier reaches a level is raised as after any booking."""
        opening = [(step, step.entry.opening) for step in self._steps if step.new_opening and step.entry.opening]
        balances = [OpeningBalance(self._owner(step), o.redeemable, o.tier, o.ends_on, step.entry.member_no) for step, o in opening]
        open_balances(act=self._tx.act, openings=balances, done=self._done)
        for step, _ in opening:
            if step.known is not None:
                settle_level(act=self._tx.act, customer_id=self._owner(step))

    def change_known(self) -> None:
        """What is different at known customers and their cars, each with its line in the change history."""
        changed: dict[str, list[tuple[Any, int]]] = defaultdict(list)
        changed_cars: dict[str, list[tuple[Any, int]]] = defaultdict(list)
        touched: list[int] = []
        before: dict[int, Any] = {}
        for step in self._steps:
            if step.customer_id is None or step.fate is Fate.SAME:
                continue
            touched.append(step.customer_id)
            for name, _, new in step.customer:
                changed[name].append((_plain(new), step.customer_id))
                if name == "name":
                    changed["sort_key"].append((name_readings(new, step.reading).sort_key, step.customer_id))
            if any(name in {"plate", "vin"} for _, name, _, _ in step.cars):
                before[step.customer_id] = live_tokens(step.customer_id)
            for car_id, name, _, new in step.cars:
                changed_cars[name].append((_plain(new), car_id))
        for table, columns in (("customers", changed), ("vehicles", changed_cars)):
            for name, rows in columns.items():
                update_rows(f"UPDATE {table} SET {name} = ? WHERE id = ?", rows, done=self._done)
        act_id = self._tx.act_id
        update_rows("UPDATE customers SET last_act_id = ? WHERE id = ?", ((act_id, key) for key in touched), done=self._done)
        for customer_id, tokens in before.items():
            write_tokens(customer_id, live_tokens(customer_id), replacing=tokens)
        for step in self._steps:
            self._write_words_of_known(step)

    def write_reasons(self) -> None:
        """The change history: what changed, and why unusual values of new records were let through."""
        columns = ("act_id", "kind", "record_id", "field", "old", "new", "reason")
        insert_rows("changes", columns, self._history(), done=self._done)

    def write_words(self) -> None:
        """The search index of new customers, last: it is the longest part, sorted once all is known."""
        self._total += len(self._sheaf) - len(self._new) * _TOKENS_EACH
        self._sheaf.write(done=self._done)

    def _owner(self, step: Step) -> int:
        return self._owners[step.entry.row]

    def _done(self, rows: int) -> None:
        self._written += rows
        self._progress(min(self._written, self._total), self._total, "正在导入")

    def _numbers(self, memberships: Mapping[int, int]) -> dict[int, str]:
        """A number for each membership, by the entry's row. Brought ones in our spelling are registered first, new ones follow them."""
        numbers = {step.entry.row: step.entry.member_no for step in self._joining}
        ours = {row: number for row, number in numbers.items() if number and read_number(number) == number}
        had = {row[0] for row in fetch_by_keys(_LINES, list(ours.values()))}
        self._register({row: number for row, number in ours.items() if number not in had}, memberships)
        unnumbered = [row for row, number in numbers.items() if not number]
        if unnumbered:
            head, _, seq = next_number(self._tx, NumberKind.MEMBER).rpartition("-")
            new = {row: f"{head}-{int(seq) + n:03d}" for n, row in enumerate(unnumbered)}
            self._register(new, memberships)
            numbers |= new
        return numbers

    def _register(self, numbers: Mapping[int, str], memberships: Mapping[int, int]) -> None:
        def rows() -> Iterator[tuple[str, str, str, int, int]]:
            for row, number in numbers.items():
                kind, day, seq = number.split("-")
                yield number, kind, f"{day[:4]}-{day[4:6]}-{day[6:]}", int(seq), memberships[row]

        insert_rows("serials", ("number", "kind", "day", "seq", "record_id"), rows(), done=self._done)

    def _write_cards(self, memberships: Mapping[int, int]) -> None:
        rows = (
            (memberships[step.entry.row], step.entry.card_no, step.entry.level.value, CardState.IN_USE.value, self._tx.act_id)
            for step in self._steps
            if step.entry.card_no and (step.known is None or step.new_card)
        )
        insert_rows("cards", ("membership_id", "number", "level", "state", "act_id"), rows, done=self._done)

    def _write_events(self, memberships: Mapping[int, int], terms: Mapping[int, Term]) -> None:
        columns = ("membership_id", "kind", "at", "term_from", "term_until", "level", "level_until", "card_number", "number", "fee_fen")
        rows = (
            (memberships[step.entry.row], kind.value, self._at, *details, "", 0, why, self._tx.act_id)
            for step in self._steps
            for kind, details, why in self._events(step, terms)
        )
        insert_rows("member_events", (*columns, "reason", "act_id"), rows, done=self._done)

    def _events(self, step: Step, terms: Mapping[int, Term]) -> Iterator[tuple[EventKind, tuple[Any, ...], str]]:
        """(kind, (term from, term until, level, level until, card), reason) of what happens to a membership."""
        entry = step.entry
        if step.known is None:
            term = terms[entry.row]
            yield EventKind.JOINED, (term.starts_on.isoformat(), term.ends_on.isoformat(), "", None, entry.card_no), WHY
            yield EventKind.CONFIRMED, (None, None, "", None, ""), WHY
            until = term.ends_on.isoformat()
        else:
            until = step.known.valid_until.isoformat()
        if step.new_level or (step.known is None and entry.level is not Level.BASIC):
            yield EventKind.LEVEL_SET, (None, None, entry.level.value, until, ""), WHY
        if step.known is None and entry.opening:
            reached = level_by_points(entry.opening.tier, thresholds())
            if reached.rank > entry.level.rank:
                why = f"本期升级积分 {format_points(entry.opening.tier)}"
                yield EventKind.LEVEL_RAISED, (None, None, reached.value, until, ""), why

    def _gather(self, step: Step, number: str) -> None:
        """The words of who joined now: all of them for a new customer, those of membership for a known one."""
        entry = step.entry
        more = set(number_tokens(entry.card_no, TokenSource.CARD, TokenSource.CARD_PART)) if entry.card_no else set()
        if read_number(number) != number:
            more |= number_tokens(number, TokenSource.MEMBER_NO, TokenSource.MEMBER_NO, tail=TOKEN_LIMIT)
        if step.customer_id is None:
            self._sheaf.add_customer(self._owner(step), entry.customer, [car.values for car in step.new_cars], more)
        else:
            write_tokens(step.customer_id, more)

    def _write_words_of_known(self, step: Step) -> None:
        if step.customer_id is None:
            return
        words = {token for car in step.new_cars for token in vehicle_tokens(plate=car.values["plate"], vin=car.values["vin"])}
        if step.new_card:
            words |= number_tokens(step.entry.card_no, TokenSource.CARD, TokenSource.CARD_PART)
        if words:
            write_tokens(step.customer_id, words)
        if {"name", "contact", "mobile"} & {name for name, _, _ in step.customer}:
            after = {**step.before, **{name: new for name, _, new in step.customer}}
            old, new = (
                customer_tokens(name=one["name"], contact=one["contact"], reading=step.reading, mobile=one["mobile"])
                for one in (step.before, after)
            )
            write_tokens(step.customer_id, new, replacing=old)

    def _history(self) -> Iterator[tuple[Any, ...]]:
        act_id = self._tx.act_id
        for step in self._steps:
            owner = self._owner(step)
            for name, old, new in _told(step):
                yield act_id, "customers", owner, name, old, new, WHY
            for car_id, name, old, new in step.cars:
                yield act_id, "vehicles", car_id, name, _words(old), _words(new), WHY
            if step.fate is Fate.SAME:
                continue
            for which, warning in step.doubts:
                found = self._doubted(step, which)
                if found is not None:
                    yield act_id, *found, f"{self._reason}（{WHY}：{warning}）"

    def _doubted(self, step: Step, which: str) -> tuple[str, int, str, str, str] | None:
        """(kind, id, field, "", value) of an unusual value of a new record; None where its change is told anyway or it was not kept."""
        car, _, name = which.rpartition(".")
        code = f"{name}.{car}" if car.isdigit() else which
        field, position = read_code(code)
        if field in CAR_FIELDS:
            cars: list[Car] = [one for one in step.new_cars if one.position == position]
            return (
                ("vehicles", self._car_ids[cars[0].row, position], field.value, "", _words(cars[0].values.get(field.value)))
                if cars
                else None
            )
        if step.customer_id is not None or field is ImportField.RECRUITER:
            return None
        return "customers", self._owner(step), field.value, "", _words(step.entry.customer.get(field.value))


def term_of(entry: Entry, today: date, months: int) -> Term:
    """Joining and running term of a member who brings some of the dates.

    Only the end: its term began `months` before. Only the day of joining: the terms since then count as renewed, so that the running one is
    the one today lies in. Neither: joins today.
    """
    until = entry.valid_until
    if until is not None:
        starts_on = _term_start(until, months)
        joined_on = entry.joined_on or min(starts_on, today)
        return Term(joined_on, min(max(joined_on, starts_on), until), until)
    joined_on = entry.joined_on or today
    starts_on = joined_on
    while (ends_on := term_end(starts_on, months)) < today:
        starts_on = ends_on + timedelta(days=1)
    return Term(joined_on, starts_on, ends_on)


def _term_start(until: date, months: int) -> date:
    """The day whose term of `months` ends on `until`; near a month's end the last of the days that do."""
    after = until + timedelta(days=1)
    year, month = divmod(after.year * 12 + after.month - 1 - months, 12)
    for day in range(after.day, 0, -1):
        try:
            return date(year, month + 1, day)
        except ValueError:  # 29 February of a common year
            continue
    raise RuntimeError(f"no month {month + 1} of {year}")


def _told(step: Step) -> Iterator[tuple[str, str, str]]:
    """Changes of a customer as the history tells them: the four columns of a birthday are one line."""
    names = [name for name, _, _ in step.customer]
    yield from ((name, _words(old), _words(new)) for name, old, new in step.customer if name not in _BIRTHDAY)
    if set(names) & set(_BIRTHDAY):
        yield "birthday", _birthday(step.before), _birthday(step.entry.customer)


def _birthday(values: Mapping[str, Any]) -> str:
    if values["birth_month"] is None:
        return ""
    return format_birthday(Birthday(values["birth_month"], values["birth_day"], values["birth_year"], bool(values["birth_lunar"])))


def _plain(new: Any) -> str | int | None:
    if new is None or isinstance(new, str):
        return new
    return int(new) if isinstance(new, int) else new.isoformat()


def _words(kept: Any) -> str:
    return "" if kept is None else kept.isoformat() if isinstance(kept, date) else str(kept)
