"""兑换单: the list with the next step of each beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskapp.gifts.domain import HandoverMode, State
from deskapp.staff.domain import Right
from ui.gifts.papers import ageing_job, receipt_job
from ui.gifts.redemption_panel import RedemptionPanel, Rights
from ui.gifts.redemptions_view import grouped, redemptions_list
from ui.gifts.step_dialogs import SendDialog, SignDialog, UndoDialog
from ui.kit import notify, theme, work
from ui.kit.asking import ReasonDialog
from ui.kit.filters import FilterBar, FilterChip
from ui.kit.frames import Card

if TYPE_CHECKING:
    from deskapp.data import Act
    from deskapp.gifts.slips import Redemption
    from ui.desk import Desk

_SINCE = ((0, "未完成和今天"), (-1, "只看未完成"), (30, "近 30 天"), (365, "近一年"))


class RedemptionsTab(QWidget):
    """A redemption's number leads here: `show_record`."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._wanted: int | None = None
        self._shown_id: int | None = None
        self.since = FilterChip("since", "显示", _SINCE)
        self.late = FilterChip("late", "期限", [(None, "全部"), (True, "逾期")])
        self.mode = FilterChip("mode", "领取", [(None, "全部"), *((mode, mode.label) for mode in HandoverMode)])
        self.bar = FilterBar(self.since, self.late, self.mode)
        self.model, self.view = redemptions_list(desk.local)
        self._rights = _rights(desk)
        self.panel = RedemptionPanel(self._rights)
        self._lay_out()
        self.bar.changed.connect(self.refresh)
        self.view.current_changed.connect(self._chosen)
        self.view.opened.connect(self._open)
        self.panel.card.clicked.connect(self._open_card)
        self.panel.primary.clicked.connect(self._next_step)
        self.panel.other.clicked.connect(self._other_step)
        self.panel.paper.clicked.connect(self._print)
        self.panel.cancel.clicked.connect(self._cancel)
        self.panel.primary.bind(self)
        self.panel.paper.bind(self)

    def _lay_out(self) -> None:
        card = Card(margin=1, name="redemptions_card")
        card.column.setContentsMargins(1, 1, 1, 1)
        card.column.addWidget(self.view)
        self.panel.setFixedWidth(theme.PANEL)
        row = QHBoxLayout()
        row.setSpacing(theme.GAP_WIDE)
        row.addWidget(card, 1)
        row.addWidget(self.panel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        column.addWidget(self.bar)
        column.addLayout(row, 1)
        self.setFocusProxy(self.view)

    # Reading ----------------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        days, wanted, act = self.since.value(), self._wanted, self._desk.session.act()
        since = act.at.date() - timedelta(days=max(days, 0))
        shows = partial(self._found, late=bool(self.late.value()), mode=self.mode.value())
        work.latest(self, partial(_look, act, since, wanted, open_only=days < 0), shows, topic="list")

    def show_record(self, redemption_id: int) -> None:
        """Put the cursor on a redemption, whatever was filtered and however old it is."""
        self._wanted = redemption_id
        if self.bar.is_default():
            self.refresh()
        else:
            self.bar.clear()

    def summary(self) -> str:
        """What is owed, for the head of the page."""
        waiting = [one for one in self.model.rows() if one.state.is_open]
        late = sum(one.is_overdue for one in waiting)
        if not waiting:
            return "没有未完成的兑换单"
        return f"{len(waiting)} 张未完成" + (f"，{late} 张逾期" if late else "")

    def print_list(self) -> None:
        """The redemptions as they are filtered, on paper."""
        chosen = (chip.words() for chip in (self.since, self.late, self.mode) if chip is self.since or not chip.is_default())
        said = "，".join(chosen)
        self._desk.print_paper(work.call(ageing_job, self._desk.session.act(), self.model.rows(), said))

    def _found(self, found: Sequence[Redemption], *, late: bool, mode: HandoverMode | None) -> None:
        self.model.set_groups(grouped([one for one in found if (one.is_overdue or not late) and mode in (None, one.mode)]))
        if self._wanted is not None and self.view.select_key(self._wanted):
            self._wanted = None
        elif self.view.current_row() is None:
            self.view.select_first()
        self._chosen(self.view.current_row())

    def _chosen(self, one: Redemption | None) -> None:
        """The list knows no steps: ask for the whole redemption."""
        self._shown_id = one.id if one else None
        if one is None:
            self.panel.show_redemption(None, may_undo=False)
            return
        work.latest(self, partial(_one, self._desk.session.act(), one.id), self._show, topic="one")

    def _show(self, one: Redemption) -> None:
        if one.id == self._shown_id:
            self.panel.show_redemption(one, may_undo=_signed_on(one, self._desk.session.now().date()))

    # Steps ------------------------------------------------------------------------------------------------------------

    def _next_step(self) -> None:
        one = self.panel.shown
        if one is None:
            return
        if one.state is State.READY and one.mode is not HandoverMode.COUNTER:
            self._send(one)
        elif one.state in {State.READY, State.ON_THE_WAY}:
            self._sign(one)
        else:
            step = _approve if one.state is State.APPLIED else _prepare
            self._done(work.call(step, self._desk.session.act(), one.id))

    def _other_step(self) -> None:
        one = self.panel.shown
        if one is None:
            return
        if one.state is State.ON_THE_WAY:
            self._fail(one)
        elif one.mode is HandoverMode.COUNTER:
            self._send(one)
        else:
            self._sign(one)

    def _sign(self, one: Redemption) -> None:
        dialog = SignDialog(self._desk, one)
        dialog.accepted.connect(self._done)
        dialog.open()

    def _send(self, one: Redemption) -> None:
        dialog = SendDialog(self._desk, one)
        dialog.accepted.connect(self._sent)
        dialog.open()

    def _sent(self, one: Redemption) -> None:
        """The paper goes along with the gift."""
        self._done(one)
        self._desk.print_paper(work.call(receipt_job, self._desk.session.act(), one.id))

    def _fail(self, one: Redemption) -> None:
        ask: ReasonDialog[Redemption] = ReasonDialog(
            self._desk.sheets,
            f"没有送到 {one.number}",
            "退回待领取",
            text=f"{one.customer_name}：{one.what}。礼品带回客服后，可以再约时间，或改为邮寄、到店领取。",
            job=lambda reason, request_id: work.call(_failed, self._desk.session.act(request_id=request_id), one.id, reason),
            icon="undo-2",
        )
        ask.accepted.connect(self._done)
        ask.open()

    def _cancel(self) -> None:
        one = self.panel.shown
        if one is None:
            return
        if one.state is State.RECEIVED:
            undo = UndoDialog(self._desk, one)
            undo.accepted.connect(self._done)
            undo.open()
            return
        applied = one.state is State.APPLIED
        job: Callable[[Act, int, str], Redemption] = _cancel_application if applied else _cancel_approved
        ask: ReasonDialog[Redemption] = ReasonDialog(
            self._desk.sheets,
            f"{'取消申请' if applied else '取消退分'} {one.number}",
            "取消申请" if applied else "取消并退分",
            text=f"{one.customer_name}：{one.what}。{'占住的' if applied else '已扣的'} {one.cost:,} 分退回，礼品回到可用库存。",
            job=lambda reason, request_id: work.call(job, self._desk.session.act(request_id=request_id), one.id, reason),
            icon="ban",
        )
        ask.accepted.connect(self._done)
        ask.open()

    def _done(self, one: Redemption) -> None:
        notify.say(f"{one.number} {one.state.label}")
        self._desk.changed()
        self.refresh()

    def _print(self) -> None:
        if self.panel.shown is not None:
            self._desk.print_paper(work.call(receipt_job, self._desk.session.act(), self.panel.shown.id))

    def _open(self, one: Redemption) -> None:
        if self._rights.cards:
            self._desk.open_customer(one.customer_id)

    def _open_card(self) -> None:
        if self.panel.shown is not None:
            self._open(self.panel.shown)


def _signed_on(one: Redemption, day: date) -> bool:
    return one.received_at is not None and one.received_at.date() == day


def _rights(desk: Desk) -> Rights:
    may, staff = desk.session.may, desk.session.staff
    return Rights(
        approve=may(Right.APPROVE_REDEMPTIONS),
        approve_large=may(Right.APPROVE_LARGE_REDEMPTIONS),
        limit=work.call(_limit),
        prepare=may(Right.SEND_GIFTS),
        hand_out=may(Right.HAND_OUT_GIFTS),
        apply=may(Right.APPLY_REDEMPTIONS),
        undo=may(Right.UNDO_REDEMPTIONS),
        cards=may(Right.APPLY_REDEMPTIONS) or may(Right.APPROVE_REDEMPTIONS),
        staff_id=staff.id if staff else None,
    )


def _limit() -> int:
    from deskapp.gifts.domain import APPROVAL_LIMIT
    from deskapp.settings.store import value

    return value(APPROVAL_LIMIT)


def _look(act: Act, since: date, wanted: int | None, *, open_only: bool) -> list[Redemption]:
    from deskapp.gifts.reading import redemption, redemptions

    found = redemptions(act=act, open_only=open_only, since=since)
    if wanted is not None and all(one.id != wanted for one in found):
        found.append(redemption(act=act, redemption_id=wanted))
    return found


def _one(act: Act, redemption_id: int) -> Redemption:
    from deskapp.gifts.reading import redemption

    return redemption(act=act, redemption_id=redemption_id)


def _approve(act: Act, redemption_id: int) -> Redemption:
    from deskapp.gifts.steps import approve_redemption

    return approve_redemption(act=act, redemption_id=redemption_id)


def _prepare(act: Act, redemption_id: int) -> Redemption:
    from deskapp.gifts.steps import prepare_gift

    return prepare_gift(act=act, redemption_id=redemption_id)


def _failed(act: Act, redemption_id: int, reason: str) -> Redemption:
    from deskapp.gifts.steps import fail_delivery

    return fail_delivery(act=act, redemption_id=redemption_id, reason=reason)


def _cancel_application(act: Act, redemption_id: int, reason: str) -> Redemption:
    from deskapp.gifts.steps import cancel_application

    return cancel_application(act=act, redemption_id=redemption_id, reason=reason)


def _cancel_approved(act: Act, redemption_id: int, reason: str) -> Redemption:
    from deskapp.gifts.steps import cancel_approved

    return cancel_approved(act=act, redemption_id=redemption_id, reason=reason)
