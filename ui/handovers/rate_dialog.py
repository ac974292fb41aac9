"""计分规则: how many yuan of a kind of spend earn one point, from a day on."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from deskapp.handovers.domain import SpendKind
from ui.kit import notify, work
from ui.kit.fields_choice import Choice, ChoiceField
from ui.kit.fields_code import MoneyField
from ui.kit.fields_date import DateField
from ui.kit.form_dialog import FormDialog
from ui.kit.frames import LabelRows
from ui.kit.labels import Wrapped

if TYPE_CHECKING:
    from deskapp.data import Act
    from deskapp.handovers.domain import Rate
    from ui.desk import Desk


class RateDialog(FormDialog["Rate"]):
    """Shows the rates of today; what was written before keeps its own."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.sheets, "计分规则", "保存新规则", icon="settings")
        self._desk = desk
        today = desk.session.now().date()
        rates = work.call(_rates, today)
        self.kind: ChoiceField[SpendKind] = self.field(
            "kind", ChoiceField("kind", "消费项目", [Choice(kind, kind.label) for kind in SpendKind], required=True)
        )
        self.amount = self.field("fen_per_point", MoneyField("fen_per_point", "每多少元积 1 分", required=True, hint="0 表示不计分"))
        self.begins = self.field("valid_from", DateField("valid_from", "从哪天起", today=today, required=True))
        self.body.addWidget(LabelRows([(rate.kind.label, _words(rate)) for rate in rates], labels=112))
        self.body.addWidget(Wrapped("已经写好的移交单仍按原来的规则计分。"))
        for field in (self.kind, self.amount, self.begins):
            self.body.addWidget(field)
        self.begins.set_value(today)
        self.accepted.connect(_say)

    def save(self) -> Rate:
        act = self._desk.session.act(request_id=self.request_id)
        return work.call(_set_rate, act, self.kind.need(), self.amount.need(), self.begins.need())


def _words(rate: Rate) -> str:
    return rate.words if rate.valid_until is None else f"{rate.words}，到 {rate.valid_until} 为止"


def _say(made: Rate) -> None:
    notify.say(f"{made.kind.label}：{made.valid_from} 起 {made.words}")


def _rates(on: date) -> tuple[Rate, ...]:
    from deskapp.handovers.rates import rates

    return rates(on=on)


def _set_rate(act: Act, kind: SpendKind, fen: int, valid_from: date) -> Rate:
    from deskapp.handovers.rates import set_rate

    return set_rate(act=act, kind=kind, fen_per_point=fen, valid_from=valid_from)
