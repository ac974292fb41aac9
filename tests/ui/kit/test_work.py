"""A window never stands still: services run on the database thread, keys wait their turn, old answers are dropped."""

import gc
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any
from weakref import ReferenceType, ref

import pytest
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow

from deskapp.errors import UserError
from tests.ui.kit.keyboard import press
from ui.kit import work
from ui.kit.sheet import open_sheets


def _thread_name() -> str:
    return threading.current_thread().name


def test_every_service_runs_on_the_one_thread_that_opened_the_store(qapp: QApplication) -> None:
    names: list[str] = []
    work.start(lambda: names.append(_thread_name()), closer=lambda: names.append(_thread_name()))
    names.append(work.call(_thread_name))
    work.stop()
    assert len(set(names)) == 1
    assert len(names) == 3
    assert names[0].startswith("database")


def test_a_store_that_does_not_open_tells_every_caller_why_and_can_be_started_again(qapp: QApplication) -> None:
    def broken() -> None:
        raise UserError("数据库文件已损坏")

    work.start(broken)
    for _ in range(2):
        with pytest.raises(UserError, match="已损坏"):
            work.call(_thread_name)
    work.stop()
    work.start(lambda: None)
    assert work.call(lambda a, *, b: a + b, 1, b=2) == 3
    work.stop()


def test_what_a_service_raises_is_raised_in_the_form(lanes: None) -> None:
    def refuse() -> None:
        raise UserError("积分不足", field="points")

    with pytest.raises(UserError, match="积分不足") as caught:
        work.call(refuse)
    assert caught.value.field == "points"


def test_painting_and_timers_go_on_while_a_service_takes_its_time(lanes: None, qtbot: Any) -> None:
    ticks: list[int] = []
    timer = QTimer()
    timer.timeout.connect(lambda: ticks.append(1))
    timer.start(5)
    gate = threading.Event()
    QTimer.singleShot(100, gate.set)
    assert work.call(gate.wait, 5.0)
    timer.stop()
    assert len(ticks) >= 5


def test_keys_typed_during_a_call_arrive_afterwards_in_order(lanes: None, qtbot: Any) -> None:
    edit = QLineEdit("abcd")
    qtbot.addWidget(edit)
    edit.show()
    edit.setFocus()
    qtbot.waitUntil(edit.hasFocus)
    edit.setCursorPosition(4)
    seen: list[str] = []
    gate = threading.Event()
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Backspace):
        press(edit.windowHandle(), key)
    QTimer.singleShot(60, lambda: (seen.append(edit.text()), gate.set()))
    work.call(gate.wait, 5.0)
    seen.append(edit.text())
    qtbot.waitUntil(lambda: edit.text() != "abcd")
    assert seen == ["abcd", "abcd"]
    assert edit.text() == "abd", "the arrow came before the deletion"


def test_a_busy_sign_is_shown_only_when_a_call_takes_longer_than_a_moment(lanes: None, qtbot: Any) -> None:
    seen: list[bool] = []
    work.busy_changed().connect(seen.append)
    work.call(_thread_name)
    assert seen == []
    gate = threading.Event()
    work.busy_changed().connect(lambda on: gate.set())
    work.call(gate.wait, 5.0)
    assert seen == [True, False]
    assert QGuiApplication.overrideCursor() is None


def test_a_refresh_by_timer_can_see_that_a_call_runs_and_may_even_ask_itself(lanes: None, qtbot: Any) -> None:
    seen: list[object] = []
    gate = threading.Event()

    def from_a_timer() -> None:
        seen.append(work.busy())
        gate.set()
        seen.append(work.call(_thread_name))

    QTimer.singleShot(10, from_a_timer)
    assert work.call(gate.wait, 5.0)
    assert seen[0] is True
    assert str(seen[1]).startswith("database")
    assert not work.busy()


def test_only_the_newest_search_is_answered_and_a_waiting_older_one_is_never_run(lanes: None, qtbot: Any) -> None:
    owner = QObject()
    ran: list[int] = []
    answers: list[int] = []
    gate = threading.Event()

    def search(n: int) -> Callable[[], int]:
        def run() -> int:
            ran.append(n)
            gate.wait(5.0)
            return n

        return run

    for n in range(5):
        work.latest(owner, search(n), answers.append)
    gate.set()
    qtbot.waitUntil(lambda: bool(answers))
    work.call(_thread_name)
    assert answers == [4]
    assert ran in ([4], [0, 4])


def test_an_answer_that_was_handed_over_is_not_kept(lanes: None, qtbot: Any) -> None:
    class Picture:
        pass

    owner = QObject()
    seen: list[ReferenceType[Picture]] = []
    work.latest(owner, Picture, lambda picture: seen.append(ref(picture)))
    qtbot.waitUntil(lambda: bool(seen))
    work.call(_thread_name)
    gc.collect()
    assert seen[0]() is None


def test_an_answer_for_a_page_that_is_gone_is_dropped(lanes: None, qtbot: Any) -> None:
    page = QMainWindow()
    answers: list[str] = []
    gate = threading.Event()
    work.latest(page, lambda: str(gate.wait(5.0)), answers.append)
    page.deleteLater()
    del page
    qtbot.wait(1)
    gate.set()
    work.call(_thread_name)
    qtbot.wait(1)
    assert answers == []


