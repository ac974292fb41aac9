"""日汇总: a day of complaints in figures and in its slips, as the sheet for the managers says it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.complaints.list_papers import daily_job, department_words, plate_words, satisfaction_words, what_words
from ui.complaints.loading import customer_words
from ui.complaints.states import SEVERITIES, state_pill
from ui.kit import buttons, theme, work
from ui.kit.dates import day_words
from ui.kit.frames import Card, Empty
from ui.kit.labels import Figure, Hint
from ui.kit.pills import Pill
from ui.kit.rows import Column, Group, RowsModel
from ui.kit.rows_view import RowsView
from ui.kit.theme import Tone

if TYPE_CHECKING:
    from deskapp.complaints.owed import OwedStep
    from deskapp.complaints.summary import DaySummary
    from deskapp.complaints.things import Complaint
    from deskapp.data import Act
    from ui.desk import Desk, PrintJob

_ONE_DAY = timedelta(days=1)
_FIGURES = ("新增", "未关闭", "今日到期", "逾期", "今日关闭")


@dataclass(frozen=True, slots=True)
class Entry:
    """A slip in one of the lists of the day."""

    key: tuple[str, int]
    slip: Complaint
    pill: Pill
    what: str
    whose: str


class FigureCard(Card):
    """A figure with the one before beside it."""

    def __init__(self, label: str, *, name: str) -> None:
        super().__init__(margin=12, name=name)
        self.figure, self.note = Figure("—", ""), Hint()
        self.column.setSpacing(0)
        self.column.addWidget(Hint(label))
        row = QHBoxLayout()
        row.setSpacing(theme.STEP)
        row.addWidget(self.figure)
        row.addWidget(self.note, 1, Qt.AlignmentFlag.AlignBottom)
        self.column.addLayout(row)

    def show_figure(self, figure: str, note: str, *, colour: str = theme.INK) -> None:
        self.figure.set_text(figure, colour=colour)
        self.note.set_text(note)


class DayTab(QWidget):
    """`opened(complaint id)` when a slip is wanted."""

    opened = Signal(int)
    told = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._chosen: date | None = None
        self._found_day: DaySummary | None = None
        self.before = buttons.plain("前一天", icon="chevron-left", key="Alt+←", name="complaints_day_before")
        self.after = buttons.plain("后一天", icon="chevron-right", key="Alt+→", name="complaints_day_after")
        self.today = buttons.plain("今天", key="Ctrl+T", name="complaints_today")
        self.cards = [FigureCard(label, name=f"day_figure_{place}") for place, label in enumerate(_FIGURES, 1)]
        self.model = RowsModel[Entry](_columns(), key=lambda entry: entry.key)
        empty = Empty("这一天没有处理单", "新受理、到期、逾期、归档的都会列在这里", icon="calendar")
        self.view = RowsView(self.model, name="day_slips", says="日汇总", state=desk.local, empty=empty)
        self._lay_out()
        self.before.clicked.connect(lambda: self.show_day(self.day() - _ONE_DAY))
        self.after.clicked.connect(lambda: self.show_day(self.day() + _ONE_DAY))
        self.today.clicked.connect(lambda: self.show_day(self._now()))
        self.view.opened.connect(self._open)
        self.today.bind(self)
        for key, button in (("Alt+Left", self.before), ("Alt+Right", self.after)):
            QShortcut(QKeySequence(key), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut).activated.connect(button.click)

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(theme.STEP)
        for button in (self.before, self.after, self.today):
            bar.addWidget(button)
        bar.addStretch(1)
        figures = QHBoxLayout()
        figures.setSpacing(theme.GAP)
        for one in self.cards:
            figures.addWidget(one, 1)
        card = Card(margin=1, name="day_card")
        card.column.setContentsMargins(1, 1, 1, 1)
        card.column.addWidget(self.view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        column.addLayout(bar)
        column.addLayout(figures)
        column.addWidget(card, 1)
        self.setFocusProxy(self.view)

    def day(self) -> date:
        return self._chosen or self._now()

    def show_day(self, day: date) -> None:
        """Show another day; days to come are passed over."""
        if day <= self._now():
            self._chosen = None if day == self._now() else day
            self.refresh()

    def refresh(self) -> None:
        work.latest(self, partial(_load, self._desk.session.act(), self.day()), self._found, topic="day")

    def summary(self) -> str:
        return f"{self.day():%Y}-{day_words(self.day())}"

    def job(self) -> PrintJob:
        return work.call(daily_job, self._desk.session.act(), self.day())

    def _now(self) -> date:
        return self._desk.session.now().date()

    def _found(self, found: DaySummary) -> None:
        self._found_day = found
        now, before = found.counts, found.before
        pairs = (
            (now.new, before.new),
            (now.open, before.open),
            (now.due_today, before.due_today),
            (now.overdue, before.overdue),
            (now.closed, before.closed),
        )
        for card, label, (value, earlier) in zip(self.cards, _FIGURES, pairs, strict=True):
            loud = theme.BAD if label == "逾期" and value else theme.INK
            card.show_figure(str(value), f"昨日 {earlier}", colour=loud)
        self.after.setEnabled(found.day < self._now())
        self.today.setEnabled(found.day < self._now())
        self.model.set_groups(_groups(found))
        if self.view.current_row() is None:
            self.view.select_first()
        self.told.emit()

    def _open(self, entry: Entry) -> None:
        self.opened.emit(entry.slip.id)


def _groups(found: DaySummary) -> list[tuple[Group, Sequence[Entry]]]:
    new = [Entry(("new", slip.id), slip, state_pill(slip), what_words(slip), department_words(slip) or "待派单") for slip in found.new]
    overdue = [_owed("overdue", one, Tone.BAD, one.late) for one in found.overdue]
    due = [_owed("due", one, Tone.WARN, f"今天 {one.clock.due:%H:%M}") for one in found.due_today]
    closed = [
        Entry(("closed", slip.id), slip, Pill(slip.archive_no, Tone.GOOD, "folder-open"), what_words(slip), satisfaction_words(slip))
        for slip in found.closed
    ]
    return [
        (Group("新增", f"{len(new)} 张", "plus"), new),
        (Group("逾期", f"{len(overdue)} 张", "triangle-alert"), overdue),
        (Group("今日到期", f"{len(due)} 张", "clock"), due),
        (Group("今日关闭", f"{len(closed)} 张", "circle-check"), closed),
    ]


def _owed(kind: str, one: OwedStep, tone: Tone, words: str) -> Entry:
    icon = "triangle-alert" if tone is Tone.BAD else "clock"
    return Entry((kind, one.slip.id), one.slip, Pill(f"{one.clock.kind.label} {words}", tone, icon), what_words(one.slip), one.who)


def _columns() -> Sequence[Column[Entry]]:
    return (
        Column(key="state", title="状态", text=lambda entry: entry.pill.words, pill=lambda entry: entry.pill, width=200),
        Column(key="number", title="单号", text=lambda entry: entry.slip.number, width=150),
        Column(key="severity", title="级别", text=_level, pill=lambda entry: SEVERITIES[entry.slip.severity], width=84),
        Column(key="what", title="事项", text=lambda entry: entry.slip.category.label, after=lambda entry: entry.what, stretch=True),
        Column(key="customer", title="客户", text=lambda entry: customer_words(entry.slip), after=lambda e: plate_words(e.slip), width=190),
        Column(key="whose", title="部门、谁、满意度", text=lambda entry: entry.whose, width=150),
    )


def _level(entry: Entry) -> str:
    return entry.slip.severity.label


def _load(act: Act, day: date) -> DaySummary:
    from deskapp.complaints.summary import day_summary

    return day_summary(act=act, day=day)
