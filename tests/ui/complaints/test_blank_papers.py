"""What is printed before it is needed: for a day without the program the desk writes slip and settlement by hand."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.papers import text_of


def chosen(floor, downs):
    """The text of the paper that so many presses of ↓ and Enter open."""
    page = floor.page
    floor.until(lambda: page.blank.isVisible())
    floor.click("print_blank_slip")
    for key in (*[Qt.Key.Key_Down] * downs, Qt.Key.Key_Return):
        QTest.keyClick(QApplication.activePopupWidget(), key)
    sheet = floor.desk.sheet()
    floor.until(lambda: sheet.job is not None and sheet.job.pdf)
    text = text_of(sheet.job.pdf)
    floor.desk.key(Qt.Key.Key_Escape)
    return "".join(text.split())


@pytest.mark.parametrize(("downs", "third"), [(0, False), (1, True)])
def test_the_slip_has_blocks_for_two_departments_or_three(floor, downs, third):
    text = chosen(floor, downs)
    assert "处理单" in text
    assert "部门2责任人" in text
    assert ("部门3责任人" in text) is third


def test_the_settlement_is_there_to_be_written_by_hand_and_signed(floor):
    text = chosen(floor, 2)
    assert "投诉解决确认书" in text
    assert "客户签字" in text
