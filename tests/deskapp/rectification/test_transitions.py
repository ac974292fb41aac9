"""Every step of a notice and of a row: from which state, by whom; all else is refused in words."""

from dataclasses import replace
from datetime import timedelta

import pytest

from deskapp.errors import NotAllowed, UserError
from deskapp.rectification.domain import NoticeState, RecheckResult, RowState
from deskapp.rectification.notices import accept_notice, drop_row, edit_notice, edit_row, issue_notice, return_notice, void_notice
from deskapp.rectification.reading import notice_by_id
from deskapp.rectification.rows import (
    answer_row,
    ask_extension,
    begin_recheck,
    change_owner,
    decide_extension,
    recheck,
    report_done,
    withdraw_row,
)
from tests.deskapp.rectification.conftest import FLOOR, HEARD, MONDAY

N, R = NoticeState, RowState
LATER = MONDAY + timedelta(days=5)  # the day after the promised Friday
EVERY_STATE = (N.TO_ISSUE, N.TO_ACCEPT, R.TO_ANSWER, R.IN_PROGRESS, R.TO_RECHECK, R.CLOSED, N.VOID)
EVERYBODY = ("manager", "service", "head", "seller", "other_head", "boss")

# step -> (its call, states it begins from, who may, state of notice and of the first row after it)
STEPS = {
    "edit": (
        lambda house, key, act: edit_notice(act=act, heading=house.heading(due_on=LATER.date()), seen=house.heading(), **key),
        (N.TO_ISSUE,), ("manager", "service"), (N.TO_ISSUE, R.TO_ANSWER),
    ),
    "edit row": (
        lambda _, key, act: edit_row(act=act, position=1, finding=replace(HEARD, fact="3 盏不亮"), seen=HEARD, **key),
        (N.TO_ISSUE,), ("manager", "service"), (N.TO_ISSUE, R.TO_ANSWER),
    ),
    "drop": (
        lambda _, key, act: drop_row(act=act, position=2, reason="已当场改好", **key),
        (N.TO_ISSUE,), ("manager", "service"), (N.TO_ISSUE, R.TO_ANSWER),
    ),
    "issue": (lambda _, key, act: issue_notice(act=act, **key), (N.TO_ISSUE,), ("manager", "service"), (N.TO_ACCEPT, R.TO_ANSWER)),
    "accept": (lambda _, key, act: accept_notice(act=act, **key), (N.TO_ACCEPT,), ("head",), (N.IN_PROGRESS, R.TO_ANSWER)),
    "accept from paper": (
        lambda _, key, act: accept_notice(act=act, signed_by="张伟", **key),
        (N.TO_ACCEPT,), ("manager", "service", "head"), (N.IN_PROGRESS, R.TO_ANSWER),
    ),
    "return": (
        lambda _, key, act: return_notice(act=act, reason="不归我们管", **key),
        (N.TO_ACCEPT,), ("head",), (N.TO_ISSUE, R.TO_ANSWER),
    ),
    "void": (
        lambda _, key, act: void_notice(act=act, reason="写错部门", **key),
        (N.TO_ISSUE, N.TO_ACCEPT, R.TO_ANSWER, R.IN_PROGRESS, R.TO_RECHECK), ("manager",), (N.VOID, None),
    ),
    "answer": (
        lambda house, key, act: answer_row(act=act, position=1, answer=house.answer(promised_on=LATER.date()), **key),
        (R.TO_ANSWER,), ("head",), (N.IN_PROGRESS, R.IN_PROGRESS),
    ),
    "answer from paper": (
        lambda house, key, act: answer_row(act=act, position=1, answer=house.answer(promised_on=LATER.date()), signed_by="张伟", **key),
        (R.TO_ANSWER,), ("manager", "service", "head"), (N.IN_PROGRESS, R.IN_PROGRESS),
    ),
    "change owner": (
        lambda house, key, act: change_owner(act=act, position=1, owner_id=house.head, **key),
        (R.TO_ANSWER, R.IN_PROGRESS), ("head",), (N.IN_PROGRESS, None),
    ),
    "report done": (
        lambda _, key, act: report_done(act=act, position=1, note="已更换", **key),
        (R.IN_PROGRESS,), ("seller",), (N.IN_PROGRESS, R.TO_RECHECK),
    ),
    "done from paper": (
        lambda _, key, act: report_done(act=act, position=1, note="已更换", signed_by="孙浩", **key),
        (R.IN_PROGRESS,), ("manager", "service", "head"), (N.IN_PROGRESS, R.TO_RECHECK),
    ),
    "recheck when due": (
        lambda _, key, act: begin_recheck(act=act, position=1, **key),
        (R.IN_PROGRESS,), ("manager", "service"), (N.IN_PROGRESS, R.TO_RECHECK),
    ),
    "pass": (
        lambda _, key, act: recheck(act=act, position=1, result=RecheckResult.PASSED, **key),
        (R.TO_RECHECK,), ("manager", "service"), (N.IN_PROGRESS, R.CLOSED),
    ),
    "fail": (
        lambda _, key, act: recheck(act=act, position=1, result=RecheckResult.FAILED, note="又坏一盏", promised_on=LATER.date(), **key),
        (R.TO_RECHECK,), ("manager", "service"), (N.IN_PROGRESS, R.IN_PROGRESS),
    ),
    "ask for longer": (
        lambda _, key, act: ask_extension(act=act, position=1, promised_on=LATER.date() + timedelta(days=7), reason="缺货", **key),
        (R.IN_PROGRESS,), ("head",), (N.IN_PROGRESS, R.IN_PROGRESS),
    ),
    "withdraw": (
        lambda _, key, act: withdraw_row(act=act, position=1, reason="店面改造", **key),
        (R.TO_ANSWER, R.IN_PROGRESS, R.TO_RECHECK), ("manager",), (N.IN_PROGRESS, R.CLOSED),
    ),
}  # fmt: skip


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("name", STEPS)
def test_each_step_is_taken_by_those_who_may_and_by_nobody_else(house, name, who):
    call, states, may, after = STEPS[name]
    made = house.notice(states[0], HEARD, FLOOR)
    act = house.do(getattr(house, who), LATER)
    key = {"notice_id": made.id}
    if who not in may:
        with pytest.raises(UserError) as refused:
            call(house, key, act)
        assert isinstance(refused.value, NotAllowed) or "只能由责任人" in refused.value.message
        return
    result = call(house, key, act)
    assert result.state is after[0]
    assert after[1] is None or result.rows[0].state is after[1]
    assert result.steps[-1].by == act.staff_id


