import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from deskapp.errors import UserError
from deskapp.typed import format_mobile, judge_mobile, judge_phone, mask_mobile
from tests.deskapp.typed.outcome import outcome

LIVE = {192, 190, 191, 193, 199, 195, 197, 198, 196, 162, 165, 167, 170, 171, 130, 139, 145, 147, 149, 166, 173, 178, 188}
MOBILES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)


@pytest.mark.parametrize(
    "typed",
    [
        "13826012607",
        " 138 2601 2607 ",
        "138-2601-2607",
        "138—2601—2607",
        "１３８２６０１２６０７",
        "+86 13826012607",
        "＋８６ 138 2601 2607",
        "008613826012607",
        "8613826012607",
        "\u202d13826012607\u202c",
    ],
)
def test_a_mobile_is_kept_as_eleven_digits_however_it_was_typed(typed: str) -> None:
    judged = judge_mobile(typed)
    assert judged.value == "13826012607"
    assert judged.warnings == ()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "请输入手机号"),
        (" - ", "请输入手机号"),
        ("1382601260", "手机号应为 11 位，现为 10 位"),
        ("138260126070", "手机号应为 11 位，现为 12 位"),
        ("12826012607", "手机号应以 13–19 开头"),
        ("23826012607", "手机号应以 13–19 开头"),
        ("1382601260O", "手机号只能是数字"),
        ("١٣٨٢٦٠١٢٦٠٧", "手机号只能是数字"),
        ("1441234567890", "这是 13 位的物联网号码，不能作联系电话"),
        ("861441234567890", "这是 13 位的物联网号码，不能作联系电话"),
    ],
)
def test_what_is_no_mobile_is_refused_and_says_why(typed: str, said: str) -> None:
    with pytest.raises(UserError) as refusal:
        judge_mobile(typed, field="contact_mobile")
    assert refusal.value.message == said
    assert refusal.value.field == "contact_mobile"


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("15412345678", "154 号段尚未启用，请核对"),
        ("16112345678", "161 号段尚未启用，请核对"),
        ("19412345678", "194 号段尚未启用，请核对"),
        ("14412345678", "144 是物联网号段，请核对能否接听"),
        ("13491234567", "1349 是卫星电话号段，请核对"),
        ("17401234567", "1740 是卫星电话号段，请核对"),
    ],
)
def test_an_unusual_range_warns_and_goes_on(number: str, said: str) -> None:
    assert judge_mobile(number).value == number
    assert judge_mobile(number).warnings == (said,)


@pytest.mark.parametrize("head", sorted(LIVE))
def test_a_live_range_does_not_warn(head: int) -> None:
    assert judge_mobile(f"{head}12345678").warnings == ()


def test_1348_is_no_satellite() -> None:
    assert judge_mobile("13481234567").warnings == ()


@given(st.text())
@example("+86" * 9)
def test_any_text_is_judged_or_refused(text: str) -> None:
    judged = outcome(judge_mobile, text)
    if isinstance(judged, UserError):
        assert judged.field == "mobile"
    else:
        assert judge_mobile(format_mobile(judged.value)) == judged


@given(MOBILES)
def test_judging_the_shown_number_gives_the_number(number: str) -> None:
    assert judge_mobile(number) == judge_mobile(format_mobile(number))


def test_a_mobile_is_shown_in_groups_and_masked_in_the_middle() -> None:
    assert format_mobile("13826012607") == "138 2601 2607"
    assert mask_mobile("13826012607") == "138 **** 2607"


@pytest.mark.parametrize(
    ("number", "masked"),
    [("0755-88881234", "**** 1234"), ("+85212345678", "**** 5678"), ("123456", "******"), ("1234567", "**** 4567"), ("", "")],
)
def test_another_number_is_shown_as_typed_and_keeps_at_most_its_tail_when_masked(number: str, masked: str) -> None:
    assert format_mobile(number) == number
    assert mask_mobile(number) == masked


@given(MOBILES)
def test_a_masked_mobile_hides_four_digits(number: str) -> None:
    assert mask_mobile(number).split() == [number[:3], "****", number[-4:]]


@pytest.mark.parametrize("number", ["0755-88881234", "0755 8888 1234", "88881234", "010-62331234转801", "０７５５－８８８８１２３４"])
def test_a_landline_needs_no_reason(number: str) -> None:
    assert judge_phone(number).warnings == ()


def test_a_second_number_that_is_a_mobile_is_kept_like_one() -> None:
    assert judge_phone("+86 138-2601-2607").value == "13826012607"


@pytest.mark.parametrize("number", ["+852 2345 6789", "(852) 23456789", "95588"])
def test_a_number_from_abroad_is_kept_as_typed_and_warns(number: str) -> None:
    judged = judge_phone(number)
    assert judged.value == number
    assert judged.warnings == ("不是手机号，也不是常见的固定电话，请核对",)


@pytest.mark.parametrize("number", ["", "1234", "找王芳", "123456789012345678901", "+"])
def test_what_cannot_be_dialled_is_refused(number: str) -> None:
    with pytest.raises(UserError, match="5–20 位"):
        judge_phone(number)


@given(st.text(alphabet="0123456789 +-()（）转*#ａ１"))
def test_a_second_number_is_judged_or_refused_and_stays_the_same(text: str) -> None:
    judged = outcome(judge_phone, text)
    if isinstance(judged, UserError):
        assert judged.field == "phone"
    else:
        assert judge_phone(judged.value) == judged
