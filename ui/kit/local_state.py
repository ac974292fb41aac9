"""What this PC remembers for itself: column widths, sorting, the printer of a paper. A small JSON file, never in the database."""

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QObject

from ui.kit import work


class LocalState(QObject):
    """Values by name. Reading is from memory; a change is written soon, on the FILES lane. A damaged file counts as empty."""

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self._values = _read(path)

    def get(self, name: str) -> Any:
        """The value put under `name`, None if there is none."""
        return self._values.get(name)

    def put(self, name: str, value: Any) -> None:
        """Remember a value that JSON can hold."""
        if self._values.get(name) == value:
            return
        self._values[name] = value
        text = json.dumps(self._values, ensure_ascii=False, indent=1)
        work.latest(self, lambda: _write_habit(self._path, text), lambda _: None, lane=work.Lane.FILES)


def _write_habit(path: Path, text: str) -> None:
    """A column's width is not worth a word when the disk is full: it is forgotten with the window."""
    with suppress(OSError):
        write_whole(path, text)


def write_whole(path: Path, text: str) -> None:
    """Write a private file so that even a power cut leaves the old text or the new one. Makes its folder."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = path.with_suffix(".tmp")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    if os.name == "posix":  # the rename itself; Windows makes it durable and cannot open a folder
        handle = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _read(path: Path) -> dict[str, Any]:
    try:
        found: Any = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return cast("dict[str, Any]", found) if isinstance(found, dict) else {}
