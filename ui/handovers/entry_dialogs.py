"""Points without a bill: an award for an occasion, a manual entry with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskapp.handovers.domain import OCCASIONS
from deskapp.points.domain import AWARD_POINTS, AwardKind
from deskapp.typed import format_points, format_signed
from ui.kit import notify, work
from ui.kit.fields_choice import Choice, ChoiceField
from ui.kit.fields_code import PointsField, TextField
from ui.kit.fields_text import NotesField
from ui.kit.form_dialog import FormDialog
from ui.kit.ticks import Tick

if TYPE_CHECKING:
    from deskapp.data import Act
    from deskapp.handovers.awards import Booked
    from ui.desk import Desk

_BY_HAND = tuple(OCCASIONS)


class AwardDialog(FormDialog["Booked"]):
    """发奖励: which one and what for; its points follow from the rules."""

    def __init__(self, desk: Desk, customer_id: int) -> None:
        super().__init__(desk.sheets, "发奖励", "发奖励", icon="star")
        self._desk, self._customer_id = desk, customer_id
        points = work.call(_award_points)
        choices = [Choice(kind, f"{kind.label}　{format_points(points[kind])} 分") for kind in _BY_HAND]
        self.kind: ChoiceField[AwardKind] = self.field("kind", ChoiceField("kind", "奖励", choices, required=True))
        self.occasion = self.field(
            "occasion",
            TextField("occasion", "事由", limit=200, required=True, placeholder="购车人车牌、活动名称或建议内容", hint="同一事由只发一次"),
        )
        self.body.addWidget(self.kind)
        self.body.addWidget(self.occasion)
        self.accepted.connect(_say)

    def save(self) -> Booked:
        act = self._desk.session.act(request_id=self.request_id)
        return work.call(_award, act, self._customer_id, self.kind.need(), self.occasion.need())


class AdjustDialog(FormDialog["Booked"]):
    """手工增减: a signed number and why."""

    def __init__(self, desk: Desk, customer_id: int) -> None:
        super().__init__(desk.sheets, "手工增减积分", "记账", icon="pencil")
        self._desk, self._customer_id = desk, customer_id
        self.points = self.field("points", PointsField("points", "积分", minimum=-9_999_999, required=True, hint="减分写负数，最多减到 0"))
        self.tick = Tick("增加的积分也计入升级积分", name="counts_for_level")
        self.reason = self.field("reason_text", NotesField("reason_text", "原因", required=True, lines=2))
        self.body.addWidget(self.points)
        self.body.addWidget(self.tick)
        self.body.addWidget(self.reason)
        self.accepted.connect(_say)

    def save(self) -> Booked:
        act = self._desk.session.act(request_id=self.request_id)
        return work.call(_adjust, act, self._customer_id, self.points.need(), self.reason.need(), self.tick.isChecked())


def _say(made: Booked) -> None:
    raised = f"，升为{made.level.label}，请换卡" if made.level else ""
    notify.say(f"已记 {format_signed(made.move.points)} 分，余额 {format_points(made.move.after)} 分{raised}")


def _award_points() -> dict[AwardKind, int]:
    from deskapp.settings.store import value

    return {kind: value(AWARD_POINTS[kind]) for kind in _BY_HAND}


def _award(act: Act, customer_id: int, kind: AwardKind, occasion: str) -> Booked:
    from deskapp.handovers.awards import give_award

    return give_award(act=act, customer_id=customer_id, kind=kind, occasion=occasion)


def _adjust(act: Act, customer_id: int, amount: int, reason: str, counts: bool) -> Booked:
    from deskapp.handovers.awards import adjust_points

    return adjust_points(act=act, customer_id=customer_id, amount=amount, reason=reason, counts_for_level=counts)
