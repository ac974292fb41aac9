"""The store's calendar: statutory holidays with make-up days, and the days the store itself is shut."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.kit import buttons, theme, work
from ui.kit.asking import ReasonDialog
from ui.kit.banners import Banner
from ui.kit.frames import LabelRows
from ui.kit.labels import Section, Wrapped
from ui.kit.pills import Pill, PillLabel
from ui.kit.theme import Tone
from ui.settings.days_dialogs import CloseDaysDialog, HolidaysDialog
from ui.settings.moved import MovedLines
from ui.settings.subject import Panel, Subject, full_width
from ui.settings.year_grid import Legend, YearGrid

if TYPE_CHECKING:
    from deskapp.calendar import HolidayYear
    from deskapp.data.act import Act
    from deskapp.store.domain import Closure, YearDay, YearView
    from deskapp.today.moving import Moved
    from ui.desk import Desk

_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class _Loaded:
    view: YearView
    announced: HolidayYear | None
    closures: dict[date, Closure]


class DaysSubject(Subject):
    """A year at a time. F4 shuts the store for some days; a year that is not announced is 暂定 until it is typed in."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, name="days", says="日历")
        self._year = desk.session.now().year
        self._loaded: _Loaded | None = None
        self.grid = YearGrid()
        self.state = PillLabel(Pill(""))
        self.figure = Section("")
        self.back = buttons.IconButton("chevron-left", "上一年", name="year_back")
        self.on = buttons.IconButton("chevron-right", "下一年", name="year_on")
        self.provisional = Banner(
            "这一年的放假安排还没有录入：工作日暂按周一到周五计算，到期日标“暂定”。国务院一般在 11 月公布。", Tone.WARN, name="provisional"
        )
        self.panel = Panel(name="day_panel", nothing="选一天")
        self.close_button = full_width("登记休息", icon="calendar-x", key="F4", name="close_days")
        self.open_button = buttons.plain("恢复营业", icon="calendar", name="open_day")
        self.import_button = buttons.plain("录入放假安排", icon="calendar-sync", name="import_holidays")
        self._lay_out()
        self.back.clicked.connect(lambda: self.show_year(self._year - 1))
        self.on.clicked.connect(lambda: self.show_year(self._year + 1))
        self.grid.chosen.connect(self._show_day)
        self.close_button.clicked.connect(self._close)
        self.open_button.clicked.connect(self._open)
        self.import_button.clicked.connect(self._import)

    def _lay_out(self) -> None:
        self.add_button(self.import_button)
        bar = QWidget()
        row = QHBoxLayout(bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.STEP)
        for widget in (self.back, self.figure, self.on, self.state):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(Legend())
        self.panel.set_buttons(self.close_button, self.open_button)
        self.close_button.bind(self)
        self.lead_with(bar)
        self.column.addWidget(self.provisional)
        self.split(self.grid, panel=self.panel)

    def show_year(self, year: int) -> None:
        """Show another year."""
        self._year = year
        self.refresh()

    def refresh(self) -> None:
        work.latest(self, partial(_load, self._year), self._fill)

    def _fill(self, loaded: _Loaded) -> None:
        self._loaded = loaded
        view = loaded.view
        self.figure.set_text(f"{view.year} 年")
        known = Pill(f"{view.workdays} 个工作日", Tone.GOOD, "circle-check")
        self.state.set_pill(Pill("暂定", Tone.WARN) if view.provisional else known)
        self.provisional.setVisible(view.provisional)
        self.grid.show_year(view, self.desk.session.now().date())
        self._show_chosen()

    def _show_day(self, _day: date) -> None:
        self._show_chosen()

    def _show_chosen(self) -> None:
        day = self.grid.day()
        if day is None or self._loaded is None:
            self.panel.show_nothing()
            return
        closed = day.day in self._loaded.closures
        rows = LabelRows([("工作日", _workday_words(day, self._loaded.view)), ("本店", "休息" if closed else "营业")])
        content: list[QWidget] = [rows]
        if day.words:
            content.append(Wrapped(day.words, bold=True))
        pill = _PILLS.get(day.mark.value)
        self.panel.show_row(f"{day.day:%Y-%m-%d} 周{_WEEKDAYS[day.day.weekday()]}", pill, *content)
        self.open_button.setEnabled(closed)

    def _close(self) -> None:
        day = self.grid.day()
        dialog = CloseDaysDialog(self.desk, day.day if day else self.desk.session.now().date())
        dialog.accepted.connect(self._saved)
        dialog.open()

    def _open(self) -> None:
        day = self.grid.day()
        if day is None or self._loaded is None or day.day not in self._loaded.closures:
            return
        closure = self._loaded.closures[day.day]
        dialog = ReasonDialog(
            self.desk.sheets,
            "恢复营业",
            "恢复营业",
            text=f"{closure.day:%Y-%m-%d} 原登记为休息（{closure.reason}），改回营业。",
            job=lambda reason, request_id: work.call(_open_day, self.desk.session.act(request_id=request_id), closure.id, reason),
        )
        moved = MovedLines()
        dialog.body.addWidget(moved)
        moved.ask(partial(_moved_by_opening, self.desk.session.act(), closure.day))
        dialog.accepted.connect(self._saved)
        dialog.open()

    def _import(self) -> None:
        dialog = HolidaysDialog(self.desk, self._year, self._loaded.announced if self._loaded else None)
        dialog.accepted.connect(self._saved)
        dialog.open()

    def _saved(self) -> None:
        self.refresh()
        self.desk.changed()


_PILLS = {
    "off": Pill("放假", Tone.GOOD, "coffee"),
    "makeup": Pill("补班", Tone.WARN, "clipboard-check"),
    "closed": Pill("本店休息", Tone.BAD, "calendar-x"),
}


def _workday_words(day: YearDay, view: YearView) -> str:
    words = "是" if day.is_workday else "不是"
    return f"{words}（暂定）" if view.provisional else words


def _load(year: int) -> _Loaded:
    from deskapp.store.days import closures, holidays, year_view

    shut = closures(first=date(year, 1, 1), last=date(year, 12, 31))
    return _Loaded(year_view(year), holidays(year), {closure.day: closure for closure in shut})


def _moved_by_opening(act: Act, day: date) -> tuple[Moved, ...]:
    from deskapp.today.moving import moved_by_opening

    return moved_by_opening(act=act, day=day)


def _open_day(act: Act, closure_id: int, reason: str) -> None:
    from deskapp.store.days import open_day

    open_day(act=act, closure_id=closure_id, reason=reason)
