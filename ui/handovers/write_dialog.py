"""记积分 (F6): the bill's number, the amounts, the points used on it. Four entries, and the slip lies in the inbox of customer service."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from deskapp.errors import AlreadySaved, UserError
from deskapp.handovers.bill import Preview, preview
from deskapp.handovers.domain import HandoverForm, SpendKind
from deskapp.handovers.judging import judge_bill_no, most_points_used
from deskapp.typed import Judged, format_money, format_points
from ui.customers.note_banner import NoteBanner
from ui.handovers.bill_table import BillTable
from ui.handovers.papers import slip_job
from ui.kit import buttons, notify, theme, work
from ui.kit.banners import Banner
from ui.kit.drafts import Draft
from ui.kit.fields_choice import Choice, ChoiceField
from ui.kit.fields_code import PointsField, ScanField
from ui.kit.fields_photo import PhotoField
from ui.kit.form_dialog import FormDialog
from ui.kit.frames import NextStep, SidePanel
from ui.kit.labels import Figure, Hint, Section, Wrapped
from ui.kit.theme import Tone

if TYPE_CHECKING:
    from deskapp.attachments.domain import Photo
    from deskapp.data import Act
    from deskapp.handovers.domain import Slip
    from deskapp.handovers.offer import SlipOffer
    from ui.desk import Desk


_SIDE = 272


class WriteHandoverDialog(FormDialog[int]):
    """With `handover_id` a returned slip is put right and handed in again; else a new one is written for the customer."""

    def __init__(self, desk: Desk, *, customer_id: int, draft: Draft | None = None, handover_id: int | None = None) -> None:
        self._handover_id: int | None = draft.values.get("handover_id") if draft else handover_id
        self._offer = work.call(_offer, desk.session.act(), customer_id, self._handover_id)
        again = self._offer.returned
        super().__init__(
            desk.sheets,
            f"改后再交 {again.row.number}" if again else "记积分",
            "再交客服" if again else "交给客服",
            form="hand_over",
            icon="coins",
            width=theme.DIALOG_WIDTHS[1],
            drafts=desk.drafts,
            draft=draft,
        )
        self._desk = desk
        self._prints = False
        self._make_fields()
        self._lay_out_fields()
        self._wire()
        self._fill()
        self._show_worth()

    # Fields -----------------------------------------------------------------------------------------------------------

    def _make_fields(self) -> None:
        offer = self._offer
        self.bill_no = self.field("bill_no", ScanField("bill_no", "结算单号", judge=_judge_bill_no, required=True))
        self.vehicle: ChoiceField[int] = self.field(
            "vehicle", ChoiceField("vehicle", "车辆", [Choice(car.vehicle_id, car.words) for car in offer.cars], placeholder="不指定车辆")
        )
        self.bill = BillTable(offer.terms.rates, self.field)
        self.used = self.field("points", PointsField("points", "会员抵扣"))
        self.photo = self.field("photo", PhotoField("photo", "结算单照片"))

    # Layout -----------------------------------------------------------------------------------------------------------

    def _lay_out_fields(self) -> None:
        above = QHBoxLayout()
        above.setSpacing(theme.GAP_WIDE)
        above.addWidget(self.bill_no, 1)
        above.addWidget(self.vehicle, 1)
        self.returned = Banner("", Tone.WARN, icon="undo-2", name="returned_why")
        self.returned.hide()
        self.body.addWidget(NoteBanner(self._desk, self._offer.customer_id))
        self.body.addWidget(self.returned)
        self.body.addLayout(above)
        self.body.addWidget(self.bill)
        self.body.addWidget(self.photo)
        self.effect = NextStep("", "")
        self.set_side(self._make_side())
        self.print_button = buttons.plain("保存并打印", icon="printer", key="Ctrl+P", name="save_and_print")
        self.print_button.bind(self)
        self.add_button(self.print_button)

    def _make_side(self) -> QWidget:
        """Whose bill it is, what he may use on it, and what it will make of his account."""
        offer = self._offer
        side = SidePanel(_SIDE, name="bill_side")
        column = side.column
        column.setSpacing(theme.HALF_STEP)
        column.addWidget(Section(f"{offer.customer} {offer.salutation}".strip()))
        column.addWidget(Hint(offer.member_no))
        column.addSpacing(theme.GAP)
        column.addWidget(Hint("可兑换积分"))
        colour = theme.BAD if offer.spendable < 0 else theme.PRIMARY
        column.addWidget(Figure(format_points(offer.spendable), "分", size=theme.FIGURE, colour=colour))
        column.addSpacing(theme.GAP)
        column.addWidget(self.used)
        self._why_not = Wrapped("", size=theme.HINT, colour=theme.WARN)
        self._why_not.hide()
        column.addWidget(self._why_not)
        column.addStretch(1)
        column.addWidget(self.effect)
        return side

    # Wiring -----------------------------------------------------------------------------------------------------------

    def _wire(self) -> None:
        last_amount = list(self.bill.fields.values())[-1].edit
        for before, after in ((last_amount, self.used.edit), (self.used.edit, self.photo.choose)):  # the side comes before the photo
            self.set_tab_order(before, after)
        self.bill.changed.connect(self._show_worth)
        self.used.changed.connect(self._show_worth)
        self.print_button.clicked.connect(self._save_and_print)
        self.accepted.connect(self._saved)
        self.saved_before.connect(self._saved_before)

    def _fill(self) -> None:
        offer = self._offer
        if offer.cars:
            self.vehicle.set_value(offer.cars[0].vehicle_id)
        if offer.no_points:
            self.used.edit.setEnabled(False)
            self.used.edit.setPlaceholderText("不能抵扣")
            self.used.edit.setToolTip(offer.no_points)
            self._why_not.setText(offer.no_points)
            self._why_not.show()
        if offer.returned is None:
            return
        slip = offer.returned
        self.bill_no.set_value(slip.row.bill_no)
        self.vehicle.set_value(slip.vehicle_id)
        self.used.set_value(slip.row.points_used or None)
        amounts: dict[SpendKind, int] = {}
        for line in slip.lines:
            amounts[line.kind] = amounts.get(line.kind, 0) + line.amount
        self.bill.put(amounts)
        self.photo.set_kept(slip.photo_id, *_photo_of(self._desk.session.act(), slip))
        self.returned.set_words(f"{slip.step_by} 退回：{slip.row.reason}")
        self.returned.show()

    def _show_worth(self) -> None:
        """What the bill is worth and what it makes of the account; points that cannot be used change neither."""
        lines, terms, offer = self.bill.lines(), self._offer.terms, self._offer
        amount = sum(line.amount for line in lines)
        most = most_points_used(amount, offer.spendable, points_per_yuan=terms.points_per_yuan) if lines else offer.spendable
        typed = self._used_so_far()
        used = typed if typed <= most else 0
        worth = preview(lines, used, terms)
        self.bill.show_worth(worth)
        if not offer.no_points:
            self.used.set_hint(f"抵 {format_money(worth.discount)} 元" if used else _rate(terms.points_per_yuan))
        too_many = (f"会员抵扣最多 {format_points(max(0, most))} 分，请改小", f"现在可用 {format_points(offer.spendable)} 分")
        self.effect.set_step(*(_words(worth, used, offer.spendable) if used == typed else too_many))

    def _used_so_far(self) -> int:
        try:
            return self.used.value() or 0
        except UserError:
            return 0

    # Saving -----------------------------------------------------------------------------------------------------------

    def save(self) -> int:
        form = HandoverForm(
            self._offer.customer_id,
            self.bill_no.need(),
            self.bill.lines(),
            points_used=self.used.value() or 0,
            vehicle_id=self.vehicle.value(),
            photo_id=self.photo.kept_id(),
        )
        act = self._desk.session.act(request_id=self.request_id)
        return work.call(_save, act, form, self._handover_id, self.photo.taken())

    def accept(self) -> None:
        super().accept()
        self._prints = False

    def _save_and_print(self) -> None:
        self._prints = True
        self.accept()

    def _saved(self, handover_id: int) -> None:
        job = work.call(slip_job, self._desk.session.act(), handover_id)
        notify.say(f"{self._offer.customer} 的积分移交单 {job.number} 已交客服")
        if self._prints:
            self._desk.print_paper(job)

    def _saved_before(self, saved: AlreadySaved) -> None:
        self._desk.open_number(saved.number)

    # Draft ------------------------------------------------------------------------------------------------------------

    def draft_title(self) -> str:
        return f"记积分 {self._offer.customer}"

    def draft_values(self) -> dict[str, Any]:
        return super().draft_values() | {"customer_id": self._offer.customer_id, "handover_id": self._handover_id}

    def restore(self, values: Mapping[str, Any]) -> None:
        super().restore(values)
        self._show_worth()


def _words(worth: Preview, used: int, before: int) -> tuple[str, str]:
    if not worth.amount:
        return "填好金额后交给客服录入", f"现在可用 {format_points(before)} 分"
    does = f"记 {format_points(worth.points)} 分" if not used else f"扣 {format_points(used)} 分，记 {format_points(worth.points)} 分"
    return f"客服录入后{does}", f"录入后余额 {format_points(before)} → {format_points(before - used + worth.points)} 分"


def _rate(points_per_yuan: int) -> str:
    return f"{format_points(points_per_yuan)} 分抵 1 元"


def _photo_of(act: Act, slip: Slip) -> tuple[bytes | None, Callable[[], bytes]]:
    """The small view of the photo the slip has, and how to get the large one."""
    from deskapp.handovers.reading import bill_photo, bill_view

    small = work.call(bill_view, act=act, handover_id=slip.row.id) if slip.photo_id is not None else None
    return small, lambda: bill_photo(act=act, handover_id=slip.row.id)


def _judge_bill_no(text: str) -> Judged[str]:
    return Judged(judge_bill_no(text))


def _offer(act: Act, customer_id: int, handover_id: int | None) -> SlipOffer:
    from deskapp.handovers.offer import offer

    return offer(act=act, customer_id=customer_id, handover_id=handover_id)


def _save(act: Act, form: HandoverForm, handover_id: int | None, photo: Photo | None) -> int:
    from deskapp.handovers.writing import resubmit_handover, write_handover

    if handover_id is None:
        return write_handover(act=act, form=form, photo=photo)
    return resubmit_handover(act=act, handover_id=handover_id, form=form, photo=photo)
