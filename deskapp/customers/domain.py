"""What a customer is: kinds, vehicles, consents, and what the desk may know of them (members.md §2, rules.md §7). Pure."""

from dataclasses import dataclass
from enum import StrEnum


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


class ConsentChannel(StrEnum):
    """How the answer was given; withdrawing is as easy by each of them (PIPL 15)."""

    PAPER = "paper"
    COUNTER = "counter"
    PHONE = "phone"
    IMPORT = "import"

    @property
    def label(self) -> str:
        return {
            ConsentChannel.PAPER: "书面签字",
            ConsentChannel.COUNTER: "当面口头",
            ConsentChannel.PHONE: "电话",
            ConsentChannel.IMPORT: "导入",
        }[self]


@dataclass(frozen=True, slots=True)
class Answer:
    """One of the four answers: given or refused."""

    purpose: Purpose
    given: bool
