"""The A4 report read back: its figures, its pages, and that a day printed again says the same."""

import re
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from deskapp.analysis.member_daily_paper import render
from deskapp.analysis.service import daily_report, points_flow
from deskapp.handovers.domain import State
from deskapp.handovers.posting import post_handover, reverse_handover
from deskapp.handovers.tables import HandoverRecord
from deskapp.papers import A4
from tests.deskapp.analysis.life import Life
from tests.deskapp.analysis.samples import LARGEST, NOTHING, ORDINARY, OWN, a_flow
from tests.deskapp.papers.reading import chars, marks, sizes, text_of


def words(pdf: bytes) -> str:
    return re.sub(r"\s", "", text_of(pdf))


def printed(report, flow=(), **how):
    return render(report, flow, store="恒信汽车", **how)


def test_the_paper_says_the_figures_of_the_day():
    said = words(printed(ORDINARY, a_flow()).pdf)
    for part in (
        "恒信汽车",
        "会员日报",
        "2026-11-23星期一，截至24:00",
        "打印2026-11-2409:10陈静",
        "制表陈静",
        "新入会3人本月23",
        "会员总数1,482人",
        "待录入2挂失4",
        "作废0退回1",
        "经办人王芳2、陈静1",
        "推荐部门售后部2、销售部1",
        "日初余额1,284,660",
        "消费积分+8,432",
        "手工增减−30",
        "发放合计+8,542",
        "返还+200",
        "日终余额1,289,972",
        "与台账相符",
        "＝日终1,289,972",
        "待录入积分单3张最久2天",
        "兑换签收3张当日",
        "库存预警2种：车载香氛可用3瓶（预警5）、应急包可用0套（预警2）",
        "明日会员到期2人：HY-20251125-003、HY-20251125-004",
        "明日积分到期1,200分，5位客户",
        "下午停电半小时，移交单晚录。（陈静11-2317:40）",
        "客服经理",
        "总经理",
        "第1页/共1页",
    ):
        assert part in said, part


def test_an_ordinary_day_is_one_a4_page_inside_its_margins():
    paper = printed(ORDINARY, a_flow())
    assert paper.pages == 1
    assert sizes(paper.pdf) == [(210.0, 297.0)]
    assert paper.missing == ()
    left, top, right, bottom = A4.safe.x, A4.safe.y, A4.safe.right, A4.safe.bottom
    assert all(x0 >= left and y0 >= top and x1 <= right and y1 <= bottom for x0, y0, x1, y1 in marks(paper.pdf))


def test_the_largest_figures_go_on_on_further_pages():
    paper = printed(LARGEST, a_flow(scale=40_000))
    assert paper.pages > 1
    said = words(paper.pdf)
    for part in ("999,999人", "1,999,999,999", "停停停", "等", "总经理"):
        assert part in said


def test_a_day_without_anything_prints_zeros_and_no_empty_blocks():
    said = words(printed(NOTHING).pdf)
    for part in ("新入会0人", "日初余额0", "日终余额0", "与台账相符", "库存预警无", "明日应录入无"):
        assert part in said
    for part in ("经办人", "备注", "月末余额", "None"):
        assert part not in said


def test_an_adviser_prints_his_own_without_the_ledger():
    said = words(printed(OWN).pdf)
    assert "截至24:00，本人" in said
    assert "待录入积分单3张" in said
    for part in ("日初余额", "会员总数", "库存预警", "兑换申请", "数字不变"):
        assert part not in said


def test_a_day_that_is_not_over_says_up_to_when():
    unfinished = replace(ORDINARY, upto=datetime(2026, 11, 23, 16, 5))
    assert "截至16:05" in words(printed(unfinished).pdf)


def test_a_sum_that_does_not_come_out_is_printed_as_such():
    wrong = replace(ORDINARY, points=replace(ORDINARY.points, closing=ORDINARY.points.closing + 7))
    assert "与台账1,289,979相差7" in words(printed(wrong).pdf)


def test_what_stands_out_is_bold_not_coloured():
    drawn = chars(printed(ORDINARY, a_flow()).pdf)
    assert all(max(c["colour"]) - min(c["colour"]) < 0.15 for c in drawn)
    assert any(c["bold"] and c["size"] == 17 for c in drawn)


@pytest.mark.parametrize("seed", [11, 12])
def test_a_day_printed_again_after_later_acts_is_the_same_to_the_byte(store, seed):
    life = Life(seed)
    life.live(12)
    day, evening = life.today, life.at.replace(hour=23, minute=59)
    first = _pages(life, day, evening)
    life.live(20)
    for slip in _posted(life, day):
        reverse_handover(act=life.act(life.manager), handover_id=slip, reason="退货")
    assert _pages(life, day, evening) == first
    again = printed(*_report(life, day, life.at), reprint=1)
    assert "补打1" in words(again.pdf)
    assert words(again.pdf).replace("补打1", "").split("①")[1] == words(first).split("①")[1]


def _report(life, day, at):
    asked = replace(life.act(life.clerk), at=at)
    report = daily_report(act=asked, day=day)
    return report, points_flow(act=asked, until=day)


def _pages(life, day, printed_at) -> bytes:
    """The paper with the print time of its first print."""
    report, flow = _report(life, day, max(printed_at, life.at))
    return printed(replace(report, made_at=printed_at, upto=datetime.combine(day + timedelta(days=1), datetime.min.time())), flow).pdf


def _posted(life, day) -> list[int]:
    """Bills of that day, posted now so that there is something to reverse."""
    for waiting in HandoverRecord.select().where(HandoverRecord.state == State.PENDING.value).limit(3):
        post_handover(act=life.act(life.clerk), handover_id=waiting.id)
    posted = HandoverRecord.select().where(HandoverRecord.state == State.POSTED.value)
    found = [row.id for row in posted]
    assert found
    return found
