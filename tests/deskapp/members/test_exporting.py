"""Lists that leave the house: whole or not at all, logged, digits as text, nothing computes, numbers masked but for a reason."""

import pytest

from deskapp.customers.domain import CustomerForm
from deskapp.customers.service import add_customer
from deskapp.errors import NotAllowed, UserError
from deskapp.members.domain import MemberFilter
from deskapp.members.export_rows import SPENDABLE
from deskapp.members.exporting import ExportForm, Subject, count_export, export_list, recent_exports
from deskapp.members.importing import import_members
from deskapp.members.merging import merge_customers
from deskapp.members.reading import members
from deskapp.points.service import adjust
from deskapp.sheets.reading import open_table
from deskapp.sheets.writing import Encoding
from tests.deskapp.members.lists import LI, MANY_HEADS, ZHANG, brought, checked, csv_list, everything, many, quiet

MEMBERS = ExportForm(Subject.MEMBERS)
FULL = ExportForm(Subject.MEMBERS, full=True, reason="换系统")


@pytest.fixture
def boss(desk, act):
    return lambda **how: act(staff_id=desk.manager, **how)


@pytest.fixture
def two(boss, tmp_path):
    brought(boss(), csv_list(tmp_path / "来.csv", ZHANG, LI))


def exported(boss, path, form=MEMBERS):
    """The rows of the written file, each by its heads."""
    export_list(act=boss(), form=form, path=path, progress=quiet)
    with open_table(path) as table:
        head, *lines = (row.cells for row in table)
    return [dict(zip(head, line, strict=False)) for line in lines]


@pytest.mark.parametrize("name", ["会员.xlsx", "会员.csv"])
def test_a_list_of_members_says_what_is_known_of_each(boss, two, tmp_path, name):
    li, zhang = exported(boss, tmp_path / name, FULL)
    assert (zhang["会员编号"], zhang["卡号"], zhang["卡级别"], zhang["状态"]) == ("HY8801", "66010342", "金卡", "有效")
    assert (zhang["入会日期"], zhang["有效期至"], zhang["姓名"], zhang["手机"]) == ("2025-05-01", "2027-04-30", "张伟明", "13826012607")
    assert (zhang["车牌"], zhang[SPENDABLE], zhang["同意促销短信"], zhang["推荐人"]) == ("粤B 3K852", "1286", "是", "李敏")
    assert (li["姓名"], li.get("同意促销短信", "")) == ("李娜", "")


def test_numbers_are_masked_unless_they_are_asked_for(boss, two, tmp_path):
    assert {line["手机"] for line in exported(boss, tmp_path / "a.xlsx")} == {"138 **** 2607", "138 **** 2608"}


def test_full_numbers_need_a_reason(boss, two, tmp_path):
    with pytest.raises(UserError) as refused:
        export_list(act=boss(), form=ExportForm(Subject.MEMBERS, full=True, reason=" "), path=tmp_path / "a.xlsx", progress=quiet)
    assert refused.value.field == "reason"
    assert not (tmp_path / "a.xlsx").exists()


def test_only_a_manager_takes_lists_out(act, desk, two, tmp_path):
    for who in (desk.front, desk.service):
        for call in (
            lambda who=who: export_list(act=act(staff_id=who), form=MEMBERS, path=tmp_path / "a.xlsx", progress=quiet),
            lambda who=who: count_export(act=act(staff_id=who), form=MEMBERS),
            lambda who=who: recent_exports(act=act(staff_id=who)),
        ):
            with pytest.raises(NotAllowed):
                call()
    assert not (tmp_path / "a.xlsx").exists()


def test_every_list_that_leaves_is_in_the_log(boss, desk, two, tmp_path):
    export_list(act=boss(), form=MEMBERS, path=tmp_path / "会员.xlsx", progress=quiet)
    ending = ExportForm(Subject.MEMBERS, only=MemberFilter.ACTIVE, recruiter_id=desk.manager, full=True, reason="续会提醒")
    export_list(act=boss(), form=ending, path=tmp_path / "有效.csv", progress=quiet)
    assert [(one.what, one.file, one.rows, one.full, one.reason, one.staff_id) for one in recent_exports(act=boss())] == [
        ("会员：有效、推荐人 李敏", "有效.csv", 2, True, "续会提醒", desk.manager),
        ("全部会员", "会员.xlsx", 2, False, "", desk.manager),
    ]


def test_a_list_is_as_long_as_the_page_says(boss, two, tmp_path):
    for only in MemberFilter:
        form = ExportForm(Subject.MEMBERS, only=only)
        assert count_export(act=boss(), form=form) == len(members(act=boss(), only=only))
    with pytest.raises(UserError, match="没有符合条件的记录"):
        export_list(act=boss(), form=ExportForm(Subject.MEMBERS, only=MemberFilter.LOST), path=tmp_path / "a.xlsx", progress=quiet)


def test_a_cancelled_export_leaves_no_file_and_no_line_in_the_log(boss, two, tmp_path):
    class Cancelled(UserError):
        pass

    def stop(_done, _total, _text):
        raise Cancelled("已取消")

    old = tmp_path / "a.xlsx"
    old.write_text("上个月的", encoding="utf-8")
    for name in ("a.xlsx", "b.csv"):
        with pytest.raises(Cancelled):
            export_list(act=boss(), form=MEMBERS, path=tmp_path / name, progress=stop)
    assert old.read_text(encoding="utf-8") == "上个月的"
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix not in {".db", ".db-wal", ".db-shm"}) == ["a.xlsx", "来.csv"]
    assert recent_exports(act=boss()) == []


