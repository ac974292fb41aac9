"""Columns are told by their heads, however old systems call them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.members.import_fields import IGNORED, ImportField, code, code_label, codes, guess, missing, read_code, recognised


@pytest.mark.parametrize(
    ("head", "meaning"),
    [
        ("姓名", "name"),
        ("*客户姓名：", "name"),
        (" 手机号码 ", "mobile"),
        ("联系电话（必填）", "mobile"),
        ("ＶＩＮ码", "vin"),
        ("会员到期日", "valid_until"),
        ("可用积分", "redeemable"),
        ("累计积分", "tier"),
        ("车牌号2", "plate.2"),
        ("车牌(3)", "plate.3"),
        ("第二辆车车型", "model.2"),
        ("车架号二", "vin.2"),
        ("接受短信", "consent_marketing"),
        ("序号", IGNORED),
        ("", IGNORED),
        ("姓名2", IGNORED),
    ],
)
def test_a_head_tells_what_its_column_is(head, meaning):
    assert guess([head], {}) == (meaning,)


def test_a_meaning_is_given_to_the_first_column_only():
    assert guess(["姓名", "客户姓名", "手机"], {}) == ("name", IGNORED, "mobile")


def test_a_choice_made_before_comes_again_and_wins_over_the_guess():
    remembered = {"编码": "member_no", "姓名": "contact", "积分": IGNORED, "坏": "no_such_meaning"}
    assert guess([" 编码 ", "姓名", "积分", "坏", "手机"], remembered) == ("member_no", "contact", IGNORED, IGNORED, "mobile")


def test_name_and_mobile_are_the_least_a_list_must_have():
    assert missing(["plate"]) == "姓名、手机"
    assert missing(["company", "mobile"]) == ""
    assert missing(["name", IGNORED]) == "手机"


def test_a_row_of_people_is_no_row_of_heads():
    assert recognised(["张伟", "13826012607", "粤B3K852"], {}) == 0
    assert recognised(["姓名", "手机", "车牌", "备用"], {"备用": "alt_phone"}) == 4


def test_every_meaning_can_be_remembered_and_named():
    assert len(set(codes())) == len(codes())
    for meaning in codes():
        assert code(*read_code(meaning)) == meaning
        assert code_label(meaning)
    assert code_label("plate.2") == "车牌（第 2 辆）"
    assert code_label(IGNORED) == "不导入"


def test_the_words_of_the_fields_are_recognised_as_themselves():
    assert [guess([which.label], {})[0] for which in ImportField] == [which.value for which in ImportField]


@given(st.lists(st.one_of(st.text(max_size=12), st.sampled_from([which.label for which in ImportField])), max_size=20))
def test_whatever_stands_in_the_heads_each_meaning_is_given_once(heads):
    given_out = guess(heads, {})
    assert len(given_out) == len(heads)
    chosen = [meaning for meaning in given_out if meaning != IGNORED]
    assert len(set(chosen)) == len(chosen)
    assert set(chosen) <= set(codes())
