"""The handling slip read back as people and scanners read it, on every size, at every step of its way, blank and filled."""

import io
import re
from dataclasses import replace
from datetime import date, datetime

import pdfplumber
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskapp.complaints.paper_content import HandlingSlip, Received
from deskapp.complaints.paper_slip import COPIES, PAPERS, TITLE, render, render_blank
from deskapp.papers import A4, A5_LANDSCAPE, NCR_241X140, NCR_241X280, Copy, Paper, Printed
from tests.deskapp.complaints import paper_samples as samples
from tests.deskapp.complaints.paper_measure import flaws, frame, pages, said
from tests.deskapp.papers.reading import chars, scanned, sizes, text_of

HALF_SHEETS = (A5_LANDSCAPE, NCR_241X140)
ONE_COPY = COPIES[:1]
RARE = '<b>䶮</b> & 㛃𫍯𬭎 </para> &lt;10%> "引号" [x] {y} '
LONG = (RARE + "".join(chr(0x4E00 + place) for place in range(1_000)))[:1_000]
on_each_paper = pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
in_each_state = pytest.mark.parametrize("slip", samples.STATES.values(), ids=samples.STATES.keys())


def printed(slip: HandlingSlip, paper: Paper = A4, *, copies: tuple[Copy, ...] = ONE_COPY, reprint: int = 0) -> Printed:
    return render(slip, paper=paper, store="恒信汽车", printed_at=samples.PRINTED, printed_by="王芳", copies=copies, reprint=reprint)


def words(paper: Printed, page: int | None = None) -> str:
    """The text without blanks and line ends."""
    return re.sub(r"\s", "", text_of(paper.pdf, page))


def form_pages(paper: Paper) -> int:
    return 2 if paper in HALF_SHEETS else 1


def further_pages(slip: HandlingSlip) -> int:
    """A third department has a page of its own, and so has an earlier round."""
    return (len(slip.departments) > 2) + len(slip.earlier)


@on_each_paper
@in_each_state
def test_each_state_is_printed_in_full_on_its_pages_and_its_code_scans_on_each(slip: HandlingSlip, paper: Paper):
    done = printed(slip, paper)
    count = form_pages(paper) + further_pages(slip)
    assert (done.pages, done.missing) == (count, ())
    assert sizes(done.pdf) == [(paper.width, paper.height)] * count
    assert flaws(done.pdf, paper) == []
    for page in range(count):
        assert scanned(done.pdf, page=page) == ([slip.code] if slip.code else [])
        assert TITLE in words(done, page)
        assert f"第{page + 1}页/共{count}页" in words(done, page)
    assert "None" not in words(done)


@on_each_paper
@pytest.mark.parametrize("departments", [1, 2, 3])
def test_the_blank_form_is_the_same_template_with_room_for_each_department(paper: Paper, departments: int):
    done = render_blank(paper=paper, store="恒信汽车", departments=departments, copies=ONE_COPY)
    assert done.pages == form_pages(paper) + (departments == 3)
    assert flaws(done.pdf, paper) == []
    text = words(done)
    assert "空白表" in text
    assert "—" not in text
    assert "单号" in words(done, 0)
    for place in range(1, 4):
        assert (f"部门{place}" in text) == (place <= departments)
    for option in ("升级投诉", "紧急", "站长(售后经理)", "不表态", "书面"):
        assert option in text
    assert scanned(done.pdf) == []


@on_each_paper
@in_each_state
def test_the_form_ends_at_the_foot_of_the_page_whatever_it_says(slip: HandlingSlip, paper: Paper):
    blank = render_blank(paper=paper, store="恒信汽车", copies=ONE_COPY)
    done = printed(slip, paper)
    for page in range(form_pages(paper)):
        assert frame(done.pdf, page) == pytest.approx(frame(blank.pdf, page), abs=0.02)
    assert frame(blank.pdf)[3] <= paper.bottom + 0.01
    assert frame(blank.pdf)[3] >= paper.bottom - (5.7 if paper is NCR_241X280 else 0.01)


