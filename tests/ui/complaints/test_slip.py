"""One slip in its window: always the next step with its dialog, by keys and clicks; what is refused stays typed; two PCs on one slip."""

from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from deskapp.complaints.answering import Findings, submit_result
from deskapp.complaints.closing import miss_paper
from deskapp.complaints.contacting import accept_result, reject_result
from deskapp.complaints.lists import Satisfaction, Severity, Source
from deskapp.complaints.states import Outcome, RowState, State
from tests.conftest import MORNING
from tests.ui.reception import ALT
from ui.complaints.steps import Move
from ui.kit import work
from ui.kit.labels import Label, Wrapped
from ui.kit.pills import PillLabel


def choose(floor, field, label):
    """Go down in a drop-down until it says the words."""
    field.combo.setFocus()
    for _ in range(field.combo.count()):
        if field.combo.currentText() == label:
            return
        floor.desk.key(Qt.Key.Key_Down)
    raise AssertionError(label)


def pick(floor, field, steps):
    """Choose among segments: → so many times from the left."""
    field.segments.setFocus()
    field.segments.choose(-1)
    floor.desk.key(Qt.Key.Key_Space)
    for _ in range(steps):
        floor.desk.key(Qt.Key.Key_Right)


def write_result(floor, dialog, cause="油封装反"):
    for field, words in ((dialog.cause, cause), (dialog.action, "更换油封并试车"), (dialog.result, "不再渗漏")):
        floor.write(field, words)
    floor.write(dialog.due_on, f"{floor.desk.now[0]:%Y%m%d}")


def step(view):
    return view.side.step.move


def another_pc(floor, service, slip, **given):
    return work.call(lambda: service(act=floor.act("陈静"), seen=floor_seen(slip), **given))


def floor_seen(slip):
    from deskapp.complaints.reading import complaint_by_id

    return complaint_by_id(slip.id).seen


# The way ----------------------------------------------------------------------------------------------------------------------


def test_a_serious_slip_of_two_departments_goes_its_way_with_a_rejected_result_and_a_second_round(floor):
    slip = floor.slip(State.TO_ROUTE, severity=Severity.SERIOUS)
    view = floor.open(slip)
    assert step(view) is Move.FIRST_CONTACT
    dialog = floor.next()
    floor.write(dialog.note, "已致歉")
    floor.save()
    assert step(view) is None
    assert view.side.primary.text() == "由 孙志明 办理"

    floor.sign_in("孙志明")
    view = floor.open(slip)
    dialog = floor.next()
    choose(floor, dialog._lines[0].department, "车间")
    floor.click("add_department")
    choose(floor, dialog._lines[1].department, "配件")
    floor.save()
    assert [row.department for row in floor.now_of(slip).current_rows] == ["车间", "配件"]

    for name in ("马超", "孙磊"):
        floor.sign_in(name)
        view = floor.open(slip)
        assert step(view) is Move.SIGN
        floor.next()
        floor.save()
        dialog = floor.next()
        write_result(floor, dialog)
        floor.save()
    assert floor.now_of(slip).state is State.TO_CALL_BACK

    floor.sign_in("李敏")
    view = floor.open(slip)
    dialog = floor.next()
    pick(floor, dialog.outcome, 1)
    floor.write(dialog.feedback, "还在漏")
    floor.click(f"departments_{floor.departments['车间']}")
    floor.save()
    kept = floor.now_of(slip)
    assert (kept.round, kept.state) == (2, State.IN_PROGRESS)
    assert [(row.department, row.round) for row in kept.current_rows] == [("车间", 2), ("配件", 1)]

    floor.sign_in("马超")
    view = floor.open(slip)
    write_result(floor, floor.next(), cause="密封面有划痕")
    floor.save()
    floor.sign_in("李敏")
    view = floor.open(slip)
    dialog = floor.next()
    pick(floor, dialog.outcome, 0)
    floor.write(dialog.feedback, "这次好了")
    pick(floor, dialog.satisfaction, 1)
    floor.save()
    assert floor.now_of(slip).outcome is Outcome.ACCEPTED
    floor.next()
    floor.click("signed_supervisor")
    floor.save()
    floor.write(floor.next().note, "没有再漏")
    floor.save()
    floor.next()
    floor.save()
    kept = floor.now_of(slip)
    assert kept.state is State.ARCHIVED
    assert kept.archive_no == "GD-2026-0001"
    assert not view.side.primary.isVisible()
    floor.desk.window.search()
    floor.desk.type("GD-2026-0001")
    floor.desk.key(Qt.Key.Key_Return)
    floor.settle()
    assert floor.page.slip.opened.slip.number == slip.number


