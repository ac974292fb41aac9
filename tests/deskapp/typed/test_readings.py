import csv
import subprocess
import sys
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.errors import UserError
from deskapp.typed import NameReadings, judge_reading, name_readings
from tests.deskapp.typed.outcome import outcome

TABLE = list(csv.DictReader((files("resources") / "names" / "surnames.csv").read_text(encoding="utf-8").splitlines()))


def test_a_plain_name_has_one_reading() -> None:
    assert name_readings("张伟明") == NameReadings(("zhangweiming",), ("zwm",), "zhang wei ming")


@pytest.mark.parametrize(
    ("name", "right", "by_dictionary"),
    [
        ("单伟", "shanwei", "danwei"),
        ("仇伟", "qiuwei", "chouwei"),
        ("解伟", "xiewei", "jiewei"),
        ("曾伟", "zengwei", "cengwei"),
        ("朴伟", "piaowei", "puwei"),
        ("区伟", "ouwei", "quwei"),
        ("查伟", "zhawei", "chawei"),
    ],
)
def test_a_surname_is_found_by_its_right_reading_and_by_the_usual_one(name: str, right: str, by_dictionary: str) -> None:
    readings = name_readings(name)
    assert readings.full == (right, by_dictionary)
    assert readings.sort_key == f"{right.removesuffix('wei')} wei"
    assert {initials[-1] for initials in readings.initials} == {"w"}


@pytest.mark.parametrize(
    ("name", "full", "initials"),
    [("尉迟敬德", "yuchijingde", "ycjd"), ("长孙无忌", "zhangsunwuji", "zswj"), ("万俟雪", "moqixue", "mqx")],
)
def test_two_character_surnames_are_read_whole(name: str, full: str, initials: str) -> None:
    assert name_readings(name).full[0] == full
    assert name_readings(name).initials[0] == initials


@pytest.mark.parametrize("row", TABLE, ids=[row["surname"] for row in TABLE])
def test_every_row_of_the_table_is_found(row: dict[str, str]) -> None:
    full = name_readings(row["surname"] + "明").full
    assert full[0] == row["reading"].replace(" ", "") + "ming"
    assert not row["also"] or row["also"] + "ming" in full


def test_the_table_is_well_formed() -> None:
    assert len(TABLE) >= 47
    assert len({row["surname"] for row in TABLE}) == len(TABLE)
    assert all(len(row["reading"].split()) == len(row["surname"]) for row in TABLE)
    assert all(judge_reading(row["reading"], name=row["surname"]).warnings == () for row in TABLE)


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("中国银行深圳分行", "zhongguoyinhangshenzhenfenhang"),
        ("天天音乐", "tiantianyinyue"),
        ("诚信会计师事务所", "chengxinkuaijishishiwusuo"),
    ],
)
def test_a_word_is_read_otherwise_than_its_characters(name: str, full: str) -> None:
    assert full in name_readings(name).full


def test_the_table_of_words_holds_what_single_characters_would_read_wrong() -> None:
    words = list(csv.DictReader((files("resources") / "names" / "words.csv").read_text(encoding="utf-8").splitlines()))
    assert len({row["word"] for row in words}) == len(words) > 1_000
    assert all(2 <= len(row["word"]) == len(row["reading"].split()) <= 3 for row in words)
    assert all(judge_reading(row["reading"], name=row["word"]).warnings == () for row in words)


def test_u_umlaut_is_found_in_all_three_spellings() -> None:
    assert name_readings("吕蒙").full == ("lvmeng", "lumeng", "lyumeng")
    assert name_readings("李绿").full == ("lilv", "lilu", "lilyu")
    assert name_readings("吕蒙").initials == ("lm",)


def test_a_company_is_not_read_as_a_surname_first() -> None:
    readings = name_readings("查理单车BYD有限公司")
    assert readings.full[0] == "chalidancheBYD有限公司".replace("BYD有限公司", "bydyouxiangongsi")
    assert readings.full[1].startswith("zha")
    assert readings.initials[0] == "cldcbydyxgs"


