"""How memberships of the practice store go on: short terms that have ended, 系统登记 each Friday, lost cards, a level set by hand."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from deskapp.members.cards import ReissueForm, reissue_card, report_loss
from deskapp.members.domain import TERM_MONTHS, Level, MemberFilter, ReissueReason
from deskapp.members.levels import levels, set_level
from deskapp.members.reading import members
from deskapp.members.registration import register_oem
from deskapp.members.renewal import RenewalForm, renew_member
from deskapp.members.standing import standing
from deskapp.store.service import change_setting

if TYPE_CHECKING:
    from deskapp.demo.year import Year

# Day of the year -> months of a term sold from then on: a sales week whose members have lapsed by now, one whose members are in grace.
_TERMS = ((20, 10), (25, 11), (29, 12))
_FRIDAY = 4
# Members whose card was lost: the first has another one, the second still waits for it.
_LOST_CARDS = ("66010031", "66010152")
_SPARE_CARD = "66019001"
_SET_BY_HAND = "66010077"


def plan_club(year: Year) -> None:
    """Plan what the club's year holds beside visits."""
    for day, months in _TERMS:
        at = datetime.combine(year.begin + timedelta(days=day), time(8, 31))
        year.plan(at, lambda at, months=months: change_setting(act=year.act("陈静", at), setting=TERM_MONTHS, text=str(months)))
    day = year.begin
    while (day := day + timedelta(days=1)) < year.at.date() - timedelta(days=5):
        if day.weekday() == _FRIDAY:
            year.plan(datetime.combine(day, time(16)), lambda at: _register(year, at))
    late = datetime.combine(year.at.date() - timedelta(days=3), time(11))
    year.plan(late, lambda at: _lose(year, _LOST_CARDS[0], at))
    year.plan(late + timedelta(minutes=40), lambda at: _reissue(year, _LOST_CARDS[0], at))
    year.plan(late + timedelta(hours=3), lambda at: _lose(year, _LOST_CARDS[1], at))
    year.plan(late + timedelta(hours=4), lambda at: _set_level(year, at))


def renew_if_over(year: Year, customer_id: int, at: datetime) -> None:
    """Who comes after his term has ended renews first: only then can he redeem."""
    found = standing(customer_id=customer_id, on=at.date())
    if found is not None and found.valid_until < at.date():
        renew_member(act=year.act("王芳", at), form=RenewalForm(found.membership_id, found.valid_until, 0))


def _register(year: Year, at: datetime) -> None:
    act = year.act("李敏", at)
    waiting = members(act=act, only=MemberFilter.OEM_WAITING)
    if waiting:
        register_oem(act=act, membership_ids=[one.membership_id for one in waiting], on=at.date())


def _lose(year: Year, card: str, at: datetime) -> None:
    report_loss(act=year.act("赵磊", at), membership_id=year.memberships[card], note="电话挂失，已核对车牌")


def _reissue(year: Year, card: str, at: datetime) -> None:
    membership = year.memberships[card]
    level = levels(membership_ids=[membership], on=at.date())[membership].level
    reissue_card(act=year.act("赵磊", at), form=ReissueForm(membership, _SPARE_CARD, ReissueReason.LOST, level, 0))


def _set_level(year: Year, at: datetime) -> None:
    until = at.date() + timedelta(days=200)
    membership = year.memberships[_SET_BY_HAND]
    set_level(act=year.act("陈静", at), membership_id=membership, level=Level.GOLD, until=until, reason="集团客户")
