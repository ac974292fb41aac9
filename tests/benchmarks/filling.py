"""Fill an empty store with the town: rows made in Python where they differ, by one statement over whole tables where they follow.

Foreign keys and triggers sleep meanwhile and no index is missing afterwards: the catalog is the one the program makes.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, LiteralString, cast

import peewee as pw
import psycopg

from deskapp import start
from deskapp.customers.domain import TokenSource
from deskapp.customers.tables import CustomerRecord, VehicleRecord
from deskapp.customers.tokens import customer_tokens, number_tokens, vehicle_tokens
from deskapp.data import Act, close_database, fetch_rows, open_database, reading
from deskapp.gifts.catalogue import add_gift
from deskapp.gifts.domain import GiftEntry, MoveKind
from deskapp.gifts.stock import move_stock
from deskapp.members.tables import CardRecord, MembershipRecord
from deskapp.points.domain import AWARD_POINTS, AwardKind
from deskapp.staff.pin import PinCost, new_recovery_code
from deskapp.store.first_run import first_run
from tests.benchmarks import population
from tests.benchmarks.population import FIRST_ACT, GIFT_POINTS, MANAGER, TODAY

SQL = Path(__file__).parent / "sql"
STAFF_NO, PIN = "101", "804793"
JOIN_AWARD = AWARD_POINTS[AwardKind.JOIN].default
_CHEAP = PinCost(passes=1, memory_kib=8, threads=1)
_ANSWERS = [("service", True), ("marketing", True), ("care", True), ("share", False)]
_ACT = "id, request_id, use_case, args_hash, record_id, number, staff_id, at, pc"
_CUSTOMER = "id, kind, name, sort_key, mobile, salutation, act_id, last_act_id"
_UNASKED = {
    "contact": "",
    "credit_code": "",
    "reading": "",
    "alt_contact": "",
    "alt_phone": "",
    "birth_lunar": False,
    "address": "",
    "note": "",
}
_CAR = "id, customer_id, plate, plate_class, vin, model, color, energy, act_id, ended_why"
_ENTRY = "id, customer_id, kind, redeemable, tier, tier_on, number, note, spendable_after, act_id, round, undone"


class FileLoader:
    """SQLite on a bare connection with every safety off: a file that breaks is made again."""

    words: Mapping[str, str] = {"date": "TEXT", "time": "TEXT", "truth": "INTEGER", "day": "substr(at, 1, 10)", "token": "token"}

    def __init__(self, path: Path) -> None:
        self.line: Any = cast(Any, pw).sqlite3.connect(path, isolation_level=None)
        for pragma in ("journal_mode = off", "synchronous = off", "foreign_keys = off", "cache_size = -400000", "temp_store = file"):
            self.run(f"PRAGMA {pragma}")
        self.run("BEGIN")

    def load(self, table: str, columns: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """Insert rows in bulk."""
        marks = ", ".join("?" * (columns.count(",") + 1))
        self.line.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)

    def run(self, statement: str) -> None:
        """Run one statement."""
        self.line.execute(statement)

    def close(self) -> None:
        """Keep everything."""
        self.run("COMMIT")
        self.run("PRAGMA journal_mode = wal")
        self.line.close()


class ServerLoader:
    """PostgreSQL with triggers asleep; the key of the search words is taken off and put back."""

    words: Mapping[str, str] = {"date": "DATE", "time": "TIMESTAMP", "truth": "BOOLEAN", "day": "at::date", "token": 'token COLLATE "C"'}

    def __init__(self, url: str) -> None:
        self.line = psycopg.connect(url)
        for setting in (
            "session_replication_role = replica",
            "synchronous_commit = off",
            "maintenance_work_mem = '512MB'",
            "work_mem = '256MB'",
        ):
            self.run(f"SET {setting}")
        self.run("ALTER TABLE search_tokens DROP CONSTRAINT search_tokens_pkey")

    def load(self, table: str, columns: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """Copy rows in."""
        statement = cast(LiteralString, f"COPY {table} ({columns}) FROM STDIN")
        with self.line.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)

    def run(self, statement: str) -> None:
        """Run one statement."""
        self.line.execute(cast(LiteralString, statement))

    def close(self) -> None:
        """Put the key and the sequences right, keep everything, and do what autovacuum would do within minutes."""
        self.run("ALTER TABLE search_tokens ADD CONSTRAINT search_tokens_pkey PRIMARY KEY (token, customer_id, source)")
        for record in start.TABLES:
            if "id" in record._meta.fields:
                name = record._meta.table_name
                self.run(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), coalesce(max(id), 0) + 1, false) FROM {name}")
        self.line.commit()
        self.line.autocommit = True
        self.run("VACUUM ANALYZE")
        self.line.close()


def found_store(url: str) -> None:
    """First run and catalogue through the services: the manager, 20 gifts well in stock."""
    open_database(url)
    numbers = iter(range(1_000))

    def act(staff_id: int | None) -> Act:
        return Act(staff_id, population.OPENED, population.PC, f"found-{next(numbers)}")

    manager = first_run(
        act=act(None),
        store_name="鹏城汽车销售服务有限公司",
        outlet="龙岗店",
        plate_prefix="粤B",
        manager_no=STAFF_NO,
        manager_name="陈静",
        pin=PIN,
        recovery_code=new_recovery_code(),
        cost=_CHEAP,
    )
    if manager != MANAGER:
        raise RuntimeError("the town was written for another manager")
    for name, points, unit, cost, *_ in population.invented()["gifts"]:
        gift = add_gift(act=act(manager), entry=GiftEntry(name, GIFT_POINTS if name == "车载香氛" else points, unit, cost))
        move_stock(act=act(manager), gift_id=gift.id, kind=MoveKind.RECEIVE, quantity=1_000_000)
    close_database()


def fill(loader: FileLoader | ServerLoader, customers: int, *, said: Callable[[str], None]) -> None:
    """Put the whole town into the founded store; `said` hears what is under way."""
    said("people and cars")
    loader.load("acts", _ACT, population.acts(customers))
    unasked = tuple(_UNASKED.values())
    loader.load("customers", f"{_CUSTOMER}, {', '.join(_UNASKED)}", (row + unasked for row in population.people(customers)))
    loader.load("vehicles", _CAR, ((*row, "") for row in population.cars(customers)))
    said("memberships, answers, points, words of the search")
    _run(loader, "stages.sql", customers)
    loader.load("terms", "n, joined_on, valid_until, ends_on, at, number, seq", population.terms(customers))
    loader.load("words", "name, word", population.words())
    loader.load("answers", "purpose, given", _ANSWERS)
    _run(loader, "town.sql", customers)
    said("regulars")
    _load_regulars(loader, customers)
    _run(loader, "regulars.sql", customers)
    loader.run(f"UPDATE write_lock SET revision = {customers}, last_at = '{TODAY.isoformat(' ')}' WHERE id = 1")


def _run(loader: FileLoader | ServerLoader, file: str, customers: int) -> None:
    numbers = {"manager": MANAGER, "first_act": FIRST_ACT, "award": JOIN_AWARD, "registered": customers - customers // 500}
    known = {**loader.words, **{name: str(number) for name, number in numbers.items()}}
    for statement in (SQL / file).read_text(encoding="utf-8").format_map(known).split(";\n"):
        if statement.strip():
            loader.run(statement)


def _load_regulars(loader: FileLoader | ServerLoader, customers: int) -> None:
    busy = population.ledger(population.accounts(customers), customers=customers, first_id=customers + 1, join_award=JOIN_AWARD)
    loader.load("acts", _ACT, busy.acts)
    loader.load("points_entries", _ENTRY, ((*row, 0, 0) for row in busy.entries))
    loader.load("points_lots", "id, entry_id, customer_id, points, ends_on, act_id", busy.lots)
    loader.load("points_allocations", "customer_id, lot_id, entry_id, points, act_id", busy.allocations)
    numbered = ((place, *row) for place, row in enumerate(busy.redemptions, start=1))
    loader.load("busy_redemptions", "id, number, customer_id, cost, entry_id, points_after, at, act_id", numbered)


def check_words(customer_ids: Iterable[int]) -> None:
    """Refuse a town whose words differ from what the program itself would have written."""
    with reading():
        for customer_id in customer_ids:
            kept = set(fetch_rows("SELECT token, source FROM search_tokens WHERE customer_id = ?", customer_id))
            if kept != set(_real_words(customer_id)):
                raise RuntimeError(f"the words of customer {customer_id} are not those of the program")


def _real_words(customer_id: int) -> Iterator[tuple[str, str]]:
    who = CustomerRecord.get_by_id(customer_id)
    tokens = customer_tokens(name=who.name, contact=who.contact, reading=who.reading, mobile=who.mobile)
    for car in VehicleRecord.select().where(VehicleRecord.customer == customer_id):
        tokens |= vehicle_tokens(plate=car.plate, vin=car.vin)
    for card in CardRecord.select().join(MembershipRecord).where(MembershipRecord.customer == customer_id):
        tokens |= number_tokens(card.number, TokenSource.CARD, TokenSource.CARD_PART)
    return ((token, source.value) for token, source in tokens)
