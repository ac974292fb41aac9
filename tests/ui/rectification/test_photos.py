"""Photos of a row: taken in, taken out, looked at large; what is no picture is refused, and one whose bytes are gone stops nothing."""

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest

from deskapp.data.connection import sqlite_path
from deskapp.rectification.domain import RowState
from tests.deskapp.attachments.pictures import as_file, drawing
from tests.ui.reception import CTRL
from ui.rectification.photos_field import MOST

R = RowState
ENTER = Qt.Key.Key_Return


def click(widget):
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def picture(tmp_path, name="car.jpg", colour="#2b6be4"):
    path = tmp_path / name
    path.write_bytes(as_file(drawing(colour=colour)))
    return path


def done_form(desk):
    """孙浩 reports his row done."""
    made = desk.notice(R.IN_PROGRESS)
    desk.reception.sign_in("孙浩")
    desk.open(made)
    click(desk.panel.primary)
    return made, desk.reception.sheet()


def test_files_and_what_was_copied_are_taken_in_and_taken_out_again(desk, tmp_path):
    made, form = done_form(desk)
    form.photos.take_file(picture(tmp_path))
    carried = QMimeData()
    carried.setUrls([QUrl.fromLocalFile(str(picture(tmp_path, "two.jpg", "#aa3355")))])
    QGuiApplication.clipboard().setMimeData(carried)
    form.photos.choose.setFocus()
    desk.reception.key(Qt.Key.Key_V, CTRL)
    desk.reception.until(lambda: len(form.photos.photos()) == 2)
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.green)
    QGuiApplication.clipboard().setImage(image)
    desk.reception.key(Qt.Key.Key_V, CTRL)
    desk.reception.until(lambda: len(form.photos.photos()) == 3)
    click(desk.reception.widget("photos_remove_2"))
    assert len(form.photos.photos()) == 2
    form.note.focus_editor()
    desk.reception.type("已更换")
    desk.reception.key(ENTER, CTRL)
    desk.settle()
    assert len(desk.now(made).rows[0].rounds[0].done_photos) == 2


def test_what_is_no_picture_and_one_too_many_are_refused_beside_the_field(desk, tmp_path):
    _, form = done_form(desk)
    text = tmp_path / "notes.jpg"
    text.write_text("no picture", encoding="utf-8")
    form.photos.take_file(text)
    assert "notes.jpg" in form.photos.problem_text()
    for place in range(MOST + 1):
        form.photos.take_file(picture(tmp_path, f"{place}.jpg", f"#{place}a33{place}5"))
    assert len(form.photos.photos()) == MOST
    assert form.photos.problem_text() == "最多 5 张照片，请先移除一张"


def test_a_photo_whose_bytes_are_gone_is_marked_and_the_notice_opens(desk, tmp_path, sqlite_url):
    made, form = done_form(desk)
    form.photos.take_file(picture(tmp_path))
    form.note.focus_editor()
    desk.reception.type("已更换")
    desk.reception.key(ENTER, CTRL)
    desk.settle()
    (key,) = desk.now(made).rows[0].rounds[0].done_photos
    assert desk.reception.widget(f"photo_{key}").isEnabled()
    click(desk.reception.widget(f"photo_{key}"))
    desk.settle()
    assert desk.reception.sheet().objectName() == "photo_sheet"
    desk.reception.key(Qt.Key.Key_Escape)
    desk.reception.sign_in("李敏")
    for path in (sqlite_path(sqlite_url).parent / "attachments").iterdir():
        path.unlink()
    desk.open(made)
    assert not desk.reception.widget(f"photo_{key}").isEnabled()
    assert desk.panel.primary.text() == "复检…"
