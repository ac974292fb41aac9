"""A person's form, and a new PIN for him."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from deskapp.staff.domain import Role
from deskapp.staff.pin import judge_pin
from deskapp.typed import Judged
from ui.kit import notify, theme, work
from ui.kit.fields import LineField
from ui.kit.fields_choice import Choice, ChoiceField, SegmentsField
from ui.kit.fields_code import NameField, judge_length
from ui.kit.form_dialog import FormDialog
from ui.kit.frames import beside
from ui.kit.labels import Hint, Wrapped
from ui.kit.line_edit import LineEdit, fold_upper
from ui.kit.segments import Option
from ui.kit.theme import Tone
from ui.kit.ticks import Tick
from ui.staff.pin_field import PinField, same_pin

if TYPE_CHECKING:
    from deskapp.data.act import Act
    from deskapp.staff.domain import Department, Outlet, Person
    from ui.desk import Desk


@dataclass(frozen=True, slots=True)
class Structure:
    """The departments with their whole names ("售后部 / 车间") and the outlets that a person can be put into."""

    departments: tuple[tuple[Department, str], ...]
    outlets: tuple[Outlet, ...]


class RolesField(QWidget):
    """A tick for each role; a person may hold several, or none."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("roles")
        self.setAccessibleName("角色")
        self.ticks = {role: Tick(role.label, name=f"role_{role.value}") for role in Role}
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.GAP)
        grid.setVerticalSpacing(0)
        for place, tick in enumerate(self.ticks.values()):
            grid.addWidget(tick, place // 4, place % 4, Qt.AlignmentFlag.AlignLeft)
            tick.toggled.connect(self.changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.HALF_STEP)
        column.addWidget(Hint("角色　可以多选，权限按角色相加"))
        column.addLayout(grid)
        self.setFocusProxy(next(iter(self.ticks.values())))

    def roles(self) -> frozenset[Role]:
        return frozenset(role for role, tick in self.ticks.items() if tick.isChecked())

    def set_roles(self, roles: Collection[Role]) -> None:
        for role, tick in self.ticks.items():
            tick.setChecked(role in roles)


class PersonDialog(FormDialog[int]):
    """Take somebody on with his first PIN, or change what he is. Gives the person's id."""

    def __init__(self, desk: Desk, structure: Structure, person: Person | None = None) -> None:
        title = f"修改 {person.name}" if person else "新增人员"
        super().__init__(desk.sheets, title, "保存" if person else "新增", form="person", icon="user", width=560)
        self._desk, self._person = desk, person
        departments = [Choice(department.id, name) for department, name in structure.departments]
        self.name_ = self.field("name", NameField(required=True))
        self.staff_no = self.field("staff_no", _number_field())
        self.department = self.field("department", ChoiceField("department", "部门", departments, required=True))
        self.outlet = self.field("outlet", ChoiceField("outlet", "网点", [Choice(o.id, o.name) for o in structure.outlets], required=True))
        self.body.addWidget(beside(self.name_, self.staff_no, spacing=theme.GAP_WIDE, stretch=False))
        self.body.addWidget(beside(self.department, self.outlet, spacing=theme.GAP_WIDE, stretch=False))
        self.roles = RolesField()
        self.body.addWidget(self.roles)
        self._add_rest()
        self._fill(structure)

    def _add_rest(self) -> None:
        """The first PIN of somebody new; of somebody known whether he still works here."""
        if self._person is None:
            self.pin = self.field("pin", PinField("pin", "登录 PIN", hint="本人以后可以改"))
            self.pin_again = self.field("pin_again", PinField("pin_again", "再输一次", fresh=False))
            self.body.addWidget(beside(self.pin, self.pin_again, spacing=theme.GAP_WIDE, stretch=False))
        else:
            options = (Option(value=True, label="在职", tone=Tone.GOOD), Option(value=False, label="停用", tone=Tone.NEUTRAL, icon="ban"))
            self.active = self.field("active", SegmentsField[bool]("active", "状态", options, required=True))
            self.body.addWidget(self.active)
            self.body.addWidget(Hint("停用后不能登录，办过的单据上仍有他的名字"))

    def _fill(self, structure: Structure) -> None:
        if self._person is None:
            self.outlet.set_value(structure.outlets[0].id)
            return
        self.name_.set_value(self._person.name)
        self.staff_no.set_value(self._person.staff_no)
        self.department.set_value(self._person.department_id)
        self.outlet.set_value(self._person.outlet_id)
        self.roles.set_roles(self._person.roles)
        self.active.set_value(self._person.active)

    def save(self) -> int:
        form: dict[str, Any] = {
            "staff_no": self.staff_no.need(),
            "name": self.name_.need(),
            "department_id": self.department.need(),
            "outlet_id": self.outlet.need(),
            "roles": self.roles.roles(),
        }
        act = self._desk.session.act(request_id=self.request_id)
        if self._person is None:
            pin = judge_pin(same_pin(self.pin, self.pin_again), staff_no=form["staff_no"]).value
            staff_id = work.call(_add, act, form, pin)
        else:
            staff_id = work.call(_change, act, self._person.id, form | {"active": self.active.need()})
        notify.say(f"{form['name']} 已保存")
        return staff_id


class ResetPinDialog(FormDialog[int]):
    """A new PIN for somebody who forgot his, or has none yet. Gives the person's id."""

    def __init__(self, desk: Desk, person: Person) -> None:
        super().__init__(desk.sheets, f"设置 {person.name} 的 PIN", "保存新 PIN", form="reset_pin", icon="key-round")
        self._desk, self._person = desk, person
        self.pin = self.field("new_pin", PinField("new_pin", "新 PIN"))
        self.pin_again = self.field("pin_again", PinField("pin_again", "再输一次", fresh=False))
        self.body.addWidget(Wrapped("请让本人自己输入两次。输错次数和等待时间一并清零。", colour=theme.INK_2))
        self.body.addWidget(beside(self.pin, self.pin_again, spacing=theme.GAP_WIDE, stretch=False))

    def save(self) -> int:
        pin = same_pin(self.pin, self.pin_again)
        work.call(_reset, self._desk.session.act(request_id=self.request_id), self._person.id, pin)
        notify.say(f"{self._person.name} 的 PIN 已设置")
        return self._person.id


def _number_field() -> LineField[str]:
    return LineField("staff_no", "工号", judge=_judge_number, write=str, edit=LineEdit(ime=False, reshape=fold_upper), required=True)


def _judge_number(text: str) -> Judged[str]:
    return judge_length(text, limit=20, field="staff_no")


def structure() -> Structure:
    """What the form offers; runs on the database thread."""
    from deskapp.staff.service import departments, outlets

    shown = departments()
    by_id = {department.id: department for department in shown}
    return Structure(tuple((department, whole_name(department, by_id)) for department in shown), outlets())


def whole_name(department: Department, by_id: dict[int, Department]) -> str:
    """A department with those above it: "售后部 / 车间"."""
    names: list[str] = []
    at: Department | None = department
    while at is not None:
        names.insert(0, at.name)
        at = by_id.get(at.parent_id) if at.parent_id is not None else None
    return " / ".join(names)


def _add(act: Act, form: dict[str, Any], pin: str) -> int:
    from deskapp.staff.sign_in import reset_pin
    from deskapp.staff.staffing import add_person

    staff_id = add_person(act=act, **form)
    reset_pin(act=replace(act, request_id=f"{act.request_id}/pin"), staff_id=staff_id, new_pin=pin)
    return staff_id


def _change(act: Act, staff_id: int, form: dict[str, Any]) -> int:
    from deskapp.staff.staffing import change_person

    change_person(act=act, staff_id=staff_id, **form)
    return staff_id


def _reset(act: Act, staff_id: int, pin: str) -> None:
    from deskapp.staff.sign_in import reset_pin

    reset_pin(act=act, staff_id=staff_id, new_pin=pin)