def test_a_department_gives_it_back_and_the_manager_sends_it_elsewhere(floor):
    slip = floor.slip(State.TO_ACCEPT, "配件")
    floor.sign_in("孙磊")
    floor.open(slip)
    row = slip.current_rows[0]
    floor.click(f"move_return_{row.id}")
    floor.desk.type("不是配件的问题")
    floor.save()
    assert floor.now_of(slip).state is State.TO_ROUTE
    floor.sign_in("孙志明")
    view = floor.open(slip)
    assert step(view) is Move.REASSIGN
    dialog = floor.next()
    choose(floor, dialog._lines[0].department, "车间")
    floor.save()
    assert dialog.is_open()
    assert dialog.reason.has_problem()
    floor.write(dialog.reason, "先查底盘")
    floor.save()
    kept = floor.now_of(slip)
    assert [(one.department, one.state) for one in kept.current_rows] == [("车间", RowState.TO_ACCEPT)]
    assert [one.reason for one in kept.rows if one.state is RowState.WITHDRAWN] == ["先查底盘"]


def test_nobody_is_reached_only_after_three_different_half_days(floor):
    slip = floor.slip(State.TO_CALL_BACK)
    floor.time(MORNING + timedelta(minutes=5))
    view = floor.open(slip)
    floor.write(floor.next().note, "已致歉")  # the first contact is owed before
    floor.save()
    for at in (datetime(2026, 11, 23, 10, 0), datetime(2026, 11, 23, 14, 0), datetime(2026, 11, 24, 9, 30)):
        floor.time(at)
        view.refresh()
        floor.settle()
        assert step(view) is Move.CALL_BACK
        dialog = floor.next()
        pick(floor, dialog.outcome, 2)
        floor.save()
    assert step(view) is Move.GIVE_UP
    floor.next()
    floor.save()
    assert floor.now_of(slip).outcome is Outcome.UNREACHABLE
    assert step(view) is Move.INFORM  # by a text message, before it may be archived


def test_a_nameless_customer_without_number_cannot_be_told(floor):
    slip = floor.slip(
        State.TO_CALL_BACK, name="", mobile="", plate="", anonymous=True, anonymous_reason="不愿留名", category="aftersales.repair"
    )
    view = floor.open(slip)
    assert step(view) is Move.CANNOT_TELL
    floor.next()
    floor.save()
    assert floor.now_of(slip).outcome is Outcome.UNTOLD
    assert step(view) is Move.PAPER


def test_what_is_missing_keeps_the_archive_shut_and_says_so(floor):
    from deskapp.complaints.contacting import take_back_complaint

    slip = floor.slip(State.TO_ACCEPT)
    another_pc(floor, take_back_complaint, slip, reason="客户自己解决了")
    view = floor.open(slip)
    assert step(view) is Move.INFORM
    assert "告知客户的时间和方式" in view.opened.missing
    floor.write(floor.next().note, "已确认撤诉")
    floor.save()
    dialog = floor.next()
    pick(floor, dialog.back, 1)
    floor.save()
    assert dialog.reason.has_problem()
    floor.write(dialog.reason, "单子还没送到部门")
    floor.save()
    dialog = floor.next()
    pick(floor, dialog.loop, 0)
    floor.save()
    kept = floor.now_of(slip)
    assert kept.state is State.ARCHIVED
    floor.click("block_closed_head")
    assert floor.shown("move_paper")  # it may still come back


