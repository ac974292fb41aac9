"""Hostile files: refused in words, within seconds, in bounded memory, and the program lives on."""

import resource
import time
import zipfile
from pathlib import Path

import pytest

from deskapp.errors import UserError
from deskapp.sheets import container, limits
from deskapp.sheets.reading import open_table
from tests.conftest import DEEP
from tests.deskapp.sheets import files

PATIENCE_S = 30  # with seven other programs on the machine; alone each takes under two


def refusal(path: Path) -> str:
    """The words the file is refused with; its size in memory is the child's, never ours."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.monotonic()
    with pytest.raises(UserError) as refused, open_table(path) as table:
        for _ in table:
            pass
    assert time.monotonic() - begun < PATIENCE_S
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024  # KiB
    assert refused.value.field == "file"
    return refused.value.message


def test_a_zip_bomb_is_refused_by_its_ratio(tmp_path):
    assert "压缩炸弹" in refusal(files.blown_up(tmp_path / "a.xlsx", 100))


def test_a_sheet_of_one_gigabyte_is_refused_by_its_size(tmp_path):
    path = files.blown_up(tmp_path / "a.xlsx", 1100 if DEEP else 600)
    assert "解压后有" in refusal(path)


def test_a_bomb_that_lies_about_its_size_is_stopped_while_it_unpacks(tmp_path):
    assert "压缩炸弹" in refusal(files.lying(tmp_path / "a.xlsx", 100))


def test_parts_that_overlap_are_refused(tmp_path):
    path = files.by_hand(tmp_path / "a.xlsx", '<row r="1"><c r="A1"><v>1</v></c></row>' * 20_000)
    content = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        part = archive.getinfo("xl/worksheets/sheet1.xml")
        start = archive.start_dir
    entry = content.index(b"PK\x01\x02", content.rindex(b"xl/worksheets/sheet1.xml") - 60)
    one = content[entry : entry + 46 + len(part.filename)]
    many = content[:start] + content[start:entry] + one * 500
    ending = bytearray(content[content.rindex(b"PK\x05\x06") :])
    ending[8:12] = (503).to_bytes(2, "little") * 2
    ending[12:16] = (len(many) - start).to_bytes(4, "little")
    path.write_bytes(many + bytes(ending))
    assert "没有打开" in refusal(path)


def test_a_file_of_too_many_parts_is_refused(tmp_path):
    path = files.by_hand(tmp_path / "a.xlsx", extra={f"xl/media/{n}.png": b"" for n in range(limits.ENTRIES)})
    assert "不是一张普通的表" in refusal(path)


def test_two_cells_at_the_ends_of_the_world_are_refused(tmp_path):
    assert "没有打开" in refusal(files.far_apart(tmp_path / "a.xlsx"))


def test_a_sheet_that_wants_too_much_memory_ends_the_child_only(tmp_path, monkeypatch):
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in (1, 1_048_576))
    wide = '<row r="9"><c r="IV9"><v>1</v></c></row>'
    assert "内存" in refusal(files.by_hand(tmp_path / "a.xlsx", rows.replace("</row><row", f"</row>{wide}<row", 1)))


@pytest.mark.parametrize("name", ["a.xlsm", "a.XLSM", "a.xlsb"])
def test_a_file_named_as_one_with_macros_is_refused(tmp_path, name):
    path = files.workbook(tmp_path / "a.xlsx", ["姓名"]).rename(tmp_path / name)
    assert "宏" in refusal(path)


def test_macros_under_another_name_are_refused(tmp_path):
    assert "带宏" in refusal(files.by_hand(tmp_path / "a.xlsx", extra={"xl/vbaProject.bin": b"x"}))
    assert "带宏" in refusal(files.ole(tmp_path / "a.xls", "Workbook", "_VBA_PROJECT_CUR"))


def test_a_file_with_a_password_is_refused(tmp_path):
    assert "密码" in refusal(files.ole(tmp_path / "a.xlsx", "EncryptionInfo", "EncryptedPackage"))


def test_a_damaged_file_is_refused(tmp_path):
    assert "损坏" in refusal(files.damaged(tmp_path / "a.xlsx"))
    assert "损坏" in refusal(files.broken_part(tmp_path / "b.xlsx"))
    assert refusal(files.ole(tmp_path / "c.xls", "Workbook"))


def test_an_archive_without_a_table_is_refused(tmp_path):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "hello")
    assert "没有表格" in refusal(path)


def test_entities_are_refused(tmp_path):
    laughs = '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>' + files.SHEET.format(rows="")
    assert "改动过" in refusal(files.by_hand(tmp_path / "a.xlsx", sheet=laughs))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<html><table><tr><td>1</td></tr></table></html>", "网页"),
        (b"%PDF-1.7 ...", "不是表格"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "不是表格"),
        (b"abc\0\0\0\0\0\0\0\0\0def" * 50, "不是表格"),
        (b"", "空的"),
    ],
)
def test_what_is_no_table_is_refused_whatever_it_is_called(tmp_path, content, words):
    path = tmp_path / "会员.xls"
    path.write_bytes(content)
    assert words in refusal(path)


def test_an_empty_sheet_is_refused(tmp_path):
    assert "空的" in refusal(files.workbook(tmp_path / "a.xlsx"))


def test_too_many_columns_are_refused(tmp_path):
    assert "列" in refusal(files.workbook(tmp_path / "a.xlsx", ["x"] * (limits.COLUMNS + 1)))
    path = tmp_path / "a.csv"
    path.write_text(",".join("x" * (limits.COLUMNS + 1)), encoding="utf-8")
    assert "列" in refusal(path)


def test_too_many_rows_are_refused_in_words(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("x,y\n" * (limits.ROWS + 1), encoding="utf-8")
    assert "200,000 行" in refusal(path)


def test_a_file_that_is_too_large_is_refused_before_it_is_opened(tmp_path, monkeypatch):
    path = tmp_path / "a.csv"
    with path.open("wb") as file:
        file.write("姓名,手机\n".encode())
        file.truncate(limits.CSV_BYTES + 1)  # a hole: no disk is used
    assert "256 MB" in refusal(path)
    book = tmp_path / "a.xlsx"
    with files.workbook(book, ["姓名"]).open("ab") as file:
        file.truncate(limits.FILE_BYTES + 1)
    assert "64 MB" in refusal(book)


def test_an_honest_file_is_still_read_afterwards(tmp_path):
    path = files.workbook(tmp_path / "a.xlsx", ["姓名"], ["张伟"])
    with open_table(path) as table:
        assert [row.cells for row in table] == [("姓名",), ("张伟",)]
    assert container.kind_of(path) is container.Kind.XLSX
