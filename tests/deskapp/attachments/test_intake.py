"""What comes in as a photo: scaled, upright, bare; and what is refused, in words."""

import random
from io import BytesIO

import pytest
from PIL import Image

from deskapp.attachments import intake
from deskapp.attachments.intake import MAX_FILE, MAX_SIDE, THUMBNAIL, take_in, take_in_file
from deskapp.errors import UserError
from tests.deskapp.attachments.pictures import as_file, claimed, drawing, phone_photo


def opened(content: bytes) -> Image.Image:
    image = Image.open(BytesIO(content))
    image.load()
    return image


def test_a_phone_photo_is_scaled_turned_upright_and_stripped():
    given = phone_photo()
    photo = take_in(given)
    kept = opened(photo.content)
    assert kept.size == (photo.width, photo.height) == (1440, MAX_SIDE)
    assert kept.format == "JPEG"
    # The white corner of the turned picture is at the top right.
    assert kept.getpixel((photo.width - 20, 20))[0] > 230
    assert kept.getpixel((20, 20))[0] < 100
    assert dict(kept.getexif()) == {}
    assert b"PHONE-MAKER" in given
    assert b"PHONE-MAKER" not in photo.content
    assert len(photo.content) < len(given)


def test_the_small_view_has_the_same_shape():
    photo = take_in(as_file(drawing(3000, 1000)))
    assert opened(photo.thumbnail).size == (THUMBNAIL, 107)
    assert len(photo.thumbnail) < 20_000


def test_a_small_picture_is_not_blown_up():
    photo = take_in(as_file(drawing(100, 80)))
    assert (photo.width, photo.height) == (100, 80)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "BMP", "GIF", "JPEG"])
def test_every_usual_kind_becomes_a_jpeg(kind):
    photo = take_in(as_file(drawing(), kind))
    assert opened(photo.content).format == "JPEG"
    assert opened(photo.content).getpixel((10, 10))[0] > 230


def test_what_is_transparent_lies_on_white_paper():
    image = Image.new("RGBA", (64, 64), (0, 0, 0, 0))
    assert opened(take_in(as_file(image, "PNG")).content).getpixel((30, 30)) == (255, 255, 255)
    palette = drawing().convert("P")
    assert opened(take_in(as_file(palette, "GIF", transparency=0)).content).mode == "RGB"


def test_grey_colour_print_and_scanner_pictures_keep_their_tones():
    middle = Image.new("I;16", (64, 64), 128 * 256)
    for image, kind in ((middle, "PNG"), (Image.new("L", (64, 64), 128), "PNG"), (Image.new("CMYK", (64, 64), (0, 0, 0, 127)), "JPEG")):
        red, green, blue = opened(take_in(as_file(image, kind)).content).getpixel((30, 30))
        assert abs(red - 128) < 4, kind
        assert red == green == blue


def test_the_same_picture_has_the_same_hash():
    assert take_in(phone_photo()).hash == take_in(phone_photo()).hash
    assert take_in(phone_photo()).hash != take_in(as_file(drawing())).hash


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空文件"),
        ("合同.docx 的内容".encode(), "不是照片"),
        (b"%PDF-1.7 ...", "不是照片"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 100, "HEIC"),
        (claimed(30_000, 30_000), "像素太多"),
        (claimed(9_000, 8_000), "9,000 × 8,000 像素，太大了"),
        (claimed(800, 600), "损坏"),
        (as_file(drawing(8, 8)), "看不清"),
        (as_file(drawing(), "JPEG")[:3000], "损坏"),
        (as_file(drawing(), "PNG")[:600], "损坏"),
        (as_file(drawing(), "WEBP")[:300], "损坏"),
    ],
    ids=["empty", "text", "pdf", "heic", "claims 900 million pixels", "claims 72 million", "claims what is not there", "8 × 8",
         "half a JPEG", "half a PNG", "half a WEBP"],
)  # fmt: skip
def test_what_is_no_usable_photo_is_refused_in_words(content, words):
    with pytest.raises(UserError, match=words) as refused:
        take_in(content, name="IMG_1.jpg", field="photo")
    assert refused.value.message.startswith("IMG_1.jpg")
    assert refused.value.field == "photo"


def test_random_damage_never_gets_past_the_refusals():
    """Seeded: single bytes, runs and ends of good files are broken; either it still is a picture, or it is refused in words."""
    dice = random.Random(20261123)
    good = [as_file(drawing(160, 120), kind) for kind in ("JPEG", "PNG", "WEBP", "BMP", "GIF")]
    good.append(phone_photo(160, 120))
    refused = 0
    for _ in range(600):
        broken = bytearray(dice.choice(good))
        for _ in range(dice.choice((1, 3, 20))):
            broken[dice.randrange(len(broken))] = dice.randrange(256)
        if dice.random() < 0.3:
            del broken[dice.randrange(len(broken)) :]
        try:
            assert take_in(bytes(broken)).width > 0
        except UserError:
            refused += 1
    assert refused > 50


def test_a_file_is_named_in_its_refusal(tmp_path):
    with pytest.raises(UserError, match="打不开 不在"):
        take_in_file(tmp_path / "不在.jpg")
    with pytest.raises(UserError, match="打不开 文件夹"):
        (tmp_path / "文件夹").mkdir()
        take_in_file(tmp_path / "文件夹")
    big = tmp_path / "大.bmp"
    with big.open("wb") as file:
        file.truncate(MAX_FILE + 1)
    with pytest.raises(UserError, match="有 40 MB，超过 40 MB"):
        take_in_file(big)
    good = tmp_path / "礼品.png"
    good.write_bytes(as_file(drawing(), "PNG"))
    assert take_in_file(good).width == 640


def test_the_limit_of_pixels_is_the_one_of_the_words(monkeypatch):
    monkeypatch.setattr(intake, "MAX_PIXELS", 640 * 480)
    assert take_in(as_file(drawing())).width == 640
    with pytest.raises(UserError, match="641 × 480 像素"):
        take_in(as_file(drawing(641, 480)))
