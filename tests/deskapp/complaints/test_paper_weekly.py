"""The agenda of the weekly meeting: figures, Pareto, causes, measures, what is open, and the table for what is decided."""

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from deskapp.complaints.paper_weekly import Cause, Decision, Share, WeeklyAgenda, render
from deskapp.papers import A4, Printed
from tests.deskapp.complaints.list_samples import DECIDED, WEEKLY
from tests.deskapp.complaints.paper_measure import flaws, pages
from tests.deskapp.complaints.paper_samples import PRINTED
from tests.deskapp.papers.reading import sizes, text_of


def printed(agenda: WeeklyAgenda = WEEKLY, *, reprint: int = 0) -> Printed:
    return render(agenda, paper=A4, store="恒信汽车", printed_at=PRINTED, printed_by="周敏", reprint=reprint)


def words(paper: Printed, page: int | None = None) -> str:
    return re.sub(r"\s", "", text_of(paper.pdf, page))


def test_a_usual_week_is_one_clean_sheet():
    done = printed()
    assert (done.pages, done.missing, sizes(done.pdf)) == (1, (), [(210.0, 297.0)])
    assert flaws(done.pdf, A4) == []


def test_it_says_everything_the_meeting_asks():
    text = words(printed())
    for part in (
        "质量鉴定会议程",
        "2026年第47周（11-16至11-22）",
        "会议2026-11-24星期二16:30",
        "二楼会议室主持周敏",
        "新增14件上周11",
        "平均关闭1.6工作日上周1.4",
        "售后部·车间6180%",
        "二级点20100%",
        "孙建国4175%",
        "1竣工检验未冷车复试4TS-20261117-002等4件竣工单增加冷车试刹",
        "王建军苏B·23A81等待时间2TS-20261118-001、TS-20261002-002",
        "1返修率高竣工检验双人签字孙志明11-20未见效，继续",
        "TS-20261118-001王建军等待3小时未告知售后部·前台11-20逾期1日",
        "决定的改善措施",
        "客服经理（主持）",
    ):
        assert part in text, part


def test_the_pareto_writes_each_count_and_the_running_share():
    text = words(printed())
    for part in ("36%", "57%", "71%", "86%", "93%", "100%", "等待时间", "承诺未兑现"):
        assert part in text, part


def test_rare_categories_stand_together_as_others():
    categories = tuple((f"类别{'甲乙丙丁戊己庚辛壬癸'[place]}", 10 - place) for place in range(10))
    text = words(printed(replace(WEEKLY, categories=categories)))
    assert "类别辛" in text
    assert "类别壬" not in text
    assert "其他" in text
    assert "95%" in text  # 52 of 55 before the others


def test_a_bar_bears_the_last_name_of_its_category_where_it_is_the_only_one():
    said = words(printed(replace(WEEKLY, categories=(("售后—维修质量", 5), ("售后—洗车", 3)))))
    assert "售后—" not in said
    assert "维修质量" in said
    alike = words(printed(replace(WEEKLY, categories=(("售后—预约", 5), ("销售—预约", 3)))))
    assert "售后—预约" in alike


def test_the_table_for_decisions_has_five_rows_to_write_on():
    done = printed()
    assert words(done).count("月日") >= 5
    page = pages(done.pdf)[0]
    joined = "".join(char.text for char in page.chars)
    start = page.chars[joined.index("决定的改善措施")]
    rows = sorted(y for x0, y, x1, y1 in page.lines if y1 - y < 0.01 and x0 < start.x0 < x1 and y > start.baseline)[:6]
    assert [round(below - above, 1) for above, below in pairwise(rows)] == [9.6] * 5


def test_what_was_typed_in_after_the_meeting_is_printed_in_it():
    text = words(printed(replace(WEEKLY, decided=DECIDED)))
    assert "1返修率高竣工检验单增加冷车试刹一项，质检员签字孙志明2026-11-27" in text
    assert "2回电无人跟进设回电登记表，下班前清零何静2026-11-25" in text
    many = tuple(replace(DECIDED[0], issue=f"问题{n}") for n in range(9))
    assert all(f"{n + 1}问题{n}" in words(printed(replace(WEEKLY, decided=many))) for n in range(9))


def test_a_week_without_complaints_says_so():
    done = printed(WeeklyAgenda(first=date(2026, 11, 16), last=date(2026, 11, 22), figures=WEEKLY.figures))
    assert flaws(done.pdf, A4) == []
    for part in ("没有数据", "没有归类的原因", "上周没有决定措施", "没有未关闭的处理单"):
        assert part in words(done)
    assert "重复" not in words(done).replace("90天内重复", "")


def test_many_departments_and_people_go_beneath_the_chart():
    people = tuple(Share(name=f"顾问{n:02d}", slips=n, overdue=n % 3, on_time="90%") for n in range(30))
    done = printed(replace(WEEKLY, people=people))
    assert flaws(done.pdf, A4) == []
    assert all(f"顾问{n:02d}" in words(done) for n in range(30))


@pytest.mark.parametrize("count", [0, 1, 40, 120])
def test_any_number_of_open_slips_is_listed_to_the_last(count: int):
    many = tuple(replace(WEEKLY.open[place % 4], number=f"TS-20261118-{place:03d}") for place in range(count))
    done = printed(replace(WEEKLY, open=many))
    assert flaws(done.pdf, A4) == []
    assert [f"TS-20261118-{place:03d}" in words(done) for place in range(count)] == [True] * count
    assert "总经理" in words(done, done.pages - 1)


def test_long_texts_and_rare_characters_lose_nothing():
    long = "<b>䶮𫍯</b>" + "检" * 200
    agenda = replace(
        WEEKLY,
        causes=(Cause(what=long, count=4, slips=long, advice=long),),
        decided=(Decision(issue=long, action=long, owner="孙志明", due_on=date(2026, 11, 27)),),
    )
    done = printed(agenda)
    assert flaws(done.pdf, A4) == []
    assert words(done).count("检") >= 1_000
    assert words(done).count("䶮") == 5


def test_a_reprint_says_so():
    assert "补打2" in words(printed(reprint=2))
