import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.errors import UserError
from deskapp.typed import PROVINCES, Confidence, Energy, PlateClass, format_plate, judge_plate
from tests.deskapp.typed.outcome import outcome

HIGH, MEDIUM, LOW = Confidence.HIGH, Confidence.MEDIUM, Confidence.LOW


@pytest.mark.parametrize(
    ("text", "plate_class", "confidence"),
    [
        ("粤B3K852", PlateClass.NORMAL, HIGH),
        ("京A12345", PlateClass.NORMAL, HIGH),
        ("粤BD1234", PlateClass.NORMAL, HIGH),
        *[(f"粤B{mark}12345", PlateClass.NEV_SMALL, HIGH) for mark in "DABCEFGHJK"],
        ("粤BDA1234", PlateClass.NEV_SMALL, HIGH),
        *[(f"粤B12345{mark}", PlateClass.NEV_LARGE, HIGH) for mark in "DABCEFGHJK"],
        ("粤Z12A4港", PlateClass.HONG_KONG, HIGH),
        ("粤Z1234澳", PlateClass.MACAU, HIGH),
        ("京A0123警", PlateClass.POLICE, HIGH),
        ("粤B1234学", PlateClass.TRAINING, HIGH),
        ("粤B12T4挂", PlateClass.TRAILER, HIGH),
        ("123456使", PlateClass.EMBASSY, MEDIUM),
        ("使123456", PlateClass.EMBASSY, MEDIUM),
        ("沪12345领", PlateClass.CONSULATE, MEDIUM),
        ("沪A1234领", PlateClass.CONSULATE, MEDIUM),
        ("粤X1234应急", PlateClass.EMERGENCY, HIGH),
        ("粤S1234应急", PlateClass.EMERGENCY, HIGH),
        ("京12345应急", PlateClass.EMERGENCY, MEDIUM),
        ("VA12345", PlateClass.ARMY, LOW),
        ("军A12345", PlateClass.ARMY, LOW),
        ("WJ粤12345", PlateClass.ARMED_POLICE, LOW),
        ("WJ1234X", PlateClass.ARMED_POLICE, LOW),
        ("粤B12345临", PlateClass.TEMPORARY, LOW),
        ("临粤B12345", PlateClass.TEMPORARY, LOW),
        ("粤O12345", PlateClass.O_SERIES, LOW),
    ],
)
def test_every_class_is_known_by_its_shape(text: str, plate_class: PlateClass, confidence: Confidence) -> None:
    judged = judge_plate(text)
    assert judged.value.text == text
    assert judged.value.plate_class is plate_class
    assert judged.value.confidence is confidence
    assert bool(judged.warnings) is (confidence is not HIGH)


def test_a_plate_of_doubtful_shape_asks_for_a_reason() -> None:
    assert judge_plate("粤O12345").warnings == ("按格式看属于“O 段”，不常见，请核对",)


@pytest.mark.parametrize("typed", ["粤b3k852", "粤B·3K852", "粤B•3K852", "粤B.3K852", "粤B-3K 852", "粤Ｂ３Ｋ８５２", " 粤 B 3K852 "])
def test_a_plate_has_one_spelling_however_it_was_typed(typed: str) -> None:
    plate = judge_plate(typed).value
    assert (plate.text, plate.province, plate.letter, plate.serial) == ("粤B3K852", "粤", "B", "3K852")


