"""The empty list a store fills in when its old program gives none. Its heads are those the import knows."""

from pathlib import Path

from deskapp.customers.domain import CustomerKind
from deskapp.data import Act
from deskapp.members.domain import JoinChannel, Level
from deskapp.members.import_fields import ImportField
from deskapp.sheets.template import Blank, write_template
from deskapp.staff.domain import Right
from deskapp.staff.service import require
from deskapp.typed import Energy

_F = ImportField
_DAY = "日期，如 2026-11-23"
_YES_NO = ("是", "否")
_ASKED = "客户答过才填；没问过就空着，等于没有同意"
_COLUMNS: tuple[tuple[ImportField, int, str, str, tuple[str, ...]], ...] = (
    (_F.MEMBER_NO, 16, "老系统的编号，照原样；空着由本系统编号", "VIP00123", ()),
    (_F.CARD_NO, 16, "卡上的号码；没有卡就空着", "66010342", ()),
    (_F.LEVEL, 8, "空着为普卡", "金卡", tuple(level.label for level in Level)),
    (_F.JOINED_ON, 12, f"{_DAY}；空着为导入当天", "2025-05-01", ()),
    (_F.VALID_UNTIL, 12, f"最后一天有效的{_DAY}；空着按入会日期推算", "2027-04-30", ()),
    (_F.NAME, 12, "个人的姓名，或单位名称", "张伟明", ()),
    (_F.MOBILE, 14, "11 位手机号；家人可以共用", "13826012607", ()),
    (_F.KIND, 10, "空着为个人", "个人", tuple(kind.label for kind in CustomerKind)),
    (_F.CONTACT, 10, "单位客户必填：手机是谁的", "", ()),
    (_F.SALUTATION, 8, "不填就空着", "先生", ("先生", "女士")),
    (_F.BIRTHDAY, 12, "可以没有年份；农历写“农历 08-15”", "1985-08-15", ()),
    (_F.PLATE, 12, "没上牌就空着，改填车架号", "粤B3K852", ()),
    (_F.VIN, 20, "17 位", "LSVAA41T2RN000001", ()),
    (_F.MODEL, 14, "", "迈腾 2024款", ()),
    (_F.ENERGY, 8, "", "燃油", tuple(energy.label for energy in Energy)),
    (_F.BOUGHT_ON, 12, _DAY, "2024-06-18", ()),
    (_F.INSURANCE_UNTIL, 12, _DAY, "2027-06-17", ()),
    (_F.REDEEMABLE, 12, "现在还能兑换的积分，记为期初；每位会员只能导入一次", "1286", ()),
    (_F.TIER, 12, "本期累计的升级积分，决定级别；空着为 0", "9000", ()),
    (_F.POINTS_UNTIL, 12, f"这些积分最后能用的{_DAY}；空着按 24 个月", "2027-06-30", ()),
    (_F.CONSENT_SERVICE, 14, _ASKED, "是", _YES_NO),
    (_F.CONSENT_MARKETING, 14, _ASKED, "否", _YES_NO),
    (_F.CONSENT_CARE, 14, _ASKED, "", _YES_NO),
    (_F.CONSENT_SHARE, 16, _ASKED, "", _YES_NO),
    (_F.JOIN_CHANNEL, 10, "", "保养", tuple(channel.label for channel in JoinChannel if channel)),
    (_F.RECRUITER, 10, "本店员工的姓名或工号；空着记为导入的人", "王芳", ()),
    (_F.NOTE, 24, "接待时要留意的事", "", ()),
)
_SECOND_CAR = "第二辆车；更多的车另起一行，写同样的会员编号或卡号"
_REQUIRED = frozenset((_F.NAME, _F.MOBILE))


def template() -> tuple[Blank, ...]:
    """The columns of the empty list."""
    columns = [Blank(which.label, width, how, example, words, which in _REQUIRED) for which, width, how, example, words in _COLUMNS]
    at = next(place for place, column in enumerate(columns) if column.title == _F.MODEL.label) + 1
    return (*columns[:at], Blank(f"{_F.PLATE.label}2", 12, _SECOND_CAR, "粤BD12345"), *columns[at:])


def write_list_template(*, act: Act, path: Path) -> None:
    """Write the empty list as a workbook."""
    require(act, Right.IMPORT_DATA)
    write_template(path, template(), sheet="会员名单")
