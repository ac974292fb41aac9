"""The list of slips on A4, read back."""

from deskapp.handovers.reading import Filter, handovers
from deskapp.handovers.slip_list import PAPERS, render
from tests.conftest import MORNING
from tests.deskapp.papers.reading import sizes, text_of


def printed(rows):
    return render(rows, paper=PAPERS[0], store="恒信汽车", subtitle="状态 未完成和今天", printed_at=MORNING, printed_by="王芳")


def test_the_list_names_every_slip_and_adds_up(house, act, write):
    for number in range(3):
        write(bill_no=f"RO{number}", by=house.advisor)
    paper = printed(handovers(act=act(), only=Filter()))
    text = text_of(paper.pdf).replace("\r\n", "")
    assert sizes(paper.pdf) == [(210.0, 297.0)]
    for words in ("积分移交清单", "JF-20261123-003", "RO2", "周凯", "合计 3 张", "5,238.00", "3,927"):
        assert words in text, words


def test_a_long_list_goes_on_with_its_head(house, act, write):
    write(bill_no="R" * 40)
    rows = handovers(act=act(), only=Filter()) * 120
    assert printed(rows).pages > 2
