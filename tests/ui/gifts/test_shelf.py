"""The catalogue by keys and clicks: photos, the whole stock ledger, what runs short, lists on paper and as a workbook."""

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit
from python_calamine import CalamineWorkbook

from deskapp.gifts.catalogue import gift_photo, gifts
from deskapp.gifts.domain import HandoverMode, Means, MoveKind
from deskapp.gifts.redemption import redeem_gift
from deskapp.gifts.steps import prepare_gift, send_gift
from deskapp.gifts.stock import move_stock
from tests.deskapp.attachments.pictures import as_file, drawing
from tests.deskapp.gifts.counter import an_act, choose, gift
from tests.deskapp.gifts.way import BY_COURIER
from tests.ui.gifts.test_page import click, look, press, settle, sheet
from tests.ui.kit.hands import commit
from tests.ui.papers import text_of
from ui.gifts.gift_dialog import GiftDialog
from ui.gifts.page import CATALOGUE
from ui.gifts.redeem_dialog import RedeemDialog
from ui.gifts.shelf import PHOTO_ROLE
from ui.gifts.stock_dialog import StockDialog
from ui.gifts.stock_ledger import StockLedgerSheet
from ui.kit import work
from ui.kit.photos import PhotoSheet
from ui.kit.sheet import open_sheets
from ui.kit.theme import Tone

CTRL = Qt.KeyboardModifier.ControlModifier
UMBRELLA = "反向车用雨伞"
__all__ = ["look"]


@pytest.fixture
def picture(tmp_path):
    path = tmp_path / "雨伞.png"
    path.write_bytes(as_file(drawing(800, 600), "PNG"))
    return path


def with_photo(page, window, picture, qtbot):
    """Give the gift under the cursor a photo in its dialog."""
    click(page.catalogue.panel.edit)
    dialog = sheet(window)
    assert isinstance(dialog, GiftDialog)
    dialog.photo.take_file(picture)
    press(Qt.Key.Key_Return, CTRL)
    settle(page, qtbot)


def test_a_gift_gets_a_photo_and_it_is_shown_everywhere(look, shop, window, desk, picture, qtbot):
    page = look(tab=CATALOGUE)
    assert not page.catalogue.panel.photo.isEnabled()
    with_photo(page, window, picture, qtbot)
    umbrella = shop.gifts[UMBRELLA].id
    kept = work.call(gift_photo, act=an_act(shop.people.li), gift_id=umbrella)
    assert kept.startswith(b"\xff\xd8")
    qtbot.waitUntil(lambda: page.catalogue.panel.photo.has_photo)
    click(page.catalogue.panel.photo)
    large = sheet(window)
    assert isinstance(large, PhotoSheet)
    qtbot.waitUntil(lambda: large.picture.grab().toImage().pixelColor(456, 300).blue() > 200)
    press(Qt.Key.Key_Escape)
    dialog = RedeemDialog(desk, customer_id=shop.guest)
    dialog.open()
    cards = dialog.shelf.cards
    qtbot.waitUntil(lambda: cards.index(0, 0).data(PHOTO_ROLE) is not None)
    assert cards.index(1, 0).data(PHOTO_ROLE) is None


def test_a_photo_stays_when_something_else_is_changed_and_goes_when_removed(look, shop, window, picture, qtbot):
    page = look(tab=CATALOGUE)
    with_photo(page, window, picture, qtbot)
    first = work.call(gift, shop.gifts[UMBRELLA].id).photo_id
    click(page.catalogue.panel.edit)
    dialog = sheet(window)
    assert dialog.photo.box.has_photo
    commit(dialog.supplier.edit, "本地百货")
    press(Qt.Key.Key_Return, CTRL)
    assert work.call(gift, shop.gifts[UMBRELLA].id).photo_id == first is not None
    settle(page, qtbot)
    click(page.catalogue.panel.edit)
    dialog = sheet(window)
    click(dialog.photo.remove)
    press(Qt.Key.Key_Return, CTRL)
    assert work.call(gift, shop.gifts[UMBRELLA].id).photo_id is None


def test_what_is_no_picture_keeps_the_form_open_with_what_was_typed(look, window, tmp_path):
    page = look(tab=CATALOGUE)
    click(page.new_gift)
    dialog = sheet(window)
    commit(dialog.name.edit, "折叠雨靴")
    wrong = tmp_path / "说明书.docx"
    wrong.write_bytes(b"PK\x03\x04 not a picture")
    dialog.photo.take_file(wrong)
    assert "说明书.docx 不是照片" in dialog.photo.problem_text()
    assert (dialog.is_open(), dialog.name.text()) == (True, "折叠雨靴")
    press(Qt.Key.Key_Escape)


