"""What customer service does about a check: begin one beyond the plan, have it confirmed, void it, raise its notices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from deskapp.checklists.domain import RunKind
from deskapp.errors import UserError
from ui.inspection import loading
from ui.kit import notify, theme, work
from ui.kit.banners import StatusLine
from ui.kit.fields_choice import Choice, ChoiceField
from ui.kit.fields_code import TextField
from ui.kit.fields_person import PersonChoice, PersonField
from ui.kit.form_dialog import FormDialog
from ui.kit.frames import LabelRows
from ui.kit.labels import Hint, Label, Wrapped
from ui.kit.request import new_id
from ui.kit.segments import Option, Segments
from ui.kit.theme import Tone
from ui.start.pin_pad import PinPad

if TYPE_CHECKING:
    from deskapp.inspection.domain import Inspection
    from deskapp.rectification.domain import Notice
    from deskapp.staff.domain import Department, Person
    from ui.desk import Desk
    from ui.inspection.loading import Choices, Shown

_PIN, _PAPER = "pin", "paper"


class BeginDialog(FormDialog[int]):
    """专项检查: any sheet at any time, of a department or one person; `accepted(inspection_id)`."""

    def __init__(self, desk: Desk, choices: Choices, *, code: str = "") -> None:
        super().__init__(desk.sheets, "专项检查", "开始检查", form="begin_check", icon="clipboard-plus", act_icon="circle-play")
        self._desk, self._choices = desk, choices
        sheets = [Choice(one.code, f"{one.code} {one.name}") for one in choices.sheets]
        kinds = [Choice(kind, kind.label) for kind in (RunKind.SPECIAL, RunKind.DAILY, RunKind.WEEKLY, RunKind.SPOT)]
        self.sheet = self.field("code", ChoiceField("code", "检查表", sheets, required=True))
        self.kind = self.field("kind", ChoiceField("kind", "类型", kinds, required=True))
        departments = [Choice(one.id, one.name) for one in choices.departments]
        self.department = self.field("department", ChoiceField("department", "受检部门", departments))
        people = [PersonChoice(one.id, one.name, one.department) for one in choices.people]
        self.person = self.field("person", PersonField("person", "受检人", people, hint="查环境时不填"))
        for widget in (self.sheet, self.kind, self.department, self.person):
            self.body.addWidget(widget)
        self.body.addWidget(Hint("专项检查不抵计划；补做计划内的，类型选每日、每周或抽查"))
        self.sheet.changed.connect(self._sheet_chosen)
        self.kind.set_value(RunKind.SPECIAL)
        self.sheet.set_value(code or (choices.sheets[0].code if choices.sheets else None))

    def _sheet_chosen(self) -> None:
        chosen = next((one for one in self._choices.sheets if one.code == self.sheet.value()), None)
        if chosen is not None:
            self.department.set_value(chosen.form.department_id)

    def save(self) -> int:
        person_id = self.person.value()
        person = next((one for one in self._choices.people if one.id == person_id), None)
        return work.call(
            loading.begin,
            self._desk.session.act(request_id=self.request_id),
            self.sheet.need(),
            self.kind.need(),
            department_id=person.department_id if person else self.department.value(),
            person_id=person_id,
        )


class ConfirmCheckDialog(FormDialog["Inspection"]):
    """受检方确认: the other side's name and PIN at this desk, or what the signed sheet says."""

    def __init__(self, desk: Desk, shown: Shown, people: Sequence[Person]) -> None:
        super().__init__(desk.sheets, "受检方确认", "确认", form="confirm_check", icon="user-check", width=760)
        self._desk, self._check = desk, shown.check
        self._people = {one.id: one for one in people}
        run = shown.check.run
        self.how = Segments([Option(_PIN, "PIN 确认"), Option(_PAPER, "纸上已签")], width=110, name="confirm_how", says="怎样确认")
        self.who = self.field("signer", PersonField("signer", "受检方", [PersonChoice(one.id, one.name, one.department) for one in people]))
        self.words = StatusLine("先选人，再输 6 位 PIN", Tone.NEUTRAL, name="confirm_words")
        self.pad = PinPad(self.words)
        self.signed_by = self.field("signed_by", TextField("signed_by", "纸上签字的人", limit=20))
        self._pin = ""
        failed = "、".join(f"{item.code} {item.title}" for item in run.failed) or "没有不合格项"
        about = LabelRows([("单号", shown.check.number), ("检查表", run.version.name), ("受检", shown.check.department or "—")])
        left = QVBoxLayout()
        left.setSpacing(theme.GAP)
        left.addWidget(about)
        left.addWidget(Wrapped(f"不合格：{failed}"))
        left.addWidget(self.how)
        left.addWidget(self.who)
        left.addWidget(self.signed_by)
        left.addWidget(Hint("检查人自己不能确认；没人在场时可以先打印，签回再录"))
        left.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(theme.MARGIN_X)
        row.addLayout(left, 1)
        row.addWidget(self.pad)
        self.body.addLayout(row)
        self.pad.entered.connect(self._entered)
        self.who.changed.connect(self._person_chosen)
        self.how.changed.connect(self._show_how)
        self.how.set_value(_PIN)
        if people:
            self.who.set_value(people[0].id)

    def first_field(self) -> QWidget | None:
        """Who confirms is chosen already: the digits of his PIN come next."""
        return self.pad if self.who.value() else super().first_field()

    def _show_how(self) -> None:
        by_pin = self.how.value() == _PIN
        self.who.setVisible(by_pin)
        self.pad.setVisible(by_pin)
        self.signed_by.setVisible(not by_pin)
        (self.who if by_pin else self.signed_by).setFocus()

    def _person_chosen(self) -> None:
        self.pad.clear()
        self.words.set_state("请受检方输入 6 位 PIN" if self.who.value() else "先选人，再输 6 位 PIN", Tone.NEUTRAL)

    def _entered(self, pin: str) -> None:
        """Six digits are the signature: nothing else need be pressed."""
        self._pin = pin
        self.pad.clear()
        self.accept()

    def save(self) -> Inspection:
        act = self._desk.session.act(request_id=self.request_id)
        if self.how.value() == _PAPER:
            done = work.call(loading.confirm_from_paper, act, self._check.id, self.signed_by.text())
        else:
            done = self._by_pin()
        notify.say(f"{done.number} 已由 {done.confirmed_by} 确认")
        return done

    def _by_pin(self) -> Inspection:
        pin, self._pin = self._pin, ""
        signer = self._people.get(self.who.value() or 0)
        if signer is None:
            raise UserError("请选受检方的人", field="signer")
        if not pin:
            raise UserError(f"请 {signer.name} 输入 6 位 PIN")
        act = self._desk.session.act(request_id=new_id())
        return work.call(loading.confirm, act, self._check.id, signer.staff_no, pin)


