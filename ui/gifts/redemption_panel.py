"""The redemption under the cursor: what it is, who did what, and its next step above the one button."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from deskapp.gifts.domain import HandoverMode, State
from deskapp.typed import format_plate, format_points
from ui.gifts.redemptions_view import state_pill
from ui.kit import buttons, theme
from ui.kit.frames import Card, Empty, LabelRows, NextStep, beside
from ui.kit.labels import Hint, Label, Section, Wrapped
from ui.kit.pills import Pill, PillLabel

if TYPE_CHECKING:
    from deskapp.gifts.slips import Redemption, Step


_AFTER_PREPARING = {
    HandoverMode.COUNTER: "备好后客户就可以来领",
    HandoverMode.DELIVERY: "备好后安排送达",
    HandoverMode.COURIER: "备好后寄出",
}


@dataclass(frozen=True, slots=True)
class Rights:
    """What the person at this PC may do with a redemption."""

    approve: bool
    approve_large: bool
    limit: int
    prepare: bool
    hand_out: bool
    apply: bool
    undo: bool
    cards: bool
    staff_id: int | None


def _step_words(step: Step) -> QWidget:
    """Who and when, the note under them."""
    words = beside(Label(step.staff_name), Hint(f"{step.at:%m-%d %H:%M}"))
    if not step.note:
        return words
    both = QWidget()
    column = QVBoxLayout(both)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(words)
    column.addWidget(Wrapped(step.note, size=theme.HINT, colour=theme.INK_2))
    return both


class RedemptionPanel(Card):
    """`primary` is the next step, `other` another one the state allows; `cancel` cancels, gives back or undoes."""

    def __init__(self, rights: Rights) -> None:
        super().__init__(name="redemption_panel", margin=20)
        self._rights = rights
        self.shown: Redemption | None = None
        self._number, self._pill = Section(""), PillLabel(Pill(""))
        self.card = buttons.link("会员卡片", icon="arrow-up-right", name="open_card")
        self._about = QVBoxLayout()
        self._step = NextStep("")
        self.primary = buttons.primary("", icon="check", key="Ctrl+Enter", height=theme.CONTROL_MAIN, name="next_step_button")
        self.other = buttons.plain("", icon="truck", name="other_step_button")
        self.paper = buttons.plain("打印", icon="printer", key="Ctrl+P", name="print_receipt")
        self.cancel = buttons.danger("取消…", icon="ban", name="cancel_redemption")
        self._nothing = Empty("没有选中兑换单", icon="gift")
        self._holder = QWidget()
        self._lay_out()
        self.show_redemption(None, may_undo=False)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._number, 1)
        head.addWidget(self._pill)
        content = QWidget()
        about = QVBoxLayout(content)
        about.setContentsMargins(0, 0, 0, 0)
        about.addLayout(self._about)
        about.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(content)
        area.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)
        column = QVBoxLayout(self._holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.STEP)
        column.addLayout(head)
        column.addWidget(area, 1)
        column.addWidget(self._step)
        column.addWidget(self.primary)
        column.addWidget(self.other)
        row = QHBoxLayout()
        row.setSpacing(theme.STEP)
        row.addWidget(self.paper, 1)
        row.addWidget(self.cancel, 1)
        column.addLayout(row)
        self.column.addWidget(self._nothing)
        self.column.addWidget(self._holder)

    def show_redemption(self, one: Redemption | None, *, may_undo: bool) -> None:
        """`may_undo`: it was signed for today, so that it may still be undone."""
        self.shown = one
        self._nothing.setVisible(one is None)
        self._holder.setVisible(one is not None)
        if one is None:
            return
        self._number.set_text(one.number)
        self._pill.set_pill(state_pill(one))
        self._tell(one)
        self._show_step(one)
        self._show_cancel(one, may_undo=may_undo)
        self.paper.set_words("打印兑换单" if one.state.is_open else "补打")
        self.paper.setVisible(one.state is not State.APPLIED)

    def _tell(self, one: Redemption) -> None:
        """What it is about, again for every redemption; the link to the card is kept."""
        self.card.setParent(self._holder)
        while (taken := self._about.takeAt(0)) is not None:
            widget = taken.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        who = beside(Label(one.customer_name), Hint(format_plate(one.plate)), self.card)
        self.card.setVisible(self._rights.cards)
        rows = LabelRows([("客户", who), ("会员号", one.member_no)])
        for line in one.lines:
            words = beside(Label(f"{line.name} ×{line.quantity}"), Hint(f"{format_points(line.points)} 分"))
            rows.add("礼品" if line is one.lines[0] else "", words)
        rows.add("扣分", f"{format_points(one.points_before)} − {format_points(one.cost)} = {format_points(one.points_after)} 分")
        rows.add("领取", one.means)
        if one.address:
            rows.add("地址", Wrapped(one.address))
        if one.received_at is not None:
            rows.add("签收", beside(Label(f"{one.signed_by}（{one.receiver.relation.label}）"), Hint(f"{one.received_at:%m-%d %H:%M}")))
        self._about.addWidget(rows)
        steps = LabelRows()
        for step in one.steps:
            steps.add(step.state.label, _step_words(step))
        self._about.addSpacing(theme.STEP)
        self._about.addWidget(steps)
        if one.missing:
            self._about.addWidget(Wrapped(f"缺货：{'、'.join(one.missing)}", colour=theme.BAD))

    def _show_step(self, one: Redemption) -> None:
        self._step.setVisible(one.state.is_open)
        self.primary.setVisible(one.state.is_open)
        self.other.hide()
        if one.state is State.APPLIED:
            self._step.set_step(f"核对后审核：扣 {format_points(one.cost)} 分", "占住的积分正式扣除，礼品转备货")
            self._offer(f"审核，扣 {format_points(one.cost)} 分", self._why_not_approve(one))
        elif one.state is State.TO_PREPARE:
            after = {
                HandoverMode.COUNTER: "备好后客户就可以来领",
                HandoverMode.DELIVERY: "备好后安排送达",
                HandoverMode.COURIER: "备好后寄出",
            }
            self._step.set_step(f"备货：{one.what}", after[one.mode])
            self._offer("备货完成", self._why_not_send())
        elif one.state is State.READY:
            self._show_ready(one)
        elif one.state is State.ON_THE_WAY:
            self._show_under_way(one)
        if one.missing:
            self._step.set_step("先入库补货，或取消这张单", "库存够了，这一步就能继续")

    def _show_ready(self, one: Redemption) -> None:
        """Fetched at the counter or sent off: the way agreed first, the other one beside it."""
        sign_why, send_why = "" if self._rights.hand_out else "由前台或客服办理", self._why_not_send()
        if one.mode is HandoverMode.COUNTER:
            self._step.set_step("客户来领：打印兑换单，请客户签字", "登记签收后礼品出库")
            self._offer("登记签收", sign_why)
            self._offer_other("改为送达或邮寄…", "truck", send_why)
        else:
            planned = f"，约定 {one.planned_on:%m-%d}" if one.planned_on else ""
            step = f"交给 {one.carrier} 送达{planned}" if one.mode is HandoverMode.DELIVERY else "寄出，登记快递单号"
            self._step.set_step(step, "兑换单随礼品带去，请客户签字")
            self._offer("安排送达…" if one.mode is HandoverMode.DELIVERY else "登记寄出…", send_why)
            self._offer_other("客户自己来领：登记签收…", "gift", sign_why)

    def _show_under_way(self, one: Redemption) -> None:
        mine = one.carrier_id is not None and one.carrier_id == self._rights.staff_id
        why_not = "" if mine or self._rights.prepare else f"由{one.carrier or '客服'}办理"
        by_post = one.mode is HandoverMode.COURIER
        self._step.set_step("客户收到后登记签收" if by_post else "送到后请客户签字，登记签收", "登记签收后礼品出库；没有送到就退回待领取")
        self._offer("送达签收", why_not)
        self._offer_other("没有送到…", "undo-2", why_not)

    def _offer(self, words: str, why_not: str) -> None:
        """The next step; where it cannot be taken the button says why."""
        self.primary.set_words(words)
        if self.shown is not None and self.shown.missing:
            why_not = why_not or "缺货，先入库"
        if why_not:
            self.primary.block(why_not)

    def _offer_other(self, words: str, icon: str, why_not: str) -> None:
        """The other step is hidden from who may not take it: the first one says who may."""
        self.other.set_words(words, icon=icon)
        self.other.setVisible(not why_not)

    def _why_not_send(self) -> str:
        return "" if self._rights.prepare else "由客服备货、安排送达"

    def _why_not_approve(self, one: Redemption) -> str:
        if one.cost <= self._rights.limit:
            return "" if self._rights.approve else "由客服审核"
        if not self._rights.approve_large:
            return "由客服经理或总经理审核"
        return "由另一位经理审核，不能审核自己的申请" if one.applied_by_id == self._rights.staff_id else ""

    def _show_cancel(self, one: Redemption, *, may_undo: bool) -> None:
        if one.state is State.APPLIED:
            words, may = "取消申请…", self._rights.apply
        elif one.state in {State.TO_PREPARE, State.READY}:
            words, may = "取消退分…", self._rights.undo
        else:
            words, may = "撤销…", self._rights.undo and may_undo and one.state is State.RECEIVED
        self.cancel.set_words(words)
        self.cancel.setVisible(may)
