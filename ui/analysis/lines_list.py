"""The rows behind a figure: what it counts, with the way to each record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from deskapp.typed import format_signed
from ui.kit import theme, work
from ui.kit.frames import Card, Divider, Empty
from ui.kit.labels import Hint, Label
from ui.kit.rows import Column, RowsModel
from ui.kit.rows_view import RowsView

if TYPE_CHECKING:
    from deskapp.analysis.domain import Figure, Line
    from deskapp.data import Act
    from ui.desk import Desk


class LinesList(Card):
    """Title, count and list; Enter opens the record, the customer's card, or the gifts."""

    def __init__(self, desk: Desk, *, name: str) -> None:
        super().__init__(margin=1, name=f"{name}_card")
        self._desk = desk
        self._asked: tuple[str, Figure, date, date] | None = None
        self.title = Label("", bold=True)
        self.count = Hint("", right=True)
        head = QWidget()
        head.setFixedHeight(theme.CONTROL)
        row = QHBoxLayout(head)
        row.setContentsMargins(theme.CONTROL_PADDING, 0, theme.CONTROL_PADDING, 0)
        row.addWidget(self.title)
        row.addWidget(self.count, 1)
        self.model: RowsModel[tuple[int, Line]] = RowsModel(_columns(), key=lambda row: row[0])
        self.view = RowsView(
            self.model,
            name=name,
            says="数字的明细",
            state=desk.local,
            empty=Empty("没有明细", "这一项没有单据或客户可列；选别的数字看它由什么组成", icon="list"),
        )
        self.column.setContentsMargins(1, 1, 1, 1)
        self.column.setSpacing(0)
        for widget in (head, Divider(), self.view):
            self.column.addWidget(widget)
        self.view.opened.connect(self._open)

    def ask(self, title: str, figure: Figure, first: date, last: date) -> None:
        """List the rows behind a figure of these days."""
        self._asked = (title, figure, first, last)
        work.latest(self, partial(_look, self._desk.session.act(), figure, first, last), self._show)

    def clear(self, title: str) -> None:
        """A figure without rows of its own."""
        self._asked = None
        self.title.set_text(title)
        self.count.set_text("")
        self.model.set_rows([])

    def _show(self, found: tuple[Sequence[Line], int]) -> None:
        lines, limit = found
        if self._asked is None:
            return
        self.title.set_text(self._asked[0])
        most = f"，只列最近 {limit} 行" if len(lines) == limit else ""
        self.count.set_text(f"{len(lines)} 行{most}" if lines else "")
        self.model.set_rows(list(enumerate(lines)))
        if lines:
            self.view.select_first()

    def _open(self, row: tuple[int, Line]) -> None:
        line = row[1]
        if line.number:
            self._desk.open_number(line.number)
        elif line.customer_id:
            self._desk.open_customer(line.customer_id)
        else:
            self._desk.open_room("gifts")


def _columns() -> Sequence[Column[tuple[int, Line]]]:
    return (
        Column(key="at", title="时间", text=lambda row: f"{row[1].at:%m-%d %H:%M}" if row[1].at else "", width=112),
        Column(key="what", title="事项", text=lambda row: row[1].what, stretch=True),
        Column(key="number", title="单号", text=lambda row: row[1].number, width=138),
        Column(key="customer", title="客户", text=lambda row: row[1].customer, width=84),
        Column(
            key="points",
            title="积分",
            text=lambda row: "" if row[1].points is None else format_signed(row[1].points),
            colour=lambda row: theme.GOOD if (row[1].points or 0) > 0 else theme.INK,
            width=74,
            right=True,
            bold=True,
        ),
        Column(key="who", title="经办", text=lambda row: row[1].who, width=72),
    )


def _look(act: Act, figure: Figure, first: date, last: date) -> tuple[Sequence[Line], int]:
    from deskapp.analysis.lines import LIMIT, lines

    return lines(act=act, figure=figure, first=first, last=last), LIMIT
