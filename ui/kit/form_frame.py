"""The parts of a form sheet around its fields: head, scrolling body, the line that counts what is not yet right, foot."""

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ui.kit import buttons, theme
from ui.kit.labels import Hint, IconMark, Title, Wrapped

_HEAD = 56


class FormHead(QWidget):
    """Icon, the act as title, a hint; what the form adds (a switch, the guest's name) stands at the right before ×."""

    closing = Signal()

    def __init__(self, title: str, *, icon: str = "", hint: str = "") -> None:
        super().__init__()
        self.setFixedHeight(_HEAD)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.MARGIN_X, 0, theme.GAP_WIDE, 0)
        row.setSpacing(theme.GAP)
        if icon:
            row.addWidget(IconMark(icon, theme.PRIMARY, 20))
        self._title = Title(title)
        self._hint = Hint(hint)
        row.addWidget(self._title)
        row.addWidget(self._hint)
        row.addStretch(1)
        self._extras = QHBoxLayout()
        self._extras.setSpacing(theme.GAP)
        row.addLayout(self._extras)
        close = buttons.IconButton("x", "关闭，草稿保留", border=False, name="close")
        close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        close.clicked.connect(self.closing)
        row.addWidget(close)

    def add(self, widget: QWidget) -> None:
        """Put a widget at the right end of the head."""
        self._extras.addWidget(widget)

    def set_hint(self, text: str) -> None:
        self._hint.set_text(text)


class FormBody(QScrollArea):
    """Holds the fields; as high as they need while there is room, scrolling when there is not."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.content = QWidget()
        self.content.setObjectName("formBody")
        self.layout_ = QVBoxLayout(self.content)
        self.layout_.setContentsMargins(theme.MARGIN_X, theme.GAP, theme.MARGIN_X, theme.GAP)
        self.layout_.setSpacing(theme.GAP)
        self.setWidget(self.content)
        self.viewport().setAutoFillBackground(False)
        self.content.setAutoFillBackground(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        content = getattr(self, "content", None)  # gone once Python has taken the body apart, while Qt still sends events
        if content is not None and watched is content and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()  # a scroll area would keep to itself that its content has grown
        return super().eventFilter(watched, event)

    def sizeHint(self) -> QSize:
        hint = self.content.sizeHint()
        width = self.viewport().width()
        tall = self.content.heightForWidth(width) if self.content.hasHeightForWidth() and width > 100 else -1
        return QSize(hint.width(), tall if tall >= 0 else hint.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self.content.minimumSizeHint().width(), min(120, self.content.minimumSizeHint().height()))


class _Banner(QWidget):
    """A line on a wash with a solid edge at the left, painted because a style sheet draws hooks there."""

    def __init__(self, tone: theme.Tone) -> None:
        super().__init__()
        self._tone = tone

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        buttons.paint_box(painter, QRectF(self.rect()), self._tone.wash, self._tone.wash)
        painter.fillRect(QRectF(0, 0, 3, self.height()), theme.colour(self._tone.ink))


class Summary(_Banner):
    """ "还有 2 处未好：…" with the way to the first of them."""

    wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__(theme.Tone.BAD)
        self.setObjectName("summary")
        self._count = 0
        self._next = 0
        self._words = Wrapped(colour=theme.BAD)
        self._go = buttons.link("到第 1 处", key="Alt+G", name="toProblem")
        self._go.clicked.connect(self._advance)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.GAP_WIDE, theme.HALF_STEP, theme.GAP, theme.HALF_STEP)
        row.setSpacing(theme.STEP)
        row.addWidget(IconMark("circle-x", theme.BAD))
        row.addWidget(self._words, 1)
        row.addWidget(self._go)
        self.setMinimumHeight(40)
        self.hide()

    def bind(self, scope: QWidget) -> None:
        """Let Alt+G work anywhere in the form."""
        self._go.bind(scope)

    def text(self) -> str:
        return self._words.text()

    def show_problems(self, messages: list[str], *, places: int) -> None:
        """One refusal of the whole form is said as it is; otherwise the places are counted. `places` can be gone to."""
        said = "；".join(message.rstrip("。；") for message in messages) + "。"
        self._words.setText(said if places == 0 else f"还有 {len(messages)} 处未好：{said}")
        self._words.setAccessibleName(self._words.text())
        self._count = places
        self._next = 0
        self._go.set_words("到第 1 处")
        self._go.setVisible(places > 0)
        self.show()

    def clear(self) -> None:
        self._count = 0
        self._words.clear()
        self.hide()

    def _advance(self) -> None:
        if self._count == 0:
            return
        self.wanted.emit(self._next)
        self._next = (self._next + 1) % self._count
        self._go.set_words(f"到第 {self._next + 1} 处")


class ReasonLine(_Banner):
    """What is unusual, and the reason without which it does not go on."""

    def __init__(self) -> None:
        super().__init__(theme.Tone.WARN)
        self.setObjectName("reasonLine")
        self._warnings: tuple[str, ...] = ()
        self._words = Wrapped(colour=theme.WARN)
        self.edit = QLineEdit()
        self.edit.setObjectName("reason")
        self.edit.setAccessibleName("仍要继续的原因")
        self.edit.setPlaceholderText("仍要继续的原因")
        self.edit.setMaxLength(200)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.GAP_WIDE, theme.HALF_STEP, theme.GAP, theme.HALF_STEP)
        row.setSpacing(theme.STEP)
        row.addWidget(IconMark("triangle-alert", theme.WARN))
        row.addWidget(self._words, 1)
        row.addWidget(self.edit, 1)
        self.hide()

    def reason_for(self, warnings: tuple[str, ...]) -> str | None:
        """The reason given for exactly these warnings; None when there is none yet, and then the line asks for it."""
        if warnings == self._warnings and self.edit.text().strip():
            return self.edit.text().strip()
        if warnings != self._warnings:
            self.edit.clear()
        self._warnings = warnings
        self._words.setText("；".join(warnings))
        self.show()
        return None

    def clear(self) -> None:
        self._warnings = ()
        self.edit.clear()
        self.hide()


class FormFoot(QWidget):
    """Left: when the draft was kept. Right: 取消, further acts, the act."""

    def __init__(self) -> None:
        super().__init__()
        self.draft = Hint()
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(theme.GAP)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.draft, 1)
        row.addLayout(self._buttons)

    def add(self, button: QWidget, *, at: int = -1) -> None:
        """Put a button in the row, by default at its right end."""
        self._buttons.insertWidget(at if at >= 0 else self._buttons.count(), button)

    def count(self) -> int:
        """How many buttons stand in the row."""
        return self._buttons.count()
