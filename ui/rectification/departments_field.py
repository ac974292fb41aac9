"""Several departments in one field: whom a notice is copied to."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QWidget

from deskapp.typed import Judged
from ui.kit import theme
from ui.kit.fields import Field
from ui.kit.ticks import Tick

_ACROSS = 4


class DepartmentsField(Field[tuple[int, ...]]):
    """A tick for each department; the value is the ids that are ticked. With `required` at least one must be."""

    def __init__(self, name: str, label: str, departments: Sequence[tuple[int, str]], *, required: bool = False) -> None:
        super().__init__(name, label, required=required)
        self._ids = [key for key, _ in departments]
        self.ticks = [Tick(words, name=f"{name}_{key}") for key, words in departments]
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.GAP)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(_ACROSS, 1)  # few of them stand together at the left
        for place, tick in enumerate(self.ticks):
            grid.addWidget(tick, place // _ACROSS, place % _ACROSS)
            tick.toggled.connect(self._on_change)
        self.body.addWidget(holder, 1)
        if self.ticks:
            self.setFocusProxy(self.ticks[0])

    def text(self) -> str:
        return " ".join(str(key) for key, tick in zip(self._ids, self.ticks, strict=True) if tick.isChecked())

    def set_text(self, text: str) -> None:
        chosen = {int(key) for key in text.split()}
        for key, tick in zip(self._ids, self.ticks, strict=True):
            tick.setChecked(key in chosen)

    def _missing(self) -> str:
        return "请至少勾选一个部门"

    def _judge(self, text: str) -> Judged[tuple[int, ...]]:
        return Judged(tuple(int(key) for key in text.split()))

    def _written(self, value: tuple[int, ...]) -> str:
        return " ".join(map(str, value))
