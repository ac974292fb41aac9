"""Rows of a list by the rules of the forms: what becomes a member, and what is said about the cells of the others."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.customers.domain import CustomerKind, Purpose
from deskapp.members.domain import JoinChannel, Level
from deskapp.members.import_fields import codes, guess
from deskapp.members.import_rows import RowsJudge, columns_of

TODAY = date(2026, 11, 23)
PEOPLE = {"王芳": 7, "102": 7}


def judged(*rows: str, heads: str) -> RowsJudge:
    """Rows and heads as cells apart by |."""
    judge = RowsJudge(columns_of(guess(heads.split("|"), {})), today=TODAY, people=PEOPLE)
    for number, row in enumerate(rows, start=2):
        judge.add(number, row.split("|"))
    return judge


def said(judge: RowsJudge) -> list[tuple[int, int, str]]:
    """What is wrong: (row, column, words)."""
    return [(found.row, found.column, found.message) for found in judge.findings if not found.unusual]


def unusual(judge: RowsJudge) -> list[tuple[int, str]]:
    return [(found.row, found.label) for found in judge.findings if found.unusual]


def one(row: str, *, heads: str):
    judge = judged(row, heads=heads)
    assert said(judge) == []
    return judge.entries[0]


def test_a_row_is_read_as_the_form_would_read_it():
    entry = one(
        "HY8801|６６０１ 0342|金卡|2025/5/1|2027.04.30|保养|王芳|张伟明|138-2601-2607|粤B·3K852|先生",
        heads="会员编号|卡号|等级|办卡日期|有效期|渠道|推荐人|姓名|电话|车牌|性别",
    )
    assert (entry.member_no, entry.card_no, entry.level) == ("HY8801", "66010342", Level.GOLD)
    assert (entry.joined_on, entry.valid_until) == (date(2025, 5, 1), date(2027, 4, 30))
    assert (entry.join_channel, entry.recruiter_id) == (JoinChannel.SERVICE, 7)
    assert (entry.name, entry.mobile, entry.customer["salutation"]) == ("张伟明", "13826012607", "mr")
    assert [car.values["plate"] for car in entry.cars] == ["粤B3K852"]


def test_several_cars_stand_in_several_columns():
    entry = one(
        "张伟|13826012607|粤B3K852|迈腾|粤B12345|途观|LSVAA41T2RN000001",
        heads="姓名|手机|车牌|车型|车牌2|车型2|车架号3",
    )
    assert [(car.position, car.values["plate"], car.values["model"], car.values["vin"]) for car in entry.cars] == [
        (1, "粤B3K852", "迈腾", ""),
        (2, "粤B12345", "途观", ""),
        (3, "", "", "LSVAA41T2RN000001"),
    ]


def test_several_cars_stand_in_several_rows_of_one_member():
    judge = judged(
        "K001|张伟|13826012607|粤B3K852",
        "K002|李娜|13826012608|粤B77777",
        "K001|||粤B12345",
        "K001|张伟|13826012607|粤B3K852",
        heads="卡号|姓名|手机|车牌",
    )
    assert said(judge) == []
    first, second = judge.entries
    assert (first.rows, [car.values["plate"] for car in first.cars]) == ((2, 4, 5), ["粤B3K852", "粤B12345"])
    assert (second.rows, len(second.cars)) == ((3,), 1)


def test_rows_without_number_or_card_are_one_member_by_mobile_and_name():
    judge = judged("张伟|13826012607|粤B3K852", "张伟|138 2601 2607|粤B12345", "张小伟|13826012607|粤B77777", heads="姓名|手机|车牌")
    assert [(entry.name, len(entry.cars)) for entry in judge.entries] == [("张伟", 2), ("张小伟", 1)]


def test_two_rows_of_one_member_that_contradict_each_other_are_refused_together():
    judge = judged("K001|张伟|13826012607|100", "K001|张伟|13826012607|200", heads="卡号|姓名|手机|积分")
    assert said(judge) == [(3, 3, "与同一会员的第 2 行不同")]
    assert judge.entries == []


def test_the_same_person_under_two_cards_is_refused():
    judge = judged("K001|张伟|13826012607", "K002|张伟|13826012607", heads="卡号|姓名|手机")
    assert said(judge) == [(3, 1, "与第 2 行的手机和姓名相同，会员编号或卡号却不同")]


def test_one_card_at_two_members_is_refused():
    judge = judged("A1|K001|张伟|13826012607", "A2|K001|李娜|13826012608", heads="会员编号|卡号|姓名|手机")
    assert said(judge) == [(3, 1, "第 2 行已用这个卡号")]


@pytest.mark.parametrize(
    ("head", "cell", "words"),
    [
        ("手机2", "", ""),
        ("级别", "白金卡", "“白金卡”认不出来，可填 普卡、银卡、金卡、钻卡"),
        ("入会日期", "2027-01-01", "晚于"),
        ("入会日期", "昨天", "日期"),
        ("有效期至", "2026-02-30", "2 月没有 30 日"),
        ("积分", "-5", "不能是负数"),
        ("积分", "1.5", "只能是整数"),
        ("同意会员服务", "否", "不能作为会员导入"),
        ("同意促销短信", "也许", "可填 是、否"),
        ("车牌", "粤B3K85", "车牌"),
        ("车架号", "LSVAA4ITXRN000001", "I"),
        ("生日", "2020-01-01", "周岁"),
        ("备注", "长" * 301, "最多 300 个字"),
        ("会员编号", "9" * 33, "最多 32 个字"),
        ("卡号", "卡A1", "数字和字母"),
        ("统一社会信用代码", "", ""),
    ],
)
def test_a_wrong_cell_is_named_by_its_place(head, cell, words):
    judge = judged(f"张伟|13826012607|{cell}", heads=f"姓名|手机|{head}")
    if not words:
        assert said(judge) == []
        return
    [(row, column, message)] = said(judge)
    assert (row, column) == (2, 2)
    assert words in message
    assert judge.entries == []


def test_everything_wrong_with_a_row_is_said_at_once():
    judge = judged("|123|粤B3K85|x", heads="姓名|手机|车牌|积分")
    assert [column for _, column, _ in said(judge)] == [0, 1, 2, 3]


def test_points_that_have_expired_are_refused_and_none_are_nothing():
    heads = "姓名|手机|积分|积分有效期"
    assert "已经过去" in said(judged("张伟|13826012607|100|2026-11-22", heads=heads))[0][2]
    assert one("张伟|13826012607|100|2026-11-23", heads=heads).opening.ends_on == TODAY
    assert one("张伟|13826012607|0|2020-01-01", heads=heads).opening is None
    assert one("张伟|13826012607||", heads=heads).opening is None


def test_an_empty_answer_was_never_given():
    entry = one("张伟|13826012607|是|否|", heads="姓名|手机|同意会员服务|同意促销短信|同意生日关怀")
    assert dict(entry.answers) == {Purpose.SERVICE: True, Purpose.MARKETING: False}


def test_a_company_comes_with_its_contact():
    entry = one("鹏城物流有限公司|陈强|13826012607", heads="单位名称|姓名|手机")
    assert (entry.customer["kind"], entry.name, entry.customer["contact"]) == (CustomerKind.COMPANY, "鹏城物流有限公司", "陈强")
    entry = one("单位|鹏城物流有限公司|陈强|13826012607", heads="客户类型|姓名|联系人|手机")
    assert (entry.name, entry.customer["contact"]) == ("鹏城物流有限公司", "陈强")


def test_a_company_without_a_contact_is_refused_in_the_column_that_holds_him():
    judge = judged("鹏城物流有限公司||13826012607", heads="单位名称|姓名|手机")
    assert said(judge) == [(2, 1, "请输入联系人")]


def test_unusual_cells_go_on_and_are_noted():
    judge = judged("张伟|15412345678|LSVAA41T2RN000002|李四", heads="姓名|手机|车架号|推荐人")
    assert said(judge) == []
    assert sorted(unusual(judge)) == [(2, "手机"), (2, "推荐人"), (2, "车架号")]
    assert {(row, which) for row, which, _ in judge.entries[0].doubts} == {(2, "mobile"), (2, "vin"), (2, "recruiter")}


def test_a_mobile_that_two_of_the_list_share_is_unusual_at_the_second():
    judge = judged("张伟|13826012607", "张小伟|138 2601 2607", "张伟|13826012607", heads="姓名|手机")
    assert [(found.row, found.message) for found in judge.findings] == [(3, "第 2 行 张伟 也用这个手机")]
    assert judge.entries[1].doubts == [(3, "mobile", "第 2 行 张伟 也用这个手机")]


def test_a_time_of_day_behind_a_date_is_passed_over():
    entry = one("张伟|13826012607|2025-05-01 00:00:00|2027/4/30 12:30", heads="姓名|手机|入会日期|有效期至")
    assert (entry.joined_on, entry.valid_until) == (date(2025, 5, 1), date(2027, 4, 30))


def test_a_term_that_ends_before_it_begins_is_refused():
    assert "早于入会日期" in said(judged("张伟|13826012607|2025-05-01|2024-05-01", heads="姓名|手机|入会日期|有效期至"))[0][2]


def test_a_member_without_a_plate_is_no_fault_but_what_is_said_of_his_car_is_not_lost_in_silence():
    assert one("张伟|13826012607|未上牌", heads="姓名|手机|车牌").cars == []
    judge = judged("张伟|13826012607||迈腾", heads="姓名|手机|车牌|车型")
    assert (said(judge), judge.entries[0].cars) == ([], [])
    assert [(found.column, found.message) for found in judge.findings] == [(3, "没有车牌和车架号，这辆车不导入")]


def test_a_number_of_ours_is_written_as_we_write_it():
    assert one("hy20261120003|张伟|13826012607", heads="会员编号|姓名|手机").member_no == "HY-20261120-003"
    assert one("vip 0003|张伟|13826012607", heads="会员编号|姓名|手机").member_no == "VIP0003"


def test_digits_the_spreadsheet_has_dropped_are_refused():
    judge = judged("1234567890123450000|张伟|13826012607", "K1|李娜|13826012608", heads="卡号|姓名|手机")
    judge.lost_digits([(2, 0), (99, 0), (3, 7)])
    assert [(row, column) for row, column, _ in said(judge)] == [(2, 0)]
    assert [entry.name for entry in judge.entries] == ["李娜"]


@given(st.data())
def test_no_cell_whatever_it_holds_breaks_the_judge(data):
    meanings = data.draw(st.lists(st.sampled_from(codes()), unique=True, max_size=12))
    columns = columns_of(["name", "mobile", *(m for m in meanings if m not in {"name", "mobile"})])
    judge = RowsJudge(columns, today=TODAY, people=PEOPLE)
    cell = st.one_of(st.text(max_size=20), st.sampled_from(["13826012607", "张伟", "是", "单位", "2025-01-01", "0", "粤B3K852", "金卡"]))
    for number in range(2, 6):
        judge.add(number, data.draw(st.lists(cell, max_size=len(columns))))
    rows = [row for entry in judge.entries for row in entry.rows]
    assert len(set(rows)) == len(rows)
    wrong = {found.row for found in judge.findings if not found.unusual}
    assert not wrong & set(rows)
    assert {2, 3, 4, 5} <= wrong | set(rows) | {r for e in judge._entries.values() for r in e.rows}
