"""The gift catalogue: what customers may choose, for how many points, and how much is left."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import peewee as pw

from deskapp.attachments.domain import Photo
from deskapp.attachments.service import attach, keep, picture, thumbnails
from deskapp.data import Act, fetch_rows, update_record, writing
from deskapp.errors import UserError
from deskapp.gifts.domain import Gift, GiftEntry, Picture, check_gift, check_offer
from deskapp.gifts.tables import OPEN, GiftRecord
from deskapp.staff.domain import Right
from deskapp.staff.service import allowed, require
from deskapp.typed import name_readings

# One statement for any number of gifts: the stock is the sum of its moves, what open redemptions hold is read from their lines
# (CROSS JOIN: from the few that are open to their lines; SQLite would go through the lines of all years).
_GIFTS = f"""
SELECT g.id, g.gift_no, g.name, g.unit, g.points, g.cost, g.new_on, g.offered_from, g.offered_until, g.limit_per_redemption,
       g.limit_per_member, g.low_stock_at, g.supplier, g.picture, g.photo_id,
       COALESCE((SELECT SUM(m.quantity) FROM stock_moves m WHERE m.gift_id = g.id), 0),
       COALESCE(held.quantity, 0),
       EXISTS (SELECT 1 FROM redemption_lines l WHERE l.gift_id = g.id),
       COALESCE(held.under_way, 0)
FROM gifts g
LEFT JOIN (SELECT l.gift_id, SUM(l.quantity) AS quantity, SUM(CASE r.state WHEN 'on_the_way' THEN l.quantity ELSE 0 END) AS under_way
           FROM redemptions r CROSS JOIN redemption_lines l
           WHERE l.redemption_id = r.id AND r.{OPEN} GROUP BY l.gift_id) held ON held.gift_id = g.id
