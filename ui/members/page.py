"""会员: every membership, each with its next step beside it; lists of what is owed, worked through one by one or many at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex

from deskapp.members.domain import Member, MemberFilter, Stage, format_card
from deskapp.staff.domain import Right
from ui.desk import DeskAct, PrintJob
from ui.kit import buttons, notify, theme, work
from ui.kit.asking import ReasonDialog
from ui.kit.filters import FilterBar, FilterChip
from ui.kit.frames import Empty
from ui.kit.page import Page
from ui.kit.rows import Column, RowsModel
from ui.kit.rows import Page as RowsPage
from ui.kit.rows_view import RowsView
from ui.kit.theme import Tone
from ui.members.leave_dialogs import VoidDialog
from ui.members.panel import House, Line, MemberPanel
from ui.members.papers import application_job, blank_application_job, member_list_job
from ui.members.register_dialog import RegisterDialog
from ui.members.words import state_pill

if TYPE_CHECKING:
    from deskapp.data import Act
    from deskapp.members.domain import Enrolled, MemberCounts
    from ui.desk import Desk

_MOST = 1_000
"""Printed at most."""
_LONG = {MemberFilter.ALL, MemberFilter.ACTIVE, MemberFilter.CLOSED}
"""Lists nobody works through: they are not printed."""


class MembersPage(Page):
    """A member number and that of a renewal lead here (`show_record`), the first page to one of the lists (`show_list`)."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("会员", name="members")
        self._desk = desk
        self._wanted: int | None = None
        self._apart: int | None = None
        house: House = work.call(_house)
        self.many = buttons.plain("", name="many_at_once")
        self.paper = buttons.plain("打印清单", icon="printer", name="print_list")
        blank = buttons.plain("空白申请表", icon="printer", name="blank_form")
        self.new = buttons.primary("入会", icon="user-plus", key="F3", name="new_member")
        self.lists = buttons.link("导入导出", icon="upload", name="import_export")
        for button in (self.lists, self.many, self.paper, blank, self.new):
            self.add_button(button)
        self.lists.setVisible(desk.session.may(Right.IMPORT_DATA))
        lists = [only for only in MemberFilter if house.oem or only is not MemberFilter.OEM_WAITING]
        self.only = FilterChip("only", "状态", [(only, only.label) for only in lists])
        self.recruiter = FilterChip("recruiter", "推荐人", [(None, "全部"), *work.call(_people)])
        self.bar = FilterBar(self.only, self.recruiter)
        self.set_filters(self.bar)
        self.model: RowsModel[Line] = RowsModel(_columns(), key=lambda line: line.member.membership_id)
        brought = "；老系统的名单点右上角“导入导出”" if desk.session.may(Right.IMPORT_DATA) else ""
        empty = Empty("这里还没有会员", f"按 F3 办理入会{brought}", icon="id-card")
        self.view = RowsView(self.model, name="member_list", says="会员", state=desk.local, empty=empty)
        self.panel = MemberPanel(desk, house)
        self.set_content(self.view, self.panel)
        self.lists.clicked.connect(self._to_lists)
        self.many.clicked.connect(self._do_many)
        self.paper.clicked.connect(self._print_list)
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
        self._offer_many(only)
        self.model.set_source(lambda page: _members(self._desk.session.act(), only, recruiter, page))
        work.latest(self, lambda: _counts(self._desk.session.act()), self._show_counts, topic="counts")

    def show_record(self, membership_id: int) -> None:
        """Put the cursor on a membership, whatever was filtered."""
        self._wanted = membership_id
        if self.bar.is_default():
            self.refresh()
        else:
            self.bar.clear()

    def show_list(self, name: str) -> None:
        """Show one of the lists by the value of its filter, from every recruiter."""
        self.recruiter.set_value(None)
        self.only.set_value(MemberFilter(name))

    def _to_lists(self) -> None:
        settings: Any = self._desk.open_room("settings")
        settings.open_subject("导入会员")

    def _offer_many(self, only: MemberFilter) -> None:
        """What may be done with a whole list at once."""
        may = self._desk.session.may
        if only is MemberFilter.LAPSED and may(Right.VOID_LAPSED_MEMBERS):
            self.many.set_words("批量作废…", icon="calendar-x")
        elif only is MemberFilter.OEM_WAITING and may(Right.TICK_OEM_REGISTRATION):
            self.many.set_words("批量登记…", icon="badge-check")
        else:
            self.many.hide()
            self.paper.setVisible(only not in _LONG)
            return
        self.many.show()
        self.paper.show()

    def _do_many(self) -> None:
        only, recruiter = self.only.value(), self.recruiter.value()
        found: Sequence[Member] = work.call(_whole_list, self._desk.session.act(), only, recruiter)
        if not found:
            notify.say("这个清单是空的", tone=Tone.WARN)
            return
        if only is MemberFilter.LAPSED:
            dialog = VoidDialog(self._desk, [member.membership_id for member in found])
        else:
            dialog = RegisterDialog(self._desk, found)
        dialog.accepted.connect(self._desk.changed)
        dialog.open()

    def _print_list(self) -> None:
        only = self.only.value()
        self._desk.print_paper(work.call(_list_job, self._desk.session.act(), only, self.recruiter.value()))

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
        counted = ((found.to_confirm, "待录入"), (found.ending, "待续会"), (found.overdue, "已过期"), (found.oem_waiting, "待系统登记"))
        parts = [f"{count} 位{words}" if count else "" for count, words in counted]
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
        Column(key="state", title="状态", text=lambda line: line.member.state.label, pill=lambda line: state_pill(line.member), width=96),
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

    if page.after is not None and only.is_by_end:
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


def _house() -> House:
    from deskapp.members.domain import OEM_REGISTRATION
    from deskapp.points.domain import AWARD_POINTS, AwardKind
    from deskapp.settings.store import value

    awards = (value(AWARD_POINTS[kind]) for kind in (AwardKind.JOIN, AwardKind.INTRODUCED_MEMBER))
    return House(*awards, oem=value(OEM_REGISTRATION))


def _whole_list(act: Act, only: MemberFilter, recruiter_id: int | None) -> list[Member]:
    """A list from its first row to its last, not only what was scrolled to."""
    from deskapp.members.reading import PAGE, members

    found = members(act=act, only=only, recruiter_id=recruiter_id)
    while not only.is_by_end and len(found) < _MOST and found and len(found) % PAGE == 0:
        more = members(act=act, only=only, recruiter_id=recruiter_id, before=found[-1].membership_id)
        if not more:
            break
        found += more
    return found[:_MOST]


def _list_job(act: Act, only: MemberFilter, recruiter_id: int | None) -> PrintJob:
    from deskapp.staff.service import person

    rows = [(member, person(member.recruiter_id).name) for member in _whole_list(act, only, recruiter_id)]
    return member_list_job(act, rows, f"会员清单：{only.label}")


def _counts(act: Act) -> MemberCounts:
    from deskapp.members.reading import counts

    return counts(act=act)


def _confirm(act: Act, membership_id: int) -> Any:
    from deskapp.members.enrolment import confirm_member

    return confirm_member(act=act, membership_id=membership_id)


def _return(act: Act, membership_id: int, reason: str) -> None:
    from deskapp.members.enrolment import return_member

    return_member(act=act, membership_id=membership_id, reason=reason)
