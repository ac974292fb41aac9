"""What a customer is: kinds, vehicles, consents, and what the desk may know of them (members.md §2, rules.md §7). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from importlib.resources import files
from typing import Any

from deskapp.settings.declare import Setting
from deskapp.typed import Birthday, Energy, format_plate


class CustomerKind(StrEnum):
    PERSON = "person"
    COMPANY = "company"

    @property
    def label(self) -> str:
        return {CustomerKind.PERSON: "个人", CustomerKind.COMPANY: "单位"}[self]


class Salutation(StrEnum):
    """Never guessed from the name."""

    MR = "mr"
    MS = "ms"
    NONE = ""

    @property
    def label(self) -> str:
        return {Salutation.MR: "先生", Salutation.MS: "女士", Salutation.NONE: "不填"}[self]

    @property
    def spoken(self) -> str:
        """The word behind a name, nothing where none was given."""
        return "" if self is Salutation.NONE else self.label


class Purpose(StrEnum):
    """The four separate consents; each is asked, none is ticked beforehand (PIPL 14, 23)."""

    SERVICE = "service"
    MARKETING = "marketing"
    CARE = "care"
    SHARE = "share"

    @property
    def label(self) -> str:
        return _PURPOSES[self]


_PURPOSES = {
    Purpose.SERVICE: "会员服务",
    Purpose.MARKETING: "促销短信和电话",
    Purpose.CARE: "生日和节日关怀",
    Purpose.SHARE: "提供给厂家和保险公司",
}


BEYOND_SERVICE = (Purpose.MARKETING, Purpose.CARE, Purpose.SHARE)
"""What nobody needs for being a member: stopped together in one step."""


class ConsentChannel(StrEnum):
    """How the answer was given; withdrawing is as easy by each of them (PIPL 15)."""

    PAPER = "paper"
    COUNTER = "counter"
    PHONE = "phone"
    IMPORT = "import"

    @property
    def label(self) -> str:
        return _CHANNELS[self]


_CHANNELS = {
    ConsentChannel.PAPER: "书面签字",
    ConsentChannel.COUNTER: "当面口头",
    ConsentChannel.PHONE: "电话",
    ConsentChannel.IMPORT: "导入",
}


class TokenSource(StrEnum):
    """What a word of the search index is. Cards and imported member numbers are written by the members feature above."""

    NAME = "name"
    MOBILE = "mobile"
    MOBILE_PART = "mobile_part"
    PLATE = "plate"
    PLATE_PART = "plate_part"
    VIN = "vin"
    VIN_PART = "vin_part"
    CARD = "card"
    CARD_PART = "card_part"
    MEMBER_NO = "member_no"

    @property
    def label(self) -> str:
        return _SOURCES[self]

    @property
    def is_whole(self) -> bool:
        """Whether the token is a complete number, so that meeting it exactly points to one customer."""
        return self in WHOLE_NUMBERS


_SOURCES = {
    TokenSource.NAME: "姓名",
    TokenSource.MOBILE: "手机",
    TokenSource.MOBILE_PART: "手机",
    TokenSource.PLATE: "车牌",
    TokenSource.PLATE_PART: "车牌",
    TokenSource.VIN: "车架号",
    TokenSource.VIN_PART: "车架号",
    TokenSource.CARD: "卡号",
    TokenSource.CARD_PART: "卡号",
    TokenSource.MEMBER_NO: "会员编号",
}
WHOLE_NUMBERS = frozenset({TokenSource.MOBILE, TokenSource.PLATE, TokenSource.VIN, TokenSource.CARD, TokenSource.MEMBER_NO})
ONE_HIT_NUMBERS = (TokenSource.MOBILE, TokenSource.PLATE, TokenSource.CARD)
"""What an adviser may find one customer by (rules.md §2)."""

Token = tuple[str, TokenSource]


@dataclass(frozen=True, slots=True)
class CustomerForm:
    """What a clerk typed about a customer, still as text. For a company `name` is the company's and `contact` the person's.

    `mobile` and `alt_phone` are None where an edit leaves them as they are: the form shows them masked.
    """

    name: str
    mobile: str | None
    kind: CustomerKind = CustomerKind.PERSON
    salutation: Salutation = Salutation.NONE
    contact: str = ""
    credit_code: str = ""
    reading: str = ""
    alt_contact: str = ""
    alt_phone: str | None = ""
    birthday: str = ""
    birthday_lunar: bool = False
    address: str = ""


@dataclass(frozen=True, slots=True)
class VehicleForm:
    """What a clerk typed about a car, still as text. No plate means 未上牌: then the VIN is required.

    `take_over`: a car met at another customer is ended there ("转到本客户").
    """

    plate: str = ""
    vin: str = ""
    model: str = ""
    color: str = ""
    energy: Energy | None = None
    bought_on: str = ""
    bought_here: bool | None = None
    odometer_km: str = ""
    insurance_until: str = ""
    inspection_until: str = ""
    take_over: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """One of the four answers: given or refused."""

    purpose: Purpose
    given: bool


@dataclass(frozen=True, slots=True)
class Vehicle:
    """A car of a customer. `odometer_km` is the last reading, read on `odometer_on`; `ended_at` None while it is his."""

    id: int
    customer_id: int
    plate: str
    plate_class: str
    vin: str
    model: str
    color: str
    energy: Energy | None
    bought_on: date | None
    bought_here: bool | None
    insurance_until: date | None
    inspection_until: date | None
    odometer_km: int | None
    odometer_on: date | None
    ended_at: datetime | None
    ended_why: str

    @property
    def plate_text(self) -> str:
        """粤B 3K852, or 未上牌."""
        return format_plate(self.plate) if self.plate else "未上牌"


@dataclass(frozen=True, slots=True)
class Consent:
    """One answer as it was given: when, how, to whom, and under which wording of the notice."""

    purpose: Purpose
    given: bool
    at: datetime
    channel: ConsentChannel
    staff_id: int | None
    notice_version: int


@dataclass(frozen=True, slots=True)
class Notice:
    """One wording of the privacy notice, numbered from 1."""

    version: int
    text: str


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer as the card shows him. Numbers are masked: the full one comes by `reveal_mobile`, which is logged.

    `family` holds all ids merged into one, the survivor (`id`) first. `consents` holds the answer that counts for each purpose
    that was ever asked; `past_vehicles` those that ended.
    """

    id: int
    family: tuple[int, ...]
    kind: CustomerKind
    name: str
    contact: str
    credit_code: str
    salutation: Salutation
    reading: str
    mobile: str
    alt_contact: str
    alt_phone: str
    birthday: Birthday | None
    address: str
    note: str
    note_at: datetime | None
    note_staff_id: int | None
    vehicles: tuple[Vehicle, ...]
    past_vehicles: tuple[Vehicle, ...]
    consents: tuple[Consent, ...]
    created_at: datetime
    created_staff_id: int | None
    erased: bool = False

    def consent(self, purpose: Purpose) -> Consent | None:
        """The answer that counts, None if never asked."""
        return next((consent for consent in self.consents if consent.purpose == purpose), None)


