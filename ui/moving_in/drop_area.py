"""Where a file is dropped, or chosen by the button in the middle."""

from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.kit import buttons, theme
from ui.kit.labels import Hint, IconMark, Section


class DropArea(QWidget):
    """`dropped` gives the path of one file; `asked` wants the dialog to choose one. Several files at once are not taken."""

    dropped = Signal(object)
    asked = Signal()

    def __init__(self, title: str, hint: str, *, name: str) -> None:
        super().__init__()
        self._over = False
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setAcceptDrops(True)
        self.button = buttons.primary("选择文件", icon="folder-open", key="Ctrl+O", name="choose_file")
        column = QVBoxLayout(self)
        column.setSpacing(theme.GAP)
        centre = Qt.AlignmentFlag.AlignHCenter
        column.addStretch(1)
        column.addWidget(IconMark("upload", theme.PRIMARY, 32), alignment=centre)
        column.addWidget(Section(title), alignment=centre)
        column.addWidget(Hint(hint), alignment=centre)
        column.addSpacing(theme.HALF_STEP)
        column.addWidget(self.button, alignment=centre)
        column.addStretch(1)
        self.button.clicked.connect(self.asked)
        self.setFocusProxy(self.button)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _file_of(event) is not None:
            self._show_over(over=True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self._show_over(over=False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._show_over(over=False)
        path = _file_of(event)
        if path is not None:
            event.acceptProposedAction()
            self.dropped.emit(path)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.PRIMARY if self._over else theme.EDGE), 2 if self._over else 1.5, Qt.PenStyle.DashLine))
        painter.setBrush(QColor(theme.PRIMARY_WASH if self._over else theme.HEAD))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), theme.RADIUS_DIALOG, theme.RADIUS_DIALOG)

    def _show_over(self, *, over: bool) -> None:
        self._over = over
        self.update()


def _file_of(event: QDropEvent) -> Path | None:
    """The one local file that is dragged, else None."""
    urls = event.mimeData().urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    return Path(urls[0].toLocalFile())
