"""Complaints on their way: a serious one that is rejected once, one reassigned, one nobody reaches, late ones, the quality meeting."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from ui.tour.desk import Desk
from ui.tour.hands import ENTER
from ui.tour.opening import sit_down

if TYPE_CHECKING:
    from deskapp.complaints.things import Complaint

_RIGHT, _LEFT, _DOWN, _SPACE = Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Down, Qt.Key.Key_Space
_WORDS = "发动机故障灯亮了三次，每次都说清一下码就好，昨天在高架上熄火，一家人在车上，太危险了，我要求说清楚到底是什么问题。"


def board(desk: Desk) -> None:
    """The board, the list with its filters and search, what is to be chased, the day; each on paper."""
    hands, album = desk.hands, desk.album
    page = desk.room("complaints")
    hands.until(lambda: page.slips.shown, "the slips")
    page.slips.board.select_first()
    album.shot("complaints-board", also=True)
    hands.click("complaints_tabs_2")
    album.shot("complaints-list", also=True)
    page.slips.search.setFocus()
    hands.type("没人给我")
    hands.until(lambda: page.slips.shown and all("没人" in line.slip.form.description for line in page.slips.shown), "the words")
    album.shot("complaints-search")
    page.slips.search.clear()
    page.slips.state.set_value("all")
    hands.settle()
    album.shot("complaints-list-all")
    page.slips.bar.clear()
    page.slips.late.set_value("overdue")
    hands.settle()
    hands.click("print_complaints")
    hands.sheet("PaperSheet")
    album.shot("complaints-bulk-print")
    hands.escape()
    page.slips.bar.clear()
    hands.settle()
    hands.click("print_blank_slip")
    hands.key(ENTER)
    hands.sheet("PaperSheet")
    desk.print_open_paper("complaint-slip-blank")
    hands.click("print_blank_slip")
    album.shot("complaints-blank-papers")
    hands.key(Qt.Key.Key_Up)
    hands.key(ENTER)
    hands.sheet("PaperSheet")
    desk.print_open_paper("settlement-blank")
    for place, name in ((1, "escalations"), (2, "overdue"), (3, "unreturned")):
        hands.click("complaints_tabs_3")
        hands.click(f"reminder_kinds_{place}")
        album.shot(f"complaints-{name}")
        hands.click("print_complaints")
        hands.sheet("PaperSheet")
        desk.print_open_paper(f"complaints-{name}")
    hands.click("complaints_tabs_5")
    album.shot("complaints-day", also=True)
    hands.click("print_complaints")
    hands.sheet("PaperSheet")
    desk.print_open_paper("complaints-day")
    hands.click("complaints_day_before")
    album.shot("complaints-day-before")
    hands.click("complaints_tabs_1")


def way(desk: Desk) -> None:
    """A serious complaint of two departments: routed, signed, answered, rejected, a second round, accepted, its paper back, archived."""
    number = desk.ask(lambda: _receive(desk).number)
    _contact(desk, number)
    _route(desk, number)
    _workshop(desk, number)
    _on_paper(desk, number)
    _rejected(desk)
    _second_round(desk, number)
    _paid(desk, number)
    _to_the_end(desk, number)


def _receive(desk: Desk) -> Complaint:
    from deskapp.complaints.lists import Nature, Severity, Source
    from deskapp.complaints.receiving import receive_complaint
    from deskapp.complaints.things import ComplaintForm
    from deskapp.staff.service import outlets

    form = ComplaintForm(
        source=Source.PHONE,
        outlet_id=outlets()[0].id,
        nature=Nature.COMPLAINT,
        severity=Severity.SERIOUS,
        category="aftersales.repair",
        description=_WORDS,
        remedy_requested="查清原因，彻底修好，书面说明",
        name="郑晓东",
        mobile="13802265543",
        salutation="mr",
        plate="粤B5S88E",
        odometer_km=61_200,
    )
    return receive_complaint(act=desk.window.session.act(), form=form)


def _contact(desk: Desk, number: str) -> None:
    hands, album = desk.hands, desk.album
    _open(desk, number)
    album.shot("slip-received", also=True)
    _next(desk, "ContactDialog")
    hands.into("note_edit", "已致歉，说明马上安排技师检查，今天给答复")
    album.shot("first-contact")
    _saved(desk)


def _route(desk: Desk, number: str) -> None:
    """The manager: two departments, the second with its own day."""
    hands, album = desk.hands, desk.album
    sit_down(desk, "孙志明")
    desk.room("complaints")
    album.shot("complaints-of-the-manager")
    _open(desk, number)
    dialog = _next(desk, "RouteDialog")
    hands.save()
    album.shot("route-refused")
    _choose(desk, dialog._lines[0].department, "车间")  # noqa: SLF001 - the tour looks where the clerk looks
    hands.click("add_department")
    _choose(desk, dialog._lines[1].department, "配件")  # noqa: SLF001
    hands.into("workdays_2_edit", "2")
    album.shot("route", also=True)
    _saved(desk)
    album.shot("slip-routed")


def _workshop(desk: Desk, number: str) -> None:
    """The head of the workshop: signs, names a person, asks for time, writes the result."""
    hands, album = desk.hands, desk.album
    sit_down(desk, "马超")
    desk.room("complaints")
    album.shot("complaints-of-the-head")
    _open(desk, number)
    _next(desk, "SignDialog")
    album.shot("sign")
    _saved(desk)
    row = _row(desk, "车间")
    hands.click(f"move_name_owner_{row}")
    hands.sheet("OwnerDialog")
    hands.type("machao")
    hands.key(Qt.Key.Key_Return)
    album.shot("name-owner")
    _saved(desk)
    hands.click(f"move_ask_time_{row}")
    hands.sheet("MoreTimeDialog")
    hands.type("1")
    hands.into("reason_text_edit", "线束要等厂家图纸")
    album.shot("ask-time")
    _saved(desk)
    dialog = _next(desk, "ResultDialog")
    hands.save()
    album.shot("result-refused")
    _write_result(
        desk,
        dialog,
        "发动机线束插头氧化，清码没有解决根本问题",
        "更换线束插头并做防水，路试 50 公里",
        "插头已更换，路试正常，故障码不再出现",
    )
    album.shot("result", also=True)
    _saved(desk)
    album.shot("slip-one-submitted")


def _on_paper(desk: Desk, number: str) -> None:
    """Customer service types in what the other department wrote on paper; somebody else has written meanwhile."""
    album = desk.album
    sit_down(desk, "李敏")
    _open(desk, number)
    _next(desk, "SignDialog")
    album.shot("sign-on-paper")
    _saved(desk)
    dialog = _next(desk, "ResultDialog")
    _write_result(desk, dialog, "库存线束型号登记错，领错两次", "核对库存编码，专人复核", "正确型号已到货并交车间")
    desk.ask(lambda: _another_pc(desk, number))
    _save_news(desk)
    album.shot("result-news", also=True)
    _saved(desk)
    album.shot("slip-to-call-back", also=True)


def _save_news(desk: Desk) -> None:
    """The first press shows what another PC wrote."""
    desk.hands.save()
    desk.hands.sheet("ResultDialog")


def _another_pc(desk: Desk, number: str) -> None:
    from deskapp.complaints.contacting import inform_customer
    from deskapp.complaints.search import complaint_of_number
    from deskapp.data import Act
    from deskapp.staff.service import people

    manager = next(one.id for one in people() if one.name == "陈静")
    act = Act(manager, desk.clock.at, "客服2", "tour-another-pc")
    slip = complaint_of_number(act=act, number=number)
    if slip is not None:
        inform_customer(act=act, seen=slip.seen, note="电话告知：线束已到，下午装车路试")


def _rejected(desk: Desk) -> None:
    """The customer does not accept: first one department has to add something, then the next round begins."""
    hands, album = desk.hands, desk.album
    hands.click("move_send_back")
    hands.sheet("SendBackDialog")
    hands.click(f"departments_{_row(desk, '配件')}")
    _focus(desk, "reason_text_edit")
    hands.type("没有写明以后怎样不再领错")
    album.shot("send-back")
    hands.escape()
    dialog = _next(desk, "CallBackDialog")
    album.shot("call-back")
    dialog.outcome.segments.setFocus()
    hands.key(_RIGHT)
    hands.key(_RIGHT)
    hands.into("feedback_edit", "昨晚又亮了一次，客户不相信已经修好")
    hands.click(f"departments_{_department(desk, '车间')}")
    album.shot("call-back-rejected", also=True)
    _saved(desk)
    album.shot("slip-second-round", also=True)


def _second_round(desk: Desk, number: str) -> None:
    hands, album = desk.hands, desk.album
    sit_down(desk, "马超")
    _open(desk, number)
    dialog = _next(desk, "ResultDialog")
    _write_result(desk, dialog, "节气门位置传感器信号漂移", "更换传感器，重新匹配，跟车三天", "更换后连续三天无故障码，客户在场确认")
    _saved(desk)
    _unfold(desk, 4)
    hands.click("move_compensate")
    hands.sheet("CompensationDialog")
    _choose(desk, _sheet(desk).kind, "减免费用")
    hands.into("amount_edit", "1200")
    hands.into("note_edit", "三次往返误工，减免本次全部工时和传感器费用")
    album.shot("compensation")
    _saved(desk)


def _paid(desk: Desk, number: str) -> None:
    """客服经理 approves what is above the heads' limit."""
    hands, album = desk.hands, desk.album
    sit_down(desk, "陈静")
    _open(desk, number)
    dialog = _next(desk, "DecideCompensationDialog")
    dialog.approved.segments.setFocus()
    hands.key(_LEFT)
    album.shot("decide-compensation")
    _saved(desk)
    hands.click("print_settlement")
    hands.sheet("PaperSheet")
    album.shot("settlement-preview")
    desk.print_open_paper("complaint-settlement")


