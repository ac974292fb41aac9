"""What does not fit goes on on the next page, under the same head, and nothing is lost."""

import pytest

from deskapp.papers import (
    A4,
    A5,
    A5_LANDSCAPE,
    NCR_241X93,
    NCR_241X140,
    CellOverflow,
    Column,
    Field,
    Paper,
    Row,
    Section,
    Sign,
    Stack,
    Text,
    table,
)

from . import reading, samples

THOUSAND = "".join(chr(0x4E00 + place) for place in range(1000))


def _together(pdf: bytes) -> str:
    return "".join(reading.text_of(pdf).split())


def _in_order(pdf: bytes, text: str) -> bool:
    """Whether the paper shows every character of the text, in its order."""
    shown = iter(_together(pdf))
    return all(char in shown for char in text)


@pytest.mark.parametrize("paper", [A4, A5, A5_LANDSCAPE, NCR_241X140, NCR_241X93], ids=lambda paper: paper.name)
def test_a_thousand_characters_flow_on_and_are_read_back_whole(paper: Paper) -> None:
    row = Row(Field("客户原话", THOUSAND, span=2), Field("客户要求", "返修", span=2))
    printed = samples.printed([Section([row], mark="①", title="受理")], paper=paper)
    assert printed.pages > 1
    assert "返修" in reading.text_of(printed.pdf, 0)
    assert _in_order(printed.pdf, THOUSAND)


def test_continuation_pages_carry_the_same_head_code_and_subject() -> None:
    printed = samples.slip(NCR_241X140, words="前刹车片有尖叫声。" * 200)
    assert printed.pages >= 3
    for page in range(printed.pages):
        text = reading.text_of(printed.pdf, page)
        assert "TS-20261123-003" in text
        assert "客户投诉(抱怨)处理单" in text
        assert f"第 {page + 1} 页 / 共 {printed.pages} 页" in text
        assert ("欧阳䶮 先生 苏B·7K63Z" in text) == (page > 0)
        assert reading.scanned(printed.pdf, page=page) == ["40202611230003"]
    assert _together(printed.pdf).count("前刹车片有尖叫声。") >= 190
    assert "见续页" in reading.text_of(printed.pdf, 0)
    assert "（续）" in reading.text_of(printed.pdf, 1)
    assert "见续页" not in reading.text_of(printed.pdf, printed.pages - 1)


def test_a_block_that_does_not_fit_moves_whole() -> None:
    fill = Section([Row(Field("原因", span=4), height=95.0)], mark="①")
    signs = Section([Row(Field("二次回访", span=4)), Row(Sign("客户签字"), Sign("部门主管"))], mark="②")
    printed = samples.printed([fill, signs], paper=NCR_241X140)
    assert printed.pages == 2
    assert "二次回访" not in reading.text_of(printed.pdf, 0)
    assert "二次回访" in reading.text_of(printed.pdf, 1)
    assert "客户签字" in reading.text_of(printed.pdf, 1)


def test_a_list_repeats_its_head_on_every_page_and_keeps_every_row_in_order() -> None:
    rows = [(str(n), f"客户{n:04d}", f"{n * 7:,}") for n in range(1, 121)]
    section = table((Column("序", 12, "center"), Column("姓名", 100), Column("积分", 40, "right")), rows, row=6.2, size=9.5)
    printed = samples.printed([section, Section([Row(Sign("制表"), Sign("审核"))])])
    assert printed.pages == 4
    text = "".join(reading.text_of(printed.pdf, page) for page in range(printed.pages))
    found = [int(word[2:]) for word in text.split() if word.startswith("客户")]
    assert found == list(range(1, 121))
    for page in range(3):
        assert "姓名" in reading.text_of(printed.pdf, page)
        assert f"第 {page + 1} 页 / 共 4 页" in reading.text_of(printed.pdf, page)


def test_a_row_of_a_few_lines_is_never_cut_at_the_end_of_a_page() -> None:
    rows = [(f"第{n:02d}行", "车身清洁" * 18) for n in range(1, 41)]  # four lines each
    printed = samples.printed([table((Column("序", 20), Column("事项", 60), Column("备注", 60)), [(*row, "") for row in rows])])
    assert printed.pages > 2
    for page in range(printed.pages):
        text = "".join(reading.text_of(printed.pdf, page).split())
        assert text.count("车身清洁") == 18 * text.count("行")


def test_an_empty_list_still_prints_its_head() -> None:
    printed = samples.printed([table((Column("序", 12), Column("姓名", 100)), [])])
    assert "姓名" in reading.text_of(printed.pdf)
    assert printed.pages == 1


def test_figures_stand_flush_right_and_emphasis_is_bold() -> None:
    section = table((Column("姓名", 100), Column("积分", 40, "right")), [("甲", "1,286"), ("乙", "20,000")], emphasis=(1,))
    pdf = samples.printed([section]).pdf
    assert reading.find(pdf, "1,286")["x1"] == pytest.approx(reading.find(pdf, "20,000")["x1"], abs=0.05)
    assert (reading.find(pdf, "甲")["bold"], reading.find(pdf, "乙")["bold"]) == (False, True)


def test_a_total_closes_the_list() -> None:
    total = Row(Text("合计", align="right"), Text("21,286", align="right"))
    pdf = samples.printed([table((Column("姓名", 100), Column("积分", 40, "right")), [("甲", "21,286")], total=total)]).pdf
    assert reading.text_of(pdf).count("21,286") == 2


def test_a_row_no_page_can_hold_is_a_bug() -> None:
    with pytest.raises(CellOverflow, match="higher than the page"):
        samples.printed([Section([Row(Field("原因", span=4), height=200.0)])], paper=NCR_241X140)


def test_rows_of_a_stack_flow_on_like_others() -> None:
    cells = Stack([Row(Field("改善措施", THOUSAND))], span=2)
    printed = samples.printed([Section([Row(Field("标准", "车身清洁", span=2), cells)])], paper=NCR_241X93)
    assert printed.pages > 2
    assert _in_order(printed.pdf, THOUSAND)


def test_rows_beside_a_tall_cell_share_its_height() -> None:
    beside = Stack([Row(Text("责任部门", head=True)), *(Row(Text(name)) for name in ("车间", "前台", "展厅"))], span=2)
    pdf = samples.printed([Section([Row(Field("原因", span=2, height=60), beside)])]).pdf
    first, second, third = (reading.find(pdf, name)["baseline"] for name in ("车间", "前台", "展厅"))
    assert second - first == pytest.approx(third - second, abs=0.05)
    assert second - first == pytest.approx(60 * 7 / (3 * 7 + A4.look.head_row), abs=0.05)


def test_the_strip_of_a_short_rest_is_high_enough_for_its_title() -> None:
    section = Section([Row(Field("二次回访", span=4))], mark="⑤", title="归档意见")
    text = _together(samples.printed([section]).pdf)
    assert all(char in text for char in "⑤归档意见")


def test_five_gifts_fit_the_receipt_on_241_by_140_and_three_the_short_one() -> None:
    assert samples.receipt(NCR_241X140, gifts=samples.GIFTS).pages == 1
    assert samples.receipt(NCR_241X140, gifts=(*samples.GIFTS, *samples.GIFTS[:2]), row=6.6).pages == 1
    assert samples.receipt(NCR_241X93, short=True).pages == 1
