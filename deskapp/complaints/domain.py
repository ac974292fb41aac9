"""The rules of complaints as the store may set them, who is told when a limit has passed, what a form must hold (complaints.md). Pure."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from deskapp.complaints.lists import Severity
from deskapp.settings.declare import Setting
from deskapp.staff.domain import Role

_SECTION = "投诉"
SHORTEST, LONGEST = 5, 1000
"""Characters of the customer's own words."""
MOST_DEPARTMENTS = 3
"""责任部门 on one slip: what the paper has room for."""
NOT_ASKED = "未提出"
"""What stands under 客户要求 when there is none."""
TELL_WORKDAYS = 7
"""Working days within which a dealer must tell the customer how his complaint stands: law (汽车销售管理办法 art. 18), no setting."""
REGULATOR_DECIDES, REGULATOR_MEDIATES = 7, 45
"""Working days a regulator has to decide on a complaint, and to end its mediation (law): deadlines of others, shown and never owed."""

FIRST_CONTACT: dict[Severity, Setting[int]] = {
    Severity.MINOR: Setting("complaints.contact_minor", "首次联系：轻微", 24, unit="小时", section=_SECTION, low=1, high=24),
    Severity.NORMAL: Setting("complaints.contact_normal", "首次联系：一般", 4, unit="小时", section=_SECTION, low=1, high=24),
    Severity.SERIOUS: Setting("complaints.contact_serious", "首次联系：严重", 2, unit="小时", section=_SECTION, low=1, high=24),
    Severity.CRITICAL: Setting("complaints.contact_critical", "首次联系：紧急", 30, unit="分钟", section=_SECTION, low=5, high=240),
}
"""Hours while the store is open; minutes by the clock for 紧急."""
HANDLING: dict[Severity, Setting[int]] = {
    Severity.MINOR: Setting("complaints.days_minor", "处理时限：轻微", 3, unit="个工作日", section=_SECTION, low=1, high=30),
    Severity.NORMAL: Setting("complaints.days_normal", "处理时限：一般", 2, unit="个工作日", section=_SECTION, low=1, high=30),
    Severity.SERIOUS: Setting("complaints.days_serious", "处理时限：严重", 1, unit="个工作日", section=_SECTION, low=1, high=30),
}
"""Working days; 紧急 has its plan the same day and its answer in 24 hours instead."""
ANSWER_HOURS = Setting("complaints.answer_hours", "答复时限：紧急", 24, unit="小时", section=_SECTION, low=1, high=72, help="不分昼夜")
ROUTE_DAYS = Setting(
    "complaints.route_days", "派单时限", 1, unit="个工作日", section=_SECTION, low=1, high=5, help="超过后客服经理可以派单"
)
SIGN_DAYS = Setting("complaints.sign_days", "签收时限", 1, unit="个工作日", section=_SECTION, low=1, high=5)
REPEAT_WITHIN = Setting(
    "complaints.repeat_days", "重复投诉看多少天", 90, unit="天", section=_SECTION, low=1, high=365, help="同一客户或车辆、同一类别"
)
TRIES = Setting("complaints.tries", "联系不上：尝试几次", 3, unit="次", section=_SECTION, low=1, high=10, help="每半天算一次")
SMALL_COMPENSATION = Setting("complaints.small", "小额补偿不超过", 500, unit="元", section=_SECTION, low=0, help="部门主管、经理可以批准")
MEDIUM_COMPENSATION = Setting("complaints.medium", "中额补偿不超过", 5000, unit="元", section=_SECTION, low=0, help="客服经理可以批准")
ENQUIRY_DAYS = Setting("complaints.enquiry_days", "咨询答复时限", 1, unit="个工作日", section=_SECTION, low=1, high=10)
FILE_MB = Setting(
    "complaints.file_mb", "录音、PDF 每个不超过", 20, unit="MB", section=_SECTION, low=1, high=100, help="越大，备份越慢、越占地方"
)

SETTINGS: tuple[Setting[Any], ...] = (
    *FIRST_CONTACT.values(),
    *HANDLING.values(),
    ANSWER_HOURS,
    ROUTE_DAYS,
    SIGN_DAYS,
    REPEAT_WITHIN,
    TRIES,
    SMALL_COMPENSATION,
    MEDIUM_COMPENSATION,
    ENQUIRY_DAYS,
    FILE_MB,
)


@dataclass(frozen=True, slots=True)
class Limits:
    """The store's limits as they are set: hours, minutes for 紧急, working days."""

    contact: dict[Severity, int]
    handling: dict[Severity, int]
    answer_hours: int
    route: int
    sign: int


class Branch(StrEnum):
    """Under whom a department stands when something is told to its manager."""

    SALES = "sales"
    AFTERSALES = "aftersales"
    OTHER = "other"

    @property
    def manager(self) -> Role:
        """售后/销售经理; other departments: 客服经理."""
        return {Branch.SALES: Role.SALES_MANAGER, Branch.AFTERSALES: Role.AFTERSALES_MANAGER}.get(self, Role.SERVICE_MANAGER)


def told(severity: Severity, branch: Branch, *, twice: bool) -> tuple[Role, ...]:
    """Who is told that a limit has passed (complaints.md §2, "Escalate to"); at twice the limit 总经理 too."""
    roles: tuple[Role, ...]
    if severity is Severity.CRITICAL:
        return (Role.GENERAL_MANAGER,)
    if severity is Severity.MINOR:
        roles = (Role.SUPERVISOR,)
    elif severity is Severity.NORMAL:
        roles = (branch.manager,)
    else:
        roles = tuple(dict.fromkeys((branch.manager, Role.SERVICE_MANAGER)))
    return (*roles, Role.GENERAL_MANAGER) if twice else roles
