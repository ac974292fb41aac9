"""What happens to the house itself: rules, days, people, notes of the day, prints."""

from datetime import timedelta
from typing import Any

from deskapp.analysis.service import write_note
from deskapp.customers.domain import NOTICE
from deskapp.gifts.domain import APPROVAL_LIMIT
from deskapp.handovers.domain import NET_EARNS, POINTS_PER_YUAN, USE_ON_BILLS
from deskapp.members.domain import GRACE_DAYS, JOIN_FEE, SILVER_POINTS, TERM_MONTHS
from deskapp.points.domain import AWARD_POINTS, LOT_MONTHS, RETURN_DAYS, AwardKind
from deskapp.settings.declare import Setting
from deskapp.staff.domain import Role
from deskapp.staff.staffing import change_person
from deskapp.store.days import close_days, open_day
from deskapp.store.service import change_setting, count_print
from tests.deskapp.people import department_id
from tests.simulation.world import Deed, World

_RULES: tuple[tuple[Setting[Any], tuple[str, ...]], ...] = (
    (LOT_MONTHS, ("1", "2", "24", "0")),
    (RETURN_DAYS, ("0", "30", "60")),
    (TERM_MONTHS, ("1", "3", "12")),
    (GRACE_DAYS, ("0", "10", "30")),
    (JOIN_FEE, ("0", "50")),
    (SILVER_POINTS, ("3000", "1500")),
    (POINTS_PER_YUAN, ("20", "10")),
    (NET_EARNS, ("是", "否")),
    (USE_ON_BILLS, ("是", "是", "是", "否")),
    (APPROVAL_LIMIT, ("2000", "500")),
    (AWARD_POINTS[AwardKind.JOIN], ("20", "0", "30")),
    (AWARD_POINTS[AwardKind.EVENT], ("50", "80")),
    (NOTICE, ("{store}告知书 A：我们只为会员服务使用您的信息。", "{store}告知书 B：提供给 {receivers} 需另行同意。")),
)


def rule(world: World, setting: Setting[Any], text: str) -> None:
    """Change a rule. It is an upsert, which leaves a gap in the ids of a server."""
    world.send(change_setting, "manager", setting=setting, text=text)
    world.close_gaps()


def _rule(world: World) -> None:
    setting, texts = world.chance.choice(_RULES)
    rule(world, setting, world.chance.choice(texts))


def _close(world: World) -> None:
    first = world.today + timedelta(days=world.chance.randrange(2, 20))
    last = first + timedelta(days=world.chance.choice((0, 0, 2)))
    world.send(close_days, "manager", first=first, last=last, reason=world.chance.choice(("盘点", "春节放假", "")))


def _open(world: World) -> None:
    one = world.one("SELECT id FROM closures WHERE voided_by_id IS NULL AND day > ?", world.today)
    world.send(open_day, "manager", closure_id=one, reason="照常营业")


def _note(world: World) -> None:
    day = world.today - timedelta(days=world.chance.choice((0, 0, 1, 7, -1)))
    world.send(write_note, world.someone("service", "manager", "clerk"), day=day, text=world.chance.choice(("停电半小时", "系统升级", "")))


def _move_person(world: World) -> None:
    """A clerk changes the department: what is reported of the past must not follow him."""
    world.send(
        change_person,
        "manager",
        staff_id=world.staff["clerk2"],
        staff_no="104",
        name="赵磊",
        department_id=department_id(world.chance.choice(("前台", "客服部", "销售部"))),
        outlet_id=1,
        roles=[Role.FRONT_DESK],
        active=True,
    )
    world.close_gaps()


def _print(world: World) -> None:
    number = world.row("SELECT number FROM serials WHERE id = ?", world.one("SELECT id FROM serials"))[0]
    world.send(count_print, world.someone("clerk", "service"), number=number, paper="单据")


DEEDS = (
    Deed("change a rule", 4, _rule),
    Deed("close days", 1, _close),
    Deed("open a closed day", 1, _open),
    Deed("note of the day", 2, _note),
    Deed("move a person", 1, _move_person),
    Deed("print", 4, _print),
)