@on_each_paper
def test_lines_meet_in_the_same_four_columns_through_all_blocks(paper: Paper):
    for page in pages(printed(samples.IN_PROGRESS, paper).pdf):
        columns = [paper.left, paper.left + paper.look.strip, paper.right]
        quarter = (paper.right - columns[1]) / 4
        columns += [columns[1] + place * quarter for place in range(1, 4)]
        upright = {x0 for x0, y0, x1, _ in page.lines if x1 - x0 < 0.01 and y0 > paper.top - 0.1}
        assert [x for x in upright if min(abs(x - column) for column in columns) > 0.02] == []


def test_the_slip_says_what_was_received_routed_done_told_and_archived():
    text = words(printed(samples.CLOSED))
    for part in (
        "恒信汽车",
        "TS-20261123-003",
        "打印2026-11-2416:35王芳",
        "已归档GD-2026-0012",
        "受理时间2026-11-2310:42",
        "受理人王芳",
        "来源渠道客户来电",
        "销售网点总店",
        "专人李婷",
        "事业部号—",
        "客户姓名欧阳䶮先生",
        "车牌苏B·7K63Z",
        "车型途岳280TSI",
        "车架号LSVAA41T2RN000001",
        "里程18,426km",
        "购车日期2024-08-16",
        "工单号W20261120-041",
        "发生时间2026-11-2016:30",
        "类别售后—维修质量/返修",
        "首次联系2026-11-2310:58",
        "附件照片2录音1",
        "派单人赵国强",
        "1售后部·车间主责2工作日至11-2517:30",
        "2售后部·前台2工作日至11-2517:30",
        "孙志明（已签）",
        "2026-11-2313:15",
        "部门1售后部·车间",
        "责任人孙建国",
        "改善时间2026-11-27",
        "完成时间2026-11-2416:20",
        "告知时间2026-11-2515:10",
        "类型·金额保养券500.00元",
        "批准人赵国强",
        "二次回访2026-11-3010:05",
        "归档编号GD-2026-0012",
        "处理完毕交回客服部存档，保存3年",
    ):
        assert part in text, part


@on_each_paper
def test_numbers_dates_and_plates_are_never_broken(paper: Paper):
    text = text_of(printed(samples.CLOSED, paper).pdf)
    for part in ("ZG-20261125-002", "QR-20261125-001", "GD-2026-0012", "W20261120-041", "LSVAA41T2RN000001", "苏B·7K63Z", "11-25 17:30"):
        assert part in text, part


@on_each_paper
def test_the_texts_of_a_usual_slip_stand_whole_on_the_form(paper: Paper):
    pdf = printed(samples.CLOSED, paper).pdf
    assert said(pdf, "客户原话") == samples.WORDS
    assert said(pdf, "核查情况") == "".join((samples.WORKSHOP_DONE.findings + samples.DESK_DONE.findings).split())
    assert said(pdf, "处理结果") == "".join((samples.WORKSHOP_DONE.result + samples.DESK_DONE.result).split())
    assert "见续页" not in text_of(pdf)


def test_the_mockup_of_the_slip_in_progress_leaves_open_cells_to_be_written():
    done = printed(samples.IN_PROGRESS)
    text = words(done)
    assert "处理期限2026-11-2517:30最迟2026-12-02告知客户" in text
    assert "部门2售后部·前台责任人改善时间年月日完成时间月日:" in text
    assert "3工作日至月日月日:" in text
    assert "告知时间月日:告知人告知方式" in text


def ticked(pdf: bytes, page: int = 0) -> int:
    """How many boxes of a page are ticked."""
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return sum(1 for curve in document.pages[page].curves if curve["linewidth"] == pytest.approx(1.3))


def test_each_choice_has_its_box_ticked():
    assert ticked(render_blank(paper=A4, store="恒信汽车", copies=ONE_COPY).pdf) == 0
    assert ticked(printed(samples.IN_PROGRESS).pdf) == 4  # not repeated, complaint, normal, copy to 站长
    assert ticked(printed(samples.CLOSED).pdf) == 8  # + by phone, satisfied, compensated, closed
    everybody = replace(samples.IN_PROGRESS, routed=replace(samples.ROUTED, cc=("站长(售后经理)", "销售经理", "总经理")))
    assert ticked(printed(everybody).pdf) == 6


