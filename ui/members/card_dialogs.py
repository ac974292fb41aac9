"""挂失 and 补卡: the two forms about the card itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QGridLayout

from deskapp.members.domain import Level, ReissueReason, format_card, judge_card
from deskapp.typed import format_money
from ui.kit import notify, theme, work
from ui.kit.fields_choice import SegmentsField
from ui.kit.fields_code import MoneyField, ScanField
from ui.kit.fields_text import NotesField
from ui.kit.form_dialog import FormDialog
from ui.kit.frames import NextStep
from ui.kit.labels import Hint, Label, Wrapped
from ui.kit.segments import Option

if TYPE_CHECKING:
    from deskapp.data import Act
    from deskapp.members.cards import Reissued, ReissueForm, ReissueOffer
    from deskapp.members.domain import Member
    from ui.desk import Desk


class LossDialog(FormDialog[str]):
    """挂失: said by a guest at the desk or on the phone. The card is blocked at once and for ever."""

    def __init__(self, desk: Desk, member: Member) -> None:
        super().__init__(desk.sheets, f"挂失 {member.name} 的会员卡", "挂失", form="report_loss", icon="ban", act_icon="ban")
        self._desk, self._member = desk, member
        card = f"卡号 {format_card(member.card_no)} 立即停用，以后也不能再用。" if member.card_no else "这位会员没有登记卡号。"
        self.body.addWidget(Wrapped(f"{card}挂失期间照常积分，补卡后才能兑换。请先核对来人身份。"))
        self.note = self.field("note", NotesField("note", "说明", placeholder="在哪里丢的、谁来报的，可以不填", lines=2))
        self.body.addWidget(self.note)
        self.accepted.connect(lambda: notify.say(f"{member.name} 的会员卡已挂失"))

    def save(self) -> str:
        act = self._desk.session.act(request_id=self.request_id)
        return work.call(_report_loss, act, self._member.membership_id, self.note.value() or "")


class ReissueDialog(FormDialog["Reissued"]):
    """补卡: scan the new card, say why; what the fee is and what the card says follows. `reason` and `level` are what it begins with."""

    def __init__(self, desk: Desk, membership_id: int, *, reason: ReissueReason | None = None, level: Level | None = None) -> None:
        offer: ReissueOffer = work.call(_offer, desk.session.act(), membership_id)
        super().__init__(desk.sheets, "换卡" if reason is ReissueReason.LEVEL else "补卡", "换成新卡", form="reissue", icon="id-card")
        self._desk, self._offer = desk, offer
        member = offer.member
        self.head.add(Label(f"{member.name} {member.salutation}".strip(), bold=True))
        self.head.add(Hint(member.number))
        self.card = self.field("card_no", ScanField("card_no", "新卡号", judge=judge_card, required=True, hint="可直接扫卡"))
        reasons = [Option(one, one.label) for one in offer.reasons]
        self.reason: SegmentsField[ReissueReason] = self.field(
            "reissue_reason", SegmentsField("reissue_reason", "补卡原因", reasons, width=92, required=True)
        )
        levels = [Option(one, one.label) for one in offer.levels]
        self.level: SegmentsField[Level] = self.field("level", SegmentsField("level", "卡面级别", levels, width=92, required=True))
        self.fee = self.field("fee", MoneyField("fee", "补卡费", required=True))
        self.effect = NextStep("")
        self._lay_out_fields()
        self.reason.changed.connect(self._reason_changed)
        self.level.changed.connect(self._show_effect)
        self.accepted.connect(self._saved)
        self.level.set_value(level if level in offer.levels else offer.levels[0])
        self.reason.set_value(reason if reason in offer.reasons else offer.reasons[0] if len(offer.reasons) == 1 else None)
        self._reason_changed()

    def _lay_out_fields(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.GAP_WIDE)
        grid.setVerticalSpacing(theme.GAP)
        grid.addWidget(self.card, 0, 0)
        grid.addWidget(self.fee, 0, 1)
        grid.addWidget(self.reason, 1, 0)
        grid.addWidget(self.level, 1, 1)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        self.body.addLayout(grid)
        self.body.addWidget(self.effect)

    def _reason_changed(self) -> None:
        reason = self.reason.value() if not self.reason.is_empty() else None
        self.fee.set_value(self._offer.fees_fen[reason or ReissueReason.LOST])
        self._show_effect()

    def _show_effect(self) -> None:
        member = self._offer.member
        old = f"原卡 {format_card(member.card_no)} 停用，以后仍能查到" if member.card_no else "原来没有登记卡号"
        level = f"，新卡是{self.level.text()}" if self.level.text() else ""
        self.effect.set_step("扫新卡，换成新卡", f"{old}{level}；积分、有效期和会员编号不变")

    def save(self) -> Reissued:
        from deskapp.members.cards import ReissueForm

        reason, fee = self.reason.need(), self.fee.need()
        usual = self._offer.fees_fen[reason]
        doubts = (f"补卡费应为 {format_money(usual)} 元",) if fee != usual else ()
        why = self.reason_for(doubts)
        form = ReissueForm(self._offer.member.membership_id, self.card.text(), reason, self.level.need(), fee)
        reasons = {"fee": why} | ({"card_no": self.card.reason()} if self.card.reason() else {})
        return work.call(_reissue, self._desk.session.act(request_id=self.request_id), form, reasons)

    def _saved(self, made: Reissued) -> None:
        notify.say(f"{made.name} 已换成新卡 {format_card(made.card_no)}")

    def draft_values(self) -> dict[str, Any]:
        return {}


def _report_loss(act: Act, membership_id: int, note: str) -> str:
    from deskapp.members.cards import report_loss

    return report_loss(act=act, membership_id=membership_id, note=note)


def _offer(act: Act, membership_id: int) -> ReissueOffer:
    from deskapp.members.cards import reissue_offer

    return reissue_offer(act=act, membership_id=membership_id)


def _reissue(act: Act, form: ReissueForm, reasons: dict[str, str]) -> Reissued:
    from deskapp.members.cards import reissue_card

    return reissue_card(act=act, form=form, reasons=reasons)
