"""The program as a whole: application, one window, the store opened behind it, sign-in in front of it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSysInfo, QTimer
from PySide6.QtWidgets import QApplication

from deskapp.errors import UserError
from ui.kit import notify, theme, work
from ui.main_window import MainWindow, import_windows
from ui.session import Session, local_now

if TYPE_CHECKING:
    from deskapp.data import Act
    from deskapp.store.domain import Store
    from ui.kit.garbage import Collector
    from ui.start.not_open import NotOpenPage
    from ui.start.rescue_dialog import Rescued


SYSTEM_TASKS_MS = 10 * 60_000
AFTER_START_MS = 50  # the sign-in has its cursor on the screen by then
UNPAINTED_MS = 500  # a window that starts minimised is not painted, and its store is opened all the same


def make_app(argv: list[str]) -> QApplication:
    """The dressed application, speaking Chinese."""
    from ui.kit.texts import speak_chinese

    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(argv)
    app.setApplicationName("deskapp")
    speak_chinese(app)
    theme.apply(app)
    return app


class Reception(QObject):
    """The reception window and what stands in front of it: first run, sign-in, lock."""

    def __init__(self, url: str, *, folder: Path, clock: Callable[[], datetime] = local_now, pc: str = "", practice: bool = False) -> None:
        """`practice`: the status bar says all the time that nothing in here is real."""
        super().__init__()
        self.url, self.folder, self._practice = url, folder, practice
        self.session = Session(pc=pc or QSysInfo.machineHostName(), clock=clock)
        self.window = MainWindow(self.session, folder=folder, bare=True)
        self._inside: tuple[object, object] | None = None
        self._not_open: NotOpenPage | None = None
        self._collector: Collector | None = None
        self._unpainted = QTimer(self, singleShot=True)
        self._unpainted.timeout.connect(self.open_store)
        self._system_timer = QTimer(self)
        self._system_timer.setInterval(SYSTEM_TASKS_MS)
        self._system_timer.timeout.connect(self._do_system_tasks)

    def begin(self) -> None:
        """Paint the window with the store's panel; then build the sign-in and open the store behind it."""
        from ui.start.opening import Opening

        opening = Opening(self.window.local, self.session.now())
        opening.painted.connect(self._unpainted.start)
        self.window.cover.addWidget(opening)
        self._unpainted.start(UNPAINTED_MS)
        self.window.show()

    def open_store(self) -> None:
        """Open and migrate on the database thread while the sign-in is built; then it, or the first run, takes keys."""
        self._start_work()
        self._show_sign_in()
        self._go_on()

    def _start_work(self) -> None:
        now = self.session.now()
        work.start(lambda: open_database_here(self.url, now), closer=_close, connection=_connection)

    def _go_on(self) -> None:
        try:
            founded = work.call(_is_founded)
        except UserError as refusal:
            self._tell_not_open(refusal)
            return
        self.window.cover.setCurrentWidget(self.sign_in)
        if founded:
            self.sign_in.begin()
            QTimer.singleShot(AFTER_START_MS, self, self._after_start)
        else:
            self._after_start()
            self._first_run()

    def _tell_not_open(self, refusal: UserError) -> None:
        """Why the store does not open, and the ways on."""
        from ui.start.not_open import NotOpenPage

        self._speak()
        self.window.furnish()  # sheets lie over its frame
        self._collect_garbage()
        if self._not_open is None:
            self._not_open = NotOpenPage(self.window, self.url)
            self._not_open.again.connect(self._try_again)
            self._not_open.rescued.connect(self._rescued)
            self.window.cover.addWidget(self._not_open)
        self.window.cover.setCurrentWidget(self._not_open)
        self._not_open.tell(refusal.message)

    def _try_again(self) -> None:
        work.stop()
        self._start_work()
        self._go_on()

    def _rescued(self, done: Rescued) -> None:
        """The file is what the backup held: open it, and keep there who brought it back."""
        self._try_again()
        act = replace(self.session.act(), staff_id=done.staff_id)
        work.call(_confirm_rescue, act, done)
        notify.say(f"已恢复到 {done.backup.at:%Y-%m-%d %H:%M} 的备份，请登录")

    def _speak(self) -> None:
        """Once: the window that could not open the store speaks already."""
        from ui.kit.notices import Notices

        if not hasattr(self, "_door_before"):
            self._door_before = notify.install(Notices(self.window))

    def _show_sign_in(self) -> None:
        from ui.start.sign_in import SignInPage

        self.sign_in = SignInPage(self.window)
        self.sign_in.let_in.connect(self.enter)
        self.window.cover.addWidget(self.sign_in)
        self.window.cover.setCurrentWidget(self.sign_in)
        self.window.locked.connect(self._lock)
        self.window.own_pin_wanted.connect(self._change_pin)

    def _after_start(self) -> None:
        """What nobody waits for at the sign-in: the frame, keys that must reach the program from anywhere, readings of names."""
        from deskapp.data.location import shown
        from ui.kit.autolock import AutoLock
        from ui.kit.memory import give_back_what_is_freed
        from ui.kit.scan import ScanFilter

        give_back_what_is_freed()
        app = QApplication.instance()
        if not isinstance(app, QApplication) or not work.running():
            return
        self._speak()
        self.window.furnish()
        where = "练习数据，可以随便试" if self._practice else shown(self.url)
        self.window.status_bar.database.set_state(where, theme.Tone.WARN if self._practice else theme.Tone.GOOD)
        work.latest(self, _warm_up, lambda _: None, topic="warm")
        work.latest(self, import_windows, lambda _: self._collect_garbage(), topic="windows", lane=work.Lane.FILES)
        self.scanner = ScanFilter(app, self._scanned)
        self.scanner.begin()
        minutes = work.call(_lock_after)
        self.auto_lock = AutoLock(app, self.window.lock, idle_ms=minutes * 60_000)

    def _collect_garbage(self) -> None:
        """The start has put it off."""
        from ui.kit.garbage import Collector

        self._collector = self._collector or Collector(self)
        self._collector.begin()

    # In front of the window ------------------------------------------------------------------------------------------

    def _first_run(self) -> None:
        from ui.start.first_run_dialog import FirstRunPage

        page = FirstRunPage(self.window)
        page.founded.connect(self.enter)
        self.window.cover.addWidget(page)
        self.window.cover.setCurrentWidget(page)
        page.begin()

    def enter(self) -> None:
        """Show the window to the person of the session. Whoever was there before the lock finds it as he left it."""
        if self._inside == (self.session.staff, self.session.rights):
            self.window.uncover()
        else:
            self._welcome()
            self._inside = (self.session.staff, self.session.rights)
        if hasattr(self, "auto_lock"):
            self.auto_lock.start()
        self._do_system_tasks()
        self._system_timer.start()

    def _welcome(self) -> None:
        store, outlet = work.call(_store_and_outlet, self.session)
        self.window.signed_in(store, outlet)

    def _do_system_tasks(self) -> None:
        """What the program does by itself while somebody is signed in: expiries in small steps, the day's backup on its own lane."""
        from ui.kit.memory import give_back_now

        self._take_system_step(more=True)
        work.latest(self, lambda: _back_up_daily(self.session), self._show_backup, topic="backup", lane=work.Lane.FILES)
        work.latest(self, give_back_now, lambda _: None, topic="memory", lane=work.Lane.FILES)

    def _take_system_step(self, more: bool) -> None:
        """One step is one job of the database lane: after days off, whoever types in between is answered first."""
        if more and self.session.staff is not None:
            work.latest(self, lambda: _run_system_tasks(self.session), self._take_system_step, topic="system", failed=_try_again_later)

    def _show_backup(self, state: tuple[str, bool]) -> None:
        words, good = state
        self.window.status_bar.backup.set_state(words, theme.Tone.GOOD if good else theme.Tone.WARN)

    def _lock(self) -> None:
        from ui.kit import clipboard

        clipboard.forget_all()
        if hasattr(self, "auto_lock"):
            self.auto_lock.stop()
        self.window.cover.setCurrentWidget(self.sign_in)
        self.sign_in.lock()

    def _change_pin(self) -> None:
        from ui.start.own_pin_dialog import OwnPinDialog

        OwnPinDialog(self.window).open()

    def _scanned(self, code: str) -> None:
        """A scan with any focus opens the record, a card its customer."""
        if self.session.staff is None or self.window.cover.currentWidget() is self.sign_in:
            return
        self.window.scanned(code)

    def end(self) -> None:
        """Close the window and the store."""
        from ui.kit import clipboard

        clipboard.forget_all()
        self._system_timer.stop()
        app = QApplication.instance()
        if app is not None and hasattr(self, "scanner"):
            self.scanner.end()
            self.scanner.deleteLater()  # with a scan that has not ended yet
            self.auto_lock.stop()
        self.window.close()
        if hasattr(self, "_door_before"):
            notify.install(self._door_before)  # nothing is said on a window that is gone
        work.stop()


