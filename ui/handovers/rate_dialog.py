"""新规则: how many yuan of a kind of spend earn one point, from a day on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from deskapp.errors import UserError
from deskapp.handovers.domain import SpendKind, rate_words
from deskapp.typed import format_points
from ui.kit import notify, work
from ui.kit.fields_choice import Choice, ChoiceField
from ui.kit.fields_code import MoneyField
from ui.kit.fields_date import DateField
from ui.kit.form_dialog import FormDialog
from ui.kit.frames import NextStep
from ui.kit.labels import Wrapped

if TYPE_CHECKING:
    from datetime import date

    from deskapp.data import Act
    from deskapp.handovers.domain import Rate
    from ui.desk import Desk

_EXAMPLE_FEN = 1_000_00


class RateDialog(FormDialog["Rate"]):
    """What was written before keeps the rate it was written under. `running` are the rates of today."""

    def __init__(self, desk: Desk, running: Mapping[SpendKind, Rate], kind: SpendKind | None = None) -> None:
        super().__init__(desk.sheets, "新计分规则", "保存新规则", icon="settings")
        self._desk, self._running = desk, running
        today = desk.session.now().date()
        self.kind: ChoiceField[SpendKind] = self.field(
            "kind", ChoiceField("kind", "消费项目", [Choice(kind, kind.label) for kind in SpendKind], required=True)
        )
        self.amount = self.field("fen_per_point", MoneyField("fen_per_point", "每多少元积 1 分", required=True, hint="0 表示不计分"))
        self.begins = self.field("valid_from", DateField("valid_from", "从哪天起", today=today, required=True))
        self.effect = NextStep("", "")
        for widget in (self.kind, self.amount, self.begins, self.effect):
            self.body.addWidget(widget)
        self.body.addWidget(Wrapped("已经写好的移交单仍按原来的规则计分；同一天的新规则替换前一条。"))
        for field in (self.kind, self.amount, self.begins):
            field.changed.connect(self._show_effect)
        if kind is not None:
            self.kind.set_value(kind)
        self.begins.set_value(today)
        self.accepted.connect(_say)
        self._show_effect()

    def save(self) -> Rate:
        act = self._desk.session.act(request_id=self.request_id)
        return work.call(_set_rate, act, self.kind.need(), self.amount.need(), self.begins.need())

    def _show_effect(self) -> None:
        kind, fen, begins = self._typed()
        if kind is None:
            self.effect.set_step("选一个消费项目", "")
            return
        now = self._running[kind]
        told = f"现在 {now.words}，消费 1,000 元得 {_example(now.fen_per_point)} 分"
        if fen is None or begins is None:
            self.effect.set_step(f"写明 {kind.label} 的新规则", told)
            return
        self.effect.set_step(f"{begins} 起 {rate_words(fen)}，消费 1,000 元得 {_example(fen)} 分", told)

    def _typed(self) -> tuple[SpendKind | None, int | None, date | None]:
        """What can be read so far."""
        try:
            return self.kind.value(), self.amount.value() if not self.amount.is_empty() else None, self.begins.value()
        except UserError:
            return self.kind.value() if not self.kind.is_empty() else None, None, None


def _example(fen: int) -> str:
    return format_points(_EXAMPLE_FEN // fen if fen else 0)


def _say(made: Rate) -> None:
    notify.say(f"{made.kind.label}：{made.valid_from} 起 {made.words}")


def _set_rate(act: Act, kind: SpendKind, fen: int, valid_from: date) -> Rate:
    from deskapp.handovers.rates import set_rate

    return set_rate(act=act, kind=kind, fen_per_point=fen, valid_from=valid_from)