def test_an_export_that_cannot_be_logged_leaves_no_file(boss, two, tmp_path):
    form = boss()
    export_list(act=form, form=MEMBERS, path=tmp_path / "a.xlsx", progress=quiet)
    with pytest.raises(UserError):
        export_list(act=form, form=FULL, path=tmp_path / "b.xlsx", progress=quiet)
    assert not (tmp_path / "b.xlsx").exists()


def test_what_somebody_typed_does_not_compute_and_zeros_stay(boss, tmp_path):
    heads = ("会员编号", "姓名", "手机", "备注", "车牌", "车型", "卡号")
    row = ("000123", "张伟", "13826012607", "=HYPERLINK(1)", "粤B3K852", "+迈腾", "0012345678901234")
    brought(boss(), csv_list(tmp_path / "a.csv", row, heads=heads))
    for name in ("b.xlsx", "b.csv"):
        [line] = exported(boss, tmp_path / name)
        assert (line["会员编号"], line["卡号"], line["特别说明"], line["车型"]) == ("000123", "0012345678901234", "=HYPERLINK(1)", "+迈腾")
    raw = (tmp_path / "b.csv").read_text(encoding="utf-8-sig")
    assert "'=HYPERLINK(1)" in raw
    assert "'+迈腾" in raw
    assert "000123\t" in raw


def test_a_list_brought_again_as_it_left_changes_nothing(boss, two, tmp_path):
    path = tmp_path / "a.xlsx"
    exported(boss, path, FULL)
    before = everything()
    found = checked(boss(), path)
    assert (found.added, found.updated, found.same, found.findings) == (0, 0, 2, ())
    import_members(act=boss(), checked=found, progress=quiet)
    assert everything() == before


def test_members_with_many_cars_lose_none(boss, tmp_path):
    heads = ("卡号", "姓名", "手机", "车牌")
    plates = [f"粤B{n}0000" for n in range(1, 8)]
    brought(boss(), csv_list(tmp_path / "a.csv", *(("K001", "张伟", "13826012607", plate) for plate in plates), heads=heads))
    path = tmp_path / "b.xlsx"
    lines = exported(boss, path, FULL)
    cars = [value for line in lines for head, value in line.items() if head.startswith("车牌")]
    assert sorted(car.replace(" ", "") for car in cars if car) == plates
    assert checked(boss(), path).same == 1


def test_customers_who_are_no_members_are_in_the_list_of_customers(boss, two, tmp_path):
    add_customer(act=boss(), form=CustomerForm("王强", "13826012609"))
    lines = exported(boss, tmp_path / "a.csv", ExportForm(Subject.CUSTOMERS))
    assert [(line["姓名"], line["会员编号"]) for line in lines] == [("张伟明", "HY8801"), ("李娜", "HY8802"), ("王强", "")]


def test_a_merged_customer_leaves_once_with_all_his_cars(boss, tmp_path):
    other = ("HY8802", "张伟明", "13900001111", "粤B12345", "66010343", *[""] * 6)
    brought(boss(), csv_list(tmp_path / "a.csv", ZHANG, other))
    loser, survivor = (member.customer_id for member in members(act=boss()))
    merge_customers(act=boss(), survivor_id=survivor, loser_id=loser, reason="同一人")
    [line] = exported(boss, tmp_path / "b.csv", ExportForm(Subject.CUSTOMERS))
    assert (line["会员编号"], line["车牌"], line["车牌2"]) == ("HY8801", "粤B 3K852", "粤B 12345")


def test_points_are_those_that_may_be_spent_and_do_not_come_back_as_an_opening(boss, two, tmp_path):
    zhang = members(act=boss())[1]
    adjust(act=boss(), customer_id=zhang.customer_id, points=-286, reason="核对")
    path = tmp_path / "a.xlsx"
    assert exported(boss, path, FULL)[1][SPENDABLE] == "1000"
    assert checked(boss(), path).findings == ()


def test_old_programs_get_gb18030_and_the_clerk_hears_what_they_may_not_show(boss, tmp_path):
    brought(boss(), csv_list(tmp_path / "a.csv", ("䶮𫍯", "13826012607"), ("张伟", "13826012608"), heads=("姓名", "手机")))
    path = tmp_path / "b.csv"
    form = ExportForm(Subject.MEMBERS, encoding=Encoding.GB18030)
    done = export_list(act=boss(), form=form, path=path, progress=quiet)
    assert done.rare == "䶮𫍯"
    assert "䶮𫍯" in path.read_bytes().decode("gb18030")
    assert export_list(act=boss(), form=MEMBERS, path=path, progress=quiet).rare == ""
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_long_list_is_counted_as_it_is_written(boss, tmp_path):
    brought(boss(), csv_list(tmp_path / "a.csv", *many(1_200), heads=MANY_HEADS))
    seen = []
    done = export_list(act=boss(), form=MEMBERS, path=tmp_path / "b.csv", progress=lambda *report: seen.append(report))
    assert done.rows == 1_200
    assert [report[:2] for report in seen] == [(0, 1_200), (500, 1_200), (1_000, 1_200), (1_200, 1_200)]


def test_heads_that_must_not_come_back_are_none_the_import_knows():
    from deskapp.members.export_rows import columns
    from deskapp.members.import_fields import IGNORED, guess

    titles = [column.title for column in columns(5)]
    assert len(set(titles)) == len(titles)
    unknown = {title for title, meaning in zip(titles, guess(titles, {}), strict=True) if meaning == IGNORED}
    assert unknown == {"状态", "介绍人", SPENDABLE}
