"""The list of customers and the form that takes one up without a membership."""

from PySide6.QtCore import Qt

from deskapp.customers.domain import CustomerForm, CustomerKind
from deskapp.customers.service import add_customer
from deskapp.staff.domain import Role
from tests.deskapp.people import hire
from tests.ui.reception import CTRL, Reception
from ui.kit import work

ENTER = Qt.Key.Key_Return


def taken_up(reception: Reception, name: str, mobile: str, **more) -> int:
    return work.call(lambda: add_customer(act=reception.act(), form=CustomerForm(name, mobile, **more)))


def opened(reception: Reception):
    page = reception.window.open_room("customers")
    reception.until(lambda: page.view.current_row() is not None)
    return page


def test_the_last_taken_up_stands_first_and_enter_opens_him(reception: Reception):
    taken_up(reception, "李娜", "13900000001")
    last = taken_up(reception, "张伟明", "13826012607")
    page = opened(reception)
    assert [line.row.name for line in page.model.rows()] == ["张伟明", "李娜"]
    assert page.panel._mobile.text() == "138 **** 2607"
    page.view.setFocus()
    reception.key(ENTER)
    assert reception.window.customer_id == last


def test_companies_are_filtered(reception: Reception):
    taken_up(reception, "李娜", "13900000001")
    taken_up(reception, "深圳恒达物流有限公司", "13900000002", kind=CustomerKind.COMPANY, contact="单丽")
    page = opened(reception)
    page.kind.set_value(CustomerKind.COMPANY)
    reception.until(lambda: [line.row.name for line in page.model.rows()] == ["深圳恒达物流有限公司"])


def test_somebody_is_taken_up_without_a_membership(reception: Reception):
    taken_up(reception, "李娜", "13900000001")
    page = opened(reception)
    page.new.click()
    dialog = reception.sheet()
    reception.type("张伟明")
    reception.key(ENTER, CTRL)
    assert dialog.customer.mobile.problem_text() == "还没有填手机"
    reception.type("13826012607")
    made = []
    dialog.accepted.connect(made.append)
    reception.key(ENTER, CTRL)
    assert not dialog.is_open()
    assert reception.window.customer_id == made[0]
    assert reception.heard.said[-1][0] == "张伟明 的资料已保存"


def test_a_number_somebody_has_is_shared_with_a_reason(reception: Reception):
    taken_up(reception, "张伟明", "13826012607")
    opened(reception).new.click()
    dialog = reception.sheet()
    reception.type("张小雨")
    dialog.customer.mobile.focus_editor()
    reception.type("13826012607")
    reception.until(dialog.duplicates.notices["mobile"].isVisible)
    reception.key(ENTER, CTRL)
    assert dialog.is_open()
    reception.widget("share_mobile").click()
    reception.type("父女")
    reception.key(ENTER, CTRL)
    assert not dialog.is_open()


def test_from_the_panel_a_known_guest_becomes_a_member(reception: Reception):
    taken_up(reception, "李娜", "13900000001")
    opened(reception).panel.enroll.click()
    assert reception.sheet().objectName() == "enroll"


def test_who_may_not_see_all_customers_is_told_how_to_look_instead_of_being_refused(reception: Reception):
    """An adviser or the head of a department must not be scolded for each letter he types, nor sent to a key he has not."""
    known = taken_up(reception, "张伟明", "13826012607")
    reception.staff["黄强"] = work.call(lambda: hire("黄强", Role.SUPERVISOR))
    for name, way in (("刘强", "没有找到“张”。请输入完整的手机、车牌、卡号或单号"), ("黄强", "没有找到“张”。您的权限只能按单号查找")):
        reception.sign_in(name)
        page = reception.window.open_room("customers")
        reception.until(work.quiet)
        assert list(page.model.rows()) == []
        assert not page.kind.isVisible()
        reception.window.results.look_for("张")
        reception.until(lambda way=way: reception.window.results.said() == way)
        reception.window.results.leave()
    assert reception.heard.said == []
    reception.sign_in("刘强")
    reception.window.results.look_for("13826012607")
    reception.until(lambda: [hit.customer_id for hit in reception.window.results.hits] == [known])
