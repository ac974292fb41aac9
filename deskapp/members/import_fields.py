"""What the columns of somebody's member list may be, and how they are told by their heads. Pure."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from enum import StrEnum

MOST_CARS = 5
"""Columns like 车牌5; more cars of one member come as further rows."""


class Subject(StrEnum):
    """What a column is about: the groups of the list one chooses from."""

    MEMBER = "会员"
    CUSTOMER = "客户"
    CAR = "车辆"
    POINTS = "期初积分"
    CONSENT = "同意与隐私"


class ImportField(StrEnum):
    """What a column may hold. The names are those of the forms, so a refusal finds its column by its field."""

    MEMBER_NO = "member_no"
    CARD_NO = "card_no"
    LEVEL = "level"
    JOINED_ON = "joined_on"
    VALID_UNTIL = "valid_until"
    JOIN_CHANNEL = "join_channel"
    RECRUITER = "recruiter"
    OEM_REGISTERED = "oem_registered"
    NAME = "name"
    MOBILE = "mobile"
    KIND = "kind"
    COMPANY = "company"
    CONTACT = "contact"
    CREDIT_CODE = "credit_code"
    SALUTATION = "salutation"
    ALT_CONTACT = "alt_contact"
    ALT_PHONE = "alt_phone"
    BIRTHDAY = "birthday"
    ADDRESS = "address"
    NOTE = "note"
    PLATE = "plate"
    VIN = "vin"
    MODEL = "model"
    COLOR = "color"
    ENERGY = "energy"
    BOUGHT_ON = "bought_on"
    BOUGHT_HERE = "bought_here"
    ODOMETER_KM = "odometer_km"
    INSURANCE_UNTIL = "insurance_until"
    INSPECTION_UNTIL = "inspection_until"
    REDEEMABLE = "redeemable"
    TIER = "tier"
    POINTS_UNTIL = "ends_on"
    CONSENT_SERVICE = "consent_service"
    CONSENT_MARKETING = "consent_marketing"
    CONSENT_CARE = "consent_care"
    CONSENT_SHARE = "consent_share"

    @property
    def label(self) -> str:
        return _FIELDS[self][1]

    @property
    def subject(self) -> Subject:
        return _FIELDS[self][0]


_M, _C, _V, _P, _S = Subject
# subject, label, and the other words lists use for it, apart by blanks
_FIELDS: dict[ImportField, tuple[Subject, str, str]] = {
    ImportField.MEMBER_NO: (_M, "会员编号", "会员号 会员号码 会员代码 会员id 编号"),
    ImportField.CARD_NO: (_M, "卡号", "会员卡号 会员卡 卡片号 ic卡号 磁卡号"),
    ImportField.LEVEL: (_M, "卡级别", "级别 会员级别 会员等级 等级 卡类型 卡种 会员类型 卡等级"),
    ImportField.JOINED_ON: (_M, "入会日期", "入会时间 办卡日期 开卡日期 开卡时间 注册日期 加入日期 办理日期"),
    ImportField.VALID_UNTIL: (_M, "有效期至", "有效期 到期日 到期日期 会员到期日 会员有效期 截止日期 有效期止 到期时间"),
    ImportField.JOIN_CHANNEL: (_M, "入会渠道", "渠道 来源 客户来源 会员来源"),
    ImportField.RECRUITER: (_M, "推荐人", "推荐员工 办卡人 经办人 服务顾问 销售顾问 业务员"),
    ImportField.OEM_REGISTERED: (_M, "系统登记", "厂家登记 厂家系统登记 已登记"),
    ImportField.NAME: (_C, "姓名", "客户姓名 会员姓名 车主 车主姓名 客户名称 客户 名字 顾客姓名"),
    ImportField.MOBILE: (_C, "手机", "手机号 手机号码 联系电话 电话 联系方式 移动电话 电话号码 客户电话 车主电话 联系手机"),
    ImportField.KIND: (_C, "客户类型", "类型 客户性质 客户类别 性质"),
    ImportField.COMPANY: (_C, "单位名称", "单位 公司 公司名称 企业名称"),
    ImportField.CONTACT: (_C, "联系人", "单位联系人 联系人姓名"),
    ImportField.CREDIT_CODE: (_C, "统一社会信用代码", "信用代码 社会信用代码 税号 纳税人识别号"),
    ImportField.SALUTATION: (_C, "称谓", "性别 称呼 称谓/性别"),
    ImportField.ALT_CONTACT: (_C, "备用联系人", "第二联系人 紧急联系人"),
    ImportField.ALT_PHONE: (_C, "备用电话", "第二电话 固定电话 座机 家庭电话 备用手机"),
    ImportField.BIRTHDAY: (_C, "生日", "出生日期 出生年月日 出生年月"),
    ImportField.ADDRESS: (_C, "邮寄地址", "地址 联系地址 家庭住址 住址 通讯地址"),
    ImportField.NOTE: (_C, "特别说明", "备注 说明 客户备注"),
    ImportField.PLATE: (_V, "车牌", "车牌号 车牌号码 牌照 牌照号 牌号"),
    ImportField.VIN: (_V, "车架号", "vin vin码 vin号 底盘号 车辆识别代号 车架号码 车架号vin"),
    ImportField.MODEL: (_V, "车型", "车型名称 车辆型号 车系 品牌车型"),
    ImportField.COLOR: (_V, "颜色", "车身颜色 车辆颜色 外观颜色"),
    ImportField.ENERGY: (_V, "能源", "能源类型 燃料 燃料类型 动力类型"),
    ImportField.BOUGHT_ON: (_V, "购车日期", "购买日期 购车时间 交车日期 销售日期 提车日期"),
    ImportField.BOUGHT_HERE: (_V, "本店购车", "是否本店购车 本店销售"),
    ImportField.ODOMETER_KM: (_V, "当前里程", "里程 公里数 行驶里程 里程数 进厂里程"),
    ImportField.INSURANCE_UNTIL: (_V, "保险到期", "保险到期日 保险到期日期 交强险到期 商业险到期"),
    ImportField.INSPECTION_UNTIL: (_V, "年检到期", "年检到期日 年审到期 年检日期 检车日期"),
    ImportField.REDEEMABLE: (_P, "可兑换积分", "积分 积分余额 可用积分 剩余积分 当前积分 会员积分 期初积分"),
    ImportField.TIER: (_P, "升级积分", "累计积分 等级积分 成长值 总积分"),
    ImportField.POINTS_UNTIL: (_P, "积分到期日", "积分有效期 积分到期 积分有效期至 积分到期日期"),
    ImportField.CONSENT_SERVICE: (_S, "同意会员服务", "会员服务"),
    ImportField.CONSENT_MARKETING: (_S, "同意促销短信", "促销短信和电话 促销短信 接受短信 营销短信 接收短信 同意短信"),
    ImportField.CONSENT_CARE: (_S, "同意生日关怀", "生日和节日关怀 生日节日关怀 节日关怀 生日关怀"),
    ImportField.CONSENT_SHARE: (_S, "同意提供给厂家", "提供给厂家和保险公司 提供给厂家 资料共享 提供给厂家/保险"),
}
CAR_FIELDS = tuple(field for field in ImportField if field.subject is Subject.CAR)
IGNORED = ""
"""The code of a column that is not read."""

_DIGITS = {"二": "2", "三": "3", "四": "4", "五": "5"}
_NUMBER_BEHIND = re.compile(r"(.+?)([2-5二三四五])(?:号)?")
_NUMBER_BEFORE = re.compile(r"第([2-5二三四五])[辆台部]?(?:车的?)?(.+)")


def code(field: ImportField, car: int = 1) -> str:
    """How a column's meaning is remembered: "plate", "plate.2" for the second car."""
    return field.value if car == 1 else f"{field.value}.{car}"


