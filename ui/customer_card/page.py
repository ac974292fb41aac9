"""会员卡片: head with pills and keys, the special note, three cards, and under them what belongs to this one person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from deskapp.members.domain import MemberState, Stage
from deskapp.staff.domain import Right
from ui.customer_card.acts import CardActs
from ui.customer_card.cards import ContactCard, MemberCard, VehiclesCard
from ui.customer_card.consents import ConsentsPanel
from ui.customer_card.details import DetailsPanel
from ui.customer_card.lists import complaints_list, gifts_list, history_list
from ui.customer_card.loading import CardData, load_card, load_complaints, load_consents, load_details, load_history
from ui.customer_card.tabs import TabBar
from ui.customer_card.waiting import WaitingSlips
from ui.desk import DeskAct
from ui.kit import buttons, theme, work
from ui.kit.banners import Banner
from ui.kit.frames import Card
from ui.kit.labels import Hint
from ui.kit.page import Page
from ui.kit.pills import Pill, PillLabel
from ui.kit.theme import Tone
from ui.members.acts import acts_menu, acts_of
from ui.points.ledger_view import LedgerView

if TYPE_CHECKING:
    from deskapp.customers.domain import Customer
    from deskapp.members.domain import Member
    from ui.desk import Desk
    from ui.members.acts import MemberAct

TABS = (
    ("points", "积分流水"),
    ("gifts", "礼品"),
    ("complaints", "投诉"),
    ("details", "资料"),
    ("consents", "同意与隐私"),
    ("history", "变更记录"),
)
_LEVEL_ICON = "crown"


class CustomerCard(Page):
    """`show_customer(id)` shows somebody; the page refreshes whenever anybody writes."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("", name="customer_card")
        self._desk = desk
        self._customer_id: int | None = None
        self._data: CardData | None = None
        self.acts = CardActs(desk, self, self._guest)
        self._make_head()
        self.contact, self.vehicles, self.membership = ContactCard(), VehiclesCard(), MemberCard()
        cards = QHBoxLayout()
        cards.setSpacing(theme.GAP_WIDE)
        cards.addWidget(self.contact, 300)
        cards.addWidget(self.vehicles, 380)
        cards.addWidget(self.membership, 438)
        self.column.addLayout(cards)
        work.breathe()
        self.column.addWidget(self._make_lists(), 1)
        work.breathe()
        self._wire()

    def _make_head(self) -> None:
        head: Any = self.column.itemAt(0)
        row = head.widget().layout()
        if not isinstance(row, QHBoxLayout):
            raise TypeError("the page head is no row")
        row.setSpacing(theme.STEP)
        self.back = buttons.IconButton("chevron-left", "回到客户列表", name="back")
        self._salutation = Hint()
        self._pills = [PillLabel(Pill("")) for _ in range(3)]
        row.insertWidget(0, self.back)
        row.insertWidget(2, self._salutation)
        for place, pill in enumerate(self._pills, start=3):
            row.insertWidget(place, pill)
            pill.hide()
        self.hand_over = buttons.primary("记积分", icon="coins", key="F6", name="hand_over")
        self.redeem = buttons.plain("兑换", icon="gift", key="F7", name="redeem")
        self.complain = buttons.plain("投诉", icon="message-square-warning", key="F8", name="complain")
        self.renew = buttons.plain("续会", icon="calendar-sync", key="F9", name="renew")
        self.more = buttons.plain("更多", icon="chevron-down", name="more_acts")
        self.enroll = buttons.primary("入会", icon="user-plus", key="F3", name="enroll")
        self.confirm = buttons.primary("录入确认", icon="check", name="confirm")
        self.add_button(self.enroll)
        self.add_button(self.confirm)
        self.add_button(self.hand_over)
        self.add_button(self.redeem)
        self.add_button(self.complain)
        self.add_button(self.renew)
        self.add_button(self.more)
        self._note_edit = buttons.link("修改", name="edit_note")
        self._note_by = Hint()
        self._note = Banner("", Tone.WARN, icon="pin", action=_row(self._note_by, self._note_edit), name="special_note")
        self._note.hide()
        self.note_add = buttons.link("加特别说明", icon="pin", name="add_note")
        row.insertWidget(6, self.note_add)
        self.column.addWidget(self._note)

    def _make_lists(self) -> QWidget:
        self.tabs = TabBar(TABS, name="card_tabs")
        self.points_view = LedgerView(self._desk, name="card_points")
        self.points = self.points_view.model_
        self.account = buttons.link("积分账户", icon="coins", name="card_account")
        self.gifts, self.gifts_view = gifts_list(self._desk.local)
        self.complaints, self.complaints_view = complaints_list(self._desk.local)
        self.details = DetailsPanel()
        self.consents = ConsentsPanel(self._desk.local)
        self.history, self.history_view = history_list(self._desk.local)
        self._stack = QStackedWidget()
        for widget in (self.points_view, self.gifts_view, self.complaints_view, self.details, self.consents, self.history_view):
            self._stack.addWidget(widget)
        card = Card(margin=1, name="card_lists")
        card.column.setContentsMargins(1, 1, 1, 1)
        card.column.setSpacing(0)
        self.tabs.add_end(self.account)
        self.waiting = WaitingSlips()
        card.column.addWidget(self.tabs)
        card.column.addWidget(self.waiting)
        card.column.addWidget(self._stack, 1)
        self.setFocusProxy(self.points_view)
        return card

    def _wire(self) -> None:
        self.back.clicked.connect(lambda: self._desk.open_room("customers"))
        self.hand_over.clicked.connect(lambda: self._desk.start(DeskAct.HAND_OVER))
        self.redeem.clicked.connect(lambda: self._desk.start(DeskAct.REDEEM))
        self.complain.clicked.connect(lambda: self._desk.start(DeskAct.COMPLAIN))
        self.renew.clicked.connect(lambda: self._desk.start(DeskAct.RENEW))
        self.more.clicked.connect(self._show_acts)
        self.enroll.clicked.connect(self.start_enrolment)
        self.confirm.clicked.connect(self._confirm)
        self.membership.enroll_wanted.connect(self.start_enrolment)
        self.contact.reveal_wanted.connect(self._reveal)
        self.contact.hidden.connect(self.details.hide_numbers)
        self.contact.edit_wanted.connect(self.acts.edit)
        self.vehicles.add_wanted.connect(lambda: self.acts.vehicle(None))
        self.vehicles.open_wanted.connect(self.acts.vehicle)
        self._note_edit.clicked.connect(self.acts.note)
        self.note_add.clicked.connect(self.acts.note)
        self.tabs.changed.connect(self._tab_changed)
        self.gifts_view.opened.connect(self._open_number)
        self.complaints_view.opened.connect(self._open_number)
        self.waiting.open_wanted.connect(self._desk.open_number)
        self.account.clicked.connect(lambda: self._desk.start(DeskAct.POINTS_ACCOUNT))
        self.consents.give_wanted.connect(self.acts.give)
        self.consents.withdraw_wanted.connect(self.acts.withdraw)
        self.consents.stop_wanted.connect(self.acts.stop_marketing)
        self.consents.proof_wanted.connect(self.acts.print_proof)
        self.details.edit_wanted.connect(self.acts.edit)
        self.details.reveal_wanted.connect(self.contact.reveal.click)
        self.details.merge_wanted.connect(self.acts.merge)
        self.details.undo_wanted.connect(self.acts.undo_merge)
        self.details.print_copy_wanted.connect(self.acts.print_copy)
        self.details.save_copy_wanted.connect(self.acts.save_copy)
        self.details.erase_wanted.connect(self.acts.erase)
        self.details.archive_wanted.connect(self.acts.read_archive)

    # What the window asks ---------------------------------------------------------------------------------------------

    def show_customer(self, customer_id: int) -> None:
        """Show a customer from his first tab."""
        if customer_id != self._customer_id:
            self._customer_id = customer_id
            self._data = None
            self.contact.hide_number()
            self.tabs.open(TABS[0][0])
        self.refresh()

    def refresh(self) -> None:
        if self._customer_id is not None:
            asked = self._customer_id
            work.latest(self, lambda: load_card(self._desk.session.act(), asked), self._show)
            self._load_tab()

    def may_enroll(self) -> bool:
        """Whether the guest shown is no member, so that F3 means him."""
        return not self.enroll.isHidden()

    def start_enrolment(self) -> None:
        """F3 on a guest who is known and no member."""
        self._desk.start(DeskAct.ENROLL, known=self._customer_id)

    # Showing ----------------------------------------------------------------------------------------------------------

    def _show(self, data: CardData) -> None:
        self._data, self._customer_id = data, data.customer.id
        guest, member = data.customer, data.member
        self.set_title(guest.name)
        self._salutation.set_text(f"{guest.contact} {guest.salutation.spoken}".strip())
        pills = [Pill("个人信息已清除", Tone.NEUTRAL, "ban")] if guest.erased else _pills(member)
        for label, pill in zip(self._pills, [*pills, *[None] * 3], strict=False):
            label.setVisible(pill is not None)
            if pill is not None:
                label.set_pill(pill)
        stands = member is not None and member.state.is_open
        self.enroll.setVisible(not stands and data.may_edit and not guest.erased)
        pending = member is not None and member.state is MemberState.PENDING
        self.confirm.setVisible(pending and data.may_confirm)
        self.hand_over.setVisible(stands and not (pending and data.may_confirm))
        self.redeem.setVisible(stands and not pending and data.sees_all)
        self.complain.setVisible(self._desk.session.may(Right.DRAFT_COMPLAINTS) and not guest.erased)
        self.renew.setVisible(stands and not pending and self._desk.session.may(Right.RENEW_MEMBERS))
        self.more.setVisible(stands and not pending and bool(self._acts()))
        self._note.setVisible(bool(guest.note))
        self._note.set_words(f"特别说明：{guest.note}")
        self._note_by.set_text(f"{data.note_by} {guest.note_at:%Y-%m-%d}" if guest.note_at else "")
        self._note_edit.setVisible(data.may_edit)
        self.note_add.setVisible(data.may_edit and not guest.note and not guest.erased)
        for card in (self.contact, self.vehicles, self.membership):
            card.show_data(data)
        self.waiting.show_slips(data.waiting, today=self._desk.session.now().date())
        self.points.set_rows(data.statement.lines)
        self.gifts.set_rows(data.redemptions)
        self.details.show_data(data)
        self.consents.show_customer(guest, may_edit=data.may_edit and not guest.erased)
        self.tabs.set_count("points", len(data.statement.lines))
        self.tabs.set_count("gifts", len(data.redemptions))
        self.account.setVisible(data.sees_all and self._desk.session.may(Right.APPLY_REDEMPTIONS))
        self.tabs.set_shown("gifts", shown=data.sees_all)
        self.tabs.set_shown("complaints", shown=data.sees_all)
        self.tabs.set_shown("details", shown=data.sees_all)
        self.tabs.set_shown("history", shown=data.sees_all)

    def _tab_changed(self, key: str) -> None:
        self._stack.setCurrentIndex([tab for tab, _ in TABS].index(key))
        self._load_tab()

    def _load_tab(self) -> None:
        """The tabs behind the first two are read when they are looked at."""
        asked, key = self._customer_id, self.tabs.current()
        if asked is None:
            return
        if key == "complaints":
            work.latest(self, lambda: load_complaints(self._desk.session.act(), asked), self.complaints.set_rows, topic="complaints")
        elif key == "details":
            work.latest(self, lambda: load_details(self._desk.session.act(), asked), self.details.show_details, topic="details")
        elif key == "history":
            work.latest(self, lambda: load_history(self._desk.session.act(), asked), self.history.set_rows, topic="history")
        elif key == "consents":
            ids = self._data.customer.family if self._data else (asked,)
            work.latest(self, lambda: load_consents(self._desk.session.act(), ids), self.consents.model.set_rows, topic="consents")

    def _confirm(self) -> None:
        """Confirmation is done where what was typed can be compared with the paper."""
        from deskapp.data import NumberKind

        if self._data is not None and self._data.member is not None:
            self._desk.open_record(NumberKind.MEMBER, self._data.member.membership_id)

    # Acts -------------------------------------------------------------------------------------------------------------

    def _guest(self) -> Customer | None:
        return self._data.customer if self._data is not None else None

    def _reveal(self) -> None:
        numbers = self.acts.full_numbers()
        if numbers is not None:
            self.contact.show_number(numbers.mobile)
            self.details.show_numbers(numbers.mobile, numbers.alt_phone)

    def _acts(self) -> list[MemberAct]:
        """What may be done with the membership beyond the keys above."""
        if self._data is None or self._data.member is None:
            return []
        return [act for act in acts_of(self._desk, self._data.member, oem=self._data.has_oem) if act.key != "renew"]

    def _show_acts(self) -> None:
        if self._data is not None and self._data.member is not None:
            menu = acts_menu(self, self._desk, self._data.member, self._acts())
            menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height() + theme.HALF_STEP)))

    def _open_number(self, row: Any) -> None:
        if row.number:
            self._desk.open_number(row.number)


