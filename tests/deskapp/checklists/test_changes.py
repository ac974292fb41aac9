"""What changed between two states of a template, told line by line."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from deskapp.checklists.changes import ChangeKind, changes
from deskapp.checklists.domain import Item, ItemRole

ITEMS = tuple(Item(f"项目{n}", code=f"A{n}", section="卫生", criterion="干净", weight=1) for n in range(1, 7))
A1, A2, A3, A4, A5, A6 = ITEMS


def told(before, after):
    return [(one.kind, one.code or one.title, one.words) for one in changes(before, after)]


def test_nothing_changed_is_nothing():
    assert changes(ITEMS, ITEMS) == ()


def test_a_new_line_a_removed_one_and_a_rewritten_one():
    after = (A1, replace(A2, criterion="干净无水渍", weight=3), A4, A5, A6, Item("鱼缸", criterion="水清"))
    assert told(ITEMS, after) == [
        (ChangeKind.ADDED, "鱼缸", "水清"),
        (ChangeKind.REMOVED, "A3", "卫生，干净"),
        (ChangeKind.CHANGED, "A2", "标准 干净 → 干净无水渍；权重 1 → 3"),
    ]


def test_a_line_taken_to_another_place_is_the_only_one_moved():
    assert told(ITEMS, (A6, A1, A2, A3, A4, A5)) == [(ChangeKind.MOVED, "A6", "从第 6 移到第 1")]
    assert told(ITEMS, (A2, A3, A1, A4, A5, A6)) == [(ChangeKind.MOVED, "A1", "从第 1 移到第 3")]


def test_a_removed_line_moves_nobody():
    assert [one.kind for one in changes(ITEMS, ITEMS[1:])] == [ChangeKind.REMOVED]


def test_the_time_of_a_slot_is_told_as_a_clock():
    slot = Item("打扫", ItemRole.SLOT, "L1", starts_at=490, ends_at=495)
    assert told((slot,), (replace(slot, ends_at=500, round_every=30),)) == [
        (ChangeKind.CHANGED, "L1", "时间 08:10–08:15 → 08:10–08:20；巡检 （空） → 每 30 分钟"),
    ]


@given(st.permutations(ITEMS))
def test_putting_the_moved_lines_back_gives_the_old_order(after):
    moved = {one.code for one in changes(ITEMS, after) if one.kind is ChangeKind.MOVED}
    rest = [item for item in after if item.code not in moved]
    assert rest == [item for item in ITEMS if item.code not in moved]
    assert len(moved) < len(ITEMS)
