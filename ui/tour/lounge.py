"""A day of the lounge on its board, and how customer service looks at it: on time, late, not applicable, undone, missed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from ui.tour.desk import Desk
from ui.tour.hands import Hands
from ui.tour.opening import PINS

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.lounge.board import Board

_RIGHT = Qt.Key.Key_Right


class _AtTheBoard:
    """Fingers on the board: its window is another one than the reception's."""

    def __init__(self, desk: Desk) -> None:
        from ui.lounge_app import LoungeWindow
        from ui.tour.album import USUAL

        self.desk, self.clock = desk, desk.clock
        self.window = LoungeWindow(clock=desk.clock, pc="休息区")
        self.window.resize(USUAL)
        self.hands = Hands(self.window, desk.clock)
        self.album = desk.album.at(self.hands)
        self.window.show()
        self.window.activateWindow()
        self.hands.until(self.window.isActiveWindow, "the board in front")
        self.board: Board = self.window.board
        self.board.begin()
        self.hands.until(lambda: self.board.shown, "the day on the board")

    def time(self, hour: int, minute: int, second: int = 0) -> None:
        """Let the clock go on to a time of today, if it is not later already."""
        self.clock.at = max(self.clock.at, self.clock.at.replace(hour=hour, minute=minute, second=second))
        self.board.tick()
        self.hands.settle()

    def tap(self, name: str) -> None:
        if not self.window.isActiveWindow():
            self.window.activateWindow()  # two windows on one screen: a touch brings its own to the front
            self.hands.until(self.window.isActiveWindow, "the board in front")
        self.hands.click(name)
        self.hands.settle()

    def pin(self, name: str) -> None:
        """Touch a name on the open sheet, then six digits."""
        sheet: Any = self.hands.sheet("PinSheet")
        chip: QWidget = next(chip for chip in sheet.who.chips if chip.text() == name)
        QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
        sheet.pad.setFocus()
        self.hands.type(PINS[name])
        self.hands.settle()

    def leave(self) -> None:
        """Customer service takes the board away."""
        self.tap("leave")
        self.album.shot("board-leaving")
        self.pin("陈静")
        self.hands.until(lambda: not self.window.isVisible(), "the end of the board")
        self.album.leave()
        self.window.deleteLater()
        self.desk.window.activateWindow()
        self.desk.album.at(self.desk.hands)


def board(desk: Desk) -> None:
    """The day goes on at the board: rounds, cups, an errand, a late slot, one that does not apply, undo, goods, words of a guest."""
    _ahead(desk)
    at = _AtTheBoard(desk)
    at.time(11, 44)
    at.album.shot("board")  # full screen: no title bar and no taskbar take anything from it
    _round_and_cups(at)
    _errand(at)
    at.time(12, 30)
    at.tap("next")
    at.album.shot("board-late-with-undo")
    at.tap("undo")
    at.album.shot("board-undone")
    at.tap("next")
    _cleaning(at)
    _more(at)
    _yesterday(at)
    _second_attendant(at)
    at.time(17, 15)
    at.board.slots.chosen.emit("L7")
    at.album.shot("board-slot")
    at.tap("slot_not_applicable")
    at.album.shot("board-not-applicable")
    at.tap("reasons_1")
    at.tap("act")
    at.time(17, 40)
    at.album.shot("board-evening")
    at.leave()


def _ahead(desk: Desk) -> None:
    """Customer service knows already that a slot to come will not apply; a closer look, and it is left as it was."""
    page: Any = desk.room("lounge")
    desk.hands.settle()
    page.day.view.select_key("L7")
    desk.album.shot("lounge-day-ahead")
    desk.hands.click("correct_slot")
    desk.hands.sheet("NotApplicableDialog")
    desk.hands.click("usual_reason_4")
    desk.album.shot("not-applicable-ahead")
    desk.hands.escape()
    desk.hands.no_sheet()


def _round_and_cups(at: _AtTheBoard) -> None:
    at.tap("next")
    at.hands.sheet("RoundSheet")
    at.tap("butts_5")
    at.album.shot("board-round")
    at.tap("act")
    at.tap("guest_left")
    at.album.shot("board-places")
    at.tap("place_3")
    at.time(11, 48)
    at.tap("guest_left")
    at.tap("place_7")
    at.time(11, 49, 10)
    at.tap("guest_received")
    at.album.shot("board-cup-over")
    at.tap("clear_3")
    at.tap("clear_7")


