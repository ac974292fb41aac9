"""The frame: badges that say what is owed, items pressed by key and mouse, the search box."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.kit.hands import commit, show
from ui.kit import theme
from ui.kit.chrome import Badge, NavItem, PersonChip, SearchBox


def badge_colour(item: NavItem) -> str:
    return item.grab().toImage().pixelColor(item.width() - 22, item.height() // 2 - 7).name().upper()


def test_a_badge_is_grey_when_owed_red_when_overdue_white_when_selected(qtbot: QtBot) -> None:
    item, other = NavItem("积分", "coins"), NavItem("会员", "id-card")
    show(qtbot, item, other, width=theme.NAV_WIDTH - 40)
    item.setFixedWidth(theme.NAV_WIDTH)
    item.set_badge(Badge(3))
    assert badge_colour(item) == theme.BADGE
    item.set_badge(Badge(3, overdue=True))
    assert badge_colour(item) == theme.BAD
    item.setChecked(True)
    assert badge_colour(item) == theme.SURFACE
    assert item.accessibleName() == "积分，3 项未办，有逾期"


def test_nothing_owed_shows_no_badge(qtbot: QtBot) -> None:
    item = NavItem("积分", "coins")
    show(qtbot, item)
    item.set_badge(Badge(0))
    assert item.badge() is None
    assert item.accessibleName() == "积分"


def test_items_are_pressed_by_mouse_and_enter_and_one_is_selected(qtbot: QtBot) -> None:
    today, members = NavItem("今日", "sun"), NavItem("会员", "id-card")
    show(qtbot, today, members)
    qtbot.keyClick(today, Qt.Key.Key_Return)
    assert today.isChecked()
    qtbot.mouseClick(members, Qt.MouseButton.LeftButton)
    assert members.isChecked()
    assert not today.isChecked()


def test_the_pitch_of_items_is_the_planned_one(qtbot: QtBot) -> None:
    item = NavItem("今日", "sun")
    show(qtbot, item)
    assert item.height() == theme.NAV_PITCH


def test_the_search_box_leaves_room_for_glass_and_key(qtbot: QtBot) -> None:
    box = SearchBox("搜索 姓名 / 拼音 / 手机 / 车牌 / 单号，或直接扫码")
    show(qtbot, box, width=theme.SEARCH[0])
    commit(box, "张 8888")
    assert box.text() == "张 8888"
    assert (box.sizeHint().width(), box.height()) == theme.SEARCH
    assert box.textMargins().left() > theme.ICON_SMALL
    assert box.textMargins().right() > theme.KEY_CAP


def test_the_person_signed_in_can_change(qtbot: QtBot) -> None:
    chip = PersonChip("王芳", "前台·客服")
    show(qtbot, chip)
    chip.set_person("赵磊", "售后部")
    assert chip.accessibleName() == "赵磊 售后部"
    with qtbot.waitSignal(chip.clicked, timeout=500):
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
