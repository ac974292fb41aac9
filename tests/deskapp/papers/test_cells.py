"""Cells measure what they hold: it fits, it flows, or the test fails."""

import io

import pdfplumber
import pytest

from deskapp.papers import (
    A4,
    DATE,
    DAY_TIME,
    NCR_241X140,
    Cell,
    CellOverflow,
    Equation,
    Field,
    Figure,
    Printed,
    Row,
    Section,
    Sign,
    Stack,
    Text,
    Ticks,
)

from . import reading, samples

LONG = "尖叫声" * 40


def shown(*cells: Cell, height: float = 0.0, done: bool = False) -> Printed:
    return samples.printed([Section([Row(*cells, height=height)], done=done)])


def test_label_and_value_stand_on_one_baseline_at_the_columns_of_the_grid() -> None:
    pdf = samples.receipt(NCR_241X140).pdf
    label, value = reading.find(pdf, "会员号"), reading.find(pdf, "HY-20251123-008")
    assert label["baseline"] == pytest.approx(value["baseline"], abs=0.01)
    assert (label["x0"], value["x0"]) == (pytest.approx(64.5, abs=0.1), pytest.approx(80.21, abs=0.1))
    assert (label["size"], value["size"]) == (10, 10.5)


def test_a_date_with_time_fits_a_quarter_of_every_grid() -> None:
    for paper in (A4, NCR_241X140):
        printed = samples.printed([Section([Row(*(Field("受理时间", "2026-11-23 10:42") for _ in range(4)))], mark="①")], paper=paper)
        assert reading.text_of(printed.pdf).count("2026-11-23 10:42") == 4


def test_a_long_value_goes_on_below_and_its_row_grows() -> None:
    pdf = shown(Field("客户姓名", LONG), Field("手机", "138 **** 0519")).pdf
    drawn = [c for c in reading.chars(pdf) if c["text"] in "尖叫声"]
    assert len(drawn) == len(LONG)
    assert max(c["x1"] for c in drawn) <= 12 + 46.5
    assert len({round(c["baseline"], 1) for c in drawn}) > 10


@pytest.mark.parametrize(
    "cell",
    [
        Field("客户姓名", LONG),
        Text(LONG),
        Ticks("级别", ("轻微", "一般", "严重", "紧急", "特别严重", "非常紧急")),
        Stack([Row(Field("原因", LONG))]),
        Sign("一个写得比格子还要宽得多而且还在继续写的签字标签"),
        Figure("新增", "1,234,567,890,123", "件"),
        Figure("一个写得比格子还要宽得多而且还在继续写的说明", "1"),
        Equation((("兑换前余额", "1,234,567,890,123"), ("兑换后余额", "1,234,567,890,123")), ("=",)),
        Ticks("方式", ("一个写得比格子还要宽得多的选项",)),
        Field("完成时间", units=("年", "月", "日", "时", "分", "秒", ":")),
        Field("一个写得比格子还要宽得多的标签", "值"),
    ],
    ids=lambda cell: type(cell).__name__,
)
def test_what_does_not_fit_a_fixed_cell_is_a_bug_with_a_name(cell: Cell) -> None:
    with pytest.raises(CellOverflow):
        shown(Text("", span=1), cell, Text("", span=2), height=9.0 if isinstance(cell, Field | Text | Ticks | Stack) else 18.0)


@pytest.mark.parametrize(
    "cell", [Sign("客户签字"), Figure("新增", "14"), Equation((("前", "1"), ("后", "1")), ("=",))], ids=lambda cell: type(cell).__name__
)
def test_a_row_too_low_for_its_kind_of_cell_is_a_bug(cell: Cell) -> None:
    shown(cell, height=18.0)
    with pytest.raises(CellOverflow):
        shown(cell, height=9.0)


def test_an_overflow_never_tells_what_the_customer_said() -> None:
    with pytest.raises(CellOverflow) as caught:
        shown(Field("客户原话", LONG), height=7.0)
    assert "客户原话" in str(caught.value)
    assert "尖叫声" not in str(caught.value)


