"""The longest stop of the window is measured, not guessed."""

import threading
import time
from typing import Any

from PySide6.QtCore import QTimer

from ui.kit import work
from ui.kit.heartbeat import Heartbeat


def test_the_heartbeat_reports_the_longest_stop_of_the_window(qtbot: Any) -> None:
    heart = Heartbeat()
    heart.begin()
    qtbot.wait(30)
    QTimer.singleShot(0, lambda: _stand_still(0.08))
    qtbot.wait(150)
    assert 60 <= heart.end() <= 1000
    heart.begin()
    qtbot.wait(20)
    assert heart.end() < 60


def _stand_still(seconds: float) -> None:
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass


def test_the_heartbeat_goes_on_during_a_slow_call(lanes: None, qtbot: Any) -> None:
    heart = Heartbeat()
    gate = threading.Event()
    QTimer.singleShot(300, gate.set)
    heart.begin()
    work.call(gate.wait, 5.0)
    assert heart.end() < 150, "the same wait without an event loop stops the window for 300 ms"
    QTimer.singleShot(0, lambda: threading.Event().wait(0.3))
    heart.begin()
    qtbot.wait(350)
    assert heart.end() >= 250