def _to_the_end(desk: Desk, number: str) -> None:
    """Accepted, the signed paper back, a notice raised, called again, archived, opened once more."""
    hands, album = desk.hands, desk.album
    sit_down(desk, "李敏")
    _open(desk, number)
    dialog = _next(desk, "CallBackDialog")
    dialog.outcome.segments.setFocus()
    hands.key(_RIGHT)
    hands.into("feedback_edit", "这次修好了，认可处理")
    dialog.satisfaction.segments.setFocus()
    hands.key(_RIGHT)
    album.shot("call-back-accepted")
    _saved(desk)
    hands.click("move_raise_notice")
    hands.sheet("RaiseNoticeDialog")
    album.shot("raise-notice")
    _saved(desk)
    _next(desk, "PaperDialog")
    album.shot("paper-back", also=True)
    hands.click("signed_supervisor")
    hands.click("signed_manager")
    _saved(desk)
    _next(desk, "ContactDialog")
    hands.into("note_edit", "三天没有再亮灯，客户放心")
    album.shot("recheck")
    _saved(desk)
    _next(desk, "ArchiveDialog")
    album.shot("archive")
    _saved(desk)
    album.shot("slip-archived", also=True)
    hands.click("print_slip")
    hands.sheet("PaperSheet")
    album.shot("complaint-slip-preview")
    desk.print_open_paper("complaint-slip")
    sit_down(desk, "陈静")
    _open(desk, number)
    hands.click("move_reopen")
    hands.sheet("ReopenDialog")
    _focus(desk, "reason_text_edit")
    hands.type("客户来电，雨天又亮灯")
    album.shot("reopen")
    hands.escape()


