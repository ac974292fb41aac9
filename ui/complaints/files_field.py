"""Recordings and PDFs in a form, by button, drag or paste: what each is, how large, and of a recording whether the caller knew."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from deskapp.errors import UserError
from deskapp.typed import Judged
from ui.kit import buttons, theme, work
from ui.kit.fields import Field
from ui.kit.labels import Hint, IconMark, Label
from ui.kit.sheet import ENTER_PASSES
from ui.kit.ticks import Tick
from ui.rectification.photos_field import PhotosField

if TYPE_CHECKING:
    from deskapp.attachments.domain import GivenFile

MOST = 5
INFORMED = "已告知客户录音"
_SHOWN_NAME = 260


class PhotosBesideFiles(PhotosField):
    """Photos with a field for files below: a recording or PDF given here goes there, so that nobody need know which takes which."""

    def __init__(self, name: str, label: str) -> None:
        super().__init__(name, label)
        self.files: FilesField | None = None

    def take_file(self, path: Path) -> None:
        if self.files is not None and work.call_on(work.Lane.FILES, _is_file, path):
            self.files.take_file(path)
        else:
            super().take_file(path)


class FilesField(Field["tuple[GivenFile, ...]"]):
    """`files()` are those that were taken in, in their order; at most five. A recording cannot be saved without its tick.

    A draft keeps where they lie and not what is in them: they are read again when it is opened.
    """

    def __init__(self, name: str, label: str, *, ceiling_mb: int, photos: PhotosBesideFiles | None = None, recordings: bool = True) -> None:
        super().__init__(name, label, hint=f"最多 {MOST} 个，每个不超过 {ceiling_mb} MB，可拖入或 Ctrl+V 粘贴")
        self._ceiling_mb, self._photos, self._recordings = ceiling_mb, photos, recordings
        self._lines: list[_Line] = []
        self._waiting: list[tuple[str, bool]] = []
        if photos is not None:
            photos.files = self
        self.choose = buttons.Button(
            "加录音或 PDF…" if recordings else "加 PDF…", icon="upload", height=theme.CONTROL_SMALL, name=f"{name}_edit"
        )
        self.choose.setProperty(ENTER_PASSES, True)  # noqa: FBT003 - Qt's own signature
        self._shown = QVBoxLayout()
        self._shown.setSpacing(0)
        row = QHBoxLayout()
        row.addWidget(self.choose)
        row.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(theme.HALF_STEP)
        column.addLayout(row)
        column.addLayout(self._shown)
        self.body.addLayout(column, 1)
        self.setFocusProxy(self.choose)
        self._editors.append(self.choose)
        self.setAcceptDrops(True)
        self.choose.clicked.connect(self._choose)

    def files(self) -> tuple[GivenFile, ...]:
        return tuple(line.file for line in self._lines)

    def informed(self) -> bool:
        """Whether the caller knew of every recording; True without any."""
        return all(line.is_informed() for line in self._lines)

    def take_file(self, path: Path) -> None:
        """Take a file in, as the choice of one does; a picture goes to the photos. The cursor goes to what a recording still asks."""
        self._take(path, informed=False)
        self.focus_editor()

    def focus_editor(self) -> None:
        asking = next((line.tick for line in self._lines if not line.is_informed()), None)
        (asking or self.choose).setFocus()

    def text(self) -> str:
        places = [(str(line.path), line.tick.isChecked()) for line in self._lines] + self._waiting
        return json.dumps(places, ensure_ascii=False) if places else ""

    def set_text(self, text: str) -> None:
        while self._lines:
            self._drop(self._lines[-1])
        self._waiting = [(path, bool(informed)) for path, informed in json.loads(text)] if text else []
        if self._waiting:
            QTimer.singleShot(0, self, self._read_again)  # the form is being filled: nothing in it may wait for a disk

    def _judge(self, text: str) -> Judged[tuple[GivenFile, ...]]:
        del text
        for line in self._lines:
            if not line.is_informed():
                raise UserError(f"{line.file.name}：请勾选“{INFORMED}”；没有告知的录音不能附上，请移除", field=self.name)
        return Judged(self.files())

    # Where they come from ---------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self._take_from(QGuiApplication.clipboard().mimeData())
            return
        super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self._take_from(event.mimeData())

    def _choose(self) -> None:
        from deskapp.attachments.files import SUFFIXES

        kinds = " ".join(f"*{suffix}" for suffix in (SUFFIXES if self._recordings else (".pdf",)))
        chosen, _ = QFileDialog.getOpenFileNames(self.window(), f"选{self.label}", "", f"{self.label} ({kinds});;所有文件 (*)")
        for path in chosen:
            self.take_file(Path(path))

    def _take_from(self, carried: QMimeData) -> None:
        files = [Path(url.toLocalFile()) for url in carried.urls() if url.isLocalFile()]
        for path in files:
            QTimer.singleShot(0, self, partial(self.take_file, path))  # the drag must end before anything waits
        if not files:
            self.problem(f"剪贴板里没有文件。请先复制文件，或点“{self.choose.text()}”")

    def _read_again(self) -> None:
        while self._waiting:
            path, informed = self._waiting[0]
            self._take(Path(path), informed=informed)
            del self._waiting[:1]

    def _take(self, path: Path, *, informed: bool) -> None:
        if len(self._lines) >= MOST:
            self.problem(f"最多 {MOST} 个，请先移除一个")
            return
        try:
            file = work.call_on(work.Lane.FILES, _read, path, self._ceiling_mb, self.name, photos=self._photos is not None)
        except UserError as refusal:
            self.problem(refusal.message)
            return
        if file is None:
            PhotosField.take_file(self._photos, path)  # pyright: ignore[reportArgumentType] - None only where there are photos
        elif file.kind.is_recording and not self._recordings:
            self.problem(f"{file.name} 是录音。这里只收 PDF 扫描件")
        elif file.hash in [line.file.hash for line in self._lines]:
            self.problem(f"{file.name} 已经加上了")
        else:
            self._add(_Line(self, file, path, len(self._lines) + 1, informed=informed))

    def _add(self, line: _Line) -> None:
        self._lines.append(line)
        self._shown.addWidget(line)
        line.tick.toggled.connect(self._on_change)
        line.remove.clicked.connect(lambda: self._remove(line))
        self._on_change()
        self.settled.emit()

    def _remove(self, line: _Line) -> None:
        self._drop(line)
        self._on_change()
        self.choose.setFocus()

    def _drop(self, line: _Line) -> None:
        self._lines.remove(line)
        self._shown.removeWidget(line)
        line.hide()
        line.deleteLater()


class _Line(QWidget):
    """One file: what it is, what it is called, how large; a recording's tick; taking it out."""

    def __init__(self, field: FilesField, file: GivenFile, path: Path, place: int, *, informed: bool) -> None:
        super().__init__(field)
        from deskapp.attachments.files import size_words

        self.file, self.path = file, path
        self.tick = Tick(INFORMED, name=f"{field.name}_informed_{place}")
        self.tick.setChecked(informed)
        self.remove = buttons.link("移除", icon="x", name=f"{field.name}_remove_{place}")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.STEP)
        row.addWidget(IconMark("circle-play" if file.kind.is_recording else "file-text"))
        row.addWidget(name_label(file.name))
        row.addWidget(Hint(f"{file.kind.label}　{size_words(file.size)}"))
        row.addStretch(1)
        row.addWidget(self.tick)
        row.addWidget(self.remove)
        self.tick.setVisible(file.kind.is_recording)  # once it has its place: alone it would come up as a window

    def is_informed(self) -> bool:
        return self.tick.isChecked() or not self.file.kind.is_recording


def name_label(name: str) -> Label:
    """A file's name as far as there is room, the whole of it in the tip: names come from cameras and telephone exchanges."""
    label = Label(name)
    label.setMaximumWidth(_SHOWN_NAME)
    return label


def _is_file(path: Path) -> bool:
    """Whether what lies there begins as a recording or a PDF does."""
    from deskapp.attachments.files import kind_of

    try:
        with path.open("rb") as file:
            return kind_of(file.read(4096)) is not None
    except OSError:
        return False


def _read(path: Path, ceiling_mb: int, field: str, *, photos: bool) -> GivenFile | None:
    """The file; None for a picture where there is a field for them."""
    from deskapp.attachments.files import is_picture, take_in_file

    if photos:
        try:
            with path.open("rb") as file:
                if is_picture(file.read(64)):
                    return None
        except OSError:
            pass  # `take_in_file` says it in words
    return take_in_file(path, ceiling_mb=ceiling_mb, field=field)