# Whose turn, and on whose behalf ------------------------------------------------------------------------------------------------


def test_customer_service_types_in_who_signed_the_paper(floor):
    slip = floor.slip(State.TO_ACCEPT)
    view = floor.open(slip)
    floor.write(floor.next().note, "已致歉")
    floor.save()
    assert view.side.primary.text() == "签收（代录）…"
    dialog = floor.next()
    assert dialog.signed_by.text() == "马超"
    dialog.signed_by.set_text("")
    floor.save()
    assert dialog.signed_by.has_problem()
    floor.write(dialog.signed_by, "马班长")
    floor.save()
    row = floor.now_of(slip).current_rows[0]
    assert (row.state, row.accepted_by) == (RowState.IN_PROGRESS, "马班长")


def test_a_head_names_a_person_who_then_writes_the_result_himself(floor):
    slip = floor.slip(State.IN_PROGRESS)
    row = slip.current_rows[0]
    floor.sign_in("马超")
    floor.open(slip)
    floor.click(f"move_name_owner_{row.id}")
    floor.desk.type("hegong")
    floor.save()
    floor.sign_in("何工")
    view = floor.open(slip)
    assert step(view) is Move.RESULT
    assert not floor.shown(f"move_ask_time_{row.id}")
    dialog = floor.next()
    assert dialog.signed_by is None
    write_result(floor, dialog)
    floor.save()
    assert floor.now_of(slip).current_rows[0].handled_by == "何工"


def test_more_time_is_asked_by_the_head_and_granted_by_the_manager(floor):
    slip = floor.slip(State.IN_PROGRESS)
    row = slip.current_rows[0]
    floor.sign_in("马超")
    floor.open(slip)
    floor.click(f"move_ask_time_{row.id}")
    floor.desk.type("2")
    floor.write(floor.desk.sheet().reason, "等配件")
    floor.save()
    floor.sign_in("陈静")
    view = floor.open(slip)
    floor.write(floor.next().note, "已致歉")
    floor.save()
    assert step(view) is Move.DECIDE_TIME
    dialog = floor.next()
    pick(floor, dialog.granted, 0)
    floor.save()
    assert floor.now_of(slip).current_rows[0].more_workdays == 2


@pytest.mark.parametrize(("yuan", "decider"), [("300", "马超"), ("3000", "陈静"), ("8000", "刘总")])
def test_a_compensation_waits_for_whoever_may_approve_so_much(floor, yuan, decider):
    slip = floor.slip(State.IN_PROGRESS)
    floor.open(slip)
    floor.write(floor.next().note, "已致歉")
    floor.save()
    floor.click("block_told_head")
    floor.click("move_compensate")
    dialog = floor.desk.sheet()
    choose(floor, dialog.kind, "减免费用")
    floor.write(dialog.amount, yuan)
    floor.write(dialog.note, "误工")
    floor.save()
    assert not floor.shown("move_decide_compensation")
    floor.sign_in(decider)
    view = floor.open(slip)
    assert step(view) is Move.DECIDE_COMPENSATION
    dialog = floor.next()
    pick(floor, dialog.approved, 0)
    floor.save()
    assert floor.now_of(slip).paid == int(yuan) * 100
    assert floor.shown("print_settlement")


def test_pause_and_resume_void_and_reply_to_the_division(floor):
    due = datetime(2026, 11, 23, 17, 30)
    slip = floor.slip(State.IN_PROGRESS, source=Source.DIVISION, division_no="SYB-9", reply_due=due)
    view = floor.open(slip)
    floor.write(floor.next().note, "已致歉")
    floor.save()
    assert step(view) is Move.REPLY
    floor.write(floor.next().note, "已回复处理计划")
    floor.save()
    assert floor.now_of(slip).replied_at == floor.desk.now[0]
    floor.click("move_pause")
    floor.desk.type("等客户有空")
    floor.save()
    assert floor.now_of(slip).paused is not None
    assert "暂停" in [pill.pill().words for pill in view.findChildren(PillLabel) if pill.isVisible()]
    floor.click("move_resume")
    assert floor.now_of(slip).paused is None
    assert not floor.shown("move_void")  # an open slip is voided by 客服经理
    floor.sign_in("陈静")
    floor.open(slip)
    floor.click("move_void")
    floor.desk.type("重复登记")
    floor.save()
    assert floor.now_of(slip).state is State.VOID


