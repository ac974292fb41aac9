"""系统登记: who was entered into the manufacturer's system, ticked with the day, one or many at once."""

from collections.abc import Collection
from datetime import date

from deskapp.data import Act, update_record, writing
from deskapp.errors import UserError
from deskapp.members.domain import MOST_AT_ONCE, OEM_REGISTRATION, EventKind, MemberState
from deskapp.members.record import book, in_state
from deskapp.members.tables import MembershipRecord
from deskapp.settings.store import value
from deskapp.staff.domain import Right
from deskapp.staff.service import require


def register_oem(*, act: Act, membership_ids: Collection[int], on: date) -> int:
    """Tick these members as registered on a day; how many. All of them or, where one is refused, none.

    Refuses a day to come or before the member joined, a member ticked meanwhile, one who is not 有效 or 已挂失, and a store that has
    switched 系统登记 off.
    """
    require(act, Right.TICK_OEM_REGISTRATION)
    ids = sorted(set(membership_ids))
    with writing(act, "register_oem", membership_ids=ids, on=on) as tx:
        if tx.replay is not None:
            return len(ids)
        if not value(OEM_REGISTRATION):
            raise UserError("本店已关闭系统登记，需要时请客服经理在设置里打开")
        if not ids:
            raise UserError("请先勾选已登记的会员")
        if len(ids) > MOST_AT_ONCE:
            raise UserError(f"一次最多登记 {MOST_AT_ONCE} 位，现在勾了 {len(ids)} 位，请分几次")
        if on > tx.act.at.date():
            raise UserError("登记日期不能晚于今天", field="registered_on")
        for membership_id in ids:
            record = in_state(membership_id, MemberState.ACTIVE, MemberState.LOST, to="系统登记")
            _check(record, on)
            update_record(tx, record, oem_act=tx.act_id, oem_on=on)
            book(tx, record, EventKind.OEM_REGISTERED, reason=f"登记日期 {on}")
        tx.done(ids[0])
        return len(ids)


def take_back_oem(*, act: Act, membership_id: int, reason: str) -> None:
    """Undo a tick made by mistake: the member waits for 系统登记 again. Needs a reason; the history keeps both."""
    require(act, Right.TICK_OEM_REGISTRATION)
    with writing(act, "take_back_oem", membership_id=membership_id, reason=reason) as tx:
        if tx.replay is not None:
            return
        if not reason.strip():
            raise UserError("请写明撤销登记的原因", field="reason_text")
        record = in_state(membership_id, MemberState.ACTIVE, MemberState.LOST, to="撤销登记")
        if record.oem_on is None:
            raise UserError(f"会员 {record.number} 还没有系统登记，请刷新后再看")
        update_record(tx, record, reason=reason.strip(), oem_act=None, oem_on=None)
        tx.done(record.id, record.number)


def _check(record: MembershipRecord, on: date) -> None:
    if record.oem_on is not None:
        raise UserError(f"会员 {record.number} 已于 {record.oem_on} 登记，请刷新后再勾选")
    if on < record.joined_on:
        raise UserError(f"会员 {record.number} {record.joined_on} 才入会，登记日期不能更早", field="registered_on")
