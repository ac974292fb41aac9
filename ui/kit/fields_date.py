"""Dates and birthdays: typed as the clerk likes (20261123, 2026-11-23, 1123, 11-23), or picked from a calendar that begins on Monday."""

from datetime import date
from functools import partial

from PySide6.QtCore import QDate, QLocale, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QVBoxLayout, QWidget

from deskapp.errors import UserError
from deskapp.typed import Birthday, Judged, format_birthday, format_date, judge_birthday, judge_date
from deskapp.typed.characters import narrow
from ui.kit import theme
from ui.kit.fields import Field, LineField
from ui.kit.line_edit import LineEdit
from ui.kit.popup import Popup
from ui.kit.segments import Option, Segments

_LUNAR = "农历"


class DateField(LineField[date]):
    """`today` stands for the store's day: a date without a year is the one nearest to it, and the calendar opens there. So does Alt+↓."""

    def __init__(
        self,
        name: str,
        label: str,
        *,
        today: date,
        latest: date | None = None,
        required: bool = False,
        hint: str = "",
        parent: QWidget | None = None,
    ) -> None:
        edit = _DateEdit(f"{today:%Y%m%d}")
        judge = partial(judge_date, today=today, latest=latest, nearest=True, field=name)
        super().__init__(name, label, judge=judge, write=format_date, edit=edit, tidy=True, required=required, hint=hint, parent=parent)
        self._today, self._latest = today, latest
        self._popup: _CalendarPopup | None = None
        edit.trailing_clicked.connect(self.open_calendar)
        edit.calendar_wanted.connect(self.open_calendar)

    def open_calendar(self) -> None:
        """Drop the calendar down, at the day in the field or else today."""
        if self._popup is None:
            self._popup = _CalendarPopup(self.edit, self._latest)
            self._popup.picked.connect(self._take)
        try:
            shown = self._judge(self.text()).value
        except UserError:
            shown = self._today
        self._popup.show_day(shown)

    def written(self) -> str:
        """The date with its year, for a service that judges texts; what is none stays as it was typed."""
        try:
            return self._written(self._judge(self.text()).value)
        except UserError:
            return self.text()

    def calendar(self) -> QCalendarWidget | None:
        """The calendar, once it was opened."""
        return self._popup.calendar if self._popup else None

    def _take(self, day: date) -> None:
        self.set_value(day)
        self.edit.setFocus()
        self._on_settled()


class BirthdayField(Field[Birthday]):
    """Month and day, with the year where the customer told it, in the calendar he celebrates by."""

    def __init__(
        self, name: str = "birthday", label: str = "生日", *, today: date, required: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(name, label, required=required, hint="年份可以不填", parent=parent)
        self._today = today
        self.edit = LineEdit(ime=False, reshape=narrow, placeholder="如 1123 或 19901123")
        self._adopt(self.edit)
        self.calendar = Segments(
            [Option(value=False, label="公历"), Option(value=True, label=_LUNAR)], name=f"{name}_calendar", says="历法"
        )
        self.calendar.set_value(False)
        self.add_beside(self.calendar)
        self.edit.textChanged.connect(self._on_change)
        self.edit.editingFinished.connect(self._on_settled)
        self.calendar.changed.connect(self._on_change)

    def text(self) -> str:
        written = self.edit.text().strip()
        return f"{_LUNAR} {written}" if written and self.calendar.value() else written

    def set_text(self, text: str) -> None:
        self.calendar.set_value(text.startswith(_LUNAR))
        self.edit.put(text.removeprefix(_LUNAR).strip())

    def _judge(self, text: str) -> Judged[Birthday]:
        return judge_birthday(text, today=self._today, field=self.name)

    def _written(self, value: Birthday) -> str:
        return format_birthday(value)

    def _on_settled(self) -> None:
        if not self.is_empty() and not self.reason():
            try:
                judged = self._judge(self.text())
            except UserError:
                judged = None  # `check` below shows the refusal
            if judged is not None and not judged.warnings:
                self.set_value(judged.value)
        super()._on_settled()


class _DateEdit(LineEdit):
    calendar_wanted = Signal()

    def __init__(self, example: str) -> None:
        super().__init__(ime=False, reshape=narrow, trail="calendar", placeholder=f"如 {example}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.calendar_wanted.emit()
            return
        super().keyPressEvent(event)


class _CalendarPopup(Popup):
    picked = Signal(date)

    def __init__(self, anchor: QWidget, latest: date | None) -> None:
        super().__init__(anchor)
        self.calendar = QCalendarWidget()
        self.calendar.setLocale(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.SingleLetterDayNames)
        self.calendar.setMinimumSize(340, 280)
        weekend = QTextCharFormat()
        weekend.setForeground(QColor(theme.INK_2))
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.calendar.setWeekdayTextFormat(day, weekend)
        if latest is not None:
            self.calendar.setMaximumDate(QDate(latest.year, latest.month, latest.day))
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.addWidget(self.calendar)
        self.calendar.clicked.connect(self._picked)
        self.calendar.activated.connect(self._picked)

    def show_day(self, day: date) -> None:
        self.calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        self.open()
        self.calendar.setFocus()

    def _picked(self, day: QDate) -> None:
        if self.isVisible():  # a double click says clicked and activated
            self.close()
            self.picked.emit(date(day.year(), day.month(), day.day()))
