"""The whole program in one go: the tour in a process of its own, and what its report says."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ui.tour.parts import PARTS
from ui.tour.report import LIMITS

ROOT = Path(__file__).parents[2]
PATIENCE_S = 1500  # a busy machine takes its time; the report tells how long


def run_tour(folder: Path, *more: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-W", "default", "main.py", "--tour", str(folder), *more]
    clean = {name: value for name, value in os.environ.items() if name != "DESKAPP_DATABASE"}
    return subprocess.run(command, cwd=ROOT, env=clean, capture_output=True, text=True, timeout=PATIENCE_S, check=False)


@pytest.fixture(scope="module")
def tour(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the tour left its pictures, papers and report."""
    folder = tmp_path_factory.mktemp("tour")
    run = run_tour(folder)
    assert (folder / "report.json").exists(), f"{run.returncode}: {run.stderr}"
    return folder


@pytest.fixture(scope="module")
def report(tour: Path) -> dict[str, Any]:
    return json.loads((tour / "report.json").read_text(encoding="utf-8"))


def test_the_day_is_played_to_its_end(report):
    assert report["stopped"] == ""
    assert [part["name"] for part in report["parts"]] == [part.name for part in PARTS]


def test_enrolment_handover_and_redemption_take_no_more_entries_than_planned(report):
    assert set(report["entries"]) == set(LIMITS)
    for use_case, limit in LIMITS.items():
        assert max(report["entries"][use_case]) <= limit, use_case


def test_every_page_and_every_dialog_of_the_program_is_shown(report):
    assert report["missing_windows"] == []


def test_every_paper_of_the_program_is_printed(tour, report):
    assert report["missing_papers"] == []
    assert {"241×140", "A5", "241×93"} <= {size.split()[0] for size in report["kinds"]["gifts.receipt"]}
    for paper in report["papers"]:
        assert (tour / "papers" / f"{paper}.pdf").read_bytes().startswith(b"%PDF")


def test_no_word_is_cut_on_any_picture(report):
    assert report["clipped"] == {}


def test_nothing_warns_on_the_way(report):
    assert report["warnings"] == []


def test_every_picture_is_there(tour, report):
    assert [picture.stem for picture in sorted((tour / "pictures").iterdir())] == sorted(report["pictures"])


def test_a_part_that_does_not_exist_is_refused_with_those_that_do(tmp_path):
    run = run_tour(tmp_path / "out", "--only", "nonsense")
    assert run.returncode == 2
    assert "sign_in" in run.stderr


def test_what_was_measured_is_told(report, record_property):
    """Never asserted: another machine, or a busy one, takes its own time."""
    longest = max(report["stops"], key=lambda stop: stop["ms"])
    for name, value in (("seconds", report["seconds"]), ("memory_mib", report["memory_mib"]), ("longest_stop", longest)):
        record_property(name, value)
        print(name, value)
