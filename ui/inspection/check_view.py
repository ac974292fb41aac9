"""The check on one screen: ↑ ↓ choose an item, 1 2 3 mark it, or a finger does; a failed item opens for its note and photos in place."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QBuffer, QIODevice, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QHideEvent, QImage, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from deskapp.checklists.domain import Result, score
from deskapp.errors import UserError
from ui.inspection import loading
from ui.inspection.camera import CameraFolder
from ui.inspection.check_side import CheckSide, SectionCount, section_counts
from ui.inspection.evidence import Evidence, Facts
from ui.inspection.item_row import ItemRow
from ui.inspection.marking import Marking
from ui.inspection.states import rate_words
from ui.inspection.strip import ProgressStrip
from ui.kit import notify, theme, work
from ui.kit.labels import Hint, Section
from ui.kit.photos import PhotoSheet
from ui.kit.theme import Tone

if TYPE_CHECKING:
    from deskapp.attachments.domain import Photo
    from deskapp.inspection.domain import Inspection
    from ui.desk import Desk
    from ui.inspection.loading import Shown

MOST_PHOTOS = 9
_KEYS = {Qt.Key.Key_1: Result.PASSED, Qt.Key.Key_2: Result.FAILED, Qt.Key.Key_3: Result.NOT_APPLICABLE}
_STEP_ROWS = 4  # built in one go: a long sheet is built in steps


class ItemList(QWidget):
    """Takes the keys of the check. Digits never pass an input method: no text field has the focus here."""

    pressed = Signal(QKeyEvent)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("check_items")
        self.setAccessibleName("检查项目：1 合格，2 不合格，3 不适用，↑ ↓ 换一项")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, theme.STEP, 0)
        self.column.setSpacing(theme.STEP)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()
        self.pressed.emit(event)
        if not event.isAccepted():
            super().keyPressEvent(event)


class CheckView(QWidget):
    """`told()` whenever title or buttons of the page must say something else."""

    told = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("check_view")
        self.setAcceptDrops(True)
        self._desk = desk
        self.shown: Shown | None = None
        self.rows: list[ItemRow] = []
        self._here = 0
        self._tray: list[Path] = []
        """Photos of the camera folder that came while no failed item was chosen."""
        self.marking = Marking(desk, self)
        self.camera = CameraFolder(desk.local, self)
        self.strip, self.side, self.list = ProgressStrip(), CheckSide(), ItemList()
        self.area = QScrollArea()
        self._lay_out()
        self.list.pressed.connect(self._key)
        self.marking.changed.connect(self._show_item)
        self.marking.stored.connect(self._stored)
        self.side.section_wanted.connect(self._go_to_code)
        self.side.camera_wanted.connect(self._choose_folder)
        self.side.notice_wanted.connect(desk.open_number)
        self.camera.arrived.connect(self._from_camera)
        self.camera.lost.connect(self._camera_lost)
        self.setFocusProxy(self.list)

    def _lay_out(self) -> None:
        self.area.setWidget(self.list)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.viewport().setAutoFillBackground(False)
        self.list.setAutoFillBackground(False)
        below = QHBoxLayout()
        below.setSpacing(theme.GAP_WIDE)
        below.addWidget(self.side)
        below.addWidget(self.area, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        column.addWidget(self.strip)
        column.addLayout(below, 1)

    # Opening and looking again --------------------------------------------------------------------------------------

    @property
    def check(self) -> Inspection | None:
        return self.shown.check if self.shown else None

    @property
    def is_closed(self) -> bool:
        """Whether the check is finished or void: it only tells."""
        return self.shown is not None and (self.shown.check.run.finished_at is not None or self.shown.check.run.voided)

    def open(self, inspection_id: int) -> None:
        """Show a check from its beginning, with the cursor on its first blank item."""
        self.leave()
        self._take(work.call(loading.load, self._desk.session.act(), inspection_id))

    def leave(self) -> None:
        """Write what can be written and let go of the check."""
        self.marking.close()
        self.camera.end()
        self.shown = None
        self._tray = []

    def refresh(self) -> None:
        """Somebody has written, here or at another PC."""
        if self.shown is None:
            return
        act, check_id = self._desk.session.act(), self.shown.check.id
        work.latest(self, lambda: loading.load(act, check_id), self._again, topic="check")

    def _again(self, shown: Shown) -> None:
        before = self.shown
        if before is None or before.check.id != shown.check.id:
            return
        closed = shown.check.run.finished_at is not None or shown.check.run.voided
        if closed != self.is_closed:
            self._take(shown)
            return
        if closed:  # confirmed, voided, a notice raised: the items stay as they are
            if shown != before:
                self.shown = shown
                self.side.build(shown, self._counts(), self._desk.session.now())
                self.told.emit()
            return
        self._say_what_others_changed(before.check, shown.check)
        self.shown = shown
        self.marking.refresh(shown.check)
        for row in self.rows:
            self._show_row(row)
        self.side.show_plan(shown.plan, self._desk.session.now(), shown.check.run.id)
        self._show_progress()

    def _say_what_others_changed(self, before: Inspection, after: Inspection) -> None:
        """Two PCs on one check: what I had marked and another has marked otherwise is said, never lost in silence."""
        me = self._desk.session.staff
        for code, mark in after.run.marks.items():
            old = before.run.marks.get(code)
            if old is None or me is None or mark.by == me.id or old.by != me.id or old.result is mark.result:
                continue
            who = self.shown.name(mark.by) if self.shown else ""
            notify.say(f"{code} 已由 {who} 改为{mark.result.label}（原来 {old.result.label}）", tone=Tone.WARN)

    def _take(self, shown: Shown) -> None:
        self.shown = shown
        self.marking.open(shown.check)
        self._build()
        self.side.build(shown, self._counts(), self._desk.session.now())
        self._here = next((place for place, row in enumerate(self.rows) if not self.marking.is_whole(row.item.code)), 0)
        self._show_here(scroll=not self.is_closed)
        if self.is_closed:
            self.area.verticalScrollBar().setValue(0)
        self._show_progress()
        if not self.is_closed and self.isVisible():
            self.camera.begin()
        self._show_camera()
        self.list.setFocus()

    def _build(self) -> None:
        """The rows under the heads of their sections."""
        while (taken := self.list.column.takeAt(0)) is not None:
            widget = taken.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.rows = []
        if self.shown is None:
            return
        counts = {count.first: count for count in self._counts()}
        for place, item in enumerate(self.shown.check.run.items):
            if item.code in counts:
                self.list.column.addWidget(self._section(counts[item.code]))
            row = ItemRow(item, self.shown.last.get(item.code), closed=self.is_closed)
            row.marked.connect(partial(self._clicked, place))
            row.chosen.connect(partial(self._go_to, place))
            row.opened.connect(partial(self._wire, row))
            self.rows.append(row)
            self._show_row(row)
            if self.is_closed:
                self._show_findings(row)
            self.list.column.addWidget(row)
            if place % _STEP_ROWS == _STEP_ROWS - 1:
                work.breathe()
        self.list.column.addStretch(1)

    def _section(self, count: SectionCount) -> QWidget:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, theme.HALF_STEP, 0, 0)
        row.setSpacing(theme.STEP)
        row.addWidget(Section(count.name))
        row.addWidget(Hint(f"{count.items} 项"), 1)
        return head

    def _wire(self, row: ItemRow) -> None:
        evidence, code = row.evidence, row.item.code
        if evidence is None:
            return
        evidence.began.connect(lambda: self._typing(code))
        evidence.typed.connect(partial(self.marking.note, code))
        evidence.settled.connect(self.marking.settle)
        evidence.entered.connect(partial(self._note_done, code))
        evidence.back.connect(self.list.setFocus)
        evidence.choice_wanted.connect(partial(self._choose_files, code))
        evidence.files_given.connect(partial(self.take_files, code))
        evidence.image_given.connect(partial(self._take_image, code))
        evidence.photo_dropped.connect(partial(self._drop_photo, code))
        evidence.photo_opened.connect(self._open_photo)

    # What is shown --------------------------------------------------------------------------------------------------

    def _show_item(self, code: str) -> None:
        self._show_row(self._row(code))
        self._show_progress()

    def _show_row(self, row: ItemRow) -> None:
        if self.shown is None:
            return
        code, me = row.item.code, self._desk.session.staff
        kept = self.shown.check.run.marks.get(code)
        marked = self.marking.of(code)
        other = kept is not None and me is not None and kept.by != me.id and not self.is_closed and marked == (kept.result, kept.note)
        row.show_mark(marked, self.shown.name(kept.by) if other and kept else "")
        row.show_facts(self._facts(code), most=MOST_PHOTOS)

    def _facts(self, code: str) -> Facts:
        shown = self.shown
        if shown is None:
            return Facts()
        times = shown.times.get(code, 0)
        repeated = f"{shown.repeat_days} 天内第 {times} 次・重复项目" if times >= shown.repeat_times else ""
        heads = f"，主管 {'、'.join(shown.heads)}" if shown.heads else ""
        goes_to = f"开给 {shown.check.department}{heads}" if shown.check.department else ""
        return Facts(self._photos(code), repeated, shown.phrases.get(code, ()), goes_to)

    def _photos(self, code: str) -> tuple[tuple[int, bytes | None], ...]:
        if self.shown is None:
            return ()
        return tuple((one, self.shown.thumbnails.get(one)) for one in self.shown.check.photos_of(code))

    def _show_findings(self, row: ItemRow) -> None:
        """Of a closed check: note and photos of what failed."""
        marked, photos = self.marking.of(row.item.code), self._photos(row.item.code)
        if marked is None or not (marked[1] or photos):
            return
        for box, (attachment, _) in zip(row.show_findings(marked[1], photos), photos, strict=True):
            box.clicked.connect(partial(self._open_photo, attachment))

    def _show_progress(self) -> None:
        marks = [self.marking.of(row.item.code) for row in self.rows]
        so_far = score((row.item.weight, mark[0]) for row, mark in zip(self.rows, marks, strict=True) if mark)
        self.strip.set_marks(marks, score=f"合格率 {rate_words(so_far)}" if any(marks) else "")
        self.side.show_counts(self._counts(), self._section_here())
        self.told.emit()

    def _counts(self) -> tuple[SectionCount, ...]:
        items = self.shown.check.run.items if self.shown else ()
        return section_counts([(item.section, item.code, self.marking.of(item.code)) for item in items])

    def _section_here(self) -> str:
        if not self.rows or self.is_closed:
            return ""
        section = self.rows[self._here].item.section
        return next(row.item.code for row in self.rows if row.item.section == section)

    # The cursor -----------------------------------------------------------------------------------------------------

    @property
    def here(self) -> str:
        """Code of the item with the cursor."""
        return self.rows[self._here].item.code if self.rows else ""

    def next_open(self) -> str:
        """Code of the next item that is not whole, from the cursor on and round again; '' when there is none."""
        order = [*range(self._here + 1, len(self.rows)), *range(self._here + 1)]
        return next((self.rows[place].item.code for place in order if not self.marking.is_whole(self.rows[place].item.code)), "")

    def go_on(self) -> None:
        """To the next item that is not whole; one that lacks only its note gets the cursor into it."""
        code = self.next_open()
        if not code:
            return
        self._go_to_code(code)
        evidence = self._row(code).evidence
        marked = self.marking.of(code)
        if evidence is not None and marked is not None and marked[0] is Result.FAILED:
            evidence.note.setFocus()

    def _go_to_code(self, code: str) -> None:
        self._go_to(next(place for place, row in enumerate(self.rows) if row.item.code == code))
        if self.is_closed:
            self.area.ensureWidgetVisible(self.rows[self._here], 0, theme.MARGIN_X)

    def _go_to(self, place: int) -> None:
        self._here = place
        self._show_here(scroll=True)
        self.list.setFocus()
        self._show_progress()
        self._empty_tray()

    def _show_here(self, *, scroll: bool) -> None:
        for place, row in enumerate(self.rows):
            row.set_here(place == self._here)
        if scroll and self.rows:
            row = self.rows[self._here]
            QTimer.singleShot(0, row, lambda: self.area.ensureWidgetVisible(row, 0, theme.MARGIN_X))

    def _row(self, code: str) -> ItemRow:
        return next(row for row in self.rows if row.item.code == code)

    # Keys and clicks ------------------------------------------------------------------------------------------------

    def _key(self, event: QKeyEvent) -> None:
        key, last = Qt.Key(event.key()), len(self.rows) - 1
        if not self.rows or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return
        moves = {
            Qt.Key.Key_Up: max(0, self._here - 1),
            Qt.Key.Key_Down: min(last, self._here + 1),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        if self.is_closed:
            self._scroll(key)
        elif key in moves:
            self._go_to(moves[key])
        elif key in _KEYS and not event.isAutoRepeat():
            self.mark(_KEYS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._into_note()
        else:
            return
        event.accept()

    def _scroll(self, key: Qt.Key) -> None:
        bar, page = self.area.verticalScrollBar(), self.area.viewport().height()
        step = {Qt.Key.Key_Up: -40, Qt.Key.Key_Down: 40, Qt.Key.Key_PageUp: -page, Qt.Key.Key_PageDown: page}.get(key, 0)
        bar.setValue(bar.value() + step)

    def mark(self, result: Result) -> None:
        """Mark the item with the cursor. A failure asks for its note, anything else goes on to the next blank item."""
        code = self.here
        self.marking.mark(code, result)
        if result is Result.FAILED:
            self._into_note()
            self._empty_tray()
        else:
            self._go_on_blank()

    def _clicked(self, place: int, result: Result) -> None:
        """By touch the list stays where it is: the finger finds its next item itself."""
        self._here = place
        self._show_here(scroll=False)
        self.marking.mark(self.here, result)
        self._show_progress()
        if result is Result.FAILED:
            self._into_note()
            self._empty_tray()
        else:
            self.list.setFocus()

    def _go_on_blank(self) -> None:
        order = [*range(self._here + 1, len(self.rows)), *range(self._here)]
        blank = next((place for place in order if self.marking.of(self.rows[place].item.code) is None), None)
        if blank is not None:
            self._go_to(blank)
        else:
            self.list.setFocus()

    def _into_note(self) -> None:
        evidence, marked = self.rows[self._here].evidence, self.marking.of(self.here)
        if evidence is not None and marked is not None and marked[0] is Result.FAILED:
            evidence.note.setFocus()
            row = self.rows[self._here]
            QTimer.singleShot(0, row, lambda: self.area.ensureWidgetVisible(row, 0, theme.MARGIN_X))

    def _typing(self, code: str) -> None:
        self.marking.typing = code

    def _note_done(self, code: str) -> None:
        """Enter in a note: on to the next blank item, once something is written."""
        if not self.marking.is_whole(code):
            self._evidence(code).show_problem("请写明哪里、什么情况")
            return
        self._evidence(code).show_problem("")
        self.list.setFocus()
        self._go_on_blank()

    def _evidence(self, code: str) -> Evidence:
        evidence = self._row(code).evidence
        if evidence is None:
            raise LookupError(f"{code} has not failed")
        return evidence

    # Writing --------------------------------------------------------------------------------------------------------

    def _stored(self, check: Inspection) -> None:
        if self.shown is not None and self.shown.check.id == check.id:
            from dataclasses import replace

            self.shown = replace(self.shown, check=check)
            for row in self.rows:
                self._show_row(row)
            self._show_progress()

    def finish(self) -> bool:
        """Write what waits and close the check. Refused with the items that lack something; whether it is closed now."""
        if self.check is None:
            return False
        code = self.next_open()
        if code:
            self.go_on()
            return False
        self.marking.write_now()
        done = work.call(loading.finish, self._desk.session.act(), self.check.id)
        self.camera.end()
        failed, rate = len(done.run.failed), rate_words(done.run.score)
        notify.say(f"{done.number} 查完：合格率 {rate}，{failed} 项不合格" if failed else f"{done.number} 查完：合格率 {rate}，全部合格")
        self._take(work.call(loading.load, self._desk.session.act(), done.id))
        self._desk.changed()
        return True

    # Photos ---------------------------------------------------------------------------------------------------------

    def _choose_files(self, code: str) -> None:
        from deskapp.attachments.intake import SUFFIXES

        kinds = " ".join(f"*{suffix}" for suffix in SUFFIXES)
        chosen, _ = QFileDialog.getOpenFileNames(self.window(), "选照片", "", f"照片 ({kinds});;所有文件 (*)")
        if chosen:
            self.take_files(code, [Path(path) for path in chosen])

    def take_files(self, code: str, files: Sequence[Path]) -> None:
        """Take photos in, one after the other; each that is none is named, and harms no other."""
        refused = [words for path in files if (words := self._attempt(code, partial(_from_file, path)))]
        self._evidence(code).show_problem("\n".join(refused))

    def _take_image(self, code: str, image: QImage) -> None:
        self._evidence(code).show_problem(self._attempt(code, partial(_from_image, image)))

    def _attempt(self, code: str, take_in: Any) -> str:
        """Why a photo could not be added; '' when it was."""
        if self.check is None:
            return ""
        try:
            photo: Photo = work.call_on(work.Lane.FILES, take_in)
            work.call(loading.photograph, self._desk.session.act(), self.check.id, code, photo)
        except UserError as refusal:
            return refusal.message
        self._look_at_photos()
        return ""

    def _drop_photo(self, code: str, attachment: int) -> None:
        if self.check is not None:
            work.call(loading.drop_photo, self._desk.session.act(), self.check.id, code, attachment)
            self._look_at_photos()

    def _look_at_photos(self) -> None:
        if self.check is not None:
            self._again(work.call(loading.load, self._desk.session.act(), self.check.id))

    def _open_photo(self, attachment: int) -> None:
        PhotoSheet(self._desk.sheets, "照片", lambda: loading.picture_of(attachment)).open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if not self.is_closed and (event.mimeData().hasUrls() or event.mimeData().hasImage()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """A photo dropped beside a failed item belongs to the one with the cursor."""
        event.acceptProposedAction()
        evidence, marked = (self.rows[self._here].evidence, self.marking.of(self.here)) if self.rows else (None, None)
        if evidence is not None and marked is not None and marked[0] is Result.FAILED:
            evidence.take(event.mimeData())
        else:
            notify.say("请先把要拍照的项目标为不合格", tone=Tone.WARN)

    # The camera folder ----------------------------------------------------------------------------------------------

    def _choose_folder(self) -> None:
        before = str(self.camera.folder or "")
        chosen = QFileDialog.getExistingDirectory(self.window(), "选相机文件夹", before)
        if chosen:
            self.camera.choose(Path(chosen))
            self._show_camera()

    def _show_camera(self) -> None:
        folder = self.camera.folder
        words = f"{len(self._tray)} 张新照片，选不合格项加入" if self._tray else f"相机：{folder.name}" if folder else ""
        self.side.camera.set_words("换相机文件夹…" if folder else "相机文件夹…")
        self.side.show_camera(words)

    def _from_camera(self, path: Path) -> None:
        self._tray.append(path)
        self._empty_tray()

    def _empty_tray(self) -> None:
        """New photos go to the failed item with the cursor; without one they wait."""
        marked = self.marking.of(self.here) if self.rows and not self.is_closed else None
        if self._tray and marked is not None and marked[0] is Result.FAILED:
            files, self._tray = self._tray, []
            code = self.here
            self.take_files(code, files)
            notify.say(f"{len(files)} 张相机照片加到 {code}")
        self._show_camera()

    def _camera_lost(self, words: str) -> None:
        self.side.show_camera(words)

    # Qt -------------------------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.shown is not None and not self.is_closed:
            self.camera.begin()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.camera.end()
        if work.running():
            self.marking.rest()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_here(scroll=not self.is_closed)


def _from_file(path: Path) -> Photo:
    from deskapp.attachments.intake import take_in_file

    return take_in_file(path)


def _from_image(image: QImage) -> Photo:
    from deskapp.attachments.intake import take_in

    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG", 100)  # pyright: ignore[reportCallIssue, reportArgumentType] - the stubs want bytes and refuse str
    return take_in(bytes(buffer.data().data()), name="粘贴的照片")
