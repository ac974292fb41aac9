"""Taking in what is no picture: recordings and PDFs, known by their content, not by their name. Pure.

Nothing is decoded, run or written anew: a PDF is only kept. What is looked at is the frame of the format, so far that a file which was
cut off or only has the name of a recording is told before the paper it was made from is thrown away.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from deskapp.attachments.domain import FileKind, GivenFile
from deskapp.errors import UserError

MEBIBYTE = 1_048_576
LONGEST_NAME = 120
SUFFIXES = (".mp3", ".wav", ".m4a", ".aac", ".amr", ".ogg", ".opus", ".3gp", ".pdf")
_KINDS = "录音（MP3、WAV、M4A、AAC、AMR、OGG）或 PDF"
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM")
_SILK = (b"#!SILK", b"\x02#!SILK")
_HEAD = 1024
"""A PDF may begin with as many bytes of something else (ISO 32000-1, annex H)."""
_TAIL = 2048


def take_in_file(path: Path, *, ceiling_mb: int, field: str = "files") -> GivenFile:
    """Take a recording or a PDF in from a file. Refuses, naming it, what is missing, empty, too large, cut off or anything else."""
    try:
        if (size := path.stat().st_size) > ceiling_mb * MEBIBYTE:
            raise UserError(_too_large(path.name, size, ceiling_mb), field=field)
        content = path.read_bytes()
    except OSError as error:
        raise UserError(f"打不开 {path.name}（{error.strerror}）。请检查文件还在不在，再选一次", field=field) from error
    return take_in(content, name=path.name, ceiling_mb=ceiling_mb, field=field)


def take_in(content: bytes, *, name: str, ceiling_mb: int, field: str = "files") -> GivenFile:
    """Take a recording or a PDF in from its bytes. Refuses as `take_in_file` does."""
    if not content:
        raise UserError(f"{name} 是空文件，请重新选一个", field=field)
    if len(content) > ceiling_mb * MEBIBYTE:
        raise UserError(_too_large(name, len(content), ceiling_mb), field=field)
    kind = kind_of(content)
    if kind is None:
        raise UserError(_unknown(content, name), field=field)
    if not _WHOLE[kind](content):
        raise UserError(f"{name} 不完整或已损坏，读不出来。请重新导出或重新传一次", field=field)
    return GivenFile(plain_name(name, kind), kind, content)


def kind_of(content: bytes) -> FileKind | None:
    """What the first bytes say a file is, None for anything that is not kept here. A few kilobytes are enough."""
    if content[:4] == b"RIFF" and content[8:12] == b"WAVE":
        return FileKind.WAV
    if content[4:8] == b"ftyp":
        return None if content[8:12] in _STILL else FileKind.M4A
    if content.startswith((b"#!AMR\n", b"#!AMR-WB\n")):
        return FileKind.AMR
    if content.startswith(b"OggS"):
        return FileKind.OGG
    if content.startswith(b"ID3") or _mp3_frame(content, 0):
        return FileKind.MP3
    if _aac_frame(content, 0):
        return FileKind.AAC
    head = content[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n\0")
    return FileKind.PDF if head.startswith(b"%PDF-") else None


def is_picture(content: bytes) -> bool:
    """Whether these are the first bytes of a picture, which goes another way."""
    return (
        content.startswith(_PICTURES)
        or (content[:4] == b"RIFF" and content[8:12] == b"WEBP")
        or (content[4:8] == b"ftyp" and content[8:12] in _STILL)
    )


def plain_name(name: str, kind: FileKind) -> str:
    """What a file may be called everywhere: no path, no control or reserved characters, and the ending its content deserves."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    clean = "".join(c if c.isprintable() and c not in '<>:"|?*%' else "_" for c in last).strip(" .")
    stem = clean.rsplit(".", 1)[0].rstrip(" .") if "." in clean else clean
    return f"{stem[:LONGEST_NAME].rstrip(' .') or '附件'}.{kind.value}"


def size_words(size: int) -> str:
    """860 KB, 1.2 MB: as a list shows it."""
    return f"{size / MEBIBYTE:,.1f} MB" if size >= MEBIBYTE else f"{max(1, round(size / 1024)):,} KB"


# Whether it is whole ------------------------------------------------------------------------------------------------------

