"""The store could not be opened: why, where it lies, and the ways on: once more, or back to a backup."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskapp.data.location import backup_folder, is_server, shown
from ui.kit import buttons, theme, work
from ui.kit.banners import Banner
from ui.kit.frames import Card, Empty, LabelRows
from ui.kit.labels import Wrapped
from ui.kit.rows import Column, RowsModel
from ui.kit.rows_view import RowsView
from ui.kit.theme import Tone
from ui.start.panel import StorePanel
from ui.start.recent import known_store
from ui.start.rescue_dialog import Rescued, RescueDialog

if TYPE_CHECKING:
    from deskapp.data.backup import Backup
    from ui.desk import Desk

_WIDTH = 680


class NotOpenPage(QWidget):
    """Stands where the sign-in would. `again()` to try once more, `rescued(Rescued)` when the file was brought back from a backup."""

    again = Signal()
    rescued = Signal(object)

    def __init__(self, desk: Desk, url: str) -> None:
        super().__init__()
        self.setObjectName("notOpen")
        self.setAccessibleName("数据库没有打开")
        self._desk, self._url, self._on_file = desk, url, not is_server(url)
        self.panel = StorePanel()
        self.panel.set_store(*known_store(desk.local))
        self.why = Banner("", Tone.BAD, name="why")
        self.again_button = buttons.primary("再试一次", icon="refresh-cw", key="Ctrl+R", name="again")
        self.restore_button = buttons.danger("恢复到这个备份", icon="undo-2", name="rescue")
        self.model: RowsModel[Backup] = RowsModel(_columns(), key=lambda backup: backup.path.name)
        self.empty = Empty("这台电脑上没有备份", "备份在移动硬盘上的，复制到上面的备份文件夹，再按 Ctrl+R", icon="database")
        self.view = RowsView(self.model, name="rescue_backups", says="备份", state=desk.local, empty=self.empty)
        self._lay_out()
        self._tick = QTimer(self)
        self._tick.setInterval(1000)
        self._tick.timeout.connect(self._show_time)
        self._tick.start()
        self.again_button.bind(self)
        self.again_button.clicked.connect(self.again)
        self.restore_button.clicked.connect(self._rescue)
        self.view.opened.connect(self._rescue)
        self.view.current_changed.connect(self._may_restore)

    def _lay_out(self) -> None:
        self.backups = Card(margin=1, name="backups_card")
        self.backups.column.addWidget(self.view)
        self.backups.setFixedHeight(260)
        ways = QHBoxLayout()
        ways.setSpacing(theme.GAP)
        ways.addWidget(self.again_button)
        ways.addWidget(self.restore_button)
        ways.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(theme.GAP_WIDE)
        right.addStretch(2)
        right.addWidget(Wrapped("数据库没有打开", size=theme.FIGURE, bold=True))
        right.addWidget(self.why)
        places = [("数据库", shown(self._url)), *([("备份文件夹", str(backup_folder(self._url)))] if self._on_file else [])]
        right.addWidget(LabelRows(places, labels=96))
        right.addWidget(self.backups)
        right.addLayout(ways)
        right.addStretch(3)
        holder = QWidget()
        holder.setFixedWidth(_WIDTH)
        holder.setLayout(right)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.panel)
        row.addStretch(1)
        row.addWidget(holder)
        row.addStretch(1)

    def tell(self, why: str) -> None:
        """Say why, and look which backups there are. What lies on a server is not written over from here: its own people bring it back."""
        nothing_saved, settings = "，没有保存", "（设置 → 备份）"  # nothing was to be saved yet, and no settings can be opened
        here = why.replace(nothing_saved, "").replace(settings, "：在下面选一份")
        self.why.set_words(here)
        self.backups.setVisible(self._on_file)
        self.restore_button.setVisible(self._on_file)
        self.restore_button.setEnabled(False)
        self._show_time()
        self.again_button.setFocus()
        if self._on_file:
            work.latest(self, partial(_backups, self._url), self._show, lane=work.Lane.FILES)

    def _show(self, found: tuple[Backup, ...]) -> None:
        self.model.set_rows(found)
        if self.view.current_row() is None:
            self.view.select_first()
        self._may_restore(self.view.current_row())

    def _may_restore(self, backup: Backup | None) -> None:
        self.restore_button.setEnabled(backup is not None)

    def _rescue(self) -> None:
        backup = self.view.current_row()
        if backup is not None:
            dialog = RescueDialog(self._desk, self._url, backup)
            dialog.accepted.connect(self._brought_back)
            dialog.open()

    def _brought_back(self, done: Rescued) -> None:
        self.rescued.emit(done)

    def _show_time(self) -> None:
        self.panel.set_time(self._desk.session.now())

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.colour(theme.CANVAS))


def _columns() -> tuple[Column[Backup], ...]:
    return (
        Column(key="at", title="备份时间", text=lambda b: f"{b.at:%Y-%m-%d %H:%M}", sort=lambda b: b.at, width=170, bold=True),
        Column(key="why", title="类型", text=lambda b: b.why.label, width=100),
        Column(key="file", title="文件", text=lambda b: b.path.name, colour=lambda _: theme.INK_2, stretch=True),
    )


def _backups(url: str) -> tuple[Backup, ...]:
    from deskapp.store.rescue import backups_of

    return backups_of(url)
