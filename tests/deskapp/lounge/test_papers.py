"""The lounge's papers read back: a long day on one A4 sheet, the blank one, the month, the repairs."""

import re
from datetime import timedelta

import pytest

from deskapp.checklists.domain import Result
from deskapp.data import barcode_digits
from deskapp.lounge import attendant_sheet, day_sheet, month_sheet, repair_list
from deskapp.lounge.duty import mark_slot, sign_off_duty
from deskapp.lounge.equipment import add_equipment, report_fault
from deskapp.lounge.notes import note_slot
from deskapp.lounge.reading import lounge_days, repairs
from deskapp.lounge.service import book_goods, book_round, clear_cup, come_back, go_out, guest_left, guest_received, note_remark
from deskapp.lounge.things import GoodsKind
from deskapp.lounge.watching import begin_spot_check, score_spot_check
from deskapp.papers import A4
from tests.deskapp.lounge.conftest import DAY, at
from tests.deskapp.papers.reading import marks, scanned, sizes, text_of

NEXT = DAY + timedelta(days=1)
EVENING = at("18:30")


def words(printed):
    """The text without blanks and line ends."""
    return re.sub(r"\s", "", text_of(printed.pdf))


def names(lounge):
    return {lounge.manager: "陈静", lounge.service: "李敏", lounge.lin: "林晓", lounge.wu: "吴迪"}


@pytest.fixture
def full_day(lounge):
    """A day on which everything happened, and much of it."""
    lounge.on(lounge.lin, lounge.wu)
    for slot, clock in (("L1", "08:12"), ("L2", "08:44")):
        mark_slot(act=lounge.do(lounge.lin, clock), slot=slot)
    lounge.area_done(lounge.lin, "L3", "09:30", failing="E9")
    mark_slot(act=lounge.do(lounge.lin, "09:57"), slot="L3")
    for clock in ("10:15", "10:45", "11:15", "11:45"):
        book_round(act=lounge.do(lounge.wu, clock), slot="L4", cups_ok=True, tables_ok=False, drinks_ok=True, butts=4, note="桌面有水渍")
    for place in range(1, 13):
        cup = guest_left(act=lounge.do(lounge.lin, f"11:{place:02}"), place=str(place))
        clear_cup(act=lounge.do(lounge.lin, f"11:{place + 4:02}"), cup_id=cup)
    mark_slot(act=lounge.do(lounge.wu, "12:30"), slot="L4")
    for hour in ("12:35", "13:05", "13:15", "13:25"):
        go_out(act=lounge.do(lounge.lin, hour), reason="到精品部领货", told_to="李敏")
        come_back(act=lounge.do(lounge.lin, hour[:3] + f"{int(hour[3:]) + 3:02}"))
    guest_received(act=lounge.do(lounge.lin, "13:40"), quantity=27)
    for item in ("香水", "脚垫", "玻璃水", "纸巾", "零食", "雨伞", "头枕", "挂件"):
        book_goods(act=lounge.do(lounge.wu, "13:45"), kind=GoodsKind.SOLD, item=item, quantity=2, amount=12_800)
    for text in ("茶几上的杂志都是去年的，想看新车的资料", "等了四十分钟没人来说维修进度", "空调太冷", "Wi-Fi 慢"):
        note_remark(act=lounge.do(lounge.lin, "13:50"), text=text, is_grievance=True)
    thing = add_equipment(act=lounge.do(lounge.service, "13:51"), name="饮水机", place="2 号")
    report_fault(act=lounge.do(lounge.lin, "13:52"), equipment_id=thing, fault="出水慢")
    check = begin_spot_check(act=lounge.do(lounge.service, "15:00"), codes=("E1", "E2", "E3", "E4", "E5"))
    found = dict.fromkeys(("E2", "E3", "E4", "E5"), (Result.PASSED, "")) | {"E1": (Result.FAILED, "桌角有水渍")}
    score_spot_check(act=lounge.do(lounge.service, "15:10"), run_id=check, marks=found)
    sign_off_duty(act=lounge.do(lounge.wu, "17:31"), note="3 号桌客人等车", to_staff_id=lounge.lin)
    return lounge.day()


def sheet(lounge, day):
    code = barcode_digits(day.number) if day.number else ""
    return day_sheet.render(day, names=names(lounge), now=EVENING, paper=A4, store="恒信汽车", printed_by="李敏", code=code)


def test_a_long_day_stands_on_one_sheet_with_everything_in_it(lounge, full_day):
    printed = sheet(lounge, full_day)
    assert (printed.pages, printed.missing) == (1, ())
    assert sizes(printed.pdf) == [(210.0, 297.0)]
    said = words(printed)
    for part in (
        "休息区每日工作日志",
        "RZ-20261123-001",
        "2026-11-23星期一",
        "林晓、吴迪",
        "08:10–08:15",
        "收拾休息区的茶杯",
        "12:30",
        "李敏",
        "香水",
        "出水慢",
        "BX-20261123-001",
        "空调太冷",
        "另有9次超时，另有1次离岗",
        "另有4种",
        "另有1条",
        "有水渍",
        "3号桌客人等车",
        "3分钟之内清理茶杯",
        "主管",
    ):
        assert part in said, part
    assert scanned(printed.pdf) == [barcode_digits("RZ-20261123-001")]


_STEMS = "甲乙丙丁戊己庚辛壬癸寅卯辰巳酉戌亥"
"""Characters no other part of the sheet has: what is read of them is the note, line by line."""


def stems(printed):
    return "".join(character for character in words(printed) if character in _STEMS)


