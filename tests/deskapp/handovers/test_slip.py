"""The slip on paper: one strike of 241×93, read back."""

from dataclasses import replace

import pytest

from deskapp.handovers.domain import MOST_LINES, BillLine, SpendKind
from deskapp.handovers.posting import post_handover, reverse_handover
from deskapp.handovers.reading import handover
from deskapp.handovers.slip import PAPERS, render
from deskapp.papers import NCR_241X93
from tests.conftest import MORNING
from tests.deskapp.papers.reading import sizes, text_of


def printed(slip, **more):
    return render(slip, paper=NCR_241X93, store="恒信汽车", printed_at=MORNING, printed_by="王芳", **more)


@pytest.fixture
def slip(house, act, write):
    return handover(act=act(), handover_id=write(by=house.advisor))


def test_a_slip_of_three_lines_is_one_page(house, act, slip):
    paper = printed(replace(slip, lines=(*slip.lines, slip.lines[0])))
    assert (paper.pages, sizes(paper.pdf), paper.missing) == (1, [(241.0, 93.0)], ())
    text = text_of(paper.pdf)
    for words in (
        "积分移交单",
        "JF-20261123-001",
        "待录入",
        "张伟明",
        "粤B 3K852",
        "RO26112304",
        "维修保养自费",
        "1,286.00",
        "1,309",
        "周凯",
        "客服联",
    ):
        assert words in text.replace("\r\n", ""), words


def test_a_posted_slip_names_who_posted_it_and_the_points_used(house, act, write):
    from deskapp.points import service as points

    points.earn(act=act(), customer_id=house.member, points=500, note="维修", number="")
    slip_id = write(points_used=200)
    post_handover(act=act(staff_id=house.service), handover_id=slip_id)
    text = text_of(printed(handover(act=act(), handover_id=slip_id)).pdf)
    assert "陈静" in text
    assert "200 分抵 10.00 元" in text


def test_a_reprint_says_so(slip):
    assert "补打 2" in text_of(printed(slip, reprint=2).pdf).replace("\r\n", " ")


@pytest.mark.parametrize("paper", PAPERS)
def test_the_longest_slip_goes_on_and_fits_its_cells(house, act, write, paper):
    lines = (BillLine(SpendKind.MAINTENANCE, 9_999_999_900),) * MOST_LINES
    slip = handover(act=act(), handover_id=write(lines=lines, bill_no="R" * 40))
    row = replace(slip.row, customer="䶮" * 50, plate="粤Z F123港", writer="欧阳建国明华", points=9_999_999)
    printed_slip = render(
        replace(slip, row=row), paper=paper, store="恒信汽车销售服务有限公司", printed_at=MORNING, printed_by="欧阳建国明华"
    )
    assert printed_slip.pages == 2
    assert text_of(printed_slip.pdf).count("维修保养自费") == MOST_LINES


def test_points_stand_at_the_first_line_of_a_kind_and_what_was_taken_back_says_so(house, act, write):
    lines = (BillLine(SpendKind.MAINTENANCE, 300_00), BillLine(SpendKind.MAINTENANCE, 100_00))
    slip_id = write(lines=lines)
    post_handover(act=act(staff_id=house.service), handover_id=slip_id)
    first = handover(act=act(), handover_id=slip_id).lines[0]
    reverse_handover(act=act(staff_id=house.manager), handover_id=slip_id, reason="退工时费", line_ids=[first.id])
    text = text_of(printed(handover(act=act(), handover_id=slip_id)).pdf).replace("\r\n", " ")
    assert "维修保养自费（已冲正） 300.00 400" in text
    assert "维修保养自费 100.00 同上" in text
