"""A slip becomes its paper: every state on every size, the number in full on one copy, rounds, limits and history in words."""

from datetime import date, datetime, timedelta

import pytest

from deskapp.complaints.answering import return_department
from deskapp.complaints.contacting import inform_customer, reject_result
from deskapp.complaints.lists import CERTIFICATE, CompensationKind, Means, Source
from deskapp.complaints.paper_settlement import render as render_settlement
from deskapp.complaints.paper_slip import PAPERS, render, render_blank
from deskapp.complaints.paying import decide_compensation, propose_compensation
from deskapp.complaints.printing import settlement_paper, slip_paper
from deskapp.complaints.rounds import pause_complaint
from deskapp.complaints.states import State
from deskapp.papers import A4, A5_LANDSCAPE
from tests.deskapp.complaints.conftest import MONDAY, WORDS
from tests.deskapp.papers.reading import text_of

TUESDAY = MONDAY + timedelta(days=1)


def flat(text: str) -> str:
    """Without the breaks of lines and pages."""
    return "".join(text.split())


def paper_of(house, slip, *, by=None, at=TUESDAY):
    return slip_paper(act=house.do(by or house.service, at), complaint_id=slip.id)


def printed(paper, size=A4) -> str:
    return text_of(render(paper, paper=size, store="恒信汽车", printed_at=TUESDAY, printed_by="李敏").pdf)


@pytest.mark.parametrize("state", State)
def test_a_slip_of_every_state_is_printed_on_every_size_with_what_it_says(house, state):
    slip = house.slip(state, departments=(house.workshop, house.parts))
    paper = paper_of(house, slip)
    assert (paper.number, paper.code) == (slip.number, slip.number.replace("TS", "40").replace("-", "")[:10] + "0001")
    for size in PAPERS:
        text = flat(printed(paper, size))
        assert flat(WORDS) in text
        assert "周敏女士" in text
        assert slip.number in text
        assert ("13826012607" in text) is not size.ncr  # one strike makes all sheets of 241: there the number is masked


def test_what_was_received_is_worded_as_the_form_asks_for_it(house):
    slip = house.slip(
        source=Source.DIVISION,
        division_no="SY-2611-088",
        reply_due=datetime(2026, 11, 30, 17, 0),
        service_advisor_id=house.worker,
        happened_at=datetime(2026, 11, 20, 16, 30),
        place="车间",
        cc_station=True,
        odometer_km=18_426,
    )
    paper = paper_of(house, slip)
    one = paper.received
    assert (one.source, one.outlet, one.division_no, one.case_owner, one.by) == ("事业部下达", "总店", "SY-2611-088", "李敏", "李敏")
    assert (one.service_advisor, one.plate, one.category) == ("何军", "粤B 3K852", "售后—维修质量/返修")
    assert (one.nature, one.severity, one.repeated) == ("投诉", "一般", False)
    assert not one.done  # the division's answer is still to be written in
    assert (paper.routed.cc, paper.tell_by) == (("站长(售后经理)",), date(2026, 12, 2))


def test_the_first_block_stays_open_until_the_customer_was_spoken_to(house):
    waiting = house.slip()
    spoken_to = house.slip(first_contact_at=MONDAY, category="aftersales.waiting")
    unnamed = house.slip(name="", mobile="", plate="", anonymous=True, anonymous_reason="不愿留名")
    assert [paper_of(house, slip).received.done for slip in (waiting, spoken_to, unnamed)] == [False, True, True]


def test_the_whole_number_stands_on_the_archive_copy_alone_and_not_at_all_for_who_may_not_see_it(house):
    slip = house.slip(State.IN_PROGRESS)
    paper = paper_of(house, slip)
    assert paper.received.mobile == "13826012607"
    pages = [text_of(render(paper, paper=A4, store="恒信", printed_at=TUESDAY, printed_by="李敏").pdf, page) for page in range(3)]
    assert ["13826012607" in flat(page) for page in pages] == [True, False, False]
    assert all("138****2607" in flat(page) for page in pages[1:])
    seen_by_head = paper_of(house, slip, by=house.head)
    assert (seen_by_head.received.mobile, seen_by_head.received.mobile_note) == ("", "138 **** 2607")


def test_limits_are_worded_and_what_moved_them_is_told(house):
    slip = house.slip(State.IN_PROGRESS, departments=(house.workshop, house.parts))
    paper = paper_of(house, slip)
    assert [(one.name, one.limit, one.due) for one in paper.departments] == [
        ("车间", "2 工作日", datetime(2026, 11, 25, 17, 30)),
        ("配件", "2 工作日", datetime(2026, 11, 25, 17, 30)),
    ]
    assert paper.deadline == datetime(2026, 11, 25, 17, 30)
    pause_complaint(act=house.do(house.service, TUESDAY), seen=slip.seen, reason="客户出差")
    assert paper_of(house, slip).routed.note == "11-24 暂停：客户出差"


