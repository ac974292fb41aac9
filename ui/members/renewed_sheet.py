"""What comes after a renewal, in the form's place: the slip on paper, a gift for the points, another card for another level."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskapp.members.domain import MemberState, ReissueReason
from deskapp.typed import format_date, format_money, format_points
from ui.desk import DeskAct
from ui.kit import buttons, theme, work
from ui.kit.banners import Banner
from ui.kit.form_frame import FormHead
from ui.kit.frames import Divider, LabelRows, beside
from ui.kit.labels import Figure, Hint, Label, Section
from ui.kit.sheet import Sheet
from ui.kit.theme import Tone
from ui.members.card_dialogs import ReissueDialog
from ui.members.papers import renewal_job
from ui.members.words import points_ending

if TYPE_CHECKING:
    from deskapp.members.renewal import Renewal
    from ui.desk import Desk


class RenewedSheet(Sheet):
    """The guest is still there: every next thing is one press away, and none is needed."""

    def __init__(self, desk: Desk, made: Renewal) -> None:
        super().__init__(desk.sheets, "已续会", width=theme.DIALOG_WIDTHS[0])
        self.setObjectName("renewed")
        self._desk, self._made = desk, made
        member = made.member
        lost = member.state is MemberState.LOST
        self.paper = buttons.primary("打印续会单", icon="printer", key="Ctrl+P", name="print_renewal")
        self.redeem = buttons.plain("现在兑换", icon="gift", key="F7", name="redeem_now")
        self.card = buttons.plain("补卡" if lost else "换卡", icon="id-card", height=theme.CONTROL_SMALL, name="change_card")
        self.done = buttons.plain("完成", key="Esc", name="renewal_done")
        self._ask = Banner(self._card_words(), Tone.WARN, icon="crown", action=self.card, name="ask_card")
        self._lay_out()
        self.paper.bind(self)
        self.paper.clicked.connect(self.print_slip)
        self.redeem.clicked.connect(self._redeem)
        self.card.clicked.connect(self._change_card)
        self.done.clicked.connect(self.escape)
        self._head.closing.connect(self.escape)
        wants_card = lost or (member.card_level is not None and made.then.level is not member.card_level)
        self._ask.setVisible(wants_card)
        self.redeem.setVisible(not lost and made.points.spendable > 0)

    def _lay_out(self) -> None:
        made, member = self._made, self._made.member
        self._head = FormHead("已续会", icon="circle-check", hint=made.number)
        body = QVBoxLayout()
        body.setContentsMargins(theme.MARGIN_X, theme.GAP_WIDE, theme.MARGIN_X, theme.GAP_WIDE)
        body.setSpacing(theme.GAP)
        body.addWidget(Section(f"{member.name} {member.salutation}".strip() + f" 续到 {format_date(made.term_until)}"))
        rows = LabelRows()
        rows.add("新有效期", Label(f"{format_date(made.term_from)} 至 {format_date(made.term_until)}"))
        rows.add("新期级别", Label(f"{made.then.level.label}（{made.then.why}）"))
        rows.add("续会费", Label(f"{format_money(made.fee_fen)} 元"))
        body.addWidget(rows)
        body.addWidget(self._ask)
        below_zero = made.points.spendable < 0
        figure = Figure(format_points(made.points.spendable), "分", size=theme.FIGURE, colour=theme.BAD if below_zero else theme.PRIMARY)
        body.addWidget(beside(Hint("可兑换积分"), figure, Hint(points_ending(made.points)), spacing=theme.GAP))
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.MARGIN_X, theme.GAP, theme.MARGIN_X, theme.GAP)
        foot.setSpacing(theme.GAP)
        foot.addWidget(self.done)
        foot.addStretch(1)
        for button in (self.redeem, self.paper):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(Divider())
        column.addLayout(body)
        column.addStretch(1)
        column.addWidget(Divider())
        column.addLayout(foot)

    def _card_words(self) -> str:
        made, member = self._made, self._made.member
        if member.state is MemberState.LOST:
            return "会员卡已挂失，补卡后才能兑换"
        now = member.card_level.label if member.card_level else ""
        begins = "现在" if member.level is made.then.level else f"{format_date(made.then.starts_on)} 起"
        return f"卡面是{now}，{begins}是{made.then.level.label}。换卡？"

    def first_field(self) -> QWidget | None:
        """Enter prints."""
        return self.paper

    def primary(self) -> None:
        self.paper.click()

    def print_slip(self) -> None:
        """The slip; this sheet stays for what comes after."""
        self._desk.print_paper(work.call(renewal_job, self._desk.session.act(), self._made.number))

    def _redeem(self) -> None:
        self.close_sheet()
        self._desk.start(DeskAct.REDEEM, customer_id=self._made.member.customer_id)

    def _change_card(self) -> None:
        member = self._made.member
        if member.state is MemberState.LOST:
            dialog = ReissueDialog(self._desk, member.membership_id)
        else:
            dialog = ReissueDialog(self._desk, member.membership_id, reason=ReissueReason.LEVEL, level=self._made.then.level)
        dialog.accepted.connect(self._card_changed)
        dialog.open()

    def _card_changed(self) -> None:
        self._ask.hide()
        self.redeem.setVisible(self._made.points.spendable > 0)
        self._desk.changed()
