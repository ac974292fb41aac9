"""Lists of what is owed: reached from the first page, worked through one by one or many at once, printed."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from deskapp.members.domain import OEM_REGISTRATION, MemberFilter, MemberState
from deskapp.members.renewal import RenewalForm, renew_member
from deskapp.points.domain import EntryKind
from deskapp.points.service import reserve
from deskapp.store.service import change_setting
from tests.ui.members.years import a_member, the_member, until
from tests.ui.reception import CTRL, Reception
from ui.kit import work

ENTER, ESC, SPACE, DOWN = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Space, Qt.Key.Key_Down
END, LAPSED = date(2027, 11, 22), date(2027, 12, 23)


@pytest.fixture
def club(reception: Reception):
    """Three members who joined today."""
    names = (("赵一", "13900000001", "66010001"), ("钱二", "13900000002", "66010002"), ("孙三", "13900000003", "66010003"))
    return [a_member(reception, *who) for who in names]


def listed(desk: Reception, only: MemberFilter, count: int):
    page = desk.window.open_room("members")
    page.show_list(only.value)
    desk.until(lambda: page.only.value() is only and len(page.model.rows()) == count)
    return page


def states(desk: Reception, club) -> list[MemberState]:
    return [the_member(desk, made).state for made in club]


def test_the_first_page_leads_to_the_list_of_those_to_be_registered(reception: Reception, club):
    until(reception, date(2026, 11, 24))
    today = reception.window.open_room("today")
    reception.until(lambda: any(duty.list_of for duty in today.model.rows()))
    (duty,) = [duty for duty in today.model.rows() if duty.list_of]
    assert duty.what == "系统登记 3 位会员"
    today.view.select_key(today.model.key(duty))
    today.view.setFocus()
    reception.key(ENTER)
    page = reception.window.pages.currentWidget()
    assert page.only.value() is MemberFilter.OEM_WAITING
    reception.until(lambda: len(page.model.rows()) == 3)
    assert page.many.accessibleName() == "批量登记…"


def test_many_are_registered_but_for_who_is_unticked(reception: Reception, club):
    page = listed(reception, MemberFilter.OEM_WAITING, 3)
    page.many.click()
    dialog = reception.sheet()
    assert reception.focus() == "ticked_list"
    assert dialog.primary_button.accessibleName() == "登记 3 位"
    reception.key(SPACE)
    assert dialog.primary_button.accessibleName() == "登记 2 位"
    reception.key(ENTER, CTRL)
    assert reception.sheets() == []
    assert reception.heard.said[-1][0] == "已登记 2 位"
    reception.until(lambda: [line.member.name for line in page.model.rows()] == ["孙三"])
    page.panel.step.click()
    reception.key(ENTER, CTRL)
    reception.until(lambda: page.model.rows() == [])


def test_a_tick_by_mistake_is_taken_back(reception: Reception, club, choose):
    page = listed(reception, MemberFilter.OEM_WAITING, 3)
    page.many.click()
    reception.key(ENTER, CTRL)
    reception.window.open_number(club[0].number)
    reception.until(lambda: page.panel.line is not None and page.panel.line.member.oem_on is not None)
    choose(page.panel.more, "unregister")
    reception.type("点错了人")
    reception.key(ENTER, CTRL)
    assert the_member(reception, club[0]).oem_on is None


def test_a_store_without_such_a_system_offers_no_list(reception: Reception, club, offered):
    work.call(lambda: change_setting(act=reception.act("陈静"), setting=OEM_REGISTRATION, text="否"))
    page = reception.window.open_room("members")
    reception.until(lambda: page.panel.line is not None)
    page.only.click()
    assert "待系统登记" not in [action.text() for action in page.only.menu().actions()]
    page.only.menu().close()
    assert not page.panel.step.isVisible()
    assert "系统登记" not in offered(page.panel.more)


def test_after_grace_the_manager_voids_many_and_who_has_something_reserved_stays(reception: Reception, club):
    work.call(
        lambda: reserve(
            act=reception.act(), customer_id=club[1].customer_id, holder="DH-1", points=20, kind=EntryKind.REDEEMED, note="香氛"
        )
    )
    until(reception, LAPSED)
    reception.sign_in("陈静")
    page = listed(reception, MemberFilter.LAPSED, 3)
    assert page.many.accessibleName() == "批量作废…"
    page.many.click()
    dialog = reception.sheet()
    assert [row.why_not for row in dialog.list.model.rows()] == ["", "有 20 分预留，先办完", ""]
    reception.key(DOWN)
    reception.key(SPACE)  # who cannot be ticked stays unticked
    assert dialog.primary_button.accessibleName() == "作废 2 位"
    reception.key(ENTER, CTRL)
    assert reception.sheets() == []
    assert reception.heard.said[-1][0] == "已作废 2 位，40 分"
    assert states(reception, club) == [MemberState.RESIGNED, MemberState.ACTIVE, MemberState.RESIGNED]


def test_nobody_is_voided_by_esc_nor_with_nothing_ticked(reception: Reception, club):
    until(reception, LAPSED)
    reception.sign_in("陈静")
    listed(reception, MemberFilter.LAPSED, 3).many.click()
    dialog = reception.sheet()
    dialog.list.all.click()
    assert dialog.primary_button.accessibleName() == "还没有勾选会员"
    reception.key(ENTER, CTRL)
    assert dialog.is_open()
    dialog.list.all.click()
    assert dialog.primary_button.accessibleName() == "作废 3 位"
    reception.key(ESC)
    assert states(reception, club) == [MemberState.ACTIVE] * 3


def test_one_renewed_meanwhile_is_named_and_nobody_is_voided(reception: Reception, club):
    until(reception, LAPSED)
    reception.sign_in("陈静")
    listed(reception, MemberFilter.LAPSED, 3).many.click()
    dialog = reception.sheet()
    work.call(lambda: renew_member(act=reception.act("王芳"), form=RenewalForm(club[0].membership_id, END, 0)))
    reception.key(ENTER, CTRL)
    assert f"会员 {club[0].number} 有效期到 2028-12-22" in dialog.summary.text()
    assert states(reception, club) == [MemberState.ACTIVE] * 3


def test_customer_service_renews_from_the_lapsed_list_and_does_not_void(reception: Reception, club):
    until(reception, LAPSED)
    page = listed(reception, MemberFilter.LAPSED, 3)
    assert not page.many.isVisible()
    reception.until(lambda: page.panel.step.accessibleName() == "续会")
    page.panel.step.click()
    assert reception.sheet().objectName() == "renew"
    assert reception.window.customer_id == page.panel.line.member.customer_id


def test_a_list_is_printed_whole_as_it_is_filtered(reception: Reception, club):
    page = listed(reception, MemberFilter.OEM_WAITING, 3)
    page.paper.click()
    reception.until(lambda: [sheet.accessibleName() for sheet in reception.sheets()] == ["打印会员清单"])
    reception.key(ESC)
    page.only.set_value(MemberFilter.ALL)
    assert not page.paper.isVisible()


def test_a_click_ticks_and_unticks_a_row(reception: Reception, club):
    listed(reception, MemberFilter.OEM_WAITING, 3).many.click()
    dialog = reception.sheet()
    view, model = dialog.list.view, dialog.list.model
    for ticked in (2, 3):
        place = view.visualRect(model.index(1, 1)).center()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert len(dialog.list.ticked()) == ticked
