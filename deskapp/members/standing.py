"""How a customer stands as a member today, in one statement: what the desk may do with his points."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from deskapp.customers.family import family
from deskapp.data import fetch_rows
from deskapp.errors import UserError
from deskapp.members.domain import ENDING_DAYS, GRACE_DAYS, MemberState, Stage, grace_end, stage
from deskapp.settings.store import value

_OPEN_OF_SOME = (
    "SELECT id, number, customer_id, state, joined_on, valid_until FROM memberships"
    " WHERE customer_id IN ({ids}) AND state IN ('pending', 'active', 'lost')"
)
_OPEN = f"{_OPEN_OF_SOME} ORDER BY id DESC LIMIT 1"
_OPEN_OF_MANY = (
    f"{_OPEN_OF_SOME} UNION ALL SELECT m.id, m.number, c.merged_into_id, m.state, m.joined_on, m.valid_until FROM customers c"
    " JOIN memberships m ON m.customer_id = c.id AND m.state IN ('pending', 'active', 'lost')"
    " WHERE c.merged_into_id IS NOT NULL AND c.merged_into_id IN ({ids}) ORDER BY 1 DESC"
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
    grace_until: date
    stage: Stage


def standing(*, customer_id: int, on: date) -> Standing | None:
    """The open membership of the customer (of his family when merged), None if he has none."""
    ids = family(customer_id)
    marks = ", ".join("?" * len(ids))
    rows = fetch_rows(_OPEN.replace("{ids}", marks), *ids)
    return _standing(rows[0], on) if rows else None


def standings(*, customer_ids: Collection[int], on: date) -> dict[int, Standing]:
    """The open memberships of many customers (of their families), by customer; those without one are missing."""
    if not customer_ids:
        return {}
    rows = fetch_rows(_OPEN_OF_MANY.replace("{ids}", ", ".join("?" * len(customer_ids))), *customer_ids, *customer_ids)
    return {row[2]: _standing(row, on) for row in rows}


def _standing(row: tuple[Any, ...], on: date) -> Standing:
    joined_on, valid_until = stored_date(row[4]), stored_date(row[5])
    if joined_on is None or valid_until is None:
        raise TypeError("a membership without its term")
    where = stage(valid_until, on, ending_days=value(ENDING_DAYS), grace_days=value(GRACE_DAYS))
    until = grace_end(valid_until, value(GRACE_DAYS))
    return Standing(row[0], row[1], row[2], MemberState(row[3]), joined_on, valid_until, until, where)


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
        raise UserError("会员卡已挂失，补卡后才能兑换；期间照常积分", field="customer")
    if found.valid_until < on:
        grace = f"宽限到 {found.grace_until}，期间照常积分" if found.stage is Stage.GRACE else "宽限期已过"
        raise UserError(f"会员已于 {found.valid_until} 到期，续会（F9）后才能兑换；{grace}", field="customer")
    return found


def stored_date(stored: date | str | None) -> date | None:
    """A day, or the day of a time, read by a bare statement: SQLite gives text."""
    if isinstance(stored, str):
        return date.fromisoformat(stored[:10])
    return stored.date() if isinstance(stored, datetime) else stored
