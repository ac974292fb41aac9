"""A whole store copied between engines: every row, every type, in one piece or not at all."""

import json
from datetime import date, datetime
from datetime import time as clock

import peewee as pw
import pytest

from deskapp.data import close_database, database, open_database
from deskapp.data.connection import make_database
from deskapp.data.copying import copy_from_command_line, copy_store, filled, row_counts
from deskapp.data.upgrade import migrate
from deskapp.errors import StorageFault, UserError
from tests.conftest import MORNING
from tests.faults import desk

STRANGE = "䶮·𫍯 的 '单' \\ \\t \\N\t\n☃"
DIRECTIONS = [("sqlite", "postgresql"), ("postgresql", "sqlite"), ("sqlite", "sqlite"), ("postgresql", "postgresql")]


@pytest.fixture(params=DIRECTIONS, ids="-to-".join)
def ways(request, tmp_path):
    """(URL of a store with entries, opened; URL of an empty database) in each direction."""
    source, target = request.param
    from_url = request.getfixturevalue("sqlite_url" if source == "sqlite" else "server_url")
    to_url = f"sqlite:///{tmp_path / 'copy.db'}" if target == "sqlite" else request.getfixturevalue("empty_server_url")
    open_database(from_url)
    for n in range(5):
        desk.book(f"form-{n}")
    add_types()
    yield from_url, to_url
    close_database()
    database.initialize(None)


def add_types() -> None:
    """A row pointing to a later row of its own table, truths, dates, times and NULLs, in a table of the product."""
    from deskapp.customers.tables import CustomerRecord, VehicleRecord

    with database.atomic():
        for id_, into in ((1, 2), (2, None)):
            CustomerRecord.insert(
                id=id_, kind="person", name="䶮·𫍯", sort_key="yan", mobile=f"1382601260{id_}", merged_into=into, act=1, last_act=1,
                birth_lunar=id_ == 1, birth_month=2, birth_day=29,
            ).execute()  # fmt: skip
    for bought_here in (True, False, None):
        VehicleRecord.insert(
            customer=1, plate="粤B3K852", plate_class="normal", bought_on=MORNING.date(), bought_here=bought_here,
            ended_at=datetime(2026, 11, 23, 23, 59, 59), ended_why=STRANGE, act=1,
        ).execute()  # fmt: skip


def contents(url: str) -> dict[str, list[str]]:
    """Every row of every table as text that both engines share."""
    store = make_database(url)
    with store.connection_context():
        return {table: sorted(_row(store, table)) for table in row_counts(store)}


def _row(store: pw.Database, table: str) -> list[str]:
    names = sorted(column.name for column in store.get_columns(table))
    rows = store.execute_sql("SELECT {} FROM {}".format(", ".join(f'"{name}"' for name in names), table)).fetchall()
    return [
        str([(name, str(int(value) if isinstance(value, bool) else value)) for name, value in zip(names, row, strict=True)]) for row in rows
    ]


def test_every_row_arrives(ways):
    from_url, to_url = ways
    counts = copy_store(from_url, to_url)
    assert counts["acts"] == counts["serials"] == 5
    assert counts["vehicles"] == 3
    assert contents(to_url) == contents(from_url)


def test_the_copy_goes_on_where_the_source_stood(ways):
    """Sequences are set: the next act, number and row do not collide."""
    from_url, to_url = ways
    copy_store(from_url, to_url)
    close_database()
    open_database(to_url)
    assert desk.book("form-3") == ("JF-20261123-004", True)
    assert desk.book("form-5") == ("JF-20261123-006", False)
    assert desk.halves() == []


def test_a_copy_without_the_sequences_collides(sqlite_url, empty_server_url):
    """The naive version: rows copied with their ids, and nothing else."""
    open_database(sqlite_url)
    desk.book("form-0")
    copy_store(sqlite_url, empty_server_url)
    close_database()
    open_database(empty_server_url)
    database.execute_sql("SELECT setval('acts_id_seq', 1, false)")
    with pytest.raises(pw.IntegrityError):
        desk.book("form-1")
    close_database()
    database.initialize(None)


def test_a_target_with_entries_is_refused(ways):
    from_url, to_url = ways
    copy_store(from_url, to_url)
    before = contents(to_url)
    with pytest.raises(UserError, match="目标数据库里已有数据"):
        copy_store(from_url, to_url)
    assert contents(to_url) == before


def test_an_empty_source_is_refused(tmp_path, sqlite_url):
    empty = tmp_path / "nothing.db"
    empty.touch()
    with pytest.raises(UserError, match="没有数据"):
        copy_store(f"sqlite:///{empty}", sqlite_url)


class Cancelled(UserError):
    """What the window's progress raises when 取消 is pressed."""


def test_a_cancelled_copy_leaves_no_row_and_can_be_tried_again(ways):
    from_url, to_url = ways
    seen = []

    def cancel_half_way(done: int, total: int, _text: str) -> None:
        seen.append(done)
        if done > total // 2:
            raise Cancelled("已取消")

    with pytest.raises(Cancelled):
        copy_store(from_url, to_url, progress=cancel_half_way)
    target = make_database(to_url)
    with target.connection_context():
        assert not filled(target)
    assert len(seen) > 3
    assert copy_store(from_url, to_url)["acts"] == 5


