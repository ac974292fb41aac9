"""A file or folder this account may not write, as after a copy from a stick or by another Windows account. The permissions are real."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from deskapp.data import close_database, database, open_database, trust_server_clock
from deskapp.data.location import file_url
from tests.deskapp.gifts.counter import a_gift, member, open_counter
from tests.faults import unprivileged
from tests.faults.redeeming import PRICE
from tests.faults.workers import Outcome, Worker

pytestmark = pytest.mark.skipif(os.name != "posix", reason="file permissions of this kind")


@dataclass(frozen=True)
class Public:
    """A store in the public documents, with a guest and a gift."""

    path: Path
    guest: int
    gift: int

    def __call__(self, function, *args) -> Outcome:
        """Run as an account without rights."""
        return Worker("", function, file_url(self.path), *args).end()

    def redeem(self, request_id: str) -> Outcome:
        return self(unprivileged.redeem, request_id, self.guest, self.gift)


@pytest.fixture
def public(sqlite_template: Path) -> Iterator[Public]:
    with unprivileged.open_folder() as folder:
        path = folder / "store.db"
        shutil.copyfile(sqlite_template, path)
        trust_server_clock(trusted=False)
        open_database(file_url(path))
        people = open_counter()
        guest, gift = member(points=9 * PRICE, staff_id=people.wang), a_gift(people.wang, "精洗券", PRICE, stock=9).id
        close_database()
        database.initialize(None)
        path.chmod(0o666)
        yield Public(path, guest, gift)


def test_everybody_works_in_the_public_folder(public):
    assert public.redeem("form-1").value == ("DH-20261123-001", 1)


def test_a_read_only_file_is_told_in_words_and_the_same_form_is_saved_once_it_may_be(public):
    public.path.chmod(0o444)
    for refused in (public(unprivileged.look), public.redeem("form-1")):
        assert refused.refusal == "StorageFault"
        assert refused.words.startswith(f"数据库文件是只读的，没有打开：{public.path}。请在文件属性里去掉“只读”")
    assert [path.name for path in public.path.parent.iterdir()] == ["store.db"]
    public.path.chmod(0o666)
    assert public.redeem("form-1").value == ("DH-20261123-001", 1)
    assert public.redeem("form-1").value == ("DH-20261123-001", 1)


def test_a_naive_program_leaves_files_that_stay_read_only(public):
    """It opens what it may not write; what SQLite puts beside the file then bars the way when the file is writable again."""
    public.path.chmod(0o444)
    assert public(unprivileged.redeem_naively).value == "attempt to write a readonly database"
    public.path.chmod(0o666)
    assert public(unprivileged.redeem_naively).value == "attempt to write a readonly database"


def test_a_folder_that_takes_no_file_is_told_in_words(public):
    """SQLite keeps what is not yet in the file beside it."""
    public.path.parent.chmod(0o555)
    refused = public.redeem("form-1")
    assert refused.refusal == "StorageFault"
    assert "权限" in refused.words
    public.path.parent.chmod(0o777)
    assert public.redeem("form-1").value == ("DH-20261123-001", 1)


def test_a_file_of_somebody_else_is_told_in_words(public):
    public.path.chmod(0o600)
    refused = public(unprivileged.look)
    assert (refused.refusal, refused.words) == ("StorageFault", "打不开数据库文件。请检查文件夹是否存在、是否有权限")


def test_a_naive_program_meets_the_drivers_words(public):
    public.path.chmod(0o600)
    assert public(unprivileged.redeem_naively).value == "unable to open database file"
