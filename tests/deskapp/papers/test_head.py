"""Copies, reprints, blank forms: what stands around the form."""

from itertools import pairwise

import pytest

from deskapp.papers import A4, A5, NCR_241X93, NCR_241X140, CellOverflow, Copy, Field, Head, Paper, Row, Section

from . import reading, samples

BODY = [Section([Row(Field("姓名", "王芳", span=4))])]


def test_a_laser_printer_makes_one_labelled_page_for_each_copy() -> None:
    printed = samples.slip(A4)
    assert printed.pages == 3
    for page, label in enumerate(("客服存档联", "部门联", "经理联")):
        text = reading.text_of(printed.pdf, page)
        assert label in text
        assert "共三联" in text
        assert "第 1 页 / 共 1 页" in text


def test_only_the_archive_copy_shows_the_whole_mobile_and_continuous_paper_never() -> None:
    pages = [reading.text_of(samples.slip(A4).pdf, page) for page in range(3)]
    assert ["138 6172 0519" in text for text in pages] == [True, False, False]
    assert ["138 **** 0519" in text for text in pages] == [False, True, True]
    assert "138 6172 0519" not in reading.text_of(samples.slip(NCR_241X140).pdf)


@pytest.mark.parametrize("paper", [NCR_241X140, NCR_241X93], ids=lambda paper: paper.name)
def test_continuous_paper_is_one_page_with_the_copies_down_the_right_edge(paper: Paper) -> None:
    printed = samples.receipt(paper, short=paper is NCR_241X93)
    edge = [c for c in reading.chars(printed.pdf) if c["x0"] > 215.5]
    assert printed.pages == 1
    assert "".join(c["text"] for c in edge) == "白客服联红客户联黄库房财务联"
    steps = [b["baseline"] - a["baseline"] for a, b in pairwise(edge)]
    assert min(steps) > 3.7
    assert all(steps[place] > 5.0 for place in (3, 7))


@pytest.mark.parametrize("paper", [A4, A5, NCR_241X140], ids=lambda paper: paper.name)
def test_a_reprint_says_so_with_its_count_and_the_first_print_does_not(paper: Paper) -> None:
    assert reading.text_of(samples.receipt(paper, reprint=2).pdf, 0).count("补打 2") == 1
    assert "补打" not in reading.text_of(samples.receipt(paper).pdf)


def test_head_names_store_title_time_person_and_page() -> None:
    text = reading.text_of(samples.receipt(NCR_241X140).pdf)
    for part in ("恒信汽车", "积分兑换单 / 礼品签收单", "打印 2026-11-23 15:08", "王芳 客服部", "第 1 页 / 共 1 页", "DH-20261123-006"):
        assert part in text


def test_a_blank_form_has_a_line_for_the_number_and_no_code() -> None:
    pdf = samples.slip(blank=True, copies=()).pdf
    text = reading.text_of(pdf)
    assert "单号" in text
    assert "空白表" in text
    assert "打印" not in text
    assert not {"None", "0"} & set(text.split())
    assert reading.scanned(pdf) == []


def test_a_report_has_no_number_but_lines_at_the_right() -> None:
    pdf = samples.printed(BODY, head=Head("恒信汽车", "质量鉴定会议程", right=("会议 2026-11-24", "二楼会议室"))).pdf
    assert "二楼会议室" in reading.text_of(pdf)
    assert "单号" not in reading.text_of(pdf)
    assert reading.find(pdf, "二楼会议室")["x1"] == pytest.approx(198, abs=0.1)


def test_the_number_is_as_wide_as_its_code_on_laser_paper() -> None:
    pdf = samples.slip(copies=()).pdf
    number = reading.find(pdf, "TS-20261123-003")
    assert number["bold"]
    assert number["x0"] == pytest.approx(160.07, abs=0.2)
    assert number["x1"] == pytest.approx(198, abs=0.6)


def test_an_imported_number_without_code_is_printed_whole_however_long_it_is() -> None:
    number = "旧卡-2019-VIP-00012345-苏州-07"
    for paper in (A4, A5, NCR_241X140):
        printed = samples.printed(BODY, head=Head("恒信汽车", "会员入会申请表", number=number), paper=paper)
        top_right = [c["text"] for c in reading.chars(printed.pdf) if c["x0"] > paper.right - 38.5 and c["size"] == 11]
        assert "".join(top_right) == number
        assert reading.scanned(printed.pdf) == []


def test_a_very_long_name_of_store_or_clerk_is_shortened_but_never_stops_a_print() -> None:
    head = Head("恒信汽车销售服务有限公司" * 4, "积分兑换单", number="DH-20261123-006", code="12202611230006", printed_by="王芳" * 30)
    for paper in (A4, A5, NCR_241X140):
        assert "…" in reading.text_of(samples.printed(BODY, head=head, paper=paper).pdf)


def test_notes_of_several_lines_leave_room_above_the_edge() -> None:
    for paper in (A4, NCR_241X140):
        printed = samples.printed(BODY, paper=paper, note="① 跟客户问好\n② 三分钟之内清理茶杯\n③ 及时倒茶水", retention="保存 1 年")
        assert "③ 及时倒茶水" in reading.text_of(printed.pdf)


def test_names_of_copies_too_long_for_the_edge_are_found_in_the_test() -> None:
    with pytest.raises(CellOverflow, match="copies"):
        samples.printed(BODY, paper=NCR_241X93, copies=tuple(Copy("库房财务行政联", "白") for _ in range(4)))
