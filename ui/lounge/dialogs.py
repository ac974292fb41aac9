"""What customer service does about the lounge: correct a slot, check by lot, sign a day off, see to repairs and equipment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from deskapp.checklists.domain import Item, Result, clock
from deskapp.errors import UserError
from deskapp.lounge.things import EquipmentState
from ui.kit import buttons, notify, theme, work
from ui.kit.asking import ReasonDialog
from ui.kit.fields_choice import Choice, ChoiceField, SegmentsField
from ui.kit.fields_code import TextField
from ui.kit.fields_date import DateField
from ui.kit.fields_person import PersonChoice, PersonField
from ui.kit.fields_text import NotesField
from ui.kit.form_dialog import FormDialog
from ui.kit.frames import LabelRows
from ui.kit.labels import Hint, Label, Wrapped
from ui.kit.segments import Option, Segments
from ui.kit.theme import Tone

if TYPE_CHECKING:
    from deskapp.checklists.domain import Run
    from deskapp.data import Act
    from deskapp.lounge.domain import Day
    from deskapp.lounge.things import Equipment, Remark, Repair
    from ui.desk import Desk

_RESULTS = (
    Option(Result.PASSED, "合格", Tone.GOOD, "check"),
    Option(Result.FAILED, "不合格", Tone.BAD, "x"),
    Option(Result.NOT_APPLICABLE, "不适用", Tone.NEUTRAL, "minus"),
)


class CorrectDialog(FormDialog[None]):
    """更正: done at a time, or not applicable; of an earlier day only the latter. The first tick stays beside it."""

    def __init__(self, desk: Desk, day: Day, slot: Item) -> None:
        super().__init__(desk.sheets, "更正时段", "保存更正", form="correct_slot", icon="pencil")
        self._desk, self._day, self._slot = desk, day, slot
        self._today = day.day == desk.session.now().date()
        rows: list[tuple[str, str | QWidget]] = [
            ("时段", f"{day.day:%m-%d} {clock(slot.minutes[0])}–{clock(slot.minutes[1])} {slot.title}"),
            ("现在", day.state(slot.code, desk.session.now()).label),
        ]
        self.body.addWidget(LabelRows(rows))
        options = [Option("done", "已完成", Tone.GOOD), Option("not_applicable", "不适用", Tone.NEUTRAL, "minus")]
        self.kind = self.field("kind", SegmentsField[str]("kind", "更正为", options, width=120, required=True))
        self.done_at = self.field("done_at", TextField("done_at", "完成时间", limit=5, placeholder="例如 09:40"))
        self.reason = self.field("reason_text", NotesField("reason_text", "原因", limit=200, required=True))
        self.body.addWidget(self.kind)
        self.body.addWidget(self.done_at)
        self.body.addWidget(self.reason)
        self.kind.changed.connect(self._show_kind)
        self.kind.set_value("done" if self._today else "not_applicable")
        self.kind.setEnabled(self._today)
        if not self._today:
            self.body.addWidget(Hint("过了当天只能更正为不适用"))

    def _show_kind(self) -> None:
        self.done_at.setVisible(self.kind.text() == "已完成")

    def save(self) -> None:
        done_at = _instant(self._day.day, self.done_at.text()) if self.kind.need() == "done" else None
        act = self._desk.session.act(request_id=self.request_id)
        work.call(_correct, act, self._day.day, self._slot.code, self.reason.text(), done_at)
        notify.say("已更正")


class SpotCheckDialog(FormDialog[None]):
    """抽查: the items the lot fell on, each found 合格, 不合格 or 不适用; a failed one needs its note."""

    def __init__(self, desk: Desk, run: Run) -> None:
        super().__init__(desk.sheets, "休息区抽查", "完成抽查", form="spot_check", icon="clipboard-check", width=760)
        self._desk, self._run = desk, run
        seed = f"抽签号 {run.seed}" if run.seed else "指定的项目"
        self.body.addWidget(Hint(f"{seed}；不合格要写情况"))
        self.void = buttons.danger("作废", icon="ban", name="void_check")
        self.add_button(self.void)
        self.void.clicked.connect(self._void)
        grid = QGridLayout()
        grid.setVerticalSpacing(theme.STEP)
        grid.setHorizontalSpacing(theme.GAP)
        self.results: dict[str, Segments] = {}
        self.notes: dict[str, TextField] = {}
        for row, item in enumerate(run.items):
            words = QVBoxLayout()
            words.setSpacing(0)
            words.addWidget(Label(f"{item.code} {item.title}", bold=True))
            words.addWidget(Hint(item.criterion))
            self.results[item.code] = Segments(_RESULTS, width=88, name=f"result_{item.code}", says=item.title)
            self.notes[item.code] = self.field(item.code, TextField(item.code, "", limit=100, placeholder="情况"))
            grid.addLayout(words, row, 0)
            grid.addWidget(self.results[item.code], row, 1)
            grid.addWidget(self.notes[item.code], row, 2)
        grid.setColumnStretch(2, 1)
        self.body.addLayout(grid)

    def _void(self) -> None:
        dialog = ReasonDialog(
            self._desk.sheets,
            "作废抽查",
            "作废",
            text="作废后不计入成绩，可以重新抽签。",
            job=lambda reason, request_id: work.call(_void, self._desk.session.act(request_id=request_id), self._run.id, reason),
            icon="ban",
        )
        dialog.accepted.connect(self._voided)
        dialog.open()

    def _voided(self) -> None:
        notify.say("抽查已作废")
        self.close_sheet()
        self._desk.changed()

    def save(self) -> None:
        marks: dict[str, tuple[Result, str]] = {}
        for code, segments in self.results.items():
            if segments.value() is not None:
                marks[code] = (segments.value(), self.notes[code].text())
        act = self._desk.session.act(request_id=self.request_id)
        work.call(_score, act, self._run.id, marks)
        failed = sum(result is Result.FAILED for result, _ in marks.values())
        notify.say(f"抽查完成：{len(marks) - failed} 项合格，{failed} 项不合格", tone=Tone.WARN if failed else Tone.GOOD)


class SignDayDialog(FormDialog[None]):
    """签核: what the day looks like in short, and a word about it. Afterwards nothing of the day changes."""

    def __init__(self, desk: Desk, day: Day, lines: Sequence[tuple[str, str]]) -> None:
        super().__init__(desk.sheets, f"签核 {day.day:%Y-%m-%d}", "签核", form="sign_lounge_day", icon="file-pen-line")
        self._desk, self._day = desk, day
        self.body.addWidget(LabelRows(list(lines)))
        self.note = self.field("note", NotesField("note", "备注", limit=200, placeholder="可不填"))
        self.body.addWidget(self.note)
        self.body.addWidget(Wrapped("签核后这一天不能再更正。", colour=theme.INK_2))

    def save(self) -> None:
        work.call(_sign, self._desk.session.act(request_id=self.request_id), self._day.day, self.note.text())
        notify.say(f"已签核 {self._day.day:%m-%d}")


class ClosedDayDialog(FormDialog[None]):
    """A day that turned out to have been closed: nothing is owed for it."""

    def __init__(self, desk: Desk, day: date) -> None:
        super().__init__(desk.sheets, f"{day:%m-%d} 停业", "标为停业", form="closed_day", icon="calendar-x")
        self._desk, self._day = desk, day
        self.body.addWidget(Wrapped("只有没人签到、没有登记的日子可以标为停业；标了以后这一天不计应做。", colour=theme.INK_2))
        self.reason = self.field("reason_text", TextField("reason_text", "原因", limit=60, required=True, placeholder="例如 全市停电"))
        self.body.addWidget(self.reason)

    def save(self) -> None:
        work.call(_close_day, self._desk.session.act(request_id=self.request_id), self._day, self.reason.need())
        notify.say(f"{self._day:%m-%d} 已标为停业")


class RepairDialog(FormDialog[None]):
    """Who sees to a repair until when; or that it is done."""

    def __init__(self, desk: Desk, repair: Repair, people: Sequence[PersonChoice], *, close: bool) -> None:
        title, act, icon = ("修好了", "关闭维修单", "circle-check") if close else ("安排维修", "保存", "wrench")
        super().__init__(desk.sheets, title, act, form="repair", icon=icon)
        self._desk, self._repair, self._close = desk, repair, close
        self.body.addWidget(LabelRows([("维修单", repair.number), ("设备", repair.equipment), ("故障", repair.fault)]))
        self.owner = self.field("owner", PersonField("owner", "责任人", people, required=True))
        self.due = self.field("due_on", DateField("due_on", "期限", today=desk.session.now().date(), required=True))
        self.note = self.field("note", NotesField("note", "怎样修好的", limit=200, required=True))
        options = [Option(value=False, label="修好"), Option(value=True, label="换新")]
        self.replaced = self.field("replaced", SegmentsField[bool]("replaced", "结果", options, width=88))
        for widget in (self.replaced, self.note) if close else (self.owner, self.due):
            self.body.addWidget(widget)
        for widget in (self.owner, self.due) if close else (self.replaced, self.note):
            widget.hide()
        self.owner.set_value(repair.owner_id)
        self.due.set_value(repair.due_on)
        self.replaced.set_text("修好")

    def save(self) -> None:
        act = self._desk.session.act(request_id=self.request_id)
        if self._close:
            work.call(_close_repair, act, self._repair.id, self.note.need(), replaced=bool(self.replaced.value()))
        else:
            work.call(_assign, act, self._repair.id, self.owner.need(), self.due.need())
        notify.say(f"{self._repair.number} 已关闭" if self._close else f"{self._repair.number} 已安排")


class EquipmentDialog(FormDialog[None]):
    """A thing of the lounge: its name, where it stands, how it is, when it was replaced."""

    def __init__(self, desk: Desk, thing: Equipment | None) -> None:
        super().__init__(desk.sheets, "设备" if thing else "新设备", "保存", form="equipment", icon="armchair")
        self._desk, self._thing = desk, thing
        self.name = self.field("name", TextField("name", "名称", limit=30, required=True, placeholder="例如 咖啡机"))
        self.place = self.field("place", TextField("place", "位置", limit=30, placeholder="例如 饮品台"))
        states = [Choice(state, state.label) for state in EquipmentState]
        self.state = self.field("state", ChoiceField("state", "状态", states, required=True))
        self.replaced = self.field("replaced_on", DateField("replaced_on", "更换日期", today=desk.session.now().date()))
        self.note = self.field("note", NotesField("note", "备注", limit=200))
        two = QHBoxLayout()
        two.setSpacing(theme.GAP_WIDE)
        two.addWidget(self.name, 1)
        two.addWidget(self.place, 1)
        self.body.addLayout(two)
        for widget in (self.state, self.replaced, self.note):
            self.body.addWidget(widget)
        self.state.setVisible(thing is not None)
        self.state.set_value(thing.state if thing else EquipmentState.FINE)
        if thing is not None:
            self.name.set_text(thing.name)
            self.place.set_text(thing.place)
            self.replaced.set_value(thing.replaced_on)
            self.note.set_text(thing.note)

    def save(self) -> None:
        act = self._desk.session.act(request_id=self.request_id)
        values: dict[str, Any] = {"name": self.name.need(), "place": self.place.text(), "note": self.note.text()}
        values["replaced_on"] = self.replaced.value()
        if self._thing is None:
            work.call(_add_equipment, act, values)
        else:
            work.call(_change_equipment, act, self._thing.id, values | {"state": self.state.need()})
        notify.say("已保存")


class HandleRemarkDialog(FormDialog[None]):
    """How a grievance was taken care of."""

    def __init__(self, desk: Desk, remark: Remark) -> None:
        super().__init__(desk.sheets, "处理客人抱怨", "已处理", form="handle_remark", icon="message-square-warning")
        self._desk, self._remark = desk, remark
        self.body.addWidget(Wrapped(f"“{remark.text}”"))
        self.body.addWidget(Hint(f"{remark.at:%m-%d %H:%M} 登记"))
        self.note = self.field("note", NotesField("note", "怎样处理的", limit=200, required=True))
        self.body.addWidget(self.note)

    def save(self) -> None:
        work.call(_handle, self._desk.session.act(request_id=self.request_id), self._remark.id, self.note.need())
        notify.say("已处理")


def _instant(day: date, text: str) -> datetime:
    """The time typed as 9:40, 09:40 or 0940."""
    digits = text.strip().replace("：", ":").replace(":", "")
    if not digits.isdigit() or len(digits) not in (3, 4):
        raise UserError("完成时间请写成 09:40", field="done_at")
    hours, minutes = int(digits[:-2]), int(digits[-2:])
    if hours > 23 or minutes > 59:
        raise UserError("完成时间请写成 09:40", field="done_at")
    return datetime.combine(day, time()) + timedelta(hours=hours, minutes=minutes)


# Jobs of the database thread ----------------------------------------------------------------------------------------------


def _correct(act: Act, day: date, slot: str, reason: str, done_at: datetime | None) -> None:
    from deskapp.lounge.duty import correct_slot

    correct_slot(act=act, day=day, slot=slot, reason=reason, done_at=done_at)


def _score(act: Act, run_id: int, marks: dict[str, tuple[Result, str]]) -> None:
    from deskapp.lounge.watching import score_spot_check

    score_spot_check(act=act, run_id=run_id, marks=marks)


def _void(act: Act, run_id: int, reason: str) -> None:
    from deskapp.lounge.watching import void_spot_check

    void_spot_check(act=act, run_id=run_id, reason=reason)


def _sign(act: Act, day: date, note: str) -> None:
    from deskapp.lounge.watching import sign_off_day

    sign_off_day(act=act, day=day, note=note)


def _close_day(act: Act, day: date, reason: str) -> None:
    from deskapp.lounge.watching import mark_closed

    mark_closed(act=act, day=day, reason=reason)


def _assign(act: Act, repair_id: int, owner_id: int, due_on: date) -> None:
    from deskapp.lounge.equipment import assign_repair

    assign_repair(act=act, repair_id=repair_id, owner_id=owner_id, due_on=due_on)


def _close_repair(act: Act, repair_id: int, note: str, *, replaced: bool) -> None:
    from deskapp.lounge.equipment import close_repair

    close_repair(act=act, repair_id=repair_id, note=note, replaced=replaced)


def _add_equipment(act: Act, values: dict[str, Any]) -> None:
    from deskapp.lounge.equipment import add_equipment

    add_equipment(act=act, **values)


def _change_equipment(act: Act, equipment_id: int, values: dict[str, Any]) -> None:
    from deskapp.lounge.equipment import change_equipment

    change_equipment(act=act, equipment_id=equipment_id, **values)


def _handle(act: Act, remark_id: int, note: str) -> None:
    from deskapp.lounge.service import handle_remark

    handle_remark(act=act, remark_id=remark_id, note=note)
