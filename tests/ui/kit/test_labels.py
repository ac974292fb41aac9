"""Words: elided in paint with the whole text in the tooltip, never cut silently."""

from pytestqt.qtbot import QtBot

from tests.ui.kit.hands import show
from ui.kit import theme
from ui.kit.labels import Figure, Hint, Label, Section, Title, Wrapped, key_cap_width, text_width

LONG = "接收方：一汽-大众、平安财险、太平洋财险、人保财险"


def test_a_label_without_room_elides_and_tells_all_in_its_tooltip(qtbot: QtBot) -> None:
    label = Label(LONG)
    show(qtbot, label, width=100)
    assert label.is_elided()
    assert label.toolTip() == LONG
    assert label.accessibleName() == LONG


def test_a_label_with_room_has_no_tooltip(qtbot: QtBot) -> None:
    label = Label("王芳")
    show(qtbot, label)
    label.set_text("王芳 客服部")
    assert not label.is_elided()
    assert label.toolTip() == ""
    label.set_text(LONG * 2)
    assert label.toolTip() == LONG * 2


def test_every_size_of_label_is_as_high_as_its_line(qtbot: QtBot) -> None:
    labels = (Hint("提示"), Label("正文"), Section("小节"), Title("标题"))
    show(qtbot, *labels)
    heights = [theme.line_height(size) for size in (theme.HINT, theme.BODY, theme.SECTION, theme.TITLE)]
    assert [label.height() for label in labels] == heights


def test_wrapped_text_takes_the_lines_it_needs_and_reads_no_markup(qtbot: QtBot) -> None:
    label = Wrapped("<b>" + LONG)
    show(qtbot, label, width=160)
    lines = -(-text_width("<b>" + LONG) // label.width())
    assert lines >= 2
    assert label.height() >= lines * theme.line_height(theme.BODY) - 1
    assert label.text().startswith("<b>")


def test_a_figure_has_room_for_its_unit(qtbot: QtBot) -> None:
    figure = Figure("3,460", "分", size=theme.BALANCE)
    show(qtbot, figure)
    before = figure.sizeHint().width()
    figure.set_text("13,460")
    assert figure.sizeHint().width() > before
    assert figure.accessibleName() == "13,460 分"


def test_a_key_cap_is_at_least_square() -> None:
    assert key_cap_width("1") == theme.KEY_CAP
    assert key_cap_width("Ctrl+Enter") > theme.KEY_CAP
