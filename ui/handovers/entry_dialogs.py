"""Points without a bill: an award for an occasion, a manual entry with its reason, and taking one of them back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from deskapp.errors import UserError
from deskapp.handovers.domain import OCCASION_LENGTH, OCCASIONS
from deskapp.points.domain import AWARD_POINTS, AwardKind
from deskapp.typed import format_points, format_signed
from ui.handovers.undone_panel import UndonePanel
from ui.kit import notify, theme, work
from ui.kit.fields_choice import Choice, ChoiceField
from ui.kit.fields_code import PointsField, TextField
from ui.kit.fields_text import NotesField
from ui.kit.form_dialog import FormDialog
from ui.kit.frames import NextStep, SectionHead, SidePanel
from ui.kit.labels import Hint, Label, Wrapped
from ui.kit.ticks import Tick

if TYPE_CHECKING:
    from deskapp.data import Act
    from deskapp.handovers.awards import Award, Booked
    from deskapp.points.domain import LedgerLine
    from deskapp.points.undone import Undone
    from ui.desk import Desk

_SIDE = 280
_SHOWN = 8


@dataclass(frozen=True)
class _Start:
    """What the award form opens with."""

    points: dict[AwardKind, int]
    given: Sequence[Award]
    spendable: int


class AwardDialog(FormDialog["Booked"]):
    """发奖励: which one and what for; its points follow from the rules. Beside it stands what the member was given before."""

    def __init__(self, desk: Desk, customer_id: int, name: str) -> None:
        super().__init__(desk.sheets, "发奖励", "发奖励", icon="star", width=theme.DIALOG_WIDTHS[1])
        self._desk, self._customer_id = desk, customer_id
        self._start = work.call(_start, desk.session.act(), customer_id)
        choices = [Choice(kind, f"{kind.label}　{format_points(points)} 分") for kind, points in self._start.points.items()]
        self.kind: ChoiceField[AwardKind] = self.field("kind", ChoiceField("kind", "奖励", choices, required=True))
        self.occasion = self.field(
            "occasion", TextField("occasion", "事由", limit=OCCASION_LENGTH, required=True, placeholder="先选奖励", hint="同一事由只发一次")
        )
        self.effect = NextStep("选好奖励，写明事由", f"现在可兑换 {format_points(self._start.spendable)} 分")
        self.head.add(Label(name, bold=True))
        for widget in (self.kind, self.occasion, self.effect):
            self.body.addWidget(widget)
        self.set_side(_Given(self._start.given))
        self.kind.changed.connect(self._kind_chosen)
        self.accepted.connect(_say)

    def save(self) -> Booked:
        act = self._desk.session.act(request_id=self.request_id)
        return work.call(_award, act, self._customer_id, self.kind.need(), self.occasion.need())

    def _kind_chosen(self) -> None:
        kind = self.kind.value()
        if kind is not None:
            self.occasion.edit.setPlaceholderText(OCCASIONS[kind])
            points, before = self._start.points[kind], self._start.spendable
            effect = f"可兑换 {format_points(before)} → {format_points(before + points)} 分，同样计入升级积分"
            self.effect.set_step(f"记 {format_points(points)} 分", effect)


class _Given(SidePanel):
    """The awards of before, so that nobody promises one a second time."""

    def __init__(self, given: Sequence[Award]) -> None:
        super().__init__(_SIDE, name="awards_given")
        column = self.column
        column.addWidget(SectionHead("已发过的奖励", f"{len(given)} 次" if given else ""))
        for award in given[:_SHOWN]:
            column.addWidget(Wrapped(award.what, colour=theme.INK_2 if award.undone else theme.INK))
            undone = "・已冲正" if award.undone else ""
            column.addWidget(Hint(f"{format_points(award.points)} 分・{award.at:%Y-%m-%d} {award.by}{undone}"))
        if not given:
            column.addWidget(Hint("还没有发过"))
        if len(given) > _SHOWN:
            column.addWidget(Hint(f"更早 {len(given) - _SHOWN} 次见积分流水"))
        column.addStretch(1)


class AdjustDialog(FormDialog["Booked"]):
    """手工增减: a signed number and why; a minus ends at 0."""

    def __init__(self, desk: Desk, customer_id: int, name: str) -> None:
        super().__init__(desk.sheets, "手工增减积分", "记账", icon="pencil")
        self._desk, self._customer_id = desk, customer_id
        self._spendable = work.call(_spendable, desk.session.act(), customer_id)
        self.points = self.field("points", PointsField("points", "积分", minimum=-9_999_999, required=True, hint="减分写负数，最多减到 0"))
        self.tick = Tick("增加的积分也计入升级积分", name="counts_for_level")
        self.reason = self.field("reason_text", NotesField("reason_text", "原因", required=True, lines=2))
        self.effect = NextStep("", "")
        self.head.add(Label(name, bold=True))
        for widget in (self.points, self.tick, self.reason, self.effect):
            self.body.addWidget(widget)
        self.points.changed.connect(self._show_effect)
        self.accepted.connect(_say)
        self._show_effect()

    def save(self) -> Booked:
        act = self._desk.session.act(request_id=self.request_id)
        counts = self.tick.isEnabled() and self.tick.isChecked()
        return work.call(_adjust, act, self._customer_id, self.points.need(), self.reason.need(), counts)

    def _show_effect(self) -> None:
        before = self._spendable
        try:
            points = self.points.value() or 0
        except UserError:
            points = 0
        self.tick.setEnabled(points >= 0)
        if not points:
            self.effect.set_step("写明增减多少", f"现在可兑换 {format_points(before)} 分")
        elif before + points < 0 and points < 0:
            self.effect.set_step("不够减：手工减分最多减到 0", f"现在可兑换 {format_points(before)} 分")
        else:
            verb = f"增加 {format_points(points)} 分" if points > 0 else f"减少 {format_points(-points)} 分"
            self.effect.set_step(verb, f"可兑换 {format_points(before)} → {format_points(before + points)} 分")


class UndoDialog(FormDialog["Undone"]):
    """冲正 an award or a manual entry as a whole, once."""

    def __init__(self, desk: Desk, line: LedgerLine) -> None:
        super().__init__(desk.sheets, "冲正这一笔", "冲正", icon="undo-2", act_icon="undo-2", width=theme.DIALOG_WIDTHS[1])
        self._desk, self._entry_id = desk, line.entry_id or 0
        self.reason = self.field("reason_text", NotesField("reason_text", "原因", required=True, lines=3))
        self.panel = UndonePanel()
        self.body.addWidget(Label(line.note or line.kind.label, bold=True))
        self.body.addWidget(Hint(f"{line.at:%Y-%m-%d %H:%M} {line.by}，{format_signed(line.points)} 分。整笔冲正，只能一次。"))
        self.body.addWidget(self.reason)
        self.body.addStretch(1)
        self.set_side(self.panel)
        self.setMinimumHeight(min(440, desk.sheets.height()))
        self.accepted.connect(_say_undone)
        work.latest(self, partial(_preview_undo, desk.session.act(), self._entry_id), self.panel.show_undone, failed=self._refused)

    def save(self) -> Undone:
        return work.call(_undo, self._desk.session.act(request_id=self.request_id), self._entry_id, self.reason.need())

    def _refused(self, error: BaseException) -> None:
        if not isinstance(error, UserError):
            raise error
        self.panel.say(error.message)


def _say(made: Booked) -> None:
    raised = f"，升为{made.level.label}，请换卡" if made.level else ""
    notify.say(f"已记 {format_signed(made.move.points)} 分，余额 {format_points(made.move.after)} 分{raised}")


def _say_undone(done: Undone) -> None:
    notify.say(f"已冲正，可兑换 {format_points(done.after)} 分")


def _start(act: Act, customer_id: int) -> _Start:
    from deskapp.handovers.awards import awards
    from deskapp.settings.store import value

    points = {kind: value(AWARD_POINTS[kind]) for kind in OCCASIONS}
    return _Start(points, awards(act=act, customer_id=customer_id), _spendable(act, customer_id))


def _spendable(act: Act, customer_id: int) -> int:
    from deskapp.points.reading import balance

    return balance(customer_id=customer_id, on=act.at.date()).spendable


def _award(act: Act, customer_id: int, kind: AwardKind, occasion: str) -> Booked:
    from deskapp.handovers.awards import give_award

    return give_award(act=act, customer_id=customer_id, kind=kind, occasion=occasion)


def _adjust(act: Act, customer_id: int, amount: int, reason: str, counts: bool) -> Booked:
    from deskapp.handovers.awards import adjust_points

    return adjust_points(act=act, customer_id=customer_id, amount=amount, reason=reason, counts_for_level=counts)


def _preview_undo(act: Act, entry_id: int) -> Undone:
    from deskapp.handovers.awards import preview_undo

    return preview_undo(act=act, entry_id=entry_id)


def _undo(act: Act, entry_id: int, reason: str) -> Undone:
    from deskapp.handovers.awards import undo_entry

    return undo_entry(act=act, entry_id=entry_id, reason=reason)
