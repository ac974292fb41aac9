"""Shut the store for some days; type in the holidays of a year as the State Council announced them."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from deskapp.errors import UserError
from deskapp.store.domain import announcement_text, read_announcement
from deskapp.typed import judge_date
from ui.kit import notify, theme, work
from ui.kit.fields_code import TextField
from ui.kit.fields_date import DateField
from ui.kit.fields_text import NotesField
from ui.kit.form_dialog import FormDialog
from ui.kit.frames import beside
from ui.kit.labels import Wrapped
from ui.settings.moved import MovedLines

if TYPE_CHECKING:
    from deskapp.calendar import HolidayYear
    from deskapp.data.act import Act
    from deskapp.today.moving import Moved
    from ui.desk import Desk

_LONGEST = 366  # days closed at once


class CloseDaysDialog(FormDialog[int]):
    """First and last day, and why. Gives how many days became closed."""

    def __init__(self, desk: Desk, day: date) -> None:
        super().__init__(desk.sheets, "登记休息", "登记休息", form="close_days", icon="calendar-x")
        self._desk = desk
        today = desk.session.now().date()
        self.first = self.field("first", DateField("first", "第一天", today=today, required=True))
        self.last = self.field("last", DateField("last", "最后一天", today=today, required=True))
        self.reason = self.field("reason_text", TextField("reason_text", "原因", limit=60, placeholder="例如 春节放假", required=True))
        self.body.addWidget(Wrapped("休息的日子不排班、不提醒，以小时计的时限跳过；以天计的法定期限不变。", colour=theme.INK_2))
        self.body.addWidget(beside(self.first, self.last, spacing=theme.GAP_WIDE, stretch=False))
        self.body.addWidget(self.reason)
        self.moved = MovedLines()
        self.body.addWidget(self.moved)
        self.first.changed.connect(self._look)
        self.last.changed.connect(self._look)
        self.first.set_value(day)
        self.last.set_value(day)

    def _look(self) -> None:
        """Say which deadlines would move, as soon as both days can be read."""
        if self.first.is_empty() or self.last.is_empty():
            self.moved.forget()
            return
        self.moved.ask(partial(_moved_by_closing, self._desk.session.act(), self.first.text(), self.last.text()))

    def save(self) -> int:
        act = self._desk.session.act(request_id=self.request_id)
        closed = work.call(_close, act, self.first.need(), self.last.need(), self.reason.need())
        notify.say(f"已登记休息 {closed} 天" if closed else "这些日子已经登记过休息")
        return closed


class HolidaysDialog(FormDialog[None]):
    """One holiday a line, as the notice says it; the make-up days in one field."""

    def __init__(self, desk: Desk, year: int, known: HolidayYear | None) -> None:
        super().__init__(desk.sheets, f"{year} 年放假安排", "保存", form="holidays", icon="calendar-sync", width=760)
        self._desk, self._year = desk, year
        off, makeup = announcement_text(known) if known else ("", "")
        self.off = self.field("off", NotesField("off", "放假", limit=1000, lines=8, placeholder="春节 02-15 至 02-23", required=True))
        self.makeup = self.field("makeup", NotesField("makeup", "补班（调休上班的周六、周日）", limit=400, placeholder="02-14、02-28"))
        self.body.addWidget(
            Wrapped(
                "照国务院的通知录入，一行一个节日：名称、第一天、最后一天。Shift+Enter 换行；日期写 10-01 或 10月1日都可以。",
                colour=theme.INK_2,
            )
        )
        self.body.addWidget(self.off)
        self.body.addWidget(self.makeup)
        self.moved = MovedLines()
        self.body.addWidget(self.moved)
        self.off.settled.connect(self._look)
        self.makeup.settled.connect(self._look)
        self.off.set_text(off)
        self.makeup.set_text(makeup)

    def _look(self) -> None:
        """Say which deadlines would move, once a list is written."""
        if self.off.is_empty():
            self.moved.forget()
            return
        look = partial(_moved_by_holidays, self._desk.session.act(), self._year, self.off.text(), self.makeup.text())
        self.moved.ask(look)

    def save(self) -> None:
        announced = read_announcement(self._year, self.off.need(), self.makeup.text())
        work.call(_import, self._desk.session.act(request_id=self.request_id), announced)
        notify.say(f"{self._year} 年放假安排已保存")


def _moved_by_closing(act: Act, first: str, last: str) -> tuple[Moved, ...]:
    from deskapp.today.moving import moved_by_closing

    days = [judge_date(text, today=act.at.date(), field=field).value for text, field in ((first, "first"), (last, "last"))]
    if not 0 <= (days[1] - days[0]).days < _LONGEST:
        raise UserError("最后一天早于第一天", field="last")
    return moved_by_closing(act=act, first=days[0], last=days[1])


def _moved_by_holidays(act: Act, year: int, off: str, makeup: str) -> tuple[Moved, ...]:
    from deskapp.today.moving import moved_by_holidays

    return moved_by_holidays(act=act, announced=read_announcement(year, off, makeup))


def _close(act: Act, first: date, last: date, reason: str) -> int:
    from deskapp.store.days import close_days

    return close_days(act=act, first=first, last=last, reason=reason)


def _import(act: Act, announced: HolidayYear) -> None:
    from deskapp.store.days import import_holidays

    import_holidays(act=act, announced=announced)
