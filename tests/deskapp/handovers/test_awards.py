"""Points without a bill: awards once an occasion, manual entries with a reason, both can be taken back."""

import pytest

from deskapp.data import revisions
from deskapp.errors import UserError
from deskapp.handovers.awards import Booked, adjust_points, awards, give_award, preview_undo, undo_entry
from deskapp.handovers.posting import post_handover
from deskapp.members.domain import Level
from deskapp.points import service as points
from deskapp.points.domain import AwardKind, EntryKind
from deskapp.points.reading import balance, ledger
from deskapp.points.tables import EntryRecord
from tests.conftest import MORNING


def award(act, house, occasion="粤B8X999", kind=AwardKind.REFERRED_CAR, **more) -> Booked:
    return give_award(act=act(staff_id=house.service, **more), customer_id=house.member, kind=kind, occasion=occasion)


def adjust(act, house, amount, reason="活动补录", **more) -> Booked:
    return adjust_points(act=act(staff_id=house.manager, **more), customer_id=house.member, amount=amount, reason=reason)


def undo(act, house, booked, reason="录错", **more):
    return undo_entry(act=act(staff_id=house.manager, **more), entry_id=booked.move.entry_id, reason=reason)


def now(house):
    found = balance(customer_id=house.member, on=MORNING.date())
    return (found.spendable, found.tier)


def test_bringing_a_buyer_earns_500_once(house, act):
    assert award(act, house).move.after == 520
    with pytest.raises(UserError, match="已经发过"):
        award(act, house)
    assert award(act, house, occasion="粤B8X998").move.after == 1020


@pytest.mark.parametrize(
    ("kind", "first", "again"),
    [
        (AwardKind.REFERRED_CAR, "粤B8X999", "粤b·8x999 "),
        (AwardKind.REFERRED_CAR, "LFV2A21K0R4000287", "ｌｆｖ2a21k0r4000287"),
        (AwardKind.EVENT, "秋季自驾活动", "秋季 自驾活动"),
        (AwardKind.SUGGESTION, "建议 2026-017", "建议2026-017"),
    ],
)
def test_the_same_occasion_in_another_spelling_is_no_second_one(house, act, kind, first, again):
    award(act, house, first, kind)
    with pytest.raises(UserError, match="已经发过") as refused:
        award(act, house, again, kind)
    assert refused.value.field == "occasion"


def test_the_ledger_says_what_an_award_was_given_for(house, act):
    award(act, house, "秋季 自驾活动", AwardKind.EVENT)
    award(act, house, "粤b8x999")
    lines = ledger(customer_id=house.member, on=MORNING.date())
    assert [(line.note, line.points, line.tier) for line in lines] == [
        ("转介绍购车 粤B8X999", 500, 500),
        ("活动 秋季 自驾活动", 50, 50),
        ("入会", 20, 20),
    ]


def test_the_awards_of_a_member_are_listed_with_what_was_taken_back(house, act):
    given = award(act, house)
    undo(act, house, given)
    listed = awards(act=act(staff_id=house.service), customer_id=house.member)
    assert [(one.what, one.points, one.by, one.undone) for one in listed] == [
        ("转介绍购车 粤B8X999", 500, "陈静", True),
        ("入会", 20, "陈静", False),
    ]


def test_an_award_that_reaches_a_level_says_so(house, act):
    adjust_points(act=act(staff_id=house.manager), customer_id=house.member, amount=2_500, reason="补录", counts_for_level=True)
    assert award(act, house).level is Level.SILVER


def test_the_same_award_request_twice_gives_once(house, act):
    assert award(act, house, request_id="award-1") == award(act, house, request_id="award-1")


def test_an_award_needs_an_occasion_and_a_confirmed_member(house, act, pending_member):
    for kind, words in ((AwardKind.REFERRED_CAR, "购车人车牌"), (AwardKind.EVENT, "活动名称"), (AwardKind.SUGGESTION, "建议编号")):
        for empty in (" ", "\u200b"):
            with pytest.raises(UserError, match=words):
                award(act, house, occasion=empty, kind=kind)
    with pytest.raises(UserError, match="购车人车牌"):
        award(act, house, occasion="·-·")
    with pytest.raises(UserError, match="最多 60 个字，现为 61 个"):
        award(act, house, occasion="长" * 61, kind=AwardKind.EVENT)
    with pytest.raises(UserError, match="请先录入确认"):
        give_award(act=act(staff_id=house.service), customer_id=pending_member, kind=AwardKind.EVENT, occasion="春季到店")
    with pytest.raises(ValueError, match="booked with the membership"):
        award(act, house, kind=AwardKind.JOIN)


def test_a_manual_entry_needs_a_reason_and_never_goes_below_zero(house, act):
    assert adjust(act, house, 100).move.after == 120
    with pytest.raises(UserError, match="请写明手工增减的原因"):
        adjust(act, house, 100, reason="")
    with pytest.raises(UserError, match="可用 120，需要 121"):
        adjust(act, house, -121)
    assert adjust(act, house, -120, request_id="adjust-1") == adjust(act, house, -120, request_id="adjust-1")
    assert now(house) == (0, 20)


def test_a_manual_minus_leaves_what_a_slip_has_reserved(house, act):
    points.reserve(act=act(), customer_id=house.member, holder="JF-9", points=15, kind=EntryKind.USED, note="抵扣")
    with pytest.raises(UserError, match="可用 5，需要 6"):
        adjust(act, house, -6)
    assert adjust(act, house, -5).move.after == 0


def test_awards_and_manual_entries_are_taken_back_once(house, act):
    given, plus, minus = award(act, house), adjust(act, house, 100), adjust(act, house, -50)
    for entry in (minus, plus, given):
        key = f"undo-{entry.move.entry_id}"
        assert undo(act, house, entry, request_id=key) == undo(act, house, entry, request_id=key)
        with pytest.raises(UserError, match="已经全部冲正"):
            undo(act, house, entry)
    assert now(house) == (20, 20)
    assert award(act, house).move.after == 520


def test_taking_back_is_shown_beforehand_as_it_will_be_and_a_look_writes_nothing(house, act):
    given = award(act, house)
    points.spend(act=act(), customer_id=house.member, points=400, kind=EntryKind.REDEEMED, number="DH-1", note="兑换")
    before = (revisions(), EntryRecord.select().count())
    seen = preview_undo(act=act(staff_id=house.manager), entry_id=given.move.entry_id)
    assert (revisions(), EntryRecord.select().count()) == before
    assert (seen.taken, seen.own, seen.owed, seen.before, seen.after) == (500, 120, 380, 120, -380)
    assert undo(act, house, given) == seen
    assert now(house) == (-380, 20)


def test_what_was_undone_cannot_even_be_previewed_again(house, act):
    given = award(act, house)
    undo(act, house, given)
    with pytest.raises(UserError, match="已经全部冲正"):
        preview_undo(act=act(staff_id=house.manager), entry_id=given.move.entry_id)


def test_a_reversal_says_in_the_ledger_what_it_took_back_and_why(house, act):
    undo(act, house, award(act, house), reason="记错了人")
    assert ledger(customer_id=house.member, on=MORNING.date())[0].note == "冲正 转介绍购车 粤B8X999：记错了人"


def test_points_of_a_bill_are_reversed_on_its_slip(house, act, write):
    post_handover(act=act(staff_id=house.service), handover_id=write())
    entry_id = EntryRecord.select().order_by(EntryRecord.id.desc()).first().id
    with pytest.raises(UserError, match="请在移交单上冲正"):
        undo_entry(act=act(staff_id=house.manager), entry_id=entry_id, reason="录错")
