"""Members to be ticked in a form: one or many get the same step at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QHBoxLayout, QStyleOptionViewItem, QVBoxLayout, QWidget

from deskapp.members.domain import Member
from ui.kit import icons, theme
from ui.kit.frames import Card
from ui.kit.labels import Hint
from ui.kit.rows import ROW_ROLE, Column, RowsModel
from ui.kit.rows_view import RowDelegate, RowsView
from ui.kit.ticks import Tick

_BOX = 14
_ROWS = 7
"""Shown without scrolling."""


@dataclass(frozen=True)
class TickedRow:
    """A member, what the list says of him, why he cannot be ticked ('' = he can), and whether he is."""

    member: Member
    note: str = ""
    why_not: str = ""
    ticked: bool = True


class TickedMembers(QWidget):
    """Space or a click ticks the row under the cursor, the box above ticks all; at most `most` are ticked at the beginning."""

    changed = Signal()

    def __init__(self, rows: Sequence[TickedRow], *, note: str, most: int) -> None:
        super().__init__()
        self.setObjectName("ticked_members")
        self._most = most
        self.all = Tick("全选", name="tick_all")
        self._count = Hint("", right=True)
        self.model: RowsModel[TickedRow] = RowsModel(_columns(note), key=lambda row: row.member.membership_id)
        self.view = _TickView(self.model, name="ticked_list", says="要勾选的会员", row=theme.ROW_PANEL)
        self.view.setItemDelegateForColumn(0, _TickDelegate(self.view))
        head = QHBoxLayout()
        head.addWidget(self.all)
        head.addWidget(self._count, 1)
        card = Card(margin=1, name="ticked_card")
        card.column.setContentsMargins(1, 1, 1, 1)
        card.column.addWidget(self.view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.STEP)
        column.addLayout(head)
        column.addWidget(card, 1)
        self.view.setFixedHeight(theme.ROW_HEAD + min(max(len(rows), 1), _ROWS) * theme.ROW_PANEL + 2)
        self.all.setVisible(len(rows) > 1)
        self.all.clicked.connect(self._tick_all)
        self.view.turned.connect(self._turn)
        self.view.clicked.connect(self._clicked)
        free = [row for row in rows if not row.why_not][:most]
        ids = {row.member.membership_id for row in free if row.ticked}
        self._show([replace(row, ticked=row.member.membership_id in ids) for row in rows])
        self.view.select_first()

    def ticked(self) -> list[int]:
        """The memberships that are ticked, in the order of the list."""
        return [row.member.membership_id for row in self.model.rows() if row.ticked]

    def _tick_all(self) -> None:
        left = self._most if self.all.isChecked() else 0
        rows: list[TickedRow] = []
        for row in self.model.rows():
            takes = left > 0 and not row.why_not
            left -= takes
            rows.append(replace(row, ticked=takes))
        self._show(rows)

    def _clicked(self, index: QModelIndex) -> None:
        self._turn(self.model.row_at(index))

    def _turn(self, turned: TickedRow | None) -> None:
        if turned is not None and not turned.why_not:
            key = turned.member.membership_id
            self._show([replace(row, ticked=not row.ticked) if row.member.membership_id == key else row for row in self.model.rows()])

    def _show(self, rows: Sequence[TickedRow]) -> None:
        self.model.set_rows(rows)
        count = len(self.ticked())
        free = sum(not row.why_not for row in rows)
        self.all.setChecked(count > 0 and count == min(free, self._most))
        over = f"，一次最多 {self._most} 位" if free > self._most else ""
        self._count.set_text(f"已勾 {count} 位，共 {len(rows)} 位{over}")
        self.changed.emit()


class _TickView(RowsView[TickedRow]):
    turned = Signal(object)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self.turned.emit(self.current_row())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()  # Enter goes on in the form
        else:
            super().keyPressEvent(event)


class _TickDelegate(RowDelegate):
    """The box at the left of a row; a row that cannot be ticked has none."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().paint(painter, option, index)
        row = index.data(ROW_ROLE)
        if not isinstance(row, TickedRow) or row.why_not:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = QRectF(option.rect)
        box = QRectF(place.x() + theme.CONTROL_PADDING, place.center().y() - _BOX / 2, _BOX, _BOX)
        painter.setPen(QPen(QColor(theme.PRIMARY if row.ticked else theme.INK_2), 1.5))
        painter.setBrush(QColor(theme.PRIMARY if row.ticked else theme.SURFACE))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 2, 2)
        if row.ticked:
            icons.draw(painter, "check", theme.ON_PRIMARY, box.x() + 1, box.y() + 1, _BOX - 2)
        painter.restore()


def _columns(note: str) -> Sequence[Column[TickedRow]]:
    return (
        Column(key="tick", title="", text=lambda _: "", width=48),
        Column(key="name", title="姓名", text=lambda row: row.member.name, after=_plate, bold=True, stretch=True),
        Column(key="number", title="会员编号", text=lambda row: row.member.number, width=148),
        Column(key="until", title="有效期至", text=lambda row: f"{row.member.valid_until}", width=104),
        Column(
            key="note",
            title=note,
            text=lambda row: row.why_not or row.note,
            colour=lambda row: theme.WARN if row.why_not else theme.INK,
            width=208,
        ),
    )


def _plate(row: TickedRow) -> str:
    return row.member.plates[0] if row.member.plates else ""
