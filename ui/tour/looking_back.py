"""Looking back: the member daily report, twelve months of points, checks and what came of their notices."""

from __future__ import annotations

from PySide6.QtCore import Qt

from ui.tour.desk import Desk


def reports(desk: Desk) -> None:
    """The member daily report, its note, its months, on paper."""
    hands, album = desk.hands, desk.album
    desk.room("reports")
    album.shot("daily-report", also=True)
    hands.click("note")
    hands.sheet("NoteDialog")
    hands.type("下午系统升级，17:00 前录完。")
    album.shot("daily-report-note")
    hands.save()
    hands.no_sheet()
    hands.click("report_kind_2")
    album.shot("twelve-months")
    hands.click("report_kind_1")
    hands.click("print_report")
    hands.sheet("PaperSheet")
    album.shot("daily-report-preview")
    desk.print_open_paper("daily-report-a4")
    hands.key(Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    hands.sheet("DayDialog")
    album.shot("other-day")
    hands.escape()


def checks(desk: Desk) -> None:
    """Pass rates, the Pareto of failed items, notices by department; each number with its rows, and the weekly page."""
    hands, album = desk.hands, desk.album
    desk.room("reports")
    hands.click("report_kind_4")
    album.shot("looking-back-rates", also=True)
    hands.click("look_by_2")
    hands.click_row("rate_figures", 1, 4)
    album.shot("looking-back-departments")
    hands.click("look_kind_2")
    hands.click_row("item_figures", 0, 4)
    album.shot("looking-back-failures", also=True)
    hands.click("look_kind_3")
    hands.click_row("notice_figures", 0, 6)
    album.shot("looking-back-notices", also=True)
    hands.click("print_week")
    hands.sheet("PaperSheet")
    album.shot("weekly-page-preview")
    desk.print_open_paper("weekly-page-a4")
