"""A half-filled form survives a guest in between, kill -9, a power cut and a damaged file."""

import json
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.faults.disks import MEBIBYTE, small_disk
from tests.ui.kit.recorder import Recorder
from ui.kit import work
from ui.kit.drafts import Draft, Drafts, read_drafts, write_draft
from ui.kit.local_state import LocalState

NOON = datetime(2026, 11, 23, 12, 0)


def _draft(instance: str = "a1", **values: str) -> Draft:
    return Draft(instance, "enroll", "入会 张伟", "req1", NOON, NOON, values=values or {"name": "张伟䶮"})


def _flush() -> None:
    work.call_on(work.Lane.FILES, lambda: None)


def test_a_draft_comes_back_whole_after_a_restart(tmp_path: Path, lanes: None) -> None:
    drafts = Drafts(tmp_path, pc="前台/1", staff_id=7, now=lambda: NOON)
    drafts.keep(replace(_draft(), in_doubt=True))
    _flush()
    (again,) = Drafts(tmp_path, pc="前台/1", staff_id=7, now=lambda: NOON).all()
    assert again == replace(_draft(), in_doubt=True)


def test_drafts_are_kept_apart_by_person_and_pc(tmp_path: Path, lanes: None) -> None:
    Drafts(tmp_path, pc="前台1", staff_id=7, now=lambda: NOON).keep(_draft())
    _flush()
    assert Drafts(tmp_path, pc="前台1", staff_id=8, now=lambda: NOON).all() == ()
    assert Drafts(tmp_path, pc="前台2", staff_id=7, now=lambda: NOON).all() == ()


def test_drafts_stand_in_the_order_in_which_they_were_begun(tmp_path: Path, lanes: None) -> None:
    drafts = Drafts(tmp_path, pc="p", staff_id=7, now=lambda: NOON)
    for n, name in ((1, "two"), (2, "three"), (0, "one")):
        drafts.keep(replace(_draft(name), begun_at=NOON + timedelta(minutes=n)))
    assert [draft.instance for draft in drafts.all()] == ["one", "two", "three"]


def test_a_full_disk_is_told_and_the_draft_stays_in_the_window_until_there_is_room(notices: Recorder, lanes: None, qtbot: QtBot) -> None:
    with small_disk(MEBIBYTE) as disk:
        drafts = Drafts(disk.folder, pc="p", staff_id=7, now=lambda: NOON)
        drafts.keep(_draft())
        _flush()
        disk.fill(free=0)
        with qtbot.captureExceptions() as refused:
            drafts.keep(_draft(name="张伟䶮", note="很长的说明" * 2_000))
            _flush()
            qtbot.waitUntil(work.quiet)
        assert [str(error) for _, error, _ in refused] == ["磁盘已满，草稿没有存下。窗口里的内容还在：请先保存，再清理磁盘"]
        assert drafts.all()[0].values["note"]
        (kept,) = read_drafts(disk.folder / "p" / "7", now=NOON)
        assert kept == _draft()
        disk.clear()
        drafts.keep(drafts.all()[0])
        _flush()
        assert read_drafts(disk.folder / "p" / "7", now=NOON) == drafts.all()


def test_a_habit_that_does_not_fit_on_the_disk_is_not_worth_a_word(lanes: None, qtbot: QtBot) -> None:
    with small_disk(MEBIBYTE) as disk:
        disk.fill(free=0)
        state = LocalState(disk.folder / "window.json")
        state.put("width", "很宽" * 3_000)
        _flush()
        qtbot.waitUntil(work.quiet)
        assert state.get("width").startswith("很宽")
        assert LocalState(disk.folder / "window.json").get("width") is None


def test_a_draft_is_kept_seven_days(tmp_path: Path) -> None:
    write_draft(tmp_path, _draft())
    assert len(read_drafts(tmp_path, now=NOON + timedelta(days=7))) == 1
    assert read_drafts(tmp_path, now=NOON + timedelta(days=7, seconds=1)) == ()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("damage", [b"", b"{", b"\x00" * 300, b"[]", b'{"form": "enroll"}', '{"form": "入会'.encode()])
def test_a_damaged_draft_is_set_aside_and_harms_no_other(tmp_path: Path, damage: bytes) -> None:
    write_draft(tmp_path, _draft("whole"))
    (tmp_path / "torn.json").write_bytes(damage)
    assert [draft.instance for draft in read_drafts(tmp_path, now=NOON)] == ["whole"]
    assert (tmp_path / "torn.damaged").read_bytes() == damage