def run(*, url: str, demo: bool) -> int:
    """Run the reception until its window is closed; the exit status."""
    from deskapp.data.location import data_folder, store_url, with_password
    from ui.frame.board_start import BoardStart
    from ui.kit.errors import ErrorHooks
    from ui.kit.single_instance import SingleInstance

    app = make_app(sys.argv[:1])
    folder = data_folder()
    hooks = ErrorHooks(folder / "logs")
    board = BoardStart(folder, url, demo)
    if demo:
        from deskapp.demo.store import demo_url, practice_folder

        url = demo_url(folder, at=local_now())
        folder = practice_folder(folder)  # its half-filled forms are no business of the store's people
    instance = SingleInstance(folder, "demo" if demo else "reception")
    if not instance.take():
        return 0
    reception = Reception(with_password(url) if url else store_url(), folder=folder, practice=demo)
    instance.raised.connect(lambda: (reception.window.showNormal(), reception.window.raise_(), reception.window.activateWindow()))
    reception.window.board = board
    reception.begin()
    try:
        return app.exec()
    finally:
        reception.end()
        instance.release()
        hooks.remove()


# Jobs of the database thread -----------------------------------------------------------------------------------------


def open_database_here(url: str, now: datetime) -> None:
    """Open and migrate, on the thread that runs it.

    peewee looks for psycopg when it is imported, and so does what applies steps: 160 ms and 16 MB a single PC has no use for.
    """
    from deskapp.data.location import is_server

    hidden = not is_server(url) and "psycopg" not in sys.modules
    if hidden:
        sys.modules["psycopg"] = None  # pyright: ignore[reportArgumentType]
    try:
        import_module("peewee")
        from deskapp.data import migrate, open_database  # not `deskapp.start`: the sign-in waits for no table of gifts

        migrate(url, at=now)
        open_database(url)
    finally:
        if hidden:
            del sys.modules["psycopg"]


