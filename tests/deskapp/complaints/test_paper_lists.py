"""The day, what is overdue, what has not come back, what must be reported: read back on A4."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from deskapp.complaints import paper_daily, paper_escalations, paper_overdue, paper_unreturned
from deskapp.complaints.paper_overdue import OverdueDepartment
from deskapp.papers import A4, Printed
from tests.deskapp.complaints.list_samples import DAILY, ESCALATIONS, OVERDUE, UNRETURNED, overdue_step
from tests.deskapp.complaints.paper_measure import flaws
from tests.deskapp.complaints.paper_samples import PRINTED
from tests.deskapp.papers.reading import sizes, text_of

RARE = "<i>䶮</i> & 𫍯 刹车异响，返修两次仍未解决"


def words(paper: Printed, page: int | None = None) -> str:
    return re.sub(r"\s", "", text_of(paper.pdf, page))


def daily(summary: paper_daily.DailySummary = DAILY) -> Printed:
    return paper_daily.render(summary, paper=A4, store="恒信汽车", printed_at=PRINTED, printed_by="王芳")


def overdue(departments: tuple[OverdueDepartment, ...] = OVERDUE) -> Printed:
    return paper_overdue.render(departments, paper=A4, store="恒信汽车", printed_at=PRINTED, printed_by="王芳")


def unreturned(slips: tuple[paper_unreturned.UnreturnedSlip, ...] = UNRETURNED) -> Printed:
    return paper_unreturned.render(slips, paper=A4, store="恒信汽车", printed_at=PRINTED, printed_by="王芳")


def escalations(rows: tuple[paper_escalations.Escalation, ...] = ESCALATIONS) -> Printed:
    return paper_escalations.render(rows, paper=A4, store="恒信汽车", printed_at=PRINTED, printed_by="王芳")


EMPTY: dict[str, Callable[[], Printed]] = {
    "今天没有新增": lambda: daily(replace(DAILY, new=(), overdue=(), due_today=(), closed=())),
    "没有逾期的处理单": lambda: overdue(()),
    "处理单都已交回": lambda: unreturned(()),
    "没有需要上报的处理单": lambda: escalations(()),
}
LONG: dict[str, Callable[[], Printed]] = {
    "daily": lambda: daily(
        replace(
            DAILY,
            new=tuple(replace(DAILY.new[0], number=f"TS-20261124-{n:03d}", what=RARE) for n in range(60)),
            overdue=tuple(replace(DAILY.overdue[0], number=f"TS-20261118-{n:03d}", what=RARE) for n in range(60)),
        )
    ),
    "overdue": lambda: overdue(
        (
            OverdueDepartment(
                name="售后部·车间", supervisor="孙志明", worst="最久超 9 天", steps=tuple(overdue_step(n, RARE) for n in range(60))
            ),
        )
    ),
    "unreturned": lambda: unreturned(tuple(replace(UNRETURNED[0], number=f"TS-20261110-{n:03d}") for n in range(60))),
    "escalations": lambda: escalations(tuple(replace(ESCALATIONS[0], number=f"TS-20261118-{n:03d}", what=RARE) for n in range(60))),
}


@pytest.mark.parametrize("make", [daily, overdue, unreturned, escalations])
def test_each_list_is_one_clean_sheet(make: Callable[[], Printed]):
    done = make()
    assert (done.pages, done.missing, sizes(done.pdf)) == (1, (), [(210.0, 297.0)])
    assert flaws(done.pdf, A4) == []


@pytest.mark.parametrize(("said", "make"), EMPTY.items(), ids=EMPTY.keys())
def test_an_empty_list_says_that_there_is_nothing(said: str, make: Callable[[], Printed]):
    done = make()
    assert said in words(done)
    assert flaws(done.pdf, A4) == []


@pytest.mark.parametrize("make", LONG.values(), ids=LONG.keys())
def test_a_long_list_keeps_every_row_and_its_head_on_every_sheet(make: Callable[[], Printed]):
    done = make()
    assert done.pages > 2
    assert flaws(done.pdf, A4) == []
    text = words(done)
    for n in range(60):
        assert re.search(f"TS-202611(24|18|10)-{n:03d}", text), n
    if RARE.split()[0] in text:
        assert text.count("<i>䶮</i>&𫍯刹车异响，返修两次仍未解决") >= 60
    for page in range(done.pages - 1):
        assert "客户/车牌" in words(done, page)


def test_the_day_says_its_figures_and_each_slip():
    text = words(daily())
    for part in (
        "售后抱怨日汇总",
        "2026-11-24星期二",
        "新增3件昨日2",
        "未关闭8件",
        "TS-20261124-001欧阳䶮先生苏B·7K63Z换前刹车片后制动尖叫，方向盘抖维修质量/返修一般售后部·车间售后部·前台11-2617:30待签收",
        "休息区空调不热休息区轻微待派单待派单",
        "王建军苏B·23A81等待3小时未告知处理售后部·前台何静11-2017:30超2天",
        "告知客户客服部李婷11-2417:30",
        "售后部·前台满意GD-2026-0011",
        "售后经理（站长）",
    ):
        assert part in text, part


def test_overdue_slips_stand_under_their_department_with_room_to_answer():
    text = words(overdue())
    assert "2个部门4项" in text
    first, second = text.index("售后部·车间孙志明3项，最久超5天"), text.index("销售部何静1项，最久超1天")
    assert first < text.index("TS-20261118-003") < second < text.index("TS-20261118-004")
    assert "说明（部门填写）" in text


def test_a_department_on_two_sheets_names_itself_on_both():
    done = LONG["overdue"]()
    assert all("售后部·车间孙志明60项" in words(done, page) for page in range(done.pages - 1))


def test_a_paper_that_has_not_come_back_has_its_box():
    text = words(unreturned())
    assert text.count("已交") == len(UNRETURNED)
    assert "1TS-20261110-001王建军苏B·23A81售后部·车间孙志明11-1011-138个工作日已交" in text
    assert "TS-20261110-002王建军苏B·23A81售后部·车间孙志明11-10—7个工作日" in text


def test_an_escalation_names_everybody_who_must_know():
    text = words(escalations())
    assert "TS-20261118-001严重王建军苏B·23A81等待3小时未告知处理售后部·前台何静11-2017:30超2天售后经理客服经理总经理" in text
    assert "阅知签字" in text
