"""What two states of a template's lines differ in, in the words of whoever changed them. Pure."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from deskapp.checklists.domain import Item, ItemRole, clock


class ChangeKind(StrEnum):
    """What happened to a line, in the order it is told."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"

    @property
    def label(self) -> str:
        return {ChangeKind.ADDED: "新增", ChangeKind.REMOVED: "删去", ChangeKind.CHANGED: "改动", ChangeKind.MOVED: "移动"}[self]


@dataclass(frozen=True, slots=True)
class Change:
    """One line that is new, gone, other than it was, or in another place; `words` say how."""

    kind: ChangeKind
    code: str
    title: str
    words: str


def changes(before: Sequence[Item], after: Sequence[Item]) -> tuple[Change, ...]:
    """Every difference, line by line: added, removed, changed, moved. A line is known by its code; of slots the time is the place."""
    old = {item.code: item for item in before}
    kept = [item for item in after if item.code in old]
    staying = {item.code for item in kept}
    found = [Change(ChangeKind.ADDED, "", item.title, _all_of(item)) for item in after if item.code not in old]
    found += [Change(ChangeKind.REMOVED, item.code, item.title, _all_of(item)) for item in before if item.code not in staying]
    for item in kept:
        differences = _differences(old[item.code], item)
        if differences:
            found.append(Change(ChangeKind.CHANGED, item.code, item.title, "；".join(differences)))
    return (*found, *_moves([item for item in before if item.code in staying], kept))


def _moves(before: Sequence[Item], after: Sequence[Item]) -> list[Change]:
    """The fewest lines that explain the new order."""
    was = {item.code: place for place, item in enumerate(before)}
    rest = [item for item in after if item.role is not ItemRole.SLOT]
    stayed = _longest_rising([was[item.code] for item in rest])
    place = {item.code: at for at, item in enumerate(after, start=1)}
    return [
        Change(ChangeKind.MOVED, item.code, item.title, f"从第 {was[item.code] + 1} 移到第 {place[item.code]}")
        for item in rest
        if was[item.code] not in stayed
    ]


def _longest_rising(places: Sequence[int]) -> set[int]:
    """The members of a longest rising run among different numbers (patience sorting)."""
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for number in places:
        at = bisect_left(ends, number)
        before[number] = ends[at - 1] if at else None
        ends[at : at + 1] = [number]
    found: set[int] = set()
    step = ends[-1] if ends else None
    while step is not None:
        found.add(step)
        step = before[step]
    return found


def _differences(old: Item, new: Item) -> list[str]:
    pairs = (
        ("名称", old.title, new.title),
        ("分类", old.section, new.section),
        ("标准", old.criterion, new.criterion),
        ("权重", str(old.weight), str(new.weight)),
        ("时间", _time(old), _time(new)),
        ("巡检", _rounds(old), _rounds(new)),
        ("清单", old.area, new.area),
    )
    return [f"{what} {was or '（空）'} → {now or '（空）'}" for what, was, now in pairs if was != now]


def _all_of(item: Item) -> str:
    weight = f"权重 {item.weight}" if item.weight > 1 else ""
    return "，".join(words for words in (_time(item), item.section, item.criterion, weight) if words)


def _time(item: Item) -> str:
    return f"{clock(item.starts_at)}–{clock(item.ends_at)}" if item.starts_at is not None and item.ends_at is not None else ""


def _rounds(item: Item) -> str:
    return f"每 {item.round_every} 分钟" if item.round_every else ""
