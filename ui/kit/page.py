"""The frame of a page: title, count, buttons, filters, and below them the list with a panel at its right.

Pages are imported when they are first opened, and refresh when somebody, here or on another PC, has written.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.kit import theme, work
from ui.kit.filters import FilterBar
from ui.kit.frames import Card
from ui.kit.labels import Hint, Title

POLL_MS = 2000


class Page(QWidget):
    """Subclasses build themselves in `__init__` and answer `refresh`, which asks through `work.latest` and never waits."""

    def __init__(self, title: str, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self._stale = True
        self._title = Title(title)
        self._subtitle = Hint()
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(theme.GAP)
        head = QWidget()
        head.setFixedHeight(theme.PAGE_HEAD)
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP_WIDE)
        row.addWidget(self._title)
        row.addWidget(self._subtitle, 1)
        row.addLayout(self._buttons)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(theme.MARGIN_X, 14, theme.MARGIN_X, theme.GAP)
        self.column.setSpacing(theme.GAP)
        self.column.addWidget(head)

    def set_title(self, title: str) -> None:
        """A page about one thing (a customer) bears its name."""
        self._title.set_text(title)
        self.setAccessibleName(title)

    def set_subtitle(self, text: str) -> None:
        """The count behind the title ("3 张未完成，最久 1 个工作日")."""
        self._subtitle.set_text(text)

    def add_button(self, button: QWidget) -> None:
        """Put a button at the right end of the head."""
        self._buttons.addWidget(button)

    def set_filters(self, bar: FilterBar) -> None:
        """Put the filter bar under the head; a choice refreshes the page."""
        self.column.addWidget(bar)
        bar.changed.connect(self.refresh)

    def set_content(self, content: QWidget, panel: QWidget | None = None) -> None:
        """The list in a card, and beside it a panel of 376 about the row under the cursor."""
        card = Card(margin=1, name="list_card")
        card.column.setContentsMargins(1, 1, 1, 1)
        card.column.addWidget(content)
        row = QHBoxLayout()
        row.setSpacing(theme.GAP_WIDE)
        row.addWidget(card, 1)
        if panel is not None:
            panel.setFixedWidth(theme.PANEL)
            row.addWidget(panel)
        self.column.addLayout(row, 1)
        self.setFocusProxy(content)  # the arrow keys work as soon as the page is open

    def refresh(self) -> None:
        """Ask the services for what the page shows."""
        raise NotImplementedError

    def go_home(self) -> None:
        """The room was chosen once more while it is open: a page that shows one record goes back to its list."""

    def scanned_over(self, seconds: float) -> None:
        """A scanner gun has just typed its code over the page, for so long: a page that takes single keys as acts takes them back."""

    def store_changed(self) -> None:
        """Somebody has written: refresh now if the page can be seen, else when it is shown again."""
        self._stale = True
        self._refresh_if_due()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh_if_due()

    def _refresh_if_due(self) -> None:
        if self._stale and self.isVisible():
            self._stale = False
            self.refresh()


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page the navigation can open. `load` imports the page's module and builds it."""

    key: str
    title: str
    icon: str
    load: Callable[[], Page]


class Pages(QStackedWidget):
    """The pages of the window: each is imported and built when first opened, and keeps its filter, selection and place afterwards."""

    opened = Signal(str)

    def __init__(self, entries: Sequence[PageEntry]) -> None:
        super().__init__()
        self.entries = tuple(entries)
        self._built: dict[str, Page] = {}

    def open(self, key: str) -> Page:
        """Show the page with this key."""
        if key not in self._built:
            entry = next(entry for entry in self.entries if entry.key == key)
            self._built[key] = entry.load()
            work.breathe()
            self.addWidget(self._built[key])
        page = self._built[key]
        self.setCurrentWidget(page)
        page.setFocus()
        self.opened.emit(key)
        return page

    def current(self) -> str:
        """The key of the page that is shown, "" before the first."""
        return next((key for key, page in self._built.items() if page is self.currentWidget()), "")

    def built(self) -> Sequence[Page]:
        """The pages that have been opened so far."""
        return tuple(self._built.values())

    def forget(self) -> None:
        """Another person sits down: what is opened from now on is built anew, by that person's rights."""
        for page in self._built.values():
            self.removeWidget(page)
            page.deleteLater()
        self._built.clear()

    def store_changed(self) -> None:
        """Tell every page that somebody has written."""
        for page in self._built.values():
            page.store_changed()


class RevisionWatch(QObject):
    """Looks every 2 s whether the store's revision differs, and says so. Skips its turn while a window waits in a call."""

    changed = Signal()

    def __init__(self, revision: Callable[[], object], parent: QObject | None = None) -> None:
        """`revision` is a service; it runs on the database thread."""
        super().__init__(parent)
        self._revision = revision
        self._seen: object = None
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self.look)

    def begin(self) -> None:
        """Look now and from now on."""
        self._timer.start()
        self.look()

    def end(self) -> None:
        self._timer.stop()

    def look(self) -> None:
        """Ask once, unless a call runs."""
        if not work.busy():
            work.latest(self, self._revision, self._answer)

    def _answer(self, revision: object) -> None:
        before, self._seen = self._seen, revision
        if before is not None and before != revision:
            self.changed.emit()
