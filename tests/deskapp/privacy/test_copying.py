"""A copy of everything kept of one person: whole, in full, logged, on paper (PIPL 45)."""

import pytest

from deskapp.customers.tables import RevealRecord
from deskapp.errors import NotAllowed
from deskapp.papers import A4
from deskapp.privacy.copy_paper import render
from deskapp.privacy.copying import copy_of_person
from deskapp.staff.domain import Role
from tests.deskapp.papers.reading import text_of
from tests.deskapp.people import hire


def test_the_copy_holds_everything_with_numbers_in_full_and_is_logged(house, act):
    found = copy_of_person(act=act(minutes=5), customer_id=house.guest)
    assert [chapter.title for chapter in found.chapters] == ["基本资料", "车辆 粤B 3K852", "同意记录", "会员 HY-20261123-001", "积分"]
    facts = {(title, label): text for title, label, text in found.rows()}
    assert facts["基本资料", "手机"] == "138 2601 2607"
    assert facts["基本资料", "备用电话"] == "0755-26012607"
    assert facts["基本资料", "生日"] == "1985-04-16"
    assert facts["车辆 粤B 3K852", "车架号"] == "LSVAA41T2RN000001"
    assert facts["积分", "可兑换积分"] == "1,306 分"
    assert [row.customer_id for row in RevealRecord.select()] == [house.guest]


def test_only_who_may_export_hands_out_copies(house, act):
    for role in set(Role) - {Role.SERVICE_MANAGER}:
        with pytest.raises(NotAllowed):
            copy_of_person(act=act(staff_id=hire(f"试{role.label}", role)), customer_id=house.guest)


def test_the_paper_says_the_same_and_that_it_is_for_him_alone(house, act):
    found = copy_of_person(act=act(minutes=5), customer_id=house.guest)
    text = text_of(render(found, paper=A4, store="恒信汽车", printed_by="陈静").pdf)
    for words in ("个人信息副本", "138 2601 2607", "深圳市南山区科技园路 1 号", "LSVAA41T2RN000001", "只交给本人"):
        assert words in text
