"""What the manager works off from the list of customers: look-alikes, and who looked at numbers."""

import pytest
from PySide6.QtCore import Qt

from deskapp.customers.domain import CustomerForm
from deskapp.customers.service import add_customer, reveal_mobile
from deskapp.customers.views import customer
from tests.ui.reception import CTRL, Reception
from ui.kit import work

ENTER = Qt.Key.Key_Return
SHARED = {"mobile_shared": "重新登记"}


@pytest.fixture
def twice(reception: Reception) -> tuple[int, int]:
    """张伟明 taken up twice under one mobile; 李娜 besides."""

    def make():
        one = add_customer(act=reception.act(), form=CustomerForm("张伟明", "13826012607"))
        add_customer(act=reception.act(), form=CustomerForm("李娜", "13900000001"))
        return one, add_customer(act=reception.act(), form=CustomerForm("张伟明", "13826012607"), reasons=SHARED)

    return work.call(make)


def opened(reception: Reception):
    reception.sign_in("陈静")
    page = reception.window.open_room("customers")
    reception.until(work.quiet)
    page.look_alikes.click()
    sheet = reception.sheet()
    reception.until(lambda: sheet.view.current_row() is not None)
    return sheet


def test_a_pair_is_compared_by_enter_and_merged(reception: Reception, twice):
    sheet = opened(reception)
    assert [(pair.one.name, pair.other.name, pair.same_name) for pair in sheet.model.rows()] == [("张伟明", "张伟明", True)]
    sheet.view.setFocus()
    reception.key(ENTER)
    dialog = reception.sheet()
    reception.until(dialog.table.isVisible)
    reception.key(ENTER, CTRL)
    assert not dialog.is_open()
    assert work.call(lambda: customer(act=reception.act(), customer_id=twice[1])).id == twice[0]
    reception.until(lambda: sheet.model.rows() == [])
    assert not sheet.compare.isEnabled()


def test_a_pair_that_is_two_is_listed_no_more(reception: Reception, twice):
    sheet = opened(reception)
    sheet.apart.click()
    dialog = reception.sheet()
    reception.key(ENTER, CTRL)
    assert dialog.is_open()
    dialog.edit.setPlainText("父子，已电话核实")
    reception.key(ENTER, CTRL)
    reception.until(lambda: sheet.model.rows() == [])


def test_escape_leaves_the_list_and_changes_nothing(reception: Reception, twice):
    sheet = opened(reception)
    reception.key(Qt.Key.Key_Escape)
    assert not sheet.is_open()
    assert work.call(lambda: customer(act=reception.act(), customer_id=twice[1])).id == twice[1]


def test_who_looked_at_whose_number_is_listed_and_filtered(reception: Reception, twice):
    work.call(lambda: reveal_mobile(act=reception.act("王芳"), customer_id=twice[0]))
    reception.sign_in("陈静")
    page = reception.window.open_room("customers")
    reception.until(work.quiet)
    page.reveals.click()
    sheet = reception.sheet()
    reception.until(sheet.model.rows)
    assert [(line.by, line.look.name, line.look.pc) for line in sheet.model.rows()] == [("王芳", "张伟明", "前台2")]
    sheet.who.set_value(reception.staff["李敏"])
    reception.until(lambda: sheet.model.rows() == [])
    sheet.who.set_value(reception.staff["王芳"])
    reception.until(sheet.model.rows)
    sheet.view.select_first()
    sheet.view.setFocus()
    reception.key(ENTER)
    assert reception.window.customer_id == twice[0]


def test_the_desk_sees_neither_list(reception: Reception):
    page = reception.window.open_room("customers")
    reception.until(work.quiet)
    assert not page.look_alikes.isVisible()
    assert not page.reveals.isVisible()
