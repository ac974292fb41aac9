"""One item of a check: code, title and criterion, how it was found last, and three buttons; a failed one opens for its note and photos."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskapp.checklists.domain import Result
from ui.inspection.evidence import Evidence, Facts
from ui.inspection.states import mark_pill
from ui.inspection.toggles import Toggle
from ui.kit import icons, theme
from ui.kit.buttons import paint_box
from ui.kit.frames import beside
from ui.kit.labels import Hint, Wrapped, paint_text, text_width
from ui.kit.photos import PhotoBox
from ui.kit.pills import PillLabel

if TYPE_CHECKING:
    from deskapp.checklists.domain import Item, Mark
    from ui.inspection.marking import Marked

_CODE = 44
_LAST = 92
_GAP = 8


@dataclass(frozen=True, slots=True)
class _LastFound:
    words: str
    icon: str
    colour: str


_LAST_FOUND = {
    Result.PASSED: _LastFound("合格", "check", theme.GOOD),
    Result.FAILED: _LastFound("不合格", "x", theme.BAD),
    Result.NOT_APPLICABLE: _LastFound("不适用", "minus", theme.INK_2),
}


class ItemRow(QWidget):
    """`marked(result)` by a click, `chosen()` by a click anywhere on it. Of a check that is closed it only tells."""

    marked = Signal(object)
    chosen = Signal()
    opened = Signal()

    def __init__(self, item: Item, last: Mark | None, *, closed: bool) -> None:
        super().__init__()
        self.item = item
        self._last = last
        self._marked: Marked | None = None
        self._who = ""
        self._here = False
        self._closed = closed
        self.evidence: Evidence | None = None
        self.setObjectName(f"item_{item.code}")
        self.toggles: dict[Result, Toggle] = {}
        head = QWidget()
        head.setFixedHeight(theme.CHECK_ROW)
        head.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, on=closed)
        row = QHBoxLayout(head)
        row.setContentsMargins(theme.GAP_WIDE, 0, theme.GAP_WIDE, 0)
        row.setSpacing(_GAP)
        row.addStretch(1)
        for result in () if closed else Result:
            toggle = Toggle(result, name=f"{result.value}_{item.code}", says=f"{item.code} {item.title}", parent=self)
            toggle.clicked.connect(lambda _=False, result=result: self.marked.emit(result))
            self.toggles[result] = toggle
            row.addWidget(toggle)
        self.pill = PillLabel(mark_pill(None)) if closed else None
        if self.pill is not None:
            row.addWidget(self.pill)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(head)
        self._tell()

    # What it shows --------------------------------------------------------------------------------------------------

    def show_mark(self, marked: Marked | None, who: str = "") -> None:
        """How the item is marked, and by whom where that was somebody else."""
        if (marked, who) == (self._marked, self._who):
            return
        self._marked, self._who = marked, who
        for result, toggle in self.toggles.items():
            toggle.setChecked(marked is not None and marked[0] is result)
            toggle.update()
        if self.pill is not None:
            self.pill.set_pill(mark_pill(marked[0] if marked else None))
        self._open_evidence()
        self._tell()
        self.update()

    def show_facts(self, facts: Facts, *, most: int) -> None:
        if self.evidence is not None:
            self.evidence.show_facts(facts, most=most)

    def show_findings(self, note: str, photos: tuple[tuple[int, bytes | None], ...]) -> list[PhotoBox]:
        """Of a closed check: the note and the photos of a failed item; the boxes, for the view to open them."""
        words = QVBoxLayout()
        words.setContentsMargins(theme.GAP_WIDE + _CODE, 0, theme.GAP_WIDE, theme.GAP)
        words.setSpacing(theme.STEP)
        words.addWidget(Wrapped(note))
        boxes: list[PhotoBox] = []
        for place, (_, thumbnail) in enumerate(photos):
            box = PhotoBox(f"{self.item.title} 照片 {place + 1}", name="finding_photo")
            box.show_photo(thumbnail, icon="image" if thumbnail else "triangle-alert")
            boxes.append(box)
        if boxes:
            words.addWidget(beside(*boxes))
            gone = sum(thumbnail is None for _, thumbnail in photos)
            if gone:
                words.addWidget(Hint(f"{gone} 张照片的文件丢失或已损坏，备份里可能还有", colour=theme.BAD))
        self._column.addLayout(words)
        return boxes

    def set_here(self, here: bool) -> None:
        """Whether the cursor stands on the row: its keys work, and it says so."""
        self._here = here
        for toggle in self.toggles.values():
            toggle.is_here = here
            toggle.update()
        self.update()

    def _open_evidence(self) -> None:
        failed = self._marked is not None and self._marked[0] is Result.FAILED and not self._closed
        if failed and self.evidence is None:
            self.evidence = Evidence(self.item.code, self.item.title)
            self._column.addWidget(self.evidence)
            self.opened.emit()
        if self.evidence is not None:
            self.evidence.setVisible(failed)
            if failed and self._marked is not None:
                self.evidence.show_note(self._marked[1])

    def _tell(self) -> None:
        found = self._marked[0].label if self._marked else "未查"
        self.setAccessibleName(f"{self.item.code} {self.item.title}，{self.item.criterion}，{found}")

    def _last_words(self) -> str:
        return f"上次 {self._last.at:%m-%d}" if self._last else "第一次查"

    # Qt -------------------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.chosen.emit()
        super().mousePressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        here = self._here and not self._closed
        paint_box(painter, QRectF(self.rect()), theme.SURFACE, theme.PRIMARY if here else theme.LINE, 2 if here else 1)
        x = theme.GAP_WIDE
        paint_text(painter, QRectF(x, 0, _CODE, theme.CHECK_ROW), self.item.code, theme.font(), theme.INK_2)
        x += _CODE
        right = self._right()
        room = right - _LAST - _GAP - x
        title = self.item.title + (f"（×{self.item.weight}）" if self.item.weight > 1 else "")
        in_one_line = text_width(self.item.criterion) <= room
        top = 10 if in_one_line else 5
        paint_text(painter, QRectF(x, top, room, 24), title, theme.font(theme.SECTION, bold=True), theme.INK)
        if in_one_line:
            paint_text(painter, QRectF(x, 34, room, 22), self.item.criterion, theme.font(), theme.INK_2)
        else:  # a long one in two smaller lines: a finger asks for no tooltip
            painter.setFont(theme.font(theme.HINT))
            painter.setPen(theme.colour(theme.INK_2))
            painter.drawText(QRectF(x, 27, room, 36), Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWrapAnywhere, self.item.criterion)
        self._paint_last(painter, right - _LAST)

    def _right(self) -> float:
        if self._closed:
            return self.width() - 120
        wide, count = theme.CHECK_TOGGLE[0], len(self.toggles)
        return self.width() - theme.GAP_WIDE - count * wide - (count - 1) * _GAP - theme.GAP

    def _paint_last(self, painter: QPainter, x: float) -> None:
        """Last value small beside it; instead, who has marked it just now at another PC."""
        small = theme.font(theme.HINT)
        if self._who:
            paint_text(painter, QRectF(x, 12, _LAST, 20), f"{self._who} 已标", small, theme.PRIMARY)
        else:
            paint_text(painter, QRectF(x, 12, _LAST, 20), self._last_words(), small, theme.INK_2)
        if self._last is not None:
            found = _LAST_FOUND[self._last.result]
            icons.draw(painter, found.icon, found.colour, round(x), 37, theme.ICON_PILL)
            bold = self._last.result is Result.FAILED
            rect = QRectF(x + theme.ICON_PILL + 4, 34, _LAST - theme.ICON_PILL - 4, 20)
            paint_text(painter, rect, found.words, theme.font(theme.HINT, bold=bold), found.colour)
