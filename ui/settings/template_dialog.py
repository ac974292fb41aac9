"""A template as the manager changes it: its lines added, rewritten, removed and moved; valid from the next day on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskapp.checklists.domain import Frequency, Item, ItemRole, Kind, TemplateForm, Version, clock
from deskapp.errors import UserError
from ui.kit import buttons, notify, theme, work
from ui.kit.fields_choice import Choice, ChoiceField, SegmentsField
from ui.kit.fields_code import TextField, WholeField
from ui.kit.form_dialog import FormDialog
from ui.kit.frames import Empty, beside
from ui.kit.labels import Hint
from ui.kit.rows import Column, Group, RowsModel
from ui.kit.segments import Option
from ui.kit.theme import Tone
from ui.settings.lines_view import GRIP, LinesView
from ui.settings.template_file_dialog import choose_file, read_file
from ui.settings.template_line_dialog import TemplateLineDialog, minute_of, role_words

if TYPE_CHECKING:
    from deskapp.data.act import Act
    from ui.desk import Desk

_LOUNGE_ROLES = (ItemRole.SLOT, ItemRole.STANDARD, ItemRole.TABLE)
_LIST_HEIGHT = 300
_BUTTONS = 112


@dataclass(frozen=True, slots=True)
class Line:
    """A line in the editor: `key` is its own as long as the editor is open."""

    key: int
    item: Item


class TemplateDialog(FormDialog[Version]):
    """Without a version it makes a new inspection sheet. Gives the version that was written."""

    def __init__(
        self, desk: Desk, version: Version | None, departments: Sequence[Choice[int]], areas: Sequence[tuple[str, str]] = ()
    ) -> None:
        title = f"修改模板 {version.code} {version.name}" if version else "新检查表"
        hint = "明天起生效，今天的检查不变" if version else "保存后马上可用"
        super().__init__(desk.sheets, title, "保存", form="template", icon="list-checks", hint=hint, width=960)
        self._desk, self._version, self._areas = desk, version, areas
        self._kind = version.kind if version else Kind.INSPECTION
        form = version.form if version else TemplateForm("", ())
        self.lines = [Line(key, item) for key, item in enumerate(form.items)]
        self._next_key = len(self.lines)
        self.name = self.field("name", TextField("name", "名称", limit=20, required=True))
        self.department = self.field("department", ChoiceField[int]("department", "受检部门", departments))
        self.frequency = self.field("frequency", SegmentsField[Frequency]("frequency", "频次", [Option(f, f.label) for f in Frequency]))
        self.runs = self.field("runs", WholeField("runs", "每天次数", minimum=1, maximum=20))
        self.due_at = self.field("due_at", TextField("due_at", "完成时间", limit=5, placeholder="例如 17:30"))
        self.spot = self.field("spot_items", WholeField("spot_items", "抽查数量", minimum=1, maximum=99))
        states = (Option(value=True, label="在用", tone=Tone.GOOD), Option(value=False, label="停用", tone=Tone.NEUTRAL, icon="ban"))
        self.active = self.field("active", SegmentsField[bool]("active", "状态", states))
        self.model = RowsModel[Line](_columns(self._kind), key=lambda line: line.key)
        self.view = self.field("items", LinesView(self.model, name="template_lines", says="各行", empty=Empty("还没有内容", "点“加一行”")))
        self.add_line = buttons.plain("加一行", icon="plus", name="add_line")
        self.edit_line = buttons.plain("修改", icon="pencil", name="edit_line")
        self.remove_line = buttons.plain("删去", icon="trash-2", name="remove_line")
        self.up = buttons.plain("上移", icon="chevron-up", name="line_up")
        self.down = buttons.plain("下移", icon="chevron-down", name="line_down")
        self.read_lines = buttons.plain("读 Excel", icon="upload", name="read_lines")
        self._place_fields()
        self.read_lines.setVisible(version is None)  # shown before it has a parent, it would be a window and take the keyboard
        self._wire()
        self._fill(form)

    def _place_fields(self) -> None:
        is_sheet = self._kind is Kind.INSPECTION
        self.body.addWidget(beside(self.name, self.department, stretch=False) if is_sheet else self.name)
        if is_sheet:
            self.body.addWidget(beside(self.frequency, self.runs, self.due_at, self.spot, self.active, stretch=False))
        elif self._kind is Kind.LOUNGE_AREA:
            self.body.addWidget(self.spot)
        self.view.setFixedHeight(_LIST_HEIGHT)
        side = QVBoxLayout()
        side.setSpacing(theme.STEP)
        for button in (self.add_line, self.edit_line, self.remove_line, self.up, self.down, self.read_lines):
            button.setFixedWidth(_BUTTONS)
            side.addWidget(button)
        side.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        row.addWidget(self.view, 1)
        row.addLayout(side)
        holder = QWidget()
        holder.setLayout(row)
        row.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(holder)
        moves = "时段按开始时间排列" if self._kind is Kind.LOUNGE_DAY else "拖动一行或用 Alt+↑ Alt+↓ 移动"
        self.body.addWidget(Hint(f"Enter 修改，Insert 加一行，Delete 删去，{moves}"))

    def _wire(self) -> None:
        self.add_line.clicked.connect(self._add)
        self.edit_line.clicked.connect(self._edit)
        self.remove_line.clicked.connect(self._remove)
        self.up.clicked.connect(lambda: self._move(-1))
        self.down.clicked.connect(lambda: self._move(1))
        self.read_lines.clicked.connect(self._read_lines)
        self.view.opened.connect(self._edit)
        self.view.current_changed.connect(self._allow)
        self.view.dropped.connect(self._drop)
        for keys, act in (
            (Qt.Key.Key_Insert, self._add),
            (Qt.Key.Key_Delete, self._remove),
            (Qt.Modifier.ALT | Qt.Key.Key_Up, lambda: self._move(-1)),
            (Qt.Modifier.ALT | Qt.Key.Key_Down, lambda: self._move(1)),
        ):
            shortcut = QShortcut(QKeySequence(keys), self.view)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(act)

    def _fill(self, form: TemplateForm) -> None:
        self.name.set_text(form.name)
        self.department.set_value(form.department_id or 0)
        self.frequency.set_value(form.frequency)
        self.runs.set_text(str(form.runs))
        self.due_at.set_text(clock(form.due_at))
        self.spot.set_text(str(form.spot_items))
        self.active.set_value(form.active)
        self._form = form
        self._show_lines()
        self.view.select_first()

    def _show_lines(self, current: int | None = None) -> None:
        self.lines = _in_order(self.lines)
        if self._kind is Kind.LOUNGE_DAY:
            groups = [
                (Group(role_words(role), icon="list"), [line for line in self.lines if line.item.role is role]) for role in _LOUNGE_ROLES
            ]
            self.model.set_groups([(group, lines) for group, lines in groups if lines])
        else:
            self.model.set_rows(self.lines)
        if current is not None:
            self.view.select_key(current)
        self._allow()

    def _allow(self, *_: object) -> None:
        line = self.view.current_row()
        self.edit_line.setEnabled(line is not None)
        self.remove_line.setEnabled(line is not None)
        self.up.setEnabled(self._target(-1) is not None)
        self.down.setEnabled(self._target(1) is not None)

    # Lines --------------------------------------------------------------------------------------------------------------

    def _add(self) -> None:
        line = self.view.current_row()
        if self._kind is not Kind.LOUNGE_DAY:
            self._ask(Item("", section=line.item.section if line else ""), (ItemRole.CHECK,), None)
            return
        role = line.item.role if line else ItemRole.SLOT
        self._ask(Item("", role), _LOUNGE_ROLES, None)

    def _edit(self, *_: object) -> None:
        line = self.view.current_row()
        if line is not None:
            self._ask(line.item, (line.item.role,), line)

    def _ask(self, item: Item, roles: Sequence[ItemRole], line: Line | None) -> None:
        dialog = TemplateLineDialog(self._desk.sheets, item, roles=roles, areas=self._areas)

        def take(made: Item) -> None:
            self._take(line, made)

        dialog.accepted.connect(take)
        dialog.open()

    def _take(self, line: Line | None, item: Item) -> None:
        """A new line stands behind the current one."""
        if line is not None:
            self.lines = [Line(line.key, item) if one.key == line.key else one for one in self.lines]
            self._show_lines(line.key)
            return
        current = self.view.current_row()
        place = next((at for at, one in enumerate(self.lines, start=1) if current and one.key == current.key), len(self.lines))
        made = Line(self._next_key, item)
        self._next_key += 1
        self.lines.insert(place, made)
        self._show_lines(made.key)

    def _remove(self) -> None:
        line = self.view.current_row()
        if line is None:
            return
        place = self.lines.index(line)
        self.lines.remove(line)
        self._show_lines(self.lines[min(place, len(self.lines) - 1)].key if self.lines else None)

    def _target(self, by: int) -> int | None:
        """Where the current line would move; a slot stands by its time."""
        line = self.view.current_row()
        if line is None or line.item.role is ItemRole.SLOT:
            return None
        place = self.lines.index(line) + by
        return place if 0 <= place < len(self.lines) and self.lines[place].item.role is line.item.role else None

    def _move(self, by: int) -> None:
        line, place = self.view.current_row(), self._target(by)
        if line is None or place is None:
            return
        self.lines.remove(line)
        self.lines.insert(place, line)
        self._show_lines(line.key)

    def _read_lines(self) -> None:
        """The lines of a list the store has already; they are looked at here before the new sheet is saved."""
        path = choose_file(self._desk, self.window(), "读入检查表")
        if path is None:
            return
        try:
            found = read_file(self._desk, path, None)
        except work.Cancelled:
            return
        if found.problems:
            first, others = found.problems[0], len(found.problems) - 1
            more = f"；另有 {others} 处不对" if others else ""
            raise UserError(f"没有读入：{first.cell or path.name} {first.words}{more}。请在表格软件里改好再读")
        self.lines = [Line(key, item) for key, item in enumerate(found.items, start=self._next_key)]
        self._next_key += len(self.lines)
        self._show_lines(self.lines[0].key)
        notify.say(f"读入 {len(self.lines)} 行，保存后才可用")

    def _drop(self, line: Line, at: int) -> None:
        """A line dragged to before the `at`th of the list; it stays among its own, and a slot where its time puts it."""
        if line.item.role is ItemRole.SLOT:
            notify.say("时段按开始时间排列，请改它的时间", tone=Tone.WARN)
            return
        shown = [self.model.row_at(self.model.index(place, 0)) for place in range(self.model.rowCount())]
        before = next((one for one in shown[at:] if one is not None), None)
        rest = [one for one in self.lines if one.key != line.key]
        mine = [place for place, one in enumerate(rest) if one.item.role is line.item.role]
        wanted = next((place for place, one in enumerate(rest) if before is not None and one.key == before.key), len(rest))
        rest.insert(min(max(wanted, mine[0]), mine[-1] + 1) if mine else wanted, line)
        self.lines = rest
        self._show_lines(line.key)

    # Saving -------------------------------------------------------------------------------------------------------------

    def save(self) -> Version:
        form = replace(self._form, name=self.name.need(), items=tuple(line.item for line in self.lines))
        if self._kind is Kind.INSPECTION:
            form = replace(
                form,
                department_id=self.department.value() or None,
                frequency=self.frequency.need(),
                runs=self.runs.need(),
                due_at=minute_of(self.due_at.text(), field="due_at", says="完成时间"),
                active=self.active.need(),
            )
        if self._kind is not Kind.LOUNGE_DAY:
            form = replace(form, spot_items=self.spot.need())
        made = work.call(_save, self._desk.session.act(request_id=self.request_id), self._version.code if self._version else "", form)
        notify.say(f"模板 {made.code} {made.name} 已保存，{made.valid_from:%m-%d} 起生效")
        return made


def _in_order(lines: Sequence[Line]) -> list[Line]:
    """Of the lounge's day slots by time, standards, tables; of any other template as they stand."""

    def place(line: Line) -> tuple[int, int]:
        if line.item.role is ItemRole.CHECK:
            return 0, 0
        return _LOUNGE_ROLES.index(line.item.role), line.item.starts_at or 0

    return sorted(lines, key=place)


