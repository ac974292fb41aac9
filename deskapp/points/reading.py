"""What an account may spend, and its lines. Reads leave out lots past their end; no look writes."""

from collections.abc import Collection
from datetime import date

from deskapp.points.domain import Balance, LedgerLine, LotLine


def balance(*, customer_id: int, on: date, tier_since: date | None = None) -> Balance:
    """The account of a customer (his family's when merged) on a day; tier points since the begin of a term, or all."""
    raise NotImplementedError


def balances(*, customer_ids: Collection[int], on: date) -> dict[int, Balance]:
    """Balances of many customers at once, for lists."""
    raise NotImplementedError


def tier(*, customer_id: int, since: date, until: date) -> int:
    """Tier points earned in the days `since`–`until`, both counted, less what was reversed of them."""
    raise NotImplementedError


def ledger(*, customer_id: int, on: date, before: int | None = None, limit: int = 50) -> list[LedgerLine]:
    """Lines of an account, newest first, with the balance after each. On the first page pending lines stand on top.

    `before` is the entry id of the last line of the page before.
    """
    raise NotImplementedError


def lots(*, customer_id: int, on: date) -> list[LotLine]:
    """Lots with something left on the day, the one that ends first on top."""
    raise NotImplementedError


def reserved_for(*, holder: str) -> int:
    """Points the slip `holder` has reserved and not yet spent."""
    raise NotImplementedError
