"""Weeks of random acts: every day closes, agrees with the bare rows, and is told the same for ever."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from deskapp.analysis.domain import Figure, Section
from deskapp.analysis.items import items
from deskapp.analysis.lines import LIMIT, lines
from deskapp.analysis.service import daily_report, points_flow
from deskapp.data import ActRecord
from deskapp.points.tables import EntryRecord
from tests.conftest import DEEP
from tests.deskapp.analysis.life import Life

SEEDS = range(20) if DEEP else (1, 2)


def days_of(life: Life) -> list[date]:
    first = ActRecord.select().where(ActRecord.use_case == "add_gift").order_by(ActRecord.id).first().at.date()
    return [first + timedelta(days=n) for n in range((life.today - first).days + 1)]


def figures(report):
    """The report without who asked when."""
    return replace(report, made_at=datetime.min, maker="", upto=datetime.min)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_day_closes_and_begins_where_the_day_before_ended(store, seed):
    life = Life(seed)
    life.live(25)
    before = 0
    kinds = Counter()
    for day in days_of(life):
        report = daily_report(act=life.act(life.clerk), day=day)
        assert report.points.difference == 0, report.points.sum_words
        assert report.points.opening == before
        before = report.points.closing
        kinds.update(report.points.counts)
        midnight = datetime.combine(day + timedelta(days=1), time.min)
        booked = EntryRecord.select().join(ActRecord).where(ActRecord.at < midnight)
        assert report.points.closing == sum(entry.redeemable for entry in booked)
        assert report.members.all == sum(getattr(report.members, part) for part in ("valid", "pending", "lost", "over"))
    assert {"earned", "awarded", "opening", "redeemed", "expired", "reversed"} <= set(kinds)  # the weeks had something to close


@pytest.mark.parametrize("seed", SEEDS)
def test_a_day_told_at_its_end_is_told_the_same_weeks_later(store, seed):
    life = Life(seed)
    told = {}
    for _ in range(12):
        life.live(1)
        at_its_end = life.at.replace(hour=23, minute=59)
        report = daily_report(act=replace(life.act(life.clerk), at=at_its_end), day=life.today)
        told[life.today] = (figures(report), points_flow(act=life.act(life.clerk), until=life.today))
    life.live(15)
    for day, (report, flow) in told.items():
        again = daily_report(act=life.act(life.clerk), day=day)
        assert figures(again) == report
        assert items(again) == items(report)
        assert points_flow(act=life.act(life.clerk), until=day) == flow


def test_each_count_is_the_length_of_its_list(store):
    life = Life(3)
    life.live(20)
    for day in days_of(life)[5:]:
        report = daily_report(act=life.act(life.clerk), day=day)
        for item in items(report):
            if item.figure is None or item.label.startswith("　按"):
                continue
            rows = lines(act=life.act(life.clerk), figure=item.figure, first=day, last=day)
            counted = sum(row.points or 0 for row in rows) if item.section is Section.POINTS else len(rows)
            counted = sum(row.points for row in rows) if item.figure is Figure.POINTS_ENDING else counted
            assert len(rows) < LIMIT
            assert counted == item.value, (day, item)


def test_a_month_of_the_flow_is_the_sum_of_its_days(store):
    life = Life(4)
    life.live(40)
    flow = points_flow(act=life.act(life.clerk), until=life.today)
    assert [month.label for month in flow] == ["2026-09", "2026-10"]  # the store has no older points
    assert [month.points.closing for month in flow[:-1]] == [month.points.opening for month in flow[1:]]
    for month in flow[-2:]:
        days = [month.first + timedelta(days=n) for n in range((month.until - month.first).days + 1)]
        each = [daily_report(act=life.act(life.clerk), day=day).points for day in days]
        assert month.points.issued == sum(points.issued for points in each)
        assert month.points.closing == each[-1].closing
        assert month.points.difference == 0
