"""The steps of a row: measure and promise, another owner, done, recheck, more time asked and decided."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout

from deskapp.rectification.domain import Answer, RecheckResult
from ui.kit import theme, work
from ui.kit.fields_choice import SegmentsField
from ui.kit.fields_date import DateField
from ui.kit.fields_person import PersonField
from ui.kit.fields_text import NotesField
from ui.kit.folds import Folded
from ui.kit.labels import Hint, Wrapped
from ui.kit.segments import Option
from ui.kit.theme import Tone
from ui.rectification.loading import people_of
from ui.rectification.photos_field import PhotosField
from ui.rectification.step_dialog import StepDialog

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from deskapp.attachments.domain import Photo
    from deskapp.data import Act
    from deskapp.rectification.domain import Notice, Row
    from ui.desk import Desk
    from ui.rectification.loading import Opened

_RESULTS = (
    Option(RecheckResult.PASSED, "合格", Tone.GOOD, "check"),
    Option(RecheckResult.PARTLY, "部分合格", Tone.WARN, "circle-dot"),
    Option(RecheckResult.FAILED, "不合格", Tone.BAD, "x"),
)


class AnswerDialog(StepDialog):
    """填写措施与期限: why, what will be done, by whom, until when; folded what holds meanwhile."""

    def __init__(self, desk: Desk, opened: Opened, row: Row) -> None:
        super().__init__(desk, opened, row, "填写措施", "保存措施", form="answer_row", icon="pencil", width=760)
        today = desk.session.now().date()
        self.say_finding()
        self.cause = self.field("cause", NotesField("cause", "原因", limit=200, required=True, placeholder="为什么会这样"))
        self.action = self.field("action", NotesField("action", "改善措施", limit=300, required=True, placeholder="做什么，怎样防止再发生"))
        people = work.call(people_of, opened.notice.department_id)
        self.owner = self.field("owner", PersonField("owner", "责任人", people, required=True))
        until = f"不晚于 {opened.notice.due_on:%m-%d}" if opened.notice.due_on else "部门自己定"
        self.promised_on = self.field("promised_on", DateField("promised_on", "改善时间", today=today, required=True, hint=until))
        self.immediate = self.field("immediate_action", NotesField("immediate_action", "临时措施", limit=200))
        self.immediate_on = self.field("immediate_on", DateField("immediate_on", "临时措施日期", today=today))
        self.body.addWidget(self.cause)
        self.body.addWidget(self.action)
        self.body.addLayout(_side_by_side(self.owner, self.promised_on))
        self.ask_signer(opened.heads)
        fold = Folded("临时措施", "改好之前先怎么办，可以不填", name="immediate_fold")
        fold.set_content(_side_by_side(self.immediate, self.immediate_on))
        self.body.addWidget(fold)
        self.owner.set_value(row.owner_id)

    def save(self) -> Notice:
        answer = Answer(
            self.cause.need(),
            self.action.need(),
            self.owner.need(),
            self.promised_on.need(),
            self.immediate.value() or "",
            self.immediate_on.value(),
        )
        return work.call(_answer, self.act(), self.notice.id, self.row.position, answer, self.signer())


class OwnerDialog(StepDialog):
    """换责任人, to another of the department."""

    def __init__(self, desk: Desk, opened: Opened, row: Row) -> None:
        super().__init__(desk, opened, row, "换责任人", "换责任人", form="change_owner", icon="user-check")
        self.say_finding()
        now = opened.names.get(row.owner_id, "") if row.owner_id else ""
        self.owner = self.field(
            "owner",
            PersonField("owner", "新的责任人", work.call(people_of, opened.notice.department_id), required=True, hint=f"现在 {now}"),
        )
        self.body.addWidget(self.owner)
        self.ask_signer(opened.heads)

    def save(self) -> Notice:
        return work.call(_change_owner, self.act(), self.notice.id, self.row.position, self.owner.need(), self.signer())


class DoneDialog(StepDialog):
    """报完成: what was done, with photos; the row waits for its recheck."""

    def __init__(self, desk: Desk, opened: Opened, row: Row) -> None:
        super().__init__(desk, opened, row, "报完成", "报完成", form="report_done", icon="check")
        self.say_finding()
        turn = row.round
        if turn is not None:
            self.body.addWidget(Wrapped(f"措施：{turn.answer.action}", colour=theme.INK_2))
        self.note = self.field("done_note", NotesField("done_note", "完成说明", limit=300, required=True, placeholder="做了什么，现在怎样"))
        self.photos = self.field("photos", PhotosField())
        self.body.addWidget(self.note)
        self.body.addWidget(self.photos)
        self.ask_signer(opened.names.get(row.owner_id, "") if row.owner_id else "")

    def save(self) -> Notice:
        return work.call(_report_done, self.act(), self.notice.id, self.row.position, self.note.need(), self.photos.photos(), self.signer())


class RecheckDialog(StepDialog):
    """复检: 合格 closes the row; else what is missing and the new day, and a further round begins."""

    def __init__(self, desk: Desk, opened: Opened, row: Row) -> None:
        super().__init__(desk, opened, row, "复检", "保存复检", form="recheck", icon="clipboard-check")
        self.say_finding()
        turn = row.round
        if turn is not None:
            self.body.addWidget(Wrapped(f"措施：{turn.answer.action}", colour=theme.INK_2))
            self.body.addWidget(Wrapped(f"完成：{turn.done_note or '责任人没有报完成，到期复检'}", colour=theme.INK_2))
        self.result: SegmentsField[RecheckResult] = self.field(
            "result", SegmentsField("result", "复检结果", _RESULTS, width=112, required=True)
        )
        self.note = self.field("recheck_note", NotesField("recheck_note", "复检说明", limit=300))
        self.promised_on = self.field(
            "promised_on", DateField("promised_on", "新的改善时间", today=desk.session.now().date(), required=True, hint="进入下一轮整改")
        )
        self.photos = self.field("photos", PhotosField())
        for widget in (self.result, self.note, self.promised_on, self.photos):
            self.body.addWidget(widget)
        self.result.changed.connect(self._ask)
        self._ask()

    def _ask(self) -> None:
        """A new day only where it goes on; the button says what it does."""
        result = next((option.value for option in _RESULTS if option.label == self.result.text()), None)
        goes_on = result not in (None, RecheckResult.PASSED)
        self.promised_on.setVisible(goes_on)
        last = len(self.notice.open_rows) == 1
        words = {None: "保存复检", RecheckResult.PASSED: "合格，关闭整张单" if last else "合格，关闭这一项"}
        self.primary_button.set_words(words.get(result, f"进入第 {len(self.row.rounds) + 1} 轮"))

    def save(self) -> Notice:
        result = self.result.need()
        promised_on = self.promised_on.value() if result is not RecheckResult.PASSED else None
        note = self.note.value() or ""
        return work.call(_recheck, self.act(), self.notice.id, self.row.position, result, note, promised_on, self.photos.photos())


class ExtensionDialog(StepDialog):
    """申请延期: a later day and why; 客服经理 decides."""

    def __init__(self, desk: Desk, opened: Opened, row: Row) -> None:
        super().__init__(desk, opened, row, "申请延期", "提交申请", form="ask_extension", icon="calendar-sync")
        self.say_finding()
        self.promised_on = self.field(
            "promised_on",
            DateField("promised_on", "延到哪天", today=desk.session.now().date(), required=True, hint=f"现在 {row.promised_on:%m-%d}"),
        )
        self.reason = self.field("reason_text", NotesField("reason_text", "原因", limit=200, required=True))
        self.body.addWidget(self.promised_on)
        self.body.addWidget(self.reason)
        self.ask_signer(opened.heads)
        self.body.addWidget(Hint("批准之前，原来的改善时间不变"))

    def save(self) -> Notice:
        asked = self.promised_on.need(), self.reason.need()
        return work.call(_ask_extension, self.act(), self.notice.id, self.row.position, *asked, self.signer())


class ExtensionAnswerDialog(StepDialog):
    """批延期 by 客服经理: granted, or refused with a reason."""

    def __init__(self, desk: Desk, opened: Opened, row: Row) -> None:
        super().__init__(desk, opened, row, "批延期", "保存", form="decide_extension", icon="calendar-check")
        self.say_finding()
        asked = row.asked
        if asked is not None:
            by = opened.names.get(asked.asked_by, "")
            self.body.addWidget(Wrapped(f"{by} {asked.asked_at:%m-%d %H:%M} 申请延到 {asked.promised_on:%m-%d}：{asked.reason}"))
        options = [Option(value=True, label="批准", tone=Tone.GOOD), Option(value=False, label="不批准", tone=Tone.BAD, icon="x")]
        self.granted: SegmentsField[bool] = self.field("granted", SegmentsField("granted", "决定", options, width=112, required=True))
        self.note = self.field("reason_text", NotesField("reason_text", "说明", limit=200, placeholder="不批准时必填"))
        self.body.addWidget(self.granted)
        self.body.addWidget(self.note)

    def save(self) -> Notice:
        return work.call(
            _decide_extension, self.act(), self.notice.id, self.row.position, self.note.value() or "", granted=self.granted.need()
        )


def _side_by_side(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme.GAP_WIDE)
    for widget in widgets:
        row.addWidget(widget, 1)
    return row


# Jobs of the database thread ----------------------------------------------------------------------------------------------


def _answer(act: Act, notice_id: int, position: int, answer: Answer, signed_by: str) -> Notice:
    from deskapp.rectification.rows import answer_row

    return answer_row(act=act, notice_id=notice_id, position=position, answer=answer, signed_by=signed_by)


def _change_owner(act: Act, notice_id: int, position: int, owner_id: int, signed_by: str) -> Notice:
    from deskapp.rectification.rows import change_owner

    return change_owner(act=act, notice_id=notice_id, position=position, owner_id=owner_id, signed_by=signed_by)


def _report_done(act: Act, notice_id: int, position: int, note: str, photos: tuple[Photo, ...], signed_by: str) -> Notice:
    from deskapp.rectification.rows import report_done

    return report_done(act=act, notice_id=notice_id, position=position, note=note, photos=photos, signed_by=signed_by)


def _recheck(
    act: Act, notice_id: int, position: int, result: RecheckResult, note: str, promised_on: date | None, photos: tuple[Photo, ...]
) -> Notice:
    from deskapp.rectification.rows import recheck

    return recheck(act=act, notice_id=notice_id, position=position, result=result, note=note, promised_on=promised_on, photos=photos)


def _ask_extension(act: Act, notice_id: int, position: int, promised_on: date, reason: str, signed_by: str) -> Notice:
    from deskapp.rectification.rows import ask_extension

    return ask_extension(act=act, notice_id=notice_id, position=position, promised_on=promised_on, reason=reason, signed_by=signed_by)


def _decide_extension(act: Act, notice_id: int, position: int, note: str, *, granted: bool) -> Notice:
    from deskapp.rectification.rows import decide_extension

    return decide_extension(act=act, notice_id=notice_id, position=position, granted=granted, note=note)
