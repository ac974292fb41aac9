"""The house itself: rules, people, departments, deputies, calendar, backups, and a clock that is wrong."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ui.tour.desk import Desk
from ui.tour.hands import CTRL, ENTER, Hands
from ui.tour.moving_in import answering
from ui.tour.opening import PINS, sit_down

_DOWN = Qt.Key.Key_Down
_F4 = Qt.Key.Key_F4
_NEW_PIN = "739164"
_TWO_MONTHS = 60 * 24 * 60


def _subject(desk: Desk, title: str, name: str, *, also: bool = False) -> Any:
    """A subject of the settings page, its picture taken."""
    subject = desk.room("settings").open_subject(title)
    desk.hands.settle()
    desk.album.shot(f"settings-{name}", also=also)
    return subject


def rules(desk: Desk) -> None:
    """A rule refused, changed, and given its default back."""
    hands, album = desk.hands, desk.album
    subject = _subject(desk, "规则", "rules", also=True)
    hands.key(Qt.Key.Key_F, CTRL)
    hands.type("duihuan")
    album.shot("rules-found")
    hands.key(Qt.Key.Key_Escape)
    hands.pick(subject.view, "可审核的兑换")
    hands.key(_F4)
    dialog = hands.sheet("RuleDialog")
    before = dialog.value.text()
    hands.replace("-5")
    hands.save()
    album.shot("rule-refused")
    hands.replace(str(int(before) + 500))
    hands.save()
    hands.no_sheet()
    album.shot("rule-changed")
    hands.click("rule_default")
    hands.sheet("ConfirmDialog")
    album.shot("rule-default")
    hands.save()
    hands.no_sheet()


def staff(desk: Desk) -> None:
    """A colleague taken on, his PIN set again, the recovery code renewed; a department, an outlet, a deputy and back."""
    hands, album = desk.hands, desk.album
    _subject(desk, "人员", "staff", also=True)
    hands.key(_F4)
    hands.sheet("PersonDialog")
    hands.type("何佳宜")
    hands.into("staff_no_edit", "120")
    hands.answer("department_edit", _DOWN)
    hands.click("role_front_desk")
    hands.into("pin_edit", _NEW_PIN)
    hands.into("pin_again_edit", _NEW_PIN)
    album.shot("new-person", also=True)
    hands.save()
    hands.no_sheet()
    album.shot("person-added")
    hands.click("reset_pin")
    hands.sheet("ResetPinDialog")
    album.shot("reset-pin")
    hands.escape()
    hands.click("renew_code")
    hands.sheet("RenewCodeDialog")
    album.shot("renew-code")
    hands.escape()


def structure(desk: Desk) -> None:
    """A department and an outlet."""
    hands, album = desk.hands, desk.album
    _subject(desk, "部门和网点", "structure")
    for button, kind, name in (("add_department", "DepartmentDialog", "延保部"), ("add_outlet", "OutletDialog", "城东展厅")):
        hands.click(button)
        hands.sheet(kind)
        hands.type(name)
        album.shot(button.replace("_", "-"))
        hands.save()
        hands.no_sheet()
    album.shot("structure-afterwards")


def deputies(desk: Desk) -> None:
    """A right lent for some days, and taken back."""
    hands, album = desk.hands, desk.album
    _subject(desk, "代理", "deputies")
    hands.key(_F4)
    hands.sheet("DeputyDialog")
    hands.type("李敏")
    hands.answer("right_edit", _DOWN)
    hands.into("until_on_edit", "2026-11-27")
    hands.into("reason_text_edit", "年假")
    album.shot("deputy")
    hands.save()
    hands.no_sheet()
    album.shot("deputy-lent")
    hands.click("take_back")
    hands.sheet("ConfirmDialog")
    album.shot("deputy-take-back")
    hands.save()
    hands.no_sheet()


def days(desk: Desk) -> None:
    """A day on which the store is shut, with the deadlines it moves, and next year's holidays as far as they are known."""
    hands, album = desk.hands, desk.album
    subject = _subject(desk, "日历", "days", also=True)
    subject.grid.setFocus()
    hands.key(Qt.Key.Key_Right)
    hands.key(_F4)
    dialog = hands.sheet("CloseDaysDialog")
    hands.until(dialog.moved.isVisible, "the deadlines that move")
    hands.into("reason_text_edit", "盘点")
    album.shot("close-days")
    hands.save()
    hands.no_sheet()
    hands.click("year_on")
    album.shot("next-year")
    hands.click("import_holidays")
    hands.sheet("HolidaysDialog")
    album.shot("holidays")
    hands.escape()


def templates(desk: Desk) -> None:
    """A line of the lounge's area list rewritten, a slot of its day looked at; valid from tomorrow."""
    hands, album = desk.hands, desk.album
    subject = _subject(desk, "模板", "templates", also=True)
    subject.view.select_key("L")
    hands.settle()
    album.shot("template-lounge")
    hands.key(_F4)
    hands.sheet("TemplateDialog")
    album.shot("lounge-template-lines")
    hands.click("edit_line")
    hands.sheet("TemplateLineDialog")
    album.shot("lounge-template-slot")
    hands.escape()
    hands.escape()
    subject.view.select_key("E")
    hands.settle()
    hands.key(_F4)
    hands.sheet("TemplateDialog")
    hands.click("add_line")
    hands.sheet("TemplateLineDialog")
    hands.into("title_edit", "鱼缸")
    album.shot("template-new-item")
    hands.save()
    hands.click("line_down")
    album.shot("template-lines")
    hands.save()
    hands.no_sheet()
    album.shot("template-from-tomorrow")
    _template_file(desk, subject)
    hands.click("add_template")
    hands.sheet("TemplateDialog")
    album.shot("new-template")
    hands.escape()
    hands.no_sheet()


