"""Sheets have exactly the size of the paper in the tray, and nothing leaves the part that prints."""

import pytest

from deskapp.papers import (
    A4,
    A5,
    A5_LANDSCAPE,
    NCR_241X93,
    NCR_241X140,
    NCR_241X280,
    PAPERS,
    CellOverflow,
    Field,
    Head,
    Paper,
    Row,
    Section,
)
from deskapp.papers.pen import Pen, new_canvas
from deskapp.papers.sizes import BLACK, Box
from deskapp.papers.typesetting import Typesetter

from . import reading, samples


@pytest.mark.parametrize(
    ("paper", "width", "height"),
    [(A4, 210, 297), (A5, 148, 210), (A5_LANDSCAPE, 210, 148), (NCR_241X280, 241, 280), (NCR_241X140, 241, 140), (NCR_241X93, 241, 93)],
    ids=lambda value: value.name if isinstance(value, Paper) else None,
)
def test_pages_measure_exactly_the_paper(paper: Paper, width: float, height: float) -> None:
    assert set(reading.sizes(samples.receipt(paper, short=paper is NCR_241X93).pdf)) == {(width, height)}


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_nothing_is_drawn_outside_the_safe_area(paper: Paper) -> None:
    printed = samples.receipt(paper, gifts=samples.GIFTS * 8, reprint=3)
    safe = paper.safe
    for page in range(printed.pages):
        for left, top, right, bottom in reading.marks(printed.pdf, page):
            assert safe.x - 0.3 <= left <= right <= safe.right + 0.3
            assert safe.y - 0.3 <= top <= bottom <= safe.bottom + 0.3


@pytest.mark.parametrize("paper", [NCR_241X280, NCR_241X140, NCR_241X93], ids=lambda paper: paper.name)
def test_continuous_paper_keeps_five_millimetres_at_each_perforation_and_203_across(paper: Paper) -> None:
    assert (paper.safe.y, paper.height - paper.safe.bottom) == (5, 5)
    assert (paper.safe.x, paper.safe.right) == (19, 222)


def test_continuous_paper_is_black_only_regular_and_never_below_ten_points() -> None:
    drawn = reading.chars(samples.slip(NCR_241X280).pdf)
    title = [c for c in drawn if c["bold"]]
    assert {tuple(c["colour"]) for c in drawn} == {(0.0, 0.0, 0.0)}
    assert min(c["size"] for c in drawn) >= 10
    assert "".join(c["text"] for c in title) == "客户投诉(抱怨)处理单"


def test_the_pen_refuses_what_a_printer_would_lose() -> None:
    fonts = samples.fonts()
    setter = Typesetter(fonts, NCR_241X140.look, row=6.6)
    pen = Pen(new_canvas(241, 140, fonts), NCR_241X140, setter)
    with pytest.raises(CellOverflow, match="241×140"):
        pen.line(10, 50, 60, 50, width=0.5)
    with pytest.raises(CellOverflow):
        pen.text(200, 50, "这一行长得伸到撕纸边外面", size=10)
    with pytest.raises(ValueError, match="black"):
        pen.fill(Box(30, 30, 10, 10), (0.9, 0.9, 0.9))
    with pytest.raises(ValueError, match="points"):
        pen.text(30, 50, "小字", size=9)
    pen.fill(Box(30, 30, 10, 10), BLACK)


def test_only_long_sheets_carry_the_retention_note() -> None:
    assert "保存 3 年" not in reading.text_of(samples.receipt(NCR_241X140).pdf)
    assert "保存 3 年" in reading.text_of(samples.receipt(NCR_241X280).pdf)
    assert "保存 3 年" in reading.text_of(samples.receipt(A5).pdf)


def test_a_title_too_long_for_its_sheet_is_found_in_the_test_not_at_the_desk() -> None:
    head = Head("恒信汽车", "一个长得在条码左边绝对放不下的单据标题名称", number="DH-20261123-006", code="12202611230006")
    with pytest.raises(CellOverflow, match="title"):
        samples.printed([Section([Row(Field("姓名", "王芳", span=4))])], head=head)