_STILL = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"avif")
_MP3_RATES = {
    1: (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_SAMPLES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
_PADDING = 16_384
"""Bytes of nothing between a tag and the sound that editors leave."""
_AMR_SIZES = (12, 13, 15, 17, 19, 20, 26, 31, 5)
_AMR_WB_SIZES = (17, 23, 32, 36, 40, 46, 50, 58, 60, 5)
_SOUNDS = (b"OpusHead", b"\x01vorbis", b"Speex   ", b"\x7fFLAC")


def _mp3_frame(content: bytes, at: int) -> int:
    """Length of the MPEG layer III frame that begins here, 0 if none does (ISO 11172-3, 13818-3)."""
    if len(content) < at + 4 or content[at] != 0xFF or content[at + 1] & 0xE6 != 0xE2:
        return 0
    version, rate, sampling = content[at + 1] >> 3 & 3, content[at + 2] >> 4, content[at + 2] >> 2 & 3
    if version == 1 or rate in (0, 15) or sampling == 3:
        return 0
    first = version == 3
    kilobits = _MP3_RATES[1 if first else 2][rate - 1]
    return (144 if first else 72) * kilobits * 1000 // _SAMPLES[version][sampling] + (content[at + 2] >> 1 & 1)


def _aac_frame(content: bytes, at: int) -> int:
    """Length of the ADTS frame that begins here, 0 if none does (ISO 13818-7)."""
    if len(content) < at + 7 or content[at] != 0xFF or content[at + 1] & 0xF6 != 0xF0:
        return 0
    length = (content[at + 3] & 3) << 11 | content[at + 4] << 3 | content[at + 5] >> 5
    return length if length > 7 else 0


def _two_frames(content: bytes, at: int, frame: Callable[[bytes, int], int]) -> bool:
    """Whether a frame begins here and another follows it, or the file ends with it."""
    length = frame(content, at)
    return length > 0 and (at + length == len(content) or frame(content, at + length) > 0)


def _whole_mp3(content: bytes) -> bool:
    begin = 0
    if content.startswith(b"ID3") and len(content) > 10:
        begin = 10 + sum((byte & 0x7F) << shift for byte, shift in zip(content[6:10], (21, 14, 7, 0), strict=True))
    return any(_two_frames(content, at, _mp3_frame) for at in range(begin, min(len(content), begin + _PADDING)) if content[at] == 0xFF)


def _whole_aac(content: bytes) -> bool:
    return _two_frames(content, 0, _aac_frame)


def _whole_wav(content: bytes) -> bool:
    """A format and some sound; the sizes of a recording that was broken off are wrong, its sound is there all the same."""
    at, described = 12, False
    while at + 8 <= len(content):
        name, size = content[at : at + 4], int.from_bytes(content[at + 4 : at + 8], "little")
        described = described or (name == b"fmt " and size >= 14)
        if name == b"data":
            return described and len(content) > at + 8
        at += 8 + size + size % 2
    return False


def _whole_amr(content: bytes) -> bool:
    wide = content.startswith(b"#!AMR-WB\n")
    head, sizes = (9, _AMR_WB_SIZES) if wide else (6, _AMR_SIZES)
    kind = content[head] >> 3 & 15 if len(content) > head else 15
    return kind < len(sizes) and content[head] & 0x83 == 0 and len(content) >= head + 1 + sizes[kind]


def _whole_ogg(content: bytes) -> bool:
    return any(sound in content[:512] for sound in _SOUNDS) and content.count(b"OggS", 0, 1 << 20) > 1


def _whole_m4a(content: bytes) -> bool:
    """Sound and no film, with the table of contents a phone writes last: without it nothing can play it."""
    boxes = dict(_boxes(content))
    index = boxes.get(b"moov", b"")
    return b"mdat" in boxes and b"soun" in index and b"vide" not in index


def _boxes(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The outermost boxes that are there as a whole (ISO 14496-12)."""
    at = 0
    while at + 8 <= len(content):
        size, name, head = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8], 8
        if size == 1:
            size, head = int.from_bytes(content[at + 8 : at + 16], "big"), 16
        elif size == 0:
            size = len(content) - at
        if size < head or at + size > len(content):
            return
        yield name, content[at + head : at + size]
        at += size


def _whole_pdf(content: bytes) -> bool:
    return b"%%EOF" in content[-_TAIL:] and b"startxref" in content


_WHOLE: dict[FileKind, Callable[[bytes], bool]] = {
    FileKind.MP3: _whole_mp3,
    FileKind.WAV: _whole_wav,
    FileKind.M4A: _whole_m4a,
    FileKind.AAC: _whole_aac,
    FileKind.AMR: _whole_amr,
    FileKind.OGG: _whole_ogg,
    FileKind.PDF: _whole_pdf,
}


# Words --------------------------------------------------------------------------------------------------------------------


def _unknown(content: bytes, name: str) -> str:
    if is_picture(content):
        return f"{name} 是照片，请放到“照片”一栏"
    if content.startswith(_SILK):
        return f"{name} 是微信语音，别的程序放不出来。请播放时用录音机录下，存为 MP3 或 M4A"
    return f"{name} 不是{_KINDS}，不能附上。别的文件请先打印或另存为 PDF"


def _too_large(name: str, size: int, ceiling_mb: int) -> str:
    return f"{name} 有 {size / MEBIBYTE:,.1f} MB，超过 {ceiling_mb} MB。请剪短或压缩后再选；上限可由客服经理在设置里改"
