"""记积分 (F6) by real keys: four entries, a refusal beside its field, a draft that comes back."""

import time

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QLabel

from deskapp.attachments.intake import take_in
from deskapp.handovers.domain import SpendKind, State
from deskapp.handovers.posting import return_handover
from deskapp.handovers.reading import Filter, handovers
from deskapp.members.tables import MembershipRecord
from deskapp.points import reversal
from deskapp.points import service as points
from deskapp.points.domain import EntryKind
from tests.deskapp.attachments.pictures import phone_photo
from tests.ui.handovers.conftest import CTRL
from ui.desk import DeskAct
from ui.kit import theme
from ui.kit.labels import Figure


def slips(rig):
    return rig.do(handovers, only=Filter())


def begin(rig):
    rig.window.start(DeskAct.HAND_OVER, customer_id=rig.guest)
    return rig.sheet


def test_a_bill_with_points_used_is_written_in_four_entries(rig):
    rig.window.open_customer(rig.guest)
    rig.press(Qt.Key.Key_F6)
    sheet = rig.sheet
    assert sheet.windowTitle() == "记积分"
    assert QApplication.focusWidget() is sheet.bill_no.edit
    rig.keys("ro26112304")
    rig.press(Qt.Key.Key_Return)
    rig.press(Qt.Key.Key_Return)  # past the car, which the store knows
    rig.keys("1286")
    rig.press(Qt.Key.Key_Return)
    rig.keys("460")
    for _ in range(4):
        rig.press(Qt.Key.Key_Return)
    rig.keys("200")
    assert sheet.effect.accessibleName() == "下一步：客服录入后扣 200 分，记 1,300 分"
    rig.press(Qt.Key.Key_Return, CTRL)
    assert not sheet.is_open()
    (row,) = slips(rig)
    assert (row.bill_no, row.points, row.points_used, row.plate, row.state) == ("RO26112304", 1300, 200, "粤B 3K852", State.PENDING)


def test_points_grow_while_one_types(rig):
    sheet = begin(rig)
    rig.keys("RO1")
    rig.press(Qt.Key.Key_Return)
    rig.press(Qt.Key.Key_Return)
    told = []
    for digit in "1286":
        rig.keys(digit)
        told.append(sheet.effect.accessibleName().removeprefix("下一步：客服录入后记 "))
    assert told == ["1 分", "12 分", "128 分", "1,286 分"]


def test_an_empty_form_says_what_is_missing_beside_the_fields(rig):
    sheet = begin(rig)
    rig.press(Qt.Key.Key_Return, CTRL)
    assert sheet.is_open()
    assert "还没有填结算单号" in sheet.summary.text()
    rig.keys("RO1")
    rig.press(Qt.Key.Key_Return, CTRL)
    assert "请至少填一项消费金额" in sheet.summary.text()
    assert sheet.bill.fields[next(iter(sheet.bill.fields))].has_problem()
    sheet.bill.fields[SpendKind.ACCESSORIES].edit.setFocus()
    rig.keys("12a")
    rig.press(Qt.Key.Key_Return, CTRL)
    assert "精品金额：数字格式不对" in sheet.summary.text()  # of five amounts, which
    assert slips(rig) == []


def test_too_many_points_and_a_bill_written_before_are_refused_and_mended(rig):
    rig.write("RO1")
    sheet = begin(rig)
    rig.keys("RO1")
    rig.press(Qt.Key.Key_Return)
    rig.press(Qt.Key.Key_Return)
    rig.keys("5000")
    sheet.used.edit.setFocus()
    rig.keys("9000")
    rig.press(Qt.Key.Key_Return, CTRL)
    assert "结算单 RO1 已写在 JF-20261123-001（待录入）" in sheet.summary.text()
    assert QApplication.focusWidget() is sheet.bill_no.edit
    rig.press(Qt.Key.Key_End)
    rig.keys("2")
    rig.press(Qt.Key.Key_Return, CTRL)
    assert "积分不足：可用 3,660，需要 9,000" in sheet.summary.text()
    rig.press(Qt.Key.Key_A, CTRL)
    rig.keys("60")
    rig.press(Qt.Key.Key_Return, CTRL)
    assert not sheet.is_open()
    assert [row.bill_no for row in slips(rig)] == ["RO1", "RO12"]


