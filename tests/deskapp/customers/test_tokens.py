"""What one can find a customer by."""

from hypothesis import given
from hypothesis import strategies as st

from deskapp.customers.domain import TokenSource
from deskapp.customers.tokens import customer_tokens, holds_word, number_tokens, vehicle_holds_word, vehicle_tokens


def _texts(tokens) -> set[str]:
    return {token for token, _ in tokens}


def test_a_name_is_found_from_each_character_on_and_in_each_reading():
    tokens = customer_tokens(name="单伟明", contact="", reading="", mobile="13826012607")
    assert {"单伟明", "伟明", "明", "swm", "wm", "m", "dwm", "shanweiming", "danweiming"} <= _texts(tokens)
    assert {text for text, source in tokens if source is not TokenSource.NAME} == {"13826012607", "26012607", "2607"}


def test_a_car_is_found_by_the_parts_people_read_out():
    assert _texts(vehicle_tokens(plate="粤BD20716", vin="LSVAA41T2RN000001")) == {
        "粤bd20716", "bd20716", "d20716", "0716", "lsvaa41t2rn000001", "2rn000001"[1:], "000001",
    }  # fmt: skip
    assert vehicle_tokens(plate="", vin="") == set()


def test_a_card_is_found_whole_and_by_its_last_six():
    assert number_tokens("66010342", TokenSource.CARD, TokenSource.CARD_PART) == {
        ("66010342", TokenSource.CARD),
        ("010342", TokenSource.CARD_PART),
    }
    assert number_tokens("A1", TokenSource.CARD, TokenSource.CARD_PART) == {("a1", TokenSource.CARD)}


NAMES = st.text(alphabet="张单仇伟明䶮𫍯·吕 ABzoe", min_size=1, max_size=8)
WORDS = st.text(alphabet="张单伟䶮swzhandq1238粤bk", min_size=1, max_size=5)


@given(name=NAMES, word=WORDS, mobile=st.from_regex(r"1[38][0-9]{9}", fullmatch=True))
def test_checking_a_word_agrees_with_the_index(name, word, mobile):
    tokens = _texts(customer_tokens(name=name, contact="", reading="", mobile=mobile))
    assert holds_word(word, name=name, contact="", reading="", mobile=mobile) == any(token.startswith(word) for token in tokens)


@given(plate=st.sampled_from(["粤B3K852", "粤BD20716", "使12345", ""]), word=WORDS)
def test_checking_a_word_on_a_car_agrees_with_the_index(plate, word):
    tokens = _texts(vehicle_tokens(plate=plate, vin="LSVAA41T2RN000001"))
    assert vehicle_holds_word(word, plate=plate, vin="LSVAA41T2RN000001") == any(token.startswith(word) for token in tokens)
