"""Looking back: the member daily report and twelve months of points."""

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