@dataclass(frozen=True, slots=True)
class Hit:
    """One line under the search box. `pills` (level, state) are filled in by the members feature above.

    `number` is set when the text is a number the store has given; `customer_id` is then None unless the feature knows it.
    """

    customer_id: int | None
    name: str
    salutation: str = ""
    mobile: str = ""
    plates: tuple[str, ...] = ()
    matched: str = ""
    exact: bool = False
    pills: tuple[str, ...] = ()
    number: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """One line of the customer list; the mobile is masked."""

    customer_id: int
    kind: CustomerKind
    name: str
    contact: str
    salutation: str
    mobile: str
    plates: tuple[str, ...]
    note: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A customer who already has what is being typed; `field` is the form field that met him."""

    field: str
    hit: Hit
    vehicle_id: int | None = None


@dataclass(frozen=True, slots=True)
class MergeField:
    """A part of a customer's data that is taken from one of two records whole; `columns` are those of the table."""

    label: str
    columns: tuple[str, ...]


MERGE_FIELDS: Mapping[str, MergeField] = {
    "name": MergeField("姓名", ("kind", "name", "contact", "credit_code", "reading", "sort_key")),
    "salutation": MergeField("称谓", ("salutation",)),
    "mobile": MergeField("手机", ("mobile",)),
    "birthday": MergeField("生日", ("birth_month", "birth_day", "birth_year", "birth_lunar")),
    "alt_contact": MergeField("备用联系", ("alt_contact", "alt_phone")),
    "address": MergeField("地址", ("address",)),
}
"""What a clerk chooses between when two records become one, in the order of the comparison."""


def both_notes(kept: str, other: str) -> str:
    """The special note of two who become one: nothing that somebody took the trouble to write is lost."""
    notes = [note.rstrip("。；; ") for note in (kept, other) if note]
    return "；".join(dict.fromkeys(notes)) if len(notes) > 1 else (kept or other)


@dataclass(frozen=True, slots=True)
class Merge:
    """A merge that stands: whose record went into whose, when, by whom and why."""

    id: int
    survivor_id: int
    survivor: str
    loser_id: int
    loser: str
    at: datetime
    staff_id: int | None
    reason: str


class Likeness(StrEnum):
    """Why two customers may be one."""

    MOBILE = "mobile"
    PLATE = "plate"
    VIN = "vin"
    BIRTHDAY = "birthday"

    @property
    def label(self) -> str:
        return _LIKENESSES[self]


_LIKENESSES = {
    Likeness.MOBILE: "同手机",
    Likeness.PLATE: "同车牌",
    Likeness.VIN: "同车架号",
    Likeness.BIRTHDAY: "同名同生日",
}


@dataclass(frozen=True, slots=True)
class LookAlike:
    """Two customers who may be one, and by what. `same_name` puts the pair on top of the list."""

    one: Hit
    other: Hit
    by: tuple[Likeness, ...]
    same_name: bool


@dataclass(frozen=True, slots=True)
class Reveal:
    """Somebody looked at a full number."""

    at: datetime
    staff_id: int | None
    pc: str
    customer_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Archived:
    """What the archive duty keeps of an erased customer: name and number in full, the cars he bought here, until when."""

    name: str
    mobile: str
    cars: tuple[str, ...]
    kept_until: date


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One line of 变更记录, in words, numbers masked."""

    at: datetime
    staff_id: int | None
    pc: str
    subject: str
    what: str
    old: str
    new: str
    reason: str


RECEIVERS = Setting(
    "customers.receivers",
    "资料接收方",
    "厂家、合作保险公司",
    section="隐私",
    help="第四项同意的接收方全称，写在告知书和入会窗口里（个人信息保护法第 23 条）",
)
NOTICE = Setting(
    "customers.notice",
    "个人信息告知书",
    (files("resources") / "defaults" / "notice.txt").read_text(encoding="utf-8").strip(),
    section="隐私",
    help="{store} 是店名，{receivers} 是资料接收方；改动后自动成为新的版本",
    lines=True,
)
ARCHIVE_YEARS = Setting(
    "customers.archive_years",
    "购车档案保存",
    10,
    unit="年",
    section="隐私",
    low=1,
    high=50,
    help="清除个人信息后，本店售出车辆的购车人仍封存到这个期限（汽车销售管理办法），平时看不到也查不到",
)
SETTINGS: tuple[Setting[Any], ...] = (RECEIVERS, NOTICE, ARCHIVE_YEARS)
