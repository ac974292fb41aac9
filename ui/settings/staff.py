"""The people of the store: who they are, what they may, whether they can sign in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ui.kit import buttons, theme, work
from ui.kit.filters import FilterChip
from ui.kit.frames import Divider, Empty, LabelRows, SectionHead, beside
from ui.kit.labels import Hint, Wrapped
from ui.kit.pills import Pill
from ui.kit.rows import Column, RowsModel
from ui.kit.rows_view import RowsView
from ui.kit.theme import Tone
from ui.settings.person_dialog import PersonDialog, ResetPinDialog, Structure, structure
from ui.settings.subject import Panel, Subject, full_width
from ui.staff.recovery_code import RecoveryCodeSheet
from ui.staff.renew_code_dialog import RenewCodeDialog, Renewed

if TYPE_CHECKING:
    from deskapp.data import Change
    from deskapp.staff.domain import Person
    from ui.desk import Desk

_SHOWN_CHANGES = 4
_FIELDS = {"name": "姓名", "staff_no": "工号", "roles": "角色", "department": "部门", "outlet": "网点", "active": "在职", "pin": "PIN"}


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A person and whether he can sign in."""

    person: Person
    has_pin: bool

    @property
    def pill(self) -> Pill:
        if not self.person.active:
            return Pill("已停用", Tone.NEUTRAL)
        return Pill("在职", Tone.GOOD) if self.has_pin else Pill("没有 PIN", Tone.WARN, "key-round")


