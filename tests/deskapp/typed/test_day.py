from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.errors import UserError
from deskapp.typed import Birthday, format_birthday, format_date, judge_birthday, judge_date
from tests.deskapp.typed.outcome import outcome

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    "typed",
    [
        "2026-11-23",
        "2026/11/23",
        "2026.11.23",
        "20261123",
        "２０２６－１１－２３",
        "2026年11月23日",
        "2026 年 11 月 23 号",
        "2026—11—23",
        "2026。11。23",
    ],
)
def test_a_date_is_read_however_it_was_typed(typed: str) -> None:
    assert judge_date(typed, today=TODAY).value == date(2026, 11, 23)


def test_single_digits_are_enough() -> None:
    assert judge_date("2026-1-5", today=TODAY).value == date(2026, 1, 5)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "请输入日期"),
        ("2026-02-29", "2026 年 2 月没有 29 日"),
        ("2026-13-01", "没有 13 月"),
        ("2026-11-00", "2026 年 11 月没有 0 日"),
        ("1899-12-31", "年份应在 1900–2100 之间"),
        ("21010101", "年份应在 1900–2100 之间"),
        ("昨天", "日期格式不对，如 2026-11-24 或 20261124"),
        ("26-11-23", "日期格式不对，如 2026-11-24 或 20261124"),
        ("13-40", "没有 13 月"),
    ],
)
def test_a_day_that_is_not_is_refused(typed: str, said: str) -> None:
    with pytest.raises(UserError) as refusal:
        judge_date(typed, today=TODAY, field="bought_on")
    assert (refusal.value.message, refusal.value.field) == (said, "bought_on")


def test_a_date_without_year_offers_this_year() -> None:
    with pytest.raises(UserError, match="日期还缺年份") as refusal:
        judge_date("11-23", today=TODAY)
    assert refusal.value.repair is not None
    assert (refusal.value.repair.label, refusal.value.repair.value) == ("改为 2026-11-23", "2026-11-23")


@pytest.mark.parametrize(
    ("typed", "said"), [("1301", "没有 13 月"), ("11-31", "11 月没有 31 日"), ("0230", "2 月没有 30 日"), ("112", "日期格式不对")]
)
def test_a_day_of_no_year_is_refused_where_the_nearest_is_taken(typed: str, said: str) -> None:
    with pytest.raises(UserError, match=said):
        judge_date(typed, today=TODAY, nearest=True)


@given(today=st.dates(date(1910, 1, 1), date(2090, 12, 31)), other=st.dates(), only_past=st.booleans())
def test_no_year_lies_nearer_than_the_one_taken(today: date, other: date, only_past: bool) -> None:
    latest = today if only_past else None
    found = judge_date(f"{other:%m%d}", today=today, latest=latest, nearest=True).value
    assert (found.month, found.day) == (other.month, other.day)
    for years in range(-8, 9):
        try:
            rival = other.replace(year=today.year + years)
        except ValueError:
            continue
        assert abs(found - today) <= abs(rival - today) or (only_past and rival > today)
    assert not (only_past and found > today)


def test_the_future_is_refused_only_where_it_is_wrong() -> None:
    assert judge_date("2026-11-25", today=TODAY).value == date(2026, 11, 25)
    assert judge_date("2026-11-24", today=TODAY, latest=TODAY).value == TODAY
    with pytest.raises(UserError, match="日期不能晚于今天"):
        judge_date("2026-11-25", today=TODAY, latest=TODAY)
    with pytest.raises(UserError, match="日期不能晚于 2026-12-01"):
        judge_date("2026-12-02", today=TODAY, latest=date(2026, 12, 1))


@pytest.mark.parametrize(("typed", "unusual"), [("1926-01-01", False), ("1925-12-31", True), ("2046-12-31", False), ("2047-01-01", True)])
def test_a_day_far_from_today_warns(typed: str, unusual: bool) -> None:
    assert bool(judge_date(typed, today=TODAY).warnings) is unusual


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_judging_the_shown_date_gives_the_date(day: date) -> None:
    assert judge_date(format_date(day), today=TODAY).value == day
    assert judge_date(f"{day:%Y%m%d}", today=TODAY).value == day


DATE_TEXT = st.text(alphabet="0123456789-/.年月日农历闰 ２－", max_size=14)