def test_a_saved_form_leaves_nothing_behind_even_when_it_was_kept_a_moment_before(tmp_path: Path, lanes: None) -> None:
    drafts = Drafts(tmp_path, pc="p", staff_id=7, now=lambda: NOON)
    drafts.keep(_draft())
    drafts.discard("a1")
    _flush()
    assert list((tmp_path / "p" / "7").glob("*")) == []


def test_only_this_account_can_read_a_draft(tmp_path: Path) -> None:
    write_draft(tmp_path / "d", _draft())
    assert (tmp_path / "d" / "a1.json").stat().st_mode & 0o077 == 0
    assert (tmp_path / "d").stat().st_mode & 0o077 == 0


def test_quitting_right_after_a_key_press_still_writes_the_draft(tmp_path: Path, lanes: None) -> None:
    drafts = Drafts(tmp_path, pc="p", staff_id=7, now=lambda: NOON)
    drafts.keep(_draft())
    work.stop()
    assert len(read_drafts(tmp_path / "p" / "7", now=NOON)) == 1


_WRITER = """
import sys
from datetime import datetime
from pathlib import Path
from ui.kit.drafts import Draft, write_draft
noon = datetime(2026, 11, 23, 12, 0)
naive = sys.argv[2] == "naive"
n = 0
while True:
    n += 1
    draft = Draft("a1", "enroll", "t", "req1", noon, noon, values={"n": n, "text": "张" * 200_000})
    if naive:
        import json
        from dataclasses import asdict
        with open(Path(sys.argv[1]) / "a1.json", "w", encoding="utf-8") as file:
            json.dump(asdict(draft), file, ensure_ascii=False, default=datetime.isoformat)
    else:
        write_draft(Path(sys.argv[1]), draft)
    print(n, flush=True)
"""


def _kill_a_writer(folder: Path, how: str, lines: int) -> int:
    """Start a process that writes one draft over and over, kill -9 it while it does; the number it last acknowledged."""
    process = subprocess.Popen([sys.executable, "-c", _WRITER, str(folder), how], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    last = 0
    for _ in range(lines):
        last = int(process.stdout.readline())
    process.send_signal(signal.SIGKILL)
    rest = process.stdout.read().split()
    process.wait()
    process.stdout.close()
    return int(rest[-1]) if rest else last


def test_killed_while_writing_the_last_kept_draft_is_there_whole(tmp_path: Path) -> None:
    for lines in range(1, 9):
        acknowledged = _kill_a_writer(tmp_path, "kit", lines)
        (draft,) = read_drafts(tmp_path, now=NOON)
        assert draft.values["n"] in (acknowledged, acknowledged + 1)
        assert draft.values["text"] == "张" * 200_000


def test_the_naive_way_of_writing_over_the_file_loses_the_draft(tmp_path: Path) -> None:
    lost = 0
    for lines in range(1, 30):
        _kill_a_writer(tmp_path, "naive", lines)
        lost += not read_drafts(tmp_path, now=NOON)
        if lost:
            break
    assert lost, "a kill between truncating and writing leaves a torn file"


def test_a_file_is_readable_json(tmp_path: Path) -> None:
    write_draft(tmp_path, _draft())
    assert "张伟䶮" in json.loads((tmp_path / "a1.json").read_text("utf-8"))["values"]["name"]


_CLERK = """
import sys
from datetime import datetime
from pathlib import Path
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow
from ui.kit import theme, work
from ui.kit.drafts import Drafts
from ui.kit.form_dialog import FormDialog
app = QApplication([])
theme.apply(app)
work.start(lambda: None)
window = QMainWindow()
window.resize(1366, 768)
window.show()
drafts = Drafts(Path(sys.argv[1]), pc="p", staff_id=7, now=lambda: datetime(2026, 11, 23, 12, 0))
dialog = FormDialog(window, "入会", "保存", form="enroll", drafts=drafts)
name = dialog.field("name", QLineEdit())
dialog.body.addWidget(name)
dialog.open()
dialog._keeper.setInterval(5)
print(dialog.request_id, flush=True)
QTest.keyClicks(name, "half a guest")
folder = Path(sys.argv[1]) / "p" / "7"
while not list(folder.glob("*.json")):
    app.processEvents()
print("kept", flush=True)
app.exec()
"""


def test_a_form_killed_while_open_comes_back_with_its_request(tmp_path: Path, qapp: object) -> None:
    process = subprocess.Popen([sys.executable, "-c", _CLERK, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    request = process.stdout.readline().strip()
    assert process.stdout.readline() == "kept\n"
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=10)
    (draft,) = Drafts(tmp_path, pc="p", staff_id=7, now=lambda: NOON).all()
    assert draft.request_id == request
    assert draft.values == {"name": "half a guest"}
