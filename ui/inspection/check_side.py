"""What stands at the left of a check: its sections with their counts, what else must be checked today, or what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from deskapp.checklists.domain import Result, RunKind
from deskapp.inspection.domain import CheckState
from ui.inspection.states import planned_name, rate_words
from ui.kit import buttons, icons, theme
from ui.kit.buttons import paint_box
from ui.kit.frames import Card, Divider, LabelRows
from ui.kit.labels import Hint, Label, Section, Wrapped, paint_text, text_width
from ui.kit.pills import Pill, PillLabel
from ui.kit.theme import Tone

if TYPE_CHECKING:
    from deskapp.inspection.domain import Planned
    from ui.inspection.loading import Shown
    from ui.inspection.marking import Marked

WIDTH = 232
_MARGIN = 12
_MOST_PLANNED = 7


@dataclass(frozen=True, slots=True)
class SectionCount:
    """A section of the sheet: how many of its items are marked, and how many of those failed."""

    name: str
    first: str
    done: int
    items: int
    failed: int


def section_counts(items: Sequence[tuple[str, str, Marked | None]]) -> tuple[SectionCount, ...]:
    """The sections in their order, of (section, code, mark)."""
    found: dict[str, list[tuple[str, Marked | None]]] = {}
    for section, code, marked in items:
        found.setdefault(section, []).append((code, marked))
    return tuple(
        SectionCount(
            name or "项目",
            own[0][0],
            sum(marked is not None for _, marked in own),
            len(own),
            sum(marked is not None and marked[0] is Result.FAILED for _, marked in own),
        )
        for name, own in found.items()
    )


class SectionLine(QAbstractButton):
    """One section; a click brings its first item."""

    def __init__(self, count: SectionCount) -> None:
        super().__init__()
        self._count = count
        self.setObjectName(f"section_{count.first}")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.is_here = False
        self.show_count(count, here=False)

    def show_count(self, count: SectionCount, *, here: bool) -> None:
        self._count, self.is_here = count, here
        self.setText(count.name)
        failed = f"，{count.failed} 项不合格" if count.failed else ""
        self.setAccessibleName(f"{count.name} {count.done} / {count.items}{failed}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(WIDTH - 2 * _MARGIN, 38)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, 38)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        count, high = self._count, self.height()
        if self.is_here or self.underMouse():
            fill = theme.PRIMARY_WASH if self.is_here else theme.CANVAS
            paint_box(painter, QRectF(self.rect()), fill, fill)
        whole = count.done == count.items
        icon, colour = ("circle-check", theme.GOOD) if whole else ("circle-dashed", theme.PRIMARY)
        icons.draw(painter, icon, colour, 8, (high - theme.ICON) // 2, theme.ICON)
        words = f"{count.done}/{count.items}"
        right = self.width() - 8 - text_width(words)
        paint_text(painter, QRectF(right, 0, text_width(words) + 1, high), words, theme.font(), theme.INK_2)
        if count.failed:
            right = self._paint_failed(painter, right - theme.STEP)
        ink = theme.PRIMARY if self.is_here else theme.INK
        paint_text(painter, QRectF(34, 0, right - 34 - 4, high), count.name, theme.font(bold=self.is_here), ink)

    def _paint_failed(self, painter: QPainter, right: float) -> float:
        """A small red sign with the count; where it begins."""
        words = str(self._count.failed)
        wide = 8 + 12 + text_width(words, theme.HINT, bold=True) + 6
        box = QRectF(right - wide, (self.height() - 20) / 2, wide, 20)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.BAD))
        painter.drawRoundedRect(box, theme.RADIUS_CAP, theme.RADIUS_CAP)
        icons.draw(painter, "x", theme.SURFACE, round(box.x() + 4), round(box.y() + 4), 12)
        paint_text(painter, box.adjusted(18, 0, 0, 0), words, theme.font(theme.HINT, bold=True), theme.SURFACE)
        return box.x()


class CheckSide(Card):
    """`section_wanted(code)` brings an item, `camera_wanted()` asks for the folder, `notice_wanted(number)` opens one."""

    section_wanted = Signal(str)
    camera_wanted = Signal()
    notice_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__(name="check_side", margin=_MARGIN)
        self.setFixedWidth(WIDTH)
        self.column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        self.column.setSpacing(2)
        self._lines: dict[str, SectionLine] = {}
        self._body = QVBoxLayout()
        self._body.setSpacing(2)
        self._below = QVBoxLayout()
        self._below.setSpacing(theme.HALF_STEP)
        self.camera = buttons.link("相机文件夹…", icon="folder-open", name="camera_folder")
        self.camera.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.camera_words = Hint("")
        self.column.addLayout(self._body)
        self.column.addLayout(self._below)
        self.column.addStretch(1)
        self.column.addWidget(self.camera_words)
        self.column.addWidget(self.camera, alignment=Qt.AlignmentFlag.AlignLeft)
        self.camera.clicked.connect(self.camera_wanted)

    def build(self, shown: Shown, counts: Sequence[SectionCount], now: datetime) -> None:
        """The parts for a check that was just opened, or has been closed meanwhile."""
        _clear(self._body)
        _clear(self._below)
        self._lines = {}
        run = shown.check.run
        closed = run.finished_at is not None or run.voided
        if closed:
            for widget in _outcome(shown):
                self._body.addWidget(widget)
            self._add_notices(shown)
            self._body.addSpacing(theme.STEP)
        self._body.addWidget(Section("分区" if closed else f"{run.version.name} 分区"))
        for count in counts:
            line = SectionLine(count)
            line.clicked.connect(lambda _=False, code=count.first: self.section_wanted.emit(code))
            self._lines[count.first] = line
            self._body.addWidget(line)
        self.camera.setVisible(not closed)
        self.camera_words.setVisible(not closed and bool(self.camera_words.text()))
        if not closed:
            self.show_plan(shown.plan, now, run.id)

    def show_counts(self, counts: Sequence[SectionCount], here: str) -> None:
        """The counts as they are now; `here` is the first code of the section with the cursor."""
        for count in counts:
            if count.first in self._lines:
                self._lines[count.first].show_count(count, here=count.first == here)

    def show_plan(self, plan: Sequence[Planned], now: datetime, run_id: int) -> None:
        """What else must be checked than this one, the soonest first."""
        _clear(self._below)
        owed = [one for one in plan if one.state(now).is_open and (one.run is None or one.run.id != run_id)]
        if not owed:
            return
        self._below.addSpacing(theme.STEP)
        self._below.addWidget(Divider())
        self._below.addSpacing(theme.HALF_STEP)
        self._below.addWidget(Section("还要查"))
        found = sorted(owed, key=lambda one: one.due_at)
        for one in found[:_MOST_PLANNED]:
            self._below.addWidget(_PlanLine(one, now))
        if len(found) > _MOST_PLANNED:
            self._below.addWidget(Hint(f"还有 {len(found) - _MOST_PLANNED} 项"))

    def show_camera(self, words: str, has_folder: bool) -> None:
        """What the camera folder has to say, and whether there is one."""
        self.camera.set_words("换相机文件夹…" if has_folder else "相机文件夹…")
        self.camera_words.set_text(words)
        self.camera_words.setVisible(bool(words) and not self.camera.isHidden())

    def _add_notices(self, shown: Shown) -> None:
        for one in shown.notices:
            link = buttons.link(f"{one.number} {one.department}", icon="wrench", name="open_notice")
            link.clicked.connect(lambda _=False, number=one.number: self.notice_wanted.emit(number))
            self._body.addWidget(link, alignment=Qt.AlignmentFlag.AlignLeft)


class _PlanLine(QWidget):
    def __init__(self, planned: Planned, now: datetime) -> None:
        super().__init__()
        self._late = planned.state(now) is CheckState.OVERDUE
        self._what = planned_name(planned) + ("抽查" if planned.kind is RunKind.SPOT else "")
        self._until = due_words(planned.due_at, now.date(), late=self._late)
        self.setFixedHeight(24)
        self.setAccessibleName(f"{self._what} {self._until}")

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self.setToolTip(self._what)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour = theme.BAD if self._late else theme.INK_2
        icons.draw(painter, "circle-alert" if self._late else "circle", colour, 0, 5, theme.ICON_PILL)
        wide = text_width(self._until, theme.HINT)
        rest = QRectF(20, 0, self.width() - 20 - wide - theme.HALF_STEP, 24)
        paint_text(painter, rest, self._what, theme.font(), theme.INK)
        paint_text(painter, QRectF(self.width() - wide - 1, 0, wide + 1, 24), self._until, theme.font(theme.HINT), colour)


def due_words(due_at: datetime, today: date, *, late: bool) -> str:
    """09:00 前, 已过 09:00, 周五前."""
    if due_at.date() == today:
        return f"已过 {due_at:%H:%M}" if late else f"{due_at:%H:%M} 前"
    weekday = "一二三四五六日"[due_at.weekday()]
    return f"已过周{weekday}" if late else f"周{weekday}前"


def _outcome(shown: Shown) -> list[QWidget]:
    """What came of a closed check: its rate large, the counts, who checked and who confirmed."""
    check = shown.check
    run, score = check.run, check.run.score
    passed = sum(mark.result is Result.PASSED for mark in run.marks.values())
    left_out = sum(mark.result is Result.NOT_APPLICABLE for mark in run.marks.values())
    rows: list[tuple[str, str | QWidget]] = [
        ("合格", f"{passed} 项"),
        ("不合格", f"{len(run.failed)} 项，扣 {score.deducted} 分"),
        ("不适用", f"{left_out} 项"),
        ("检查人", shown.name(run.started_by)),
        ("完成", f"{run.finished_at:%m-%d %H:%M}" if run.finished_at else "—"),
    ]
    if run.person_id is not None:
        rows.insert(3, ("受检人", shown.name(run.person_id)))
    if run.seed:
        rows.append(("抽签号", Wrapped(run.seed, size=theme.HINT, colour=theme.INK_2)))
    widgets: list[QWidget] = [
        Section("结果"),
        Label(f"合格率 {rate_words(score)}", size=theme.TITLE, bold=True),
        LabelRows(rows, labels=52),
        _confirmation(shown),
    ]
    if run.voided:
        widgets.append(Wrapped(f"作废原因：{check.void_reason}", size=theme.HINT, colour=theme.BAD))
    return widgets


def _confirmation(shown: Shown) -> QWidget:
    check = shown.check
    if check.run.voided:
        return PillLabel(Pill("已作废，不计入成绩", Tone.NEUTRAL, "ban"))
    if check.confirmed_at is None:
        return PillLabel(Pill("等受检方确认", Tone.WARN, "user-check"))
    how = "纸上签字" if check.on_paper else "PIN 确认"
    return PillLabel(Pill(f"{check.confirmed_by} {how} {check.confirmed_at:%m-%d}", Tone.GOOD, "user-check"))


def _clear(layout: QVBoxLayout) -> None:
    while (taken := layout.takeAt(0)) is not None:
        widget = taken.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
