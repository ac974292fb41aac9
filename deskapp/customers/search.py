"""The one search over customers: prefix ranges on the token index, then at most two reads by id (stack.md §11)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from deskapp.customers.domain import ONE_HIT_NUMBERS, Hit, Salutation, TokenSource
from deskapp.customers.family import family, present_cars
from deskapp.customers.tokens import TOKEN_LIMIT, holds_word, vehicle_holds_word
from deskapp.data import Act, database, find_number, on_server, sql
from deskapp.staff.domain import Right, Scope
from deskapp.staff.service import require, scopes
from deskapp.typed import fold, format_plate, mask_mobile

RANGE_LIMIT = 200
WORD_LIMIT = 4
_LAST = "\U0010ffff"
_RANGE = "SELECT token, customer_id, source FROM search_tokens WHERE token >= ? AND token < ? ORDER BY token, customer_id, source LIMIT ?"
_EXACT = "SELECT customer_id, source FROM search_tokens WHERE token = ? ORDER BY customer_id, source LIMIT ?"
_CUSTOMERS = "SELECT id, name, contact, reading, salutation, mobile, merged_into_id, last_act_id, note FROM customers WHERE id "
_MIDDLE = "SELECT id FROM customers WHERE merged_into_id IS NULL AND mobile LIKE ? ORDER BY id DESC LIMIT ?"
_Row = tuple[Any, ...]
_Cars = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class _Match:
    """The best token by which a word met a customer."""

    rank: int
    source: TokenSource


def search(*, act: Act, text: str, limit: int = 20) -> list[Hit]:
    """Customers by name, pinyin, initials, mobile, plate, VIN, card or any number the store has given.

    Words parted by blanks must all match. A number of the store comes first, then whole numbers met exactly, then the rest
    with the last changed first. Who may only find one customer by an exact number gets that one or nothing (rules.md §2).
    """
    words = [word[:TOKEN_LIMIT] for word in fold(text).split()[:WORD_LIMIT]]
    if not words:
        return []
    reach = scopes(act, Right.SEE_CUSTOMERS)
    if Scope.ALL not in reach:
        require(act, Right.SEE_CUSTOMERS, within=(Scope.EXACT_HIT,))
        return _one_exact(fold(text).replace(" ", ""))
    found = find_number(text)
    numbered = [Hit(None, found.number, matched="单号", exact=True, number=found.number)] if found else []
    return numbered + _hits(words, limit)


def search_slow(*, act: Act, text: str, limit: int = 20) -> list[Hit]:
    """Customers by digits from the middle of a mobile: a scan, for when `search` finds nothing. At least 3 digits, else nothing."""
    digits = fold(text).replace(" ", "")
    if not (digits.isascii() and digits.isdigit() and 3 <= len(digits) <= 11):
        return []
    require(act, Right.SEE_CUSTOMERS)
    ids = [row[0] for row in _run(_MIDDLE, (f"%{digits}%", limit))]
    return _described(dict.fromkeys(ids, _Match(1, TokenSource.MOBILE_PART)), limit)


def exact_hits(token: str, source: TokenSource) -> list[Hit]:
    """Customers who have exactly this number, for the hints beside a field. The caller asks the right."""
    return _described(dict.fromkeys(holders(token, source), _Match(0, source)), RANGE_LIMIT)


def by_ids(*, act: Act, customer_ids: Sequence[int]) -> list[Hit]:
    """These customers as hits in the order asked for, merged ones once, as who they are now. Who may not see customers gets none."""
    if Scope.ALL not in scopes(act, Right.SEE_CUSTOMERS):
        return []
    into = {row[0]: row[6] for row in _by_ids(_CUSTOMERS, customer_ids)}
    roots = list(dict.fromkeys(key if into[key] is None else family(key)[0] for key in customer_ids if key in into))
    found = {hit.customer_id: hit for hit in _described(dict.fromkeys(roots, _Match(1, TokenSource.NAME)), len(roots))}
    return [replace(found[key], matched="") for key in roots]


def holders(token: str, source: TokenSource) -> list[int]:
    """Ids of the customers whose index holds exactly this number, merged ones under their own id."""
    return [row[0] for row in _run(_EXACT, (fold(token).replace(" ", ""), RANGE_LIMIT)) if row[1] == source.value]


def _one_exact(number: str) -> list[Hit]:
    wanted = {source.value for source in ONE_HIT_NUMBERS}
    rows = [row for row in _run(_EXACT, (number, RANGE_LIMIT)) if row[1] in wanted]
    hits = _described({row[0]: _Match(0, TokenSource(row[1])) for row in rows}, 2)
    return hits if len(hits) == 1 else []


def _hits(words: Sequence[str], limit: int) -> list[Hit]:
    """Take the rarest word's customers, and check the other words on them."""
    ranges = sorted((_range(word) for word in words), key=lambda found: found.rows)
    matches = ranges[0].matches
    unchecked: list[str] = []
    for found in ranges[1:]:
        if found.rows < RANGE_LIMIT:
            matches = {key: min(match, found.matches[key], key=_rank) for key, match in matches.items() if key in found.matches}
        else:
            unchecked.append(found.word)
    return _described(matches, limit, words=unchecked)


