"""The check by real keys and fingers: marks, notes, what a crash leaves, two PCs at once, the end, and who confirms."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodQueryEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from deskapp.checklists.domain import Result, RunKind
from deskapp.checklists.templates import change_template
from deskapp.inspection.reading import inspection
from deskapp.inspection.service import begin_check, finish_check, mark_check
from tests.ui.inspection.checks import ONE, PIN, THREE, TWO, begin, checked, click, furnish, kept, later, page_of, save, settled, written
from ui.kit import work
from ui.kit.drafts import read_drafts
from ui.kit.scan import ScanFilter


@pytest.fixture
def desk(reception):
    furnish(reception)
    return reception


@pytest.fixture
def page(desk):
    return page_of(desk)


@pytest.fixture
def view(desk, page):
    """The weekly check of the sales paperwork: six items, begun by F4."""
    return begin(desk, page, "H", "weekly")


def marks(desk, view):
    written(desk, view)
    return {code: (mark.result.label, mark.note) for code, mark in kept(desk, view).run.marks.items()}


def test_a_check_is_done_by_digits_alone_and_each_mark_reaches_the_store(desk, page, view):
    for key in (ONE, ONE, THREE):
        desk.key(key)
    assert view.rows.here == "H4"
    assert page.next.text() == "下一未查 H5"  # F4 passes over the one under the cursor
    assert marks(desk, view) == {"H1": ("合格", ""), "H2": ("合格", ""), "H3": ("不适用", "")}


def test_a_failure_asks_for_its_note_and_enter_goes_on(desk, page, view):
    desk.key(TWO)
    assert desk.focus() == "note_H1"
    desk.key(Qt.Key.Key_Return)
    assert view.evidence("H1").problem.text() == "请写明哪里、什么情况"
    desk.type("合同缺页")
    desk.key(Qt.Key.Key_Return)
    assert (desk.focus(), view.rows.here) == ("check_items", "H2")
    assert marks(desk, view) == {"H1": ("不合格", "合同缺页")}


def test_a_failure_without_its_note_keeps_the_check_open(desk, page, view):
    desk.key(TWO)
    desk.key(Qt.Key.Key_Escape)
    desk.key(Qt.Key.Key_Down)
    for _ in range(5):
        desk.key(ONE)
    assert page.next.text() == "补 H1 的说明"
    desk.key(Qt.Key.Key_F4)
    assert (desk.focus(), view.is_closed) == ("note_H1", False)


def test_arrows_move_and_what_was_marked_is_marked_anew(desk, view):
    desk.key(ONE)
    desk.key(Qt.Key.Key_Up)
    assert view.rows.here == "H1"
    desk.key(THREE)
    desk.key(Qt.Key.Key_End)
    assert view.rows.here == "H6"
    desk.key(Qt.Key.Key_Home)
    desk.key(Qt.Key.Key_Down)
    desk.key(ONE)
    assert marks(desk, view) == {"H1": ("不适用", ""), "H2": ("合格", "")}


def test_digits_of_the_check_never_pass_an_input_method(view):
    query = QInputMethodQueryEvent(Qt.InputMethodQuery.ImEnabled)
    QApplication.sendEvent(view.rows.list, query)
    assert not query.value(Qt.InputMethodQuery.ImEnabled)


def test_a_finger_marks_any_item_and_a_usual_note_is_one_touch(desk, page):
    checked(desk, failing={"H6": "合格证没登记"})
    page.refresh()
    settled(desk)
    page.plan.view.select_key(next(one.key for one in page.plan.model.rows() if one.key[:2] == ("H", "weekly") and one.planned.nth == 2))
    page.plan.view.setFocus()
    desk.key(Qt.Key.Key_F4)
    view = page.check
    QTest.mouseClick(view.rows.row("H6").toggles[Result.FAILED], Qt.MouseButton.LeftButton)
    settled(desk)
    click(desk, "phrase_1")
    assert marks(desk, view) == {"H6": ("不合格", "合格证没登记")}
    QTest.mouseClick(view.rows.row("H2").toggles[Result.PASSED], Qt.MouseButton.LeftButton)
    assert marks(desk, view)["H2"] == ("合格", "")
    assert view.shown.last["H6"].result is Result.FAILED


def test_a_slip_of_the_finger_does_not_lose_a_note(desk, view):
    desk.key(TWO)
    desk.type("合同缺页")
    desk.key(Qt.Key.Key_Escape)
    assert desk.focus() == "check_items"
    desk.key(ONE)
    desk.key(Qt.Key.Key_Up)
    desk.key(TWO)
    assert view.marking.of("H1") == (Result.FAILED, "合同缺页")


def test_the_check_ends_when_every_item_is_whole_and_its_rate_is_told(desk, page, view):
    for key in (ONE, ONE, TWO):
        desk.key(key)
    desk.type("先承诺后批准")
    desk.key(Qt.Key.Key_Return)
    for key in (ONE, ONE):
        desk.key(key)
    desk.key(Qt.Key.Key_Up)
    assert page.next.text() == "下一未查 H6"
    desk.key(Qt.Key.Key_F4)
    assert view.rows.here == "H6"
    desk.key(THREE)
    assert page.next.text() == "完成检查"
    desk.key(Qt.Key.Key_F4)
    assert view.is_closed
    assert desk.heard.said[-1][0] == "JC-20261123-001 查完：合格率 80.0%，1 项不合格"
    assert kept(desk, view).run.score.permille == 800
    assert page.next.text() == "受检方确认"


def test_a_pause_keeps_everything_and_the_plan_leads_back(desk, page, view):
    desk.key(ONE)
    desk.key(TWO)
    desk.type("只有客户签字")
    desk.key(Qt.Key.Key_Escape)
    desk.key(Qt.Key.Key_Escape)
    assert page.check.shown is None
    settled(desk)
    line = next(one for one in page.plan.model.rows() if one.key[:2] == ("H", "weekly") and one.planned.run is not None)
    assert (line.state.label, line.result) == ("检查中", "查了 2/6")
    page.plan.view.select_key(line.key)
    page.plan.view.setFocus()
    desk.key(Qt.Key.Key_F4)
    assert page.check.rows.here == "H3"
    assert page.check.marking.of("H2") == (Result.FAILED, "只有客户签字")
    assert desk.window.drafts.all() == ()


def test_a_note_that_was_being_typed_survives_a_crash(desk, page, view):
    """What the store cannot have yet lies in a file; the window is never closed."""
    desk.key(TWO)
    desk.type("合同缺")
    view.marking.keep_draft()
    desk.until(lambda: read_drafts(desk.window._drafts._folder, now=desk.now[0]))
    check = view.check.id
    view.marking._check = None  # the power is gone: nothing of this window is written any more
    desk.sign_in("李敏")  # as after a new start: every page is built anew, the drafts are read from the disk
    assert [draft.title for draft in desk.window.drafts.all()] == ["销售业务流程检查"]
    desk.key(Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    again = desk.window.pages.currentWidget().check
    desk.until(lambda: again.shown is not None and again.check.id == check)
    assert again.marking.of("H1") == (Result.FAILED, "合同缺")
    assert marks(desk, again) == {"H1": ("不合格", "合同缺")}
    desk.until(lambda: desk.window.drafts.all() == ())


def test_two_desks_on_one_check_see_each_others_marks_and_hear_of_a_change(desk, page, view):
    desk.key(ONE)
    written(desk, view)
    other = {"H1": (Result.FAILED, "缺页"), "H2": (Result.PASSED, "")}
    later(desk, minutes=1)
    work.call(lambda: mark_check(act=desk.act("陈静"), inspection_id=view.check.id, marks=other))
    page.store_changed()
    settled(desk)
    assert view.marking.of("H1") == (Result.FAILED, "缺页")
    assert "陈静" in view.rows.row("H2")._who
    assert ("H1 已由 陈静 改为不合格（原来 合格）") in [words for words, _ in desk.heard.said]
    desk.key(THREE)  # the cursor stood on H2
    assert marks(desk, view)["H2"] == ("不适用", "")


def test_a_check_that_another_desk_has_closed_takes_no_more_marks(desk, page, view):
    everything = {item.code: (Result.PASSED, "") for item in view.check.run.items}
    work.call(lambda: mark_check(act=desk.act("陈静"), inspection_id=view.check.id, marks=everything))
    work.call(lambda: finish_check(act=desk.act("陈静"), inspection_id=view.check.id))
    desk.key(TWO)
    desk.type("缺页")
    desk.key(Qt.Key.Key_Return)
    desk.until(lambda: view.is_closed)
    assert [words for words, _ in desk.heard.said if "已经完成，不能再改" in words] == ["这次检查已经完成，不能再改"]
    assert kept(desk, view).run.marks["H1"].result is Result.PASSED
    assert desk.window.drafts.all() == ()


def test_what_was_being_typed_when_another_desk_closed_the_check_is_named(desk, page, view):
    desk.key(TWO)
    desk.type("合同缺")
    everything = {item.code: (Result.PASSED, "") for item in view.check.run.items}
    work.call(lambda: mark_check(act=desk.act("陈静"), inspection_id=view.check.id, marks=everything))
    work.call(lambda: finish_check(act=desk.act("陈静"), inspection_id=view.check.id))
    page.store_changed()
    desk.until(lambda: view.is_closed)
    assert [words for words, _ in desk.heard.said] == ["JC-20261123-001 已在别处完成或作废，没来得及存的有：H1"]
    assert desk.window.drafts.all() == ()


def test_a_sheet_changed_meanwhile_leaves_the_check_its_texts(desk, page, view):
    form = view.check.run.version.form
    shorter = replace(form, items=tuple(replace(item, title="改过") for item in form.items[:2]))
    work.call(lambda: change_template(act=desk.act("陈静"), code="H", form=shorter))
    later(desk, days=1)
    page.store_changed()
    settled(desk)
    assert [row.item.title for row in view.rows.rows][:2] == ["报价签约", "订单及变更"]
    for _ in range(6):
        desk.key(ONE)
    desk.key(Qt.Key.Key_F4)
    assert view.is_closed
    assert kept(desk, view).run.items[0].title == "报价签约"


def test_a_check_opened_by_its_number_or_its_code_shows_itself(desk, page):
    from deskapp.data import barcode_digits

    done = checked(desk, failing={"H2": "只有客户签字"})
    page.tabs.set_value("records")
    settled(desk)
    desk.window.scanned(barcode_digits(done.number))
    desk.until(lambda: page.check.shown is not None)
    assert page.check.is_closed
    row = page.check.rows.row("H2")
    assert row.pill.pill().words == "不合格"
    assert page.check.marking.of("H2") == (Result.FAILED, "只有客户签字")


def test_a_scanner_over_the_list_marks_nothing_and_opens_its_record(desk, page):
    """The gun's digits come like a person's 1, 2, 3, only faster: what they marked is taken back before anything is written."""
    from deskapp.data import barcode_digits

    other = checked(desk, failing={"H2": "只有客户签字"})
    page.refresh()
    settled(desk)
    view = begin(desk, page, "F", "daily")
    desk.key(ONE)
    written(desk, view)
    begun = view.check.id
    gun = ScanFilter(desk.window, desk.window.scanned)
    gun.begin()
    stamp = 500_000
    for char in (*barcode_digits(other.number), "\r"):
        stamp += 4
        key = Qt.Key.Key_Return if char == "\r" else Qt.Key(ord(char))
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, char)
        event.setTimestamp(stamp)
        QApplication.sendEvent(QApplication.focusWidget() or desk.window, event)
    desk.until(lambda: page.check.check is not None and page.check.check.id == other.id)
    gun.end()
    settled(desk)
    assert set(work.call(inspection, begun).run.marks) == {"F1"}
    assert desk.window.drafts.all() == ()


# Confirmation, void, notices ------------------------------------------------------------------------------------------


@pytest.fixture
def done(desk, page):
    """A finished check of the sales department with one failure, open on the page."""
    found = checked(desk, failing={"H2": "只有客户签字"})
    desk.window.open_number(found.number)
    desk.until(lambda: page.check.shown is not None)
    return found


def test_the_other_side_confirms_by_its_pin(desk, page, done):
    desk.key(Qt.Key.Key_F4)
    dialog = desk.sheet()
    assert dialog.who.text() == "张伟 销售部"
    assert desk.focus() == "pinPad"
    desk.type("000001")
    desk.until(lambda: dialog.summary.text())
    assert "PIN 不对" in dialog.summary.text()
    dialog.pad.setFocus()
    desk.type(PIN)
    desk.until(lambda: not desk.sheets())
    settled(desk)
    assert (page.check.check.confirmed_by, page.check.check.on_paper) == ("张伟", False)
    assert page.next.text() == "开整改单"


def test_what_the_signed_sheet_says_is_typed_in(desk, page, done):
    desk.key(Qt.Key.Key_F4)
    dialog = desk.sheet()
    dialog.how.set_value("paper")
    save(desk)
    assert "请填纸上签字的人" in dialog.summary.text()
    dialog.signed_by.set_text("李敏")
    save(desk)
    assert "检查人不能自己确认" in dialog.summary.text()
    dialog.signed_by.set_text("孙浩")
    save(desk)
    desk.until(lambda: not desk.sheets())
    settled(desk)
    assert (page.check.check.confirmed_by, page.check.check.on_paper) == ("孙浩", True)


def test_failed_items_become_notices_and_their_check_leads_to_them(desk, page, done):
    click(desk, "raise_notices")
    dialog = desk.sheet()
    assert dialog.said.text() == "共 1 张：销售部 1 项"
    save(desk)
    desk.until(lambda: not desk.sheets())
    assert any("已起草 ZG-20261123-001" in words for words, _ in desk.heard.said)
    desk.window.open_number(done.number)
    desk.until(lambda: page.check.shown.notices)
    assert page.raise_button.isHidden()
    assert [one.number for one in page.check.shown.notices] == ["ZG-20261123-001"]


def test_only_the_manager_voids_and_says_why(desk, page, done):
    assert page.void.isHidden()
    desk.sign_in("陈静")
    desk.window.open_number(done.number)
    page = desk.window.pages.currentWidget()
    desk.until(lambda: page.check.shown is not None)
    click(desk, "void_check")
    save(desk)
    assert "还没有写原因" in desk.sheet().summary.text()
    desk.sheet().edit.setFocus()
    desk.type("查错展厅")
    save(desk)
    desk.until(lambda: not desk.sheets())
    settled(desk)
    assert page.check.check.run.voided
    assert page.void.isHidden()
    assert page.next.isHidden()


def test_a_spot_check_of_people_draws_whom_to_look_at(desk, page):
    view = begin(desk, page, "B", "spot")
    assert view.check.run.person_id not in (None, desk.staff["李敏"])
    assert view.check.run.seed.startswith("2026-W48-B-")
    assert view.shown.name(view.check.run.person_id) in page._subtitle.text()


def test_a_check_beyond_the_plan_takes_any_sheet_of_any_person(desk, page):
    page.plan.view.select_key(next(line.key for line in page.plan.model.rows() if line.key[:2] == ("D", "spot")))
    click(desk, "special_check")
    dialog = desk.sheet()
    assert (dialog.sheet.value(), dialog.kind.value()) == ("D", RunKind.SPECIAL)
    dialog.person.set_value(desk.staff["孙浩"])
    save(desk)
    desk.until(lambda: page.check.shown is not None)
    run = page.check.check.run
    assert (run.kind, run.person_id, len(run.items)) == (RunKind.SPECIAL, desk.staff["孙浩"], 13)


def test_begun_twice_from_two_desks_each_serves_the_plan_once(desk, page):
    work.call(lambda: begin_check(act=desk.act("陈静"), code="C", kind=RunKind.DAILY))
    view = begin(desk, page, "C", "daily")
    settled(desk)
    assert view.check.run.started_by == desk.staff["李敏"]
    assert [one.run is not None for one in view.shown.plan if one.version.code == "C" and one.kind is RunKind.DAILY] == [True, True]
