"""What workers do at the gift counter: the store's way, and beside it the naive way that the tests must see fail."""

import fcntl
import itertools
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from deskapp.data import Act, database, fetch_row, fetch_rows, sql
from deskapp.errors import UserError
from deskapp.gifts.domain import Choice
from deskapp.gifts.redemption import redeem_gift

AT = datetime(2026, 11, 23, 9)
PRICE = 100


def redeem(request_id: str, customer_id: int, gift_id: int, quantity: int = 1) -> str:
    """Redeem at the counter; the number."""
    act = Act(1, AT, "前台1", request_id)
    return redeem_gift(act=act, customer_id=customer_id, choices=[Choice(gift_id, quantity, PRICE)]).number


def redeem_until_refused(index: int, customer_id: int, *gift_ids: int) -> list[tuple[list[str], str]]:
    """Redeem one gift after the other until the program refuses, then the next kind: (numbers, words of the refusal) of each."""
    return [_until_refused(f"desk-{index}-{gift_id}", customer_id, gift_id) for gift_id in gift_ids]


def _until_refused(name: str, customer_id: int, gift_id: int) -> tuple[list[str], str]:
    numbers: list[str] = []
    for turn in itertools.count():
        try:
            numbers.append(redeem(f"{name}-{turn}", customer_id, gift_id))
        except UserError as refusal:
            return numbers, refusal.message
    raise AssertionError


def look_and_redeem(tell: Callable[[str], None], name: str, way: str, gate: str, customer_id: int, gift_id: int) -> str:
    """Look at balance and stock, wait at the gate until every other desk has looked, then redeem. '' if they do not suffice."""
    enough = balance(customer_id) >= PRICE and stock(gift_id) >= 1
    tell("looked")
    with Path(gate).open() as barrier:
        fcntl.flock(barrier, fcntl.LOCK_SH)
    if not enough:
        return ""
    return redeem_naively(name, customer_id, gift_id) if way == "naive" else redeem(name, customer_id, gift_id)


def redeem_naively(request_id: str, customer_id: int, gift_id: int) -> str:
    """The same rows as `redeem`, each committed by itself and with no eye on what others do."""
    number = f"N-{request_id}"
    act_id = _insert(
        "INSERT INTO acts (request_id, use_case, args_hash, number, staff_id, at, pc) VALUES (?, 'redeem_gift', '', ?, 1, ?, '')",
        *(f"{request_id}-{number}", number, AT),
    )
    entry_id = _insert(
        "INSERT INTO points_entries (customer_id, kind, redeemable, tier, tier_on, number, note, round, undone, spendable_after, act_id)"
        " VALUES (?, 'redeemed', ?, 0, ?, ?, '', 0, 0, 0, ?)",
        *(customer_id, -PRICE, AT.date(), number, act_id),
    )
    redemption_id = _insert(
        "INSERT INTO redemptions (number, customer_id, member_no, state, cost, entry_id, points_before, points_after, expiring_points,"
        " mode, address, courier_no, relation, received_by, receiver_mobile, received_at, applied_at, applied_by_id, approved_at,"
        " note, act_id)"
        " VALUES (?, ?, '', 'received', ?, ?, 0, 0, 0, 'counter', '', '', 'self', '', '', ?, ?, 1, ?, '', ?)",
        *(number, customer_id, PRICE, entry_id, AT, AT, AT, act_id),
    )
    _insert(
        "INSERT INTO redemption_lines (redemption_id, line_no, gift_id, name, unit, quantity, unit_points) VALUES (?, 1, ?, '', '', 1, ?)",
        *(redemption_id, gift_id, PRICE),
    )
    _insert("INSERT INTO redemption_steps (redemption_id, state, note, act_id) VALUES (?, 'received', '', ?)", redemption_id, act_id)
    _insert(
        "INSERT INTO stock_moves (number, gift_id, kind, quantity, redemption_id, note, act_id) VALUES ('', ?, 'hand_out', -1, ?, '', ?)",
        *(gift_id, redemption_id, act_id),
    )
    _insert(
        "INSERT INTO serials (number, kind, day, seq, record_id) VALUES (?, 'DH', ?, ?, ?)",
        *(number, AT.date(), act_id, redemption_id),
    )
    return number


def redeem_until_killed(tell: Callable[[str], None], name: str, way: str, customer_id: int, gift_id: int) -> None:
    """Redeem on and on, telling each act once it is acknowledged."""
    for turn in itertools.count():
        request = f"{name}-{turn}"
        number = redeem_naively(request, customer_id, gift_id) if way == "naive" else redeem(request, customer_id, gift_id)
        tell(number)


def redeem_same(_index: int, request_id: str, customer_id: int, gift_id: int) -> str:
    """The same form as every other desk sends."""
    return redeem(request_id, customer_id, gift_id)


def redeem_same_naively(_index: int, request_id: str, customer_id: int, gift_id: int) -> str:
    """The same form as every other desk sends, to a store that does not know forms."""
    return redeem_naively(f"{request_id}-{_index}", customer_id, gift_id)


def redeem_edited(index: int, request_id: str, customer_id: int, gift_id: int) -> str:
    """The same form as every other desk sends, with another quantity."""
    return redeem(request_id, customer_id, gift_id, quantity=index + 1)


def balance(customer_id: int) -> int:
    """The bare sum of the account."""
    row = fetch_row("SELECT COALESCE(SUM(redeemable), 0) FROM points_entries WHERE customer_id = ?", customer_id)
    assert row
    return int(row[0])


def stock(gift_id: int) -> int:
    """The bare sum of the gift's moves."""
    row = fetch_row("SELECT COALESCE(SUM(quantity), 0) FROM stock_moves WHERE gift_id = ?", gift_id)
    assert row
    return int(row[0])


def redeemed() -> int:
    """How many redemptions there are."""
    row = fetch_row("SELECT COUNT(*) FROM redemptions")
    assert row
    return row[0]


def kept() -> set[str]:
    """Numbers of the redemptions that are whole: every row of the act is there and they agree."""
    return {
        row[0]
        for row in fetch_rows(
            "SELECT r.number FROM acts a JOIN redemptions r ON r.act_id = a.id AND r.number = a.number"
            " JOIN redemption_lines l ON l.redemption_id = r.id JOIN redemption_steps s ON s.redemption_id = r.id AND s.act_id = a.id"
            " JOIN stock_moves m ON m.redemption_id = r.id AND m.gift_id = l.gift_id AND m.quantity = -l.quantity"
            " JOIN points_entries e ON e.id = r.entry_id AND e.act_id = a.id AND e.number = r.number AND e.redeemable = -r.cost"
            " JOIN serials n ON n.number = r.number AND n.record_id = r.id WHERE a.use_case = 'redeem_gift'"
        )
    }


def begun() -> set[str]:
    """Numbers of all redeeming that left any trace."""
    return {
        row[0]
        for row in fetch_rows(
            "SELECT number FROM acts WHERE use_case = 'redeem_gift' UNION SELECT number FROM redemptions"
            " UNION SELECT number FROM points_entries WHERE kind = 'redeemed' UNION SELECT number FROM serials WHERE kind = 'DH'"
        )
    }


def _insert(statement: str, *values: object) -> int:
    return database.execute_sql(sql(f"{statement} RETURNING id"), values).fetchone()[0]