def test_a_slip_raises_a_notice_and_leads_to_it(floor):
    slip = floor.slip(State.IN_PROGRESS)
    floor.open(slip)
    floor.write(floor.next().note, "已致歉")
    floor.save()
    floor.click("block_closed_head")
    floor.click("move_raise_notice")
    dialog = floor.desk.sheet()
    assert dialog.department.text() == "车间"
    floor.save()
    view = floor.page.slip
    floor.until(lambda: view.opened.notices)
    notice_id, number, state = view.opened.notices[0]
    assert (number[:3], state) == ("ZG-", "待下发")
    floor.click(f"notice_{notice_id}")
    assert floor.desk.window.pages.currentWidget().objectName() == "rectification"


def test_reopen_begins_another_round_for_the_ticked_departments(floor):
    from deskapp.complaints.closing import Signatures, archive_complaint, take_back_paper
    from deskapp.complaints.contacting import inform_customer, take_back_complaint

    slip = floor.slip(State.IN_PROGRESS, "车间", "配件")
    for service, given in (
        (inform_customer, {"note": "已告知"}),
        (take_back_complaint, {"reason": "客户不追究"}),
        (take_back_paper, {"signatures": Signatures(supervisor=True)}),
        (archive_complaint, {"closed": False}),
    ):
        another_pc(floor, service, slip, **given)
    floor.sign_in("陈静")
    floor.open(slip)
    floor.click("move_reopen")
    dialog = floor.desk.sheet()
    floor.write(dialog.reason, "又来投诉")
    floor.save()
    assert dialog.is_open()  # no department ticked
    floor.click(f"departments_{floor.departments['配件']}")
    floor.save()
    kept = floor.now_of(slip)
    assert (kept.state, kept.round) == (State.IN_PROGRESS, 2)


# Two PCs ------------------------------------------------------------------------------------------------------------------------


def test_the_second_pc_sees_what_changed_and_keeps_its_typing(floor):
    from deskapp.complaints.contacting import inform_customer

    slip = floor.slip(State.IN_PROGRESS)
    floor.sign_in("马超")
    floor.open(slip)
    dialog = floor.next()
    write_result(floor, dialog)
    another_pc(floor, inform_customer, slip, note="明天给结果")
    floor.save()
    assert dialog.is_open()
    assert dialog.cause.text() == "油封装反"
    assert dialog.primary_button.text() == "仍按我填的保存"
    said = " ".join(label.text() for label in floor.find("news").findChildren(type(dialog.summary._words)))
    assert "陈静" in said
    assert "告知客户" in said
    floor.save()
    kept = floor.now_of(slip)
    assert kept.state is State.TO_CALL_BACK
    assert kept.informed is not None


def test_an_open_slip_tells_what_another_pc_wrote(floor):
    from deskapp.complaints.contacting import inform_customer

    slip = floor.slip(State.IN_PROGRESS)
    view = floor.open(slip)
    assert not floor.shown("slip_news")
    another_pc(floor, inform_customer, slip, note="明天给结果")
    view.refresh()
    floor.settle()
    assert "陈静 09:00 告知客户（明天给结果）" in floor.find("slip_news").words()


