"""Pictures for tests, as cameras, scanners and strangers make them."""

import struct
import zlib
from io import BytesIO

from PIL import Image, ImageDraw

TURNED = 6
"""EXIF orientation of a phone held upright: the stored rows are to be turned by 90°."""


def drawing(width: int = 640, height: int = 480, colour: str = "#2b6be4") -> Image.Image:
    """A picture with a white corner at the top left, so that turning shows."""
    image = Image.new("RGB", (width, height), colour)
    ImageDraw.Draw(image).rectangle((0, 0, width // 4, height // 4), fill="white")
    return image


def as_file(image: Image.Image, kind: str = "JPEG", **how: object) -> bytes:
    """The bytes of a file of that kind."""
    out = BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def phone_photo(width: int = 4000, height: int = 3000) -> bytes:
    """A JPEG of a phone held upright: turned by its EXIF, which also says where and with what it was taken."""
    image = drawing(width, height)
    exif = Image.Exif()
    exif[0x0112] = TURNED
    exif[0x010F] = "PHONE-MAKER"
    exif.get_ifd(0x8825)[1] = "N"
    return as_file(image, exif=exif)


def claimed(width: int, height: int) -> bytes:
    """A PNG of some hundred bytes whose head claims a size it does not have."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
