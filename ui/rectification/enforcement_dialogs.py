"""What makes departments answer: 考核建议 proposed and decided, the register of 重点改善项目, the sheet of what is overdue."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from deskapp.rectification.domain import points_words
from ui.kit import buttons, clipboard, notify, theme, work
from ui.kit.fields_choice import Choice, ChoiceField, SegmentsField
from ui.kit.fields_code import PointsField, TextField
from ui.kit.fields_date import DateField
from ui.kit.fields_person import PersonField
from ui.kit.fields_text import NotesField
from ui.kit.form_dialog import FormDialog
from ui.kit.form_frame import FormHead
from ui.kit.frames import Divider, Empty
from ui.kit.labels import Hint, Wrapped
from ui.kit.pills import Pill
from ui.kit.rows import Column, RowsModel
from ui.kit.rows_view import RowsView
from ui.kit.segments import Option
from ui.kit.sheet import Sheet
from ui.kit.step_form import StepForm
from ui.kit.theme import Tone
from ui.rectification.loading import departments_open, people_of
from ui.rectification.papers import overdue_job

if TYPE_CHECKING:
    from deskapp.data import Act
    from deskapp.rectification.enforcement import Appraisal
    from deskapp.rectification.reading import Overdue
    from ui.desk import Desk
    from ui.rectification.loading import Opened

MOST_POINTS = 100


class AppraisalDialog(StepForm[int]):
    """考核建议: points against (−) or for (+) the department or one of its people; 客服经理 decides. Never money."""

    def __init__(self, desk: Desk, opened: Opened, *, late: str, days: int) -> None:
        """`late` says what is overdue now, by name, and `days` for how long: the reason mostly is just that."""
        super().__init__(
            desk.sheets, f"考核建议 {opened.notice.number}", "提出建议", form="propose_appraisal", icon="gavel", hint="分数，不涉及金额"
        )
        self._desk, self._notice = desk, opened.notice
        self.keep_for(desk, desk.session.act().staff_id, opened.notice.id)
        options = [Option(value=-1, label="扣分", tone=Tone.BAD, icon="minus"), Option(value=1, label="加分", tone=Tone.GOOD, icon="plus")]
        self.sign: SegmentsField[int] = self.field("sign", SegmentsField("sign", "建议", options, width=88, required=True))
        self.points = self.field("points", PointsField("points", "分数", required=True))
        people = work.call(people_of, opened.notice.department_id)
        self.staff = self.field("staff", PersonField("staff", "对谁", people, hint=f"不填就是{opened.notice.department}"))
        self.reason = self.field("reason_text", NotesField("reason_text", "原因", limit=200, required=True))
        row = QHBoxLayout()
        row.setSpacing(theme.GAP_WIDE)
        row.addWidget(self.sign, 1)
        row.addWidget(self.points, 1)
        self.body.addLayout(row)
        self.body.addWidget(self.staff)
        self.body.addWidget(self.reason)
        self.body.addWidget(Hint("由客服经理确认或减免后生效"))
        self.sign.set_value(-1)
        if late:
            self.reason.set_text(late)
            self.points.set_value(min(days, MOST_POINTS))

    def save(self) -> int:
        points = self.sign.need() * self.points.need()
        act = self._desk.session.act(request_id=self.request_id)
        made = work.call(_propose, act, self._notice.id, points, self.reason.need(), self.staff.value())
        notify.say(f"{self._notice.number} 已提出考核建议 {points_words(points)}")
        return made


class DecideAppraisalDialog(StepForm[None]):
    """确认 or 减免 by 客服经理."""

    def __init__(self, desk: Desk, appraisal: Appraisal, who: str) -> None:
        super().__init__(desk.sheets, f"考核建议 {appraisal.number}", "保存决定", form="decide_appraisal", icon="gavel")
        self._desk, self._appraisal = desk, appraisal
        self.keep_for(desk, desk.session.act().staff_id, appraisal.id)
        self.body.addWidget(Wrapped(f"{who} {points_words(appraisal.points)}", bold=True))
        self.body.addWidget(Wrapped(f"{appraisal.reason}（{appraisal.proposed_at:%m-%d} 提出）", colour=theme.INK_2))
        options = [Option(value=True, label="确认", tone=Tone.GOOD), Option(value=False, label="减免", tone=Tone.WARN, icon="undo-2")]
        self.confirmed: SegmentsField[bool] = self.field("confirmed", SegmentsField("confirmed", "决定", options, width=112, required=True))
        self.note = self.field("reason_text", NotesField("reason_text", "说明", limit=200, placeholder="减免时必填"))
        self.body.addWidget(self.confirmed)
        self.body.addWidget(self.note)

    def save(self) -> None:
        act = self._desk.session.act(request_id=self.request_id)
        confirmed = self.confirmed.need()
        work.call(_decide, act, self._appraisal.id, self.note.value() or "", confirmed=confirmed)
        notify.say(f"{self._appraisal.number} 考核建议已{'确认' if confirmed else '减免'}")


class FocusDialog(FormDialog[int]):
    """登记重点改善项目: the process, what in it, why, from when, whose, and what is to be reached (计划三)."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.sheets, "登记重点改善项目", "登记", form="add_focus", icon="flag")
        self._desk = desk
        today = desk.session.now().date()
        self.process = self.field("process", TextField("process", "流程", limit=20, required=True, placeholder="例如：交车"))
        self.item = self.field("item", TextField("item", "项目", limit=40, required=True, placeholder="例如：洗车清洁"))
        self.why = self.field("why", NotesField("why", "为什么列为重点", limit=200, required=True, placeholder="例如：连续三周不合格"))
        choices = [Choice(key, name) for key, name in work.call(departments_open)]
        self.department: ChoiceField[int] = self.field("department", ChoiceField("department", "责任部门", choices, required=True))
        self.since = self.field("since", DateField("since", "从哪天起", today=today, required=True))
        self.aim = self.field("aim", TextField("aim", "目标", limit=60, required=True, placeholder="例如：四周内不合格 0"))
        for pair in ((self.process, self.item), (self.department, self.since)):
            row = QHBoxLayout()
            row.setSpacing(theme.GAP_WIDE)
            for widget in pair:
                row.addWidget(widget, 1)
            self.body.addLayout(row)
            if pair[0] is self.process:
                self.body.addWidget(self.why)
        self.body.addWidget(self.aim)
        self.since.set_value(today)

    def save(self) -> int:
        act = self._desk.session.act(request_id=self.request_id)
        texts = {"process": self.process.need(), "item": self.item.need(), "why": self.why.need(), "aim": self.aim.need()}
        made = work.call(_add_focus, act, texts, self.department.need(), self.since.need())
        notify.say(f"已登记重点改善项目 {self.item.need()}")
        return made


