"""Opening balances of many accounts at once: 期初 of a store that moves in (members.md §2)."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date

from deskapp.customers.family import family
from deskapp.data import Act, writing
from deskapp.data.bulk import fetch_by_keys, insert_rows, take_ids
from deskapp.points.account import as_date
from deskapp.points.domain import LOT_MONTHS, EntryKind
from deskapp.points.lots import lot_end
from deskapp.points.service import open_balance
from deskapp.settings import store

_OPENED = (
    "SELECT e.customer_id, e.redeemable, e.tier, l.ends_on FROM points_entries e LEFT JOIN points_lots l ON l.entry_id = e.id"
    " WHERE e.kind = 'opening' AND e.customer_id IN {keys}"
)
_USED = "SELECT DISTINCT customer_id FROM points_entries WHERE customer_id IN {keys}"
_MERGED = "SELECT id, merged_into_id FROM customers WHERE merged_into_id IN {keys}"
NOTE = "期初积分"


@dataclass(frozen=True, slots=True)
class OpeningBalance:
    """What an account begins with; `ends_on` None: as if earned on the day of the act."""

    customer_id: int
    redeemable: int
    tier: int
    ends_on: date | None
    number: str


def openings_of(customer_ids: Collection[int], *, done: Callable[[], object] = lambda: None) -> dict[int, tuple[int, int, date | None]]:
    """The opening balance (redeemable, tier, end) of each of these accounts that has one; the ids are survivors'."""
    merged = {row[1] for row in fetch_by_keys(_MERGED, customer_ids, done=done)}
    roots = {kin: root for root in merged for kin in family(root)}
    rows = fetch_by_keys(_OPENED, {*customer_ids, *roots}, done=done)
    return {roots.get(row[0], row[0]): (row[1], row[2], as_date(row[3]) if row[3] else None) for row in rows}


def used_accounts(customer_ids: Collection[int], *, done: Callable[[], object] = lambda: None) -> set[int]:
    """Which of these accounts have any entry, or belong to a merged family; the ids are survivors'."""
    used = {row[0] for row in fetch_by_keys(_USED, customer_ids, done=done)}
    return used | {row[1] for row in fetch_by_keys(_MERGED, customer_ids, done=done)}


def open_balances(*, act: Act, openings: Sequence[OpeningBalance], done: Callable[[int], object]) -> None:
    """Book each as `open_balance` does; accounts that never had an entry are booked in bulk. `done` hears of each chunk."""
    with writing(act, "open_points_in_bulk", count=len(openings)) as tx:
        ids = [opening.customer_id for opening in openings]
        used = used_accounts(ids, done=lambda: done(0))
        fresh = [opening for opening in openings if opening.customer_id not in used]
        on = tx.act.at.date()
        standard = lot_end(on, store.value(LOT_MONTHS))
        keys = take_ids("points_entries", len(fresh))
        columns = (
            "id",
            "customer_id",
            "kind",
            "redeemable",
            "tier",
            "tier_on",
            "number",
            "note",
            "round",
            "undone",
            "spendable_after",
            "act_id",
        )
        entries = (
            (
                key,
                o.customer_id,
                EntryKind.OPENING.value,
                o.redeemable,
                o.tier,
                on.isoformat(),
                o.number,
                NOTE,
                0,
                0,
                o.redeemable,
                tx.act_id,
            )
            for key, o in zip(keys, fresh, strict=True)
        )
        insert_rows("points_entries", columns, entries, done=done)
        lots = (
            (key, o.customer_id, o.redeemable, (o.ends_on or standard).isoformat(), tx.act_id)
            for key, o in zip(keys, fresh, strict=True)
            if o.redeemable
        )
        insert_rows("points_lots", ("entry_id", "customer_id", "points", "ends_on", "act_id"), lots, done=done)
        for o in openings:
            if o.customer_id in used:
                open_balance(
                    act=tx.act, customer_id=o.customer_id, redeemable=o.redeemable, tier=o.tier, ends_on=o.ends_on, number=o.number
                )
                done(1)
