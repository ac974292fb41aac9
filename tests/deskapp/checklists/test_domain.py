"""The draw of a spot check, the score of a check, and what a template may say."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.checklists.domain import Item, ItemRole, Kind, Result, Score, TemplateForm, draw, judge, new_codes, score
from deskapp.errors import UserError

CODES = tuple(f"E{n}" for n in range(1, 14))


def slot(title, start, end, *, every=0):
    return Item(title, ItemRole.SLOT, starts_at=start, ends_at=end, round_every=every)


def sheet(*items, **more):
    return TemplateForm("展厅5S", items, **more)


@given(st.text(), st.integers(1, 20))
def test_a_seed_draws_the_same_different_items_again_in_the_order_of_the_sheet(seed, count):
    drawn = draw(CODES, seed=seed, count=count)
    assert drawn == draw(tuple(reversed(CODES)), seed=seed, count=count)[::-1]
    assert len(set(drawn)) == len(drawn) == min(count, len(CODES))
    assert [CODES.index(code) for code in drawn] == sorted(CODES.index(code) for code in drawn)


def test_a_seed_of_the_year_2026_draws_these_items_for_ever():

    assert draw(CODES, seed="1", count=3) == ("E7", "E11", "E13")


def test_what_failed_lately_is_drawn_more_often():
    times = Counter(code for seed in range(400) for code in draw(CODES, seed=str(seed), count=3, weights={"E2": 4}))
    others = [times[code] for code in CODES if code != "E2"]
    assert times["E2"] > 1.8 * max(others)
    assert min(others) > 0


def test_what_does_not_apply_is_left_out_of_the_rate():
    found = score([(1, Result.PASSED), (2, Result.FAILED), (5, Result.NOT_APPLICABLE)])
    assert found == Score(1, 2, 5)
    assert (found.permille, found.deducted) == (333, 2)


def test_a_check_where_nothing_applied_has_no_rate():
    assert score([(1, Result.NOT_APPLICABLE)]).permille is None
    assert score([]).permille is None


@given(st.lists(st.tuples(st.integers(1, 100), st.sampled_from(Result)), max_size=30))
def test_a_rate_is_whole_exactly_when_nothing_failed(marked):
    found = score(marked)
    assert found.passed + found.failed + found.not_applicable == sum(weight for weight, _ in marked)
    if found.permille is not None:
        assert 0 <= found.permille <= 1000
        assert (found.permille == 1000) >= (found.failed == 0)


@pytest.mark.parametrize(
    ("form", "kind", "words"),
    [
        (sheet(), Kind.INSPECTION, "至少要有一项"),
        (TemplateForm(" ", (Item("灯光"),)), Kind.INSPECTION, "请填模板名称"),
        (sheet(Item(" ")), Kind.INSPECTION, "第 1 行没有名称"),
        (sheet(Item("灯光", weight=0)), Kind.INSPECTION, "权重请填 1 到 100"),
        (sheet(Item("灯光", criterion="亮" * 41)), Kind.INSPECTION, "标准超过 40 字"),
        (sheet(Item("灯光", code="A3"), Item("地面", code="A3")), Kind.INSPECTION, "编号 A3 重复"),
        (sheet(slot("早会", 495, 525), slot("茶杯", 490, 496)), Kind.LOUNGE_DAY, "时段“茶杯”到 08:16 才结束，“早会”从 08:15 开始"),
        (sheet(slot("早会", 525, 525)), Kind.LOUNGE_DAY, "结束时间要晚于开始时间"),
        (sheet(slot("守夜", 1400, 1441)), Kind.LOUNGE_DAY, "最晚 24:00"),
        (sheet(slot("茶水", 600, 620, every=30)), Kind.LOUNGE_DAY, "巡检间隔"),
    ],
)
def test_a_template_that_cannot_be_used_is_refused_in_words(form, kind, words):
    with pytest.raises(UserError, match=words):
        judge(form, kind)


def test_a_lounge_day_without_slots_may_be_and_slots_may_meet():
    judge(sheet(), Kind.LOUNGE_DAY)
    judge(sheet(slot("守夜", 1380, 1440), slot("早会", 495, 525), slot("打扫", 525, 585)), Kind.LOUNGE_DAY)


def test_a_new_line_takes_a_number_no_line_ever_had():
    coded = new_codes((Item("灯光", code="A3"), Item("香氛"), Item("地垫")), used={"A14", "A3"}, prefix="A")
    assert [item.code for item in coded] == ["A3", "A15", "A16"]