def _confirm_rescue(act: Act, done: Rescued) -> None:
    from deskapp.store.rescue import confirm_rescue

    confirm_rescue(act=act, path=done.backup.path, reason=done.reason)


def _close() -> None:
    from deskapp.data import close_database

    close_database()


def _connection() -> AbstractContextManager[object]:
    from deskapp.data import database

    return database.connection_context()


def _is_founded() -> bool:
    from deskapp.store.founding import is_founded

    return is_founded()


def _lock_after() -> int:
    from deskapp.store.service import lock_after_minutes

    return lock_after_minutes()


def _store_and_outlet(session: Session) -> tuple[Store, str]:
    from deskapp.store.service import store

    return store(), session.staff.outlet if session.staff else ""


def _warm_up() -> None:
    """What the first person would otherwise wait for: every feature's services, the readings of names."""
    import_module("deskapp.start")
    from deskapp.typed import name_readings

    name_readings("预热")


def _try_again_later(error: BaseException) -> None:
    """A refusal (another PC imports members) is nothing the clerk can mend: the timer comes again."""
    if not isinstance(error, UserError):
        raise error


def _run_system_tasks(session: Session) -> bool:
    from deskapp.start import run_system_tasks

    return run_system_tasks(session.act())


def _back_up_daily(session: Session) -> tuple[str, bool]:
    """Make the day's backup if it is due; what the status bar says of the last one."""
    from deskapp.data import database
    from deskapp.store.backups import back_up_daily, backup_state

    with database.connection_context():
        back_up_daily(act=session.act())
        kept = backup_state().backups
    if not kept:
        return "还没有备份", False
    last, today = kept[0].at, session.now().date()
    day = "今天" if last.date() == today else f"{last:%m-%d}"
    return f"备份 {day} {last:%H:%M}，已验证", (today - last.date()).days <= 1
