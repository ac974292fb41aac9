"""Find another customer inside a form: the same search as the box at the top, as a field with a short list under it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.kit import theme, work
from ui.kit.frames import Card, Empty
from ui.kit.line_edit import LineEdit
from ui.kit.rows import Column, RowsModel
from ui.kit.rows_view import RowsView

if TYPE_CHECKING:
    from deskapp.customers.domain import Hit
    from deskapp.data import Act
    from ui.desk import Desk

_ROWS = 6


class GuestPicker(QWidget):
    """Type, ↓ into the list, Enter takes one. `but` is never offered."""

    chosen = Signal(int)

    def __init__(self, desk: Desk, *, but: int) -> None:
        super().__init__()
        self._desk, self._but = desk, but
        self.edit = _SearchEdit()
        self.edit.textChanged.connect(self._look)
        self.edit.down.connect(self._into_list)
        self.edit.returnPressed.connect(self._take_first)
        columns: Sequence[Column[Hit]] = (
            Column(key="name", title="姓名", text=lambda hit: hit.name, after=lambda hit: hit.salutation, bold=True, stretch=True),
            Column(key="mobile", title="手机", text=lambda hit: hit.mobile, width=132),
            Column(key="plates", title="车辆", text=lambda hit: "、".join(hit.plates) or "—", width=176),
            Column(key="member", title="会员", text=lambda hit: "・".join(hit.pills) or "—", width=108),
        )
        self.model: RowsModel[Hit] = RowsModel(columns, key=lambda hit: hit.customer_id)
        empty = Empty("输入姓名、手机、车牌或卡号", "列表里按 Enter 选定", icon="search")
        self.view = RowsView(self.model, name="guest_picker", says="找到的客户", state=desk.local, empty=empty)
        self.view.opened.connect(self._take)
        self.view.clicked.connect(self._take_current)
        card = Card(margin=1, name="guest_picker_card")
        card.column.addWidget(self.view)
        card.setFixedHeight(theme.ROW_HEAD + _ROWS * theme.ROW + 4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.STEP)
        column.addWidget(self.edit)
        column.addWidget(card)
        self.setFocusProxy(self.edit)
        self.model.set_rows(())

    def _look(self) -> None:
        text = self.edit.text().strip()
        if text:
            work.latest(self, lambda: _search(self._desk.session.act(), text), self._show, topic="picker")
        else:
            self.model.set_rows(())

    def _show(self, hits: Sequence[Hit]) -> None:
        self.model.set_rows([hit for hit in hits if hit.customer_id not in (None, self._but)][:_ROWS])
        self.view.select_first()

    def _into_list(self) -> None:
        if self.model.rows():
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_first(self) -> None:
        rows = self.model.rows()
        if rows:
            self._take(rows[0])

    def _take_current(self) -> None:
        self._take(self.view.current_row())

    def _take(self, hit: Hit | None) -> None:
        if hit is not None and hit.customer_id is not None:
            self.chosen.emit(hit.customer_id)


class _SearchEdit(LineEdit):
    down = Signal()

    def __init__(self) -> None:
        super().__init__(lead="search", placeholder="姓名 / 拼音 / 手机 / 车牌 / 卡号")
        self.setObjectName("guest_picker_edit")
        self.setAccessibleName("找另一位客户")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.down.emit()
        else:
            super().keyPressEvent(event)


def _search(act: Act, text: str) -> Sequence[Hit]:
    from deskapp.members.lookup import find

    return find(act=act, text=text)