class StaffSubject(Subject):
    """Enter or 修改 opens the person; F4 takes one on."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, name="staff", says="人员")
        self._rows: Sequence[StaffRow] = ()
        self._structure: Structure | None = None
        self._saved_id: int | None = None  # where the cursor goes as soon as the list knows the person
        self.count = Hint()
        self.filter = FilterChip("active", "状态", [(True, "在职"), (False, "全部")])
        empty = Empty("还没有同事", "按 F4 新增人员，再给他设置 PIN")
        self._model = RowsModel[StaffRow](_columns(), key=lambda row: row.person.id)
        self.view = RowsView(self._model, name="staff_list", says="人员", state=desk.local, empty=empty)
        self.panel = Panel(name="staff_panel", nothing="选一个人")
        self.change_button = full_width("修改", icon="pencil", name="change_person")
        self.pin_button = buttons.plain("重设 PIN", icon="key-round", name="reset_pin")
        self.add_button_ = buttons.plain("新增人员", icon="user-plus", key="F4", name="add_person")
        self.code_button = buttons.plain("换恢复码", icon="refresh-cw", name="renew_code")
        self._lay_out()
        self.filter.changed.connect(self._show_rows)
        self.add_button_.clicked.connect(lambda: self._open(None))
        self.code_button.clicked.connect(self._renew_code)
        self.change_button.clicked.connect(lambda: self._change(self.view.current_row()))
        self.pin_button.clicked.connect(self._reset_pin)
        self.view.opened.connect(self._change)
        self.view.current_changed.connect(self._show)

    def _lay_out(self) -> None:
        self.add_button(self.code_button)
        self.add_button(self.add_button_)
        self.panel.set_buttons(self.change_button, self.pin_button)
        self.lead_with(beside(self.filter, self.count, spacing=theme.GAP))
        self.split(self.view, panel=self.panel)

    def refresh(self) -> None:
        work.latest(self, _load, self._fill)

    def _fill(self, loaded: tuple[Sequence[StaffRow], Structure]) -> None:
        self._rows, self._structure = loaded
        active = [row for row in self._rows if row.person.active]
        without = sum(not row.has_pin for row in active)
        self.count.set_text(f"在职 {len(active)} 人" + (f"，{without} 人还没有 PIN，不能登录" if without else ""))
        self._show_rows()
        if self._saved_id is not None and self.view.select_key(self._saved_id):
            self._saved_id = None

    def _show_rows(self) -> None:
        self._model.set_rows([row for row in self._rows if row.person.active or not self.filter.value()])
        if self.view.current_row() is None:
            self.view.select_first()
        self._show(self.view.current_row())

    def _show(self, row: StaffRow | None) -> None:
        if row is None:
            self.panel.show_nothing()
            return
        work.latest(self, partial(_history, row.person.id), partial(self._show_with, row), topic="history")

    def _show_with(self, row: StaffRow, history: Sequence[Change]) -> None:
        person = row.person
        rows = LabelRows(
            [
                ("工号", person.staff_no),
                ("部门", person.department),
                ("网点", person.outlet),
                ("角色", Wrapped(person.roles_in_words or "没有角色：只能作为推荐人、责任人被选")),
            ]
        )
        content: list[QWidget] = [rows]
        if history:
            content += [Divider(), SectionHead("改动", f"最近 {min(len(history), _SHOWN_CHANGES)} 项"), *map(_change_line, history)]
        self.panel.show_row(person.name, row.pill, *content)
        self.pin_button.set_words("重设 PIN" if row.has_pin else "设置 PIN")
        self.pin_button.setEnabled(person.active)

    def _change(self, row: StaffRow | None) -> None:
        if row is not None:
            self._open(row.person)

    def _open(self, person: Person | None) -> None:
        if self._structure is None:
            return
        dialog = PersonDialog(self.desk, self._structure, person)
        dialog.accepted.connect(self._saved)
        dialog.open()

    def _reset_pin(self) -> None:
        row = self.view.current_row()
        if row is None:
            return
        dialog = ResetPinDialog(self.desk, row.person)
        dialog.accepted.connect(self._saved)
        dialog.open()

    def _renew_code(self) -> None:
        dialog = RenewCodeDialog(self.desk)
        dialog.accepted.connect(partial(self._show_code, dialog.new_code))
        dialog.open()

    def _show_code(self, code: str, renewed: Renewed) -> None:
        RecoveryCodeSheet(self.desk, renewed.person, code, store=renewed.store).open()

    def _saved(self, staff_id: int) -> None:
        self._saved_id = staff_id
        self.refresh()
        self.desk.changed()


def _columns() -> tuple[Column[StaffRow], ...]:
    return (
        Column(
            key="no", title="工号", text=lambda r: r.person.staff_no, sort=lambda r: (len(r.person.staff_no), r.person.staff_no), width=80
        ),
        Column(key="name", title="姓名", text=lambda r: r.person.name, sort=lambda r: r.person.sort_key, bold=True, width=110),
        Column(key="department", title="部门", text=lambda r: r.person.department, sort=lambda r: r.person.department, width=100),
        Column(key="roles", title="角色", text=lambda r: r.person.roles_in_words or "—", stretch=True),
        Column(key="outlet", title="网点", text=lambda r: r.person.outlet, sort=lambda r: r.person.outlet, width=100),
        Column(key="state", title="状态", text=lambda r: r.pill.words, pill=lambda r: r.pill, width=120),
    )


def _change_line(change: Change) -> QWidget:
    words = "已更改" if change.field == "pin" else f"{_said(change.old)} → {_said(change.new)}"
    return LabelRows(
        [(f"{change.at:%m-%d %H:%M}", Wrapped(f"{_FIELDS.get(change.field, change.field)} {words}", colour=theme.INK_2))], labels=88
    )


def _said(value: str) -> str:
    return {"True": "是", "False": "否", "": "（空）"}.get(value, value)


def _load() -> tuple[Sequence[StaffRow], Structure]:
    from deskapp.staff.service import people
    from deskapp.staff.sign_in import people_with_pin

    able = people_with_pin()
    return [StaffRow(person, person.id in able) for person in people(active_only=False)], structure()


def _history(staff_id: int) -> Sequence[Change]:
    from deskapp.staff.service import person_changes

    return person_changes(staff_id)[:_SHOWN_CHANGES]
