"""From PDF bytes to a printer, 1:1. The preview shows the same bytes; printer and offset are remembered for each paper on this PC.

Everything that touches a printer runs on the PAPER lane: ten pages take more than a second. PDFium is not thread-safe even between two
documents, so `PDFIUM` is held wherever it works.
"""

import os
import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

from PySide6.QtCore import QMarginsF, QObject, QPoint, QRect, QSizeF, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from deskapp.errors import UserError
from ui.kit import notify, work
from ui.kit.local_state import LocalState
from ui.kit.theme import Tone

POINTS_PER_INCH = 72
MM_PER_INCH = 25.4
LASER_DPI = 300
IMPACT_DPI = 180
OFFSET_LIMIT_MM = 20.0
STRIP = 128  # lines of dots that are handed to the printer at once
_KEPT_S = 24 * 3600
PDFIUM = threading.Lock()
"""Two threads in PDFium at once end the program."""


@dataclass(frozen=True, slots=True)
class PrintJob:
    """A finished paper. `paper` names the kind of sheet whose printer and offset are remembered ("兑换单 241×140"); `impact` = dot matrix.

    `number` is what a clerk would have to copy by hand where there is no printer; `missing` are the characters no font has.
    """

    pdf: bytes
    paper: str
    title: str
    number: str = ""
    missing: tuple[str, ...] = ()
    impact: bool = False

    @property
    def dpi(self) -> int:
        return IMPACT_DPI if self.impact else LASER_DPI


@dataclass(frozen=True, slots=True)
class PaperSettings:
    """Where a paper is printed on this PC: `printer` "" is the default one; X to the right and Y down in mm."""

    printer: str = ""
    x_mm: float = 0.0
    y_mm: float = 0.0


def paper_settings(state: LocalState, paper: str) -> PaperSettings:
    """What was remembered for this paper; the defaults if nothing was, or nothing that makes sense."""
    found: Any = state.get(f"paper.{paper}")
    try:
        settings = PaperSettings(str(found["printer"]), float(found["x_mm"]), float(found["y_mm"]))
    except (TypeError, KeyError, ValueError):
        return PaperSettings()
    return settings if max(abs(settings.x_mm), abs(settings.y_mm)) <= OFFSET_LIMIT_MM else PaperSettings(settings.printer)


def remember_paper(state: LocalState, paper: str, settings: PaperSettings) -> None:
    """Remember printer and offset of a paper."""
    state.put(f"paper.{paper}", asdict(settings))


def printers() -> list[str]:
    """The printers of this PC, the default one first. Asking the print server takes time: call it on the PAPER lane."""
    default = QPrinterInfo.defaultPrinterName()
    return sorted(QPrinterInfo.availablePrinterNames(), key=lambda name: (name != default, name))


def page_sizes(pdf: bytes) -> list[QSizeF]:
    """The pages' sizes in mm."""
    with _opened(pdf) as document:
        return [_mm(document[at].get_size()) for at in range(len(document))]


def page_image(pdf: bytes, page: int, dpi: float) -> QImage:
    """One page as a picture at a resolution."""
    with _opened(pdf) as document:
        return _image(document[page], dpi)


def joined(pdfs: Sequence[bytes]) -> bytes:
    """Several papers as one, in their order, each with the pages it has."""
    from pypdfium2 import PdfDocument

    with PDFIUM:
        whole, written = PdfDocument.new(), BytesIO()
        for pdf in pdfs:
            one = PdfDocument(pdf)
            whole.import_pages(one)
            one.close()
        whole.save(written)
        whole.close()
        return written.getvalue()


def print_pdf(
    job: PrintJob, settings: PaperSettings, progress: Callable[[int, int], None] = lambda _done, _total: None, *, file: Path | None = None
) -> None:
    """Print every page 1:1, moved by the offset; into a PDF `file` instead of a printer where one is named.

    Refuses (UserError) when the printer does not take the job. What `progress` raises ends the job before the next page.
    """
    with _opened(job.pdf) as document:
        printer = _printer(job, settings, file)
        _set_page(printer, _mm(document[0].get_size()))
        painter = QPainter()
        if not painter.begin(printer):
            raise UserError(f"打印机“{printer.printerName()}”没有接收，请看电源、纸和连线，或换一台打印机")
        try:
            for at in range(len(document)):
                progress(at, len(document))
                if at:
                    _set_page(printer, _mm(document[at].get_size()))
                    printer.newPage()
                _paint(painter, printer, document[at], settings)
        except BaseException:
            printer.abort()
            raise
        finally:
            painter.end()
        progress(len(document), len(document))


