"""What an account without rights meets on this PC. Root passes every file permission, so these run in a process that gives root up."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import peewee as pw

from deskapp.data import close_database, open_database
from deskapp.data.connection import sqlite_path
from tests.faults import redeeming

NOBODY = 65_534


@contextmanager
def open_folder() -> Iterator[Path]:
    """A folder every account of this PC may use, as the public documents are; those of the tests are closed to others."""
    folder = Path(tempfile.mkdtemp(prefix="deskapp-open-", dir="/tmp"))
    folder.chmod(0o777)
    try:
        yield folder
    finally:
        folder.chmod(0o777)
        shutil.rmtree(folder)


def redeem(url: str, request_id: str, guest: int, gift: int) -> tuple[str, int]:
    """Open the store and redeem: (number, redemptions there are)."""
    _become_nobody()
    open_database(url)
    try:
        return redeeming.redeem(request_id, guest, gift), redeeming.redeemed()
    finally:
        close_database()


def look(url: str) -> int:
    """Open the store and only look: redemptions there are."""
    _become_nobody()
    open_database(url)
    try:
        return redeeming.redeemed()
    finally:
        close_database()


def redeem_naively(url: str) -> str:
    """What a program meets that does not know the fault: the driver's own words."""
    _become_nobody()
    naive = pw.SqliteDatabase(str(sqlite_path(url)))
    try:
        naive.execute_sql("UPDATE write_lock SET revision = revision + 1")
    except pw.OperationalError as error:
        return str(error)
    return ""


def _become_nobody() -> None:
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
