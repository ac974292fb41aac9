"""What happens to memberships: they are brought along, begun, confirmed, returned, and end."""

import csv
from datetime import timedelta
from pathlib import Path

from deskapp.customers.domain import MERGE_FIELDS, ConsentChannel
from deskapp.members.cards import ReissueForm, reissue_card, report_loss
from deskapp.members.domain import EnrolmentForm, JoinChannel, Level, ReissueReason
from deskapp.members.enrolment import confirm_member, enroll_member, return_member
from deskapp.members.importing import check_list, import_members, look_at_list
from deskapp.members.leaving import resign_member, void_lapsed_members
from deskapp.members.levels import levels, set_level
from deskapp.members.merging import merge_customers, undo_merge
from deskapp.members.registration import register_oem, take_back_oem
from deskapp.members.renewal import RenewalForm, renew_member
from deskapp.members.standing import stored_date
from tests.simulation.deeds.customers import ANYBODY, DESK, answers, car_of, form_of
from tests.simulation.world import Deed, NothingToDo, World

_OPEN = "('pending', 'active', 'lost')"
PENDING = "SELECT id FROM memberships WHERE state = 'pending'"
_OUTSIDE = (
    "SELECT c.id FROM customers c WHERE c.merged_into_id IS NULL AND c.mobile <> '' AND NOT EXISTS (SELECT 1 FROM memberships m"
    f" JOIN customers k ON k.id = m.customer_id WHERE (k.id = c.id OR k.merged_into_id = c.id) AND m.state IN {_OPEN})"
)
_ALIKE = (
    "SELECT b.id FROM customers a JOIN customers b ON b.mobile = a.mobile WHERE a.merged_into_id IS NULL AND b.merged_into_id IS NULL"
    " AND a.mobile <> ''"
)
_MOBILE = "(SELECT mobile FROM customers WHERE id = ?)"
OPEN_MEMBERS = f"SELECT customer_id FROM memberships WHERE state IN {_OPEN}"
WEALTHY = (
    f"SELECT e.customer_id FROM points_entries e JOIN memberships m ON m.customer_id = e.customer_id AND m.state IN {_OPEN}"
    " GROUP BY e.customer_id, m.id HAVING SUM(e.redeemable) > 300"
)


def bring_members(world: World, folder: Path) -> None:
    """The store's old list moves in: levels, terms that end within the year, opening balances of which some end soon."""
    path = folder / "会员.csv"
    heads = ("姓名", "手机", "卡号", "卡级别", "入会日期", "有效期至", "车牌", "可兑换积分", "升级积分", "积分到期日", "同意促销短信")
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(heads)
        for number, guest in enumerate(world.brought):
            until = world.begin + timedelta(days=world.chance.randrange(5, 350))
            joined = until.replace(day=min(until.day, 28), year=until.year - world.chance.choice((1, 1, 2)))
            points = world.chance.choice((0, 40, 350, 1_200, 4_800))
            ends = world.begin + timedelta(days=world.chance.choice((8, 30, 90, 400)))
            level = world.chance.choice(("普卡", "普卡", "普卡", "银卡", "金卡"))
            opening = (points, points * 2, ends) if points else ("", "", "")
            told = world.chance.choice(("是", "否", ""))
            lines.writerow((guest.name, guest.mobile, f"6601{number + 1:04d}", level, joined, until, guest.plate, *opening, told))
    outline = look_at_list(act=world.act("manager"), path=path, remembered={})
    checked = check_list(act=world.act("manager"), outline=outline, meanings=outline.meanings, progress=_silent)
    brought = import_members(act=world.act("manager"), checked=checked, reason="旧系统如此", progress=_silent)
    assert brought.added == len(world.brought), checked.findings


def _silent(_done: int, _total: int, _text: str) -> None:
    """Nobody looks at the progress."""


def _enrol(world: World) -> None:
    """A guest joins; some refuse the one consent it needs, some bring a card that is taken, some start higher."""
    guest = world.next_guest()
    by = world.someone(*DESK)
    form = EnrolmentForm(
        customer=form_of(guest),
        answers=answers(world, service=not world.happens(0.03)),
        card_no=guest.card_no if not world.happens(0.03) else "66010001",
        recruiter_id=world.staff[world.someone(*DESK, "adviser")],
        vehicles=(car_of(guest),),
        channel=ConsentChannel.PAPER,
        level=Level.SILVER if world.happens(0.04) else Level.BASIC,
        join_channel=world.chance.choice(tuple(JoinChannel)),
        referrer=_introducer(world) if world.happens(0.2) else "",
    )
    world.send(enroll_member, by, form=form, reasons={"level": "老客户"})
    world.to_come.pop(0)


def _introducer(world: World) -> str:
    return world.row("SELECT number FROM memberships WHERE id = ?", world.one("SELECT id FROM memberships"))[0]


def _join_late(world: World) -> None:
    """A known customer joins, or joins again after he had left."""
    form = EnrolmentForm(
        customer=None,
        answers=answers(world),
        card_no=world.new_card(),
        recruiter_id=world.staff[world.someone(*DESK)],
        customer_id=world.one(_OUTSIDE),
        join_channel=JoinChannel.SERVICE,
    )
    world.send(enroll_member, world.someone(*DESK), form=form)


def _confirm(world: World) -> None:
    world.send(confirm_member, world.someone("service", "manager", "clerk"), membership_id=world.one(PENDING))


def _return(world: World) -> None:
    world.send(return_member, "service", membership_id=world.one(PENDING), reason=world.chance.choice(("手机是空号", "资料不全", "")))


