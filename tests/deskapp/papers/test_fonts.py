"""Rare characters print, copy and search; what no font has is named instead of vanishing."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from fontTools import subset
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from deskapp.papers import A4, NCR_241X140, Field, Row, Section
from deskapp.papers.charts import Picture, bar_chart
from deskapp.papers.fonts import Fonts

from . import reading, samples

NOTO = Path(__file__).parents[3] / "resources" / "fonts" / "NotoSansSC_400Regular.ttf"


def _subset(folder: Path, name: str, text: str) -> Path:
    font = TTFont(NOTO)
    cutter = subset.Subsetter()
    cutter.populate(text=text)
    cutter.subset(font)
    path = folder / f"{name}.ttf"
    font.save(path)
    return path


@pytest.fixture(scope="module")
def two_fonts(tmp_path_factory: pytest.TempPathFactory) -> Fonts:
    """A first font without 䶮 and 𫍯 and a second that has nothing but them."""
    folder = tmp_path_factory.mktemp("fonts")
    common = "".join(map(chr, range(32, 127))) + "恒信汽车姓名欧阳标题打印空白表第页共先生／…—"
    first, second = _subset(folder, "common", common), _subset(folder, "rare", "䶮𫍯")
    return Fonts([first, second], [first, second])


def test_every_font_is_embedded() -> None:
    reader = PdfReader(io.BytesIO(samples.slip(A4).pdf))
    for page in reader.pages:
        fonts = page["/Resources"]["/Font"].get_object()  # pyright: ignore[reportIndexIssue, reportAttributeAccessIssue]
        assert fonts
        for font in fonts.values():
            assert "/FontFile2" in font.get_object()["/FontDescriptor"].get_object()


@pytest.mark.parametrize("name", ["䶮㛃𫍯𬭎", "<b>芳</b>&x", "&amp;\\(x)%{y}"])
def test_names_are_read_back_by_every_reader_as_they_were_typed(name: str) -> None:
    printed = samples.slip(A4, name=name, copies=())
    assert printed.missing == ()
    assert name in reading.text_of(printed.pdf)
    assert name in (PdfReader(io.BytesIO(printed.pdf)).pages[0].extract_text() or "")
    assert name in "".join(c["text"] for c in reading.chars(printed.pdf))


def test_a_character_no_font_has_is_printed_as_code_point_in_its_place_and_named() -> None:
    printed = samples.slip(NCR_241X140, name="欧阳\U0002a6d6\U0001f600")
    assert printed.missing == ("\U0001f600", "\U0002a6d6")
    assert "欧阳U+2A6D6U+1F600" in reading.text_of(printed.pdf)


def test_each_character_comes_from_the_first_font_that_has_it(two_fonts: Fonts) -> None:
    assert list(two_fonts.regular.runs("欧阳䶮先生𫍯")) == [("common", "欧阳"), ("rare", "䶮"), ("common", "先生"), ("rare", "𫍯")]
    printed = samples.printed([Section([Row(Field("姓名", "欧阳䶮𫍯先生", span=4))])], fonts=two_fonts)
    assert printed.missing == ()
    assert "欧阳䶮𫍯先生" in reading.text_of(printed.pdf)


def test_text_of_two_fonts_is_as_wide_as_in_one(two_fonts: Fonts) -> None:
    whole = samples.fonts().regular.width("欧阳䶮先生𫍯 A1", 10.5)
    assert two_fonts.regular.width("欧阳䶮先生𫍯 A1", 10.5) == pytest.approx(whole)


def test_at_the_end_of_the_chain_the_code_point_stands_in(two_fonts: Fonts) -> None:
    printed = samples.printed([Section([Row(Field("姓名", "欧阳㛃", span=4))])], fonts=two_fonts)
    assert printed.missing == ("㛃",)
    assert "欧阳U+36C3" in reading.text_of(printed.pdf)


def test_a_missing_character_in_a_chart_is_named_too() -> None:
    chart = bar_chart([("车间\U0002a6d6", 3)], width=60, height=40)
    printed = samples.printed([Section([Row(Picture(chart, span=4))])])
    assert chart.missing == printed.missing == ("\U0002a6d6",)
    assert "U+2A6D6" in reading.text_of(printed.pdf)


def test_marks_without_a_picture_vanish_and_tabs_become_blanks() -> None:
    printed = samples.printed([Section([Row(Field("姓名", "王\u200b芳\ufe0f\tA\u0000", span=4))])])
    assert printed.missing == ()
    assert "王芳 A" in reading.text_of(printed.pdf)


def test_the_same_paper_gives_the_same_bytes_in_another_process() -> None:
    code = "import hashlib; from tests.deskapp.papers import samples; print(hashlib.sha256(samples.slip().pdf).hexdigest())"
    root = Path(__file__).parents[3]
    runs = [
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=root,
            env={"PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
            capture_output=True,
            text=True,
            check=True,
        )
        for seed in ("1", "2")
    ]
    assert runs[0].stdout == runs[1].stdout
    assert len(runs[0].stdout.strip()) == 64


def test_importing_the_kit_costs_no_reportlab() -> None:
    code = "import sys, deskapp.papers, deskapp.papers.charts; print([m for m in sys.modules if m.startswith('reportlab')])"
    run = subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[3], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
