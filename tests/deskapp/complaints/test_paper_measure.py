"""The measure itself finds what is wrong: a paper it calls clean has been looked at."""

import pytest

from deskapp.papers import A4, Field, Head, Row, Section, print_form
from deskapp.papers.fonts import house_fonts
from deskapp.papers.pen import Pen, new_canvas
from deskapp.papers.typesetting import Typesetter
from tests.deskapp.complaints.paper_measure import flaws, frame, said

WRONG = {
    "across the line at x": ((40.0, 60.0, "客户原话"),),
    "across the line at y": ((60.0, 51.5, "客户"),),
    "on one another": ((60.0, 60.0, "客户"), (61.5, 60.5, "王芳")),
    "outside what prints": ((3.0, 60.0, "客户"),),
}


def drawn(texts: tuple[tuple[float, float, str], ...]) -> bytes:
    """A frame with one line down and one across, and texts at (left end, baseline) without the guard of the pen."""
    canvas = new_canvas(A4.width, A4.height, house_fonts())
    pen = Pen(canvas, A4, Typesetter(house_fonts(), A4.look, row=7.0))
    pen.line(48.0, 40.0, 48.0, 80.0, width=0.35)
    pen.line(12.0, 50.0, 198.0, 50.0, width=0.35)
    for x, baseline, text in texts:
        canvas.setFont(house_fonts().regular.names[0], 10.5)
        canvas.drawString(x * 72 / 25.4, (A4.height - baseline) * 72 / 25.4, text)
    canvas.showPage()
    pdf: bytes = canvas.getpdfdata()
    return pdf


@pytest.mark.parametrize(("what", "texts"), WRONG.items(), ids=WRONG.keys())
def test_what_is_badly_printed_is_found(what: str, texts: tuple[tuple[float, float, str], ...]):
    assert any(what in flaw for flaw in flaws(drawn(texts), A4))


def test_what_is_well_printed_is_not():
    assert flaws(drawn(((60.0, 60.0, "客户原话"), (20.0, 60.0, "王芳。"), (60.0, 66.0, "下一行"))), A4) == []


def test_a_cell_is_read_to_its_end_and_no_further():
    rows = [Row(Field("姓名", "欧阳䶮" * 12, span=2), Field("手机", "138", span=2)), Row(Field("姓名", "王芳", span=4))]
    pdf = print_form(paper=A4, head=Head("恒信汽车", "标题"), body=lambda _: [Section(rows)]).pdf
    assert said(pdf, "姓名") == "欧阳䶮" * 12 + "王芳"
    assert said(pdf, "手机") == "138"
    assert frame(pdf)[1] == pytest.approx(30.0, abs=0.01)
