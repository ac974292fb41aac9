"""What is checked and when: the templates, their lines, and every version they had."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from deskapp.checklists.domain import Frequency, ItemRole, Kind, Version, clock
from ui.kit import buttons, theme, work
from ui.kit.fields_choice import Choice
from ui.kit.frames import Divider, LabelRows, SectionHead
from ui.kit.labels import Hint, Wrapped
from ui.kit.pills import Pill
from ui.kit.rows import Column, RowsModel
from ui.kit.rows_view import RowsView
from ui.kit.theme import Tone
from ui.settings.subject import Panel, Subject, full_width
from ui.settings.template_dialog import TemplateDialog, time_words
from ui.settings.template_file_dialog import TemplateFileDialog, choose_file, export_template, read_file

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from ui.desk import Desk

_VERSIONS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """A template as it is from tomorrow on, with its versions, newest first, who made them, and its department."""

    version: Version
    versions: tuple[Version, ...]
    names: dict[int, str]
    department: str
    today: date

    @property
    def pill(self) -> Pill:
        if not self.version.form.active:
            return Pill("停用", Tone.NEUTRAL, "ban")
        if self.version.valid_from > self.today:
            return Pill("明天生效", Tone.INFO, "calendar")
        return Pill("在用", Tone.GOOD)


@dataclass(frozen=True, slots=True)
class Loaded:
    """The templates, and what the editor chooses from."""

    rows: tuple[TemplateRow, ...]
    departments: tuple[Choice[int], ...]

    @property
    def areas(self) -> tuple[tuple[str, str], ...]:
        return tuple((row.version.code, row.version.name) for row in self.rows if row.version.kind is Kind.LOUNGE_AREA)


class TemplatesSubject(Subject):
    """F4 changes the chosen template from tomorrow on."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, name="templates", says="检查表和休息区每日工作；改动从明天起生效，今天的检查不变")
        self._loaded: Loaded | None = None
        self._model = RowsModel[TemplateRow](_columns(), key=lambda row: row.version.code)
        self.view = RowsView(self._model, name="templates_list", says="模板", state=desk.local)
        self.panel = Panel(name="template_panel", nothing="选一个模板")
        self.change = full_width("修改", icon="pencil", key="F4", name="change_template")
        self.add = buttons.plain("新检查表", icon="plus", name="add_template")
        self.export = buttons.plain("导出 Excel", icon="download", name="export_template")
        self.bring = buttons.plain("导入 Excel", icon="upload", name="import_template")
        self.panel.set_buttons(self.change, self.export, self.bring)
        self.change.bind(self)
        self.add_button(self.add)
        self.split(self.view, panel=self.panel)
        self.change.clicked.connect(self._change)
        self.add.clicked.connect(lambda: self._open(None))
        self.export.clicked.connect(self._export)
        self.bring.clicked.connect(self._bring)
        self.view.opened.connect(self._change)
        self.view.current_changed.connect(self._show)

    def refresh(self) -> None:
        work.latest(self, partial(_load, self.desk.session.now().date()), self._fill)

    def _fill(self, loaded: Loaded) -> None:
        self._loaded = loaded
        self._model.set_rows(loaded.rows)
        if self.view.current_row() is None:
            self.view.select_first()
        self._show(self.view.current_row())

    def _show(self, row: TemplateRow | None) -> None:
        if row is None:
            self.panel.show_nothing()
            return
        self.panel.show_row(f"{row.version.code} {row.version.name}", row.pill, *_about(row))

    def _change(self, *_: object) -> None:
        row = self.view.current_row()
        if row is not None:
            self._open(row.version)

    def _open(self, version: Version | None) -> None:
        if self._loaded is None:
            return
        dialog = TemplateDialog(self.desk, version, self._loaded.departments, self._loaded.areas)
        dialog.accepted.connect(self._saved)
        dialog.open()

    def _export(self) -> None:
        row = self.view.current_row()
        if row is not None:
            export_template(self.desk, self.window(), row.version)

    def _bring(self) -> None:
        """Read an edited file; it is looked at before anything is written."""
        row = self.view.current_row()
        path = choose_file(self.desk, self.window(), f"导入 {row.version.code} {row.version.name}") if row is not None else None
        if row is None or path is None:
            return
        try:
            found = read_file(self.desk, path, row.version)
        except work.Cancelled:
            return
        dialog = TemplateFileDialog(self.desk, row.version, path, found, today=row.today)
        dialog.accepted.connect(self._saved)
        dialog.open()

    def _saved(self, _version: Version) -> None:
        self.refresh()
        self.desk.changed()


