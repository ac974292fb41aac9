"""Whatever a list is kept in: its heads are found, its encoding is told, and what is no honest list is refused in words."""

import time

import pytest

from deskapp.errors import UserError
from deskapp.members.importing import check_list, look_at_list
from tests.deskapp.members.lists import HEADS, LI, ZHANG, brought, checked, csv_list, quiet
from tests.deskapp.sheets import files


@pytest.fixture
def boss(desk, act):
    return lambda **how: act(staff_id=desk.manager, **how)


def look(boss, path, **remembered):
    return look_at_list(act=boss(), path=path, remembered=remembered)


def refusal(boss, path) -> str:
    with pytest.raises(UserError) as refused:
        look(boss, path)
    assert refused.value.field == "file"
    return refused.value.message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_text_of_any_encoding_is_the_same_list(boss, tmp_path, encoding, delimiter):
    path = tmp_path / "会员.csv"
    lines = [delimiter.join(row) for row in (HEADS, ZHANG, LI)]
    path.write_text("\r\n".join(lines), encoding=encoding, newline="")
    found = checked(boss(), path)
    assert (found.rows, found.added, found.findings) == (2, 2, ())


def test_rare_characters_come_through_gb18030(boss, tmp_path):
    path = tmp_path / "会员.csv"
    path.write_text("姓名,手机\n䶮𫍯,13826012607\n", encoding="gb18030")
    assert checked(boss(), path).entries[0].name == "䶮𫍯"


def test_an_encoding_that_is_none_is_refused_with_the_line(boss, tmp_path):
    path = tmp_path / "会员.csv"
    path.write_bytes("姓名,手机\n张伟,13826012607\n".encode() + b"\xff\xfe\xff\xff,1\n")
    assert "第 3 行起的文字认不出来" in refusal(boss, path)


def test_heads_below_a_title_are_found_and_samples_shown(boss, tmp_path):
    path = files.workbook(
        tmp_path / "a.xlsx", ["会员一览表"], [], ["导出日期", "2026-11-20"], ["序号", "姓名", "手机"], [1, "张伟", 13826012607]
    )
    found = look(boss, path)
    assert (found.head_row, found.heads, found.meanings) == (4, ("序号", "姓名", "手机"), ("", "name", "mobile"))
    assert found.samples == (("1",), ("张伟",), ("13826012607",))
    checked_list = checked(boss(), path)
    assert [(entry.row, entry.mobile) for entry in checked_list.entries] == [(5, "13826012607")]


def test_heads_nobody_knows_are_shown_for_the_person_to_choose(boss, tmp_path):
    path = csv_list(tmp_path / "a.csv", ("张伟", "13826012607"), heads=("Name", "Phone"))
    found = look(boss, path)
    assert (found.heads, found.meanings) == (("Name", "Phone"), ("", ""))
    assert "列名都认不出来" in found.notes[-1]
    assert checked(boss(), path, "name", "mobile").added == 1
    again = look(boss, path, Name="name", Phone="mobile")
    assert (again.meanings, len(again.notes)) == (("name", "mobile"), 1)


def test_a_table_without_heads_is_refused_and_loses_nobody(boss, tmp_path):
    path = csv_list(tmp_path / "a.csv", ("张伟", "13826012607"), heads=("李娜", "13826012608"))
    assert "请在最上面加一行列名" in refusal(boss, path)


def test_a_table_of_one_column_is_no_list(boss, tmp_path):
    assert "没有找到列名" in refusal(boss, csv_list(tmp_path / "a.csv", ("张伟",), heads=("姓名",)))


def test_a_list_without_rows_is_refused(boss, tmp_path):
    outline = look(boss, csv_list(tmp_path / "a.csv"))
    with pytest.raises(UserError, match="没有内容"):
        check_list(act=boss(), outline=outline, meanings=outline.meanings, progress=quiet)


