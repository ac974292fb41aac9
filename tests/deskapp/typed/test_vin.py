import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.errors import UserError
from deskapp.typed import check_digit, judge_vin, model_year
from tests.deskapp.typed.outcome import outcome

ALPHABET = "0123456789ABCDEFGHJKLMNPRSTUVWXYZ"
VINS = st.text(alphabet=ALPHABET, min_size=17, max_size=17)


@pytest.mark.parametrize("vin", ["LSVAA41T2RN000001", "L6T7844SXTN000512", "LHGGK5858T2000042", "1M8GDM9AXKP042788"])
def test_a_right_check_digit_passes(vin: str) -> None:
    assert judge_vin(vin).value == vin
    assert judge_vin(vin).warnings == ()


@pytest.mark.parametrize(
    ("vin", "expected", "found"),
    [("LSVAA41T2RN000002", "4", "2"), ("L6T7844SXTN000152", "6", "X"), ("LHGGK585XT2000042", "8", "X")],
)
def test_a_wrong_check_digit_warns_and_says_what_it_should_be(vin: str, expected: str, found: str) -> None:
    judged = judge_vin(vin)
    assert judged.value == vin
    assert judged.warnings == (f"校验位不符：第 9 位应为 {expected}，现为 {found}，请核对",)


def test_the_letter_i_blocks_and_offers_the_digit() -> None:
    with pytest.raises(UserError) as refusal:
        judge_vin("LSVAA4ITXRN000001")
    assert refusal.value.message == "车架号里没有字母 I"
    assert refusal.value.field == "vin"
    assert refusal.value.repair is not None
    assert refusal.value.repair.value == "LSVAA41TXRN000001"
    assert refusal.value.repair.label == "改为 LSVAA41TXRN000001"


def test_all_forbidden_letters_are_named_once() -> None:
    with pytest.raises(UserError, match=r"没有字母 O、Q、I$"):
        judge_vin("LSVAAOTQ2RNOOOOOI")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "请输入车架号"),
        ("LSVAA41T2RN00000", "车架号应为 17 位，现为 16 位"),
        ("LSVAA41T2RN0000011", "车架号应为 17 位，现为 18 位"),
        ("LSVAA41T2RNI", "车架号应为 17 位，现为 12 位"),
        ("LSVAA41T2RN00000王", "车架号只能是字母和数字，请去掉“王”"),
        ("LSVAA41T2RN00#00*", "车架号只能是字母和数字，请去掉“#*”"),
    ],
)
def test_a_wrong_form_blocks(typed: str, said: str) -> None:
    with pytest.raises(UserError) as refusal:
        judge_vin(typed)
    assert refusal.value.message == said
    assert refusal.value.repair is None


def test_small_letters_blanks_and_full_width_are_folded() -> None:
    assert judge_vin(" lsvaa41t2 rn-000001 ").value == judge_vin("ＬＳＶＡＡ４１Ｔ２ＲＮ０００００１").value == "LSVAA41T2RN000001"


@given(VINS)
def test_any_well_formed_vin_passes_once_its_check_digit_is_set(vin: str) -> None:
    right = vin[:8] + check_digit(vin) + vin[9:]
    assert judge_vin(right).warnings == ()
    assert check_digit(right) == check_digit(vin)


@given(VINS, st.integers(0, 15), st.sampled_from("0123456789"))
def test_one_wrong_digit_never_goes_unnoticed(vin: str, place: int, digit: str) -> None:
    place += place >= 8
    right = vin[:8] + check_digit(vin) + vin[9:]
    if right[place] in "0123456789" and right[place] != digit:
        assert judge_vin(right[:place] + digit + right[place + 1 :]).warnings


@given(st.text() | st.text(alphabet=ALPHABET + "IOQioq -"))
def test_any_text_is_judged_or_refused(text: str) -> None:
    judged = outcome(judge_vin, text)
    if isinstance(judged, UserError):
        assert judged.field == "vin"
        if judged.repair is not None:
            assert judge_vin(judged.repair.value).value == judged.repair.value
    else:
        assert judge_vin(judged.value) == judged


@pytest.mark.parametrize(
    ("code", "year"), [("R", 2024), ("S", 2025), ("T", 2026), ("V", 2027), ("W", 1998), ("1", 2001), ("9", 2009), ("A", 2010), ("Y", 2000)]
)
def test_the_year_code_names_the_latest_model_year_that_can_be(code: str, year: int) -> None:
    assert model_year("LSVAA41T2" + code + "N000001", this_year=2026) == year


@pytest.mark.parametrize("code", "0UZ")
def test_a_vin_without_year_code_has_no_model_year(code: str) -> None:
    assert model_year("LSVAA41T2" + code + "N000001", this_year=2026) is None
