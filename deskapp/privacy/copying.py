"""A copy of everything kept of one person (PIPL 45): numbers in full, so each copy is logged like a look at them."""

from datetime import date

from deskapp.complaints.forgetting import slips_of
from deskapp.complaints.things import Complaint
from deskapp.customers.consents import consent_history
from deskapp.customers.domain import Customer, Vehicle
from deskapp.customers.service import reveal_mobile
from deskapp.customers.views import customer, vehicles
from deskapp.data import Act, writing
from deskapp.gifts.reading import redemptions
from deskapp.members.domain import format_card
from deskapp.members.reading import memberships
from deskapp.points.reading import statement
from deskapp.privacy.domain import Chapter, PersonalCopy
from deskapp.staff.domain import Right
from deskapp.staff.service import require
from deskapp.typed import format_birthday, format_points, format_signed

LINES = 500
"""Newest lines of the ledger and newest redemptions; more nobody reads on paper."""


def copy_of_person(*, act: Act, customer_id: int) -> PersonalCopy:
    """Everything kept of a customer and of those merged into him. Refuses an erased one."""
    require(act, Right.EXPORT_DATA)
    with writing(act, "copy_of_person", customer_id=customer_id) as tx:
        guest = customer(act=tx.act, customer_id=customer_id)
        numbers = reveal_mobile(act=tx.act, customer_id=guest.id)
        tx.done(guest.id)
        known = {"手机": numbers.mobile, "备用电话": numbers.alt_phone}
        cars = vehicles(guest.family)
        chapters = (
            Chapter("基本资料", _person(guest, known)),
            *[Chapter(f"车辆 {car.plate_text}", _car(car)) for car in cars],
            Chapter("同意记录", _consents(guest)),
            *_memberships(tx.act, guest.id),
            Chapter("积分", _points(guest.id, tx.act.at.date())),
            Chapter("礼品兑换", _gifts(tx.act, guest.id)),
            Chapter("投诉和抱怨", _complaints(guest)),
        )
        return PersonalCopy(guest.id, guest.name, tx.act.at, tuple(chapter for chapter in chapters if chapter.lines))


def _person(guest: Customer, numbers: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return _filled(
        ("客户类型", guest.kind.label),
        ("单位名称" if guest.contact else "姓名", guest.name),
        ("联系人", guest.contact),
        ("统一社会信用代码", guest.credit_code),
        ("称谓", guest.salutation.spoken),
        ("读音", guest.reading),
        *numbers.items(),
        ("备用联系人", guest.alt_contact),
        ("生日", format_birthday(guest.birthday) if guest.birthday else ""),
        ("邮寄地址", guest.address),
        ("特别说明", guest.note),
        ("登记时间", f"{guest.created_at:%Y-%m-%d %H:%M}"),
    )


def _car(car: Vehicle) -> tuple[tuple[str, str], ...]:
    return _filled(
        ("车架号", car.vin),
        ("车型", f"{car.model} {car.color}".strip()),
        ("能源", car.energy.label if car.energy else ""),
        ("购车日期", str(car.bought_on or "")),
        ("本店购车", {True: "是", False: "否"}.get(car.bought_here, "") if car.bought_here is not None else ""),
        ("里程", f"{car.odometer_km:,} km（{car.odometer_on}）" if car.odometer_km is not None else ""),
        ("保险到期", str(car.insurance_until or "")),
        ("年检到期", str(car.inspection_until or "")),
        ("结束", f"{car.ended_at:%Y-%m-%d} {car.ended_why}" if car.ended_at else ""),
    )


def _consents(guest: Customer) -> tuple[tuple[str, str], ...]:
    return tuple(
        (
            f"{one.at:%Y-%m-%d %H:%M}",
            f"{one.purpose.label}：{'同意' if one.given else '不同意'}，{one.channel.label}，告知书第 {one.notice_version} 版",
        )
        for one in consent_history(guest.family)
    )


def _memberships(act: Act, customer_id: int) -> list[Chapter]:
    return [
        Chapter(
            f"会员 {one.number}",
            _filled(
                ("状态", one.state.label),
                ("级别", one.level.label),
                ("有效期", f"{one.joined_on} 至 {one.valid_until}"),
                ("卡号", format_card(one.card_no) if one.card_no else ""),
                ("入会渠道", one.join_channel.label),
                ("介绍人", one.referrer),
            ),
        )
        for one in memberships(act=act, customer_id=customer_id)
    ]


def _points(customer_id: int, on: date) -> tuple[tuple[str, str], ...]:
    account = statement(customer_id=customer_id, on=on, limit=LINES)
    now = ("可兑换积分", f"{format_points(account.balance.spendable)} 分")
    return (
        now,
        *[
            (f"{line.at:%Y-%m-%d %H:%M}", f"{format_signed(line.points)} {line.note or line.kind.label} {line.number}".strip())
            for line in account.lines
        ],
    )


def _gifts(act: Act, customer_id: int) -> tuple[tuple[str, str], ...]:
    found = redemptions(act=act, customer_id=customer_id, limit=LINES)
    return tuple(
        (f"{one.applied_at:%Y-%m-%d} {one.number}", f"{one.what}，{format_points(one.cost)} 分，{one.state.label}") for one in found
    )


def _complaints(guest: Customer) -> tuple[tuple[str, str], ...]:
    return tuple(
        (
            f"{one.received_at:%Y-%m-%d} {one.number}",
            f"{one.category.full}，{one.state.label}：{one.form.description}；要求：{one.form.remedy_requested}{_attached(one)}",
        )
        for one in slips_of(guest.family)
    )


def _attached(slip: Complaint) -> str:
    """What lies with a slip; he may have the files themselves, opened from the slip."""
    photos = [f"照片 {len(slip.photos)} 张"] if slip.photos else []
    said = (*photos, *(file.label for file in slip.files))
    return f"；附件：{'、'.join(said)}" if said else ""


def _filled(*lines: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(line for line in lines if line[1])
