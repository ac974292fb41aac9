"""合格 / 不合格 / 不适用 of one item: three large buttons with the keys 1, 2, 3 while the cursor is on their row."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from deskapp.checklists.domain import Result
from ui.kit import icons, theme
from ui.kit.buttons import paint_box
from ui.kit.labels import key_cap_width, paint_key_cap, paint_text, text_width

KEYS = {Result.PASSED: "1", Result.FAILED: "2", Result.NOT_APPLICABLE: "3"}
# Of a taken one: fill, edge, ink, icon.
_TAKEN = {
    Result.PASSED: (theme.GOOD_WASH, theme.GOOD, theme.GOOD, "check"),
    Result.FAILED: (theme.BAD, theme.BAD, theme.ON_PRIMARY, "x"),
    Result.NOT_APPLICABLE: (theme.NEUTRAL, theme.INK_2, theme.INK_2, "minus"),
}


class Toggle(QAbstractButton):
    """One of the three. The row says which is taken."""

    def __init__(self, result: Result, *, name: str, says: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._result = result
        self.is_here = False
        """Whether the keys work on this row."""
        self.setObjectName(name)
        self.setText(result.label)
        self.setAccessibleName(f"{says} {result.label}")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the list of items holds the focus
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedSize(*theme.CHECK_TOGGLE)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(*theme.CHECK_TOGGLE)

    def nextCheckState(self) -> None:
        """Only the row changes it: a second click on a taken one leaves it taken."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        taken = self.isChecked()
        fill, edge, ink, icon = _TAKEN[self._result] if taken else (theme.SURFACE, theme.EDGE, theme.INK, "")
        if not taken and self.underMouse():
            fill = theme.CANVAS
        paint_box(painter, QRectF(self.rect()), fill, edge, 1.5 if taken else 1)
        words, gap = self.text(), 6
        cap = KEYS[self._result] if self.is_here and not taken else ""
        before = theme.ICON_SMALL + gap if icon else key_cap_width(cap) + gap if cap else 0
        wide = text_width(words, bold=taken)
        x = (self.width() - before - wide) / 2
        if icon:
            icons.draw(painter, icon, ink, round(x), round((self.height() - theme.ICON_SMALL) / 2), theme.ICON_SMALL)
        elif cap:
            paint_key_cap(painter, round(x), self.height() / 2, cap)
        paint_text(painter, QRectF(x + before, 0, wide + 1, self.height()), words, theme.font(bold=taken), ink)
