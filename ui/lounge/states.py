"""The states of the lounge as pills, and what was written about a slot in words."""

from collections.abc import Mapping
from datetime import datetime

from deskapp.checklists.domain import Item
from deskapp.lounge.domain import Day
from deskapp.lounge.things import SlotNote
from ui.kit.pills import Pill
from ui.lounge.slot_list import LOOKS, spoken


def state_pill(day: Day, slot: Item, now: datetime) -> Pill:
    """A slot's state: word, icon, colour."""
    look = LOOKS[day.state(slot.code, now)]
    return Pill(spoken(day, slot, now), look.tone, look.icon)


def note_words(note: SlotNote, names: Mapping[int, str]) -> str:
    """Who said it when, and what."""
    return f"{names[note.by]} {note.at:%m-%d %H:%M}：{note.text}"