def _confirm_again(world: World) -> None:
    """Two PCs show the same line; the second press comes too late."""
    world.send(confirm_member, "service", membership_id=world.one("SELECT id FROM memberships WHERE state = 'active'"))


# A standing membership ------------------------------------------------------------------------------------------------


def _standing(world: World) -> int:
    return world.one("SELECT id FROM memberships WHERE state IN ('active', 'lost')")


def _renew(world: World) -> None:
    """Mostly whose term is over or ends soon; now and then one far ahead, or from a form that stood open too long."""
    first, last = world.chance.choices(((-25, 40), (-400, 40), (0, 4_000)), (8, 1, 1))[0]
    term = (world.today + timedelta(days=first), world.today + timedelta(days=last))
    member = world.one(f"SELECT id FROM memberships WHERE state IN {_OPEN} AND valid_until BETWEEN ? AND ?", *term)
    until = stored_date(world.row("SELECT valid_until FROM memberships WHERE id = ?", member)[0])
    assert until is not None
    form = RenewalForm(member, until - timedelta(days=1 if world.happens(0.03) else 0), world.chance.choice((0, 0, 0, 50_00)))
    world.send(renew_member, world.someone(*DESK), form=form, reasons={"fee": "活动价"} if world.happens(0.8) else {})


def _lose(world: World) -> None:
    world.send(report_loss, world.someone(*DESK), membership_id=_standing(world), note=world.chance.choice(("", "钱包丢了")))


def _reissue(world: World) -> None:
    lost = world.ids("SELECT id FROM memberships WHERE state = 'lost'")
    member = world.chance.choice(lost) if lost and world.happens(0.8) else _standing(world)
    level = levels(membership_ids=[member], on=world.today)[member].level
    reason = ReissueReason.LOST if lost else world.chance.choice(tuple(ReissueReason))
    card = world.new_card() if world.happens(0.95) else "66010001"
    form = ReissueForm(member, card, reason, level, 0)
    world.send(reissue_card, world.someone(*DESK), form=form, reasons={"fee": "首次免费"})


def _resign(world: World) -> None:
    reason = world.chance.choice(("搬家", "车已卖出", ""))
    world.send(resign_member, world.someone("service", "manager", "clerk"), membership_id=_standing(world), reason=reason)


def _void_lapsed(world: World) -> None:
    """The manager goes through the list of those whose grace is over; the list may be an old one."""
    ended = world.today - timedelta(days=world.chance.choice((31, 31, 31, 5)))
    found = world.ids("SELECT id FROM memberships WHERE state IN ('active', 'lost') AND valid_until < ?", ended)
    if not found:
        raise NothingToDo
    world.send(void_lapsed_members, "manager", membership_ids=found[: world.chance.randint(1, 4)])


def _register(world: World) -> None:
    found = world.ids("SELECT id FROM memberships WHERE state IN ('active', 'lost') AND oem_on IS NULL")
    chosen = world.chance.sample(found, min(len(found), world.chance.randint(1, 6)))
    world.send(register_oem, "service", membership_ids=chosen, on=world.today - timedelta(days=world.chance.choice((0, 0, 1, -1))))


def _take_back_registration(world: World) -> None:
    member = world.one("SELECT id FROM memberships WHERE oem_on IS NOT NULL")
    world.send(take_back_oem, "service", membership_id=member, reason=world.chance.choice(("勾错了", "")))


def _level(world: World) -> None:
    by, member = world.someone("manager", "manager", "service"), _standing(world)
    until = world.today + timedelta(days=world.chance.choice((30, 200, -1)))
    world.send(set_level, by, membership_id=member, level=world.chance.choice(tuple(Level)), until=until, reason="补偿")


# Two records of one customer ------------------------------------------------------------------------------------------


def _merge(world: World) -> None:
    """Two records with one mobile mostly; now and then two people who only look alike."""
    if world.happens(0.7):
        twin = world.one(f"{_ALIKE} AND b.id > a.id")
        other = world.one("SELECT id FROM customers WHERE merged_into_id IS NULL AND id <> ? AND mobile = " + _MOBILE, twin, twin)
    else:
        twin, other = world.one(ANYBODY), world.one(ANYBODY)
    take = [name for name in MERGE_FIELDS if world.happens(0.3)]
    reason = world.chance.choice(("重复登记", "重复登记", ""))
    world.send(merge_customers, "manager", survivor_id=other, loser_id=twin, reason=reason, take=take)


def _part(world: World) -> None:
    """Taken back at once mostly: later something is written on the account."""
    found = world.ids("SELECT id FROM merges WHERE undone_id IS NULL")
    if not found:
        raise NothingToDo
    world.send(undo_merge, "manager", merge_id=found[-1] if world.happens(0.7) else world.chance.choice(found))


DEEDS = (
    Deed("enrol", 22, _enrol),
    Deed("enrol a known customer", 4, _join_late),
    Deed("confirm a member", 12, _confirm),
    Deed("return a member", 2, _return),
    Deed("renew a membership", 12, _renew),
    Deed("report a loss", 2, _lose),
    Deed("give another card", 3, _reissue),
    Deed("let a member leave", 1, _resign),
    Deed("void lapsed members", 2, _void_lapsed),
    Deed("register with the manufacturer", 3, _register),
    Deed("take a registration back", 1, _take_back_registration),
    Deed("set a level", 2, _level),
    Deed("merge customers", 3, _merge),
    Deed("undo a merge", 2, _part),
    Deed("confirm a confirmed member", 1, _confirm_again, always_refused=True),
)
