"""Who recruited whom: figures of a span with the rows behind them, as each may see them."""

from datetime import date, datetime

import pytest

from deskapp.errors import NotAllowed, UserError
from deskapp.members.domain import JoinChannel
from deskapp.members.enrolment import return_member
from deskapp.members.recruiting import recruited, recruiting, write_recruiting
from deskapp.sheets.reading import open_table
from deskapp.staff.domain import Role
from deskapp.staff.staffing import change_person
from tests.deskapp.members.lists import csv_list
from tests.deskapp.people import department_id, hire

FIRST, TODAY = date(2026, 11, 1), date(2026, 11, 23)


@pytest.fixture
def team(desk):
    """Two advisers of 售后部 and their head, one adviser of 销售部."""
    after, sales = {"department": "售后部"}, {"department": "销售部"}
    return {
        "周凯": hire("周凯", Role.SERVICE_ADVISOR, **after),
        "吴军": hire("吴军", Role.SERVICE_ADVISOR, **after),
        "刘强": hire("刘强", Role.SUPERVISOR, **after),
        "何洁": hire("何洁", Role.SALES_ADVISOR, **sales),
    }


@pytest.fixture
def month(enroll, act, desk, team):
    """Five enrolments: three of 售后部, of which one waits and one was sent back, two of 销售部."""
    names = iter("赵钱孙李周")
    numbers = iter(range(1, 6))

    def join(recruiter: str, **more):
        n = next(numbers)
        return enroll(f"{next(names)}一", f"1390000000{n}", f"6601000{n}", recruiter=team[recruiter], **more)

    join("周凯", join_channel=JoinChannel.SERVICE)
    join("周凯", by=desk.front)
    sent_back = join("吴军", by=desk.front)
    return_member(act=act(), membership_id=sent_back.membership_id, reason="没有签字")
    join("何洁", join_channel=JoinChannel.NEW_CAR)
    join("何洁", join_channel=JoinChannel.NEW_CAR)


def figures(found) -> list[tuple]:
    return [(one.department, one.recruiter, one.joined, one.waiting, one.sent_back, one.counted) for one in found.lines]


def test_enrolments_are_counted_by_department_and_person(month, act):
    found = recruiting(act=act(), first=FIRST, last=TODAY)
    assert figures(found) == [
        ("售后部", "", 3, 1, 1, 1),
        ("售后部", "周凯", 2, 1, 0, 1),
        ("售后部", "吴军", 1, 0, 1, 0),
        ("销售部", "", 2, 0, 0, 2),
        ("销售部", "何洁", 2, 0, 0, 2),
    ]
    assert (found.total.joined, found.total.waiting, found.total.sent_back, found.total.counted) == (5, 1, 1, 3)
    assert [one.by_channel() for one in found.lines] == ["保养 1", "保养 1", "", "新车 2", "新车 2"]


def test_the_rows_behind_a_number_are_as_many_as_it_says(month, act):
    found = recruiting(act=act(), first=FIRST, last=TODAY)
    assert [one.name for one in recruited(act=act(), line=found.lines[1])] == ["钱一", "赵一"]
    for line in (*found.lines, found.total):
        assert len(recruited(act=act(), line=line)) == line.joined


def test_only_the_days_of_the_span_count(month, enroll, on, team):
    enroll("郑七", "13900000007", "66010007", recruiter=team["周凯"], at=datetime(2026, 12, 1, 23, 59))
    counted = recruiting(act=on(date(2026, 12, 2)), first=date(2026, 12, 1), last=date(2026, 12, 1))
    assert figures(counted) == [("售后部", "", 1, 0, 0, 1), ("售后部", "周凯", 1, 0, 0, 1)]
    assert recruiting(act=on(date(2026, 12, 2)), first=FIRST, last=date(2026, 11, 30)).total.joined == 5


def test_an_enrolment_counts_for_the_department_its_recruiter_belonged_to(month, on, desk, team):
    change_person(
        act=on(date(2026, 12, 1), by=desk.manager),
        staff_id=team["周凯"],
        staff_no="104",
        name="周凯",
        department_id=department_id("销售部"),
        outlet_id=1,
        roles=(Role.SALES_ADVISOR,),
        active=True,
    )
    assert figures(recruiting(act=on(date(2026, 12, 2)), first=FIRST, last=TODAY))[:2] == [
        ("售后部", "", 3, 1, 1, 1),
        ("售后部", "周凯", 2, 1, 0, 1),
    ]


def test_members_brought_from_the_old_system_were_recruited_by_nobody_here(desk, act, tmp_path):
    from tests.deskapp.members.lists import LI, ZHANG, brought

    brought(act(staff_id=desk.manager), csv_list(tmp_path / "list.csv", ZHANG, LI))
    assert recruiting(act=act(), first=FIRST, last=TODAY).total.joined == 0


def test_a_span_turned_round_is_refused(desk, act):
    with pytest.raises(UserError, match="开始日期 2026-11-23 晚于结束日期 2026-11-01"):
        recruiting(act=act(), first=TODAY, last=FIRST)


@pytest.mark.parametrize(
    ("who", "joined"),
    [("周凯", 2), ("吴军", 1), ("何洁", 2), ("刘强", 3)],
)
def test_heads_see_their_department_and_advisers_their_own(month, act, team, who, joined):
    assert recruiting(act=act(staff_id=team[who]), first=FIRST, last=TODAY).total.joined == joined


def test_the_desk_sees_all_and_whoever_sees_no_report_none(month, act, desk):
    assert recruiting(act=act(staff_id=desk.front), first=FIRST, last=TODAY).total.joined == 5
    with pytest.raises(NotAllowed):
        recruiting(act=act(staff_id=None), first=FIRST, last=TODAY)


def test_an_adviser_sees_figures_and_no_list_of_customers(month, act, team):
    his = act(staff_id=team["周凯"])
    with pytest.raises(NotAllowed):
        recruited(act=his, line=recruiting(act=his, first=FIRST, last=TODAY).total)


def test_the_workbook_has_the_figures_of_the_screen(month, act, tmp_path):
    path = tmp_path / "推荐.xlsx"
    assert write_recruiting(path, recruiting(act=act(), first=FIRST, last=TODAY)) == 6
    with open_table(path) as table:
        rows = [row.cells for row in table]
    assert rows[0] == ("部门", "推荐人", "入会", "待录入", "已退回", "计入", "渠道")
    assert rows[1] == ("售后部", "小计", "3", "1", "1", "1", "保养 1")
    assert rows[-1] == ("合计", "", "5", "1", "1", "3", "新车 2、保养 1")
