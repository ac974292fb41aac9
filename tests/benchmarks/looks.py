"""What is looked at while a guest stands there: the search while one types, a customer's card, a long account."""

import gc
from collections.abc import Iterator
from functools import partial

from deskapp.data import Act
from deskapp.members.lookup import find
from deskapp.points.reading import statement
from deskapp.typed import fold, name_readings
from tests.benchmarks.bare import Line, bare_line
from tests.benchmarks.desk import Desk, desk, now
from tests.benchmarks.population import HEAVY, MANAGER, REGULAR_EVERY
from tests.benchmarks.stores import Store, opened
from tests.benchmarks.table import Budget, Figure, Limit, Of
from tests.benchmarks.timing import repeated, sample_of
from ui.customer_card.loading import load_card
from ui.frame.results import ROWS

ACT = Act(MANAGER, now(), "前台1", "bench")
GUESTS = 84
CARDS = 300
_FRAME = Budget(16, Of.P99)
_LOOK_UP = (
    "SELECT token, customer_id, source FROM search_tokens WHERE token >= ? AND token < ? ORDER BY token, customer_id, source LIMIT 240"
)
_SUM = "SELECT SUM(redeemable) FROM points_entries WHERE customer_id = ?"


def figures(store: Store, *, guests: int = GUESTS, cards: int = CARDS) -> list[Figure]:
    """Search, card and long account of one store."""
    with bare_line(store.url) as line:
        texts = list(typed(line, store.customers, guests))
        keys = [text[: end + 1] for text in texts for end in range(len(text))]
        limit = Limit("raw token lookup", repeated([partial(_look_up, line, key) for key in keys], warm=len(keys)))
        total = Limit("covering SUM", repeated([partial(line.rows, line.marked(_SUM), (HEAVY,))] * 200))
    known = _guests(store.customers, cards)
    with desk(store.url) as window:
        painted = _keystrokes(window, texts)
        opening = _cards(window, known)
    with opened(store.url):
        service = repeated([partial(find, act=ACT, text=key, limit=ROWS) for key in keys], warm=50)
        card = repeated([partial(load_card, ACT, customer_id) for customer_id in known], warm=20)
        account = repeated([partial(statement, customer_id=HEAVY, on=now().date(), limit=50)] * 100)
    return [
        Figure("keystroke to painted rows", store.at, sample_of(painted), limit, _FRAME),
        Figure("… the search service alone", store.at, service, limit),
        Figure("open a customer card, painted", store.at, sample_of(opening), Limit("what it reads", card), Budget(50, Of.P99)),
        Figure("balance and last 50 lines of 10,000 entries", store.at, account, total, Budget(20)),
    ]


def typed(line: Line, customers: int, guests: int) -> Iterator[str]:
    """What clerks type for guests all over the town: names, pinyin, initials, numbers, and two words."""
    for place in range(guests):
        customer_id = place * 7_919 % customers + 1
        name, mobile = line.rows(f"SELECT name, mobile FROM customers WHERE id = {customer_id}")[0]
        plate, vin = line.rows(f"SELECT plate, vin FROM vehicles WHERE customer_id = {customer_id}")[0]
        readings = name_readings(name)
        yield (
            name,
            readings.full[0],
            readings.initials[0],
            mobile,
            mobile[-4:],
            plate,
            plate[2:],
            f"{name} {mobile[-4:]}",
            f"{name[0]} {mobile[-4:]}",
            f"{readings.initials[0]} {plate[-4:]}",
            vin[-6:],
            f"66{customer_id:08d}",
        )[place % 12]


def _look_up(line: Line, text: str) -> None:
    for word in fold(text).split():
        line.rows(line.marked(_LOOK_UP), (word, word + "\U0010ffff"))


def _keystrokes(window: Desk, texts: list[str]) -> list[float]:
    for char in texts[0]:
        window.keystroke(char)
    gc.collect()
    taken: list[float] = []
    for text in texts:
        window.clear_search()
        taken += [window.keystroke(char) for char in text if char != " "] if " " not in text else _two_words(window, text)
    window.clear_search()
    return taken


def _two_words(window: Desk, text: str) -> list[float]:
    """A blank changes nothing that is searched for, so its time is nobody's."""
    taken: list[float] = []
    for char in text:
        if char == " ":
            window.press(char)
            window.settle()
        else:
            taken.append(window.keystroke(char))
    return taken


def _cards(window: Desk, customer_ids: list[int]) -> list[float]:
    for customer_id in customer_ids[:20]:
        window.open_customer(customer_id)
    gc.collect()
    return [window.open_customer(customer_id) for customer_id in customer_ids]


def _guests(customers: int, cards: int) -> list[int]:
    """The heaviest account, regulars, and anybody."""
    regulars = range(REGULAR_EVERY, customers + 1, REGULAR_EVERY)
    anybody = [place * 7_919 % customers + 1 for place in range(cards // 2)]
    return [HEAVY, *(regulars[place * 13 % len(regulars)] for place in range(cards // 2)), *anybody]
