"""What may be done with a membership, by its state and the person's rights: one list for the panel, the customer card and their menus."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from deskapp.members.domain import MemberState, ReissueReason, Stage
from deskapp.staff.domain import Right
from ui.desk import DeskAct
from ui.kit import work
from ui.kit.asking import ReasonDialog
from ui.members.papers import application_job, renewal_job

if TYPE_CHECKING:
    from deskapp.data import Act
    from deskapp.members.domain import Member
    from ui.desk import Desk


@dataclass(frozen=True)
class MemberAct:
    """One act with its words and icon; `do(desk, member)` opens its window. `key` names it for tests and the tour."""

    key: str
    words: str
    icon: str
    do: Callable[[Desk, Member], None]


def acts_of(desk: Desk, member: Member, *, oem: bool = True) -> list[MemberAct]:
    """What the person may do with this membership now, the usual first. `oem` False where the store has no 系统登记."""
    may = desk.session.may
    stands = member.state in {MemberState.ACTIVE, MemberState.LOST}
    active = member.state is MemberState.ACTIVE
    asked = (
        (stands and may(Right.RENEW_MEMBERS), _RENEW),
        (active and may(Right.REPORT_LOSS), _LOSS),
        (stands and may(Right.REISSUE_CARDS), _CHANGE if member.card_due else _REISSUE),
        (stands and oem and member.oem_on is None and may(Right.TICK_OEM_REGISTRATION), _REGISTER),
        (stands and oem and member.oem_on is not None and may(Right.TICK_OEM_REGISTRATION), _UNREGISTER),
        (stands and may(Right.SET_LEVELS), _LEVEL),
        (stands and member.stage is Stage.LAPSED and may(Right.VOID_LAPSED_MEMBERS), _VOID),
        (stands and may(Right.RESIGN_MEMBERS), _RESIGN),
        (bool(member.renewal_no) and may(Right.RENEW_MEMBERS), _SLIP),
        (member.state is not MemberState.VOID and may(Right.ENROLL_MEMBERS), _FORM),
    )
    return [act for offered, act in asked if offered]


def next_act(member: Member, acts: Sequence[MemberAct]) -> MemberAct | None:
    """The one of these that the membership calls for, None when nothing is owed."""
    late, ending = member.stage is Stage.LAPSED, member.stage in {Stage.ENDING, Stage.GRACE}
    wanted = (
        (member.state is MemberState.LOST, ("reissue",)),
        (late, ("void", "renew")),
        (ending, ("renew",)),
        (member.card_due, ("change_card",)),
        (member.oem_on is None, ("register",)),
    )
    found = {act.key: act for act in acts}
    return next((found[key] for calls, keys in wanted if calls for key in keys if key in found), None)


def acts_menu(parent: QWidget, desk: Desk, member: Member, acts: Sequence[MemberAct]) -> QMenu:
    """The acts as a menu. An act begins when the menu has gone: it would keep the cursor from the form."""
    menu = QMenu(parent)
    for act in acts:
        action = QAction(act.words, menu)
        action.setObjectName(act.key)
        action.triggered.connect(partial(QTimer.singleShot, 0, parent, partial(act.do, desk, member)))
        menu.addAction(action)
    return menu


def _renew(desk: Desk, member: Member) -> None:
    desk.open_customer(member.customer_id)  # so that F7 goes on with this guest
    desk.start(DeskAct.RENEW, customer_id=member.customer_id)


def _report_loss(desk: Desk, member: Member) -> None:
    from ui.members.card_dialogs import LossDialog

    _open(desk, LossDialog(desk, member))


def _reissue(desk: Desk, member: Member) -> None:
    from ui.members.card_dialogs import ReissueDialog

    _open(desk, ReissueDialog(desk, member.membership_id))


def _change_card(desk: Desk, member: Member) -> None:
    from ui.members.card_dialogs import ReissueDialog

    _open(desk, ReissueDialog(desk, member.membership_id, reason=ReissueReason.LEVEL, level=member.level))


def _register(desk: Desk, member: Member) -> None:
    from ui.members.register_dialog import RegisterDialog

    _open(desk, RegisterDialog(desk, [member]))


def _unregister(desk: Desk, member: Member) -> None:
    act = desk.session.act
    ask: ReasonDialog[None] = ReasonDialog(
        desk.sheets,
        f"撤销 {member.name} 的系统登记",
        "撤销登记",
        text=f"{member.oem_on} 的登记作废，回到待系统登记。",
        job=lambda reason, request_id: work.call(_take_back_oem, act(request_id=request_id), member.membership_id, reason),
        icon="undo-2",
    )
    _open(desk, ask)


def _set_level(desk: Desk, member: Member) -> None:
    from ui.members.level_dialog import LevelDialog

    _open(desk, LevelDialog(desk, member))


def _void(desk: Desk, member: Member) -> None:
    from ui.members.leave_dialogs import VoidDialog

    _open(desk, VoidDialog(desk, [member.membership_id]))


def _resign(desk: Desk, member: Member) -> None:
    from ui.members.leave_dialogs import ResignDialog

    _open(desk, ResignDialog(desk, member.membership_id))


def _print_slip(desk: Desk, member: Member) -> None:
    desk.print_paper(work.call(renewal_job, desk.session.act(), member.renewal_no))


def _print_form(desk: Desk, member: Member) -> None:
    desk.print_paper(work.call(application_job, desk.session.act(), member.membership_id))


def _open(desk: Desk, dialog: Any) -> None:
    dialog.accepted.connect(desk.changed)
    dialog.open()


def _take_back_oem(act: Act, membership_id: int, reason: str) -> None:
    from deskapp.members.registration import take_back_oem

    take_back_oem(act=act, membership_id=membership_id, reason=reason)


_RENEW = MemberAct("renew", "续会", "calendar-sync", _renew)
_LOSS = MemberAct("report_loss", "挂失", "ban", _report_loss)
_REISSUE = MemberAct("reissue", "补卡", "id-card", _reissue)
_CHANGE = MemberAct("change_card", "换卡", "id-card", _change_card)
_REGISTER = MemberAct("register", "系统登记", "badge-check", _register)
_UNREGISTER = MemberAct("unregister", "撤销系统登记", "undo-2", _unregister)
_LEVEL = MemberAct("set_level", "指定级别", "crown", _set_level)
_VOID = MemberAct("void", "过期作废", "calendar-x", _void)
_RESIGN = MemberAct("resign", "退会", "log-out", _resign)
_SLIP = MemberAct("print_slip", "打印续会单", "printer", _print_slip)
_FORM = MemberAct("print_form", "打印申请表", "printer", _print_form)
