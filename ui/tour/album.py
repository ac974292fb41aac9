"""Pictures and papers of a tour, numbered in the order they were taken; what was seen on them, and what did not fit."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from ui.kit import work
from ui.kit.heartbeat import Heartbeat
from ui.kit.printing import page_image, page_sizes
from ui.kit.sheet import open_sheets
from ui.tour.hands import Hands
from ui.tour.labels import misfits
from ui.tour.report import Report, Stop
from ui.tour.roll import Papers, called

if TYPE_CHECKING:
    from ui.kit.preview import PreviewSheet

USUAL = QSize(1366, 768)
SMALLEST = QSize(1366, 696)  # what title bar and taskbar leave of the same screen
LARGE = QSize(1536, 864)  # 1920×1080 at 125 %
PAPER_DPI = 180
PACKED = 80  # a third faster than as small as can be, and hardly larger


class Album:
    """`shot` takes a picture, `paper` keeps a paper, both into the report; stops of the window are measured between them, not meanwhile."""

    def __init__(self, folder: Path, hands: Hands, report: Report) -> None:
        self.hands = hands
        self._report = report
        self._pictures, self._papers = folder / "pictures", folder / "papers"
        self._pictures.mkdir(parents=True, exist_ok=True)
        self._papers.mkdir(parents=True, exist_ok=True)
        self._kinds = Papers()
        self._drawer = ThreadPoolExecutor(1, thread_name_prefix="pictures")
        self._drawing: list[Future[bool]] = []
        self._heartbeat = Heartbeat()
        self._last = "start"
        self._heartbeat.begin()

    def listen(self) -> None:
        """From now on every paper is known by its kind. After the store was opened: it brings what the papers import."""
        self._pause("the open store")
        self._kinds.listen()
        self._heartbeat.begin()

    def shot(self, name: str, *, also: bool = False) -> None:
        """The window as it is now; `also` at the smallest size, and on a large screen at 125 %, where only a page looks otherwise."""
        self.hands.settle()
        self._pause(name)
        self._keep(name, USUAL)
        if also:
            self._keep(f"{name}-696", SMALLEST)
            if not open_sheets(self.hands.window):
                self._keep(f"{name}-125", LARGE, ratio=1.25)
            self.hands.window.resize(USUAL)
            self.hands.settle()
        self._heartbeat.begin()

    def catch(self, name: str, kind: str) -> None:
        """Take a picture as soon as a sheet of this class lies over the window: it may be gone before anybody can wait for it."""
        watch = QTimer(self.hands.window)

        def look() -> None:
            sheets = open_sheets(self.hands.window)
            if sheets and type(sheets[-1]).__name__ == kind:
                watch.deleteLater()
                self._keep(name, USUAL)

        watch.timeout.connect(look)
        watch.start(0)

    def paper(self, name: str) -> None:
        """The paper on the open preview, as PDF and as the pages a printer would make of it."""
        sheet: PreviewSheet = open_sheets(self.hands.window)[-1]  # pyright: ignore[reportAssignmentType]
        pdf = sheet.job.pdf
        self._pause(name)
        number = f"{len(self._report.papers) + 1:02d}-{name}"
        (self._papers / f"{number}.pdf").write_bytes(pdf)
        for page in range(len(page_sizes(pdf))):
            self._save(work.call_on(work.Lane.PAPER, page_image, pdf, page, PAPER_DPI), self._papers / f"{number}-p{page + 1}.png")
        kind, size = self._kinds.kind_of(pdf)
        self._report.papers[number] = f"{kind} {size}"
        self._report.kinds.setdefault(kind, []).append(size)
        self._heartbeat.begin()

    def at(self, hands: Hands) -> Album:
        """Go on with the same album at another window."""
        self.hands = hands
        self._heartbeat.begin()
        return self

    def leave(self) -> None:
        """The window is about to close."""
        self._pause("the end")

    def close(self) -> None:
        """Wait until every picture is on the disk, and say which papers the program has that are not in here."""
        self._drawer.shutdown()
        for picture in self._drawing:
            if not picture.result():
                raise OSError("a picture of the tour could not be written")
        self._report.missing_papers = sorted(self._kinds.kinds - self._report.kinds.keys())

    def _keep(self, name: str, size: QSize, *, ratio: float = 1.0) -> None:
        window = self.hands.window
        if window.size() != size:
            window.resize(size)
            self.hands.settle()
        image = QImage(size * ratio, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(ratio)
        window.render(image)
        for popup in QApplication.topLevelWidgets():
            if popup.isVisible() and popup.windowType() is Qt.WindowType.Popup:
                popup.render(image, window.mapFromGlobal(popup.pos()))
        number = f"{len(self._report.pictures) + 1:02d}-{name}"
        self._save(image, self._pictures / f"{number}.png")
        self._report.pictures.append(number)
        there = list(_visible(window))
        if cut := misfits(there):
            self._report.clipped[number] = cut
        self._report.seen |= {called(type(widget)) for widget in there if type(widget).__module__.startswith("ui.")}

    def _save(self, image: QImage, path: Path) -> None:
        """Packing a picture takes longer than painting it: not in the thread of the window."""
        self._drawing.append(self._drawer.submit(partial(image.save, str(path), quality=PACKED)))

    def _pause(self, name: str) -> None:
        self._heartbeat.end()
        self._report.stops.append(Stop(f"{self._last} → {name}", self._heartbeat.longest_ms, self._heartbeat.longest_work_ms))
        self._last = name


def _visible(widget: QWidget) -> Iterator[QWidget]:
    """What stands on the window; hidden pages are not even looked at."""
    yield widget
    for child in widget.children():
        if isinstance(child, QWidget) and not child.isWindow() and child.isVisible():
            yield from _visible(child)
