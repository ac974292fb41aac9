"""The gift catalogue: what customers may choose, for how many points, and how much is left."""

from collections.abc import Sequence
from typing import Any

import peewee as pw

from deskapp.data import Act, database, on_server, update_record, writing
from deskapp.errors import UserError
from deskapp.gifts.domain import OPEN_STATES, Gift, GiftEntry, check_gift
from deskapp.gifts.tables import GiftRecord
from deskapp.staff.domain import Right
from deskapp.staff.service import require
from deskapp.typed import name_readings

_OPEN = ", ".join(f"'{state.value}'" for state in OPEN_STATES)
# One statement for any number of gifts: the stock is the sum of its moves, what open redemptions hold is read from their lines.
_GIFTS = f"""
SELECT g.id, g.gift_no, g.name, g.unit, g.points, g.cost, g.new_on, g.offered_from, g.offered_until, g.limit_per_redemption,
       g.limit_per_member, g.low_stock_at, g.supplier,
       COALESCE((SELECT SUM(m.quantity) FROM stock_moves m WHERE m.gift_id = g.id), 0),
       COALESCE((SELECT SUM(l.quantity) FROM redemptions r JOIN redemption_lines l ON l.redemption_id = r.id
                 WHERE r.state IN ({_OPEN}) AND l.gift_id = g.id), 0)
FROM gifts g
"""


def _gift(row: Sequence[Any]) -> Gift:
    day = GiftRecord.new_on.python_value
    return Gift(
        id=row[0],
        gift_no=row[1],
        name=row[2],
        unit=row[3],
        points=row[4],
        cost=row[5],
        new_on=day(row[6]),
        offered_from=day(row[7]),
        offered_until=day(row[8]),
        limit_per_redemption=row[9],
        limit_per_member=row[10],
        low_stock_at=row[11],
        supplier=row[12],
        on_hand=int(row[13]),
        reserved=int(row[14]),
    )


def gifts(*, act: Act, offered_only: bool = False) -> list[Gift]:
    """The catalogue with stock, cheapest first; with `offered_only` what customers may choose today."""
    require(act, Right.APPLY_REDEMPTIONS)
    rows = [_gift(row) for row in database.execute_sql(_GIFTS + "ORDER BY g.points, g.sort_key, g.id").fetchall()]
    return [gift for gift in rows if not offered_only or gift.is_offered(act.at.date())]


def gifts_by_id(gift_ids: list[int]) -> dict[int, Gift]:
    """The named gifts with their stock now; inside `writing` the figures are exact."""
    marks = ", ".join(["%s" if on_server() else "?"] * len(gift_ids))
    return {row[0]: _gift(row) for row in database.execute_sql(f"{_GIFTS}WHERE g.id IN ({marks})", gift_ids).fetchall()}


def gift(*, act: Act, gift_id: int) -> Gift:
    """One gift of the catalogue with its stock now."""
    require(act, Right.APPLY_REDEMPTIONS)
    return gifts_by_id([gift_id])[gift_id]


def add_gift(*, act: Act, entry: GiftEntry) -> Gift:
    """Put a gift into the catalogue; it takes the next number LP-NNN. Dates default to today. Refuses what `check_gift` refuses."""
    require(act, Right.MANAGE_GIFTS)
    check_gift(entry)
    sort_key = name_readings(entry.name).sort_key
    with writing(act, "add_gift", entry=entry) as tx:
        if tx.replay is not None:
            return gifts_by_id([tx.replay])[tx.replay]
        today = tx.act.at.date()
        count = GiftRecord.select(pw.fn.COUNT(GiftRecord.id)).scalar()
        record = GiftRecord.create(
            gift_no=f"LP-{count + 1:03d}",
            sort_key=sort_key,
            act=tx.act_id,
            **_fields(entry) | {"new_on": entry.new_on or today, "offered_from": entry.offered_from or today},
        )
        tx.done(record.id, record.gift_no)
        return gifts_by_id([record.id])[record.id]


def edit_gift(*, act: Act, gift_id: int, entry: GiftEntry) -> Gift:
    """Change a catalogue entry with history; redemptions made before keep the name and price they were made with."""
    require(act, Right.MANAGE_GIFTS)
    check_gift(entry)
    sort_key = name_readings(entry.name).sort_key
    with writing(act, "edit_gift", gift_id=gift_id, entry=entry) as tx:
        if tx.replay is not None:
            return gifts_by_id([tx.replay])[tx.replay]
        record = GiftRecord.get_or_none(GiftRecord.id == gift_id)
        if record is None:
            raise UserError("没有这个礼品，可能选错了", field="name")
        values: dict[str, Any] = _fields(entry) | {
            "new_on": entry.new_on or record.new_on,
            "offered_from": entry.offered_from or record.offered_from,
        }
        update_record(tx, record, **values, sort_key=sort_key)
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
    }
