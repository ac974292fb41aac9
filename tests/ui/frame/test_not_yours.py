"""A number or a link to what is somebody else's: a panel says whose it is and leads back, and no page opens empty."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from deskapp.handovers.domain import BillLine, HandoverForm, SpendKind
from deskapp.handovers.writing import write_handover
from deskapp.staff.domain import Role
from deskapp.staff.service import person, rights_of
from tests.deskapp.people import hire
from tests.ui.kit.recorder import Recorder
from ui.kit import notify, work
from ui.kit.labels import Label


@pytest.fixture
def heard(front):
    front.window.show()
    recorder = Recorder()
    notify.install(recorder)
    return recorder


def sit_down(front, name, role, department):
    def who():
        staff_id = hire(name, role, department=department)
        return person(staff_id), rights_of(staff_id, on=front.clock().date())

    front.reception.session.sign_in(*work.call(who))
    front.reception.enter()


def shown(front):
    return front.window.pages.currentWidget()


def type_number(front, qtbot, number):
    """By hand: after a moment in which a scanner would have gone on."""
    QTest.keyClick(front.window, Qt.Key.Key_F2)
    QTest.keyClicks(front.window.top_bar.search, number)
    qtbot.waitUntil(lambda: not front.reception.scanner._silence.isActive(), timeout=5_000)
    QTest.keyClick(front.window.top_bar.search, Qt.Key.Key_Return)


def slip(front, bill_no="RO1"):
    form = HandoverForm(front.customer, bill_no, (BillLine(SpendKind.MAINTENANCE, 1_286_00),))
    return work.call(write_handover, act=front.reception.session.act(), form=form)


@pytest.mark.parametrize(("role", "department"), [(Role.SUPERVISOR, "车间"), (Role.GENERAL_MANAGER, "客服部")])
def test_who_has_no_room_for_a_typed_number_is_told_whose_it_is(front, heard, qtbot, role, department):
    slip(front)
    sit_down(front, "周凯", role, department)
    type_number(front, qtbot, "JF20261123001")
    qtbot.waitUntil(lambda: shown(front).objectName() == "not_yours", timeout=5_000)
    assert shown(front).said() == "JF-20261123-001 不归您办理 由客服专员、客服经理办理。要知道内容或结果，请找他们。"
    assert shown(front).accessibleName() == "积分"
    assert "不归您办理" in "".join(label.text() for label in shown(front).findChildren(Label) if label.isVisible())
    assert QApplication.focusWidget() is shown(front).back
    QTest.keyClick(shown(front).back, Qt.Key.Key_Return)
    assert shown(front).objectName() == "today"


def test_an_adviser_opens_his_own_slip_and_not_anothers(front, heard, qtbot):
    others = slip(front)
    sit_down(front, "周凯", Role.SERVICE_ADVISOR, "前台")
    own = slip(front, "RO2")
    type_number(front, qtbot, "JF20261123001")
    qtbot.waitUntil(lambda: shown(front).objectName() == "not_yours", timeout=5_000)
    type_number(front, qtbot, "JF20261123002")
    qtbot.waitUntil(lambda: shown(front).objectName() == "handovers", timeout=5_000)
    assert own != others


def test_a_head_who_follows_a_link_to_a_card_is_told_whom_to_ask(front, heard):
    sit_down(front, "郑主管", Role.SUPERVISOR, "车间")
    front.window.open_customer(front.customer)
    assert shown(front).said().startswith("这位客户的资料不归您办理 由前台、客服专员、客服经理办理。")
    assert front.window.customer_id is None, "F6 must not begin with him"


def test_the_card_stands_there_again_after_a_number_that_is_not_his(front, heard, qtbot):
    slip(front)
    sit_down(front, "何总", Role.GENERAL_MANAGER, "客服部")
    front.window.open_customer(front.customer)
    type_number(front, qtbot, "JF20261123001")
    qtbot.waitUntil(lambda: shown(front).objectName() == "not_yours", timeout=5_000)
    QTest.keyClick(shown(front).back, Qt.Key.Key_Return)
    assert shown(front).objectName() == "customer_card"


def test_whoever_has_the_room_goes_straight_to_the_record(front, heard, qtbot):
    slip(front)
    type_number(front, qtbot, "JF20261123001")
    qtbot.waitUntil(lambda: shown(front).objectName() == "handovers", timeout=5_000)
