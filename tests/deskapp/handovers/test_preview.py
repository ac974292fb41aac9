"""What a bill earns: pure rules, rounded down once a kind."""

import pytest

from deskapp.errors import UserError
from deskapp.handovers.bill import Terms, preview, split
from deskapp.handovers.domain import FIRST_RATES, BillLine, SpendKind, State
from deskapp.handovers.judging import judge_bill_no, judge_lines, judge_points_used, judge_reason

M, A = SpendKind.MAINTENANCE, SpendKind.ACCESSORIES


def terms(*, net_earns: bool = True) -> Terms:
    return Terms({rate.kind: rate for rate in FIRST_RATES}, 20, net_earns)


def test_the_bill_of_the_picture_earns_1300_points():
    """1,286.00 of maintenance and 460.00 of accessories, 200 points (10 yuan) used on it."""
    worth = preview([BillLine(M, 1_286_00), BillLine(A, 460_00)], 200, terms())
    assert [(e.kind, e.points) for e in worth.earned] == [(M, 1278), (A, 22)]
    assert (worth.points, worth.amount, worth.discount) == (1300, 1_746_00, 10_00)
    assert [share.points_used for share in worth.shares] == [147, 53]


def test_points_are_rounded_down_once_a_kind_and_not_once_a_line():
    """odoo 153541 showed 268.28000000000003 points, 259660 counted 0."""
    assert preview([BillLine(M, 1_50)] * 3 + [BillLine(A, 19_99)], 0, terms()).points == 4
    assert preview([BillLine(A, 10_00), BillLine(A, 10_00)], 0, terms()).points == 1


def test_the_whole_bill_earns_when_the_store_says_so():
    assert preview([BillLine(M, 100_00)], 200, terms(net_earns=False)).points == 100
    assert preview([BillLine(M, 100_00)], 200, terms()).points == 90


@pytest.mark.parametrize("kind", [SpendKind.NEW_CAR, SpendKind.ACCIDENT])
def test_a_new_car_and_an_accident_repair_earn_nothing(kind):
    assert preview([BillLine(kind, 120_000_00)], 0, terms()).points == 0


def test_nothing_typed_is_worth_nothing():
    worth = preview([], 0, terms())
    assert (worth.points, worth.amount, worth.discount, worth.shares) == (0, 0, 0, ())


@pytest.mark.parametrize(
    ("total", "weights", "shares"), [(200, (128600, 46000), [147, 53]), (10, (1, 1, 1), [3, 3, 4]), (5, (0, 0), [0, 5])]
)
def test_the_rest_of_a_split_goes_to_the_last(total, weights, shares):
    assert split(total, weights) == shares


@pytest.mark.parametrize(("kind", "words"), [(M, "1 元 = 1 分"), (A, "20 元 = 1 分"), (SpendKind.NEW_CAR, "不计分")])
def test_a_rate_in_words(kind, words):
    assert terms().rates[kind].words == words


def test_a_bill_number_has_one_spelling():
    assert judge_bill_no("　ro 2611-2304 ") == "RO2611-2304"
    for wrong in ("", " ", "X" * 41):
        with pytest.raises(UserError):
            judge_bill_no(wrong)


@pytest.mark.parametrize(
    ("lines", "field"),
    [([], "amount_maintenance"), ([BillLine(M, 1)] * 9, "amount_maintenance"), ([BillLine(M, 1), BillLine(A, 0)], "amount_accessories")],
)
def test_lines_that_cannot_be(lines, field):
    with pytest.raises(UserError) as refused:
        judge_lines(lines)
    assert refused.value.field == field


@pytest.mark.parametrize(("points", "words"), [(-1, "不能是负数"), (2001, "最多 2,000 分")])
def test_points_on_a_bill_are_never_cash(points, words):
    judge_points_used(2000, 100_00, points_per_yuan=20, allowed=True)
    with pytest.raises(UserError, match=words):
        judge_points_used(points, 100_00, points_per_yuan=20, allowed=True)


def test_a_store_may_take_no_points_on_bills():
    judge_points_used(0, 100_00, points_per_yuan=20, allowed=False)
    with pytest.raises(UserError, match="不接受积分抵扣"):
        judge_points_used(1, 100_00, points_per_yuan=20, allowed=False)


@pytest.mark.parametrize("reason", ["", "  ", "长" * 201])
def test_a_reason_is_asked(reason):
    with pytest.raises(UserError, match="原因"):
        judge_reason(reason, "退回")


def test_only_slips_to_post_or_to_mend_are_waiting():
    assert [state.label for state in State if state.is_waiting] == ["待录入", "已退回"]