def test_a_step_that_is_no_longer_possible_is_refused_in_words_and_the_form_stays(floor):
    from deskapp.complaints.contacting import take_back_complaint

    slip = floor.slip(State.IN_PROGRESS)
    floor.sign_in("马超")
    floor.open(slip)
    dialog = floor.next()
    write_result(floor, dialog)
    another_pc(floor, take_back_complaint, slip, reason="客户撤诉")
    floor.save()
    floor.save()
    assert dialog.is_open()
    assert "这一步做不了" in dialog.summary.text()
    assert dialog.result.text() == "不再渗漏"


def test_blocks_fold_by_keys_and_stay_as_they_were_left(floor):
    slip = floor.slip(State.IN_PROGRESS)
    view = floor.open(slip)
    assert view.blocks[3].is_open()
    assert not view.blocks[1].is_open()
    view.blocks[1].head.setFocus()
    floor.desk.key(Qt.Key.Key_Space)
    assert view.blocks[1].is_open()
    view.refresh()
    floor.settle()
    assert view.blocks[1].is_open()


def test_who_calls_sees_the_number_with_one_key_and_it_goes_with_the_form(floor):
    slip = floor.slip(State.TO_ROUTE)
    floor.open(slip)
    dialog = floor.next()
    number = dialog.findChild(QWidget, "call_number")
    assert number.text() == "138 **** 6621"
    floor.desk.key(Qt.Key.Key_H, ALT)
    assert number.text() == "138 2601 6621"
    floor.desk.key(Qt.Key.Key_Escape)
    dialog = floor.next()
    assert dialog.findChild(QWidget, "call_number").text() == "138 **** 6621"


def test_a_step_says_where_the_slip_went_and_what_was_filled_in(floor):
    slip = floor.slip(State.IN_PROGRESS, "车间", "配件")
    floor.sign_in("马超")
    view = floor.open(slip)
    said = [label.text() for label in view.side.findChildren(Label)]
    assert {"派给车间", "派给配件", "车间签收"} <= set(said)
    write_result(floor, floor.next())
    floor.save()
    told = " ".join(label.text() for label in view.side.findChildren(Wrapped))
    assert "原因：油封装反" in told
    assert "空 →" not in told


def test_a_result_left_with_esc_is_there_again_for_the_same_person_alone(floor):
    slip = floor.slip(State.IN_PROGRESS)
    floor.sign_in("马超")
    floor.open(slip)
    dialog = floor.next()
    floor.write(dialog.cause, "油封装反")
    floor.write(dialog.action, "更换油封并试车")
    floor.desk.key(Qt.Key.Key_Escape)
    dialog = floor.next()
    assert (dialog.cause.text(), dialog.action.text()) == ("油封装反", "更换油封并试车")
    floor.desk.key(Qt.Key.Key_Escape)

    floor.sign_in("孙志明")
    floor.open(slip)
    dialog = floor.next()
    assert dialog.cause.text() == ""
    floor.desk.key(Qt.Key.Key_Escape)

    floor.sign_in("马超")
    floor.open(slip)
    dialog = floor.next()
    assert dialog.cause.text() == "油封装反"
    write_result(floor, dialog)
    floor.save()
    assert floor.now_of(slip).state is State.TO_CALL_BACK


def test_what_the_customer_said_survives_esc_until_the_next_round(floor):
    slip = floor.slip(State.TO_CALL_BACK)

    def call_back():
        view = floor.open(floor.now_of(slip))
        view.acts.take(Move.CALL_BACK, view.opened, None)
        return floor.desk.sheet()

    dialog = call_back()
    pick(floor, dialog.outcome, 1)
    floor.write(dialog.feedback, "还在漏，而且没有人回电话")
    floor.desk.key(Qt.Key.Key_Escape)
    dialog = call_back()
    assert (dialog.outcome.text(), dialog.feedback.text()) == ("不认可", "还在漏，而且没有人回电话")
    assert dialog.departments.isVisible()
    assert dialog.primary_button.text() == "进入第 2 轮"
    floor.write(dialog.feedback, "。")
    floor.desk.key(Qt.Key.Key_Escape)

    work.call(
        lambda: reject_result(act=floor.act("陈静"), seen=floor_seen(slip), feedback="还在漏", departments=[floor.departments["车间"]])
    )
    floor.submit(floor.now_of(slip))
    dialog = call_back()
    assert (dialog.outcome.text(), dialog.feedback.text()) == ("", "")


