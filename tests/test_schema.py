"""A store that came through the migrations is the store of today's tables, to the last CHECK and trigger, on both engines."""

from collections.abc import Callable, Generator

import peewee as pw
import pytest

from deskapp.data.connection import make_database
from deskapp.data.upgrade import STEPS, known_steps, migrate
from tests.conftest import MORNING
from tests.deskapp.data.catalog import catalog
from tests.freeze_schema import frozen


@pytest.fixture
def opened() -> Generator[Callable[[str], pw.Database]]:
    """Opens stores beside the program's own, closed after the test."""
    stores: list[pw.Database] = []

    def open_one(url: str) -> pw.Database:
        stores.append(make_database(url))
        stores[-1].connect()
        return stores[-1]

    yield open_one
    for store in stores:
        store.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def both(request, tmp_path, opened) -> tuple[pw.Database, pw.Database]:
    """A store that came through the migrations, and one made from today's tables, on the same engine."""
    if request.param == "sqlite":
        migrated, made = f"sqlite:///{tmp_path / 'empty.db'}", request.getfixturevalue("sqlite_url")
    else:
        migrated, made = request.getfixturevalue("empty_server_url"), request.getfixturevalue("server_url")
    assert migrate(migrated, at=MORNING) == tuple(known_steps())
    return opened(migrated), opened(made)


def test_the_steps_arrive_at_todays_tables(both):
    migrated, made = map(catalog, both)
    assert migrated == made, "tables changed: before the first release run `python -m tests.freeze_schema`, later write a new step"
    assert len(made) > 50


def test_both_ways_leave_the_same_lock_row_and_history(both):
    for query in ("SELECT id, revision, settings_revision, last_at FROM write_lock", "SELECT name FROM schema_migration ORDER BY name"):
        rows = [store.execute_sql(query).fetchall() for store in both]
        assert rows[0] == rows[1]
        assert rows[0]


_REINDEX = 'DROP INDEX acts_request_id; CREATE INDEX "acts_request_id" ON "acts" ("request_id")'
_PARTIAL = 'DROP INDEX acts_at; CREATE INDEX "acts_at" ON "acts" ("at") WHERE staff_id IS NOT NULL'
_COLUMN = "ALTER TABLE changes ADD COLUMN extra TEXT"
DAMAGES = (
    ("sqlite", "trigger lost", "DROP TRIGGER serials_no_update"),
    ("sqlite", "index lost", "DROP INDEX acts_request_id"),
    ("sqlite", "UNIQUE lost", _REINDEX),
    ("sqlite", "index now partial", _PARTIAL),
    ("sqlite", "column more", _COLUMN),
    ("postgresql", "trigger lost", "DROP TRIGGER serials_no_change ON serials"),
    ("postgresql", "trigger disabled", "ALTER TABLE serials DISABLE TRIGGER serials_no_truncate"),
    ("postgresql", "index lost", "DROP INDEX acts_request_id"),
    ("postgresql", "UNIQUE lost", _REINDEX),
    ("postgresql", "index now partial", _PARTIAL),
    ("postgresql", "column more", _COLUMN),
    ("postgresql", "other type", "ALTER TABLE changes ALTER COLUMN old TYPE varchar(20)"),
    ("postgresql", "NULL allowed", "ALTER TABLE acts ALTER COLUMN pc DROP NOT NULL"),
    ("postgresql", "default", "ALTER TABLE acts ALTER COLUMN number SET DEFAULT 'x'"),
    ("postgresql", "check lost", "ALTER TABLE serials DROP CONSTRAINT serials_seq_check"),
    ("postgresql", "foreign key lost", "ALTER TABLE changes DROP CONSTRAINT changes_act_id_fkey"),
    ("postgresql", "other collation", 'ALTER TABLE acts ALTER COLUMN pc TYPE text COLLATE "C"'),
    (
        "postgresql",
        "tame function",
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NEW;END $$",
    ),
)


@pytest.mark.parametrize(("engine", "damage", "statements"), DAMAGES)
def test_the_comparison_sees_a_damage(request, opened, engine, damage, statements):
    """Proof that the test above can fail. What SQLite cannot alter follows below."""
    store = opened(request.getfixturevalue("sqlite_url" if engine == "sqlite" else "server_url"))
    before = catalog(store)
    for statement in statements.split("; "):
        store.execute_sql(statement)
    assert catalog(store) != before, damage


@pytest.mark.parametrize(
    ("good", "damaged"),
    [
        ('"pc" TEXT NOT NULL', '"pc" TEXT'),
        ('"pc" TEXT NOT NULL', '"pc" VARCHAR(20) NOT NULL'),
        ('"pc" TEXT NOT NULL', "\"pc\" TEXT NOT NULL DEFAULT ''"),
        (", CHECK (seq > 0)", ""),
        ("CHECK (seq > 0)", "CHECK (seq >= 0)"),
        (', FOREIGN KEY ("act_id") REFERENCES "acts" ("id")', ""),
        ("WITHOUT ROWID", ""),
        ('"pc" TEXT NOT NULL', '"pc" TEXT NOT NULL COLLATE NOCASE'),
    ],
)
def test_the_comparison_sees_what_sqlite_cannot_alter(tmp_path, opened, good, damaged):
    text = frozen("sqlite")
    assert good in text
    seen = []
    for name, statements in (("good", text), ("damaged", text.replace(good, damaged))):
        store = opened(f"sqlite:///{tmp_path / name}.db")
        for statement in statements.split("\n\n"):
            store.execute_sql(statement)
        seen.append(catalog(store))
    assert seen[0] != seen[1]


def test_steps_never_import_live_tables():
    sources = [path.read_text(encoding="utf-8") for path in STEPS.glob("[0-9]*.py")]
    assert len(sources) == len(known_steps()) > 0
    assert not [text for text in sources if "deskapp" in text]