def others(desk: Desk) -> None:
    """Late, returned and reassigned, unreachable, nameless, paused, from the division: each at the step it waits for."""
    hands, album = desk.hands, desk.album
    _open(desk, _find(desk, "刹车片说没货"))
    album.shot("slip-overdue", also=True)
    _open(desk, _find(desk, "变速箱顿挫"))
    dialog = _next(desk, "DecideTimeDialog")
    dialog.granted.segments.setFocus()
    hands.key(_LEFT)
    album.shot("decide-time")
    _saved(desk)
    sit_down(desk, "孙志明")
    _open(desk, _find(desk, "咯吱声"))
    album.shot("slip-returned")
    dialog = _next(desk, "ReassignDialog")
    _choose(desk, dialog._lines[0].department, "车间")  # noqa: SLF001
    _focus(desk, "reason_text_edit")
    hands.type("异响在底盘，先由车间检查")
    album.shot("reassign", also=True)
    _saved(desk)
    hands.click(f"move_withdraw_row_{_row(desk, '车间')}")
    hands.sheet("ReasonStepDialog")
    album.shot("withdraw-department")
    hands.escape()
    sit_down(desk, "李敏")
    _open(desk, _find(desk, "隔壁店便宜"))
    dialog = _next(desk, "CallBackDialog")
    dialog.outcome.segments.setFocus()
    for _ in range(3):
        hands.key(_RIGHT)
    album.shot("call-back-nobody")
    _saved(desk)
    album.shot("slip-unreachable")
    hands.save()
    hands.sheet("ConfirmDialog")
    album.shot("give-up-reaching")
    _saved(desk)
    _open(desk, _find(desk, "洗手间地面"))
    hands.save()
    hands.sheet("ConfirmDialog")
    album.shot("cannot-be-told")
    hands.escape()
    _division_and_pause(desk)


