"""The membership under the cursor: what is known of it, its state, and its next step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskapp.members.domain import Member, MemberState, Stage
from deskapp.staff.domain import Right
from deskapp.typed import format_date
from ui.kit import buttons, theme
from ui.kit.frames import Card, LabelRows, NextStep
from ui.kit.labels import Label, Section, Wrapped
from ui.kit.pills import Pill, PillLabel
from ui.members.acts import MemberAct, acts_menu, acts_of, next_act
from ui.members.words import card_words, coming_words, grace_words, level_words, state_pill

if TYPE_CHECKING:
    from ui.desk import Desk


@dataclass(frozen=True)
class Line:
    """A membership with the people's names."""

    member: Member
    recruiter: str
    entered_by: str
    referrer: str


@dataclass(frozen=True)
class House:
    """What the panel knows of the store: what is booked at 录入确认, and whether there is a 系统登记."""

    join: int
    introduced: int
    oem: bool


_SAYS_GRACE = {"renew", "void"}
_ROWS = ("会员编号", "手机", "车辆", "卡号", "有效期", "推荐人", "介绍人", "经办", "系统登记")


class MemberPanel(Card):
    """The membership under the cursor and its next step; 更多 opens whatever else may be done with it."""

    def __init__(self, desk: Desk, house: House) -> None:
        super().__init__(name="member_panel")
        self._desk, self._house = desk, house
        self._may_confirm = desk.session.may(Right.CONFIRM_MEMBERS)
        self.line: Line | None = None
        self._next: MemberAct | None = None
        self._acts: list[MemberAct] = []
        self._name, self._pill = Section(""), PillLabel(Pill(""))
        self._values = {label: Label() for label in _ROWS}
        self._level = Wrapped("", size=theme.HINT, colour=theme.INK_2)
        self._step = NextStep("录入确认")
        self.confirm = buttons.primary("录入确认", icon="check", height=theme.CONTROL_MAIN, name="confirm_member")
        self.step = buttons.primary("", height=theme.CONTROL_MAIN, name="member_step")
        self.give_back = buttons.danger("退回…", icon="undo-2", name="return_member")
        self.paper = buttons.plain("打印申请表", icon="printer", name="print_application")
        self.more = buttons.plain("更多", icon="chevron-down", name="more_acts")
        self.open = buttons.plain("打开会员卡片", icon="arrow-right", key="Enter", name="open_member")
        self._holder = QWidget()
        self._lay_out()
        self._holder.hide()
        self.step.clicked.connect(self._take_step)
        self.more.clicked.connect(self._show_menu)

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
        column.addWidget(self.step)
        first, second = QHBoxLayout(), QHBoxLayout()
        for row, shown in ((first, (self.give_back, self.paper)), (second, (self.open, self.more))):
            row.setSpacing(theme.STEP)
            for button in shown:
                row.addWidget(button)
            row.addStretch(1)
            column.addLayout(row)
        self.column.addWidget(self._holder)

    def show_line(self, line: Line | None) -> None:
        self.line = line
        self._holder.setVisible(line is not None)
        if line is None:
            return
        member = line.member
        self._name.set_text(f"{member.name} {member.salutation}".strip())
        self._pill.set_pill(state_pill(member))
        for label, value in self._shown(line).items():
            self._values[label].set_text(value or "—")
        pending = member.state is MemberState.PENDING
        self._acts = acts_of(self._desk, member, oem=self._house.oem)
        self._next = None if pending else next_act(member, self._acts)
        grace = "" if self._next is not None and self._next.key in _SAYS_GRACE else grace_words(member)
        self._level.setText("\n".join(part for part in (level_words(member), coming_words(member), grace) if part))
        self._step.setVisible(pending or self._next is not None)
        self.confirm.setVisible(pending and self._may_confirm)
        self.give_back.setVisible(pending and self._may_confirm)
        self.paper.setVisible(pending)
        self.step.setVisible(self._next is not None)
        self.more.setVisible(bool(self._acts) and not pending)
        if pending:
            self._step.set_step("录入确认" if self._may_confirm else "等客服录入确认", self._confirm_effect(line))
        elif self._next is not None:
            self._step.set_step(*_step_words(self._next, member))
            self.step.set_words(self._next.words, icon=self._next.icon)

    def _shown(self, line: Line) -> dict[str, str]:
        member = line.member
        oem = format_date(member.oem_on) if member.oem_on else "未登记" if self._house.oem else "本店不登记"
        return {
            "会员编号": member.number,
            "手机": member.mobile,
            "车辆": "、".join(member.plates),
            "卡号": card_words(member),
            "有效期": f"{format_date(member.joined_on)} 至 {format_date(member.valid_until)}",
            "推荐人": f"{line.recruiter}（{member.join_channel.label}）",
            "介绍人": line.referrer,
            "经办": f"{line.entered_by} {member.entered_at:%Y-%m-%d %H:%M}".strip(),
            "系统登记": oem,
        }

    def _take_step(self) -> None:
        if self.line is not None and self._next is not None:
            self._next.do(self._desk, self.line.member)

    def _show_menu(self) -> None:
        if self.line is not None:
            menu = acts_menu(self, self._desk, self.line.member, self._acts)
            menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height() + theme.HALF_STEP)))

    def _confirm_effect(self, line: Line) -> str:
        parts = ["会员变为有效"]
        if self._house.join:
            parts.append(f"入会积分 +{self._house.join}")
        if line.referrer and self._house.introduced:
            parts.append(f"{line.referrer} 介绍入会 +{self._house.introduced}")
        return "，".join(parts)


def _step_words(act: MemberAct, member: Member) -> tuple[str, str]:
    """What the membership calls for, and why."""
    until = format_date(member.valid_until)
    if act.key == "renew":
        return "续会", f"有效期到 {until}，到期前续会从次日接上" if member.stage is Stage.ENDING else grace_words(member)
    if act.key == "void":
        return "过期作废，或续会恢复", grace_words(member)
    if act.key == "change_card":
        card = member.card_level.label if member.card_level else ""
        return "换卡？", f"卡面是{card}，现在是{member.level.label}"
    if act.key == "register":
        return "系统登记", f"{format_date(member.joined_on)} 入会，在厂家系统录入后在这里打勾"
    return "补卡", "补卡后恢复兑换，积分和有效期不变"
