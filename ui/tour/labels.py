"""Which words on a window do not fit where they stand. Lists are left out: their cells are cut with a tooltip, and columns can be drawn."""

from collections.abc import Iterable, Iterator

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QLabel, QLayout, QLineEdit, QStackedLayout, QWidget

from ui.kit.labels import Figure, Label

_MARGIN = 2


def misfits(visible: Iterable[QWidget]) -> list[str]:
    """One line for every text that needs more room than its widget or the widget around it gives."""
    found: list[str] = []
    for widget in visible:
        words = _words(widget)
        if words and not widget.visibleRegion().isEmpty() and (_too_small(widget) or _cut_by_its_place(widget)):
            found.append(_named(widget, words))
        found += [f"{_named(one, '')} over {_named(other, '')}" for one, other in _overlaps(widget)]
    return found


def _named(widget: QWidget, words: str) -> str:
    return f"{type(widget).__name__} {widget.objectName() or '-'}" + (f": {words}" if words else "")


def _overlaps(parent: QWidget) -> Iterator[tuple[QWidget, QWidget]]:
    """What a layout without enough room puts over each other, without a word of warning."""
    layout = parent.layout()
    if layout is None or isinstance(layout, QStackedLayout):
        return
    placed = [widget for widget in _placed(layout) if widget.isVisible()]
    for at, one in enumerate(placed):
        inner = one.geometry().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        if inner.isValid():  # a line is thinner than its margin
            yield from ((one, other) for other in placed[at + 1 :] if inner.intersects(other.geometry()))


def _placed(layout: QLayout) -> Iterator[QWidget]:
    for at in range(layout.count()):
        item = layout.itemAt(at)
        widget, inner = (item.widget(), item.layout()) if item is not None else (None, None)
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _placed(inner)


def _words(widget: QWidget) -> str:
    if isinstance(widget, QLabel | Label | Figure | QAbstractButton):
        return widget.text()
    if isinstance(widget, QLineEdit) and not widget.text():
        return widget.placeholderText()
    return ""


def _too_small(widget: QWidget) -> bool:
    if isinstance(widget, Label):
        return widget.is_elided()
    if isinstance(widget, QLabel) and widget.wordWrap():
        return widget.heightForWidth(widget.width()) > widget.height()
    if isinstance(widget, QLineEdit):
        margins = widget.textMargins()
        room = widget.contentsRect().width() - margins.left() - margins.right()
        return QFontMetrics(widget.font()).horizontalAdvance(widget.placeholderText()) > room
    return widget.sizeHint().width() > widget.width() or widget.minimumSizeHint().height() > widget.height()


def _cut_by_its_place(widget: QWidget) -> bool:
    """Whether the widget reaches beyond the one it stands in, and not by its margin only; in what can be scrolled that is no fault."""
    parent = widget.parentWidget()
    if parent is None or isinstance(parent.parentWidget(), QAbstractScrollArea):
        return False
    return not parent.rect().adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN).contains(widget.geometry())
