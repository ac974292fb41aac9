"""Pictures and papers of a tour, numbered in the order they were taken; what was seen on them, and what did not fit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from ui.kit import work
from ui.kit.heartbeat import Heartbeat
from ui.kit.printing import page_image, page_sizes
from ui.kit.sheet import open_sheets
from ui.tour.hands import Hands
from ui.tour.labels import misfits

if TYPE_CHECKING:
    from ui.kit.preview import PreviewSheet
    from ui.main_window import MainWindow
    from ui.tour.report import Report

USUAL = QSize(1366, 768)
SMALLEST = QSize(1366, 696)  # what title bar and taskbar leave of the same screen
LARGE = QSize(1536, 864)  # 1920×1080 at 125 %
PAPER_DPI = 180


class Album:
    """`shot` takes a picture, `paper` keeps a paper; the longest stop of the window is measured between them, not while they are saved."""

    def __init__(self, folder: Path, hands: Hands) -> None:
        self.hands = hands
        self.pictures: list[str] = []
        self.papers: list[str] = []
        self.seen: set[str] = set()
        self.clipped: dict[str, list[str]] = {}
        self.longest_ms = 0.0
        self.longest_at = ""
        self._pictures, self._papers = folder / "pictures", folder / "papers"
        self._pictures.mkdir(parents=True, exist_ok=True)
        self._papers.mkdir(parents=True, exist_ok=True)
        self._heartbeat = Heartbeat()
        self._last = ""
        self._heartbeat.begin()

    @property
    def window(self) -> MainWindow:
        window: MainWindow = self.hands.window  # pyright: ignore[reportAssignmentType]
        return window

    def shot(self, name: str, *, also: bool = False) -> None:
        """The window as it is now; `also` at the smallest size, and on a large screen at 125 %."""
        self.hands.settle()
        self._pause(name)
        self._keep(name, USUAL)
        if also:
            self._keep(f"{name}-696", SMALLEST)
            self._keep(f"{name}-125", LARGE, ratio=1.25)
            self.window.resize(USUAL)
            self.hands.settle()
        self._go_on()

    def paper(self, name: str) -> None:
        """The paper on the open preview, as PDF and as the pages a printer would make of it."""
        sheet: PreviewSheet = open_sheets(self.window)[-1]  # pyright: ignore[reportAssignmentType]
        pdf = sheet.job.pdf
        self._pause(name)
        number = f"{len(self.papers) + 1:02d}-{name}"
        (self._papers / f"{number}.pdf").write_bytes(pdf)
        for page in range(len(page_sizes(pdf))):
            work.call_on(work.Lane.PAPER, page_image, pdf, page, PAPER_DPI).save(str(self._papers / f"{number}-p{page + 1}.png"))
        self.papers.append(number)
        self._go_on()

    def at(self, hands: Hands) -> Album:
        """Go on with the same album at another window."""
        self.hands = hands
        self._go_on()
        return self

    def tell(self, report: Report) -> None:
        """Write down what was seen so far."""
        report.pictures, report.papers, report.seen = self.pictures, self.papers, sorted(self.seen)
        report.clipped, report.entries = self.clipped, report.entries | self.hands.counted
        report.longest_stop_ms, report.longest_stop_at = self.longest_ms, self.longest_at

    def end(self) -> None:
        """Stop measuring."""
        self._pause("the end")

    def _keep(self, name: str, size: QSize, *, ratio: float = 1.0) -> None:
        if self.window.size() != size:
            self.window.resize(size)
            self.hands.settle()
        pixmap = QPixmap(size * ratio)
        pixmap.setDevicePixelRatio(ratio)
        self.window.render(pixmap)
        number = f"{len(self.pictures) + 1:02d}-{name}"
        pixmap.save(str(self._pictures / f"{number}.png"))
        self.pictures.append(number)
        if cut := misfits(self.window):
            self.clipped[number] = cut
        self.seen |= {f"{type(widget).__module__}.{type(widget).__qualname__}" for widget in self._shown()}

    def _shown(self) -> list[QWidget]:
        """What the picture is of: the page or what covers it, and the sheets over it."""
        there = (self.window.cover.currentWidget(), self.window.pages.currentWidget(), *open_sheets(self.window))
        return [widget for widget in there if widget is not None and widget.isVisible()]

    def _pause(self, name: str) -> None:
        stop = self._heartbeat.end()
        if stop > self.longest_ms:
            self.longest_ms, self.longest_at = stop, f"{self._last} → {name}"
        self._last = name

    def _go_on(self) -> None:
        self._heartbeat.begin()
