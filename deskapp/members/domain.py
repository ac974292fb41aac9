"""What a membership is: states, terms, levels, cards, and the rules the store sets for them (members.md §3). Pure."""

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from deskapp.customers.domain import Answer, ConsentChannel, CustomerForm, VehicleForm
from deskapp.errors import UserError
from deskapp.settings.declare import Setting
from deskapp.typed import Judged
from deskapp.typed.characters import code_form


class MemberState(StrEnum):
    """What is stored. 待续会 and 已过期 follow from the term and are read, see `Stage`."""

    PENDING = "pending"
    ACTIVE = "active"
    LOST = "lost"
    RESIGNED = "resigned"
    MERGED = "merged"
    VOID = "void"

    @property
    def label(self) -> str:
        return _STATES[self]

    @property
    def is_open(self) -> bool:
        """Whether the membership still stands; a customer has at most one that does."""
        return self in {MemberState.PENDING, MemberState.ACTIVE, MemberState.LOST}


_STATES = {
    MemberState.PENDING: "待录入",
    MemberState.ACTIVE: "有效",
    MemberState.LOST: "已挂失",
    MemberState.RESIGNED: "已退会",
    MemberState.MERGED: "已并入",
    MemberState.VOID: "已作废",
}


class Stage(StrEnum):
    """Where a standing membership is in its term on a given day."""

    RUNNING = "running"
    ENDING = "ending"
    GRACE = "grace"
    LAPSED = "lapsed"

    @property
    def label(self) -> str:
        return {Stage.RUNNING: "", Stage.ENDING: "待续会", Stage.GRACE: "已过期", Stage.LAPSED: "已过期"}[self]


class CardState(StrEnum):
    IN_USE = "in_use"
    BLOCKED = "blocked"
    VOID = "void"

    @property
    def label(self) -> str:
        return {CardState.IN_USE: "在用", CardState.BLOCKED: "已停用", CardState.VOID: "已作废"}[self]


class EventKind(StrEnum):
    JOINED = "joined"
    BROUGHT = "brought"
    CONFIRMED = "confirmed"
    RETURNED = "returned"
    RENEWED = "renewed"
    LEVEL_RAISED = "level_raised"
    LEVEL_SET = "level_set"
    LOST = "lost"
    REISSUED = "reissued"
    RESIGNED = "resigned"
    LAPSED = "lapsed"
    MERGED = "merged"
    ABSORBED = "absorbed"
    UNMERGED = "unmerged"
    OEM_REGISTERED = "oem_registered"

    @property
    def label(self) -> str:
        return _EVENTS[self]


_EVENTS = {
    EventKind.JOINED: "入会",
    EventKind.BROUGHT: "导入",
    EventKind.CONFIRMED: "录入确认",
    EventKind.RETURNED: "退回作废",
    EventKind.RENEWED: "续会",
    EventKind.LEVEL_RAISED: "升级",
    EventKind.LEVEL_SET: "指定级别",
    EventKind.LOST: "挂失",
    EventKind.REISSUED: "补卡",
    EventKind.RESIGNED: "退会",
    EventKind.LAPSED: "过期作废",
    EventKind.MERGED: "并入另一会员",
    EventKind.ABSORBED: "合并会员",
    EventKind.UNMERGED: "撤销合并",
    EventKind.OEM_REGISTERED: "系统登记",
}


class JoinChannel(StrEnum):
    """入会渠道."""

    NEW_CAR = "new_car"
    SERVICE = "service"
    INSURANCE = "insurance"
    REFERRAL = "referral"
    EVENT = "event"
    NONE = ""

    @property
    def label(self) -> str:
        return _CHANNELS[self]


_CHANNELS = {
    JoinChannel.NEW_CAR: "新车",
    JoinChannel.SERVICE: "保养",
    JoinChannel.INSURANCE: "续保",
    JoinChannel.REFERRAL: "转介绍",
    JoinChannel.EVENT: "活动",
    JoinChannel.NONE: "未填",
}


