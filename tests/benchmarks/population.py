"""A whole town of invented customers, the same at every run, as rows for the real tables.

Names repeat as they do in life (a few thousand names for everybody), numbers never do. Everybody is a member with a card, four answers
and the award for joining; one in 500 is a regular with a year of bills and gifts; the first one has 10,000 entries.
All but the newest are registered with the manufacturer.
"""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from deskapp.customers.tokens import customer_tokens
from deskapp.demo.guests import invented
from deskapp.typed import check_digit, name_readings

TODAY = datetime(2026, 11, 24, 9, 0)
OPENED = datetime(2026, 2, 1, 8, 0)
DAYS = 280
PC = "前台1"
MANAGER = 2  # 系统 is the first person of a store
FIRST_ACT = 10_000  # acts below are those that founded the store
HEAVY = 1
REGULAR_EVERY = 500
SHORT = (12, 5)  # one member in twelve joined for nine months: the first of them are over, others end soon
GIFT_POINTS = 400
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_HEADS = ("135", "136", "137", "138", "139", "150", "151", "158", "159", "180", "181", "186", "188", "189", "191", "199")
_CITIES = ("粤B", "粤A", "粤S", "粤L", "湘A", "赣B", "桂A", "闽D", "鄂A", "川A")
_VIN_YEARS = "LMNPRST"


@dataclass(frozen=True, slots=True)
class Account:
    """The year of one busy member: rounds of seven bills and three gifts."""

    customer_id: int
    rounds: int
    earned: int
    spent: int


@cache
def names() -> tuple[str, ...]:
    """Every name of the town, some of one character, some with rare ones."""
    lists = invented()
    given = [*lists["given"], *lists["rare"], *(a + b for a in "建国志文小永晓海" for b in "伟芳敏军丽强洁峰")]
    return tuple(dict.fromkeys(surname + name for surname in lists["surnames"] for name in given))


def vehicles_of(customer_id: int) -> int:
    """1.3 cars each: three customers in ten have two."""
    return 2 if customer_id % 10 in (3, 6, 9) else 1


def joined_at(customer_id: int, customers: int) -> datetime:
    """When the customer came: one after another over the months the store has been open."""
    return OPENED + timedelta(seconds=int(customer_id / customers * DAYS * 86_400))


def acts(customers: int) -> Iterator[tuple[object, ...]]:
    """id, request_id, use_case, args_hash, record_id, number, staff_id, at, pc of each enrolment."""
    for n in range(1, customers + 1):
        at = joined_at(n, customers).isoformat(" ")
        yield FIRST_ACT + n, f"town-{n:08d}", "enroll_member", "", n, "", MANAGER, at, PC


def people(customers: int) -> Iterator[tuple[object, ...]]:
    """id, kind, name, sort_key, mobile, salutation, and the act that took the customer up."""
    draw = random.Random(20261124)
    known = names()
    keys = {name: name_readings(name).sort_key for name in known}
    for n in range(1, customers + 1):
        name = draw.choice(known)
        mobile = f"{_HEADS[n % 16]}{n * 48_271 % 100_000_000:08d}"
        yield n, "person", name, keys[name], mobile, ("mr", "ms", "")[n % 3], FIRST_ACT + n, FIRST_ACT + n


def cars(customers: int) -> Iterator[tuple[object, ...]]:
    """id, customer, plate, class, VIN, model, colour, energy and the act of each car."""
    car = 0
    models, colours = invented()["models"], invented()["colors"]
    for n in range(1, customers + 1):
        for _ in range(vehicles_of(n)):
            car += 1
            model, energy = models[car % len(models)]
            body = f"LFV2A21K0{_VIN_YEARS[car % 7]}{car:07d}"
            vin = f"{body[:8]}{check_digit(body)}{body[9:]}"
            yield car, n, _plate(car), "normal", vin, model, colours[car % len(colours)], energy, FIRST_ACT + n