def test_the_whole_ledger_of_a_gift_leads_to_its_redemptions(look, shop, window, desk, qtbot):
    made = work.call(redeem_gift, act=an_act(shop.people.wang), customer_id=shop.guest, choices=choose(shop.gifts[UMBRELLA]))
    scrap = {"gift_id": shop.gifts[UMBRELLA].id, "kind": MoveKind.SCRAP, "quantity": 2, "note": "伞骨断了"}
    work.call(move_stock, act=an_act(shop.people.wang), **scrap)
    page = look(tab=CATALOGUE)
    click(page.catalogue.panel.ledger)
    ledger = sheet(window)
    assert isinstance(ledger, StockLedgerSheet)
    qtbot.waitUntil(lambda: ledger.model.is_loaded)
    told = [(move.number or move.redemption_no, move.kind.label, move.quantity, move.on_hand, move.note) for move in ledger.model.rows()]
    assert told == [
        ("KC-20261123-006", "报损", -2, 28, "伞骨断了"),
        (made.number, "兑换领出", -1, 30, ""),
        ("KC-20261123-001", "入库", 31, 31, ""),
    ]
    ledger.kind.set_value(MoveKind.HAND_OUT)
    assert [move.redemption_no for move in ledger.model.rows()] == [made.number]
    ledger.view.setFocus()
    press(Qt.Key.Key_Return)
    assert desk.opened == [made.number]
    assert open_sheets(window) == []


def test_what_is_under_way_is_told_before_a_count(look, shop, window, qtbot):
    means = Means(HandoverMode.COURIER, address=BY_COURIER.address)
    choices = choose(shop.gifts[UMBRELLA])
    made = work.call(redeem_gift, act=an_act(shop.people.wang), customer_id=shop.guest, choices=choices, means=means)
    work.call(prepare_gift, act=an_act(shop.people.wang), redemption_id=made.id)
    work.call(send_gift, act=an_act(shop.people.wang), redemption_id=made.id, means=means, courier_no="SF1234567890")
    page = look(tab=CATALOGUE)
    click(page.catalogue.panel.count)
    dialog = sheet(window)
    assert isinstance(dialog, StockDialog)
    assert "其中送达途中 1，盘点时也算在库" in dialog.stock.text()


def test_low_stock_is_a_list_the_first_page_leads_to(look, qtbot):
    page = look()
    page.show_list("low_stock")
    settle(page, qtbot)
    assert page.tabs.value() == CATALOGUE
    assert [one.gift.name for one in page.catalogue.model.rows()] == ["颈枕一对"]


def test_the_stock_is_printed_as_it_is_filtered(look, desk):
    page = look(tab=CATALOGUE)
    page.catalogue.only.set_value("low")
    click(page.paper)
    (job,) = desk.printed
    said = "".join(text_of(job.render(job.papers[0], 0).pdf).split())
    assert "礼品库存清单库存预警" in said
    assert "颈枕一对" in said
    assert UMBRELLA not in said


def test_the_stock_is_written_as_a_workbook(look, shop, desk, notices, tmp_path):
    page = look(tab=CATALOGUE)
    desk.local.put("gifts.folder", str(tmp_path))

    def answer():
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        edit = dialog.findChild(QLineEdit, "fileNameEdit")
        edit.setText(str(tmp_path / "库存"))
        QTest.keyClick(edit, Qt.Key.Key_Return)

    QTimer.singleShot(0, answer)
    click(page.workbook)
    assert notices.said == [("已导出 库存.xlsx", Tone.GOOD)]
    rows = CalamineWorkbook.from_path(str(tmp_path / "库存.xlsx")).get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows[1:]] == [one.name for one in work.call(gifts, act=an_act(shop.people.wang))]


def test_a_photo_whose_file_is_lost_shows_the_drawing_and_its_large_view_says_so(look, window, picture, tmp_path, qtbot):
    page = look(tab=CATALOGUE)
    with_photo(page, window, picture, qtbot)
    qtbot.waitUntil(lambda: page.catalogue.panel.photo.has_photo)
    for path in (tmp_path / "attachments").iterdir():
        path.unlink()
    with qtbot.captureExceptions() as refused:
        click(page.catalogue.panel.photo)
        qtbot.waitUntil(lambda: bool(refused))
    assert "丢失或已损坏" in refused[0][1].message
    assert open_sheets(window) == []
    settle(page, qtbot)
    qtbot.waitUntil(lambda: not page.catalogue.panel.photo.has_photo)
    click(page.catalogue.panel.edit)
    assert not sheet(window).photo.box.has_photo
    press(Qt.Key.Key_Return, CTRL)
