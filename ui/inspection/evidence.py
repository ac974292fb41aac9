"""What belongs to a failed item: its note, its photos, what is usually written to it, and whom the notice goes to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QFocusEvent, QGuiApplication, QImage, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from ui.kit import buttons, theme
from ui.kit.frames import beside
from ui.kit.labels import Hint, IconMark, Label, Wrapped
from ui.kit.photos import THUMB, PhotoBox
from ui.kit.pills import Pill, PillLabel

_ACROSS = 4
_LEAST_CHIP = 64
LONGEST_NOTE = 200


@dataclass(frozen=True, slots=True)
class Facts:
    """What stands around the note of a failed item: photos (attachment id -> bytes or None when they are gone) and words."""

    photos: tuple[tuple[int, bytes | None], ...] = ()
    repeated: str = ""
    phrases: tuple[str, ...] = ()
    goes_to: str = ""


class NoteEdit(QPlainTextEdit):
    """Enter and Esc lead back to the list of items, Shift+Enter breaks the line; a pasted picture is a photo."""

    left = Signal()
    entered = Signal()
    back = Signal()
    pasted = Signal(object)

    def __init__(self, name: str, says: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(says)
        self.setPlaceholderText("写明哪里、什么情况")
        self.setToolTip("Enter 下一项，Shift+Enter 换行")
        self.setTabChangesFocus(True)
        self.setFixedHeight(THUMB.height())

    def event(self, event: QEvent) -> bool:
        """Esc is this editor's before it is the page's."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & (Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.back.emit()
        elif event.matches(QKeySequence.StandardKey.Paste) and _has_picture(QGuiApplication.clipboard().mimeData()):
            self.pasted.emit(QGuiApplication.clipboard().mimeData())
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class EvidencePhoto(PhotoBox):
    """A photo with a small × at its corner; Delete takes it out too."""

    dropped = Signal()

    def __init__(self, says: str, *, removable: bool) -> None:
        super().__init__(says, name="evidence_photo")
        self.remove = buttons.IconButton("x", f"{says}：去掉", size=22, name="photo_remove", parent=self)
        self.remove.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.remove.move(THUMB.width() - 24, 2)
        self.remove.setVisible(removable)
        self.remove.clicked.connect(self.dropped)
        self._removable = removable

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self._removable:
            self.dropped.emit()
        else:
            super().keyPressEvent(event)


class AddPhoto(buttons.Button):
    """The dashed place of the next photo."""

    def __init__(self) -> None:
        super().__init__("加照片", icon="camera", name="add_photo")
        self.setFixedSize(THUMB)
        self.setToolTip("选文件，或把照片拖到这里，或复制后按 Ctrl+V")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = painter.pen()
        pen.setColor(theme.colour(theme.PRIMARY if self.hasFocus() or self.underMouse() else theme.EDGE))
        pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(theme.colour(theme.SURFACE))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme.RADIUS, theme.RADIUS)
        self._paint_content(painter)


