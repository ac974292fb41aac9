"""The rooms of the house: what the navigation shows, where each page is, and which rights open it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Room:
    """One page of the navigation; any of `rights` opens it, none = everybody's.

    `page` is "module:class". `line` draws a hairline before it, `foot` puts it to the bottom.
    """

    key: str
    title: str
    icon: str
    page: str
    rights: tuple[str, ...] = ()
    line: bool = False
    foot: bool = False


ROOMS = (
    Room("today", "今日", "sun", "ui.today.page:TodayPage"),
    Room("customers", "客户", "users", "ui.customers.page:CustomersPage", ("SEE_CUSTOMERS",), line=True),
    Room("members", "会员", "id-card", "ui.members.page:MembersPage", ("ENROLL_MEMBERS", "CONFIRM_MEMBERS")),
    Room("points", "积分", "coins", "ui.handovers.page:HandoversPage", ("WRITE_HANDOVERS", "POST_HANDOVERS")),
    Room("gifts", "礼品", "gift", "ui.gifts.page:GiftsPage", ("APPLY_REDEMPTIONS", "MANAGE_GIFTS", "APPROVE_REDEMPTIONS")),
    Room("lounge", "休息区", "coffee", "ui.lounge.page:LoungePage", ("CHECK_LOUNGE", "LOUNGE_DUTY"), line=True),
    Room("inspection", "检查", "clipboard-check", "ui.inspection.page:InspectionPage", ("INSPECT",)),
    Room(
        "rectification", "整改", "wrench", "ui.rectification.page:RectificationPage", ("ISSUE_NOTICES", "ANSWER_NOTICES", "COMMENT_REPORTS")
    ),
    Room(
        "complaints",
        "投诉",
        "message-square-warning",
        "ui.complaints.page:ComplaintsPage",
        ("DRAFT_COMPLAINTS", "HANDLE_COMPLAINTS", "ANSWER_COMPLAINTS", "ASSIGN_COMPLAINTS", "COMPENSATE_LARGE"),
    ),
    Room("reports", "报表", "chart-column", "ui.analysis.page:ReportsPage", ("SEE_REPORTS",), line=True, foot=True),
    Room(
        "settings",
        "设置",
        "settings",
        "ui.settings.page:SettingsPage",
        ("CHANGE_SETTINGS", "MANAGE_STAFF", "IMPORT_DATA", "EXPORT_DATA"),
        foot=True,
    ),
)
