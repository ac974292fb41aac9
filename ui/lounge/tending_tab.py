"""报修与留言: grievances nobody has handled, repairs that are open, what runs low, and the list of equipment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskapp.lounge.things import Equipment, EquipmentState, Remark, Repair, Supply
from deskapp.staff.domain import Right
from ui.desk import DeskAct
from ui.kit import buttons, theme, work
from ui.kit.fields_person import PersonChoice
from ui.kit.frames import Card, Empty
from ui.kit.pills import Pill
from ui.kit.rows import Column, Group, RowsModel
from ui.kit.rows_view import RowsView
from ui.kit.theme import Tone

if TYPE_CHECKING:
    from deskapp.data import Act
    from ui.desk import Desk
    from ui.kit.form_dialog import FormDialog

_STATES = {
    EquipmentState.FINE: Pill("正常", Tone.GOOD),
    EquipmentState.TO_REPAIR: Pill("待修", Tone.WARN, "wrench"),
    EquipmentState.OUT_OF_USE: Pill("停用", Tone.BAD, "circle-slash"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line, whatever it is about; `thing` is what a step is taken with."""

    key: tuple[str, int]
    pill: Pill
    what: str
    detail: str
    who: str
    when: str
    thing: Any


@dataclass(frozen=True, slots=True)
class Found:
    remarks: tuple[Remark, ...]
    repairs: tuple[Repair, ...]
    supplies: tuple[Supply, ...]
    equipment: tuple[Equipment, ...]
    names: dict[int, str]
    people: tuple[PersonChoice, ...]