def _columns(kind: Kind) -> tuple[Column[Line], ...]:
    grip = Column[Line](key="grip", title="", text=lambda _: "", width=GRIP)
    if kind is Kind.LOUNGE_DAY:
        return (
            grip,
            Column(key="time", title="时间", text=lambda line: time_words(line.item), width=120),
            Column(key="title", title="名称", text=lambda line: line.item.title, bold=True, stretch=True),
            Column(key="criterion", title="完成标准", text=lambda line: line.item.criterion, width=180),
            Column(key="more", title="巡检、清单", text=lambda line: extra_words(line.item), width=150),
        )
    return (
        grip,
        Column(key="section", title="分类", text=lambda line: line.item.section, width=90),
        Column(key="title", title="名称", text=lambda line: line.item.title, bold=True, width=190),
        Column(key="criterion", title="标准", text=lambda line: line.item.criterion, stretch=True),
        Column(key="weight", title="权重", text=lambda line: str(line.item.weight), width=60, right=True),
    )


def time_words(item: Item) -> str:
    """08:10–08:15, '' of what is no slot."""
    return f"{clock(item.starts_at)}–{clock(item.ends_at)}" if item.starts_at is not None and item.ends_at is not None else ""


def extra_words(item: Item) -> str:
    """What a slot asks besides."""
    words = [f"每 {item.round_every} 分钟巡检"] if item.round_every else []
    return "，".join([*words, *([f"清单 {item.area}"] if item.area else [])])


def _save(act: Act, code: str, form: TemplateForm) -> Version:
    from deskapp.checklists.templates import add_template, change_template

    return change_template(act=act, code=code, form=form) if code else add_template(act=act, form=form)