@on_each_paper
def test_a_choice_the_form_does_not_print_gets_a_box_of_its_own(paper: Paper):
    slip = replace(samples.TO_ARCHIVE, told=replace(samples.TOLD, means="上门"), routed=replace(samples.ROUTED, cc=("行政部",)))
    done = printed(slip, paper)
    assert flaws(done.pdf, paper) == []
    assert "上门" in words(done)
    assert "行政部" in words(done)


@on_each_paper
@pytest.mark.parametrize("field", ["words", "remedy"])
def test_a_thousand_characters_of_the_customer_are_read_back_whole(paper: Paper, field: str):
    slip = replace(samples.TO_ACCEPT, received=replace(samples.RECEIVED, **{field: LONG}))
    done = printed(slip, paper)
    assert said(done.pdf, "客户原话" if field == "words" else "客户要求") == re.sub(r"\s", "", LONG)
    assert flaws(done.pdf, paper) == []
    assert "见续页" in words(done, 0)
    assert "（续）" in words(done, form_pages(paper))
    assert (done.missing, done.pages > form_pages(paper)) == ((), True)


@on_each_paper
def test_a_thousand_characters_in_every_text_are_read_back_whole(paper: Paper):
    texts = dict.fromkeys(("findings", "cause", "action", "result"), LONG)
    department = replace(samples.WORKSHOP_DONE, **texts)
    slip = replace(
        samples.CLOSED,
        received=replace(samples.RECEIVED, words=LONG, remedy=LONG),
        departments=(department, replace(department, name="售后部·前台"), replace(department, name="售后部·配件")),
        told=replace(samples.TOLD, feedback=LONG),
        archived=replace(samples.ARCHIVED, improvement=LONG, appraisal=LONG),
    )
    done = printed(slip, paper)
    whole = re.sub(r"\s", "", LONG)
    for label in ("客户原话", "客户要求", "客户反馈", "内部改善", "考核建议"):
        assert said(done.pdf, label).removeprefix("见续页") == whole, label  # which stands alone where only a line is left
    for label in ("核查情况", "原因分析", "改善措施", "处理结果"):
        assert said(done.pdf, label).replace("见续页", "").count(whole[-900:]) == 3, label
    assert flaws(done.pdf, paper) == []
    assert "客服经理" in words(done, form_pages(paper) - 1)  # the signatures keep their place
    for page in range(done.pages):
        assert scanned(done.pdf, page=page) == ["40202611230003"]
        assert ("欧阳䶮先生苏B·7K63Z" in words(done, page)) == (page > 0)


@on_each_paper
def test_whose_text_goes_on_is_said_on_the_further_page(paper: Paper):
    slip = replace(samples.TO_TELL, departments=(samples.WORKSHOP_DONE, replace(samples.DESK_DONE, cause=LONG)))
    done = printed(slip, paper)
    further = words(done, form_pages(paper))
    assert "部门2售后部·前台" in further
    assert "部门1" not in further
    assert said(done.pdf, "原因分析").endswith(re.sub(r"\s", "", LONG)[-20:])


def test_a_further_page_breaks_its_own_lines():
    text = "改善措施" * 200
    pdf = printed(replace(samples.TO_TELL, departments=(replace(samples.WORKSHOP_DONE, action=text), samples.DESK_DONE))).pdf
    longest = max(len(line) for line in text_of(pdf, 1).split() if set(line) <= set("改善措施"))
    assert longest > 40  # on the form a line of half the width holds some twenty


@given(
    lengths=st.lists(st.integers(min_value=0, max_value=400), min_size=7, max_size=7),
    paper=st.sampled_from(PAPERS),
    done=st.booleans(),
)
@settings(max_examples=25, deadline=None)
def test_texts_of_any_length_lose_nothing(lengths: list[int], paper: Paper, done: bool):
    texts = [LONG[:length].strip() or "无" for length in lengths]
    department = replace(
        samples.WORKSHOP, findings=texts[2], cause=texts[3], action=texts[4], result=texts[5], done=done, name="车间", owner="孙建国"
    )
    slip = replace(
        samples.TO_ACCEPT,
        received=replace(samples.RECEIVED, words=texts[0], remedy=texts[1], done=done),
        departments=(department,),
        told=replace(samples.TOLD, feedback=texts[6], done=done),
    )
    pdf = printed(slip, paper).pdf
    labels = ("客户原话", "客户要求", "核查情况", "原因分析", "改善措施", "处理结果", "客户反馈")
    assert [said(pdf, label).removeprefix("见续页") for label in labels] == [re.sub(r"\s", "", text) for text in texts]


