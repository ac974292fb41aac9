"""The states of the lounge as pills."""

from datetime import datetime

from deskapp.checklists.domain import Item
from deskapp.lounge.domain import Day
from ui.kit.pills import Pill
from ui.lounge.slot_list import LOOKS, spoken


def state_pill(day: Day, slot: Item, now: datetime) -> Pill:
    """A slot's state: word, icon, colour."""
    look = LOOKS[day.state(slot.code, now)]
    return Pill(spoken(day, slot, now), look.tone, look.icon)
