"""The list of redemptions: what is still owed on top, by the step it waits for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from deskapp.calendar import DueState
from deskapp.gifts.domain import State
from deskapp.typed import format_points
from ui.kit.frames import Empty
from ui.kit.pills import Pill
from ui.kit.rows import Column, Group, RowsModel
from ui.kit.rows_view import RowsView
from ui.kit.theme import Tone

if TYPE_CHECKING:
    from deskapp.gifts.slips import Redemption
    from ui.kit.local_state import LocalState

_ICONS = {
    State.APPLIED: "clock",
    State.TO_PREPARE: "package",
    State.READY: "gift",
    State.ON_THE_WAY: "truck",
    State.RECEIVED: "circle-check",
    State.CANCELLED: "circle-x",
}


def redemptions_list(state: LocalState) -> tuple[RowsModel[Redemption], RowsView[Redemption]]:
    """Model and view of the page."""
    columns: Sequence[Column[Redemption]] = (
        Column(key="state", title="状态", text=_due_words, pill=due_pill, width=140),
        Column(key="number", title="单号", text=lambda one: one.number, width=148),
        Column(key="customer", title="客户", text=lambda one: one.customer_name, width=88),
        Column(key="gifts", title="礼品", text=lambda one: one.what, after=lambda one: f"{format_points(one.cost)} 分", stretch=True),
        Column(key="age", title="已等", text=_age_words, sort=lambda one: one.waiting_days, right=True, width=60),
        Column(key="who", title="现在在谁", text=lambda one: one.waits_for or "—", width=120),
    )
    model: RowsModel[Redemption] = RowsModel(columns, key=lambda one: one.id)
    empty = Empty("这里没有兑换单", "按 F7 给客户兑换礼品", icon="gift")
    return model, RowsView(model, name="redemption_list", says="兑换单", state=state, empty=empty)


def due_pill(one: Redemption) -> Pill:
    """Until when an open one should be signed for, red when that is over or the stock does not cover it; the state of a closed one."""
    if one.missing:
        return Pill("缺货", Tone.BAD, "package-x")
    if one.due is None:
        return state_pill(one)
    tones = {DueState.OVERDUE: Tone.BAD, DueState.TODAY: Tone.WARN, DueState.AHEAD: Tone.NEUTRAL}
    return Pill(one.due.words, tones[one.due.state], "circle-alert" if one.is_overdue else "clock")


def state_pill(one: Redemption) -> Pill:
    """Where it stands."""
    if one.state.is_open:
        return Pill(one.state.label, Tone.WARN, _ICONS[one.state])
    return Pill(one.state.label, Tone.GOOD if one.state is State.RECEIVED else Tone.NEUTRAL, _ICONS[one.state])


def grouped(found: Sequence[Redemption]) -> list[tuple[Group, list[Redemption]]]:
    """By state, in the order of the way through the house."""
    groups: list[tuple[Group, list[Redemption]]] = []
    for state in State:
        mine = [one for one in found if one.state is state]
        late = sum(one.is_overdue for one in mine)
        hint = f"{len(mine)} 张" + (f"，{late} 张逾期" if late else "")
        longest = max((one.waiting_days for one in mine), default=0)
        if longest and state.is_open:
            hint += f"，最久 {longest} 个工作日"
        groups.append((Group(state.label, hint, _ICONS[state]), mine))
    return groups


def _age_words(one: Redemption) -> str:
    """Working days from the application to the signature, or to today."""
    return f"{one.waiting_days} 天" if one.state is not State.CANCELLED else "—"


def _due_words(one: Redemption) -> str:
    return one.due.words if one.due is not None else one.state.label
