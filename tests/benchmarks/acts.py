"""What is written at the counter, committed to disk: each act on a copy of the store, then its very statements on a bare line."""

from collections.abc import Callable
from dataclasses import dataclass
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
from deskapp.members.merging import merge_customers
from tests.benchmarks.bare import Script, bare_line, listening, longest
from tests.benchmarks.population import GIFT_POINTS, MANAGER, PC, REGULAR_EVERY, TODAY
from tests.benchmarks.stores import Copies, Store, opened
from tests.benchmarks.table import Budget, Figure, Limit, Of
from tests.benchmarks.timing import milliseconds, sample_of

TIMES = 120
WARM = 20
_numbers = count(1)


def act() -> Act:
    """A new press of a button, one second after the one before."""
    number = next(_numbers)
    return Act(MANAGER, TODAY + timedelta(seconds=number), PC, f"bench-{number}")


def figures(store: Store, engine: Copies, *, times: int = TIMES, warm: int = WARM) -> list[Figure]:
    """Redeem, enrol, post, merge: how long until the commit is on disk, and how many statements it took.

    First the program on a copy of the store, all acts one after the other; then their statements, in that order, on another copy.
    """
    jobs = (
        ("redeem one gift, committed", _redeem, Budget(5, Of.RATIO), 30),
        ("enrol one member, committed", _enrol, None, None),
        ("post one hand-over, committed", _post, None, None),
        ("merge two members, committed", _merge, None, None),
    )
    with engine.copy(store) as url, opened(url):
        runs = [_program(store, prepare, times, warm) for _, prepare, _, _ in jobs]
    with engine.copy(store) as url, bare_line(url) as line:
        bare = [[milliseconds(partial(line.replay, script)) for script in run.scripts] for run in runs]
    return [
        figure
        for (what, _, budget, most), run, replayed in zip(jobs, runs, bare, strict=True)
        for figure in _told(what, store, run, replayed, budget, most)
    ]


@dataclass(frozen=True, slots=True)
class Run:
    """One kind of act, done many times, the first `warm` of them for nothing: how long each took, and everything the store was asked.

    Every other script is the act itself, those between prepare it.
    """

    warm: int
    taken: list[float]
    scripts: list[Script]


def _program(store: Store, prepare: Callable[[Store, int], Callable[[], object]], times: int, warm: int) -> Run:
    run = Run(warm, [], [])
    for number in range(times + warm):
        with listening() as before:
            job = prepare(store, number)
        with listening() as script:
            run.taken.append(milliseconds(job))
        run.scripts.extend((before, script))
    return run


def _told(what: str, store: Store, run: Run, replayed: list[float], budget: Budget | None, most: int | None) -> list[Figure]:
    limit = Limit("the same statements, bare driver", sample_of(replayed[1::2][run.warm :]))
    statements = sample_of([longest(run.scripts[1::2][run.warm :])])
    return [
        Figure(what, store.at, sample_of(run.taken[run.warm :]), limit, budget),
        Figure("… statements, most", store.at, statements, budget=Budget(most, unit="") if most else None, unit=""),
    ]


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


def _merge(store: Store, number: int) -> Callable[[], object]:
    """Two who were enrolled twice, from the middle of the town."""
    survivor = store.customers // 2 + 2 * number + 1
    return partial(merge_customers, act=act(), survivor_id=survivor, loser_id=survivor + 1, reason="同一个人登记了两次")


PREPARED = (_redeem, _enrol, _post, _merge)
