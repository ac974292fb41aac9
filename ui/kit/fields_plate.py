"""The plate: province and letter picked or pre-filled, the serial typed in ASCII, or 未上牌."""

import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from deskapp.errors import UserError
from deskapp.typed import PROVINCES, Energy, Judged, Plate, judge_plate
from deskapp.typed.characters import code_form
from deskapp.typed.plate import Confidence
from ui.kit import theme
from ui.kit.buttons import Button
from ui.kit.fields import Field
from ui.kit.labels import Hint
from ui.kit.line_edit import LineEdit, fold_upper
from ui.kit.popup import DropBox, Popup
from ui.kit.ticks import Tick

UNPLATED = "未上牌"
_AREA = re.compile(rf"[{PROVINCES}][A-Z]?")
_LETTERS = "ABCDEFGHJKLMNOPQRSTUVWXYZ"
_ENDINGS = ("警", "学", "挂", "港", "澳", "领", "使", "应急", "临")
_NO_AREA = "无"
_ARMED_POLICE = "WJ"


class PlateField(Field[Plate]):
    """`value()` is None for a car without a plate: ask `unplated()`.

    A whole plate that is typed, pasted, scanned or repaired goes apart by itself: its province into the picker, the rest into
    the serial; so does one typed from its letter on, as people read it out ("B D12345" behind 粤B). Alt+↓ in the serial opens the picker.
    """

    def __init__(
        self, name: str = "plate", label: str = "车牌", *, area: str = "", required: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(name, label, required=required, parent=parent)
        self._area = self._home = area
        self._energy: Energy | None = None
        self._box = DropBox(area or _NO_AREA, name=f"{name}_area", says=f"{label}：省份和字母")
        self._box.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # pre-filled: Enter goes straight to the serial
        self._box.setFixedWidth(76)
        self.body.addWidget(self._box)
        self.edit = _SerialEdit()
        self._adopt(self.edit)
        self.tick = Tick(UNPLATED, border=True, name=f"{name}_unplated")
        self.body.addWidget(self.tick)
        self._popup: _AreaPopup | None = None
        self._wire()

    def _wire(self) -> None:
        self._box.opened.connect(self._open_area)
        self.edit.area_wanted.connect(self._open_area)
        self.edit.textEdited.connect(self._split)
        self.edit.textChanged.connect(self._on_change)
        self.edit.editingFinished.connect(self._on_settled)
        self.tick.toggled.connect(self._on_tick)

    def _open_area(self) -> None:
        if self._popup is None:
            self._popup = _AreaPopup(self._box)
            self._popup.picked.connect(self._pick)
            self._popup.ending.connect(self._end_with)
        self._popup.open()

    def set_home_area(self, area: str) -> None:
        """The store's own province and letter ("粤B"), shown while nothing else was typed."""
        self._home = area
        if self.is_empty():
            self._set_area(area)

    def set_energy(self, energy: Energy | None) -> None:
        """What the car runs on: a seven-character plate on a new-energy car is unusual."""
        self._energy = energy
        if not self.is_empty():
            self.check()

    def unplated(self) -> bool:
        return self.tick.isChecked()

    def text(self) -> str:
        if self.unplated():
            return UNPLATED
        serial = self.edit.text().strip()
        return f"{self._area}{serial}" if serial else ""

    def set_text(self, text: str) -> None:
        self.tick.setChecked(text == UNPLATED)
        if text == UNPLATED:
            return
        area, serial = split_area(text)
        self._set_area(area if serial else self._home)
        self.edit.setText(serial)

    def value(self) -> Plate | None:
        return None if self.unplated() else super().value()

    def check(self) -> bool:
        if self.unplated():
            self.clear_problem()
            return True
        return super().check()

    def _judge(self, text: str) -> Judged[Plate]:
        return judge_plate(text, energy=self._energy, field=self.name)

    def _written(self, value: Plate) -> str:
        return value.text

    def _missing(self) -> str:
        return "还没有填车牌；没有车牌请选未上牌"

    def _split(self, text: str) -> None:
        at = next((i for i, c in enumerate(text) if c in PROVINCES), -1)
        if at >= 0:
            area, serial = split_area(text[at:])
        elif text and len(self._area) == 1 and text[0] in _LETTERS:  # the letter typed behind a province that came alone
            area, serial = self._area + text[0], text[1:]
        elif area_again := self._with_its_letter(text):
            area, serial = area_again
        elif len(code_form(text)) > 6 and _is_plate(text):  # a plate that names no province: 123456使, WJ12345
            area, serial = "", text
        else:
            return
        self._set_area(area)
        self.edit.setText(serial)

    def _with_its_letter(self, text: str) -> tuple[str, str] | None:
        """A serial that is one too long and, behind the province alone, a plate beyond doubt: its letter was typed once more.

        Six characters are as many as a new-energy plate has: there only the very letter of the picker counts as typed again.
        """
        written = code_form(text)
        whole = self._area[:1] + written
        again = len(written) == 6 and written[0] == self._area[1:] and not _is_plate(self._area + written)
        if not (len(written) > 6 or again) or not self._area or written.startswith(_ARMED_POLICE) or not _is_plate(whole, sure=True):
            return None
        return split_area(whole)

    def _pick(self, part: str) -> None:
        if part == _NO_AREA:
            self._set_area("")
        elif part in PROVINCES:
            self._set_area(part + (self._area[1:] or "A"))
        else:
            self._set_area((self._area[:1] or self._home[:1]) + part)
        self._on_change()

    def _end_with(self, ending: str) -> None:
        serial = self.edit.text()
        known = next((e for e in _ENDINGS if serial.endswith(e)), "")
        self.edit.setText(serial.removesuffix(known) + ("" if known == ending else ending))
        if self._popup is not None:
            self._popup.close()
        self.edit.setFocus()

    def _set_area(self, area: str) -> None:
        self._area = area
        self._box.set_text(area or _NO_AREA)

    def _on_tick(self) -> None:
        for editor in (self._box, self.edit):
            editor.setEnabled(not self.unplated())
        self._on_change()

    def _on_change(self) -> None:
        super()._on_change()
        nev = not self.unplated() and not self.is_empty() and _is_nev(self.text())
        theme.restyle(self.edit, "plate", "nev" if nev else "")
        self._box.set_good(nev)


def split_area(text: str) -> tuple[str, str]:
    """Province and letter, and the rest: "粤B·10852" → ("粤B", "10852"). A plate without province has the area ''."""
    written = code_form(text)
    match = _AREA.match(written)
    area = match.group() if match else ""
    return area, written[len(area) :]


def _is_plate(text: str, *, sure: bool = False) -> bool:
    try:
        plate = judge_plate(text).value
    except UserError:
        return False
    return plate.confidence is Confidence.HIGH or not sure


def _is_nev(text: str) -> bool:
    try:
        return judge_plate(text).value.is_nev
    except UserError:
        return False


class _SerialEdit(LineEdit):
    area_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(ime=False, reshape=fold_upper)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.area_wanted.emit()
            return
        super().keyPressEvent(event)


class _AreaPopup(Popup):
    """All provinces, all letters, and the endings of special plates. Letter keys pick the letter, Enter or Esc closes."""

    picked = Signal(str)
    ending = Signal(str)

    def __init__(self, anchor: QWidget) -> None:
        super().__init__(anchor)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(6)
        for title, parts, signal in (
            ("省份", (*PROVINCES, _NO_AREA), self.picked),
            ("字母（可直接按键）", tuple(_LETTERS), self.picked),
            ("末尾的字", _ENDINGS, self.ending),
        ):
            column.addWidget(Hint(title))
            grid = QGridLayout()
            grid.setSpacing(4)
            for index, part in enumerate(parts):
                cell = Button(part, height=theme.CONTROL_SMALL, name=f"area_{part}")
                cell.setFocusPolicy(Qt.FocusPolicy.NoFocus)
                cell.setMinimumWidth(34)
                cell.clicked.connect(lambda _checked=False, s=signal, p=part: s.emit(p))
                grid.addWidget(cell, index // 9, index % 9)
            column.addLayout(grid)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        letter = event.text().upper()
        if len(letter) == 1 and letter in _LETTERS:
            self.picked.emit(letter)
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            super().keyPressEvent(event)
            return
        self.close()
