import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.errors import UserError
from deskapp.typed import (
    format_money,
    format_points,
    format_signed,
    judge_money,
    judge_odometer,
    judge_points,
    judge_whole,
)
from tests.deskapp.typed.outcome import outcome


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("1286", 128600),
        ("1,286.00", 128600),
        ("1，286.00", 128600),
        ("１２８６．５", 128650),
        ("1286.05 元", 128605),
        ("¥1286", 128600),
        ("￥ 1,286", 128600),
        ("0", 0),
        ("0.01", 1),
        ("268.28", 26828),
        ("+5", 500),
        ("99,999,999.99", 9_999_999_999),
    ],
)
def test_money_is_whole_fen(typed: str, fen: int) -> None:
    assert judge_money(typed).value == fen


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "请输入金额"),
        ("元", "请输入金额"),
        ("1.234", "金额最多两位小数（到分）"),
        ("12.", "小数点后面还缺数字"),
        ("-1", "不能是负数"),
        ("−1", "不能是负数"),
        ("100000000", "金额太大，最多 99,999,999.99 元"),
        ("9" * 25, "数字太长，请核对"),
        ("9" * 5000, "数字太长，请核对"),
        ("12,86", "数字格式不对，如 1286 或 1,286.00"),
        ("1.5.5", "数字格式不对，如 1286 或 1,286.00"),
        (".5", "数字格式不对，如 1286 或 1,286.00"),
        ("1e3", "数字格式不对，如 1286 或 1,286.00"),
        ("一千", "数字格式不对，如 1286 或 1,286.00"),
        ("١٢", "数字格式不对，如 1286 或 1,286.00"),
    ],
)
def test_what_is_no_amount_is_refused(typed: str, said: str) -> None:
    with pytest.raises(UserError) as refusal:
        judge_money(typed, field="bill_amount")
    assert (refusal.value.message, refusal.value.field) == (said, "bill_amount")


@given(st.integers(0, 9_999_999_999))
def test_judging_the_shown_amount_gives_the_amount(fen: int) -> None:
    assert judge_money(format_money(fen)).value == fen
    assert judge_money(f"{fen // 100}.{fen % 100:02}元").value == fen


@pytest.mark.parametrize("judge", [judge_money, judge_points, judge_odometer])
@given(text=st.text() | st.text(alphabet="0123456789.,，．-− ¥元分km公里"))
def test_any_text_is_judged_or_refused(judge, text: str) -> None:
    judged = outcome(judge, text)
    assert isinstance(judged, UserError) or (type(judged.value) is int and judged.value >= 0)


@pytest.mark.parametrize(
    ("typed", "points"), [("600", 600), ("1,286", 1286), ("１２８６ 分", 1286), ("0", 0), ("9999999", 9_999_999), ("600.0", 600)]
)
def test_points_are_whole(typed: str, points: int) -> None:
    assert judge_points(typed).value == points


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "请输入数字"),
        ("1.5", "只能是整数"),
        ("-5", "不能是负数"),
        ("10000000", "应在 0 到 9,999,999 之间"),
        ("--5", "不能是负数"),
    ],
)
def test_what_are_no_points_is_refused(typed: str, said: str) -> None:
    with pytest.raises(UserError) as refusal:
        judge_points(typed)
    assert (refusal.value.message, refusal.value.field) == (said, "points")


@pytest.mark.parametrize("typed", ["-600", "−600", "－600", "−600 分"])
def test_a_manual_entry_may_be_negative_down_to_its_minimum(typed: str) -> None:
    assert judge_points(typed, minimum=-600).value == -600
    with pytest.raises(UserError, match="应在 −599 到 9,999,999 之间"):
        judge_points(typed, minimum=-599)


@given(st.integers(-9_999_999, 9_999_999))
def test_judging_the_shown_points_gives_the_points(points: int) -> None:
    assert judge_points(format_points(points), minimum=-9_999_999).value == points
    assert judge_points(format_signed(points), minimum=-9_999_999).value == points


def test_a_quantity_has_its_own_limits() -> None:
    assert judge_whole("5 件", unit="件", minimum=1, maximum=5, field="quantity").value == 5
    with pytest.raises(UserError, match="应在 1 到 5 之间"):
        judge_whole("0", minimum=1, maximum=5)


@pytest.mark.parametrize("typed", ["35000", "35,000 km", "３５０００ＫＭ", "35000公里", "35000 千米"])
def test_kilometres_come_with_or_without_unit(typed: str) -> None:
    assert judge_odometer(typed).value == 35000
    assert judge_odometer(typed, last_km=35000).warnings == ()


def test_fewer_kilometres_than_last_time_warn() -> None:
    assert judge_odometer("35000", last_km=36000).warnings == ("里程比上次的 36,000 公里少，请核对",)


def test_an_odometer_ends_at_two_million() -> None:
    assert judge_odometer("2000000").value == 2_000_000
    with pytest.raises(UserError, match="应在 0 到 2,000,000 之间"):
        judge_odometer("2000001")


def test_figures_are_shown_with_thousands_and_the_real_minus() -> None:
    assert (format_money(128600), format_money(-5), format_money(0)) == ("1,286.00", "−0.05", "0.00")
    assert (format_points(1286), format_points(-1286)) == ("1,286", "−1,286")
    assert (format_signed(1286), format_signed(-600), format_signed(0)) == ("+1,286", "−600", "0")
    assert (format_signed(1), format_signed(-1)) == ("+1", "−1")
