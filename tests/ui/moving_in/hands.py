"""What a person does to the windows of import and export."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from ui.kit.progress import ProgressSheet
from ui.kit.sheet import open_sheets

_COPY, _LEFT, _NONE = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def drag(area: QWidget, *paths: Path, web: str = "") -> QMimeData:
    """Hold files, or a link, over the area."""
    data = QMimeData()
    data.setUrls([QUrl(web)] if web else [QUrl.fromLocalFile(str(path)) for path in paths])
    QApplication.sendEvent(area, QDragEnterEvent(QPoint(80, 80), _COPY, data, _LEFT, _NONE))
    return data


def drag_away(area: QWidget) -> None:
    QApplication.sendEvent(area, QDragLeaveEvent())


def drop(area: QWidget, *paths: Path, web: str = "") -> None:
    """Drag files over the area and let them go."""
    data = drag(area, *paths, web=web)
    QApplication.sendEvent(area, QDropEvent(QPointF(80, 80), _COPY, data, _LEFT, _NONE))


def press(widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = _NONE) -> None:
    QTest.keyClick(widget, key, modifier)


def go_on(subject: QWidget) -> None:
    """Ctrl+Enter where the cursor stands."""
    QTest.keyClick(QApplication.focusWidget() or subject, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def cancelling(window: QWidget, title: str) -> QTimer:
    """Press Esc as soon as the progress sheet with this title is there. Keep the timer as long as it may be needed."""
    timer = QTimer()

    def look() -> None:
        sheets = [sheet for sheet in open_sheets(window) if isinstance(sheet, ProgressSheet) and sheet.windowTitle() == title]
        if sheets:
            timer.stop()
            press(sheets[0], Qt.Key.Key_Escape)

    timer.timeout.connect(look)
    timer.start(0)
    return timer
