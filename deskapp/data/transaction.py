"""`writing(act, …)`, the only way to write, and `reading()`, one snapshot for several reads.

Every write takes the store's one lock first, so "lock, check, write, return" is right on both engines.
"""

import hashlib
import json
import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import Any

from deskapp.data.act import Act
from deskapp.data.connection import database, fetch_row, on_server, sql
from deskapp.data.faults import LOCK_WAIT
from deskapp.data.tables import ActRecord, WriteLockRecord
from deskapp.errors import AlreadySaved, ClockInDoubt, StorageFault

# How far a step may lie from the last entry (practice; rules of the house in design, "order by sequence").
SETTLED_BEHIND = timedelta(minutes=10)
DOUBT_BEHIND = timedelta(hours=1)
DOUBT_AHEAD = timedelta(days=45)
DOUBT_AHEAD_OF_SERVER = timedelta(days=1)
_WAY_ON = "请校准时间，或由客服经理登录后确认"
IMPORT_BEGINS = "import_begins"
"""The use case an import commits before it takes the lock for long."""


class Tx:
    """The write under way. `act` carries the settled time and goes to inner calls."""

    __slots__ = ("_outermost", "act", "act_id", "replay", "settings_revision")

    def __init__(self, act: Act, *, act_id: int, settings_revision: int, replay: int | None, outermost: bool) -> None:
        self.act = act
        self.act_id = act_id
        self.settings_revision = settings_revision
        self.replay = replay
        self._outermost = outermost

    def done(self, record_id: int, number: str = "") -> None:
        """Name the record this act made: a replay returns it, an edited form is told its number. Inner calls name nothing."""
        if self._outermost:
            database.execute_sql(sql("UPDATE acts SET record_id = ?, number = ? WHERE id = ?"), (record_id, number, self.act_id))


class _State(threading.local):
    tx: Tx | None = None
    reading: bool = False
    settings_revision: int | None = None  # of the snapshot under way, once somebody asked for it
    batch: bool = False


_state = _State()
_server_clock = True


def trust_server_clock(*, trusted: bool) -> None:
    """Whether writes compare the PC's clock with the server's. Practice stores and drills, which live on another day, do not."""
    global _server_clock
    _server_clock = trusted


@contextmanager
def writing(act: Act, use_case: str, /, **args: object) -> Generator[Tx]:
    """One transaction behind the store's write lock; nested use joins the outer one.

    The outermost call books the act. The same request again is a replay: `tx.replay` is the record it made, and the body must
    return it without writing. Refuses the same request with other `args` (AlreadySaved) and a clock in doubt (ClockInDoubt).
    """
    outer = _state.tx
    if outer is not None:
        yield Tx(outer.act, act_id=outer.act_id, settings_revision=outer.settings_revision, replay=None, outermost=False)
        return
    if _state.reading:
        raise RuntimeError("writing() inside reading(): the snapshot may be older than what the check must see")
    tx: Tx | None = None
    try:
        with database.savepoint() if _state.batch else database.transaction():
            tx = _state.tx = _begin(act, use_case, args)
            try:
                yield tx
            finally:
                _state.tx = None
    except StorageFault as fault:
        if tx is None and fault.message == LOCK_WAIT and _is_importing():
            raise StorageFault("另一台电脑正在导入会员，请稍候再按一次") from fault
        raise


class _TakenBack(Exception):
    """Ends a rehearsal; never leaves it."""


@contextmanager
def rehearsing(act: Act, use_case: str, /, **args: object) -> Generator[Tx]:
    """A `writing` of which nothing stays: a form shows beforehand what the deed would book, refusals included, by doing it.

    Holds the write lock as long as the deed does, so it is for what one person looks at, never for a list. `act` needs a fresh request id.
    """
    if _state.tx is not None:
        raise RuntimeError("rehearsing() inside writing(): it would take back what was written before it")
    try:
        with writing(act, use_case, **args) as tx:
            yield tx
            raise _TakenBack
    except _TakenBack:
        pass


@contextmanager
def one_transaction() -> Generator[None]:
    """Many acts in one transaction: practice data and imports. Each inner `writing` keeps its own act and its own refusal."""
    with database.transaction():
        _state.batch = True
        try:
            yield
        finally:
            _state.batch = False


@contextmanager
def reading() -> Generator[None]:
    """One snapshot for several reads. Inside `writing` it sees what was written so far."""
    if _state.tx is not None or _state.reading or _state.batch:
        yield
        return
    with database.transaction("REPEATABLE READ" if on_server() else "DEFERRED"):
        _state.reading = True
        try:
            yield
        finally:
            _state.reading = False
            _state.settings_revision = None


def revisions() -> tuple[int, int]:
    """(revision, settings revision): pages look at it every 2 s and refresh when it differs."""
    row = fetch_row("SELECT revision, settings_revision FROM write_lock WHERE id = 1")
    return (row[0], row[1]) if row else (0, 0)


def last_entry_at() -> datetime | None:
    """Time of the last entry, None in a new store."""
    return WriteLockRecord.get_by_id(1).last_at


def confirm_clock(act: Act, reason: str) -> None:
    """Accept the PC's clock as it is: the one write past the check. The caller asks the right; `reason` is kept in the history."""
    from deskapp.data.history import record_changes

    act = act.at_time(act.at.replace(microsecond=0))
    with database.transaction():
        revision, _, last_at, _ = _lock()
        act_id = _insert_act(act, "confirm_clock", _hash({"reason": reason}))
        if act_id is None:
            return
        WriteLockRecord.update(revision=revision + 1, last_at=act.at).where(WriteLockRecord.id == 1).execute()
        record_changes(act_id, "write_lock", 1, {"last_at": (last_at, act.at)}, reason=reason)


