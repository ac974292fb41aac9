"""Consents: one row for each purpose, 同意 or 不同意 said by the customer, nothing chosen beforehand (rules.md §7)."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from deskapp.errors import Repair
from deskapp.typed import Judged
from ui.kit import theme
from ui.kit.buttons import paint_box
from ui.kit.fields import Field
from ui.kit.labels import Hint, IconMark, Label
from ui.kit.segments import Option, Segments
from ui.kit.theme import Tone

_YES, _NO = "同意", "不同意"


class ConsentRow(Field[bool]):
    """← is 同意, → is 不同意. Unanswered and required, it says 请选一项 in its row."""

    def __init__(self, name: str, label: str, hint: str = "", *, required: bool = True, parent: QWidget | None = None) -> None:
        self._explained = hint
        self._trouble = Hint(colour=theme.BAD)
        self._cross = IconMark("circle-x", theme.BAD, theme.ICON_SMALL)
        super().__init__(name, label, required=required, parent=parent)
        options = (Option(value=True, label=_YES, tone=Tone.GOOD), Option(value=False, label=_NO, tone=Tone.NEUTRAL, icon="x"))
        self.segments = Segments(options, width=theme.TOGGLE, says=label)
        self._adopt(self.segments, stretch=0)
        self.segments.changed.connect(self._on_change)
        self.segments.changed.connect(self._on_settled)

    def text(self) -> str:
        option = self.segments.chosen()
        return option.label if option else ""

    def set_text(self, text: str) -> None:
        self.segments.set_value({_YES: True, _NO: False}.get(text))

    def problem(self, text: str, repair: Repair | None = None) -> None:
        """Shown inside the row. Of an unanswered row the answer is missing, whatever the form calls it."""
        self._trouble.set_text("请选一项" if self.is_empty() else text)
        self._trouble.setToolTip(text if repair is None else f"{text}（{repair.label}）")
        self._set_trouble(shown=True)

    def clear_problem(self) -> None:
        self._set_trouble(shown=False)

    def _forget(self) -> None:
        self._set_trouble(shown=False)

    def has_problem(self) -> bool:
        return not self._trouble.isHidden()

    def problem_text(self) -> str:
        return self._trouble.text() if self.has_problem() else ""

    def _set_trouble(self, *, shown: bool) -> None:
        self._trouble.setVisible(shown)
        self._cross.setVisible(shown)

    def _lay_out(self) -> None:
        self.setFixedHeight(theme.CONSENT_ROW)
        self.body.setContentsMargins(theme.CONTROL_PADDING, 0, theme.HALF_STEP, 0)
        self.body.addWidget(Label(self.label))
        self.body.addWidget(Hint(self._explained), 1)
        self.body.addWidget(self._cross)
        self.body.addWidget(self._trouble)
        self._set_trouble(shown=False)
        self._column.addLayout(self.body)

    def _judge(self, text: str) -> Judged[bool]:
        return Judged(text == _YES)

    def _written(self, value: bool) -> str:
        return _YES if value else _NO

    def _missing(self) -> str:
        return f"“{self.label}”还没有选"


class ConsentBlock(QFrame):
    """The rows in one frame, parted by hairlines."""

    def __init__(self, rows: Sequence[ConsentRow], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = tuple(rows)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        for row in self.rows:
            column.addWidget(row)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_box(painter, QRectF(self.rect()), theme.SURFACE, theme.LINE)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setPen(QPen(QColor(theme.LINE), 1, Qt.PenStyle.SolidLine))
        for row in self.rows[1:]:
            painter.drawLine(1, row.y(), self.width() - 2, row.y())