class Printing(QObject):
    """One job in the background at a time: `progressed(done, total)`, then `finished(True)`, or False after Cancel or a refusal."""

    progressed = Signal(int, int)
    finished = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._progress: work.Progress | None = None

    def start(self, job: PrintJob, settings: PaperSettings, *, file: Path | None = None) -> None:
        """Print; a job that runs already goes on and the new one is refused."""
        if self._progress is not None:
            raise UserError("上一份还在打印，请稍等")
        self._progress = work.Progress(lambda done, total, _text: self.progressed.emit(done, total))
        work.latest(
            self,
            partial(print_pdf, job, settings, self._progress, file=file),
            lambda _: self._end(None),
            topic="print",
            lane=work.Lane.PAPER,
            failed=self._end,
        )

    def cancel(self) -> None:
        """End before the next page."""
        if self._progress is not None:
            self._progress.cancel()

    def _end(self, error: BaseException | None) -> None:
        self._progress = None
        self.finished.emit(error is None)
        if error is not None and not isinstance(error, work.Cancelled):
            raise error


def open_pdf(job: PrintJob, folder: Path, *, viewer: Callable[[QUrl], bool] = QDesktopServices.openUrl) -> None:
    """Without a printer: give the PDF to the desktop's viewer and show the number large, so the guest is not sent away.

    PDFs of more than a day ago are removed from `folder`: they hold guests' names.
    """
    path = work.call_on(work.Lane.FILES, _put_aside, job, folder)
    opened = viewer(QUrl.fromLocalFile(str(path)))
    if job.number:
        notify.number("没有打印机，请抄下单号", job.number, hint="PDF 已用电脑上的阅读器打开" if opened else f"PDF 存在 {path}")
    elif not opened:
        notify.say(f"电脑上没有 PDF 阅读器，文件存在 {path}", tone=Tone.WARN)


def _put_aside(job: PrintJob, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = "".join(c if c.isalnum() or c in "-_" else "_" for c in f"{job.title}-{job.number}".strip("-"))
    path = folder / f"{name}-{uuid4().hex[:8]}.pdf"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(job.pdf)
    written = path.stat().st_mtime
    for other in folder.glob("*.pdf"):
        if other.stat().st_mtime < written - _KEPT_S:
            other.unlink(missing_ok=True)
    return path


def _printer(job: PrintJob, settings: PaperSettings, file: Path | None) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if file is not None:
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(file))
    elif settings.printer:
        if settings.printer not in QPrinterInfo.availablePrinterNames():
            raise UserError(f"找不到打印机“{settings.printer}”，请换一台")
        printer.setPrinterName(settings.printer)
    printer.setDocName(" ".join(part for part in (job.title, job.number) if part))
    printer.setResolution(job.dpi)
    printer.setFullPage(True)
    return printer


def _set_page(printer: QPrinter, size: QSizeF) -> None:
    """A sheet of exactly this size: a near one of the driver's list would shift or scale the form."""
    upright = QSizeF(min(size.width(), size.height()), max(size.width(), size.height()))
    wide_sheet = size.width() > size.height() and size.width() <= 297  # A5 landscape turns; 241×140 is a wide sheet of its own
    known = _known_size(upright) if wide_sheet else None
    if known is not None:
        printer.setPageSize(known)
        printer.setPageOrientation(QPageLayout.Orientation.Landscape)
    else:
        name = f"{size.width():g}x{size.height():g}mm"
        match = QPageSize.SizeMatchPolicy.ExactMatch
        printer.setPageSize(_known_size(size) or QPageSize(size, QPageSize.Unit.Millimeter, name, match))
        printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    printer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)


def _known_size(size: QSizeF) -> QPageSize | None:
    for known in (QPageSize.PageSizeId.A4, QPageSize.PageSizeId.A5):
        sheet = QPageSize.size(known, QPageSize.Unit.Millimeter)
        if abs(sheet.width() - size.width()) < 0.5 and abs(sheet.height() - size.height()) < 0.5:
            return QPageSize(known)
    return None


def _paint(painter: QPainter, printer: QPrinter, page: Any, settings: PaperSettings) -> None:
    """Draw at the page's own size, not at the size of what the driver offers: dot for dot, that keeps 10 mm at 10 mm.

    In strips: Qt lets no other thread of Python go on while it hands an image over, and a whole page would stop the window for 0.2 s.
    """
    dots = printer.resolution() / MM_PER_INCH
    image = _image(page, printer.resolution())
    left, top = round(settings.x_mm * dots), round(settings.y_mm * dots)
    for row in range(0, image.height(), STRIP):
        rows = min(STRIP, image.height() - row)
        painter.drawImage(QPoint(left, top + row), image, QRect(0, row, image.width(), rows))


@contextmanager
def _opened(pdf: bytes) -> Generator[Any]:
    import pypdfium2  # 40 ms nobody needs before the first paper

    with PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            yield document
        finally:
            document.close()


def _mm(points: tuple[float, float]) -> QSizeF:
    return QSizeF(*(round(value / POINTS_PER_INCH * MM_PER_INCH, 2) for value in points))


def _image(page: Any, dpi: float) -> QImage:
    bitmap = page.render(scale=dpi / POINTS_PER_INCH)
    return QImage(bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_BGR888).copy()
