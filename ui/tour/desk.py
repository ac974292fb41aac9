"""Where a part of the tour stands: the program, a pair of hands, the album, the clock."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices

from ui.kit import work
from ui.tour.hands import TourStopped

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.app import Reception
    from ui.main_window import MainWindow
    from ui.tour.album import Album
    from ui.tour.hands import Clock, Hands


class _Viewer(QObject):
    """Takes the place of the desktop's viewer."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.urls: list[QUrl] = []

    @Slot(QUrl)
    def opened(self, url: QUrl) -> None:
        self.urls.append(url)


@dataclass
class Desk:
    """The running program and everything a part needs to drive it."""

    reception: Reception
    hands: Hands
    album: Album
    clock: Clock

    @property
    def window(self) -> MainWindow:
        return self.reception.window

    @property
    def page(self) -> Any:
        """The page that is open."""
        return self.window.pages.currentWidget()

    def room(self, key: str) -> Any:
        """Click a room of the navigation; its page."""
        self.hands.click(f"nav_{key}")
        return self.page

    def card(self, words: str) -> Any:
        """F2, type what the guest says, Enter: his card."""
        self.hands.key(Qt.Key.Key_F2)
        self.hands.type(words)
        self.hands.until(lambda: self.window.results.hits, f"a hit for {words}")
        self.hands.key(Qt.Key.Key_Return)
        self.hands.settle()
        return self.page

    def print_open_paper(self, name: str) -> None:
        """Keep the paper of the open preview, and print it."""
        sheet = self.hands.sheet("PaperSheet")
        self.hands.until(sheet.print_button.isEnabled, "the printer")
        self.album.paper(name)
        ended: list[bool] = []
        sheet.print_ended.connect(ended.append)
        self.hands.click("print")
        self.hands.until(lambda: ended, f"the print of {name}")
        if ended != [True]:
            raise TourStopped(f"{name} was not printed")
        self.hands.settle()

    def open_paper_outside(self) -> None:
        """Give the open paper to the desktop's viewer, as where there is no printer; what is opened in a tour, nobody needs to see."""
        viewer = _Viewer(self.window)
        QDesktopServices.setUrlHandler("file", viewer, "opened")  # pyright: ignore[reportArgumentType] - the stub asks for bytes, Qt for text
        self.hands.click("open_pdf")
        QDesktopServices.unsetUrlHandler("file")
        if not viewer.urls:
            raise TourStopped("the paper was not opened")

    def ask(self, job: Callable[[], Any]) -> Any:
        """What the store says, for what the tour must know: a number to scan, a customer to choose."""
        return work.call(job)


class Store(Enum):
    """On which store a part plays: each has a window of its own."""

    NEW = "new"
    DAMAGED = "damaged"
    PRACTICE = "practice-desk"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the day. `who` sits at the desk; '' for the parts that sign in by themselves."""

    name: str
    play: Callable[[Desk], None]
    who: str = ""
    store: Store = Store.PRACTICE
