"""解决确认书 read back: what was promised, the sum in figures and capitals, who may read which number."""

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.complaints.paper_settlement import COPIES, PAPERS, Promise, Settlement, in_capitals, render
from deskapp.papers import A4, A5_LANDSCAPE, NCR_241X140, Paper, Printed
from tests.deskapp.complaints.list_samples import SETTLEMENT
from tests.deskapp.complaints.paper_measure import flaws, said
from tests.deskapp.complaints.paper_samples import PRINTED
from tests.deskapp.papers.reading import scanned, sizes, text_of

on_each_paper = pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)


def printed(settlement: Settlement, paper: Paper = A5_LANDSCAPE, *, reprint: int = 0) -> Printed:
    return render(settlement, paper=paper, store="恒信汽车", printed_at=PRINTED, printed_by="王芳", reprint=reprint)


def words(paper: Printed, page: int | None = None) -> str:
    return re.sub(r"\s", "", text_of(paper.pdf, page))


@pytest.mark.parametrize(
    ("fen", "capitals"),
    [
        (0, "零元整"),
        (5, "伍分"),
        (50, "伍角整"),
        (100, "壹元整"),
        (128_600, "壹仟贰佰捌拾陆元整"),
        (100_650, "壹仟零陆元伍角整"),
        (1_000_005, "壹万元零伍分"),
        (10_700_053, "壹拾万柒仟元伍角叁分"),
        (1_640_902, "壹万陆仟肆佰零玖元零贰分"),
        (1_000_100, "壹万零壹元整"),
        (101_000_000, "壹佰零壹万元整"),
        (10_000_000_100, "壹亿零壹元整"),
        (10_000_500_000, "壹亿零伍仟元整"),
    ],
)
def test_amounts_in_capitals_are_written_as_banks_write_them(fen: int, capitals: str):
    assert in_capitals(fen) == capitals


@given(st.integers(min_value=0, max_value=10**12))
def test_capitals_say_the_very_amount(fen: int):
    """Read back by another way: each digit times the units behind it."""
    text = in_capitals(fen)
    assert "零零" not in text
    assert _read(text) == fen


def _read(text: str) -> int:
    digits = {char: value for value, char in enumerate("零壹贰叁肆伍陆柒捌玖")}
    total = section = digit = 0
    for char in text:
        if char in digits:
            digit = digits[char]
        elif char in "拾佰仟":
            section += digit * {"拾": 10, "佰": 100, "仟": 1_000}[char]
            digit = 0
        elif char in "万亿":
            total += (section + digit) * {"万": 10_000, "亿": 100_000_000}[char]
            section = digit = 0
        elif char == "元":
            total, section, digit = (total + section + digit) * 100, 0, 0
        elif char in "角分":
            total += digit * (10 if char == "角" else 1)
            digit = 0
    return total


@on_each_paper
def test_the_sheet_says_what_was_promised_and_carries_the_code_of_its_slip(paper: Paper):
    done = printed(SETTLEMENT, paper)
    count = 1 if paper.ncr else 3
    assert (done.pages, done.missing, sizes(done.pdf)) == (count, (), [(paper.width, paper.height)] * count)
    assert flaws(done.pdf, paper) == []
    assert scanned(done.pdf) == ["40202611230003"]
    text = words(done, 0)
    for part in (
        "投诉解决确认书",
        "TS-20261123-003",
        "确认书号QR-20261125-001",
        "客户姓名欧阳䶮先生",
        "2保养券基础保养一次，半年内有效500.002026-11-30",
        "1免费返修",
        "—当场兑现",
        "合计（大写）陆佰伍拾元伍角整650.50",
        "李婷",
        "赵国强11-2514:40",
    ):
        assert part in text, part


def test_only_the_archive_copy_shows_the_whole_mobile():
    done = printed(SETTLEMENT, A4)
    assert [("13861720519" in words(done, page)) for page in range(3)] == [True, False, False]
    assert [copy.name for copy in COPIES] == ["客服联", "客户联", "财务联"]
    assert "13861720519" not in words(printed(SETTLEMENT, NCR_241X140))


@on_each_paper
def test_many_promises_of_many_words_lose_nothing(paper: Paper):
    long = "<b>承诺</b>" + "䶮" * 190
    promises = tuple(Promise(what="保养券", detail=long, amount=99_999_999, due_on=date(2026, 12, 31)) for _ in range(12))
    done = printed(replace(SETTLEMENT, promises=promises, complaint="诉" * 300), paper)
    copies = 1 if paper.ncr else 3
    assert flaws(done.pdf, paper) == []
    assert words(done).count("䶮") >= 190 * 12 * copies
    assert words(done).count("<b>承诺</b>") == 12 * copies
    assert said(done.pdf, "投诉事项", copies=copies) == "诉" * 300
    assert "壹仟壹佰玖拾玖万玖仟玖佰玖拾玖元捌角捌分" in words(done)


@on_each_paper
def test_the_blank_sheet_has_three_rows_to_write_on(paper: Paper):
    done = render(Settlement(), paper=paper, store="恒信汽车", printed_at=None, printed_by="")
    assert flaws(done.pdf, paper) == []
    text = words(done, 0)
    assert "空白表" in text
    assert "123合计（大写）" in text
    assert "元整" not in text
    assert scanned(done.pdf) == []


def test_a_reprint_says_so():
    assert "补打1" in words(printed(SETTLEMENT, reprint=1))
