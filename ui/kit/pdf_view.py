"""Pages of a PDF under one another, as sharp as the screen. Only what can be seen is rendered and kept: memory does not grow with pages."""

from functools import partial

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea

from ui.kit import theme, work
from ui.kit.printing import MM_PER_INCH, page_image, page_sizes

_GAP = 16
_WIDEST = 900


class PdfView(QAbstractScrollArea):
    """Shows a PDF at the width there is. `shown()` once the pages in sight are painted."""

    shown = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("pdf")
        self.setAccessibleName("打印预览")
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._pdf = b""
        self._sizes: list[QSizeF] = []
        self._images: dict[int, QImage] = {}
        self._asked: set[int] = set()
        self.verticalScrollBar().valueChanged.connect(lambda: self.viewport().update())

    def show_pdf(self, pdf: bytes) -> None:
        """Show this PDF from its first page."""
        self._pdf = pdf
        self._sizes = []
        self._forget()
        work.latest(self, partial(page_sizes, pdf), self._measured, topic="sizes", lane=work.Lane.PAPER)

    def page_count(self) -> int:
        """How many pages there are; 0 until they were counted."""
        return len(self._sizes)

    def sizeHint(self) -> QSize:
        return QSize(640, 520)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._forget()
        self._set_range()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), theme.colour(theme.LANE))
        seen = [(at, rect) for at, rect in enumerate(self._rects()) if rect.bottom() > 0 and rect.top() < self.viewport().height()]
        for at, rect in seen:
            painter.fillRect(rect, theme.colour(theme.SURFACE))
            if at in self._images:
                painter.drawImage(rect.topLeft(), self._images[at])
            else:
                self._ask(at, rect.width())
            painter.setPen(theme.colour(theme.LINE))
            painter.drawRect(rect)
        self._images = {at: image for at, image in self._images.items() if any(at == visible for visible, _ in seen)}
        if seen and all(at in self._images for at, _ in seen):
            self.shown.emit()

    def _measured(self, sizes: list[QSizeF]) -> None:
        self._sizes = sizes
        self._set_range()
        self.verticalScrollBar().setValue(0)
        self.viewport().update()

    def _ask(self, at: int, width: float) -> None:
        if at in self._asked:
            return
        self._asked.add(at)
        ratio = self.devicePixelRatioF()
        dpi = width * ratio / (self._sizes[at].width() / MM_PER_INCH)
        rendered = partial(self._rendered, at, self._pdf, width, ratio)
        work.latest(self, partial(page_image, self._pdf, at, dpi), rendered, topic=f"page{at}", lane=work.Lane.PAPER)

    def _rendered(self, at: int, pdf: bytes, width: float, ratio: float, image: QImage) -> None:
        self._asked.discard(at)
        if pdf is self._pdf and at < len(self._sizes) and width == self._page_width(self._sizes[at]):
            image.setDevicePixelRatio(ratio)
            self._images[at] = image
            self.viewport().update()

    def _forget(self) -> None:
        self._images = {}
        self._asked = set()
        self.viewport().update()

    def _page_width(self, size: QSizeF) -> float:
        """Every page at the scale at which the widest fits."""
        widest = max(each.width() for each in self._sizes)
        room = min(_WIDEST, self.viewport().width() - 2 * _GAP)
        return float(round(room * size.width() / widest))

    def _rects(self) -> list[QRectF]:
        rects: list[QRectF] = []
        y = _GAP - self.verticalScrollBar().value()
        for size in self._sizes:
            width = self._page_width(size)
            height = round(width * size.height() / size.width())
            rects.append(QRectF(QPointF(round((self.viewport().width() - width) / 2), y), QSizeF(width, height)))
            y += height + _GAP
        return rects

    def _set_range(self) -> None:
        rects = self._rects()
        total = rects[-1].bottom() - rects[0].top() + 2 * _GAP if rects else 0
        self.verticalScrollBar().setRange(0, max(0, round(total) - self.viewport().height()))
        self.verticalScrollBar().setPageStep(max(1, self.viewport().height() - 40))
        self.verticalScrollBar().setSingleStep(40)
