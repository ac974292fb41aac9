"""A gift of the catalogue: taken in, or changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QWidget

from deskapp.gifts.domain import MAX_POINTS, MAX_QUANTITY, GiftEntry, Picture
from ui.kit import theme, work
from ui.kit.fields_choice import Choice, ChoiceField
from ui.kit.fields_code import MoneyField, TextField, WholeField
from ui.kit.fields_date import DateField
from ui.kit.fields_photo import PhotoField
from ui.kit.form_dialog import FormDialog

if TYPE_CHECKING:
    from deskapp.attachments.domain import Photo
    from deskapp.data import Act
    from deskapp.gifts.domain import Gift
    from ui.desk import Desk

_NAME, _UNIT, _SUPPLIER = 40, 4, 40
_LOW = 3


class GiftDialog(FormDialog["Gift"]):
    """Without `gift` a new one is taken into the catalogue."""

    def __init__(self, desk: Desk, gift: Gift | None = None) -> None:
        title, act = ("新礼品", "加入目录") if gift is None else (f"修改 {gift.gift_no}", "保存")
        super().__init__(desk.sheets, title, act, form="gift", icon="gift", width=theme.DIALOG_WIDTHS[1])
        self._desk, self._gift = desk, gift
        today = desk.session.now().date()
        self.name = self.field("name", TextField("name", "礼品名称", limit=_NAME, required=True))
        self.points = self.field(
            "points", WholeField("points", "积分", minimum=1, maximum=MAX_POINTS, unit="分", required=True, hint="兑一件要多少分")
        )
        self.unit = self.field("unit", TextField("unit", "单位", limit=_UNIT, required=True))
        drawings = [Choice(one, one.label) for one in Picture]
        pictures: ChoiceField[Picture] = ChoiceField("picture", "图案", drawings, required=True, hint="没有照片时显示")
        self.picture = self.field("picture", pictures)
        self.cost = self.field("cost", MoneyField("cost", "成本", hint="每件，可不填"))
        self.low = self.field("low_stock_at", WholeField("low_stock_at", "库存预警", maximum=MAX_POINTS, hint="可用数降到这个数就提醒"))
        self.new_on = self.field("new_on", DateField("new_on", "上新日期", today=today, hint="不填为今天"))
        self.offered_from = self.field("offered_from", DateField("offered_from", "上架日期", today=today, hint="不填为今天"))
        self.offered_until = self.field("offered_until", DateField("offered_until", "下架日期", today=today, hint="不填为一直在架"))
        self.per_slip = self.field("limit_per_redemption", _limit("limit_per_redemption", "每单限兑"))
        self.per_member = self.field("limit_per_member", _limit("limit_per_member", "每人一年限兑"))
        self.supplier = self.field("supplier", TextField("supplier", "供应商", limit=_SUPPLIER))
        self.photo = self.field("photo", PhotoField("photo", "照片"))
        self._lay_out_fields()
        self._fill()

    def _lay_out_fields(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.GAP_WIDE)
        grid.setVerticalSpacing(theme.GAP)
        rows: tuple[tuple[QWidget, ...], ...] = (
            (self.name, self.points),
            (self.photo, self.picture),
            (self.unit, self.low),
            (self.per_slip, self.per_member),
            (self.offered_from, self.offered_until),
            (self.new_on, self.cost),
            (self.supplier,),
        )
        for at, row in enumerate(rows):
            for column, widget in enumerate(row):
                grid.addWidget(widget, at, column)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        self.body.addLayout(grid)

    def _fill(self) -> None:
        gift = self._gift
        if gift is None:
            self.unit.set_value("件")
            self.picture.set_value(Picture.GIFT)
            self.low.set_value(_LOW)
            return
        self.name.set_value(gift.name)
        self.points.set_value(gift.points)
        self.unit.set_value(gift.unit)
        self.picture.set_value(gift.picture)
        self.cost.set_value(gift.cost or None)
        self.low.set_value(gift.low_stock_at)
        self.new_on.set_value(gift.new_on)
        self.offered_from.set_value(gift.offered_from)
        self.offered_until.set_value(gift.offered_until)
        self.per_slip.set_value(gift.limit_per_redemption)
        self.per_member.set_value(gift.limit_per_member)
        self.supplier.set_value(gift.supplier or None)
        if gift.photo_id is not None:
            act = self._desk.session.act()
            view = work.call(_view, gift.photo_id)
            self.photo.set_kept(gift.photo_id, view, lambda: _photo(act, gift.id))

    def save(self) -> Gift:
        entry = GiftEntry(
            name=self.name.need(),
            points=self.points.need(),
            unit=self.unit.need(),
            cost=self.cost.value() or 0,
            new_on=self.new_on.value(),
            offered_from=self.offered_from.value(),
            offered_until=self.offered_until.value(),
            limit_per_redemption=self.per_slip.value(),
            limit_per_member=self.per_member.value(),
            low_stock_at=self.low.value() or 0,
            supplier=self.supplier.value() or "",
            picture=self.picture.need(),
            photo_id=self.photo.kept_id(),
        )
        act = self._desk.session.act(request_id=self.request_id)
        return work.call(_save, act, self._gift.id if self._gift else None, entry, self.photo.taken())


def _limit(name: str, label: str) -> WholeField:
    return WholeField(name, label, minimum=1, maximum=MAX_QUANTITY, hint="不填为不限")


def _save(act: Act, gift_id: int | None, entry: GiftEntry, photo: Photo | None) -> Gift:
    from deskapp.gifts.catalogue import add_gift, edit_gift

    return add_gift(act=act, entry=entry, photo=photo) if gift_id is None else edit_gift(act=act, gift_id=gift_id, entry=entry, photo=photo)


def _view(photo_id: int) -> bytes | None:
    from deskapp.attachments.service import thumbnails

    return thumbnails([photo_id]).get(photo_id)


def _photo(act: Act, gift_id: int) -> bytes:
    from deskapp.gifts.catalogue import gift_photo

    return gift_photo(act=act, gift_id=gift_id)
