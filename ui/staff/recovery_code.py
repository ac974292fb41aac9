"""The recovery code, shown once: the sheet does not close before it is printed or written down."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.desk import PrintJob
from ui.kit import buttons, theme
from ui.kit.buttons import paint_box
from ui.kit.form_frame import FormHead
from ui.kit.frames import Divider
from ui.kit.labels import Wrapped, paint_text
from ui.kit.sheet import Sheet
from ui.kit.ticks import Tick

if TYPE_CHECKING:
    from deskapp.papers import Paper, Printed
    from deskapp.staff.domain import Person
    from deskapp.store.recovery_paper import RecoverySheet
    from ui.desk import Desk

_WORDS = (
    "客服经理忘记 PIN 时，只有这张恢复码能让他重新进来。它只显示这一次，程序里不保存原文。\n"
    "请打印或抄写，装入信封签封，锁进保险柜。用过一次就作废，程序会给出新的一张。"
)


class RecoveryCodeSheet(Sheet):
    """`closed()` when the person has said that the code is safe."""

    def __init__(self, desk: Desk, person: Person, code: str, *, store: str) -> None:
        super().__init__(desk.sheets, "恢复码", width=560, blocking=True)
        self.setObjectName("recoveryCode")
        self._desk, self._person, self._code, self._store = desk, person, code, store
        head = FormHead("恢复码", icon="key-round", hint=f"{person.name}　{person.staff_no}")
        self.code = _Code(code)
        self.print_button = buttons.plain("打印恢复码", icon="printer", key="Ctrl+P", name="print_code")
        self.tick = Tick("已打印或抄好，并已锁好", name="kept")
        self.done = buttons.primary("完成", icon="check", key="Ctrl+Enter", name="primary")
        self._lay_out(head)
        head.closing.connect(self.escape)
        self.print_button.clicked.connect(self._print)
        self.print_button.bind(self)
        self.tick.toggled.connect(self._show_whether_done)
        self.done.clicked.connect(self.close_sheet)
        self._show_whether_done()

    def _lay_out(self, head: QWidget) -> None:
        body = QVBoxLayout()
        body.setContentsMargins(theme.MARGIN_X, theme.GAP_WIDE, theme.MARGIN_X, theme.GAP_WIDE)
        body.setSpacing(theme.GAP_WIDE)
        body.addWidget(self.code)
        body.addWidget(Wrapped(_WORDS, colour=theme.INK_2))
        body.addWidget(self.tick)
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.MARGIN_X, theme.GAP, theme.MARGIN_X, theme.GAP)
        foot.setSpacing(theme.GAP)
        foot.addStretch(1)
        foot.addWidget(self.print_button)
        foot.addWidget(self.done)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(Divider())
        column.addLayout(body)
        column.addWidget(Divider())
        column.addLayout(foot)

    def primary(self) -> None:
        self.done.click()

    def escape(self) -> None:
        """Close only when the code is safe: there is no second look."""
        if self.tick.isChecked():
            self.close_sheet()
        else:
            self.tick.setFocus()

    def _show_whether_done(self) -> None:
        if self.tick.isChecked():
            self.done.unblock()
        else:
            self.done.block("先打印或抄好")

    def _print(self) -> None:
        from deskapp.papers import A4, A5, A5_LANDSCAPE
        from deskapp.store.recovery_paper import RecoverySheet

        sheet = RecoverySheet(self._store, self._person.name, self._person.staff_no, self._code, self._desk.session.now())
        self._desk.print_paper(PrintJob("恢复码", "", (A5_LANDSCAPE, A5, A4), partial(_render, sheet)))


def _render(sheet: RecoverySheet, paper: Paper, _reprint: int) -> Printed:
    from deskapp.store.recovery_paper import render

    return render(sheet, paper=paper)


class _Code(QWidget):
    """The code, large, in groups of four."""

    def __init__(self, code: str) -> None:
        super().__init__()
        self._code = code
        self.setObjectName("code")
        self.setAccessibleName(f"恢复码 {code}")

    def text(self) -> str:
        return self._code

    def sizeHint(self) -> QSize:
        return QSize(400, 80)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_box(painter, QRectF(self.rect()), theme.PRIMARY_WASH, theme.PRIMARY_EDGE)
        groups = self._code.split("-")
        width = self.width() / len(groups)
        for place, group in enumerate(groups):
            box = QRectF(place * width, 0, width, self.height())
            paint_text(painter, box, group, theme.font(theme.FIGURE, bold=True), theme.INK, centre=True)
            if place:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.colour(theme.PRIMARY_EDGE))
                painter.drawRect(QRectF(place * width - 5, self.height() / 2 - 1, 10, 2))
