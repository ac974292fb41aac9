"""Files for the tests: honest workbooks, and the hostile ones people are sent."""

import struct
import zipfile
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

WORKBOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="名单" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
)
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
ROOT = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>'


def workbook(path: Path, *rows: Sequence[object]) -> Path:
    """A workbook of one sheet, by the library other people's programs use."""
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("名单")
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return path


def by_hand(path: Path, rows: str = "", *, sheet: str = "", extra: dict[str, bytes] | None = None) -> Path:
    """A workbook of raw XML: what no program would write."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", ROOT)
        archive.writestr("xl/workbook.xml", WORKBOOK)
        archive.writestr("xl/_rels/workbook.xml.rels", RELATIONS)
        archive.writestr("xl/worksheets/sheet1.xml", sheet or SHEET.format(rows=rows))
        for name, content in (extra or {}).items():
            archive.writestr(name, content)
    return path


def blown_up(path: Path, megabytes: int) -> Path:
    """A workbook whose sheet is blanks: some kilobytes that unpack to many megabytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("xl/workbook.xml", WORKBOOK)
        archive.writestr("xl/_rels/workbook.xml.rels", RELATIONS)
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(megabytes):
                part.write(b" " * 2**20)
    return path


def lying(path: Path, megabytes: int) -> Path:
    """The same, but every size in the archive says 1,000 bytes."""
    blown_up(path, megabytes)
    content = bytearray(path.read_bytes())
    size = struct.pack("<I", megabytes * 2**20)
    said = struct.pack("<I", 1000)
    at = 0
    while (at := content.find(size, at)) >= 0:
        content[at : at + 4] = said
        at += 4
    path.write_bytes(bytes(content))
    return path


def far_apart(path: Path) -> Path:
    """Two cells at the opposite corners of the largest sheet there is: 17 billion cells for whoever makes a table of them."""
    return by_hand(path, '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')


def damaged(path: Path) -> Path:
    """The first two thirds of a workbook, as a broken download leaves it."""
    workbook(path, ["姓名", "手机"], *(["张伟", "13826012607"] for _ in range(200)))
    content = path.read_bytes()
    path.write_bytes(content[: len(content) * 2 // 3])
    return path


def broken_part(path: Path) -> Path:
    """A workbook whose list is whole and whose sheet is rubbish."""
    by_hand(path, '<row r="1"><c r="A1"><v>1</v></c></row>' * 100)
    content = bytearray(path.read_bytes())
    at = content.find(b"xl/worksheets/sheet1.xml") + 24
    content[at : at + 40] = bytes(range(200, 240))
    path.write_bytes(bytes(content))
    return path


def ole(path: Path, *marks: str) -> Path:
    """A file of the old format's family that holds the named streams."""
    names = b"".join(mark.encode("utf-16-le").ljust(128, b"\0") for mark in marks)
    path.write_bytes(bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 504 + names.ljust(4096, b"\0"))
    return path
