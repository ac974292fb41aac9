"""A photo in a form: chosen from a file, dropped, or pasted; what is no picture is refused under the field."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QIODevice, QMimeData, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from deskapp.errors import UserError
from deskapp.typed import Judged
from ui.kit import buttons, theme, work
from ui.kit.fields import Field
from ui.kit.labels import Hint
from ui.kit.photos import PhotoBox, PhotoSheet
from ui.kit.sheet import ENTER_PASSES

if TYPE_CHECKING:
    from deskapp.attachments.domain import Photo

_KEPT = "#"


class PhotoField(Field["Photo | int"]):
    """`value()` is a new `Photo`, or the id of the one the record has, or None; `taken()` and `kept_id()` part the two."""

    def __init__(self, name: str = "photo", label: str = "照片", *, required: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(name, label, required=required, parent=parent)
        self._kept: tuple[int, bytes | None, Callable[[], bytes]] | None = None
        self._photo: Photo | None = None
        self._removed = False
        self.box = PhotoBox(label, name=f"{name}_box")
        self.choose = buttons.plain("选照片…", icon="image", height=theme.CONTROL_SMALL, name=f"{name}_edit")
        self.remove = buttons.link("移除", icon="x", name=f"{name}_remove")
        for stop in () if required else (self.choose, self.remove, self.box):
            stop.setProperty(ENTER_PASSES, True)  # noqa: FBT003 - Qt's own signature
        self._lay_out_editor()
        self.setFocusProxy(self.choose)
        self._editors.append(self.choose)
        self.setAcceptDrops(True)
        self.choose.clicked.connect(self._choose)
        self.remove.clicked.connect(self._remove)
        self.box.clicked.connect(self._show_large)
        self._show_photo()

    def _lay_out_editor(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.STEP)
        row.addWidget(self.choose)
        row.addWidget(self.remove)
        row.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(theme.HALF_STEP)
        column.addLayout(row)
        column.addWidget(Hint("也可把照片拖到这里，或复制后按 Ctrl+V"))
        column.addStretch(1)
        self.body.addWidget(self.box)
        self.body.addLayout(column, 1)

    def set_kept(self, attachment_id: int | None, thumbnail: bytes | None, load: Callable[[], bytes]) -> None:
        """Show the photo the record has; `load` brings the large one, off the GUI thread."""
        self._kept = (attachment_id, thumbnail, load) if attachment_id is not None else None
        self._put(None, removed=False)

    def taken(self) -> Photo | None:
        """The photo that was chosen anew."""
        return self._photo

    def kept_id(self) -> int | None:
        """Id of the photo the record keeps: None when it had none, or it was removed or replaced."""
        return self._kept[0] if self._kept and not self._removed and self._photo is None else None

    def take_file(self, path: Path) -> None:
        """Take a picture in from a file, as the choice of one does."""
        self._take(lambda: _from_file(path, self.name))

    def text(self) -> str:
        if self._photo is not None:
            photo = self._photo
            parts = [base64.b64encode(part).decode() for part in (photo.content, photo.thumbnail)]
            return json.dumps([*parts, photo.width, photo.height])
        kept = self.kept_id()
        return "" if kept is None else f"{_KEPT}{kept}"

    def set_text(self, text: str) -> None:
        if text.startswith("["):
            self._put(_from_draft(text), removed=False)
        else:
            self._put(None, removed=not text)

    def _judge(self, text: str) -> Judged[Photo | int]:
        if self._photo is not None:
            return Judged(self._photo)
        return Judged(int(text.removeprefix(_KEPT)))

    def _missing(self) -> str:
        return f"还没有选{self.label}"

    # Where it comes from ----------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self._take_from(QGuiApplication.clipboard().mimeData())
            return
        super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self._take_from(event.mimeData())

    def _choose(self) -> None:
        from deskapp.attachments.intake import SUFFIXES

        kinds = " ".join(f"*{suffix}" for suffix in SUFFIXES)
        chosen, _ = QFileDialog.getOpenFileName(self.window(), f"选{self.label}", "", f"照片 ({kinds});;所有文件 (*)")
        if chosen:
            self.take_file(Path(chosen))

    def _take_from(self, carried: QMimeData) -> None:
        """From the clipboard or a drag: a file, or the picture itself as a chat program copies it."""
        files = [Path(url.toLocalFile()) for url in carried.urls() if url.isLocalFile()]
        image = QImage(carried.imageData()) if carried.hasImage() else QImage()
        if files:
            QTimer.singleShot(0, self, lambda: self.take_file(files[0]))  # the drag must end before anything waits
        elif not image.isNull():
            QTimer.singleShot(0, self, lambda: self._take(lambda: _from_image(image, self.name)))
        else:
            self.problem("剪贴板里没有照片。请先复制一张照片，或点“选照片”")

    def _take(self, job: Callable[[], Photo]) -> None:
        try:
            photo = work.call_on(work.Lane.FILES, job)
        except UserError as refusal:
            self.problem(refusal.message)
            return
        self._put(photo, removed=False)
        self.settled.emit()

    def _remove(self) -> None:
        self._put(None, removed=self._kept is not None)
        self.choose.setFocus()

    def _put(self, photo: Photo | None, *, removed: bool) -> None:
        self._photo, self._removed = photo, removed
        self._show_photo()
        self._on_change()

    def _show_photo(self) -> None:
        shown = self._photo.thumbnail if self._photo else self._kept[1] if self._kept and not self._removed else None
        self.box.show_photo(shown)
        there = not self.is_empty()
        self.remove.setVisible(there)
        self.choose.set_words("换一张…" if there else "选照片…")

    def _show_large(self) -> None:
        photo, kept = self._photo, self._kept
        if photo is not None:
            PhotoSheet(self.window(), self.label, lambda: photo.content).open()
        elif kept is not None:
            PhotoSheet(self.window(), self.label, kept[2]).open()


def _from_file(path: Path, field: str) -> Photo:
    from deskapp.attachments.intake import take_in_file

    return take_in_file(path, field=field)


def _from_image(image: QImage, field: str) -> Photo:
    from deskapp.attachments.intake import take_in

    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG", 100)  # pyright: ignore[reportCallIssue, reportArgumentType] - the stubs want bytes and refuse str
    return take_in(bytes(buffer.data().data()), name="粘贴的照片", field=field)


def _from_draft(text: str) -> Photo:
    from deskapp.attachments.domain import Photo

    content, thumbnail, width, height = json.loads(text)
    return Photo(base64.b64decode(content), base64.b64decode(thumbnail), width, height)
