"""F8 by real keys: who calls, the case in few entries, repeats, nobody named, the division, drafts, print and save in one."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from deskapp.complaints.contacting import inform_customer
from deskapp.complaints.enquiries import note_enquiry
from deskapp.complaints.lists import CERTIFICATE, Means, Nature, Severity, Source
from deskapp.complaints.reading import complaints
from deskapp.complaints.states import State
from deskapp.members.enrolment import enroll_member
from tests.conftest import MORNING
from tests.deskapp.members.conftest import enrolment
from tests.ui.papers import text_of
from tests.ui.reception import ALT, CTRL, _who
from ui.complaints.steps import Move
from ui.desk import DeskAct
from ui.kit import theme, work
from ui.kit.labels import Label, Wrapped
from ui.kit.sheet import open_sheets
from ui.kit.theme import Tone
from ui.main_window import MainWindow

ENTER, DOWN, UP, RIGHT = Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Right
WORDS = "上周换的刹车片还在响，说会回电话，等到今天没人回"


class Form:
    """The open form, filled as a clerk does it: Enter from field to field, arrows in boxes."""

    def __init__(self, floor: Any) -> None:
        self.floor, self.desk = floor, floor.desk
        self.entries = 0

    @property
    def sheet(self) -> Any:
        return self.desk.sheet()

    def walk(self, name: str) -> None:
        for _ in range(60):
            if self.desk.focus() == name:
                return
            self.desk.key(ENTER)
        raise AssertionError(f"Enter never leads to {name}")

    def into(self, name: str, text: str) -> None:
        self.walk(name)
        self.desk.type(text)
        self.entries += 1

    def answer(self, name: str, key: Qt.Key, times: int = 1) -> None:
        self.walk(name)
        for _ in range(times):
            self.desk.key(key)
        self.entries += 1

    def find(self, typed: str) -> None:
        """Type into the search field and take its first line."""
        self.desk.type(typed)
        self.entries += 1
        self.floor.until(lambda: self.sheet.caller.search.list.isVisible())
        self.desk.key(ENTER)
        self.floor.settle()

    def case(self, *, source: int = 1, nature: int = 2, severity: int = 2, category: str = "wxzl", remedy: str = "免费返修") -> None:
        """Everything but the caller: so many steps of an arrow in each box."""
        self.answer("source_edit", DOWN, source)
        self.answer("nature_edit", RIGHT, nature)
        self.answer("severity_edit", DOWN, severity)
        self.into("category_edit", category)
        self.into("description_edit", WORDS)
        self.into("remedy_requested_edit", remedy)

    def said(self, where: QWidget) -> list[str]:
        """The words that stand on a part of the form."""
        return [label.text() for kind in (Label, Wrapped) for label in where.findChildren(kind) if not label.isHidden()]

    def save_only(self) -> None:
        self.desk.key(Qt.Key.Key_S, CTRL)
        self.floor.settle()


def begin(floor: Any) -> Form:
    floor.desk.key(Qt.Key.Key_F8)
    assert floor.desk.sheet().windowTitle() == "投诉受理"
    return Form(floor)


def slips(floor: Any) -> Any:
    return work.call(lambda: complaints(act=floor.act("陈静")))


@pytest.fixture
def guest(floor):
    """张伟明 with 粤B3K852; his id."""
    form = enrolment(plate="粤B3K852", recruiter=floor.desk.staff["李敏"])
    return work.call(lambda: enroll_member(act=floor.act("李敏"), form=form)).customer_id


def test_f8_from_any_page_takes_a_serious_complaint_down_in_twelve_entries_and_prints_it(floor, guest):
    floor.desk.window.open_room("members")
    form = begin(floor)
    form.find("13826012607")
    assert form.sheet.caller.customer_id() == guest
    form.case(nature=3, severity=3)
    assert form.entries <= 12
    assert "今天 11:00 前" in form.said(form.sheet.side)
    floor.save()
    floor.until(lambda: "PaperSheet" in [type(sheet).__name__ for sheet in floor.desk.sheets()])
    (slip,) = slips(floor)
    text = text_of(floor.desk.sheet().job.pdf)
    assert [word for word in (slip.number, "客服存档联", "责任部门联", "经理联", WORDS[:10]) if word not in text] == []
    assert (slip.state, slip.severity, slip.form.nature) == (State.TO_ROUTE, Severity.SERIOUS, Nature.ESCALATED)
    assert (slip.form.customer_id, slip.form.plate, slip.form.description) == (guest, "粤B3K852", WORDS)
    assert slip.form.case_owner_id == floor.desk.staff["李敏"]
    assert (f"{slip.number} 已受理，待派单", Tone.GOOD) in floor.desk.heard.said


def test_the_card_in_hand_is_the_caller_with_his_car_and_his_slips(floor, guest):
    earlier = floor.slip(customer_id=guest, name="", mobile="", plate="", category="aftersales.waiting")
    floor.desk.card(guest)
    form = begin(floor)
    floor.settle()
    assert form.sheet.caller.customer_id() == guest
    told = form.said(form.sheet.side)
    assert "粤B 3K852" in told
    assert any("等待时间" in words and "待派单" in words for words in told)
    assert form.sheet.findChild(QWidget, f"earlier_{earlier.number}") is not None
    form.desk.key(Qt.Key.Key_C, ALT)
    assert form.desk.focus() == "caller_edit"
    assert form.sheet.caller.customer_id() is None


def test_an_empty_form_names_everything_at_once_beside_its_field(floor):
    form = begin(floor)
    floor.save()
    assert form.sheet.summary.text().startswith("还有 7 处未好")
    assert form.desk.focus() == "caller_edit"
    assert slips(floor) == ()


def test_somebody_new_keeps_the_number_that_was_typed(floor):
    form = begin(floor)
    form.find("13900139000")
    assert form.desk.focus() == "name_edit"
    assert form.sheet.caller.mobile.text() == "139 0013 9000"
    form.desk.type("欧阳䶮")
    form.case()
    form.save_only()
    (slip,) = slips(floor)
    assert (slip.form.name, slip.form.mobile, slip.form.customer_id) == ("欧阳䶮", "139 **** 9000", None)


def test_somebody_new_found_by_his_plate_or_his_name(floor):
    form = begin(floor)
    form.find("粤BD12345")
    assert form.sheet.caller.plate.text() == "粤BD12345"
    form.desk.key(Qt.Key.Key_Escape)
    form = begin(floor)
    form.find("周敏")
    assert (form.sheet.caller.name.text(), form.desk.focus()) == ("周敏", "mobile_edit")


def test_enter_that_comes_before_the_answer_waits_for_it(floor, guest):
    form = begin(floor)
    form.desk.type("13826012607")
    form.desk.key(ENTER)
    floor.until(lambda: form.sheet.caller.known is not None)
    assert form.sheet.caller.customer_id() == guest


def test_anonymous_needs_its_reason_and_no_number(floor):
    form = begin(floor)
    form.walk("anonymous")
    form.desk.key(Qt.Key.Key_Space)
    form.desk.key(Qt.Key.Key_A, CTRL)
    form.desk.key(Qt.Key.Key_Delete)
    form.case(category="tc")
    form.save_only()
    assert "不留名的原因" in form.sheet.summary.text()
    assert form.desk.focus() == "anonymous_reason_edit"
    form.desk.type("电话里不肯留名")
    assert "匿名，不联系" in form.said(form.sheet.side)
    form.save_only()
    (slip,) = slips(floor)
    assert (slip.form.anonymous, slip.form.anonymous_reason, slip.form.mobile) == (True, "电话里不肯留名", "")


def test_a_repeat_is_found_while_the_form_is_filled_and_linked_when_it_is_saved(floor, guest):
    first = floor.slip(customer_id=guest, name="", mobile="", plate="")
    floor.desk.card(guest)
    form = begin(floor)
    form.answer("source_edit", DOWN)
    form.answer("nature_edit", RIGHT)
    form.answer("severity_edit", DOWN)
    form.into("category_edit", "ddsj")
    form.walk("description_edit")
    floor.settle()
    assert not form.sheet.case.repeat.isVisible()
    form.sheet.case.category.set_value("aftersales.repair")
    floor.until(form.sheet.case.repeat.isVisible)
    assert form.sheet.case.repeat.words() == f"重复投诉：同一类别 90 天内第 2 次，上次 {first.number}（11-23，待派单），受理后自动关联"
    form.into("description_edit", WORDS)
    form.desk.key(Qt.Key.Key_W, ALT)
    form.save_only()
    again = slips(floor)[0]
    assert (again.repeat_no, again.form.remedy_requested) == (first.number, "未提出")


def test_what_comes_from_the_division_asks_its_number_and_its_time(floor, guest):
    floor.desk.card(guest)
    form = begin(floor)
    assert not form.sheet.case.division_no.isVisible()
    form.case(source=10)
    form.save_only()
    assert "事业部编号" in form.sheet.summary.text()
    form.desk.type("SY-2611-088")
    form.into("reply_due_edit", "1126")
    form.save_only()
    (slip,) = slips(floor)
    assert (slip.form.source, slip.form.division_no, slip.form.reply_due) == (
        Source.DIVISION,
        "SY-2611-088",
        datetime(2026, 11, 26, 17, 30),
    )


def test_a_certificate_asks_since_when_and_where(floor, guest):
    floor.desk.card(guest)
    form = begin(floor)
    form.case(category="hgz")
    assert form.sheet.case.category.code() == CERTIFICATE
    form.save_only()
    assert "从哪天开始要" in form.sheet.summary.text()
    form.desk.type("20261102")
    form.into("certificate_holder_edit", "银行质押")
    form.save_only()
    assert slips(floor)[0].certificate_days == 21


def test_a_customer_at_the_desk_is_spoken_to_at_once(floor, guest):
    floor.desk.card(guest)
    form = begin(floor)
    form.case(source=2)
    assert form.sheet.case.face_to_face.isChecked()
    form.save_only()
    assert slips(floor)[0].first_contact_at == MORNING


def test_enter_behind_the_last_field_saves(floor, guest):
    floor.desk.card(guest)
    form = begin(floor)
    form.case()
    for _ in range(3):
        form.desk.key(ENTER)
    floor.until(lambda: "PaperSheet" in [type(sheet).__name__ for sheet in floor.desk.sheets()])
    assert len(slips(floor)) == 1


def test_the_tree_is_chosen_from_by_arrows_and_by_a_click(floor):
    form = begin(floor)
    form.walk("category_edit")
    tree = form.sheet.case.category.tree
    assert tree.isVisible()
    for key in (DOWN, RIGHT, DOWN, ENTER):
        form.desk.key(key)
    assert form.sheet.case.category.text() == "售后—维修质量/返修"
    assert not tree.isVisible()
    form.sheet.case.category.focus_editor()
    form.desk.key(DOWN)
    QTest.mouseClick(tree, Qt.MouseButton.LeftButton, pos=tree.place_of("member.points").center().toPoint())
    assert form.sheet.case.category.code() == "member.points"
    form.desk.key(DOWN)
    form.desk.key(Qt.Key.Key_Escape)
    assert form.sheet.windowTitle() == "投诉受理"  # Esc closed the tree, not the form


def test_a_word_that_several_categories_have_is_not_guessed(floor):
    form = begin(floor)
    form.into("category_edit", "taidu")
    form.sheet.case.category.tree.narrow(frozenset(), "")
    form.desk.key(ENTER)
    assert form.sheet.case.category.problem_text() == "“taidu”有 2 个类别，请选一个"


def test_the_desk_writes_a_draft_that_customer_service_submits(floor, guest):
    floor.sign_in("王芳")
    floor.desk.card(guest)
    form = begin(floor)
    form.case()
    floor.save()
    (slip,) = slips(floor)
    assert slip.state is State.DRAFT
    assert (f"{slip.number} 已存为草稿，请客服提交", Tone.WARN) in floor.desk.heard.said
    assert floor.desk.sheets() == []


def test_photos_come_along(floor, guest):
    floor.desk.card(guest)
    form = begin(floor)
    form.case()
    form.desk.key(Qt.Key.Key_M, ALT)
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    image.fill(theme.colour(theme.PRIMARY))
    carried = QMimeData()
    carried.setImageData(image)
    QGuiApplication.clipboard().setMimeData(carried)
    form.sheet.more_fields.photos.choose.setFocus()
    form.desk.key(Qt.Key.Key_V, CTRL)
    floor.until(lambda: len(form.sheet.more_fields.photos.photos()) == 1)
    QGuiApplication.clipboard().clear()
    form.save_only()
    assert len(slips(floor)[0].photos) == 1


def test_what_is_typed_in_later_counts_from_when_the_customer_spoke(floor, guest):
    floor.time(MORNING + timedelta(hours=4))
    floor.desk.card(guest)
    form = begin(floor)
    form.case(severity=3)
    form.desk.key(Qt.Key.Key_M, ALT)
    form.into("received_at_edit", "9:05")
    form.desk.key(ENTER)
    floor.until(lambda: "今天 11:05 前" in form.said(form.sheet.side))
    form.save_only()
    assert slips(floor)[0].received_at == MORNING.replace(hour=9, minute=5)


def test_a_half_filled_form_is_on_the_disk_while_it_is_open_and_comes_back_whole(floor, guest, tmp_path):
    """What a kill -9 leaves: the keeper has written the form without anybody closing it."""
    floor.desk.card(guest)
    form = begin(floor)
    form.case()
    floor.desk.qtbot.waitUntil(lambda: any(WORDS in path.read_text("utf-8") for path in tmp_path.rglob("drafts/**/*.json")), timeout=10_000)
    second = MainWindow(floor.desk.session, folder=tmp_path)
    floor.desk.qtbot.addWidget(second)
    person, rights, store = work.call(_who, floor.desk.staff["李敏"], MORNING)
    floor.desk.session.sign_in(person, rights)
    second.show()
    second.signed_in(store, "总店")
    floor.until(lambda: second.drafts is not None and second.drafts.all())
    second.next_draft()
    again = open_sheets(second)[-1]
    assert again.caller.customer_id() == guest
    assert (again.case.words.text(), again.case.category.code(), again.case.severity.text()) == (WORDS, "aftersales.repair", "一般")
    again.close_sheet()
    second.watch.end()


def test_a_received_slip_is_corrected_in_the_same_form(floor):
    slip = floor.slip()
    view = floor.open(slip)
    view.acts.take(Move.EDIT, view.opened, None)
    form = Form(floor)
    assert form.sheet.windowTitle() == f"修改 {slip.number}"
    assert form.sheet.caller.mobile.edit.placeholderText() == "138 **** 6621 不改"
    form.answer("severity_edit", DOWN)
    floor.save()
    kept = floor.now_of(slip)
    assert (kept.severity, kept.form.mobile, kept.form.plate) == (Severity.SERIOUS, "138 **** 6621", "粤B6K2F8")


def test_a_correction_meets_what_another_pc_wrote_and_overwrites_nothing_unseen(floor):
    slip = floor.slip()
    view = floor.open(slip)
    view.acts.take(Move.EDIT, view.opened, None)
    form = Form(floor)
    work.call(lambda: tell_meanwhile(floor, slip))
    form.answer("severity_edit", DOWN)
    floor.save()
    assert "刚才有改动：陈静" in form.sheet.summary.text()
    assert floor.now_of(slip).severity is Severity.NORMAL
    form.desk.key(Qt.Key.Key_Escape)
    form.desk.key(Qt.Key.Key_D, CTRL)
    floor.settle()
    assert form.sheet.windowTitle() == f"修改 {slip.number}"
    floor.save()
    assert floor.now_of(slip).severity is Severity.SERIOUS


def tell_meanwhile(floor, slip):
    """What 陈静 does at another PC meanwhile: she tells the customer how it stands."""
    inform_customer(act=floor.act("陈静"), seen=slip.seen, means=Means.PHONE, note="约明天")


def test_a_question_taken_up_again_as_a_complaint_keeps_the_number_only_the_store_knows(floor):
    asked = work.call(lambda: note_enquiry(act=floor.act("李敏"), question="首保可以提前做吗", name="周敏", mobile="13700137000"))
    floor.desk.window.start(DeskAct.COMPLAIN, enquiry_id=asked.id)
    form = Form(floor)
    form.case()
    form.desk.key(Qt.Key.Key_Escape)
    form.desk.key(Qt.Key.Key_D, CTRL)
    floor.settle()
    assert form.sheet.caller.mobile.edit.placeholderText() == "137 **** 7000 不改"
    form.save_only()
    (slip,) = slips(floor)
    assert (slip.form.mobile, slip.form.enquiry_id) == ("137 **** 7000", asked.id)
