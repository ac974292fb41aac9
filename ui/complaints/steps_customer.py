"""The customer on the way: first contact, told, asked what he thinks, called again; what he gets; what the division is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from deskapp.complaints.lists import CompensationKind, Means, Satisfaction
from deskapp.complaints.states import RowState
from deskapp.staff.domain import Right
from deskapp.typed import format_money
from ui.complaints.call_number import CallNumber
from ui.complaints.receive_moment import MomentField
from ui.complaints.steps import Move, waiting_compensation
from ui.complaints.steps_dialog import StepDialog, shortened, side_by_side
from ui.kit import theme
from ui.kit.fields_choice import Choice, ChoiceField, SegmentsField
from ui.kit.fields_code import MoneyField
from ui.kit.fields_text import NotesField
from ui.kit.labels import Hint, Wrapped
from ui.kit.segments import Option
from ui.kit.theme import Tone
from ui.rectification.departments_field import DepartmentsField

if TYPE_CHECKING:
    from deskapp.data import Act
    from ui.complaints.loading import Opened
    from ui.desk import Desk

_LIMIT = 500
_MEANS = [Option(one, one.label) for one in Means]
_SATISFACTIONS = [Option(one, one.label) for one in Satisfaction]
_CONTACTS = {
    Move.FIRST_CONTACT: ("登记首次联系", "登记", "说了什么", "例如：已致歉，说明处理步骤"),
    Move.INFORM: ("告知客户", "登记告知", "告知内容", "例如：已安排 11-25 更换制动片"),
    Move.RECHECK: ("二次回访", "登记回访", "回访情况", "例如：异响没有再出现"),
}
ACCEPTED, REJECTED, NOBODY = "accepted", "rejected", "nobody"


class _SpokenDialog(StepDialog):
    """A call to the customer: under which number, when and how. The time is now unless somebody says otherwise."""

    def ask_call(self) -> None:
        number, slip = self.slip.form.mobile, self.slip
        if number and self.desk.session.may(Right.SEE_FULL_NUMBER):
            self.body.addWidget(CallNumber(self.desk, self, number, lambda act: _reveal(act, slip.id)))
        self.means: SegmentsField[Means] = self.field("means", SegmentsField("means", "方式", _MEANS, width=72, required=True))
        self.at = self.field("at", MomentField("at", "时间", now=self.desk.session.now, hint="不填就是现在"))
        self.means.set_value(Means.PHONE)
        self.body.addLayout(side_by_side(self.means, self.at, stretches=(3, 2)))

    def call(self) -> dict[str, Any]:
        return {"at": self.at.value(), "means": self.means.need()}


class ContactDialog(_SpokenDialog):
    """首次联系 (or that nobody answered), 告知客户, 二次回访."""

    def __init__(self, desk: Desk, opened: Opened, move: Move) -> None:
        title, act, label, example = _CONTACTS[move]
        super().__init__(desk, opened, None, title, act, form=move.value, icon="phone")
        self._move = move
        self.say_case()
        self.reached: SegmentsField[bool] | None = None
        if move is Move.FIRST_CONTACT:
            options = [Option(value=True, label="接通", tone=Tone.GOOD), Option(value=False, label="未接通", tone=Tone.WARN, icon="x")]
            self.reached = self.field("reached", SegmentsField("reached", "结果", options, width=96, required=True))
            self.reached.set_value(True)
            self.body.addWidget(self.reached)
        self.ask_call()
        required = move is not Move.FIRST_CONTACT
        self.note = self.field("note", NotesField("note", label, limit=_LIMIT, required=required, placeholder=example))
        self.body.addWidget(self.note)

    def save(self) -> Any:
        from deskapp.complaints.contacting import contact_customer, inform_customer, recheck_customer

        if self._move is Move.INFORM:
            return self.write(inform_customer, note=self.note.need(), **self.call())
        if self._move is Move.RECHECK:
            return self.write(recheck_customer, note=self.note.need(), **self.call())
        reached = self.reached is None or self.reached.need()
        return self.write(contact_customer, note=self.note.value() or "", reached=reached, **self.call())


class CallBackDialog(_SpokenDialog):
    """回访: the customer accepts the result, or he does not and the next round begins, or nobody answered."""

    def __init__(self, desk: Desk, opened: Opened, *, rejected: bool = False) -> None:
        super().__init__(desk, opened, None, "客户不认可" if rejected else "回访客户", "保存", form="call_back", icon="phone", width=760)
        self.say_case()
        for row in opened.slip.current_rows:
            if row.result:
                self.body.addWidget(Wrapped(f"{row.department}：{shortened(row.result, 120)}", colour=theme.INK_2))
        options = [
            Option(ACCEPTED, "认可", Tone.GOOD),
            Option(REJECTED, "不认可", Tone.BAD, "x"),
            Option(NOBODY, "未接通", Tone.WARN, "phone"),
        ]
        self.outcome: SegmentsField[str] = self.field("outcome", SegmentsField("outcome", "客户意见", options, width=96, required=True))
        self.body.addWidget(self.outcome)
        self.ask_call()
        self.feedback = self.field("feedback", NotesField("feedback", "客户反馈", limit=_LIMIT, required=True, placeholder="客户怎么说"))
        self.satisfaction: SegmentsField[Satisfaction] = self.field(
            "satisfaction", SegmentsField("satisfaction", "满意度", _SATISFACTIONS, width=88, required=True)
        )
        signed = [(row.department_id, row.department) for row in opened.slip.current_rows if row.accepted_at is not None]
        again = DepartmentsField("departments", "哪些部门再处理一轮", signed, required=bool(signed))
        self.departments = self.field("departments", again)
        self.tries = Hint(self._tries(opened))
        for widget in (self.feedback, self.satisfaction, self.departments, self.tries):
            self.body.addWidget(widget)
        if len(signed) == 1:
            self.departments.set_value((signed[0][0],))
        self.outcome.changed.connect(self._ask)
        if rejected:
            self.outcome.set_value(REJECTED)
            self.outcome.hide()
        self._ask()

    @staticmethod
    def _tries(opened: Opened) -> str:
        done = len(opened.slip.tries)
        most = opened.reach.tries
        return f"已在 {done} 个半天打过，满 {most} 个不同的半天可转“联系不上”"

    def _chosen(self) -> str | None:
        option = self.outcome.segments.chosen()
        return option.value if option else None

    def _ask(self) -> None:
        """Only what the outcome needs; the button says what it does."""
        chosen = self._chosen()
        nobody = chosen == NOBODY
        self.satisfaction.setVisible(chosen == ACCEPTED)
        self.departments.setVisible(chosen == REJECTED)
        self.tries.setVisible(nobody)
        self.feedback.setVisible(not nobody)
        words = {ACCEPTED: "客户认可，转归档", REJECTED: f"进入第 {self.slip.round + 1} 轮", NOBODY: "登记未接通"}
        self.primary_button.set_words(words.get(chosen or "", "保存"))

    def save(self) -> Any:
        from deskapp.complaints.contacting import accept_result, note_try, reject_result

        chosen = self.outcome.need()
        if chosen == NOBODY:
            return self.write(note_try, **self.call())
        if chosen == REJECTED:
            again = list(self.departments.value() or ())
            return self.write(reject_result, feedback=self.feedback.need(), departments=again, **self.call())
        return self.write(accept_result, feedback=self.feedback.need(), satisfaction=self.satisfaction.need(), **self.call())


class SendBackDialog(StepDialog):
    """退回补充: what a department wrote is not enough; the same round goes on."""

    def __init__(self, desk: Desk, opened: Opened) -> None:
        super().__init__(desk, opened, None, "退回补充", "退回补充", form="send_back", icon="undo-2")
        self.body.addWidget(Wrapped("部门继续处理，时限照走，不另算一轮。"))
        submitted = [(row.id, row.department) for row in opened.slip.current_rows if row.state is RowState.SUBMITTED]
        self.departments = self.field("departments", DepartmentsField("departments", "哪些部门", submitted, required=True))
        self.body.addWidget(self.departments)
        if len(submitted) == 1:
            self.departments.set_value((submitted[0][0],))
        self.reason = self.ask_reason("还要补充什么", placeholder="例如：没有写原因，客户问过")

    def save(self) -> Any:
        from deskapp.complaints.contacting import send_back

        return self.write(send_back, rows=list(self.departments.value() or ()), reason=self.reason.need())


class ReplyDialog(StepDialog):
    """回复事业部: when, and what it was told."""

    def __init__(self, desk: Desk, opened: Opened) -> None:
        super().__init__(desk, opened, None, "回复事业部", "登记回复", form="reply", icon="message-square")
        form = opened.slip.form
        due = f"要求 {form.reply_due:%m-%d %H:%M} 前回复" if form.reply_due else ""
        self.body.addWidget(Wrapped(f"事业部编号 {form.division_no}　{due}", bold=True))
        self.at = self.field("at", MomentField("at", "回复时间", now=desk.session.now, hint="不填就是现在"))
        self.note = self.field("note", NotesField("note", "回复内容", limit=_LIMIT, required=True))
        self.body.addWidget(self.at)
        self.body.addWidget(self.note)

    def save(self) -> Any:
        from deskapp.complaints.contacting import reply_division

        return self.write(reply_division, note=self.note.need(), at=self.at.value())


class CompensationDialog(StepDialog):
    """补偿: what the customer gets and why; it waits for whoever may approve so much."""

    def __init__(self, desk: Desk, opened: Opened) -> None:
        super().__init__(desk, opened, None, "提出补偿", "提交审批", form="compensation", icon="wallet")
        kinds = [Choice(one, one.label) for one in CompensationKind]
        self.kind: ChoiceField[CompensationKind] = self.field("kind", ChoiceField("kind", "类型", kinds, required=True))
        self.amount = self.field("amount", MoneyField("amount", "金额", hint="说不出金额可以不填"))
        self.note = self.field("note", NotesField("note", "内容和理由", limit=300, required=True, placeholder="例如：免一次保养，误工半天"))
        self.body.addLayout(side_by_side(self.kind, self.amount))
        self.body.addWidget(self.note)
        small, medium = opened.approval
        self.body.addWidget(Hint(f"{small:,} 元以内主管或经理批，{medium:,} 元以内客服经理批，再多总经理批；没批之前不能归档"))

    def save(self) -> Any:
        from deskapp.complaints.paying import propose_compensation

        return self.write(propose_compensation, kind=self.kind.need(), amount=self.amount.value() or 0, note=self.note.need())


class DecideCompensationDialog(StepDialog):
    """批补偿: approved, or refused with a reason."""

    def __init__(self, desk: Desk, opened: Opened) -> None:
        super().__init__(desk, opened, None, "批补偿", "保存", form="decide_compensation", icon="gavel")
        asked = waiting_compensation(opened.slip)
        if asked is None:
            raise RuntimeError("no compensation waits")
        self._asked = asked
        money = f" {format_money(asked.amount)} 元" if asked.amount else ""
        self.body.addWidget(Wrapped(f"{asked.kind.label}{money}", bold=True))
        self.body.addWidget(Wrapped(f"{opened.name(asked.proposed_by)} {asked.proposed_at:%m-%d %H:%M}：{asked.note}", colour=theme.INK_2))
        options = [Option(value=True, label="批准", tone=Tone.GOOD), Option(value=False, label="不批准", tone=Tone.BAD, icon="x")]
        self.approved: SegmentsField[bool] = self.field("approved", SegmentsField("approved", "决定", options, width=112, required=True))
        self.note = self.field("reason_text", NotesField("reason_text", "说明", limit=300, placeholder="不批准时必填"))
        self.body.addWidget(self.approved)
        self.body.addWidget(self.note)

    def save(self) -> Any:
        from deskapp.complaints.paying import decide_compensation

        approved = self.approved.need()
        return self.write(decide_compensation, compensation_id=self._asked.id, approved=approved, note=self.note.value() or "")


def _reveal(act: Act, complaint_id: int) -> str:
    from deskapp.complaints.numbers import reveal_caller

    return reveal_caller(act=act, complaint_id=complaint_id)
