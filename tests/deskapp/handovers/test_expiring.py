"""Points that end soon: who, how many, when; as a list, on paper, as a workbook."""

from datetime import date

import pytest
from playhouse.test_utils import count_queries

from deskapp.customers.tables import CustomerRecord
from deskapp.data import one_transaction, writing
from deskapp.errors import NotAllowed
from deskapp.handovers.expiring import expiring, export_expiring
from deskapp.handovers.expiring_list import PAPERS, render
from deskapp.members.exporting import recent_exports
from deskapp.points import service as points
from deskapp.points.domain import ENDING_SOON_DAYS, EntryKind, Expiry
from deskapp.settings.store import set_value
from deskapp.sheets.reading import open_table
from tests.conftest import MORNING
from tests.deskapp.papers.reading import text_of
from tests.deskapp.points.accounts import customer

SOON, LATER = date(2026, 11, 30), date(2026, 12, 23)


def bring(act, guest, amount, ends_on):
    points.open_balance(act=act(), customer_id=guest, redeemable=amount, tier=0, ends_on=ends_on)


def listed(act, house, **more):
    return expiring(act=act(staff_id=house.service), **more)


@pytest.fixture
def full(house, act):
    """张伟明 loses 300 in a week; 李四, no member, 50 in thirty days, 40 of them reserved; 王五 nothing within thirty-one."""
    bring(act, house.member, 300, SOON)
    other, third = customer("李四"), customer("王五")
    bring(act, other, 90, LATER)
    points.reserve(act=act(), customer_id=other, holder="JF-1", points=40, kind=EntryKind.USED, note="抵扣")
    bring(act, third, 70, date(2026, 12, 24))
    return house


def test_who_how_many_and_when_the_first_to_end_on_top(full, act):
    rows = listed(act, full)
    assert [(row.name, row.points, row.first_on, row.spendable) for row in rows] == [
        ("张伟明", 300, SOON, 320),
        ("李四", 50, LATER, 50),
    ]
    first = rows[0]
    assert (first.mobile, first.plates, first.pills) == ("138 **** 2607", ("粤B 3K852",), ("普卡", "有效"))
    assert rows[1].pills == ("非会员",)


def test_the_days_can_be_asked_for_and_are_a_setting(full, act):
    assert [row.name for row in listed(act, full, days=7)] == ["张伟明"]
    assert [row.name for row in listed(act, full, days=31)] == ["张伟明", "李四", "王五"]
    with writing(act(), "setting") as tx:
        set_value(tx, ENDING_SOON_DAYS, 6)
    assert listed(act, full) == []


def test_what_was_spent_is_not_listed_and_what_ends_today_is(full, act):
    points.spend(act=act(), customer_id=full.member, points=300, kind=EntryKind.REDEEMED, number="DH-1", note="兑换")
    assert [row.name for row in listed(act, full)] == ["李四"]
    assert listed(act, full, days=0) == []
    fourth = customer("赵六")
    bring(act, fourth, 10, MORNING.date())
    assert [row.name for row in listed(act, full, days=0)] == ["赵六"]


def test_accounts_that_were_merged_are_one_line(full, act):
    twin = customer("张伟明（旧）")
    bring(act, twin, 25, LATER)
    with one_transaction():
        CustomerRecord.update(merged_into=full.member).where(CustomerRecord.id == twin).execute()
    first = listed(act, full)[0]
    assert (first.customer_id, first.parts) == (full.member, (Expiry(SOON, 300), Expiry(LATER, 25)))


def test_the_paper_names_everybody_with_his_day_and_the_sum(full, act):
    rows = listed(act, full)
    paper = render(rows, paper=PAPERS[0], store="恒信汽车", until=LATER, printed_at=MORNING, printed_by="陈静")
    text = text_of(paper.pdf).replace("\r\n", " ")
    for words in ("快到期积分", "张伟明", "138 **** 2607", "300", "2026-11-30", "李四", "50", "合计 2 人", "350"):
        assert words in text, words
    assert "13826012607" not in text


def test_the_workbook_keeps_numbers_masked_and_who_took_it(full, act, tmp_path):
    path = tmp_path / "快到期积分.xlsx"
    assert export_expiring(act=act(staff_id=full.manager), path=path) == 2
    with open_table(path) as table:
        head, *rows = [list(row.cells) for row in table]
    assert (head[0], head[6], len(rows)) == ("客户", "到期积分", 2)
    assert rows[0][:3] == ["张伟明", "", "138 **** 2607"]
    assert "300" in rows[0]
    (logged,) = recent_exports(act=act(staff_id=full.manager))
    assert (logged.what, logged.file, logged.rows, logged.staff_id, logged.full) == ("快到期积分", path.name, 2, full.manager, False)


def test_customer_service_may_look_and_only_who_may_export_takes_it_along(full, act, tmp_path):
    with pytest.raises(NotAllowed):
        export_expiring(act=act(staff_id=full.service), path=tmp_path / "a.xlsx")
    assert not (tmp_path / "a.xlsx").exists()
    with pytest.raises(NotAllowed):
        expiring(act=act(staff_id=full.advisor))


def test_a_long_list_takes_few_statements(full, act):
    def statements():
        form = act(staff_id=full.service)
        with count_queries() as counted:
            expiring(act=form)
        return counted.count

    few = statements()
    with one_transaction():
        for number in range(40):
            bring(act, customer(f"客人{number}"), 10, SOON)
    assert statements() == few