def _errand(at: _AtTheBoard) -> None:
    at.tap("absence")
    at.tap("absence_reasons_1")
    at.tap("act")
    at.album.shot("board-nobody-told")
    at.tap("told_1")
    at.tap("act")
    at.album.shot("board-away")
    at.clock.pass_(minutes=8)
    at.tap("absence")


def _cleaning(at: _AtTheBoard) -> None:
    at.time(13, 50)
    at.tap("next")
    at.hands.sheet("AreaSheet")
    at.tap("area_E9")
    at.tap("area_E9")
    at.tap("area_rest")
    at.album.shot("board-area-list")
    at.tap("act")
    at.album.shot("board-area-note")
    at.tap("area_note")
    at.hands.type("缺擦手纸")
    at.tap("act")


def _more(at: _AtTheBoard) -> None:
    at.time(14, 40)
    at.tap("more")
    at.album.shot("board-more")
    at.tap("more_goods")
    at.tap("goods_kind_2")
    at.tap("goods_item_1")
    at.tap("goods_detail")
    at.hands.type("68")
    at.album.shot("board-goods")
    at.tap("act")
    for name, field, words in (("remark", "remark_text", "茶几上的杂志都是去年的"), ("fault", "fault", "遥控器失灵")):
        at.tap("more")
        at.tap(f"more_{name}")
        if name == "fault":
            at.tap("things_2")
        else:
            at.tap("grievance")
        at.tap(field)
        at.hands.type(words)
        at.album.shot(f"board-{name}")
        at.tap("act")
    at.tap("more")
    at.tap("more_fault")
    at.tap("things_2")
    at.tap("fault")
    at.hands.type("电池盖也没有了")
    at.tap("act")
    at.album.shot("board-fault-known")
    at.tap("cancel")
    at.tap("more")
    at.tap("more_supply")
    at.album.shot("board-supply")
    at.tap("cancel")


def _yesterday(at: _AtTheBoard) -> None:
    """A word about a slot of yesterday: it stays as it was."""
    at.tap("more")
    at.tap("more_yesterday")
    at.hands.sheet("YesterdaySheet")
    at.tap("past_slots_5")
    at.tap("past_note")
    at.hands.type("空调检修占着休息区，没能打扫")
    at.album.shot("board-yesterday")
    at.tap("act")


def _second_attendant(at: _AtTheBoard) -> None:
    at.tap("sign_on")
    at.album.shot("board-sign-on")
    at.pin("吴迪")
    at.tap("hand_over")
    at.album.shot("board-hand-over")
    at.tap("to_1")
    at.tap("act")
    at.time(17, 5)
    at.tap("next")
    at.album.shot("board-caught-up")


def watching(desk: Desk) -> None:
    """Customer service: the day live, a spot check with a failed item, sign-off, the month, what must be tended; the papers."""
    hands, album = desk.hands, desk.album
    page = desk.room("lounge")
    hands.settle()
    album.shot("lounge-day", also=True)
    _spot_check(desk)
    hands.click("correct_slot")
    hands.sheet("CorrectDialog")
    album.shot("correct-slot")
    hands.key(Qt.Key.Key_Escape)
    _print(desk, "print_lounge", "lounge-day-sheet")
    _print(desk, "print_blank", "lounge-day-sheet-blank")
    hands.click("day_back")
    hands.settle()
    _note(desk, page)
    hands.click("sign_day")
    hands.sheet("SignDayDialog")
    hands.type("茶水服务要按时巡检")
    album.shot("sign-lounge-day")
    hands.save()
    hands.no_sheet()
    _month(desk, page)
    _tending(desk)


def _note(desk: Desk, page: Any) -> None:
    """A word about a slot of yesterday, and the sheet it stands on."""
    page.day.view.select_key("L5")
    desk.hands.click("note_slot")
    desk.hands.sheet("SlotNoteDialog")
    desk.hands.type("已核对空调检修单，下次先打扫再检修")
    desk.album.shot("slot-note")
    desk.hands.save()
    desk.hands.no_sheet()
    desk.hands.settle()
    desk.album.shot("lounge-day-noted", also=True)
    _print(desk, "print_lounge", "lounge-day-sheet-noted")


