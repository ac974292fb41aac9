"""Numbers side by side, each in its card: what a list comes to, what an import did."""

from ui.kit import theme
from ui.kit.frames import Card, beside
from ui.kit.labels import Figure, Hint, Label


class CountCard(Card):
    """A count with its word and a line about it; 0 is quiet, `colour` is for more."""

    def __init__(self, title: str, unit: str, hint: str = "", *, colour: str = theme.INK, name: str) -> None:
        super().__init__(name=name, margin=theme.GAP)
        self._colour, self._title, self._unit = colour, title, unit
        self.figure = Figure("0", unit)
        self.hint = Hint(hint)
        self.column.setSpacing(0)
        self.column.addWidget(beside(self.figure, Label(title, bold=True), spacing=theme.GAP))
        self.column.addWidget(self.hint)
        self.hint.setVisible(bool(hint))

    def set_count(self, count: int, hint: str | None = None) -> None:
        self.figure.set_text(f"{count:,}", colour=self._colour if count else theme.INK_2)
        self.setAccessibleName(f"{self._title} {count:,} {self._unit}")
        if hint is not None:
            self.hint.set_text(hint)
            self.hint.setVisible(bool(hint))
