"""What may be chosen on a slip: source, nature, severity, category and the rest (complaints.md §2, §3). Data, with its words."""

from dataclasses import dataclass
from enum import StrEnum


class Source(StrEnum):
    """来源渠道."""

    PHONE = "phone"
    VISIT = "visit"
    SERVICE_CALLBACK = "service_callback"
    SALES_CALLBACK = "sales_callback"
    INTERVIEW = "interview"
    SURVEY = "survey"
    LOUNGE = "lounge"
    ONLINE = "online"
    MANUFACTURER = "manufacturer"
    DIVISION = "division"
    REGULATOR = "regulator"
    APPOINTMENT = "appointment"
    FOLLOW_UP = "follow_up"
    MEDIA = "media"

    @property
    def label(self) -> str:
        return _SOURCES[self]

    @property
    def has_division_number(self) -> bool:
        """Whether slips of this source carry the division's number and must be replied to (事业部下达, 厂家400)."""
        return self in (Source.DIVISION, Source.MANUFACTURER)


_SOURCES = {
    Source.PHONE: "客户来电",
    Source.VISIT: "到店",
    Source.SERVICE_CALLBACK: "售后回访",
    Source.SALES_CALLBACK: "销售回访",
    Source.INTERVIEW: "面访",
    Source.SURVEY: "问卷",
    Source.LOUNGE: "休息区",
    Source.ONLINE: "微信/网络",
    Source.MANUFACTURER: "厂家400",
    Source.DIVISION: "事业部下达",
    Source.REGULATOR: "12315/消协",
    Source.APPOINTMENT: "预约",
    Source.FOLLOW_UP: "跟踪",
    Source.MEDIA: "媒体",
}


class Nature(StrEnum):
    """性质."""

    GRIEVANCE = "grievance"
    COMPLAINT = "complaint"
    ESCALATED = "escalated"
    APPEAL = "appeal"

    @property
    def label(self) -> str:
        return _NATURES[self][0]

    @property
    def help(self) -> str:
        """When it is that, in plain words beside the field."""
        return _NATURES[self][1]


_NATURES = {
    Nature.GRIEVANCE: ("抱怨", "口头表达不满，没有正式要求"),
    Nature.COMPLAINT: ("投诉", "要求给说法、给处理"),
    Nature.ESCALATED: ("升级投诉", "对处理不满，找到更高一级或厂家"),
    Nature.APPEAL: ("申诉", "对已经作出的处理结果提出异议"),
}


class Severity(StrEnum):
    """级别, from the mildest."""

    MINOR = "minor"
    NORMAL = "normal"
    SERIOUS = "serious"
    CRITICAL = "critical"

    @property
    def label(self) -> str:
        return _SEVERITIES[self][0]

    @property
    def help(self) -> str:
        """When it is that, in plain words beside the field."""
        return _SEVERITIES[self][1]

    @property
    def rank(self) -> int:
        """0 for the mildest: what lists are sorted by."""
        return tuple(Severity).index(self)


_SEVERITIES = {
    Severity.MINOR: ("轻微", "解释或小补救就能解决"),
    Severity.NORMAL: ("一般", "客户受了损失或误了事，要部门处理"),
    Severity.SERIOUS: ("严重", "损失大、重复发生或客户情绪激烈"),
    Severity.CRITICAL: ("紧急", "涉及安全、媒体、多人聚集或监管部门"),
}


class Group(StrEnum):
    """The first level of 类别: it says who routes."""

    SALES = "sales"
    AFTERSALES = "aftersales"
    PRODUCT = "product"
    MEMBER = "member"
    ENVIRONMENT = "environment"
    PRIVACY = "privacy"

    @property
    def label(self) -> str:
        return _GROUPS[self]

    @property
    def routed_by(self) -> str:
        """Code of the department whose manager routes such slips: 售后·产品 售后部, 销售 销售部, the rest 客服部."""
        return {Group.SALES: "sales", Group.AFTERSALES: "aftersales", Group.PRODUCT: "aftersales"}.get(self, "customer_service")


_GROUPS = {
    Group.SALES: "销售",
    Group.AFTERSALES: "售后",
    Group.PRODUCT: "产品",
    Group.MEMBER: "会员",
    Group.ENVIRONMENT: "环境",
    Group.PRIVACY: "隐私",
}


@dataclass(frozen=True, slots=True)
class Category:
    """A leaf of 类别. `code` is what is stored and never changes its meaning."""

    code: str
    group: Group
    label: str

    @property
    def full(self) -> str:
        """售后—维修质量/返修; a group of one leaf is named once."""
        return self.label if self.label == self.group.label else f"{self.group.label}—{self.label}"


CERTIFICATE = "sales.certificate"
"""合格证/手续: asks since when it is wanted and who holds it."""