@dataclass(frozen=True, slots=True)
class _Range:
    """What one word found: `rows` tokens in all, at RANGE_LIMIT there are more than were read."""

    word: str
    rows: int
    matches: dict[int, _Match]


def _range(word: str) -> _Range:
    rows = _run(_RANGE, (word, word + _LAST, RANGE_LIMIT))
    matches: dict[int, _Match] = {}
    for token, customer_id, code in rows:
        source = TokenSource(code)
        rank = 2 if token != word else 0 if source.is_whole else 1
        if customer_id not in matches or rank < matches[customer_id].rank:
            matches[customer_id] = _Match(rank, source)
    return _Range(word, len(rows), matches)


def _rank(match: _Match) -> int:
    return match.rank


def _described(matches: dict[int, _Match], limit: int, *, words: Sequence[str] = ()) -> list[Hit]:
    """The customers as hits in their order; with `words`, only those whose own tokens hold each of them."""
    customers = {row[0]: row for row in _by_ids(_CUSTOMERS, matches)}
    matches = _survivors(matches, customers)
    exact_first = sorted(matches, key=lambda key: (matches[key].rank > 0, -customers[key][7], -key))
    wanted = exact_first if words else exact_first[:limit]
    cars = present_cars(wanted)
    if words:
        wanted = list(islice((key for key in wanted if _holds(customers[key], cars.get(key, ()), words)), limit))
    return [_hit(customers[key], cars.get(key, ()), matches[key]) for key in wanted]


def _survivors(matches: dict[int, _Match], customers: dict[int, _Row]) -> dict[int, _Match]:
    """Merged customers replaced by the one they were merged into; adds him to `customers`."""
    survivors: dict[int, _Match] = {}
    for key, match in matches.items():
        root = key if customers[key][6] is None else family(key)[0]
        survivors[root] = min(survivors.get(root, match), match, key=_rank)
    customers |= {row[0]: row for row in _by_ids(_CUSTOMERS, survivors.keys() - customers.keys())}
    return survivors


def _holds(customer: _Row, cars: _Cars, words: Sequence[str]) -> bool:
    return all(
        holds_word(word, name=customer[1], contact=customer[2], reading=customer[3], mobile=customer[5])
        or any(vehicle_holds_word(word, plate=plate, vin=vin) for plate, vin in cars)
        for word in words
    )


def _hit(customer: _Row, cars: _Cars, match: _Match) -> Hit:
    name = f"{customer[1]}（{customer[2]}）" if customer[2] else customer[1]
    return Hit(
        customer_id=customer[0],
        name=name,
        salutation=Salutation(customer[4]).spoken,
        mobile=mask_mobile(customer[5]),
        plates=tuple(format_plate(plate) for plate, _ in cars if plate),
        matched=match.source.label,
        exact=match.rank == 0,
        note=customer[8],
    )


def _by_ids(select: str, ids: Collection[int]) -> list[_Row]:
    """Rows of the ids in one statement; on the server with one array, so that the statement is prepared once."""
    if not ids:
        return []
    if on_server():
        return _run(select + "= ANY(?)", (list(ids),))
    return _run(select + f"IN ({', '.join('?' * len(ids))})", tuple(ids))


def _run(statement: str, params: tuple[Any, ...]) -> list[_Row]:
    return database.execute_sql(sql(statement), params).fetchall()
