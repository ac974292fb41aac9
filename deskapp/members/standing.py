"""How a customer stands as a member today, in one statement: what the desk may do with his points."""

from dataclasses import dataclass
from datetime import date

from deskapp.customers.family import family
from deskapp.data import database, sql
from deskapp.errors import UserError
from deskapp.members.domain import ENDING_DAYS, GRACE_DAYS, MemberState, Stage, stage
from deskapp.settings.store import value

_OPEN = (
    "SELECT id, number, customer_id, state, joined_on, valid_until FROM memberships"
    " WHERE customer_id IN ({ids}) AND state IN ('pending', 'active', 'lost') ORDER BY id DESC LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class Standing:
    """The open membership of a customer on a day; `stage` says where the day lies in its term."""

    membership_id: int
    member_no: str
    customer_id: int
    state: MemberState
    joined_on: date
    valid_until: date
    stage: Stage


def standing(*, customer_id: int, on: date) -> Standing | None:
    """The open membership of the customer (of his family when merged), None if he has none."""
    ids = family(customer_id)
    marks = ", ".join("?" * len(ids))
    row = database.execute_sql(sql(_OPEN.replace("{ids}", marks)), ids).fetchone()
    if row is None:
        return None
    joined_on, valid_until = _date(row[4]), _date(row[5])
    where = stage(valid_until, on, ending_days=value(ENDING_DAYS), grace_days=value(GRACE_DAYS))
    return Standing(row[0], row[1], row[2], MemberState(row[3]), joined_on, valid_until, where)


def open_membership(*, customer_id: int, on: date) -> Standing:
    """The same for what only members may do, such as a points hand-over. Refuses a customer without a membership."""
    found = standing(customer_id=customer_id, on=on)
    if found is None:
        raise UserError("这位客户还不是会员，请先办理入会（F3）", field="customer")
    return found


def earning_membership(*, customer_id: int, on: date) -> Standing:
    """A membership points may be booked to: in any stage and 已挂失 too, but a 待录入 one waits for its confirmation."""
    found = open_membership(customer_id=customer_id, on=on)
    if found.state is MemberState.PENDING:
        raise UserError(f"会员 {found.member_no} 还是待录入，请先录入确认，再录入积分", field="customer")
    return found


def spending_membership(*, customer_id: int, on: date) -> Standing:
    """A membership whose points may be spent today. Refuses 待录入, 已挂失 and a term that is over, with the way out."""
    found = open_membership(customer_id=customer_id, on=on)
    if found.state is MemberState.PENDING:
        raise UserError(f"会员 {found.member_no} 还是待录入，客服录入确认后才能兑换", field="customer")
    if found.state is MemberState.LOST:
        raise UserError("会员卡已挂失，补卡后才能兑换", field="customer")
    if found.valid_until < on:
        raise UserError(f"会员已于 {found.valid_until} 到期，续会后才能兑换", field="customer")
    return found


def _date(stored: date | str) -> date:
    """A date column read by raw SQL: SQLite gives text."""
    return date.fromisoformat(stored) if isinstance(stored, str) else stored
