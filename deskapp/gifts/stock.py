"""The stock ledger of gifts: append-only signed quantities; a count books the difference."""

from typing import Any

import peewee as pw

from deskapp.data import Act, ActRecord, NumberKind, fetch_row, fetch_rows, next_number, register_number, writing
from deskapp.errors import UserError
from deskapp.gifts.catalogue import gifts_by_id
from deskapp.gifts.domain import Gift, MoveKind, StockMove
from deskapp.gifts.tables import OPEN, RedemptionRecord, StockMoveRecord
from deskapp.staff.domain import Right
from deskapp.staff.service import person, require

_HOLDING = (
    f"SELECT r.number FROM redemptions r JOIN redemption_lines l ON l.redemption_id = r.id WHERE r.{OPEN} AND l.gift_id = ? ORDER BY r.id"
)
BY_HAND = (MoveKind.RECEIVE, MoveKind.ISSUE, MoveKind.RETURN, MoveKind.SCRAP, MoveKind.COUNT)


def move_stock(*, act: Act, gift_id: int, kind: MoveKind, quantity: int, note: str = "") -> Gift:
    """Book stock in, out, back, scrapped or counted, with a number KC; `quantity` is positive, for a count what was counted.

    Stock never falls below zero; 出库 and 报损 below what open redemptions hold are refused naming them. A count is always booked and
    needs a note when it differs. Returns the gift with its new stock.
    """
    require(act, Right.MANAGE_GIFTS)
    if kind not in BY_HAND:
        raise ValueError(f"{kind} is not booked by hand")
    if quantity < (0 if kind is MoveKind.COUNT else 1) or quantity > 1_000_000:
        raise UserError("数量：请填大于 0 的整数" if kind is not MoveKind.COUNT else "盘点数量：请填 0 以上的整数", field="quantity")
    with writing(act, "move_stock", gift_id=gift_id, kind=kind, quantity=quantity, note=note) as tx:
        if tx.replay is not None:
            return gifts_by_id([gift_id])[gift_id]
        gift = gifts_by_id([gift_id])[gift_id]
        change = quantity - gift.on_hand if kind is MoveKind.COUNT else kind.sign * quantity
        _check(gift, kind, change, note)
        number = next_number(tx, NumberKind.STOCK_MOVE)
        record = StockMoveRecord.create(number=number, gift=gift_id, kind=kind.value, quantity=change, note=note.strip(), act=tx.act_id)
        register_number(number, record.id)
        tx.done(record.id, number)
        return gifts_by_id([gift_id])[gift_id]


def _check(gift: Gift, kind: MoveKind, change: int, note: str) -> None:
    if kind is MoveKind.COUNT:
        if change == 0:
            raise UserError(f"{gift.name} 盘点与账面相同（{gift.on_hand} {gift.unit}），不用登记", field="quantity")
        if not note.strip():
            raise UserError(f"盘点差 {change:+d} {gift.unit}：请在说明里写原因", field="note")
        return
    if change < 0 and gift.on_hand + change < 0:
        raise UserError(f"{gift.name} 库存不足：在库 {gift.on_hand} {gift.unit}，要出 {-change} {gift.unit}", field="quantity")
    if change < 0 and gift.available + change < 0:
        numbers = "、".join(holding_numbers(gift.id))
        raise UserError(
            f"{gift.name} 有 {gift.reserved} {gift.unit} 已被兑换单 {numbers} 预留，最多可出 {max(gift.available, 0)} {gift.unit}",
            field="quantity",
        )


def holding_numbers(gift_id: int) -> list[str]:
    """Numbers of the open redemptions that hold a gift, the oldest first."""
    return [row[0] for row in fetch_rows(_HOLDING, gift_id)]


def stock_moves(*, act: Act, gift_id: int, limit: int = 200) -> list[StockMove]:
    """The stock ledger of a gift, newest first, with the stock after each line."""
    require(act, Right.MANAGE_GIFTS)
    on_hand = pw.fn.SUM(StockMoveRecord.quantity).over(order_by=[StockMoveRecord.id])
    query: Any = (
        StockMoveRecord.select(StockMoveRecord, ActRecord, RedemptionRecord.number, on_hand.alias("on_hand"))
        .join(ActRecord)
        .switch(StockMoveRecord)
        .join(RedemptionRecord, pw.JOIN.LEFT_OUTER)
        .where(StockMoveRecord.gift == gift_id)
        .order_by(StockMoveRecord.id.desc())
        .limit(limit)
    )
    return [
        StockMove(
            id=row.id,
            number=row.number,
            at=row.act.at,
            kind=MoveKind(row.kind),
            quantity=row.quantity,
            on_hand=int(row.on_hand),
            note=row.note,
            by=person(row.act.staff_id).name if row.act.staff_id else "",
            redemption_no=row.redemption.number if row.redemption else "",
        )
        for row in query
    ]


def gift_of_move(move_id: int) -> int:
    """Id of the gift that a line of the stock ledger moved: where its number leads to."""
    row = fetch_row("SELECT gift_id FROM stock_moves WHERE id = ?", move_id)
    if row is None:
        raise LookupError(f"no stock move {move_id}")
    return row[0]
