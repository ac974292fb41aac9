"""退会 of one member, 过期作废 of one or many: both say first what is left of the points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from deskapp.errors import UserError
from deskapp.members.domain import MOST_AT_ONCE
from deskapp.typed import format_points
from ui.kit import notify, theme, work
from ui.kit.banners import Banner
from ui.kit.fields_text import NotesField
from ui.kit.form_dialog import FormDialog
from ui.kit.frames import beside
from ui.kit.labels import Figure, Hint, Label, Wrapped
from ui.kit.theme import Tone
from ui.members.ticked_list import TickedMembers, TickedRow

if TYPE_CHECKING:
    from deskapp.data import Act
    from deskapp.members.leaving import Leaver, Left
    from ui.desk import Desk


class ResignDialog(FormDialog["Left"]):
    """退会: the rest of the points stands large, for it is lost."""

    def __init__(self, desk: Desk, membership_id: int) -> None:
        leaver: Leaver = work.call(_leavers, desk.session.act(), [membership_id])[0]
        member, points = leaver.member, leaver.points
        super().__init__(desk.sheets, f"{member.name} 退会", "退会", form="resign", icon="log-out", act_icon="log-out")
        self._desk, self._leaver = desk, leaver
        self.head.add(Label(member.number))
        below_zero = points.spendable < 0
        figure = Figure(format_points(points.spendable), "分", size=theme.FIGURE, colour=theme.BAD if below_zero else theme.INK)
        self.body.addWidget(beside(Hint("剩余积分"), figure, spacing=theme.GAP))
        self.body.addWidget(Wrapped(_effect(leaver)))
        if not leaver.may_leave:
            self.body.addWidget(Banner(_reserved_words(leaver), Tone.WARN, name="reserved"))
        self.reason = self.field("reason_text", NotesField("reason_text", "退会原因", required=True, lines=2))
        self.body.addWidget(self.reason)
        if not leaver.may_leave:
            self.primary_button.block("先办完预留积分的单据")
        self.accepted.connect(self._saved)

    def save(self) -> Left:
        act = self._desk.session.act(request_id=self.request_id)
        return work.call(_resign, act, self._leaver.member.membership_id, self.reason.need())

    def accept(self) -> None:
        super().accept()
        if self.is_open() and not self._leaver.may_leave:
            self.primary_button.block("先办完预留积分的单据")

    def _saved(self, left: Left) -> None:
        voided = f"，作废 {format_points(left.voided)} 分" if left.voided else ""
        notify.say(f"{self._leaver.member.name} 已退会{voided}")

    def draft_values(self) -> dict[str, Any]:
        return {}


class VoidDialog(FormDialog["list[Left]"]):
    """过期作废 of members whose grace is over. Who has something reserved is shown and cannot be ticked."""

    def __init__(self, desk: Desk, membership_ids: Sequence[int]) -> None:
        super().__init__(
            desk.sheets,
            "过期作废",
            "作废",
            form="void_lapsed",
            icon="calendar-x",
            act_icon="calendar-x",
            hint="宽限期已过、没有续会的会员",
            width=theme.DIALOG_WIDTHS[1],
        )
        self._desk = desk
        leavers: Sequence[Leaver] = work.call(_leavers, desk.session.act(), membership_ids)
        self._points = {one.member.membership_id: max(one.points.spendable, 0) for one in leavers}
        rows = [TickedRow(one.member, f"{format_points(one.points.spendable)} 分", _why_not(one)) for one in leavers]
        self.list = TickedMembers(rows, note="剩余积分", most=MOST_AT_ONCE)
        self.note = self.field("reason_text", NotesField("reason_text", "说明", placeholder="例如：电话已停机，可以不填", lines=2))
        self.effect = Hint("")
        self.body.addWidget(self.list)
        self.body.addWidget(self.effect)
        self.body.addWidget(self.note)
        self.list.changed.connect(self._show_effect)
        self.accepted.connect(self._saved)
        self._show_effect()

    def first_field(self) -> QWidget | None:
        """The list: untick who shall stay."""
        return self.list.view

    def save(self) -> list[Left]:
        ticked = self.list.ticked()
        if not ticked:
            raise UserError("请先勾选要作废的会员")
        return work.call(_void, self._desk.session.act(request_id=self.request_id), ticked, self.note.value() or "")

    def accept(self) -> None:
        super().accept()
        if self.is_open():
            self._show_effect()

    def _show_effect(self) -> None:
        ticked = self.list.ticked()
        points = sum(self._points[key] for key in ticked)
        self.effect.set_text(f"会员变为已退会，卡停用，剩余积分共 {format_points(points)} 分记为过期作废；客户资料保留，以后可以重新入会")
        self.primary_button.set_words(f"作废 {len(ticked)} 位")
        if not ticked:
            self.primary_button.block("还没有勾选会员")

    def _saved(self, left: list[Left]) -> None:
        notify.say(f"已作废 {len(left)} 位，{format_points(sum(one.voided for one in left))} 分")

    def draft_values(self) -> dict[str, Any]:
        return {}


def _effect(leaver: Leaver) -> str:
    points = leaver.points.spendable
    if points > 0:
        words = f"退会后这 {format_points(points)} 分作废，不能恢复；"
    elif points < 0:
        words = f"还欠 {format_points(-points)} 分，退会后仍记在账上；"
    else:
        words = "没有剩余积分；"
    return f"{words}会员卡停用，客户和车辆资料保留。以后再入会是新的会员编号。"


def _reserved_words(leaver: Leaver) -> str:
    return f"还有 {format_points(leaver.points.reserved)} 分预留在未办完的单据里，请先录入、退回或取消，再办退会"


def _why_not(leaver: Leaver) -> str:
    return "" if leaver.may_leave else f"有 {format_points(leaver.points.reserved)} 分预留，先办完"


def _leavers(act: Act, membership_ids: Sequence[int]) -> list[Leaver]:
    from deskapp.members.leaving import leavers

    return leavers(act=act, membership_ids=membership_ids)


def _resign(act: Act, membership_id: int, reason: str) -> Left:
    from deskapp.members.leaving import resign_member

    return resign_member(act=act, membership_id=membership_id, reason=reason)


def _void(act: Act, membership_ids: Sequence[int], reason: str) -> list[Left]:
    from deskapp.members.leaving import void_lapsed_members

    return void_lapsed_members(act=act, membership_ids=membership_ids, reason=reason)
