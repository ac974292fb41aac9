"""Lists of complaints: who sees what, the board, what is owed by name, escalations, papers still out, one's own slips, search, figures."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from deskapp.complaints.agenda import pareto, week_agenda
from deskapp.complaints.answering import ask_more_time, name_owner, submit_result
from deskapp.complaints.clocks import ClockKind
from deskapp.complaints.closing import Signatures, archive_complaint, miss_paper, take_back_paper
from deskapp.complaints.contacting import contact_customer, recheck_customer
from deskapp.complaints.enquiries import note_enquiry
from deskapp.complaints.lists import CauseKind, CompensationKind, Severity, Source
from deskapp.complaints.measures import MeasureForm, decide_measures, judge_measure, measures
from deskapp.complaints.owed import escalations, not_returned, overdue_by_department, waits_for
from deskapp.complaints.paying import propose_compensation
from deskapp.complaints.reading import Filter, board, complaint, complaints
from deskapp.complaints.receiving import draft_complaint, submit_complaint
from deskapp.complaints.rounds import pause_complaint
from deskapp.complaints.search import complaint_of_number, search_complaints
from deskapp.complaints.states import State
from deskapp.complaints.summary import day_summary
from deskapp.customers.domain import CustomerForm, VehicleForm
from deskapp.customers.service import add_customer
from deskapp.errors import NotAllowed, UserError
from deskapp.rectification.reading import notice_by_id, notices
from deskapp.staff.domain import Role
from deskapp.today.service import today
from tests.deskapp.complaints.conftest import MONDAY
from tests.deskapp.people import hire

S = State
TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (datetime(2026, 11, day, 9, 0) for day in (24, 25, 26, 27))


def numbers(found):
    return [slip.number for slip in found]


def test_each_sees_what_concerns_him(house):
    routed = house.slip(S.IN_PROGRESS)
    sales = house.slip(S.TO_ROUTE, category="sales.price")
    draft = house.slip(S.DRAFT)
    seen = {
        "manager": {routed, sales, draft}, "service": {routed, sales, draft}, "boss": {routed, sales, draft}, "desk": set(),
        "aftersales": {routed}, "sales": {sales}, "head": {routed}, "parts_head": set(), "seller_head": set(), "adviser": set(),
    }  # fmt: skip
    for who, slips in seen.items():
        found = {slip.id for slip in complaints(act=house.do(getattr(house, who)))}
        assert found == {slip.id for slip in slips}, who
    with pytest.raises(LookupError):
        complaint(act=house.do(house.parts_head), complaint_id=routed.id)
    nobody = hire("吴迪")
    with pytest.raises(NotAllowed):
        complaints(act=house.do(nobody))
    name_owner(act=house.do(house.head), seen=routed.seen, row_id=routed.rows[0].id, owner_id=house.worker)
    assert numbers(complaints(act=house.do(house.worker))) == [routed.number]


def test_who_wrote_a_slip_follows_it_and_the_station_sees_what_is_copied_to_him(house):
    mine = draft_complaint(act=house.do(house.adviser), form=house.form(category="sales.price"))
    copied = house.slip(S.TO_ROUTE, category="sales.price", cc_station=True)
    mine = submit_complaint(act=house.do(house.service), seen=mine.seen)
    assert numbers(complaints(act=house.do(house.adviser))) == [mine.number]
    assert numbers(complaints(act=house.do(house.aftersales))) == [copied.number]
    assert numbers(complaints(act=house.do(house.service), only=Filter(cc_station=True))) == [copied.number]


def test_the_board_puts_each_slip_into_its_lane_the_divisions_first_then_the_severe(house):
    plain, severe = house.slip(S.TO_ROUTE), house.slip(S.TO_ROUTE, severity=Severity.SERIOUS)
    division = house.slip(S.TO_ROUTE, source=Source.DIVISION, division_no="SY-1", reply_due=FRIDAY)
    working = house.slip(S.IN_PROGRESS)
    lanes = board(act=house.do(house.service))
    assert [card.slip.number for card in lanes[S.TO_ROUTE]] == [division.number, severe.number, plain.number]
    assert [card.slip.number for card in lanes[S.IN_PROGRESS]] == [working.number]
    assert set(lanes) == {S.DRAFT, S.TO_ROUTE, S.TO_ACCEPT, S.IN_PROGRESS, S.TO_CALL_BACK, S.TO_ARCHIVE}
    assert lanes[S.TO_ROUTE][1].urgency.words == "今天 11:00"


def test_filters_take_what_was_asked(house):
    severe = house.slip(S.IN_PROGRESS, severity=Severity.SERIOUS)
    sales = house.slip(S.TO_ROUTE, category="sales.price")
    closed = house.slip(S.ARCHIVED)
    act = house.do(house.service)
    assert numbers(complaints(act=act, only=Filter(severity=Severity.SERIOUS))) == [severe.number]
    assert numbers(complaints(act=act, only=Filter(category="sales.price"))) == [sales.number]
    assert numbers(complaints(act=act, only=Filter(department_id=house.workshop))) == [severe.number]
    assert numbers(complaints(act=act, only=Filter(states=frozenset({S.ARCHIVED})), open_only=False)) == [closed.number]
    assert numbers(complaints(act=act, only=Filter(first=date(2026, 11, 24)), open_only=False)) == []
    assert len(complaints(act=act, open_only=False)) == 3


def test_what_is_overdue_is_told_by_name_and_by_department(house):
    slip = house.slip(S.IN_PROGRESS)
    contact_customer(act=house.do(house.service), seen=slip.seen)
    (workshop,) = overdue_by_department(act=house.do(house.service, FRIDAY))
    assert (workshop.department, workshop.heads) == ("车间", "张伟")
    (late,) = workshop.steps
    assert (late.clock.kind, late.department, late.who, late.late) == (ClockKind.HANDLING, "车间", "张伟", "超 2 天")
    now = complaint(act=house.do(house.service, FRIDAY), complaint_id=slip.id)
    pause_complaint(act=house.do(house.service, FRIDAY), seen=now.seen, reason="等客户")
    assert overdue_by_department(act=house.do(house.service, FRIDAY)) == ()


def test_a_passed_limit_is_told_to_the_level_above_and_twice_to_the_general_manager(house):
    slip = house.slip(S.IN_PROGRESS)
    contact_customer(act=house.do(house.service), seen=slip.seen)
    assert escalations(act=house.do(house.service, WEDNESDAY)) == ()
    (one,) = escalations(act=house.do(house.service, THURSDAY))
    assert (one.roles, one.names, one.twice) == ((Role.AFTERSALES_MANAGER,), "售后经理 孙志明", False)
    assert len(escalations(act=house.do(house.aftersales, THURSDAY), mine=True)) == 1
    assert escalations(act=house.do(house.boss, THURSDAY), mine=True) == ()
    monday = datetime(2026, 11, 30, 9, 0)
    (again,) = escalations(act=house.do(house.boss, monday), mine=True)
    assert (again.twice, again.names) == (True, "售后经理 孙志明、总经理 刘建国")


def test_a_mild_slip_nobody_has_called_about_is_told_to_the_heads_of_its_category(house):
    hire("黄强", Role.SUPERVISOR, department="售后部")
    house.slip(S.TO_ROUTE, severity=Severity.MINOR)
    (one,) = escalations(act=house.do(house.service, THURSDAY))
    assert (one.step.clock.kind, one.roles, one.names) == (ClockKind.FIRST_CONTACT, (Role.SUPERVISOR,), "黄强、孙志明")
    assert escalations(act=house.do(house.head, THURSDAY), mine=True) == ()


def test_papers_that_did_not_come_back_are_listed_until_they_do_also_from_the_archive(house):
    house.slip(S.IN_PROGRESS)
    waiting = house.slip(S.TO_ARCHIVE)
    (one,) = not_returned(act=house.do(house.service, WEDNESDAY))
    assert (one.slip.number, one.departments, one.signed_by, one.waited) == (waiting.number, "车间", "张伟", 2)
    slip = recheck_customer(act=house.do(house.service, WEDNESDAY), seen=waiting.seen, note="好了")
    slip = miss_paper(act=house.do(house.service, WEDNESDAY), seen=slip.seen, reason="主管出差")
    slip = archive_complaint(act=house.do(house.service, WEDNESDAY), seen=slip.seen, closed=True)
    assert len(not_returned(act=house.do(house.service, WEDNESDAY))) == 1
    take_back_paper(act=house.do(house.service, WEDNESDAY), seen=slip.seen, signatures=Signatures(supervisor=True))
    assert not_returned(act=house.do(house.service, WEDNESDAY)) == ()


def test_my_slips_are_those_that_wait_for_me(house):
    to_route, to_accept = house.slip(S.TO_ROUTE), house.slip(S.TO_ACCEPT)
    working, calling = house.slip(S.IN_PROGRESS), house.slip(S.TO_CALL_BACK)
    working = ask_more_time(act=house.do(house.head), seen=working.seen, row_id=working.rows[0].id, workdays=2, reason="等配件")

    def mine(who):
        act = house.do(who)
        return sorted(slip.number for slip in complaints(act=act) if waits_for(act, slip))

    assert mine(house.aftersales) == [to_route.number, to_accept.number, working.number]
    assert mine(house.head) == [to_accept.number, working.number]
    assert mine(house.service) == [calling.number]
    assert mine(house.manager) == [working.number]
    assert mine(house.boss) == mine(house.parts_head) == []


# Search --------------------------------------------------------------------------------------------------------------------


def test_a_slip_is_found_by_its_numbers_its_customer_its_car_and_words_in_its_texts(house):
    customer_id = add_customer(
        act=house.do(house.service), form=CustomerForm("欧阳䶮", "13861720519"), vehicles=[VehicleForm(plate="粤B7K63Z", model="途岳")]
    )
    slip = house.slip(S.ARCHIVED, customer_id=customer_id, name="", mobile="", plate="", description="空调 AC 异响 100%_噪音大，像拖拉机")
    house.slip(S.TO_ROUTE, category="sales.price", plate="粤B99999", mobile="13900000000", description="合同加价五千没有说明")
    act = house.do(house.service)

    def found(text, act=act):
        return numbers(search_complaints(act=act, text=text))

    for text in (
        slip.number, slip.number.replace("-", "").lower(), slip.archive_no, "gd20260001", "欧阳", "oyy", "13861720519", "拖拉机",
        "空调 拖拉机", "100%_噪", "ac", "油封", "欧阳 拖拉机",
    ):  # fmt: skip
        assert found(text) == [slip.number], text
    for text in ("拖拉机 加价", "100%X噪", "", "没有的词"):
        assert found(text) == [], text
    assert len(found("粤b")) == 2  # the car on one slip, the customer's car of the other
    assert found("0000") == [complaints(act=act)[0].number]
    assert found("拖拉机", house.do(house.parts_head)) == []
    assert complaint_of_number(act=act, number="40202611230001").id == slip.id
    assert complaint_of_number(act=act, number="GD-2026-0009") is None


# Figures -------------------------------------------------------------------------------------------------------------------


def test_a_day_counts_what_came_what_is_owed_and_what_was_closed(house):
    house.slip(S.ARCHIVED)
    waiting = house.slip(S.IN_PROGRESS)
    contact_customer(act=house.do(house.service), seen=waiting.seen)
    first = day_summary(act=house.do(house.service, MONDAY.replace(hour=18)), day=MONDAY.date())
    assert (first.counts.new, first.counts.open, first.counts.closed, first.counts.overdue) == (2, 1, 1, 0)
    house.slip(S.TO_ROUTE, at=WEDNESDAY)
    day = day_summary(act=house.do(house.service, WEDNESDAY), day=WEDNESDAY.date())
    assert (day.counts.new, day.counts.open, day.counts.due_today, day.counts.overdue) == (1, 2, 2, 0)
    assert (day.before.new, day.before.open) == (0, 1)
    thursday = day_summary(act=house.do(house.service, THURSDAY), day=THURSDAY.date())
    late = {one.slip.number: (one.clock.kind, one.late) for one in thursday.overdue}
    assert late[waiting.number] == (ClockKind.HANDLING, "超 1 天")
    again = day_summary(act=house.do(house.service, THURSDAY), day=MONDAY.date())
    assert again.counts == first.counts


def test_a_week_is_counted_by_category_department_outlet_and_person_with_its_causes_and_repeats(house):
    mobile = {"mobile": "13826012607", "plate": "粤B3K852"}
    first = house.slip(S.ARCHIVED, **mobile)
    second = house.slip(S.TO_CALL_BACK, **mobile)
    house.slip(S.TO_ROUTE, category="sales.price", plate="", sales_advisor_id=house.adviser)
    agenda = week_agenda(act=house.do(house.service, FRIDAY), week=FRIDAY.date())
    assert pareto(agenda.by_category) == (("售后—维修质量/返修", 2), ("销售—价格/费用", 1))
    assert [(part.name, part.count, part.finished, part.on_time) for part in agenda.by_department] == [
        ("车间", 2, 2, 2),
        ("未派单", 1, 0, 0),
    ]
    assert [(part.name, part.count) for part in agenda.by_person] == [("孙浩", 1)]
    assert [(part.name, part.count) for part in agenda.by_outlet] == [("总店", 3)]
    assert [(part.name, part.count) for part in agenda.causes] == [("油封装反", 2)]
    assert [numbers(chain) for chain in agenda.repeats] == [[first.number, second.number]]
    counts = agenda.counts
    assert (counts.new, counts.closed, counts.repeats, counts.on_time_percent, counts.hours_to_close) == (3, 1, 1, 100, 0.0)
    assert agenda.before.new == 0
    assert len(agenda.open) == 2


def test_causes_of_one_kind_are_counted_together(house):
    for cause in ("装反", "没装到位"):
        slip = house.slip(S.IN_PROGRESS)
        found = house.findings(cause=cause, cause_kind=CauseKind.SKILL)
        submit_result(act=house.do(house.head), seen=slip.seen, row_id=slip.rows[0].id, findings=found)
    agenda = week_agenda(act=house.do(house.service, FRIDAY), week=MONDAY.date())
    assert [(part.name, part.count) for part in agenda.causes] == [("技能不足", 2)]


def test_measures_become_rows_of_notices_and_are_judged_a_week_later(house):
    house.slip(S.TO_ROUTE)
    head, parts = house.head, house.parts_head
    decided = [
        MeasureForm("返修多", "装配后复检", house.workshop, head, date(2026, 12, 4), "aftersales.repair"),
        MeasureForm("不说进度", "每 30 分钟告知", house.workshop, head, date(2026, 12, 4)),
        MeasureForm("缺货", "建安全库存", house.parts, parts, date(2026, 12, 11)),
    ]
    act = house.do(house.service, FRIDAY)
    made = decide_measures(act=act, week=FRIDAY.date(), decided=decided)
    assert decide_measures(act=act, week=FRIDAY.date(), decided=decided) == made
    assert [(one.issue, one.owner, one.before) for one in made] == [
        ("返修多", "张伟", 1),
        ("不说进度", "张伟", None),
        ("缺货", "钱多", None),
    ]
    raised = notices(act=house.do(house.service, FRIDAY))
    assert sorted((one.department, len(one.rows), one.due_on) for one in raised) == [
        ("车间", 2, date(2026, 12, 4)), ("配件", 1, date(2026, 12, 11)),
    ]  # fmt: skip
    assert notice_by_id(raised[0].id).source_no == "质量鉴定会 2026-11-23"
    later = datetime(2026, 12, 7, 9, 0)
    judged = judge_measure(act=house.do(house.service, later), measure_id=made[0].id, worked=True, note="本周 0 件")
    assert (judged.worked, judged.worked_note, judged.before, judged.after) == (True, "本周 0 件", 1, 0)
    agenda = week_agenda(act=house.do(house.service, later), week=date(2026, 11, 30))
    assert [one.issue for one in agenda.last_measures] == ["返修多", "不说进度", "缺货"]
    assert measures(act=house.do(house.boss, later), week=date(2026, 11, 23))[0] == judged


@pytest.mark.parametrize(
    ("change", "field"),
    [({"issue": " "}, "issue"), ({"measure": ""}, "measure"), ({"due_on": date(2026, 11, 26)}, "due_on"), ({"owner_id": 2}, "owner"),
     ({"department_id": 99}, "department"), ({"category": "nonsense"}, "category")],
)  # fmt: skip
def test_a_measure_that_cannot_hold_is_refused_beside_its_field(house, change, field):
    good = MeasureForm("返修多", "装配后复检", house.workshop, house.head, date(2026, 12, 4))
    with pytest.raises(UserError) as refused:
        decide_measures(act=house.do(house.service, FRIDAY), week=MONDAY.date(), decided=[good, replace(good, **change)])
    assert refused.value.field == field
    assert refused.value.message.startswith("第 2 条")
    assert notices(act=house.do(house.service, FRIDAY)) == ()


# The first page ------------------------------------------------------------------------------------------------------------


def duties(house, who, at=MONDAY):
    found = today(act=house.do(who, at))
    return [(duty.what, duty.who, duty.due.words) for duty in (*found.now, *found.tomorrow, *found.week) if duty.room == "complaints"]


def test_the_first_page_tells_each_his_own_steps(house):
    house.slip(S.TO_ROUTE)
    house.slip(S.TO_ACCEPT)
    assert ("派单：维修质量/返修", "孙志明", "剩 1 个工作日") in duties(house, house.aftersales)
    assert [what for what, _, _ in duties(house, house.head)] == ["签收处理单：维修质量/返修", "处理投诉：维修质量/返修"]
    own = duties(house, house.service)
    assert ("首次联系客户：维修质量/返修", "李敏", "今天到期") in own
    assert [what for what, _, _ in own if what.startswith(("派单", "签收", "处理"))] == []
    assert duties(house, house.parts_head) == duties(house, house.adviser) == []


def test_the_first_page_of_the_manager_has_what_nobody_routed_and_what_waits_for_his_word(house):
    slip = house.slip(S.IN_PROGRESS)
    slip = ask_more_time(act=house.do(house.head), seen=slip.seen, row_id=slip.rows[0].id, workdays=2, reason="等配件")
    propose_compensation(act=house.do(house.service), seen=slip.seen, kind=CompensationKind.REFUND, amount=6000_00, note="赔付")
    house.slip(S.TO_ROUTE)
    whats = [what for what, _, _ in duties(house, house.manager)]
    assert "批准延期 2 个工作日：车间" in whats
    assert "派单：维修质量/返修" not in whats
    assert ("派单：维修质量/返修", "孙志明", "超 1 天") in duties(house, house.manager, WEDNESDAY)
    assert [what for what, _, _ in duties(house, house.boss)] == ["批准补偿：退款/赔付"]
    assert ("处理投诉：维修质量/返修", "张伟", "超 2 天") in duties(house, house.aftersales, FRIDAY)  # his own department's


def test_drafts_and_enquiries_stand_on_the_first_page(house):
    house.slip(S.DRAFT)
    note_enquiry(act=house.do(house.desk), question="年检什么时候到期", name="周敏")
    whats = [what for what, _, _ in duties(house, house.service)]
    assert whats[0] == "提交草稿：维修质量/返修"
    assert "答复咨询：年检什么时候到期" in whats
    assert [what for what, _, _ in duties(house, house.desk)] == ["答复咨询：年检什么时候到期"]
