import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.typed import code_form, fold, is_han, narrow


@pytest.mark.parametrize(
    ("typed", "compared"),
    [
        ("138 2601 2607", "13826012607"),
        ("138-2601-2607", "13826012607"),
        ("１３８２６０１２６０７", "13826012607"),
        ("粤B 3K852", "粤b3k852"),
        ("粤B·3K852", "粤b3k852"),
        ("粤B 1234 学", "粤b 1234 学"),
        ("HY-20261123-001", "hy20261123001"),
        ("HY 20261123 001", "hy20261123001"),
        ("hy20261123001", "hy20261123001"),
        ("LSVAA41T2RN000001", "lsvaa41t2rn000001"),
        ("张 8888", "张 8888"),
        ("  张　伟  ", "张 伟"),
        ("古丽·买买提", "古丽买买提"),
        ("古丽.买买提", "古丽买买提"),
        ("Lü Meng", "lv meng"),
        ("xi'an", "xian"),
        ("ZWM", "zwm"),
        ("\ufeffzwm\u200b", "zwm"),
        ("", ""),
    ],
)
def test_a_query_and_the_index_meet_in_one_form(typed: str, compared: str) -> None:
    assert fold(typed) == compared


@pytest.mark.parametrize("typed", ["HY001-A", "ｈｙ００１－Ａ", " hy 001·a ", "HY.001—A", "\u202ahy001a"])
def test_a_code_has_one_spelling(typed: str) -> None:
    assert code_form(typed) == "HY001A"


def test_narrowing_touches_width_and_radicals_only() -> None:
    assert narrow("Ａｚ０～！　ａ，张、。（⼭⿕") == "Az0~! a,张、。(山龠"
    assert narrow("䶮·①㎡") == "䶮·①㎡"


@given(st.text() | st.text(alphabet="张粤Bb 0123ü-·．　İK"))
def test_folding_twice_gives_the_same(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("character", "张䶮㛃𫍯𬭎〇金㐀一鿿")
def test_rare_characters_are_chinese(character: str) -> None:
    assert is_han(character)


@pytest.mark.parametrize("character", "aü·1，あ")
def test_other_characters_are_not(character: str) -> None:
    assert not is_han(character)
