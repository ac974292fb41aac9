"""The half-filled forms of this person to choose from: whose each is and when it was left, the last one on top."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from ui.kit.dates import until_words
from ui.kit.drafts import Draft


class DraftsMenu(QMenu):
    """Arrows and Enter, or a click, choose; Esc leaves everything as it is. `chosen` carries the draft."""

    chosen = Signal(object)

    def __init__(self, drafts: Sequence[Draft], *, today: date, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("drafts_menu")
        self.setAccessibleName("没填完的表单")
        for draft in last_first(drafts):
            action = self.addAction(f"{draft_words(draft)}\t{until_words(draft.saved_at, today=today).removeprefix('今天 ')}")
            action.triggered.connect(lambda _=False, which=draft: self.chosen.emit(which))
        self.setActiveAction(self.actions()[0])
        self.aboutToHide.connect(self.deleteLater)

    def open_under(self, anchor: QWidget) -> None:
        """Drop down from the button that counts them."""
        self.popup(anchor.mapToGlobal(QPoint(0, anchor.height())))


def last_first(drafts: Sequence[Draft]) -> list[Draft]:
    """The one left last is wanted first."""
    return sorted(drafts, key=lambda draft: draft.saved_at, reverse=True)


def draft_words(draft: Draft) -> str:
    """入会 · 钱一: the form and whose it is."""
    return draft.title.replace(" ", " · ", 1).replace("&", "&&")
