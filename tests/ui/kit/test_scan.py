"""A scan with any focus is recognised, the field gets its text back; a fast typist is never taken for a gun."""

from collections.abc import Iterator, Sequence

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.kit.popup import Popup
from ui.kit.scan import TAKES_SCAN, ScanFilter

CODE = "12202611230001"  # DH-20261123-001


class Desk(QWidget):
    """A form with fields, a filter on the application, and a clock that the test moves."""

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self.line, self.text, self.button = QLineEdit(), QPlainTextEdit(), QPushButton("打开")
        column = QVBoxLayout(self)
        for widget in (self.line, self.text, self.button):
            column.addWidget(widget)
        self.now = 1000.0
        self.scanned: list[str] = []
        self.entered: list[str] = []
        self.line.returnPressed.connect(lambda: self.entered.append(self.line.text()))
        self.filter = ScanFilter(self, self.scanned.append, arrival=lambda: self.now)
        self.filter.begin()

    def key(self, char: str, *, gap: float, key: Qt.Key = Qt.Key.Key_unknown, repeat: bool = False, stamped: bool = True) -> None:
        self.now += gap
        widget = QApplication.focusWidget()
        assert widget is not None
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key.value, Qt.KeyboardModifier.NoModifier, char, repeat)
            event.setTimestamp(int(self.now) if stamped else 0)
            QApplication.sendEvent(widget, event)

    def type(self, text: str, *, gap: float = 8, stamped: bool = True) -> None:
        for char in text:
            self.key(char, gap=gap, stamped=stamped)

    def end(self, key: Qt.Key = Qt.Key.Key_Return, *, gap: float = 8) -> None:
        self.key("\t" if key is Qt.Key.Key_Tab else "\r", gap=gap, key=key)

    def commit(self, text: str, *, gap: float = 8) -> None:
        self.now += gap
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(QApplication.focusWidget(), event)


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication) -> Iterator[Desk]:
    desk = Desk(qapp)
    qtbot.addWidget(desk)
    desk.show()
    desk.line.setText("张伟")
    desk.line.setFocus()
    qtbot.waitUntil(desk.line.hasFocus)
    yield desk
    desk.filter.end()


@pytest.mark.parametrize("end", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, None])
def test_a_scan_opens_its_record_and_the_field_keeps_its_text(desk: Desk, qtbot: QtBot, end: Qt.Key | None) -> None:
    desk.line.setSelection(0, 1)
    desk.type(CODE)
    if end is None:
        desk.filter.silent()
    else:
        desk.end(end)
    qtbot.waitUntil(lambda: desk.scanned == [CODE])
    assert desk.line.text() == "张伟"
    assert desk.line.selectedText() == "张"
    assert desk.line.hasFocus()
    assert desk.entered == [], "the gun's Enter was not the clerk's"


def test_a_scan_into_a_long_text_gives_text_and_cursor_back(desk: Desk, qtbot: QtBot) -> None:
    desk.text.setPlainText("第一行\n第二行")
    desk.text.setFocus()
    desk.text.moveCursor(desk.text.textCursor().MoveOperation.Down)
    before = desk.text.textCursor().position()
    desk.type(CODE)
    desk.end()
    qtbot.waitUntil(lambda: desk.scanned == [CODE])
    assert desk.text.toPlainText() == "第一行\n第二行"
    assert desk.text.textCursor().position() == before


def test_a_scan_with_the_focus_on_a_button_does_not_press_it(desk: Desk, qtbot: QtBot) -> None:
    pressed: list[bool] = []
    desk.button.clicked.connect(pressed.append)
    desk.button.setFocus()
    desk.type(CODE)
    desk.end()
    qtbot.waitUntil(lambda: desk.scanned == [CODE])
    assert pressed == []


@pytest.mark.parametrize("code", ["66010342", "VIP-6601A", "AB12CD34"])
def test_a_card_may_hold_letters(desk: Desk, qtbot: QtBot, code: str) -> None:
    desk.type(code)
    desk.end()
    qtbot.waitUntil(lambda: desk.scanned == [code])


def test_full_width_digits_of_an_input_method_are_folded(desk: Desk, qtbot: QtBot) -> None:
    for char in CODE:
        desk.commit(chr(ord(char) - 0x30 + 0xFF10))
    desk.end()
    qtbot.waitUntil(lambda: desk.scanned == [CODE])
    desk.now += 5000
    desk.type("".join(chr(ord(char) - 0x30 + 0xFF10) for char in CODE))
    desk.end()
    qtbot.waitUntil(lambda: desk.scanned == [CODE, CODE])
    assert desk.line.text() == "张伟"


