"""Weeks of a small store, random from a seed: members join, bills are handed over, posted, returned, reversed, gifts go out and come back.

Refusals are part of life and are passed over; every act that was refused wrote nothing.
"""

import itertools
import random
from contextlib import suppress
from datetime import date, datetime, timedelta

from deskapp.data import Act
from deskapp.errors import UserError
from deskapp.gifts.catalogue import add_gift, edit_gift, gifts
from deskapp.gifts.domain import Choice, GiftEntry, MoveKind, Receiver, State
from deskapp.gifts.reading import redemptions
from deskapp.gifts.redemption import redeem_gift
from deskapp.gifts.steps import approve_redemption, cancel_application, cancel_approved, prepare_gift, sign_receipt, undo_redemption
from deskapp.gifts.stock import move_stock
from deskapp.handovers.awards import adjust_points
from deskapp.handovers.domain import BillLine, HandoverForm, SpendKind
from deskapp.handovers.domain import State as SlipState
from deskapp.handovers.posting import post_handover, return_handover, reverse_handover
from deskapp.handovers.reading import Filter, handovers
from deskapp.handovers.writing import void_handover, write_handover
from deskapp.members.domain import MemberFilter
from deskapp.members.enrolment import confirm_member, enroll_member, return_member
from deskapp.members.reading import members
from deskapp.points.service import earn, expire_due, open_balance
from deskapp.staff.domain import Role
from deskapp.staff.staffing import change_person
from tests.deskapp.members.conftest import enrolment
from tests.deskapp.people import department_id, hire

_numbers = itertools.count(1)


