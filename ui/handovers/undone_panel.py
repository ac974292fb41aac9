"""What taking points back will move: from where they come, what returns, what is owed, and loudest what the guest has afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from deskapp.typed import format_points, format_signed
from ui.kit import theme
from ui.kit.banners import Banner
from ui.kit.frames import Card, Divider, SectionHead, SidePanel
from ui.kit.labels import Figure, Hint, Label, Wrapped
from ui.kit.theme import Tone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deskapp.points.undone import Undone

WIDTH = 360
_Row = tuple[str, str, bool, str]  # label, figure, whether it is a sum, colour


class UndonePanel(SidePanel):
    """At the right of the form. `show_undone` after each look, `say` while there is nothing to show."""

    def __init__(self) -> None:
        super().__init__(WIDTH, name="undone")
        self._said = Wrapped("", colour=theme.INK_2)
        self._rows = QGridLayout()
        self._rows.setVerticalSpacing(6)
        self._rows.setHorizontalSpacing(theme.STEP)
        self._rows.setColumnStretch(0, 1)
        self._holder = QWidget()
        self._before, self.after = Label("", right=True), Figure("", "分", size=theme.FIGURE)
        self._sums = self._make_sums()
        self._short = Banner("", Tone.BAD, name="short")
        holder = QVBoxLayout(self._holder)
        holder.setContentsMargins(0, 0, 0, 0)
        holder.addLayout(self._rows)
        column = self.column
        column.setSpacing(theme.GAP)
        column.addWidget(SectionHead("冲正会动哪些积分"))
        column.addWidget(self._said)
        column.addWidget(self._holder)
        column.addStretch(1)
        column.addWidget(self._short)
        column.addWidget(self._sums)
        self.say("")

    def _make_sums(self) -> Card:
        card = Card(name="undone_sums")
        first = QHBoxLayout()
        first.addWidget(Label("冲正前可兑换"))
        first.addWidget(self._before, 1)
        first.addWidget(Hint("分"))
        card.column.addLayout(first)
        card.column.addWidget(Divider())
        last = QHBoxLayout()
        last.addWidget(Label("冲正后", bold=True))
        last.addStretch(1)
        last.addWidget(self.after)
        card.column.addLayout(last)
        return card

    def say(self, words: str) -> None:
        """Words in place of figures: nothing chosen yet, or why it cannot be done."""
        self._said.setText(words)
        self._said.setVisible(bool(words))
        for widget in (self._holder, self._sums, self._short):
            widget.hide()

    def show_undone(self, undone: Undone) -> None:
        """The figures of one look."""
        self._said.hide()
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        told = list(_rows(undone))
        for at, (label, figure, is_sum, colour) in enumerate(told):
            name = Label(label, bold=True, colour=colour) if is_sum else Hint(f"　{label}", colour=colour)
            number = Label(figure, bold=True, right=True, colour=colour) if is_sum else Hint(figure, right=True, colour=colour)
            self._rows.addWidget(name, at, 0)
            self._rows.addWidget(number, at, 1, Qt.AlignmentFlag.AlignRight)
        self._holder.setAccessibleName("；".join(f"{label} {figure}" for label, figure, *_ in told))
        self._before.set_text(format_points(undone.before))
        self.after.set_text(format_points(undone.after), colour=theme.BAD if undone.after < 0 else theme.INK)
        self._short.set_words(f"{'、'.join(undone.short)} 预留的积分已不够。兑换单审核时会被拒绝，移交单录入时记为欠分。")
        self._short.setVisible(bool(undone.short))
        self._holder.show()
        self._sums.show()

    def told(self) -> str:
        """What stands there, line by line."""
        return self._said.text() if not self._said.isHidden() else self._holder.accessibleName()


def _rows(undone: Undone) -> Iterator[_Row]:
    """Only what moves: a bill that was never spent tells one line."""
    if undone.taken:
        yield "收回积分", format_signed(-undone.taken), True, theme.INK
        parts = [("还在原批次里", undone.own, theme.INK_2), ("已到期或作废，不再扣", undone.gone, theme.INK_2)]
        parts += [(f"已用掉，从 {part.on} 到期的批次扣", part.points, theme.INK_2) for part in undone.others]
        parts.append(("已用掉，记为欠分", undone.owed, theme.BAD))
        for label, points, colour in parts:
            if points:
                yield label, format_points(points), False, colour
    if undone.tier:
        yield "升级积分", format_signed(-undone.tier), True, theme.INK
    if undone.returned:
        yield "退回用掉的积分", format_signed(undone.returned), True, theme.GOOD
        for part in undone.back_to:
            yield f"进 {part.on} 到期的批次", format_points(part.points), False, theme.INK_2
        if undone.paid:
            yield "其中先抵以前的欠分", format_points(undone.paid), False, theme.INK_2
    if not (undone.taken or undone.tier or undone.returned):
        yield "积分不变：这些项目没有记过积分", "", True, theme.INK
