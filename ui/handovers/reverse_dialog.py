"""冲正: the lines of a posted bill that were paid back, all ticked at first, and beside them what their reversal will move."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout

from deskapp.errors import UserError
from deskapp.typed import format_money, format_points
from ui.handovers.undone_panel import UndonePanel
from ui.kit import buttons, notify, theme, work
from ui.kit.fields_text import NotesField
from ui.kit.form_dialog import FormDialog
from ui.kit.frames import Card, SectionHead, beside
from ui.kit.labels import Hint, Label
from ui.kit.pills import Pill, PillLabel
from ui.kit.ticks import Tick

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deskapp.data import Act
    from deskapp.handovers.domain import Slip, SlipLine, SpendKind
    from deskapp.handovers.posting import Reversal
    from ui.desk import Desk

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class LinesToReverse(Card):
    """One row a line: what can still be taken back has a tick, what was taken back says so."""

    changed = Signal()

    def __init__(self, lines: Sequence[SlipLine]) -> None:
        super().__init__(margin=0, name="lines_to_reverse")
        self.column.setContentsMargins(theme.GAP, theme.STEP, theme.GAP, theme.STEP)
        self.ticks: dict[int, Tick] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.GAP_WIDE)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        for at, title in enumerate(("项目", "金额（元）", "记过积分", "用过积分")):
            grid.addWidget(Hint(title, right=at > 0), 0, at)
        told: set[SpendKind] = set()
        for at, line in enumerate(lines, 1):
            self._add(grid, at, line, format_points(line.points) if line.kind not in told else "同上")
            told.add(line.kind)
        self.column.addLayout(grid)

    def chosen(self) -> list[int]:
        """Ids of the ticked lines."""
        return [line_id for line_id, tick in self.ticks.items() if tick.isChecked()]

    def tick_all(self, *, ticked: bool) -> None:
        for tick in self.ticks.values():
            tick.setChecked(ticked)

    def _ticked(self, _ticked: bool) -> None:
        self.changed.emit()

    def _add(self, grid: QGridLayout, at: int, line: SlipLine, points: str) -> None:
        """Points are rounded once a kind, so they stand at the kind's first line."""
        ink = theme.INK_2 if line.reversed else theme.INK
        if line.reversed:
            grid.addWidget(PillLabel(Pill(f"{line.kind.label} 已冲正", icon="undo-2")), at, 0, Qt.AlignmentFlag.AlignLeft)
        else:
            tick = self.ticks[line.id] = Tick(line.kind.label, name=f"line_{line.id}")
            tick.setAccessibleName(f"{line.kind.label} {format_money(line.amount)} 元")
            tick.setChecked(True)
            tick.toggled.connect(self._ticked)
            grid.addWidget(tick, at, 0)
        figures = (format_money(line.amount), points, format_points(line.used) if line.used else "")
        for column, text in enumerate(figures, 1):
            grid.addWidget(Label(text, right=True, colour=ink), at, column, _RIGHT)


class ReverseDialog(FormDialog["Reversal"]):
    """Takes back what the ticked lines earned and gives back their share of the points used. Each look asks the store anew."""

    def __init__(self, desk: Desk, slip: Slip) -> None:
        super().__init__(desk.sheets, f"冲正 {slip.row.number}", "冲正", icon="undo-2", act_icon="undo-2", width=theme.DIALOG_WIDTHS[2])
        self._desk, self._slip = desk, slip
        self.lines = LinesToReverse(slip.lines)
        self.everything = buttons.link("全选", name="tick_all")
        self.nothing = buttons.link("全不选", name="tick_none")
        self.reason = self.field("reason_text", NotesField("reason_text", "原因", required=True, lines=2))
        self.panel = UndonePanel()
        self.head.add(Label(f"{slip.row.customer} {slip.salutation}".strip(), bold=True))
        self.head.add(Hint(f"结算单 {slip.row.bill_no}"))
        both = beside(self.everything, self.nothing, stretch=False)
        self.body.addWidget(SectionHead("客户退了哪些项目", "每一行只能冲正一次", action=both))
        self.body.addWidget(self.lines)
        self.body.addWidget(self.reason)
        self.body.addStretch(1)
        self.set_side(self.panel)
        self.setMinimumHeight(min(theme.DIALOG_HEIGHT - 124, desk.sheets.height()))
        self.lines.changed.connect(self._look)
        self.everything.clicked.connect(lambda: self.lines.tick_all(ticked=True))
        self.nothing.clicked.connect(lambda: self.lines.tick_all(ticked=False))
        self.accepted.connect(self._say)
        self._look()

    def save(self) -> Reversal:
        chosen = self.lines.chosen()
        if not chosen:
            raise UserError("请勾选要冲正的项目")
        return work.call(_reverse, self._desk.session.act(request_id=self.request_id), self._slip.row.id, self.reason.need(), chosen)

    def _look(self) -> None:
        chosen = self.lines.chosen()
        self.primary_button.set_words("冲正" if len(chosen) == len(self.lines.ticks) else f"冲正 {len(chosen)} 行", icon="undo-2")
        if not chosen:
            self.panel.say("勾选客户退掉的项目，这里会显示收回和退回哪些积分。")
            return
        act = self._desk.session.act()
        work.latest(self, partial(_preview, act, self._slip.row.id, chosen), self._show, topic="preview", failed=self._refused)

    def _show(self, found: Reversal) -> None:
        if self.lines.chosen():
            self.panel.show_undone(found.undone)

    def _refused(self, error: BaseException) -> None:
        if not isinstance(error, UserError):
            raise error
        self.panel.say(error.message)

    def _say(self, done: Reversal) -> None:
        left = f"，还剩 {done.lines_left} 行" if done.lines_left else ""
        notify.say(f"{self._slip.row.number} 已冲正 {format_money(done.amount)} 元{left}，可兑换 {format_points(done.undone.after)} 分")


def _preview(act: Act, handover_id: int, line_ids: list[int]) -> Reversal:
    from deskapp.handovers.posting import preview_reversal

    return preview_reversal(act=act, handover_id=handover_id, line_ids=line_ids)


def _reverse(act: Act, handover_id: int, reason: str, line_ids: list[int]) -> Reversal:
    from deskapp.handovers.posting import reverse_handover

    return reverse_handover(act=act, handover_id=handover_id, reason=reason, line_ids=line_ids)
