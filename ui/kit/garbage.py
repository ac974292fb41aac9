"""Cyclic garbage is looked for in the GUI thread alone, and between two events.

Python itself looks wherever a count runs full: in a lane, where no widget may die, or in the middle of a paint; and each look at everything
stops every thread. Closed forms and left pages are such garbage, so it must be looked for.
"""

import gc

from PySide6.QtCore import QObject, QTimer

from ui.kit import work

EVERY_MS = 1000


class Collector(QObject):
    """Takes the place of Python's own collector, once the start has switched that off: see main.py."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.look)

    def begin(self) -> None:
        """What was loaded so far lives as long as the program: it is not looked through again. Where Python's collector is on, it stays."""
        if not gc.isenabled() and not self._timer.isActive():
            gc.freeze()
            self._timer.start()

    def look(self) -> None:
        """Look through as much as Python would by now; through nothing while a long job makes its millions of objects."""
        if work.at_length():
            return
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation]:
                gc.collect(generation)
                return
