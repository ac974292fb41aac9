"""对列: each column of the list with some of its values, and what it will be read as."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskapp.errors import UserError
from deskapp.members.import_fields import IGNORED, code_label, missing
from ui.kit import theme, work
from ui.kit.banners import Banner
from ui.kit.buttons import Button
from ui.kit.frames import Card, NextStep
from ui.kit.labels import Hint
from ui.kit.pills import Pill
from ui.kit.rows import Column, RowsModel
from ui.kit.rows_view import RowsView
from ui.kit.theme import Tone
from ui.moving_in import jobs
from ui.moving_in.choose_step import COLUMNS
from ui.moving_in.found_lists import in_sight
from ui.moving_in.meanings import MeaningsPanel, letter
from ui.settings.subject import full_width

if TYPE_CHECKING:
    from deskapp.members.importing import Outline
    from ui.desk import Desk


@dataclass(frozen=True, slots=True)
class Line:
    """A column of the list."""

    at: int
    head: str
    samples: tuple[str, ...]
    meaning: str


class ColumnsStep(QWidget):
    """Enter on a column goes over to its meanings, Enter there back to the next column. Ctrl+Enter checks the list."""

    checked = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("columns_step")
        self._desk = desk
        self._outline: Outline | None = None
        self._meanings: list[str] = []
        self._about = ""
        self.about = Hint("")
        self.note = Banner("", Tone.WARN, name="file_note")
        self.refusal = Banner("", Tone.BAD, name="list_refused")
        self.model: RowsModel[Line] = RowsModel(_columns(), key=lambda line: line.at)
        self.view = RowsView(self.model, name="list_columns", says="名单的列", state=desk.local)
        self.panel = MeaningsPanel()
        self.next = NextStep("按这些列核对名单", "只核对，不写入；改过的对应关系这台电脑会记住")
        self.button: Button = full_width("核对名单", icon="clipboard-check", key="Ctrl+Enter", name="check_list")
        self._lay_out()
        self.view.current_changed.connect(self._show_column)
        self.view.opened.connect(self._to_meanings)
        self.panel.chosen.connect(self._choose)
        self.button.clicked.connect(self._check)

    def _lay_out(self) -> None:
        list_card = Card(margin=1, name="columns_card")
        list_card.column.setContentsMargins(1, 1, 1, 1)
        list_card.column.addWidget(self.view)
        left = QVBoxLayout()
        left.setSpacing(theme.GAP)
        for widget in (self.about, self.note, self.refusal):
            left.addWidget(widget)
        left.addWidget(list_card, 1)
        right = QVBoxLayout()
        right.setSpacing(theme.STEP)
        right.addWidget(self.panel, 1)
        right.addWidget(self.next)
        right.addWidget(self.button)
        panel = QWidget()
        panel.setFixedWidth(theme.PANEL)
        panel.setLayout(right)
        right.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP_WIDE)
        row.addLayout(left, 1)
        row.addWidget(panel)
        self.button.bind(self)
        self.setFocusProxy(self.view)

    def show_outline(self, outline: Outline) -> None:
        """Begin with a list that was opened, its columns as they were guessed."""
        self._outline = outline
        self._meanings = list(outline.meanings)
        said, unusual = outline.notes[:1], outline.notes[1:]
        self._about = "　".join((outline.path.name, f"第 {outline.head_row:,} 行是列名", *said))
        self.note.set_words("；".join(unusual))
        self.note.setVisible(bool(unusual))
        self.refusal.hide()
        self._show_lines()
        self.view.select_first()

    def _to_meanings(self) -> None:
        self.panel.view.setFocus()

    def _show_lines(self) -> None:
        outline = self._outline
        if outline is None:
            return
        lines = [
            Line(at, head, tuple(in_sight(sample, meaning) for sample in samples), meaning)
            for at, (head, samples, meaning) in enumerate(zip(outline.heads, outline.samples, self._meanings, strict=True))
        ]
        self.model.set_rows(lines)
        unread = self._meanings.count(IGNORED)
        self.about.set_text(f"{self._about}　{unread} 列不导入" if unread else self._about)
        lacking = missing(self._meanings)
        if lacking:
            self.button.block(f"还缺 {lacking}")
        else:
            self.button.unblock()

    def _show_column(self, line: Line | None) -> None:
        if line is not None and self._outline is not None:
            self.panel.show_column(line.at, self._outline.heads, line.samples, self._meanings)

    def _choose(self, meaning: str) -> None:
        """Give the present column a meaning; who had it before is not read. The cursor goes on to the next column."""
        line = self.view.current_row()
        if line is None:
            return
        self._meanings = [IGNORED if had == meaning else had for had in self._meanings]
        self._meanings[line.at] = meaning
        self._show_lines()
        following = min(line.at + 1, len(self._meanings) - 1)
        self.view.select_key(following)
        self.view.setFocus()
        self._show_column(self.view.current_row())

    def _check(self) -> None:
        outline = self._outline
        if outline is None:
            return
        self._remember(outline.heads)
        self.refusal.hide()
        act = self._desk.session.act()
        try:
            found = work.long(self._desk.sheets, "正在核对名单", partial(jobs.check, act, outline, tuple(self._meanings)))
        except work.Cancelled:
            return
        except UserError as refusal:
            self.refusal.set_words(refusal.message)
            self.refusal.show()
            return
        self.checked.emit(found)

    def _remember(self, heads: Sequence[str]) -> None:
        known: dict[str, str] = self._desk.local.get(COLUMNS) or {}
        self._desk.local.put(COLUMNS, known | {head: meaning for head, meaning in zip(heads, self._meanings, strict=True) if head})


def _columns() -> tuple[Column[Line], ...]:
    return (
        Column(key="letter", title="列", text=lambda line: letter(line.at), width=48, colour=lambda _: theme.INK_2),
        Column(key="head", title="列名", text=lambda line: line.head or "（没有列名）", bold=True, width=160),
        Column(key="samples", title="内容举例", text=lambda line: "、".join(line.samples), colour=lambda _: theme.INK_2, stretch=True),
        Column(key="meaning", title="读作", text=lambda line: code_label(line.meaning), pill=_pill, width=184),
    )


def _pill(line: Line) -> Pill:
    return Pill("不导入", Tone.NEUTRAL, "minus") if line.meaning == IGNORED else Pill(code_label(line.meaning), Tone.INFO, "check")
