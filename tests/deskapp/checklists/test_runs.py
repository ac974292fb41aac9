"""A check from its first mark to its score, by the texts it was begun with."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from deskapp.checklists.domain import Result, RunKind, draw
from deskapp.checklists.runs import begin_run, failures_of, finish_run, last_results, mark_items, recent_failures, run, runs, void_run
from deskapp.checklists.templates import change_template, seed, version_on
from deskapp.data import writing
from deskapp.errors import UserError
from deskapp.staff.domain import Role
from tests.deskapp.people import department_id, hire, hire_system

TODAY = date(2026, 11, 23)
FINE = (Result.PASSED, "")


@pytest.fixture
def sheet(store, act):
    manager = hire("陈静", Role.SERVICE_MANAGER)
    hire_system()
    seed(act=act(staff_id=manager))
    found = version_on(code="H", on=TODAY)
    assert found is not None
    return found


@pytest.fixture
def do(act):
    """One write around a call: `do(mark_items, run_id=…, marks=…)`."""

    def make(what, **args):
        with writing(act(staff_id=1), "check", **{key: str(value) for key, value in args.items()}) as tx:
            return what(tx, **args)

    return make


def begin(do, sheet, **more):
    return do(begin_run, of=sheet, kind=RunKind.DAILY, day=TODAY, **more)


def finished(do, sheet, *, day=TODAY, failing=()):
    key = do(begin_run, of=sheet, kind=RunKind.DAILY, day=day)
    do(mark_items, run_id=key, marks={i.code: (Result.FAILED, "缺") if i.code in failing else FINE for i in sheet.checks})
    do(finish_run, run_id=key)
    return key


def test_a_check_is_scored_from_the_last_mark_of_each_item(sheet, do):
    key = begin(do, sheet)
    do(mark_items, run_id=key, marks={"H1": (Result.FAILED, "合同缺页"), "H2": FINE, "H3": FINE, "H4": FINE, "H5": FINE})
    do(mark_items, run_id=key, marks={"H1": FINE, "H6": (Result.NOT_APPLICABLE, "")})
    do(finish_run, run_id=key)
    found = run(key)
    assert (found.score.permille, found.failed, found.finished_at is not None) == (1000, (), True)


def test_a_blank_item_keeps_the_check_open(sheet, do):
    key = begin(do, sheet)
    do(mark_items, run_id=key, marks={"H1": FINE, "H2": FINE, "H3": FINE, "H4": FINE})
    with pytest.raises(UserError, match="还有 2 项未查：H5、H6"):
        do(finish_run, run_id=key)
    assert [item.code for item in run(key).missing] == ["H5", "H6"]


def test_a_failed_item_needs_a_note(sheet, do):
    key = begin(do, sheet)
    with pytest.raises(UserError, match="H1 报价签约不合格，请写明情况") as refused:
        do(mark_items, run_id=key, marks={"H1": (Result.FAILED, " ")})
    assert refused.value.field == "H1"


def test_a_spot_check_looks_at_what_was_drawn_and_keeps_the_seed(sheet, do):
    codes = draw([item.code for item in sheet.checks], seed="2026-W48", count=2)
    key = begin(do, sheet, drawn=codes, seed="2026-W48")
    found = run(key)
    assert tuple(item.code for item in found.items) == codes
    assert draw([item.code for item in found.version.checks], seed=found.seed, count=2) == found.drawn
    outside = next(item.code for item in sheet.checks if item.code not in codes)
    with pytest.raises(UserError, match=f"{outside} 不在这次检查里"):
        do(mark_items, run_id=key, marks={outside: FINE})


def test_a_finished_check_keeps_its_own_texts_for_ever(sheet, do, act):
    key = finished(do, sheet)
    change_template(act=act(staff_id=1), code="H", form=replace(sheet.form, name="销售文书"))
    assert run(key).version == sheet
    with pytest.raises(UserError, match="已经完成，不能再改"):
        do(mark_items, run_id=key, marks={"H1": FINE})


def test_a_void_check_counts_nowhere_but_stays_readable(sheet, do):
    key = finished(do, sheet, failing=("H6",))
    do(void_run, run_id=key, reason="查错了日期")
    assert recent_failures(template_id=sheet.template_id, since=TODAY, until=TODAY) == {}
    assert run(key).voided
    with pytest.raises(UserError, match="已经作废"):
        do(void_run, run_id=key, reason="再来一次")


def test_failures_of_late_and_the_last_result_of_each_item_are_known(sheet, do):
    finished(do, sheet, day=TODAY - timedelta(days=40), failing=("H1",))
    finished(do, sheet, day=TODAY - timedelta(days=3), failing=("H6", "H2"))
    last = finished(do, sheet, failing=("H6",))
    since = TODAY - timedelta(days=30)
    assert recent_failures(template_id=sheet.template_id, since=since, until=TODAY) == {"H2": 1, "H6": 2}
    now = begin(do, sheet)
    marks = last_results(run(now), since=since)
    assert (marks["H6"].result, marks["H6"].note, marks["H2"].result) == (Result.FAILED, "缺", Result.PASSED)
    assert last_results(run(now), since=TODAY + timedelta(days=1)) == {}
    assert [found.id for found in runs(kinds=[RunKind.DAILY], first=since, last=TODAY, code="H")] == [last - 1, last, now]


def test_an_item_that_failed_three_times_at_a_department_is_counted_there(sheet, do):
    workshop = department_id("车间")
    for days in (28, 7, 0):
        finished(do, sheet, day=TODAY - timedelta(days=days), failing=("H6",))
    key = do(begin_run, of=sheet, kind=RunKind.SPECIAL, day=TODAY, drawn=("H6",), department_id=workshop)
    do(mark_items, run_id=key, marks={"H6": (Result.FAILED, "缺")})
    do(finish_run, run_id=key)
    since = TODAY - timedelta(days=30)
    assert failures_of(department_id=department_id("销售部"), since=since, until=TODAY) == {"H6": 3}
    assert failures_of(department_id=workshop, since=since, until=TODAY) == {"H6": 1}
