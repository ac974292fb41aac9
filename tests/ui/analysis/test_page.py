"""The member daily report by keys and clicks: figures, the rows behind them, days, its note, paper, workbook, twelve months."""

import re
from dataclasses import replace
from datetime import date, timedelta

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget
from python_calamine import CalamineWorkbook

from deskapp.analysis.domain import Figure
from deskapp.analysis.items import items
from deskapp.analysis.service import daily_report, points_flow
from tests.ui.kit.hands import commit
from tests.ui.papers import text_of
from ui.analysis.day_dialogs import DayDialog, NoteDialog
from ui.kit import work
from ui.kit.sheet import open_sheets

CTRL, ALT, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.NoModifier


def settle(qtbot):
    qtbot.waitUntil(work.quiet, timeout=10_000)


def opened(office, qtbot, who="李敏"):
    office.sign_in(who)
    page = office.reports()
    settle(qtbot)
    return page


def press(office, key, modifier=NONE):
    QTest.keyClick(QApplication.focusWidget() or office.window, key, modifier)


def click(widget):
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def sheet(office):
    return open_sheets(office.window)[-1]


def report_of(office, day):
    return work.call(daily_report, act=office.life.act(office.life.manager), day=day)


def lines_shown(page):
    return [line for _, line in page.lines.model.rows()]


def stand_on(page, figure):
    item = next(item for item in page.model.rows() if item.figure is figure)
    assert page.view.select_key((item.section, item.label))
    return item


def test_the_page_opens_with_today_and_says_that_the_ledger_comes_out(office, qtbot):
    page = opened(office, qtbot)
    today = office.life.today
    assert page._subtitle.text().startswith(f"{today:%Y-%m-%d} 周")
    assert page._subtitle.text().endswith("截至 23:50")
    assert [(i.label, i.value) for i in page.model.rows()] == [(i.label, i.value) for i in items(report_of(office, today))]
    assert page.check.words().endswith("与台账相符")
    assert not page.after.isEnabled()
    assert not page.today.isEnabled()


def test_the_arrow_keys_lead_from_figure_to_figure_and_enter_to_the_record(office, qtbot):
    page = opened(office, qtbot)
    day = next(d for d in days(office) if report_of(office, d).points.counts and report_of(office, d).members.joined)
    page.show_day(day)
    settle(qtbot)
    joined = report_of(office, day).members.joined
    assert page.lines.title.text() == "新入会"
    assert len(lines_shown(page)) == joined
    press(office, Qt.Key.Key_Down)
    settle(qtbot)
    assert page.view.current_row().label == "　按经办人"
    press(office, Qt.Key.Key_Return)
    assert page.lines.view.hasFocus()
    press(office, Qt.Key.Key_Return)
    settle(qtbot)
    assert office.window.pages.currentWidget().objectName() == "members"


def test_each_points_figure_is_the_sum_of_its_rows(office, qtbot):
    page = opened(office, qtbot)
    day = max(days(office), key=lambda d: len(report_of(office, d).points.counts))
    page.show_day(day)
    settle(qtbot)
    for figure in (Figure.ISSUED, Figure.EARNED, Figure.AWARDED, Figure.REDEEMED, Figure.REVERSED):
        item = stand_on(page, figure)
        settle(qtbot)
        assert sum(line.points or 0 for line in lines_shown(page)) == item.value


def test_a_figure_without_rows_says_so(office, qtbot):
    page = opened(office, qtbot)
    item = next(item for item in page.model.rows() if item.label == "日初余额")
    page.view.select_key((item.section, item.label))
    assert page.lines.title.text() == "日初余额"
    assert lines_shown(page) == []


def days(office):
    return [office.life.today - timedelta(days=n) for n in range(25)]


def test_days_are_turned_by_keys_and_today_is_one_key_away(office, qtbot):
    page = opened(office, qtbot)
    today = office.life.today
    press(office, Qt.Key.Key_Left, ALT)
    press(office, Qt.Key.Key_Left, ALT)
    settle(qtbot)
    assert page.day() == today - timedelta(days=2)
    assert page._subtitle.text().endswith("截至 24:00")
    press(office, Qt.Key.Key_Right, ALT)
    settle(qtbot)
    assert page.day() == today - timedelta(days=1)
    press(office, Qt.Key.Key_T, CTRL)
    settle(qtbot)
    assert page.day() == today
    press(office, Qt.Key.Key_Right, ALT)
    assert page.day() == today


