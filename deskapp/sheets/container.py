"""What lies inside a workbook's file before anything reads it: kind, size, bombs, macros, passwords, formulas.

Runs in the child process (`child.py`): even a list of parts may be made to eat all memory.
"""

import html
import re
import struct
import zipfile
import zlib
from collections.abc import Generator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from deskapp.errors import UserError
from deskapp.sheets.limits import ENTRIES, FILE_BYTES, MIB, RATIO_FROM_BYTES, UNPACKED_BYTES, UNPACKED_RATIO

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_CHUNK = 256 * 1024
_LOCAL_HEAD = struct.Struct("<4s22xHH")
_READABLE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
_FORMULA = re.compile(rb"<f[ />]|<(?:table:)?table-cell[^>]{0,300}? table:formula=")
_CELL = re.compile(rb'<c [^>]*?r="([A-Z]{1,3}[0-9]{1,7})"')
_OVERLAP = 400  # bytes: longer than the head of any cell, so that one cut by two pieces is still seen
_NAMED = 20  # formula cells that are named; all are counted


class Kind(StrEnum):
    """What a file is by its content, whatever its name says."""

    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Formulas:
    """Cells of a sheet that are computed: how many, and the first of them by name (an ods names none)."""

    count: int = 0
    named: tuple[str, ...] = ()


def kind_of(path: Path) -> Kind:
    """Judge by the first bytes. Refuses by name what can carry macros, and pictures, PDFs and web pages called a table."""
    if path.suffix.lower() in {".xlsm", ".xltm", ".xlsb", ".xlam"}:
        raise UserError(f"“{path.suffix.lower()}”文件可能带宏，不能导入。请在表格软件里另存为 .xlsx", field="file")
    with path.open("rb") as file:
        head = file.read(1024)
    if head.startswith(b"PK\x03\x04"):
        return Kind.ODS if b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet" in head[:120] else Kind.XLSX
    if head.startswith(_OLE):
        return Kind.XLS
    if head.lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta")):
        raise UserError("这个文件是网页，只是名字像表格。请用表格软件打开，另存为 .xlsx", field="file")
    if head.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"MZ")):
        raise UserError("这个文件不是表格。请选 .xlsx、.xls、.ods 或 .csv 文件", field="file")
    return Kind.TEXT


def refuse_old_workbook(path: Path) -> None:
    """Refuse an .xls that is too large, asks for a password or carries macros."""
    if path.stat().st_size > FILE_BYTES:
        raise _too_large(path)
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise UserError("这个文件有密码。请在表格软件里去掉密码，再导入", field="file")
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        raise UserError("这个文件带宏，不能导入。请在表格软件里另存为 .xlsx", field="file")


def inspect(path: Path) -> tuple[Formulas, ...]:
    """Walk through every part of an xlsx or ods that will be read; the formulas of its sheets, in their order.

    Refuses bombs (by size, by ratio, by parts that overlap or unpack to more than they say), macros, passwords and damaged files.
    """
    if path.stat().st_size > FILE_BYTES:
        raise _too_large(path)
    try:
        with zipfile.ZipFile(path) as archive, path.open("rb") as raw:
            _refuse_bomb(archive, path.stat().st_size)
            _refuse_strangers(archive)
            sheets = _sheet_parts(archive)
            found = {
                part.filename: _walk(raw, part, counting=part.filename in sheets)
                for part in archive.infolist()
                if part.filename.lower().endswith((".xml", ".rels"))
            }
            return tuple(found.get(name, Formulas()) for name in sheets)
    except (zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, EOFError, UnicodeDecodeError) as error:
        raise UserError("文件不完整或已损坏。请用表格软件打开，另存一份再导入", field="file") from error


def _too_large(path: Path) -> UserError:
    size = path.stat().st_size // MIB
    return UserError(f"文件有 {size:,} MB，最多 {FILE_BYTES // MIB} MB。请删去图片和多余的表，或分成几个文件", field="file")


def _refuse_bomb(archive: zipfile.ZipFile, size: int) -> None:
    parts = archive.infolist()
    if len(parts) > ENTRIES:
        raise UserError(f"文件里有 {len(parts):,} 个部分，不是一张普通的表，没有打开", field="file")
    unpacked = sum(part.file_size for part in parts)
    if unpacked > UNPACKED_BYTES:
        raise UserError(f"这个文件解压后有 {unpacked // MIB:,} MB，最多 {UNPACKED_BYTES // MIB} MB，没有打开", field="file")
    if sum(part.compress_size for part in parts) > size:
        raise _bomb()
    if any(part.file_size > max(RATIO_FROM_BYTES, part.compress_size * UNPACKED_RATIO) for part in parts):
        raise _bomb()


