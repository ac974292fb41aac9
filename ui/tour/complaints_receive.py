"""A complaint is taken down: from the card, from a repeat, from nobody named, from a question, from a guest's remark; on paper."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt

from ui.tour.counter import REGULAR
from ui.tour.desk import Desk
from ui.tour.hands import ALT, CTRL, ENTER, TourStopped

_DOWN, _UP, _LEFT, _RIGHT = Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_Right
_CARD = "66010300"  # of the regular guest
_WORDS = "上周五在你们这里换的前刹车片，开出去不到两天就有尖叫声，方向盘还有点抖，打电话说会回我，等到今天没有人回。"


def receive(desk: Desk) -> None:
    """F8 anywhere: the caller by his phone, a serious complaint in twelve entries, saved and printed in one."""
    hands, album = desk.hands, desk.album
    desk.room("today")
    hands.key(Qt.Key.Key_F8)
    dialog = hands.sheet("ReceiveDialog")
    album.shot("receive-empty", also=True)
    hands.save()
    album.shot("receive-refused")
    dialog.caller.search.edit.setFocus()
    with hands.counting("complain"):
        hands.type("13826012607")
        hands.until(lambda: dialog.caller.search.list.isVisible(), "the caller's hit")
        album.shot("receive-caller")
        hands.key(Qt.Key.Key_Return)
        hands.until(lambda: dialog.caller.known is not None, "the caller")
        hands.settle()
        _choose(desk, "source_edit", _DOWN, 3)
        _choose(desk, "nature_edit", _RIGHT, 3)
        _choose(desk, "severity_edit", _UP, 2)
        hands.into("category_edit", "wxzl")
        album.shot("receive-category")
        hands.into("description_edit", _WORDS)
        hands.into("remedy_requested_edit", "重新检查并免费返修，说明为什么没有回电话")
    album.shot("receive", also=True)
    hands.key(Qt.Key.Key_M, ALT)
    album.shot("receive-more")
    hands.key(Qt.Key.Key_M, ALT)
    hands.save()
    hands.sheet("PaperSheet")
    album.shot("slip-preview")
    desk.print_open_paper("slip-a4")


def repeated(desk: Desk) -> None:
    """F8 on the card of the same guest: the repeat is found while the form is filled; nobody named, with the reason."""
    hands, album = desk.hands, desk.album
    desk.ask(lambda: _once_before(desk))
    hands.scan(_CARD)
    hands.until(lambda: desk.page.accessibleName() == REGULAR, "the guest's card")
    hands.key(Qt.Key.Key_F8)
    dialog = hands.sheet("ReceiveDialog")
    with hands.counting("complain"):
        _choose(desk, "vehicle_edit", _DOWN, 1)
        _choose(desk, "source_edit", _DOWN, 2)
        _choose(desk, "nature_edit", _RIGHT, 2)
        _choose(desk, "severity_edit", _UP, 2)
        hands.into("category_edit", "wxzl")
        hands.walk_to("description_edit")
        hands.until(dialog.case.repeat.isVisible, "the repeat")
        hands.type("又来了，上次修过的刹车还在响，今天早上在高架上差点没刹住。")
        hands.key(Qt.Key.Key_W, ALT)
    album.shot("receive-repeat", also=True)
    hands.key(Qt.Key.Key_S, CTRL)
    hands.no_sheet()
    album.shot("received")
    _anonymous(desk)


def _once_before(desk: Desk) -> None:
    """What the part before left; alone, this part takes down the first complaint itself."""
    from deskapp.complaints.lists import Nature, Severity, Source
    from deskapp.complaints.reading import complaints
    from deskapp.complaints.reception import take_down
    from deskapp.complaints.things import ComplaintForm
    from deskapp.members.lookup import find

    act = desk.window.session.act()
    guest = find(act=act, text="13826012607", limit=1)[0].customer_id
    if any(slip.form.customer_id == guest and slip.form.category == "aftersales.repair" for slip in complaints(act=act)):
        return
    form = ComplaintForm(Source.PHONE, 1, Nature.COMPLAINT, Severity.SERIOUS, "aftersales.repair", _WORDS, "免费返修", customer_id=guest)
    take_down(act=act, form=form)


def _anonymous(desk: Desk) -> None:
    hands, album = desk.hands, desk.album
    desk.room("today")
    hands.key(Qt.Key.Key_F8)
    hands.sheet("ReceiveDialog")
    with hands.counting("complain"):
        hands.walk_to("anonymous")
        hands.entries += 1
        hands.key(Qt.Key.Key_Space)
        hands.replace("电话里不肯留名，只说是车主")
        _choose(desk, "source_edit", _DOWN, 10)
        _choose(desk, "nature_edit", _RIGHT, 2)
        _choose(desk, "severity_edit", _DOWN, 2)
        hands.into("division_no_edit", "SY-2611-088")
        hands.into("reply_due_edit", "1126")
        hands.into("category_edit", "tc")
        album.shot("receive-division")
        hands.into("description_edit", "门口停车位总被试驾车占着，来保养没地方停")
        hands.key(Qt.Key.Key_W, ALT)
    album.shot("receive-anonymous", also=True)
    hands.key(Qt.Key.Key_S, CTRL)
    hands.no_sheet()


def questions(desk: Desk) -> None:
    """Ctrl+F8: a question is written down, another answered on the spot; the list; one becomes a complaint with one key."""
    hands, album = desk.hands, desk.album
    desk.room("complaints")
    hands.click("complaints_tabs_4")
    hands.settle()
    album.shot("questions-none")
    _ask(desk, "13700137000", "首保可以提前到 3,000 公里做吗，要不要预约", name="周敏")
    _ask(desk, "13826012607", "上次说的礼品什么时候能领", answer="周三以后到前台领，已短信告知")
    _ask(desk, "13826012607", "返修的刹车什么时候能好，问了两次没人回")
    album.shot("questions", also=True)
    hands.pick("enquiries", "首保")
    hands.key(Qt.Key.Key_F4)
    hands.sheet("AnswerEnquiryDialog")
    hands.type("可以，按公里或时间先到为准，已帮客户约周六上午")
    album.shot("answer-question")
    hands.save()
    hands.no_sheet()
    hands.pick("enquiries", "返修的刹车")
    hands.click("pass_enquiry")
    hands.sheet("PassEnquiryDialog")
    hands.type("wangfang")
    album.shot("pass-question")
    hands.escape()
    hands.key(Qt.Key.Key_F8)
    hands.sheet("ReceiveDialog")
    _choose(desk, "nature_edit", _RIGHT, 1)
    _choose(desk, "severity_edit", _DOWN, 2)
    hands.into("category_edit", "jsbq")
    hands.into("remedy_requested_edit", "今天给准信")
    album.shot("question-to-complaint", also=True)
    hands.key(Qt.Key.Key_S, CTRL)
    hands.no_sheet()
    album.shot("question-turned")


def _ask(desk: Desk, mobile: str, question: str, *, name: str = "", answer: str = "") -> None:
    hands = desk.hands
    hands.key(Qt.Key.Key_F8, CTRL)
    dialog: Any = hands.sheet("EnquiryDialog")
    hands.type(mobile)
    hands.until(lambda: dialog.caller.search.list.isVisible(), "who it is")
    hands.key(Qt.Key.Key_Return)
    hands.settle()
    if name:
        hands.type(name)
    hands.into("question_edit", question)
    if answer:
        hands.into("answer_edit", answer)
    if name or answer:
        desk.album.shot("question-answered" if answer else "question")
    hands.save()
    hands.no_sheet()


def remark(desk: Desk) -> None:
    """A guest's remark marked 抱怨 becomes a slip; a blank form for when the program is not at hand."""
    hands, album = desk.hands, desk.album
    page = desk.room("lounge")
    hands.click("lounge_tabs_3")
    hands.until(lambda: page.tending.model.rows(), "what must be tended")
    hands.settle()
    album.shot("remark-to-handle")
    if not page.complaint_in_hand():
        raise TourStopped("no guest's remark waits")
    hands.key(Qt.Key.Key_F8)
    hands.sheet("ReceiveDialog")
    album.shot("remark-to-complaint", also=True)
    hands.key(Qt.Key.Key_S, CTRL)
    hands.no_sheet()
    desk.room("complaints")
    hands.click("complaints_tabs_1")
    hands.click("print_blank_slip")
    hands.key(ENTER)
    hands.sheet("PaperSheet")
    album.shot("blank-slip-preview")
    desk.print_open_paper("blank-slip-a4")


def _choose(desk: Desk, name: str, key: Qt.Key, times: int) -> None:
    """Go on by Enter to a box and answer it: one entry, however many steps of an arrow it takes."""
    desk.hands.answer(name, key)
    for _ in range(times - 1):
        desk.hands.key(key)