def _plate(car: int) -> str:
    pair = car // 1_000 % 576
    return f"{_CITIES[car // 576_000 % 10]}{_LETTERS[pair // 24]}{_LETTERS[pair % 24]}{car % 1_000:03d}"


def terms(customers: int) -> Iterator[tuple[object, ...]]:
    """Customer, day joined, last day of the term, last day of the first points, time, and the member number's letters, day and place."""
    day, seq = "", 0
    for n in range(1, customers + 1):
        at = joined_at(n, customers)
        seq = seq + 1 if f"{at:%Y-%m-%d}" == day else 1
        day = f"{at:%Y-%m-%d}"
        until = f"{at.year + 1}-{at:%m-%d}" if n % SHORT[0] != SHORT[1] else f"{at + timedelta(days=270):%Y-%m-%d}"
        yield n, day, until, f"{at.year + 2}-{at:%m}-28", at.isoformat(" "), f"HY-{at:%Y%m%d}-{seq:03d}", seq


def words() -> Iterator[tuple[str, str]]:
    """Each name of the town with each word the search knows it by, as the real index writes them."""
    for name in names():
        for token, source in customer_tokens(name=name, contact="", reading="", mobile="00000000000"):
            if source == "name":
                yield name, token


def accounts(customers: int) -> Iterator[Account]:
    """The member with 10,000 entries, and the regulars."""
    yield Account(HEAVY, 1_000, 100, 200)
    for n in range(REGULAR_EVERY, customers + 1, REGULAR_EVERY):
        yield Account(n, 4, 300, GIFT_POINTS)


@dataclass(frozen=True, slots=True)
class Ledger:
    """Rows of busy accounts, ready for acts, points_entries, points_lots, points_allocations and the redemptions."""

    acts: list[tuple[object, ...]]
    entries: list[tuple[object, ...]]
    lots: list[tuple[object, ...]]
    allocations: list[tuple[object, ...]]
    redemptions: list[tuple[object, ...]]


def ledger(accounts: Iterable[Account], *, customers: int, first_id: int, join_award: int) -> Ledger:
    """Book each account's rounds, first in first out; ids of entries and lots go on from `first_id`.

    An entry is (id, customer, kind, redeemable, tier, tier_on, number, note, spendable_after, act).
    """
    made = Ledger([], [], [], [], [])
    entry = first_id
    for account in accounts:
        open_lots: list[list[int]] = []  # id, rest
        after = join_award
        for turn in range(account.rounds * 10):
            act = FIRST_ACT + customers + len(made.acts) + 1
            at = TODAY - timedelta(days=20) + timedelta(seconds=turn * (18 * 86_400 // (account.rounds * 10)))
            made.acts.append((act, f"busy-{act:08d}", "busy", "", entry, "", MANAGER, at.isoformat(" "), PC))
            day = at.date().isoformat()
            if turn % 10 < 7:
                after += account.earned
                made.entries.append(
                    (entry, account.customer_id, "earned", account.earned, account.earned, day, f"JF-{entry}", "售后保养", after, act)
                )
                made.lots.append((entry, entry, account.customer_id, account.earned, f"2028-11-{entry % 28 + 1:02d}", act))
                open_lots.append([entry, account.earned])
            else:
                after -= account.spent
                number = f"DH-{at:%Y%m%d}-{entry}"
                made.entries.append((entry, account.customer_id, "redeemed", -account.spent, 0, day, number, "车载香氛 ×1", after, act))
                _take(open_lots, account, entry, act, made.allocations)
                if account.customer_id != HEAVY:
                    made.redemptions.append((number, account.customer_id, account.spent, entry, after, at.isoformat(" "), act))
            entry += 1
    return made


def _take(open_lots: list[list[int]], account: Account, entry: int, act: int, allocations: list[tuple[object, ...]]) -> None:
    left = account.spent
    while left:
        lot = open_lots[0]
        taken = min(left, lot[1])
        allocations.append((account.customer_id, lot[0], entry, taken, act))
        lot[1] -= taken
        left -= taken
        if not lot[1]:
            open_lots.pop(0)
