"""Real disks for the tests: one of a few megabytes, and folders for accounts without rights. Skipped where nobody may mount."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

NOBODY = 65_534
MEBIBYTE = 1 << 20


class SmallDisk:
    """A file system of its own. `fill()` leaves some bytes of it free, `clear()` takes the filling away again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._filling = folder / "somebody-elses-video"

    def fill(self, *, free: int) -> None:
        """Use the disk up until `free` bytes are left, as a download does while the desk works."""
        self.clear()
        stat = os.statvfs(self.folder)
        count = max(stat.f_bavail * stat.f_frsize - free, 0)
        with self._filling.open("wb") as file:
            while count > 0:
                count -= file.write(bytes(min(count, MEBIBYTE)))

    def clear(self) -> None:
        """Take away what filled the disk."""
        self._filling.unlink(missing_ok=True)


@contextmanager
def small_disk(size: int) -> Iterator[SmallDisk]:
    """A disk of `size` bytes; skips the test where the system does not let us mount one."""
    folder = Path(tempfile.mkdtemp(prefix="deskapp-disk-", dir="/tmp"))
    try:
        if os.name != "posix" or not shutil.which("mount") or _run("mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)):
            pytest.skip("nobody may mount a disk here")
        try:
            yield SmallDisk(folder)
        finally:
            _run("umount", "--lazy", str(folder))
    finally:
        folder.rmdir()


@contextmanager
def open_folder() -> Iterator[Path]:
    """A folder every account of this PC reaches, as the public documents are; those of pytest are closed to others."""
    folder = Path(tempfile.mkdtemp(prefix="deskapp-open-", dir="/tmp"))
    folder.chmod(0o777)
    try:
        yield folder
    finally:
        folder.chmod(0o777)
        shutil.rmtree(folder)


def as_nobody(function: Callable[..., Any], *args: Any) -> Any:
    """Run as an account without any right: file permissions mean nothing to root. Only at the end of a process's life."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    return function(*args)


def _run(*command: str) -> int:
    return subprocess.run(command, capture_output=True, check=False).returncode
