"""The last guests stand under the empty search box: one key brings any of them back."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from deskapp.members.enrolment import enroll_member
from tests.deskapp.members.conftest import enrolment
from tests.ui.kit.hands import commit
from ui.desk import DeskAct
from ui.frame.looking import ROWS, plate_words
from ui.kit import work

GIVEN = "一二三四五六七八九东西十"


def enroll(front, name, mobile, plate):
    form = enrolment(name, mobile, f"7701 {mobile[-4:]}", plate=plate, recruiter=front.clerk)
    return work.call(enroll_member, act=front.reception.session.act(), form=form).customer_id


def names(front):
    return [hit.name for hit in front.window.results.hits]


def press(widget, key):
    QTest.keyClick(widget, key)


def test_more_guests_than_rows_are_not_kept_silent(front, qtbot):
    for at, given in enumerate(GIVEN[: ROWS + 1]):
        enroll(front, f"钱{given}", f"1391234567{at}" if at < 10 else f"139123456{at}", f"粤B8M0{at:02d}")
    results = front.window.results
    press(front.window, Qt.Key.Key_F2)
    commit(front.window.top_bar.search, "钱")
    qtbot.waitUntil(lambda: len(names(front)) == ROWS, timeout=5_000)
    assert "还有更多" in results.foot()
    commit(front.window.top_bar.search, "九")
    qtbot.waitUntil(lambda: names(front) == ["钱九"], timeout=5_000)
    assert results.foot() == ""


def test_the_plate_a_guest_is_looked_for_by_is_the_one_shown():
    cars = ("粤B 3K852", "粤B D20716")
    assert plate_words(cars, "0716") == "粤B D20716 等 2 辆"
    assert plate_words(cars, "张 d20716") == "粤B D20716 等 2 辆"
    assert plate_words(cars, "zwm") == "粤B 3K852 等 2 辆"
    assert plate_words(cars[:1], "2607") == "粤B 3K852"
    assert plate_words((), "2607") == ""


def test_the_guest_of_just_now_comes_back_by_one_key_and_enter(front, qtbot):
    other = enroll(front, "李小雨", "13912345678", "粤B8M001")
    front.window.open_customer(front.customer)
    front.window.open_customer(other)
    front.window.open_room("today")
    press(front.window, Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: names(front) == ["李小雨", "张伟明"], timeout=5_000)
    assert front.window.results.said() == "最近的客人"
    press(front.window.top_bar.search, Qt.Key.Key_Down)
    press(front.window.top_bar.search, Qt.Key.Key_Return)
    assert front.window.customer_id == front.customer
    press(front.window, Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: names(front) == ["张伟明", "李小雨"], timeout=5_000)


def test_ten_guests_are_kept_and_only_their_ids_stay_on_the_pc(front, qtbot):
    joined = [enroll(front, f"林{GIVEN[n]}", f"139{n:08d}", f"粤B8M0{n:02d}") for n in range(12)]
    for customer_id in joined:
        front.window.open_customer(customer_id)
    assert front.window.local.get("last_guests") == joined[:1:-1]
    press(front.window, Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: len(names(front)) == 10, timeout=5_000)
    assert names(front)[0] == "林十"


def test_typing_replaces_the_last_guests_and_an_emptied_box_brings_them_back(front, qtbot):
    other = enroll(front, "李小雨", "13912345678", "粤B8M001")
    front.window.open_customer(other)
    press(front.window, Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: names(front) == ["李小雨"], timeout=5_000)
    box = front.window.top_bar.search
    QTest.keyClicks(box, "zwm")
    qtbot.waitUntil(lambda: names(front) == ["张伟明"], timeout=5_000)
    for _ in range(3):
        press(box, Qt.Key.Key_Backspace)
    qtbot.waitUntil(lambda: names(front) == ["李小雨"], timeout=5_000)


def test_an_act_without_a_guest_asks_and_offers_the_last_ones(front, qtbot):
    front.window.open_customer(front.customer)
    front.window.open_room("today")
    front.window.start(DeskAct.HAND_OVER)
    qtbot.waitUntil(lambda: names(front) == ["张伟明"], timeout=5_000)
    assert front.window.results.said() == "给哪位客户记积分？"
    press(front.window.top_bar.search, Qt.Key.Key_Return)
    assert front.window.customer_id == front.customer


def test_enter_typed_before_the_rows_have_come_never_takes_a_row_of_an_earlier_word(front, qtbot):
    other = enroll(front, "李小雨", "13912345678", "粤B8M001")
    front.window.open_customer(other)
    press(front.window, Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: names(front) == ["李小雨"], timeout=5_000)
    box = front.window.top_bar.search
    QTest.keyClicks(box, "zwm")
    press(box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: front.window.customer_id == front.customer, timeout=5_000)


def test_a_pc_that_remembers_guests_of_another_store_shows_none(front, qtbot):
    front.window.local.put("last_guests", [987_654])
    press(front.window, Qt.Key.Key_F2)
    qtbot.wait(50)
    assert not front.window.results.isVisible()