class Life:
    """A store from `begin` on; `live(days)` goes on, `today` is the last day lived."""

    def __init__(self, seed: int, begin: date = date(2026, 9, 1)) -> None:
        self.chance = random.Random(seed)
        self.clerk = hire("陈静", Role.CUSTOMER_SERVICE)
        self.front = hire("王芳", Role.FRONT_DESK, department="前台")
        self.manager = hire("李敏", Role.SERVICE_MANAGER)
        self.at = datetime.combine(begin, datetime.min.time()) + timedelta(hours=8, minutes=30)
        self.guests: list[int] = []
        self._cards = itertools.count(1)
        for name, points, stock in (("车载香氛", 60, 40), ("精洗券", 25, 200), ("应急包", 180, 6)):
            gift = add_gift(act=self.act(self.clerk), entry=GiftEntry(name, points, low_stock_at=5))
            move_stock(act=self.act(self.clerk), gift_id=gift.id, kind=MoveKind.RECEIVE, quantity=stock)

    @property
    def today(self) -> date:
        return self.at.date()

    def act(self, staff_id: int, request_id: str = "") -> Act:
        return Act(staff_id, self.at, "前台1", request_id or f"life-{next(_numbers)}")

    def live(self, days: int, *, acts: int = 9) -> None:
        """So many days, each with up to `acts` acts between morning and late evening."""
        for _ in range(days):
            self.at = datetime.combine(self.today + timedelta(days=1), datetime.min.time()) + timedelta(hours=8, minutes=30)
            for _ in range(self.chance.randint(1, acts)):
                self.at += timedelta(minutes=self.chance.randint(1, 100))
                self._anything()

    def _anything(self) -> None:
        verbs = (self._join, self._join, self._write, self._write, self._write, self._settle, self._settle, self._reverse, self._redeem)
        more = (self._redeem, self._step, self._step, self._by_hand, self._expire, self._lots, self._rename, self._confirm)
        with suppress(UserError):
            self.chance.choice((*verbs, *more))()

    def _join(self) -> None:
        number = next(self._cards)
        by = self.chance.choice((self.clerk, self.front))
        form = enrolment("赵一", f"138{number:08d}", f"{66000000 + number}", recruiter=self.chance.choice((self.clerk, self.front)))
        joined = enroll_member(act=self.act(by), form=form)
        self.guests.append(joined.customer_id)
        if self.chance.random() < 0.3:
            open_balance(act=self.act(self.clerk), customer_id=joined.customer_id, redeemable=self.chance.randint(1, 400), tier=10)

    def _confirm(self) -> None:
        waiting = members(act=self.act(self.clerk), only=MemberFilter.TO_CONFIRM)
        if waiting and self.chance.random() < 0.8:
            confirm_member(act=self.act(self.clerk), membership_id=waiting[0].membership_id)
        elif waiting:
            return_member(act=self.act(self.clerk), membership_id=waiting[0].membership_id, reason="资料不全")

    def _write(self) -> None:
        if self.guests:
            lines = (BillLine(SpendKind.MAINTENANCE, self.chance.randint(5_000, 90_000)), BillLine(SpendKind.ACCESSORIES, 46_000))
            form = HandoverForm(
                self.chance.choice(self.guests), f"RO{next(_numbers)}", lines, points_used=self.chance.choice((0, 0, 20, 100))
            )
            write_handover(act=self.act(self.chance.choice((self.clerk, self.front))), form=form)

    def _slip(self, state: SlipState) -> int | None:
        found = handovers(act=self.act(self.clerk), only=Filter(states=frozenset((state,))))
        return self.chance.choice(found).id if found else None

    def _settle(self) -> None:
        slip = self._slip(SlipState.PENDING)
        if slip is not None:
            luck = self.chance.random()
            if luck < 0.75:
                post_handover(act=self.act(self.clerk), handover_id=slip)
            elif luck < 0.9:
                return_handover(act=self.act(self.clerk), handover_id=slip, reason="金额不对")
            else:
                void_handover(act=self.act(self.clerk), handover_id=slip, reason="重复")

    def _reverse(self) -> None:
        slip = self._slip(SlipState.POSTED)
        if slip is not None:
            reverse_handover(act=self.act(self.manager), handover_id=slip, reason="退货")

    def _redeem(self) -> None:
        offered = gifts(act=self.act(self.clerk), offered_only=True)
        if self.guests:
            gift = self.chance.choice(offered)
            by = self.chance.choice((self.clerk, self.front))
            choice = (Choice(gift.id, 1, gift.points),)
            redeem_gift(
                act=self.act(by), customer_id=self.chance.choice(self.guests), choices=choice, apply_only=self.chance.random() < 0.5
            )

    def _step(self) -> None:
        found = redemptions(act=self.act(self.clerk))
        if not found:
            return
        one = self.chance.choice(found)
        luck = self.chance.random()
        if one.state is State.APPLIED and luck < 0.8:
            approve_redemption(act=self.act(self.manager), redemption_id=one.id)
        elif one.state is State.APPLIED:
            cancel_application(act=self.act(self.clerk), redemption_id=one.id, reason="不要了")
        elif one.state is State.TO_PREPARE and luck < 0.8:
            prepare_gift(act=self.act(self.clerk), redemption_id=one.id)
        elif one.state is State.READY and luck < 0.8:
            sign_receipt(act=self.act(self.front), redemption_id=one.id, receiver=Receiver())
        elif one.state is State.RECEIVED:
            undo_redemption(act=self.act(self.manager), redemption_id=one.id, reason="拿错", restock=luck < 0.5)
        elif one.state.is_open:
            cancel_approved(act=self.act(self.manager), redemption_id=one.id, reason="缺货")

    def _by_hand(self) -> None:
        if self.guests:
            amount = self.chance.choice((50, 120, -10, -30))
            adjust_points(act=self.act(self.manager), customer_id=self.chance.choice(self.guests), amount=amount, reason="补记")

    def _expire(self) -> None:
        while expire_due(act=self.act(self.clerk)):
            pass

    def _lots(self) -> None:
        """Points that end soon, so that expiry happens within weeks."""
        if self.guests:
            number = next(self._cards)
            joined = enroll_member(act=self.act(self.clerk), form=enrolment("钱二", f"139{number:08d}", f"{66000000 + number}"))
            self.guests.append(joined.customer_id)
            soon = self.today + timedelta(days=self.chance.randint(0, 6))
            open_balance(act=self.act(self.clerk), customer_id=joined.customer_id, redeemable=90, tier=0, ends_on=soon)
            earn(act=self.act(self.clerk), customer_id=joined.customer_id, points=5, note="精品", number="")

    def _rename(self) -> None:
        """What a past report names must not follow later changes: gifts are renamed, people move to another department."""
        one = self.chance.choice(gifts(act=self.act(self.clerk)))
        entry = GiftEntry(one.name[:3] + str(next(_numbers)), one.points, low_stock_at=self.chance.randint(0, 60))
        edit_gift(act=self.act(self.clerk), gift_id=one.id, entry=entry)
        change_person(
            act=self.act(self.manager),
            staff_id=self.front,
            staff_no="102",
            name="王芳",
            department_id=department_id(self.chance.choice(("前台", "客服部", "销售部"))),
            outlet_id=1,
            roles=[Role.FRONT_DESK],
            active=True,
        )