class Evidence(QWidget):
    """The panel under a failed item. A photo comes as files or as an image; whoever listens takes it in and shows the panel anew."""

    typed = Signal(str)
    began = Signal()
    settled = Signal()
    entered = Signal()
    back = Signal()
    files_given = Signal(object)
    image_given = Signal(object)
    choice_wanted = Signal()
    photo_dropped = Signal(int)
    photo_opened = Signal(int)

    def __init__(self, code: str, title: str) -> None:
        super().__init__()
        self.setObjectName(f"evidence_{code}")
        self.setAcceptDrops(True)
        self._facts = Facts()
        self._title = title
        self.note = NoteEdit(f"note_{code}", f"{title} 不合格说明")
        self.note.setAcceptDrops(False)  # a dropped file is a photo, not its address
        self.add = AddPhoto()
        self.repeat = PillLabel(Pill(""))
        self.problem = Wrapped("", size=theme.HINT, colour=theme.BAD)
        self._photos = QGridLayout()
        self._phrases = QHBoxLayout()
        self._goes_to = Hint("")
        self._receiver = beside(IconMark("wrench", theme.INK_2, theme.ICON_SMALL), self._goes_to, stretch=False)
        self._lay_out()
        self.note.textChanged.connect(self._typed)
        self.note.left.connect(self.settled)
        self.note.entered.connect(self.entered)
        self.note.back.connect(self.back)
        self.note.pasted.connect(self.take)
        self.add.clicked.connect(self.choice_wanted)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.STEP)
        head.addWidget(Label("不合格说明", bold=True))
        head.addWidget(Hint("必填，将写进整改通知单"), 1)
        head.addWidget(self._receiver)
        head.addWidget(self.repeat)
        self._photos.setSpacing(theme.STEP)
        middle = QHBoxLayout()
        middle.setSpacing(theme.STEP)
        middle.addWidget(self.note, 1, Qt.AlignmentFlag.AlignTop)
        middle.addLayout(self._photos)
        self._phrases.setSpacing(theme.STEP)
        foot = QHBoxLayout()
        foot.setSpacing(theme.STEP)
        foot.addLayout(self._phrases)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.GAP_WIDE, theme.GAP, theme.GAP_WIDE, theme.GAP)
        column.setSpacing(theme.STEP)
        column.addLayout(head)
        column.addLayout(middle)
        column.addWidget(self.problem)
        column.addLayout(foot)
        self.problem.hide()

    def show_note(self, text: str) -> None:
        """What the note says, unless somebody is typing it."""
        if self.note.toPlainText() != text and not self.note.hasFocus():
            self.note.blockSignals(True)  # noqa: FBT003 - Qt's own signature
            self.note.setPlainText(text)
            self.note.blockSignals(False)  # noqa: FBT003

    def show_facts(self, facts: Facts, *, most: int) -> None:
        if facts == self._facts and self._photos.count():
            return
        self._facts = facts
        self.repeat.setVisible(bool(facts.repeated))
        self.repeat.set_pill(Pill(facts.repeated, theme.Tone.ALARM, "repeat"))
        self._goes_to.set_text(facts.goes_to)
        self._receiver.setVisible(bool(facts.goes_to))
        _empty(self._photos, keep=self.add)
        for place, (attachment, thumbnail) in enumerate(facts.photos):
            self._photos.addWidget(self._photo(place, attachment, thumbnail), *divmod(place, _ACROSS))
        self._photos.addWidget(self.add, *divmod(len(facts.photos), _ACROSS))
        self.add.setVisible(len(facts.photos) < most)
        self._show_phrases(facts.phrases)

    def show_problem(self, words: str) -> None:
        """Why a photo was not taken; '' takes the words away."""
        self.problem.setText(words)
        self.problem.setVisible(bool(words))

    def take(self, carried: QMimeData) -> None:
        """Photos from a drag or the clipboard: files, or the picture itself as a chat program copies it."""
        files = [Path(url.toLocalFile()) for url in carried.urls() if url.isLocalFile()]
        image = QImage(carried.imageData()) if carried.hasImage() else QImage()
        if files:
            QTimer.singleShot(0, self, lambda: self.files_given.emit(files))  # the drag must end before anything waits
        elif not image.isNull():
            QTimer.singleShot(0, self, lambda: self.image_given.emit(image))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _has_picture(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.take(event.mimeData())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(QRectF(2, 0, self.width() - 4, self.height() - theme.RADIUS), theme.colour(theme.BAD_PANEL))
        painter.fillRect(QRectF(6, 0, self.width() - 12, self.height() - 2), theme.colour(theme.BAD_PANEL))
        painter.fillRect(QRectF(2, 0, self.width() - 4, 1), theme.colour(theme.BAD_WASH))

    def _photo(self, place: int, attachment: int, thumbnail: bytes | None) -> EvidencePhoto:
        box = EvidencePhoto(f"{self._title} 照片 {place + 1}", removable=True)
        box.show_photo(thumbnail, icon="image" if thumbnail else "triangle-alert")
        if thumbnail is None:
            box.setToolTip("照片的文件丢失或已损坏")
        box.clicked.connect(lambda: self.photo_opened.emit(attachment))
        box.dropped.connect(lambda: self.photo_dropped.emit(attachment))
        return box

    def _show_phrases(self, phrases: Sequence[str]) -> None:
        _empty(self._phrases)
        if not phrases:
            return
        says = Hint("常用说明")
        says.setMinimumWidth(says.sizeHint().width())
        self._phrases.addWidget(says)
        for place, words in enumerate(phrases):
            chip = buttons.plain(words, height=theme.CONTROL_SMALL, name=f"phrase_{place + 1}")
            chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            chip.setMinimumWidth(_LEAST_CHIP)  # in a narrow window it gives way, and its tooltip says the whole
            chip.setToolTip(words)
            chip.clicked.connect(lambda _=False, words=words: self._use(words))
            self._phrases.addWidget(chip)

    def _use(self, words: str) -> None:
        before = self.note.toPlainText().strip()
        self.note.setPlainText(f"{before}；{words}" if before and words not in before else words)
        self.settled.emit()

    def _typed(self) -> None:
        text = self.note.toPlainText()
        if len(text) > LONGEST_NOTE:
            cursor = self.note.textCursor()
            self.note.setPlainText(text[:LONGEST_NOTE])
            cursor.setPosition(LONGEST_NOTE)
            self.note.setTextCursor(cursor)
            return
        if self.note.hasFocus():
            self.began.emit()
        self.typed.emit(text)


def _has_picture(carried: QMimeData) -> bool:
    return carried.hasUrls() or carried.hasImage()


def _empty(layout: QGridLayout | QHBoxLayout, *, keep: QWidget | None = None) -> None:
    while (taken := layout.takeAt(0)) is not None:
        widget = taken.widget()
        if widget is not None and widget is not keep:
            widget.hide()
            widget.deleteLater()
