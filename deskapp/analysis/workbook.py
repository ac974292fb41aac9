"""The daily report as a workbook: the figures of the screen in one table, numbers as numbers, numbers of slips as text."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from deskapp.analysis.domain import DailyReport, FlowMonth
from deskapp.analysis.flow_chart import SERIES
from deskapp.analysis.items import items
from deskapp.sheets.writing import Cell, Column, write_xlsx

COLUMNS = (Column("栏目", 14), Column("项目", 22), Column("数", 14), Column("单位", 8), Column("说明", 80))


def write_daily_report(path: Path, report: DailyReport, flow: Sequence[FlowMonth]) -> int:
    """Write the report and the months of the flow (none: without); how many rows. Refuses a file that cannot be written."""
    return write_xlsx(path, COLUMNS, _rows(report, flow), sheet=f"{report.day:%Y-%m-%d}")


def _rows(report: DailyReport, flow: Sequence[FlowMonth]) -> Iterator[tuple[Cell, ...]]:
    yield "会员日报", "日期", None, None, report.day.isoformat()
    yield "会员日报", "截至", None, None, f"{report.upto:%Y-%m-%d %H:%M}"
    yield "会员日报", "制表", None, None, f"{report.maker} {report.made_at:%Y-%m-%d %H:%M}"
    yield "会员日报", "范围", None, None, report.whose
    for item in items(report):
        yield item.section.label, item.label.strip("　"), item.value, item.unit, item.note
    if report.points is not None:
        yield "积分", "核对", report.points.difference, "分", f"{report.points.sum_words}，{report.points.verdict}"
    if report.note is not None:
        yield "备注", report.note.by, None, None, report.note.text
    for month in flow:
        for series in SERIES:
            yield "近 12 个月", f"{month.label} {series.label}", series.value(month.points), "分", ""