def test_another_day_is_typed_and_one_to_come_is_refused_beside_the_field(office, qtbot):
    page = opened(office, qtbot)
    press(office, Qt.Key.Key_G, CTRL)
    dialog = sheet(office)
    assert isinstance(dialog, DayDialog)
    dialog.day.edit.selectAll()
    QTest.keyClicks(dialog.day.edit, (office.life.today + timedelta(days=1)).isoformat())
    press(office, Qt.Key.Key_Return, CTRL)
    assert dialog.is_open()
    assert dialog.day.has_problem()
    dialog.day.edit.selectAll()
    QTest.keyClicks(dialog.day.edit, "2026-09-10")
    press(office, Qt.Key.Key_Return, CTRL)
    settle(qtbot)
    assert page.day() == date(2026, 9, 10)
    assert page._subtitle.text().startswith("2026-09-10")
    press(office, Qt.Key.Key_G, CTRL)
    press(office, Qt.Key.Key_Escape)
    assert page.day() == date(2026, 9, 10)


def test_the_note_is_written_changed_and_left_alone(office, qtbot):
    page = opened(office, qtbot)
    click(page.note_button)
    dialog = sheet(office)
    assert isinstance(dialog, NoteDialog)
    commit(dialog.note.edit, "下午停电")
    press(office, Qt.Key.Key_Return, CTRL)
    settle(qtbot)
    assert office.said.said[-1][0] == "备注已保存"
    assert "下午停电" in page.note.text()
    assert page.note_button.text() == "改备注"
    click(page.note_button)
    commit(sheet(office).note.edit, "，不算")
    press(office, Qt.Key.Key_Escape)
    settle(qtbot)
    assert report_of(office, page.day()).note.text == "下午停电"
    click(page.note_button)
    dialog = sheet(office)
    assert dialog.note.text() == "下午停电"
    dialog.note.edit.selectAll()
    press(office, Qt.Key.Key_Delete)
    press(office, Qt.Key.Key_Return, CTRL)
    settle(qtbot)
    assert report_of(office, page.day()).note is None
    assert not page.note.isVisible()


def test_a_past_day_printed_again_says_the_same_numbers_and_counts_the_print(office, qtbot, tmp_path):
    opened(office, qtbot)
    office.window.print_file = tmp_path / "printed.pdf"
    press(office, Qt.Key.Key_Left, ALT)
    settle(qtbot)
    said = []
    for _ in range(2):
        press(office, Qt.Key.Key_P, CTRL)
        qtbot.waitUntil(lambda: bool(open_sheets(office.window)))
        preview = sheet(office)
        qtbot.waitUntil(preview.print_button.isEnabled, timeout=10_000)
        said.append(re.sub(r"\s", "", text_of(preview.job.pdf)))
        ended = []
        preview.print_ended.connect(ended.append)
        click(preview.print_button)
        qtbot.waitUntil(lambda ended=ended: ended == [True], timeout=10_000)
        settle(qtbot)
        for open_one in reversed(open_sheets(office.window)):
            open_one.escape()
    first, again = said
    assert "补打1" in again
    assert again.replace("补打1", "") == first
    assert (tmp_path / "printed.pdf").stat().st_size > 10_000


def test_the_workbook_holds_the_numbers_of_the_screen(office, qtbot, tmp_path):
    page = opened(office, qtbot)
    press(office, Qt.Key.Key_Left, ALT)
    settle(qtbot)
    asked = []

    def answer():
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        name = dialog.findChild(QLineEdit, "fileNameEdit")
        asked.append(name.text())
        name.setText(str(tmp_path / "日报"))
        QTest.keyClick(name, Qt.Key.Key_Return)

    QTimer.singleShot(0, answer)
    click(page.save_button)
    assert asked == [f"会员日报 {page.day()}.xlsx"]
    assert office.said.said[-1][0] == "已导出 日报.xlsx"
    rows = CalamineWorkbook.from_path(tmp_path / "日报.xlsx").get_sheet_by_index(0).to_python()
    figures = {(row[0], row[1]): row[2] for row in rows}
    for item in page.model.rows():
        assert figures[item.section.label, item.label.strip("　")] == item.value