def _division_and_pause(desk: Desk) -> None:
    hands, album = desk.hands, desk.album
    _open(desk, _find(desk, "退订了还在收到短信"))
    album.shot("slip-paused")
    hands.click("move_resume")
    hands.click("move_pause")
    hands.sheet("ReasonStepDialog")
    _focus(desk, "reason_text_edit")
    hands.type("等运营商核查")
    album.shot("pause")
    _saved(desk)
    _open(desk, _find(desk, "服务顾问态度冷淡"))
    _next(desk, "ReplyDialog")
    hands.into("note_edit", "已电话致歉，顾问接受话术培训，明日回访")
    album.shot("reply-division")
    _saved(desk)
    album.shot("slip-of-the-division")
    _unfold(desk, 1)
    hands.click("move_add_photos")
    dialog: Any = hands.sheet("PhotosDialog")
    for given in _files(desk):
        dialog.files.take_file(given)
    hands.save()
    album.shot("slip-recording-refused")
    hands.click("files_informed_1")
    album.shot("slip-photos")
    _saved(desk)
    _unfold(desk, 1)
    album.shot("slip-recording")


def meeting(desk: Desk) -> None:
    """The weekly meeting: figures, Pareto, its slips; what was decided becomes a notice; whether it worked."""
    hands, album = desk.hands, desk.album
    page = desk.room("complaints")
    if page.slip.isVisible():  # the room still shows the slip one was at
        hands.click("back_to_board")
    hands.click("complaints_tabs_6")
    hands.until(lambda: page.agenda.chart.parts(), "the Pareto")
    album.shot("quality-meeting", also=True)
    hands.click("week_before")
    hands.until(lambda: page.agenda.chart.parts(), "the Pareto")
    hands.settle()
    place = page.agenda.chart.place_of(0).center()
    QTest.mouseClick(page.agenda.chart, Qt.MouseButton.LeftButton, pos=QPoint(round(place.x()), round(place.y())))
    hands.settle()
    album.shot("quality-meeting-before")
    hands.click("agenda_by_2")
    album.shot("quality-meeting-departments")
    hands.click("decide_measures")
    dialog = hands.sheet("MeasuresDialog")
    row = dialog.rows[0]
    hands.type("预约车不能按时上工位")
    hands.into("measure_1_edit", "每天九点、十点各留一个预约工位，由前台组长盯")
    _choose(desk, row.department, "前台")
    hands.into("owner_1_edit", "赵磊")
    hands.into("due_on_1_edit", "20261127")
    _choose(desk, row.category, "售后—等待时间")
    album.shot("measures", also=True)
    _saved(desk)
    album.shot("quality-meeting-decided")
    hands.click("week_after")
    hands.pick(page.agenda.view, "预约车不能按时上工位")
    hands.click("judge_measure")
    dialog = hands.sheet("JudgeMeasureDialog")
    dialog.worked.segments.setFocus()
    hands.key(_LEFT)
    hands.into("note_edit", "本周预约车都在九点半前上工位")
    album.shot("judge-measure")
    _saved(desk)
    hands.click("print_complaints")
    hands.sheet("PaperSheet")
    desk.print_open_paper("quality-meeting")


