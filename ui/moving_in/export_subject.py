"""导出: members or customers as a file, and the log of what has left the house."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from deskapp.errors import UserError
from deskapp.members.domain import MemberFilter
from deskapp.sheets.writing import Encoding
from ui.kit import buttons, theme, work
from ui.kit.banners import Banner
from ui.kit.buttons import Button
from ui.kit.fields_text import NotesField
from ui.kit.filters import FilterChip
from ui.kit.frames import Card, Empty, SectionHead, beside
from ui.kit.labels import Hint, Label
from ui.kit.pills import Pill
from ui.kit.request import RequestId
from ui.kit.rows import Column, RowsModel
from ui.kit.rows_view import RowsView
from ui.kit.segments import Option, Segments
from ui.kit.theme import Tone
from ui.moving_in import jobs
from ui.settings.subject import Subject, full_width

if TYPE_CHECKING:
    from deskapp.members.exporting import Exported, ExportForm
    from ui.desk import Desk

_FOLDER = "export.folder"
_XLSX, _CSV, _OLD_CSV = "xlsx", "csv", "old_csv"
_FORMAT_WORDS = {
    _XLSX: "Excel 和 WPS 都能直接打开，数字按文字保存，不会变样。",
    _CSV: "UTF-8 编码，Excel 和 WPS 双击就能看中文。",
    _OLD_CSV: "给只认 GBK 的老程序；显示不了的生僻字，导出后会列出来。",
}
_MASKED, _FULL = "masked", "full"
_FORM, _LABELS = 496, 56


class ExportSubject(Subject):
    """Ctrl+Enter asks where to, and writes."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, name="export", says="导出的文件离开系统后就没有权限和打码了，请只导出要用的")
        self._request = RequestId()
        self._last: Path | None = None
        self.subject = Segments(
            [Option("members", "会员"), Option("customers", "全部客户")], name="export_subject", says="导出什么", width=120
        )
        self.only = FilterChip("export_only", "状态", [(only, only.label) for only in MemberFilter])
        self.recruiter = FilterChip("export_recruiter", "推荐人", [(None, "全部"), *work.call(jobs.recruiters)])
        how = [Option(_MASKED, "打码"), Option(_FULL, "完整")]
        self.numbers = Segments(how, name="export_numbers", says="手机号", width=120)
        self.reason = NotesField("reason", "用途", limit=100, placeholder="例如 12 月续会提醒短信", required=True)
        self.format = Segments(
            [Option(_XLSX, "Excel"), Option(_CSV, "CSV"), Option(_OLD_CSV, "CSV（GBK）")], name="export_format", says="文件格式", width=100
        )
        self.format_hint = Hint("")
        self.about = Hint("")
        self.button: Button = full_width("导出", icon="download", key="Ctrl+Enter", name="export_list")
        self.open_folder = buttons.link("打开所在文件夹", icon="folder-open", name="open_folder")
        self.done = Banner("", Tone.GOOD, action=self.open_folder, name="export_done")
        self.refusal = Banner("", Tone.BAD, name="export_refused")
        self.model: RowsModel[jobs.PastExport] = RowsModel(_columns(), key=lambda line: (line.what.at, line.what.file))
        empty = Empty("还没有导出过", "导出之后，这里能查到谁在什么时候导出了什么", icon="history")
        self.view = RowsView(self.model, name="export_log", says="导出记录", state=desk.local, empty=empty)
        self._lay_out()
        self._wire()

    def _lay_out(self) -> None:
        form = Card(name="export_form", margin=20)
        form.setFixedWidth(_FORM)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.GAP)
        grid.setVerticalSpacing(theme.GAP_WIDE)
        grid.setColumnMinimumWidth(0, _LABELS)
        self.filters = beside(self.only, self.recruiter)
        top = Qt.AlignmentFlag.AlignTop
        for row, (label, *widgets) in enumerate(
            (
                ("导出谁", self.subject, self.filters),
                ("手机号", self.numbers, self.reason),
                ("文件", self.format, self.format_hint),
            )
        ):
            title = Label(label)
            title.setFixedHeight(theme.CONTROL)
            grid.addWidget(title, row, 0, top)
            box = QVBoxLayout()
            box.setSpacing(theme.STEP)
            for widget in widgets:
                box.addWidget(widget)
            grid.addLayout(box, row, 1)
        form.column.addLayout(grid)
        form.column.addStretch(1)
        form.column.addWidget(self.about)
        form.column.addWidget(self.button)
        log = QWidget()
        column = QVBoxLayout(log)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.STEP)
        card = Card(margin=1, name="export_log_card")
        card.column.setContentsMargins(1, 1, 1, 1)
        card.column.addWidget(self.view)
        for widget in (self.done, self.refusal, SectionHead("导出记录", "谁、何时、导出了什么；只增不改")):
            column.addWidget(widget)
        column.addWidget(card, 1)
        row_of_two = QHBoxLayout()
        row_of_two.setSpacing(theme.GAP_WIDE)
        row_of_two.addWidget(form)
        row_of_two.addWidget(log, 1)
        self.column.addLayout(row_of_two, 1)
        self.setFocusProxy(self.subject)

    def _wire(self) -> None:
        self.button.bind(self)
        self.subject.set_value("members")
        self.numbers.set_value(_MASKED)
        self.format.set_value(_XLSX)
        for part in (self.subject, self.only, self.recruiter, self.numbers, self.format):
            part.changed.connect(self._changed)
        self.button.clicked.connect(self._export)
        self.open_folder.clicked.connect(self._open_folder)
        for banner in (self.done, self.refusal):
            banner.hide()
        self._changed()

    def refresh(self) -> None:
        act = self.desk.session.act()
        work.latest(self, partial(jobs.exports, act), self.model.set_rows, topic="log")
        work.latest(self, partial(jobs.count, act, self._form()), self._say_count, topic="count")

    def _changed(self) -> None:
        self._request = RequestId()
        self.filters.setVisible(self.subject.value() == "members")
        self.reason.setVisible(self._is_full())
        self.format_hint.set_text(_FORMAT_WORDS[self.format.value() or _XLSX])
        self.refusal.hide()
        if self.isVisible():
            self.refresh()

    def _is_full(self) -> bool:
        return self.numbers.value() == _FULL

    def _form(self) -> ExportForm:
        from deskapp.members.exporting import ExportForm, Subject

        subject = Subject(self.subject.value() or "members")
        narrowed = subject is Subject.MEMBERS
        return ExportForm(
            subject=subject,
            only=self.only.value() if narrowed else MemberFilter.ALL,
            recruiter_id=self.recruiter.value() if narrowed else None,
            full=self._is_full(),
            encoding=Encoding.GB18030 if self.format.value() == _OLD_CSV else Encoding.UTF8,
            reason=self.reason.text().strip() if self._is_full() else "",
        )

    def _say_count(self, count: int) -> None:
        self.about.set_text(f"{'手机号完整' if self._is_full() else '手机号打码'}，这次导出会记在右边")
        if count:
            self.button.set_words(f"导出 {count:,} 位")
        else:
            self.button.block("没有符合条件的记录")

    def _export(self) -> None:
        self.refusal.hide()
        self.done.hide()
        try:
            if self._is_full():
                self.reason.need()
        except UserError as refusal:
            self.reason.problem(refusal.message)
            self.reason.focus_editor()
            return
        path = self._ask_path()
        if path is None:
            return
        form, act = self._form(), self.desk.session.act(request_id=self._request.value)
        try:
            done = work.long(self.desk.sheets, "正在导出", partial(jobs.export, act, form, path))
        except work.Cancelled:
            self._request.refused(in_doubt=False)
            return
        except UserError as refusal:
            self._request.refused(in_doubt=False)
            self.refusal.set_words(refusal.message)
            self.refusal.show()
            return
        self._request.saved()
        self._last = path
        self._say_done(done)
        self.refresh()

    def _say_done(self, done: Exported) -> None:
        rare = f"；{len(done.rare)} 个字超出 GBK：{'、'.join(done.rare[:10])}，老程序里可能显示成问号" if done.rare else ""
        self.done.set_words(f"{done.rows:,} 行已存到 {done.file}{rare}")
        self.done.show()

    def _ask_path(self) -> Path | None:
        suffix = ".xlsx" if self.format.value() == _XLSX else ".csv"
        folder: str = self.desk.local.get(_FOLDER) or str(Path.home())
        day = self.desk.session.now().date()
        name = f"{'会员' if self.subject.value() == 'members' else '客户'} {day}{suffix}"
        kind = "Excel 工作簿 (*.xlsx)" if suffix == ".xlsx" else "CSV 文字表格 (*.csv)"
        chosen, _ = QFileDialog.getSaveFileName(self.window(), "导出到", str(Path(folder) / name), kind)
        if not chosen:
            return None
        path = Path(chosen) if chosen.lower().endswith(suffix) else Path(f"{chosen}{suffix}")
        self.desk.local.put(_FOLDER, str(path.parent))
        return path

    def _open_folder(self) -> None:
        if self._last is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._last.parent)))


def _columns() -> tuple[Column[jobs.PastExport], ...]:
    def full(line: jobs.PastExport) -> Pill:
        return Pill("完整", Tone.WARN, "eye") if line.what.full else Pill("打码", Tone.NEUTRAL, "eye-off")

    return (
        Column(key="at", title="时间", text=lambda line: f"{line.what.at:%m-%d %H:%M}", width=112),
        Column(key="by", title="谁", text=lambda line: line.by, width=72),
        Column(key="what", title="导出了", text=lambda line: line.what.what, bold=True, width=150),
        Column(key="rows", title="行数", text=lambda line: f"{line.what.rows:,}", right=True, width=72),
        Column(key="full", title="手机号", text=lambda line: full(line).words, pill=full, width=84),
        Column(key="reason", title="用途", text=lambda line: line.what.reason, colour=lambda _: theme.INK_2, stretch=True),
    )
