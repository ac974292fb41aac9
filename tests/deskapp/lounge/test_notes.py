"""Yesterday takes a note, never a mark: who writes it, about which day, and that it stays."""

from datetime import timedelta

import peewee as pw
import pytest

from deskapp.data import one_transaction
from deskapp.errors import NotAllowed, UserError
from deskapp.lounge.domain import SlotState
from deskapp.lounge.duty import mark_slot
from deskapp.lounge.notes import note_slot
from deskapp.lounge.reading import board_day
from deskapp.lounge.tables import SlotNoteRecord
from deskapp.lounge.watching import mark_closed, sign_off_day
from deskapp.staff.domain import Role
from deskapp.store.days import close_days
from tests.deskapp.lounge.conftest import DAY, at
from tests.deskapp.people import hire

NEXT, THIRD = DAY + timedelta(days=1), DAY + timedelta(days=2)


@pytest.fixture
def lin(lounge):
    """林晓 on duty on DAY, who forgot L1, and on duty again on NEXT."""
    lounge.on(lounge.lin)
    mark_slot(act=lounge.do(lounge.lin, "08:40"), slot="L2")
    lounge.on(lounge.lin, day=NEXT)
    return lambda clock, day=NEXT, **more: lounge.do(lounge.lin, clock, day=day, **more)


def said(lounge, slot="L1", day=DAY):
    return [(note.text, note.by) for note in lounge.day(day).notes_of(slot)]


def test_the_attendant_explains_what_was_missed_yesterday_and_it_stays_missed(lounge, lin):
    note_slot(act=lin("08:20"), day=DAY, slot="L1", text="  店里停电，\n杯子改在 L3 收  ")
    (note,) = lounge.day().notes
    assert (note.slot, note.text, note.by, note.at) == ("L1", "店里停电， 杯子改在 L3 收", lounge.lin, at("08:20", day=NEXT))
    assert lounge.day().state("L1", at("08:21", day=NEXT)) is SlotState.MISSED
    assert lounge.day().mark("L1") is None
    assert board_day(DAY).notes == lounge.day().notes


def test_a_slot_that_was_done_takes_a_note_and_keeps_its_mark(lounge, lin):
    before = lounge.day().marks
    note_slot(act=lin("08:20"), day=DAY, slot="L2", text="早会晚了十分钟")
    assert lounge.day().marks == before
    assert said(lounge, "L2") == [("早会晚了十分钟", lounge.lin)]


def test_notes_follow_one_another_and_none_is_changed(lounge, lin):
    note_slot(act=lin("08:20"), day=DAY, slot="L1", text="停电")
    note_slot(act=lounge.do(lounge.service, "09:00", day=NEXT), day=DAY, slot="L1", text="已问过物业，属实")
    assert said(lounge) == [("停电", lounge.lin), ("已问过物业，属实", lounge.service)]
    for change in (SlotNoteRecord.update(text="别的"), SlotNoteRecord.delete()):
        with pytest.raises(pw.DatabaseError), one_transaction():
            change.execute()
    assert len(said(lounge)) == 2


def test_the_same_request_sent_twice_is_one_note(lounge, lin):
    keys = {note_slot(act=lin("08:20", request_id="twice"), day=DAY, slot="L1", text="停电") for _ in range(2)}
    assert len(keys) == 1
    assert len(said(lounge)) == 1


def test_an_empty_note_and_one_too_long_are_refused_naming_the_field(lounge, lin):
    for text, words in ((" \n ", "请写下要说明的事"), ("长" * 101, "最多 100 个字，现为 101 个")):
        with pytest.raises(UserError, match=words) as refused:
            note_slot(act=lin("08:20"), day=DAY, slot="L1", text=text)
        assert refused.value.field == "note_text"
    note_slot(act=lin("08:20"), day=DAY, slot="L1", text="𫍯" * 100)
    assert said(lounge) == [("𫍯" * 100, lounge.lin)]


def test_midnight_parts_a_tick_from_a_note(lounge):
    lounge.on(lounge.lin)
    with pytest.raises(UserError, match="今天的时段请直接登记或更正"):
        note_slot(act=lounge.do(lounge.lin, "23:59:59"), day=DAY, slot="L1", text="停电")
    lounge.on(lounge.lin, clock="00:00", day=NEXT)
    note_slot(act=lounge.do(lounge.lin, "00:00", day=NEXT), day=DAY, slot="L1", text="停电")
    assert said(lounge) == [("停电", lounge.lin)]


def test_the_board_writes_about_yesterday_only_and_customer_service_about_any_past_day(lounge, lin):
    lounge.on(lounge.lin, day=THIRD)
    with pytest.raises(UserError, match="只能给昨天的时段写说明；11-23 请客服"):
        note_slot(act=lin("08:20", day=THIRD), day=DAY, slot="L1", text="停电")
    note_slot(act=lounge.do(lounge.service, "08:20", day=THIRD), day=DAY, slot="L1", text="停电")
    with pytest.raises(UserError, match="今天的时段"):
        note_slot(act=lounge.do(lounge.service, "08:20", day=THIRD), day=THIRD + timedelta(days=1), slot="L1", text="停电")
    assert said(lounge) == [("停电", lounge.service)]


def test_an_attendant_who_is_not_on_duty_and_whoever_has_no_part_in_the_lounge_write_nothing(lounge, lin):
    with pytest.raises(UserError, match="吴迪 还没有签到"):
        note_slot(act=lounge.do(lounge.wu, "08:20", day=NEXT), day=DAY, slot="L1", text="停电")
    with pytest.raises(NotAllowed):
        note_slot(act=lounge.do(hire("王芳", Role.FRONT_DESK), "08:20", day=NEXT), day=DAY, slot="L1", text="停电")
    assert said(lounge) == []


def test_a_day_signed_off_takes_no_note(lounge, lin):
    sign_off_day(act=lounge.do(lounge.service, "08:10", day=NEXT), day=DAY)
    for act in (lin("08:20"), lounge.do(lounge.manager, "08:20", day=NEXT)):
        with pytest.raises(UserError, match="11-23 已由 李敏 签核，不能再改"):
            note_slot(act=act, day=DAY, slot="L1", text="停电")


def test_a_day_that_owes_nothing_and_a_slot_it_does_not_have_take_no_note(lounge, lin):
    close_days(act=lounge.do(lounge.manager, "08:10", day=NEXT), first=THIRD, last=THIRD, reason="盘点")
    later = THIRD + timedelta(days=2)
    service = lounge.do(lounge.service, "09:00", day=later)
    with pytest.raises(UserError, match="11-25 没有应做的时段"):
        note_slot(act=service, day=THIRD, slot="L1", text="盘点")
    mark_closed(act=lounge.do(lounge.manager, "09:00", day=later), day=later - timedelta(days=1), reason="停电")
    with pytest.raises(UserError, match="11-26 没有应做的时段"):
        note_slot(act=lounge.do(lounge.service, "09:01", day=later), day=later - timedelta(days=1), slot="L1", text="停电")
    with pytest.raises(UserError, match="11-23 没有这个时段"):
        note_slot(act=lounge.do(lounge.service, "09:02", day=later), day=DAY, slot="L9", text="停电")


def test_a_day_on_which_nothing_was_written_takes_a_note(lounge, lin):
    lounge.on(lounge.lin, day=THIRD + timedelta(days=1))
    note_slot(act=lin("08:20", day=THIRD + timedelta(days=1)), day=THIRD, slot="L4", text="店里没有排班")
    assert lounge.day(THIRD).number
    assert said(lounge, "L4", THIRD) == [("店里没有排班", lounge.lin)]
