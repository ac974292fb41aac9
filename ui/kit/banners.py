"""Things the program says in the page itself: a bar across it, a panel beside a field, a line with an icon."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui.kit import icons, theme
from ui.kit.frames import Card, beside
from ui.kit.labels import Hint, IconMark, Label, Wrapped, paint_text, text_width
from ui.kit.theme import Tone

_ICONS = {
    Tone.INFO: "info",
    Tone.GOOD: "circle-check",
    Tone.WARN: "triangle-alert",
    Tone.BAD: "circle-x",
    Tone.NEUTRAL: "info",
    Tone.ALARM: "circle-alert",
}


class Banner(QWidget):
    """A bar across the page or the foot of a form: a special note, what is still missing. A straight rule at the left in its ink."""

    def __init__(
        self, words: str, tone: Tone = Tone.WARN, *, icon: str = "", hint: str = "", action: QWidget | None = None, name: str = ""
    ) -> None:
        super().__init__()
        self._tone = tone
        self.setObjectName(name)
        self.setAccessibleName(words)
        self._words = Wrapped(words, colour=theme.INK if tone is Tone.WARN else tone.ink)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.GAP_WIDE, 6, theme.GAP_WIDE, 6)
        row.setSpacing(theme.GAP)
        row.addWidget(IconMark(icon or _ICONS[tone], tone.ink))
        row.addWidget(self._words, 1)
        if hint:
            row.addWidget(Hint(hint))
        if action is not None:
            row.addWidget(action)
        self.setMinimumHeight(theme.CONTROL_MAIN)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def words(self) -> str:
        return self._words.text()

    def set_words(self, words: str) -> None:
        self._words.setText(words)
        self.setAccessibleName(words)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._tone.wash))
        painter.fillRect(0, 0, 3, self.height(), QColor(self._tone.ink))


class Notice(Card):
    """A panel beside a field that says what was found there (a duplicate): bold line, content, actions, all in one tone."""

    def __init__(self, title: str, tone: Tone = Tone.WARN, *, name: str = "") -> None:
        super().__init__(fill=tone.wash, edge=theme.WARN_EDGE if tone is Tone.WARN else tone.ink, margin=12, name=name)
        self.setAccessibleName(title)
        self.column.setSpacing(theme.HALF_STEP)
        self._title = Label(title, bold=True)
        self.column.addWidget(beside(IconMark(_ICONS[tone], tone.ink, theme.ICON_SMALL), self._title))

    def set_title(self, title: str) -> None:
        self._title.set_text(title)
        self.setAccessibleName(title)

    def add(self, widget: QWidget) -> None:
        """Put a row under the title, in line with its words."""
        row = QHBoxLayout()
        row.setContentsMargins(theme.ICON_SMALL + theme.STEP, 0, 0, 0)
        row.addWidget(widget)
        self.column.addLayout(row)


class StatusLine(QWidget):
    """Icon and a few words in one tone: a part of the status bar, "2,000 分以内，您可以直接审核"."""

    def __init__(
        self, words: str, tone: Tone = Tone.GOOD, *, icon: str = "", name: str = "", size: int = theme.HINT, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._words, self._tone, self._icon, self._size = words, tone, icon, size
        self.setObjectName(name)
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def words(self) -> str:
        return self._words

    def set_state(self, words: str, tone: Tone, icon: str = "") -> None:
        self._words, self._tone, self._icon = words, tone, icon or self._icon
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.ICON_PILL + 6 + text_width(self._words, self._size) + 1, max(theme.PILL, self._size + 8))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        ink = theme.BAD if self._tone is Tone.ALARM else self._tone.ink
        icons.draw(painter, self._icon or _ICONS[self._tone], ink, 0, round((self.height() - theme.ICON_PILL) / 2), theme.ICON_PILL)
        left = theme.ICON_PILL + 6
        paint_text(painter, QRectF(left, 0, self.width() - left, self.height()), self._words, theme.font(self._size), ink)
