"""A person of the store, found by typing."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QStringListModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QListView

from deskapp.errors import UserError
from deskapp.typed import Judged, fold, name_readings
from ui.kit.fields import Field
from ui.kit.line_edit import LineEdit


@dataclass(frozen=True, slots=True)
class PersonChoice:
    """Somebody who can be picked; `note` (the department) stands behind the name and tells two of one name apart."""

    id: int
    name: str
    note: str = ""

    @property
    def label(self) -> str:
        return f"{self.name} {self.note}".strip()


class PersonField(Field[int]):
    """Type the name, its pinyin or initials; the list narrows down. ↓ shows everybody, Enter takes who is marked and goes on.

    The value is the person's id.

    The first reading of a name loads the pinyin dictionary (0.25 s): the program reads one on the database thread after its start.
    """

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
        self._view.installEventFilter(self)  # after the completer's, so asked before it
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

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter in the list: the completer would swallow it, and the clerk would type on behind the name."""
        key = event if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress else None
        if key is None or key.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or not self._view.currentIndex().isValid():
            return super().eventFilter(watched, event)
        self._view.hide()
        self._take()
        QCoreApplication.sendEvent(self.edit, QKeyEvent(key.type(), key.key(), key.modifiers(), key.text()))
        return True

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
