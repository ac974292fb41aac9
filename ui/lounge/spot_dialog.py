"""抽查休息区: by lot, or the items and areas one has reason to look at; then the check itself opens."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QWidget

from ui.kit import theme, work
from ui.kit.fields_choice import SegmentsField
from ui.kit.form_dialog import FormDialog
from ui.kit.labels import Hint
from ui.kit.segments import Option
from ui.kit.ticks import Tick

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deskapp.checklists.domain import Run, Version
    from deskapp.data import Act
    from ui.desk import Desk

_LOT, _CHOSEN = "lot", "chosen"
_COLUMNS = 3


class SpotStartDialog(FormDialog["Run"]):
    """Gives the check that was begun. An area ticked ticks its items."""

    def __init__(self, desk: Desk, version: Version) -> None:
        super().__init__(
            desk.sheets, "抽查休息区", "抽签", form="spot_start", icon="clipboard-check", act_icon="clipboard-check", width=760
        )
        self._desk, self._version = desk, version
        ways = [Option(_LOT, f"抽签 {version.form.spot_items} 项"), Option(_CHOSEN, "自选项目")]
        self.way = self.field("way", SegmentsField[str]("way", "怎样选", ways, width=132, required=True))
        self.lot_hint = Hint("近 30 天不合格过的项更容易抽中；抽签号保留，可以核对")
        self.areas: dict[str, Tick] = {}
        self.items: dict[str, Tick] = {}
        self._holder = self._ticks()
        for widget in (self.way, self.lot_hint, self._holder):
            self.body.addWidget(widget)
        self.way.changed.connect(self._show_way)
        for section, area in self.areas.items():
            area.clicked.connect(partial(self._tick_area, section))
        for tick in self.items.values():
            tick.clicked.connect(self._count)
        self.way.set_value(_LOT)
        self._show_way()

    def _ticks(self) -> QWidget:
        """The areas at the left in bold ticks, their items beside them."""
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.GAP_WIDE)
        grid.setVerticalSpacing(theme.HALF_STEP)
        row = 0
        for section in dict.fromkeys(item.section for item in self._version.checks):
            area = Tick(f"{section or '其他'}（全部）", name=f"area_{len(self.areas) + 1}")
            self.areas[section] = area
            grid.addWidget(area, row, 0)
            mine = [item for item in self._version.checks if item.section == section]
            for place, item in enumerate(mine):
                tick = Tick(f"{item.code} {item.title}", name=f"pick_{item.code}")
                tick.setToolTip(item.criterion)
                self.items[item.code] = tick
                grid.addWidget(tick, row + place // _COLUMNS, 1 + place % _COLUMNS)
            row += (len(mine) + _COLUMNS - 1) // _COLUMNS
        grid.setColumnStretch(_COLUMNS, 1)
        return holder

    def chosen(self) -> tuple[str, ...]:
        """The codes ticked, in the order of the list; none for a draw."""
        if self.way.value() != _CHOSEN:
            return ()
        return tuple(code for code, tick in self.items.items() if tick.isChecked())

    def _show_way(self) -> None:
        by_hand = self.way.value() == _CHOSEN
        self.lot_hint.setVisible(not by_hand)
        self._holder.setVisible(by_hand)
        self._count()

    def _tick_area(self, section: str, *_: object) -> None:
        for item in self._version.checks:
            if item.section == section:
                self.items[item.code].setChecked(self.areas[section].isChecked())
        self._count()

    def _count(self) -> None:
        """An area is ticked while all its items are."""
        for section, area in self.areas.items():
            area.setChecked(all(self.items[item.code].isChecked() for item in self._version.checks if item.section == section))
        chosen = len(self.chosen())
        if self.way.value() == _CHOSEN and not chosen:
            self.primary_button.block("先选要查的项目")
        else:
            self.primary_button.set_words(f"开始抽查 {chosen} 项" if chosen else "抽签")
            self.primary_button.unblock()

    def save(self) -> Run:
        return work.call(_begin, self._desk.session.act(request_id=self.request_id), self.chosen())


def _begin(act: Act, codes: Sequence[str]) -> Run:
    from deskapp.checklists.runs import run
    from deskapp.lounge.watching import begin_spot_check

    return run(begin_spot_check(act=act, codes=codes))


def load_area(act: Act) -> Version:
    """What may be looked at today; run on the database thread."""
    from deskapp.lounge.watching import spot_template

    return spot_template(act=act)
