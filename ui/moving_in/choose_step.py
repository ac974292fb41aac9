"""选文件: drop the list or choose it; what was brought before, and what a list may hold."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from deskapp.errors import UserError
from deskapp.members.import_fields import ImportField, Subject
from ui.kit import theme, work
from ui.kit.banners import Banner
from ui.kit.frames import Card, Divider, LabelRows, SectionHead
from ui.kit.labels import Hint, Label, Wrapped
from ui.kit.theme import Tone
from ui.moving_in import jobs
from ui.moving_in.drop_area import DropArea

if TYPE_CHECKING:
    from ui.desk import Desk

FILES = "表格 (*.xlsx *.xls *.ods *.csv *.txt);;所有文件 (*)"
COLUMNS = "import.columns"
"""Where this PC remembers what each head was chosen to mean."""
_FOLDER = "import.folder"
_SHOWN = {
    Subject.MEMBER: (ImportField.MEMBER_NO, ImportField.CARD_NO, ImportField.LEVEL, ImportField.JOINED_ON, ImportField.VALID_UNTIL),
    Subject.CUSTOMER: (ImportField.NAME, ImportField.MOBILE, ImportField.BIRTHDAY, ImportField.NOTE),
    Subject.CAR: (ImportField.PLATE, ImportField.VIN, ImportField.MODEL),
    Subject.POINTS: (ImportField.REDEEMABLE, ImportField.TIER, ImportField.POINTS_UNTIL),
    Subject.CONSENT: (ImportField.CONSENT_SERVICE, ImportField.CONSENT_MARKETING),
}


class ChooseStep(QWidget):
    """`opened` gives the outline of a list that can be read; what cannot stays here, with the reason."""

    opened = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("choose_step")
        self._desk = desk
        self.area = DropArea("把会员名单拖到这里", "Excel、WPS 表格或 CSV，最多 20 万行；先核对，确认之后才写入", name="drop_area")
        self.refusal = Banner("", Tone.BAD, name="file_refused")
        self.refusal.hide()
        self.past = Card(name="past_imports", margin=20)
        left = QVBoxLayout()
        left.setSpacing(theme.GAP)
        left.addWidget(self.area, 1)
        left.addWidget(self.refusal)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP_WIDE)
        row.addLayout(left, 1)
        row.addWidget(self._panel())
        self.area.button.bind(self)
        self.area.asked.connect(self._ask)
        self.area.dropped.connect(self.take)
        self.setFocusProxy(self.area)

    def refresh(self) -> None:
        work.latest(self, partial(jobs.imports, self._desk.session.act()), self._show_past)

    def take(self, path: Path) -> None:
        """Open a list; a refusal stays in sight until another one is chosen."""
        self.refusal.hide()
        self._desk.local.put(_FOLDER, str(path.parent))
        remembered: dict[str, str] = self._desk.local.get(COLUMNS) or {}
        act = self._desk.session.act()
        try:
            outline = work.long(self._desk.sheets, f"正在打开 {path.name}", partial(jobs.look, act, path, remembered))
        except work.Cancelled:
            return
        except UserError as refusal:
            self.refusal.set_words(f"{path.name}：{refusal.message}")
            self.refusal.show()
            return
        self.opened.emit(outline)

    def _ask(self) -> None:
        folder: str = self._desk.local.get(_FOLDER) or str(Path.home())
        chosen, _ = QFileDialog.getOpenFileName(self.window(), "选会员名单", folder, FILES)
        if chosen:
            self.take(Path(chosen))

    def _panel(self) -> QWidget:
        panel = QWidget()
        panel.setFixedWidth(theme.PANEL)
        column = QVBoxLayout(panel)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        what = Card(name="what_lists_hold", margin=20)
        what.column.setSpacing(theme.GAP)
        what.column.addWidget(SectionHead("名单里可以有什么", "列名认得出就自动对上"))
        rows = LabelRows()
        for subject, fields in _SHOWN.items():
            rows.add(subject.value, Wrapped("、".join(which.label for which in fields) + " 等"))
        what.column.addWidget(rows)
        what.column.addWidget(Divider())
        what.column.addWidget(
            Wrapped("姓名和手机必须有。空着的同意等于没有同意；同一个名单再导入一次只更新，不会重复。", colour=theme.INK_2)
        )
        column.addWidget(what)
        column.addWidget(self.past, 1)
        return panel

    def _show_past(self, lines: list[jobs.PastImport]) -> None:
        column = self.past.column
        while (taken := column.takeAt(0)) is not None:
            widget = taken.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        column.addWidget(SectionHead("导入记录", "" if lines else "还没有导入过"))
        for line in lines[:4]:
            one = line.what
            left = f"　未导入 {one.left_out:,} 行" if one.left_out else ""
            column.addWidget(Label(one.file, bold=True))
            column.addWidget(Hint(f"{one.at:%Y-%m-%d %H:%M}　{line.by}　新增 {one.added:,}　更新 {one.updated:,}{left}"))
        column.addStretch(1)
