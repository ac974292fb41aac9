"""计分规则: every version of every rate, what awards give and what points are worth on a bill; a manager lets a new rate begin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskapp.handovers.domain import RateStanding, RateVersion, SpendKind
from deskapp.points.domain import AWARD_POINTS
from deskapp.staff.domain import Right
from deskapp.typed import format_points
from ui.handovers.rate_dialog import RateDialog
from ui.kit import buttons, theme, work
from ui.kit.form_frame import FormHead
from ui.kit.frames import Card, Divider, LabelRows, SectionHead
from ui.kit.labels import Hint, Wrapped
from ui.kit.pills import Pill
from ui.kit.rows import Column, Group, RowsModel
from ui.kit.rows_view import RowsView
from ui.kit.sheet import Sheet
from ui.kit.theme import Tone

if TYPE_CHECKING:
    from deskapp.data import Act
    from deskapp.handovers.domain import Rate
    from ui.desk import Desk

_SIDE = 272
_PILLS = {
    RateStanding.COMING: (Tone.WARN, "clock"),
    RateStanding.RUNNING: (Tone.GOOD, "circle-check"),
    RateStanding.PAST: (Tone.NEUTRAL, "ban"),
    RateStanding.REPLACED: (Tone.NEUTRAL, "undo-2"),
}


@dataclass(frozen=True)
class _Rules:
    """Everything the window shows."""

    versions: Sequence[RateVersion]
    awards: Sequence[tuple[str, int]]
    facts: Sequence[tuple[str, str]]


class RatesSheet(Sheet):
    """Everybody of the desk may look; only who may change rules is offered 新规则."""

    accepted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.sheets, "计分规则", width=theme.DIALOG_WIDTHS[2])
        self.setObjectName("rates_sheet")
        self._desk = desk
        self.model: RowsModel[RateVersion] = RowsModel(_columns(), key=_key)
        self.view = RowsView(self.model, name="rate_versions", says="计分规则的版本", state=desk.local)
        self.new = buttons.primary("新规则", icon="plus", key="Ctrl+Enter", name="new_rate")
        self.new.bind(self)
        self._side = QVBoxLayout()
        self._lay_out()
        self.new.setVisible(desk.session.may(Right.CHANGE_SETTINGS))
        self.new.setEnabled(desk.session.may(Right.CHANGE_SETTINGS))
        self.new.clicked.connect(self._add)
        self.view.opened.connect(self._add)
        self._look()

    def _lay_out(self) -> None:
        head = FormHead("计分规则", icon="settings", hint="写单时按当天的规则计分，写好以后不再变")
        head.closing.connect(self.escape)
        close = buttons.plain("关闭", key="Esc", name="close_rates")
        close.clicked.connect(self.escape)
        card = Card(margin=1, name="rates_card")
        card.column.setContentsMargins(1, 1, 1, 1)
        card.column.addWidget(self.view)
        side = QWidget()
        side.setFixedWidth(_SIDE)
        side.setLayout(self._side)
        self._side.setContentsMargins(0, 0, 0, 0)
        self._side.setSpacing(theme.STEP)
        middle = QHBoxLayout()
        middle.setContentsMargins(theme.MARGIN_X, theme.GAP_WIDE, theme.MARGIN_X, theme.GAP_WIDE)
        middle.setSpacing(theme.MARGIN_X)
        middle.addWidget(card, 1)
        middle.addWidget(side)
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.MARGIN_X, 10, theme.MARGIN_X, theme.GAP)
        foot.setSpacing(theme.GAP)
        foot.addStretch(1)
        foot.addWidget(close)
        foot.addWidget(self.new)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(Divider())
        column.addLayout(middle, 1)
        column.addWidget(Divider())
        column.addLayout(foot)
        self.setMinimumHeight(min(theme.DIALOG_HEIGHT - 64, self._desk.sheets.height()))

    def _look(self) -> None:
        work.latest(self, partial(_look, self._desk.session.act()), self._show)

    def _show(self, rules: _Rules) -> None:
        self.model.set_groups([_group(kind, rules.versions) for kind in SpendKind])
        while (item := self._side.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._side.addWidget(SectionHead("固定奖励"))
        self._side.addWidget(LabelRows([(label, f"{format_points(points)} 分") for label, points in rules.awards], labels=136))
        self._side.addWidget(Hint("同一事由只发一次"))
        self._side.addSpacing(theme.GAP)
        self._side.addWidget(SectionHead("抵扣和有效期"))
        self._side.addWidget(LabelRows(rules.facts, labels=136))
        self._side.addWidget(Wrapped("这些数字在“设置”里修改。", size=theme.HINT, colour=theme.INK_2))
        self._side.addStretch(1)

    def _add(self) -> None:
        if not self._desk.session.may(Right.CHANGE_SETTINGS):
            return
        current = self.view.current_row()
        running = {v.rate.kind: v.rate for v in self.model.rows() if v.standing is RateStanding.RUNNING}
        dialog = RateDialog(self._desk, running, current.rate.kind if current is not None else None)
        dialog.accepted.connect(self._added)
        dialog.open()

    def _added(self) -> None:
        self._look()
        self.accepted.emit()


def _columns() -> Sequence[Column[RateVersion]]:
    return (
        Column(key="standing", title="状态", text=lambda version: version.standing.label, pill=_pill, width=100),
        Column(key="words", title="计分", text=lambda version: version.rate.words, stretch=True, bold=True, colour=_colour),
        Column(key="from", title="从", text=lambda version: _day(version.rate), width=108, colour=_colour),
        Column(key="until", title="到", text=lambda version: str(version.rate.valid_until or "—"), width=108, colour=_colour),
        Column(
            key="by",
            title="设定",
            text=lambda version: version.by or "随程序",
            after=lambda version: f"{version.at:%m-%d}" if version.at else "",
            width=120,
        ),
    )


def _key(version: RateVersion) -> tuple[SpendKind, int | None]:
    return version.rate.kind, version.rate.id


def _pill(version: RateVersion) -> Pill:
    tone, icon = _PILLS[version.standing]
    return Pill(version.standing.label, tone, icon)


def _colour(version: RateVersion) -> str:
    return theme.INK if version.standing in (RateStanding.RUNNING, RateStanding.COMING) else theme.INK_2


def _day(rate: Rate) -> str:
    return "开始" if rate.valid_from == date.min else str(rate.valid_from)


def _group(kind: SpendKind, versions: Sequence[RateVersion]) -> tuple[Group, list[RateVersion]]:
    mine = [version for version in versions if version.rate.kind is kind]
    running = next(version.rate for version in mine if version.standing is RateStanding.RUNNING)
    return Group(kind.label, f"现在 {running.words}", "coins"), mine


def _look(act: Act) -> _Rules:
    from deskapp.handovers.domain import NET_EARNS, POINTS_PER_YUAN, USE_ON_BILLS
    from deskapp.handovers.rates import rate_history
    from deskapp.points.domain import LOT_MONTHS, RETURN_DAYS
    from deskapp.settings.store import value

    worth = f"{format_points(value(POINTS_PER_YUAN))} 分抵 1 元" if value(USE_ON_BILLS) else "不接受"
    facts = [
        ("账单抵扣", worth),
        ("抵扣的部分", "不计积分" if value(NET_EARNS) else "照计积分"),
        ("有效期", f"{value(LOT_MONTHS)} 个月，到月底"),
        ("退回的积分", f"至少 {value(RETURN_DAYS)} 天可用"),
    ]
    awards = [(kind.label, value(setting)) for kind, setting in AWARD_POINTS.items()]
    return _Rules(rate_history(act=act), awards, facts)
