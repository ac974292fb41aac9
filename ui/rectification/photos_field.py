"""Several photos in a form: files, a drag, the clipboard; each small view opens the large one, and can be taken out again."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QIODevice, QMimeData, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from deskapp.errors import UserError
from deskapp.typed import Judged
from ui.kit import buttons, theme, work
from ui.kit.fields import Field
from ui.kit.labels import Hint
from ui.kit.photos import PhotoBox, PhotoSheet

if TYPE_CHECKING:
    from deskapp.attachments.domain import Photo

MOST = 5


class _Choose(buttons.Button):
    """The space bar presses it; Enter goes on to the next field, as everywhere in a form."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
            return
        super().keyPressEvent(event)


class PhotosField(Field["tuple[Photo, ...]"]):
    """`photos()` are those that were taken in, in their order; at most five."""

    def __init__(self, name: str = "photos", label: str = "照片") -> None:
        super().__init__(name, label, hint=f"最多 {MOST} 张，可拖入或 Ctrl+V 粘贴")
        self._photos: list[Photo] = []
        self.choose = _Choose("加照片…", icon="image", height=theme.CONTROL_SMALL, name=f"{name}_edit")
        self._views = QHBoxLayout()
        self._views.setSpacing(theme.STEP)
        row = QHBoxLayout()
        row.addWidget(self.choose)
        row.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(theme.STEP)
        column.addLayout(row)
        column.addLayout(self._views)
        self.body.addLayout(column, 1)
        self.setFocusProxy(self.choose)
        self._editors.append(self.choose)
        self.setAcceptDrops(True)
        self.choose.clicked.connect(self._choose)

    def photos(self) -> tuple[Photo, ...]:
        return tuple(self._photos)

    def take_file(self, path: Path) -> None:
        """Take a picture in from a file, as the choice of one does."""
        self._take(partial(_from_file, path, self.name))

    def text(self) -> str:
        """All of them, as a draft keeps them."""
        if not self._photos:
            return ""
        plain = [[_b64(one.content), _b64(one.thumbnail), one.width, one.height] for one in self._photos]
        return json.dumps(plain)

    def set_text(self, text: str) -> None:
        self._photos = _from_draft(text) if text else []
        self._show_photos()

    def _judge(self, text: str) -> Judged[tuple[Photo, ...]]:
        del text
        return Judged(self.photos())

    # Where they come from ---------------------------------------------------------------------------------------------

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
        chosen, _ = QFileDialog.getOpenFileNames(self.window(), f"选{self.label}", "", f"照片 ({kinds});;所有文件 (*)")
        for path in chosen:
            self.take_file(Path(path))

    def _take_from(self, carried: QMimeData) -> None:
        files = [Path(url.toLocalFile()) for url in carried.urls() if url.isLocalFile()]
        image = QImage(carried.imageData()) if carried.hasImage() else QImage()
        if files:
            for path in files:
                QTimer.singleShot(0, self, partial(self.take_file, path))  # the drag must end before anything waits
        elif not image.isNull():
            QTimer.singleShot(0, self, partial(self._take, partial(_from_image, image, self.name)))
        else:
            self.problem("剪贴板里没有照片。请先复制一张照片，或点“加照片”")

    def _take(self, job: Callable[[], Photo]) -> None:
        if len(self._photos) >= MOST:
            self.problem(f"最多 {MOST} 张照片，请先移除一张")
            return
        try:
            photo = work.call_on(work.Lane.FILES, job)
        except UserError as refusal:
            self.problem(refusal.message)
            return
        self._photos.append(photo)
        self._show_photos()
        self._on_change()
        self.settled.emit()

    def _remove(self, photo: Photo) -> None:
        self._photos.remove(photo)
        self._show_photos()
        self._on_change()
        self.choose.setFocus()

    def _show_photos(self) -> None:
        while (taken := self._views.takeAt(0)) is not None:
            widget = taken.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for place, photo in enumerate(self._photos, start=1):
            self._views.addWidget(self._view(photo, place))
        self._views.addStretch(1)

    def _view(self, photo: Photo, place: int) -> QWidget:
        view = QWidget()
        column = QVBoxLayout(view)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        box = PhotoBox(f"{self.label} {place}", name=f"{self.name}_box_{place}")
        box.show_photo(photo.thumbnail)
        box.clicked.connect(lambda: PhotoSheet(self.window(), self.label, lambda: photo.content).open())
        remove = buttons.link("移除", icon="x", name=f"{self.name}_remove_{place}")
        remove.clicked.connect(lambda: self._remove(photo))
        column.addWidget(box)
        column.addWidget(remove)
        return view


class PhotoStrip(QWidget):
    """Photos of a record, small; those whose bytes are missing or damaged say so and take no clicks."""

    def __init__(self, says: str, ids: tuple[int, ...], thumbnails: dict[int, bytes], load: Callable[[int], bytes]) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.STEP)
        for place, key in enumerate(ids[:3], start=1):
            box = PhotoBox(f"{says} {place}", name=f"photo_{key}")
            box.show_photo(thumbnails.get(key), icon="" if key in thumbnails else "triangle-alert")
            box.clicked.connect(partial(self._open, says, partial(load, key)))
            row.addWidget(box)
        if len(ids) > 3:
            row.addWidget(Hint(f"共 {len(ids)} 张"))
        row.addStretch(1)

    def _open(self, says: str, load: Callable[[], bytes]) -> None:
        PhotoSheet(self.window(), says, load).open()


def _from_file(path: Path, field: str) -> Photo:
    from deskapp.attachments.intake import take_in_file

    return take_in_file(path, field=field)


def _from_image(image: QImage, field: str) -> Photo:
    from deskapp.attachments.intake import take_in

    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG", 100)  # pyright: ignore[reportCallIssue, reportArgumentType] - the stubs want bytes and refuse str
    return take_in(bytes(buffer.data().data()), name="粘贴的照片", field=field)


def _b64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _from_draft(text: str) -> list[Photo]:
    from deskapp.attachments.domain import Photo

    return [Photo(base64.b64decode(content), base64.b64decode(small), width, height) for content, small, width, height in json.loads(text)]
