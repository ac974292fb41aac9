"""One reception window on a PC; a second start raises it; a killed one does not keep the next from starting."""

import select
import signal
import subprocess
import sys
from pathlib import Path

from pytestqt.qtbot import QtBot

from ui.kit.single_instance import SingleInstance

_OTHER = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from ui.kit.single_instance import SingleInstance
app = QCoreApplication([])
first = SingleInstance(Path(sys.argv[1]), sys.argv[2])
print("first" if first.take() else "second", flush=True)
if sys.argv[3:] == ["stay"]:
    first.raised.connect(lambda: print("raised", flush=True))
    app.exec()
"""


def start(folder: Path, name: str, *more: str) -> "subprocess.Popen[str]":
    return subprocess.Popen([sys.executable, "-c", _OTHER, str(folder), name, *more], stdout=subprocess.PIPE, text=True)


def test_a_second_start_raises_the_first_window_and_ends(tmp_path: Path, qtbot: QtBot) -> None:
    first = SingleInstance(tmp_path, "reception")
    assert first.take()
    with qtbot.waitSignal(first.raised, timeout=10_000):
        other = start(tmp_path, "reception")
    assert other.communicate(timeout=10)[0] == "second\n"
    first.release()


def test_who_only_asks_whether_another_runs_takes_nothing_and_calls_it_to_the_front(tmp_path: Path, qtbot: QtBot) -> None:
    asking = SingleInstance(tmp_path, "lounge")
    assert not asking.runs_elsewhere()
    other = start(tmp_path, "lounge", "stay")
    assert other.stdout is not None
    assert other.stdout.readline() == "first\n", "the question left the name free"
    heard = other.stdout
    qtbot.waitUntil(lambda: asking.runs_elsewhere() and bool(select.select([heard], [], [], 0)[0]))  # it listens once it is painted
    assert heard.readline() == "raised\n"
    other.kill()
    other.communicate(timeout=10)


def test_reception_and_lounge_run_side_by_side(tmp_path: Path, qtbot: QtBot) -> None:
    first = SingleInstance(tmp_path, "reception")
    assert first.take()
    assert start(tmp_path, "lounge").communicate(timeout=10)[0] == "first\n"
    first.release()


def test_after_a_kill_the_next_one_starts_and_can_be_raised(tmp_path: Path, qtbot: QtBot) -> None:
    killed = start(tmp_path, "reception", "stay")
    assert killed.stdout is not None
    assert killed.stdout.readline() == "first\n"
    killed.send_signal(signal.SIGKILL)
    killed.communicate(timeout=10)
    following = SingleInstance(tmp_path, "reception")
    assert following.take()
    with qtbot.waitSignal(following.raised, timeout=10_000):
        other = start(tmp_path, "reception")
    other.communicate(timeout=10)
    following.release()
