"""A year in the practice store, event after event as it would have happened: guests join, leave money, take gifts."""

import heapq
import itertools
import random
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from deskapp.customers.domain import Answer, CustomerForm, CustomerKind, Energy, Purpose, Salutation, VehicleForm
from deskapp.customers.service import write_note
from deskapp.customers.views import customer
from deskapp.data import Act
from deskapp.demo.club import plan_club, renew_if_over
from deskapp.demo.guests import Guest, guests, invented
from deskapp.demo.people import PC
from deskapp.gifts.catalogue import add_gift
from deskapp.gifts.domain import Choice, Gift, GiftEntry, MoveKind, Picture, Receiver
from deskapp.gifts.redemption import redeem_gift
from deskapp.gifts.steps import approve_redemption, prepare_gift, sign_receipt
from deskapp.gifts.stock import move_stock
from deskapp.handovers.domain import POINTS_PER_YUAN, BillLine, HandoverForm, SpendKind
from deskapp.handovers.posting import post_handover, return_handover
from deskapp.handovers.writing import resubmit_handover, write_handover
from deskapp.members.domain import EnrolmentForm, JoinChannel
from deskapp.members.enrolment import confirm_member, enroll_member
from deskapp.points.reading import balance
from deskapp.settings.store import value

MEMBERS = 300
OF_TODAY = 4  # the last guests join today: see `remains`
_REGULAR = Guest(
    name="张伟明",
    company="",
    salutation="mr",
    mobile="13826012607",
    card_no="66010300",
    plate="粤B3K852",
    vin="LFV2A21K0R4000287",
    model="迈腾 330TSI",
    color="白",
    energy="fuel",
    birthday="04-16",
    lunar=False,
    odometer_km=46_210,
)
_REGULARS_SECOND_CAR = VehicleForm(plate="粤BD20716", model="ID.4 CROZZ", color="灰", energy=Energy.ELECTRIC, odometer_km="12380")
_REGULARS_BILLS = (
    (23, "accessories", 280_00),
    (105, "maintenance", 1_640_00),
    (190, "insurance", 2_150_00),
    (300, "maintenance", 1_286_00),
)
# What a visit costs, in yuan, and how often each kind comes.
_SPENDS = (
    ((SpendKind.MAINTENANCE,), 380, 2_400, 60),
    ((SpendKind.MAINTENANCE, SpendKind.ACCESSORIES), 420, 1_900, 18),
    ((SpendKind.INSURANCE,), 1_900, 4_800, 14),
    ((SpendKind.ACCIDENT,), 1_500, 9_000, 5),
    ((SpendKind.NEW_CAR,), 139_800, 268_000, 3),
)


