"""A sheet: what a dialog is here. A frame on a scrim over the whole window, so the person sees where he is and keeps his place."""

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QLinearGradient, QPainter, QPaintEvent, QRadialGradient, QRegion
from PySide6.QtWidgets import QAbstractButton, QApplication, QFrame, QPlainTextEdit, QPushButton, QWidget
from shiboken6 import isValid

from ui.kit import theme, work

_SHADOW = 22  # px the shadow reaches beyond the sheet
_DROP = 4  # px it is lower
_SHADE = 40  # alpha at the edge of the sheet

ENTER_PASSES = "enterPasses"
"""A property of what Tab visits and Enter leaves out on its way to the act: 取消, a photo nobody has to choose."""


class _Scrim(QWidget):
    """Dims the window, keeps the mouse off it and paints the sheet's shadow. Follows the window's size."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("scrim")
        self.setGeometry(window.rect())
        window.installEventFilter(self)
        self.sheet: QWidget | None = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
            self.place()
        return False

    def place(self) -> None:
        """Centre the sheet; a window lower than the sheet shows its top."""
        if self.sheet is not None:
            left = max(0, (self.width() - self.sheet.width()) // 2)
            top = max(0, (self.height() - self.sheet.height()) // 2)
            self.sheet.move(left, top)

    def paintEvent(self, event: QPaintEvent) -> None:
        inside = self._covered()
        if inside.contains(event.rect()):
            return  # a key typed in the sheet
        painter = QPainter(self)
        painter.setClipRegion(QRegion(self.rect()) - QRegion(inside))
        painter.fillRect(self.rect(), theme.colour(theme.SCRIM))
        if self.sheet is None:
            return
        _paint_shadow(painter, QRectF(self.sheet.geometry()).translated(0, _DROP))

    def _covered(self) -> QRect:
        """What the sheet hides of the scrim, its round corners left out."""
        if self.sheet is None or not self.sheet.isVisible():
            return QRect()
        return self.sheet.geometry().adjusted(theme.RADIUS_DIALOG, theme.RADIUS_DIALOG, -theme.RADIUS_DIALOG, -theme.RADIUS_DIALOG)


def _paint_shadow(painter: QPainter, box: QRectF) -> None:
    """Four strips and four corners of a gradient: 22 shapes over each other, as one would draw it, cost ten times as much."""
    edge, reach = theme.RADIUS_DIALOG, _SHADOW
    dark, clear = theme.colour(theme.INK), theme.colour(theme.INK)
    dark.setAlpha(_SHADE)
    clear.setAlpha(0)
    inner = box.adjusted(edge, edge, -edge, -edge)
    outer = box.adjusted(-reach, -reach, reach, reach)
    across = QRectF(inner.left(), outer.top(), inner.width(), edge + reach)
    down = QRectF(outer.left(), inner.top(), edge + reach, inner.height())
    strips = (
        (across, QLinearGradient(0, box.top(), 0, outer.top())),
        (across.translated(0, outer.height() - across.height()), QLinearGradient(0, box.bottom(), 0, outer.bottom())),
        (down, QLinearGradient(box.left(), 0, outer.left(), 0)),
        (down.translated(outer.width() - down.width(), 0), QLinearGradient(box.right(), 0, outer.right(), 0)),
    )
    for rect, gradient in strips:
        gradient.setColorAt(0, dark)
        gradient.setColorAt(1, clear)
        painter.fillRect(rect, gradient)
    size = QSizeF(edge + reach, edge + reach)
    for centre, left, top in (
        (inner.topLeft(), outer.left(), outer.top()),
        (inner.topRight(), inner.right(), outer.top()),
        (inner.bottomLeft(), outer.left(), inner.bottom()),
        (inner.bottomRight(), inner.right(), inner.bottom()),
    ):
        round_it = QRadialGradient(centre, edge + reach)
        round_it.setColorAt(edge / (edge + reach), dark)
        round_it.setColorAt(1, clear)
        painter.fillRect(QRectF(QPointF(left, top), size), round_it)


class Sheet(QFrame):
    """The frame itself: size, focus kept inside, Enter and Esc. `FormDialog` and the small questions are made of it.

    `opened` and `closed` tell the window when input belongs to a sheet. The window's own keys (F3, F6 …) still work: the main window
    decides whether a sheet makes way for them; a `blocking` sheet swallows them.
    """

    opened = Signal()
    closed = Signal()

    def __init__(self, host: QWidget, title: str, *, width: int = 560, blocking: bool = False) -> None:
        self._scrim = _Scrim(host.window())
        super().__init__(self._scrim)
        self._scrim.hide()
        self._scrim.sheet = self
        self._before: QWidget | None = None
        self._tab_order: list[tuple[QWidget, QWidget]] = []
        self._blocking = blocking
        self.setObjectName("sheet")
        self.setAccessibleName(title)
        self.setWindowTitle(title)
        self.setFixedWidth(width)
        self.setMaximumHeight(theme.DIALOG_HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def open(self) -> None:
        """Show the sheet over its window and put the cursor into its first field."""
        self._before = QApplication.focusWidget() or self.window().focusWidget()  # none is active yet right after a file dialog
        work.breathe()  # after what it took to build the sheet, and before what it takes to show it
        self.ensurePolished()
        self.fit()
        work.breathe()
        self._scrim.raise_()
        self._scrim.show()
        first = self.first_field()
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setFocus()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)
            if self._blocking:
                app.installEventFilter(self)
        self.opened.emit()

    def fit(self) -> None:
        """Take the height the content needs, at most 664 and at most the window's, and stand in the middle again."""
        room = min(theme.DIALOG_HEIGHT, self._scrim.height())
        layout = self.layout()
        hint = layout.totalHeightForWidth(self.width()) if layout is not None and layout.hasHeightForWidth() else -1
        wanted = max(hint, self.sizeHint().height())
        self.resize(self.width(), min(max(wanted, self.minimumHeight()), room))
        self._scrim.place()
        self._scrim.update()

    def close_sheet(self) -> None:
        """Take the sheet away and give the focus back to where it was. A second call does nothing."""
        if self._scrim.isHidden() and self._before is None:
            return
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.disconnect(self._focus_moved)
            app.removeEventFilter(self)
        before, self._before = self._before, None
        self._scrim.hide()
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()
        self._scrim.deleteLater()

    def is_open(self) -> bool:
        """Whether the sheet is on the screen."""
        return isValid(self._scrim) and self._scrim.isVisible()

    def first_field(self) -> QWidget | None:
        """The field the cursor stands in at the beginning: the first that takes Tab and is no button, else the first that takes Tab."""
        fields = list(self.tab_chain())
        return next((f for f in fields if not isinstance(f, QAbstractButton)), fields[0] if fields else None)

    def tab_chain(self) -> Iterator[QWidget]:
        """What Tab visits inside the sheet, in order."""
        stops = [
            widget
            for widget in _shown_inside(self, self)
            if widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value and widget.isEnabled() and widget.focusProxy() is None
        ]
        for before, after in self._tab_order:
            if before in stops and after in stops:
                stops.remove(after)
                stops.insert(stops.index(before) + 1, after)
        yield from stops

    def set_tab_order(self, before: QWidget, after: QWidget) -> None:
        """Let Tab and Enter lead from one to the other, where they do not stand in the order in which they were added."""
        self._tab_order.append((before, after))

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.is_open():
            self.fit()  # a folded part opened, a refusal came under its field
        return handled

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes round inside the sheet and never into the window behind."""
        chain = list(self.tab_chain())
        if not chain:
            return True
        here = QApplication.focusWidget()
        step = 1 if forward else -1
        at = next((i for i, w in enumerate(chain) if w is here), -1 if forward else 0)
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        chain[(at + step) % len(chain)].setFocus(reason)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.escape()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.primary()
            else:
                self._enter()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def _enter(self) -> None:
        here = QApplication.focusWidget()
        if isinstance(here, QPushButton):
            here.click()
        elif not isinstance(here, QPlainTextEdit):
            chain = list(self.tab_chain())
            at = next((i for i, w in enumerate(chain) if w is here), -1)
            following = next((w for w in (*chain[at + 1 :], *chain[: at + 1]) if not w.property(ENTER_PASSES)), None)
            if following is not None:
                following.setFocus(Qt.FocusReason.TabFocusReason)

    def primary(self) -> None:
        """What Ctrl+Enter does; nothing in a sheet without an act."""

    def escape(self) -> None:
        """What Esc does."""
        self.close_sheet()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        return event.type() == QEvent.Type.Shortcut and not self._owns(watched)

    def _focus_moved(self, _left: QWidget | None, taken_by: QWidget | None) -> None:
        """A page behind that refreshes may put the cursor into itself; take it back."""
        if taken_by is None or not self._is_topmost():
            return
        if taken_by.window() is self.window() and not self._scrim.isAncestorOf(taken_by):
            first = self.first_field()
            (first or self).setFocus()

    def _is_topmost(self) -> bool:
        scrims = [child for child in self.window().children() if isinstance(child, _Scrim) and child.isVisible()]
        return bool(scrims) and scrims[-1] is self._scrim

    def _owns(self, watched: QObject) -> bool:
        parent: QObject | None = watched
        while parent is not None and parent is not self:
            parent = parent.parent()
        return parent is self

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(theme.SURFACE))
        painter.drawRoundedRect(self.rect(), theme.RADIUS_DIALOG, theme.RADIUS_DIALOG)


def _shown_inside(parent: QWidget, sheet: QWidget) -> Iterator[QWidget]:
    """Not by `nextInFocusChain`: PySide hands what that returns over to the widget it was asked of, and lets it die with it."""
    for child in parent.children():
        if isinstance(child, QWidget) and child.isVisibleTo(sheet):
            yield child
            yield from _shown_inside(child, sheet)


def open_sheets(window: QWidget) -> list[Sheet]:
    """The sheets on a window, the topmost last; the main window asks before it acts on a scan or a function key."""
    scrims = [child for child in window.window().children() if isinstance(child, _Scrim) and child.isVisible()]
    return [scrim.sheet for scrim in scrims if isinstance(scrim.sheet, Sheet)]