@pytest.mark.parametrize("name", STEPS)
def test_a_step_from_any_other_state_is_refused_and_changes_nothing(house, name):
    call, states, may, _ = STEPS[name]
    for state in EVERY_STATE:
        if any(state is one for one in states):
            continue
        made = house.notice(state)
        with pytest.raises(UserError, match="这一步做不了"):
            call(house, {"notice_id": made.id}, house.do(getattr(house, may[0]), LATER))
        assert notice_by_id(made.id).state is made.state


def test_a_refused_step_says_who_was_faster(house):
    made = house.notice(N.TO_ACCEPT)
    accept_notice(act=house.do(house.head), notice_id=made.id)
    with pytest.raises(UserError, match="ZG-20261123-001 已由 张伟 于 11-23 09:00 签收，现在是“处理中”"):
        return_notice(act=house.do(house.head, MONDAY + timedelta(minutes=5)), notice_id=made.id, reason="不归我们管")


def test_only_the_manager_grants_more_time(house):
    def call(act, key):
        return decide_extension(act=act, position=1, granted=True, **key)

    made = house.notice(R.IN_PROGRESS)
    key = {"notice_id": made.id}
    with pytest.raises(UserError, match="没有等待批准的延期申请"):
        call(house.do(house.manager), key)
    ask_extension(act=house.do(house.head), position=1, promised_on=LATER.date(), reason="缺货", **key)
    for who in ("service", "head", "seller", "boss"):
        with pytest.raises(NotAllowed):
            call(house.do(getattr(house, who)), key)
    assert call(house.do(house.manager), key).rows[0].promised_on == LATER.date()