def test_laser_copies_are_labelled_and_only_the_archive_copy_shows_the_whole_mobile():
    for paper in (A4, A5_LANDSCAPE):
        done = printed(samples.IN_PROGRESS, paper, copies=COPIES)
        each = form_pages(paper)
        assert done.pages == 3 * each
        for place, (label, colour) in enumerate((("客服存档联", "白"), ("责任部门联", "红"), ("经理联", "黄"))):
            for page in range(place * each, (place + 1) * each):
                assert f"{label}{colour}共三联" in words(done, page)
            text = words(done, place * each)
            assert ("13861720519" in text, "138****0519" in text) == (place == 0, place > 0)


def test_continuous_paper_lists_its_copies_and_masks_the_mobile():
    for paper in (NCR_241X280, NCR_241X140):
        done = printed(samples.IN_PROGRESS, paper, copies=COPIES)
        assert done.pages == form_pages(paper)
        text = words(done, 0)
        assert "138****0519" in text
        assert "13861720519" not in text
        for name in ("白客服联", "红部门联", "黄经理联"):
            assert name in text


def test_continuous_paper_is_black_regular_and_large_enough_for_needles():
    for paper in (NCR_241X280, NCR_241X140):
        drawn = chars(printed(samples.CLOSED, paper).pdf)
        assert min(c["size"] for c in drawn) >= 10
        assert {c["colour"] for c in drawn} <= {(0, 0, 0), (0,), 0, (0.0, 0.0, 0.0)}
        assert "".join(c["text"] for c in drawn if c["bold"]) == TITLE


def test_a_caller_without_a_number_has_the_reason_in_its_place():
    anonymous = Received(customer="匿名", mobile_note="不愿留号码", words="休息区空调不热。", done=True)
    assert "手机不愿留号码" in words(printed(HandlingSlip(received=anonymous)))


def test_a_void_slip_leaves_nothing_to_be_written():
    text = words(printed(samples.VOID))
    assert "派单人—派单时间—" in text
    assert "告知时间—告知人—" in text
    assert "月日" not in text.replace("年月日", "")  # but the signatures


def test_a_third_department_signs_on_the_form_and_answers_on_a_page_more():
    for paper in PAPERS:
        done = printed(samples.THREE, paper)
        assert "3售后部·配件2工作日至11-2517:30" in words(done, 0)
        assert "部门3售后部·配件" in words(done, done.pages - 1)
        assert "核查情况" in words(done, done.pages - 1)


def test_a_second_round_says_so_and_keeps_the_first_one_whole():
    done = printed(samples.SECOND_ROUND)
    assert "第2轮处理期限" in words(done, 0)
    assert "说明暂停1次共2个工作日：等配件；延期至12-01（周敏批准）" in words(done, 0)
    assert "1售后部·车间主责指定至12-0117:30" in words(done, 0)
    last = words(done, 1)
    assert "第一轮" in last
    assert "未结原因客户不认可2026-11-2609:12：异响仍在。" in last
    assert re.sub(r"\s", "", samples.WORKSHOP_DONE.findings) in last
    assert "部门2售后部·前台" in last


@on_each_paper
def test_changes_of_any_length_are_told_whole(paper: Paper):
    done = printed(replace(samples.IN_PROGRESS, routed=replace(samples.ROUTED, note=LONG)), paper)
    assert said(done.pdf, "说明") == re.sub(r"\s", "", LONG)
    assert flaws(done.pdf, paper) == []