def _spot_check(desk: Desk) -> None:
    desk.hands.click("spot_check")
    start: Any = desk.hands.sheet("SpotStartDialog")
    start.way.segments.setFocus()
    desk.hands.key(_RIGHT)
    desk.hands.click(start.areas["饮品"])
    desk.hands.click("pick_E9")
    desk.album.shot("spot-check-chosen")
    start.way.segments.setFocus()
    desk.hands.key(Qt.Key.Key_Left)
    desk.hands.save()
    dialog: Any = desk.hands.sheet("SpotCheckDialog")
    for place, (code, segments) in enumerate(dialog.results.items()):
        segments.setFocus()
        desk.hands.key(_RIGHT if place == 1 else Qt.Key.Key_Space)
        if place == 1:
            desk.hands.key(Qt.Key.Key_Left)
            desk.hands.key(_RIGHT)
            dialog.notes[code].focus_editor()
            desk.hands.type("桌角有水渍")
    desk.album.shot("spot-check")
    desk.hands.click("void_check")
    desk.hands.sheet("ReasonDialog")
    desk.album.shot("void-spot-check")
    desk.hands.escape()
    desk.hands.save()
    desk.hands.no_sheet()


def _print(desk: Desk, button: str, name: str) -> None:
    desk.hands.click(button)
    desk.hands.sheet("PaperSheet")
    desk.print_open_paper(name)


def _month(desk: Desk, page: Any) -> None:
    hands, album = desk.hands, desk.album
    hands.click("lounge_tabs_2")
    hands.settle()
    hands.until(page.month.days, "the month")
    day: date = desk.clock.at.date() - timedelta(days=3)
    QTest.mouseClick(page.month.map, Qt.MouseButton.LeftButton, pos=QPoint(*_point(page.month.map.place_of(day, "L4"))))
    album.shot("lounge-month", also=True)
    _print(desk, "print_lounge", "lounge-month-sheet")
    shift = next(shift for shown in page.month.days() for shift in shown.shifts)
    _print(desk, f"print_person_{shift.staff_id}", "lounge-attendant-month")
    hands.click("month_back")
    hands.settle()
    album.shot("lounge-month-before")
    hands.click("month_forth")
    hands.settle()
    nobody = desk.clock.at.date() - timedelta(days=2)
    QTest.mouseClick(page.month.map, Qt.MouseButton.LeftButton, pos=QPoint(*_point(page.month.map.place_of(nobody, "L4"))))
    album.shot("lounge-month-nobody")
    hands.click("open_day")
    hands.settle()
    hands.click("mark_closed")
    hands.sheet("ClosedDayDialog")
    hands.type("全市停电")
    album.shot("lounge-day-closed")
    hands.key(Qt.Key.Key_Escape)


def _point(place: Any) -> tuple[int, int]:
    return round(place.x()), round(place.y())


def _tending(desk: Desk) -> None:
    hands, album = desk.hands, desk.album
    hands.click("lounge_tabs_3")
    hands.settle()
    album.shot("lounge-tending", also=True)
    _print(desk, "print_lounge", "lounge-repairs")
    hands.key(Qt.Key.Key_F4)
    hands.sheet("HandleRemarkDialog")
    hands.type("已换新杂志并向客人致歉")
    album.shot("handle-remark")
    hands.save()
    hands.no_sheet()
    hands.click("new_equipment")
    hands.sheet("EquipmentDialog")
    hands.type("充电线")
    album.shot("new-equipment")
    hands.save()
    hands.no_sheet()
    view: Any = hands.find("lounge_tending")
    row = next(line for line in view.model().rows() if line.key[0] == "repair")
    view.select_key(row.key)
    hands.settle()
    hands.click("assign_repair")
    hands.sheet("RepairDialog")
    album.shot("assign-repair")
    hands.key(Qt.Key.Key_Escape)
    hands.settle()
    hands.key(Qt.Key.Key_F4)
    hands.sheet("RepairDialog")
    hands.into("note_edit", "已清洗水垢")
    album.shot("close-repair")
    hands.save()
    hands.no_sheet()