def test_progress_reaches_its_total(ways):
    from_url, to_url = ways
    steps: list[tuple[int, int]] = []
    copy_store(from_url, to_url, progress=lambda done, total, _text: steps.append((done, total)))
    assert steps == sorted(steps)
    assert len({total for _, total in steps}) == 1


def test_a_row_lost_on_the_way_is_noticed(sqlite_url, empty_server_url):
    """A trigger that swallows a row stands for a disk that lies; counting on the source alone would not see it."""
    open_database(sqlite_url)
    for n in range(3):
        desk.book(f"form-{n}")
    close_database()
    database.initialize(None)
    first = make_database(empty_server_url)
    with first.connection_context():
        from deskapp.data.upgrade import apply_steps

        apply_steps(first)
        first.execute_sql("CREATE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NULL; END $$")
        first.execute_sql("CREATE TRIGGER lose BEFORE INSERT ON changes FOR EACH ROW WHEN (NEW.id = 2) EXECUTE FUNCTION lose()")
    with pytest.raises(StorageFault, match="核对不一致"):
        copy_store(sqlite_url, empty_server_url)
    with first.connection_context():
        assert not filled(first)


def test_a_value_changed_on_the_way_is_noticed(sqlite_url, empty_server_url):
    """Counts agree here; the checksum does not."""
    open_database(sqlite_url)
    desk.book("form-0")
    close_database()
    database.initialize(None)
    target = make_database(empty_server_url)
    with target.connection_context():
        from deskapp.data.upgrade import apply_steps

        apply_steps(target)
        target.execute_sql("CREATE FUNCTION bend() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN NEW.new := 'x'; RETURN NEW; END $$")
        target.execute_sql("CREATE TRIGGER bend BEFORE INSERT ON changes FOR EACH ROW EXECUTE FUNCTION bend()")
    with pytest.raises(StorageFault, match="核对不一致"):
        copy_store(sqlite_url, empty_server_url)


KINDS = """CREATE TABLE kinds (id {serial} PRIMARY KEY, yes {bool}, at {datetime}, day DATE, hour TIME, photo {bytes}, share {real},
facts {json}, big BIGINT, words TEXT)"""
ON_FILE = {
    "serial": "INTEGER",
    "bool": "BOOLEAN",
    "datetime": "DATETIME",
    "bytes": "BLOB",
    "real": "REAL",
    "json": "JSON",
}
ON_SERVER = {"serial": "SERIAL", "bool": "BOOLEAN", "datetime": "TIMESTAMP", "bytes": "BYTEA", "real": "DOUBLE PRECISION", "json": "JSONB"}
JSON = '{"b": [1, null], "a": "䶮"}'
COLUMNS = "yes, at, day, hour, photo, share, facts, big, words"
ROW = (True, datetime(2026, 2, 28, 23, 59, 59), date(2026, 2, 28), clock(8, 30), b"\x00\xff'", 0.1, JSON, 2**53 + 1, STRANGE)


def test_every_kind_of_value_survives_the_way_there_and_back(sqlite_url, empty_server_url, tmp_path, next_step):
    """Through the server and back into a file: truths, times, bytes, fractions, JSON, great numbers, NULL."""
    steps = next_step(
        f"database.execute_sql({KINDS.format(**ON_FILE)!r} if 'Sqlite' in type(database).__name__ else {KINDS.format(**ON_SERVER)!r})"
    )
    migrate(sqlite_url, at=MORNING, steps=steps)
    source, back = make_database(sqlite_url), make_database(f"sqlite:///{tmp_path / 'back.db'}")
    with source.connection_context():
        for values in (ROW, (None,) * len(ROW)):
            source.execute_sql(f"INSERT INTO kinds ({COLUMNS}) VALUES ({', '.join('?' * 9)})", values)
        before = source.execute_sql("SELECT * FROM kinds ORDER BY id").fetchall()
    copy_store(sqlite_url, empty_server_url, steps=steps)
    server = make_database(empty_server_url)
    with server.connection_context():
        assert server.execute_sql(f"SELECT {COLUMNS} FROM kinds ORDER BY id").fetchone() == (
            *ROW[:6],
            json.loads(JSON),
            *ROW[7:],
        )
    copy_store(empty_server_url, f"sqlite:///{tmp_path / 'back.db'}", steps=steps)
    with back.connection_context():
        after = back.execute_sql("SELECT * FROM kinds ORDER BY id").fetchall()
    json_at = 7
    assert [row[:json_at] + row[json_at + 1 :] for row in after] == [row[:json_at] + row[json_at + 1 :] for row in before]
    assert json.loads(after[0][json_at]) == json.loads(before[0][json_at])


def test_the_command_line_copies_and_says_so(ways, capsys):
    from_url, to_url = ways
    assert copy_from_command_line(from_url, to_url) == 0
    assert "逐表核对一致" in capsys.readouterr().out
    assert copy_from_command_line(from_url, to_url) == 1
    assert "目标数据库里已有数据" in capsys.readouterr().err
