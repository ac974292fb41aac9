"""The family of a customer: the survivor of merges and everyone merged into him. Facts keep their own id, reads take all."""

from collections.abc import Collection

from deskapp.data import database, on_server, sql
from deskapp.errors import UserError

_CARS = (
    "SELECT v.customer_id, v.plate, v.vin, v.id FROM vehicles v WHERE v.ended_at IS NULL AND v.customer_id {in_ids} UNION ALL"
    " SELECT c.merged_into_id, v.plate, v.vin, v.id FROM customers c JOIN vehicles v ON v.customer_id = c.id AND v.ended_at IS NULL"
    " WHERE c.merged_into_id IS NOT NULL AND c.merged_into_id {in_ids} ORDER BY 4"
)
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


def refuse_erased(customer_id: int) -> None:
    """Refuse to write about somebody whose personal data were erased."""
    row = database.execute_sql(sql("SELECT erased_id FROM customers WHERE id = ?"), (customer_id,)).fetchone()
    if row is not None and row[0] is not None:
        raise UserError("这位客户的个人信息已清除，不能再登记；客户回来请重新登记")


def present_cars(survivors: Collection[int]) -> dict[int, list[tuple[str, str]]]:
    """Plate and VIN of the present cars of each family, in the order they were taken up; who has none is missing. One statement."""
    if not survivors:
        return {}
    ids = list(survivors)
    in_ids, params = ("= ANY(?)", (ids, ids)) if on_server() else (f"IN ({', '.join('?' * len(ids))})", (*ids, *ids))
    found: dict[int, list[tuple[str, str]]] = {}
    for customer_id, plate, vin, _ in database.execute_sql(sql(_CARS.replace("{in_ids}", in_ids)), params).fetchall():
        found.setdefault(customer_id, []).append((plate, vin))
    return found
