"""The last column of a list that leads to its records: a link in every row, a button with its key in the selected one."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from ui.kit import theme
from ui.kit.buttons import paint_box
from ui.kit.labels import paint_key_cap, paint_text
from ui.kit.rows import GROUP_ROLE, Group
from ui.kit.rows_view import RowDelegate

LINK = "打开 ›"
WIDTH = 124


class OpenDelegate(RowDelegate):
    """Paints the last column of a list that opens its rows: a quiet link, on the selected row alone the button "打开 Enter"."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        if isinstance(index.data(GROUP_ROLE), Group) or not option.state & QStyle.StateFlag.State_Selected:
            super().paint(painter, option, index)
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect)
        painter.fillRect(rect, theme.colour(theme.PRIMARY_WASH))
        painter.fillRect(QRectF(rect.x(), rect.bottom() - 1, rect.width(), 1), theme.colour(theme.LINE))
        button = QRectF(rect.right() - 106, rect.center().y() - 14, 98, 28)
        paint_box(painter, button, theme.PRIMARY, theme.PRIMARY)
        paint_text(painter, button.adjusted(10, 0, 0, 0), str(index.data()).split()[0], theme.font(bold=True), theme.ON_PRIMARY)
        paint_key_cap(painter, button.x() + 46, button.center().y(), "Enter", on_primary=True)
        painter.restore()