def test_a_refusal_in_the_background_goes_to_whoever_asked_for_it(lanes: None, qtbot: Any) -> None:
    owner = QObject()
    refusals: list[str] = []

    def refuse() -> None:
        raise UserError("服务器没有应答")

    work.latest(owner, refuse, lambda _: None, failed=lambda e: refusals.append(str(e)))
    qtbot.waitUntil(lambda: refusals == ["服务器没有应答"])


def test_without_a_taker_a_background_error_reaches_the_excepthook(lanes: None, qtbot: Any) -> None:
    owner = QObject()

    def refuse() -> None:
        raise UserError("服务器没有应答")

    with qtbot.captureExceptions() as caught:
        work.latest(owner, refuse, lambda _: None)
        qtbot.waitUntil(lambda: bool(caught))
    assert [str(error) for _, error, _ in caught] == ["服务器没有应答"]


def test_a_service_job_is_only_sent_from_the_gui_thread(lanes: None) -> None:
    def nested() -> str:
        return work.call(_thread_name)

    with pytest.raises(RuntimeError, match="GUI thread"):
        work.call(nested)


def test_stopping_drops_what_waits_and_closes_the_store_last(qapp: QApplication) -> None:
    order: list[str] = []
    begun, gate = threading.Event(), threading.Event()
    owner = QObject()
    work.start(lambda: None, closer=lambda: order.append("closed"))
    work.latest(owner, lambda: (begun.set(), gate.wait(5.0), order.append("ran")), lambda _: None, topic="running")
    assert begun.wait(5.0)
    work.latest(owner, lambda: order.append("never"), lambda _: None, topic="waiting")
    QTimer.singleShot(0, gate.set)
    threading.Timer(0.05, gate.set).start()
    work.stop()
    assert order == ["ran", "closed"]
    assert not work.running()


def test_a_long_job_has_its_own_thread_and_connection_and_shows_how_far_it_is(qtbot: Any, window: QMainWindow) -> None:
    log: list[str] = []

    @contextmanager
    def connection() -> Generator[None, None, None]:
        log.append(f"connect {_thread_name()[:4]}")
        yield
        log.append("close")

    work.start(lambda: None, connection=connection)
    try:

        def import_rows(progress: work.Progress) -> int:
            for n in range(1000):
                progress(n + 1, 1000, "导入")
            return 1000

        assert work.long(window, "导入会员", import_rows) == 1000
        assert log == ["connect long", "close"]
        assert open_sheets(window) == []
    finally:
        work.stop()


def test_cancel_stops_a_long_job_and_its_caller_hears_of_it(lanes: None, qtbot: Any, window: QMainWindow) -> None:
    rolled_back = threading.Event()
    began = threading.Event()

    def import_rows(progress: work.Progress) -> None:
        try:
            while True:
                progress(1, 0)
                began.set()
        except work.Cancelled:
            rolled_back.set()
            raise

    def press_escape() -> None:
        if not open_sheets(window):  # timers go on while a sheet is being built
            QTimer.singleShot(20, press_escape)
            return
        began.wait(5.0)
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)

    QTimer.singleShot(20, press_escape)
    with pytest.raises(work.Cancelled, match="没有写入"):
        work.long(window, "导入会员", import_rows)
    assert rolled_back.is_set()
    assert open_sheets(window) == []


def test_no_garbage_is_looked_for_during_a_long_job_nor_among_much_that_it_leaves(lanes: None, window: QMainWindow) -> None:
    collected: list[str] = []
    rows: list[list[int]] = []

    def watch(phase: str, _info: dict[str, int]) -> None:
        collected.append(phase)

    def job(_progress: work.Progress) -> None:
        collected.clear()
        rows.extend([] for _ in range(2 * work.LARGE_JOB))

    gc.callbacks.append(watch)
    before = gc.get_freeze_count()
    try:
        work.long(window, "正在导入", job)
        assert collected == []
        assert gc.isenabled()
        assert gc.get_freeze_count() - before > work.LARGE_JOB
        frozen = gc.get_freeze_count()  # whatever else lives in this process is among it
        rows.clear()
        assert frozen - gc.get_freeze_count() > work.LARGE_JOB, "what is let go is gone without being looked for"
    finally:
        gc.callbacks.remove(watch)
        gc.unfreeze()


def test_a_long_job_that_fails_gives_the_window_back(lanes: None, qtbot: Any, window: QMainWindow) -> None:
    def import_rows(progress: work.Progress) -> None:
        raise UserError("第 3 行手机号不对")

    with pytest.raises(UserError, match="第 3 行"):
        work.long(window, "导入会员", import_rows)
    assert open_sheets(window) == []


def test_the_windows_own_keys_do_nothing_under_a_long_job(lanes: None, qtbot: Any, window: QMainWindow) -> None:
    pressed: list[str] = []
    shortcut = QShortcut(QKeySequence("F3"), window)
    shortcut.activated.connect(lambda: pressed.append("F3"))
    qtbot.keyClick(window, Qt.Key.Key_F3)
    assert pressed == ["F3"]
    gate = threading.Event()

    def press_and_go_on() -> None:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F3)
        gate.set()

    QTimer.singleShot(20, press_and_go_on)
    work.long(window, "备份", lambda progress: gate.wait(5.0))
    assert pressed == ["F3"]