class Level(StrEnum):
    """卡级别, the lowest first."""

    BASIC = "basic"
    SILVER = "silver"
    GOLD = "gold"
    DIAMOND = "diamond"

    @property
    def label(self) -> str:
        return {Level.BASIC: "普卡", Level.SILVER: "银卡", Level.GOLD: "金卡", Level.DIAMOND: "钻卡"}[self]

    @property
    def rank(self) -> int:
        return tuple(Level).index(self)


class ReissueReason(StrEnum):
    """Why a member gets another card."""

    LOST = "lost"
    DAMAGED = "damaged"
    LEVEL = "level"

    @property
    def label(self) -> str:
        return {ReissueReason.LOST: "遗失", ReissueReason.DAMAGED: "损坏", ReissueReason.LEVEL: "换卡级"}[self]


TERM_MONTHS = Setting("members.term_months", "会员有效期", 12, unit="个月", section="会员", low=1, high=120)
GRACE_DAYS = Setting("members.grace_days", "过期宽限", 30, unit="天", section="会员", high=365, help="宽限期内照常积分，不能兑换")
ENDING_DAYS = Setting("members.ending_days", "到期前多少天显示待续会", 30, unit="天", section="会员", high=365)
SILVER_POINTS = Setting("members.silver_points", "银卡所需升级积分", 3_000, unit="分", section="会员", low=1, high=9_999_999)
GOLD_POINTS = Setting("members.gold_points", "金卡所需升级积分", 8_000, unit="分", section="会员", low=1, high=9_999_999)
DIAMOND_POINTS = Setting("members.diamond_points", "钻卡所需升级积分", 20_000, unit="分", section="会员", low=1, high=9_999_999)
JOIN_FEE = Setting("members.join_fee", "入会费", 0, unit="元", section="会员", high=100_000)
RENEWAL_FEE = Setting("members.renewal_fee", "续会费", 0, unit="元", section="会员", high=100_000)
REISSUE_FEE = Setting("members.reissue_fee", "补卡费", 0, unit="元", section="会员", high=100_000, help="换卡级不收")
OEM_REGISTRATION = Setting("members.oem_registration", "新会员需在厂家系统登记", default=True, section="会员")
OEM_DAYS = Setting("members.oem_days", "系统登记期限", 1, unit="天", section="会员", high=30, help="入会后几个营业日内登记")
PITCH = Setting(
    "members.pitch",
    "推荐话术（普卡）",
    (
        "今天的消费办卡后就能积分，攒够了换精洗、保养礼品。",
        "积分两年有效，到期前我们会提醒您。",
    ),
    section="会员",
    help="入会窗口右侧显示，每行一段",
)
SETTINGS: tuple[Setting[Any], ...] = (
    TERM_MONTHS,
    GRACE_DAYS,
    ENDING_DAYS,
    SILVER_POINTS,
    GOLD_POINTS,
    DIAMOND_POINTS,
    JOIN_FEE,
    RENEWAL_FEE,
    REISSUE_FEE,
    OEM_REGISTRATION,
    OEM_DAYS,
    PITCH,
)


