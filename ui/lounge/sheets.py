"""The sheets of the board: each one act, by touch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from deskapp.errors import UserError
from ui.kit import theme
from ui.kit.banners import StatusLine
from ui.kit.buttons import Kind
from ui.kit.theme import Tone
from ui.lounge import doing, loading
from ui.lounge.touch import SMALL, Chip, Chips, TouchButton
from ui.lounge.touch_sheet import TouchSheet

if TYPE_CHECKING:
    from deskapp.data.act import Act
    from deskapp.lounge.domain import Day
    from deskapp.lounge.things import Equipment
    from deskapp.staff.domain import Person

MakeAct = Callable[[str], "Act"]
"""Makes the act of whoever is tapping, under a sheet's request id."""


class PinSheet(TouchSheet):
    """Who is it? A name by touch, then six digits. `proven(staff_id)`."""

    proven = Signal(int)

    def __init__(self, host: QWidget, title: str, people: Sequence[Person], make_act: MakeAct) -> None:
        super().__init__(host, title, name="pin_sheet", width=760)
        from ui.start.pin_pad import PinPad

        self._people = {person.id: person for person in people}
        self._make_act = make_act
        self.who = Chips([(person.id, person.name) for person in people], columns=2, name="who", says="谁")
        self.words = StatusLine("先点自己的名字", Tone.NEUTRAL, name="pin_words", size=SMALL)
        self.pad = PinPad(self.words)
        self.pad.setEnabled(False)
        left = QVBoxLayout()
        left.addWidget(self.who)
        left.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(theme.MARGIN_X)
        row.addLayout(left, 1)
        row.addWidget(self.pad)
        self.body.addLayout(row)
        self.who.changed.connect(self._chosen)
        self.pad.entered.connect(self._try)

    def _chosen(self) -> None:
        self.pad.setEnabled(True)
        self.pad.clear()
        self.pad.setFocus(Qt.FocusReason.OtherFocusReason)
        self.words.set_state("请输入 6 位 PIN", Tone.NEUTRAL)

    def _try(self, pin: str) -> None:
        person = self._people[self.who.value()]
        self.pad.clear()
        if self.attempt(lambda: lambda: loading.prove(self._make_act(self.request_id), person.staff_no, pin), stay=True):
            self.close_sheet()
            self.proven.emit(person.id)
        else:
            self.words.set_state("PIN 不对，请再试", Tone.BAD, "circle-x")


class RoundSheet(TouchSheet):
    """One look around: everything fine is one tap."""

    def __init__(self, host: QWidget, slot: str, make_act: MakeAct, *, smoke_free: bool, most_butts: int) -> None:
        super().__init__(host, "巡检", "登记巡检", icon="clipboard-check", name="round_sheet")
        self._slot, self._make_act = slot, make_act
        answers = ((True, "合格"), (False, "不合格"))
        self.answers: dict[str, Chips] = {}
        grid = QGridLayout()
        grid.setSpacing(theme.GAP)
        for place, (name, words) in enumerate((("cups_ok", "茶杯已清理"), ("tables_ok", "桌面整洁"), ("drinks_ok", "饮品充足"))):
            self.answers[name] = Chips(answers, columns=2, name=name, says=words)
            self.answers[name].chips[0].setChecked(True)
            grid.addWidget(self._words(words), place, 0)
            grid.addWidget(self.answers[name], place, 1)
        counts = [(n, str(n)) for n in range(6)] + [(6, "6+")]
        self.butts = Chips(counts, columns=7, name="butts", says="烟灰缸最多几个烟头")
        self.butts.chips[0].setChecked(True)
        if not smoke_free:
            grid.addWidget(self._words(f"烟头最多（标准 {most_butts} 个）"), 3, 0)
            grid.addWidget(self.butts, 3, 1)
        self._smoke_free = smoke_free
        grid.setColumnStretch(1, 1)
        self.body.addLayout(grid)
        self.note = self.line("note", "说明", "不合格的情况（可不填）")

    def _words(self, text: str) -> QWidget:
        from ui.kit.labels import Label

        return Label(text, size=SMALL)

    def save(self) -> Callable[[], Any]:
        found: dict[str, Any] = {name: chips.value() for name, chips in self.answers.items()}
        if any(value is None for value in found.values()):
            raise UserError("请选合格或不合格")
        found["butts"] = None if self._smoke_free else self.butts.value()
        found["note"] = self.note.text()
        act = self._make_act(self.request_id)
        return lambda: doing.book_round(act, self._slot, **found)


