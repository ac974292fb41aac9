"""One reception window on a PC; a second start raises it; a killed one does not keep the next from starting."""

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


def _start(folder: Path, name: str, *more: str) -> "subprocess.Popen[str]":
    return subprocess.Popen([sys.executable, "-c", _OTHER, str(folder), name, *more], stdout=subprocess.PIPE, text=True)


def test_a_second_start_raises_the_first_window_and_ends(tmp_path: Path, qtbot: QtBot) -> None:
    first = SingleInstance(tmp_path, "reception")
    assert first.take()
    with qtbot.waitSignal(first.raised, timeout=10_000):
        other = _start(tmp_path, "reception")
    assert other.communicate(timeout=10)[0] == "second\n"
    first.release()


def test_reception_and_lounge_run_side_by_side(tmp_path: Path, qtbot: QtBot) -> None:
    first = SingleInstance(tmp_path, "reception")
    assert first.take()
    assert _start(tmp_path, "lounge").communicate(timeout=10)[0] == "first\n"
    first.release()


def test_after_a_kill_the_next_one_starts_and_can_be_raised(tmp_path: Path, qtbot: QtBot) -> None:
    killed = _start(tmp_path, "reception", "stay")
    assert killed.stdout is not None
    assert killed.stdout.readline() == "first\n"
    killed.send_signal(signal.SIGKILL)
    killed.communicate(timeout=10)
    following = SingleInstance(tmp_path, "reception")
    assert following.take()
    with qtbot.waitSignal(following.raised, timeout=10_000):
        other = _start(tmp_path, "reception")
    other.communicate(timeout=10)
    following.release()