class OverdueSheet(Sheet):
    """催办: what each department owes by name; a sheet to print for all of them, a text to copy for one."""

    def __init__(self, desk: Desk, found: Sequence[Overdue]) -> None:
        super().__init__(desk.sheets, "整改逾期催办", width=960)
        self.setObjectName("overdue_sheet")
        self._desk, self._found = desk, tuple(found)
        self._texts = work.call(_texts, self._found, desk.session.now().date())
        head = FormHead("整改逾期催办", icon="bell-ring", hint=_summary(self._found, len(self._texts)))
        self.model = RowsModel[tuple[str, int, int]](_columns(), key=lambda row: row[0])
        self.view = RowsView(self.model, name="overdue_departments", says="部门", empty=Empty("今天没有逾期", icon="circle-check"))
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setObjectName("overdue_text")
        self.text.setAccessibleName("催办文字")
        self.copy = buttons.plain("复制文字", icon="copy", name="copy_text")
        self.paper = buttons.primary("打印催办单", icon="printer", key="Ctrl+P", name="print_overdue")
        self._lay_out(head)
        head.closing.connect(self.escape)
        self.view.current_changed.connect(self._show)
        self.copy.clicked.connect(self._copy)
        self.paper.clicked.connect(self._print)
        self.paper.bind(self)
        self.model.set_rows([(name, len(lates), max(late.days for late in lates)) for name, (lates, _) in self._texts.items()])
        self.view.select_first()
        self._show()

    def _lay_out(self, head: QWidget) -> None:
        self.view.setFixedWidth(304)
        right = QVBoxLayout()
        right.addWidget(Hint("发给部门的文字（可复制到微信群）"))
        right.addWidget(self.text, 1)
        middle = QHBoxLayout()
        middle.setContentsMargins(theme.MARGIN_X, theme.GAP, theme.MARGIN_X, theme.GAP)
        middle.setSpacing(theme.GAP_WIDE)
        middle.addWidget(self.view)
        middle.addLayout(right, 1)
        close = buttons.plain("关闭", key="Esc", name="close_overdue")
        close.clicked.connect(self.escape)
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.MARGIN_X, 10, theme.MARGIN_X, theme.GAP)
        foot.setSpacing(theme.GAP)
        foot.addWidget(Hint("每个部门一页，天数按工作日计"), 1)
        for button in (close, self.copy, self.paper):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(Divider())
        column.addLayout(middle, 1)
        column.addWidget(Divider())
        column.addLayout(foot)
        self.setMinimumHeight(520)

    def primary(self) -> None:
        self.paper.click()

    def _show(self, *_: object) -> None:
        row = self.view.current_row()
        self.text.setPlainText(self._texts[row[0]][1] if row else "")
        self.copy.setEnabled(row is not None)

    def _copy(self) -> None:
        row = self.view.current_row()
        if row is not None:
            clipboard.copy(self._texts[row[0]][1])
            notify.say(f"已复制 {row[0]} 的催办文字")

    def _print(self) -> None:
        self._desk.print_paper(work.call(overdue_job, self._desk.session.act(), self._found))


