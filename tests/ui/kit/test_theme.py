"""The look: readable, in the right font, in the right order."""

import re
from importlib.resources import files
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFontDatabase, QFontMetrics
from PySide6.QtWidgets import QApplication, QTableView

import ui
from ui.kit import theme

LEAST_CONTRAST = 4.5


def luminance(token: str) -> float:
    """Relative luminance of WCAG 2."""
    parts = (QColor(token).redF(), QColor(token).greenF(), QColor(token).blueF())
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(ink: str, ground: str) -> float:
    lighter, darker = sorted((luminance(ink), luminance(ground)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_measure_itself_is_right() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("ink", "ground"), theme.TEXT_ON)
def test_every_text_can_be_read_on_its_ground(ink: str, ground: str) -> None:
    assert contrast(ink, ground) >= LEAST_CONTRAST


def test_every_tone_is_among_the_measured_pairs() -> None:
    assert {(tone.ink, tone.wash) for tone in theme.Tone} <= set(theme.TEXT_ON)


def test_the_shipped_font_dresses_widgets_and_tables(qapp: QApplication) -> None:
    theme.apply(qapp)
    table = QTableView()
    table.ensurePolished()
    assert theme.FAMILY in QFontDatabase.families()
    assert table.font().family() == theme.FAMILY
    assert table.font().pixelSize() == theme.BODY
    assert {"Regular", "Bold"} <= set(QFontDatabase.styles(theme.FAMILY))


def test_rare_characters_of_names_have_glyphs(qapp: QApplication) -> None:
    theme.apply(qapp)
    metrics = QFontMetrics(theme.font())
    assert all(metrics.inFontUcs4(ord(c)) for c in "䶮𫍯张伟·")


@pytest.mark.parametrize("size", [theme.HINT, theme.BODY, theme.SECTION, theme.TITLE, theme.FIGURE, theme.BALANCE, *theme.LOUNGE_SIZES])
def test_a_line_of_text_fits_its_height(qapp: QApplication, size: int) -> None:
    theme.apply(qapp)
    assert QFontMetrics(theme.font(size, bold=True)).height() <= theme.line_height(size)


def test_the_style_sheet_takes_its_colours_from_the_tokens() -> None:
    sheet = (files("resources") / "style.qss").read_text("utf-8")
    assert "$PRIMARY" in sheet
    assert not re.search(r"#[0-9A-Fa-f]{3,8}\b|rgba?\(", sheet)


def test_no_other_file_of_the_windows_names_a_colour() -> None:
    named = re.compile(r"[\"'(\s:]#[0-9A-Fa-f]{6,8}\b|rgba?\(|Qt\.GlobalColor\.(?!transparent)")
    folder = Path(ui.__file__).parent
    offenders = [str(path) for path in folder.rglob("*.py") if path.name != "theme.py" and named.search(path.read_text("utf-8"))]
    assert offenders == []
