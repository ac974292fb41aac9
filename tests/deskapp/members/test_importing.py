"""A store that moves in brings its members: written whole, once, and found afterwards by everything one may know of them."""

from datetime import date

import pytest

from deskapp.customers.consents import standing_consents
from deskapp.customers.domain import Purpose
from deskapp.customers.search import search
from deskapp.customers.views import customer
from deskapp.data import fetch_row, fetch_rows
from deskapp.errors import AlreadySaved, NotAllowed, UserError
from deskapp.members.domain import EventKind, Level
from deskapp.members.importing import check_list, import_members, look_at_list, recent_imports, write_left_out
from deskapp.members.levels import levels
from deskapp.members.reading import events, members
from deskapp.points.reading import balance
from deskapp.staff.domain import Role
from tests.deskapp.members.lists import HEADS, LI, ZHANG, brought, checked, csv_list, everything, quiet
from tests.deskapp.people import hire
from tests.deskapp.points.accounts import assert_adds_up
from tests.deskapp.sheets.files import workbook

DAY = date(2026, 11, 23)
ALL_HEADS = (
    "会员编号",
    "卡号",
    "级别",
    "入会日期",
    "有效期至",
    "姓名",
    "手机",
    "备注",
    "生日",
    "车牌",
    "车型",
    "里程",
    "车牌2",
    "积分",
    "累计积分",
    "积分有效期",
    "同意会员服务",
    "同意促销短信",
)
ALL = (
    *("HY8801", "66010342", "银卡", "2025-05-01", "2027-04-30", "张伟明", "13826012607", "腰不好，请安排靠窗", "8月15日"),
    *("粤B3K852", "迈腾", "45000", "粤BD12345", "1286", "9000", "2027-06-30", "是", "否"),
)


@pytest.fixture
def boss(desk, act):
    """Acts of the manager."""
    return lambda **how: act(staff_id=desk.manager, **how)


def one_member(boss):
    [found] = members(act=boss())
    return found


def test_a_member_comes_with_everything_the_list_tells(boss, tmp_path):
    done = brought(boss(), csv_list(tmp_path / "会员.csv", ALL, heads=ALL_HEADS))
    assert (done.rows, done.added, done.updated, done.unchanged, done.left_out) == (1, 1, 0, 0, 0)
    found = one_member(boss)
    assert (found.number, found.card_no, found.name) == ("HY8801", "66010342", "张伟明")
    assert (found.joined_on, found.valid_until) == (date(2025, 5, 1), date(2027, 4, 30))
    who = customer(act=boss(), customer_id=found.customer_id)
    assert [(car.plate, car.model, car.odometer_km) for car in who.vehicles] == [("粤B3K852", "迈腾", 45_000), ("粤BD12345", "", None)]
    assert (who.note, who.birthday.month, who.birthday.day) == ("腰不好，请安排靠窗", 8, 15)
    answers = {answer.purpose: answer.given for answer in standing_consents([found.customer_id])}
    assert answers == {Purpose.SERVICE: True, Purpose.MARKETING: False}
    account = balance(customer_id=found.customer_id, on=DAY)
    assert (account.spendable, account.tier) == (1286, 9000)
    assert fetch_row("SELECT ends_on, points FROM points_lots")[0] in (date(2027, 6, 30), "2027-06-30")
    assert_adds_up(found.customer_id, boss().at)


def test_the_level_is_the_higher_of_the_one_brought_and_the_one_reached(boss, tmp_path):
    path = csv_list(
        tmp_path / "a.csv",
        ("A1", "张伟", "13826012601", "银卡", "9000"),
        ("A2", "李娜", "13826012602", "钻卡", "9000"),
        ("A3", "王强", "13826012603", "", "2999"),
        heads=("会员编号", "姓名", "手机", "级别", "累计积分"),
    )
    brought(boss(), path)
    ids = {number: key for key, number in fetch_rows("SELECT id, number FROM memberships")}
    found = levels(membership_ids=ids.values(), on=DAY)
    assert [found[ids[number]].level for number in ("A1", "A2", "A3")] == [Level.GOLD, Level.DIAMOND, Level.BASIC]


def test_a_member_who_brings_nothing_but_a_name_and_a_mobile_begins_today(boss, tmp_path):
    brought(boss(), csv_list(tmp_path / "a.csv", ("李娜", "13826012608"), heads=("姓名", "手机")))
    found = one_member(boss)
    assert (found.number, found.card_no, found.joined_on, found.valid_until) == ("HY-20261123-001", "", DAY, date(2027, 11, 22))
    assert balance(customer_id=found.customer_id, on=DAY).spendable == 0
    assert not standing_consents([found.customer_id])


def test_being_brought_is_no_enrolment_of_the_day(boss, tmp_path):
    brought(boss(), csv_list(tmp_path / "a.csv", ZHANG))
    kinds = [event.kind for event in events(act=boss(), customer_id=one_member(boss).customer_id)]
    assert EventKind.BROUGHT in kinds
    assert EventKind.JOINED not in kinds


