"""Notices on their way: drafted, edited, merged, issued, returned, accepted, answered, done, rechecked in two rounds; what is ignored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage

from ui.kit import theme
from ui.tour.desk import Desk
from ui.tour.hands import CTRL, TourStopped
from ui.tour.opening import sit_down

if TYPE_CHECKING:
    from pathlib import Path

_RIGHT, _DOWN, _F4 = Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_F4


def rectification(desk: Desk) -> None:
    """From the board to the closed notice, each step by whose it is."""
    notices(desk)
    sit_down(desk, "张伟")
    answering(desk)
    sit_down(desk, "王芳")
    rechecking(desk)
    sit_down(desk, "陈静")
    enforcing(desk)


def notices(desk: Desk) -> None:
    """The board and its list, the table and the sheet of what is late; a notice by hand with two rows and a photo, edited, issued."""
    hands, album = desk.hands, desk.album
    page = desk.room("rectification")
    hands.settle()
    album.shot("rectification-board", also=True)
    hands.click("rectification_tabs_2")
    album.shot("rectification-list", also=True)
    _print(desk, "print_findings", "findings-table")
    hands.click("overdue_reminder")
    hands.sheet("OverdueSheet")
    album.shot("overdue-reminder", also=True)
    hands.click("copy_text")
    hands.key(Qt.Key.Key_P, CTRL)
    hands.sheet("PaperSheet")
    desk.print_open_paper("overdue-sheet")
    hands.escape()
    hands.no_sheet()
    hands.click("rectification_tabs_1")
    _draft(desk)
    _issue(desk, page)


def _draft(desk: Desk) -> None:
    hands, album = desk.hands, desk.album
    hands.key(_F4)
    dialog = hands.sheet("DraftNoticeDialog")
    hands.save()
    album.shot("new-notice-refused")
    dialog.department.set_text("销售部")
    dialog.source_no.focus_editor()
    hands.type("总经理巡店")
    hands.into("title_1_edit", "展车未擦")
    hands.into("fact_1_edit", "3 台展车车顶有水渍，引擎盖有手印")
    dialog.rows[0].photos.take_file(_photo(desk, "showroom.jpg", theme.INK_3))
    hands.click("add_row")
    hands.into("title_2_edit", "价格牌错位")
    hands.into("fact_2_edit", "2 号车的价格牌放在 3 号车前")
    album.shot("new-notice", also=True)
    hands.save()
    hands.no_sheet()
    album.shot("notice-to-issue", also=True)


def _issue(desk: Desk, page: Any) -> None:
    hands, album = desk.hands, desk.album
    hands.click("move_edit_row")
    hands.sheet("EditRowDialog")
    album.shot("edit-row")
    hands.escape()
    hands.click("move_edit")
    dialog = hands.sheet("EditNoticeDialog")
    _other_pc_edits(desk, page.notice.opened.notice.id)
    dialog.note.set_text("请本周内改好")
    hands.save()
    album.shot("edited-on-another-pc")
    hands.click("take_theirs")
    hands.save()
    hands.no_sheet()
    hands.click("move_merge")
    hands.sheet("MergeDialog")
    album.shot("merge-notices")
    hands.escape()
    hands.click_row("notice_rows", 1)
    hands.click("move_drop_row")
    hands.sheet("WithReasonDialog")
    hands.type("已经当场放好")
    album.shot("drop-row")
    hands.save()
    hands.no_sheet()
    hands.click("next_step_button")
    album.shot("notice-issued")
    _print(desk, "print_notice", "notice-to-accept-a4")


def answering(desk: Desk) -> None:
    """A department's head: his board, one sent back, one accepted and answered; the owner reports it done, more time is asked for."""
    hands, album = desk.hands, desk.album
    page = desk.room("rectification")
    hands.settle()
    album.shot("rectification-of-a-department")
    _open(desk, page, "展车未擦")
    hands.click("move_return")
    hands.sheet("ReturnDialog")
    album.shot("return-notice")
    hands.escape()
    hands.click("next_step_button")
    album.shot("notice-accepted")
    hands.click("next_step_button")
    dialog = hands.sheet("AnswerDialog")
    hands.save()
    album.shot("answer-row-refused")
    dialog.cause.focus_editor()
    hands.type("雨后没有二次擦车")
    hands.into("action_edit", "每天 08:40、13:30 各擦一次，当班顾问签字")
    hands.into("owner_edit", "孙浩")
    hands.into("promised_on_edit", "20261124")
    album.shot("answer-row", also=True)
    hands.save()
    hands.no_sheet()
    hands.click("move_ask_extension")
    hands.sheet("ExtensionDialog")
    hands.type("20261127")
    hands.into("reason_text_edit", "洗车机周四修好")
    album.shot("ask-extension")
    hands.escape()
    hands.click("move_change_owner")
    hands.sheet("OwnerDialog")
    album.shot("change-owner")
    hands.escape()
    sit_down(desk, "孙浩")
    _open_number(desk, page_number(desk))
    hands.click("next_step_button")
    done = hands.sheet("DoneDialog")
    hands.type("已按时间表擦车，拍照留存")
    done.photos.take_file(_photo(desk, "done.jpg", theme.GOOD))
    album.shot("report-done")
    hands.save()
    hands.no_sheet()
    album.shot("notice-of-an-owner")


def page_number(desk: Desk) -> str:
    """The number of the notice the tour drafted, as its bar code says it."""

    def ask() -> str:
        from deskapp.data import barcode_digits
        from deskapp.rectification.reading import notices as all_notices

        act = desk.reception.session.act()
        return next(barcode_digits(one.number) for one in all_notices(act=act) if one.rows[0].finding.title == "展车未擦")

    return desk.ask(ask)