def _columns() -> Sequence[Column[tuple[str, int, int]]]:
    return (
        Column(key="department", title="部门", text=lambda row: row[0], stretch=True),
        Column(key="count", title="件", text=lambda row: f"{row[1]} 件", width=56),
        Column(
            key="days",
            title="最久",
            text=lambda row: f"超 {row[2]} 天",
            pill=lambda row: Pill(f"超 {row[2]} 天", Tone.BAD, "triangle-alert"),
            width=100,
        ),
    )


def _summary(found: Sequence[Overdue], departments: int) -> str:
    return f"{departments} 个部门，{len(found)} 件" if found else "没有逾期"


# Jobs of the database thread ----------------------------------------------------------------------------------------------


def _texts(found: Sequence[Overdue], on: date) -> dict[str, tuple[list[Overdue], str]]:
    from deskapp.rectification.overdue_sheet import by_department, text

    return {name: (lates, text(name, lates, on=on)) for name, lates in by_department(found).items()}


def load_overdue(act: Act) -> tuple[Overdue, ...]:
    from deskapp.rectification.reading import overdue

    return overdue(act=act)


def _propose(act: Act, notice_id: int, points: int, reason: str, staff_id: int | None) -> int:
    from deskapp.rectification.enforcement import propose_appraisal

    return propose_appraisal(act=act, notice_id=notice_id, points=points, reason=reason, staff_id=staff_id)


def _decide(act: Act, appraisal_id: int, note: str, *, confirmed: bool) -> None:
    from deskapp.rectification.enforcement import decide_appraisal

    decide_appraisal(act=act, appraisal_id=appraisal_id, confirmed=confirmed, note=note)


def _add_focus(act: Act, texts: dict[str, str], department_id: int, since: date) -> int:
    from deskapp.rectification.enforcement import add_focus

    return add_focus(act=act, department_id=department_id, since=since, **texts)
