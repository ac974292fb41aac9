import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.errors import UserError
from deskapp.typed import judge_company, judge_credit_code, judge_name
from tests.deskapp.typed.outcome import outcome

RARE = ("䶮", "㛃", "𫍯", "𬭎")


@pytest.mark.parametrize("dot", "•．・‧.·･⋅∙")
def test_every_middle_dot_becomes_the_one_dot(dot: str) -> None:
    assert judge_name(f"古丽{dot}买买提").value == "古丽·买买提"
    assert judge_name(f" 古丽 {dot}{dot} 买买提{dot}").value == "古丽·买买提"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("张 伟明", "张伟明"),
        ("张　伟", "张伟"),
        ("Ｔｏｍ　Ｓｍｉｔｈ", "Tom Smith"),
        ("Tom   Smith", "Tom Smith"),
        ("Tom 张", "Tom 张"),
        ("J. Smith", "J. Smith"),
        ("O’Brien-Müller", "O’Brien-Müller"),
        ("张\u200b伟", "张伟"),
        ("葛\U000e0100城", "葛城"),
        ("\u2f2d\u2f08", "山人"),
        ("Mu\u0308ller", "Müller"),
    ],
)
def test_padding_and_width_are_folded(typed: str, kept: str) -> None:
    assert judge_name(typed) == judge_name(kept)
    assert judge_name(typed).value == kept
    assert judge_name(typed).warnings == ()


def test_compatibility_forms_fold_to_the_character_meant() -> None:
    assert judge_name("\uf90a伟").value == "金伟"


@pytest.mark.parametrize("character", RARE)
def test_rare_characters_stay_and_count_as_one(character: str) -> None:
    assert judge_name(character * 50).value == character * 50
    with pytest.raises(UserError, match="最多 50 个字，现为 51 个"):
        judge_name(character * 51)


def test_one_character_is_a_name() -> None:
    assert judge_name("王").warnings == ()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "请输入姓名"),
        (" ·　• ", "请输入姓名"),
        ("…·…", "姓名里没有文字，请核对"),
        ("13826012607", "姓名里没有文字，请核对"),
        ("王\ue863", "姓名里有旧输入法的自造字（U+E863），别的电脑和打印机认不出，请改用标准字，或先写拼音"),
        ("王\U000f0001", "姓名里有旧输入法的自造字（U+F0001），别的电脑和打印机认不出，请改用标准字，或先写拼音"),
        ("王\ufffd", "姓名里有无法显示的字符（U+FFFD），请删去重输"),
        ("王\x00", "姓名里有无法显示的字符（U+0000），请删去重输"),
        ("王\ud800", "姓名里有无法显示的字符（U+D800），请删去重输"),
        ("王\ufdd0", "姓名里有无法显示的字符（U+FDD0），请删去重输"),
        ("王\uffff", "姓名里有无法显示的字符（U+FFFF），请删去重输"),
    ],
)
def test_what_no_one_could_read_is_refused_with_a_hint(typed: str, said: str) -> None:
    with pytest.raises(UserError) as refusal:
        judge_name(typed, field="alt_contact")
    assert (refusal.value.message, refusal.value.field) == (said, "alt_contact")


@pytest.mark.parametrize(
    ("typed", "said"), [("张3", "姓名里有数字，请核对"), ("张@伟", "姓名里有符号“@”，请核对"), ("张😀", "姓名里有符号“😀”，请核对")]
)
def test_digits_and_symbols_warn(typed: str, said: str) -> None:
    assert judge_name(typed).value == typed
    assert judge_name(typed).warnings == (said,)


@pytest.mark.parametrize("judge", [judge_name, judge_company])
@given(text=st.text() | st.text(alphabet="张伟明AaÜ ·.•　（)12"))
def test_any_text_is_judged_or_refused_and_stays_the_same(judge, text: str) -> None:
    judged = outcome(judge, text)
    if not isinstance(judged, UserError):
        assert judge(judged.value) == judged


def test_a_company_keeps_its_digits_and_gets_chinese_brackets() -> None:
    assert judge_company("某某(集团) 3 号有限公司").value == "某某（集团） 3 号有限公司"
    assert judge_company("3M (China) Ltd.").value == "3M (China) Ltd."
    assert judge_company("３６０数科").warnings == ()


@pytest.mark.parametrize("typed", ["", "厂", "123"])
def test_a_company_needs_its_full_name(typed: str) -> None:
    with pytest.raises(UserError, match="请输入单位全称"):
        judge_company(typed)


def test_a_company_has_at_most_100_characters() -> None:
    assert judge_company("厂" * 100).warnings == ()
    with pytest.raises(UserError, match="单位名称最多 100 个字"):
        judge_company("厂" * 101)


CREDIT_CODE = "91350100M000100Y43"


@pytest.mark.parametrize("typed", [CREDIT_CODE, "91350100-M000100Y43", " 91350100m000100y43 ", "91440300708461136T", "91110000802100433B"])
def test_a_right_credit_code_passes(typed: str) -> None:
    assert judge_credit_code(typed).warnings == ()
    assert len(judge_credit_code(typed).value) == 18


def test_a_wrong_check_character_of_a_credit_code_warns() -> None:
    assert judge_credit_code("91350100M000100Y44").warnings == ("校验位不符：末位应为 3，现为 4，请核对",)


@pytest.mark.parametrize(
    ("typed", "said", "repaired"),
    [
        ("", "请输入统一社会信用代码", None),
        ("91350100M000100Y4", "统一社会信用代码应为 18 位，现为 17 位", None),
        ("9135O1OOM000100Y43", "统一社会信用代码里没有“O”", CREDIT_CODE),
        ("9I35010VM000100Y43", "统一社会信用代码里没有“I、V”", None),
    ],
)
def test_a_credit_code_of_wrong_form_is_refused(typed: str, said: str, repaired: str | None) -> None:
    with pytest.raises(UserError) as refusal:
        judge_credit_code(typed)
    assert refusal.value.message == said
    assert (refusal.value.repair.value if refusal.value.repair else None) == repaired


@given(st.text() | st.text(alphabet="0123456789ABCDEFGHJKLMNPQRTUWXYIOSVZ", min_size=18, max_size=18))
def test_any_credit_code_is_judged_or_refused(text: str) -> None:
    judged = outcome(judge_credit_code, text)
    if not isinstance(judged, UserError):
        assert judge_credit_code(judged.value) == judged
