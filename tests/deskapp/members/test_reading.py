"""Lists, counts and pills of members."""

from datetime import date, datetime

import pytest
from playhouse.test_utils import count_queries

from deskapp.members.domain import MemberFilter, MemberState
from deskapp.members.lookup import find
from deskapp.members.reading import PAGE, counts, events, member, members
from deskapp.members.tables import MembershipRecord


@pytest.fixture
def club(enroll, desk):
    """Three members: one to confirm, one in its last 30 days, one over."""
    waiting = enroll("赵一", "13800000001", "66010001", plate="粤B11111", by=desk.front)
    ending = enroll("钱二", "13800000002", "66010002", plate="粤B22222")
    over = enroll("孙三", "13800000003", "66010003", plate="粤B33333")
    MembershipRecord.update(joined_on=date(2025, 12, 2), valid_until=date(2026, 12, 1)).where(
        MembershipRecord.id == ending.membership_id
    ).execute()
    MembershipRecord.update(joined_on=date(2025, 11, 1), valid_until=date(2026, 10, 31)).where(
        MembershipRecord.id == over.membership_id
    ).execute()
    return waiting, ending, over


@pytest.mark.parametrize(
    ("only", "names"),
    [
        (MemberFilter.ALL, ["孙三", "钱二", "赵一"]),
        (MemberFilter.TO_CONFIRM, ["赵一"]),
        (MemberFilter.ACTIVE, ["孙三", "钱二"]),
        (MemberFilter.ENDING, ["钱二"]),
        (MemberFilter.OVERDUE, ["孙三"]),
        (MemberFilter.LOST, []),
        (MemberFilter.CLOSED, []),
    ],
)
def test_a_filter_shows_its_members(club, act, only, names):
    assert [one.name for one in members(act=act(), only=only)] == names


def test_the_counts_of_the_first_page_equal_the_lists(club, act):
    found = counts(act=act())
    assert (found.to_confirm, found.ending, found.overdue, found.oem_waiting) == (1, 1, 1, 2)
    assert found.oldest == datetime(2026, 11, 23, 9, 0)


@pytest.mark.parametrize(
    ("only", "names"),
    [
        (MemberFilter.ENDING, ["钱二", "孙三", "李四"]),
        (MemberFilter.ENDING_WEEK, ["钱二", "孙三"]),
        (MemberFilter.ENDING_TODAY, ["钱二"]),
        (MemberFilter.OVERDUE, ["周五", "吴六"]),
        (MemberFilter.LAPSED, ["周五"]),
    ],
)
def test_lists_by_the_end_of_the_term_show_the_first_to_end_on_top(enroll, act, only, names):
    """Ending today, in six days, in seven, in thirty; over since the last day of grace, and since the day after it."""
    ends = {
        "李四": date(2026, 11, 30),
        "孙三": date(2026, 11, 29),
        "钱二": date(2026, 11, 23),
        "赵一": date(2026, 12, 23),
        "吴六": date(2026, 10, 24),
        "周五": date(2026, 10, 23),
    }
    for number, (name, until) in enumerate(ends.items()):
        made = enroll(name, f"1380000000{number}", f"6601000{number}")
        MembershipRecord.update(joined_on=date(2025, 1, 1), valid_until=until).where(MembershipRecord.id == made.membership_id).execute()
    assert [one.name for one in members(act=act(), only=only)] == names
    found = counts(act=act())
    assert (found.ending, found.overdue, found.lapsed, found.lapsed_since) == (3, 2, 1, date(2026, 11, 22))


def test_a_list_by_the_end_comes_whole_and_takes_a_few_statements(enroll, act):
    for number, name in enumerate("赵钱孙李周吴郑王冯陈褚卫"):
        enroll(f"{name}一", f"138000000{number:02}", f"660100{number:02}")
    MembershipRecord.update(joined_on=date(2025, 1, 1), valid_until=date(2026, 11, 23)).execute()
    with count_queries() as counted:
        found = members(act=act(), only=MemberFilter.ENDING)
    assert len(found) == 12
    assert counted.count <= 10


def test_a_row_says_whose_which_until_when(club, act, desk):
    row = member(act=act(), membership_id=club[1].membership_id)
    assert (row.name, row.mobile, row.plates, row.card_no, row.state, row.pills) == (
        "钱二", "138 **** 0002", ("粤B 22222",), "66010002", MemberState.ACTIVE, ("普卡", "待续会"),
    )  # fmt: skip
    assert (row.staff_id, row.recruiter_id, row.entered_at) == (desk.service, 1, datetime(2026, 11, 23, 9, 0))


def test_a_list_is_narrowed_to_a_recruiter_and_paged_by_its_last_row(club, act):
    assert len(members(act=act(), recruiter_id=1)) == 3
    assert members(act=act(), recruiter_id=2) == []
    first, second, third = members(act=act())
    assert members(act=act(), before=first.membership_id) == [second, third]
    assert PAGE >= 3


def test_the_search_knows_level_and_state_and_leads_from_the_member_number_to_the_customer(club, act):
    (hit,) = find(act=act(), text="钱二")
    assert hit.pills == ("普卡", "待续会")
    for text in (club[0].number, "10202611230001"):
        (hit,) = find(act=act(), text=text)
        assert (hit.customer_id, hit.name, hit.number, hit.pills) == (club[0].customer_id, "赵一", club[0].number, ("待录入",))


def test_what_happened_carries_term_card_and_fee(club, act):
    joined = events(act=act(), customer_id=club[1].customer_id)[-1]
    assert (joined.term_from, joined.term_until, joined.card_number, joined.fee_fen) == (
        date(2026, 11, 23), date(2027, 11, 22), "66010002", 0,
    )  # fmt: skip


def test_a_number_no_membership_has_is_a_bug(desk, act):
    with pytest.raises(LookupError):
        member(act=act(), membership_id=7)