def test_an_expired_member_comes_as_expired(boss, tmp_path):
    brought(
        boss(), csv_list(tmp_path / "a.csv", ("A1", "李娜", "13826012608", "2026-01-31"), heads=("会员编号", "姓名", "手机", "有效期至"))
    )
    assert one_member(boss).pills == ("普卡", "已过期")


@pytest.mark.parametrize(
    "text", ["张伟明", "zwm", "伟明", "13826012607", "2607", "粤B3K852", "3K852", "66010342", "010342", "HY8801", "粤BD12345"]
)
def test_the_search_finds_who_was_brought(boss, tmp_path, text):
    brought(boss(), csv_list(tmp_path / "a.csv", ALL, heads=ALL_HEADS))
    assert [hit.name for hit in search(act=boss(), text=text)] == ["张伟明"]


def test_the_same_file_twice_leaves_every_table_as_it_was(boss, tmp_path):
    path = csv_list(tmp_path / "a.csv", ALL, ("", "", "", "", "", "李娜", "13826012608", *[""] * 11), heads=ALL_HEADS)
    brought(boss(), path)
    before = everything()
    again = brought(boss(), path)
    assert (again.added, again.updated, again.unchanged, again.left_out) == (0, 0, 2, 0)
    assert everything() == before


def test_the_same_request_twice_gives_the_first_result(boss, tmp_path):
    path = csv_list(tmp_path / "a.csv", ZHANG, LI)
    act = boss()
    found = checked(boss(), path)
    first = import_members(act=act, checked=found, progress=quiet)
    assert import_members(act=act, checked=found, progress=quiet) == first
    assert len(recent_imports(act=boss())) == 1
    other = checked(boss(), csv_list(tmp_path / "b.csv", LI))
    with pytest.raises(AlreadySaved):
        import_members(act=act, checked=other, progress=quiet)


def test_a_list_with_corrections_updates_and_tells_what_it_will_change(boss, tmp_path):
    brought(boss(), csv_list(tmp_path / "a.csv", ZHANG, LI))
    corrected = ("HY8801", "张伟明", "13900001111", "粤B3K852", *ZHANG[4:])
    found = checked(boss(), csv_list(tmp_path / "b.csv", corrected, LI))
    assert (found.added, found.updated, found.same) == (0, 1, 1)
    assert [(c.row, c.name, c.label, c.old, c.new, c.kept) for c in found.changes] == [
        (2, "张伟明", "手机", "138 **** 2607", "139 **** 1111", False)
    ]
    done = import_members(act=boss(), checked=found, reason="", progress=quiet)
    assert (done.added, done.updated) == (0, 1)
    assert [hit.name for hit in search(act=boss(), text="13900001111")] == ["张伟明"]
    assert search(act=boss(), text="13826012607") == []
    assert fetch_row("SELECT field, old, new, reason FROM changes") == ("mobile", "13826012607", "13900001111", "导入")


def test_what_the_list_leaves_empty_changes_nothing(boss, tmp_path):
    brought(boss(), csv_list(tmp_path / "a.csv", ALL, heads=ALL_HEADS))
    before = everything()
    bare = ("HY8801", *[""] * 4, "张伟明", "13826012607", *[""] * 11)
    assert brought(boss(), csv_list(tmp_path / "b.csv", bare, heads=ALL_HEADS)).unchanged == 1
    assert everything() == before


def test_a_further_car_and_a_birthday_are_added_to_a_known_member(boss, tmp_path):
    brought(boss(), csv_list(tmp_path / "a.csv", ZHANG))
    more = csv_list(tmp_path / "b.csv", ("HY8801", "张伟明", "13826012607", "粤B77777", "1985-08-15"), heads=(*HEADS[:4], "生日"))
    assert brought(boss(), more).updated == 1
    who = customer(act=boss(), customer_id=one_member(boss).customer_id)
    assert [car.plate for car in who.vehicles] == ["粤B3K852", "粤B77777"]
    assert who.birthday.year == 1985
    assert [hit.name for hit in search(act=boss(), text="77777")] == ["张伟明"]


@pytest.mark.parametrize("row", [("HY8801", "", "13900001111"), ("", "66010342", "13900001111"), ("", "", "13826012607")])
def test_a_member_is_known_by_number_by_card_or_by_mobile_and_name(boss, tmp_path, row):
    brought(boss(), csv_list(tmp_path / "a.csv", ZHANG))
    number, card, mobile = row
    found = checked(
        boss(), csv_list(tmp_path / "b.csv", (number, card, "张伟明", mobile, "是"), heads=("会员号", "卡号", "姓名", "手机", "会员服务"))
    )
    assert (found.added, found.updated, found.findings) == (0, 1, ())


