"""Dates typed in every way a clerk has, or picked; birthdays of both calendars."""

from datetime import date

import pytest
from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskapp.errors import UserError
from deskapp.typed import Birthday
from tests.ui.kit.hands import commit, show, takes_input_method
from ui.kit.fields_code import NameField
from ui.kit.fields_date import BirthdayField, DateField

TODAY = date(2026, 11, 23)
POPUPS = pytest.mark.qt_log_ignore("does not support grabbing", extend=True)


def icon_of(field: DateField) -> QPoint:
    return QPoint(field.edit.width() - 20, field.edit.height() // 2)


@pytest.mark.parametrize("typed", ["20261123", "2026-11-23", "2026/11/23", "2026.11.23"])
def test_a_date_is_written_out_when_one_leaves_it(qtbot: QtBot, typed: str) -> None:
    field, after = DateField("day", "到期日", today=TODAY), NameField()
    show(qtbot, field, after)
    qtbot.keyClicks(field.edit, typed)
    qtbot.keyClick(field.edit, Qt.Key.Key_Tab)
    assert (field.text(), field.value()) == ("2026-11-23", TODAY)


def test_full_width_digits_are_a_date_too(qtbot: QtBot) -> None:
    field = DateField("day", "到期日", today=TODAY)
    show(qtbot, field)
    commit(field.edit, "２０２６１１２３")
    assert field.value() == TODAY


@pytest.mark.parametrize(
    ("typed", "latest", "written"),
    [
        ("1201", None, "2026-12-01"),
        ("12-01", None, "2026-12-01"),
        ("1月5日", None, "2027-01-05"),
        ("1120", None, "2026-11-20"),
        ("1124", TODAY, "2025-11-24"),
        ("1123", TODAY, "2026-11-23"),
    ],
)
def test_month_and_day_alone_are_the_nearest_day_the_field_takes(qtbot: QtBot, typed: str, latest: date | None, written: str) -> None:
    field, after = DateField("day", "到期日", today=TODAY, latest=latest), NameField()
    show(qtbot, field, after)
    if typed.isascii():
        qtbot.keyClicks(field.edit, typed)
    else:
        commit(field.edit, typed)
    assert field.written() == written  # what Ctrl+Enter saves without leaving the field
    qtbot.keyClick(field.edit, Qt.Key.Key_Tab)
    assert field.text() == written


def test_a_day_after_the_latest_is_refused(qtbot: QtBot) -> None:
    field = DateField("day", "购车日", today=TODAY, latest=TODAY)
    show(qtbot, field)
    qtbot.keyClicks(field.edit, "20261124")
    with pytest.raises(UserError, match="不能晚于今天"):
        field.value()


@POPUPS
def test_the_calendar_begins_on_monday_and_picks_a_day(qtbot: QtBot) -> None:
    field = DateField("day", "到期日", today=TODAY)
    show(qtbot, field)
    qtbot.keyClick(field.edit, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    calendar = field.calendar()
    assert calendar is not None
    assert QApplication.activePopupWidget() is calendar.parentWidget()
    assert calendar.firstDayOfWeek() == Qt.DayOfWeek.Monday
    assert calendar.width() > 320
    assert calendar.selectedDate() == QDate(2026, 11, 23)
    view = calendar.focusWidget() or calendar
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert field.value() == date(2026, 11, 24)
    assert not calendar.isVisible()


@POPUPS
def test_the_calendar_opens_at_the_day_in_the_field(qtbot: QtBot) -> None:
    field = DateField("day", "到期日", today=TODAY)
    show(qtbot, field)
    field.set_value(date(2027, 2, 1))
    qtbot.mouseClick(field.edit, Qt.MouseButton.LeftButton, pos=icon_of(field))
    assert field.calendar().selectedDate() == QDate(2027, 2, 1)


def test_a_read_only_date_cannot_be_opened(qtbot: QtBot) -> None:
    field = DateField("until", "有效期至", today=TODAY)
    show(qtbot, field)
    field.set_read_only(True)
    with qtbot.assertNotEmitted(field.edit.trailing_clicked):
        qtbot.mouseClick(field.edit, Qt.MouseButton.LeftButton, pos=icon_of(field))


@pytest.mark.parametrize(
    ("typed", "lunar", "birthday"),
    [
        ("1123", False, Birthday(11, 23)),
        ("19901123", False, Birthday(11, 23, 1990)),
        ("0815", True, Birthday(8, 15, None, lunar=True)),
        ("0229", False, Birthday(2, 29)),
    ],
)
def test_a_birthday_is_month_and_day_in_its_calendar(qtbot: QtBot, typed: str, lunar: bool, birthday: Birthday) -> None:
    field = BirthdayField(today=TODAY)
    show(qtbot, field)
    qtbot.keyClicks(field.edit, typed)
    if lunar:
        field.calendar.setFocus()
        qtbot.keyClick(field.calendar, Qt.Key.Key_Right)
    assert field.value() == birthday
    assert not takes_input_method(field.edit)


def test_a_draft_keeps_the_calendar_of_a_birthday(qtbot: QtBot) -> None:
    field, again = BirthdayField(today=TODAY), BirthdayField("second", today=TODAY)
    show(qtbot, field, again)
    field.set_value(Birthday(8, 15, None, lunar=True))
    again.set_text(field.text())
    assert again.value() == Birthday(8, 15, None, lunar=True)
    assert again.calendar.value() is True


def test_a_day_no_month_has_is_refused(qtbot: QtBot) -> None:
    field = BirthdayField(today=TODAY)
    show(qtbot, field)
    qtbot.keyClicks(field.edit, "0231")
    qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    assert field.problem_text() == "2 月没有 31 日"


def test_the_example_of_an_empty_field_reads_as_one(qtbot: QtBot) -> None:
    for field in (DateField("day", "日期", today=TODAY), BirthdayField(today=TODAY)):
        qtbot.addWidget(field)
        assert field.edit.placeholderText().startswith("如 ")
