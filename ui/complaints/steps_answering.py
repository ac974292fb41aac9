"""What a department does with its row: sign, name a person, write plan and result, ask for more time; 客服 types in its paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout

from deskapp.complaints.lists import CauseKind
from ui.complaints.loading import people_of
from ui.complaints.steps_dialog import StepDialog, side_by_side
from ui.kit import theme, work
from ui.kit.fields_choice import Choice, ChoiceField, SegmentsField
from ui.kit.fields_code import WholeField
from ui.kit.fields_date import DateField
from ui.kit.fields_person import PersonField
from ui.kit.fields_text import NotesField
from ui.kit.folds import Folded
from ui.kit.labels import Hint, Wrapped
from ui.kit.segments import Option
from ui.kit.theme import Tone

if TYPE_CHECKING:
    from deskapp.complaints.things import Row
    from ui.complaints.loading import Opened
    from ui.desk import Desk

_MOST_MORE = 30
_TEXT = 1000


class SignDialog(StepDialog):
    """签收: who sees to it, if it is not the head himself; from paper, who signed."""

    def __init__(self, desk: Desk, opened: Opened, row: Row) -> None:
        super().__init__(desk, opened, row, "签收", "签收", form="sign", icon="inbox")
        self.say_case()
        until = next((timed.clock for timed in opened.clocks if timed.clock.row is not None and timed.clock.row.id == row.id), None)
        if until is not None:
            self.body.addWidget(Hint(f"处理时限从派单 {row.assigned_at:%m-%d %H:%M} 起算"))
        self.owner = self.field("owner", PersonField("owner", "责任人", work.call(people_of, row.department_id), hint="不填就是主管自己"))
        self.ask_signer(opened.heads.get(row.department_id, ""))
        self.body.addWidget(self.owner)

    def save(self) -> Any:
        from deskapp.complaints.answering import sign_department

        return self.write_row(sign_department, owner_id=self.owner.value())


class OwnerDialog(StepDialog):
    """指定责任人 among the people of the department."""

    def __init__(self, desk: Desk, opened: Opened, row: Row) -> None:
        super().__init__(desk, opened, row, "指定责任人", "保存", form="name_owner", icon="user-check")
        now = opened.name(row.owner_id)
        people = work.call(people_of, row.department_id)
        self.owner = self.field("owner", PersonField("owner", "责任人", people, required=True, hint=f"现在 {now}" if now else ""))
        self.body.addWidget(self.owner)
        self.ask_signer(opened.heads.get(row.department_id, ""))

    def save(self) -> Any:
        from deskapp.complaints.answering import name_owner

        return self.write_row(name_owner, owner_id=self.owner.need())


class ResultDialog(StepDialog):
    """核查·原因·措施·改善时间·结果 of a department. As a plan it needs the measure alone; the result may come later."""

    def __init__(self, desk: Desk, opened: Opened, row: Row, *, plan: bool = False) -> None:
        title, act = ("填写方案", "保存方案") if plan else ("提交结果", "提交结果")
        super().__init__(desk, opened, row, title, act, form="plan" if plan else "result", icon="pencil", width=760)
        self._plan = plan
        today = desk.session.now().date()
        self.say_case()
        need = not plan
        self.findings = self.field("findings", NotesField("findings", "核查情况", limit=_TEXT, lines=2, placeholder="查到什么"))
        self.cause = self.field("cause", NotesField("cause", "原因", limit=_TEXT, lines=2, required=need, placeholder="为什么会这样"))
        self.action = self.field(
            "action", NotesField("action", "改善措施", limit=_TEXT, lines=2, required=True, placeholder="做什么、谁来做，怎样防止再发生")
        )
        self.result = self.field(
            "result",
            NotesField("result", "处理结果", limit=_TEXT, lines=2, required=need, placeholder="对客户的答复，例如 换制动片，工时免费"),
        )
        kinds = [Choice(one, one.label) for one in CauseKind]
        self.kind: ChoiceField[CauseKind] = self.field("cause_kind", ChoiceField("cause_kind", "原因类别", kinds, hint="周会按它统计"))
        self.due_on = self.field(
            "action_due_on", DateField("action_due_on", "改善时间", today=today, required=need, hint="到时客服再看一次；已改好填今天")
        )
        self.improvement = self.field("improvement", NotesField("improvement", "内部改善", limit=_TEXT, lines=2))
        self._lay_out_fields(row)
        self._fill(row)

    def _lay_out_fields(self, row: Row) -> None:
        self.body.addLayout(side_by_side(self.findings, self.cause))
        self.body.addLayout(side_by_side(self.action, self.result))
        self.body.addLayout(side_by_side(self.kind, self.due_on))
        self.ask_signer(self.case.owner(row), owner_may=True)
        fold = Folded("内部改善", "流程、培训、考核，可以不填", name="improvement_fold")
        inside = QVBoxLayout()
        inside.addWidget(self.improvement)
        fold.set_content(inside)
        self.body.addWidget(fold)

    def _fill(self, row: Row) -> None:
        for field, text in (
            (self.findings, row.findings),
            (self.cause, row.cause),
            (self.action, row.action),
            (self.result, row.result),
            (self.improvement, row.improvement),
        ):
            field.set_text(text)
        self.kind.set_value(row.cause_kind if row.cause_kind is not CauseKind.NONE else None)
        self.due_on.set_value(row.action_due_on)

    def save(self) -> Any:
        from deskapp.complaints.answering import Findings, save_plan, submit_result

        written = Findings(
            cause=self.cause.value() or "",
            action=self.action.need(),
            result=self.result.value() or "",
            findings=self.findings.value() or "",
            action_due_on=self.due_on.value(),
            cause_kind=self.kind.value() or CauseKind.NONE,
            improvement=self.improvement.value() or "",
        )
        return self.write_row(save_plan if self._plan else submit_result, findings=written)


class MoreTimeDialog(StepDialog):
    """申请延期: how many working days more and why; 客服经理 decides."""

    def __init__(self, desk: Desk, opened: Opened, row: Row) -> None:
        super().__init__(desk, opened, row, "申请延期", "提交申请", form="ask_time", icon="calendar-sync")
        self.workdays = self.field(
            "workdays", WholeField("workdays", "延长", minimum=1, maximum=_MOST_MORE, unit="个工作日", required=True)
        )
        self.body.addWidget(self.workdays)
        self.reason = self.ask_reason("原因", placeholder="例如：配件 11-26 才到")
        self.ask_signer(opened.heads.get(row.department_id, ""))
        self.body.addWidget(Hint("批准之前，原来的期限不变"))

    def save(self) -> Any:
        from deskapp.complaints.answering import ask_more_time

        return self.write_row(ask_more_time, workdays=self.workdays.need(), reason=self.reason.need())


class DecideTimeDialog(StepDialog):
    """批延期 by 客服经理: granted, or refused with a reason."""

    def __init__(self, desk: Desk, opened: Opened, row: Row) -> None:
        super().__init__(desk, opened, row, "批延期", "保存", form="decide_time", icon="calendar-check")
        asked = row.asked
        if asked is not None:
            by = opened.name(asked.asked_by)
            self.body.addWidget(Wrapped(f"{by} {asked.asked_at:%m-%d %H:%M} 申请延长 {asked.workdays} 个工作日", bold=True))
            self.body.addWidget(Wrapped(asked.reason, colour=theme.INK_2))
        options = [Option(value=True, label="批准", tone=Tone.GOOD), Option(value=False, label="不批准", tone=Tone.BAD, icon="x")]
        self.granted: SegmentsField[bool] = self.field("granted", SegmentsField("granted", "决定", options, width=112, required=True))
        self.note = self.field("reason_text", NotesField("reason_text", "说明", limit=300, placeholder="不批准时必填"))
        self.body.addWidget(self.granted)
        self.body.addWidget(self.note)

    def save(self) -> Any:
        from deskapp.complaints.answering import decide_more_time

        return self.write(decide_more_time, row_id=self.row.id, granted=self.granted.need(), note=self.note.value() or "")
