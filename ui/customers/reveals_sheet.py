"""号码查看记录: who looked at which full number, for whoever leads the staff."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from ui.kit import buttons, theme, work
from ui.kit.filters import FilterBar, FilterChip
from ui.kit.form_frame import FormHead
from ui.kit.frames import Divider, Empty
from ui.kit.rows import Column, RowsModel
from ui.kit.rows_view import RowsView
from ui.kit.sheet import Sheet

if TYPE_CHECKING:
    from deskapp.customers.domain import Reveal
    from deskapp.data import Act
    from ui.desk import Desk

_PERIODS = ((7, "近 7 天"), (1, "今天"), (30, "近 30 天"), (365, "近一年"))


@dataclass(frozen=True)
class Line:
    """One look with the name of who looked."""

    key: int
    look: Reveal
    by: str


class RevealsSheet(Sheet):
    """Enter opens the customer."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.sheets, "号码查看记录", width=theme.DIALOG_WIDTHS[1])
        self.setObjectName("reveals")
        self._desk = desk
        self._head = FormHead("号码查看记录", icon="eye")
        self.period = FilterChip("period", "时间", _PERIODS)
        self.who = FilterChip("who", "经手", [(None, "全部"), *work.call(_people)])
        self._filters = FilterBar(self.period, self.who)
        columns: Sequence[Column[Line]] = (
            Column(key="at", title="时间", text=lambda line: f"{line.look.at:%Y-%m-%d %H:%M}", width=156),
            Column(key="by", title="谁看的", text=lambda line: line.by, sort=lambda line: line.by, bold=True, width=128),
            Column(key="pc", title="电脑", text=lambda line: line.look.pc, sort=lambda line: line.look.pc, width=128),
            Column(key="whose", title="看了谁的", text=lambda line: line.look.name, sort=lambda line: line.look.name, stretch=True),
        )
        self.model: RowsModel[Line] = RowsModel(columns, key=lambda line: line.key)
        empty = Empty("没有人看过完整号码", "在会员卡片点“显示”、打印个人信息副本都会记在这里", icon="eye-off")
        self.view = RowsView(self.model, name="reveals_list", says="号码查看记录", state=desk.local, empty=empty)
        self.close_button = buttons.plain("关闭", key="Esc", name="close_reveals")
        self._lay_out()
        self._head.closing.connect(self.escape)
        self.close_button.clicked.connect(self.escape)
        self._filters.changed.connect(self._look)
        self.view.opened.connect(self._open)
        self._look()

    def _lay_out(self) -> None:
        above, foot = QHBoxLayout(), QHBoxLayout()
        for row in (above, foot):
            row.setContentsMargins(theme.MARGIN_X, theme.GAP, theme.MARGIN_X, theme.GAP)
        above.addWidget(self._filters)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(Divider())
        column.addLayout(above)
        column.addWidget(Divider())
        column.addWidget(self.view, 1)
        column.addWidget(Divider())
        column.addLayout(foot)
        self.setMinimumHeight(min(theme.DIALOG_HEIGHT - 2 * theme.MARGIN_X, self._desk.sheets.height()))

    def _look(self) -> None:
        last = self._desk.session.now().date()
        first, who = last - timedelta(days=self.period.value() - 1), self.who.value()
        work.latest(self, lambda: _reveals(self._desk.session.act(), first, last, who), self._show)

    def _show(self, lines: Sequence[Line]) -> None:
        self.model.set_rows(lines)
        people = len({line.by for line in lines})
        self._head.set_hint(f"{len(lines)} 次，{people} 个人" if lines else "")

    def _open(self, line: Line) -> None:
        self.escape()
        self._desk.open_customer(line.look.customer_id)


def _people() -> list[tuple[int, str]]:
    from deskapp.staff.service import people

    return [(one.id, one.name) for one in people(active_only=False)]


def _reveals(act: Act, first: date, last: date, staff_id: int | None) -> list[Line]:
    from deskapp.customers.reveals import reveals
    from deskapp.staff.service import person

    found = reveals(act=act, first=first, last=last, staff_id=staff_id)
    return [Line(key, look, person(look.staff_id).name if look.staff_id else "") for key, look in enumerate(found)]
