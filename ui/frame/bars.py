"""The bar above every page and the one below."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from ui.kit import buttons, theme
from ui.kit.banners import StatusLine
from ui.kit.buttons import IconButton
from ui.kit.chrome import PersonChip, SearchBox
from ui.kit.dates import WEEKDAYS
from ui.kit.labels import Hint
from ui.kit.theme import Tone


class TopBar(QWidget):
    """Search box, the act that is always at hand (入会 F3), drafts, who is signed in, lock."""

    enroll_wanted = Signal()
    drafts_wanted = Signal()
    lock_wanted = Signal()
    switch_wanted = Signal()
    own_pin_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("topBar")
        self.setFixedHeight(theme.TOP_BAR)
        self.search = SearchBox("搜索 姓名 / 拼音 / 手机 / 车牌 / 单号，或直接扫码")
        self.search.setMinimumWidth(theme.SEARCH[0] // 2)  # a small window takes from it before anything lies over anything
        self.search.setMaximumWidth(theme.SEARCH[0])
        self.enroll = buttons.link("入会", icon="user-plus", key="F3", name="enroll")
        self.drafts = buttons.link("草稿", icon="file-pen-line", key="Ctrl+D", name="drafts")
        self.drafts.setToolTip("没填完的表单；有几张时列出来选")
        self.drafts.hide()
        self.printer = StatusLine("", Tone.GOOD, icon="printer", name="printer")
        self.printer.hide()
        self.person = PersonChip("")
        self.lock = IconButton("lock", "锁屏（Ctrl+L）", name="lock")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.MARGIN_X, 0, theme.MARGIN_X, 0)
        row.setSpacing(theme.GAP_WIDE)
        row.addWidget(self.search, 100)
        row.addWidget(self.enroll)
        row.addStretch(1)
        row.addWidget(self.drafts)
        row.addWidget(self.printer)
        row.addWidget(self.person)
        row.addWidget(self.lock)
        self.enroll.clicked.connect(self.enroll_wanted)
        self.drafts.clicked.connect(self.drafts_wanted)
        self.lock.clicked.connect(self.lock_wanted)
        self.person.clicked.connect(self._show_menu)

    def set_drafts(self, count: int) -> None:
        """How many half-filled forms wait; none hides the button."""
        self.drafts.setVisible(count > 0)
        self.drafts.set_words(f"草稿 {count}")

    def show_printers(self, names: Sequence[str]) -> None:
        """Whether this PC has a printer; nothing is said before it is known."""
        if names:
            self.printer.set_state("打印机就绪", Tone.GOOD)
        else:
            self.printer.set_state("没有打印机", Tone.WARN)
        self.printer.show()

    def _show_menu(self) -> None:
        menu = QMenu(self)
        for text, wanted in (("换人（Ctrl+L）", self.switch_wanted), ("修改自己的 PIN", self.own_pin_wanted)):
            action = QAction(text, menu)
            action.triggered.connect(wanted)
            menu.addAction(action)
        menu.popup(self.person.mapToGlobal(self.person.rect().bottomLeft()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.SURFACE))
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(theme.LINE))


class StatusBar(QWidget):
    """Database, last backup, what is overdue, and the clock the store lives by."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("statusBar")
        self.setFixedHeight(theme.STATUS_BAR)
        self.database = StatusLine("", Tone.GOOD, icon="database", name="database")
        self.backup = StatusLine("", Tone.NEUTRAL, icon="shield-check", name="backup")
        self.overdue = StatusLine("", Tone.NEUTRAL, icon="circle-check", name="overdue")
        self.clock = Hint("")
        self.clock.setObjectName("clock")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.MARGIN_X, 0, theme.MARGIN_X, 0)
        row.setSpacing(theme.GAP_WIDE)
        row.addWidget(self.database)
        row.addWidget(self.backup)
        row.addWidget(self.overdue)
        row.addStretch(1)
        row.addWidget(self.clock)

    def show_time(self, now: datetime) -> None:
        self.clock.set_text(f"{now:%Y-%m-%d} 周{WEEKDAYS[now.weekday()]}  {now:%H:%M}")

    def show_overdue(self, count: int) -> None:
        if count:
            self.overdue.set_state(f"逾期 {count} 项", Tone.BAD, "triangle-alert")
        else:
            self.overdue.set_state("没有逾期", Tone.GOOD, "circle-check")

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.SURFACE))
        painter.fillRect(0, 0, self.width(), 1, QColor(theme.LINE))