@pytest.mark.parametrize(
    ("typed", "said", "label", "value"),
    [
        ("粤B1O852", "车牌序号里没有字母 I 和 O", "改为 10852", "粤B10852"),
        ("粤BI0852", "车牌序号里没有字母 I 和 O", "改为 10852", "粤B10852"),
        ("粤BD1O345", "车牌序号里没有字母 I 和 O", "改为 D10345", "粤BD10345"),
        ("粤B12I4挂", "车牌序号里没有字母 I 和 O", "改为 1214挂", "粤B1214挂"),
    ],
)
def test_i_and_o_block_and_offer_the_digits(typed: str, said: str, label: str, value: str) -> None:
    with pytest.raises(UserError) as refusal:
        judge_plate(typed, field="new_plate")
    assert (refusal.value.message, refusal.value.field) == (said, "new_plate")
    assert refusal.value.repair is not None
    assert (refusal.value.repair.label, refusal.value.repair.value) == (label, value)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "请输入车牌；没有车牌请选未上牌"),
        ("B3K852", "车牌应以省份简称开头，如 粤B3K852"),
        ("粤", "“粤”后面应是一个字母，如 粤B3K852"),
        ("粤83K852", "“粤”后面应是一个字母，如 粤B3K852"),
        ("粤B3K85", "车牌序号应为 5 位，新能源 6 位，现为 4 位"),
        ("粤B3K85222", "车牌序号应为 5 位，新能源 6 位，现为 7 位"),
        ("粤BX12345", "新能源车牌序号应为字母在前的 D12345、DA1234，或字母在后的 12345D；普通车牌为 5 位"),
        ("粤B3K85王", "车牌序号只能是字母和数字，末位可为 港澳警学挂 等"),
        ("粤BD1234王", "车牌序号只能是字母和数字，末位可为 港澳警学挂 等"),
        ("粤BIOIO", "车牌序号应为 5 位，新能源 6 位，现为 4 位"),
    ],
)
def test_what_is_no_plate_is_refused_with_the_way_out(typed: str, said: str) -> None:
    with pytest.raises(UserError) as refusal:
        judge_plate(typed)
    assert refusal.value.message == said
    assert refusal.value.repair is None


LOST_DIGIT = "新能源车牌一般为 8 位，现为 7 位，请核对是否漏了一位"


@pytest.mark.parametrize(
    ("text", "energy", "warning"),
    [
        ("粤BD1234", None, None),
        ("粤BD1234", Energy.FUEL, None),
        ("粤BD1234", Energy.ELECTRIC, LOST_DIGIT),
        ("粤B3K852", Energy.HYBRID, LOST_DIGIT),
        ("粤BD12345", Energy.ELECTRIC, None),
        ("粤BF12345", Energy.HYBRID, None),
        ("粤B12345D", Energy.ELECTRIC, None),
        ("粤BF12345", Energy.ELECTRIC, "车牌字母 F 表示插混，车辆填的是纯电，请核对"),
        ("粤B12345D", Energy.HYBRID, "车牌字母 D 表示纯电，车辆填的是插混，请核对"),
        ("粤BD12345", Energy.FUEL, "燃油车一般不用新能源车牌，请核对"),
        ("粤B1234学", Energy.ELECTRIC, None),
    ],
)
def test_a_plate_that_does_not_go_with_the_energy_warns(text: str, energy: Energy | None, warning: str | None) -> None:
    assert judge_plate(text, energy=energy).warnings == ((warning,) if warning else ())


def test_lists_show_the_plate_with_a_gap_after_the_area() -> None:
    assert format_plate("粤B3K852") == format_plate(judge_plate("粤B3K852").value) == "粤B 3K852"
    assert format_plate("123456使") == "123456使"


def test_every_class_and_energy_has_a_word_for_the_clerk() -> None:
    labels = [member.label for kind in (PlateClass, Energy) for member in kind]
    assert all(labels)
    assert len(set(labels)) == len(labels)


PLATE_TEXT = st.text(alphabet=PROVINCES + "ABDFIOWJXZ0123456789港澳警学挂使领应急临军· -", max_size=10)


@given(st.text() | PLATE_TEXT, st.sampled_from([None, *Energy]))
def test_any_text_is_judged_or_refused(text: str, energy: Energy | None) -> None:
    judged = outcome(judge_plate, text, energy=energy)
    if isinstance(judged, UserError):
        assert judged.field == "plate"
        if judged.repair is not None:
            assert judge_plate(judged.repair.value).value.text == judged.repair.value
    else:
        assert judge_plate(format_plate(judged.value), energy=energy) == judged


@given(
    st.sampled_from(PROVINCES),
    st.sampled_from("ABCDEFGHJKLMNPQRSTUVWXYZ"),
    st.text(alphabet="ABCDEFGHJKLMNPQRSTUVWXYZ0123456789", min_size=5, max_size=5),
)
def test_every_plate_of_the_common_shape_is_normal_without_warning(province: str, letter: str, serial: str) -> None:
    judged = judge_plate(f"{province}{letter}{serial}")
    assert judged.value.plate_class is PlateClass.NORMAL
    assert judged.warnings == ()
