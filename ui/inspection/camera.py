"""The camera folder of this PC: a phone or camera puts its photos there, and they come to the failed item by themselves."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from ui.kit import work

if TYPE_CHECKING:
    from ui.kit.local_state import LocalState

FOLDER = "inspection.camera_folder"
"""Under what this PC remembers it."""
LOOK_MS = 1500
Seen = dict[str, tuple[int, int]]


class CameraFolder(QObject):
    """`arrived(Path)` for each picture that comes after `begin` and has stopped growing; `lost(words)` when the folder cannot be read.

    Looked at on the lane of files, never watched through the system: a shared folder of a phone or camera tells nobody of its changes.
    """

    arrived = Signal(object)
    lost = Signal(str)

    def __init__(self, local: LocalState, parent: QObject) -> None:
        super().__init__(parent)
        self._local = local
        self._known: Seen | None = None
        self._growing: Seen = {}
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)

    @property
    def folder(self) -> Path | None:
        """Where it looks; None where this PC has none."""
        path = self._local.get(FOLDER)
        return Path(path) if path else None

    def choose(self, folder: Path | None) -> None:
        """Another folder from now on, or none."""
        self._local.put(FOLDER, str(folder) if folder else "")
        self.end()
        self.begin()

    def begin(self) -> None:
        """What lies there already is old; from now on new ones count."""
        if self.folder is not None and not self._timer.isActive():
            self._known = None
            self._timer.start()
            self.look()

    def end(self) -> None:
        self._timer.stop()
        self._known, self._growing = None, {}

    def look(self) -> None:
        folder = self.folder
        if folder is not None:
            work.latest(self, lambda: pictures(folder), self._found, topic="camera", lane=work.Lane.FILES, failed=self._failed)

    def _found(self, there: Seen) -> None:
        folder = self.folder
        if folder is None or not self._timer.isActive():
            return
        if self._known is None:
            self._known = there
            return
        new = {name: size for name, size in there.items() if self._known.get(name) != size}
        whole = [name for name, size in new.items() if self._growing.get(name) == size]  # the same at two looks: it has been written
        self._growing = new
        for name in sorted(whole, key=lambda name: there[name][1]):
            self._known[name] = there[name]
            del self._growing[name]
            self.arrived.emit(folder / name)

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, OSError):
            raise error
        self._timer.stop()
        self.lost.emit(f"相机文件夹打不开（{error.strerror or error}）")


def pictures(folder: Path) -> Seen:
    """The pictures of a folder with size and time of their last change."""
    from deskapp.attachments.intake import SUFFIXES

    found: Seen = {}
    for path in folder.iterdir():
        if path.suffix.lower() in SUFFIXES:
            try:
                about = path.stat()
            except FileNotFoundError:  # moved away while one looked
                continue
            found[path.name] = about.st_size, about.st_mtime_ns
    return found
