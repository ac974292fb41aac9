"""At which level a member stands: raised, reached by the term before, or set by hand; up, down, and the line that decided."""

from dataclasses import replace
from datetime import date

import pytest
from playhouse.test_utils import count_queries

from deskapp.errors import UserError
from deskapp.members.domain import Coming, EventKind, Level, LevelReason
from deskapp.members.levels import levels, levels_and_coming, paid_ahead, set_level, settle_level
from deskapp.members.reading import events, member, pills
from deskapp.members.renewal import RenewalForm, renew_member
from deskapp.points.reversal import reverse
from deskapp.points.service import earn

TODAY = date(2026, 11, 23)
END = date(2027, 11, 22)


def level_of(made, on) -> LevelReason:
    return levels(membership_ids=[made.membership_id], on=on)[made.membership_id]


def spends(act, made, points: int):
    """He leaves so much money that it is so many points."""
    booked = earn(act=act, customer_id=made.customer_id, points=points, note="续保", number="")
    settle_level(act=replace(act, request_id=f"{act.request_id}-level"), customer_id=made.customer_id)
    return booked


def renew(act, made, until=END):
    return renew_member(act=act, form=RenewalForm(made.membership_id, until, 0), reasons={"term": "预付"})


def test_reaching_the_threshold_raises_at_once_and_says_why(enroll, on):
    made = enroll()
    spends(on(date(2026, 12, 1)), made, 2_979)
    assert level_of(made, TODAY) == LevelReason(Level.BASIC, None, "入会级别")
    spends(on(date(2026, 12, 2)), made, 1)
    assert level_of(made, date(2026, 12, 2)) == LevelReason(Level.SILVER, END, "本期升级积分 3,000")
    assert level_of(made, date(2026, 12, 1)).level is Level.BASIC  # the day before it had not happened


def test_a_level_raised_stays_to_the_end_of_the_term_though_the_points_are_taken_back(enroll, on):
    made = enroll()
    booked = spends(on(date(2026, 12, 1)), made, 3_000)
    reverse(act=on(date(2026, 12, 2)), entry_id=booked.entry_id, number="", note="退单")
    assert level_of(made, END).level is Level.SILVER
    assert level_of(made, date(2027, 11, 23)) == LevelReason(Level.BASIC, None, "入会级别")


def test_in_grace_the_points_of_the_term_just_over_decide(enroll, on):
    made = enroll()
    spends(on(date(2026, 12, 1)), made, 3_000)
    assert level_of(made, date(2027, 12, 1)) == LevelReason(Level.SILVER, None, "上期升级积分 3,020")


def test_a_reversal_lowers_the_term_of_the_earning(enroll, on):
    made = enroll()
    booked = spends(on(date(2027, 11, 1)), made, 3_000)
    renew(on(END), made)
    later = on(date(2027, 12, 1))
    assert level_of(made, date(2027, 12, 1)).level is Level.SILVER
    reverse(act=later, entry_id=booked.entry_id, number="", note="退单")
    assert level_of(made, date(2027, 12, 1)).level is Level.BASIC


def test_an_early_renewal_decides_at_the_old_end(enroll, on):
    made = enroll()
    spends(on(date(2027, 3, 1)), made, 8_000)
    assert paid_ahead(membership_id=made.membership_id, on=date(2027, 3, 1)) is None
    renew(on(date(2027, 3, 2)), made)
    now, coming = levels_and_coming(membership_ids=[made.membership_id], on=date(2027, 3, 2))
    assert now[made.membership_id] == LevelReason(Level.GOLD, END, "本期升级积分 8,020")
    assert coming == {made.membership_id: Coming(date(2027, 11, 23), Level.GOLD, "上期升级积分 8,020")}
    spends(on(date(2027, 4, 1)), made, 12_000)
    assert level_of(made, date(2028, 11, 22)) == LevelReason(Level.DIAMOND, date(2028, 11, 22), "上期升级积分 20,020")


def test_the_card_of_a_level_to_come_is_right_already(enroll, on):
    made = enroll(level=Level.SILVER, reasons={"level": "老客户"})
    renew(on(date(2027, 11, 20)), made)
    held = member(act=on(date(2027, 11, 21)), membership_id=made.membership_id)
    assert (held.level, held.coming, held.card_due) == (
        Level.SILVER, Coming(date(2027, 11, 23), Level.BASIC, "入会级别"), False,
    )  # fmt: skip
    assert member(act=on(date(2027, 11, 23)), membership_id=made.membership_id).card_due


