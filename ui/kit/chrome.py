"""The frame around every page: navigation items with their badges, the search box, who is signed in."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.kit import icons, theme
from ui.kit.labels import paint_key_cap, paint_text, text_width
from ui.kit.line_edit import LineEdit

_INSET = (8, 2)  # of the selection inside an item


@dataclass(frozen=True, slots=True)
class Badge:
    """What is owed behind a navigation item; `overdue` when anything in it is."""

    count: int
    overdue: bool = False


class NavItem(QAbstractButton):
    """One room of the house: icon, name, and a badge where something is owed."""

    def __init__(self, text: str, icon: str, *, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self._badge: Badge | None = None
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setText(text)
        self.setAccessibleName(text)
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_badge(self, badge: Badge | None) -> None:
        """None or a count of 0 takes the badge away."""
        self._badge = badge if badge and badge.count else None
        owed = f"，{self._badge.count} 项未办{'，有逾期' if self._badge.overdue else ''}" if self._badge else ""
        self.setAccessibleName(self.text() + owed)
        self.update()

    def badge(self) -> Badge | None:
        return self._badge

    def sizeHint(self) -> QSize:
        return QSize(theme.NAV_WIDTH, theme.NAV_PITCH)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def enterEvent(self, _event: QEnterEvent) -> None:
        self.update()

    def leaveEvent(self, _event: QEvent) -> None:
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        inside = QRectF(self.rect()).adjusted(_INSET[0], _INSET[1], -_INSET[0], -_INSET[1])
        if self.isChecked() or self.underMouse():
            painter.setBrush(QColor(theme.NAV_ON if self.isChecked() else theme.NAV_HOVER))
            painter.drawRoundedRect(inside, theme.RADIUS, theme.RADIUS)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QColor(theme.NAV_INK))
            painter.drawRoundedRect(inside.adjusted(0.5, 0.5, -0.5, -0.5), theme.RADIUS, theme.RADIUS)
        ink = theme.SURFACE if self.isChecked() else theme.NAV_INK
        icons.draw(painter, self._icon, ink, theme.NAV_ICON_X, round((self.height() - theme.ICON) / 2))
        right = self._paint_badge(painter, self.width() - 18)
        words = QRectF(theme.NAV_TEXT_X, 0, right - theme.STEP - theme.NAV_TEXT_X, self.height())
        paint_text(painter, words, self.text(), theme.font(bold=self.isChecked()), ink)

    def _paint_badge(self, painter: QPainter, right: float) -> float:
        if self._badge is None:
            return right
        count = str(self._badge.count)
        icon = theme.ICON_PILL + 4 if self._badge.overdue else 0
        width = max(theme.NAV_BADGE + 2, text_width(count, theme.HINT, bold=True) + icon + 14)
        rect = QRectF(right - width, (self.height() - theme.NAV_BADGE) / 2, width, theme.NAV_BADGE)
        if self.isChecked():
            ground, ink = theme.SURFACE, theme.BAD if self._badge.overdue else theme.INK
        else:
            ground, ink = theme.BAD if self._badge.overdue else theme.BADGE, theme.SURFACE
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(rect, theme.NAV_BADGE / 2, theme.NAV_BADGE / 2)
        if icon:
            icons.draw(painter, "circle-alert", ink, rect.x() + 6, rect.y() + 3, theme.ICON_PILL)
        paint_text(painter, rect.adjusted(icon, 0, 0, 0), count, theme.font(theme.HINT, bold=True), ink, centre=True)
        return rect.x()


class NavLine(QWidget):
    """The hairline between groups of navigation items."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(13)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(16, 6, self.width() - 32, 1, QColor(theme.NAV_LINE))


class SearchBox(LineEdit):
    """The one search box: a glass at the left, the key that leads here at the right. The input method stays on: names are typed here."""

    def __init__(self, placeholder: str, *, key: str = "F2", says: str = "搜索", parent: QWidget | None = None) -> None:
        super().__init__(lead="search", placeholder=placeholder, parent=parent)
        self._key = key
        self.setObjectName("search")
        self.setAccessibleName(says)
        self.setMinimumWidth(200)
        if key:
            self.setTextMargins(self.textMargins().left(), 0, text_width(key, theme.HINT) + 24, 0)

    def sizeHint(self) -> QSize:
        return QSize(*theme.SEARCH)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._key:
            width = max(theme.KEY_CAP, text_width(self._key, theme.HINT) + 12)
            paint_key_cap(QPainter(self), self.width() - 8 - width, self.height() / 2, self._key)


class PersonChip(QAbstractButton):
    """Who is signed in: initial, name, roles, and a menu behind it."""

    def __init__(self, name: str, roles: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._roles = roles
        self.setObjectName("person")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_person(name, roles)

    def set_person(self, name: str, roles: str) -> None:
        self._roles = roles
        self.setText(name)
        self.setAccessibleName(f"{name} {roles}".strip())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        roles = text_width(self._roles, theme.HINT) + theme.STEP if self._roles else 0
        return QSize(30 + theme.STEP + text_width(self.text()) + roles + theme.STEP + theme.ICON_SMALL + 4, theme.CONTROL)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(theme.PRIMARY) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.PRIMARY_WASH))
        disc = QRectF(0.5, (self.height() - 30) / 2 + 0.5, 29, 29)
        painter.drawEllipse(disc)
        paint_text(painter, disc, self.text()[:1], theme.font(bold=True), theme.PRIMARY, centre=True)
        x = 30 + theme.STEP
        name = text_width(self.text())
        paint_text(painter, QRectF(x, 0, name + 1, self.height()), self.text(), theme.font(), theme.INK)
        x += name + theme.STEP
        right = self.width() - theme.ICON_SMALL
        paint_text(painter, QRectF(x, 0, right - x - 4, self.height()), self._roles, theme.font(theme.HINT), theme.INK_2)
        icons.draw(painter, "chevron-down", theme.INK_2, right, round((self.height() - theme.ICON_SMALL) / 2), theme.ICON_SMALL)