def rechecking(desk: Desk) -> None:
    """Customer service rechecks: partly at first, then, after a second round typed in from paper, for good. A scanned code leads there."""
    hands, album = desk.hands, desk.album
    number = page_number(desk)
    hands.scan(number)
    album.shot("notice-scanned", also=True)
    hands.click("next_step_button")
    dialog = hands.sheet("RecheckDialog")
    dialog.result.segments.setFocus()
    hands.key(_RIGHT)
    hands.key(_RIGHT)
    hands.into("recheck_note_edit", "2 号车引擎盖还有手印")
    hands.into("promised_on_edit", "20261125")
    album.shot("recheck-partly", also=True)
    hands.save()
    hands.no_sheet()
    album.shot("notice-second-round")
    hands.click("next_step_button")
    hands.sheet("DoneDialog")
    hands.type("全部擦净")
    album.shot("done-from-paper")
    hands.save()
    hands.no_sheet()
    hands.click("next_step_button")
    again = hands.sheet("RecheckDialog")
    again.result.segments.choose(0)
    album.shot("recheck-passed")
    hands.save()
    hands.no_sheet()
    album.shot("notice-closed")
    _print(desk, "print_notice", "notice-closed-a4", sizes=True)


def enforcing(desk: Desk) -> None:
    """The manager: a notice nobody accepts, points proposed and decided, more time granted, a row withdrawn; the register."""
    hands, album = desk.hands, desk.album
    page = desk.room("rectification")
    hands.settle()
    _open(desk, page, "合格证未先备齐")
    album.shot("notice-ignored", also=True)
    hands.click("propose_appraisal")
    hands.sheet("AppraisalDialog")
    album.shot("propose-appraisal")
    hands.save()
    hands.no_sheet()
    hands.click("decide_appraisal")
    dialog = hands.sheet("DecideAppraisalDialog")
    dialog.confirmed.segments.choose(0)
    album.shot("decide-appraisal")
    hands.save()
    hands.no_sheet()
    hands.click("next_step_button")
    hands.sheet("AcceptDialog")
    album.shot("accept-from-paper")
    hands.save()
    hands.no_sheet()
    hands.click("move_withdraw_row")
    hands.sheet("WithReasonDialog")
    album.shot("withdraw-row")
    hands.escape()
    _extension(desk, page)
    _register(desk)


def _extension(desk: Desk, page: Any) -> None:
    hands, album = desk.hands, desk.album
    hands.click("back_to_board")
    _open(desk, page, "洗车清洁", row="延到")
    hands.click("next_step_button")
    dialog = hands.sheet("ExtensionAnswerDialog")
    dialog.granted.segments.choose(0)
    album.shot("decide-extension")
    hands.save()
    hands.no_sheet()
    hands.click("back_to_board")


def _register(desk: Desk) -> None:
    hands, album = desk.hands, desk.album
    hands.click("rectification_tabs_3")
    album.shot("enforcement", also=True)
    hands.click("new_focus")
    dialog = hands.sheet("FocusDialog")
    hands.type("来店接待")
    hands.into("item_edit", "茶水三分钟内")
    hands.into("why_edit", "两周抽查 5 次不合格")
    dialog.department.set_text("销售部")
    hands.into("aim_edit", "四周内不合格 0")
    album.shot("new-focus", also=True)
    hands.save()
    hands.no_sheet()
    hands.pick("enforcement_list", "茶水三分钟内")
    hands.click("enforce")
    hands.sheet("DraftNoticeDialog")
    album.shot("notice-for-focus")
    hands.escape()
    hands.click("close_focus")
    hands.sheet("ReasonDialog")
    album.shot("close-focus")
    hands.escape()
    hands.no_sheet()


def _open(desk: Desk, page: Any, words: str, row: str = "") -> None:
    """Open a notice of the board by what it is about; of several the one with words of its rows."""
    desk.hands.settle()
    for line in page.notices.shown:
        text = " ".join(f"{one.finding.title} {one.asked.reason if one.asked else ''}" for one in line.notice.rows)
        if words in text and (not row or any(one.asked for one in line.notice.rows)):
            page.notices.board.select(line.notice.id)
            desk.hands.key(Qt.Key.Key_Return)
            desk.hands.settle()
            return
    raise TourStopped(f"no notice about {words!r}")


def _open_number(desk: Desk, digits: str) -> None:
    desk.hands.scan(digits)
    desk.hands.settle()


def _print(desk: Desk, button: str, name: str, *, sizes: bool = False) -> None:
    desk.hands.click(button)
    desk.hands.sheet("PaperSheet")
    if sizes:
        desk.album.shot(f"{name}-preview")
        for _ in range(3):
            desk.album.paper(name)
            desk.hands.find("paper_size").setFocus()
            desk.hands.key(_DOWN)
            desk.hands.settle()
            desk.hands.sheet("PaperSheet")
    desk.print_open_paper(name)


def _photo(desk: Desk, name: str, colour: str) -> Path:
    """A picture a clerk's telephone might have taken."""
    from pathlib import Path

    path = Path(desk.window.print_file or "photo.jpg").with_name(name)
    image = QImage(1200, 900, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    image.save(str(path))
    return path


def _other_pc_edits(desk: Desk, notice_id: int) -> None:
    """Meanwhile at another PC."""

    def edit() -> None:
        from dataclasses import replace

        from deskapp.data import Act
        from deskapp.rectification.notices import edit_notice
        from deskapp.rectification.reading import notice_by_id
        from deskapp.staff.service import person_by_no

        other = person_by_no("102")
        seen = notice_by_id(notice_id).heading
        act = Act(other.id if other else None, desk.clock.at, "前台2", "another-pc")
        edit_notice(act=act, notice_id=notice_id, heading=replace(seen, note="总经理要求周五前看结果"), seen=seen)

    desk.ask(edit)
