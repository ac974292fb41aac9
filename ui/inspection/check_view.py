"""The check on one screen: how far it is, its sections, its items; what others mark meanwhile; what came of it once it is closed."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskapp.checklists.domain import Result, score
from ui.inspection import loading
from ui.inspection.check_rows import CheckRows
from ui.inspection.check_side import CheckSide, SectionCount, section_counts
from ui.inspection.evidence import Evidence, Facts
from ui.inspection.item_row import ItemRow
from ui.inspection.marking import Marking
from ui.inspection.photographing import Photographing
from ui.inspection.states import rate_words
from ui.inspection.strip import ProgressStrip
from ui.kit import notify, theme, work
from ui.kit.theme import Tone

if TYPE_CHECKING:
    from deskapp.inspection.domain import Inspection
    from ui.desk import Desk
    from ui.inspection.loading import Shown

MOST_PHOTOS = 9


class CheckView(QWidget):
    """`told()` whenever title or buttons of the page must say something else."""

    told = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("check_view")
        self.setAcceptDrops(True)
        self._desk = desk
        self.shown: Shown | None = None
        self.marking = Marking(desk, self)
        self.photos = Photographing(desk, self, self)
        self.strip, self.side, self.rows = ProgressStrip(), CheckSide(), CheckRows()
        below = QHBoxLayout()
        below.setSpacing(theme.GAP_WIDE)
        below.addWidget(self.side)
        below.addWidget(self.rows, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        column.addWidget(self.strip)
        column.addLayout(below, 1)
        self._listen()
        self.setFocusProxy(self.rows.list)

    def _listen(self) -> None:
        self.rows.keyed.connect(self.mark)
        self.rows.clicked.connect(self._clicked)
        self.rows.entered.connect(self._into_note)
        self.rows.moved.connect(self._moved)
        self.marking.changed.connect(self._show_item)
        self.marking.stored.connect(self._stored)
        self.photos.changed.connect(self._look_at_photos)
        self.photos.camera_said.connect(self.side.show_camera)
        self.side.section_wanted.connect(self.rows.go_to)
        self.side.camera_wanted.connect(self.photos.choose_folder)
        self.side.notice_wanted.connect(self._desk.open_number)

    # Opening and looking again --------------------------------------------------------------------------------------

    @property
    def check(self) -> Inspection | None:
        return self.shown.check if self.shown else None

    @property
    def is_closed(self) -> bool:
        """Whether the check is finished or void: it only tells."""
        return self.shown is not None and _is_closed(self.shown.check)

    def open(self, inspection_id: int) -> None:
        """Show a check from its beginning, with the cursor on its first item that is not whole."""
        self.leave()
        self._take(work.call(loading.load, self._desk.session.act(), inspection_id))

    def leave(self) -> None:
        """Write what can be written and let go of the check."""
        self.marking.close()
        self.photos.end()
        self.photos.forget()
        self.shown = None

    def refresh(self) -> None:
        """Somebody has written, here or at another PC."""
        if self.shown is None:
            return
        act, check_id = self._desk.session.act(), self.shown.check.id
        work.latest(self, lambda: loading.load(act, check_id), self._again, topic="check")

    def _take(self, shown: Shown) -> None:
        self.shown = shown
        self.marking.open(shown.check)
        self.rows.build(shown.check.run.items, shown.last, closed=self.is_closed, wire=self._begin_row)
        self.side.build(shown, self._counts(), self._desk.session.now())
        codes = [row.item.code for row in self.rows.rows]
        self.rows.put_here(next((code for code in codes if not self.marking.is_whole(code)), codes[0] if codes else ""))
        if self.is_closed:
            self.rows.show_top()
        else:
            self.rows.show_here()
        self._show_progress()
        self._follow_camera()
        self.rows.list.setFocus()

    def _again(self, shown: Shown) -> None:
        before = self.shown
        if before is None or before.check.id != shown.check.id:
            return
        if _is_closed(shown.check) != self.is_closed:
            lost = self.marking.refresh(shown.check)
            if lost:
                notify.say(f"{shown.check.number} 已在别处完成或作废，没来得及存的有：{'、'.join(lost)}", tone=Tone.WARN)
            self._take(shown)
            return
        if self.is_closed:  # confirmed, voided, a notice raised: the items stay as they are
            if shown != before:
                self.shown = shown
                self.side.build(shown, self._counts(), self._desk.session.now())
                self.told.emit()
            return
        self._say_what_others_changed(before, shown.check)
        self.shown = shown
        self.marking.refresh(shown.check)
        for row in self.rows.rows:
            self._show_row(row)
        self.side.show_plan(shown.plan, self._desk.session.now(), shown.check.run.id)
        self._show_progress()

    def _say_what_others_changed(self, before: Shown, after: Inspection) -> None:
        """Two PCs on one check: what I had marked and another has marked otherwise is said, never lost in silence."""
        me = self._desk.session.staff
        for code, mark in after.run.marks.items():
            old = before.check.run.marks.get(code)
            if old is None or me is None or mark.by == me.id or old.by != me.id or old.result is mark.result:
                continue
            notify.say(f"{code} 已由 {before.name(mark.by)} 改为{mark.result.label}（原来 {old.result.label}）", tone=Tone.WARN)

    def _stored(self, check: Inspection) -> None:
        if self.shown is not None and self.shown.check.id == check.id:
            self.shown = replace(self.shown, check=check)
            for row in self.rows.rows:
                self._show_row(row)
            self._show_progress()

    # What is shown --------------------------------------------------------------------------------------------------

    def _begin_row(self, row: ItemRow) -> None:
        row.opened.connect(partial(self._wire, row))
        self._show_row(row)
        if self.is_closed:
            self._show_findings(row)

    def _wire(self, row: ItemRow) -> None:
        evidence, code = row.evidence, row.item.code
        if evidence is None:
            return
        evidence.began.connect(partial(self._typing, code))
        evidence.typed.connect(partial(self.marking.note, code))
        evidence.settled.connect(self.marking.settle)
        evidence.entered.connect(partial(self._note_done, code))
        evidence.back.connect(self.rows.list.setFocus)
        self.photos.wire(code, evidence)

    def _show_item(self, code: str) -> None:
        self._show_row(self.rows.row(code))
        self._show_progress()

    def _show_row(self, row: ItemRow) -> None:
        if self.shown is None:
            return
        code, me = row.item.code, self._desk.session.staff
        kept, marked = self.shown.check.run.marks.get(code), self.marking.of(row.item.code)
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
        return Facts(self._photos_of(code), repeated, shown.phrases.get(code, ()), goes_to)

    def _photos_of(self, code: str) -> tuple[tuple[int, bytes | None], ...]:
        if self.shown is None:
            return ()
        return tuple((one, self.shown.thumbnails.get(one)) for one in self.shown.check.photos_of(code))

    def _show_findings(self, row: ItemRow) -> None:
        """Of a closed check: note and photos of what failed."""
        marked, photos = self.marking.of(row.item.code), self._photos_of(row.item.code)
        if marked is None or not (marked[1] or photos):
            return
        for box, (attachment, _) in zip(row.show_findings(marked[1], photos), photos, strict=True):
            box.clicked.connect(partial(self.photos.show_large, attachment))

    def _show_progress(self) -> None:
        rows = self.rows.rows
        marks = [self.marking.of(row.item.code) for row in rows]
        so_far = score((row.item.weight, mark[0]) for row, mark in zip(rows, marks, strict=True) if mark)
        self.strip.set_marks(marks, score=f"合格率 {rate_words(so_far)}" if any(marks) else "")
        self.side.show_counts(self._counts(), self.rows.first_of_section())
        self.told.emit()

    def _counts(self) -> tuple[SectionCount, ...]:
        items = self.shown.check.run.items if self.shown else ()
        return section_counts([(item.section, item.code, self.marking.of(item.code)) for item in items])

    # Marking --------------------------------------------------------------------------------------------------------

    def next_open(self) -> str:
        """Code of the next item that is not whole, from the cursor on and round again; '' when there is none."""
        return next((code for code in self.rows.after_here() if not self.marking.is_whole(code)), "")

    def go_on(self) -> None:
        """To the next item that is not whole; one that lacks only its note gets the cursor into it."""
        code = self.next_open()
        if code:
            self.rows.go_to(code)
            self._into_note()

    def mark(self, result: Result) -> None:
        """Mark the item with the cursor. A failure asks for its note, anything else goes on to the next blank item."""
        self.marking.mark(self.rows.here, result)
        if result is Result.FAILED:
            self._into_note()
            self.photos.empty_tray()
        else:
            self._go_on_blank()

    def _clicked(self, code: str, result: Result) -> None:
        self.rows.put_here(code)
        self.marking.mark(code, result)
        self._show_progress()
        if result is Result.FAILED:
            self._into_note()
            self.photos.empty_tray()
        else:
            self.rows.list.setFocus()

    def scanned_over(self, seconds: float) -> None:
        """A scanner has typed over the list: its digits were no marks."""
        if self.shown is not None and not self.is_closed:
            self.marking.typing = ""
            self.marking.take_back(seconds)

    def _go_on_blank(self) -> None:
        blank = next((code for code in self.rows.after_here() if self.marking.of(code) is None), "")
        if blank:
            self.rows.go_to(blank)
        else:
            self.rows.list.setFocus()

    def _into_note(self) -> None:
        code = self.failed_here()
        if code:
            self.evidence(code).note.setFocus()
            self.rows.show_here()

    def _typing(self, code: str) -> None:
        self.marking.typing = code

    def _note_done(self, code: str) -> None:
        """Enter in a note: on to the next blank item, once something is written."""
        whole = self.marking.is_whole(code)
        self.evidence(code).show_problem("" if whole else "请写明哪里、什么情况")
        if whole:
            self.rows.list.setFocus()
            self._go_on_blank()

    def _moved(self) -> None:
        self._show_progress()
        self.photos.empty_tray()

    def finish(self) -> None:
        """Write what waits and close the check; where an item still lacks something the cursor goes to it instead."""
        if self.check is None:
            return
        if self.next_open():
            self.go_on()
            return
        self.marking.write_now()
        done = work.call(loading.finish, self._desk.session.act(), self.check.id)
        failed, rate = len(done.run.failed), rate_words(done.run.score)
        notify.say(f"{done.number} 查完：合格率 {rate}，" + (f"{failed} 项不合格" if failed else "没有不合格"))
        self._take(work.call(loading.load, self._desk.session.act(), done.id))
        self._desk.changed()

    # Photos ---------------------------------------------------------------------------------------------------------

    def failed_here(self) -> str:
        """Code of the item with the cursor if it has failed and may still be changed, else ''."""
        marked = self.marking.of(self.rows.here) if self.rows.rows and not self.is_closed else None
        return self.rows.here if marked is not None and marked[0] is Result.FAILED else ""

    def evidence(self, code: str) -> Evidence:
        """The panel of a failed item."""
        evidence = self.rows.row(code).evidence
        if evidence is None:
            raise LookupError(f"{code} has not failed")
        return evidence

    def _look_at_photos(self) -> None:
        if self.check is not None:
            self._again(work.call(loading.load, self._desk.session.act(), self.check.id))
            self.rows.show_here()  # the panel has grown

    def _follow_camera(self) -> None:
        if self.shown is not None and not self.is_closed and self.isVisible():
            self.photos.begin()
        else:
            self.photos.end()

    # Qt -------------------------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if not self.is_closed and (event.mimeData().hasUrls() or event.mimeData().hasImage()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.photos.dropped(event.mimeData())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._follow_camera()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.photos.end()
        if work.running():
            self.marking.rest()


def _is_closed(check: Inspection) -> bool:
    return check.run.finished_at is not None or check.run.voided
