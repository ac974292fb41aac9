"""F11 at the desk: the lounge's board of the same store in a process of its own, or word that it runs already."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.kit.test_single_instance import start as start_other
from tests.ui.reception import Reception, reception  # noqa: F401 # pyright: ignore[reportUnusedImport] - a fixture
from ui.frame.board_start import BoardStart
from ui.kit.single_instance import board_lock

MAIN = Path(__file__).parents[3] / "main.py"


@dataclass
class Starter:
    """Keeps what would have been started."""

    works: bool = True
    calls: list[list[str]] = field(default_factory=list)

    def __call__(self, program: str, arguments: Sequence[str]) -> bool:
        self.calls.append([program, *arguments])
        return self.works


@pytest.fixture
def running(tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    """Another process that has the board's name on this PC."""
    other = start_other(tmp_path, board_lock(demo=False), "stay")
    assert other.stdout is not None
    assert other.stdout.readline() == "first\n"
    yield other
    other.kill()
    other.communicate(timeout=10)


def test_f11_opens_the_board_of_the_store_the_reception_was_started_with(reception: Reception, tmp_path: Path) -> None:  # noqa: F811
    starter = Starter()
    reception.window.board = BoardStart(tmp_path, url="sqlite:////store/a.db", start=starter)
    reception.key(Qt.Key.Key_F11)
    assert starter.calls == [[sys.executable, str(MAIN), "--lounge", "--database", "sqlite:////store/a.db"]]
    assert any("正在打开休息区看板" in text for text, _ in reception.heard.said)


def test_the_button_in_the_lounge_s_room_does_the_same(reception: Reception, tmp_path: Path) -> None:  # noqa: F811
    starter = Starter()
    reception.window.board = BoardStart(tmp_path, demo=True, start=starter)
    reception.window.open_room("lounge")
    QTest.mouseClick(reception.widget("open_board"), Qt.MouseButton.LeftButton)
    assert starter.calls == [[sys.executable, str(MAIN), "--lounge", "--demo"]]


def test_what_the_environment_names_is_not_written_into_the_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESKAPP_DATABASE", "postgresql://desk:secret@server/store")
    assert BoardStart(tmp_path, url="postgresql://desk:secret@server/store").arguments == [str(MAIN), "--lounge"]
    assert BoardStart(tmp_path).arguments == [str(MAIN), "--lounge"]


def test_a_board_that_runs_on_this_pc_comes_to_the_front_and_no_second_one_starts(
    reception: Reception,  # noqa: F811
    tmp_path: Path,
    running: "subprocess.Popen[str]",
) -> None:
    starter = Starter()
    reception.window.board = BoardStart(tmp_path, start=starter)
    reception.key(Qt.Key.Key_F11)
    assert starter.calls == []
    assert any("已经打开了休息区看板" in text for text, _ in reception.heard.said)
    reception.window.board = BoardStart(tmp_path, demo=True, start=starter)
    reception.key(Qt.Key.Key_F11)
    assert len(starter.calls) == 1, "the practice store's board is another one"


def test_what_does_not_start_is_said(reception: Reception, tmp_path: Path) -> None:  # noqa: F811
    reception.window.board = BoardStart(tmp_path, start=Starter(works=False))
    reception.key(Qt.Key.Key_F11)
    assert any("没有打开" in text for text, _ in reception.heard.said)


def test_nobody_opens_it_before_he_has_signed_in(reception: Reception, tmp_path: Path) -> None:  # noqa: F811
    starter = Starter()
    reception.window.board = BoardStart(tmp_path, start=starter)
    reception.session.sign_out()
    reception.key(Qt.Key.Key_F11)
    assert starter.calls == []