def test_a_result_that_is_not_accepted_asks_at_once_for_all_it_needs(floor):
    slip = floor.slip(State.TO_CALL_BACK, "车间", "配件")
    view = floor.open(slip)
    view.acts.take(Move.REJECT, view.opened, None)
    dialog = floor.desk.sheet()
    floor.save()
    assert dialog.feedback.has_problem()
    assert dialog.departments.problem_text() == "请至少勾选一个部门"
    assert "还有 2 处未好" in dialog.summary.text()


@pytest.mark.parametrize("unfolded", [False, True])
def test_the_words_of_the_customer_end_where_the_blocks_do(floor, unfolded):
    view = floor.open(floor.slip(State.TO_CALL_BACK))
    for block in view.blocks.values():
        if unfolded and not block.is_open():
            block.head.setFocus()
            floor.desk.key(Qt.Key.Key_Space)
    floor.settle()
    assert (view._area.verticalScrollBar().maximum() > 0) == unfolded
    words, block = floor.find("slip_words"), view.blocks[1]
    ends = [widget.mapTo(view, widget.rect().topRight()).x() for widget in (words, block)]
    assert ends[0] == ends[1]


def test_a_reason_left_with_esc_is_not_put_under_another_step(floor):
    slip = floor.slip(State.IN_PROGRESS)
    view = floor.open(slip)
    view.acts.take(Move.VOID, view.opened, None)
    floor.desk.type("登记了两次")
    floor.desk.key(Qt.Key.Key_Escape)
    view.acts.take(Move.TAKE_BACK, view.opened, None)
    assert floor.desk.sheet().reason.text() == ""
    floor.desk.key(Qt.Key.Key_Escape)
    view.acts.take(Move.VOID, view.opened, None)
    assert floor.desk.sheet().reason.text() == "登记了两次"


def test_departments_named_for_a_reassignment_left_with_esc_are_named_again(floor):
    slip = floor.slip(State.IN_PROGRESS)
    floor.sign_in("孙志明")
    view = floor.open(slip)
    view.acts.take(Move.REASSIGN, view.opened, None)
    dialog = floor.desk.sheet()
    choose(floor, dialog._lines[0].department, "配件")
    floor.click("add_department")
    choose(floor, dialog._lines[1].department, "前台")
    floor.click("remove_1")
    floor.click("add_department")
    choose(floor, dialog._lines[1].department, "客服部")
    floor.write(dialog.reason, "责任在配件缺货")
    floor.desk.key(Qt.Key.Key_Escape)
    view.acts.take(Move.REASSIGN, view.opened, None)
    dialog = floor.desk.sheet()
    assert [line.department.text() for line in dialog._lines] == ["前台", "客服部"]
    assert dialog.reason.text() == "责任在配件缺货"


def test_who_waits_for_the_day_of_the_improvement_is_not_sent_to_himself(floor):
    slip = floor.slip(State.IN_PROGRESS)

    def accepted_but_to_be_improved_tomorrow():
        tomorrow = floor.desk.now[0].date() + timedelta(days=1)
        written = Findings(cause="油封装反", action="每周复查", result="不再渗漏", action_due_on=tomorrow)
        done = submit_result(act=floor.act("马超"), seen=slip.seen, row_id=slip.current_rows[0].id, findings=written)
        done = accept_result(act=floor.act("李敏"), seen=done.seen, feedback="可以", satisfaction=Satisfaction.SATISFIED)
        return miss_paper(act=floor.act("李敏"), seen=done.seen, reason="主管出差")

    view = floor.open(work.call(accepted_but_to_be_improved_tomorrow))
    assert view.side.step.words == "11-24 改善时间到了再二次回访"
    assert view.side.primary.text() == "还没到日子"
