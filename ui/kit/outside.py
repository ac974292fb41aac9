"""A file given to the desktop's own program: from a copy for this account's eyes, under an ending the content deserves."""

import os
import shutil
import tempfile
from functools import cache
from pathlib import Path
from uuid import uuid4

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from deskapp.errors import UserError
from ui.kit import notify, work
from ui.kit.theme import Tone

_PREFIX = "deskapp-opened-"
_KEPT_S = 24 * 3600


def open_outside(name: str, content: bytes, *, what: str) -> None:
    """Open a copy. `name` must already be plain and end as its content deserves; `what` says what there is no program for, if so.

    Copies of more than a day ago are removed: they hold voices and signatures.
    """
    path = work.call_on(work.Lane.FILES, _put_aside, name, content)
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
        notify.say(f"电脑上没有能打开{what}的程序，文件存在 {path}", tone=Tone.WARN)


def _put_aside(name: str, content: bytes) -> Path:
    try:
        own = _folder() / uuid4().hex[:8]  # two of the same name do not meet
        own.mkdir(mode=0o700, parents=True)
        path = own / name
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600), "wb") as file:
            file.write(content)
    except OSError as error:
        raise UserError(f"打不开 {name}：临时文件写不进去（{error.strerror}）。请清理磁盘后再试") from error
    _tidy(path.stat().st_mtime)
    return path


@cache
def _folder() -> Path:
    """One folder for each run of the program, which only this account can look into."""
    return Path(tempfile.mkdtemp(prefix=_PREFIX))


def _tidy(now: float) -> None:
    """Remove what earlier runs and this one left behind more than a day ago; what a program still holds open goes next time."""
    for copy in (*Path(tempfile.gettempdir()).glob(f"{_PREFIX}*/*"), *Path(tempfile.gettempdir()).glob(f"{_PREFIX}*")):
        try:
            if copy.stat().st_mtime < now - _KEPT_S:
                shutil.rmtree(copy, ignore_errors=True)
        except OSError:
            continue
