"""How the texts of a form share its page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.complaints.paper_room import Block, Room, Tall
from deskapp.papers import A4, NCR_241X140, Field, Row, Section

ROOM = Room(A4, row=7.0, note="", retention="")
LEAST = 16.0


def talls_of(lengths: list[tuple[int, bool]]) -> list[Tall]:
    """Texts of so many characters in cells of the whole width, written already or not."""
    return [
        Tall((Field(f"原因{place}", "车" * length, span=4),), LEAST, written=written) for place, (length, written) in enumerate(lengths)
    ]


def heights(sections: list[Section]) -> list[float]:
    widths = sections[0].widths(A4.grid_width, ROOM.t)
    return [row.need(widths, ROOM.t) for row in sections[0].rows]


texts = st.lists(st.tuples(st.integers(min_value=0, max_value=1_000), st.booleans()), min_size=1, max_size=8)


@given(texts)
def test_the_page_is_always_full_and_nothing_is_carried_that_had_room(lengths: list[tuple[int, bool]]):
    talls = talls_of(lengths)
    sections, rests = ROOM.fill([Block(talls, "①", "受理")])
    assert sum(heights(sections)) == pytest.approx(ROOM.height, abs=0.01)
    widths = Section([], mark="①").widths(A4.grid_width, ROOM.t)
    least = [Row(*tall.cells).need(widths, ROOM.t) if tall.written else max(LEAST, Row(*tall.cells).need(widths, ROOM.t)) for tall in talls]
    assert bool(rests) == (sum(least) > ROOM.height + 0.01)


@given(texts)
def test_what_will_be_written_by_hand_keeps_its_height(lengths: list[tuple[int, bool]]):
    sections, _ = ROOM.fill([Block(talls_of(lengths), "①", "受理")])
    for height, (length, written) in zip(heights(sections), lengths, strict=True):
        assert height >= (7.0 if written else LEAST) - 0.01
        assert height >= 12.19 or length < 42 or not written  # a text that goes on elsewhere shows two lines at least


@given(texts)
def test_what_stands_on_the_form_and_what_is_carried_is_the_whole_text(lengths: list[tuple[int, bool]]):
    sections, rests = ROOM.fill([Block(talls_of(lengths), "①", "受理")])
    carried = {rest.field.label: rest.field.value for rest in rests}
    for row, (length, _) in zip(sections[0].rows, lengths, strict=True):
        (cell,) = row.cells
        assert isinstance(cell, Field)
        assert (cell.value + carried.get(cell.label, "")).replace("\n", "") == "车" * length
        assert cell.carried == (cell.label in carried)


def test_rows_that_have_grown_take_from_the_written_texts_first():
    room = Room(NCR_241X140, row=6.6, note="", retention="")
    written, empty = Field("客户原话", "车" * 300, span=4), Field("处理结果", span=4)
    grown = Row(Field("客户姓名", "欧" * 40), height=0)
    rows = [Row(Field("专人", span=4), height=56.0), grown, Tall((written,), 16.0, written=True), Tall((empty,), 16.0)]
    sections, rests = room.fill([Block(rows)])
    widths = sections[0].widths(NCR_241X140.grid_width, room.t)
    needs = [row.need(widths, room.t) for row in sections[0].rows]
    assert sum(needs) == pytest.approx(room.height, abs=0.01)
    assert needs[3] == pytest.approx(16.0)
    assert [rest.field.label for rest in rests] == ["客户原话"]


def test_rows_no_page_can_hold_flow_on():
    sections, rests = ROOM.fill([Block([Row(Field("专人", span=4), height=260.0), *talls_of([(5, True)])])])
    assert len(sections[0].rows) == 2
    assert rests == []