def test_a_column_that_is_missing_is_asked_for(boss, tmp_path):
    outline = look(boss, csv_list(tmp_path / "a.csv", ("张伟", "1"), heads=("姓名", "序号")))
    with pytest.raises(UserError) as refused:
        check_list(act=boss(), outline=outline, meanings=outline.meanings, progress=quiet)
    assert (refused.value.field, refused.value.message) == ("meanings", "还没有指定 手机 在哪一列")


def test_merged_cells_below_the_heads_are_refused_by_name(boss, tmp_path):
    import xlsxwriter

    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        page.merge_range("A1:C1", "会员一览表")
        page.write_row("A2", ["姓名", "手机", "车牌"])
        page.write_row("A3", ["张伟", "13826012607", "粤B3K852"])
        page.merge_range("A4:A5", "李娜")
    assert "A4:A5 是合并单元格" in refusal(boss, path)


def test_a_merged_title_above_the_heads_is_no_fault(boss, tmp_path):
    import xlsxwriter

    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        page.merge_range("A1:B1", "会员一览表")
        page.write_row("A2", ["姓名", "手机"])
        page.write_row("A3", ["张伟", "13826012607"])
    assert checked(boss(), path).added == 1


def test_formulas_are_told_and_taken_as_they_were_computed(boss, tmp_path):
    import xlsxwriter

    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        page.write_row("A1", ["姓名", "手机", "积分"])
        page.write_row("A2", ["张伟", "13826012607"])
        page.write_formula("C2", "=100+20", value=120)
    found = checked(boss(), path)
    assert found.entries[0].opening.redeemable == 120
    assert any("1 格是公式（C2）" in note for note in found.outline.notes)


def test_numbers_a_spreadsheet_has_mauled_are_refused_by_cell(boss, tmp_path):
    path = files.workbook(tmp_path / "a.xlsx", ["姓名", "手机", "卡号"], ["张伟", 13826012607, 6217000010001234567])
    [finding] = checked(boss(), path).findings
    assert (finding.row, finding.column) == (2, 2)
    assert "15 位" in finding.message


def test_a_list_changed_between_looking_and_checking_is_refused(boss, tmp_path):
    path = csv_list(tmp_path / "a.csv", ZHANG)
    outline = look(boss, path)
    csv_list(path, ("张伟", "13826012607"), heads=("姓名", "手机"))
    with pytest.raises(UserError, match="被改过"):
        check_list(act=boss(), outline=outline, meanings=outline.meanings, progress=quiet)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: files.blown_up(path, 100), "压缩炸弹"),
        (lambda path: files.lying(path, 100), "压缩炸弹"),
        (files.far_apart, "没有打开"),
        (files.damaged, "损坏"),
        (lambda path: files.by_hand(path, extra={"xl/vbaProject.bin": b"x"}), "带宏"),
        (lambda path: files.ole(path, "EncryptedPackage"), "密码"),
    ],
    ids=["bomb", "lying bomb", "far apart", "damaged", "macros", "password"],
)
def test_a_hostile_file_is_refused_within_seconds(boss, tmp_path, make, words):
    begun = time.monotonic()
    assert words in refusal(boss, make(tmp_path / "会员.xlsx"))
    assert time.monotonic() - begun < 30


def test_a_file_that_is_gone_or_a_folder_is_refused_in_words(boss, tmp_path):
    assert "打不开文件" in refusal(boss, tmp_path / "没有.xlsx")
    assert "打不开文件" in refusal(boss, tmp_path)


def test_a_formula_in_somebodys_name_is_only_a_name(boss, tmp_path):
    found = checked(boss(), csv_list(tmp_path / "a.csv", ("=1+1", "13826012607"), heads=("姓名", "手机")))
    assert found.added == 0
    assert found.findings[0].column == 0


def test_an_xlsx_and_its_csv_bring_the_same(boss, tmp_path):
    brought(boss(), files.workbook(tmp_path / "a.xlsx", HEADS, ZHANG, LI))
    assert brought(boss(), csv_list(tmp_path / "a.csv", ZHANG, LI)).unchanged == 2
