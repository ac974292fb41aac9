"""会员: every membership, those to confirm with their next step beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex

from deskapp.members.domain import Member, MemberFilter, Stage, format_card
from deskapp.staff.domain import Right
from ui.desk import DeskAct
from ui.kit import buttons, notify, theme, work
from ui.kit.asking import ReasonDialog
from ui.kit.filters import FilterBar, FilterChip
from ui.kit.frames import Empty
from ui.kit.page import Page
from ui.kit.rows import Column, RowsModel
from ui.kit.rows import Page as RowsPage
from ui.kit.rows_view import RowsView
from ui.members.panel import Awards, Line, MemberPanel, state_pill
from ui.members.papers import application_job, blank_application_job

if TYPE_CHECKING:
    from deskapp.data import Act
    from deskapp.members.domain import Enrolled, MemberCounts
    from ui.desk import Desk

_BY_END = {MemberFilter.ENDING, MemberFilter.OVERDUE}


class MembersPage(Page):
    """A member number leads here (`show_record`)."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("会员", name="members")
        self._desk = desk
        self._wanted: int | None = None
        self._apart: int | None = None
        blank = buttons.plain("空白申请表", icon="printer", name="blank_form")
        self.new = buttons.primary("入会", icon="user-plus", key="F3", name="new_member")
        self.add_button(blank)
        self.add_button(self.new)
        self.only = FilterChip("only", "状态", [(only, only.label) for only in MemberFilter])
        self.recruiter = FilterChip("recruiter", "推荐人", [(None, "全部"), *work.call(_people)])
        self.bar = FilterBar(self.only, self.recruiter)
        self.set_filters(self.bar)
        self.model: RowsModel[Line] = RowsModel(_columns(), key=lambda line: line.member.membership_id)
        empty = Empty("这里还没有会员", "按 F3 办理入会", icon="id-card")
        self.view = RowsView(self.model, name="member_list", says="会员", state=desk.local, empty=empty)
        self.panel = MemberPanel(may_confirm=desk.session.may(Right.CONFIRM_MEMBERS), awards=work.call(_awards))
        self.set_content(self.view, self.panel)
        blank.clicked.connect(lambda: desk.print_paper(work.call(blank_application_job)))
        self.new.clicked.connect(lambda: desk.start(DeskAct.ENROLL))
        self.view.opened.connect(self._open)
        self.view.current_changed.connect(self._current)
        self.panel.confirm.clicked.connect(self._confirm)
        self.panel.give_back.clicked.connect(self._return)
        self.panel.paper.clicked.connect(self._print)
        self.panel.open.clicked.connect(lambda: self._open(self.view.current_row()))
        self.model.loaded.connect(self._select)

    def refresh(self) -> None:
        only, recruiter = self.only.value(), self.recruiter.value()
        self.model.set_source(lambda page: _members(self._desk.session.act(), only, recruiter, page))
        work.latest(self, lambda: _counts(self._desk.session.act()), self._show_counts, topic="counts")

    def show_record(self, membership_id: int) -> None:
        """Put the cursor on a membership, whatever was filtered."""
        self._wanted = membership_id
        if self.bar.is_default():
            self.refresh()
        else:
            self.bar.clear()

    def _select(self) -> None:
        """Rows have come: the wanted one, the one the cursor stood on, else the first."""
        if self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            self._apart = None if self.view.select_key(wanted) else wanted
        if self._apart is not None:  # far down a long list: its panel is shown without its row
            apart = self._apart
            self.view.setCurrentIndex(QModelIndex())
            work.latest(self, lambda: _line(self._desk.session.act(), apart), self.panel.show_line, topic="apart")
        elif self.view.current_row() is None:
            self.view.select_first()
        else:
            self.panel.show_line(self.view.current_row())

    def _current(self, line: Line | None) -> None:
        if line is not None:
            self._apart = None
        if self._apart is None:
            self.panel.show_line(line)

    def _show_counts(self, found: MemberCounts) -> None:
        parts = [f"{found.to_confirm} 位待录入" if found.to_confirm else "", f"{found.ending} 位待续会" if found.ending else ""]
        parts.append(f"{found.overdue} 位已过期" if found.overdue else "")
        self.set_subtitle("，".join(part for part in parts if part))

    def _open(self, line: Line | None) -> None:
        if line is not None:
            self._desk.open_customer(line.member.customer_id)

    def _confirm(self) -> None:
        line = self.panel.line
        if line is not None:
            made: Enrolled = work.call(_confirm, self._desk.session.act(), line.member.membership_id)
            notify.say(f"{made.name} 已录入确认" + (f"，入会积分 +{made.awarded}" if made.awarded else ""))
            self._desk.changed()

    def _return(self) -> None:
        line = self.panel.line
        if line is None:
            return
        member, act = line.member, self._desk.session.act
        ask: ReasonDialog[None] = ReasonDialog(
            self._desk.sheets,
            f"退回 {member.name} 的入会",
            "退回",
            text=f"{member.number} 作废，卡号 {format_card(member.card_no)} 可以重新使用；客户和车辆资料保留。",
            job=lambda reason, request_id: work.call(_return, act(request_id=request_id), member.membership_id, reason),
            icon="undo-2",
        )
        ask.accepted.connect(self._desk.changed)
        ask.open()

    def _print(self) -> None:
        if self.panel.line is not None:
            self._desk.print_paper(work.call(application_job, self._desk.session.act(), self.panel.line.member.membership_id))


