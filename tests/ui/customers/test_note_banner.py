"""特别说明 stands wherever the guest is shown: search, redeem, hand-over, renewal, enrolment of a known guest."""

import pytest
from PySide6.QtCore import Qt

from deskapp.customers.domain import CustomerForm
from deskapp.customers.service import add_customer, write_note
from deskapp.members.enrolment import enroll_member
from tests.deskapp.members.conftest import enrolment
from tests.ui.reception import Reception
from ui.kit import work
from ui.kit.labels import Wrapped

NOTE = "对烟味敏感，取车前请通风"


@pytest.fixture
def guest(reception: Reception) -> int:
    def make() -> int:
        made = enroll_member(act=reception.act(), form=enrolment(card="66010287", recruiter=reception.staff["刘强"])).customer_id
        write_note(act=reception.act(), customer_id=made, text=NOTE)
        return made

    return work.call(make)


@pytest.mark.parametrize("key", [Qt.Key.Key_F6, Qt.Key.Key_F7, Qt.Key.Key_F9])
def test_the_form_of_a_guest_says_what_to_mind(reception: Reception, guest: int, key):
    reception.card(guest)
    reception.key(key)
    dialog = reception.sheet()
    banner = dialog.findChild(object, "guest_note")
    reception.until(banner.isVisible)
    assert banner.words() == f"特别说明：{NOTE}"


def test_without_a_note_there_is_no_banner(reception: Reception, guest: int):
    work.call(lambda: write_note(act=reception.act(), customer_id=guest, text=""))
    reception.card(guest)
    reception.key(Qt.Key.Key_F6)
    reception.until(work.quiet)
    assert not reception.sheet().findChild(object, "guest_note").isVisible()


def test_the_search_and_the_enrolment_of_a_known_guest_say_it_too(reception: Reception, guest: int):
    reception.window.results.look_for("张伟明")
    reception.until(lambda: reception.window.results.hits)
    assert [hit.note for hit in reception.window.results.hits] == [NOTE]
    other = work.call(lambda: add_customer(act=reception.act(), form=CustomerForm("李娜", "13900000001")))
    work.call(lambda: write_note(act=reception.act(), customer_id=other, text="只接受下午来电"))
    reception.card(other)
    reception.key(Qt.Key.Key_F3)
    assert "特别说明：只接受下午来电" in [label.text() for label in reception.sheet().findChildren(Wrapped)]
