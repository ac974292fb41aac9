"""What happened to members is counted by the daily report, and a day of the past for ever the same."""

from datetime import date

from deskapp.analysis.domain import Figure
from deskapp.analysis.lines import lines
from deskapp.analysis.service import daily_report
from deskapp.members.cards import ReissueForm, reissue_card, report_loss
from deskapp.members.domain import Level, ReissueReason
from deskapp.members.leaving import resign_member, void_lapsed_members
from deskapp.members.renewal import RenewalForm, renew_member

END = date(2027, 11, 22)
IN_TERM, LATER, LAPSED = date(2027, 11, 20), date(2027, 11, 21), date(2027, 12, 23)


def test_renewed_resigned_lapsed_and_lost_are_counted_on_their_day(enroll, on, desk):
    stays, leaves, loses, forgets = (
        enroll(name, f"1390000000{n}", f"6601000{n}") for n, name in enumerate(("赵一", "钱二", "孙三", "李四"))
    )
    manager = desk.manager
    renew_member(act=on(IN_TERM), form=RenewalForm(stays.membership_id, END, 0))
    renew_member(act=on(IN_TERM, hour=10), form=RenewalForm(loses.membership_id, END, 0))
    report_loss(act=on(IN_TERM, hour=11), membership_id=loses.membership_id)
    resign_member(act=on(LATER), membership_id=leaves.membership_id, reason="车已卖")
    form = ReissueForm(loses.membership_id, "66019999", ReissueReason.LOST, Level.BASIC, 0)
    reissue_card(act=on(LATER, hour=10), form=form)
    void_lapsed_members(act=on(LAPSED, by=manager), membership_ids=[forgets.membership_id])
    today = on(LAPSED, by=manager, hour=18)

    first = daily_report(act=today, day=IN_TERM).members
    assert (first.renewed, first.month_renewed, first.resigned, first.lost, first.valid, first.all) == (2, 2, 0, 1, 3, 4)
    second = daily_report(act=today, day=LATER).members
    assert (second.renewed, second.resigned, second.lost, second.valid, second.all) == (0, 1, 0, 3, 3)
    third = daily_report(act=today, day=LAPSED)
    assert (third.members.lapsed, third.members.valid, third.members.over, third.members.all) == (1, 2, 0, 2)
    assert third.points is not None
    assert third.points.difference == 0
    (row,) = lines(act=today, figure=Figure.LAPSED, first=LAPSED, last=LAPSED)
    assert (row.number, row.customer) == (forgets.number, "李四")
    assert len(lines(act=today, figure=Figure.VOIDED, first=LATER, last=LAPSED)) == 2
