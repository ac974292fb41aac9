"""The lists of gifts on paper and as a workbook, read back."""

from datetime import timedelta

import pytest
from python_calamine import CalamineWorkbook

from deskapp.gifts import ageing_list, stock_list
from deskapp.gifts.catalogue import gifts
from deskapp.gifts.domain import State
from deskapp.gifts.reading import redemptions
from deskapp.gifts.stock_list import write_stock_list
from tests.conftest import MORNING
from tests.deskapp.gifts.counter import a_gift, an_act
from tests.deskapp.gifts.way import brought_to
from tests.deskapp.papers.reading import sizes, text_of


def on_paper(paper, rows):
    return paper.render(rows, paper=paper.PAPERS[0], store="恒信汽车", subtitle="在架", printed_at=MORNING, printed_by="王芳")


def words(printed):
    return "".join(text_of(printed.pdf).split())


@pytest.fixture
def shelf(counter):
    perfume = a_gift(counter.wang, "车载香氛", 600, stock=5, cost=1_250, supplier="本地百货")
    a_gift(counter.wang, "雨伞", 450, stock=0)
    brought_to(State.ON_THE_WAY, counter, perfume)
    brought_to(State.APPLIED, counter, perfume)
    return gifts(act=an_act(counter.wang))


def test_the_stock_list_says_what_is_there_and_adds_up(shelf):
    printed = on_paper(stock_list, shelf)
    assert sizes(printed.pdf) == [(210.0, 297.0)]
    said = words(printed)
    for part in ("礼品库存清单", "LP-001车载香氛（件）600523362.50", "LP-002雨伞（件）45000", "合计2种52362.50", "实盘"):
        assert part in said, part


def test_a_long_stock_list_goes_on_with_its_head(shelf):
    printed = on_paper(stock_list, shelf * 60)
    assert printed.pages > 2
    assert "实盘" in text_of(printed.pdf, printed.pages - 1)


def test_the_workbook_has_figures_as_figures(shelf, tmp_path):
    path = tmp_path / "礼品库存.xlsx"
    assert write_stock_list(path, shelf) == 2
    head, umbrella, perfume = CalamineWorkbook.from_path(str(path)).get_sheet_by_name("礼品库存").to_python()
    row = dict(zip(head, perfume, strict=True))
    assert (row["编号"], row["礼品"], row["在库"], row["预留"], row["其中送达途中"], row["可用"]) == ("LP-001", "车载香氛", 5, 2, 1, 3)
    assert (row["成本（元）"], row["库存金额（元）"], row["供应商"], row["上新"]) == ("12.50", "62.50", "本地百货", MORNING.date())
    assert dict(zip(head, umbrella, strict=True))["在库"] == 0


def test_the_ageing_list_says_how_long_each_waits_and_who_has_it(shelf, counter):
    late = an_act(counter.wang, MORNING + timedelta(days=7))
    printed = on_paper(ageing_list, redemptions(act=late, open_only=True))
    assert sizes(printed.pdf) == [(210.0, 297.0)]
    said = words(printed)
    for part in ("礼品兑换进度表", "DH-20261123-001", "车载香氛×1", "5天", "超2天", "快递在途", "客服审核", "合计2张，其中逾期2张"):
        assert part in said, part