@on_each_paper
def test_a_banner_longer_than_the_head_is_told_whole_in_the_form(paper: Paper):
    why = "已作废：客户两次来电说的是同一件事，前台各开了一张，以先开的 TS-20261123-001 为准，已并入该单处理。"
    done = printed(replace(samples.VOID, banner=why), paper)
    assert said(done.pdf, "说明") == re.sub(r"\s", "", why)
    assert flaws(done.pdf, paper) == []
    assert said(printed(samples.CLOSED, paper).pdf, "说明") == ""


def test_what_somebody_may_still_write_into_keeps_its_room_beside_long_texts():
    """The empty cells of the second department stay as high as on the blank form however much the first one wrote."""
    written = replace(samples.WORKSHOP_DONE, findings=LONG)
    done = printed(replace(samples.IN_PROGRESS, departments=(written, samples.DESK)))
    page = pages(done.pdf)[0]
    joined = "".join(char.text for char in page.chars)
    label = page.chars[joined.rindex("核查情况")]
    below = sorted(y for x0, y, x1, y1 in page.lines if y1 - y < 0.01 and x0 <= label.x0 < x1)
    top = max(y for y in below if y < label.baseline)
    assert min(y for y in below if y > label.baseline) - top >= 16.0 - 0.01


@on_each_paper
def test_long_names_and_amounts_grow_their_rows_and_lose_nothing(paper: Paper):
    slip = replace(
        samples.TO_ARCHIVE,
        received=replace(samples.RECEIVED, customer="欧" * 50, model="途" * 40, category="售后 — 维修质量/返修（第三次）"),
        departments=(replace(samples.WORKSHOP_DONE, name="售后部·机电一车间夜班组", accepted="孙志明（代录，扫描件在档）"),),
        told=replace(samples.TOLD, compensation="免费基础保养 2 次；代步车 3 天；积分 2,000 分", approved_by="赵国强、周敏、王总"),
    )
    done = printed(slip, paper)
    assert flaws(done.pdf, paper) == []
    assert said(done.pdf, "客户姓名") == "欧" * 50
    assert said(done.pdf, "车型") == "途" * 40
    assert said(done.pdf, "补偿") == "有免费基础保养2次；代步车3天；积分2,000分"
    assert said(done.pdf, "部门 1") == "售后部·机电一车间夜班组"


def test_a_character_no_font_has_is_named_and_printed_as_its_code():
    slip = replace(samples.TO_ACCEPT, received=replace(samples.RECEIVED, customer="张\U0002a6d6"))
    done = printed(slip)
    assert done.missing == ("\U0002a6d6",)
    assert "张U+2A6D6" in words(done)
    carried = printed(replace(samples.TO_ACCEPT, received=replace(samples.RECEIVED, words=LONG[:-1] + "\U0002a6d6")))
    assert carried.missing == ("\U0002a6d6",)
    assert words(carried).count("U+2A6D6") == 1


def test_a_reprint_says_so_on_every_page():
    done = printed(samples.IN_PROGRESS, NCR_241X140, reprint=2)
    assert all("补打2" in words(done, page) for page in range(2))
    assert "补打" not in words(printed(samples.IN_PROGRESS))


def test_the_second_page_of_a_blank_form_has_lines_for_customer_and_plate():
    done = render_blank(paper=NCR_241X140, store="恒信汽车")
    assert re.search("客户_+车牌_+", words(done, 1))


def test_who_has_signed_stands_under_his_line():
    signed = (("部门主管", "孙志明", datetime(2026, 11, 25, 17, 5)), ("客服经理", "周敏", date(2026, 11, 26)))
    text = words(printed(replace(samples.CLOSED, archived=replace(samples.ARCHIVED, signed=signed))))
    assert "孙志明2026-11-2517:05" in text
    assert "周敏2026-11-26" in text


def test_the_same_slip_gives_the_same_bytes():
    assert printed(samples.IN_PROGRESS).pdf == printed(samples.IN_PROGRESS).pdf


def test_an_archived_slip_without_any_department_has_no_empty_cell_left():
    text = words(printed(samples.WITHDRAWN))
    assert "派单人—派单时间—" in text
    assert "部门1—责任人—改善时间—完成时间—" in text
    assert "客户反馈客户撤诉：家人已处理。" in text