def _columns() -> Sequence[Column[Line]]:
    return (
        Column(key="state", title="状态", text=lambda line: line.member.state.label, pill=state_pill, width=96),
        Column(key="name", title="姓名", text=lambda line: line.member.name, after=_plate, bold=True, stretch=True),
        Column(key="number", title="会员编号", text=lambda line: line.member.number, width=152),
        Column(key="level", title="级别", text=lambda line: line.member.level.label, width=56),
        Column(key="card", title="卡号", text=lambda line: format_card(line.member.card_no), width=96),
        Column(key="until", title="有效期至", text=lambda line: f"{line.member.valid_until}", colour=_until_colour, width=104),
        Column(key="recruiter", title="推荐人", text=lambda line: line.recruiter, width=76),
    )


def _plate(line: Line) -> str:
    return line.member.plates[0] if line.member.plates else ""


def _until_colour(line: Line) -> str:
    overdue = line.member.state.is_open and line.member.stage in {Stage.GRACE, Stage.LAPSED}
    return theme.BAD if overdue else theme.INK


def _members(act: Act, only: MemberFilter, recruiter_id: int | None, page: RowsPage[Line]) -> list[Line]:
    from deskapp.members.reading import members

    if page.after is not None and only in _BY_END:
        return []  # those lists come whole
    found = members(act=act, only=only, recruiter_id=recruiter_id, before=page.after.member.membership_id if page.after else None)
    return [_with_names(member) for member in found]


def _line(act: Act, membership_id: int) -> Line:
    from deskapp.members.reading import member

    return _with_names(member(act=act, membership_id=membership_id))


def _with_names(member: Member) -> Line:
    from deskapp.staff.service import person

    entered_by = person(member.staff_id).name if member.staff_id is not None else ""
    return Line(member, person(member.recruiter_id).name, entered_by, member.referrer)


def _people() -> list[tuple[int, str]]:
    from deskapp.staff.service import people

    return [(person.id, person.name) for person in people()]


def _awards() -> Awards:
    from deskapp.points.domain import AWARD_POINTS, AwardKind
    from deskapp.settings.store import value

    return Awards(value(AWARD_POINTS[AwardKind.JOIN]), value(AWARD_POINTS[AwardKind.INTRODUCED_MEMBER]))


def _counts(act: Act) -> MemberCounts:
    from deskapp.members.reading import counts

    return counts(act=act)


def _confirm(act: Act, membership_id: int) -> Any:
    from deskapp.members.enrolment import confirm_member

    return confirm_member(act=act, membership_id=membership_id)


def _return(act: Act, membership_id: int, reason: str) -> None:
    from deskapp.members.enrolment import return_member

    return_member(act=act, membership_id=membership_id, reason=reason)
