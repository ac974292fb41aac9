"""How states of inspection look: a planned check, an item, a check in the list."""

from __future__ import annotations

from deskapp.checklists.domain import Result, RunKind, Score
from deskapp.inspection.domain import CheckLine, CheckState, Planned
from ui.kit.pills import Pill
from ui.kit.theme import Tone

_PLANNED = {
    CheckState.FUTURE: Pill("未到", Tone.NEUTRAL, "circle-dashed"),
    CheckState.DUE: Pill("待查", Tone.WARN, "clock"),
    CheckState.STARTED: Pill("检查中", Tone.INFO, "circle-dot"),
    CheckState.DONE: Pill("已查", Tone.GOOD),
    CheckState.LATE: Pill("迟查", Tone.WARN, "circle-check"),
    CheckState.OVERDUE: Pill("逾期", Tone.BAD),
    CheckState.MISSED: Pill("漏查", Tone.BAD, "circle-x"),
}
_MARKS = {
    Result.PASSED: Pill("合格", Tone.GOOD, "check"),
    Result.FAILED: Pill("不合格", Tone.ALARM, "x"),
    Result.NOT_APPLICABLE: Pill("不适用", Tone.NEUTRAL, "minus"),
}


def state_pill(state: CheckState) -> Pill:
    return _PLANNED[state]


def mark_pill(result: Result | None) -> Pill:
    return Pill("未查", Tone.NEUTRAL, "circle") if result is None else _MARKS[result]


def line_pill(line: CheckLine) -> Pill:
    """What a check waits for, or how it came out."""
    if line.voided:
        return Pill("已作废", Tone.NEUTRAL, "ban")
    if line.finished_at is None:
        return Pill(f"查了 {line.marked}/{line.items}", Tone.INFO, "circle-dot")
    if not line.confirmed_by:
        return Pill("待确认", Tone.WARN, "user-check")
    return Pill("已确认", Tone.GOOD)


def rate_words(score: Score) -> str:
    """85.7%, or — when nothing applied."""
    return "—" if score.permille is None else f"{score.permille / 10:.1f}%"


def planned_name(one: Planned) -> str:
    """仪容仪表 2/3 where there are several, else the name of the sheet."""
    form = one.version.form
    several = form.runs if one.kind is not RunKind.SPOT else form.spot_items if form.spot_people else 1
    return f"{one.version.name} {one.nth}/{several}" if several > 1 else one.version.name
