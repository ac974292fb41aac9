"""How lines break: runs whole, punctuation on its side, nothing lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.papers.sizes import LASER, POINT
from deskapp.papers.typesetting import Typesetter

from . import samples


@pytest.fixture(scope="module")
def setter() -> Typesetter:
    return Typesetter(samples.fonts(), LASER, row=7.0)


def test_a_text_that_fits_stays_on_one_line(setter: Typesetter) -> None:
    assert setter.wrap("前刹车片", 100, 10.5) == ("前刹车片",)
    assert setter.wrap("", 100, 10.5) == ("",)


@pytest.mark.parametrize("chars", range(4, 20))
def test_no_line_begins_with_closing_punctuation_or_ends_with_opening(setter: Typesetter, chars: int) -> None:
    text = "上周五（雨）换的前刹车片，开出去不到两天。“早上”第一脚，就有尖叫声！方向盘还有点抖；《手册》说：正常。"
    lines = setter.wrap(text, chars * 3.7042, 10.5)
    assert "".join(lines) == text
    assert not any(line[0] in "。，！；：）”》" for line in lines)
    assert not any(line[-1] in "（“《" for line in lines)


def test_latin_and_digit_runs_are_never_cut(setter: Typesetter) -> None:
    text = "车架号LSVAA41T2RN000001于2026-11-23 10:42到店，里程18,426km，费用1,286.00元"
    lines = setter.wrap(text, 38, 10.5)
    assert len(lines) > 3
    for run in ("LSVAA41T2RN000001", "2026-11-23", "10:42", "18,426km", "1,286.00"):
        assert any(run in line for line in lines), run


def test_a_run_wider_than_the_line_is_cut_where_it_must_be(setter: Typesetter) -> None:
    lines = setter.wrap("A" * 100, 30, 10.5)
    assert "".join(lines) == "A" * 100
    assert all(setter.width(line, 10.5) <= 30.001 for line in lines)


def test_line_ends_of_the_writer_are_kept(setter: Typesetter) -> None:
    assert setter.wrap("第一段\r\n\n第二段", 100, 10.5) == ("第一段", "", "第二段")


@given(st.text(alphabet="汽车服务，。（）“”A1 -./<>&\n䶮𫍯", max_size=80), st.floats(min_value=12, max_value=90))
def test_whatever_is_typed_nothing_but_blanks_at_line_ends_is_lost(text: str, width: float) -> None:
    setter = Typesetter(samples.fonts(), LASER, row=7.0)
    lines = setter.wrap(text, width, 10.5)
    assert "".join(lines).replace(" ", "") == text.replace("\n", "").replace(" ", "")
    assert all(_ink(setter, line) <= width + 0.001 for line in lines)


def _ink(setter: Typesetter, line: str) -> float:
    """Width without the white half of a sign at the end."""
    whole = setter.width(line, 10.5)
    return whole - 0.45 * 10.5 * POINT if line and line[-1] in "，。）" else whole


def test_the_white_half_of_a_closing_sign_does_not_break_a_line(setter: Typesetter) -> None:
    text = "质检员签字。"
    full = setter.width(text, 10.5)
    assert setter.wrap(text, full - 1.6, 10.5) == (text,)
    assert setter.wrap(text, full - 1.9, 10.5) == ("质检员签", "字。")
    assert setter.wrap("质检员签字", setter.width("质检员签字", 10.5) - 0.1, 10.5) == ("质检员签", "字")
    lines = setter.wrap("质检员签字，前台回电。", full - 1.6, 10.5)
    assert lines == ("质检员签字，", "前台回电。")
    assert setter.wrap("\n".join(lines), full - 1.6, 10.5) == lines


def test_a_head_line_is_shortened_visibly(setter: Typesetter) -> None:
    shown = setter.fit("打印 2026-11-23 15:08  一个名字特别长的经办人", 50, 8)
    assert shown.endswith("…")
    assert setter.width(shown, 8) <= 50
    assert setter.fit("王芳", 50, 8) == "王芳"
