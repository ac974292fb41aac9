"""续会 (F9): the term that opens, the fee, the level it begins with, and the points that may be redeemed at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskapp.errors import AlreadySaved
from deskapp.members.domain import Stage
from deskapp.typed import format_date, format_money, format_points
from ui.customers.note_banner import NoteBanner
from ui.desk import DeskAct
from ui.kit import buttons, theme, work
from ui.kit.drafts import Draft
from ui.kit.fields_code import MoneyField
from ui.kit.form_dialog import FormDialog
from ui.kit.frames import Card, LabelRows, NextStep, SectionHead, beside
from ui.kit.labels import Figure, Hint, Label, Wrapped
from ui.kit.pills import Pill, PillLabel
from ui.kit.theme import Tone
from ui.members.renewed_sheet import RenewedSheet
from ui.members.words import points_ending

if TYPE_CHECKING:
    from deskapp.data import Act
    from deskapp.members.renewal import Renewal, RenewalForm, RenewalOffer
    from ui.desk import Desk

_SIDE = 264


@dataclass(frozen=True)
class _Then:
    """What the clerk asked for after the save."""

    prints: bool = False
    redeems: bool = False


class RenewDialog(FormDialog["Renewal"]):
    """Opens for a guest who is a member; after the save its place is taken by what may come next (`RenewedSheet`)."""

    def __init__(self, desk: Desk, *, customer_id: int, draft: Draft | None = None) -> None:
        super().__init__(
            desk.sheets,
            "续会",
            "续会",
            form="renew",
            icon="calendar-sync",
            width=theme.DIALOG_WIDTHS[1],
            drafts=desk.drafts,
            draft=draft,
        )
        self._desk = desk
        self._offer = work.call(_offer, desk.session.act(), customer_id)
        self._then = _Then()
        self.fee = self.field("fee", MoneyField("fee", "续会费", required=True))
        self._lay_out_fields()
        self._wire()
        self.fee.set_value(self._offer.fee_fen)

    # Layout -----------------------------------------------------------------------------------------------------------

    def _lay_out_fields(self) -> None:
        offer, member = self._offer, self._offer.member
        self.head.add(Label(f"{member.name} {member.salutation}".strip(), bold=True))
        self.head.add(Hint(member.number))
        if member.stage is not Stage.RUNNING:
            late = member.stage is not Stage.ENDING
            self.head.add(PillLabel(Pill(member.stage.label, Tone.BAD if late else Tone.WARN, "clock")))
        rows = LabelRows()
        rows.add("现有效期", beside(Label(f"至 {format_date(member.valid_until)}"), Hint(_where(offer))))
        rows.add("续会后", Label(f"{format_date(offer.term_from)} 至 {format_date(offer.term_until)}", bold=True, colour=theme.PRIMARY))
        rows.add("现级别", Label(f"{member.level.label}（{member.level_why}）"))
        rows.add("新期级别", Label(f"{offer.then.level.label}（{offer.then.why}）", bold=offer.then.level is not member.level))
        term = Card(fill=theme.HEAD, name="renewal_term")
        term.column.addWidget(SectionHead("会员期", f"{offer.months} 个月"))
        term.column.addWidget(rows)
        if words := _level_words(offer):
            term.column.addWidget(Wrapped(words, size=theme.HINT, colour=theme.INK_2))
        self.body.addWidget(NoteBanner(self._desk, member.customer_id))
        self.body.addWidget(term)
        self.body.addWidget(self.fee)
        self.effect = NextStep(f"续到 {format_date(offer.term_until)}", _effect(offer))
        self.body.addWidget(self.effect)
        self.body.addStretch(1)
        self.side = _PointsSide(offer)
        self.set_side(self.side)
        self.print_button = buttons.plain("续会并打印", icon="printer", key="Ctrl+P", name="renew_and_print")
        self.print_button.bind(self)
        self.add_button(self.print_button)

    def _wire(self) -> None:
        self.print_button.clicked.connect(lambda: self._go_on(_Then(prints=True)))
        self.side.redeem.clicked.connect(lambda: self._go_on(_Then(redeems=True)))
        self.accepted.connect(self._saved)
        self.saved_before.connect(self._saved_before)

    # Saving -----------------------------------------------------------------------------------------------------------

    def save(self) -> Renewal:
        from deskapp.members.renewal import RenewalForm

        offer, fee = self._offer, self.fee.need()
        doubts = {"fee": f"续会费应为 {format_money(offer.fee_fen)} 元"} if fee != offer.fee_fen else {}
        if offer.paid_until is not None:
            doubts["term"] = f"下一期已经续到 {format_date(offer.paid_until)}，再续一期"
        reason = self.reason_for(tuple(doubts.values()))
        form = RenewalForm(offer.member.membership_id, offer.member.valid_until, fee)
        return work.call(_renew, self._desk.session.act(request_id=self.request_id), form, dict.fromkeys(doubts, reason))

    def accept(self) -> None:
        super().accept()
        if self.is_open():
            self._then = _Then()

    def _go_on(self, then: _Then) -> None:
        self._then = then
        self.accept()

    def _saved(self, made: Renewal) -> None:
        # After this sheet is gone: what opens now would be closed with it.
        QTimer.singleShot(0, self._desk.sheets, partial(_after, self._desk, made, self._then))

    def _saved_before(self, saved: AlreadySaved) -> None:
        self._desk.open_number(saved.number)

    # Draft ------------------------------------------------------------------------------------------------------------

    def draft_title(self) -> str:
        return f"续会 {self._offer.member.name}"

    def draft_values(self) -> dict[str, Any]:
        return super().draft_values() | {"customer_id": self._offer.member.customer_id}

    def restore(self, values: Mapping[str, Any]) -> None:
        super().restore({key: value for key, value in values.items() if key != "customer_id"})


class _PointsSide(QWidget):
    """What the guest may redeem: said while he stands there, and one press away."""

    def __init__(self, offer: RenewalOffer) -> None:
        super().__init__()
        points = offer.points
        self.setObjectName("renewalPoints")
        self.setFixedWidth(_SIDE)
        self.redeem = buttons.plain("续会并兑换", icon="gift", name="renew_and_redeem")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, theme.GAP_WIDE, 20, theme.GAP)
        column.setSpacing(theme.STEP)
        column.addWidget(SectionHead("积分"))
        column.addWidget(Hint("可兑换"))
        below_zero = points.spendable < 0
        figure = Figure(format_points(points.spendable), "分", size=theme.BALANCE, colour=theme.BAD if below_zero else theme.PRIMARY)
        column.addWidget(figure)
        for words in (points_ending(points), f"已预留 {format_points(points.reserved)} 分" if points.reserved else ""):
            if words:
                column.addWidget(Wrapped(words, size=theme.HINT, colour=theme.INK_2))
        column.addSpacing(theme.STEP)
        column.addWidget(self.redeem)
        column.addStretch(1)
        if points.spendable <= 0:
            self.redeem.block("没有可兑换的积分")

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.HEAD))
        painter.fillRect(QRectF(0, 0, 1, self.height()), QColor(theme.LINE))


def _where(offer: RenewalOffer) -> str:
    """Where today lies in the term, in words."""
    member = offer.member
    if member.stage is Stage.GRACE:
        return f"已过期，宽限到 {format_date(member.grace_until)}"
    if member.stage is Stage.LAPSED:
        return "已过期，宽限期已过"
    if offer.paid_until is not None:
        return "下一期已经续过"
    return "待续会" if member.stage is Stage.ENDING else ""


def _level_words(offer: RenewalOffer) -> str:
    """When the level of the next term is decided, where it is not yet."""
    member = offer.member
    early = member.stage in {Stage.RUNNING, Stage.ENDING}
    return f"级别在 {format_date(member.valid_until)} 到期时按本期升级积分确定，这里按今天的积分算" if early else ""


def _effect(offer: RenewalOffer) -> str:
    member = offer.member
    parts = [] if member.stage in {Stage.RUNNING, Stage.ENDING} else ["续会后可以兑换积分"]
    if offer.then.level is not member.level:
        parts.append(f"级别由{member.level.label}变为{offer.then.level.label}，续会后会问是否换卡")
    return "，".join(parts)


def _after(desk: Desk, made: Renewal, then: _Then) -> None:
    """What stands in the form's place once the renewal is booked."""
    desk.open_customer(made.member.customer_id)
    if then.redeems:
        desk.start(DeskAct.REDEEM, customer_id=made.member.customer_id)
        return
    sheet = RenewedSheet(desk, made)
    sheet.open()
    if then.prints:
        sheet.print_slip()


def _offer(act: Act, customer_id: int) -> RenewalOffer:
    from deskapp.members.renewal import renewal_offer

    return renewal_offer(act=act, customer_id=customer_id)


def _renew(act: Act, form: RenewalForm, reasons: dict[str, str]) -> Renewal:
    from deskapp.members.renewal import renew_member

    return renew_member(act=act, form=form, reasons=reasons)
