"""Two records side by side, field by field, and what will be: where they differ the clerk takes one by a click or the space bar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QSizePolicy, QWidget

from deskapp.customers.domain import MERGE_FIELDS, Purpose, both_notes
from deskapp.members.domain import format_card
from deskapp.typed import format_points
from ui.kit import icons, theme
from ui.kit.buttons import paint_box
from ui.kit.frames import Divider
from ui.kit.labels import Hint, Label, Wrapped, paint_text, text_width

if TYPE_CHECKING:
    from deskapp.members.merging import Comparison, Side

_CELL = 28
_DASH = "—"


class MergeTable(QWidget):
    """`taken()` are the fields in which the loser's value stays."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("merge_table")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.GAP)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnMinimumWidth(0, 84)
        for column in (1, 2, 3):
            self._grid.setColumnStretch(column, 1)
        self._choices: dict[str, tuple[_Cell, _Cell, Wrapped]] = {}
        self._both: Comparison | None = None

    def show_both(self, both: Comparison) -> None:
        """Show another pair, or the same with sides changed."""
        self._both = both
        self._choices.clear()
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for column, words in enumerate(("", "保留（编号和卡号不变）", "并入", "合并后"), start=0):
            self._grid.addWidget(Hint(words, colour=theme.PRIMARY if column == 3 else theme.INK_2), 0, column)
        row = 1
        for name, field in MERGE_FIELDS.items():
            if both.survivor.values[name] or both.loser.values[name]:
                self._add_field(row, name, field.label, both)
                row += 1
        self._grid.addWidget(Divider(), row, 0, 1, 4)
        for offset, (label, tell, after) in enumerate(_FACTS, start=1):
            values = (tell(both.survivor), tell(both.loser), after(both))
            self._grid.addWidget(Hint(label), row + offset, 0, Qt.AlignmentFlag.AlignTop)
            for column, value in enumerate(values, start=1):
                words = Wrapped(value or _DASH, bold=column == 3 and value != "", colour=theme.INK if value else theme.INK_2)
                self._grid.addWidget(words, row + offset, column, Qt.AlignmentFlag.AlignTop)

    def focus_first(self, otherwise: QWidget) -> None:
        """Put the cursor to the first choice; with none into `otherwise`."""
        first = next((theirs if theirs.isChecked() else mine for mine, theirs, _ in self._choices.values()), otherwise)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def taken(self) -> frozenset[str]:
        return frozenset(name for name, (_, theirs, _) in self._choices.items() if theirs.isChecked())

    def take(self, name: str, *, from_loser: bool) -> None:
        """Choose for one field, as a click does."""
        mine, theirs, _ = self._choices[name]
        (theirs if from_loser else mine).click()

    def _add_field(self, row: int, name: str, label: str, both: Comparison) -> None:
        mine, theirs = both.survivor.values[name], both.loser.values[name]
        self._grid.addWidget(Hint(label), row, 0, Qt.AlignmentFlag.AlignVCenter)
        result = Wrapped(mine or theirs or _DASH, bold=bool(mine or theirs))
        self._grid.addWidget(result, row, 3, Qt.AlignmentFlag.AlignVCenter)
        if mine == theirs:
            for column in (1, 2):
                self._grid.addWidget(Label(mine or _DASH, colour=theme.INK_2), row, column, Qt.AlignmentFlag.AlignVCenter)
            return
        cells = (
            _Cell(mine, f"{label}：取保留方 {mine or '空'}", f"keep_{name}"),
            _Cell(theirs, f"{label}：取并入方 {theirs or '空'}", f"take_{name}"),
        )
        self._choices[name] = (*cells, result)
        for column, cell in enumerate(cells, start=1):
            self._grid.addWidget(cell, row, column)
            cell.taken.connect(partial(self._chosen, name, cell))
        self._chosen(name, cells[1] if name in both.take else cells[0])

    def _chosen(self, name: str, cell: _Cell) -> None:
        mine, theirs, result = self._choices[name]
        mine.setChecked(cell is mine)
        theirs.setChecked(cell is theirs)
        result.setText(cell.words or _DASH)
        self.changed.emit()