"""


def has_sight(act: Act) -> bool:
    """Whether the person applies for, approves or manages gifts: 总经理 approves without being a clerk of the desk."""
    return allowed(act, Right.APPROVE_REDEMPTIONS) or allowed(act, Right.APPLY_REDEMPTIONS)


def require_sight(act: Act) -> None:
    """Refuses who has no business with gifts."""
    if not has_sight(act):
        require(act, Right.APPLY_REDEMPTIONS)


def gifts(*, act: Act, offered_only: bool = False) -> list[Gift]:
    """The catalogue with stock, cheapest first; with `offered_only` what customers may choose today."""
    require_sight(act)
    rows = [_gift(row) for row in fetch_rows(_GIFTS + "ORDER BY g.points, g.sort_key, g.id")]
    return [gift for gift in rows if not offered_only or gift.is_offered(act.at.date())]


def gifts_by_id(gift_ids: Sequence[int]) -> dict[int, Gift]:
    """The named gifts with their stock now; inside `writing` the figures are exact. Refuses an id no gift has."""
    marks = ", ".join("?" * len(gift_ids))
    found = {row[0]: _gift(row) for row in fetch_rows(f"{_GIFTS}WHERE g.id IN ({marks})", *gift_ids)}
    if not found.keys() >= set(gift_ids):
        raise UserError("没有这个礼品，可能选错了。请刷新后再看", field="gifts")
    return found


def gift_views(*, act: Act) -> dict[int, bytes]:
    """Small views of the gifts that have a photo, by gift: JPEG. A photo whose file is lost is left out."""
    require_sight(act)
    photos = dict(fetch_rows("SELECT id, photo_id FROM gifts WHERE photo_id IS NOT NULL"))
    views = thumbnails(photos.values())
    return {gift_id: views[photo] for gift_id, photo in photos.items() if photo in views}


def gift_photo(*, act: Act, gift_id: int) -> bytes:
    """The photo of a gift: JPEG. Refuses a gift without one, and a photo whose file is lost."""
    require_sight(act)
    gift = gifts_by_id([gift_id])[gift_id]
    if gift.photo_id is None:
        raise UserError(f"{gift.name} 还没有照片")
    return picture(gift.photo_id)


def add_gift(*, act: Act, entry: GiftEntry, photo: Photo | None = None) -> Gift:
    """Put a gift into the catalogue; it takes the next number LP-NNN. Dates default to today. Refuses what `check_gift` refuses."""
    require(act, Right.MANAGE_GIFTS)
    check_gift(entry)
    sort_key = name_readings(entry.name).sort_key
    kept = keep(photo) if photo else None
    with writing(act, "add_gift", entry=entry, photo=photo.hash if photo else "") as tx:
        if tx.replay is not None:
            return gifts_by_id([tx.replay])[tx.replay]
        today = tx.act.at.date()
        count = GiftRecord.select(pw.fn.COUNT(GiftRecord.id)).scalar()
        fields = _fields(entry) | {"new_on": entry.new_on or today, "offered_from": entry.offered_from or today}
        check_offer(fields["offered_from"], fields["offered_until"])
        if kept is not None:
            fields["photo"] = attach(tx, kept)
        record = GiftRecord.create(gift_no=f"LP-{count + 1:03d}", sort_key=sort_key, act=tx.act_id, **fields)
        tx.done(record.id, record.gift_no)
        return gifts_by_id([record.id])[record.id]


def edit_gift(*, act: Act, gift_id: int, entry: GiftEntry, photo: Photo | None = None) -> Gift:
    """Change a catalogue entry with history; redemptions made before keep the name and price they were made with.

    A new `photo` takes the place of the one the entry keeps.
    """
    require(act, Right.MANAGE_GIFTS)
    check_gift(entry)
    sort_key = name_readings(entry.name).sort_key
    kept = keep(photo) if photo else None
    with writing(act, "edit_gift", gift_id=gift_id, entry=entry, photo=photo.hash if photo else "") as tx:
        if tx.replay is not None:
            return gifts_by_id([tx.replay])[tx.replay]
        record = GiftRecord.get_or_none(GiftRecord.id == gift_id)
        if record is None:
            raise UserError("没有这个礼品，可能选错了。请刷新后再看")
        fields: dict[str, Any] = _fields(entry) | {
            "new_on": entry.new_on or record.new_on,
            "offered_from": entry.offered_from or record.offered_from,
        }
        check_offer(fields["offered_from"], fields["offered_until"])
        fields["sort_key"] = sort_key
        if kept is not None:
            fields["photo"] = attach(tx, kept)
        update_record(tx, record, **fields)
        tx.done(gift_id, record.gift_no)
        return gifts_by_id([gift_id])[gift_id]


def _fields(entry: GiftEntry) -> dict[str, Any]:
    return {
        "name": entry.name.strip(),
        "unit": entry.unit.strip(),
        "points": entry.points,
        "cost": entry.cost,
        "offered_until": entry.offered_until,
        "limit_per_redemption": entry.limit_per_redemption,
        "limit_per_member": entry.limit_per_member,
        "low_stock_at": entry.low_stock_at,
        "supplier": entry.supplier.strip(),
        "picture": entry.picture.value,
        "photo": entry.photo_id,
    }


def _gift(row: Sequence[Any]) -> Gift:
    return Gift(
        id=row[0],
        gift_no=row[1],
        name=row[2],
        unit=row[3],
        points=row[4],
        cost=row[5],
        new_on=_day(row[6]),
        offered_from=_day(row[7]),
        offered_until=_day(row[8]) if row[8] else None,
        limit_per_redemption=row[9],
        limit_per_member=row[10],
        low_stock_at=row[11],
        supplier=row[12],
        picture=Picture(row[13]),
        photo_id=row[14],
        on_hand=int(row[15]),
        reserved=int(row[16]),
        ever_redeemed=bool(row[17]),
        under_way=int(row[18]),
    )


def _day(value: date | str) -> date:
    """A day from a bare statement: SQLite keeps it as text."""
    return date.fromisoformat(value) if isinstance(value, str) else value
