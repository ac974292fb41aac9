"""Fields that offer what there is to choose: a drop-down, a person found by typing, a few segments."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QRectF, QSize, QStringListModel, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QListView, QSizePolicy, QWidget

from deskapp.errors import Repair, UserError
from deskapp.typed import Judged, fold, name_readings
from ui.kit import icons, theme
from ui.kit.buttons import paint_box
from ui.kit.fields import Field
from ui.kit.labels import paint_text, text_width
from ui.kit.line_edit import LineEdit
from ui.kit.segments import Option, Segments

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Choice(Generic[V]):
    """What a drop-down offers. Labels are unique within a field: a draft keeps the label."""

    value: V
    label: str


@dataclass(frozen=True, slots=True)
class PersonChoice:
    """Somebody who can be picked; `note` (the department) stands behind the name and tells two of one name apart."""

    id: int
    name: str
    note: str = ""

    @property
    def label(self) -> str:
        return f"{self.name} {self.note}".strip()


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


class PersonField(Field[int]):
    """Type the name, its pinyin or initials; the list narrows down. ↓ shows everybody. The value is the person's id."""

    def __init__(self, name: str, label: str, people: Sequence[PersonChoice] = (), *, required: bool = False, hint: str = "") -> None:
        super().__init__(name, label, required=required, hint=hint)
        self._people: tuple[PersonChoice, ...] = tuple(people)
        self._keys: dict[int, str] = {}
        self._shown: tuple[PersonChoice, ...] = ()
        self.edit = _PersonEdit()
        self._adopt(self.edit)
        self._model = QStringListModel(self)
        self._list = QCompleter(self._model, self)
        self._list.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._view = QListView()
        self._view.setProperty("popup", "true")
        self._list.setPopup(self._view)
        self._list.setWidget(self.edit)
        self._list.activated.connect(self._take)
        self.edit.opener = self.show_everybody
        self.edit.trailing_clicked.connect(self.show_everybody)
        self.edit.textEdited.connect(self._narrow)
        self.edit.textChanged.connect(self._on_change)
        self.edit.editingFinished.connect(self._on_settled)

    def set_people(self, people: Sequence[PersonChoice]) -> None:
        self._people = tuple(people)
        self._keys = {}

    def text(self) -> str:
        return self.edit.text()

    def set_text(self, text: str) -> None:
        self.edit.setText(text)

    def show_everybody(self) -> None:
        self.edit.setFocus()
        self._offer(self._people)

    def offered(self) -> tuple[PersonChoice, ...]:
        """Who stands in the list now."""
        return self._shown

    def matches(self, text: str) -> tuple[PersonChoice, ...]:
        """Everybody whose name, pinyin or initials hold the typed text; at the beginning of the name first."""
        wanted = fold(text)
        found = [person for person in self._people if wanted in self._key(person)]
        return tuple(sorted(found, key=lambda person: f" {wanted}" not in self._key(person)))

    def _judge(self, text: str) -> Judged[int]:
        typed = text.strip()
        exact = [person for person in self._people if typed in (person.label, person.name)]
        found = exact or list(self.matches(typed))
        if len(found) == 1:
            return Judged(found[0].id)
        if not found:
            raise UserError(f"没有找到“{typed}”，请从列表里选", field=self.name)
        raise UserError(f"“{typed}”有 {len(found)} 位，请从列表里选一位", field=self.name)

    def _written(self, value: int) -> str:
        return next((person.label for person in self._people if person.id == value), "")

    def _missing(self) -> str:
        return f"还没有选{self.label}"

    def _on_settled(self) -> None:
        if not self.is_empty():
            try:
                self.set_value(self._judge(self.text()).value)
            except UserError:
                self._view.hide()  # `check` below says what is wrong
        super()._on_settled()

    def _key(self, person: PersonChoice) -> str:
        if person.id not in self._keys:
            readings = name_readings(person.name)
            self._keys[person.id] = " " + " ".join((fold(person.name), *readings.full, *readings.initials, fold(person.note)))
        return self._keys[person.id]

    def _narrow(self, text: str) -> None:
        self._offer(self.matches(text) if text.strip() else self._people)

    def _offer(self, people: Sequence[PersonChoice]) -> None:
        self._shown = tuple(people)
        self._model.setStringList([person.label for person in people])
        if not people:
            self._view.hide()
            return
        self._list.complete()
        self._view.setCurrentIndex(self._model.index(0))

    def _take(self) -> None:
        self.set_value(self._shown[self._view.currentIndex().row()].id)
        self._on_settled()


class _PersonEdit(LineEdit):
    def __init__(self) -> None:
        # Without the input method pinyin arrives as it is typed; a name in Chinese can still be pasted or scanned.
        super().__init__(ime=False, trail="chevron-down", placeholder="姓名或拼音")
        self.opener = lambda: None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_F4):
            self.opener()
            return
        super().keyPressEvent(event)
