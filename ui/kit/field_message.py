"""The line under a field: icon and words, the offered repair at the right, the reason for unusual input under them."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from deskapp.errors import Repair
from ui.kit import theme
from ui.kit.buttons import Button, Kind
from ui.kit.labels import IconMark, Wrapped, text_width
from ui.kit.line_edit import LineEdit
from ui.kit.theme import Tone

_ICONS = {Tone.BAD: "circle-x", Tone.WARN: "triangle-alert"}


class Message(QWidget):
    """`warning` is the warning a reason is asked for, '' while none is; a refusal may stand over it for a while."""

    repair_taken = Signal(object)
    reason_changed = Signal()

    def __init__(self, name: str, label: str) -> None:
        super().__init__()
        self.tone = Tone.BAD
        self.warning = ""
        self._name = name
        self._icon = IconMark("circle-x", theme.BAD, theme.ICON_SMALL)
        self._words = Wrapped(size=theme.HINT, colour=theme.BAD)
        self._words.setObjectName(f"{name}_problem")
        self._repair: Button | None = None
        self._shortcut: QShortcut | None = None
        self._reason = LineEdit(placeholder="无误请写明原因")
        self._reason.setObjectName(f"{name}_reason")
        self._reason.setAccessibleName(f"{label}：原因")
        self._reason.textChanged.connect(self._on_reason)
        self._reason.hide()
        self._lay_out()
        self.hide()

    def _lay_out(self) -> None:
        self._line = QHBoxLayout()
        self._line.setSpacing(6)
        self._line.addWidget(self._icon)
        self._line.addWidget(self._words, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 6, 0, 0)
        self._column.setSpacing(theme.HALF_STEP)
        self._column.addLayout(self._line)
        self._column.addWidget(self._reason)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)  # stays under its editor beside a taller field

    def text(self) -> str:
        return self._words.text()

    def reason(self) -> str:
        return self._reason.text().strip() if self.warning else ""

    def set_reason(self, reason: str) -> None:
        self._reason.setText(reason)

    def lacks_reason(self) -> bool:
        return bool(self.warning) and not self.reason()

    def demand_reason(self) -> None:
        """Mark the line for the reason as what the form waits for."""
        theme.restyle(self._reason, "state", "bad")

    def focus_reason(self) -> None:
        self._reason.setFocus()

    def ask_reason(self, warning: str) -> None:
        self.warning = warning
        self._reason.show()

    def tell(self, tone: Tone, text: str, repair: Repair | None) -> None:
        self.tone = tone
        self._icon.set_icon(_ICONS[tone], tone.ink)
        self._words.setText(text)
        self._words.recolour(tone.ink)
        self._drop_repair()
        if repair is not None:
            self._offer(repair)
        self.show()

    def clear(self) -> None:
        self.warning = ""
        self._reason.clear()
        self._reason.hide()
        self._drop_repair()
        self.hide()

    def follow(self, editor: QWidget) -> None:
        """Let Tab and Enter come from the editor to the line for the reason: made later, it would stand last in the window."""
        QWidget.setTabOrder(editor, self._reason)

    def offered_key(self) -> str:
        return self._repair.key if self._repair is not None else ""

    def _on_reason(self) -> None:
        theme.restyle(self._reason, "state", "")
        self.reason_changed.emit()

    def _offer(self, repair: Repair) -> None:
        key = self._free_key()
        button = Button(repair.label, kind=Kind.LINK, key=key, height=theme.CONTROL_SMALL - 2, name=f"{self._name}_repair")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Enter moves on past it: nobody takes a repair by accident
        button.clicked.connect(lambda: self.repair_taken.emit(repair))
        holder = self.parentWidget() or self
        fits = text_width(self._words.text(), theme.HINT) + button.sizeHint().width() + 36 <= holder.width()
        if fits:
            self._line.addWidget(button)
        else:
            self._column.insertWidget(1, button, alignment=Qt.AlignmentFlag.AlignRight)
        self._repair = button
        self._shortcut = QShortcut(QKeySequence(key), self)
        self._shortcut.activated.connect(button.click)

    def _free_key(self) -> str:
        taken = {other.offered_key() for other in self.window().findChildren(Message) if other is not self and other.isVisible()}
        return next(key for key in (f"Alt+{n}" for n in range(1, len(taken) + 2)) if key not in taken)

    def _drop_repair(self) -> None:
        for gone in (self._shortcut, self._repair):
            if gone is not None:
                gone.setParent(None)
                gone.deleteLater()
        self._shortcut = self._repair = None
