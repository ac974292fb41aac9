"""What the quality meeting decided, typed in afterwards: each measure becomes a row of a notice; and whether a measure worked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from deskapp.complaints.lists import CATEGORIES
from ui.complaints.list_papers import effect_words
from ui.complaints.loading import all_people, departments_open
from ui.complaints.steps_dialog import side_by_side
from ui.kit import buttons, theme, work
from ui.kit.fields import Field
from ui.kit.fields_choice import Choice, ChoiceField, SegmentsField
from ui.kit.fields_date import DateField
from ui.kit.fields_person import PersonField
from ui.kit.fields_text import NotesField
from ui.kit.form_dialog import FormDialog
from ui.kit.frames import Card
from ui.kit.labels import Hint, Label, Wrapped
from ui.kit.segments import Option
from ui.kit.step_form import StepForm
from ui.kit.theme import Tone

if TYPE_CHECKING:
    from deskapp.complaints.measures import Measure, MeasureForm
    from deskapp.data import Act
    from deskapp.errors import UserError
    from ui.desk import Desk
    from ui.kit.fields_person import PersonChoice

MOST_MEASURES = 9
_TEXT = 300


class _MeasureFields(Card):
    """One measure: what is wrong, what is done about it, by whom, until when; of which category, so that its effect can be counted."""

    removed = Signal()

    def __init__(self, place: int, departments: Sequence[tuple[int, str]], people: Sequence[PersonChoice], today: date) -> None:
        super().__init__(margin=12, name=f"measure_row_{place}")
        self.place = place
        self.issue = NotesField(f"issue_{place}", "问题", limit=_TEXT, lines=2, required=True, placeholder="例如：交车时间一再推迟")
        self.measure = NotesField(f"measure_{place}", "改善措施", limit=_TEXT, lines=2, required=True, placeholder="做什么，怎样防止再发生")
        kinds = [Choice(one.code, one.full) for one in CATEGORIES]
        self.category: ChoiceField[str] = ChoiceField(f"category_{place}", "针对类别", kinds, placeholder="不针对某一类", hint="用来看效果")
        choices = [Choice(key, name) for key, name in departments]
        self.department: ChoiceField[int] = ChoiceField(f"department_{place}", "责任部门", choices, required=True)
        self.owner = PersonField(f"owner_{place}", "责任人", people, required=True)
        self.due_on = DateField(f"due_on_{place}", "完成日期", today=today, required=True)
        self.number = Label(f"第 {place} 条", bold=True)
        self.remove = buttons.link("去掉", icon="x", name=f"remove_measure_{place}")
        self.remove.clicked.connect(self.removed)
        head = QHBoxLayout()
        head.addWidget(self.number, 1)
        head.addWidget(self.remove)
        self.column.addLayout(head)
        self.column.addLayout(side_by_side(self.issue, self.measure))
        self.column.addLayout(side_by_side(self.department, self.owner, self.due_on, self.category))

    @property
    def fields(self) -> tuple[Field[Any], ...]:
        return self.issue, self.measure, self.department, self.owner, self.due_on, self.category

    def form(self) -> MeasureForm:
        from deskapp.complaints.measures import MeasureForm

        return MeasureForm(
            self.issue.need(),
            self.measure.need(),
            self.department.need(),
            self.owner.need(),
            self.due_on.need(),
            self.category.value() or "",
        )


class MeasuresDialog(FormDialog[Any]):
    """录入会议决定 of a week."""

    def __init__(self, desk: Desk, week: date) -> None:
        super().__init__(
            desk.sheets, "录入会议决定", "录入，开整改单", form="measures", icon="gavel", hint=f"{week:%m-%d} 那一周", width=960
        )
        self._desk, self._week = desk, week
        self._departments, self._people = work.call(departments_open), work.call(all_people)
        self.rows: list[_MeasureFields] = []
        self._rows_box = QVBoxLayout()
        self._rows_box.setSpacing(theme.GAP)
        self.add_row_button = buttons.plain("再加一条", icon="plus", key="Alt+N", name="add_measure")
        self.add_row_button.clicked.connect(lambda: self.add_row().issue.focus_editor())
        self.add_row_button.bind(self)
        self.body.addLayout(self._rows_box)
        more = QHBoxLayout()
        more.addWidget(self.add_row_button)
        more.addWidget(Hint("每条成为整改单的一项；同一部门、同一天的放在一张单上，在“整改”里下发"), 1)
        self.body.addLayout(more)
        self.add_row()

    def add_row(self) -> _MeasureFields:
        """A further measure."""
        place = max((row.place for row in self.rows), default=0) + 1
        row = _MeasureFields(place, self._departments, self._people, self._desk.session.now().date())
        for field in row.fields:
            self.field(field.objectName(), field)
        self.rows.append(row)
        self._rows_box.addWidget(row)
        row.removed.connect(lambda: self._remove(row))
        self._number()
        return row

    def _remove(self, row: _MeasureFields) -> None:
        self.rows.remove(row)
        for field in row.fields:
            self._fields.pop(field.objectName())
        row.hide()
        row.deleteLater()
        self._number()

    def _number(self) -> None:
        for place, row in enumerate(self.rows, start=1):
            row.number.set_text(f"第 {place} 条")
            row.remove.setVisible(len(self.rows) > 1)
        self.add_row_button.setEnabled(len(self.rows) < MOST_MEASURES)

    def show_refusal(self, refusal: UserError) -> None:
        """The service names field and number: say it beside that field."""
        super().show_refusal(refusal)
        for problem in refusal.problems:
            for place, row in enumerate(self.rows, start=1):
                if f"第 {place} 条" in problem.message:
                    field = next((one for one in row.fields if one.name.startswith(problem.field)), None)
                    if field is not None:
                        field.problem(problem.message)

    def save(self) -> Any:
        forms = [row.form() for row in self.rows]
        return work.call(_decide, self._desk.session.act(request_id=self.request_id), self._week, forms)


class JudgeMeasureDialog(StepForm[Any]):
    """判断效果: did the measure work, and what shows it."""

    def __init__(self, desk: Desk, measure: Measure) -> None:
        super().__init__(desk.sheets, "判断效果", "保存", form="judge_measure", icon="clipboard-check")
        self._desk, self._measure = desk, measure
        self.keep_for(desk, desk.session.act().staff_id, measure.id)
        self.body.addWidget(Wrapped(f"{measure.issue}", bold=True))
        self.body.addWidget(Wrapped(f"措施：{measure.measure}（{measure.owner}，{measure.due_on:%m-%d}）", colour=theme.INK_2))
        self.body.addWidget(Wrapped(effect_words(measure), colour=theme.INK_2))
        options = [Option(value=True, label="有效", tone=Tone.GOOD), Option(value=False, label="无效", tone=Tone.BAD, icon="x")]
        self.worked: SegmentsField[bool] = self.field("worked", SegmentsField("worked", "效果", options, width=112, required=True))
        self.note = self.field("note", NotesField("note", "依据", limit=_TEXT, required=True, placeholder="例如：两周没有再发生"))
        self.body.addWidget(self.worked)
        self.body.addWidget(self.note)

    def save(self) -> Any:
        act = self._desk.session.act(request_id=self.request_id)
        job = partial(_judge, act, self._measure.id, note=self.note.need(), worked=self.worked.need())
        return work.call(job)


# Jobs of the database thread ----------------------------------------------------------------------------------------------


def _decide(act: Act, week: date, decided: Sequence[MeasureForm]) -> tuple[Measure, ...]:
    from deskapp.complaints.measures import decide_measures

    return decide_measures(act=act, week=week, decided=decided)


def _judge(act: Act, measure_id: int, *, note: str, worked: bool) -> Measure:
    from deskapp.complaints.measures import judge_measure

    return judge_measure(act=act, measure_id=measure_id, worked=worked, note=note)