class Year:
    """The store's year up to `at`. `staff` are ids by name; events take place in the order of their times."""

    def __init__(self, staff: dict[str, int], at: datetime) -> None:
        self.staff, self.at = staff, at
        self.begin = at.date() - timedelta(days=365)
        self.draw = random.Random(20261123)  # noqa: S311 - practice data, not secrets
        self.people = guests(MEMBERS - 1)
        self.gifts: list[Gift] = []
        self.customers: dict[str, int] = {}
        self.memberships: dict[str, int] = {}
        self.cars: dict[int, int] = {}
        self._events: list[tuple[datetime, int, Callable[[datetime], None]]] = []
        self._order = itertools.count()
        self._requests = itertools.count(1)
        self._bills = itertools.count(1)

    def live(self) -> None:
        """From the first gift on the shelf to yesterday evening."""
        self._stock_the_shelf()
        self._plan_joining()
        plan_club(self)
        evening = datetime.combine(self.at.date(), time.min)
        while self._events and self._events[0][0] < evening:
            at, _, happen = heapq.heappop(self._events)
            happen(at)

    def act(self, who: str, at: datetime) -> Act:
        """One press of a button by a colleague."""
        return Act(self.staff[who], at, PC, f"practice-{next(self._requests):06d}")

    def bill_no(self, at: datetime) -> str:
        return f"RO{at:%y%m%d}{next(self._bills):04d}"

    def enrol(self, guest: Guest, at: datetime, who: str) -> int:
        """Make a guest a member; the id of the membership."""
        answers = tuple(Answer(purpose, purpose is Purpose.SERVICE or self.draw.random() < 0.7) for purpose in Purpose)
        form = EnrolmentForm(
            customer=_customer(guest),
            answers=answers,
            card_no=guest.card_no,
            recruiter_id=self.staff[self.draw.choice(("王芳", "李敏", "赵磊", "周凯"))],
            vehicles=(_vehicle(guest), *((_REGULARS_SECOND_CAR,) if guest is _REGULAR else ())),
            join_channel=self.draw.choice((JoinChannel.NEW_CAR, JoinChannel.SERVICE, JoinChannel.INSURANCE, JoinChannel.EVENT)),
        )
        joined = enroll_member(act=self.act(who, at), form=form)
        self.customers[guest.card_no] = joined.customer_id
        self.memberships[guest.card_no] = joined.membership_id
        self.cars[joined.customer_id] = customer(act=self.act(who, at), customer_id=joined.customer_id).vehicles[0].id
        return joined.membership_id

    def write_bill(self, customer_id: int, at: datetime, who: str, *, uses_points: bool = False) -> int:
        """A hand-over slip of a visit; its id."""
        kinds, least, most, _ = self.draw.choices(_SPENDS, weights=[spend[3] for spend in _SPENDS])[0]
        lines = tuple(BillLine(kind, self.draw.randrange(least, most) * 100 // len(kinds)) for kind in kinds)
        used = self._points_for_bill(customer_id, at.date()) if uses_points else 0
        form = HandoverForm(customer_id, self.bill_no(at), lines, points_used=used, vehicle_id=self.cars[customer_id])
        return write_handover(act=self.act(who, at), form=form)

    def affordable(self, customer_id: int, on: date) -> tuple[Choice, ...]:
        """One gift the guest can pay and the shelf has, nothing if there is none."""
        spendable = balance(customer_id=customer_id, on=on).spendable
        within = [gift for gift in self.gifts if gift.points <= spendable]
        if not within:
            return ()
        gift = self.draw.choice(within)
        return (Choice(gift.id, 1, gift.points),)

    # Days ------------------------------------------------------------------------------------------------------------

    def _stock_the_shelf(self) -> None:
        morning = datetime.combine(self.begin, time(8, 30))
        for name, points, unit, cost, picture, count in invented()["gifts"]:
            entry = GiftEntry(name=name, points=points, unit=unit, cost=cost, picture=Picture(picture))
            gift = add_gift(act=self.act("陈静", morning), entry=entry)
            self.gifts.append(
                move_stock(act=self.act("陈静", morning), gift_id=gift.id, kind=MoveKind.RECEIVE, quantity=count, note="首批入库")
            )

    def _plan_joining(self) -> None:
        self.plan(self._hour(self.begin + timedelta(days=9)), lambda at: self._join(_REGULAR, at))
        for guest in self.people[:-OF_TODAY]:
            day = self.begin + timedelta(days=round(350 * self.draw.random() ** 1.15))
            self.plan(self._hour(day), lambda at, guest=guest: self._join(guest, at))

    def _join(self, guest: Guest, at: datetime) -> None:
        by_front_desk = self.draw.random() < 0.15
        membership = self.enrol(guest, at, "赵磊" if by_front_desk else self.draw.choice(("王芳", "李敏")))
        if by_front_desk:
            self.plan(at + timedelta(minutes=45), lambda at: _confirm(self, membership, at))
        customer_id = self.customers[guest.card_no]
        if guest is _REGULAR:
            self._plan_regular(customer_id)
            return
        day = at.date()
        for _ in range(self.draw.choices((0, 1, 2, 3, 4), weights=(20, 36, 26, 12, 6))[0]):
            day += timedelta(days=self.draw.randrange(6, 130))
            self.plan(self._hour(day), lambda at: self._visit(customer_id, at))

    def _plan_regular(self, customer_id: int) -> None:
        """The guest the practice begins with: two cars, a note, a year of visits."""
        for days, kind, amount in _REGULARS_BILLS:
            line = BillLine(SpendKind(kind), amount)
            self.plan(self._hour(self.begin + timedelta(days=days)), lambda at, line=line: self._regular_visit(customer_id, line, at))
        note_day = self.begin + timedelta(days=192)
        self.plan(self._hour(note_day), lambda at: self._note(customer_id, at))
        self.plan(self._hour(self.begin + timedelta(days=240)), lambda at: self._redeem(customer_id, at, choice=self.gifts[0]))

    def _regular_visit(self, customer_id: int, line: BillLine, at: datetime) -> None:
        form = HandoverForm(customer_id, self.bill_no(at), (line,), vehicle_id=self.cars[customer_id])
        slip = write_handover(act=self.act("周凯", at), form=form)
        self.plan(at + timedelta(minutes=70), lambda at: _post(self, slip, at))

    def _note(self, customer_id: int, at: datetime) -> None:
        write_note(act=self.act("陈静", at), customer_id=customer_id, text="对烟味敏感，取车前请通风；只接受下午来电。")

    def _visit(self, customer_id: int, at: datetime) -> None:
        renew_if_over(self, customer_id, at)
        slip = self.write_bill(customer_id, at, self.draw.choice(("赵磊", "周凯", "王芳")), uses_points=self.draw.random() < 0.12)
        later = at + timedelta(minutes=self.draw.randrange(20, 90))
        if self.draw.random() < 0.03:
            self.plan(later, lambda at: self._return(slip, customer_id, at))
        else:
            self.plan(later, lambda at: _post(self, slip, at))
        if self.draw.random() < 0.3:
            self.plan(later + timedelta(minutes=30), lambda at: self._redeem(customer_id, at))

    def _return(self, slip: int, customer_id: int, at: datetime) -> None:
        return_handover(act=self.act("李敏", at), handover_id=slip, reason="结算单号与系统不符，请核对")
        self.plan(at + timedelta(minutes=40), lambda at: self._hand_in_again(slip, customer_id, at))

    def _hand_in_again(self, slip: int, customer_id: int, at: datetime) -> None:
        line = BillLine(SpendKind.MAINTENANCE, self.draw.randrange(400, 1_900) * 100)
        form = HandoverForm(customer_id, self.bill_no(at), (line,), vehicle_id=self.cars[customer_id])
        resubmit_handover(act=self.act("赵磊", at), handover_id=slip, form=form)
        self.plan(at + timedelta(minutes=15), lambda at: _post(self, slip, at))

    def _redeem(self, customer_id: int, at: datetime, *, choice: Gift | None = None) -> None:
        renew_if_over(self, customer_id, at)
        choices = (Choice(choice.id, 1, choice.points),) if choice else self.affordable(customer_id, at.date())
        if not choices:
            return
        applied = self.draw.random() < 0.2
        done = redeem_gift(act=self.act("赵磊" if applied else "李敏", at), customer_id=customer_id, choices=choices)
        if applied or done.cost > 2_000:
            for minutes, step in ((10, approve_redemption), (25, prepare_gift)):
                self.plan(at + timedelta(minutes=minutes), lambda at, step=step: _take_step(self, step, done.id, at))
            self.plan(at + timedelta(minutes=50), lambda at: _hand_out(self, done.id, at))

    # Times -----------------------------------------------------------------------------------------------------------

    def plan(self, at: datetime, happen: Callable[[datetime], None]) -> None:
        """Let something happen at a time to come."""
        heapq.heappush(self._events, (at, next(self._order), happen))

    def _hour(self, day: date) -> datetime:
        return datetime.combine(day, time(8, 40)) + timedelta(seconds=self.draw.randrange(6 * 3600))

    def _points_for_bill(self, customer_id: int, on: date) -> int:
        """A round part of what is there, worth less than the smallest bill."""
        step = value(POINTS_PER_YUAN) * 10
        return min(balance(customer_id=customer_id, on=on).spendable // step * step, step)


def _confirm(year: Year, membership: int, at: datetime) -> None:
    confirm_member(act=year.act("李敏", at), membership_id=membership)


def _post(year: Year, slip: int, at: datetime) -> None:
    post_handover(act=year.act(year.draw.choice(("王芳", "李敏")), at), handover_id=slip)


def _take_step(year: Year, step: Callable[..., object], redemption: int, at: datetime) -> None:
    step(act=year.act("陈静", at), redemption_id=redemption)


def _hand_out(year: Year, redemption: int, at: datetime) -> None:
    sign_receipt(act=year.act("王芳", at), redemption_id=redemption, receiver=Receiver())


def _customer(guest: Guest) -> CustomerForm:
    return CustomerForm(
        name=guest.company or guest.name,
        contact=guest.name if guest.company else "",
        kind=CustomerKind.COMPANY if guest.company else CustomerKind.PERSON,
        mobile=guest.mobile,
        salutation=Salutation(guest.salutation),
        birthday=guest.birthday,
        birthday_lunar=guest.lunar and bool(guest.birthday),
    )


def _vehicle(guest: Guest) -> VehicleForm:
    return VehicleForm(
        plate=guest.plate,
        vin=guest.vin,
        model=guest.model,
        color=guest.color,
        energy=Energy(guest.energy),
        odometer_km=str(guest.odometer_km),
    )
