"""兑换礼品 (F7): gifts as cards, the basket, before and after, one button."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskapp.errors import AlreadySaved, UserError
from deskapp.gifts.domain import MAX_LINES, MAX_QUANTITY, Choice, Means, Receiver, Relation, State
from deskapp.typed import format_points
from ui.customers.note_banner import NoteBanner
from ui.gifts.basket import BasketPanel, Way
from ui.gifts.means_fields import MeansFields
from ui.gifts.papers import receipt_job
from ui.gifts.shelf import Shelf
from ui.kit import notify, theme, work
from ui.kit.drafts import Draft
from ui.kit.form_dialog import FormDialog
from ui.kit.frames import beside
from ui.kit.labels import Hint, IconMark, Label
from ui.kit.line_edit import LineEdit
from ui.kit.pills import Pill, PillLabel
from ui.kit.segments import Option, Segments
from ui.kit.theme import Tone

if TYPE_CHECKING:
    from deskapp.data import Act
    from deskapp.gifts.counter import Counter, Offer
    from deskapp.gifts.slips import Redemption
    from ui.desk import Desk, PrintJob

HEIGHT = 560
_ALL, _IN_REACH, _NEW = "all", "in_reach", "new"


class RedeemDialog(FormDialog["Redemption"]):
    """Opens only for a customer whose points may be spent today; the refusal of anybody else says the way out."""

    def __init__(self, desk: Desk, *, customer_id: int, draft: Draft | None = None) -> None:
        super().__init__(
            desk.sheets,
            "兑换礼品",
            "兑换并打印",
            form="redeem",
            icon="gift",
            act_icon="printer",
            width=theme.DIALOG_WIDTHS[2],
            drafts=desk.drafts,
            draft=draft,
            own_foot=True,
        )
        self._desk = desk
        self._counter = work.call(_counter, desk.session.act(), customer_id)
        self._basket: dict[int, int] = {}
        self._receipt: PrintJob | None = None
        self.which = Segments(
            [Option(_ALL, "全部"), Option(_IN_REACH, "够换的"), Option(_NEW, "新品")], width=76, name="which", says="显示"
        )
        self.search = LineEdit(lead="search", placeholder="礼品名称、拼音或编号")
        self.search.setObjectName("search_gifts")
        self.search.setAccessibleName("找礼品")
        self.shelf = self.field("gifts", Shelf(name="gifts"))
        self.means = MeansFields(today=desk.session.now().date(), carriers=self._counter.carriers)
        self.panel = BasketPanel(self.primary_button, self.means)
        self.field("way", self.panel.way)
        for field in self.means.fields:
            self.field(field.name, field)
        self.field("relation", self.panel.relation)
        self.field("received_by", self.panel.received_by)
        self.field("receiver_mobile", self.panel.mobile)
        self._count = Hint("")
        self._fill_head()
        self._lay_out_content()
        self._wire()
        self.means.fill(planned_on=None, carrier_id=None, address=self._counter.address)
        self.which.set_value(_ALL)
        self._show()
        self.shelf.stand_on_first()
        work.latest(self, lambda: _views(desk.session.act()), self.shelf.cards.show_photos, topic="photos")

    # Layout -----------------------------------------------------------------------------------------------------------

    def _fill_head(self) -> None:
        guest = self._counter
        self.head.add(Label(f"{guest.name} {guest.salutation}".strip(), bold=True))
        self.head.add(PillLabel(Pill(guest.level, Tone.INFO, "crown")))
        self.head.add(Hint("可兑换"))
        self._spendable = Label("", size=theme.SECTION, bold=True, colour=theme.PRIMARY)
        self.head.add(self._spendable)
        self.head.add(Hint("Esc 关闭，草稿保留"))

    def _lay_out_content(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(theme.MARGIN_X - 3, theme.GAP_WIDE, 0, theme.GAP)
        column.setSpacing(9)
        above = QHBoxLayout()
        above.setContentsMargins(3, 0, 19, 0)
        above.addWidget(self.which)
        above.addStretch(1)
        self.search.setFixedWidth(232)
        above.addWidget(self.search)
        note = QHBoxLayout()
        note.setContentsMargins(3, 0, 19, 0)
        note.addWidget(NoteBanner(self._desk, self._counter.customer_id))
        column.addLayout(note)
        column.addLayout(above)
        column.addWidget(self.shelf, 1)
        below = QVBoxLayout()
        below.setContentsMargins(3, 0, theme.GAP_WIDE, 0)
        below.setSpacing(theme.STEP)
        below.addWidget(self.reason_line)
        below.addWidget(self.summary)
        below.addWidget(beside(IconMark("info", theme.INK_2, theme.ICON_SMALL), self._count))
        column.addLayout(below)
        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(left, 1)
        row.addWidget(self.panel)
        self.set_content(content)
        self.setMinimumHeight(min(HEIGHT, self._desk.sheets.height()))
        self.primary_button.setMinimumHeight(theme.CONTROL_MAIN)

    def _wire(self) -> None:
        self.which.changed.connect(self._show)
        self.search.textChanged.connect(self._show)
        self.shelf.taken.connect(self._take)
        self.shelf.put_back.connect(self._put_back)
        self.panel.lines.changed.connect(self._set)
        self.panel.changed.connect(self._show_way)
        self.panel.clear.clicked.connect(self._clear)
        self.accepted.connect(self._saved)
        self.saved_before.connect(self._saved_before)

    # The basket -------------------------------------------------------------------------------------------------------

    @property
    def cost(self) -> int:
        """Points of what is in the basket."""
        return sum(offer.gift.points * self._basket.get(offer.gift.id, 0) for offer in self._counter.offers)

    def basket(self) -> Mapping[int, int]:
        """How many of which gift."""
        return dict(self._basket)

    def _take(self, gift_id: int) -> None:
        self._set(gift_id, self._basket.get(gift_id, 0) + 1)

    def _put_back(self, gift_id: int) -> None:
        self._set(gift_id, self._basket[gift_id] - 1)

    def _set(self, gift_id: int, count: int) -> None:
        new = gift_id not in self._basket
        if new and len(self._basket) >= MAX_LINES:
            self.summary.show_problems([f"一张兑换单最多 {MAX_LINES} 种礼品，请分两张"], places=0)
            return
        self.summary.clear()
        if count > 0:
            self._basket[gift_id] = count
        else:
            self._basket.pop(gift_id, None)
            if self.isAncestorOf(self.window().focusWidget() or self) and self.panel.isAncestorOf(self.window().focusWidget() or self):
                self.shelf.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show()

    def _clear(self) -> None:
        self._basket.clear()
        self.shelf.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show()

    def _show(self) -> None:
        """Everything that follows from the basket, the filter and the balance."""
        guest, cost = self._counter, self.cost
        rest = guest.spendable - cost
        offers = [offer for offer in guest.offers if self._is_wanted(offer, rest)]
        self.shelf.cards.show_offers(offers, self._basket, rest)
        self.shelf.stand_on_first()
        self._count.set_text(f"{self._counted(len(offers))}，按积分从少到多；方向键选择，空格加入，Delete 移出")
        self._spendable.set_text(f"{format_points(guest.spendable)} 分")
        chosen = [offer.gift for offer in guest.offers if offer.gift.id in self._basket]
        self.panel.lines.show_gifts([(gift, self._basket[gift.id], self._most(gift.id, rest)) for gift in chosen])
        self.panel.show_head(len(chosen), sum(self._basket.values()))
        self.panel.sums.show_points(guest.spendable, cost)
        self._show_act(cost, rest)

    def _is_wanted(self, offer: Offer, rest: int) -> bool:
        which, text = self.which.value(), self.search.text().strip().lower()
        there = offer.gift.available > 0 and offer.most != 0
        in_reach = there and (offer.gift.points <= rest or offer.gift.id in self._basket)
        return text in offer.keys and (which != _NEW or offer.is_new) and (which != _IN_REACH or in_reach)

    def _counted(self, shown: int) -> str:
        total = len(self._counter.offers)
        return f"共 {total} 种" if shown == total else f"{total} 种里的 {shown} 种"

    def _most(self, gift_id: int, rest: int) -> int:
        """How many of a gift the basket may hold: by stock, by its limits, by the points left."""
        offer = next(offer for offer in self._counter.offers if offer.gift.id == gift_id)
        gift = offer.gift
        most = min(MAX_QUANTITY, gift.available, MAX_QUANTITY if offer.most is None else offer.most)
        return max(self._basket[gift_id], min(most, self._basket[gift_id] + max(rest, 0) // gift.points))

    def _show_way(self) -> None:
        self._show_act(self.cost, self._counter.spendable - self.cost)

    def _show_act(self, cost: int, rest: int) -> None:
        guest, now = self._counter, self.panel.chosen_way() is Way.NOW
        approves = guest.approves and cost <= guest.limit
        limit = format_points(guest.limit)
        if approves:
            self.panel.say(f"{limit} 分以内，您可以直接审核" if now else "直接扣分并转备货，备好后再出库", at_once=True)
        elif cost > guest.limit:
            self.panel.say(f"超过 {limit} 分，提交后由客服经理审核", at_once=False)
        else:
            self.panel.say("提交后由客服审核，审核前先占住", at_once=False)
        words, icon = ("兑换并打印", "printer") if approves and now else ("扣分并备货", "package") if approves else ("提交申请", "check")
        self.primary_button.set_words(words, icon=icon)
        if not self._basket:
            self.primary_button.block("先选一件礼品")
        elif rest < 0:
            self.primary_button.block(f"还差 {format_points(-rest)} 分")

    # Saving -----------------------------------------------------------------------------------------------------------

    def save(self) -> Redemption:
        prices = {offer.gift.id: offer.gift.points for offer in self._counter.offers}
        choices = tuple(Choice(gift_id, count, prices[gift_id]) for gift_id, count in self._basket.items())
        act = self._desk.session.act(request_id=self.request_id)
        made, self._receipt = work.call(_redeem, act, self._counter.customer_id, choices, self._receiver(), self.means.means())
        return made

    def _receiver(self) -> Receiver:
        relation = self.panel.relation.value()
        if self.panel.chosen_way() is not Way.NOW or relation is Relation.SELF:
            return Receiver()
        return Receiver(relation, self.panel.received_by.need(), self.panel.mobile.need() if relation is Relation.PROXY else "")

    def accept(self) -> None:
        super().accept()
        if self.is_open():
            self._show_way()

    def show_refusal(self, refusal: UserError) -> None:
        """Price, stock or balance may have changed meanwhile: show them as they are now under what the refusal says."""
        self._counter = work.call(_counter, self._desk.session.act(), self._counter.customer_id)
        known = {offer.gift.id for offer in self._counter.offers}
        self._basket = {gift_id: count for gift_id, count in self._basket.items() if gift_id in known}
        self._show()
        super().show_refusal(refusal)

    def _saved(self, made: Redemption) -> None:
        if self._receipt is not None:
            notify.say(f"{made.customer_name} 已兑换 {made.what}，余 {format_points(made.points_after)} 分")
            self._desk.print_paper(self._receipt)
        elif made.state is State.TO_PREPARE:
            notify.say(f"{made.number} 已扣 {format_points(made.cost)} 分，余 {format_points(made.points_after)} 分，等客服备货")
        else:
            notify.say(f"{made.number} 已提交，等{made.waits_for}", tone=Tone.WARN)

    def _saved_before(self, saved: AlreadySaved) -> None:
        self._desk.open_number(saved.number)

    # Draft ------------------------------------------------------------------------------------------------------------

    def draft_title(self) -> str:
        return f"兑换 {self._counter.name}"

    def draft_values(self) -> dict[str, Any]:
        return {
            "customer_id": self._counter.customer_id,
            "basket": [[gift_id, count] for gift_id, count in self._basket.items()],
            "way": self.panel.chosen_way().name,
            "means": {field.name: field.text() for field in self.means.fields},
            "relation": self.panel.relation.value().value,
            "received_by": self.panel.received_by.text(),
            "receiver_mobile": self.panel.mobile.text(),
        }

    def restore(self, values: Mapping[str, Any]) -> None:
        known = {offer.gift.id for offer in self._counter.offers}
        self._basket = {gift_id: count for gift_id, count in values["basket"] if gift_id in known}
        self.panel.way.set_value(Way[values["way"]])
        for field in self.means.fields:
            field.set_text(values["means"][field.name])
        self.panel.relation.set_value(Relation(values["relation"]))
        self.panel.received_by.set_text(values["received_by"])
        self.panel.mobile.set_text(values["receiver_mobile"])
        self._show()


def _counter(act: Act, customer_id: int) -> Counter:
    from deskapp.gifts.counter import counter

    return counter(act=act, customer_id=customer_id)


def _views(act: Act) -> dict[int, QImage]:
    """The photos, decoded where nobody waits for it."""
    from deskapp.gifts.catalogue import gift_views

    return {gift_id: QImage.fromData(view) for gift_id, view in gift_views(act=act).items()}


def _redeem(act: Act, customer_id: int, choices: Sequence[Choice], receiver: Receiver, means: Means) -> tuple[Redemption, PrintJob | None]:
    """What was saved, and its receipt once the gift was handed out."""
    from deskapp.gifts.redemption import redeem_gift

    made = redeem_gift(act=act, customer_id=customer_id, choices=choices, receiver=receiver, means=means)
    return made, receipt_job(act, made.id) if made.state is State.RECEIVED else None