class _Cell(QAbstractButton):
    """One of two values; the taken one stands in a blue frame with a tick."""

    taken = Signal()

    def __init__(self, words: str, says: str, name: str) -> None:
        super().__init__()
        self.words = words
        self.clicked.connect(lambda: self.taken.emit())
        self.setObjectName(name)
        self.setText(words or _DASH)
        self.setAccessibleName(says)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(words if text_width(words) > 200 else "")

    def sizeHint(self) -> QSize:
        return QSize(160, _CELL)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, _CELL)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        edge = theme.PRIMARY if on or self.hasFocus() else theme.EDGE
        paint_box(painter, QRectF(self.rect()), theme.PRIMARY_WASH if on else theme.SURFACE, edge, 2 if self.hasFocus() else 1)
        left = 10
        if on:
            icons.draw(painter, "check", theme.PRIMARY, left, (self.height() - theme.ICON_SMALL) / 2, theme.ICON_SMALL)
        text = QRectF(left + theme.ICON_SMALL + 6, 0, self.width() - left - theme.ICON_SMALL - 16, self.height())
        ink = theme.PRIMARY if on else theme.INK if self.words else theme.INK_2
        paint_text(painter, text, self.text(), theme.font(bold=on), ink)


def _cars(side: Side) -> str:
    return "、".join(car.plate_text for car in side.customer.vehicles)


def _cars_after(both: Comparison) -> str:
    known: list[str] = []
    for car in (*both.survivor.customer.vehicles, *both.loser.customer.vehicles):
        if car.plate_text not in known or not car.plate:
            known.append(car.plate_text)
    return "、".join(known)


def _note_after(both: Comparison) -> str:
    return both_notes(both.survivor.customer.note, both.loser.customer.note)


def _member(side: Side) -> str:
    return _numbers(side.member.number, side.member.card_no) if side.member else "非会员"


def _member_after(both: Comparison) -> str:
    out = both.outcome
    gone = f"；{_numbers(out.closed_no, out.blocked_card)} 停用" if out.closed_no else ""
    return f"{_numbers(out.member_no, out.card_no)}{gone}" if out.member_no else "非会员"


def _numbers(member_no: str, card_no: str) -> str:
    return f"{member_no}　卡 {format_card(card_no)}" if card_no else member_no


def _term(side: Side) -> str:
    return f"{side.member.level.label}　{side.member.joined_on} 至 {side.member.valid_until}" if side.member else ""


def _term_after(both: Comparison) -> str:
    out = both.outcome
    return f"{out.level.label}　{out.term_from} 至 {out.valid_until}" if out.level else ""


def _points(side: Side) -> str:
    reserved = f"（另预留 {format_points(side.balance.reserved)}）" if side.balance.reserved else ""
    return f"可兑换 {format_points(side.balance.spendable)}{reserved}，升级 {format_points(side.balance.tier)}"


def _points_after(both: Comparison) -> str:
    return f"可兑换 {format_points(both.outcome.spendable)}，升级 {format_points(both.outcome.tier)}"


def _answers(side: Side) -> str:
    given = [purpose.label for purpose in Purpose if (answer := side.customer.consent(purpose)) is not None and answer.given]
    return "、".join(given) or "都没有同意"


def _answers_after(both: Comparison) -> str:
    given: list[str] = []
    for purpose in Purpose:
        answers = [answer for side in (both.survivor, both.loser) if (answer := side.customer.consent(purpose)) is not None]
        if answers and max(answers, key=lambda answer: answer.at).given:
            given.append(purpose.label)
    return "、".join(given) or "都没有同意"


_FACTS: Sequence[tuple[str, Callable[[Side], str], Callable[[Comparison], str]]] = (
    ("特别说明", lambda side: side.customer.note, _note_after),
    ("车辆", _cars, _cars_after),
    ("会员", _member, _member_after),
    ("级别和期限", _term, _term_after),
    ("积分", _points, _points_after),
    ("现有同意", _answers, _answers_after),
)