def test_a_customer_of_the_desk_who_is_no_member_becomes_one_and_keeps_his_record(boss, enroll, tmp_path):
    from deskapp.members.enrolment import return_member

    made = enroll("李娜", "13826012608", "77010001", by=2)
    return_member(act=boss(), membership_id=made.membership_id, reason="没有签字")
    brought(boss(), csv_list(tmp_path / "a.csv", LI))
    assert fetch_row("SELECT COUNT(*) FROM customers") == (1,)
    assert [(m.number, m.customer_id) for m in members(act=boss()) if m.state.is_open] == [("HY8802", made.customer_id)]
    assert [hit.name for hit in search(act=boss(), text="66010343")] == ["李娜"]


def test_family_mobiles_go_on_with_a_reason_that_is_kept(boss, tmp_path):
    brought(boss(), csv_list(tmp_path / "a.csv", ZHANG))
    son = ("HY8803", "张小伟", "13826012607", *[""] * 8)
    found = checked(boss(), csv_list(tmp_path / "b.csv", son))
    assert [(f.row, f.column, f.message, f.unusual) for f in found.findings] == [(2, 2, "这个手机已有 1 位客户：张伟明", True)]
    with pytest.raises(UserError) as refused:
        import_members(act=boss(), checked=found, progress=quiet)
    assert refused.value.field == "reason"
    import_members(act=boss(), checked=found, reason="父子共用", progress=quiet)
    assert fetch_row("SELECT field, new, reason FROM changes") == (
        "mobile",
        "13826012607",
        "父子共用（导入：这个手机已有 1 位客户：张伟明）",
    )


def test_a_car_registered_with_somebody_else_is_told(boss, tmp_path):
    brought(boss(), csv_list(tmp_path / "a.csv", ZHANG))
    found = checked(boss(), csv_list(tmp_path / "b.csv", ("HY8803", "李娜", "13826012608", "粤B3K852", *[""] * 7)))
    assert [(f.column, f.message, f.unusual) for f in found.findings] == [(3, "粤B 3K852 登记在 张伟明 名下", True)]


def test_a_member_is_written_whole_or_not_at_all_and_the_others_come(boss, tmp_path):
    wrong = ("HY8803", "王强", "138", "粤B1", *[""] * 7)
    found = checked(boss(), csv_list(tmp_path / "a.csv", ZHANG, wrong, LI))
    assert (found.rows, found.added) == (3, 2)
    assert [(f.row, f.column, f.label) for f in found.findings] == [(3, 2, "手机"), (3, 3, "车牌")]
    assert list(found.left_out) == [3]
    done = import_members(act=boss(), checked=found, progress=quiet)
    assert (done.added, done.left_out) == (2, 1)
    assert fetch_row("SELECT COUNT(*) FROM customers") == (2,)


def test_the_rows_left_out_are_mended_in_a_workbook_and_brought_as_it_is(boss, tmp_path):
    wrong = ("HY8803", "王强", "138", "粤B77777", "00660103", *[""] * 6)
    found = checked(boss(), csv_list(tmp_path / "a.csv", ZHANG, wrong))
    import_members(act=boss(), checked=found, progress=quiet)
    path = tmp_path / "待改.xlsx"
    assert write_left_out(act=boss(), checked=found, path=path) == 1
    from deskapp.sheets.reading import open_table

    with open_table(path) as table:
        head, row = (line.cells for line in table)
    assert head[:4] == ("原行号", "错误", "会员编号", "姓名")
    assert row[0] == "3"
    assert row[1].startswith("手机：")
    assert row[6] == "00660103"
    mended = workbook(tmp_path / "改好.xlsx", head, [*row[:4], "13826012609", *row[5:]])
    assert brought(boss(), mended).added == 1


def test_only_a_manager_brings_lists(act, desk, tmp_path):
    path = csv_list(tmp_path / "a.csv", ZHANG)
    found = checked(act(staff_id=desk.manager), path)
    for role in set(Role) - {Role.SERVICE_MANAGER}:
        his = act(staff_id=hire(f"测试{role.label}", role))
        for call in (
            lambda his=his: look_at_list(act=his, path=path, remembered={}),
            lambda his=his: check_list(act=his, outline=found.outline, meanings=found.outline.meanings, progress=quiet),
            lambda his=his: import_members(act=his, checked=found, progress=quiet),
            lambda his=his: write_left_out(act=his, checked=found, path=tmp_path / "b.xlsx"),
            lambda his=his: recent_imports(act=his),
        ):
            with pytest.raises(NotAllowed):
                call()


def test_every_import_is_in_the_log(boss, desk, tmp_path):
    brought(boss(), csv_list(tmp_path / "会员一.csv", ZHANG))
    brought(boss(minutes=5), csv_list(tmp_path / "会员二.csv", ZHANG, LI))
    assert [(one.file, one.staff_id, one.added, one.unchanged) for one in recent_imports(act=boss())] == [
        ("会员二.csv", desk.manager, 1, 1),
        ("会员一.csv", desk.manager, 1, 0),
    ]
