"""Recordings and PDFs: known by what they are, kept byte for byte, refused in words, carried wherever the store goes."""

import random
from datetime import timedelta

import pytest

from deskapp.attachments.domain import FileKind, GivenFile
from deskapp.attachments.files import MEBIBYTE, plain_name, size_words, take_in, take_in_file
from deskapp.attachments.service import attach_file, erase_files, file_content, keep_file
from deskapp.attachments.tables import FileRecord
from deskapp.data import Act, close_database, database, open_database, writing
from deskapp.data.backup import back_up, restore_backup, verify_backup
from deskapp.data.contents import missing, sweep
from deskapp.data.copying import copy_store
from deskapp.data.location import file_url
from deskapp.data.tables import ContentRecord
from deskapp.errors import StorageFault, UserError
from tests.conftest import MORNING
from tests.deskapp.attachments.files import SOUNDS, aac, amr, amr_wide, hostile_pdf, m4a, mp3, ogg, pdf, wav
from tests.deskapp.attachments.pictures import as_file, drawing
from tests.deskapp.attachments.test_carried import DIRECTIONS
from tests.deskapp.attachments.test_service import folder_of


def given(content: bytes, name: str = "通话") -> GivenFile:
    return take_in(content, name=name, ceiling_mb=20)


def act(request: str) -> Act:
    return Act(None, MORNING, "前台1", request)


def kept(file: GivenFile, request: str = "file-1") -> int:
    safe = keep_file(file)
    with writing(act(request), "keep_file", file=file.hash) as tx:
        return attach_file(tx, safe)


# What it is ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", SOUNDS)
def test_a_recording_is_known_by_its_content_whatever_it_is_called(kind):
    file = given(SOUNDS[kind], "客户来电 11-23.docx")
    assert (file.kind.value, file.kind.is_recording, file.name) == (kind, True, f"客户来电 11-23.{kind}")
    assert file.content == SOUNDS[kind]


@pytest.mark.parametrize(
    "content",
    [
        mp3(tag=b"TIT2" + b"x" * 300),
        mp3(tag=b"APIC" + b"\xff\xfb\x90" * 50, padding=900),
        wav(said=0xFFFFFFFF - 36),
        m4a(brand=b"3gp5"),
        m4a(brand=b"isom"),
        amr_wide(),
    ],
    ids=["tagged", "tag with a cover and padding", "recorder switched off", "3gp", "isom", "wide band"],
)
def test_what_recorders_really_write_is_taken(content):
    assert given(content).kind.is_recording


def test_a_pdf_is_kept_byte_for_byte_and_never_obeyed():
    file = given(hostile_pdf(), "扫描.exe")
    assert (file.kind, file.kind.is_recording, file.name) == (FileKind.PDF, False, "扫描.pdf")
    assert file.content == hostile_pdf()
    assert given(b"\xef\xbb\xbf\r\n" + pdf()).kind is FileKind.PDF


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空文件"),
        (b"MZ\x90\0" + b"\0" * 500, "不是录音"),
        ("合同的内容".encode() * 50, "不是录音"),
        (b"<html>%PDF-1.4 %%EOF startxref</html>", "不是录音"),
        (b"PK\x03\x04" + b"\0" * 500, "不是录音"),
        (as_file(drawing()), "是照片，请放到“照片”一栏"),
        (as_file(drawing(), "WEBP"), "是照片"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 100, "是照片"),
        (b"\x02#!SILK_V3" + b"\0" * 100, "微信语音"),
        (b"\xff\xfb\x90\x00" + b"\x55" * 5000, "不完整或已损坏"),
        (b"ID3\x03\0\0\0\0\0\x10" + b"\0" * 5000, "不完整或已损坏"),
        (wav()[:44], "不完整或已损坏"),
        (wav()[:30], "不完整或已损坏"),
        (m4a()[:-30], "不完整或已损坏"),
        (m4a(handler=b"vide"), "不完整或已损坏"),
        (aac()[:120], "不完整或已损坏"),
        (amr()[:20], "不完整或已损坏"),
        (ogg(1), "不完整或已损坏"),
        (pdf()[:-8], "不完整或已损坏"),
    ],
    ids=["empty", "program", "text", "page that speaks of PDF", "archive", "picture", "webp", "heic", "silk", "frame of mp3", "tag alone",
         "wav without sound", "half a head", "m4a without its end", "film", "half an aac", "half an amr", "one page of ogg", "half a pdf"],
)  # fmt: skip
def test_what_is_none_of_these_is_refused_in_words(content, words):
    with pytest.raises(UserError, match=words) as refused:
        take_in(content, name="通话.mp3", ceiling_mb=20, field="files")
    assert refused.value.message.startswith("通话.mp3")
    assert refused.value.field == "files"


def test_the_ceiling_is_looked_at_before_the_file_is_read(tmp_path):
    large = tmp_path / "会议.wav"
    with large.open("wb") as file:
        file.truncate(MEBIBYTE + 1)
    with pytest.raises(UserError, match=r"会议\.wav 有 1\.0 MB，超过 1 MB"):
        take_in_file(large, ceiling_mb=1)
    good = tmp_path / "来电.wav"
    good.write_bytes(wav())
    assert take_in_file(good, ceiling_mb=1).size == len(wav())
    with pytest.raises(UserError, match=r"打不开 不在\.mp3"):
        take_in_file(tmp_path / "不在.mp3", ceiling_mb=1)
    with pytest.raises(UserError, match="打不开"):
        take_in_file(tmp_path, ceiling_mb=1)


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("..\\..\\windows\\通话.exe", "通话.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("扫描<1>:?.PDF", "扫描_1___.pdf"),
        ("发票\u202efdp.exe", "发票_fdp.pdf"),
        ("   ", "附件.pdf"),
        ("...", "附件.pdf"),
        ("字" * 300, f"{'字' * 120}.pdf"),
    ],
)
def test_a_name_can_lead_nowhere_and_start_nothing(name, plain):
    assert plain_name(name, FileKind.PDF) == plain


