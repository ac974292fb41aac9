"""The membership under the cursor: what is known of it, its state, and its next step."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskapp.members.domain import Member, MemberState, Stage, format_card
from ui.kit import buttons, theme
from ui.kit.frames import Card, LabelRows, NextStep
from ui.kit.labels import Label, Section, Wrapped
from ui.kit.pills import Pill, PillLabel
from ui.kit.theme import Tone


@dataclass(frozen=True)
class Line:
    """A membership with the people's names."""

    member: Member
    recruiter: str
    entered_by: str
    referrer: str


@dataclass(frozen=True)
class Awards:
    """What is booked at 录入确认."""

    join: int
    introduced: int


class MemberPanel(Card):
    """The membership under the cursor and its next step."""

    def __init__(self, *, may_confirm: bool, awards: Awards) -> None:
        super().__init__(name="member_panel")
        self._may_confirm, self._awards = may_confirm, awards
        self.line: Line | None = None
        self._name, self._pill = Section(""), PillLabel(Pill(""))
        self._values = {label: Label() for label in ("会员编号", "手机", "车辆", "卡号", "有效期", "渠道", "推荐人", "介绍人", "经办")}
        self._level = Wrapped("", size=theme.HINT, colour=theme.INK_2)
        self._step = NextStep("录入确认")
        self.confirm = buttons.primary("录入确认", icon="check", height=theme.CONTROL_MAIN, name="confirm_member")
        self.give_back = buttons.danger("退回…", icon="undo-2", name="return_member")
        self.paper = buttons.plain("打印申请表", icon="printer", name="print_application")
        self.open = buttons.plain("打开会员卡片", icon="arrow-right", key="Enter", name="open_member")
        self._holder = QWidget()
        self._lay_out()
        self._holder.hide()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._name, 1)
        head.addWidget(self._pill)
        column = QVBoxLayout(self._holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.STEP)
        column.addLayout(head)
        column.addWidget(LabelRows(list(self._values.items())))
        column.addWidget(self._level)
        column.addStretch(1)
        column.addWidget(self._step)
        column.addWidget(self.confirm)
        row = QHBoxLayout()
        row.setSpacing(theme.STEP)
        row.addWidget(self.give_back)
        row.addWidget(self.paper)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.open)
        self.column.addWidget(self._holder)

    def show_line(self, line: Line | None) -> None:
        self.line = line
        self._holder.setVisible(line is not None)
        if line is None:
            return
        member = line.member
        self._name.set_text(f"{member.name} {member.salutation}".strip())
        self._pill.set_pill(state_pill(line))
        shown = {
            "会员编号": member.number,
            "手机": member.mobile,
            "车辆": "、".join(member.plates),
            "卡号": format_card(member.card_no),
            "有效期": f"{member.joined_on} 至 {member.valid_until}",
            "渠道": member.join_channel.label,
            "推荐人": line.recruiter,
            "介绍人": line.referrer,
            "经办": f"{line.entered_by} {member.entered_at:%Y-%m-%d %H:%M}".strip(),
        }
        for label, value in shown.items():
            self._values[label].set_text(value or "—")
        self._level.setText(f"{member.level.label}（{member.level_why}）")
        pending = member.state is MemberState.PENDING
        self._step.setVisible(pending)
        self.confirm.setVisible(pending and self._may_confirm)
        self.give_back.setVisible(pending and self._may_confirm)
        self.paper.setVisible(member.state is not MemberState.VOID)
        if pending:
            self._step.set_step("录入确认" if self._may_confirm else "等客服录入确认", self._effect(line))

    def _effect(self, line: Line) -> str:
        parts = ["会员变为有效"]
        if self._awards.join:
            parts.append(f"入会积分 +{self._awards.join}")
        if line.referrer and self._awards.introduced:
            parts.append(f"{line.referrer} 介绍入会 +{self._awards.introduced}")
        return "，".join(parts)


def state_pill(line: Line) -> Pill:
    """The state of the membership, or what its term calls for."""
    member = line.member
    if member.state is MemberState.PENDING:
        return Pill(member.state.label, Tone.WARN, "clock")
    if member.state is MemberState.LOST:
        return Pill(member.state.label, Tone.BAD, "circle-alert")
    if member.state is not MemberState.ACTIVE:
        return Pill(member.state.label, Tone.NEUTRAL)
    if member.stage is Stage.RUNNING:
        return Pill(member.state.label, Tone.GOOD)
    return Pill(member.stage.label, Tone.WARN if member.stage is Stage.ENDING else Tone.BAD, "clock")