def _about(row: TemplateRow) -> list[QWidget]:
    version = row.version
    rows: list[tuple[str, str | QWidget]] = [("种类", version.kind.label), ("内容", Wrapped(_content(version)))]
    if version.kind is Kind.INSPECTION:
        rows += [("受检部门", row.department or "—"), ("频次", _frequency(version)), ("抽查", _spot(version))]
    shown: list[QWidget] = [LabelRows(rows), Divider(), SectionHead("历次版本")]
    for made in row.versions[:_VERSIONS_SHOWN]:
        who = row.names.get(made.made_by or 0, "系统")
        when = f"{made.made_at:%Y-%m-%d %H:%M}" if made.made_at else ""
        shown.append(Hint(f"第 {made.number} 版　{made.valid_from:%Y-%m-%d} 起　{who} {when}".strip()))
    if len(row.versions) > _VERSIONS_SHOWN:
        shown.append(Hint(f"更早还有 {len(row.versions) - _VERSIONS_SHOWN} 版"))
    return shown


def _content(version: Version) -> str:
    if version.kind is not Kind.LOUNGE_DAY:
        sections = list(dict.fromkeys(item.section for item in version.checks if item.section))
        return f"{len(version.checks)} 项" + (f"：{'、'.join(sections)}" if sections else "")
    slots = "\n".join(f"{time_words(slot)} {slot.title}" for slot in version.slots)
    return f"{slots}\n标准 {len(version.of(ItemRole.STANDARD))} 条，茶桌 {len(version.of(ItemRole.TABLE))} 张".strip()


def _frequency(version: Version) -> str:
    form = version.form
    times = f" {form.runs} 次" if form.runs > 1 else ""
    return form.frequency.label + times + (f"，{clock(form.due_at)} 前" if form.frequency is Frequency.DAILY else "")


def _spot(version: Version) -> str:
    return f"{version.form.spot_items} {'人' if version.form.spot_people else '项'}"


def _columns() -> tuple[Column[TemplateRow], ...]:
    return (
        Column(key="code", title="编号", text=lambda r: r.version.code, width=60),
        Column(key="name", title="名称", text=lambda r: r.version.name, bold=True, stretch=True),
        Column(key="kind", title="种类", text=lambda r: r.version.kind.label, width=130, colour=lambda _: theme.INK_2),
        Column(key="count", title="行数", text=lambda r: str(len(r.version.form.items)), width=64, right=True),
        Column(key="state", title="状态", text=lambda r: r.pill.words, pill=lambda r: r.pill, width=116),
    )


def _load(today: date) -> Loaded:
    from deskapp.checklists.templates import history, templates
    from deskapp.staff.service import departments, people

    names = {person.id: person.name for person in people(active_only=False)}
    known = {department.id: department.name for department in departments(active_only=False)}
    rows: list[TemplateRow] = []
    for kind in Kind:
        for version in templates(kind=kind, on=today + timedelta(days=1), active_only=False):
            where = known.get(version.form.department_id or 0, "")
            rows.append(TemplateRow(version, history(code=version.code), names, where, today))
    choices = (Choice(0, "（不分部门）"), *(Choice(key, name) for key, name in known.items()))
    return Loaded(tuple(sorted(rows, key=lambda row: (len(row.version.code), row.version.code))), choices)
