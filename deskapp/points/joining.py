"""When two customers become one: what one account owes is paid from what the other holds, and given back if they part again."""

from deskapp.data import Act, writing
from deskapp.points.account import open_account, run

# Not the expiries booked before the joining: they are allocations of the same act, but to entries of that act.
_PAID = (
    "SELECT a.customer_id, a.lot_id, a.entry_id, a.points FROM points_allocations a JOIN points_entries e ON e.id = a.entry_id"
    " WHERE a.act_id = ? AND e.act_id <> a.act_id"
)
_TAKE_BACK = "INSERT INTO points_allocations (customer_id, lot_id, entry_id, points, act_id) VALUES (?, ?, ?, ?, ?)"


def before_joining(*, act: Act, customer_ids: tuple[int, int]) -> None:
    """Book what has ended in each account while it is still one of its own: after a parting the line lies with whom it belongs to."""
    with writing(act, "settle_before_joining", customer_ids=customer_ids) as tx:
        for customer_id in customer_ids:
            open_account(tx, customer_id)


def after_joining(*, act: Act, customer_id: int) -> None:
    """Pay the debts of the joined account from its free lots, as every incoming entry does: no debt stands beside points that may end."""
    with writing(act, "pay_joined_debts", customer_id=customer_id) as tx:
        open_account(tx, customer_id).pay_debts(tx)


def before_parting(*, act: Act, joined_by: int) -> None:
    """Take back what the joining act paid; nothing else was written on the account since, or the parting would have been refused."""
    with writing(act, "take_back_joined_payments", joined_by=joined_by) as tx:
        for customer_id, lot_id, entry_id, points in run(_PAID, (joined_by,)).fetchall():
            run(_TAKE_BACK, (customer_id, lot_id, entry_id, -points, tx.act_id))
