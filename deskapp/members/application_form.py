"""The application form a guest reads and signs: his data, the four answers, the notice under which he gave them (members.md §6)."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from deskapp.customers.domain import Notice, Purpose
from deskapp.papers import A4, A5, Copy, Field, Head, Paper, Printed, Row, Section, Sign, Text, Ticks, print_form

PAPERS: tuple[Paper, ...] = (A4, A5)
RETENTION = "客服部存档，保存 10 年"
NOTE = "四项由客户本人逐项选择，可随时撤回；不同意会员服务则不办理会员，其他服务不受影响。"
_NOTICE_SIZE = 8.5
_HAND_ROW = 9.0
"""Room to write by hand where the paper has it, mm."""
_EXPLAINED = {
    Purpose.SERVICE: "记录积分、兑换礼品、办理续会所必需",
    Purpose.MARKETING: "优惠和活动通知，可随时退订",
    Purpose.CARE: "生日、节日问候和提醒",
    Purpose.SHARE: "接收方：{receivers}",
}


@dataclass(frozen=True, slots=True)
class ApplicationVehicle:
    """A car as the form prints it; texts are ready to print, '' where nothing is known."""

    plate: str
    vin: str
    model: str
    bought_on: str


@dataclass(frozen=True, slots=True)
class Application:
    """What the form says. All texts are ready to print, '' leaves room to write; `mobile` is in full, for the guest checks it.

    `answers` holds the consents that were given or refused; a blank form has none and is ticked by hand.
    """

    notice: Notice
    receivers: str
    kind: str = ""
    name: str = ""
    contact: str = ""
    salutation: str = ""
    mobile: str = ""
    alt_contact: str = ""
    birthday: str = ""
    address: str = ""
    vehicles: tuple[ApplicationVehicle, ...] = ()
    level: str = ""
    card_no: str = ""
    joined_on: str = ""
    valid_until: str = ""
    join_channel: str = ""
    recruiter: str = ""
    referrer: str = ""
    handled_by: str = ""
    answers: dict[Purpose, bool] = field(default_factory=dict[Purpose, bool])


def render(application: Application, *, paper: Paper, head: Head, reprint: int = 0) -> Printed:
    """The form on A4 or A5. An application without answers is the blank one, to be filled in by hand."""
    wide = 2 if paper.stacked else 1
    row = 0.0 if paper.stacked else _HAND_ROW

    def body(_copy: Copy) -> Sequence[Section]:
        return (
            Section(_person(application), mark="①", title="会员", row=row),
            Section(_vehicles(application, wide), mark="②", title="车辆", row=row),
            Section(_membership(application, wide), mark="③", title="入会", row=row),
            Section([*_answers(application), *_signatures(application)], mark="④", title="选择", row=row),
            Section(_notice(application)),
        )

    return print_form(paper=paper, head=head, body=body, reprint=reprint, note=NOTE, retention=RETENTION)


def _person(a: Application) -> list[Row]:
    name = Field("单位" if a.contact else "姓名", a.name, span=2, bold=True)
    second = Field("联系人", f"{a.contact} {a.salutation}".strip()) if a.contact else Field("称谓", a.salutation)
    kind = Field("类型", a.kind)
    mobile, birthday = Field("手机", a.mobile, span=2), Field("生日", a.birthday, span=2)
    alt = Field("备用联系", a.alt_contact, span=4)
    rows = [Row(name, second, kind), Row(mobile, birthday)]
    return [*rows, Row(alt), Row(Field("地址", a.address, span=4))]


def _vehicles(a: Application, wide: int) -> list[Row]:
    rows: list[Row] = []
    for car in a.vehicles or (ApplicationVehicle("", "", "", ""),):
        if wide == 1:
            rows.append(Row(Field("车牌", car.plate), Field("车架号", car.vin, span=2), Field("购车", car.bought_on)))
            rows.append(Row(Field("车型", car.model, span=4)))
        else:
            rows.append(Row(Field("车牌", car.plate, span=2), Field("购车", car.bought_on, span=2)))
            rows.append(Row(Field("车架号", car.vin, span=4)))
            rows.append(Row(Field("车型", car.model, span=4)))
    return rows


def _membership(a: Application, wide: int) -> list[Row]:
    term = f"{a.joined_on} 至 {a.valid_until}" if a.joined_on else ""
    card, level = Field("卡号", a.card_no, span=wide), Field("级别", a.level, span=wide)
    term_field = Field("有效期", term, span=2 * wide)
    recruiter, channel = Field("推荐人", a.recruiter, span=2), Field("渠道", a.join_channel, span=wide)
    referrer = Field("介绍人", a.referrer, span=wide)
    if wide == 1:
        return [Row(card, level, term_field), Row(recruiter, channel, referrer)]
    return [Row(card, level), Row(term_field), Row(recruiter, channel), Row(Field("介绍人", a.referrer, span=4))]


def _answers(a: Application) -> list[Row]:
    rows: list[Row] = []
    for purpose in Purpose:
        given = a.answers.get(purpose)
        chosen = () if given is None else ("同意",) if given else ("不同意",)
        words = _EXPLAINED[purpose].replace("{receivers}", a.receivers)
        rows.append(Row(Text(f"{purpose.label}（{words}）", span=3, size=9.0), Ticks("", ("同意", "不同意"), chosen, label_chars=0)))
    return rows


def _signatures(a: Application) -> list[Row]:
    return [Row(Sign("客户签字（本人已阅读告知书）", span=2), Sign("经办人", span=2, name=a.handled_by))]


def _notice(a: Application) -> list[Row]:
    lines = [line for line in a.notice.text.splitlines() if line.strip()]
    title = f"个人信息处理告知书　第 {a.notice.version} 版"
    return [Row(Text(title, span=4, bold=True)), Row(Text("\n".join(lines), span=4, size=_NOTICE_SIZE))]
