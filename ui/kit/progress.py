"""The sheet over a long job: what is done of how much, and 取消."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from ui.kit import buttons, theme
from ui.kit.labels import Hint, Section
from ui.kit.sheet import Sheet


class ProgressSheet(Sheet):
    """Esc and 取消 ask the job to stop; the sheet goes when the job has."""

    cancelled = Signal()
    _advanced = Signal(int, int, str)

    def __init__(self, host: QWidget, title: str) -> None:
        super().__init__(host, title, blocking=True)
        self.setObjectName("progress")
        self.bar = QProgressBar()
        self.bar.setObjectName("progressBar")
        self.bar.setAccessibleName(title)
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self._words = Hint("正在准备…")
        self._cancel = buttons.plain("取消", key="Esc", name="cancel")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN_X, theme.GAP_WIDE, theme.MARGIN_X, theme.GAP_WIDE)
        column.setSpacing(theme.GAP)
        column.addWidget(Section(title))
        column.addWidget(self.bar)
        foot = QHBoxLayout()
        foot.addWidget(self._words, 1)
        foot.addWidget(self._cancel)
        column.addLayout(foot)
        self._cancel.clicked.connect(self.escape)
        self._advanced.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def advance(self, done: int, total: int, text: str) -> None:
        """Called from the job's thread."""
        self._advanced.emit(done, total, text)

    def escape(self) -> None:
        if self._cancel.isEnabled():
            self._cancel.block("正在停下…")
            self.cancelled.emit()

    def _show(self, done: int, total: int, text: str) -> None:
        # A progress bar counts in int: thousandths keep any total inside its range.
        self.bar.setRange(0, 1000 if total else 0)
        self.bar.setValue(done * 1000 // total if total else 0)
        counted = f"{done:,} / {total:,}" if total else f"{done:,}"
        self._words.set_text(f"{text}　{counted}" if text else counted)
