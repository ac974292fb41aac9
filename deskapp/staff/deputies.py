"""A manager hands a right to a deputy for named days (代理)."""

from datetime import date

from deskapp.data import Act, update_record, writing
from deskapp.errors import NotAllowed, UserError
from deskapp.staff.domain import Right
from deskapp.staff.house import house, staff_changed
from deskapp.staff.service import allowed, lendable_rights, require
from deskapp.staff.tables import DeputyRecord


def hand_right(*, act: Act, deputy_id: int, right: Right, from_on: date, until_on: date, reason: str) -> int:
    """Lend one's own right to a deputy, both days included; the id. It reaches as far as the giver's own does on the day.

    Refuses a right the giver does not hold by his own roles, and days that are over.
    """
    require(act, Right.APPOINT_DEPUTIES)
    with writing(act, "hand_right", deputy=deputy_id, right=right, from_on=from_on, until_on=until_on, reason=reason) as tx:
        if tx.replay is not None:
            return tx.replay
        giver_id = tx.act.staff_id or 0
        _refuse_handing(giver_id, deputy_id, right)
        if until_on < from_on:
            raise UserError("最后一天早于第一天", field="until_on")
        if until_on < tx.act.at.date():
            raise UserError("代理的日子已经过去", field="until_on")
        if not reason.strip():
            raise UserError("请写明代理的原因，例如“年假”", field="reason")
        record = DeputyRecord.create(
            giver=giver_id, deputy=deputy_id, right=right.value, from_on=from_on, until_on=until_on, reason=reason.strip(), act=tx.act_id
        )
        staff_changed()
        tx.done(record.id)
        return record.id


def take_back_right(*, act: Act, deputyship_id: int) -> None:
    """End a deputyship before its last day. The giver may, and whoever manages the staff."""
    require(act, Right.APPOINT_DEPUTIES)
    with writing(act, "take_back_right", deputyship=deputyship_id) as tx:
        if tx.replay is not None:
            return
        record = DeputyRecord.get_by_id(deputyship_id)
        if record.giver_id != tx.act.staff_id and not allowed(tx.act, Right.MANAGE_STAFF):
            raise NotAllowed("只有委托人本人或客服经理、总经理可以收回代理")
        if record.ended_by_id is None:
            update_record(tx, record, ended_by=tx.act_id)
            staff_changed()
        tx.done(deputyship_id)


def _refuse_handing(giver_id: int, deputy_id: int, right: Right) -> None:
    now = house()
    deputy = now.people.get(deputy_id)
    if deputy is None or not deputy.active or deputy.is_system:
        raise UserError("请选择在职的代理人", field="deputy")
    if deputy_id == giver_id:
        raise UserError("不能委托给自己", field="deputy")
    if right not in lendable_rights(giver_id):
        raise UserError(f"您不能把“{right.label}”委托给别人：只能委托自己按角色拥有的权限", field="right")