class TendingTab(QWidget):
    """The button under the list says what can be done with the row under the cursor."""

    told = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._found: Found | None = None
        self._wanted: tuple[str, int] | None = None
        self._may = desk.session.may(Right.CHECK_LOUNGE)
        self.model = RowsModel[Line](_columns(), key=lambda line: line.key)
        empty = Empty("没有报修和留言", "设备清单也还是空的，点“新设备”登记")
        self.view = RowsView(self.model, name="lounge_tending", says="报修与留言", state=desk.local, empty=empty)
        self.act_button = buttons.primary("处理", icon="check", key="F4", name="tend")
        self.complain_button = buttons.plain("转处理单", icon="message-square-warning", key="F8", name="complain_remark")
        self.assign_button = buttons.plain("安排", icon="user-check", name="assign_repair")
        self.new_button = buttons.plain("新设备", icon="plus", name="new_equipment")
        card = Card(margin=1, name="list_card")
        card.column.setContentsMargins(1, 1, 1, 1)
        card.column.addWidget(self.view)
        foot = QHBoxLayout()
        foot.setSpacing(theme.GAP)
        foot.addWidget(self.new_button)
        foot.addStretch(1)
        foot.addWidget(self.complain_button)
        foot.addWidget(self.assign_button)
        foot.addWidget(self.act_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        column.addWidget(card, 1)
        column.addLayout(foot)
        self.setFocusProxy(self.view)
        self.act_button.clicked.connect(self._act)
        self.complain_button.clicked.connect(self._complain)
        self.assign_button.clicked.connect(self._assign)
        self.new_button.clicked.connect(self._new)
        self.view.current_changed.connect(self._allow)
        self.view.opened.connect(self._act)
        for button in (self.act_button, self.assign_button, self.new_button):
            button.setVisible(self._may)

    def count(self) -> int:
        """How much waits: grievances and open repairs."""
        return len(self._found.remarks) + len(self._found.repairs) if self._found else 0

    def summary(self) -> str:
        if self._found is None:
            return ""
        return f"抱怨 {len(self._found.remarks)}，报修 {len(self._found.repairs)}，缺物料 {len(self._found.supplies)}"

    def show_repair(self, repair_id: int) -> None:
        self._wanted = "repair", repair_id
        self.refresh()

    def show_remark(self, remark_id: int) -> None:
        """Put the cursor on a guest's remark."""
        self._wanted = "remark", remark_id
        self.refresh()

    def refresh(self) -> None:
        act = self._desk.session.act()
        work.latest(self, lambda: _load(act), self._fill, topic="tending")

    def _fill(self, found: Found) -> None:
        self._found = found
        today = self._desk.session.now().date()
        groups = (
            (Group("客人抱怨", icon="message-square-warning"), [_remark_line(one, found.names) for one in found.remarks]),
            (Group("报修", icon="wrench"), [_repair_line(one, found.names, today) for one in found.repairs]),
            (Group("缺物料", icon="package-open"), [_supply_line(one, found.names) for one in found.supplies]),
            (Group("设备", icon="armchair"), [_equipment_line(one) for one in found.equipment]),
        )
        self.model.set_groups([(group, lines) for group, lines in groups if lines])
        if self._wanted is not None:
            self.view.select_key(self._wanted)
            self._wanted = None
        elif self.view.current_row() is None:
            self.view.select_first()
        self._allow()
        self.told.emit()

    def _allow(self, *_: object) -> None:
        line = self.view.current_row()
        kind = line.key[0] if line else ""
        words = {"remark": "处理", "repair": "修好了", "supply": "补齐了", "equipment": "修改"}
        self.act_button.set_words(words.get(kind, "处理"))
        self.act_button.setEnabled(bool(kind) and self._may)
        self.assign_button.setVisible(kind == "repair" and self._may)
        self.complain_button.setVisible(bool(self.complaint_in_hand()))

    def _act(self, *_: object) -> None:
        from ui.lounge.dialogs import EquipmentDialog, HandleRemarkDialog, RepairDialog

        line = self.view.current_row()
        if line is None or not self._may or self._found is None or not self.isVisible():
            return
        if line.key[0] == "remark":
            self._open(HandleRemarkDialog(self._desk, line.thing))
        elif line.key[0] == "repair":
            self._open(RepairDialog(self._desk, line.thing, self._found.people, close=True))
        elif line.key[0] == "equipment":
            self._open(EquipmentDialog(self._desk, line.thing))
        else:
            work.call(_settle, self._desk.session.act(), line.thing.id)
            self._desk.changed()

    def complaint_in_hand(self) -> dict[str, Any]:
        """What F8 begins with: the guest's remark under the cursor."""
        line = self.view.current_row()
        may = self._desk.session.may(Right.HANDLE_COMPLAINTS)
        return {"remark_id": line.thing.id} if line is not None and line.key[0] == "remark" and may else {}

    def _complain(self) -> None:
        if self.complaint_in_hand():
            self._desk.start(DeskAct.COMPLAIN, **self.complaint_in_hand())

    def _assign(self) -> None:
        from ui.lounge.dialogs import RepairDialog

        line = self.view.current_row()
        if line is not None and line.key[0] == "repair" and self._found is not None:
            self._open(RepairDialog(self._desk, line.thing, self._found.people, close=False))

    def _new(self) -> None:
        from ui.lounge.dialogs import EquipmentDialog

        self._open(EquipmentDialog(self._desk, None))

    def _open(self, dialog: FormDialog[None]) -> None:
        dialog.accepted.connect(self._desk.changed)
        dialog.open()


def _columns() -> Sequence[Column[Line]]:
    return (
        Column(key="state", title="状态", text=lambda line: line.pill.words, pill=lambda line: line.pill, width=120),
        Column(key="what", title="什么", text=lambda line: line.what, stretch=True),
        Column(key="detail", title="说明", text=lambda line: line.detail, width=300),
        Column(key="who", title="谁", text=lambda line: line.who, width=110),
        Column(key="when", title="时间", text=lambda line: line.when, width=130),
    )


def _remark_line(one: Remark, names: dict[int, str]) -> Line:
    return Line(("remark", one.id), Pill("待处理", Tone.BAD), one.text, "", names[one.by], f"{one.at:%m-%d %H:%M}", one)


def _repair_line(one: Repair, names: dict[int, str], today: date) -> Line:
    late = (today - one.due_on).days
    pill = Pill(f"超 {late} 天", Tone.BAD) if late > 0 else Pill("待修", Tone.WARN, "wrench")
    who = names[one.owner_id] if one.owner_id else "未安排"
    days = one.days_open(today)
    return Line(("repair", one.id), pill, f"{one.equipment}　{one.number}", one.fault, who, f"{one.due_on:%m-%d} 前・{days} 天", one)


def _supply_line(one: Supply, names: dict[int, str]) -> Line:
    return Line(("supply", one.id), Pill("缺", Tone.WARN, "package-open"), one.item, "", names[one.by], f"{one.noted_at:%m-%d %H:%M}", one)


def _equipment_line(one: Equipment) -> Line:
    replaced = f"{one.replaced_on:%Y-%m-%d} 更换" if one.replaced_on else ""
    return Line(("equipment", one.id), _STATES[one.state], f"{one.place} {one.name}".strip(), one.note, "", replaced, one)


def _load(act: Act) -> Found:
    from deskapp.lounge.equipment import equipment
    from deskapp.lounge.reading import low_supplies, open_grievances, repairs
    from deskapp.staff.service import people

    everybody = people(active_only=False)
    return Found(
        remarks=open_grievances(act=act),
        repairs=repairs(act=act),
        supplies=low_supplies(act=act),
        equipment=equipment(),
        names={person.id: person.name for person in everybody},
        people=tuple(PersonChoice(person.id, person.name) for person in people()),
    )


def _settle(act: Act, supply_id: int) -> None:
    from deskapp.lounge.service import settle_supply

    settle_supply(act=act, supply_id=supply_id)