class PlaceSheet(TouchSheet):
    """Which table did the guest leave? One touch starts its cup."""

    def __init__(self, host: QWidget, day: Day, make_act: MakeAct) -> None:
        super().__init__(host, "客人离座：哪一桌？", name="place_sheet")
        self._make_act = make_act
        waiting = {cup.place for cup in day.cups if cup.cleared_at is None}
        grid = QGridLayout()
        grid.setSpacing(theme.GAP)
        self.buttons: dict[str, TouchButton] = {}
        for at, place in enumerate(day.places):
            button = TouchButton(f"{place} 号桌", height=theme.TOUCH_LARGE - 24, name=f"place_{place}")
            button.setEnabled(place not in waiting)
            button.clicked.connect(lambda _=False, place=place: self._left(place))
            self.buttons[place] = button
            grid.addWidget(button, at // 4, at % 4)
        self.body.addLayout(grid)

    def _left(self, place: str) -> None:
        act = self._make_act(self.request_id)
        self.attempt(lambda: lambda: doing.guest_left(act, place))


class ReasonSheet(TouchSheet):
    """不适用, and why."""

    def __init__(self, host: QWidget, slot: str, words: str, reasons: Sequence[str], make_act: MakeAct) -> None:
        super().__init__(host, f"{words} 不适用", "登记不适用", icon="circle-slash", name="reason_sheet")
        self._slot, self._make_act = slot, make_act
        self.ask("为什么？")
        self.reasons = Chips([(reason, reason) for reason in reasons], columns=4, name="reasons", says="原因")
        self.body.addWidget(self.reasons)
        self.other = self.line("other_reason", "其他原因", "其他原因")

    def save(self) -> Callable[[], Any]:
        reason = self.other.text().strip() or self.reasons.value() or ""
        act = self._make_act(self.request_id)
        return lambda: doing.not_applicable(act, self._slot, reason)


class AbsenceSheet(TouchSheet):
    """Out of the lounge: why, and who was told."""

    def __init__(self, host: QWidget, reasons: Sequence[str], told: Sequence[str], make_act: MakeAct) -> None:
        super().__init__(host, "离岗", "登记离岗", icon="footprints", name="absence_sheet")
        self._make_act = make_act
        self.ask("去做什么？")
        self.reasons = Chips([(reason, reason) for reason in reasons], columns=4, name="absence_reasons", says="原因")
        self.body.addWidget(self.reasons)
        self.ask("知会了谁？部门主管或前台人员")
        self.told = Chips([(name, name) for name in told[:8]], columns=4, name="told", says="知会了谁")
        self.body.addWidget(self.told)
        self.other = self.line("told_other", "知会了别人", "别的人，写名字")

    def save(self) -> Callable[[], Any]:
        reason, told = self.reasons.value() or "", self.other.text().strip() or self.told.value() or ""
        act = self._make_act(self.request_id)
        return lambda: doing.go_out(act, reason, told)


class HandOverSheet(TouchSheet):
    """Duty ends: what the next one must know, and who that is."""

    def __init__(self, host: QWidget, others: Sequence[tuple[int, str]], make_act: MakeAct) -> None:
        super().__init__(host, "交接下班", "交接并下班", icon="arrow-left-right", name="hand_over_sheet")
        self._make_act = make_act
        self.to = Chips(list(others), columns=4, name="to", says="交给谁")
        if others:
            self.ask("交给谁？")
            self.body.addWidget(self.to)
        self.ask("要交代的事")
        self.note = self.line("hand_over_note", "要交代的事", "例如：3 号桌客人等车到 11 点")

    def save(self) -> Callable[[], Any]:
        act, note, to = self._make_act(self.request_id), self.note.text(), self.to.value()
        return lambda: doing.sign_off(act, note, to)


class RemarkSheet(TouchSheet):
    """What a guest said, in his words."""

    def __init__(self, host: QWidget, make_act: MakeAct) -> None:
        super().__init__(host, "客人留言", "登记留言", icon="message-square", name="remark_sheet")
        self._make_act = make_act
        self.text = self.line("remark_text", "客人的话", "一句话写下客人说的")
        self.grievance = Chip("这是抱怨，请客服处理", icon="message-square-warning", name="grievance")
        self.body.addWidget(self.grievance, alignment=Qt.AlignmentFlag.AlignLeft)

    def save(self) -> Callable[[], Any]:
        act, text, grievance = self._make_act(self.request_id), self.text.text(), self.grievance.isChecked()
        return lambda: doing.note_remark(act, text, is_grievance=grievance)


class SupplySheet(TouchSheet):
    """What runs low, and what is there again: one touch each."""

    def __init__(self, host: QWidget, items: Sequence[str], low: Sequence[tuple[int, str]], make_act: MakeAct) -> None:
        super().__init__(host, "缺什么？点一下；补齐了再点一下", name="supply_sheet")
        self._make_act = make_act
        lacking = {item: key for key, item in low}
        grid = QGridLayout()
        grid.setSpacing(theme.GAP)
        for at, item in enumerate(dict.fromkeys((*items, *lacking))):
            chip = Chip(item, icon="package-open", hint="缺" if item in lacking else "", name=f"supply_{item}")
            chip.setChecked(item in lacking)
            chip.clicked.connect(lambda _=False, item=item: self._tap(item, lacking.get(item)))
            grid.addWidget(chip, at // 4, at % 4)
        self.body.addLayout(grid)

    def _tap(self, item: str, key: int | None) -> None:
        act = self._make_act(self.request_id)
        self.attempt(lambda: lambda: doing.supply_low(act, item) if key is None else doing.settle_supply(act, key))


class FaultSheet(TouchSheet):
    """Something is broken: what, and how it shows."""

    def __init__(self, host: QWidget, things: Sequence[Equipment], make_act: MakeAct) -> None:
        super().__init__(host, "报修", "报修", icon="wrench", name="fault_sheet")
        self._make_act = make_act
        if not things:
            self.ask("还没有设备清单。请客服在“休息区 → 设备”里登记")
        self.things = Chips([(one.id, _thing(one)) for one in things], columns=3, name="things", says="设备")
        self.body.addWidget(self.things)
        self.fault = self.line("fault", "故障", "哪里坏了")
        self.out = Chip("已停用", icon="circle-slash", name="out_of_use")
        self.body.addWidget(self.out, alignment=Qt.AlignmentFlag.AlignLeft)

    def save(self) -> Callable[[], Any]:
        thing = self.things.value()
        if thing is None:
            raise UserError("请点坏了的设备")
        act, fault, out = self._make_act(self.request_id), self.fault.text(), self.out.isChecked()
        return lambda: doing.report_fault(act, thing, fault, out_of_use=out)


def _thing(one: Equipment) -> str:
    """Where and what it is, and that somebody has reported it already."""
    words = f"{one.place} {one.name}".strip()
    return words if one.state.value == "fine" else f"{words}（{one.state.label}）"


class MoreSheet(TouchSheet):
    """Everything the board does less often. `chosen(name)`."""

    chosen = Signal(str)

    def __init__(self, host: QWidget, choices: Sequence[tuple[str, str, str]]) -> None:
        super().__init__(host, "更多", name="more_sheet", width=760)
        grid = QGridLayout()
        grid.setSpacing(theme.GAP)
        for at, (key, words, icon) in enumerate(choices):
            button = TouchButton(words, icon=icon, height=theme.TOUCH_LARGE - 16, name=f"more_{key}")
            button.clicked.connect(lambda _=False, key=key: self._take(key))
            grid.addWidget(button, at // 2, at % 2)
        self.body.addLayout(grid)

    def _take(self, key: str) -> None:
        self.close_sheet()
        self.chosen.emit(key)


class SlotSheet(TouchSheet):
    """A slot that was touched: what it asks, how it stands, and what can be done about it. `chosen(name)`."""

    chosen = Signal(str)

    def __init__(self, host: QWidget, title: str, lines: Sequence[str], choices: Sequence[tuple[str, str, str, bool]]) -> None:
        super().__init__(host, title, name="slot_sheet", width=760)
        for words in lines:
            self.ask(words)
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        for key, words, icon, main in choices:
            button = TouchButton(words, icon=icon, kind=Kind.PRIMARY if main else Kind.PLAIN, name=f"slot_{key}")
            button.clicked.connect(lambda _=False, key=key: self._take(key))
            row.addWidget(button, 1)
        self.body.addLayout(row)

    def _take(self, key: str) -> None:
        self.close_sheet()
        self.chosen.emit(key)
