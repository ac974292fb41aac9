"""快到期: whose points end soon, how many and when; beside the list whom to remind of what."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from deskapp.staff.domain import Right
from deskapp.typed import format_points
from ui.desk import DeskAct
from ui.handovers.papers import expiring_job
from ui.kit import buttons, notify, theme, work
from ui.kit.filters import FilterBar, FilterChip
from ui.kit.frames import Card, Empty, LabelRows, NextStep, SectionHead
from ui.kit.labels import Hint, Label, Section
from ui.kit.pills import Pill, PillLabel
from ui.kit.rows import Column, RowsModel
from ui.kit.rows_view import RowsView
from ui.kit.theme import Tone

if TYPE_CHECKING:
    from deskapp.data import Act
    from deskapp.handovers.expiring import ExpiringRow
    from ui.desk import Desk

_WEEK = 7
_FOLDER = "points.folder"


class ExpiringTab(QWidget):
    """Enter opens the card. `told` when there is something new to say above."""

    told = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._soon = work.call(_soon_days)
        self.within = FilterChip("within", "到期", _choices(self._soon))
        self.filters = FilterBar(self.within)
        self.model: RowsModel[ExpiringRow] = RowsModel(self._columns(), key=lambda row: row.customer_id)
        self.view = RowsView(
            self.model,
            name="expiring_list",
            says="快到期的积分",
            state=desk.local,
            empty=Empty("这段时间没有积分到期", "有积分快到期的客户会列在这里，先到期的在前", icon="circle-check"),
        )
        self.export = buttons.link("导出 Excel", icon="download", name="export_expiring")
        self.panel = ExpiringPanel(may_redeem=desk.session.may(Right.APPLY_REDEMPTIONS))
        self._lay_out()
        self._wire()
        self.export.setVisible(desk.session.may(Right.EXPORT_DATA))  # not before it stands in the window: it would be one of its own

    def _lay_out(self) -> None:
        card = Card(margin=1, name="expiring_card")
        card.column.setContentsMargins(1, 1, 1, 1)
        card.column.addWidget(self.view)
        self.panel.setFixedWidth(theme.PANEL)
        above = QHBoxLayout()
        above.setSpacing(theme.GAP)
        above.addWidget(self.filters, 1)
        above.addWidget(self.export)
        row = QHBoxLayout()
        row.setSpacing(theme.GAP_WIDE)
        row.addWidget(card, 1)
        row.addWidget(self.panel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        column.addLayout(above)
        column.addLayout(row, 1)
        self.setFocusProxy(self.view)

    def _columns(self) -> Sequence[Column[ExpiringRow]]:
        return (
            Column(key="left", title="还剩", text=self._left, pill=self._left_pill, sort=lambda row: row.first_on, width=100),
            Column(key="name", title="客户", text=lambda row: row.name, after=_behind, sort=lambda row: row.name, stretch=True),
            Column(key="state", title="会员", text=lambda row: " ".join(row.pills), width=120, colour=_grey),
            Column(key="on", title="最后可用日", text=lambda row: str(row.first_on), sort=lambda row: row.first_on, width=108),
            Column(
                key="points",
                title="到期积分",
                text=lambda row: format_points(row.points),
                sort=lambda row: row.points,
                width=88,
                right=True,
                bold=True,
            ),
            Column(
                key="spendable",
                title="可兑换",
                text=lambda row: format_points(row.spendable),
                sort=lambda row: row.spendable,
                width=88,
                right=True,
                colour=_grey,
            ),
        )

    def _wire(self) -> None:
        self.filters.changed.connect(self.refresh)
        self.view.current_changed.connect(self._row_changed)
        self.view.opened.connect(self._open_card)
        self.panel.card.clicked.connect(self._open_card)
        self.panel.redeem.clicked.connect(self._redeem)
        self.export.clicked.connect(self._export)

    # Looking ----------------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        work.latest(self, partial(_look, self._desk.session.act(), self._days()), self._show)

    def summary(self) -> str:
        """How many guests lose how much, for the head of the page."""
        rows = self.model.rows()
        if not self.model.is_loaded or not rows:
            return "没有快到期的积分" if self.model.is_loaded else ""
        return f"{len(rows)} 位客户，{format_points(sum(row.points for row in rows))} 分"

    def _days(self) -> int:
        return self.within.value() or self._soon

    def _show(self, rows: Sequence[ExpiringRow]) -> None:
        self.model.set_rows(rows)
        if self.view.current_row() is None:
            self.view.select_first()
        self._row_changed(self.view.current_row())

    def _row_changed(self, row: ExpiringRow | None) -> None:
        self.export.setEnabled(bool(self.model.rows()))
        self.panel.show_row(row, self._today())
        self.told.emit()

    # Acting -----------------------------------------------------------------------------------------------------------

    def _open_card(self, *_: object) -> None:
        if self.panel.shown is not None:
            self._desk.open_customer(self.panel.shown.customer_id)

    def _redeem(self) -> None:
        if self.panel.shown is not None:
            self._desk.start(DeskAct.REDEEM, customer_id=self.panel.shown.customer_id)

    def print_list(self) -> None:
        """The list as it is shown, on A4."""
        until = self._today() + timedelta(days=self._days())
        self._desk.print_paper(work.call(expiring_job, self._desk.session.act(), self.model.rows(), until))

    def _export(self) -> None:
        folder = self._desk.local.get(_FOLDER) or str(Path.home())
        name = f"快到期积分 {self._today()}.xlsx"
        chosen, _ = QFileDialog.getSaveFileName(self, "导出快到期积分", str(Path(folder) / name), "Excel 工作簿 (*.xlsx)")
        if not chosen:
            return
        path = Path(chosen)
        path = path if path.suffix.lower() == ".xlsx" else path.with_name(path.name + ".xlsx")
        self._desk.local.put(_FOLDER, str(path.parent))
        count = work.call(_write, self._desk.session.act(), path, self._days())
        notify.say(f"已导出 {path.name}，{count} 位客户")

    # Words ------------------------------------------------------------------------------------------------------------

    def _today(self) -> date:
        return self._desk.session.now().date()

    def _left(self, row: ExpiringRow) -> str:
        days = (row.first_on - self._today()).days
        return f"剩 {days} 天" if days else "今天到期"

    def _left_pill(self, row: ExpiringRow) -> Pill:
        return _due_pill(row, self._today())


class ExpiringPanel(Card):
    """One guest: what ends when, what he may spend, and what to do about it."""

    def __init__(self, *, may_redeem: bool) -> None:
        super().__init__(name="expiring_panel", margin=theme.GAP_WIDE)
        self._may_redeem = may_redeem
        self.shown: ExpiringRow | None = None
        self._name, self._pill = Section(""), PillLabel(Pill(""))
        self._facts = QVBoxLayout()
        self._facts.setSpacing(theme.GAP)
        self._step = NextStep("", "")
        self.card = buttons.primary("会员卡片", icon="arrow-up-right", height=theme.CONTROL_MAIN, name="expiring_open_card")
        self.redeem = buttons.plain("兑换", icon="gift", key="F7", name="expiring_redeem")
        self._nothing = Empty("没有选中客户", icon="coins")
        self._holder = QWidget()
        head = QHBoxLayout()
        head.addWidget(self._name, 1)
        head.addWidget(self._pill)
        column = QVBoxLayout(self._holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        column.addLayout(head)
        column.addLayout(self._facts)
        column.addStretch(1)
        column.addWidget(self._step)
        column.addWidget(self.card)
        column.addWidget(self.redeem)
        self.column.addWidget(self._nothing)
        self.column.addWidget(self._holder)
        self.show_row(None, date.min)

    def show_row(self, row: ExpiringRow | None, today: date) -> None:
        self.shown = row
        self._nothing.setVisible(row is None)
        self._holder.setVisible(row is not None)
        for button in (self.card, self.redeem):
            button.setEnabled(row is not None)
        if row is None:
            return
        self._name.set_text(f"{row.name} {row.salutation}".strip())
        self._pill.set_pill(_due_pill(row, today))
        while (item := self._facts.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        about = LabelRows([("手机", row.mobile), ("车牌", "，".join(row.plates) or "—"), ("会员", "・".join(row.pills))])
        about.add("可兑换", Label(f"{format_points(row.spendable)} 分", bold=True))
        self._facts.addWidget(about)
        self._facts.addWidget(SectionHead("到期明细"))
        ends = LabelRows(labels=104)
        for part in row.parts:
            ends.add(str(part.on), Label(f"{format_points(part.points)} 分"))
        self._facts.addWidget(ends)
        self._facts.addWidget(Hint("完整手机号在会员卡片里点“显示”"))
        first = row.parts[0]
        blocked = _cannot_redeem(row)
        effect = blocked or f"过期后这 {format_points(first.points)} 分自动作废，升级积分不变"
        self._step.set_step(f"提醒客户最迟 {first.on} 用掉 {format_points(first.points)} 分", effect)
        self.redeem.setVisible(self._may_redeem and not blocked)


def _choices(soon: int) -> list[tuple[int | None, str]]:
    """The store's days are what is shown first."""
    others = [days for days in (_WEEK, 30, 60, 90) if days != soon]
    return [(None, f"{soon} 天内"), *((days, f"{days} 天内") for days in others)]


