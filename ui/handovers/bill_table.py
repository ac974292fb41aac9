"""The amounts of a bill, one row a kind of spend, and what each earns while one types."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from deskapp.errors import UserError
from deskapp.handovers.bill import Preview
from deskapp.handovers.domain import BillLine, SpendKind
from deskapp.handovers.judging import amount_field
from deskapp.typed import format_money, format_points
from ui.kit import theme
from ui.kit.fields_code import MoneyField
from ui.kit.frames import Card, Divider
from ui.kit.labels import Hint, Label

if TYPE_CHECKING:
    from deskapp.handovers.domain import Rate

_AMOUNT = 136
_POINTS = 56
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class BillTable(Card):
    """No kind has to be chosen: the clerk types beside the one that was paid."""

    changed = Signal()

    def __init__(self, rates: Mapping[SpendKind, Rate], register: Callable[[str, MoneyField], MoneyField]) -> None:
        super().__init__(margin=0, name="bill")
        self.column.setContentsMargins(theme.GAP, theme.STEP, theme.GAP, theme.STEP)
        self.column.setSpacing(theme.STEP)
        self.fields: dict[SpendKind, MoneyField] = {}
        self._points: dict[SpendKind, Label] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.GAP)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(2, _AMOUNT)
        grid.setColumnMinimumWidth(3, _POINTS)
        for at, title in enumerate(("项目", "计分", "金额（元）", "积分")):
            grid.addWidget(Hint(title, right=at >= 2), 0, at)
        for at, (kind, rate) in enumerate(rates.items(), 1):
            self.fields[kind] = self._field(kind, register)
            self._points[kind] = Label("", right=True)
            grid.addWidget(Label(kind.label), at, 0)
            grid.addWidget(Hint(rate.words), at, 1)
            grid.addWidget(self.fields[kind], at, 2)
            grid.addWidget(self._points[kind], at, 3)
        self.column.addLayout(grid)
        self.column.addWidget(Divider())
        self._amount, self._total = Label("0.00", bold=True, right=True), Label("0", bold=True, right=True)
        self.column.addWidget(self._total_row())

    def lines(self) -> tuple[BillLine, ...]:
        """What is typed and can be read so far."""
        found: list[BillLine] = []
        for kind, field in self.fields.items():
            try:
                amount = field.value()
            except UserError:
                continue
            if amount:
                found.append(BillLine(kind, amount))
        return tuple(found)

    def put(self, amounts: Mapping[SpendKind, int]) -> None:
        """Show the amounts of a slip."""
        for kind, field in self.fields.items():
            field.set_value(amounts.get(kind))

    def show_worth(self, worth: Preview) -> None:
        """Say what each kind earns and what the bill adds up to."""
        earned = {kind.kind: kind.points for kind in worth.earned}
        for kind, label in self._points.items():
            label.set_text(format_points(earned[kind]) if kind in earned else "")
        self._amount.set_text(format_money(worth.amount))
        self._total.set_text(format_points(worth.points))

    def _field(self, kind: SpendKind, register: Callable[[str, MoneyField], MoneyField]) -> MoneyField:
        field = register(amount_field(kind), MoneyField(amount_field(kind), ""))
        field.label = f"{kind.label}金额"
        field.setFixedWidth(_AMOUNT)
        field.edit.setAccessibleName(field.label)
        field.edit.setAlignment(_RIGHT)
        field.changed.connect(self.changed)
        return field

    def _total_row(self) -> QWidget:
        row = QWidget()
        grid = QGridLayout(row)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.GAP)
        grid.setColumnStretch(0, 1)
        grid.setColumnMinimumWidth(1, _AMOUNT)
        grid.setColumnMinimumWidth(2, _POINTS)
        for at, label in enumerate((Label("合计", bold=True), self._amount, self._total)):
            grid.addWidget(label, 0, at)
        return row
