"""The pictures of the look back, on screen and on paper: pass rate over time, Pareto of failed items, what is late at each step."""

from collections.abc import Sequence

from deskapp.inspection.figures import Frequent, Point, with_rate
from deskapp.papers.charts import Chart, bar_chart, line_chart, pareto_chart

MOST_BARS = 10
"""Of a Pareto; what is rarer stands together as 其他."""


def rate_chart(points: Sequence[Point], *, width: float, height: float) -> Chart:
    """A point for each week or month in which something was checked, in percent; its parts are the points `with_rate`.

    Rates lie close together and close to 100: the scale begins at the ten below the lowest.
    """
    values = [(point.period.label, (point.permille or 0) / 10) for point in with_rate(points)]
    lowest = min((value for _, value in values), default=0.0)
    return line_chart(values, width=width, height=height, bottom=min(lowest // 10 * 10, 90.0), show=_percent)


def failures_chart(items: Sequence[Frequent], *, width: float, height: float, most: int = MOST_BARS) -> Chart:
    """The `most` frequent items, a part for each in their order, and one more for all the others."""
    shown = [(one.item, float(len(one.failures))) for one in items[:most]]
    others = sum(len(one.failures) for one in items[most:])
    return pareto_chart(shown, width=width, height=height, rest=(f"其他 {len(items) - most} 项", float(others)) if others else None)


def stages_chart(stages: Sequence[tuple[str, int]], *, width: float, height: float) -> Chart:
    """A bar for each step a notice may wait for: how many are past their day."""
    return bar_chart([(f"未{stage}", float(count)) for stage, count in stages], width=width, height=height)


def _percent(value: float) -> str:
    return f"{value:.0f}%" if value == int(value) else f"{value:.1f}%"
