"""Tables as stores bring them: every encoding, every kind of file, digits kept."""

import multiprocessing
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter

from deskapp.errors import UserError
from deskapp.sheets.reading import open_table
from tests.deskapp.sheets.files import by_hand, workbook

HEADS = ["姓名", "手机", "卡号"]
WANG = ["王䶮", "13826012607", "00660103"]


def read(path: Path) -> list[tuple[str, ...]]:
    with open_table(path) as table:
        return [row.cells for row in table]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_text_table_is_read_in_every_encoding_and_with_every_delimiter(tmp_path, encoding, delimiter):
    path = tmp_path / "会员.csv"
    path.write_text("\r\n".join(delimiter.join(cells) for cells in (HEADS, WANG)), encoding=encoding)
    assert read(path) == [tuple(HEADS), tuple(WANG)]


def test_the_notes_say_how_a_text_table_is_written(tmp_path):
    path = tmp_path / "会员.csv"
    path.write_text("姓名\t手机\n张伟\t13826012607\n", encoding="gb18030")
    with open_table(path) as table:
        assert table.notes == ("GB18030，制表符分隔",)


def test_text_that_is_of_no_encoding_is_refused_by_its_line(tmp_path):
    path = tmp_path / "会员.csv"
    path.write_bytes("姓名,手机\n张伟,1\n".encode() + b"\x80\x81\xff,2\n")
    with pytest.raises(UserError, match="第 3 行起的文字认不出来"):
        read(path)


def test_a_quotation_mark_that_never_ends_is_refused_by_its_line(tmp_path):
    path = tmp_path / "会员.csv"
    path.write_text('姓名,手机\n张伟,1\n"李娜,2\n王芳,3\n', encoding="utf-8")
    with pytest.raises(UserError, match="第 3 行的引号没有成对"):
        read(path)


def test_line_ends_inside_a_cell_stay_and_rows_are_counted_as_the_file_does(tmp_path):
    path = tmp_path / "会员.csv"
    path.write_text('姓名,备注\n张伟,"一\n二"\n\n李娜,三\n', encoding="utf-8")
    with open_table(path) as table:
        assert [(row.number, row.cells) for row in table] == [(1, ("姓名", "备注")), (2, ("张伟", "一\n二")), (5, ("李娜", "三"))]


def test_a_workbook_gives_digits_days_and_text_as_people_see_them(tmp_path):
    path = tmp_path / "会员.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["手机", "卡号", "入会", "同意"])
        page.write_number(1, 0, 13826012607)
        page.write_string(1, 1, "00660103")
        page.write_datetime(1, 2, datetime(2026, 11, 23), book.add_format({"num_format": "yyyy/m/d"}))
        page.write_boolean(1, 3, True)
    assert read(path)[1] == ("13826012607", "00660103", "2026-11-23", "TRUE")


def test_formulas_count_as_what_they_last_gave_and_are_named(tmp_path):
    path = tmp_path / "会员.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["姓名", "积分"])
        page.write_string(1, 0, "张伟")
        page.write_formula(1, 1, "=1200+300", value=1500)
    with open_table(path) as table:
        assert [row.cells for row in table][1] == ("张伟", "1500")
        assert (table.formulas.count, table.formulas.named) == (1, ("B2",))


def test_formulas_are_counted_once_however_the_file_is_cut_into_pieces(tmp_path):
    cells = "".join(f'<row r="{n}"><c r="A{n}"><f>1+1</f><v>2</v></c></row>' for n in range(1, 40_001))
    with open_table(by_hand(tmp_path / "a.xlsx", cells)) as table:
        assert table.formulas.count == 40_000


def test_merged_cells_are_named_with_the_row_they_begin_in(tmp_path):
    path = tmp_path / "会员.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        page.merge_range("A1:C1", "会员名单")
        page.merge_range("A3:A4", "张伟")
    with open_table(path) as table:
        assert table.merged == ((1, "A1:C1"), (3, "A3:A4"))


def test_a_number_too_long_for_the_spreadsheet_is_named(tmp_path):
    path = workbook(tmp_path / "会员.xlsx", ["卡号"], [6228480402564890123])
    with open_table(path) as table:
        assert len(list(table)) == 2
        assert table.lost_digits == ("A2",)


def test_the_first_sheet_with_something_in_it_is_read_and_the_others_are_named(tmp_path):
    path = tmp_path / "会员.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("说明")
        hidden = book.add_worksheet("隐藏")
        hidden.write(0, 0, "旧")
        hidden.hide()
        book.add_worksheet("名单").write(1, 1, "张伟")
        book.add_worksheet("其他").write(0, 0, "x")
    with open_table(path) as table:
        assert [(row.number, row.cells) for row in table] == [(2, ("", "张伟"))]
        assert table.notes == ("读的是“名单”；另外 2 张表没有读：说明、其他",)


def test_a_file_is_what_it_holds_and_not_what_it_is_called(tmp_path):
    path = workbook(tmp_path / "会员.xlsx", HEADS, WANG).rename(tmp_path / "会员.csv")
    with open_table(path) as table:
        assert [row.cells for row in table] == [tuple(HEADS), tuple(WANG)]
        assert table.notes == ("文件名是“.csv”，内容是 xlsx，已按内容读取",)


def test_a_text_table_called_xls_is_read_as_text(tmp_path):
    path = tmp_path / "导出.xls"
    path.write_text("姓名\t手机\n张伟\t13826012607\n", encoding="gb18030")
    assert read(path) == [("姓名", "手机"), ("张伟", "13826012607")]


def test_an_open_document_is_read(tmp_path):
    path = tmp_path / "会员.ods"
    cells = "".join(f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>' for text in WANG)
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
        ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
        f'<office:body><office:spreadsheet><table:table table:name="名单"><table:table-row>{cells}</table:table-row></table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", '<manifest xmlns="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>')
        archive.writestr("content.xml", content, zipfile.ZIP_DEFLATED)
    assert read(path) == [tuple(WANG)]


def test_whoever_waits_may_give_up(tmp_path):
    class GaveUp(Exception):
        pass

    def give_up() -> None:
        raise GaveUp

    path = workbook(tmp_path / "会员.xlsx", HEADS, WANG)
    with pytest.raises(GaveUp), open_table(path, waiting=give_up):
        raise AssertionError("nothing is read for someone who has given up")


def test_leaving_in_mid_file_ends_the_reading_process(tmp_path):
    path = workbook(tmp_path / "会员.xlsx", HEADS, *([WANG] * 20_000))
    with open_table(path) as table:
        assert next(iter(table)).cells == tuple(HEADS)
        assert multiprocessing.active_children()
    assert multiprocessing.active_children() == []


def test_a_file_that_is_not_there_is_told_in_words(tmp_path):
    with pytest.raises(UserError, match=r"打不开文件 没有\.csv"):
        read(tmp_path / "没有.csv")
