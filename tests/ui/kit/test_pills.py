"""State pills: word, icon and colour, as a widget and in a table cell."""

import pytest
from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QColor, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QStyleOptionViewItem, QTableView
from pytestqt.qtbot import QtBot

from tests.ui.kit.hands import show
from ui.kit import theme
from ui.kit.frames import dress_table
from ui.kit.pills import PILL_ROLE, Pill, PillDelegate, PillLabel, PlateTag
from ui.kit.theme import Tone


@pytest.mark.parametrize("tone", list(Tone))
def test_a_pill_shows_its_colour_and_says_its_word(qtbot: QtBot, tone: Tone) -> None:
    label = PillLabel(Pill("超 1 天", tone))
    show(qtbot, label)
    picture = label.grab().toImage()
    assert picture.pixelColor(5, label.height() // 2).name().upper() == tone.wash
    inks = {picture.pixelColor(x, y).name().upper() for x in range(picture.width()) for y in range(picture.height())}
    assert tone.ink in inks
    assert label.accessibleName() == "超 1 天"
    assert label.height() == theme.PILL


def test_a_pill_grows_with_its_word(qtbot: QtBot) -> None:
    label = PillLabel(Pill("今天", Tone.WARN))
    show(qtbot, label)
    before = label.width()
    label.set_pill(Pill("剩 2 个工作日", Tone.WARN))
    qtbot.waitUntil(lambda: label.width() > before)


def table_of(*cells: QStandardItem) -> QTableView:
    table = QTableView()
    dress_table(table)
    model = QStandardItemModel(table)
    model.appendRow(list(cells))
    table.setModel(model)
    table.setItemDelegate(PillDelegate(table))
    table.setColumnWidth(0, 140)
    return table


def test_a_table_cell_paints_the_pill_of_its_model(qtbot: QtBot) -> None:
    cell = QStandardItem("ignored")
    cell.setData(Pill("逾期 1 天", Tone.BAD), PILL_ROLE)
    table = table_of(cell, QStandardItem("黄志强"))
    show(qtbot, table)
    rect = table.visualRect(table.model().index(0, 0))
    picture = table.viewport().grab().toImage()
    assert picture.pixelColor(theme.CONTROL_PADDING + 5, rect.center().y()).name().upper() == theme.BAD_WASH
    assert picture.pixelColor(rect.right() - 4, rect.center().y()) == QColor(theme.SURFACE)


def test_rows_and_head_have_the_heights_of_the_look(qtbot: QtBot) -> None:
    table = table_of(QStandardItem("黄志强"))
    show(qtbot, table)
    assert table.rowHeight(0) == theme.ROW
    assert table.horizontalHeader().height() == theme.ROW_HEAD


def test_a_pill_cell_asks_for_the_room_it_needs(qtbot: QtBot) -> None:
    cell = QStandardItem()
    cell.setData(Pill("剩 2 个工作日", Tone.WARN), PILL_ROLE)
    table = table_of(cell)
    show(qtbot, table)
    index: QModelIndex = table.model().index(0, 0)
    wanted = table.itemDelegate().sizeHint(QStyleOptionViewItem(), index).width()
    assert wanted > PillLabel(Pill("剩 2 个工作日", Tone.WARN)).sizeHint().width()


def test_a_plate_is_spaced_and_green_on_a_new_energy_car(qtbot: QtBot) -> None:
    blue, green = PlateTag("粤B3K852"), PlateTag("粤BD20716", nev=True)
    show(qtbot, blue, green)
    assert blue.accessibleName() == "粤B 3K852"
    assert blue.grab().toImage().pixelColor(4, 6).name().upper() == theme.PRIMARY_WASH
    assert green.grab().toImage().pixelColor(4, 6).name().upper() == theme.GOOD_WASH