def test_an_input_method_may_hand_the_whole_code_over_at_once(desk: Desk, qtbot: QtBot) -> None:
    desk.commit(CODE)
    desk.end()
    qtbot.waitUntil(lambda: desk.scanned == [CODE])


@pytest.mark.parametrize("committed", ["张伟明今天来保养", "service2", "13826012607"])
def test_what_a_person_commits_with_the_input_method_stays(desk: Desk, committed: str) -> None:
    desk.line.clear()
    desk.commit(committed)
    desk.end()
    desk.filter.silent()
    assert desk.line.text() == committed
    assert desk.entered == [committed]
    assert desk.scanned == []


@pytest.mark.parametrize("gaps", [(60,), (36, 120), (80, 40, 95), (20, 20, 90)])
def test_a_fast_typist_is_not_a_gun(desk: Desk, gaps: Sequence[float]) -> None:
    desk.line.clear()
    for at, char in enumerate(CODE):
        desk.key(char, gap=gaps[at % len(gaps)])
    desk.end(gap=60)
    desk.filter.silent()
    assert desk.line.text() == CODE
    assert desk.entered == [CODE]
    assert desk.scanned == []


def test_a_key_held_down_is_not_a_gun(desk: Desk) -> None:
    desk.line.clear()
    for _ in range(12):
        desk.key("1", gap=30, repeat=True)
    desk.filter.silent()
    assert desk.scanned == []
    assert desk.line.text() == "1" * 12


def test_a_few_fast_keys_are_not_a_scan(desk: Desk) -> None:
    desk.line.clear()
    desk.type("12345")
    desk.end()
    assert desk.scanned == []
    assert desk.entered == ["12345"]


def test_a_word_without_a_digit_is_not_a_code(desk: Desk) -> None:
    desk.line.clear()
    desk.type("wangfang")
    desk.end()
    assert desk.scanned == []
    assert desk.entered == ["wangfang"]


def test_keys_that_waited_while_the_window_was_busy_are_judged_by_their_own_time(desk: Desk) -> None:
    desk.line.clear()
    stamp = 50_000
    for char in CODE:
        stamp += 100
        event = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, char)
        event.setTimestamp(stamp)
        QApplication.sendEvent(desk.line, event)  # all arrive in the same millisecond
    desk.filter.silent()
    assert desk.scanned == []
    assert desk.line.text() == CODE


def test_two_scans_in_a_row_are_two(desk: Desk, qtbot: QtBot) -> None:
    for code in (CODE, "10202611230002"):
        desk.type(code)
        desk.end()
        desk.now += 300
    qtbot.waitUntil(lambda: desk.scanned == [CODE, "10202611230002"])
    assert desk.line.text() == "张伟"


def test_what_was_typed_just_before_a_scan_stays(desk: Desk, qtbot: QtBot) -> None:
    desk.line.clear()
    desk.type("12", gap=90)
    desk.now += 100
    desk.type(CODE)
    desk.end()
    qtbot.waitUntil(lambda: desk.scanned == [CODE])
    assert desk.line.text() == "12"


def test_a_scan_is_heard_while_something_has_dropped_down(desk: Desk, qtbot: QtBot) -> None:
    popup = Popup(desk.button)
    popup.open()
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is popup)
    qtbot.wait(1)
    for char in f"{CODE}\r":
        desk.now += 8
        event = QKeyEvent(QEvent.Type.KeyPress, 0x01000004 if char == "\r" else ord(char), Qt.KeyboardModifier.NoModifier, char)
        event.setTimestamp(int(desk.now))
        QApplication.sendEvent(popup, event)
    qtbot.waitUntil(lambda: desk.scanned == [CODE])
    popup.close()


def test_a_field_for_codes_keeps_what_the_gun_types(desk: Desk) -> None:
    desk.line.clear()
    desk.line.setProperty(TAKES_SCAN, True)
    desk.type(CODE)
    desk.end()
    assert desk.scanned == []
    assert desk.line.text() == CODE
    assert desk.entered == [CODE]


def test_events_without_a_time_of_their_own_are_judged_by_their_arrival(desk: Desk, qtbot: QtBot) -> None:
    desk.type(CODE, stamped=False)
    desk.end()
    qtbot.waitUntil(lambda: desk.scanned == [CODE])


def test_a_scan_whose_field_was_closed_meanwhile_still_opens_its_record(desk: Desk, qtbot: QtBot) -> None:
    desk.type(CODE)
    desk.line.deleteLater()
    QApplication.sendPostedEvents(desk.line, QEvent.Type.DeferredDelete.value)
    desk.filter.silent()
    qtbot.waitUntil(lambda: desk.scanned == [CODE])
