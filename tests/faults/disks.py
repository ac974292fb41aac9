"""Real disks of a few megabytes for the tests. Skipped where nobody may mount one."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

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


def _run(*command: str) -> int:
    return subprocess.run(command, capture_output=True, check=False).returncode
