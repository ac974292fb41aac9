"""The lounge's own window: one board on a touch screen that runs for days, beside the reception or on another PC (main.py --lounge)."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QSysInfo, Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow

from deskapp.errors import UserError
from ui.app import make_app, open_database_here
from ui.kit import notify, theme, work
from ui.kit.garbage import Collector
from ui.lounge import loading
from ui.lounge.board import Board
from ui.session import Session, local_now


class LoungeWindow(QMainWindow):
    """Full screen, never locked, without a customer on it. Leaving it asks the PIN of customer service; F11 changes full screen."""

    def __init__(self, *, clock: Callable[[], datetime] = local_now, pc: str = "") -> None:
        super().__init__()
        self.setObjectName("loungeWindow")
        self.setWindowTitle("客户休息区")
        self.setMinimumSize(1024, 640)
        self.resize(1366, 768)
        self.session = Session(pc=pc or QSysInfo.machineHostName(), clock=clock)
        self.board = Board(self.session)
        self.may_close = False
        self.setCentralWidget(self.board)
        self.board.leave_wanted.connect(self.ask_to_leave)
        full = QShortcut(QKeySequence("F11"), self)
        full.activated.connect(self.toggle_full_screen)

    def toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def ask_to_leave(self) -> None:
        """Correction, sign-off and leaving ask a PIN (lounge.md §3): guests and playing children do not take the board away."""
        people = work.call(loading.who_may_leave, self.session.now().date())
        self.board.ask_pin("退出休息区看板", people, self._leave)

    def _leave(self, _staff_id: int) -> None:
        self.may_close = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.may_close and work.running() and self.board.shown is not None:
            event.ignore()
            self.ask_to_leave()
            return
        self.board.end()
        super().closeEvent(event)


class Lounge:
    """The window with the store opened behind it."""

    def __init__(self, url: str, *, clock: Callable[[], datetime] = local_now, pc: str = "") -> None:
        self.url = url
        self.window = LoungeWindow(clock=clock, pc=pc)

    def begin(self, *, full_screen: bool) -> None:
        """Open the store and show today. Refuses in words what cannot be opened, and a store that is not founded yet."""
        from ui.kit.notices import Notices

        now = self.window.session.now()
        work.start(lambda: open_database_here(self.url, now), closer=_close, connection=_connection)
        self._door_before = notify.install(Notices(self.window))
        if full_screen:
            self.window.showFullScreen()
        else:
            self.window.show()
        try:
            if not work.call(_is_founded):
                notify.say("门店还没有建立。请先在前台电脑上完成首次设置", tone=theme.Tone.WARN)
                return
        except UserError as refusal:
            notify.fault("数据库没有打开", refusal.message)
            return
        self.window.board.begin()

    def end(self) -> None:
        self.window.may_close = True
        self.window.close()
        if hasattr(self, "_door_before"):
            notify.install(self._door_before)  # nothing is said on a window that is gone
        work.stop()


def run_lounge(*, url: str, demo: bool) -> int:
    """Run the board until customer service takes it away; the exit status."""
    from deskapp.data.location import data_folder, store_url, with_password
    from ui.kit.errors import ErrorHooks
    from ui.kit.single_instance import SingleInstance, board_lock

    app = make_app(sys.argv[:1])
    folder: Path = data_folder()
    hooks = ErrorHooks(folder / "logs")
    if demo:
        from deskapp.demo.store import demo_url

        url = demo_url(folder, at=local_now())
    instance = SingleInstance(folder, board_lock(demo=demo))
    if not instance.take():
        return 0
    lounge = Lounge(with_password(url) if url else store_url())
    instance.raised.connect(lambda: (lounge.window.raise_(), lounge.window.activateWindow()))
    lounge.begin(full_screen=True)
    Collector(app).begin()
    try:
        return app.exec()
    finally:
        lounge.end()
        instance.release()
        hooks.remove()


def _close() -> None:
    from deskapp.data import close_database

    close_database()


def _connection() -> AbstractContextManager[object]:
    from deskapp.data import database

    return database.connection_context()


def _is_founded() -> bool:
    from deskapp.store.founding import is_founded

    return is_founded()