def _due_pill(row: ExpiringRow, today: date) -> Pill:
    days = (row.first_on - today).days
    if days <= _WEEK:
        return Pill(f"剩 {days} 天" if days else "今天到期", Tone.WARN, "clock")
    return Pill(f"剩 {days} 天", Tone.NEUTRAL, "clock")


def _cannot_redeem(row: ExpiringRow) -> str:
    """Why the points cannot be spent as he stands; '' when they can."""
    words = {"已挂失": "会员卡已挂失，补卡后才能兑换", "已过期": "会员已到期，续会后才能兑换", "非会员": "已不是会员，重新入会后才能兑换"}
    return next((words[pill] for pill in row.pills if pill in words), "")


def _behind(row: ExpiringRow) -> str:
    return "，".join(row.plates[:1])


def _grey(_row: ExpiringRow) -> str:
    return theme.INK_2


def _soon_days() -> int:
    from deskapp.points.domain import ENDING_SOON_DAYS
    from deskapp.settings.store import value

    return value(ENDING_SOON_DAYS)


def _look(act: Act, days: int) -> list[ExpiringRow]:
    from deskapp.handovers.expiring import expiring

    return expiring(act=act, days=days)


def _write(act: Act, path: Path, days: int) -> int:
    from deskapp.handovers.expiring import export_expiring

    return export_expiring(act=act, path=path, days=days)