def read_code(text: str) -> tuple[ImportField, int]:
    """Field and car of a code."""
    name, _, car = text.partition(".")
    return ImportField(name), int(car or 1)


def codes() -> tuple[str, ...]:
    """Every meaning a column may have, in the order of the forms, the further cars last."""
    further = tuple(code(field, car) for car in range(2, MOST_CARS + 1) for field in CAR_FIELDS)
    return tuple(field.value for field in ImportField) + further


def code_label(text: str) -> str:
    """ "车牌", "车牌（第 2 辆）", "不导入"."""
    if text == IGNORED:
        return "不导入"
    field, car = read_code(text)
    return field.label if car == 1 else f"{field.label}（第 {car} 辆）"


def guess(heads: Sequence[str], remembered: Mapping[str, str]) -> tuple[str, ...]:
    """A meaning for each column: as it was chosen for this head before, else by what it says; a meaning is given once."""
    given: set[str] = set()
    meanings: list[str] = []
    known = set(codes())
    for head in heads:
        chosen = remembered.get(head.strip())
        meaning = chosen if chosen is not None and (chosen in known or chosen == IGNORED) else _meaning(head)
        meanings.append(IGNORED if meaning in given else meaning)
        given |= {meaning} - {IGNORED}
    return tuple(meanings)


def recognised(heads: Sequence[str], remembered: Mapping[str, str]) -> int:
    """How many cells of a row read like heads of columns, or were heads in a list before."""
    return sum(head.strip() in remembered or _meaning(head) != IGNORED for head in heads)


def missing(meanings: Sequence[str]) -> str:
    """What no list can do without and these columns lack, in words; '' when nothing."""
    has = set(meanings)
    who = ImportField.NAME in has or ImportField.COMPANY in has
    lacking = [] if who else [ImportField.NAME.label]
    if ImportField.MOBILE not in has:
        lacking.append(ImportField.MOBILE.label)
    return "、".join(lacking)


def _meaning(head: str) -> str:
    word = _plain(head)
    if not word:
        return IGNORED
    if word in _WORDS:
        return _WORDS[word].value
    for match, car_first in ((_NUMBER_BEHIND.fullmatch(word), False), (_NUMBER_BEFORE.fullmatch(word), True)):
        if match:
            number, rest = (match[1], match[2]) if car_first else (match[2], match[1])
            field = _WORDS.get(rest)
            if field is not None and field in CAR_FIELDS:
                return code(field, int(_DIGITS.get(number, number)))
    return IGNORED


def _plain(head: str) -> str:
    """A head without blanks, stars and what stands in brackets, but for a number."""
    word = "".join(unicodedata.normalize("NFKC", head).lower().split()).strip("*:")
    word = re.sub(r"\(([2-5二三四五])\)", r"\1", word)
    return re.sub(r"\([^()]*\)|\[[^\[\]]*\]", "", word).strip("*:")


_WORDS = {_plain(word): field for field, (_, label, words) in _FIELDS.items() for word in (label, *words.split())}
