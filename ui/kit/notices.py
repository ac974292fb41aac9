"""How the main window speaks: a line that goes away, a number large enough to read aloud, a bug with details to copy."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer
from PySide6.QtGui import QFontDatabase, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from ui.kit import buttons, icons, theme
from ui.kit.labels import Hint, Label, Section
from ui.kit.sheet import Sheet
from ui.kit.theme import Tone

SHOWN_MS = 6000
_ICONS = {
    Tone.INFO: "info",
    Tone.GOOD: "circle-check",
    Tone.WARN: "triangle-alert",
    Tone.BAD: "circle-x",
    Tone.NEUTRAL: "info",
    Tone.ALARM: "circle-alert",
}


class _Toast(QWidget):
    """One line over the bottom of the window. It takes no focus and no mouse: work goes on under it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("toast")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._tone = Tone.INFO
        self._picture = QLabel()
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.GAP_WIDE, theme.STEP, theme.GAP_WIDE, theme.STEP)
        row.setSpacing(theme.STEP)
        row.addWidget(self._picture)
        row.addWidget(self._words, 1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        window.installEventFilter(self)
        self.hide()

    def text(self) -> str:
        return self._words.text()

    def show_text(self, text: str, tone: Tone) -> None:
        """A second line takes the place of the first; a refusal stays twice as long."""
        self._tone = tone
        self._picture.setPixmap(icons.pixmap(_ICONS[tone], tone.ink, theme.ICON))
        self._words.setStyleSheet(f"color: {tone.ink};")
        self._words.setText(text)
        self.setAccessibleName(text)
        self._place()
        self.show()
        self.raise_()
        self._timer.start(2 * SHOWN_MS if tone in (Tone.BAD, Tone.WARN) else SHOWN_MS)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _place(self) -> None:
        window = self.window()
        room = min(640, window.width() - 2 * theme.MARGIN_X)
        line = self._words.fontMetrics().horizontalAdvance(self._words.text()) + 80
        self.setFixedWidth(min(room, line))
        self.setFixedHeight(max(40, self.heightForWidth(self.width())))
        self.move((window.width() - self.width()) // 2, window.height() - self.height() - theme.STATUS_BAR - theme.GAP_WIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        buttons.paint_box(painter, QRectF(self.rect()), self._tone.wash, self._tone.ink)


class _Message(Sheet):
    """A sheet that only says something; Enter, Ctrl+Enter and Esc take it away."""

    def __init__(self, window: QWidget, title: str, *, width: int = 560) -> None:
        super().__init__(window, title, width=width)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(theme.MARGIN_X, theme.GAP_WIDE, theme.MARGIN_X, theme.GAP_WIDE)
        self.column.setSpacing(theme.GAP)
        self.column.addWidget(Section(title))
        self.done = buttons.primary("知道了", key="Enter", name="done")
        self.done.clicked.connect(self.close_sheet)

    def end_with(self, *others: QWidget) -> None:
        """The row of buttons, the last thing in the sheet."""
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        row.addStretch(1)
        for button in (*others, self.done):
            row.addWidget(button)
        self.column.addLayout(row)

    def open(self) -> None:
        super().open()
        self.done.setFocus()

    def primary(self) -> None:
        self.close_sheet()


class Notices:
    """The door of a main window: install it with `notify.install(Notices(window))`."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._toast = _Toast(window)
        self._fault: _Message | None = None

    def say(self, text: str, tone: Tone) -> None:
        self._toast.show_text(text, tone)

    def number(self, title: str, number: str, hint: str) -> None:
        sheet = _Message(self._window, title)
        sheet.setObjectName("numberSheet")
        figure = Label(number, size=theme.BALANCE, bold=True)
        figure.setObjectName("number")
        sheet.column.addWidget(figure)
        if hint:
            sheet.column.addWidget(Hint(hint))
        sheet.end_with()
        sheet.open()

    def fault(self, title: str, details: str) -> None:
        """One at a time: a bug in something that repeats must not bury the form under sheets. The log has every one."""
        if self._fault is not None:
            return
        sheet = _Message(self._window, title, width=760)
        sheet.setObjectName("faultSheet")
        shown = QPlainTextEdit(details)
        shown.setObjectName("details")
        shown.setAccessibleName("错误详情")
        shown.setReadOnly(True)
        shown.setFixedHeight(280)
        shown.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        said = QLabel("已经填写的内容还在。刚才这一步可能没有完成，请再试一次；还是不行，请把下面的详情复制给维护人员。")
        said.setWordWrap(True)
        copy = buttons.plain("复制详情", icon="copy", name="copy")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(details))
        sheet.column.addWidget(said)
        sheet.column.addWidget(shown)
        sheet.end_with(copy)
        sheet.closed.connect(self._fault_closed)
        self._fault = sheet
        sheet.open()

    def _fault_closed(self) -> None:
        self._fault = None