def test_sizes_are_said_as_people_read_them():
    assert [size_words(size) for size in (1, 880_640, 1_258_291)] == ["1 KB", "860 KB", "1.2 MB"]


def test_random_damage_is_kept_or_refused_and_never_anything_else():
    dice = random.Random(20261123)
    good = [*SOUNDS.values(), pdf(), mp3(tag=b"TIT2abc")]
    refused = 0
    for _ in range(2000):
        broken = bytearray(dice.choice(good))
        for _ in range(dice.choice((1, 3, 20))):
            broken[dice.randrange(min(len(broken), 400))] = dice.randrange(256)
        if dice.random() < 0.4:
            del broken[dice.randrange(len(broken)) :]
        try:
            assert given(bytes(broken)).content == broken
        except UserError:
            refused += 1
    assert refused > 200


# Kept ---------------------------------------------------------------------------------------------------------------------


def test_a_file_comes_back_as_it_went_in_and_once(store):
    file = given(mp3())
    first = kept(file)
    assert kept(file, "file-2") == first
    assert file_content(first) == file.content
    assert FileRecord.get_by_id(first).kind == "mp3"


def test_in_the_folder_it_has_no_name_that_starts_a_program(sqlite_store):
    file = given(hostile_pdf())
    kept(file)
    assert [path.name for path in folder_of(sqlite_store).iterdir()] == [f"{file.hash}.bin"]


def test_a_lost_or_damaged_file_is_told(sqlite_store):
    file = given(mp3())
    key = kept(file)
    path = folder_of(sqlite_store) / f"{file.hash}.bin"
    path.write_bytes(file.content[:-1])
    with pytest.raises(UserError, match="丢失或已损坏"):
        file_content(key)
    path.unlink()
    with pytest.raises(UserError, match="恢复一次备份"):
        file_content(key)
    assert kept(file, "file-2") == key  # the same file again mends it
    assert file_content(key) == file.content


def test_a_disk_that_cannot_is_told_before_anything_is_written(sqlite_store):
    folder_of(sqlite_store).write_text("a file stands in the way", encoding="utf-8")
    with pytest.raises(StorageFault, match="附件没有存下"):
        kept(given(mp3()))
    assert ContentRecord.select().count() == 0


# Carried ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("source", "target"), DIRECTIONS)
def test_a_copied_store_has_its_files(request, tmp_path, source, target):
    from_url = request.getfixturevalue("sqlite_url" if source == "sqlite" else "server_url")
    to_url = file_url(tmp_path / "新" / "copy.db") if target == "sqlite" else request.getfixturevalue("empty_server_url")
    open_database(from_url)
    files = [given(mp3()), given(pdf())]
    keys = [kept(file, f"file-{number}") for number, file in enumerate(files)]
    copy_store(from_url, to_url)
    close_database()
    open_database(to_url)
    assert [file_content(key) for key in keys] == [file.content for file in files]
    close_database()
    database.initialize(None)


def test_a_backup_has_them_and_a_restore_brings_them_back(sqlite_store, tmp_path):
    file = given(m4a())
    key = kept(file)
    saved = back_up(sqlite_store, tmp_path / "备份", at=MORNING)
    assert verify_backup(saved.path).missing_photos == 0
    (folder_of(sqlite_store) / f"{file.hash}.bin").unlink()
    restore_backup(saved.path, sqlite_store, at=MORNING + timedelta(hours=1), folder=tmp_path / "备份")
    assert file_content(key) == file.content


# Erased -------------------------------------------------------------------------------------------------------------------


def test_what_a_person_asked_to_erase_is_gone_and_is_not_counted_as_lost(store):
    file, other = given(mp3()), given(wav())
    key, stays = kept(file), kept(other, "file-2")
    with writing(act("erase"), "erase_file") as tx:
        erase_files(tx, [key])
    sweep()
    with pytest.raises(UserError, match="已按客户要求删除"):
        file_content(key)
    assert file_content(stays) == other.content
    assert missing(database.obj) == 0
    assert kept(file, "file-3") == key  # brought again, it is there again
    assert file_content(key) == file.content


def test_a_rollback_costs_no_file(store):
    file = given(mp3())
    key = kept(file)
    with pytest.raises(UserError), writing(act("erase"), "erase_file") as tx:
        erase_files(tx, [key])
        raise UserError("还是会员")
    sweep()
    assert file_content(key) == file.content


def test_the_file_leaves_the_folder(sqlite_store):
    file = given(mp3())
    key = kept(file)
    with writing(act("erase"), "erase_file") as tx:
        erase_files(tx, [key])
    assert (folder_of(sqlite_store) / f"{file.hash}.bin").exists()
    sweep()
    assert list(folder_of(sqlite_store).iterdir()) == []
    sweep()