def _bomb() -> UserError:
    return UserError("这个文件是有意做大的压缩包（压缩炸弹），没有打开。请问清来源", field="file")


def _refuse_strangers(archive: zipfile.ZipFile) -> None:
    names = {part.filename.lower() for part in archive.infolist()}
    if any(part.flag_bits & _ENCRYPTED for part in archive.infolist()):
        raise UserError("这个文件有密码。请在表格软件里去掉密码，再导入", field="file")
    if any(name.endswith("vbaproject.bin") or name.startswith(("basic/", "scripts/")) for name in names):
        raise UserError("这个文件带宏，不能导入。请在表格软件里另存为 .xlsx", field="file")
    if not names & {"xl/workbook.xml", "content.xml", "xl/workbook.bin"}:
        raise UserError("这个压缩包里没有表格。请选 .xlsx、.xls、.ods 或 .csv 文件", field="file")


def _sheet_parts(archive: zipfile.ZipFile) -> list[str]:
    """Names of the parts that hold the sheets: through the workbook's list and its relations."""
    names = set(archive.namelist())
    if "content.xml" in names:
        return ["content.xml"]
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return []
    listed = re.findall(rb'<sheet [^>]*?r:id="([^"]+)"', _read(archive, "xl/workbook.xml"))
    targets: dict[bytes, str] = {}
    for relation in re.findall(rb"<Relationship [^>]+>", _read(archive, "xl/_rels/workbook.xml.rels")):
        key, target = re.search(rb'Id="([^"]+)"', relation), re.search(rb'Target="([^"]+)"', relation)
        if key and target:
            name = html.unescape(target[1].decode())
            targets[key[1]] = name.lstrip("/") if name.startswith("/") else f"xl/{name}"
    return [targets.get(key, "") for key in listed]


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(4 * MIB)


def _walk(raw: BinaryIO, part: zipfile.ZipInfo, *, counting: bool) -> Formulas:
    """Unpack a part to its end, and count the formulas in it when `counting`."""
    named: list[str] = []
    count, tail, first = 0, b"", True
    for piece in _unpacked(raw, part):
        if first and b"<!DOCTYPE" in piece[:4096]:
            raise UserError("文件的内容被改动过，没有打开。请用表格软件打开，另存一份再导入", field="file")
        first = False
        if counting:
            text = tail + piece
            end = len(tail)
            for match in _FORMULA.finditer(text):
                if match.end() <= end:  # counted in the piece before
                    continue
                count += 1
                if len(named) < _NAMED and (cell := _cell_before(text, match.start())):
                    named.append(cell)
            tail = text[-_OVERLAP:]
    return Formulas(count, tuple(named))


def _cell_before(text: bytes, at: int) -> str:
    start = text.rfind(b"<c ", max(0, at - _OVERLAP), at)
    found = _CELL.match(text, start) if start >= 0 else None
    return found[1].decode() if found else ""


def _unpacked(raw: BinaryIO, part: zipfile.ZipInfo) -> Generator[bytes]:
    """The part's bytes as they really are: the sizes in an archive's list are only what somebody wrote there."""
    if part.compress_type not in _READABLE:
        raise UserError("文件的压缩方式不是表格软件用的，没有打开。请另存一份再导入", field="file")
    raw.seek(part.header_offset)
    mark, name, extra = _LOCAL_HEAD.unpack(raw.read(_LOCAL_HEAD.size))
    if mark != b"PK\x03\x04":
        raise zipfile.BadZipFile("no local header")
    raw.seek(name + extra, 1)
    left, given = part.compress_size, 0
    unpacker = zlib.decompressobj(-15) if part.compress_type == zipfile.ZIP_DEFLATED else None
    while left > 0 and (packed := raw.read(min(_CHUNK // 8, left))):
        left -= len(packed)
        while packed:
            piece = unpacker.decompress(packed, _CHUNK) if unpacker else packed
            packed = unpacker.unconsumed_tail if unpacker else b""
            given += len(piece)
            if given > part.file_size:
                raise _bomb()
            yield piece
    if given < part.file_size:
        raise zipfile.BadZipFile("shorter than it says")
