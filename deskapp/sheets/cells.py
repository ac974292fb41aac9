"""One cell as text, both ways: digits stay digits, and nothing a person typed becomes a formula in somebody's spreadsheet. Pure."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

EXACT = 10**15
"""Spreadsheets keep 15 digits of a number; of longer ones the rest has become zeros."""

_RISKY = "=+-@＝＋－＠\t\r"
_PLAIN_NUMBER = re.compile(r"-[0-9]{1,15}(\.[0-9]+)?")
_MAULED = re.compile(r"0[0-9]+|[0-9]{12,}")
_MARKED_DIGITS = re.compile(r"[0-9]+\t")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def as_text(value: object) -> str:
    """What a workbook's cell says: whole numbers as their digits (never 1.38E+10), days as 2026-11-23, an empty cell as ''."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")
    if isinstance(value, datetime):
        midnight = value.time() == time()
        return value.date().isoformat() if midnight else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat(timespec="seconds")
    if isinstance(value, timedelta):
        minutes, seconds = divmod(int(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return "" if value is None else str(value)


def has_lost_digits(value: object) -> bool:
    """Whether the cell is a number so long that the spreadsheet has dropped its last digits."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) >= EXACT


def writable(text: str) -> str:
    """Without the control characters and half surrogates that neither XML nor a text file can hold."""
    return _UNWRITABLE.sub("", text)


def guarded(text: str) -> str:
    """A cell as it is written into a CSV, so that a spreadsheet shows it as it was.

    A leading ' defuses what would be taken for a formula. A tab after digits keeps the spreadsheet from dropping their zeros or
    writing them as 6.6E+15; it is not seen there. `unguarded` takes both away again.
    """
    if _MAULED.fullmatch(text):
        return f"{text}\t"
    return f"'{text}" if _needs_guard(text) else text


def unguarded(text: str) -> str:
    """A cell of a CSV without the marks of `guarded`, whoever wrote them."""
    if text.endswith("\t") and _MARKED_DIGITS.fullmatch(text):
        return text[:-1]
    return text[1:] if text.startswith("'") and _needs_guard(text[1:]) else text


def _needs_guard(text: str) -> bool:
    """Whether a spreadsheet would compute it, or `unguarded` would take something away from it."""
    if _PLAIN_NUMBER.fullmatch(text):
        return False
    begins = text.lstrip(" \u3000\u00a0\n")[:1] or text[:1]
    return begins in tuple(_RISKY) or text.startswith("'") or bool(_MARKED_DIGITS.fullmatch(text))


def cell_name(row: int, column: int) -> str:
    """ "C12" of row 12 and column 2, counted as `Row.number` and cells are: rows from 1, columns from 0."""
    letters, rest = "", column + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(65 + digit) + letters
    return f"{letters}{row}"


def cell_place(name: str) -> tuple[int, int]:
    """Row and column of a name, the way back of `cell_name`."""
    letters = name.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(name[len(letters) :]), column - 1
