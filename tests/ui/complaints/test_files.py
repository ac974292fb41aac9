"""Recordings and PDFs at the window: by button, drag and paste, the tick that the caller knew, the archive's scan, opened outside."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QObject, QPoint, QPointF, Qt, QTimer, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from deskapp.complaints.states import FileUse, State
from tests.deskapp.attachments.files import hostile_pdf, m4a, mp3, pdf
from tests.deskapp.attachments.pictures import phone_photo
from tests.ui.reception import CTRL
from ui.complaints.files_field import FilesField, PhotosBesideFiles
from ui.kit import work
from ui.kit.theme import Tone


class Recorder(QObject):
    """What the desktop was asked to open."""

    def __init__(self):
        super().__init__()
        self.urls: list[QUrl] = []

    @Slot(QUrl)
    def opened(self, url):
        self.urls.append(url)


@pytest.fixture
def outside():
    recorder = Recorder()
    QDesktopServices.setUrlHandler("file", recorder, "opened")
    yield recorder
    QDesktopServices.unsetUrlHandler("file")


@pytest.fixture
def call(tmp_path) -> Path:
    path = tmp_path / "客户来电 13826016621.mp3"
    path.write_bytes(mp3())
    return path


@pytest.fixture
def scan(tmp_path) -> Path:
    path = tmp_path / "处理单扫描.pdf"
    path.write_bytes(pdf())
    return path


def drop(field, *paths):
    carried = QMimeData()
    carried.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    buttons, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, carried, buttons, none)
    QApplication.sendEvent(field, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(field, QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, carried, buttons, none))


def paste(floor, field, path):
    carried = QMimeData()
    carried.setUrls([QUrl.fromLocalFile(str(path))])
    QGuiApplication.clipboard().setMimeData(carried)
    field.choose.setFocus()
    floor.desk.key(Qt.Key.Key_V, CTRL)


def return_to(floor):
    """Where there is no window system, nobody gives the window back its keyboard after a drag or the system's dialog."""
    floor.desk.window.activateWindow()
    floor.until(lambda: QApplication.activeWindow() is floor.desk.window)


def choose_in_dialog(path):
    """What a person does in the system's own dialog, as soon as it is there."""

    def answer():
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        edit = dialog.findChild(QLineEdit, "fileNameEdit")
        edit.setText(str(path))
        QTest.keyClick(edit, Qt.Key.Key_Return)

    QTimer.singleShot(0, answer)


def attachments(floor, slip):
    floor.open(slip)
    if not floor.shown("move_add_photos"):
        floor.click("block_received_head")
    floor.click("move_add_photos")
    return floor.desk.sheet()


def with_files(floor, slip, *files):
    from deskapp.attachments.files import take_in
    from deskapp.complaints.reception import attach_to_slip

    given = [take_in(content, name=name, ceiling_mb=20) for name, content in files]
    return work.call(lambda: attach_to_slip(act=floor.act("李敏"), seen=slip.seen, files=given, informed=True))


def test_a_recording_is_refused_until_the_caller_knew_and_then_stands_in_the_slip(floor, call):
    slip = floor.slip(State.IN_PROGRESS)
    dialog = attachments(floor, slip)
    drop(dialog.files, call)
    floor.until(dialog.files.files)
    assert floor.desk.focus() == "files_informed_1"
    floor.save()
    assert "请勾选“已告知客户录音”" in dialog.files.problem_text()
    assert floor.now_of(slip).files == ()
    floor.click("files_informed_1")
    floor.save()
    (file,) = floor.now_of(slip).files
    assert (file.use, file.name) == (FileUse.RECORDING, "客户来电 13826016621.mp3")


def test_files_come_by_button_and_clipboard_and_whatever_field_they_are_given_to(floor, call, scan, tmp_path):
    photo = tmp_path / "现场.jpg"
    photo.write_bytes(phone_photo(800, 600))
    slip = floor.slip(State.IN_PROGRESS)
    dialog = attachments(floor, slip)
    floor.settle()  # whatever runs events before the click would answer a dialog that is not there yet
    choose_in_dialog(scan)
    QTest.mouseClick(dialog.files.choose, Qt.MouseButton.LeftButton)
    floor.until(lambda: len(dialog.files.files()) == 1)
    return_to(floor)
    paste(floor, dialog.photos, call)  # a recording among the photos
    floor.until(lambda: len(dialog.files.files()) == 2)
    paste(floor, dialog.files, photo)  # a photo among the files
    floor.until(lambda: len(dialog.photos.photos()) == 1)
    QGuiApplication.clipboard().clear()
    floor.click("files_remove_2")
    floor.save()
    kept = floor.now_of(slip)
    assert ([file.use for file in kept.files], len(kept.photos)) == ([FileUse.DOCUMENT], 1)


