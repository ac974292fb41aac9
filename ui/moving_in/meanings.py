"""What a column may be: the list one chooses from, by subject, with what is taken already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QVBoxLayout

from deskapp.members.import_fields import IGNORED, code_label, codes, read_code
from deskapp.sheets.cells import cell_name
from ui.kit import theme
from ui.kit.frames import Card
from ui.kit.labels import Hint, Section
from ui.kit.rows import Column, Group, RowsModel
from ui.kit.rows_view import RowsView

_ICONS = {"会员": "id-card", "客户": "user", "车辆": "car", "期初积分": "coins", "同意与隐私": "shield-check"}


@dataclass(frozen=True, slots=True)
class Meaning:
    """One line of the list. `taken` is the letter of the column that has it, '' if none."""

    code: str
    label: str
    taken: str


def letter(at: int) -> str:
    """ "C" of column 2."""
    return cell_name(1, at).rstrip("0123456789")


class MeaningsPanel(Card):
    """About the column the cursor stands on. `chosen` gives the code of a meaning: by a click, or by Enter."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(name="meanings_panel", margin=20)
        self.column.setSpacing(theme.STEP)
        self.title, self.samples = Section(""), Hint("")
        columns = (
            Column[Meaning](key="label", title="这一列是", text=lambda one: one.label, stretch=True, bold=False),
            Column[Meaning](key="taken", title="已用于", text=lambda one: f"{one.taken} 列" if one.taken else "", width=72, colour=_grey),
        )
        self.model: RowsModel[Meaning] = RowsModel(columns, key=lambda one: one.code)
        self.view = RowsView(self.model, name="meanings", says="这一列是什么", row=theme.ROW_PANEL)
        inner = QVBoxLayout()
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self.view)
        self.column.addWidget(self.title)
        self.column.addWidget(self.samples)
        self.column.addLayout(inner, 1)
        self.view.opened.connect(self._take)
        self.view.clicked.connect(self._clicked)

    def show_column(self, at: int, heads: Sequence[str], samples: Sequence[str], meanings: Sequence[str]) -> None:
        """Offer every meaning for column `at`; the cursor stands on the one it has."""
        self.title.set_text(f"{letter(at)} 列　{heads[at] or '没有列名'}")
        self.samples.set_text("例：" + "、".join(samples) if samples else "前几行是空的")
        taken = {meaning: letter(place) for place, meaning in enumerate(meanings) if meaning != IGNORED and place != at}
        groups: dict[str, list[Meaning]] = {}
        for code in codes():
            field, car = read_code(code)
            title = field.subject.value if car == 1 else f"第 {car} 辆车"
            groups.setdefault(title, []).append(Meaning(code, code_label(code), taken.get(code, "")))
        none = (Group("不用的列", icon="ban"), [Meaning(IGNORED, code_label(IGNORED), "")])
        self.model.set_groups([none, *((_group(title), lines) for title, lines in groups.items())])
        self.view.select_key(meanings[at])
        self.view.scrollTo(self.view.currentIndex(), RowsView.ScrollHint.PositionAtCenter)

    def _take(self, meaning: Meaning) -> None:
        self.chosen.emit(meaning.code)

    def _clicked(self, index: QModelIndex) -> None:
        meaning = self.model.row_at(index)
        if meaning is not None:
            self.chosen.emit(meaning.code)


def _grey(_meaning: Meaning) -> str:
    return theme.INK_2


def _group(title: str) -> Group:
    return Group(title, icon=_ICONS.get(title, "car"), folds=title not in _ICONS)