def _template_file(desk: Desk, subject: Any) -> None:
    """The showroom's sheet put into another order by dragging, taken out as a workbook, changed there with a slip, mended, brought back."""
    hands, album = desk.hands, desk.album
    subject.view.select_key("A")
    hands.settle()
    hands.key(_F4)
    dialog = hands.sheet("TemplateDialog")
    with _dragging(hands, dialog.view, 5, 1):
        album.shot("template-dragging")
    album.shot("template-dragged")
    hands.escape()
    with TemporaryDirectory(prefix="deskapp-tour-") as folder:
        path = Path(folder) / "展厅5S.xlsx"
        with answering(desk, path):
            hands.click("export_template")
        album.shot("template-exported")
        _edited(path, {(1, 3): "无污渍、无旧海报，门锁好用", (2, 2): "", (8, 4): "重"}, [["", "外场", "停车位", "划线清楚，无占用", 2]])
        with answering(desk, path):
            hands.click("import_template")
        hands.sheet("TemplateFileDialog")
        album.shot("template-wrong-cells", also=True)
        _edited(path, {(2, 2): "地面墙面", (8, 4): 3}, [])
        hands.click("read_again")
        album.shot("template-changes", also=True)
        hands.save()
        hands.no_sheet()
    album.shot("template-imported")


@contextmanager
def _dragging(hands: Hands, view: Any, line: int, to: int) -> Generator[None]:
    """Take a line of a list, hold it over another one while inside, and let it go."""
    viewport, none = view.viewport(), Qt.KeyboardModifier.NoModifier
    at = view.visualRect(view.model().index(line, 0)).center()
    end = QPoint(at.x(), view.rowViewportPosition(to) + 2)
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, none, at)
    for step in range(1, 5):
        where = QPointF(at + (end - at) * step / 4)
        left = Qt.MouseButton.LeftButton
        QApplication.sendEvent(viewport, QMouseEvent(QEvent.Type.MouseMove, where, viewport.mapToGlobal(where), left, left, none))
    hands.settle()
    yield
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, none, end)
    hands.settle()


def _edited(path: Path, cells: dict[tuple[int, int], Any], more: list[list[Any]]) -> None:
    """The first sheet of a workbook, saved with these cells and rows by another program."""
    import xlsxwriter
    from python_calamine import CalamineWorkbook

    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    for (row, column), value in cells.items():
        rows[row][column] = value
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("展厅5S")
        for place, row in enumerate([*rows, *more]):
            page.write_row(place, 0, row)


def backups(desk: Desk) -> None:
    """A backup made, looked into, and gone back to."""
    hands, album = desk.hands, desk.album
    _subject(desk, "备份", "backups")
    album.catch("backup-running", "ProgressSheet")
    hands.key(_F4)
    hands.settle()
    hands.click("check_backup")
    hands.no_sheet()
    album.shot("backup-checked")
    hands.click("restore_backup")
    hands.sheet("RestoreDialog")
    hands.type("误录了一批数据")
    hands.click("understood")
    album.shot("restore")
    hands.save()
    hands.no_sheet()
    album.shot("restored")


def own_pin(desk: Desk) -> None:
    """The menu behind one's name, and a PIN of one's own."""
    hands, album = desk.hands, desk.album
    hands.click("person")
    album.shot("person-menu")
    hands.key(_DOWN)
    hands.key(_DOWN)
    hands.key(ENTER)
    hands.sheet("OwnPinDialog")
    album.shot("own-pin")
    hands.escape()


def forgotten_pin(desk: Desk) -> None:
    """The manager helps himself with the locked-away code; the next code is shown at once."""
    from deskapp.demo.people import RECOVERY_CODE

    hands, album = desk.hands, desk.album
    hands.key(Qt.Key.Key_L, CTRL)
    hands.settle()
    hands.click("forgotten")
    hands.sheet("RecoverDialog")
    hands.into("recovery_code_edit", "AAAA-BBBB-CCCC-DDDD")
    hands.into("new_pin_edit", PINS["陈静"])
    hands.into("pin_again_edit", PINS["陈静"])
    hands.save()
    album.shot("recover-refused")
    hands.walk_to("recovery_code_edit")
    hands.replace(RECOVERY_CODE)
    hands.save()
    hands.sheet("RecoveryCodeSheet")
    album.shot("next-recovery-code")
    hands.click("kept")
    hands.save()
    hands.no_sheet()
    sit_down(desk, "陈静")


def wrong_clock(desk: Desk) -> None:
    """Two months later: the manager confirms that the store was shut so long."""
    hands, album = desk.hands, desk.album
    hands.key(Qt.Key.Key_L, CTRL)
    hands.settle()
    desk.clock.pass_(minutes=_TWO_MONTHS)
    sit_down(desk, "陈静")
    hands.sheet("ClockDialog")
    hands.type("停业装修两个月")
    album.shot("clock-in-doubt")
    hands.save()
    hands.no_sheet()
    desk.room("today")
    album.shot("today-after-two-months")
