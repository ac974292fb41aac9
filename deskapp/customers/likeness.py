"""Customers who may be one: the list a manager works off by merging or by saying that they are two."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations

from deskapp.customers.domain import Likeness, LookAlike
from deskapp.customers.entry import judge_text
from deskapp.customers.family import family
from deskapp.customers.search import by_ids
from deskapp.customers.tables import ApartRecord
from deskapp.data import Act, fetch_rows, reading, writing
from deskapp.data.bulk import fetch_by_keys
from deskapp.errors import UserError
from deskapp.staff.domain import Right
from deskapp.staff.service import require

_LIVES = "c.merged_into_id IS NULL AND c.erased_id IS NULL"
_MOBILES = (
    "SELECT c.mobile, c.id, c.name FROM customers c JOIN (SELECT mobile FROM customers c"
    f" WHERE {_LIVES} GROUP BY mobile HAVING COUNT(*) > 1 LIMIT ?) twice ON twice.mobile = c.mobile WHERE {_LIVES} ORDER BY c.id"
)
_BIRTHDAYS = (
    "SELECT c.name || c.birth_month || '-' || c.birth_day || CASE WHEN c.birth_lunar THEN 'L' ELSE 'S' END, c.id, c.name, c.birth_year"
    " FROM customers c JOIN (SELECT name, birth_month, birth_day, birth_lunar FROM customers c"
    f" WHERE {_LIVES} AND birth_month IS NOT NULL GROUP BY name, birth_month, birth_day, birth_lunar HAVING COUNT(*) > 1 LIMIT ?) twice"
    " ON twice.name = c.name AND twice.birth_month = c.birth_month AND twice.birth_day = c.birth_day"
    f" AND twice.birth_lunar = c.birth_lunar WHERE {_LIVES} ORDER BY c.id"
)
_CARS = (
    "SELECT v.{number}, COALESCE(c.merged_into_id, c.id), c.name FROM vehicles v JOIN customers c ON c.id = v.customer_id"
    " WHERE v.ended_at IS NULL AND v.{number} IN (SELECT {number} FROM vehicles WHERE ended_at IS NULL AND {number} <> ''"
    " GROUP BY {number} HAVING COUNT(DISTINCT customer_id) > 1 LIMIT ?) ORDER BY v.id"
)
# A number shared on purpose was written with its reason.
_SHARED_MOBILE = "SELECT record_id FROM changes WHERE kind = 'customers' AND field = 'mobile' AND reason <> '' AND record_id IN {keys}"
_SHARED_CAR = (
    "SELECT COALESCE(c.merged_into_id, c.id) FROM changes h JOIN vehicles v ON v.id = h.record_id JOIN customers c ON c.id = v.customer_id"
    " WHERE h.kind = 'vehicles' AND h.field IN ('plate', 'vin') AND h.reason <> '' AND v.ended_at IS NULL AND v.customer_id IN {keys}"
)
_APART = "SELECT one_id, other_id FROM customers_apart WHERE one_id IN {keys}"
GROUPS = 300
PAIRS = 200
_MOST_OF_A_KIND = 6
REASON_LIMIT = 120

Pair = tuple[int, int]


def look_alikes(*, act: Act) -> list[LookAlike]:
    """Pairs who share a mobile, a plate, a VIN, or name and birthday; at most 200, those of the same name on top, then the newest.

    Left out: pairs somebody has called two, and different names that share a number with a reason (a family).
    """
    require(act, Right.MERGE_CUSTOMERS)
    with reading():
        found: dict[Pair, set[Likeness]] = defaultdict(set)
        names: dict[int, str] = {}
        mobiles = fetch_rows(_MOBILES, GROUPS)
        plates, vins = (fetch_rows(_CARS.replace("{number}", number), GROUPS) for number in ("plate", "vin"))
        births = fetch_rows(_BIRTHDAYS, GROUPS)
        years = {row[1]: row[3] for row in births}
        sources = ((Likeness.MOBILE, mobiles), (Likeness.PLATE, plates), (Likeness.VIN, vins), (Likeness.BIRTHDAY, births))
        for likeness, rows in sources:
            names |= {row[1]: row[2] for row in rows}
            for pair in _pairs((row[0], row[1]) for row in rows):
                if likeness is not Likeness.BIRTHDAY or _may_be(years[pair[0]], years[pair[1]]):
                    found[pair].add(likeness)
        _drop_families(found, names, mobiles, [*plates, *vins])
        for pair in fetch_by_keys(_APART, {one for one, _ in found}):
            found.pop((pair[0], pair[1]), None)
        order = sorted(found, key=lambda pair: (names[pair[0]] != names[pair[1]], -len(found[pair]), -pair[1]))[:PAIRS]
        hits = {hit.customer_id: hit for hit in by_ids(act=act, customer_ids=sorted({key for pair in order for key in pair}))}
    return [
        LookAlike(hits[one], hits[other], tuple(sorted(found[one, other], key=list(Likeness).index)), names[one] == names[other])
        for one, other in order
    ]


def keep_apart(*, act: Act, one_id: int, other_id: int, reason: str) -> None:
    """Note that two who look alike are two; the list shows them no more. Needs a reason ("父女"). Saying it again changes nothing."""
    require(act, Right.MERGE_CUSTOMERS)
    with writing(act, "keep_apart", one_id=one_id, other_id=other_id, reason=reason) as tx:
        if tx.replay is not None:
            return
        why = judge_text(reason, label="原因", field="reason_text", limit=REASON_LIMIT).value
        if not why:
            raise UserError("请写明为什么是两位客户，如 父女", field="reason_text")
        one, other = sorted((family(one_id)[0], family(other_id)[0]))
        if one == other:
            raise UserError("这两条记录已经是同一位客户")
        if not ApartRecord.select().where((ApartRecord.one == one) & (ApartRecord.other == other)).exists():
            ApartRecord.create(one=one, other=other, reason=why, act=tx.act_id)
        tx.done(one)


def _pairs(rows: Iterable[tuple[str, int]]) -> set[Pair]:
    """Every two customers with the same key; of a crowd under one number only the first few."""
    groups: dict[str, list[int]] = defaultdict(list)
    for key, customer_id in rows:
        if customer_id not in groups[key]:
            groups[key].append(customer_id)
    return {pair for ids in groups.values() for pair in combinations(sorted(ids[:_MOST_OF_A_KIND]), 2)}


def _may_be(year: int | None, other: int | None) -> bool:
    return year is None or other is None or year == other


def _drop_families(
    found: dict[Pair, set[Likeness]], names: dict[int, str], mobiles: Sequence[tuple[str, int, str]], cars: Sequence[tuple[str, int, str]]
) -> None:
    """Take away what a number shared with a reason says of two people of different names."""
    meant = {
        frozenset((Likeness.MOBILE,)): {row[0] for row in fetch_by_keys(_SHARED_MOBILE, {row[1] for row in mobiles})},
        frozenset((Likeness.PLATE, Likeness.VIN)): {row[0] for row in fetch_by_keys(_SHARED_CAR, {row[1] for row in cars})},
    }
    for pair in list(found):
        if names[pair[0]] != names[pair[1]]:
            for likenesses, ids in meant.items():
                if ids & set(pair):
                    found[pair] -= likenesses
            if not found[pair]:
                del found[pair]
