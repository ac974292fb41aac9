"""A disk that is really full: a file system of a few megabytes and somebody's video on it. Clear words, nothing lost, and on it goes."""

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from deskapp.analysis.workbook import write_daily_report
from deskapp.attachments.domain import FileKind, GivenFile
from deskapp.attachments.intake import take_in
from deskapp.attachments.service import keep, keep_file
from deskapp.data import close_database, database, on_server, open_database, trust_server_clock
from deskapp.data.backup import back_up, backups, verify_backup
from deskapp.data.location import file_url
from deskapp.data.upgrade import migrate
from deskapp.errors import StorageFault, UserError
from tests.conftest import MORNING, database_url, on_the_server
from tests.deskapp.analysis.samples import ORDINARY, a_flow
from tests.deskapp.attachments.files import mp3
from tests.deskapp.attachments.pictures import phone_photo
from tests.deskapp.gifts.counter import a_gift, member, open_counter
from tests.deskapp.points.accounts import assert_adds_up
from tests.faults import redeeming
from tests.faults.disks import MEBIBYTE, SmallDisk, small_disk
from tests.faults.redeeming import PRICE
from tests.faults.test_server_faults import OwnServer

PAGE = 4096
MANY = 5_000


@pytest.fixture
def disk() -> Iterator[SmallDisk]:
    with small_disk(8 * MEBIBYTE) as one:
        yield one


@pytest.fixture
def counter(disk: SmallDisk, sqlite_template: Path) -> Iterator[tuple[int, int]]:
    """A gift counter whose store lies on the small disk: (guest, gift)."""
    path = disk.folder / "store.db"
    shutil.copyfile(sqlite_template, path)
    trust_server_clock(trusted=False)
    open_database(file_url(path))
    yield a_counter()
    close_database()
    database.initialize(None)


def a_counter() -> tuple[int, int]:
    people = open_counter()
    return member(points=MANY * PRICE, staff_id=people.wang), a_gift(people.wang, "精洗券", PRICE, stock=MANY).id


def redeem_until_full(way, guest: int, gift: int) -> tuple[str, UserError]:
    """Redeem until the disk takes no more; the request that was refused, and the words."""
    for n in range(MANY):
        try:
            way(f"guest-{n}", guest, gift)
        except UserError as refusal:
            return f"guest-{n}", refusal
    raise AssertionError("the disk was never full")


def test_a_full_disk_refuses_the_redemption_whole_and_takes_the_same_form_once_there_is_room(counter, disk):
    guest, gift = counter
    disk.fill(free=6 * PAGE)
    refused, words = redeem_until_full(redeeming.redeem, guest, gift)
    assert isinstance(words, StorageFault)
    assert "磁盘已满，没有保存" in words.message
    assert redeeming.kept() == redeeming.begun()
    before = redeeming.redeemed()
    with pytest.raises(StorageFault, match="磁盘已满"):
        redeeming.redeem(refused, guest, gift)
    disk.clear()
    assert redeeming.redeem(refused, guest, gift) == redeeming.redeem(refused, guest, gift)
    assert redeeming.redeemed() == before + 1
    assert redeeming.balance(guest) == (MANY - before - 1) * PRICE
    assert database.execute_sql("PRAGMA integrity_check").fetchone() == ("ok",)
    assert_adds_up(guest, MORNING)


def test_a_full_disk_leaves_halves_of_a_naive_counter(counter, disk):
    guest, gift = counter
    for free in range(4, 12):  # where among its statements it hits depends on what is left
        disk.fill(free=free * PAGE)
        redeem_until_full(lambda request, *args, free=free: redeeming.redeem_naively(f"{request}-{free}", *args), guest, gift)
        if redeeming.kept() != redeeming.begun():
            return
    raise AssertionError("the naive counter was lucky")


def test_others_go_on_reading_while_the_disk_is_full(counter, disk):
    guest, gift = counter
    disk.fill(free=0)
    with pytest.raises(StorageFault, match="磁盘已满"):
        for n in range(MANY):
            redeeming.redeem(f"guest-{n}", guest, gift)
    assert redeeming.stock(gift) == MANY - redeeming.redeemed()


