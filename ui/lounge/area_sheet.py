"""The area list of a cleaning slot: item by item, or the rest in one tap."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QScrollArea, QSizePolicy, QWidget

from deskapp.checklists.domain import Item, Result
from ui.kit import icons, theme
from ui.kit.buttons import paint_box
from ui.kit.labels import paint_text, text_width
from ui.lounge import doing
from ui.lounge.sheets import MakeAct
from ui.lounge.touch import SMALL, TouchButton
from ui.lounge.touch_sheet import TouchSheet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from deskapp.checklists.domain import Mark

_NEXT = {None: Result.PASSED, Result.PASSED: Result.FAILED, Result.FAILED: Result.NOT_APPLICABLE, Result.NOT_APPLICABLE: None}
_LOOKS = {
    None: ("circle", theme.INK_2, theme.SURFACE, theme.EDGE_TOUCH, "未查"),
    Result.PASSED: ("circle-check", theme.GOOD, theme.GOOD_WASH, theme.GOOD, "合格"),
    Result.FAILED: ("circle-x", theme.BAD, theme.BAD_WASH, theme.BAD, "不合格"),
    Result.NOT_APPLICABLE: ("circle-slash", theme.INK_2, theme.NEUTRAL, theme.EDGE_TOUCH, "不适用"),
}
_ROW = 58
_ICON = 26


class AreaItem(QAbstractButton):
    """One item; each touch goes on: 合格, 不合格, 不适用, 未查."""

    turned = Signal()

    def __init__(self, item: Item, result: Result | None) -> None:
        super().__init__()
        self.item, self.result = item, result
        self._was_kept = result is not None
        self.setObjectName(f"area_{item.code}")
        self.setFixedHeight(_ROW)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._turn)
        self._speak()

    def set_result(self, result: Result | None) -> None:
        self.result = result
        self._speak()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(420, _ROW)

    def _turn(self) -> None:
        following = _NEXT[self.result]
        self.set_result(Result.PASSED if following is None and self._was_kept else following)  # what was saved is not blank again
        self.turned.emit()

    def _speak(self) -> None:
        self.setAccessibleName(f"{self.item.title} {_LOOKS[self.result][4]}")

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        icon, ink, fill, edge, words = _LOOKS[self.result]
        paint_box(painter, QRectF(self.rect()), fill, edge, 2)
        icons.draw(painter, icon, ink, 14, (self.height() - _ICON) // 2, _ICON)
        state = text_width(words, SMALL, bold=True)
        room = QRectF(14 + _ICON + 10, 3, self.width() - 14 - _ICON - 10 - state - 28, 28)
        paint_text(painter, room, self.item.title, theme.font(SMALL, bold=True), theme.INK)
        paint_text(painter, room.translated(0, 26), self.item.criterion, theme.font(), theme.INK_2)
        right = QRectF(self.width() - state - 16, 0, state + 2, self.height())
        paint_text(painter, right, words, theme.font(SMALL, bold=True), ink)


class AreaSheet(TouchSheet):
    """Ticks what was touched; with nothing blank left the slot can be done. A failed item asks for a note."""

    def __init__(
        self, host: QWidget, slot: str, title: str, items: Sequence[Item], marks: Mapping[str, Mark], make_act: MakeAct, then: str
    ) -> None:
        super().__init__(host, f"区域清单：{title}", then, icon="check", name="area_sheet")
        self._slot, self._make_act = slot, make_act
        self._kept = {code: mark.result for code, mark in marks.items()}
        self._finish = then == "完成时段"
        self.items = [AreaItem(item, self._kept.get(item.code)) for item in items]
        grid_widget = QWidget()
        grid = QGridLayout(grid_widget)
        grid.setContentsMargins(0, 0, theme.STEP, 0)
        grid.setSpacing(theme.HALF_STEP)
        for at, item in enumerate(self.items):
            item.turned.connect(self._show_count)
            grid.addWidget(item, at // 2, at % 2)
        scroll = QScrollArea()
        scroll.setWidget(grid_widget)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setMinimumHeight(min(7, (len(self.items) + 1) // 2) * (_ROW + theme.HALF_STEP))
        self.body.addWidget(scroll, 1)
        self.note = self.line("area_note", "不合格的情况", "不合格的情况（有不合格时要填）")
        self.rest = TouchButton("其余合格", icon="list-checks", name="area_rest")
        self.rest.clicked.connect(self._pass_rest)
        self.foot.insertWidget(self.foot.count() - 1, self.rest)
        self._show_count()

    def blank(self) -> int:
        return sum(item.result is None for item in self.items)

    def _pass_rest(self) -> None:
        for item in self.items:
            if item.result is None:
                item.set_result(Result.PASSED)
        self._show_count()

    def _show_count(self) -> None:
        left = self.blank()
        self.rest.setEnabled(left > 0)
        self.rest.set_words(f"其余 {left} 项合格" if left else "都查过了")
        self.act_button.set_words("完成时段" if self._finish and not left else "保存清单")

    def save(self) -> Callable[[], Any]:
        note = self.note.text().strip()
        marks = {
            item.item.code: (item.result, note if item.result is Result.FAILED else "")
            for item in self.items
            if item.result is not None and item.result is not self._kept.get(item.item.code)
        }
        act, slot, finish = self._make_act(self.request_id), self._slot, self._finish and not self.blank()
        done = self._make_act("")

        def job() -> None:
            if marks:
                doing.tick_area(act, slot, marks)
            if finish:
                doing.mark_slot(done, slot)

        return job
