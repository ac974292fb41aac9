"""Taking a picture in: judged, turned upright, scaled down, stripped of everything but the picture. Pure, and some 0.1 s long."""

from __future__ import annotations

import struct
import warnings
import zlib
from collections.abc import Generator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from deskapp.attachments.domain import Photo
from deskapp.errors import UserError

if TYPE_CHECKING:
    from PIL import Image

MAX_FILE = 40 * 1024 * 1024
"""Bytes of a file that is looked at."""
MAX_PIXELS = 64_000_000
"""Pixels of a picture that is decoded: phones take 12 to 50 million."""
MAX_SIDE = 1920
"""Longer side of what is kept: a sheet of paper stays legible (160 dpi on A4), a photo takes about 0.4 MB."""
THUMBNAIL = 320
"""Longer side of the small view."""
SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".bmp", ".gif")
_FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "GIF")
_HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"avif")
_LEAST_SIDE = 16
_WHITE = (255, 255, 255)


def take_in_file(path: Path, *, field: str = "photo") -> Photo:
    """Take a picture in from a file. Refuses, naming the file, what is missing, too big, damaged or no picture; `field` is the form's."""
    try:
        if (size := path.stat().st_size) > MAX_FILE:
            raise UserError(_too_big(path.name, size), field=field)
        content = path.read_bytes()
    except OSError as error:
        raise UserError(f"打不开 {path.name}（{error.strerror}）。请检查文件还在不在，再选一次", field=field) from error
    return take_in(content, name=path.name, field=field)


def take_in(content: bytes, *, name: str = "照片", field: str = "photo") -> Photo:
    """Take a picture in from the bytes of a file. Refuses what is too big, damaged or no picture."""
    from PIL import Image

    _refuse_foreign(content, name, field)
    with warnings.catch_warnings(), _damage_in_words(name, field):
        warnings.simplefilter("ignore")  # Pillow grumbles about odd metadata, none of which is kept
        upright = _read(content, name, field)
    plain = _on_white(upright)
    plain.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
    small = plain.copy()
    small.thumbnail((THUMBNAIL, THUMBNAIL), Image.Resampling.LANCZOS)
    return Photo(_jpeg(plain, 85), _jpeg(small, 80), plain.width, plain.height)


def _refuse_foreign(content: bytes, name: str, field: str) -> None:
    if len(content) > MAX_FILE:
        raise UserError(_too_big(name, len(content)), field=field)
    if not content:
        raise UserError(f"{name} 是空文件，请重新选一张照片", field=field)
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC:
        raise UserError(
            f"{name} 是苹果手机的 HEIC 照片，请先转成 JPG（手机上：设置 → 相机 → 格式 → 兼容性最佳），或用微信发一次再存", field=field
        )


def _read(content: bytes, name: str, field: str) -> Image.Image:
    from PIL import Image, ImageOps

    with Image.open(BytesIO(content), formats=_FORMATS) as opened:
        width, height = opened.size
        if width * height > MAX_PIXELS:
            raise UserError(f"{name} 有 {width:,} × {height:,} 像素，太大了，请先缩小或重新拍", field=field)
        if min(width, height) < _LEAST_SIDE:
            raise UserError(f"{name} 只有 {width} × {height} 像素，看不清，请换一张", field=field)
        part = min(1.0, MAX_SIDE / max(width, height))
        opened.draft("RGB", (round(width * part), round(height * part)))  # a JPEG is decoded at a fraction of its size: all that is kept
        opened.load()
        return ImageOps.exif_transpose(opened)


@contextmanager
def _damage_in_words(name: str, field: str) -> Generator[None]:
    from PIL import Image, UnidentifiedImageError

    try:
        yield
    except UnidentifiedImageError as error:
        raise UserError(f"{name} 不是照片，或已损坏。请选 JPG、PNG、WEBP、BMP 或 GIF 照片", field=field) from error
    except Image.DecompressionBombError as error:
        raise UserError(f"{name} 的像素太多，请先缩小或重新拍", field=field) from error
    except (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error) as error:
        # Whatever Pillow's readers stumble over in a broken file: they have no exception of their own.
        raise UserError(f"{name} 已损坏，读不出来。请重新拍或重新传一次", field=field) from error


def _on_white(image: Image.Image) -> Image.Image:
    """The picture in RGB; what is transparent lies on white paper."""
    from PIL import Image

    if image.mode.startswith("I"):  # 16 bits of grey from a scanner
        return image.point(lambda value: value / 256).convert("L").convert("RGB")
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        over = image.convert("RGBA")
        paper = Image.new("RGB", over.size, _WHITE)
        paper.paste(over, mask=over.getchannel("A"))
        return paper
    return image.convert("RGB")


def _jpeg(image: Image.Image, quality: int) -> bytes:
    out = BytesIO()
    image.save(out, "JPEG", quality=quality)  # optimizing saves a twentieth, and stops every other thread three times as long
    return out.getvalue()


def _too_big(name: str, size: int) -> str:
    return f"{name} 有 {size / 1_048_576:,.0f} MB，超过 {MAX_FILE // 1_048_576} MB，请换小一些的照片"
