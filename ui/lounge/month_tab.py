"""月历: what was done in a month at a look, each attendant's share, and the days that wait for their sign-off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from deskapp.checklists.domain import clock
from deskapp.lounge.domain import Day, SlotState
from deskapp.lounge.figures import AttendantFigures, attendants, cups_over, rounds_of
from ui.kit import buttons, theme, work
from ui.kit.dates import day_words
from ui.kit.frames import Card, Divider, SectionHead
from ui.kit.labels import Figure, Hint, Label, Section
from ui.kit.pills import Pill, PillLabel
from ui.kit.theme import Tone
from ui.lounge.month_map import Legend, MonthMap, MonthShown
from ui.lounge.states import state_pill

if TYPE_CHECKING:
    from deskapp.data import Act
    from ui.desk import Desk

_SIDE = 336


@dataclass(frozen=True, slots=True)
class _Found:
    shown: MonthShown
    names: dict[int, str]
    unsigned: tuple[Day, ...]
    first_due: tuple[date, int] | None
    """The oldest unsigned day, and by how many working days it is late (0 = not yet)."""


class MonthTab(QWidget):
    """`day_wanted(day)` opens a day, `sign_wanted(day)` signs it off."""

    told = Signal()
    day_wanted = Signal(date)
    sign_wanted = Signal(date)
    correct_wanted = Signal(date, str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._month = desk.session.now().date().replace(day=1)
        self._found: _Found | None = None
        self._chosen: tuple[date, str] | None = None
        self.map, self.legend = MonthMap(), Legend()
        self.back = buttons.IconButton("chevron-left", "上个月", name="month_back")
        self.forth = buttons.IconButton("chevron-right", "下个月", name="month_forth")
        self.title = Section("")
        self.cell_pill = PillLabel(Pill(""))
        self.cell_title, self.cell_hint = Label("点一格看当天", bold=True), Hint("")
        self.correct = buttons.plain("更正", icon="pencil", name="correct_cell")
        self.open_day = buttons.plain("看当天", icon="arrow-right", name="open_day")
        self.sign = buttons.primary("签核", icon="file-pen-line", name="sign_oldest", height=theme.CONTROL_MAIN)
        self.sign_title, self.sign_hint = Section(""), Hint("")
        self._people = QVBoxLayout()
        self._people.setSpacing(theme.GAP)
        self._lay_out()
        self.map.chosen.connect(self._choose)
        self.back.clicked.connect(lambda: self._turn(-1))
        self.forth.clicked.connect(lambda: self._turn(1))
        self.open_day.clicked.connect(lambda: self._chosen and self.day_wanted.emit(self._chosen[0]))
        self.correct.clicked.connect(lambda: self._chosen and self.correct_wanted.emit(*self._chosen))
        self.sign.clicked.connect(self._sign_oldest)

    def _lay_out(self) -> None:
        map_card = Card(name="month_card")
        head = QHBoxLayout()
        head.addWidget(Section("时段完成情况"), 1)
        head.addWidget(self.back)
        head.addWidget(self.title)
        head.addWidget(self.forth)
        map_card.column.addLayout(head)
        map_card.column.addWidget(self.legend)
        map_card.column.addWidget(self.map)
        map_card.column.addStretch(1)
        cell_card = Card(name="cell_card")
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        row.addWidget(self.cell_pill)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.cell_title)
        words.addWidget(self.cell_hint)
        row.addLayout(words, 1)
        row.addWidget(self.correct)
        row.addWidget(self.open_day)
        cell_card.column.addLayout(row)
        left = QVBoxLayout()
        left.setSpacing(theme.GAP)
        left.addWidget(map_card, 1)
        left.addWidget(cell_card)
        self.sign_card = Card(name="sign_card")
        for widget in (self.sign_title, self.sign_hint, self.sign):
            self.sign_card.column.addWidget(widget)
        self.sign_card.setFixedWidth(_SIDE)
        right = QVBoxLayout()
        right.setSpacing(theme.GAP)
        right.addWidget(self.sign_card)
        right.addWidget(self._people_card(), 1)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.GAP_WIDE)
        outer.addLayout(left, 1)
        outer.addLayout(right)

    def _people_card(self) -> QWidget:
        card = Card(name="people_card")
        card.setFixedWidth(_SIDE)
        card.column.addWidget(SectionHead("服务人员"))
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, theme.STEP, 0)
        column.addLayout(self._people)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(holder)
        area.viewport().setAutoFillBackground(False)
        holder.setAutoFillBackground(False)
        card.column.addWidget(area, 1)
        return card

    # Looking ------------------------------------------------------------------------------------------------------------

    @property
    def month(self) -> date:
        return self._month

    def days(self) -> tuple[Day, ...]:
        return self._found.shown.days if self._found else ()

    def summary(self) -> str:
        if self._found is None:
            return ""
        due = sum(figures.due for figures in self._figures())
        on_time = sum(figures.on_time for figures in self._figures())
        return f"应做 {due} 次・按时 {on_time * 1000 // due / 10:.1f}%" if due else "这个月还没有应做的时段"

    def refresh(self) -> None:
        month = self._month
        work.latest(self, lambda: _load(self._desk.session.act(), month), self._fill, topic="month")

    def _figures(self) -> tuple[AttendantFigures, ...]:
        if self._found is None:
            return ()
        past = [day for day in self._found.shown.days if day.day <= self._found.shown.now.date()]
        return attendants(past, self._found.shown.now)

    def _fill(self, found: _Found) -> None:
        self._found = found
        self.title.set_text(f"{self._month.year} 年 {self._month.month} 月")
        self.map.show_month(found.shown)
        self.legend.show_counts(found.shown.counts())
        self.forth.setEnabled(self._month < found.shown.now.date().replace(day=1))
        self._fill_people()
        self._fill_sign()
        self._show_cell()
        self.told.emit()

    def _fill_people(self) -> None:
        while (taken := self._people.takeAt(0)) is not None:
            widget = taken.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        names = self._found.names if self._found else {}
        for place, figures in enumerate(self._figures()):
            if place:
                self._people.addWidget(Divider())
            self._people.addWidget(_person(figures, names, self._print_button(figures.staff_id)))

    def _print_button(self, staff_id: int | None) -> buttons.IconButton | None:
        if staff_id is None or self._found is None:
            return None
        button = buttons.IconButton("printer", f"打印 {self._found.names[staff_id]} 的月考核表", name=f"print_person_{staff_id}")
        button.clicked.connect(partial(self._print_person, staff_id))
        return button

    def _print_person(self, staff_id: int, *_: object) -> None:
        from ui.lounge.papers import attendant_job

        self._desk.print_paper(work.call(attendant_job, self._desk.session.act(), self._month, staff_id))

    def _fill_sign(self) -> None:
        found = self._found
        waiting = found.unsigned if found else ()
        self.sign.setVisible(bool(waiting))
        if not waiting or found is None:
            self.sign_title.set_text("都签核了")
            self.sign_title.set_colour(theme.GOOD)
            self.sign_hint.set_text("没有等待签核的日子")
            return
        late = found.first_due[1] if found.first_due else 0
        oldest = waiting[0]
        self.sign_title.set_text(f"{oldest.day:%m-%d} 超 {late} 天未签核" if late else f"{oldest.day:%m-%d} 待签核")
        self.sign_title.set_colour(theme.BAD if late else theme.INK)
        now = found.shown.now
        missed = sum(oldest.state(slot.code, now) is SlotState.MISSED for slot in oldest.slots)
        others = f"；另有 {len(waiting) - 1} 天待签核" if len(waiting) > 1 else ""
        self.sign_hint.set_text(f"未做 {missed} 个时段，茶杯超时 {cups_over(oldest, now)} 次{others}")
        self.sign.set_words(f"签核 {oldest.day:%m-%d}")

    def _sign_oldest(self) -> None:
        if self._found and self._found.unsigned:
            self.sign_wanted.emit(self._found.unsigned[0].day)

    def _turn(self, months: int) -> None:
        first = self._month
        self._month = (first - timedelta(days=1)).replace(day=1) if months < 0 else (first + timedelta(days=32)).replace(day=1)
        self._chosen = None
        self.refresh()

    def _choose(self, day: date, slot: str) -> None:
        self._chosen = (day, slot)
        self._show_cell()

    def _show_cell(self) -> None:
        found, chosen = self._found, self._chosen
        day = next((one for one in found.shown.days if chosen and one.day == chosen[0]), None) if found else None
        known = day is not None and chosen is not None and day.owed and any(slot.code == chosen[1] for slot in day.slots)
        self.cell_pill.setVisible(known)
        self.correct.setVisible(known)
        self.open_day.setVisible(day is not None)
        if found is None or day is None or chosen is None:
            self.cell_title.set_text("点一格看当天")
            self.cell_hint.set_text("方向键移动；绿色按时，黄色迟做，红色未做")
            return
        now = found.shown.now
        if not known:
            self.cell_title.set_text(f"{day_words(day.day)}　{day.closed_reason or '不营业'}")
            self.cell_hint.set_text("这一天没有应做的时段")
            return
        slot = day.slot(chosen[1])
        who = day.responsible(slot.code)
        made, owed = rounds_of(day, now)
        self.cell_pill.set_pill(state_pill(day, slot, now))
        self.cell_title.set_text(f"{day_words(day.day)} {clock(slot.minutes[0])}–{clock(slot.minutes[1])} {slot.title}")
        self.cell_hint.set_text(f"{found.names[who] if who else '无人当班'}・巡检 {made}/{owed}・茶杯超时 {cups_over(day, now)} 次")
        self.correct.setEnabled(day.signed is None and day.day <= now.date())


class _Bar(QWidget):
    """On time, late and missed as one bar."""

    def __init__(self, figures: AttendantFigures) -> None:
        super().__init__()
        self._parts = ((figures.on_time, theme.GOOD), (figures.late, theme.WARN_FILL), (figures.missed, theme.BAD))
        self.setFixedHeight(8)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        whole = sum(count for count, _ in self._parts) or 1
        x = 0.0
        for count, colour in self._parts:
            width = self.width() * count / whole
            if count:
                painter.fillRect(QRectF(x, 0, max(2.0, width - 1), self.height()), QColor(colour))
            x += width


def _person(figures: AttendantFigures, names: dict[int, str], printing: QWidget | None) -> QWidget:
    shown = QWidget()
    column = QVBoxLayout(shown)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.HALF_STEP)
    head = QHBoxLayout()
    head.addWidget(Section(names.get(figures.staff_id, "") if figures.staff_id else "无人当班"))
    if figures.remarks:
        grievances = f"，抱怨 {figures.grievances}" if figures.grievances else ""
        head.addWidget(Hint(f"留言 {figures.remarks}{grievances}"))
    head.addStretch(1)
    if figures.staff_id is None:
        head.addWidget(PillLabel(Pill(f"未做 {figures.missed}", Tone.ALARM)))
        column.addLayout(head)
        return shown
    head.addWidget(Hint("按时率"))
    head.addWidget(Figure("—" if figures.rate is None else f"{figures.rate / 10:.0f}%", size=theme.TITLE))
    if printing is not None:
        head.addWidget(printing)
    column.addLayout(head)
    column.addWidget(_Bar(figures))
    grid = QGridLayout()
    spot = "—" if figures.spot_permille is None else f"{figures.spot_permille / 10:.0f}"
    cells = (
        ("应做", str(figures.due), theme.INK),
        ("迟", str(figures.late), theme.INK),
        ("未做", str(figures.missed), theme.BAD if figures.missed else theme.INK),
        ("巡检", str(figures.rounds), theme.INK),
        ("杯超时", f"{figures.cups_over}/{figures.cups}", theme.INK),
        ("抽查", spot, theme.INK),
    )
    for at, (words, value, colour) in enumerate(cells):
        grid.addWidget(Hint(words), 0, at)
        grid.addWidget(Label(value, bold=True, colour=colour), 1, at)
    column.addLayout(grid)
    return shown


def _load(act: Act, month: date) -> _Found:
    from deskapp.calendar import DueState, due
    from deskapp.lounge.domain import SIGN_OFF_DAYS
    from deskapp.lounge.reading import in_use_since, lounge_days, unsigned_days
    from deskapp.settings.store import value
    from deskapp.staff.service import people
    from deskapp.store.days import calendar

    last = (month + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    today = act.at.date()
    days = lounge_days(act=act, first=month, last=last)
    waiting = unsigned_days(act=act, since=max(in_use_since() or today, today - timedelta(days=60)))
    first_due = None
    if waiting:
        late = due(calendar(), calendar().add_workdays(waiting[0].day, value(SIGN_OFF_DAYS)), today=today)
        first_due = (waiting[0].day, late.days if late.state is DueState.OVERDUE else 0)
    names = {person.id: person.name for person in people(active_only=False)}
    return _Found(MonthShown(days, act.at), names, waiting, first_due)
