"""The code on paper is read by a scanner from what a 24-needle printer strikes."""

import pytest

from deskapp.papers import A4, A5, A5_LANDSCAPE, NCR_241X93, NCR_241X140, NCR_241X280, Head, Paper, Row, Section, Text
from deskapp.papers.barcode import QUIET_MODULES, bars, modules

from . import reading, samples


@pytest.mark.parametrize("paper", [A4, A5, A5_LANDSCAPE, NCR_241X280, NCR_241X140, NCR_241X93], ids=lambda paper: paper.name)
def test_the_code_decodes_from_a_one_bit_raster_at_180_dpi(paper: Paper) -> None:
    assert reading.scanned(samples.receipt(paper, short=paper is NCR_241X93).pdf) == ["12202611230006"]


@pytest.mark.parametrize("code", ["122026112300061", "4020261123123456", "3120991231999", "10202601010001"])
def test_longer_and_odd_numbers_decode(code: str) -> None:
    head = Head("恒信汽车", "单据", number="TS-20261123-00061", code=code)
    for paper in (NCR_241X140, A4):
        assert reading.scanned(samples.printed([Section([Row(Text("空", span=4))])], head=head, paper=paper).pdf) == [code]


@pytest.mark.parametrize("code", ["TS20261123", "12 34", "１２３４", ""])
def test_anything_but_digits_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="digits"):
        bars(code)


def test_fourteen_digits_make_112_modules() -> None:
    assert modules("12202611230006") == 112
    assert all(width in {1, 2, 3, 4} for _, width in bars("12202611230006"))


@pytest.mark.parametrize(("paper", "right"), [(A4, 198.0), (NCR_241X140, 215.0)], ids=["A4", "241"])
def test_it_stands_flush_right_nine_high_with_white_on_both_sides(paper: Paper, right: float) -> None:
    printed = samples.receipt(paper)
    module = paper.look.module
    strokes = sorted(box for box in reading.marks(printed.pdf) if abs(box[3] - box[1] - 9.0) < 0.01 and box[2] - box[0] < 4.01 * module)
    assert len(strokes) == 31
    left, end = strokes[0][0], strokes[-1][2]
    assert end == pytest.approx(right, abs=25.4 / 180 / 2)
    quiet = QUIET_MODULES * module
    others = [box for box in reading.marks(printed.pdf) if box not in strokes and box[1] < strokes[0][3] and box[3] > strokes[0][1]]
    assert others
    assert not [box for box in others if left - quiet < box[2] and box[0] < end + quiet]


def test_on_continuous_paper_every_bar_falls_on_the_needles() -> None:
    dot = 25.4 / 180
    strokes = [box for box in reading.marks(samples.receipt(NCR_241X140).pdf) if abs(box[3] - box[1] - 9.0) < 0.01 and box[2] - box[0] < 2]
    assert strokes
    for left, _, right, _ in strokes:
        assert left / dot == pytest.approx(round(left / dot), abs=0.01)
        assert right / dot == pytest.approx(round(right / dot), abs=0.01)
