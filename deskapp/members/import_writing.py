"""What a matched list changes, written in bulk inside the import's one transaction."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from deskapp.customers.domain import TokenSource
from deskapp.customers.intake import Sheaf, insert_answers, insert_cars, insert_customers
from deskapp.customers.tokens import TOKEN_LIMIT, customer_tokens, number_tokens, vehicle_tokens, write_tokens
from deskapp.customers.vehicles import live_tokens
from deskapp.data import NumberKind, Tx, database, next_number, on_server, read_number
from deskapp.data.bulk import fetch_by_keys, insert_rows, take_ids, update_rows
from deskapp.members.domain import TERM_MONTHS, CardState, EventKind, Level, MemberState, level_by_points
from deskapp.members.import_history import history_lines
from deskapp.members.import_known import WHY
from deskapp.members.import_steps import Fate, Matched, Step
from deskapp.members.import_terms import Term, term_of
from deskapp.members.levels import settle_level, thresholds
from deskapp.points.opening import OpeningBalance, open_balances
from deskapp.settings.store import value
from deskapp.staff.service import person
from deskapp.typed import format_points, name_readings

T = TypeVar("T")
_TICK_EVERY = 500
_TOKENS_EACH = 17  # for the progress bar: what a customer has in the search index
_LINES = "SELECT number FROM serials WHERE number IN {keys}"


def write(tx: Tx, matched: Matched, *, reason: str, progress: Callable[[int, int, str], object]) -> None:
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
        self._thresholds = thresholds()
        self._written = 0
        self._total = len(self._new) * (_TOKENS_EACH + 2) + len(self._joining) * 5 + sum(len(step.new_cars) for step in steps)

    def take_up_customers(self) -> None:
        """New customers, every new car, answers; the words of new customers are gathered."""
        ids = take_ids("customers", len(self._new))
        self._owners = {step.entry.row: key for key, step in zip(ids, self._new, strict=True)}
        self._owners |= {step.entry.row: step.customer_id for step in self._steps if step.customer_id is not None}
        insert_customers(self._tx, ((self._owner(s), s.entry.customer, s.entry.note) for s in self._new), done=self._done)
        cars = [(step, car) for step in self._each(self._steps) for car in step.new_cars]
        keys = take_ids("vehicles", len(cars))
        self._car_ids = {(car.row, car.position): key for key, (_, car) in zip(keys, cars, strict=True)}
        rows = [(key, self._owner(step), car.values, car.km) for key, (step, car) in self._each(zip(keys, cars, strict=True))]
        insert_cars(self._tx, rows, done=self._done)
        answers = [(self._owner(step), purpose, given) for step in self._each(self._steps) for purpose, given in step.answers]
        insert_answers(self._tx, answers, done=self._done)

    def write_memberships(self) -> None:
        """Memberships of those who had none, with number, card and events; cards and levels of the others."""
        tx, joining = self._tx, self._joining
        ids = take_ids("memberships", len(joining))
        numbers = self._numbers(dict(zip((step.entry.row for step in joining), ids, strict=True)))
        months = value(TERM_MONTHS)
        terms = {step.entry.row: term_of(step.entry, self._today, months) for step in joining}
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
        for step in self._each(joining):
            self._gather(step, numbers[step.entry.row])

    def write_balances(self) -> None:
        """期初; a known member with points already is raised as after any booking, see `_events` for the others."""
        opening = [(step, step.entry.opening) for step in self._each(self._steps) if step.new_opening and step.entry.opening]
        balances = [OpeningBalance(self._owner(s), o.redeemable, o.tier, o.ends_on, s.entry.member_no) for s, o in self._each(opening)]
        open_balances(act=self._tx.act, openings=balances, done=self._done)
        for step, _ in opening:
            if step.known is not None and not step.fresh:
                settle_level(act=self._tx.act, customer_id=self._owner(step))

    def change_known(self) -> None:
        """What is different at known customers and their cars, and the words they are found by."""
        customers: dict[int, dict[str, Any]] = {}
        cars: dict[int, dict[str, Any]] = defaultdict(dict)
        before: dict[int, Any] = {}
        for step in self._each(self._steps):
            if step.customer_id is None or step.fate is Fate.SAME:
                continue
            new = {name: said for name, _, said in step.customer}
            if "name" in new:
                new["sort_key"] = name_readings(new["name"], step.reading).sort_key
            if "note" in new:
                new["note_act_id"] = self._tx.act_id
            customers[step.customer_id] = {**new, "last_act_id": self._tx.act_id}
            if any(name in {"plate", "vin"} for _, name, _, _ in step.cars):
                before[step.customer_id] = live_tokens(step.customer_id)
            for car_id, name, _, said in step.cars:
                cars[car_id][name] = said
        self._update("customers", customers)
        self._update("vehicles", cars)
        for customer_id, tokens in self._each(before.items()):
            write_tokens(customer_id, live_tokens(customer_id), replacing=tokens)
        for step in self._each(self._steps):
            self._write_words_of_known(step)

    def _update(self, table: str, records: Mapping[int, Mapping[str, Any]]) -> None:
        """Set columns of many records; those of one record at once, for the table checks them together."""
        alike: dict[tuple[str, ...], list[tuple[Any, ...]]] = defaultdict(list)
        for key, values in self._each(records.items()):
            alike[tuple(values)].append((*map(_plain, values.values()), key))
        for names, rows in alike.items():
            columns = ", ".join(f"{name} = ?" for name in names)
            update_rows(f"UPDATE {table} SET {columns} WHERE id = ?", rows, done=self._done)

    def write_reasons(self) -> None:
        """The change history: what changed, and why unusual values of new records were let through."""
        columns = ("act_id", "kind", "record_id", "field", "old", "new", "reason")
        lines = history_lines(self._steps, act_id=self._tx.act_id, owners=self._owners, car_ids=self._car_ids, reason=self._reason)
        insert_rows("changes", columns, lines, done=self._done)

    def write_words(self) -> None:
        """The search index of new customers, last: it is the longest part, sorted once all is known."""
        self._total += len(self._sheaf) - len(self._new) * _TOKENS_EACH
        self._sheaf.write(done=self._done)

    def _owner(self, step: Step) -> int:
        return self._owners[step.entry.row]

    def _each(self, items: Iterable[T]) -> Iterator[T]:
        """Look in between whether the person has cancelled."""
        for number, item in enumerate(items):
            if number % _TICK_EVERY == 0:
                self._done(0)
            yield item

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
            yield EventKind.BROUGHT, (term.starts_on.isoformat(), term.ends_on.isoformat(), "", None, entry.card_no), WHY
            yield EventKind.CONFIRMED, (None, None, "", None, ""), WHY
            until = term.ends_on.isoformat()
        else:
            until = step.known.valid_until.isoformat()
        if step.new_level or (step.known is None and entry.level is not Level.BASIC):
            yield EventKind.LEVEL_SET, (None, None, entry.level.value, until, ""), WHY
        if entry.opening and step.new_opening and step.fresh:
            reached = level_by_points(entry.opening.tier, self._thresholds)
            if reached.rank > max(entry.level.rank, step.level.rank):
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


def _plain(new: Any) -> str | int | None:
    if new is None or isinstance(new, str):
        return new
    return int(new) if isinstance(new, int) else new.isoformat()
