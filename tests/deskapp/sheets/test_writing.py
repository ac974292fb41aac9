"""Tables for other people's spreadsheets."""

import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import load_workbook

from deskapp.errors import UserError
from deskapp.sheets import writing
from deskapp.sheets.cells import writable
from deskapp.sheets.reading import open_table
from deskapp.sheets.writing import Column, Encoding, safe_name, write_csv, write_xlsx

COLUMNS = (Column("姓名", 10), Column("手机", 14), Column("积分", 8), Column("入会", 12))
ROW = ("王䶮㛃", "013826012607", 1_286, date(2026, 11, 23))
words = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=30).map(writable)


def read(path: Path) -> list[tuple[str, ...]]:
    with open_table(path) as table:
        return [row.cells for row in table]


def test_a_workbook_holds_digits_as_text_counts_as_numbers_and_days_as_days(tmp_path):
    path = tmp_path / "会员.xlsx"
    assert write_xlsx(path, COLUMNS, [ROW], sheet="会员") == 1
    page = load_workbook(str(path)).get_sheet_by_name("会员").to_python()
    assert page[1] == ["王䶮㛃", "013826012607", 1286.0, date(2026, 11, 23)]


def test_nothing_in_a_workbook_computes_or_links(tmp_path):
    path = tmp_path / "会员.xlsx"
    risky = ["=1+1", "@SUM(A1)", "https://example.com", "+86", "{=A1}"]
    write_xlsx(path, [Column("x")] * 5, [risky])
    with open_table(path) as table:
        assert [row.cells for row in table][1] == tuple(risky)
        assert table.formulas.count == 0


@pytest.mark.parametrize("encoding", Encoding)
def test_a_csv_comes_back_as_it_went(tmp_path, encoding):
    path = tmp_path / "会员.csv"
    row = ("王䶮㛃𫍯𬭎", "=cmd|' /C calc'!A0", "6601034277778888", '引号" 和,逗号\n换行')
    assert write_csv(path, COLUMNS, [row], encoding=encoding) == 1
    assert read(path)[1] == row
    assert b"'=cmd" in path.read_bytes()


def test_a_csv_for_todays_spreadsheets_says_that_it_is_utf_8(tmp_path):
    path = tmp_path / "会员.csv"
    write_csv(path, COLUMNS, [ROW])
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")


@given(rows=st.lists(st.lists(words, min_size=3, max_size=3), min_size=1, max_size=8), encoding=st.sampled_from(Encoding))
def test_any_text_goes_through_a_csv_and_comes_back(rows, encoding):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        write_csv(path, [Column("a"), Column("b"), Column("c")], rows, encoding=encoding)
        assert read(path)[1:] == [tuple(row) for row in rows if any(row)]


@settings(max_examples=15)
@given(rows=st.lists(st.lists(words, min_size=3, max_size=3), min_size=1, max_size=8))
def test_any_text_goes_through_a_workbook_and_comes_back(rows):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"
        write_xlsx(path, [Column("a"), Column("b"), Column("c")], rows)
        expected = [tuple(cell.replace("\r\n", "\n").replace("\r", "\n") for cell in row) for row in rows if any(row)]
        found = [tuple(cell.replace("\r\n", "\n").replace("\r", "\n") for cell in row) for row in read(path)[1:]]
        assert [row + ("",) * (3 - len(row)) for row in found] == expected


def test_more_rows_than_a_sheet_holds_are_refused_and_leave_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(writing, "WRITE_ROWS", 100)
    for write, name in ((write_xlsx, "a.xlsx"), (write_csv, "a.csv")):
        with pytest.raises(UserError, match="一张表放不下"):
            write(tmp_path / name, [Column("x")], (["1"] for _ in range(100)))
    assert list(tmp_path.iterdir()) == []


def test_a_write_that_is_given_up_leaves_the_old_file_as_it_was(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")

    def rows():
        yield ["1"]
        raise KeyError("given up")

    for write in (write_xlsx, write_csv):
        with pytest.raises(KeyError):
            write(path, [Column("x")], rows())
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_told_in_words(tmp_path):
    with pytest.raises(UserError, match=r"写不了 a\.csv"):
        write_csv(tmp_path / "没有" / "a.csv", [Column("x")], [])


def test_a_name_is_one_that_windows_takes():
    assert safe_name("会员 2026/11/23: 全部?") == "会员 2026_11_23_ 全部_"
    assert safe_name(" . ") == "表格"
