"""入会 (F3): a guest becomes a member in at most eight entries; everything else is folded or follows from what the store knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from deskapp.customers.domain import Answer, Duplicate, Purpose
from deskapp.members.domain import EnrolmentForm, JoinChannel, Level, MemberState, format_card, judge_card
from ui.customers.customer_fields import CustomerFields
from ui.customers.duplicates import Duplicates
from ui.customers.vehicle_fields import VehicleFields
from ui.kit import buttons, notify, theme, work
from ui.kit.drafts import Draft
from ui.kit.fields_choice import Choice, ChoiceField
from ui.kit.fields_code import ScanField, TextField
from ui.kit.fields_consent import ConsentBlock, ConsentRow
from ui.kit.fields_date import DateField
from ui.kit.folds import Folded
from ui.kit.form_dialog import FormDialog
from ui.kit.frames import Card, SectionHead, beside
from ui.kit.labels import Hint, Label, Wrapped
from ui.kit.theme import Tone
from ui.members.papers import application_job
from ui.members.pitch import WIDTH, EnrolSide

if TYPE_CHECKING:
    from deskapp.customers.domain import Customer
    from deskapp.data import Act
    from deskapp.members.domain import Enrolled, Offer
    from ui.desk import Desk

_EXPLAINED = {
    Purpose.SERVICE: "记录积分、兑换礼品所必需",
    Purpose.MARKETING: "可随时退订",
    Purpose.CARE: "生日和节日的问候、提醒",
    Purpose.SHARE: "接收方：{}",
}


class EnrollDialog(FormDialog["Enrolled"]):
    """`known` is the id of a customer who is no member yet: then only car, card and answers are asked."""

    def __init__(
        self, desk: Desk, *, customer_id: int | None = None, draft: Draft | None = None, known: int | None = None, **filled: str
    ) -> None:
        super().__init__(
            desk.sheets,
            "入会",
            "保存入会",
            form="enroll",
            icon="user-plus",
            hint="必填在前，约 60 秒",
            width=theme.DIALOG_WIDTHS[2],
            drafts=desk.drafts,
            draft=draft,
        )
        self._desk = desk
        self._prints = False
        self._known_id = draft.values.get("known") if draft else known or customer_id
        offer, self._known = work.call(_begin, desk.session.act(), self._known_id)
        self._make_fields(offer)
        work.breathe()
        self._lay_out_fields(offer)
        self._wire()
        self._fill(offer, filled)

    # Fields -----------------------------------------------------------------------------------------------------------

    def _make_fields(self, offer: Offer) -> None:
        today = self._desk.session.now().date()
        self.customer = CustomerFields(self.field, today=today)
        self.vehicle = VehicleFields(self.field, today=today, area=offer.plate_area)
        self.card = self.field("card_no", ScanField("card_no", "会员卡号", judge=judge_card, required=True, hint="可直接扫卡"))
        levels = [Choice(level, level.label) for level in Level]
        self.level: ChoiceField[Level] = self.field("level", ChoiceField("level", "卡级别", levels))
        self.until = DateField("valid_until", "有效期至", today=today, hint=f"{offer.term_months} 个月")
        self.until.set_read_only(True)
        self.until.edit.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        explained = {purpose: words.format(offer.receivers) for purpose, words in _EXPLAINED.items()}
        rows = {purpose: ConsentRow(f"consent_{purpose.value}", purpose.label, explained[purpose]) for purpose in Purpose}
        self.consents = {purpose: self.field(row.name, row) for purpose, row in rows.items()}
        self.vehicle.register_rest()
        self.customer.register_rest()
        channels = [Choice(channel, channel.label) for channel in JoinChannel if channel is not JoinChannel.NONE]
        self.channel: ChoiceField[JoinChannel] = self.field("join_channel", ChoiceField("join_channel", "入会渠道", channels))
        self.referrer = self.field("referrer", TextField("referrer", "介绍人", placeholder="介绍人的会员编号或卡号"))
        self.side = EnrolSide(offer)
        self.recruiter = self.field("recruiter", self.side.recruiter)
        self.duplicates = Duplicates(self._desk.session, _duplicates, "mobile", "plate", "vin", "card_no")

    # Layout -----------------------------------------------------------------------------------------------------------

    def _lay_out_fields(self, offer: Offer) -> None:
        if self._known is None:
            self.head.add(self.customer.kind)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.GAP_WIDE)
        grid.setVerticalSpacing(theme.GAP)
        for column in (0, 1):
            grid.setColumnMinimumWidth(column, theme.COLUMN)
        if self._known is None:
            grid.addWidget(self.customer.name, 0, 0)
            grid.addWidget(self.customer.company, 0, 0)
            grid.addWidget(self.customer.mobile, 0, 1)
            grid.addWidget(self.customer.contact, 1, 0)
            grid.addWidget(self.customer.credit_code, 1, 1)
        else:
            grid.addWidget(_known_card(self._known), 0, 0, 1, 2)
        self._plate_column = QVBoxLayout()
        self._plate_column.setSpacing(theme.STEP)
        self._plate_column.addWidget(self.vehicle.plate)
        for field in ("plate", "vin"):
            self._plate_column.addWidget(self.duplicates.notices[field])
        grid.addLayout(self._plate_column, 2, 0)
        grid.addWidget(self.duplicates, 2, 1)
        grid.addWidget(self.card, 3, 0)
        grid.addWidget(self.duplicates.notices["card_no"], 4, 0)
        self.level.setFixedWidth(104)
        grid.addWidget(beside(self.level, self.until, stretch=False), 3, 1)
        self.body.setSpacing(theme.STEP)
        self.body.addLayout(grid)
        self.body.addWidget(SectionHead("客户本人的四项选择", "逐项问，不替客户勾选；← 同意，→ 不同意"))
        self.body.addWidget(ConsentBlock(tuple(self.consents.values())))
        self.more = Folded("更多资料", "生日、车型、里程、保险到期、地址、介绍人等，可以以后再填", key="Alt+M", name="more")
        self.more.bind(self)
        self.more.set_content(self._more_grid())
        self.body.addWidget(self.more)
        self.body.addStretch(1)
        self.set_side(self.side)
        self.print_button = buttons.plain("保存并打印申请表", icon="printer", key="Ctrl+P", name="save_and_print")
        self.print_button.bind(self)
        self.add_button(self.print_button)
        self.setMinimumHeight(min(theme.DIALOG_HEIGHT, self._desk.sheets.height()))
        self.side.setFixedWidth(WIDTH)

    def _more_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.GAP_WIDE)
        grid.setVerticalSpacing(theme.GAP)
        self._more_vin = QVBoxLayout()
        self._more_vin.addWidget(self.vehicle.vin)
        grid.addLayout(self._more_vin, 0, 0)
        rest: Sequence[QWidget] = (
            *self.vehicle.rest(),
            *(self.customer.rest() if self._known is None else ()),
            self.channel,
            self.referrer,
        )
        for place, widget in enumerate(rest, start=1):
            grid.addWidget(widget, place // 2, place % 2)
        for column in (0, 1):
            grid.setColumnMinimumWidth(column, theme.COLUMN)
        return grid

    # Wiring -----------------------------------------------------------------------------------------------------------

    def _wire(self) -> None:
        self.print_button.clicked.connect(self._save_and_print)
        self.customer.mobile.changed.connect(lambda: self.duplicates.look("mobile", self.customer.mobile.text()))
        self.vehicle.plate.changed.connect(self._plate_changed)
        self.vehicle.vin.changed.connect(lambda: self.duplicates.look("vin", self.vehicle.vin.text()))
        self.card.changed.connect(lambda: self.duplicates.look("card_no", self.card.text()))
        self.duplicates.bind(self)
        self.judge_also(self.duplicates.refusals, self.duplicates.changed, self.duplicates.found)
        self.duplicates.open_wanted.connect(self._open_customer)
        self.duplicates.found.connect(self._mark_found)
        self.accepted.connect(self._saved)
        self.more.toggled.connect(self._show_more)

    def _fill(self, offer: Offer, filled: Mapping[str, str]) -> None:
        staff = self._desk.session.staff
        self.recruiter.set_value(staff.id if staff else None)
        self.level.set_value(Level.BASIC)
        self.until.set_value(offer.valid_until)
        if self._known is not None and self._known.vehicles:
            self.vehicle.plate.hide()
        if self._known is not None:
            self.customer.name.hide()
            self.customer.mobile.hide()
        for name, widget in (("mobile", self.customer.mobile), ("name", self.customer.name), ("card_no", self.card)):
            if name in filled:
                widget.set_text(filled[name])

    def _plate_changed(self) -> None:
        """未上牌 brings the VIN up to the plate; otherwise it waits among the folded data."""
        unplated = self.vehicle.plate.unplated()
        (self._plate_column if unplated else self._more_vin).addWidget(self.vehicle.vin)
        self.duplicates.look("plate", "" if unplated else self.vehicle.plate.text())

    def _mark_found(self, field: str, found: bool) -> None:
        marked = {"mobile": self.customer.mobile, "card_no": self.card}.get(field)
        if marked is not None and not marked.has_problem():
            marked.edit.show_alert("triangle-alert" if found else "", theme.WARN)

    def _show_more(self, is_open: bool) -> None:
        if is_open:
            first = self.vehicle.model if self.vehicle.plate.unplated() else self.vehicle.vin
            first.focus_editor()
            QTimer.singleShot(0, self, lambda: self._body.ensureWidgetVisible(first, 0, theme.DIALOG_HEIGHT // 2))

    def _open_customer(self, customer_id: int) -> None:
        self.escape()
        self._desk.open_customer(customer_id)

    # Saving -----------------------------------------------------------------------------------------------------------

    def save(self) -> Enrolled:
        level = self.level.need()
        reasons = self.customer.reasons() | self.vehicle.reasons() | self.duplicates.reasons()
        if level is not Level.BASIC:
            reasons["level"] = self.reason_for((f"新会员直接办{level.label}",))
        form = EnrolmentForm(
            customer=None
            if self._known
            else self.customer.form(mobile=self.customer.mobile.text(), alt_phone=self.customer.alt_phone.text()),
            customer_id=self._known_id if self._known else None,
            vehicles=() if self.vehicle.plate.isHidden() else (self.vehicle.form(take_over=self.duplicates.take_over()),),
            answers=tuple(Answer(purpose, given=row.need()) for purpose, row in self.consents.items()),
            card_no=self.card.text(),
            recruiter_id=self.recruiter.value(),
            level=level,
            join_channel=self.channel.value() or JoinChannel.NONE,
            referrer=self.referrer.text(),
        )
        return work.call(_enroll, self._desk.session.act(request_id=self.request_id), form, reasons)

    def accept(self) -> None:
        super().accept()
        self._prints = False
        for field, notice in self.duplicates.notices.items():
            self._mark_found(field, not notice.isHidden())

    def _save_and_print(self) -> None:
        self._prints = True
        self.accept()

    def _saved(self, made: Enrolled) -> None:
        if made.state is MemberState.ACTIVE:
            words = f"{made.name} 已入会，卡号 {format_card(made.card_no)}" + (f"，入会积分 +{made.awarded}" if made.awarded else "")
            notify.say(words)
        else:
            notify.say(f"{made.name} 已保存，待客服录入确认", tone=Tone.WARN)
        self._desk.open_customer(made.customer_id)
        if self._prints:  # after this sheet is gone: waiting for the paper would delete it under its own save
            QTimer.singleShot(0, self._desk.sheets, partial(_print, self._desk, made.membership_id))

    # Draft ------------------------------------------------------------------------------------------------------------

    def draft_title(self) -> str:
        name = self._known.name if self._known else self.customer.who().text().strip()
        return f"入会 {name}".strip()

    def draft_values(self) -> dict[str, Any]:
        return super().draft_values() | {"customer_id": None, "known": self._known_id, "duplicates": self.duplicates.kept()}

    def restore(self, values: Mapping[str, Any]) -> None:
        super().restore({key: value for key, value in values.items() if key not in {"customer_id", "known", "duplicates"}})
        self.duplicates.put_back(values["duplicates"])


def _print(desk: Desk, membership_id: int) -> None:
    desk.print_paper(work.call(application_job, desk.session.act(), membership_id))


def _known_card(guest: Customer) -> QWidget:
    card = Card(fill=theme.HEAD, margin=12, name="known_customer")
    name = Label(f"{guest.name} {guest.salutation.spoken}".strip(), bold=True)
    plates = "　".join(car.plate_text for car in guest.vehicles) or "还没有登记车辆"
    card.column.addWidget(beside(name, Label(guest.mobile, colour=theme.INK_2), Label(plates, colour=theme.INK_2), spacing=theme.GAP_WIDE))
    card.column.addWidget(Hint("客户资料不用再填，改资料请到会员卡片"))
    if guest.note:
        card.column.addWidget(Wrapped(f"特别说明：{guest.note}", colour=theme.WARN))
    return card


def _begin(act: Act, known: int | None) -> tuple[Offer, Customer | None]:
    from deskapp.customers.views import customer
    from deskapp.members.offer import offer

    return offer(on=act.at.date()), customer(act=act, customer_id=known) if known is not None else None


def _enroll(act: Act, form: EnrolmentForm, reasons: dict[str, str]) -> Enrolled:
    from deskapp.members.enrolment import enroll_member

    return enroll_member(act=act, form=form, reasons=reasons)


def _duplicates(act: Act, typed: Mapping[str, str]) -> Sequence[Duplicate]:
    """Who has a number already, with his level behind the name."""
    from dataclasses import replace

    from deskapp.customers.views import duplicates
    from deskapp.members.lookup import with_pills

    found = duplicates(
        act=act, mobile=typed.get("mobile", ""), plate=typed.get("plate", ""), vin=typed.get("vin", ""), card=typed.get("card", "")
    )
    return [replace(one, hit=hit) for one, hit in zip(found, with_pills([one.hit for one in found], act=act), strict=True)]
