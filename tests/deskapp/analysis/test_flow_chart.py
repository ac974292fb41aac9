"""The chart of the months: every value has its place, its words and its figure, on any size it is drawn."""

from dataclasses import replace
from itertools import pairwise

import pytest

from deskapp.analysis.domain import Figure
from deskapp.analysis.flow_chart import SERIES, flow_chart
from deskapp.papers.charts import chart_pdf
from tests.deskapp.analysis.samples import a_flow
from tests.deskapp.papers.reading import chars, text_of

PAPER, SCREEN = (176.0, 68.0), (263.0, 66.0)


@pytest.mark.parametrize("size", [PAPER, SCREEN], ids=["paper", "screen"])
def test_every_value_stands_inside_with_its_words(size):
    months = a_flow()
    flow = flow_chart(months, width=size[0], height=size[1])
    assert all(s.box.x >= 0 and s.box.right <= size[0] and s.box.y >= 0 and s.box.bottom <= size[1] for s in flow.spots)
    cells = flow.spots[-len(SERIES) * 12 :]
    assert [cell.figure for cell in cells[::12]] == [Figure.ISSUED, Figure.REDEEMED, Figure.USED, Figure.EXPIRED, None]
    assert cells[11].words == f"2026-11 发放 {months[-1].points.issued:,} 分"
    assert cells[-1].words == f"2026-11-23 日终余额 {months[-1].points.closing:,} 分"
    assert len(flow.chart.parts) == len(flow.spots)


def test_values_of_neighbouring_months_never_touch():
    for scale in (1, 12, 24, 400, 9_000):
        drawn = chars(chart_pdf(flow_chart(a_flow(scale=scale), width=PAPER[0], height=PAPER[1]).chart))
        lines: dict[float, list[dict]] = {}
        for char in drawn:
            lines.setdefault(round(char["baseline"], 1), []).append(char)
        for row in lines.values():
            row.sort(key=lambda c: c["x0"])
            assert all(left["x1"] <= right["x0"] + 0.05 for left, right in pairwise(row))


def test_a_row_of_millions_is_written_in_thousands():
    said = text_of(chart_pdf(flow_chart(a_flow(scale=100), width=PAPER[0], height=PAPER[1]).chart))
    assert "月末余额（千）" in said
    assert "发放（千）" in said
    assert "抵扣（千）" not in said


def test_a_young_store_has_few_and_slender_bars():
    flow = flow_chart(a_flow(months=1), width=PAPER[0], height=PAPER[1])
    bars = [spot for spot in flow.spots if spot.figure is not None][:3]
    assert all(bar.box.w <= 7.0 for bar in bars)


def test_a_balance_below_zero_lies_on_the_ground_and_is_written_as_it_is():
    (month,) = a_flow(months=1)
    red = replace(month, points=replace(month.points, closing=-250))
    flow = flow_chart((red,), width=PAPER[0], height=PAPER[1])
    assert "−250" in text_of(chart_pdf(flow.chart))
