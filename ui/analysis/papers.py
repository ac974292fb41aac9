"""The daily report on its way to the printer or into a workbook; the jobs are made on the database thread."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ui.desk import PrintJob

if TYPE_CHECKING:
    from deskapp.analysis.domain import DailyReport, FlowMonth
    from deskapp.data import Act
    from deskapp.papers import Paper, Printed


def daily_job(act: Act, day: date) -> PrintJob:
    """The A4 report of a day as the person may see it; prints are counted by the day."""
    from deskapp.analysis.member_daily_paper import PAPERS, TITLE, render
    from deskapp.store.service import store

    (report, flow), house = _all_of(act, day), store().name

    def draw(paper: Paper, reprint: int) -> Printed:
        return render(report, flow, store=house, paper=paper, reprint=reprint)

    return PrintJob(TITLE, day.isoformat(), PAPERS, draw)


def write_workbook(act: Act, day: date, path: Path) -> int:
    """The same report as a workbook; how many rows."""
    from deskapp.analysis.workbook import write_daily_report

    report, flow = _all_of(act, day)
    return write_daily_report(path, report, flow)


def _all_of(act: Act, day: date) -> tuple[DailyReport, tuple[FlowMonth, ...]]:
    from deskapp.analysis.service import daily_report, points_flow

    report = daily_report(act=act, day=day)
    return report, points_flow(act=act, until=day) if report.sees_all else ()
