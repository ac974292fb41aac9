"""The preview shows the paper itself, names what no font has, remembers printer and offset, and counts what was printed."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from tests.ui.kit.recorder import Recorder
from tests.ui.kit.test_printing import _ruler
from ui.kit import work
from ui.kit.banners import Banner
from ui.kit.local_state import LocalState
from ui.kit.preview import PreviewSheet
from ui.kit.printing import PaperSettings, PrintJob, paper_settings

CTRL = Qt.KeyboardModifier.ControlModifier


class Opener(QObject):
    """The desktop's viewer."""

    def __init__(self) -> None:
        super().__init__()
        self.urls: list[QUrl] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.urls.append(url)


def _job(pages: int = 1, missing: tuple[str, ...] = ()) -> PrintJob:
    return PrintJob(_ruler(210, 297, pages), "兑换签收单 A4", "兑换签收单", "DH-20261123-001", missing)


@pytest.fixture
def state(tmp_path: Path, lanes: None) -> LocalState:
    return LocalState(tmp_path / "pc.json")


def _open(
    qtbot: QtBot, window: QMainWindow, state: LocalState, job: PrintJob, printed: Callable[[], object], names: list[str]
) -> PreviewSheet:
    sheet = PreviewSheet(window, job, state=state, folder=Path(), printed=printed, offered=lambda: names)
    with qtbot.waitSignal(sheet.view.shown):
        sheet.open()
    qtbot.waitUntil(lambda: sheet.print_button.isEnabled())
    return sheet


def test_the_page_on_the_screen_is_the_page_of_the_pdf(qtbot: QtBot, window: QMainWindow, state: LocalState) -> None:
    sheet = _open(qtbot, window, state, _job(pages=2), lambda: None, ["激光"])
    assert sheet.view.page_count() == 2
    shot = sheet.view.viewport().grab().toImage()
    ratio = shot.devicePixelRatio()
    scale = sheet.view._page_width(sheet.view._sizes[0]) / 210
    left = (sheet.view.viewport().width() - 210 * scale) / 2
    inside = shot.pixelColor(int((left + 35 * scale) * ratio), int((16 + 25 * scale) * ratio))
    outside = shot.pixelColor(int((left + 60 * scale) * ratio), int((16 + 25 * scale) * ratio))
    assert (inside.lightness(), outside.lightness()) == (0, 255)


def test_only_pages_in_sight_are_kept_in_memory(qtbot: QtBot, window: QMainWindow, state: LocalState) -> None:
    sheet = _open(qtbot, window, state, _job(pages=30), lambda: None, ["激光"])
    bar = sheet.view.verticalScrollBar()
    for value in range(0, bar.maximum(), bar.maximum() // 6):
        with qtbot.waitSignal(sheet.view.shown):
            bar.setValue(value + 1)
        assert len(sheet.view._images) <= 2


def test_a_character_that_no_font_has_is_named(qtbot: QtBot, window: QMainWindow, state: LocalState) -> None:
    sheet = _open(qtbot, window, state, _job(missing=("𰻝",)), lambda: None, ["激光"])
    banner = sheet.findChild(Banner, "missing")
    assert banner is not None
    assert "𰻝 U+30EDD" in banner.words()


def test_the_offset_is_typed_or_stepped_and_stays_on_the_sheet(qtbot: QtBot, window: QMainWindow, state: LocalState) -> None:
    sheet = _open(qtbot, window, state, _job(), lambda: None, ["激光"])
    edit = sheet.offset_x
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClicks(edit, "-1.5x")
    qtbot.keyClick(edit, Qt.Key.Key_Up)
    assert sheet.settings() == PaperSettings("激光", -1.0, 0.0)
    for text, value in (("99", 20.0), ("-", 0.0), ("", 0.0), ("-99", -20.0), (".", 0.0)):
        edit.setText(text)
        assert edit.value() == value


def test_a_printer_that_is_not_there_is_named_and_the_preview_stays(qtbot: QtBot, window: QMainWindow, state: LocalState) -> None:
    counted: list[int] = []
    sheet = _open(qtbot, window, state, _job(), lambda: counted.append(1), ["激光", "针打1"])
    sheet.printer.setCurrentText("针打1")
    sheet.offset_y.setText("2.5")
    with qtbot.captureExceptions() as caught, qtbot.waitSignal(sheet.print_ended):
        qtbot.keyClick(sheet.print_button, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: bool(caught))
    assert "找不到打印机“针打1”" in str(caught[0][1])
    assert sheet.is_open()
    assert sheet.print_button.isEnabled()
    assert counted == []
    assert paper_settings(state, "兑换签收单 A4") == PaperSettings("针打1", 0.0, 2.5)
    sheet.escape()
    again = _open(qtbot, window, state, _job(), lambda: None, ["激光", "针打1"])
    assert again.settings() == PaperSettings("针打1", 0.0, 2.5)


def test_what_the_printer_took_is_counted_once(
    qtbot: QtBot, window: QMainWindow, state: LocalState, tmp_path: Path, notices: Recorder
) -> None:
    counted: list[int] = []
    file = tmp_path / "printed.pdf"
    sheet = PreviewSheet(
        window, _job(), state=state, folder=tmp_path, printed=lambda: counted.append(1), offered=lambda: ["激光"], file=file
    )
    sheet.open()
    qtbot.waitUntil(lambda: sheet.print_button.text() == "打印")
    with qtbot.waitSignal(sheet.print_ended):
        qtbot.keyClick(sheet.print_button, Qt.Key.Key_Return, CTRL)
    assert counted == [1]
    assert not sheet.is_open()
    assert file.read_bytes().startswith(b"%PDF")
    assert "已交给打印机" in notices.said[0][0]


def test_without_a_printer_the_pdf_opens_is_counted_and_the_number_is_large(
    qtbot: QtBot, window: QMainWindow, state: LocalState, tmp_path: Path, notices: Recorder
) -> None:
    opened = Opener()
    QDesktopServices.setUrlHandler("file", opened, "open")
    try:
        counted: list[int] = []
        sheet = PreviewSheet(window, _job(), state=state, folder=tmp_path / "pdf", printed=lambda: counted.append(1), offered=list)
        sheet.open()
        qtbot.waitUntil(lambda: sheet.print_button.isEnabled())
        assert sheet.print_button.text() == "打开 PDF"
        qtbot.keyClick(sheet.print_button, Qt.Key.Key_Return, CTRL)
        assert counted == [1]
        assert opened.urls[0].toLocalFile().endswith(".pdf")
        assert notices.numbers[0][1] == "DH-20261123-001"
    finally:
        QDesktopServices.unsetUrlHandler("file")
    work.call_on(work.Lane.FILES, lambda: None)
