"""The field that finds who calls: by phone, plate, name, pinyin or card; with nobody found it leads on to somebody new."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from deskapp.errors import UserError
from deskapp.typed import Judged
from ui.complaints.receive_hits import HitList
from ui.kit import work
from ui.kit.fields import Field
from ui.kit.line_edit import LineEdit
from ui.kit.scan import TAKES_SCAN

if TYPE_CHECKING:
    from deskapp.customers.domain import Hit
    from deskapp.data import Act
    from ui.desk import Desk


class SearchField(Field[str]):
    """Type, ↓ to another, Enter takes; with nobody found Enter goes on with somebody new."""

    hit_taken = Signal(object)
    nobody_taken = Signal(str)

    def __init__(self, desk: Desk, host: QWidget, *, required: bool) -> None:
        super().__init__("caller", "客户", required=required, hint="手机、车牌、姓名、拼音或扫卡")
        self._desk = desk
        self.edit = _SearchEdit()
        self._adopt(self.edit)
        self.setProperty(TAKES_SCAN, True)  # noqa: FBT003 - Qt's own signature
        self.list = HitList(host)
        self._answered = ""
        self._hurried = False
        self.edit.textEdited.connect(self._look)
        self.edit.textChanged.connect(self._on_change)
        self.edit.stepped.connect(self._step)
        self.edit.taking.connect(self._enter)
        self.edit.left.connect(self.list.hide)
        self.list.chosen.connect(self._take)

    def text(self) -> str:
        return self.edit.text()

    def set_text(self, text: str) -> None:
        self.edit.setText(text)

    def _judge(self, text: str) -> Judged[str]:
        raise UserError("请从列表里选一位客户，或按 Enter 记为新客户", field=self.name)

    def _written(self, value: str) -> str:
        return value

    def _missing(self) -> str:
        return "还没有填客户：输入手机、车牌或姓名；客户不愿留名请勾选“匿名”"

    def _look(self) -> None:
        typed = self.edit.text().strip()
        self._hurried = False
        if not typed:
            self.list.hide()
            return
        act = self._desk.session.act()
        work.latest(self, lambda: _find(act, typed), lambda hits: self._found(typed, hits), topic="caller")

    def _found(self, typed: str, hits: Sequence[Hit]) -> None:
        if typed != self.edit.text().strip() or self.isHidden():
            return
        self._answered = typed
        known = [hit for hit in hits if hit.customer_id is not None]
        self.list.show_hits(self.edit, known, typed)
        if self._hurried:
            self._take(0)

    def _step(self, by: int) -> None:
        if self.list.isVisible():
            self.list.step(by)

    def _enter(self) -> None:
        """Take the marked line; Enter that comes before the answer waits for it."""
        typed = self.edit.text().strip()
        if not typed:
            return
        if typed == self._answered and self.list.isVisible():
            self._take(self.list.current())
        else:
            self._look()
            self._hurried = True

    def _take(self, row: int) -> None:
        self._hurried = False
        hits = self.list.hits
        self.list.hide()
        self._forget()
        if row < len(hits):
            self.hit_taken.emit(hits[row])
        else:
            self.nobody_taken.emit(self.edit.text().strip())

    def _on_settled(self) -> None:
        """The list says what is missing; a refusal comes with the save."""


class _SearchEdit(LineEdit):
    """Enter never moves on by itself while something is typed: it takes a line."""

    stepped = Signal(int)
    taking = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__(lead="search", placeholder="手机 / 车牌 / 姓名 / 卡号")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.stepped.emit(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.text().strip() and not event.modifiers():
            self.taking.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.ActiveWindowFocusReason:
            self.left.emit()


def _find(act: Act, text: str) -> Sequence[Hit]:
    from deskapp.members.lookup import find

    return find(act=act, text=text, limit=8)
