"""The three cards of 152: how to reach him, what he drives, how he stands as a member."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from deskapp.members.domain import MemberState, format_card
from deskapp.typed import PlateClass, format_points
from ui.kit import buttons, clipboard, notify, theme
from ui.kit.frames import Card, LabelRows, SectionHead, beside
from ui.kit.labels import Figure, Hint, Label
from ui.kit.pills import PlateTag
from ui.members.words import coming_words, grace_words, level_words

if TYPE_CHECKING:
    from deskapp.customers.domain import Customer, Vehicle
    from deskapp.members.domain import Member
    from ui.customer_card.loading import CardData

SHOWN_FOR_MS = 60_000  # a full number goes away by itself: guests see the screen
_HEAD = 26
_NEV = {PlateClass.NEV_SMALL, PlateClass.NEV_LARGE}


class ContactCard(Card):
    """手机 masked with the logged reveal, 生日, 会员编号, 推荐人."""

    reveal_wanted = Signal()
    edit_wanted = Signal()
    hidden = Signal()  # the full number is gone again

    def __init__(self) -> None:
        super().__init__(name="contact_card")
        self.setFixedHeight(theme.CARD_HEIGHT)
        self._masked = ""
        self.edit = buttons.link("修改", icon="pencil", height=_HEAD, name="edit_customer")
        self.edit.clicked.connect(self.edit_wanted)
        self.column.setSpacing(theme.HALF_STEP)
        head = SectionHead("联系", action=self.edit)
        head.setFixedHeight(_HEAD)
        self.column.addWidget(head)
        self.mobile = Label()
        self.reveal = buttons.link("显示", icon="eye", height=22, name="reveal")
        self.reveal.clicked.connect(self._toggle)
        self.copy = buttons.IconButton("copy", "复制手机号，一分钟后从剪贴板清除", border=False, size=22, name="copy_mobile")
        self.copy.clicked.connect(self._copy)
        self.copy.hide()
        self._birthday, self._calendar = Label(), Hint()
        self._number, self._recruiter = Label(), Label()
        rows = LabelRows(labels=64)
        rows.add("手机", beside(self.mobile, self.reveal, self.copy))
        rows.add("生日", beside(self._birthday, self._calendar))
        rows.add("会员编号", self._number)
        rows.add("推荐人", self._recruiter)
        self.column.addWidget(rows)
        self.column.addStretch(1)
        self._hider = QTimer(self)
        self._hider.setSingleShot(True)
        self._hider.timeout.connect(self.hide_number)

    def show_data(self, data: CardData) -> None:
        guest = data.customer
        if self._masked != guest.mobile or not self._hider.isActive():
            self._masked = guest.mobile
            self.hide_number()
        birthday = guest.birthday
        year = f"{birthday.year} 年 " if birthday and birthday.year else ""
        self._birthday.set_text(f"{year}{birthday.month} 月 {birthday.day} 日" if birthday else "—")
        self._calendar.set_text("" if birthday is None else "农历" if birthday.lunar else "公历")
        self._number.set_text(data.member.number if data.member else "—")
        self._recruiter.set_text(data.recruiter or "—")
        self.reveal.setVisible(data.may_edit and not guest.erased)
        self.edit.setVisible(data.may_edit and not guest.erased)

    def show_number(self, mobile: str) -> None:
        """The full number, for a minute."""
        self.mobile.set_text(mobile)
        self.reveal.set_words("隐藏", icon="eye-off")
        self.copy.show()
        self._hider.start(SHOWN_FOR_MS)

    def hide_number(self) -> None:
        self._hider.stop()
        self.mobile.set_text(self._masked or "—")
        self.reveal.set_words("显示", icon="eye")
        self.copy.hide()
        self.hidden.emit()

    def _copy(self) -> None:
        clipboard.copy(self.mobile.text().replace(" ", ""))
        notify.say("手机号已复制，一分钟后从剪贴板清除")

    def _toggle(self) -> None:
        if self._hider.isActive():
            self.hide_number()
        else:
            self.reveal_wanted.emit()


class VehiclesCard(Card):
    """Two cars at a glance; with more the list scrolls. A car is opened by a click or Enter."""

    add_wanted = Signal()
    open_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__(name="vehicles_card")
        self.setFixedHeight(theme.CARD_HEIGHT)
        self.add = buttons.link("添加", icon="plus", height=_HEAD, name="add_vehicle")
        self.add.clicked.connect(self.add_wanted)
        self._head = SectionHead("车辆", action=self.add)
        self._head.setFixedHeight(_HEAD)
        self.column.setSpacing(theme.HALF_STEP)
        self.column.addWidget(self._head)
        self._list = QWidget()
        self._rows = QVBoxLayout(self._list)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(theme.HALF_STEP)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self._list)
        area.viewport().setAutoFillBackground(False)
        self._list.setAutoFillBackground(False)
        self.column.addWidget(area, 1)

    def show_data(self, data: CardData) -> None:
        guest = data.customer
        self.add.setVisible(data.may_edit and not guest.erased)
        self._head.set_hint(f"{len(guest.vehicles)} 辆")
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for car in guest.vehicles:
            row = VehicleRow(car, opens=data.may_edit)
            row.wanted.connect(lambda car=car: self.open_wanted.emit(car))
            self._rows.addWidget(row)
        if not guest.vehicles:
            self._rows.addWidget(Hint(_past_words(guest)))
        self._rows.addStretch(1)


def _past_words(guest: Customer) -> str:
    if guest.erased:
        return "个人信息已清除"
    if not guest.past_vehicles:
        return "还没有登记车辆"
    last = guest.past_vehicles[-1]
    return f"目前没有车；{last.plate_text} {last.ended_why}"


class VehicleRow(QWidget):
    """Plate as a sign, model and colour, under them what is due."""

    wanted = Signal()

    def __init__(self, car: Vehicle, *, opens: bool) -> None:
        super().__init__()
        self._opens = opens
        self.setObjectName(f"vehicle_{car.id}")
        self.setAccessibleName(f"{car.plate_text} {car.model}".strip())
        self.setFixedHeight(42)
        if opens:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.setToolTip("点一下或按 Enter 修改")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.setContentsMargins(0, 0, 0, 0)
        words.addWidget(Label(f"{car.model} {car.color}".strip() or car.vin or "车型未填"))
        words.addWidget(Hint("・".join(_facts(car)) or "里程、保险未填"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP)
        row.addWidget(PlateTag(car.plate, nev=car.plate_class in _NEV) if car.plate else _unplated(), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._opens and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.wanted.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._opens:
            self.wanted.emit()
        else:
            super().mousePressEvent(event)


def _unplated() -> QWidget:
    tag = PlateTag("未上牌")
    tag.setMinimumSize(QSize(112, 26))
    return tag


def _facts(car: Vehicle) -> list[str]:
    facts = [f"里程 {car.odometer_km:,} km"] if car.odometer_km is not None else []
    if car.insurance_until is not None:
        facts.append(f"保险 {car.insurance_until} 到期")
    if car.inspection_until is not None:
        facts.append(f"年检 {car.inspection_until} 到期")
    return facts


class MemberCard(Card):
    """Level, term and card; both balances at 36; for a guest who is no member the way to become one."""

    enroll_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(name="member_card")
        self.setFixedHeight(theme.CARD_HEIGHT)
        self.column.setSpacing(0)
        self._head = SectionHead("会员")
        self._head.setFixedHeight(_HEAD)
        self.column.addWidget(self._head)
        self.column.addSpacing(theme.HALF_STEP)
        self.spendable = Figure("0", "分", size=theme.BALANCE, colour=theme.PRIMARY)
        self.tier = Figure("0", "分", size=theme.BALANCE)
        self._reserved, self._next = Hint(), Hint()
        left, right = QVBoxLayout(), QVBoxLayout()
        for column, title, figure, hint in (
            (left, "可兑换积分", self.spendable, self._reserved),
            (right, "本期升级积分", self.tier, self._next),
        ):
            column.setSpacing(0)
            column.addWidget(Hint(title))
            column.addWidget(figure)
            column.addWidget(hint)
            column.addStretch(1)
        self._balances = QWidget()
        row = QHBoxLayout(self._balances)
        row.setContentsMargins(0, 0, 0, 0)
        row.addLayout(left, 3)
        row.addLayout(right, 2)
        self.column.addWidget(self._balances)
        self._invitation = QWidget()
        words = QVBoxLayout(self._invitation)
        words.setContentsMargins(0, theme.STEP, 0, 0)
        words.setSpacing(theme.GAP)
        self._why = Label()
        self.enroll = buttons.plain("办理入会", icon="user-plus", key="F3", name="enroll_here")
        self.enroll.clicked.connect(self.enroll_wanted)
        words.addWidget(self._why)
        words.addWidget(beside(self.enroll))
        self.column.addWidget(self._invitation)
        self.column.addStretch(1)

    def show_data(self, data: CardData) -> None:
        member = data.member
        stands = member is not None and member.state.is_open
        self._balances.setVisible(stands)
        self._invitation.setVisible(not stands)
        self.enroll.setVisible(data.may_edit and not data.customer.erased)
        if member is None or not stands:
            self._head.set_hint("")
            self._why.set_text("还不是会员" if member is None else f"原会员 {member.number} {member.state.label}")
            return
        self._head.set_hint("・".join(_membership_facts(member)))
        self._head.setToolTip("\n".join(words for words in (level_words(member), coming_words(member), grace_words(member)) if words))
        balance = data.statement.balance
        self.spendable.set_text(format_points(balance.spendable), colour=theme.BAD if balance.spendable < 0 else theme.PRIMARY)
        self.tier.set_text(format_points(balance.tier))
        self._reserved.set_text("・".join(_balance_facts(data)))
        self._next.set_text(f"再 {format_points(data.to_next[0])} 分升{data.to_next[1]}" if data.to_next else "已是最高级别")


def _membership_facts(member: Member) -> list[str]:
    """The level with the line that decided it, the term, the card."""
    facts = (f"{member.level.label}（{member.level_why}）", f"至 {member.valid_until}", format_card(member.card_no))
    return [fact for fact in facts if fact]


def _balance_facts(data: CardData) -> list[str]:
    balance = data.statement.balance
    if data.member and data.member.state is MemberState.PENDING:
        return ["录入确认后记入会积分"]
    facts = [f"已减预留 {format_points(balance.reserved)} 分"] if balance.reserved else []
    if balance.debt:
        facts.append(f"欠 {format_points(balance.debt)} 分")
    if balance.next_expiry is not None:
        facts.append(f"{format_points(balance.next_expiry.points)} 分 {balance.next_expiry.on} 到期")
    return facts