def _row(*widgets: QWidget) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.GAP_WIDE)
    for widget in widgets:
        row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
    return holder


def _pills(member: Member | None) -> list[Pill]:
    """Level, state, and what the term calls for."""
    if member is None:
        return [Pill("非会员", Tone.NEUTRAL, "user")]
    if not member.state.is_open:
        return [Pill(member.state.label, Tone.NEUTRAL)]
    level = Pill(member.level.label, Tone.INFO, _LEVEL_ICON)
    if member.state is MemberState.PENDING:
        return [level, Pill(member.state.label, Tone.WARN, "clock")]
    if member.state is MemberState.LOST:
        return [level, Pill(member.state.label, Tone.BAD, "circle-alert")]
    found = [level, Pill(member.state.label, Tone.GOOD)]
    if member.stage is Stage.ENDING:
        found.append(Pill(f"待续会 {member.valid_until:%m-%d} 到期", Tone.WARN, "clock"))
    elif member.stage is not Stage.RUNNING:
        grace = f"宽限到 {member.grace_until:%m-%d}" if member.stage is Stage.GRACE else "宽限期已过"
        found[1] = Pill(f"已过期，{grace}", Tone.BAD, "circle-alert")  # since when stands in the box of the membership
    if member.card_due and member.card_level is not None:
        found.append(Pill(f"换卡？卡面{member.card_level.label}", Tone.WARN, "id-card"))
    return found
