"""Photos of failed items on their way into the store: from files, a drag, the clipboard, or the camera folder of this PC."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QBuffer, QIODevice, QMimeData, QObject, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from deskapp.errors import UserError
from ui.inspection import loading
from ui.inspection.camera import CameraFolder
from ui.kit import notify, work
from ui.kit.photos import PhotoSheet
from ui.kit.theme import Tone

if TYPE_CHECKING:
    from deskapp.attachments.domain import Photo
    from deskapp.inspection.domain import Inspection
    from ui.desk import Desk
    from ui.inspection.evidence import Evidence


class Photographed(Protocol):
    """The check the photos are of, as its view knows it."""

    @property
    def check(self) -> Inspection | None: ...
    def failed_here(self) -> str:
        """Code of the item with the cursor if it has failed, else ''."""
        ...

    def evidence(self, code: str) -> Evidence: ...


class Photographing(QObject):
    """`changed()` when the check has another photo, `camera_said(words)` about the camera folder."""

    changed = Signal()
    camera_said = Signal(str, bool)

    def __init__(self, desk: Desk, view: Photographed, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._view, self._window = desk, view, window
        self._tray: list[Path] = []
        """Photos of the camera folder that came while no failed item had the cursor."""
        self.camera = CameraFolder(desk.local, self)
        self.camera.arrived.connect(self._arrived)
        self.camera.lost.connect(self._lost)

    def wire(self, code: str, evidence: Evidence) -> None:
        """Listen to the panel of a failed item."""
        evidence.choice_wanted.connect(partial(self.choose, code))
        evidence.files_given.connect(partial(self.take_files, code))
        evidence.image_given.connect(partial(self._take_image, code))
        evidence.photo_dropped.connect(partial(self._remove, code))
        evidence.photo_opened.connect(self.show_large)

    def begin(self) -> None:
        """Look into the camera folder from now on."""
        self.camera.begin()
        self._say_camera()

    def end(self) -> None:
        self.camera.end()

    def forget(self) -> None:
        """Another check is opened: what waits for an item belongs to none of its."""
        self._tray = []

    # One way or another ---------------------------------------------------------------------------------------------

    def choose(self, code: str) -> None:
        from deskapp.attachments.intake import SUFFIXES

        kinds = " ".join(f"*{suffix}" for suffix in SUFFIXES)
        chosen, _ = QFileDialog.getOpenFileNames(self._window.window(), "选照片", "", f"照片 ({kinds});;所有文件 (*)")
        if chosen:
            self.take_files(code, [Path(path) for path in chosen])

    def take_files(self, code: str, files: Sequence[Path]) -> None:
        """Take photos in, one after the other; each that is none is named, and harms no other."""
        refused = [words for path in files if (words := self._attempt(code, partial(_from_file, path)))]
        self._view.evidence(code).show_problem("\n".join(refused))

    def dropped(self, carried: QMimeData) -> None:
        """Dropped beside the panels: it belongs to the failed item with the cursor."""
        code = self._view.failed_here()
        if code:
            self._view.evidence(code).take(carried)
        else:
            notify.say("请先把要拍照的项目标为不合格", tone=Tone.WARN)

    def show_large(self, attachment: int) -> None:
        PhotoSheet(self._desk.sheets, "照片", lambda: loading.picture_of(attachment)).open()

    def _take_image(self, code: str, image: QImage) -> None:
        self._view.evidence(code).show_problem(self._attempt(code, partial(_from_image, image)))

    def _attempt(self, code: str, take_in: Callable[[], Photo]) -> str:
        """Why a photo could not be added; '' when it was."""
        check = self._view.check
        if check is None:
            return ""
        try:
            photo = work.call_on(work.Lane.FILES, take_in)
            work.call(loading.photograph, self._desk.session.act(), check.id, code, photo)
        except UserError as refusal:
            return refusal.message
        self.changed.emit()
        return ""

    def _remove(self, code: str, attachment: int) -> None:
        check = self._view.check
        if check is not None:
            work.call(loading.drop_photo, self._desk.session.act(), check.id, code, attachment)
            self.changed.emit()

    # The camera folder ----------------------------------------------------------------------------------------------

    def choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self._window.window(), "选相机文件夹", str(self.camera.folder or ""))
        if chosen:
            self.camera.choose(Path(chosen))
            self._say_camera()

    def empty_tray(self) -> None:
        """Photos that came go to the failed item with the cursor; without one they wait."""
        code = self._view.failed_here()
        if self._tray and code:
            files, self._tray = self._tray, []
            self.take_files(code, files)
            notify.say(f"{len(files)} 张相机照片加到 {code}")
            self._say_camera()

    def _arrived(self, path: Path) -> None:
        self._tray.append(path)
        self._say_camera()
        self.empty_tray()

    def _lost(self, words: str) -> None:
        self.camera_said.emit(words, self.camera.folder is not None)

    def _say_camera(self) -> None:
        folder = self.camera.folder
        waiting = f"{len(self._tray)} 张新照片，选不合格项加入"
        self.camera_said.emit(waiting if self._tray else f"相机：{folder.name}" if folder else "", folder is not None)


def _from_file(path: Path) -> Photo:
    from deskapp.attachments.intake import take_in_file

    return take_in_file(path)


def _from_image(image: QImage) -> Photo:
    from deskapp.attachments.intake import take_in

    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG", 100)  # pyright: ignore[reportCallIssue, reportArgumentType] - the stubs want bytes and refuse str
    return take_in(bytes(buffer.data().data()), name="粘贴的照片")