def test_notes_about_slots_stand_in_their_column_in_full(lounge):
    lounge.on(lounge.lin)
    for minute, text in enumerate((_STEMS * 2, _STEMS[:5])):
        note_slot(act=lounge.do(lounge.service, f"09:0{minute}", day=NEXT), day=DAY, slot="L2", text=text)
    printed = sheet(lounge, lounge.day())
    assert printed.pages == 1
    assert stems(printed) == _STEMS * 2 + _STEMS[:5]
    assert words(printed).count("李敏：") == 2


def test_long_notes_are_cut_before_a_crowded_day_takes_a_second_sheet(lounge, full_day):
    text = (_STEMS * 6)[:100]
    for slot in ("L5", "L6"):
        note_slot(act=lounge.do(lounge.service, "09:00", day=NEXT), day=DAY, slot=slot, text=text)
    printed = sheet(lounge, lounge.day())
    assert printed.pages == 1
    shown = stems(printed)
    assert shown == text[: len(shown) // 2] * 2
    assert len(shown) // 2 >= 4
    assert words(printed).count("…") == 2


def test_where_no_cut_helps_every_note_is_read_on_two_sheets(lounge, full_day):
    for place in range(1, 8):
        note_slot(act=lounge.do(lounge.service, f"09:0{place}", day=NEXT), day=DAY, slot=f"L{place}", text=_STEMS * 5)
    printed = sheet(lounge, lounge.day())
    assert printed.pages > 1
    assert stems(printed) == _STEMS * 5 * 7


def test_nothing_is_drawn_over_the_edge_of_the_sheet(lounge, full_day):
    for x0, top, x1, bottom in marks(sheet(lounge, full_day).pdf):
        assert x0 >= 3
        assert x1 <= 207
        assert top >= 3
        assert bottom <= 294


def test_the_sheet_says_who_worked_which_shift_by_his_sign_on(lounge):
    lounge.on(lounge.lin, clock="11:59:59")
    assert "班次早班接待客人" in words(sheet(lounge, lounge.day()))
    lounge.on(lounge.wu, clock="12:00")
    printed = sheet(lounge, lounge.day())
    assert "服务人员林晓、吴迪班次早班林晓晚班吴迪接待客人" in words(printed)
    assert printed.pages == 1
    assert "早班" not in words(sheet(lounge, lounge.day(NEXT))).split("签认")[0]


def test_a_day_nobody_wrote_anything_on_has_a_sheet_without_number(lounge):
    printed = sheet(lounge, lounge.day())
    assert printed.pages == 1
    assert "RZ-" not in words(printed)
    assert scanned(printed.pdf) == []


def test_the_blank_sheet_carries_slots_and_standards_and_nothing_else(lounge):
    printed = day_sheet.render_blank(lounge.day(), paper=A4, store="恒信汽车")
    said = words(printed)
    assert printed.pages == 1
    for part in ("收拾休息区的茶杯", "17:00–17:30", "10:15", "3分钟之内清理茶杯", "年月日星期"):
        assert part in said, part
    assert "2026-11-23" not in said
    for row in ("10:1514:30", "10:4515:00", "11:1515:30", "11:4516:00"):
        assert row in said, "rounds of the morning stand at the left, those of the afternoon at the right"


def test_the_month_sheet_has_a_line_for_everybody_and_for_every_day(lounge, full_day):
    act = lounge.do(lounge.service, "18:30")
    days = lounge_days(act=act, first=DAY.replace(day=1), last=DAY.replace(day=30))
    printed = month_sheet.render(
        days, names=names(lounge), month=DAY.replace(day=1), now=EVENING, paper=A4, store="恒信汽车", printed_by="李敏"
    )
    said = words(printed)
    assert printed.pages == 1
    for part in ("2026年11月", "林晓", "吴迪", "11-23周一", "11-20周五休息区还没启用"):
        assert part in said, part
    assert "11-24" not in said


def test_the_repair_list_says_what_is_broken_and_for_how_long(lounge, full_day):
    later = EVENING + timedelta(days=10)
    open_ones = repairs(act=lounge.do(lounge.service, "18:30"))
    printed = repair_list.render(open_ones, names=names(lounge), now=later, paper=A4, store="恒信汽车", printed_by="李敏")
    said = words(printed)
    for part in ("休息区报修清单", "未关闭1张", "BX-20261123-001", "出水慢", "林晓11-23", "10"):
        assert part in said, part


def his_month(lounge, staff_id, name, now=EVENING):
    days = lounge_days(act=lounge.do(lounge.service, "18:30"), first=DAY.replace(day=1), last=DAY.replace(day=30))
    month = DAY.replace(day=1)
    return attendant_sheet.render(days, staff_id, name=name, month=month, now=now, paper=A4, store="恒信汽车", printed_by="李敏")


def test_an_attendant_s_month_names_what_was_late_and_missed_and_nobody_else(lounge, full_day):
    printed = his_month(lounge, lounge.wu, "吴迪")
    said = words(printed)
    assert (printed.pages, printed.missing, sizes(printed.pdf)) == (1, (), [(210.0, 297.0)])
    for part in ("休息区服务人员月考核表", "2026年11月吴迪", "11-23周一", "08:05–17:31", "09:45迟做", "按时率", "0/0"):
        assert part in said, part
    assert "林晓" not in said
    assert "11-22" not in said
    assert "17:00未做" not in said  # 林晓 was the last one there
    assert "12/12" in words(his_month(lounge, lounge.lin, "林晓"))


def test_a_month_in_which_somebody_was_never_there_is_an_empty_table(lounge, full_day):
    said = words(his_month(lounge, lounge.service, "李敏"))
    assert "11-23周一" not in said
    assert "服务人员" in said
