"""Photos of a failed item: chosen, dropped, pasted, from the camera folder; what is none, is too big or gone is said in words."""

import struct
import zlib
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from deskapp.attachments.intake import MAX_FILE
from tests.ui.inspection.checks import ONE, TWO, begin, furnish, kept, page_of, photo_file, settled, written
from tests.ui.reception import CTRL
from ui.inspection.camera import FOLDER, CameraFolder
from ui.inspection.evidence import EvidencePhoto
from ui.kit import work
from ui.kit.local_state import LocalState


@pytest.fixture
def desk(reception):
    furnish(reception)
    return reception


@pytest.fixture
def page(desk):
    return page_of(desk)


@pytest.fixture
def view(desk, page):
    """A check whose first item has failed."""
    view = begin(desk, page, "H", "weekly")
    desk.key(TWO)
    desk.type("合同缺页")
    return view


def photos(desk, view, code="H1"):
    return kept(desk, view).photos_of(code)


def problem(view, code="H1"):
    return view.evidence(code).problem.text()


def test_photos_are_chosen_in_the_dialog_several_at_once(desk, view, tmp_path):
    for colour in ("red", "green"):
        photo_file(tmp_path, f"{colour}.jpg", colour=colour)

    def answer():
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        dialog.setDirectory(str(tmp_path))
        edit = dialog.findChild(QLineEdit, "fileNameEdit")
        edit.setText('"red.jpg" "green.jpg"')
        QTest.keyClick(edit, Qt.Key.Key_Return)

    QTimer.singleShot(0, answer)
    QTest.mouseClick(view.evidence("H1").add, Qt.MouseButton.LeftButton)
    desk.until(lambda: len(photos(desk, view)) == 2)
    desk.until(lambda: all(box.isVisible() and box.has_photo for box in boxes(view)))


def boxes(view):
    return view.evidence("H1").findChildren(EvidencePhoto)


def test_a_photo_dropped_on_the_item_or_pasted_into_its_note_is_kept(desk, view, tmp_path):
    carried = QMimeData()
    carried.setUrls([QUrl.fromLocalFile(str(photo_file(tmp_path)))])
    panel, how = view.evidence("H1"), (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(panel, QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, carried, *how))
    QApplication.sendEvent(panel, QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, carried, *how))
    desk.until(lambda: len(photos(desk, view)) == 1)
    image = QImage(640, 480, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.green)
    QGuiApplication.clipboard().setImage(image)
    panel.note.setFocus()
    desk.key(Qt.Key.Key_V, CTRL)
    desk.until(lambda: len(photos(desk, view)) == 2)
    assert panel.note.toPlainText() == "合同缺页"


def test_a_photo_dropped_beside_the_items_needs_a_failed_one(desk, view, tmp_path):
    desk.key(Qt.Key.Key_Return)
    desk.key(ONE)
    carried = QMimeData()
    carried.setUrls([QUrl.fromLocalFile(str(photo_file(tmp_path)))])
    view.photos.dropped(carried)
    assert desk.heard.said[-1][0] == "请先把要拍照的项目标为不合格"
    desk.key(Qt.Key.Key_Home)
    view.photos.dropped(carried)
    desk.until(lambda: len(photos(desk, view)) == 1)


