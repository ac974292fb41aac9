"""Whatever the desk does, in whatever order: balance = Σ entries = Σ rests of lots − debt, nothing is spent twice."""

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from deskapp.data import writing
from deskapp.points.domain import LOT_MONTHS
from deskapp.settings.store import set_value
from tests.conftest import DEEP
from tests.deskapp.people import hire
from tests.deskapp.points.machine import BEGIN, LedgerMachine, RealLedger
from tests.deskapp.points.naive import NaiveLedger

QUIET = {"deadline": None, "suppress_health_check": list(HealthCheck), "database": None, "print_blob": False, "report_multiple_bugs": False}
QUIET["phases"] = [Phase.generate]  # shrinking takes minutes here: run a failing seed alone with Phase.shrink


class RealMachine(LedgerMachine):
    ledger = RealLedger()


class NaiveMachine(LedgerMachine):
    ledger = NaiveLedger()


def test_any_sequence_keeps_the_account(store, act):
    """Lots live one month here, so that their ends come up all the time; fewer examples on PostgreSQL."""
    hire("王芳")
    with writing(act(at=BEGIN), "short lives") as tx:
        set_value(tx, LOT_MONTHS, 1)
    examples = (30 if store.startswith("sqlite") else 8) * (20 if DEEP else 1)
    run_state_machine_as_test(RealMachine, settings=settings(max_examples=examples, stateful_step_count=30, **QUIET))


def test_a_naive_ledger_is_found_out():
    with pytest.raises(Exception):  # noqa: B017 - an assertion, or several flaws in one group
        run_state_machine_as_test(NaiveMachine, settings=settings(max_examples=100, stateful_step_count=20, **QUIET))