def test_a_workbook_nobody_named_is_not_written(office, qtbot, tmp_path):
    page = opened(office, qtbot)
    QTimer.singleShot(0, lambda: QTest.keyClick(QApplication.activeModalWidget(), Qt.Key.Key_Escape))
    click(page.save_button)
    assert office.said.said == []


def months_of(office, qtbot):
    page = opened(office, qtbot)
    months = page.kind.findChild(QWidget, "report_kind_2")
    click(months)
    settle(qtbot)
    qtbot.waitUntil(lambda: bool(page.flow.spots()), timeout=10_000)
    return page


def shown_in(page):
    return [line for _, line in page.flow_lines.model.rows()]


def test_twelve_months_begin_with_what_was_issued_this_month(office, qtbot):
    page = months_of(office, qtbot)
    months = work.call(points_flow, act=office.life.act(office.life.manager), until=page.day())
    assert page.flow_lines.title.text() == f"{months[-1].label} 发放"
    assert sum(line.points for line in shown_in(page)) == months[-1].points.issued


def test_the_mouse_over_a_bar_reads_its_value_and_a_click_lists_its_rows(office, qtbot):
    page = months_of(office, qtbot)
    spot = next(spot for spot in page.flow.spots() if spot.figure is Figure.REDEEMED and "兑换 0 " not in spot.words)
    where = page.flow.place_of(spot).center().toPoint()
    QTest.mouseMove(page.flow, where - QPoint(0, 200))
    QTest.mouseMove(page.flow, where)
    assert page.pointed.text() == spot.words
    QTest.mouseClick(page.flow, Qt.MouseButton.LeftButton, NONE, where)
    settle(qtbot)
    assert page.flow_lines.title.text() == f"{spot.month.label} 兑换"
    redeemed = sum(line.points for line in shown_in(page))
    assert redeemed < 0
    assert f"{-redeemed:,} 分" in spot.words


def test_the_keys_go_from_value_to_value_and_the_balance_opens_its_day(office, qtbot):
    page = months_of(office, qtbot)
    assert page.flow.hasFocus()
    press(office, Qt.Key.Key_Left)
    assert page.pointed.text().startswith("2026-09 发放")
    for _ in range(4):
        press(office, Qt.Key.Key_Down)
    assert page.pointed.text().startswith("2026-09-30 日终余额")
    press(office, Qt.Key.Key_Return)
    settle(qtbot)
    assert page.day() == date(2026, 9, 30)
    assert page.kind.value() == "day"
    closing = report_of(office, date(2026, 9, 30)).points.closing
    assert page.check.words().endswith(f"＝ 日终 {closing:,}，与台账相符")


def test_the_drawing_fills_the_room_it_is_shown_in(office, qtbot):
    page = months_of(office, qtbot)
    right = max(page.flow.place_of(spot).right() for spot in page.flow.spots())
    assert page.flow.width() * 0.95 < right <= page.flow.width()
    spots = page.flow.spots()
    office.window.resize(1200, 700)
    qtbot.waitUntil(lambda: page.flow.spots() is not spots, timeout=10_000)
    assert max(page.flow.place_of(spot).right() for spot in page.flow.spots()) <= page.flow.width()


def test_the_front_desk_reads_and_prints_the_day_but_neither_its_note_nor_the_months(office, qtbot):
    page = opened(office, qtbot, "王芳")
    assert page.note_button.isHidden()
    assert [option.label for option in page.kind.options()] == ["当日数字", "推荐业绩"]
    mine = replace(report_of(office, office.life.today), maker="", made_at=None)
    assert [(i.label, i.value) for i in page.model.rows()] == [(i.label, i.value) for i in items(mine)]
    press(office, Qt.Key.Key_P, CTRL)
    qtbot.waitUntil(lambda: bool(open_sheets(office.window)))
    assert "近12个月" not in re.sub(r"\s", "", text_of(sheet(office).job.pdf))
