"""Photos on screen: a small view that opens the large one, and the large one on a sheet."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout, QWidget

from ui.kit import buttons, icons, theme, work
from ui.kit.form_frame import FormHead
from ui.kit.frames import Divider
from ui.kit.sheet import Sheet

THUMB = QSize(96, 72)
_SHEET = 960
_ROOM = QSize(_SHEET - 2 * theme.MARGIN_X, theme.DIALOG_HEIGHT - 120)
_ICON = 28


def pixmap_of(jpeg: bytes | None) -> QPixmap | None:
    """The picture in these bytes; None without any, or when they are none."""
    image = QImage.fromData(jpeg) if jpeg else QImage()
    return None if image.isNull() else QPixmap.fromImage(image)


def paint_photo(painter: QPainter, rect: QRectF, photo: QPixmap, *, radius: float = 0, whole: bool = True, paper: str = "") -> None:
    """Paint a photo into `rect`: the whole of it in the middle on `paper`, or as much as fills the room."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    shape = QPainterPath()
    shape.addRoundedRect(rect, radius, radius)
    painter.setClipPath(shape)
    if paper:
        painter.fillRect(rect, QColor(paper))
    how = Qt.AspectRatioMode.KeepAspectRatio if whole else Qt.AspectRatioMode.KeepAspectRatioByExpanding
    size = photo.size().scaled(rect.size().toSize(), how)
    target = QRectF(0, 0, size.width(), size.height())
    target.moveCenter(rect.center())
    painter.drawPixmap(target, photo, QRectF(photo.rect()))
    painter.restore()


class PhotoBox(QAbstractButton):
    """A small view. Without a photo it shows an icon and takes no clicks; else a click, Enter or the space bar asks for the large one."""

    def __init__(
        self, says: str, *, size: QSize = THUMB, icon: str = "image", name: str = "photo_box", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._says, self._icon = says, icon
        self._photo: QPixmap | None = None
        self.setObjectName(name)
        self.setFixedSize(size)
        self.show_photo(None)

    def show_photo(self, jpeg: bytes | None, *, icon: str = "") -> None:
        """Show these bytes, or the icon."""
        self._photo = pixmap_of(jpeg)
        self._icon = icon or self._icon
        there = self._photo is not None
        self.setEnabled(there)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if there else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if there else Qt.CursorShape.ArrowCursor)
        self.setAccessibleName(f"{self._says}：看大图" if there else f"{self._says}：没有照片")
        self.setToolTip("看大图" if there else "")
        self.update()

    @property
    def has_photo(self) -> bool:
        return self._photo is not None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        edge, width = (theme.PRIMARY, 2) if self.hasFocus() else (theme.LINE, 1)
        buttons.paint_box(painter, rect, theme.HEAD, edge, width)
        if self._photo is not None:
            paint_photo(painter, rect.adjusted(2, 2, -2, -2), self._photo, radius=theme.RADIUS_CAP)
        else:
            centre = rect.center()
            icons.draw(painter, self._icon, theme.INK_3, round(centre.x() - _ICON / 2), round(centre.y() - _ICON / 2), _ICON)


class _Picture(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._photo: QPixmap | None = None
        self.setFixedSize(_ROOM)
        self.setAccessibleName("照片")

    def show_image(self, image: QImage) -> None:
        self._photo = QPixmap.fromImage(image)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._photo is None:
            painter.setFont(theme.font())
            painter.setPen(QColor(theme.INK_2))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, "正在打开照片…")
        else:
            paint_photo(painter, QRectF(self.rect()), self._photo, paper=theme.HEAD)


class PhotoSheet(Sheet):
    """The large picture; `load` is called off the GUI thread and may refuse. Esc and Enter close it."""

    def __init__(self, host: QWidget, title: str, load: Callable[[], bytes]) -> None:
        super().__init__(host, title, width=_SHEET)
        self.setObjectName("photo_sheet")
        self.picture = _Picture()
        head = FormHead(title, icon="image", hint="")
        close = buttons.plain("关闭", key="Esc", name="close_photo")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(Divider())
        row = QHBoxLayout()
        row.setContentsMargins(theme.MARGIN_X, theme.GAP, theme.MARGIN_X, theme.GAP)
        row.addWidget(self.picture)
        column.addLayout(row)
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.MARGIN_X, 0, theme.MARGIN_X, theme.GAP)
        foot.addStretch(1)
        foot.addWidget(close)
        column.addLayout(foot)
        head.closing.connect(self.escape)
        close.clicked.connect(self.escape)
        self._load = load

    def open(self) -> None:
        """Show the sheet, then ask: a refusal closes it again."""
        super().open()
        load = self._load
        work.latest(self, lambda: QImage.fromData(load()), self.picture.show_image, failed=self._refused)

    def _refused(self, error: BaseException) -> None:
        self.close_sheet()
        raise error