def test_names_of_minorities_and_of_foreigners() -> None:
    assert name_readings("古丽·买买提").full == ("gulimaimaiti",)
    assert name_readings("古丽·买买提").initials == ("glmmt",)
    assert name_readings("Tom Smith") == NameReadings(("tomsmith",), ("tomsmith",), "tom smith")
    assert name_readings("Tom张").initials == ("tomz",)


@pytest.mark.parametrize(("name", "full"), [("䶮𫍯", "yanxian"), ("张㛃", "zhangjie")])
def test_rare_characters_are_read(name: str, full: str) -> None:
    assert full in name_readings(name).full


def test_a_character_without_a_reading_stands_for_itself() -> None:
    assert name_readings("张\U000323af明").full == ("zhang\U000323afming",)


def test_no_name_has_an_empty_reading() -> None:
    assert name_readings("") == NameReadings(("",), ("",), "")


def test_a_personal_reading_comes_first_and_the_others_stay() -> None:
    assert name_readings("单伟", "dan").full == ("danwei", "shanwei")
    assert name_readings("单伟", "dan").sort_key == "dan wei"
    assert name_readings("乐乐", "le yue").full[0] == "leyue"
    assert name_readings("Tom单", "shan").full == ("tomshan", "tomdan")


@given(st.text(alphabet="张单吕尉迟长孙伟Aa ·ü1\U000323af", max_size=8), st.lists(st.sampled_from(["shan", "wei", "lv"]), max_size=3))
def test_every_name_has_readings_and_each_override_leads(name: str, override: list[str]) -> None:
    readings = name_readings(name, " ".join(override))
    assert readings.full
    assert readings.initials
    assert len(set(readings.full)) == len(readings.full)
    assert set(name_readings(name).full) <= set(readings.full)
    assert readings.sort_key.replace(" ", "") == readings.full[0]


def test_no_table_is_read_for_a_name_without_chinese_characters() -> None:
    asked = "from deskapp.typed import name_readings; name_readings('Tom Smith')"
    program = f"import sys; {asked}; sys.exit('importlib.resources' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_every_character_is_read_as_the_dictionary_reads_it() -> None:
    from pypinyin import lazy_pinyin  # only here: the product has the table

    table = list(csv.DictReader((files("resources") / "names" / "characters.csv").read_text(encoding="utf-8").splitlines()))
    characters = [char for row in table for char in row["characters"]]
    assert len(set(characters)) == len(characters) > 41_000
    assert all(
        judge_reading(row["reading"], name="张").warnings == () for row in table if row["reading"] not in {"m", "n", "ng", "hm", "hng"}
    )
    assert {char: row["reading"] for row in table for char in row["characters"]} == {char: lazy_pinyin(char)[0] for char in characters}


@pytest.mark.parametrize(
    ("typed", "kept"), [("Shan Wei", "shan wei"), ("lü", "lv"), ("LÜ", "lv"), ("xi’an", "xi an"), ("ｓｈａｎ", "shan"), (" er ", "er")]
)
def test_a_personal_reading_is_kept_in_small_letters(typed: str, kept: str) -> None:
    assert judge_reading(typed, name="单伟").value == kept


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "请输入拼音"),
        ("shanwei", "“shanwei”不是一个字的拼音，请每个字一个拼音、用空格隔开"),
        ("liwei", "“liwei”不是一个字的拼音，请每个字一个拼音、用空格隔开"),
        ("单", "“单”不是一个字的拼音，请每个字一个拼音、用空格隔开"),
        ("shan wei ming", "姓名有 2 个汉字，拼音却有 3 个"),
    ],
)
def test_a_personal_reading_is_one_syllable_a_character(typed: str, said: str) -> None:
    with pytest.raises(UserError) as refusal:
        judge_reading(typed, name="单伟")
    assert (refusal.value.message, refusal.value.field) == (said, "reading")


@given(st.text() | st.text(alphabet="shanweiluüÜ '", max_size=12))
def test_any_reading_is_judged_or_refused(text: str) -> None:
    judged = outcome(judge_reading, text, name="单伟")
    assert isinstance(judged, UserError) or judge_reading(judged.value, name="单伟") == judged
