"""The PIN of six digits: which ones are refused, how it is hashed, how long wrong tries wait (rules.md §2). Pure."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from deskapp.errors import UserError
from deskapp.typed import Judged

PIN_LENGTH = 6
FREE_TRIES = 5
WAIT_MINUTES = (1, 2, 4, 8, 15)
_LONGEST_WAIT = timedelta(minutes=WAIT_MINUTES[-1])
# No 0 1 I L O U: nobody mistakes one for another on paper, and no word comes out.
_CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE_GROUPS, _CODE_GROUP = 4, 4


@dataclass(frozen=True, slots=True)
class PinCost:
    """What one argon2id hash costs: passes, KiB of memory, threads."""

    passes: int = 3
    memory_kib: int = 65_536
    threads: int = 4


PIN_COST = PinCost()
"""About 0.1 s on the PCs of a store, so it is never hashed while the store's lock is held."""


class WrongPin(UserError):
    """The PIN did not fit. `tries_left` before the next wait; `wait_until` while no try counts at all."""

    def __init__(self, message: str, *, tries_left: int, wait_until: datetime | None) -> None:
        super().__init__(message, field="pin")
        self.tries_left = tries_left
        self.wait_until = wait_until


def judge_pin(text: str, *, staff_no: str = "", field: str = "pin") -> Judged[str]:
    """Six digits, full-width ones folded. Refuses what anybody would try first; warns of what looks like a birthday."""
    pin = unicodedata.normalize("NFKC", text).strip()
    if not re.fullmatch(r"[0-9]{6}", pin):
        raise UserError(f"PIN 是 {PIN_LENGTH} 位数字", field=field)
    if _is_trivial(pin) or (staff_no and pin in (staff_no.zfill(PIN_LENGTH), staff_no.ljust(PIN_LENGTH, "0"))):
        raise UserError("这个 PIN 太容易猜到，请换一个（不用连号、重复数字或工号）", field=field)
    return Judged(pin, ("PIN 像生日，容易被猜到",) if _is_birthday(pin) else ())


def _is_trivial(pin: str) -> bool:
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(pin)}
    repeated = pin[:2] * 3 == pin or pin[:3] * 2 == pin
    return len(set(pin)) <= 2 or steps in ({1}, {9}) or repeated or pin[:3] == pin[:2:-1]


def _is_birthday(pin: str) -> bool:
    for year, month, day in ((pin[:2], pin[2:4], pin[4:]), (pin[4:], pin[2:4], pin[:2]), (pin[4:], pin[:2], pin[2:4])):
        try:
            date(1900 + int(year), int(month), int(day))
        except ValueError:
            continue
        return True
    return False


def hash_secret(secret: str, *, salt_from: str, cost: PinCost = PIN_COST) -> str:
    """The argon2id hash to keep, with its parameters in it.

    The salt comes from the request id of the act, which is unique: the same form sent twice gives the same hash, so the kit
    can tell a replay from an edited PIN without ever seeing the PIN.
    """
    import hashlib

    from argon2 import PasswordHasher

    hasher = PasswordHasher(time_cost=cost.passes, memory_cost=cost.memory_kib, parallelism=cost.threads)
    return hasher.hash(secret, salt=hashlib.sha256(salt_from.encode()).digest()[:16])


def fits(secret: str, hashed: str) -> bool:
    """Whether the secret is the one behind the hash."""
    from argon2 import PasswordHasher
    from argon2.exceptions import VerifyMismatchError

    try:
        return PasswordHasher().verify(hashed, secret)
    except VerifyMismatchError:
        return False


def wait_after(wrong_tries: int) -> timedelta:
    """How long the next try waits after so many wrong ones in a row: 1/2/4/8/15 minutes from the fifth on."""
    if wrong_tries < FREE_TRIES:
        return timedelta()
    return timedelta(minutes=WAIT_MINUTES[min(wrong_tries - FREE_TRIES, len(WAIT_MINUTES) - 1)])


def still_waits(wait_until: datetime | None, at: datetime) -> bool:
    """Whether a try at `at` comes too early. A wait longer than the longest there is was set by a wrong clock and counts no more."""
    return wait_until is not None and at < wait_until <= at + _LONGEST_WAIT


def tries_left(wrong_tries: int) -> int:
    """Tries before the next one has to wait; after the fifth wrong one each try may be the last before a wait."""
    return max(1, FREE_TRIES - wrong_tries)


def new_recovery_code() -> str:
    """A fresh recovery code, 16 characters in groups of four (78 bits), to be printed and locked away."""
    import secrets

    groups = ("".join(secrets.choice(_CODE_ALPHABET) for _ in range(_CODE_GROUP)) for _ in range(_CODE_GROUPS))
    return "-".join(groups)


def read_recovery_code(text: str) -> str:
    """A typed recovery code in its printed form. Refuses another length."""
    plain = re.sub(r"[^0-9A-Z]", "", unicodedata.normalize("NFKC", text).upper())
    if len(plain) != _CODE_GROUPS * _CODE_GROUP:
        raise UserError(f"恢复码是 {_CODE_GROUPS * _CODE_GROUP} 个字母和数字，现为 {len(plain)} 个", field="recovery_code")
    return "-".join(plain[n : n + _CODE_GROUP] for n in range(0, len(plain), _CODE_GROUP))
