"""Running numbers `KK-YYYYMMDD-NNN`, per kind and day, given under the write lock and never reused (rules of the house, §3)."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import Enum

from deskapp.data.connection import database, fetch_row, sql
from deskapp.data.tables import SerialRecord
from deskapp.data.transaction import Tx


class NumberKind(Enum):
    """Kinds of number: the letters people read, and the two digits of the bar code (a Chinese input method swallows letters)."""

    MEMBER = ("HY", "10")
    HANDOVER = ("JF", "11")
    REDEMPTION = ("DH", "12")
    RENEWAL = ("XH", "13")
    STOCK_MOVE = ("KC", "14")
    LOUNGE_DAY = ("RZ", "20")
    REPAIR_REQUEST = ("BX", "21")
    INSPECTION = ("JC", "30")
    RECTIFICATION = ("ZG", "31")
    COMPLAINT = ("TS", "40")
    ENQUIRY = ("ZX", "41")
    CALLBACK = ("HF", "50")
    INTERVIEW = ("MF", "51")
    DELIVERY = ("YC", "60")

    @property
    def letters(self) -> str:
        return self.value[0]

    @property
    def digits(self) -> str:
        return self.value[1]


_BY_LETTERS = {kind.letters: kind for kind in NumberKind}
_BY_DIGITS = {kind.digits: kind for kind in NumberKind}
_WRITTEN = re.compile(r"^([A-Z]{2})-?(\d{8})-?(\d{3,})$")
_SCANNED = re.compile(r"^(\d{2})(\d{8})(\d{4,})$")


@dataclass(frozen=True, slots=True)
class Numbered:
    """A number the store has given, and the record it belongs to."""

    number: str
    kind: NumberKind
    record_id: int


def next_number(tx: Tx, kind: NumberKind) -> str:
    """The next number of the kind on the act's day. Register it in the same transaction with `register_number`."""
    day = tx.act.at.date()
    row = fetch_row("SELECT MAX(seq) FROM serials WHERE kind = ? AND day = ?", kind.letters, day)
    return _write(kind, day, (row[0] if row and row[0] else 0) + 1)


def register_number(number: str, record_id: int) -> None:
    """Enter a number into the index of all numbers. A number taken twice breaks a UNIQUE constraint, never the store."""
    kind, day, seq = _parts(number)
    database.execute_sql(
        sql("INSERT INTO serials (number, kind, day, seq, record_id) VALUES (?, ?, ?, ?, ?)"), (number, kind.letters, day, seq, record_id)
    )


def barcode_digits(number: str) -> str:
    """What the bar code of a number holds: kind, date and running number as digits only."""
    kind, day, seq = _parts(number)
    return f"{kind.digits}{day:%Y%m%d}{seq:04d}"


def read_number(text: str) -> str | None:
    """A number as typed (with or without dashes, any width or case) or scanned, in its written form; None if it is none."""
    folded = unicodedata.normalize("NFKC", text).strip().upper().replace(" ", "").replace("—", "-").replace("–", "-")
    if written := _WRITTEN.match(folded):
        kind = _BY_LETTERS.get(written[1])
    elif written := _SCANNED.match(folded):
        kind = _BY_DIGITS.get(written[1])
    else:
        return None
    try:
        day = date.fromisoformat(f"{written[2][:4]}-{written[2][4:6]}-{written[2][6:]}")
    except ValueError:
        return None
    return _write(kind, day, int(written[3])) if kind and int(written[3]) else None


def find_number(text: str) -> Numbered | None:
    """The record behind a number, typed or scanned."""
    number = read_number(text)
    row = SerialRecord.get_or_none(SerialRecord.number == number) if number else None
    return Numbered(row.number, _BY_LETTERS[row.kind], row.record_id) if row else None


def _write(kind: NumberKind, day: date, seq: int) -> str:
    return f"{kind.letters}-{day:%Y%m%d}-{seq:03d}"


def _parts(number: str) -> tuple[NumberKind, date, int]:
    letters, day, seq = number.split("-")
    return _BY_LETTERS[letters], date.fromisoformat(f"{day[:4]}-{day[4:6]}-{day[6:]}"), int(seq)