@pytest.mark.parametrize(("content", "words"), [(b"", "空文件"), (b"MZ" * 99, "不是录音"), (mp3()[:300], "不完整")])
def test_what_cannot_be_kept_is_refused_under_the_field(floor, tmp_path, content, words):
    path = tmp_path / "通话.mp3"
    path.write_bytes(content)
    dialog = attachments(floor, floor.slip(State.IN_PROGRESS))
    drop(dialog.files, path)
    floor.until(dialog.files.has_problem)
    assert words in dialog.files.problem_text()
    assert dialog.files.files() == ()


def test_a_file_that_is_gone_or_too_large_is_told(floor, tmp_path):
    dialog = attachments(floor, floor.slip(State.IN_PROGRESS))
    dialog.files.take_file(tmp_path / "不在.mp3")
    assert "打不开 不在.mp3" in dialog.files.problem_text()
    large = tmp_path / "会议.wav"
    with large.open("wb") as file:
        file.truncate(21 * 1_048_576)
    dialog.files.take_file(large)
    assert "超过 20 MB" in dialog.files.problem_text()


def test_the_signed_paper_comes_back_as_a_pdf(floor, call, scan):
    slip = floor.slip(State.IN_PROGRESS)
    floor.open(slip)
    floor.click("block_closed_head")
    floor.click("move_paper")
    dialog = floor.desk.sheet()
    drop(dialog.files, call)
    floor.until(dialog.files.has_problem)
    assert "只收 PDF 扫描件" in dialog.files.problem_text()
    drop(dialog.scans, scan)
    floor.until(dialog.files.files)
    floor.save()
    kept = floor.now_of(slip)
    assert kept.has_paper
    assert [file.use for file in kept.files] == [FileUse.SCAN]


def test_a_file_is_opened_from_a_copy_that_only_this_account_reads(floor, outside):
    slip = with_files(floor, floor.slip(State.TO_ROUTE), ("现场.exe", m4a()), ("扫描.html", hostile_pdf()))
    floor.open(slip)
    floor.click("block_received_head")
    for file in slip.files:
        floor.click(f"open_file_{file.id}")
    paths = [Path(url.toLocalFile()) for url in outside.urls]
    assert [path.name for path in paths] == ["现场.m4a", "扫描.pdf"]
    assert [path.read_bytes() for path in paths] == [m4a(), hostile_pdf()]
    assert all(path.stat().st_mode & 0o077 == 0 for path in paths)


def test_a_file_is_taken_out_after_asking_and_not_from_an_archived_slip(floor):
    slip = with_files(floor, floor.slip(State.TO_ROUTE), ("来电.mp3", mp3()))
    floor.open(slip)
    floor.click("block_received_head")
    floor.click(f"drop_file_{slip.files[0].id}")
    floor.save()
    assert floor.now_of(slip).files == ()
    assert not floor.shown(f"open_file_{slip.files[0].id}")


def test_a_lost_file_is_told_where_it_may_still_be(floor, outside):
    from deskapp.data import database

    slip = with_files(floor, floor.slip(State.TO_ROUTE), ("来电.mp3", mp3()))
    folder = work.call(lambda: Path(database.obj.file).parent / "attachments")
    for path in folder.glob("*.bin"):
        path.unlink()
    floor.open(slip)
    floor.click("block_received_head")
    floor.click(f"open_file_{slip.files[0].id}")
    assert outside.urls == []
    assert any("丢失或已损坏" in words for words, _ in floor.desk.heard.said)


def test_a_draft_reads_its_files_again_and_says_which_is_gone(floor, call, scan, qtbot):
    field = FilesField("files", "录音和 PDF", ceiling_mb=20)
    qtbot.addWidget(field)
    field.take_file(call)
    field.take_file(scan)
    field._lines[0].tick.click()
    again = FilesField("files", "录音和 PDF", ceiling_mb=20, photos=PhotosBesideFiles("photos", "照片"))
    qtbot.addWidget(again)
    scan.unlink()
    again.set_text(field.text())
    assert again.text() == field.text()  # a draft that is written meanwhile loses nothing
    floor.until(again.has_problem)
    assert [file.name for file in again.files()] == [call.name]
    assert again.informed()
    assert f"打不开 {scan.name}" in again.problem_text()


def test_it_goes_with_the_form_of_a_new_complaint(floor, call):
    from tests.ui.complaints.test_receive import begin

    form = begin(floor)
    field = form.sheet.more_fields.files
    assert not field.files()
    field.take_file(call)
    assert [file.kind.label for file in field.files()] == ["录音 MP3"]
    assert Tone.WARN not in [tone for _, tone in floor.desk.heard.said]