# Hands ------------------------------------------------------------------------------------------------------------------------


def _open(desk: Desk, number: str) -> None:
    """F2, the number, Enter: the slip at its next step."""
    desk.hands.key(Qt.Key.Key_F2)
    desk.hands.type(number)
    desk.hands.key(Qt.Key.Key_Return)
    desk.hands.settle()
    desk.hands.until(lambda: desk.page.slip.opened is not None and desk.page.slip.opened.slip.number == number, f"the slip {number}")


def _next(desk: Desk, kind: str) -> Any:
    """Ctrl+Enter on the slip: the dialog of the next step."""
    desk.hands.save()
    return desk.hands.sheet(kind)


def _saved(desk: Desk) -> None:
    desk.hands.save()
    desk.hands.no_sheet()
    desk.hands.settle()


def _sheet(desk: Desk) -> Any:
    from ui.kit.sheet import open_sheets

    return open_sheets(desk.window)[-1]


def _focus(desk: Desk, name: str) -> None:
    desk.hands.find(name).setFocus()


def _choose(desk: Desk, field: Any, label: str) -> None:
    """Go down in a drop-down until it says the words."""
    field.combo.setFocus()
    for _ in range(field.combo.count()):
        if field.combo.currentText() == label:
            return
        desk.hands.key(_DOWN)


def _write_result(desk: Desk, dialog: Any, cause: str, action: str, result: str) -> None:
    for field, words in ((dialog.cause, cause), (dialog.action, action), (dialog.result, result)):
        field.edit.setFocus()
        field.edit.clear()
        desk.hands.type(words)
    dialog.due_on.edit.setFocus()
    dialog.due_on.edit.clear()
    desk.hands.type(f"{desk.clock.at:%Y%m%d}")


def _row(desk: Desk, department: str) -> int:
    """The id of a department's row on the open slip."""
    return next(row.id for row in desk.page.slip.opened.slip.current_rows if row.department == department)


def _department(desk: Desk, name: str) -> int:
    return next(row.department_id for row in desk.page.slip.opened.slip.current_rows if row.department == name)


def _files(desk: Desk) -> tuple[Path, Path]:
    """A recording of the telephone exchange, a second of silence, and a PDF."""
    import wave

    folder = Path(desk.window.print_file or "call.wav").parent
    call, paper = folder / "20261123-来电录音.wav", folder / "估价单.pdf"
    with wave.open(str(call), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(b"\0\0" * 8000)
    paper.write_bytes(b"%PDF-1.4\nstartxref\n0\n%%EOF\n")
    return call, paper


def _unfold(desk: Desk, number: int) -> None:
    """Open a block of the slip, if it is folded."""
    block = desk.page.slip.blocks[number]
    if not block.is_open():
        desk.hands.click(block.head)


def _find(desk: Desk, words: str) -> str:
    """The number of the slip with these words in it."""

    def look() -> str:
        from deskapp.complaints.search import search_complaints

        return search_complaints(act=desk.window.session.act(), text=words)[0].number

    return desk.ask(look)
