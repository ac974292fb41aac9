"""Charts say their values in words, and where their parts stand."""

from typing import Any

import pytest

from deskapp.papers import CellOverflow, Row, Section
from deskapp.papers.charts import Chart, Picture, bar_chart, chart_pdf, line_chart, pareto_chart

from . import reading, samples

CAUSES = [("洗车", 1), ("维修质量", 5), ("等待时间", 3), ("解释不清", 2)]


def test_bars_are_as_high_as_their_values_and_carry_them() -> None:
    chart = bar_chart(CAUSES, width=100, height=50)
    heights = {part.label: part.box.h for part in chart.parts}
    assert [part.label for part in chart.parts] == ["洗车", "维修质量", "等待时间", "解释不清"]
    assert heights["维修质量"] == pytest.approx(5 * heights["洗车"])
    text = reading.text_of(chart_pdf(chart))
    assert all(label in text for label, _ in CAUSES)
    assert all(str(value) in text.split() for _, value in CAUSES)


def test_parts_stand_where_they_are_drawn() -> None:
    chart = bar_chart(CAUSES, width=100, height=50)
    marks = [(round(x0, 1), round(x1, 1), round(y0, 1), round(y1, 1)) for x0, y0, x1, y1 in reading.marks(chart_pdf(chart))]
    for part in chart.parts:
        box = part.box
        assert (round(box.x, 1), round(box.right, 1), round(box.y, 1), round(box.bottom, 1)) in marks


def test_a_pareto_sorts_and_ends_at_all() -> None:
    chart = pareto_chart(CAUSES, width=110, height=60)
    assert [part.value for part in chart.parts] == [5, 3, 2, 1]
    text = reading.text_of(chart_pdf(chart))
    assert all(share in text for share in ("45%", "73%", "91%", "100%"))


def test_a_line_shows_every_value_with_its_own_words() -> None:
    chart = line_chart([("10 月", 82.5), ("11 月", 91.0)], width=80, height=40, show=lambda value: f"{value:.1f}%")
    text = reading.text_of(chart_pdf(chart))
    assert "82.5%" in text
    assert "91.0%" in text
    assert chart.parts[1].box.y < chart.parts[0].box.y


def test_what_is_rare_stands_last_however_much_it_is_together() -> None:
    chart = pareto_chart(CAUSES, width=110, height=60, rest=("其他 20 项", 40))
    assert [part.label for part in chart.parts][-1] == "其他 20 项"
    assert [part.value for part in chart.parts] == [5, 3, 2, 1, 40]


def test_no_value_of_a_pareto_stands_under_the_label_of_its_line() -> None:
    chart = pareto_chart([(f"原因{n}", 20 - n) for n in range(8)], width=140, height=50, rest=("其他", 200))
    letters = reading.chars(chart_pdf(chart))
    counts, shares = ([one for one in letters if one["bold"] is is_bold] for is_bold in (True, False))
    assert counts
    assert not [(one, other) for one in counts for other in shares if _meet(one, other)]


def _meet(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two letters stand in one place: digits of 9 points are 2.3 mm high."""
    return min(one["x1"], other["x1"]) > max(one["x0"], other["x0"]) and abs(one["baseline"] - other["baseline"]) < 2.3


def test_a_scale_that_begins_higher_shows_small_differences() -> None:
    rates = [("1", 96.0), ("2", 98.0), ("3", 95.0), ("4", 97.0)]
    flat, steep = (line_chart(rates, width=80, height=60, bottom=bottom) for bottom in (0.0, 90.0))
    spread = [max(part.box.y for part in chart.parts) - min(part.box.y for part in chart.parts) for chart in (flat, steep)]
    assert spread[1] == pytest.approx(10 * spread[0])
    with pytest.raises(ValueError, match="below their scale"):
        line_chart(rates, width=80, height=60, bottom=96.5)


@pytest.mark.parametrize("make", [bar_chart, line_chart, pareto_chart])
def test_nothing_to_show_says_so_and_zeros_do_not_break(make: object) -> None:
    assert callable(make)
    empty: Chart = make([], width=80, height=40)
    zeros: Chart = make([("甲", 0), ("乙", 0)], width=80, height=40)
    assert "没有数据" in reading.text_of(chart_pdf(empty))
    assert empty.parts == ()
    assert "甲" in reading.text_of(chart_pdf(zeros))


def test_a_negative_value_is_refused() -> None:
    with pytest.raises(ValueError, match="below their scale"):
        bar_chart([("甲", -1)], width=80, height=40)


def test_a_chart_too_small_to_read_or_larger_than_its_cell_is_a_bug() -> None:
    with pytest.raises(CellOverflow):
        bar_chart([(f"原因{n}", n) for n in range(40)], width=60, height=40)
    with pytest.raises(CellOverflow):
        samples.printed([Section([Row(Picture(bar_chart(CAUSES, width=100, height=50)))])])


def test_the_drawing_on_paper_is_the_one_on_screen() -> None:
    chart = pareto_chart(CAUSES, width=110, height=60)
    on_paper = reading.text_of(samples.printed([Section([Row(Picture(chart, span=4))])]).pdf)
    assert all(word in on_paper for word in reading.text_of(chart_pdf(chart)).split())