def settings_revision() -> int:
    """The settings revision the write under way was begun at, or of the snapshot under way, where it is read once; else as it is now."""
    if _state.tx is not None:
        return _state.tx.settings_revision
    if not _state.reading:
        return revisions()[1]
    if _state.settings_revision is None:
        _state.settings_revision = revisions()[1]
    return _state.settings_revision


def settings_revision_of_write() -> int | None:
    """The settings revision the write under way was begun at, None outside of `writing`."""
    return _state.tx.settings_revision if _state.tx is not None else None


def _is_importing() -> bool:
    """Whether the lock is held by an import: it says so in an act of its own first, and while it holds the lock no act can follow."""
    row = fetch_row("SELECT use_case FROM acts ORDER BY id DESC LIMIT 1")
    return row is not None and row[0] == IMPORT_BEGINS


def _begin(act: Act, use_case: str, args: dict[str, object]) -> Tx:
    _, settings_revision, last_at, server_now = _lock()
    args_hash = _hash(args)
    try:
        settled = act.at_time(_settle(act.at, last_at, server_now))
    except ClockInDoubt:
        # What was saved before is told whatever the clock says now: a draft may be sent again hours later.
        if fetch_row("SELECT 1 FROM acts WHERE request_id = ?", act.request_id):
            return _replay(act, use_case, args_hash, settings_revision)
        raise
    act_id = _insert_act(settled, use_case, args_hash)
    if act_id is None:
        return _replay(act, use_case, args_hash, settings_revision)
    database.execute_sql(
        sql("UPDATE write_lock SET revision = revision + 1, last_at = ? WHERE id = 1"),
        (max(settled.at, last_at or settled.at),),
    )
    return Tx(settled, act_id=act_id, settings_revision=settings_revision, replay=None, outermost=True)


def _lock() -> tuple[int, int, datetime | None, float | None]:
    """Take the lock; (revision, settings revision, last entry, server clock in seconds)."""
    if on_server():
        row = database.execute_sql(
            "SELECT revision, settings_revision, last_at, extract(epoch FROM clock_timestamp()) FROM write_lock WHERE id = 1 FOR UPDATE"
        ).fetchone()
        return row[0], row[1], row[2], float(row[3])
    row = database.execute_sql("SELECT revision, settings_revision, last_at FROM write_lock WHERE id = 1").fetchone()
    last_at = row[2]
    return row[0], row[1], datetime.fromisoformat(last_at) if isinstance(last_at, str) else last_at, None


def _settle(at: datetime, last_at: datetime | None, server_now: float | None) -> datetime:
    at = at.replace(microsecond=0)
    # Near the last entry counts as confirmed: 客服经理 may have accepted a clock that the server does not share.
    far_from_last = last_at is None or at - last_at > DOUBT_AHEAD_OF_SERVER
    if server_now is not None and _server_clock and far_from_last and at.timestamp() - server_now > DOUBT_AHEAD_OF_SERVER.total_seconds():
        raise ClockInDoubt(f"这台电脑的时间是 {at:%Y-%m-%d %H:%M}，比服务器快一天以上。{_WAY_ON}")
    if last_at is None:
        return at
    if last_at - at > DOUBT_BEHIND:
        raise ClockInDoubt(
            f"这台电脑的时间是 {at:%Y-%m-%d %H:%M}，早于最后一笔记录 {last_at:%Y-%m-%d %H:%M}。请校准时间，或由客服经理登录后确认"
        )
    if at - last_at > DOUBT_AHEAD:
        raise ClockInDoubt(
            f"这台电脑的时间是 {at:%Y-%m-%d %H:%M}，最后一笔记录是 {last_at:%Y-%m-%d %H:%M}。请校准时间，或由客服经理登录后确认"
        )
    return max(at, last_at) if last_at - at <= SETTLED_BEHIND else at


def _insert_act(act: Act, use_case: str, args_hash: str) -> int | None:
    row = database.execute_sql(
        sql(
            "INSERT INTO acts (request_id, use_case, args_hash, number, staff_id, at, pc) VALUES (?, ?, ?, '', ?, ?, ?) "
            "ON CONFLICT (request_id) DO NOTHING RETURNING id"
        ),
        (act.request_id, use_case, args_hash, act.staff_id, act.at, act.pc),
    ).fetchone()
    return row[0] if row else None


def _replay(act: Act, use_case: str, args_hash: str, settings_revision: int) -> Tx:
    first = ActRecord.get(ActRecord.request_id == act.request_id)
    if first.use_case != use_case or first.args_hash != args_hash:
        saved = first.number or "上一次的内容"
        raise AlreadySaved(
            f"已按 {saved} 保存，之后的修改未保存", use_case=first.use_case, record_id=first.record_id or 0, number=first.number
        )
    return Tx(act.at_time(first.at), act_id=first.id, settings_revision=settings_revision, replay=first.record_id or 0, outermost=False)


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, set | frozenset):
        return sorted(value, key=repr)
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    raise TypeError(f"{type(value).__name__} cannot be an argument of a use case")


def _hash(args: dict[str, object]) -> str:
    text = json.dumps(args, default=_plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


__all__ = [
    "Act",
    "Tx",
    "confirm_clock",
    "last_entry_at",
    "one_transaction",
    "reading",
    "rehearsing",
    "revisions",
    "trust_server_clock",
    "writing",
]