class NoticesDialog(FormDialog["tuple[Notice, ...]"]):
    """开整改通知单: every failed item goes to a department; one notice each, to be looked over before it is issued."""

    def __init__(self, desk: Desk, shown: Shown, departments: Sequence[Department]) -> None:
        super().__init__(
            desk.sheets, "开整改通知单", "起草整改单", form="raise_notices", icon="wrench", act_icon="file-pen-line", width=760
        )
        self._desk, self._shown = desk, shown
        self.choices: dict[str, ChoiceField[int]] = {}
        offered = [Choice(one.id, one.name) for one in departments]
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.GAP_WIDE)
        grid.setVerticalSpacing(theme.STEP)
        grid.setColumnStretch(0, 1)
        for place, item in enumerate(shown.check.run.failed):
            words = QVBoxLayout()
            words.setSpacing(0)
            times = shown.times.get(item.code, 0)
            repeated = f"　{shown.repeat_days} 天内第 {times} 次" if times >= shown.repeat_times else ""
            words.addWidget(Label(f"{item.code} {item.title}{repeated}", bold=True, colour=theme.BAD if repeated else theme.INK))
            words.addWidget(Wrapped(shown.check.run.marks[item.code].note, size=theme.HINT, colour=theme.INK_2))
            choice = ChoiceField(item.code, "", offered, required=True)
            choice.setFixedWidth(200)
            choice.set_value(shown.check.run.department_id)
            self.choices[item.code] = self.field(item.code, choice)
            grid.addLayout(words, place, 0)
            grid.addWidget(choice, place, 1, Qt.AlignmentFlag.AlignTop)
        grid.setContentsMargins(0, theme.STEP, 0, theme.STEP)
        holder = QWidget()
        holder.setLayout(grid)
        self.body.addWidget(Hint("每个部门一张，起草后还能合并、去掉、改期限，再下发"))
        self.body.addWidget(holder)
        self.said = Hint("")
        self.body.addWidget(self.said)
        for choice in self.choices.values():
            choice.changed.connect(self._count)
        self._count()

    def _count(self) -> None:
        chosen = [choice.text() for choice in self.choices.values() if choice.text()]
        each = [f"{name} {chosen.count(name)} 项" for name in dict.fromkeys(chosen)]
        self.said.set_text(f"共 {len(each)} 张：{'，'.join(each)}" if each else "")

    def save(self) -> tuple[Notice, ...]:
        act = self._desk.session.act(request_id=self.request_id)
        departments = {code: choice.need() for code, choice in self.choices.items()}
        made = work.call(loading.notices, act, self._shown.check.id, departments)
        notify.say(f"已起草 {'、'.join(one.number for one in made)}，请核对后下发")
        return made
