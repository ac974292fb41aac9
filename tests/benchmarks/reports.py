"""What is looked at in lists: everything due, the member daily report of today and of a day long past, points, a whole account."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from deskapp.analysis.service import daily_report, points_flow
from deskapp.data import Act
from deskapp.points.reading import account_statement
from deskapp.points.statement import MOST_LINES
from deskapp.today.service import owed
from tests.benchmarks.bare import bare_line, listening
from tests.benchmarks.desk import now
from tests.benchmarks.population import HEAVY, MANAGER, PC
from tests.benchmarks.stores import Store, opened
from tests.benchmarks.table import Figure, Limit
from tests.benchmarks.timing import repeated

ACT = Act(MANAGER, now(), PC, "bench")
TIMES = 15


def figures(store: Store, *, times: int = TIMES) -> list[Figure]:
    """Each beside the statements it runs on a bare driver."""
    today = now().date()
    looks: tuple[tuple[str, Callable[[], object]], ...] = (
        ("first page: everything due", partial(owed, act=ACT)),
        ("member daily report of today", partial(daily_report, act=ACT, day=today)),
        ("member daily report of five months ago", partial(daily_report, act=ACT, day=today - timedelta(days=150))),
        ("points flow of twelve months", partial(points_flow, act=ACT, until=today)),
        (
            f"account of 10,000 entries, {MOST_LINES:,} lines to print",
            partial(account_statement, customer_id=HEAVY, on=today, limit=MOST_LINES),
        ),
    )
    found: list[Figure] = []
    for what, look in looks:
        with opened(store.url):
            taken = repeated([look] * times)
            with listening() as script:
                look()
        with bare_line(store.url) as line:
            bare = repeated([partial(line.replay, script)] * times)
        found.append(Figure(what, store.at, taken, Limit("the same statements, bare driver", bare)))
    return found
