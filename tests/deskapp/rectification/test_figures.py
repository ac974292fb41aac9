"""Closing rate, days and failed rechecks by department, and what is late at which step."""

from datetime import datetime, timedelta

import pytest

from deskapp.errors import NotAllowed
from deskapp.rectification.domain import NoticeState, RecheckResult, RowState
from deskapp.rectification.figures import STAGES, by_stage, department_figures, handled_rows, reported_departments
from deskapp.rectification.notices import void_notice
from deskapp.rectification.reading import overdue
from deskapp.rectification.rows import recheck, report_done, withdraw_row
from tests.deskapp.rectification.conftest import FLOOR, LIGHT, MONDAY

N, R = NoticeState, RowState
LATER = datetime(2026, 12, 4, 9, 0)


def rows_of(house, by, *, first=MONDAY, last=MONDAY):
    return handled_rows(act=house.do(by), first=first.date(), last=last.date())


def figures_of(house, at=MONDAY):
    late = overdue(act=house.do(house.service, at))
    return {one.department: one for one in department_figures(rows_of(house, house.service), late)}


def test_a_department_is_measured_by_what_it_closed_of_what_it_got(house):
    house.notice(R.CLOSED)
    house.notice(R.TO_RECHECK, LIGHT, FLOOR)
    sales = figures_of(house)["销售部"]
    assert (len(sales.rows), len(sales.closed), sales.closing_permille) == (3, 1, 333)
    assert (sales.tenths_to_close, sales.recheck_failure_permille) == (0, 0)
    assert [(row.title, row.state) for row in sales.open] == [("灯光", R.TO_RECHECK), ("地面墙面", R.TO_ANSWER)]


def test_days_to_close_are_counted_from_issue_and_averaged_to_a_tenth(house):
    first, second = house.notice(R.TO_RECHECK), house.notice(R.TO_RECHECK)
    for made, days in ((first, 1), (second, 2)):
        recheck(act=house.do(house.service, MONDAY + timedelta(days=days)), notice_id=made.id, position=1, result=RecheckResult.PASSED)
    assert figures_of(house)["销售部"].tenths_to_close == 15


def test_a_failed_recheck_counts_even_when_the_next_round_passes(house):
    made = house.notice(R.TO_RECHECK)
    row = {"notice_id": made.id, "position": 1}
    tuesday = MONDAY + timedelta(days=1)
    recheck(act=house.do(house.service, tuesday), result=RecheckResult.PARTLY, note="还有 1 盏", promised_on=tuesday.date(), **row)
    report_done(act=house.do(house.seller, tuesday), note="全亮", **row)
    recheck(act=house.do(house.service, tuesday), result=RecheckResult.PASSED, **row)
    sales = figures_of(house)["销售部"]
    assert (len(sales.rechecked), len(sales.failed_recheck), sales.recheck_failure_permille) == (1, 1, 500)
    assert sales.closing_permille == 1000


def test_a_withdrawn_row_is_neither_closed_nor_open_and_a_void_notice_is_nothing(house):
    made = house.notice(R.TO_ANSWER)
    withdraw_row(act=house.do(house.manager), notice_id=made.id, position=1, reason="重复开单")
    house.notice(N.VOID)
    sales = figures_of(house)["销售部"]
    assert (len(sales.rows), len(sales.counted), len(sales.open), sales.closing_permille) == (1, 0, 0, None)
    assert sales.tenths_to_close is None


def test_the_first_line_adds_up_all_departments(house):
    house.notice(R.CLOSED)
    whole, sales = department_figures(rows_of(house, house.service), ())
    assert (whole.department, whole.rows) == ("全部", sales.rows)
    assert department_figures((), ())[0].closing_permille is None


def test_what_is_late_stands_at_its_step(house):
    house.notice(N.TO_ACCEPT)
    house.notice(R.TO_ANSWER)
    house.notice(R.IN_PROGRESS)
    late = overdue(act=house.do(house.service, LATER))
    staged = dict(by_stage(late))
    assert tuple(staged) == STAGES
    assert {stage: len(some) for stage, some in staged.items()} == {"下发": 0, "签收": 1, "填写措施": 1, "完成整改": 1, "复检": 0}
    assert sum(len(some) for some in staged.values()) == len(late)
    assert len(figures_of(house, LATER)["销售部"].overdue) == 3


def test_every_step_that_can_be_late_is_one_of_the_stages(house):
    for state in (N.TO_ISSUE, N.TO_ACCEPT, R.TO_ANSWER, R.IN_PROGRESS, R.TO_RECHECK):
        house.notice(state)
    assert sorted({one.owed.what for one in overdue(act=house.do(house.service, LATER + timedelta(days=30)))}) == sorted(STAGES)


def test_a_head_sees_his_department_and_nobody_below_sees_any(house):
    house.notice(R.CLOSED)
    assert reported_departments(house.do(house.boss)) is None
    assert len(rows_of(house, house.head)) == 1
    assert rows_of(house, house.other_head) == ()
    with pytest.raises(NotAllowed):
        rows_of(house, house.seller)


def test_notices_of_other_days_are_left_out(house):
    house.notice(R.CLOSED)
    tuesday = MONDAY + timedelta(days=1)
    assert rows_of(house, house.service, first=tuesday, last=tuesday) == ()
    voided = house.notice(N.TO_ACCEPT)
    void_notice(act=house.do(house.manager), notice_id=voided.id, reason="写错")
    assert len(rows_of(house, house.service)) == 1