CATEGORIES: tuple[Category, ...] = (
    Category("sales.attitude", Group.SALES, "接待态度"),
    Category("sales.promise", Group.SALES, "承诺未兑现"),
    Category("sales.price", Group.SALES, "价格/费用"),
    Category("sales.delivery_late", Group.SALES, "交车延迟"),
    Category("sales.clean", Group.SALES, "车辆清洁"),
    Category(CERTIFICATE, Group.SALES, "合格证/手续"),
    Category("sales.test_drive", Group.SALES, "试驾"),
    Category("sales.accessories", Group.SALES, "精品"),
    Category("aftersales.attitude", Group.AFTERSALES, "服务态度"),
    Category("aftersales.repair", Group.AFTERSALES, "维修质量/返修"),
    Category("aftersales.waiting", Group.AFTERSALES, "等待时间"),
    Category("aftersales.price", Group.AFTERSALES, "价格不透明"),
    Category("aftersales.explanation", Group.AFTERSALES, "解释不清"),
    Category("aftersales.parts", Group.AFTERSALES, "配件缺货"),
    Category("aftersales.washing", Group.AFTERSALES, "洗车"),
    Category("aftersales.body", Group.AFTERSALES, "钣喷"),
    Category("aftersales.appointment", Group.AFTERSALES, "预约"),
    Category("product.quality", Group.PRODUCT, "质量"),
    Category("product.noise", Group.PRODUCT, "噪音"),
    Category("product.consumption", Group.PRODUCT, "油耗/续航"),
    Category("product.software", Group.PRODUCT, "软件"),
    Category("member.points", Group.MEMBER, "积分未录入"),
    Category("member.gift", Group.MEMBER, "礼品"),
    Category("member.sms", Group.MEMBER, "短信骚扰"),
    Category("environment.lounge", Group.ENVIRONMENT, "休息区"),
    Category("environment.hygiene", Group.ENVIRONMENT, "卫生"),
    Category("environment.parking", Group.ENVIRONMENT, "停车"),
    Category("privacy", Group.PRIVACY, "隐私"),
)
BY_CODE = {category.code: category for category in CATEGORIES}


class Satisfaction(StrEnum):
    """满意度, from the best; 不表态 last."""

    VERY_SATISFIED = "very_satisfied"
    SATISFIED = "satisfied"
    FAIR = "fair"
    DISSATISFIED = "dissatisfied"
    SILENT = "silent"

    @property
    def label(self) -> str:
        return _SATISFACTIONS[self]


_SATISFACTIONS = {
    Satisfaction.VERY_SATISFIED: "非常满意",
    Satisfaction.SATISFIED: "满意",
    Satisfaction.FAIR: "一般",
    Satisfaction.DISSATISFIED: "不满意",
    Satisfaction.SILENT: "不表态",
}


class Means(StrEnum):
    """How the customer was spoken to."""

    PHONE = "phone"
    IN_PERSON = "in_person"
    WECHAT = "wechat"
    SMS = "sms"
    LETTER = "letter"

    @property
    def label(self) -> str:
        return _MEANS[self]


_MEANS = {
    Means.PHONE: "电话",
    Means.IN_PERSON: "面谈",
    Means.WECHAT: "微信",
    Means.SMS: "短信",
    Means.LETTER: "书面",
}


class CompensationKind(StrEnum):
    """补偿类型."""

    REFUND = "refund"
    DISCOUNT = "discount"
    REWORK = "rework"
    GIFT = "gift"
    POINTS = "points"
    LOAN_CAR = "loan_car"
    OTHER = "other"

    @property
    def label(self) -> str:
        return _COMPENSATIONS[self]


_COMPENSATIONS = {
    CompensationKind.REFUND: "退款/赔付",
    CompensationKind.DISCOUNT: "减免费用",
    CompensationKind.REWORK: "免费返工/保养",
    CompensationKind.GIFT: "礼品/精品",
    CompensationKind.POINTS: "会员积分",
    CompensationKind.LOAN_CAR: "代步车",
    CompensationKind.OTHER: "其他",
}


class CauseKind(StrEnum):
    """What kind of cause it was, so that the causes of a week can be counted; may stay open."""

    SKILL = "skill"
    ATTITUDE = "attitude"
    PROCESS = "process"
    EXPLANATION = "explanation"
    PARTS = "parts"
    EQUIPMENT = "equipment"
    PRODUCT = "product"
    OUTSIDE = "outside"
    NONE = ""

    @property
    def label(self) -> str:
        return _CAUSES[self]


_CAUSES = {
    CauseKind.SKILL: "技能不足",
    CauseKind.ATTITUDE: "服务态度",
    CauseKind.PROCESS: "流程未执行",
    CauseKind.EXPLANATION: "沟通解释不到位",
    CauseKind.PARTS: "配件供应",
    CauseKind.EQUIPMENT: "设备工具",
    CauseKind.PRODUCT: "产品本身",
    CauseKind.OUTSIDE: "外部原因",
    CauseKind.NONE: "未归类",
}