def test_a_level_set_by_hand_ends_on_its_day(enroll, on, desk):
    made = enroll()
    act = on(date(2026, 12, 1), by=desk.manager)
    stands = set_level(act=act, membership_id=made.membership_id, level=Level.DIAMOND, until=date(2028, 1, 31), reason="集团客户")
    assert stands == LevelReason(Level.DIAMOND, date(2028, 1, 31), "指定：集团客户")
    assert level_of(made, date(2028, 1, 31)).level is Level.DIAMOND
    assert level_of(made, date(2028, 2, 1)).level is Level.BASIC
    line = events(act=act, customer_id=made.customer_id)[0]
    assert (line.kind, line.level, line.staff_id) == (EventKind.LEVEL_SET, Level.DIAMOND, desk.manager)
    assert pills(customer_ids=[made.customer_id], on=date(2026, 12, 1)) == {made.customer_id: ("钻卡", "有效")}


def test_of_several_settings_the_last_one_counts(enroll, on, desk):
    made = enroll()
    for day, level in ((1, Level.DIAMOND), (2, Level.SILVER)):
        act = on(date(2026, 12, day), by=desk.manager)
        set_level(act=act, membership_id=made.membership_id, level=level, until=date(2028, 1, 31), reason="集团客户")
    assert level_of(made, date(2026, 12, 3)).level is Level.SILVER


def test_points_that_reach_more_than_was_set_count(enroll, on, desk):
    made = enroll()
    act = on(date(2026, 12, 1), by=desk.manager)
    set_level(act=act, membership_id=made.membership_id, level=Level.SILVER, until=END, reason="集团客户")
    spends(on(date(2026, 12, 2)), made, 8_000)
    assert level_of(made, date(2026, 12, 3)) == LevelReason(Level.GOLD, END, "本期升级积分 8,020")


def test_the_basic_level_takes_a_setting_away_and_leaves_what_points_reached(enroll, on, desk):
    made = enroll()
    spends(on(date(2026, 11, 30)), made, 3_000)
    for day, level in ((1, Level.DIAMOND), (2, Level.BASIC)):
        act = on(date(2026, 12, day), by=desk.manager)
        stands = set_level(act=act, membership_id=made.membership_id, level=level, until=END, reason="录错了人")
    assert stands.level is Level.SILVER
    assert level_of(made, date(2026, 12, 3)).level is Level.SILVER


@pytest.mark.parametrize(
    ("until", "reason", "field", "words"),
    [
        (date(2026, 11, 22), "集团客户", "level_until", "指定到 2026-11-22 已经过去"),
        (TODAY, "  ", "reason_text", "请写明指定级别的原因"),
    ],
)
def test_a_level_is_set_from_today_on_and_with_its_reason(enroll, act, desk, until, reason, field, words):
    made = enroll()
    with pytest.raises(UserError, match=words) as refused:
        set_level(act=act(staff_id=desk.manager), membership_id=made.membership_id, level=Level.GOLD, until=until, reason=reason)
    assert refused.value.field == field


def test_setting_the_same_twice_by_one_press_writes_one_line(enroll, act, desk):
    made = enroll()
    asked = act(staff_id=desk.manager)
    for _ in range(2):
        set_level(act=asked, membership_id=made.membership_id, level=Level.GOLD, until=END, reason="集团客户")
    assert [line.kind for line in events(act=act(), customer_id=made.customer_id)].count(EventKind.LEVEL_SET) == 1


def test_levels_of_a_whole_list_take_a_few_statements(enroll, on):
    made = [enroll(f"张{name}", f"138000000{number:02}", f"660100{number:02}") for number, name in enumerate("赵钱孙李周吴郑王冯陈褚卫")]
    for one in made[:6]:
        spends(on(date(2027, 11, 1)), one, 3_000)
    for one in made[:6]:
        renew(on(date(2027, 11, 2)), one)
    with count_queries() as counted:
        now, coming = levels_and_coming(membership_ids=[one.membership_id for one in made], on=date(2027, 11, 3))
    assert [now[one.membership_id].level for one in made] == [Level.SILVER] * 6 + [Level.BASIC] * 6
    assert len(coming) == 6
    assert counted.count <= 6
