"""Half-filled forms: with several one chooses whose it is; after the lock the one on the screen stands there again."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from deskapp.staff.service import person, rights_of
from tests.ui.frame.conftest import PIN
from tests.ui.kit.hands import commit
from tests.ui.kit.recorder import Recorder
from ui.frame.drafts_menu import DraftsMenu
from ui.kit import notify, work
from ui.kit.sheet import open_sheets

CTRL = Qt.KeyboardModifier.ControlModifier


def press(front, key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.activePopupWidget() or QApplication.focusWidget() or front.window, key, modifier)


def begin(front, name):
    """F3, a name, and a minute goes by before the next guest."""
    press(front, Qt.Key.Key_F3)
    commit(QApplication.focusWidget(), name)
    front.clock.pass_(minutes=1)


def on_the_screen(front):
    return [sheet.customer.name.text() for sheet in open_sheets(front.window)]


@pytest.fixture
def heard(front):
    front.window.show()
    recorder = Recorder()
    notify.install(recorder)
    return recorder


def menu(front):
    return next((popup for popup in front.window.findChildren(DraftsMenu) if popup.isVisible()), None)


def test_with_several_forms_the_key_lists_whose_they_are_and_arrow_and_enter_choose(front, heard):
    for name in ("钱一", "孙二", "李三"):
        begin(front, name)
    press(front, Qt.Key.Key_Escape)
    assert len(front.window.drafts.all()) == 3
    press(front, Qt.Key.Key_D, CTRL)
    assert [action.text() for action in menu(front).actions()] == ["入会 · 李三\t12:03", "入会 · 孙二\t12:02", "入会 · 钱一\t12:01"]
    press(front, Qt.Key.Key_Down)
    press(front, Qt.Key.Key_Return)
    assert menu(front) is None
    assert on_the_screen(front) == ["孙二"]


def test_the_list_left_with_esc_leaves_the_form_on_the_screen(front, heard):
    for name in ("钱一", "孙二", "李三"):
        begin(front, name)
    press(front, Qt.Key.Key_D, CTRL)
    assert [action.text() for action in menu(front).actions()] == ["入会 · 孙二\t12:02", "入会 · 钱一\t12:01"], "not the one on the screen"
    press(front, Qt.Key.Key_Escape)
    assert on_the_screen(front) == ["李三"]


def test_two_guests_are_still_switched_by_one_key(front, heard):
    for name in ("钱一", "孙二"):
        begin(front, name)
    for name in ("钱一", "孙二", "钱一"):
        press(front, Qt.Key.Key_D, CTRL)
        assert on_the_screen(front) == [name]


def test_the_only_form_stays_on_the_screen_and_the_key_says_so(front, heard):
    begin(front, "钱一")
    press(front, Qt.Key.Key_D, CTRL)
    assert on_the_screen(front) == ["钱一"]
    assert heard.said[-1][0] == "没有别的草稿"


def test_yesterdays_form_says_its_day(front, heard):
    for name in ("钱一", "孙二"):
        begin(front, name)
    press(front, Qt.Key.Key_Escape)
    front.clock.pass_(days=1)
    press(front, Qt.Key.Key_D, CTRL)
    assert [action.text() for action in menu(front).actions()] == ["入会 · 孙二\t11-23 周一 12:02", "入会 · 钱一\t11-23 周一 12:01"]
    press(front, Qt.Key.Key_Escape)


def test_who_unlocks_again_has_his_form_before_him(front, heard, qtbot):
    begin(front, "钱一")
    press(front, Qt.Key.Key_L, CTRL)
    assert on_the_screen(front) == []
    QTest.keyClicks(front.reception.sign_in.pad, PIN)
    qtbot.waitUntil(lambda: on_the_screen(front) == ["钱一"], timeout=10_000)
    assert heard.said[-1][0] == "接着填：入会 钱一"


def test_another_person_does_not_see_it_and_who_comes_back_is_told_of_it(front, heard, qtbot):
    begin(front, "钱一")
    press(front, Qt.Key.Key_L, CTRL)
    session = front.reception.session
    for who, told in ((front.front, False), (front.clerk, True)):
        session.sign_in(work.call(person, who), work.call(rights_of, who, on=front.clock().date()))
        front.reception.enter()
        QApplication.processEvents()
        assert on_the_screen(front) == []
        assert any("还有 1 张没填完的表单" in words for words, _ in heard.said) is told
    press(front, Qt.Key.Key_D, CTRL)
    assert on_the_screen(front) == ["钱一"]
