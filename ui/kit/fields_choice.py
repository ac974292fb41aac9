"""Fields that offer what there is to choose: a drop-down, a few segments."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QListView, QSizePolicy, QWidget

from deskapp.errors import Repair
from deskapp.typed import Judged
from ui.kit import icons, theme
from ui.kit.buttons import paint_box
from ui.kit.fields import Field
from ui.kit.labels import paint_text, text_width
from ui.kit.segments import Option, Segments

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Choice(Generic[V]):
    """What a drop-down offers. Labels are unique within a field: a draft keeps the label."""

    value: V
    label: str


class ComboBox(QComboBox):
    """A drop-down painted here for its arrow. The wheel scrolls the page, never the choice; Enter is left to the form.

    `caption` stands grey before the choice, as in the filters of a page ("状态 未完成和今天").
    """

    def __init__(self, *, caption: str = "", placeholder: str = "", name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._caption = caption
        self.setObjectName(name)
        self.setAccessibleName(caption)
        self.setPlaceholderText(placeholder)
        self.setView(QListView())
        self.setMaxVisibleItems(12)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed if caption else QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.currentTextChanged.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        caption = text_width(self._caption) + theme.STEP if self._caption else 0
        words = text_width(self.currentText() or self.placeholderText())
        return QSize(theme.CONTROL_PADDING + caption + words + theme.STEP + theme.ICON_SMALL + 10, theme.CONTROL)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint() if self._caption else QSize(72, theme.CONTROL)

    def showPopup(self) -> None:
        widest = max((text_width(self.itemText(i)) for i in range(self.count())), default=0)
        self.view().setMinimumWidth(max(self.width(), widest + 48))
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bad = self.property("state") == "bad"
        edge = theme.BAD if bad else theme.PRIMARY if self.hasFocus() else theme.EDGE if self.isEnabled() else theme.LINE
        fill = theme.SURFACE if self.isEnabled() else theme.CANVAS
        paint_box(painter, QRectF(self.rect()), fill, edge, 2 if bad or self.hasFocus() else 1)
        x = float(theme.CONTROL_PADDING)
        if self._caption:
            paint_text(painter, QRectF(x, 0, text_width(self._caption) + 1, self.height()), self._caption, theme.font(), theme.INK_2)
            x += text_width(self._caption) + theme.STEP
        right = self.width() - 10 - theme.ICON_SMALL
        chosen = self.currentIndex() >= 0
        words = self.currentText() if chosen else self.placeholderText()
        paint_text(painter, QRectF(x, 0, right - x - 2, self.height()), words, theme.font(), theme.INK if chosen else theme.INK_3)
        if self.isEnabled():
            icons.draw(painter, "chevron-down", theme.INK_2, right, round((self.height() - theme.ICON_SMALL) / 2), theme.ICON_SMALL)


class ChoiceField(Field[V]):
    """One of several; nothing is chosen until somebody chooses or the program knows."""

    def __init__(
        self,
        name: str,
        label: str,
        choices: Sequence[Choice[V]] = (),
        *,
        placeholder: str = "请选择",
        required: bool = False,
        hint: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, label, required=required, hint=hint, parent=parent)
        self._choices: tuple[Choice[V], ...] = ()
        self.combo = ComboBox(placeholder=placeholder)
        self._adopt(self.combo)
        self.set_choices(choices)
        self.combo.currentIndexChanged.connect(self._on_change)
        self.combo.activated.connect(self._on_settled)

    def set_choices(self, choices: Sequence[Choice[V]]) -> None:
        """Offer other choices; the chosen one stays if it is still among them."""
        before = self.text()
        self._choices = tuple(choices)
        self.combo.clear()
        self.combo.addItems([choice.label for choice in self._choices])
        self.set_text(before)

    def text(self) -> str:
        return self.combo.currentText() if self.combo.currentIndex() >= 0 else ""

    def set_text(self, text: str) -> None:
        self.combo.setCurrentIndex(self.combo.findText(text) if text else -1)

    def _judge(self, text: str) -> Judged[V]:
        return Judged(next(choice.value for choice in self._choices if choice.label == text))

    def _written(self, value: V) -> str:
        return next((choice.label for choice in self._choices if choice.value == value), "")

    def _missing(self) -> str:
        return f"还没有选{self.label}"


class SegmentsField(Field[V]):
    """A few choices side by side under a label."""

    def __init__(
        self,
        name: str,
        label: str,
        options: Sequence[Option],
        *,
        width: int = theme.SEGMENT,
        required: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, label, required=required, parent=parent)
        self.segments = Segments(options, width=width, says=label)
        self._adopt(self.segments)
        self.segments.changed.connect(self._on_change)
        self.segments.changed.connect(self._on_settled)

    def text(self) -> str:
        option = self.segments.chosen()
        return option.label if option else ""

    def set_text(self, text: str) -> None:
        self.segments.choose(next((i for i, option in enumerate(self.segments.options()) if option.label == text), -1))

    def problem(self, text: str, repair: Repair | None = None) -> None:
        super().problem(text, repair)
        self.segments.set_bad(True)

    def _forget(self) -> None:
        super()._forget()
        self.segments.set_bad(False)

    def _judge(self, text: str) -> Judged[V]:
        return Judged(next(option.value for option in self.segments.options() if option.label == text))

    def _written(self, value: V) -> str:
        return next((option.label for option in self.segments.options() if option.value == value), "")

    def _missing(self) -> str:
        return f"还没有选{self.label}"
