"""A photo in a form: chosen, pasted, dropped, removed, refused under the field, kept in a draft, looked at."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from deskapp.attachments.domain import Photo
from deskapp.attachments.intake import take_in
from deskapp.errors import UserError
from tests.deskapp.attachments.pictures import as_file, drawing, phone_photo
from tests.ui.kit.hands import show
from ui.kit.fields_photo import PhotoField
from ui.kit.photos import PhotoSheet
from ui.kit.sheet import open_sheets

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def field(qtbot, lanes):
    made = PhotoField("photo", "照片")
    show(qtbot, made)
    yield made
    QGuiApplication.clipboard().clear()  # what lies on it when the program ends is taken apart twice


@pytest.fixture
def picture(tmp_path):
    path = tmp_path / "到货.jpg"
    path.write_bytes(phone_photo(1200, 900))
    return path


def click(button):
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def choose_in_dialog(path):
    """What a person does in the system's own dialog, as soon as it is there."""

    def answer():
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        edit = dialog.findChild(QLineEdit, "fileNameEdit")
        edit.setText(str(path))
        QTest.keyClick(edit, Qt.Key.Key_Return)

    QTimer.singleShot(0, answer)


def paste(field, carried):
    QGuiApplication.clipboard().setMimeData(carried)
    field.choose.setFocus()
    QTest.keyClick(field.choose, Qt.Key.Key_V, CTRL)


def test_nothing_is_there_until_somebody_chooses(field):
    assert (field.value(), field.taken(), field.kept_id(), field.text()) == (None, None, None, "")
    assert field.remove.isHidden()
    assert not field.box.isEnabled()


def test_a_file_is_chosen_in_the_dialog_and_taken_in_small_and_upright(field, picture, qtbot):
    choose_in_dialog(picture)
    with qtbot.waitSignal(field.settled):
        click(field.choose)
    photo = field.value()
    assert isinstance(photo, Photo)
    assert (photo.width, photo.height) == (900, 1200)
    assert field.box.has_photo
    assert field.choose.text() == "换一张…"
    click(field.remove)
    assert field.value() is None
    assert not field.box.has_photo


@pytest.mark.parametrize(("content", "words"), [(b"no picture", "不是照片"), (b"", "空文件"), (as_file(drawing())[:900], "损坏")])
def test_what_is_no_picture_is_refused_under_the_field(field, tmp_path, content, words):
    path = tmp_path / "结算单.jpg"
    path.write_bytes(content)
    field.take_file(path)
    assert words in field.problem_text()
    assert field.problem_text().startswith("结算单.jpg")
    assert field.value() is None


def test_a_refused_file_leaves_the_photo_that_was_there(field, picture, tmp_path):
    field.take_file(picture)
    first = field.taken()
    field.take_file(tmp_path / "不在.jpg")
    assert "打不开 不在.jpg" in field.problem_text()
    assert field.taken() is first


def test_a_copied_picture_and_a_copied_file_are_pasted(field, picture, qtbot):
    carried = QMimeData()
    carried.setImageData(QImage.fromData(as_file(drawing(200, 100))))
    with qtbot.waitSignal(field.settled):
        paste(field, carried)
    assert (field.taken().width, field.taken().height) == (200, 100)
    carried = QMimeData()
    carried.setUrls([QUrl.fromLocalFile(str(picture))])
    with qtbot.waitSignal(field.settled):
        paste(field, carried)
    assert field.taken().height == 1200
    carried = QMimeData()
    carried.setText("13800001111")
    paste(field, carried)
    assert "剪贴板里没有照片" in field.problem_text()


def test_a_file_is_dropped_on_the_field(field, picture, qtbot):
    carried = QMimeData()
    carried.setUrls([QUrl.fromLocalFile(str(picture))])
    buttons, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, carried, buttons, none)
    QApplication.sendEvent(field, enter)
    assert enter.isAccepted()
    with qtbot.waitSignal(field.settled):
        QApplication.sendEvent(field, QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, carried, buttons, none))
    assert field.taken().height == 1200


def test_the_photo_of_the_record_stays_goes_or_is_replaced(field, picture):
    known = take_in(as_file(drawing()))
    field.set_kept(7, known.thumbnail, lambda: known.content)
    assert (field.value(), field.kept_id(), field.taken()) == (7, 7, None)
    assert field.box.has_photo
    field.take_file(picture)
    assert (field.kept_id(), field.taken().height) == (None, 1200)
    field.set_kept(7, known.thumbnail, lambda: known.content)
    click(field.remove)
    assert (field.value(), field.kept_id()) == (None, None)


def test_a_draft_keeps_the_photo(field, picture, qtbot):
    field.take_file(picture)
    again = PhotoField("photo", "照片")
    show(qtbot, again)
    again.set_text(field.text())
    assert again.value() == field.value()
    known = take_in(as_file(drawing()))
    again.set_kept(7, known.thumbnail, lambda: known.content)
    again.set_text("")
    assert again.kept_id() is None
    again.set_text("#7")
    assert again.kept_id() == 7


def test_a_required_photo_is_missed(qtbot, lanes):
    field = PhotoField("photo", "照片", required=True)
    with pytest.raises(UserError, match="还没有选照片"):
        field.value()


def test_a_click_shows_it_large_and_escape_goes_back(window, lanes, qtbot):
    field = PhotoField("photo", "礼品照片")
    window.setCentralWidget(field)
    known = take_in(as_file(drawing(1600, 900)))
    field.set_kept(7, known.thumbnail, lambda: known.content)
    field.show()
    click(field.box)
    (sheet,) = open_sheets(window)
    assert isinstance(sheet, PhotoSheet)
    qtbot.waitUntil(lambda: sheet.picture.grab().toImage().pixelColor(456, 260).blue() > 200)
    assert sheet.height() <= 664
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert open_sheets(window) == []
