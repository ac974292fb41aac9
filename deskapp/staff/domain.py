"""Roles, and the rights table of the house (rules.md §2) as data; people, departments and outlets as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

SYSTEM_STAFF_NO = "000"
"""工号 of the built-in person 系统, who books expiries and nightly work and can never sign in."""
SYSTEM_NAME = "系统"
CUSTOMER_SERVICE_DEPARTMENT = "customer_service"
"""Code of 客服部, however it is called: 客服经理 counts as its 部门主管."""


class Role(StrEnum):
    """What a person is employed as; one person may hold several."""

    FRONT_DESK = "front_desk"
    CUSTOMER_SERVICE = "customer_service"
    SERVICE_MANAGER = "service_manager"
    LOUNGE_ATTENDANT = "lounge_attendant"
    SUPERVISOR = "supervisor"
    AFTERSALES_MANAGER = "aftersales_manager"
    SALES_MANAGER = "sales_manager"
    SERVICE_ADVISOR = "service_advisor"
    SALES_ADVISOR = "sales_advisor"
    GENERAL_MANAGER = "general_manager"

    @property
    def label(self) -> str:
        return _ROLE_LABELS[self]


_ROLE_LABELS = {
    Role.FRONT_DESK: "前台",
    Role.CUSTOMER_SERVICE: "客服专员",
    Role.SERVICE_MANAGER: "客服经理",
    Role.LOUNGE_ATTENDANT: "休息区服务员",
    Role.SUPERVISOR: "部门主管",
    Role.AFTERSALES_MANAGER: "售后经理",
    Role.SALES_MANAGER: "销售经理",
    Role.SERVICE_ADVISOR: "服务顾问",
    Role.SALES_ADVISOR: "销售顾问",
    Role.GENERAL_MANAGER: "总经理",
}


class Scope(StrEnum):
    """How far a right reaches. Whoever asks for a right in a narrower case says which scopes the case falls in."""

    ALL = "all"
    OWN_DEPARTMENT = "own_department"
    OWN_ROWS = "own_rows"
    RECORDED = "recorded"
    ROUTED = "routed"
    EXACT_HIT = "exact_hit"
    SERVICE_MATTERS = "service_matters"
    REMARK = "remark"
    DAILY = "daily"

    @property
    def label(self) -> str:
        return _SCOPE_LABELS[self]


_SCOPE_LABELS = {
    Scope.ALL: "",
    Scope.OWN_DEPARTMENT: "本部门",
    Scope.OWN_ROWS: "本人的",
    Scope.RECORDED: "代录",
    Scope.ROUTED: "派给本部门的单据",
    Scope.EXACT_HIT: "手机、车牌或卡号完全相符的一位",
    Scope.SERVICE_MATTERS: "会员、环境、隐私类",
    Scope.REMARK: "备注",
    Scope.DAILY: "日报",
}


class Right(StrEnum):
    """One thing a person may or may not do: rows of the table in rules.md §2, parted where a part of the program asks for less."""

    SEE_CUSTOMERS = "see_customers"
    SEE_FULL_NUMBER = "see_full_number"
    EDIT_CUSTOMERS = "edit_customers"
    ENROLL_MEMBERS = "enroll_members"
    RENEW_MEMBERS = "renew_members"
    REPORT_LOSS = "report_loss"
    REISSUE_CARDS = "reissue_cards"
    CONFIRM_MEMBERS = "confirm_members"
    RESIGN_MEMBERS = "resign_members"
    WRITE_HANDOVERS = "write_handovers"
    POST_HANDOVERS = "post_handovers"
    MANUAL_POINTS = "manual_points"
    REVERSE_POINTS = "reverse_points"
    VOID_LAPSED_MEMBERS = "void_lapsed_members"
    SET_LEVELS = "set_levels"
    UNDO_REDEMPTIONS = "undo_redemptions"
    APPLY_REDEMPTIONS = "apply_redemptions"
    HAND_OUT_GIFTS = "hand_out_gifts"
    APPROVE_REDEMPTIONS = "approve_redemptions"
    APPROVE_LARGE_REDEMPTIONS = "approve_large_redemptions"
    MANAGE_GIFTS = "manage_gifts"
    SEND_GIFTS = "send_gifts"
    TICK_OEM_REGISTRATION = "tick_oem_registration"
    LOUNGE_DUTY = "lounge_duty"
    CHECK_LOUNGE = "check_lounge"
    INSPECT = "inspect"
    ISSUE_NOTICES = "issue_notices"
    RECHECK = "recheck"
    ANSWER_NOTICES = "answer_notices"
    ANSWER_COMPLAINTS = "answer_complaints"
    ASSIGN_COMPLAINTS = "assign_complaints"
    DRAFT_COMPLAINTS = "draft_complaints"
    HANDLE_COMPLAINTS = "handle_complaints"
    REOPEN_SLIPS = "reopen_slips"
    VOID_SLIPS = "void_slips"
    EXTEND_LIMITS = "extend_limits"
    WAIVE_APPRAISALS = "waive_appraisals"
    COMPENSATE_SMALL = "compensate_small"
    COMPENSATE_MEDIUM = "compensate_medium"
    COMPENSATE_LARGE = "compensate_large"
    CHANGE_SETTINGS = "change_settings"
    EDIT_TEMPLATES = "edit_templates"
    EDIT_CALENDAR = "edit_calendar"
    MERGE_CUSTOMERS = "merge_customers"
    ERASE_CUSTOMERS = "erase_customers"
    IMPORT_DATA = "import_data"
    EXPORT_DATA = "export_data"
    BACK_UP = "back_up"
    RESTORE = "restore"
    CONFIRM_CLOCK = "confirm_clock"
    MANAGE_STAFF = "manage_staff"
    APPOINT_DEPUTIES = "appoint_deputies"
    SEE_REPORTS = "see_reports"
    COMMENT_REPORTS = "comment_reports"

    @property
    def label(self) -> str:
        return _RIGHT_LABELS[self]


_RIGHT_LABELS = {
    Right.SEE_CUSTOMERS: "查看客户",
    Right.SEE_FULL_NUMBER: "查看完整手机号",
    Right.EDIT_CUSTOMERS: "修改客户资料",
    Right.ENROLL_MEMBERS: "办理入会",
    Right.RENEW_MEMBERS: "办理续会",
    Right.REPORT_LOSS: "会员卡挂失",
    Right.REISSUE_CARDS: "补卡、换卡",
    Right.CONFIRM_MEMBERS: "录入确认、退回新会员",
    Right.RESIGN_MEMBERS: "办理退会",
    Right.WRITE_HANDOVERS: "填写积分移交单",
    Right.POST_HANDOVERS: "录入积分",
    Right.MANUAL_POINTS: "手工增减积分",
    Right.REVERSE_POINTS: "冲正积分",
    Right.VOID_LAPSED_MEMBERS: "过期会员作废",
    Right.SET_LEVELS: "指定会员级别",
    Right.UNDO_REDEMPTIONS: "撤销、取消兑换",
    Right.APPLY_REDEMPTIONS: "申请兑换",
    Right.HAND_OUT_GIFTS: "发放礼品、登记签收",
    Right.APPROVE_REDEMPTIONS: "审核兑换",
    Right.APPROVE_LARGE_REDEMPTIONS: "审核超过限额的兑换",
    Right.MANAGE_GIFTS: "管理礼品目录和库存",
    Right.SEND_GIFTS: "备货、安排送达",
    Right.TICK_OEM_REGISTRATION: "系统登记",
    Right.LOUNGE_DUTY: "休息区值班登记",
    Right.CHECK_LOUNGE: "休息区抽查、签核、更正",
    Right.INSPECT: "检查",
    Right.ISSUE_NOTICES: "下发整改通知单",
    Right.RECHECK: "复检",
    Right.ANSWER_NOTICES: "签收、回复整改通知单",
    Right.ANSWER_COMPLAINTS: "签收、回复处理单",
    Right.ASSIGN_COMPLAINTS: "派单",
    Right.DRAFT_COMPLAINTS: "填写处理单草稿",
    Right.HANDLE_COMPLAINTS: "办理处理单（提交、告知、暂停、关闭、归档、作废草稿）",
    Right.REOPEN_SLIPS: "重开单据",
    Right.VOID_SLIPS: "作废单据",
    Right.EXTEND_LIMITS: "延长时限",
    Right.WAIVE_APPRAISALS: "减免考核建议",
    Right.COMPENSATE_SMALL: "批准小额补偿",
    Right.COMPENSATE_MEDIUM: "批准中额补偿",
    Right.COMPENSATE_LARGE: "批准大额补偿",
    Right.CHANGE_SETTINGS: "修改设置",
    Right.EDIT_TEMPLATES: "修改模板",
    Right.EDIT_CALENDAR: "修改日历",
    Right.MERGE_CUSTOMERS: "合并客户",
    Right.ERASE_CUSTOMERS: "清除客户个人信息",
    Right.IMPORT_DATA: "导入数据",
    Right.EXPORT_DATA: "导出数据",
    Right.BACK_UP: "备份",
    Right.RESTORE: "恢复备份",
    Right.CONFIRM_CLOCK: "确认电脑时间",
    Right.MANAGE_STAFF: "管理人员和权限",
    Right.APPOINT_DEPUTIES: "委托代理",
    Right.SEE_REPORTS: "查看报表",
    Right.COMMENT_REPORTS: "批注报表",
}

Grants = Mapping[Role, Scope]
_DESK = (Role.FRONT_DESK, Role.CUSTOMER_SERVICE, Role.SERVICE_MANAGER)
_SERVICE = (Role.CUSTOMER_SERVICE, Role.SERVICE_MANAGER)
_MANAGER = (Role.SERVICE_MANAGER,)
_ADVISORS = (Role.SERVICE_ADVISOR, Role.SALES_ADVISOR)
_HEADS = (Role.SUPERVISOR, Role.AFTERSALES_MANAGER, Role.SALES_MANAGER)


def _to(*roles: Role, scope: Scope = Scope.ALL) -> dict[Role, Scope]:
    return dict.fromkeys(roles, scope)


_ANSWER = _to(*_SERVICE, scope=Scope.RECORDED) | _to(*_HEADS, scope=Scope.OWN_DEPARTMENT) | _to(*_ADVISORS, scope=Scope.OWN_ROWS)

RIGHTS: Mapping[Right, Grants] = {
    Right.SEE_CUSTOMERS: _to(*_DESK, Role.GENERAL_MANAGER) | _to(*_HEADS, scope=Scope.ROUTED) | _to(*_ADVISORS, scope=Scope.EXACT_HIT),
    Right.SEE_FULL_NUMBER: _to(*_DESK),
    Right.EDIT_CUSTOMERS: _to(*_DESK),
    Right.ENROLL_MEMBERS: _to(*_DESK),
    Right.RENEW_MEMBERS: _to(*_DESK),
    Right.REPORT_LOSS: _to(*_DESK),
    Right.REISSUE_CARDS: _to(*_DESK),
    Right.CONFIRM_MEMBERS: _to(*_SERVICE),
    Right.RESIGN_MEMBERS: _to(*_SERVICE),
    Right.WRITE_HANDOVERS: _to(*_DESK, *_ADVISORS),
    Right.POST_HANDOVERS: _to(*_SERVICE),
    Right.MANUAL_POINTS: _to(*_MANAGER),
    Right.REVERSE_POINTS: _to(*_MANAGER),
    Right.VOID_LAPSED_MEMBERS: _to(*_MANAGER),
    Right.SET_LEVELS: _to(*_MANAGER),
    Right.UNDO_REDEMPTIONS: _to(*_MANAGER),
    Right.APPLY_REDEMPTIONS: _to(*_DESK),
    Right.HAND_OUT_GIFTS: _to(*_DESK),
    Right.APPROVE_REDEMPTIONS: _to(*_SERVICE, Role.GENERAL_MANAGER),
    Right.APPROVE_LARGE_REDEMPTIONS: _to(*_MANAGER, Role.GENERAL_MANAGER),
    Right.MANAGE_GIFTS: _to(*_SERVICE),
    Right.SEND_GIFTS: _to(*_SERVICE),
    Right.TICK_OEM_REGISTRATION: _to(*_SERVICE),
    Right.LOUNGE_DUTY: _to(*_SERVICE, Role.LOUNGE_ATTENDANT),
    Right.CHECK_LOUNGE: _to(*_SERVICE),
    Right.INSPECT: _to(*_SERVICE),
    Right.ISSUE_NOTICES: _to(*_SERVICE),
    Right.RECHECK: _to(*_SERVICE),
    Right.ANSWER_NOTICES: _ANSWER,
    Right.ANSWER_COMPLAINTS: _ANSWER,
    Right.ASSIGN_COMPLAINTS: (
        _to(*_MANAGER, scope=Scope.SERVICE_MATTERS) | _to(Role.AFTERSALES_MANAGER, Role.SALES_MANAGER, scope=Scope.OWN_DEPARTMENT)
    ),
    Right.DRAFT_COMPLAINTS: _to(*_DESK, *_ADVISORS) | _to(Role.LOUNGE_ATTENDANT, scope=Scope.REMARK),
    Right.HANDLE_COMPLAINTS: _to(*_SERVICE),
    Right.REOPEN_SLIPS: _to(*_MANAGER),
    Right.VOID_SLIPS: _to(*_MANAGER),
    Right.EXTEND_LIMITS: _to(*_MANAGER),
    Right.WAIVE_APPRAISALS: _to(*_MANAGER),
    Right.COMPENSATE_SMALL: _to(*_MANAGER, *_HEADS, Role.GENERAL_MANAGER),
    Right.COMPENSATE_MEDIUM: _to(*_MANAGER, Role.GENERAL_MANAGER),
    Right.COMPENSATE_LARGE: _to(Role.GENERAL_MANAGER),
    Right.CHANGE_SETTINGS: _to(*_MANAGER),
    Right.EDIT_TEMPLATES: _to(*_MANAGER),
    Right.EDIT_CALENDAR: _to(*_MANAGER),
    Right.MERGE_CUSTOMERS: _to(*_MANAGER),
    Right.ERASE_CUSTOMERS: _to(*_MANAGER),
    Right.IMPORT_DATA: _to(*_MANAGER),
    Right.EXPORT_DATA: _to(*_MANAGER),
    Right.BACK_UP: _to(*_MANAGER),
    Right.RESTORE: _to(*_MANAGER),
    Right.CONFIRM_CLOCK: _to(*_MANAGER),
    Right.MANAGE_STAFF: _to(*_MANAGER, Role.GENERAL_MANAGER),
    Right.APPOINT_DEPUTIES: _to(*_MANAGER, *_HEADS, Role.GENERAL_MANAGER),
    Right.SEE_REPORTS: (
        _to(*_SERVICE, Role.GENERAL_MANAGER)
        | _to(Role.FRONT_DESK, scope=Scope.DAILY)
        | _to(*_HEADS, scope=Scope.OWN_DEPARTMENT)
        | _to(Role.LOUNGE_ATTENDANT, *_ADVISORS, scope=Scope.OWN_ROWS)
    ),
    Right.COMMENT_REPORTS: _to(Role.GENERAL_MANAGER),
}
"""Who may do what and how far. A right that is not given here is given to nobody."""


def holders_in_words(right: Right) -> str:
    """Who has the right, for the refusal: "客服专员、客服经理、部门主管（本部门）"."""
    return "、".join(role.label + (f"（{scope.label}）" if scope.label else "") for role, scope in sorted_grants(right))


def sorted_grants(right: Right) -> list[tuple[Role, Scope]]:
    """The grants of a right in the order of the table's columns."""
    grants = RIGHTS[right]
    return [(role, grants[role]) for role in Role if role in grants]


@dataclass(frozen=True, slots=True)
class Department:
    """A department; it includes those under it. `code` marks the built-in ones however they are renamed, '' for others."""

    id: int
    name: str
    code: str
    parent_id: int | None
    active: bool


@dataclass(frozen=True, slots=True)
class Outlet:
    """A place of sale: 总店 or 二级网点."""

    id: int
    name: str
    active: bool


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on the staff. 系统 has no department and no outlet."""

    id: int
    staff_no: str
    name: str
    sort_key: str
    roles: frozenset[Role]
    department_id: int | None
    department: str
    outlet_id: int | None
    outlet: str
    active: bool

    @property
    def is_system(self) -> bool:
        return self.staff_no == SYSTEM_STAFF_NO

    @property
    def roles_in_words(self) -> str:
        return "、".join(role.label for role in Role if role in self.roles)


@dataclass(frozen=True, slots=True)
class Deputyship:
    """A right handed to a deputy for named days, both included. It reaches as far as the giver's own."""

    id: int
    giver_id: int
    deputy_id: int
    right: Right
    from_on: date
    until_on: date
    reason: str
    ended: bool

    def holds_on(self, day: date) -> bool:
        return not self.ended and self.from_on <= day <= self.until_on