@given(st.text() | DATE_TEXT)
def test_any_text_is_a_date_or_refused(text: str) -> None:
    judged = outcome(judge_date, text, today=TODAY)
    assert isinstance(judged, UserError) or judge_date(format_date(judged.value), today=TODAY) == judged


@pytest.mark.parametrize(
    ("typed", "birthday"),
    [
        ("11-23", Birthday(11, 23)),
        ("1123", Birthday(11, 23)),
        ("11月23日", Birthday(11, 23)),
        ("2-29", Birthday(2, 29)),
        ("1990-05-03", Birthday(5, 3, 1990)),
        ("19900503", Birthday(5, 3, 1990)),
        ("１９９０／５／３", Birthday(5, 3, 1990)),
        ("农历 8-15", Birthday(8, 15, lunar=True)),
        ("阴历8月15日", Birthday(8, 15, lunar=True)),
        ("农1990-02-30", Birthday(2, 30, 1990, lunar=True)),
    ],
)
def test_month_and_day_are_enough_for_a_birthday(typed: str, birthday: Birthday) -> None:
    judged = judge_birthday(typed, today=TODAY)
    assert judged.value == birthday
    assert judged.warnings == ()


def test_the_calendar_may_be_chosen_beside_the_field() -> None:
    assert judge_birthday("12-30", today=TODAY, lunar=True).value == Birthday(12, 30, lunar=True)


def test_a_leap_month_is_kept_as_its_month_and_warns() -> None:
    judged = judge_birthday("农历 闰6-15", today=TODAY)
    assert judged.value == Birthday(6, 15, lunar=True)
    assert judged.warnings == ("闰月生日按同月过，请与客户确认",)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "请输入生日"),
        ("生日", "生日格式不对，如 11-23 或 1990-11-23"),
        ("闰6-15", "生日格式不对，如 11-23 或 1990-11-23"),
        ("13-01", "没有 13 月"),
        ("02-30", "2 月没有 30 日"),
        ("04-31", "4 月没有 31 日"),
        ("04-00", "4 月没有 0 日"),
        ("1990-02-29", "1990 年 2 月没有 29 日"),
        ("农历 8-31", "农历 8 月没有 31 日"),
        ("农历 2027-01-01", "年份应在 1900–2026 之间"),
        ("1899-01-01", "年份应在 1900–2100 之间"),
        ("2026-11-25", "生日不能晚于今天"),
    ],
)
def test_a_birthday_no_year_has_is_refused(typed: str, said: str) -> None:
    with pytest.raises(UserError) as refusal:
        judge_birthday(typed, today=TODAY)
    assert (refusal.value.message, refusal.value.field) == (said, "birthday")


@pytest.mark.parametrize(("month", "longest"), list(enumerate((31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), start=1)))
def test_each_month_has_its_last_day(month: int, longest: int) -> None:
    assert judge_birthday(f"{month}-{longest}", today=TODAY).value == Birthday(month, longest)
    with pytest.raises(UserError, match="没有"):
        judge_birthday(f"{month}-{longest + 1}", today=TODAY)


def test_the_first_and_the_last_year_are_taken() -> None:
    assert judge_birthday("农历 1900-01-01", today=TODAY).value.year == 1900
    assert judge_birthday("农历 2026-01-01", today=TODAY).value.year == 2026
    assert judge_date("1900-01-01", today=TODAY).value == date(1900, 1, 1)


def test_a_child_born_today_has_a_birthday() -> None:
    assert judge_birthday("2026-11-24", today=TODAY).value == Birthday(11, 24, 2026)


def test_an_age_above_100_warns() -> None:
    assert judge_birthday("1926-01-01", today=TODAY).warnings == ()
    assert judge_birthday("1925-12-31", today=TODAY).warnings == ("1925 年生，已过 100 岁，请核对",)


@given(st.text() | DATE_TEXT, st.booleans())
def test_any_text_is_a_birthday_or_refused(text: str, lunar: bool) -> None:
    judged = outcome(judge_birthday, text, today=TODAY, lunar=lunar)
    assert isinstance(judged, UserError) or judge_birthday(format_birthday(judged.value), today=TODAY).value == judged.value


def test_a_birthday_is_shown_with_what_is_known_of_it() -> None:
    assert format_birthday(Birthday(5, 3)) == "05-03"
    assert format_birthday(Birthday(5, 3, 1990)) == "1990-05-03"
    assert format_birthday(Birthday(8, 15, lunar=True)) == "农历 08-15"
