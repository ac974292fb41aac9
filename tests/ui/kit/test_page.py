"""Pages: imported when opened, refreshed when somebody wrote, filtered by chips and cleared at one press."""

import threading

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from ui.kit import theme, work
from ui.kit.buttons import Button
from ui.kit.filters import FilterBar, FilterChip
from ui.kit.page import Page, PageEntry, Pages, RevisionWatch

STATES = [(None, "未完成和今天"), ("posted", "已录入"), ("returned", "已退回")]


class HandoverPage(Page):
    def __init__(self) -> None:
        super().__init__("积分移交", name="handovers")
        self.refreshed: list[object] = []
        self.filters = FilterBar(FilterChip("state", "状态", STATES), FilterChip("department", "部门", [(None, "全部"), (1, "售后部")]))
        self.set_filters(self.filters)
        self.set_content(QLabel("list"), QLabel("panel"))

    def refresh(self) -> None:
        self.refreshed.append(dict(self.filters.values()))


@pytest.fixture
def page(qtbot: QtBot, qapp: QApplication) -> HandoverPage:
    theme.apply(qapp)
    page = HandoverPage()
    qtbot.addWidget(page)
    page.resize(1198, 684)
    page.show()
    return page


def test_a_page_asks_once_when_it_is_first_seen(page: HandoverPage) -> None:
    page.hide()
    page.show()
    assert len(page.refreshed) == 1


def test_a_page_out_of_sight_refreshes_when_it_is_seen_again(page: HandoverPage) -> None:
    page.store_changed()
    assert len(page.refreshed) == 2
    page.hide()
    page.store_changed()
    page.store_changed()
    assert len(page.refreshed) == 2
    page.show()
    assert len(page.refreshed) == 3


@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)  # offscreen has none to grab
def test_a_chip_is_opened_and_answered_by_keys(page: HandoverPage, qtbot: QtBot) -> None:
    chip = page.filters.findChild(FilterChip, "filter_state")
    assert chip is not None
    chip.setFocus()
    qtbot.keyClick(chip, Qt.Key.Key_Return)
    menu = chip.menu()
    qtbot.waitUntil(menu.isVisible)
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    assert page.refreshed[-1] == {"state": "posted", "department": None}
    assert chip.accessibleName() == "筛选：状态 已录入"


def test_clearing_all_filters_is_one_refresh(page: HandoverPage, qtbot: QtBot) -> None:
    clear = page.filters.findChild(Button, "clear_filters")
    assert clear is not None
    assert not clear.isVisible()
    for chip, value in zip(page.filters.findChildren(FilterChip), ("returned", 1), strict=True):
        chip.set_value(value)
    assert clear.isVisible()
    before = len(page.refreshed)
    clear.click()
    assert page.refreshed[before:] == [{"state": None, "department": None}]
    assert not clear.isVisible()


def test_a_choice_that_is_gone_falls_back_to_the_default(page: HandoverPage) -> None:
    chip = page.filters.findChild(FilterChip, "filter_department")
    assert chip is not None
    chip.set_value(1)
    chip.set_choices([(None, "全部"), (2, "销售部"), (1, "售后部")])
    assert chip.value() == 1
    chip.set_choices([(None, "全部"), (2, "销售部")])
    assert chip.is_default()


def test_a_page_is_built_when_first_opened_and_kept(qtbot: QtBot, qapp: QApplication) -> None:
    built: list[str] = []

    def load() -> Page:
        built.append("handovers")
        return HandoverPage()

    pages = Pages([PageEntry("handovers", "积分", "coins", load)])
    qtbot.addWidget(pages)
    pages.show()
    assert built == []
    first = pages.open("handovers")
    assert pages.open("handovers") is first
    assert built == ["handovers"]


def test_pages_hear_of_a_write_by_anybody_and_of_nothing_else(lanes: None, qtbot: QtBot) -> None:
    revisions = [5, 5, 6]
    watch = RevisionWatch(lambda: revisions.pop(0))
    told: list[int] = []
    watch.changed.connect(lambda: told.append(len(revisions)))
    for left in (2, 1, 0):
        watch.look()
        qtbot.waitUntil(lambda left=left: len(revisions) == left)
        qtbot.wait(5)
    assert told == [0]


def test_the_watch_skips_its_turn_while_somebody_saves(lanes: None, qtbot: QtBot) -> None:
    asked: list[int] = []
    watch = RevisionWatch(lambda: asked.append(1))
    gate = threading.Event()

    def tick() -> None:
        watch.look()
        gate.set()

    QTimer.singleShot(10, tick)
    work.call(gate.wait, 5.0)
    work.call(lambda: None)
    assert asked == []
