"""导入会员: choose a list, match its columns, check it, bring it in. Nothing is written before the last step."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFileDialog, QStackedWidget

from ui.kit import buttons, notify, work
from ui.moving_in import jobs
from ui.moving_in.check_step import CheckStep
from ui.moving_in.choose_step import ChooseStep
from ui.moving_in.columns_step import ColumnsStep
from ui.moving_in.done_step import DoneStep
from ui.moving_in.step_bar import StepBar
from ui.settings.subject import Subject

if TYPE_CHECKING:
    from deskapp.data.backup import Backup
    from deskapp.members.importing import Checked, Imported, Outline
    from ui.desk import Desk

CHOOSE, COLUMNS, CHECK, DONE = range(4)


class ImportSubject(Subject):
    """A list that was begun stays where it is while one looks at other pages. Esc goes one step back."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, name="import", says="导入会员")
        self._done: Checked | None = None
        self.bar = StepBar(("选文件", "对列", "核对", "导入"), name="import_steps")
        self.choose, self.columns = ChooseStep(desk), ColumnsStep(desk)
        work.breathe()
        self.check, self.done = CheckStep(desk), DoneStep()
        self.steps = QStackedWidget()
        for step in (self.choose, self.columns, self.check, self.done):
            self.steps.addWidget(step)
        self.template = buttons.plain("下载模板", icon="download", name="save_template")
        self.back = buttons.plain("上一步", icon="arrow-left", key="Esc", name="step_back")
        self.other = buttons.plain("换一个文件", icon="folder-open", name="other_file")
        self._lay_out()
        self._wire()
        self.show_step(CHOOSE)

    def _lay_out(self) -> None:
        self.lead_with(self.bar)
        for button in (self.template, self.other, self.back):
            self.add_button(button)
        self.column.addWidget(self.steps, 1)

    def _wire(self) -> None:
        self.template.clicked.connect(self._save_template)
        self.back.clicked.connect(self._go_back)
        self.other.clicked.connect(lambda: self.show_step(CHOOSE))
        self.choose.opened.connect(self._opened)
        self.columns.checked.connect(self._checked)
        self.check.imported.connect(self._imported)
        self.done.again.connect(lambda: self.show_step(CHOOSE))
        self.done.members.connect(lambda: self.desk.open_room("members"))
        self.done.mend.connect(lambda: self.check.save_left_out(self._done))
        self.done.back_up.connect(self._see_backups)

    def refresh(self) -> None:
        self.choose.refresh()

    def step(self) -> int:
        """The step that is shown."""
        return self.steps.currentIndex()

    def show_step(self, step: int) -> None:
        """Show a step; the list it is about was handed to it before."""
        self.steps.setCurrentIndex(step)
        self.bar.set_step(DONE + 1 if step == DONE else step)
        self.back.setVisible(step in (COLUMNS, CHECK))
        self.other.setVisible(step in (COLUMNS, CHECK))
        self.template.setVisible(step == CHOOSE)
        if step in (CHOOSE, COLUMNS):
            self.check.forget()
        if step == CHOOSE:
            self._done = None
            self.choose.refresh()
        shown = (self.choose, self.columns, self.check, self.done)[step]
        self.setFocusProxy(shown)
        shown.setFocus()

    def _opened(self, outline: Outline) -> None:
        self.columns.show_outline(outline)
        self.show_step(COLUMNS)

    def _checked(self, checked: Checked) -> None:
        self.check.show_checked(checked)
        self.show_step(CHECK)

    def _imported(self, done: Imported, checked: Checked, backup: Backup | None) -> None:
        self._done = checked
        self.done.show_imported(done, checked, backup)
        self.show_step(DONE)
        self.desk.changed()

    def _go_back(self) -> None:
        if self.step() in (COLUMNS, CHECK):
            self.show_step(self.step() - 1)

    def _see_backups(self) -> None:
        settings: Any = self.desk.open_room("settings")
        settings.open_subject("备份")

    def _save_template(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self.window(), "下载模板", str(Path.home() / "会员名单模板.xlsx"), "Excel 工作簿 (*.xlsx)")
        if chosen:
            path = Path(chosen) if chosen.lower().endswith(".xlsx") else Path(f"{chosen}.xlsx")
            work.call_on(work.Lane.FILES, partial(jobs.save_template, self.desk.session.act(), path))
            notify.say(f"模板已存为 {path.name}，填好后在这里导入")
