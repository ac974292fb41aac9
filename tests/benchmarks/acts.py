"""What is written at the counter, committed to disk: each act on a copy of the store, then its very statements on a bare line."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from itertools import count

from deskapp.customers.domain import Answer, CustomerForm, Purpose, VehicleForm
from deskapp.data import Act
from deskapp.gifts.domain import Choice
from deskapp.gifts.redemption import redeem_gift
from deskapp.handovers.domain import BillLine, HandoverForm, SpendKind
from deskapp.handovers.posting import post_handover
from deskapp.handovers.writing import write_handover
from deskapp.members.domain import EnrolmentForm
from deskapp.members.enrolment import enroll_member
from tests.benchmarks.bare import Script, bare_line, listening, longest
from tests.benchmarks.population import GIFT_POINTS, MANAGER, PC, REGULAR_EVERY, TODAY
from tests.benchmarks.stores import Files, Server, Store, opened
from tests.benchmarks.table import Budget, Figure, Limit, Of
from tests.benchmarks.timing import milliseconds, sample_of

TIMES = 120
WARM = 20
_numbers = count(1)


def act() -> Act:
    """A new press of a button, one second after the one before."""
    number = next(_numbers)
    return Act(MANAGER, TODAY + timedelta(seconds=number), PC, f"bench-{number}")


def figures(store: Store, engine: Files | Server) -> list[Figure]:
    """Redeem, enrol, post: how long until the commit is on disk, and how many statements it took."""
    return [
        *_measured("redeem one gift, committed", store, engine, _redeem, Budget(5, Of.RATIO), most=30),
        *_measured("enrol one member, committed", store, engine, _enrol, None),
        *_measured("post one hand-over, committed", store, engine, _post, None),
    ]


def _measured(
    what: str,
    store: Store,
    engine: Files | Server,
    prepare: Callable[[Store, int], Callable[[], object]],
    budget: Budget | None,
    *,
    most: int | None = None,
) -> list[Figure]:
    with engine.copy(store) as url, opened(url):
        taken, scripts = _program(store, prepare)
    with engine.copy(store) as url, bare_line(url) as line:
        bare = [milliseconds(partial(line.replay, script)) for _, script in scripts]
    measured = [script for counts, script in scripts if counts][WARM:]
    limit = Limit(
        "the same statements, bare driver", sample_of([ms for ms, (counts, _) in zip(bare, scripts, strict=True) if counts][WARM:])
    )
    statements = sample_of([longest(measured)])
    return [
        Figure(what, store.at, sample_of(taken[WARM:]), limit, budget),
        Figure("… statements, most", store.at, statements, budget=Budget(most, unit="") if most else None, unit=""),
    ]


def _program(store: Store, prepare: Callable[[Store, int], Callable[[], object]]) -> tuple[list[float], list[tuple[bool, Script]]]:
    """Times of the acts, and the scripts of everything that ran; True marks those that are measured."""
    taken: list[float] = []
    scripts: list[tuple[bool, Script]] = []
    for number in range(TIMES + WARM):
        with listening() as before:
            job = prepare(store, number)
        scripts.append((False, before))
        with listening() as script:
            taken.append(milliseconds(job))
        scripts.append((True, script))
    return taken, scripts


def _redeem(store: Store, number: int) -> Callable[[], object]:
    regulars = range(REGULAR_EVERY, store.customers + 1, REGULAR_EVERY)
    choice = Choice(gift_id=1, quantity=1, unit_points=GIFT_POINTS)
    return partial(redeem_gift, act=act(), customer_id=regulars[number % len(regulars)], choices=(choice,))


def _enrol(_store: Store, number: int) -> Callable[[], object]:
    form = EnrolmentForm(
        customer=CustomerForm(name="黄志强", mobile=f"1372601{number:04d}", birthday="05-20", address="深圳市龙岗区"),
        vehicles=(VehicleForm(plate=f"粤BP9{number % 10}{number // 10:02d}", model="迈腾 330TSI", color="白"),),
        answers=tuple(Answer(purpose, given=True) for purpose in Purpose),
        card_no=f"8801{number:04d}",
        recruiter_id=MANAGER,
    )
    reasons = {"mobile_shared": "家人共用", "plate_shared": "同一辆车"}
    return partial(enroll_member, act=act(), form=form, reasons=reasons)


def _post(store: Store, number: int) -> Callable[[], object]:
    customer_id = store.customers - number
    lines = (BillLine(SpendKind.MAINTENANCE, 128_600), BillLine(SpendKind.ACCESSORIES, 45_000))
    slip = write_handover(act=act(), form=HandoverForm(customer_id, f"RO{number:06d}", lines))
    return partial(post_handover, act=act(), handover_id=slip)


def scripts_of(jobs: Sequence[Callable[[], object]]) -> list[Script]:
    """What each job asks the open store."""
    scripts: list[Script] = []
    for job in jobs:
        with listening() as script:
            job()
        scripts.append(script)
    return scripts
