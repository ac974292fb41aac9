"""A template from a workbook: what would change, line by line, or which cells are wrong; saved as the version of tomorrow."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from deskapp.checklists.changes import Change, ChangeKind
from deskapp.checklists.domain import TemplateForm, Version
from ui.kit import buttons, notify, theme, work
from ui.kit.banners import Banner
from ui.kit.form_dialog import FormDialog
from ui.kit.frames import Empty
from ui.kit.labels import Hint
from ui.kit.pills import Pill
from ui.kit.rows import Column, RowsModel
from ui.kit.rows_view import RowsView
from ui.kit.theme import Tone

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from deskapp.checklists.exchange import Problem, TemplateFile
    from deskapp.data import Act
    from ui.desk import Desk
    from ui.kit.work import Progress

_FOLDER = "templates.folder"
_FILES = "Excel 工作簿 (*.xlsx);;表格 (*.xlsx *.xls *.ods *.csv *.txt)"
_HEIGHT = 340
_TONES = {
    ChangeKind.ADDED: (Tone.GOOD, "plus"),
    ChangeKind.REMOVED: (Tone.BAD, "trash-2"),
    ChangeKind.CHANGED: (Tone.WARN, "pencil"),
    ChangeKind.MOVED: (Tone.INFO, "arrow-right"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One line of the preview: a change, or a wrong cell."""

    key: int
    pill: Pill
    where: str
    words: str


class TemplateFileDialog(FormDialog[Version]):
    """Gives the version that was written. A file with wrong cells is mended in the spreadsheet and read again."""

    def __init__(self, desk: Desk, version: Version, path: Path, found: TemplateFile, *, today: date) -> None:
        hint = f"{path.name}；保存后从明天起生效，{today:%m-%d} 的检查不变"
        super().__init__(
            desk.sheets, f"导入 {version.code} {version.name}", "保存为新版本", form="template_file", icon="upload", hint=hint, width=960
        )
        self._desk, self._version, self._path = desk, version, path
        self.found = found
        self.verdict = Banner("", Tone.INFO, name="file_verdict")
        self.wrong = Banner("", Tone.BAD, name="file_wrong")
        self.notes = Hint("")
        self.model: RowsModel[Shown] = RowsModel(_columns(), key=lambda row: row.key)
        nothing = Empty("文件和现在的模板一样", "改好文件再点“重新读取”", icon="circle-check")
        self.view = self.field("items", RowsView(self.model, name="file_changes", says="这个文件会改什么", empty=nothing))
        self.again = buttons.plain("重新读取", icon="refresh-cw", key="F5", name="read_again")
        self.view.setFixedHeight(_HEIGHT)
        for widget in (self.verdict, self.wrong, self.view, self.notes):
            self.body.addWidget(widget)
        self.add_button(self.again)
        self.again.bind(self)
        self.again.clicked.connect(self._read_again)
        self._fill()

    def _fill(self) -> None:
        found = self.found
        self.notes.set_text("；".join(found.notes))
        self.notes.setVisible(bool(found.notes))
        self.wrong.setVisible(bool(found.problems))
        self.verdict.setVisible(not found.problems)
        if found.problems:
            self.wrong.set_words(f"有 {len(found.problems)} 处不对，还没有保存任何内容。请在表格软件里改好、存盘，再点“重新读取”")
            self.model.set_rows([_problem(at, one) for at, one in enumerate(found.problems)])
            self.primary_button.block(f"先改好 {len(found.problems)} 处")
        else:
            self.verdict.set_words(_summary(found))
            self.model.set_rows([_change(at, one) for at, one in enumerate(found.changes)])
            if found.changes:
                self.primary_button.set_words("保存为新版本", icon="check")
                self.primary_button.setEnabled(True)
            else:
                self.primary_button.block("没有改动")
        self.view.select_first()

    def _read_again(self) -> None:
        self.found = read_file(self._desk, self._path, self._version)
        self._fill()

    def save(self) -> Version:
        form = replace(self._version.form, items=self.found.items)
        made = work.call(_save, self._desk.session.act(request_id=self.request_id), self._version.code, form)
        notify.say(f"模板 {made.code} {made.name} 已保存，{made.valid_from:%m-%d} 起生效")
        return made


def choose_file(desk: Desk, window: QWidget, title: str) -> Path | None:
    """Ask for the file of a template, in the folder of last time."""
    folder: str = desk.local.get(_FOLDER) or str(Path.home())
    chosen, _ = QFileDialog.getOpenFileName(window, title, folder, _FILES)
    if not chosen:
        return None
    desk.local.put(_FOLDER, str(Path(chosen).parent))
    return Path(chosen)


def read_file(desk: Desk, path: Path, version: Version | None) -> TemplateFile:
    """Read it under a sheet with 取消: a workbook is read in a process of its own."""
    return work.long(desk.sheets, f"正在读取 {path.name}", partial(_read, desk.session.act(), path, version))


def export_template(desk: Desk, window: QWidget, version: Version) -> None:
    """Ask where to, and write the template with its versions."""
    from deskapp.sheets.writing import safe_name

    folder: str = desk.local.get(_FOLDER) or str(Path.home())
    name = safe_name(f"模板 {version.code} {version.name}") + ".xlsx"
    chosen, _ = QFileDialog.getSaveFileName(
        window, f"导出 {version.code} {version.name}", str(Path(folder) / name), "Excel 工作簿 (*.xlsx)"
    )
    if not chosen:
        return
    path = Path(chosen)
    path = path if path.suffix.lower() == ".xlsx" else path.with_name(path.name + ".xlsx")
    desk.local.put(_FOLDER, str(path.parent))
    count = work.call(_write, desk.session.act(), path, version.code)
    notify.say(f"已导出 {path.name}，{count} 行；改好后点“导入 Excel”")


def _summary(found: TemplateFile) -> str:
    counts = [(kind, sum(one.kind is kind for one in found.changes)) for kind in ChangeKind]
    words = "，".join(f"{kind.label} {count} 行" for kind, count in counts if count)
    return f"共 {len(found.items)} 行：{words}" if words else f"共 {len(found.items)} 行，没有改动"


def _problem(at: int, problem: Problem) -> Shown:
    return Shown(at, Pill("不对", Tone.BAD), problem.cell or "整张表", problem.words)


def _change(at: int, change: Change) -> Shown:
    tone, icon = _TONES[change.kind]
    return Shown(at, Pill(change.kind.label, tone, icon), f"{change.code} {change.title}".strip(), change.words)


def _columns() -> tuple[Column[Shown], ...]:
    return (
        Column(key="what", title="", text=lambda row: row.pill.words, pill=lambda row: row.pill, width=96),
        Column(key="where", title="位置", text=lambda row: row.where, bold=True, width=230),
        Column(key="words", title="内容", text=lambda row: row.words, colour=lambda _: theme.INK, stretch=True),
    )


def _read(act: Act, path: Path, version: Version | None, progress: Progress) -> TemplateFile:
    from deskapp.checklists.exchange import read_template_file

    return read_template_file(act=act, path=path, version=version, waiting=lambda: progress(0, 0, "正在打开文件"))


def _write(act: Act, path: Path, code: str) -> int:
    from deskapp.checklists.exchange import write_template_file

    return write_template_file(act=act, path=path, code=code)


def _save(act: Act, code: str, form: TemplateForm) -> Version:
    from deskapp.checklists.templates import change_template

    return change_template(act=act, code=code, form=form)