def test_a_backup_that_does_not_fit_is_told_and_counts_as_none(counter, disk):
    first = back_up(file_url(disk.folder / "store.db"), at=MORNING)
    disk.fill(free=20 * PAGE)
    with pytest.raises(StorageFault, match="磁盘已满"):
        back_up(file_url(disk.folder / "store.db"), at=MORNING.replace(hour=12))
    assert [one.path for one in backups(first.path.parent)] == [first.path]
    assert sorted(path.name for path in first.path.parent.iterdir()) == [first.path.name]
    assert verify_backup(first.path).rows["customers"] == 1
    disk.clear()
    assert back_up(file_url(disk.folder / "store.db"), at=MORNING.replace(hour=13)).path.exists()


def test_a_naive_backup_leaves_a_file_that_looks_like_one(counter, disk):
    disk.fill(free=20 * PAGE)
    copy = disk.folder / "deskapp-20261123-120000-asked.db"
    with pytest.raises(OSError, match="No space left"):
        shutil.copyfile(disk.folder / "store.db", copy)
    assert copy.exists()
    with pytest.raises(StorageFault):
        verify_backup(copy)


def test_a_photo_that_does_not_fit_is_told_before_its_slip_is_written(counter, disk):
    photo = take_in(phone_photo())
    disk.fill(free=2 * PAGE)
    with pytest.raises(StorageFault, match="磁盘"):
        keep(photo)
    disk.clear()
    assert keep(photo).width == photo.width


def test_a_recording_that_does_not_fit_is_told_before_its_slip_is_written_and_fits_later(counter, disk):
    call = GivenFile("来电.mp3", FileKind.MP3, mp3(200))
    disk.fill(free=2 * PAGE)
    with pytest.raises(StorageFault, match="附件没有存下"):
        keep_file(call)
    assert list((disk.folder / "attachments").glob("*.part")) == []
    disk.clear()
    assert keep_file(call).content.hash == call.hash


def test_a_workbook_that_does_not_fit_leaves_the_old_one(disk):
    path = disk.folder / "会员日报.xlsx"
    write_daily_report(path, ORDINARY, a_flow())
    told = path.read_bytes()
    disk.fill(free=PAGE)
    with pytest.raises(UserError, match="磁盘已满"):
        write_daily_report(path, ORDINARY, a_flow())
    assert path.read_bytes() == told
    assert [one.name for one in disk.folder.glob("*.xlsx")] == [path.name]


# The server's disk ----------------------------------------------------------------------------------------------------


@pytest.fixture
def server_counter() -> Iterator[tuple[int, int, SmallDisk, OwnServer]]:
    """A gift counter on a server whose data lie on a small disk: (guest, gift, disk, server)."""
    with small_disk(160 * MEBIBYTE) as disk:
        folder = Path(tempfile.mkdtemp(dir=disk.folder))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            server = OwnServer(folder)
        on_the_server(server.uri, "CREATE DATABASE small")
        url = database_url(server.uri, "small")
        trust_server_clock(trusted=False)
        migrate(url, at=MORNING)
        open_database(url)
        yield *a_counter(), disk, server
        disk.clear()
        close_database()
        database.initialize(None)
        server.remove()


def test_a_full_disk_of_the_server_refuses_the_redemption_whole_and_takes_it_once_there_is_room(server_counter):
    guest, gift, disk, server = server_counter
    assert on_server()
    disk.fill(free=4 * PAGE)
    refused, words = redeem_until_full(redeeming.redeem, guest, gift)
    assert isinstance(words, StorageFault)
    assert "磁盘已满" in words.message or "没有回应" in words.message
    disk.clear()
    server.start()
    assert redeeming.redeem(refused, guest, gift) == redeeming.redeem(refused, guest, gift)
    assert redeeming.kept() == redeeming.begun()
    assert redeeming.balance(guest) == (MANY - redeeming.redeemed()) * PRICE
    assert_adds_up(guest, MORNING)
