"""The words of the search index: what one can find a customer by, and how they are written (stack.md §11)."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from functools import lru_cache

from deskapp.customers.domain import Token, TokenSource
from deskapp.data import database, sql
from deskapp.typed import fold, name_readings

_ADD = "INSERT INTO search_tokens (token, customer_id, source)"
_DROP = "DELETE FROM search_tokens WHERE token = ? AND customer_id = ? AND source = ?"
_remembered_readings = lru_cache(maxsize=8_192)(name_readings)
TOKEN_LIMIT = 32
"""Longer tokens and words are cut, so that a company's name costs no more than a few lines of the index."""


def customer_tokens(*, name: str, contact: str, reading: str, mobile: str) -> set[Token]:
    """Name from each character on, initials likewise and whole pinyin, both in each reading; mobile whole, last 8, last 4."""
    tokens = {(mobile, TokenSource.MOBILE), (mobile[-8:], TokenSource.MOBILE_PART), (mobile[-4:], TokenSource.MOBILE_PART)}
    tokens |= _name_tokens(name, reading if not contact else "")
    if contact:
        tokens |= _name_tokens(contact, reading)
    return tokens


def _name_tokens(name: str, reading: str) -> set[Token]:
    readings = name_readings(name, reading)
    words = {*_tails(_word(name)), *(_word(full) for full in readings.full)}
    for initials in readings.initials:
        words |= set(_tails(_word(initials)))
    return {(word[:TOKEN_LIMIT], TokenSource.NAME) for word in words if word}


def vehicle_tokens(*, plate: str, vin: str) -> set[Token]:
    """Plate whole, without province, without letter, last 4; VIN whole, last 8, last 6."""
    tokens: set[Token] = set()
    if plate:
        folded = _word(plate)
        tokens |= {(folded, TokenSource.PLATE)} | {(part, TokenSource.PLATE_PART) for part in (folded[1:], folded[2:], folded[-4:])}
    if vin:
        folded = _word(vin)
        tokens |= {(folded, TokenSource.VIN)} | {(part, TokenSource.VIN_PART) for part in (folded[-8:], folded[-6:])}
    return tokens


def holds_word(word: str, *, name: str, contact: str, reading: str, mobile: str) -> bool:
    """Whether one of `customer_tokens` begins with the folded word, without building them: the search asks it of hundreds."""
    if word.isdigit() and (mobile.startswith(word) or mobile[-8:].startswith(word) or mobile[-4:].startswith(word)):
        return True
    return _name_holds(word, name, reading if not contact else "") or (bool(contact) and _name_holds(word, contact, reading))


def _name_holds(word: str, name: str, reading: str) -> bool:
    if word in _word(name):
        return True
    if not word.isascii() or word.isdigit():
        return False
    readings = _remembered_readings(name, reading)
    return any(word in initials for initials in readings.initials) or any(full.startswith(word) for full in readings.full)


def vehicle_holds_word(word: str, *, plate: str, vin: str) -> bool:
    """The same for `vehicle_tokens`."""
    folded, chassis = plate.lower(), vin.lower()
    return any(part.startswith(word) for part in (folded, folded[1:], folded[2:], folded[-4:], chassis, chassis[-8:], chassis[-6:]))


def number_tokens(number: str, whole: TokenSource, part: TokenSource, *, tail: int = 6) -> set[Token]:
    """A card or member number, whole and its last characters."""
    folded = _word(number)[:TOKEN_LIMIT]
    return {(folded, whole)} | ({(folded[-tail:], part)} if len(folded) > tail else set())


def _word(text: str) -> str:
    return fold(text).replace(" ", "")


def _tails(text: str) -> Iterable[str]:
    return (text[start:] for start in range(len(text)))


def write_tokens(customer_id: int, tokens: AbstractSet[Token], *, replacing: AbstractSet[Token] = frozenset()) -> None:
    """Bring the index from `replacing`, what the caller wrote before, to `tokens`. Only inside `writing`."""
    for token, source in sorted(replacing - tokens):
        database.execute_sql(sql(_DROP), (token, customer_id, source.value))
    added = sorted(tokens - replacing)
    if added:
        rows = ", ".join(["(?, ?, ?)"] * len(added))
        values = tuple(value for token, source in added for value in (token, customer_id, source.value))
        database.execute_sql(sql(f"{_ADD} VALUES {rows} ON CONFLICT DO NOTHING"), values)
