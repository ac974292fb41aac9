"""What is said of a membership in more than one window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskapp.members.domain import MemberState, Stage, format_card
from deskapp.typed import format_date, format_points
from ui.kit.pills import Pill
from ui.kit.theme import Tone

if TYPE_CHECKING:
    from deskapp.members.domain import Member
    from deskapp.points.domain import Balance


def state_pill(member: Member) -> Pill:
    """The state of the membership, or what its term calls for."""
    if member.state is MemberState.PENDING:
        return Pill(member.state.label, Tone.WARN, "clock")
    if member.state is MemberState.LOST:
        return Pill(member.state.label, Tone.BAD, "circle-alert")
    if member.state is not MemberState.ACTIVE:
        return Pill(member.state.label, Tone.NEUTRAL)
    if member.stage is Stage.RUNNING:
        return Pill(member.state.label, Tone.GOOD)
    return Pill(member.stage.label, Tone.WARN if member.stage is Stage.ENDING else Tone.BAD, "clock")


def level_words(member: Member) -> str:
    """银卡（本期升级积分 3,000），到 2027-11-22: the level with the line that decided it."""
    until = f"，到 {format_date(member.level_until)}" if member.level_until else ""
    return f"{member.level.label}（{member.level_why}）{until}"


def coming_words(member: Member) -> str:
    """The level of a term paid ahead; '' without one."""
    coming = member.coming
    return f"{format_date(coming.starts_on)} 起 {coming.level.label}（{coming.why}）" if coming else ""


def grace_words(member: Member) -> str:
    """What may be done after the term; '' before its end and for a membership that does not stand."""
    if not member.state.is_open or member.stage not in {Stage.GRACE, Stage.LAPSED}:
        return ""
    if member.stage is Stage.GRACE:
        return f"宽限到 {format_date(member.grace_until)}：照常积分，续会后才能兑换"
    return f"宽限期 {format_date(member.grace_until)} 已过：续会可恢复，客服经理可作废"


def card_words(member: Member) -> str:
    """The card with what it says where that is no longer true."""
    if not member.card_no:
        return ""
    if member.state is MemberState.LOST:
        return f"{format_card(member.card_no)}（已停用）"
    level = f"（卡面{member.card_level.label}）" if member.card_due and member.card_level else ""
    return f"{format_card(member.card_no)}{level}"


def points_ending(points: Balance) -> str:
    """120 分 2026-12-31 到期; '' when nothing ends."""
    first = points.next_expiry
    return f"{format_points(first.points)} 分 {format_date(first.on)} 到期" if first else ""
