"""检查整改周报: the figures of a week on one A4 page, readable in black and white, and still whole at its fullest."""

from datetime import datetime, timedelta

from deskapp.inspection.looking_back import week_back
from deskapp.inspection.service import raise_notices
from deskapp.inspection.weekly_page import Names, render
from deskapp.papers import A4
from deskapp.staff.house import house
from tests.deskapp.inspection.conftest import MONDAY
from tests.deskapp.papers.reading import sizes, text_of

NEXT_WEEK = datetime(2026, 12, 1, 16, 30)
THIS_MONDAY = MONDAY.date()
EVERY_B = tuple(f"B{n}" for n in range(1, 12))


def page(floor, at=NEXT_WEEK, monday=THIS_MONDAY):
    names = Names(
        departments={one.id: one.name for one in house().departments.values()},
        people={one.id: one.name for one in house().people.values()},
    )
    week = week_back(act=floor.do(floor.service, at), monday=monday)
    return render(week, names=names, now=at, paper=A4, store="恒信汽车", printed_by="李敏")


def test_a_week_stands_on_one_page_with_its_figures(floor):
    for days in range(3):
        done = floor.check("A", at=MONDAY + timedelta(days=days), failing=("A3", "A5"))
    raise_notices(act=floor.do(floor.service, MONDAY + timedelta(days=2)), inspection_id=done.id)
    printed = page(floor)
    text = text_of(printed.pdf)
    assert (printed.pages, printed.missing, sizes(printed.pdf)) == (1, (), [(210.0, 297.0)])
    for words in ("检查整改周报", "2026 年第 48 周（11-23 至 11-29）", "85.7", "A3 灯光", "A5 展车外观", "11-23、11-24、11-25", "销售部"):
        assert words in text
    assert "客服 超 3 天未下发" in text


def test_a_week_in_which_nothing_happened_says_so(floor):
    text = text_of(page(floor).pdf)
    for words in ("没有重复项目", "没有整改项", "没有逾期", "没有数据"):
        assert words in text


def test_the_fullest_week_is_printed_whole(floor):
    """Every item of grooming fails every day at every department: repeats, notices and lateness are all there is room for, and more."""
    for day in range(7):
        at = MONDAY + timedelta(days=day)
        for department in house().departments.values():
            done = floor.check("B", at=at, failing=EVERY_B, department_id=department.id)
            raise_notices(act=floor.do(floor.service, at), inspection_id=done.id)
    printed = page(floor, at=NEXT_WEEK + timedelta(days=30))
    text = text_of(printed.pdf)
    assert printed.missing == ()
    assert "另有" in text
    assert all(department.name in text for department in house().departments.values())


def test_the_page_of_a_week_that_is_not_over_counts_up_to_now(floor):
    floor.check("A")
    week = week_back(act=floor.do(floor.service, MONDAY + timedelta(hours=1)), monday=THIS_MONDAY)
    assert (len(week.checks), week.missed) == (1, ())
    assert "2026 年第 48 周" in text_of(page(floor, at=MONDAY + timedelta(hours=1)).pdf)
