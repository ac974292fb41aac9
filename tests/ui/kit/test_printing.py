"""What is printed is the PDF, 1:1, moved by the offset of this PC; a printer that is missing or jammed loses nothing."""

import io
import os
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QUrl
from pytestqt.qtbot import QtBot
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from deskapp.errors import UserError
from tests.ui.kit.recorder import Recorder
from ui.kit import work
from ui.kit.local_state import LocalState
from ui.kit.printing import (
    PaperSettings,
    Printing,
    PrintJob,
    open_pdf,
    page_image,
    page_sizes,
    paper_settings,
    print_pdf,
    remember_paper,
)

SIZES = {"A4": (210, 297), "A5 横向": (210, 148), "A5": (148, 210), "241×140": (241, 140), "241×280": (241, 280), "241×93": (241, 93)}


def _ruler(width: float, height: float, pages: int = 1) -> bytes:
    """A sheet with a black square of 10 mm whose corner is 30 mm from the left and 20 mm from the top."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(width * mm, height * mm))
    for _ in range(pages):
        canvas.rect(30 * mm, (height - 30) * mm, 10 * mm, 10 * mm, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _job(paper: str = "A4", pages: int = 1) -> PrintJob:
    return PrintJob(_ruler(*SIZES[paper], pages), paper, "兑换签收单", "DH-20261123-001", impact=paper.startswith("241"))


def _square(pdf: bytes) -> tuple[float, float, float, float]:
    """Left, top, width and height of what is black on the first page, in mm."""
    image = pypdfium2.PdfDocument(pdf)[0].render(scale=600 / 72).to_pil().convert("L").point(lambda v: 255 if v < 128 else 0)
    left, top, right, bottom = image.getbbox()
    scale = 25.4 / 600
    return left * scale, top * scale, (right - left) * scale, (bottom - top) * scale


@pytest.mark.parametrize("paper", SIZES)
def test_ten_millimetres_stay_ten_on_every_paper(paper: str, tmp_path: Path, qapp: object) -> None:
    print_pdf(_job(paper), PaperSettings(), file=tmp_path / "out.pdf")
    pdf = (tmp_path / "out.pdf").read_bytes()
    (size,) = page_sizes(pdf)
    assert (size.width(), size.height()) == pytest.approx(SIZES[paper], abs=0.4)
    left, top, width, height = _square(pdf)
    dot = 25.4 / _job(paper).dpi
    assert (width, height) == pytest.approx((10, 10), abs=dot)
    assert (left, top) == pytest.approx((30, 20), abs=2 * dot)


def test_the_offset_of_this_pc_moves_the_print_and_nothing_else(tmp_path: Path, qapp: object) -> None:
    print_pdf(_job("241×140"), PaperSettings(x_mm=3, y_mm=-2), file=tmp_path / "out.pdf")
    left, top, width, _ = _square((tmp_path / "out.pdf").read_bytes())
    assert (left, top, width) == pytest.approx((33, 18, 10), abs=0.3)


def test_all_pages_come_out(tmp_path: Path, qapp: object) -> None:
    seen: list[tuple[int, int]] = []
    print_pdf(_job(pages=3), PaperSettings(), lambda done, total: seen.append((done, total)), file=tmp_path / "out.pdf")
    assert len(page_sizes((tmp_path / "out.pdf").read_bytes())) == 3
    assert seen == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_a_page_is_rendered_at_the_resolution_asked_for(qapp: object) -> None:
    image = page_image(_job().pdf, 0, 96)
    assert (image.width(), image.height()) == pytest.approx((794, 1123), abs=1)
    assert image.pixelColor(int(35 / 25.4 * 96), int(25 / 25.4 * 96)).lightness() == 0
    assert image.pixelColor(5, 5).lightness() == 255


def test_printing_goes_on_in_the_background_and_can_be_cancelled(lanes: None, qtbot: QtBot, tmp_path: Path) -> None:
    printing = Printing()
    with qtbot.waitSignal(printing.finished, timeout=20_000) as finished:
        printing.start(_job(), PaperSettings(), file=tmp_path / "one.pdf")
        with pytest.raises(UserError, match="还在打印"):
            printing.start(_job(), PaperSettings(), file=tmp_path / "two.pdf")
    assert finished.args == [True]
    with qtbot.waitSignal(printing.finished, timeout=20_000) as finished:
        printing.start(_job(pages=60), PaperSettings(), file=tmp_path / "three.pdf")
        printing.cancel()
    assert finished.args == [False]


def test_a_printer_that_is_gone_is_named(lanes: None, qtbot: QtBot) -> None:
    with pytest.raises(UserError, match="找不到打印机“针打1”"):
        print_pdf(_job(), PaperSettings(printer="针打1"))


def test_printer_and_offset_are_remembered_for_each_paper(lanes: None, tmp_path: Path) -> None:
    state = LocalState(tmp_path / "pc.json")
    remember_paper(state, "241×140", PaperSettings("针打1", 1.5, -0.5))
    work.call_on(work.Lane.FILES, lambda: None)
    again = LocalState(tmp_path / "pc.json")
    assert paper_settings(again, "241×140") == PaperSettings("针打1", 1.5, -0.5)
    assert paper_settings(again, "A4") == PaperSettings()
    again.put("paper.A4", {"printer": "激光", "x_mm": 900, "y_mm": 0})
    assert paper_settings(again, "A4") == PaperSettings("激光"), "an offset off the sheet is no offset"


def test_without_a_printer_the_pdf_opens_and_the_number_is_shown_large(
    lanes: None, qtbot: QtBot, tmp_path: Path, notices: Recorder
) -> None:
    opened: list[QUrl] = []

    def viewer(url: QUrl) -> bool:
        opened.append(url)
        return True

    job = _job()
    yesterday, before = tmp_path / "yesterday.pdf", tmp_path / "before.pdf"
    for old, hours in ((yesterday, 23), (before, 25)):
        old.write_bytes(job.pdf)
        os.utime(old, (old.stat().st_mtime - hours * 3600,) * 2)
    open_pdf(job, tmp_path, viewer=viewer)
    path = Path(opened[0].toLocalFile())
    assert path.read_bytes() == job.pdf
    assert path.stat().st_mode & 0o077 == 0
    assert notices.numbers[0][1] == "DH-20261123-001"
    assert yesterday.exists()
    assert not before.exists(), "a guest's paper does not lie on the PC for ever"
