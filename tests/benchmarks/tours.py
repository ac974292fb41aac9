"""The tour as the longest day there is, and two days of the lounge: how long a window stands still, and what it holds in memory."""

import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.benchmarks.process import ROOT, environment, run_module
from tests.benchmarks.table import Budget, Figure, Limit
from tests.benchmarks.timing import sample_of


def figures(founded: Callable[[], AbstractContextManager[str]]) -> list[Figure]:
    """One tour. A stop is told by the clock, and as what the window's own thread computed in it: a busy machine stops everybody."""
    with TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "main.py", "--tour", folder], cwd=ROOT, env=environment(), capture_output=True, check=False)
        report: dict[str, Any] = json.loads((Path(folder) / "report.json").read_text(encoding="utf-8"))
    if report["stopped"]:
        raise RuntimeError(f"the tour stopped: {report['stopped']}")
    stops = [stop["ms"] for stop in report["stops"]]
    work = [stop["work_ms"] for stop in report["stops"]]
    blank = Limit("blank PySide6 window", sample_of([run_module("blank_window")["memory"]]))
    with founded() as url:
        days = run_module("long_days", url)
    return [
        Figure("longest stop of the window in the tour", "", sample_of([max(stops)]), budget=Budget(50)),
        Figure("… of it the window's own work", "", sample_of([max(work)]), budget=Budget(50)),
        Figure("memory after the tour", "", sample_of([report["memory_mib"]]), blank, Budget(180, unit="MiB"), unit="MiB"),
        Figure("memory after 48 hours of the lounge's board", "", sample_of([days["after"]]), blank, Budget(180, unit="MiB"), unit="MiB"),
        Figure("… of it added by the 48 hours", "", sample_of([days["after"] - days["before"]]), budget=Budget(2, unit="MiB"), unit="MiB"),
    ]
