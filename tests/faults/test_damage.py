"""A store whose file has gone bad in the middle: told in words, no good backup is pushed out, and the way back keeps all of it."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from deskapp.data import Act, close_database, database, open_database
from deskapp.data.backup import Backup, back_up, backups
from deskapp.data.connection import sqlite_path
from deskapp.errors import StorageFault
from deskapp.gifts.domain import Choice
from deskapp.gifts.redemption import redeem_gift
from deskapp.store.backups import back_up_daily, restore
from tests.deskapp.gifts.counter import MORNING, Counter, a_gift, member, open_counter
from tests.deskapp.people import hire_system
from tests.deskapp.points.accounts import assert_adds_up
from tests.faults import redeeming
from tests.faults.redeeming import PRICE

KEPT = 3
EVENING = MORNING.replace(hour=18)


@dataclass
class Bad:
    """A counter whose redemptions can no longer be read; `good` is the backup of before."""

    url: str
    people: Counter
    guest: int
    gift: int
    system: int
    good: Backup

    @property
    def path(self) -> Path:
        return sqlite_path(self.url)


@pytest.fixture
def bad(sqlite_store: str) -> Iterator[Bad]:
    people, system = open_counter(), hire_system()
    guest, gift = member(points=50 * PRICE, staff_id=people.wang), a_gift(people.wang, "精洗券", PRICE, stock=50).id
    for n in range(5):
        redeeming.redeem(f"good-{n}", guest, gift)
    good = back_up(sqlite_store, at=MORNING)
    for n in range(3):
        redeeming.redeem(f"late-{n}", guest, gift)
    close_database()
    path = sqlite_path(sqlite_store)
    content = bytearray(path.read_bytes())
    page = content.find(b"DH-20261123-001") // 4096 * 4096
    while page >= 0:
        content[page : page + 4096] = b"\xff" * 4096
        page = content.find(b"DH-20261123-001") // 4096 * 4096
    path.write_bytes(content)
    open_database(sqlite_store)
    yield Bad(sqlite_store, people, guest, gift, system, good)
    close_database()
    database.initialize(None)


def test_what_lies_on_a_bad_page_is_refused_in_words_and_the_rest_goes_on(bad):
    with pytest.raises(StorageFault, match="数据库文件已损坏，没有保存。请恢复最近的备份"):
        redeeming.redeem("after", bad.guest, bad.gift)
    assert redeeming.stock(bad.gift) == 42


def test_a_bad_store_makes_no_backup_and_the_good_ones_stay(bad):
    for day in range(1, 2 * KEPT):
        at = EVENING + timedelta(days=day)
        with pytest.raises(StorageFault, match="已损坏"):
            back_up_daily(act=Act(bad.system, at, "前台1", f"daily-{day}"))
    assert [one.path for one in backups(bad.good.path.parent)] == [bad.good.path]
    assert [one.name for one in bad.good.path.parent.iterdir()] == [bad.good.path.name]


def test_naive_copies_push_out_the_last_good_backup(bad, tmp_path):
    """Copy the file each evening, keep the last three, look at none of them."""
    folder = tmp_path / "naive"
    folder.mkdir()
    shutil.copyfile(bad.good.path, folder / "day-0.db")
    for day in range(1, KEPT + 1):
        shutil.copyfile(bad.path, folder / f"day-{day}.db")
        for old in sorted(folder.iterdir())[:-KEPT]:
            old.unlink()
    left = [path.read_bytes() for path in folder.iterdir()]
    assert bad.good.path.read_bytes() not in left
    assert left == [bad.path.read_bytes()] * KEPT


def test_the_manager_goes_back_to_the_good_one_and_what_was_bad_is_kept(bad):
    damaged = bad.path.read_bytes()
    act = Act(bad.people.chen, EVENING, "前台1", "restore")
    assert restore(act=act, path=bad.good.path, reason="硬盘坏道") is None
    assert redeeming.kept() == {f"DH-20261123-{n:03d}" for n in range(1, 6)}
    assert redeeming.balance(bad.guest) == 45 * PRICE
    (kept,) = bad.path.parent.glob("store-damaged-*.db")
    assert kept.read_bytes()[:4096] == damaged[:4096]
    assert redeem_on(bad, EVENING) == "DH-20261123-006"
    assert_adds_up(bad.guest, EVENING)


def redeem_on(bad: Bad, at: datetime) -> str:
    act = Act(bad.people.wang, at, "前台1", "after")
    return redeem_gift(act=act, customer_id=bad.guest, choices=[Choice(bad.gift, 1, PRICE)]).number