def _huge(path: Path) -> Path:
    """A picture of 20,000 × 20,000 in a file of some hundred bytes."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 20_000, 20_000, 8, 0, 0, 0, 0))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 20_001)) + chunk(b"IEND", b""))
    return path


def _damaged(path: Path) -> Path:
    whole = photo_file(path.parent, "ganz.jpg").read_bytes()
    path.write_bytes(whole[: len(whole) // 3])
    return path


def _heavy(path: Path) -> Path:
    with path.open("wb") as file:
        file.truncate(MAX_FILE + 1)
    return path


def _no_picture(path: Path) -> Path:
    path.write_text("不是照片", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: path, "打不开 展车.jpg"),
        (_damaged, "展车.jpg 已损坏"),
        (_huge, "展车.jpg 的像素太多，请先缩小或重新拍"),
        (_heavy, "展车.jpg 有 40 MB，超过 40 MB"),
        (_no_picture, "展车.jpg 不是照片"),
    ],
    ids=["missing", "damaged", "huge", "heavy", "no picture"],
)
def test_what_cannot_be_taken_is_named_and_harms_no_other(desk, view, tmp_path, make, words):
    bad = make(tmp_path / "展车.jpg")
    view.photos.take_files("H1", [bad, photo_file(tmp_path, "好.jpg")])
    assert problem(view).startswith(words)
    assert len(photos(desk, view)) == 1
    assert view.evidence("H1").note.toPlainText() == "合同缺页"
    view.photos.take_files("H1", [photo_file(tmp_path, "又一张.jpg", colour="blue")])
    assert problem(view) == ""


def test_an_item_takes_nine_photos_and_says_so(desk, view, tmp_path):
    files = [photo_file(tmp_path, f"{n}.jpg", size=(64, 64), colour=f"#{n:02x}{n * 9:02x}44") for n in range(10)]
    view.photos.take_files("H1", files)
    assert problem(view) == "一项最多 9 张照片"
    assert len(photos(desk, view)) == 9
    assert view.evidence("H1").add.isHidden()


def test_a_photo_is_taken_out_again_by_delete(desk, view, tmp_path):
    view.photos.take_files("H1", [photo_file(tmp_path)])
    (box,) = boxes(view)
    desk.until(box.isVisible)
    box.setFocus()
    desk.key(Qt.Key.Key_Delete)
    desk.until(lambda: photos(desk, view) == ())


def test_a_photo_whose_file_is_gone_is_named_and_the_check_still_opens(desk, page, view, tmp_path):
    """The bytes of a SQLite store lie in a folder beside it; somebody cleaned it up."""
    view.photos.take_files("H1", [photo_file(tmp_path)])
    (attachment,) = photos(desk, view)
    desk.key(Qt.Key.Key_Return)
    written(desk, view)
    for path in tmp_path.rglob("*"):
        if path.is_file() and "attachments" in str(path.parent) and path.suffix != ".db":
            path.unlink()
    number = view.check.number
    desk.key(Qt.Key.Key_Escape)
    desk.window.open_number(number)
    desk.until(lambda: page.check.shown is not None)
    assert dict(page.check._photos_of("H1")) == {attachment: None}
    with desk.qtbot.captureExceptions() as refused:
        page.check.photos.show_large(attachment)
        desk.until(lambda: refused)
    assert "这张照片的文件丢失或已损坏" in str(refused[0][1])
    assert desk.sheets() == []
    assert page.check.marking.of("H1")[1] == "合同缺页"


# The camera folder ------------------------------------------------------------------------------------------------------


def test_the_photos_of_the_camera_folder_come_to_the_failed_item(desk, page, tmp_path):
    camera = tmp_path / "DCIM"
    camera.mkdir()
    photo_file(camera, "old.jpg")
    desk.window.local.put(FOLDER, str(camera))
    view = begin(desk, page, "H", "weekly")
    desk.until(lambda: view.photos.camera._known is not None)
    photo_file(camera, "new.jpg", colour="green")
    look_twice(desk, view.photos.camera)
    assert photos(desk, view) == ()
    assert view.side.camera_words.text() == "1 张新照片，选不合格项加入"
    desk.key(TWO)
    desk.until(lambda: len(photos(desk, view)) == 1)
    assert view.side.camera_words.text() == "相机：DCIM"
    photo_file(camera, "next.jpg", colour="blue")
    look_twice(desk, view.photos.camera)
    desk.until(lambda: len(photos(desk, view)) == 2)
    assert "1 张相机照片加到 H1" in [words for words, _ in desk.heard.said]


def look_twice(desk, camera):
    """A file counts when it is the same at two looks: one that a phone is still writing does not."""
    for _ in range(2):
        camera.look()
        settled(desk)


def test_a_picture_that_is_still_being_written_waits(lanes, qtbot, tmp_path):
    local = LocalState(tmp_path / "window.json")
    local.put(FOLDER, str(tmp_path))
    camera = CameraFolder(local, local)
    arrived = []
    camera.arrived.connect(arrived.append)
    camera.begin()
    qtbot.waitUntil(lambda: camera._known is not None)
    path = tmp_path / "IMG.jpg"
    for size in (100, 900):
        path.write_bytes(b"x" * size)
        camera.look()
        qtbot.waitUntil(work.quiet)
    assert arrived == []
    camera.look()
    qtbot.waitUntil(work.quiet)
    assert arrived == [path]
    camera.end()


def test_a_camera_folder_that_is_gone_is_said_and_stops_nothing(desk, page, tmp_path):
    desk.window.local.put(FOLDER, str(tmp_path / "weg"))
    view = begin(desk, page, "H", "weekly")
    desk.until(lambda: view.side.camera_words.text().startswith("相机文件夹打不开"))
    desk.key(ONE)
    written(desk, view)
    assert kept(desk, view).run.marks["H1"].result.label == "合格"
