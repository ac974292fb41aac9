"""Surfaces: folded blocks by key and mouse, banners and panels that say what they mean, nothing cut."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout
from pytestqt.qtbot import QtBot

from tests.ui.kit.hands import show
from ui.kit import theme
from ui.kit.banners import Banner, Notice, StatusLine
from ui.kit.buttons import link, plain
from ui.kit.fields_code import NameField
from ui.kit.folds import Folded
from ui.kit.frames import Card, Empty, LabelRows, NextStep
from ui.kit.labels import Label, Wrapped
from ui.kit.pills import Pill
from ui.kit.theme import Tone


def folded() -> tuple[Folded, NameField]:
    block, field = Folded("更多资料", "生日、车型等 12 项", key="Alt+M", name="more"), NameField()
    content = QVBoxLayout()
    content.addWidget(field)
    block.set_content(content)
    return block, field


def test_a_folded_block_opens_by_space_and_closes_by_click(qtbot: QtBot) -> None:
    block, field = folded()
    show(qtbot, block)
    assert not field.isVisible()
    block.head.setFocus()
    with qtbot.waitSignal(block.toggled, timeout=500):
        qtbot.keyClick(block.head, Qt.Key.Key_Space)
    assert field.isVisible()
    qtbot.mouseClick(block.head, Qt.MouseButton.LeftButton)
    assert not field.isVisible()


def test_the_key_on_its_cap_opens_a_folded_block(qtbot: QtBot) -> None:
    block, field = folded()
    above = NameField("above")
    window = show(qtbot, above, block)
    block.bind(window)
    qtbot.keyClick(above.edit, Qt.Key.Key_M, Qt.KeyboardModifier.AltModifier)
    assert field.isVisible()
    assert block.is_open()


def test_enter_on_a_folded_block_is_left_to_the_form(qtbot: QtBot) -> None:
    block, _ = folded()
    window = show(qtbot, block)
    block.head.setFocus()
    qtbot.keyClick(block.head, Qt.Key.Key_Return)
    assert window.left_keys == [Qt.Key.Key_Return]
    assert not block.is_open()


def test_a_banner_grows_with_its_words_instead_of_cutting_them(qtbot: QtBot) -> None:
    banner = Banner("还有 2 处未好。", Tone.BAD, action=link("到第 1 处", key="Alt+G"))
    window = show(qtbot, banner)
    window.layout().addStretch(1)
    window.setFixedHeight(300)
    qtbot.waitUntil(lambda: banner.height() == theme.CONTROL_MAIN)
    low = banner.height()
    banner.set_words("还有 4 处未好：" + "车牌号码里有字母 O；第 4 项选择还没选；" * 4)
    qtbot.waitUntil(lambda: banner.height() > low)
    words = banner.findChild(Wrapped)
    assert words.height() >= words.heightForWidth(words.width())
    assert window.rect().contains(banner.geometry())


def test_the_next_step_says_verb_and_effect(qtbot: QtBot) -> None:
    step = NextStep("核对单据后录入。", due=Pill("今天 17:30 前", Tone.WARN))
    show(qtbot, step)
    without = step.sizeHint().height()
    step.set_step("核对单据后录入：扣 200 分，记 1,300 分。", "录入后余额 3,660 → 4,760 分")
    assert step.accessibleName() == "下一步：核对单据后录入：扣 200 分，记 1,300 分。"
    assert step.sizeHint().height() > without


def test_a_notice_stands_beside_a_field_with_its_actions(qtbot: QtBot) -> None:
    notice, opened = Notice("这个手机已有 1 位客户"), plain("打开该客户", key="Alt+O", height=28)
    notice.add(opened)
    show(qtbot, notice)
    assert notice.accessibleName() == "这个手机已有 1 位客户"
    assert notice.rect().contains(opened.mapTo(notice, opened.rect().bottomRight()))
    assert notice.grab().toImage().pixelColor(8, 8).name().upper() == theme.WARN_WASH


def test_values_of_label_rows_stand_in_one_column(qtbot: QtBot) -> None:
    first, second = Label("张伟明 先生"), Label("RO26112304")
    rows = LabelRows((("客户", first), ("结算单", second)))
    show(qtbot, rows)
    assert first.x() == second.x() >= theme.PANEL_LABELS


def test_a_status_line_speaks_for_itself(qtbot: QtBot) -> None:
    line = StatusLine("数据库正常", Tone.GOOD, icon="database")
    show(qtbot, line)
    line.set_state("数据库连不上", Tone.BAD)
    assert line.words() == line.accessibleName() == "数据库连不上"


def test_an_empty_list_says_how_to_begin(qtbot: QtBot) -> None:
    begin = plain("新移交单", icon="plus", key="F6")
    empty = Empty("没有移交单", "前台写的移交单会出现在这里", action=begin)
    show(qtbot, empty, width=600)
    assert begin.isVisible()
    assert [label.text() for label in empty.findChildren(Label)] == ["没有移交单", "前台写的移交单会出现在这里"]


def test_a_card_draws_its_own_hairline_and_leaves_labels_alone(qtbot: QtBot) -> None:
    card, label = Card(), Label("联系")
    card.column.addWidget(label)
    show(qtbot, card)
    picture = card.grab().toImage()
    assert picture.pixelColor(card.width() // 2, 0).name().upper() == theme.LINE
    inside = {picture.pixelColor(label.x(), y).name().upper() for y in range(label.y(), label.y() + 2)}
    assert inside == {theme.SURFACE}
