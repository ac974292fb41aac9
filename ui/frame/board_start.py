"""F11: the lounge's board beside the reception on the same PC, in a process of its own that outlives and never locks with it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QProcess

from ui.kit import notify
from ui.kit.single_instance import SingleInstance, board_lock
from ui.kit.theme import Tone

_MAIN = Path(__file__).resolve().parents[2] / "main.py"


def start_detached(program: str, arguments: Sequence[str]) -> bool:
    """Start a program that goes on when this one ends; whether it started."""
    started, _ = QProcess.startDetached(program, list(arguments), str(Path.cwd()))
    return started


@dataclass(frozen=True, slots=True)
class BoardStart:
    """The board of the store this reception works in. `folder` is this PC's data folder; `url` as the program was called, '' the usual one.

    The URL handed on is never the one completed with the password of the keyring: the board finds that by itself, and what a process was
    called with can be read by others. What stands in the environment reaches the board anyway.
    """

    folder: Path
    url: str = ""
    demo: bool = False
    start: Callable[[str, Sequence[str]], bool] = start_detached

    @property
    def arguments(self) -> list[str]:
        """What this interpreter is called with."""
        of_store = ["--demo"] if self.demo else ["--database", self.url] if self.url not in ("", os.environ.get("DESKAPP_DATABASE")) else []
        return [str(_MAIN), "--lounge", *of_store]

    def open(self) -> None:
        """Start the board, or bring the one that runs on this PC to the front; says which."""
        if SingleInstance(self.folder, board_lock(demo=self.demo)).runs_elsewhere():
            notify.say("这台电脑已经打开了休息区看板")
        elif self.start(sys.executable, self.arguments):
            notify.say("正在打开休息区看板；看板铺满屏幕时，在看板上按 F11 变回窗口")
        else:
            notify.say("休息区看板没有打开。请重新启动本程序再试", tone=Tone.WARN)
