"""Closed forms go, in the GUI thread and never in a lane."""

import gc
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from ui.kit import work
from ui.kit.garbage import Collector


@pytest.fixture
def collector(qapp: QApplication) -> Iterator[Collector]:
    """As after a start: Python's own collector is off."""
    gc.collect()
    gc.disable()
    collector = Collector(qapp)
    collector.begin()
    yield collector
    collector.deleteLater()
    gc.unfreeze()
    gc.enable()


class Form:
    """Something that holds itself, as a form with its connections does."""

    alive = 0

    def __init__(self) -> None:
        self.me = self
        Form.alive += 1

    def __del__(self) -> None:
        Form.alive -= 1


def _leave_forms(count: int) -> None:
    for _ in range(count):
        Form()


def test_what_is_left_behind_is_collected_in_the_gui_thread_alone(collector: Collector, lanes: None) -> None:
    where: set[str] = set()

    def watch(_phase: str, _info: dict[str, int]) -> None:
        where.add(threading.current_thread().name)

    gc.callbacks.append(watch)
    try:
        work.call(_leave_forms, 2_000)
        assert Form.alive == 2_000, "no lane looks, however much it leaves"
        collector.look()
        assert Form.alive == 0
        assert where == {"MainThread"}
    finally:
        gc.callbacks.remove(watch)


def test_old_garbage_is_found_in_time(collector: Collector, lanes: None) -> None:
    form = Form()
    gc.collect()  # it has grown old
    del form
    for _ in range(200):
        keep: list[Any] = [[] for _ in range(1_000)]
        collector.look()
        del keep
    assert Form.alive == 0


def test_where_pythons_own_collector_is_on_it_stays(qapp: QApplication) -> None:
    collector = Collector(qapp)
    before = gc.get_freeze_count()
    collector.begin()
    assert gc.isenabled()
    assert gc.get_freeze_count() == before