def test_an_open_block_leaves_room_and_units_a_finished_one_reads_a_dash() -> None:
    cells = (Field("要求回复", units=DAY_TIME), Field("里程"), Field("改善时间", units=DATE), Field("专人", "李婷"))
    open_block, finished = reading.text_of(shown(*cells).pdf), reading.text_of(shown(*cells, done=True).pdf)
    assert "—" not in open_block
    assert {"年", "月", "日"} <= set(open_block)
    assert finished.count("—") == 3
    assert "月" not in finished
    assert "李婷" in finished


def test_empty_texts_on_laser_paper_have_dotted_lines_eight_millimetres_apart() -> None:
    with pdfplumber.open(io.BytesIO(shown(Field("客户原话", span=4, height=24)).pdf)) as document:
        dotted = sorted(line["top"] * reading.MM for line in document.pages[0].lines if line.get("dash") and line["dash"][0])
    assert dotted == [pytest.approx(38, abs=0.1), pytest.approx(46, abs=0.1)]


def test_exactly_the_chosen_options_are_ticked() -> None:
    def ticks(chosen: tuple[str, ...]) -> list[float]:
        with pdfplumber.open(io.BytesIO(shown(Ticks("级别", ("轻微", "一般", "严重"), chosen, span=4)).pdf)) as document:
            return [curve["x0"] * reading.MM for curve in document.pages[0].curves]

    assert ticks(()) == []
    place = reading.find(shown(Ticks("级别", ("轻微", "一般", "严重"), span=4)).pdf, "一般")["x0"]
    assert [x < place and place - x < 4 for x in ticks(("一般",))] == [True]
    assert len(ticks(("轻微", "严重"))) == 2


def test_options_that_do_not_fit_go_on_in_the_next_line() -> None:
    options = ("非常满意", "满意", "一般", "不满意", "不表态", "没有接通")
    pdf = shown(Ticks("满意度", options, span=2), Text("", span=2)).pdf
    first, last = reading.find(pdf, "非常满意"), reading.find(pdf, "没有接通")
    assert last["baseline"] > first["baseline"] + 4
    assert all(option in reading.text_of(pdf) for option in options)


def test_an_extra_field_follows_the_options_with_value_line_or_dash() -> None:
    extra = Ticks("重复投诉", ("否", "是"), "是", span=4, extra=Field("关联单号", "TS-20261118-001"))
    assert "关联单号 TS-20261118-001" in reading.text_of(shown(extra).pdf).replace("\r\n", " ")
    empty = Ticks("重复投诉", ("否", "是"), span=4, extra=Field("关联单号", line=True))
    assert "—" not in reading.text_of(shown(empty).pdf)
    assert "—" in reading.text_of(shown(empty, done=True).pdf)


def test_a_signature_cell_shows_who_and_when_or_room_to_write_the_date() -> None:
    text = reading.text_of(shown(Sign("经办人", name="王芳", at="11-23 15:08"), Sign("客户签字"), Sign("审核人")).pdf)
    assert "王芳" in text
    assert "11-23 15:08" in text
    assert (text.count("年"), text.count("月"), text.count("日")) == (2, 2, 2)


def test_signature_line_and_date_stand_where_the_house_wants_them() -> None:
    pdf = shown(Sign("客户签字"), Sign("部门主管"), Sign("经理"), Sign("客服经理")).pdf
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        lines = {round(line["top"] * reading.MM, 1) for line in document.pages[0].lines if line["height"] < 0.1 and line["width"] < 150}
    assert lines == {30 + 14.5 - 5.2}
    assert reading.find(pdf, "日")["x1"] == pytest.approx(12 + 46.5 - 1.5, abs=0.1)


def test_a_row_spanning_more_columns_than_there_are_is_refused() -> None:
    with pytest.raises(ValueError, match="columns"):
        shown(Field("一", span=3), Field("二", span=2))


def test_lines_between_rows_are_light_and_a_rule_is_as_heavy_as_between_sections() -> None:
    rows = [Row(Field("一", span=4)), Row(Field("二", span=4)), Row(Field("三", span=4), rule=True)]
    pdf = samples.printed([Section(rows), Section([Row(Field("四", span=4))])]).pdf
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        across = sorted((line["top"], line["linewidth"]) for line in document.pages[0].lines if line["width"] > 400)
    assert [width for _, width in across] == [0.35, 0.9, 0.9]
