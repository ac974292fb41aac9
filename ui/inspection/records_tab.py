"""检查记录: every check that was done, by span, sheet, department and state; Enter opens one complete, with its own texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskapp.inspection.domain import CheckFilter, CheckLine
from ui.inspection.states import line_pill, rate_words
from ui.kit import buttons, theme, work
from ui.kit.filters import FilterBar, FilterChip
from ui.kit.frames import Card, Empty
from ui.kit.rows import Column, Page, RowsModel
from ui.kit.rows_view import RowsView

if TYPE_CHECKING:
    from deskapp.data import Act
    from ui.desk import Desk

_SPANS = ((30, "近 30 天"), (7, "近 7 天"), (90, "近 90 天"), (365, "近一年"), (36_500, "全部"))


@dataclass(frozen=True, slots=True)
class _Offered:
    """What the chips offer."""

    sheets: tuple[tuple[str, str], ...]
    departments: tuple[tuple[int, str], ...]


class RecordsTab(QWidget):
    """`check_wanted(inspection_id)` opens one."""

    told = Signal()
    check_wanted = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.span = FilterChip("span", "期间", _SPANS)
        self.sheet = FilterChip("sheet", "检查表", [("", "全部")])
        self.department = FilterChip("check_department", "受检部门", [(None, "全部")])
        self.only = FilterChip("check_state", "状态", [(only, only.label) for only in CheckFilter])
        self.filters = FilterBar(self.span, self.sheet, self.department, self.only)
        self.model = RowsModel[CheckLine](_columns(), key=lambda line: line.id)
        empty = Empty("没有这样的检查", "换一个期间或状态看看", icon="clipboard-list")
        self.view = RowsView(self.model, name="check_list", says="检查记录", state=desk.local, empty=empty)
        self.open_button = buttons.primary("打开", icon="eye", key="F4", name="open_check")
        card = Card(margin=1, name="list_card")
        card.column.setContentsMargins(1, 1, 1, 1)
        card.column.addWidget(self.view)
        top = QHBoxLayout()
        top.addWidget(self.filters, 1)
        top.addWidget(self.open_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        column.addLayout(top)
        column.addWidget(card, 1)
        self.setFocusProxy(self.view)
        self._offered: _Offered | None = None
        self.filters.changed.connect(self._list)
        self.view.opened.connect(self._open)
        self.open_button.clicked.connect(self._open)
        self.view.current_changed.connect(self._allow)
        self.open_button.setEnabled(False)
        self.model.loaded.connect(self._loaded)

    def refresh(self) -> None:
        day = self._desk.session.now().date()
        work.latest(self, partial(_offer, day), self._offer, topic="offered")
        if self.model.is_loaded:
            self.model.refresh()
        else:
            self._list()

    def show_only(self, only: CheckFilter) -> None:
        """Where lines of the first page lead."""
        self.filters.clear()
        self.only.set_value(only)
        self.refresh()

    def summary(self) -> str:
        rows = self.model.rows()
        more = "＋" if self.model.canFetchMore(self.view.rootIndex()) else ""
        failed = sum(row.failed_items for row in rows if not row.voided)
        return f"{len(rows)}{more} 次检查，{failed} 项不合格" if self.model.is_loaded else ""

    def _list(self) -> None:
        today, act = self._desk.session.now().date(), self._desk.session.act()
        days: int = self.span.value()
        first = today - timedelta(days=min(days, today.toordinal() - 1))
        chosen = self.sheet.value(), self.department.value(), self.only.value()
        self.model.set_source(lambda page: _page(act, first, today, chosen, page))

    def _offer(self, offered: _Offered) -> None:
        if offered == self._offered:
            return
        self._offered = offered
        self.sheet.set_choices([("", "全部"), *offered.sheets])
        self.department.set_choices([(None, "全部"), *offered.departments])

    def _loaded(self) -> None:
        if self.view.current_row() is None:
            self.view.select_first()
        self._allow()
        self.told.emit()

    def _allow(self, *_: object) -> None:
        self.open_button.setEnabled(self.view.current_row() is not None)

    def _open(self, *_: object) -> None:
        row = self.view.current_row()
        if row is not None:
            self.check_wanted.emit(row.id)


def _columns() -> Sequence[Column[CheckLine]]:
    return (
        Column(key="state", title="状态", text=lambda line: line_pill(line).words, pill=line_pill, width=120),
        Column(key="began", title="时间", text=lambda line: f"{line.began_at:%m-%d %H:%M}", width=108),
        Column(key="name", title="检查表", text=lambda line: f"{line.code} {line.name}", after=lambda line: line.number, stretch=True),
        Column(key="kind", title="类型", text=lambda line: line.kind.label, width=92),
        Column(key="department", title="受检", text=lambda line: line.department, after=lambda line: line.person, width=128),
        Column(key="rate", title="合格率", text=_rate, right=True, width=80),
        Column(key="failed", title="不合格", text=_failed, colour=_failed_colour, right=True, width=76),
        Column(key="inspector", title="检查人", text=lambda line: line.inspector, width=80),
        Column(key="confirmed", title="确认", text=lambda line: line.confirmed_by or "—", width=88),
    )


def _rate(line: CheckLine) -> str:
    return rate_words(line.score) if line.finished_at is not None else "—"


def _failed(line: CheckLine) -> str:
    return f"{line.failed_items} 项" if line.failed_items else "—"


def _failed_colour(line: CheckLine) -> str:
    return theme.BAD if line.failed_items and not line.voided else theme.INK_2


def _page(act: Act, first: date, last: date, chosen: tuple[Any, Any, Any], page: Page[CheckLine]) -> Sequence[CheckLine]:
    from deskapp.inspection.listing import Wanted, checks

    code, department_id, only = chosen
    wanted = Wanted(first, last, code, department_id, only)
    return checks(act=act, wanted=wanted, before=page.after.id if page.after else None, limit=page.limit)


def _offer(day: date) -> _Offered:
    from deskapp.checklists.domain import Kind
    from deskapp.checklists.templates import templates
    from deskapp.staff.service import departments

    sheets = templates(kind=Kind.INSPECTION, on=day, active_only=False)
    return _Offered(
        tuple((one.code, f"{one.code} {one.name}") for one in sheets),
        tuple((one.id, one.name) for one in departments(active_only=False)),
    )