def test_a_department_that_gave_its_row_back_says_why_instead_of_a_signature(house):
    slip = house.slip(State.TO_ACCEPT)
    row = slip.current_rows[0]
    slip = return_department(act=house.do(house.head), seen=slip.seen, row_id=row.id, reason="不属本部门")
    paper = paper_of(house, slip)
    assert paper.departments[0].accepted == "已退回：不属本部门"
    assert not paper.routed.done


def test_a_second_round_keeps_the_first_whole_with_the_reason_it_was_not_enough(house):
    slip = house.slip(State.TO_CALL_BACK)
    slip = reject_result(
        act=house.do(house.service, TUESDAY), seen=slip.seen, feedback="又漏了", departments=[slip.current_rows[0].department_id]
    )
    paper = paper_of(house, slip)
    assert paper.round == 2
    assert [one.done for one in paper.departments] == [False]
    (first,) = paper.earlier
    assert (first.number, first.ended, first.departments[0].result) == (1, "11-24 客户不认可：又漏了", "不再渗漏")
    assert "又漏了" in flat(printed(paper))


def test_an_anonymous_one_prints_why_in_place_of_the_number(house):
    slip = house.slip(name="", mobile="", plate="", anonymous=True, anonymous_reason="客户不愿留名")
    one = paper_of(house, slip).received
    assert (one.customer, one.mobile, one.mobile_note) == ("匿名", "", "客户不愿留名")


def test_a_certificate_says_since_when_it_is_wanted_and_who_holds_it(house):
    slip = house.slip(category=CERTIFICATE, certificate_asked_on=date(2026, 11, 2), certificate_holder="银行质押")
    assert paper_of(house, slip).received.words.endswith("（合格证/手续：2026-11-02 起要，受理时已等 21 天；现在在 银行质押）")


def test_what_was_told_paid_and_archived_is_on_the_paper(house):
    slip = house.slip(State.TO_CALL_BACK)
    act = house.do(house.service, TUESDAY)
    slip = inform_customer(act=act, seen=slip.seen, means=Means.WECHAT, note="约明天来")
    act = house.do(house.service, TUESDAY)
    slip = propose_compensation(act=act, seen=slip.seen, kind=CompensationKind.DISCOUNT, amount=300_00, note="工时费全免")
    act = house.do(house.manager, TUESDAY)
    slip = decide_compensation(act=act, seen=slip.seen, compensation_id=slip.compensations[0].id, approved=True)
    told = paper_of(house, slip).told
    assert (told.means, told.by, told.compensated, told.compensation, told.approved_by) == (
        "微信",
        "李敏",
        True,
        "减免费用 300.00 元",
        "陈静",
    )
    settlement = settlement_paper(act=house.do(house.service, TUESDAY), complaint_id=slip.id)
    assert (settlement.total, settlement.promises[0].detail) == (300_00, "工时费全免")
    text = text_of(render_settlement(settlement, paper=A5_LANDSCAPE, store="恒信", printed_at=TUESDAY, printed_by="李敏").pdf)
    assert "叁佰元整" in flat(text)


def test_an_archived_slip_names_its_number_in_the_head(house):
    slip = house.slip(State.ARCHIVED)
    paper = paper_of(house, slip, at=TUESDAY + timedelta(days=1))
    assert paper.banner == f"已归档 {slip.archive_no}"
    assert (paper.archived.closed_loop, paper.archived.done, paper.told.satisfaction) == (True, True, "满意")
    assert {role: name for role, name, _ in paper.archived.signed} == {"部门主管": "张伟"}


@pytest.mark.parametrize("size", PAPERS, ids=lambda size: size.name)
def test_a_blank_form_carries_no_number(size):
    text = flat(text_of(render_blank(paper=size, store="恒信汽车").pdf))
    assert "TS-" not in text
    assert "客户投诉(抱怨)处理单" in text


@pytest.mark.parametrize("size", PAPERS, ids=lambda size: size.name)
def test_rare_characters_and_angle_brackets_come_back_whole(house, size):
    slip = house.slip(description="<b>䶮𫍯</b> & 客户说“再不处理就投诉” " * 30, name="欧阳䶮")
    text = printed(paper_of(house, slip), size)
    copies = 1 if size.ncr else 3
    assert (text.count("<b>"), text.count("</b>"), text.count("𫍯")) == (30 * copies,) * 3
    assert text.count("欧阳䶮") >= copies
