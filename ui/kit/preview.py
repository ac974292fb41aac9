"""The sheet in which a paper is looked at and printed: the same bytes, the printer and offset of this PC, and what could not be printed."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QKeyEvent, QRegularExpressionValidator
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from ui.kit import buttons, notify, theme, work
from ui.kit.banners import Banner
from ui.kit.fields_choice import ComboBox
from ui.kit.form_frame import FormHead
from ui.kit.frames import Divider, LabelRows
from ui.kit.labels import Hint, Section, Wrapped
from ui.kit.line_edit import LineEdit
from ui.kit.local_state import LocalState
from ui.kit.pdf_view import PdfView
from ui.kit.printing import (
    OFFSET_LIMIT_MM,
    PaperSettings,
    Printing,
    PrintJob,
    open_pdf,
    paper_settings,
    printers,
    remember_paper,
)
from ui.kit.sheet import Sheet
from ui.kit.theme import Tone

_SIDE = 264


class OffsetEdit(LineEdit):
    """Millimetres with one decimal; ↑ and ↓ move by 0.5. What is no number counts as 0."""

    def __init__(self, name: str, says: str, value: float) -> None:
        super().__init__(ime=False, unit="mm")
        self.setObjectName(name)
        self.setAccessibleName(says)
        self.setValidator(QRegularExpressionValidator(QRegularExpression(r"-?\d{0,2}(\.\d?)?"), self))
        self._put(value)

    def value(self) -> float:
        """The offset, at most 20 mm either way."""
        text = self.text()
        return self._bounded(float(text)) if any(c.isdigit() for c in text) else 0.0

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: 0.5, Qt.Key.Key_Down: -0.5}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self._put(self.value() + step)

    def _put(self, value: float) -> None:
        self.setText(f"{self._bounded(value):.1f}")

    @staticmethod
    def _bounded(value: float) -> float:
        return round(max(-OFFSET_LIMIT_MM, min(OFFSET_LIMIT_MM, value)), 1)


class PreviewSheet(Sheet):
    """`printed` is called once for each print that the printer took, so that the store counts it and the next one says 补打."""

    print_ended = Signal(bool)

    def __init__(
        self,
        host: QWidget,
        job: PrintJob,
        *,
        state: LocalState,
        folder: Path,
        printed: Callable[[], object],
        offered: Callable[[], list[str]] = printers,
        file: Path | None = None,
    ) -> None:
        """`folder` is where the PDF goes that the desktop's viewer opens; `offered` lists the printers.

        With `file` the print goes there instead of to the printer, through the same driver code (practice store, tour).
        """
        super().__init__(host, f"打印{job.title}", width=960)
        self.setObjectName("preview")
        self._job = job
        self._state = state
        self._folder = folder
        self._printed = printed
        self._offered = offered
        self._file = file
        self._printing = Printing(self)
        self.view = PdfView()
        self._build_side()
        self._lay_out()
        self._printing.progressed.connect(self._show_progress)
        self._printing.finished.connect(self._ended)
        self.print_button.clicked.connect(self._print)
        self.open_button.clicked.connect(self._open_outside)

    def open(self) -> None:
        """Show the sheet; the pages and the printers come as soon as they are known."""
        self.setFixedHeight(min(theme.DIALOG_HEIGHT, self.window().height()))
        super().open()
        self.view.show_pdf(self._job.pdf)
        work.latest(self, self._offered, self._know_printers, topic="printers", lane=work.Lane.PAPER)
        self.print_button.setFocus()

    def primary(self) -> None:
        self.print_button.click()

    def escape(self) -> None:
        self._printing.cancel()
        self.close_sheet()

    # Building -----------------------------------------------------------------------------------------------------------

    def _build_side(self) -> None:
        settings = paper_settings(self._state, self._job.paper)
        self.printer = ComboBox()
        self.printer.setObjectName("printer")
        self.printer.setAccessibleName("打印机")
        self.printer.setEnabled(False)
        self.offset_x = OffsetEdit("offset_x", "向右偏移，毫米", settings.x_mm)
        self.offset_y = OffsetEdit("offset_y", "向下偏移，毫米", settings.y_mm)
        self._bar = QProgressBar()
        self._bar.setObjectName("printProgress")
        self._bar.setTextVisible(False)
        self._bar.hide()
        self._status = Hint("正在找打印机…")
        self.print_button = buttons.primary("打印", icon="printer", key="Ctrl+Enter", height=theme.CONTROL_MAIN, name="print")
        self.print_button.block("正在找打印机…")
        self.open_button = buttons.plain("用阅读器打开", icon="external-link", name="open_pdf")
        self.cancel_button = buttons.plain("取消打印", icon="x", name="cancel_print")
        self.cancel_button.clicked.connect(self._printing.cancel)
        self.cancel_button.hide()

    def _lay_out(self) -> None:
        head = FormHead(f"打印{self._job.title}", icon="printer", hint=self._job.number)
        head.closing.connect(self.escape)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(Divider())
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.view, 1)
        row.addWidget(self._side())
        column.addLayout(row, 1)

    def _side(self) -> QWidget:
        side = QWidget()
        side.setFixedWidth(_SIDE)
        column = QVBoxLayout(side)
        column.setContentsMargins(20, theme.GAP_WIDE, 20, theme.GAP_WIDE)
        column.setSpacing(theme.GAP)
        column.addWidget(Section(self._job.paper))
        column.addWidget(LabelRows([("打印机", self.printer), ("向右", self.offset_x), ("向下", self.offset_y)], labels=52))
        column.addWidget(Wrapped("印歪了就改这里；打印机和位置按纸张记在这台电脑上。", size=theme.HINT, colour=theme.INK_2))
        if self._job.missing:
            named = "、".join(f"{char} U+{ord(char):04X}" for char in self._job.missing)
            column.addWidget(Banner(f"字库里没有 {named}，纸上印的是编码，请手写补上。", Tone.WARN, name="missing"))
        column.addStretch(1)
        column.addWidget(self._status)
        column.addWidget(self._bar)
        column.addWidget(self.cancel_button)
        column.addWidget(self.open_button)
        column.addWidget(self.print_button)
        return side

    # Doing --------------------------------------------------------------------------------------------------------------

    def _know_printers(self, names: list[str]) -> None:
        remembered = paper_settings(self._state, self._job.paper).printer
        self.printer.clear()
        self.printer.addItems(names)
        self.printer.setCurrentIndex(max(0, self.printer.findText(remembered)))
        self.printer.setEnabled(bool(names))
        self.open_button.setVisible(bool(names))  # without a printer the main button does that
        if names:
            self._status.set_text("打印机就绪")
            self.print_button.set_words("打印")
        else:
            self._status.set_text("这台电脑没有打印机")
            self.print_button.set_words("打开 PDF")
        self.print_button.setFocus()

    @property
    def job(self) -> PrintJob:
        """The paper as it will be printed."""
        return self._job

    def settings(self) -> PaperSettings:
        """Printer and offset as they stand in the sheet."""
        return PaperSettings(self.printer.currentText(), self.offset_x.value(), self.offset_y.value())

    def _print(self) -> None:
        if self.printer.count() == 0:
            self._open_outside()
            return
        settings = self.settings()
        remember_paper(self._state, self._job.paper, settings)
        self._printing.start(self._job, settings, file=self._file)
        self.print_button.block("正在打印…")
        self.cancel_button.show()
        self._bar.setRange(0, 0)
        self._bar.show()

    def _open_outside(self) -> None:
        remember_paper(self._state, self._job.paper, replace(self.settings(), printer=""))
        self.close_sheet()
        open_pdf(self._job, self._folder)
        self._printed()

    def _show_progress(self, done: int, total: int) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._status.set_text(f"正在打印 {min(done + 1, total)} / {total} 页")

    def _ended(self, done: bool) -> None:
        self._bar.hide()
        self.cancel_button.hide()
        self.print_button.unblock()
        self._status.set_text("已交给打印机" if done else "没有打印")
        if done:
            self._printed()
            notify.say(f"{self._job.title}{f' {self._job.number}' if self._job.number else ''} 已交给打印机")
            self.close_sheet()
        self.print_ended.emit(done)