def test_enter_goes_from_the_points_to_the_act_and_past_the_photo_nobody_has_to_choose(rig):
    sheet = begin(rig)
    rig.keys("RO1")
    rig.press(Qt.Key.Key_Return)
    rig.press(Qt.Key.Key_Return)
    rig.keys("1286")
    sheet.used.edit.setFocus()
    rig.press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is sheet.photo.choose, "Tab still visits it"
    rig.press(Qt.Key.Key_Backtab)
    assert QApplication.focusWidget() is sheet.used.edit
    rig.press(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is sheet.primary_button
    rig.press(Qt.Key.Key_Return)
    assert not sheet.is_open()
    assert [row.bill_no for row in slips(rig)] == ["RO1"]


def test_points_that_cannot_be_used_are_not_previewed(rig):
    sheet = begin(rig)
    sheet.used.edit.setFocus()
    rig.keys("99999")
    assert sheet.effect.accessibleName() == "下一步：会员抵扣最多 3,660 分，请改小", "more than he has"
    sheet.bill.fields[SpendKind.MAINTENANCE].edit.setFocus()
    rig.keys("100")
    assert sheet.effect.accessibleName() == "下一步：会员抵扣最多 2,000 分，请改小", "100.00 yuan are worth 2,000 points"
    assert "−" not in "".join(label.text() for label in sheet.effect.findChildren(QLabel))
    sheet.used.edit.setFocus()
    rig.press(Qt.Key.Key_A, CTRL)
    rig.keys("2000")
    assert sheet.effect.accessibleName() == "下一步：客服录入后扣 2,000 分，记 0 分"


def test_esc_keeps_a_draft_and_ctrl_d_brings_it_back(rig):
    sheet = begin(rig)
    rig.keys("RO7")
    rig.press(Qt.Key.Key_Return)
    rig.press(Qt.Key.Key_Return)
    rig.keys("88")
    rig.press(Qt.Key.Key_Escape)
    assert not sheet.is_open()
    assert slips(rig) == []
    rig.press(Qt.Key.Key_D, CTRL)
    again = rig.sheet
    assert (again.bill_no.text(), [line.amount for line in again.bill.lines()]) == ("RO7", [88_00])
    rig.press(Qt.Key.Key_Return, CTRL)
    assert [row.bill_no for row in slips(rig)] == ["RO7"]


def test_a_returned_slip_is_put_right_under_its_number(rig):
    slip_id = rig.write()
    rig.do(return_handover, handover_id=slip_id, reason="金额与结算单不符")
    rig.open_page(slip_id)
    rig.press(Qt.Key.Key_Return, CTRL)
    sheet = rig.sheet
    assert sheet.windowTitle() == "改后再交 JF-20261123-001"
    assert sheet.bill_no.text() == "RO26112304"
    sheet.bill.fields[next(iter(sheet.bill.fields))].edit.setFocus()
    rig.press(Qt.Key.Key_A, CTRL)
    rig.keys("500")
    rig.press(Qt.Key.Key_Return, CTRL)
    rig.shows(slip_id, "待录入")
    assert (rig.slip(slip_id).row.number, rig.slip(slip_id).row.points) == ("JF-20261123-001", 523)


def test_a_member_in_loss_cannot_use_points_but_earns(rig):
    rig.do(lambda act: MembershipRecord.update(state="lost").execute())
    sheet = begin(rig)
    assert not sheet.used.edit.isEnabled()
    rig.keys("RO1")
    rig.press(Qt.Key.Key_Return)
    rig.press(Qt.Key.Key_Return)
    rig.keys("100")
    rig.press(Qt.Key.Key_Return, CTRL)
    assert [row.points for row in slips(rig)] == [100]


def test_saving_and_printing_shows_the_slip(rig):
    sheet = begin(rig)
    rig.keys("RO1")
    rig.press(Qt.Key.Key_Return)
    rig.press(Qt.Key.Key_Return)
    rig.keys("100")
    began = time.monotonic()
    rig.press(Qt.Key.Key_P, CTRL)
    assert not sheet.is_open()
    rig.qtbot.waitUntil(lambda: rig.sheet is not sheet, timeout=5_000)
    assert "JF-20261123-001" in rig.sheet.windowTitle() or rig.sheet.isVisible()
    assert time.monotonic() - began < 10


def test_a_photo_of_the_bill_is_pasted_and_goes_with_the_slip(rig):
    sheet = begin(rig)
    rig.keys("RO1")
    rig.press(Qt.Key.Key_Return)
    rig.press(Qt.Key.Key_Return)
    rig.keys("100")
    image = QImage(640, 480, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFF)
    QGuiApplication.clipboard().setImage(image)
    sheet.photo.choose.setFocus()
    rig.press(Qt.Key.Key_V, CTRL)
    rig.qtbot.waitUntil(lambda: sheet.photo.taken() is not None, timeout=5_000)
    rig.press(Qt.Key.Key_Return, CTRL)
    (row,) = slips(rig)
    assert rig.slip(row.id).photo_id is not None


def test_a_returned_slip_says_why_on_top_and_keeps_its_photo_unless_it_is_taken_away(rig):
    slip_id = rig.write(photo=take_in(phone_photo(1200, 900), name="结算单.jpg"))
    for removed in (False, True):
        rig.do(return_handover, handover_id=slip_id, reason="金额与结算单不符，请核对")
        rig.open_page(slip_id)
        rig.shows(slip_id, "已退回")
        rig.press(Qt.Key.Key_Return, CTRL)
        sheet = rig.sheet
        assert sheet.returned.words() == "陈静 退回：金额与结算单不符，请核对"
        assert sheet.photo.kept_id() == rig.slip(slip_id).photo_id is not None
        if removed:
            sheet.photo.remove.setFocus()
            rig.press(Qt.Key.Key_Space)
        rig.press(Qt.Key.Key_Return, CTRL)
        rig.shows(slip_id, "待录入")
        assert (rig.slip(slip_id).photo_id is None) is removed


def test_a_returned_slip_left_with_esc_stays_returned(rig):
    slip_id = rig.write()
    rig.do(return_handover, handover_id=slip_id, reason="金额与结算单不符")
    rig.open_page(slip_id)
    rig.press(Qt.Key.Key_Return, CTRL)
    rig.press(Qt.Key.Key_Escape)
    assert rig.slip(slip_id).row.state is State.RETURNED


def test_what_a_guest_owes_stands_red_beside_his_bill(rig):
    entry = rig.do(points.earn, customer_id=rig.guest, points=100, note="续保", number="")
    rig.do(points.spend, customer_id=rig.guest, points=3760, kind=EntryKind.REDEEMED, number="", note="兑换")
    rig.do(reversal.reverse, entry_id=entry.entry_id, number="", note="冲正")
    sheet = begin(rig)
    figure = sheet.findChild(Figure)
    assert (figure.text(), figure._colour) == ("−100", theme.BAD)


def test_who_may_not_use_points_is_told_why_beside_the_field(rig):
    rig.do(lambda act: MembershipRecord.update(state="lost").execute())
    sheet = begin(rig)
    assert sheet._why_not.isVisible()
    assert "会员卡已挂失，补卡后才能兑换" in sheet._why_not.text()
