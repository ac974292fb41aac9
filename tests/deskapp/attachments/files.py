"""Recordings and PDFs for tests: small, and as their formats want them, cut down from what phones, recorders and scanners write."""

import struct

MP3_FRAME = b"\xff\xfb\x90\x00" + b"\0" * 413  # MPEG-1 layer III, 128 kbit/s, 44.1 kHz: 417 bytes


def mp3(frames: int = 20, *, tag: bytes = b"", padding: int = 0) -> bytes:
    """A constant stream; with `tag` behind an ID3v2 tag of that body."""
    size = len(tag)
    head = b"ID3\x03\0\0" + bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0)) + tag if tag else b""
    return head + b"\0" * padding + MP3_FRAME * frames


def wav(samples: int = 8000, *, rate: int = 8000, said: int | None = None) -> bytes:
    """Silence; `said` is the size the head claims, as a recorder leaves it that was switched off."""
    body = b"\0\0" * samples
    told = len(body) if said is None else said
    form = struct.pack("<HHIIHH", 1, 1, rate, 2 * rate, 2, 16)
    return b"RIFF" + struct.pack("<I", 36 + told) + b"WAVEfmt " + struct.pack("<I", 16) + form + b"data" + struct.pack("<I", told) + body


def box(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", 8 + len(body)) + name + body


def m4a(*, brand: bytes = b"M4A ", handler: bytes = b"soun", sound: int = 4000) -> bytes:
    """What a phone's recorder writes: the table of contents behind the sound."""
    index = box(b"moov", box(b"trak", box(b"hdlr", b"\0" * 8 + handler + b"\0" * 13)))
    return box(b"ftyp", brand + b"\0\0\0\0" + brand) + box(b"mdat", b"\x21" * sound) + index


def aac(frames: int = 20) -> bytes:
    length = 200
    head = bytes((0xFF, 0xF1, 0x50, 0x80 | length >> 11, length >> 3 & 0xFF, (length & 7) << 5 | 0x1F, 0xFC))
    return (head + b"\0" * (length - 7)) * frames


def amr(frames: int = 20) -> bytes:
    return b"#!AMR\n" + (b"\x3c" + b"\0" * 31) * frames


def amr_wide(frames: int = 20) -> bytes:
    return b"#!AMR-WB\n" + (b"\x44" + b"\0" * 60) * frames


def ogg(pages: int = 3) -> bytes:
    def page(number: int, body: bytes) -> bytes:
        return b"OggS\0" + bytes((2 if not number else 0,)) + b"\0" * 8 + struct.pack("<III", 7, number, 0) + bytes((1, len(body))) + body

    return b"".join(page(number, b"OpusHead\x01\x01" + b"\0" * 9 if not number else b"\x11" * 200) for number in range(pages))


def pdf(words: str = "处理单") -> bytes:
    """One white page with a remark in it, so that two differ."""
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
    ]
    out = b"%PDF-1.4\n%" + words.encode() + b"\n"
    places: list[int] = []
    for number, part in enumerate(parts, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    begin = len(out)
    out += b"xref\n0 4\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % begin


def hostile_pdf() -> bytes:
    """A PDF that would start a program and run a script as soon as a reader that obeys opens it."""
    action = b"/OpenAction << /S /Launch /F (cmd.exe) >> /AA << /O << /S /JavaScript /JS (app.alert\\(1\\)) >> >>"
    return pdf().replace(b"/Type /Catalog", b"/Type /Catalog " + action)


SOUNDS = {"mp3": mp3(), "wav": wav(), "m4a": m4a(), "aac": aac(), "amr": amr(), "ogg": ogg()}
