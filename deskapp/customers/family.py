"""The family of a customer: the survivor of merges and everyone merged into him. Facts keep their own id, reads take all."""

from deskapp.data import database, sql

_KIN = "SELECT id, merged_into_id FROM customers WHERE id = ? OR merged_into_id = ?"


def family(customer_id: int) -> tuple[int, ...]:
    """All ids of one customer, the survivor first, then the merged ones by id. A customer never merged is his own family.

    One statement in that usual case. Raises LookupError for an id no customer has.
    """
    root, kin = customer_id, _kin(customer_id)
    if root not in kin:
        raise LookupError(f"no customer {customer_id}")
    while (into := kin[root]) is not None:
        root, kin = into, _kin(into)
    merged: list[int] = []
    unread = [child for child, parent in kin.items() if parent == root]
    while unread:
        merged += unread
        unread = [child for elder in unread for child, parent in _kin(elder).items() if parent == elder]
    return (root, *sorted(merged))


def _kin(customer_id: int) -> dict[int, int | None]:
    """The customer himself and those merged directly into him: id -> merged into."""
    return dict(database.execute_sql(sql(_KIN), (customer_id, customer_id)).fetchall())
