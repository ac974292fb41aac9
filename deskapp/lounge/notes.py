"""A word about a slot of a past day: yesterday takes a note, never a mark (lounge.md §2)."""

from datetime import date, timedelta

from deskapp.data import Act, writing
from deskapp.errors import UserError
from deskapp.lounge.domain import LONGEST_NOTE
from deskapp.lounge.reading import board_day
from deskapp.lounge.records import open_day, require_on_duty, unsigned
from deskapp.lounge.tables import SlotNoteRecord
from deskapp.staff.domain import Right
from deskapp.staff.service import allowed, require
from deskapp.typed import judge_length


def note_slot(*, act: Act, day: date, slot: str, text: str) -> int:
    """Write why a slot of a past day is as it is, done or missed; the id of the note. Its state stays, and so does every earlier note.

    The attendant on duty writes about yesterday alone, customer service about any past day; nobody once the day is signed off.
    Refuses an empty text and more than LONGEST_NOTE characters, today (a slot of today is ticked or corrected), a day that owes
    nothing, and a slot the day does not have.
    """
    checks = allowed(act, Right.CHECK_LOUNGE)
    require(act, Right.CHECK_LOUNGE if checks else Right.LOUNGE_DUTY)
    words = " ".join(judge_length(text, limit=LONGEST_NOTE, field="note_text").value.split())
    if not words:
        raise UserError("请写下要说明的事", field="note_text")
    with writing(act, "note_slot", day=day, slot=slot, text=text) as tx:
        if tx.replay is not None:
            return tx.replay
        _refuse_day(day, tx.act.at.date(), any_past=checks)
        if not checks:
            require_on_duty(tx.act, open_day(tx))
        _refuse_unowed(day, slot)
        record = SlotNoteRecord.create(day=unsigned(open_day(tx, day)).id, slot=slot, text=words, act=tx.act_id)
        tx.done(record.id)
        return record.id


def _refuse_day(day: date, today: date, *, any_past: bool) -> None:
    if day >= today:
        raise UserError("说明只写给过去的日子；今天的时段请直接登记或更正")
    if not any_past and day < today - timedelta(days=1):
        raise UserError(f"只能给昨天的时段写说明；{day:%m-%d} 请客服在“休息区”里写")


def _refuse_unowed(day: date, slot: str) -> None:
    asked = board_day(day)
    if not asked.owed:
        raise UserError(f"{day:%m-%d} 没有应做的时段，不用写说明")
    if all(one.code != slot for one in asked.slots):
        raise UserError(f"{day:%m-%d} 没有这个时段。请刷新")
