"""Where a slip stands and until when it is owed, as pills."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from deskapp.calendar import DueState
from deskapp.handovers.domain import State
from ui.kit.dates import until_words
from ui.kit.pills import Pill
from ui.kit.theme import Tone

if TYPE_CHECKING:
    from deskapp.handovers.domain import SlipRow

_PILLS = {
    State.RETURNED: (Tone.NEUTRAL, "undo-2"),
    State.POSTED: (Tone.GOOD, "circle-check"),
    State.VOIDED: (Tone.NEUTRAL, "ban"),
    State.REVERSED: (Tone.NEUTRAL, "undo-2"),
}


def state_pill(row: SlipRow) -> Pill:
    """Overdue before anything else, in opening days, whoever owes it; then where the slip stands."""
    if row.due is not None and row.due.state is DueState.OVERDUE:
        words = f"逾期 {row.due.days} 天" if row.state is State.PENDING else f"退回 超 {row.due.days} 天"
        return Pill(words, Tone.BAD, "circle-alert")
    if row.state is State.PENDING:
        return Pill(row.state.label, Tone.WARN, "clock")
    return Pill(row.state.label, *_PILLS[row.state])


def due_pill(row: SlipRow, *, today: date) -> Pill | None:
    """Until when the slip is owed, beside its next step; None once nobody owes anything."""
    if row.due is None:
        return None
    if row.due.state is DueState.OVERDUE:
        return Pill(f"超 {row.due.days} 天", Tone.BAD, "circle-alert")
    tone = Tone.WARN if row.due.state is DueState.TODAY else Tone.NEUTRAL
    return Pill(f"{until_words(row.due_at, today=today)} 前", tone, "clock")
