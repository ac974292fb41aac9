"""Icons: one colour, sharp at the screen's scale, no name without a drawing."""

import re
from importlib.resources import files
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

import ui
from ui.kit import icons, theme


def colours(picture: QImage) -> set[str]:
    """The colours of all pixels that cover anything."""
    pixels = (picture.pixelColor(x, y) for x in range(picture.width()) for y in range(picture.height()))
    return {pixel.name().upper() for pixel in pixels if pixel.alpha() == 255}


def is_tinted(found: set[str], token: str) -> bool:
    """Some pixels, and all of the one colour; where two lines cross, blending may round by one."""
    wanted = QColor(token).toTuple()
    return bool(found) and all(abs(a - b) <= 1 for one in found for a, b in zip(QColor(one).toTuple(), wanted, strict=True))


def test_an_icon_takes_the_colour_it_is_asked_for(qapp: QApplication) -> None:
    assert colours(icons.pixmap("circle-x", theme.BAD, 48, ratio=1).toImage()) == {theme.BAD}


def test_a_screen_of_125_percent_gets_a_drawing_of_its_own(qapp: QApplication) -> None:
    plain, dense = icons.pixmap("search", size=16, ratio=1), icons.pixmap("search", size=16, ratio=1.25)
    assert (plain.width(), dense.width()) == (16, 20)
    assert dense.deviceIndependentSize().width() == 16


def test_drawing_uses_the_ratio_of_what_is_painted_on(qapp: QApplication) -> None:
    page = QImage(40, 40, QImage.Format.Format_ARGB32_Premultiplied)
    page.setDevicePixelRatio(2)
    page.fill(QColor(theme.SURFACE))
    painter = QPainter(page)
    icons.draw(painter, "minus", theme.INK, 2, 2, 16)
    painter.end()
    assert page.pixelColor(20, 20).name().upper() == theme.INK


def test_every_icon_named_in_the_windows_is_shipped() -> None:
    shipped = {entry.name.removesuffix(".svg") for entry in (files("resources") / "icons").iterdir()}
    named = re.compile(r"(?:icon|lead|trail)=\"([a-z0-9-]+)\"|icons\.(?:draw\(\w+|pixmap\(|icon\(),? ?\"([a-z0-9-]+)\"")
    used = {a or b for path in Path(ui.__file__).parent.rglob("*.py") for a, b in named.findall(path.read_text("utf-8"))}
    assert {"check", "search", "calendar"} <= used
    assert used <= shipped


def test_every_shipped_icon_can_be_drawn_and_tinted(qapp: QApplication) -> None:
    names = [e.name.removesuffix(".svg") for e in (files("resources") / "icons").iterdir() if e.name.endswith(".svg")]
    blank = [name for name in names if not is_tinted(colours(icons.pixmap(name, theme.PRIMARY, 72, ratio=1).toImage()), theme.PRIMARY)]
    assert len(names) >= 70
    assert blank == []


def test_the_licence_lies_beside_the_icons() -> None:
    assert "ISC License" in (files("resources") / "icons" / "LICENSE").read_text("utf-8")


def test_an_unknown_name_is_a_mistake_of_ours(qapp: QApplication) -> None:
    with pytest.raises(FileNotFoundError):
        icons.pixmap("no-such-drawing")