@dataclass(frozen=True, slots=True)
class Offer:
    """What the enrolment form knows before anything is typed. `benefits` are the lines to say at the desk."""

    valid_until: date
    term_months: int
    plate_area: str
    receivers: str
    recruiters: tuple[tuple[int, str, str], ...]
    title: str
    pitch: tuple[str, ...]
    benefits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EnrolmentForm:
    """What the enrolment form holds, still as text: a new customer or one already known, his cars, his four answers, his card.

    `referrer` is the introducing member's number or card. A `level` above 普卡 counts as set by hand until the end of the term and needs
    the reason "level".
    """

    customer: CustomerForm | None
    answers: tuple[Answer, ...]
    card_no: str
    recruiter_id: int | None
    customer_id: int | None = None
    vehicles: tuple[VehicleForm, ...] = ()
    channel: ConsentChannel = ConsentChannel.PAPER
    level: Level = Level.BASIC
    join_channel: JoinChannel = JoinChannel.NONE
    referrer: str = ""


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What an enrolment made. `awarded` is what was booked at once: 0 while the membership is 待录入."""

    membership_id: int
    number: str
    customer_id: int
    name: str
    state: MemberState
    valid_until: date
    card_no: str
    awarded: int


@dataclass(frozen=True, slots=True)
class Coming:
    """The level decided, by the points of today, for a paid term that has not begun, and the day it begins."""

    starts_on: date
    level: Level
    why: str


@dataclass(frozen=True, slots=True)
class Member:
    """One membership as lists and cards show it. Numbers are masked; `staff_id` is who typed it.

    `card_level` is what is printed on the card (None without a card), `renewal_no` the number of the last renewal, `oem_on` the day of
    系统登记.
    """

    membership_id: int
    number: str
    customer_id: int
    name: str
    salutation: str
    mobile: str
    plates: tuple[str, ...]
    state: MemberState
    stage: Stage
    level: Level
    level_why: str
    level_until: date | None
    coming: Coming | None
    joined_on: date
    valid_until: date
    grace_until: date
    renewal_no: str
    card_no: str
    card_level: Level | None
    join_channel: JoinChannel
    recruiter_id: int
    referrer: str
    outlet_id: int
    oem_on: date | None
    staff_id: int | None
    entered_at: datetime

    @property
    def pills(self) -> tuple[str, ...]:
        """What stands behind the name."""
        return pills_of(self.state, self.stage, self.level)

    @property
    def card_due(self) -> bool:
        """Whether to ask "换卡？": the card says a level at which he neither stands nor will stand in a term already paid."""
        right = {self.level, self.coming.level} if self.coming else {self.level}
        return self.state is MemberState.ACTIVE and self.card_level is not None and self.card_level not in right


def pills_of(state: MemberState, where: Stage, level: Level) -> tuple[str, ...]:
    """Level and state, or what the term calls for; of a membership that does not stand only the state."""
    if not state.is_open or state is MemberState.PENDING:
        return (state.label,)
    return (level.label, where.label or state.label) if state is MemberState.ACTIVE else (level.label, state.label)


@dataclass(frozen=True, slots=True)
class MemberEvent:
    """One line of what happened to a membership."""

    at: datetime
    kind: EventKind
    staff_id: int | None
    pc: str
    number: str
    term_from: date | None
    term_until: date | None
    level: Level | None
    card_number: str
    fee_fen: int
    reason: str


class MemberFilter(StrEnum):
    """What the member list is narrowed to."""

    ALL = "all"
    TO_CONFIRM = "to_confirm"
    ACTIVE = "active"
    ENDING = "ending"
    ENDING_WEEK = "ending_week"
    ENDING_TODAY = "ending_today"
    OVERDUE = "overdue"
    LAPSED = "lapsed"
    OEM_WAITING = "oem_waiting"
    LOST = "lost"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        return _FILTERS[self]

    @property
    def is_by_end(self) -> bool:
        """Whether the list comes whole, the term that ends first on top."""
        return self in _BY_END


_FILTERS = {
    MemberFilter.ALL: "全部",
    MemberFilter.TO_CONFIRM: "待录入",
    MemberFilter.ACTIVE: "有效",
    MemberFilter.ENDING: "待续会",
    MemberFilter.ENDING_WEEK: "7 天内到期",
    MemberFilter.ENDING_TODAY: "今天到期",
    MemberFilter.OVERDUE: "已过期",
    MemberFilter.LAPSED: "宽限期已过",
    MemberFilter.OEM_WAITING: "待系统登记",
    MemberFilter.LOST: "已挂失",
    MemberFilter.CLOSED: "已退会、已作废",
}
_BY_END = frozenset((MemberFilter.ENDING, MemberFilter.ENDING_WEEK, MemberFilter.ENDING_TODAY, MemberFilter.OVERDUE, MemberFilter.LAPSED))
WEEK_DAYS = 7
MOST_AT_ONCE = 200
"""Members that take a step in one act: others wait for the lock meanwhile."""


@dataclass(frozen=True, slots=True)
class MemberCounts:
    """What members owe the desk today: each equals the length of the list behind it.

    `oldest` is when the oldest to confirm was typed, `oem_since` the day the first of those waiting for 系统登记 joined, `lapsed_since`
    the last day of grace of the first to be voided.
    """

    to_confirm: int
    oldest: datetime | None
    ending: int
    overdue: int
    oem_waiting: int
    oem_since: date | None
    lapsed: int
    lapsed_since: date | None


STOPPED_CARD = "停用的卡"
"""What a hit by a blocked card was found by."""
CARD_LIMIT = 32
_CARD = re.compile(r"[0-9A-Z]+")


def judge_card(text: str, *, field: str = "card_no") -> Judged[str]:
    """A card number as scanned or typed: capitals and digits, blanks and dashes dropped, full-width folded.

    Refuses other characters and more than 32; warns of fewer than four.
    """
    number = code_form(text)
    if not number:
        raise UserError("请扫描或输入会员卡号", field=field)
    if not _CARD.fullmatch(number):
        raise UserError("卡号只能是数字和字母", field=field)
    if len(number) > CARD_LIMIT:
        raise UserError(f"卡号最多 {CARD_LIMIT} 位，现为 {len(number)} 位", field=field)
    return Judged(number, ("卡号不到 4 位，请核对",) if len(number) < 4 else ())


def format_card(number: str) -> str:
    """6601 0342: a number of digits in groups of four, any other as it is."""
    return " ".join(re.findall(".{1,4}", number)) if number.isdigit() else number


def term_end(start: date, months: int) -> date:
    """The last valid day of a term: the day before the same day `months` later (2026-11-23 -> 2027-11-22).

    Where that month has no such day its last day is the last valid one (2028-02-29 -> 2029-02-28).
    """
    count = start.year * 12 + start.month - 1 + months
    year, month = divmod(count, 12)
    last = calendar.monthrange(year, month + 1)[1]
    if start.day > last:
        return date(year, month + 1, last)
    return date(year, month + 1, start.day) - timedelta(days=1)


def renewed_term(valid_until: date, paid_on: date, months: int) -> tuple[date, date]:
    """First and last day of the term a renewal opens: after the old end while that has not passed, else from the day of payment."""
    start = valid_until + timedelta(days=1) if paid_on <= valid_until else paid_on
    return start, term_end(start, months)


def grace_end(valid_until: date, grace_days: int) -> date:
    """The last day on which an expired member still earns and nobody voids him."""
    return valid_until + timedelta(days=grace_days)


def stage(valid_until: date, today: date, *, ending_days: int, grace_days: int) -> Stage:
    """Where `today` lies: 待续会 in the last days of the term, 已过期 after it, the first days of that in grace."""
    left = (valid_until - today).days
    if left >= ending_days:
        return Stage.RUNNING
    if left >= 0:
        return Stage.ENDING
    return Stage.GRACE if -left <= grace_days else Stage.LAPSED


@dataclass(frozen=True, slots=True)
class LevelReason:
    """The level a member stands at, until when, and the line that decided it."""

    level: Level
    until: date | None
    why: str


def level_by_points(points: int, thresholds: tuple[int, int, int]) -> Level:
    """The level tier points reach; `thresholds` are those of 银卡, 金卡, 钻卡, and reaching one is enough."""
    return tuple(Level)[sum(points >= threshold for threshold in thresholds)]


def highest(reasons: Iterable[LevelReason]) -> LevelReason:
    """The reason that gives the highest level; of equal ones the first."""
    return max(reasons, key=lambda reason: reason.level.rank)
