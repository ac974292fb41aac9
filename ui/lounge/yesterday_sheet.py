"""昨天的说明: on the board, why a slot of yesterday is as it is. Yesterday takes a note, never a mark."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from deskapp.errors import UserError
from ui.kit import notify
from ui.lounge import doing
from ui.lounge.slot_list import spoken
from ui.lounge.touch import Chips
from ui.lounge.touch_sheet import TouchSheet

if TYPE_CHECKING:
    from datetime import datetime

    from PySide6.QtWidgets import QWidget

    from deskapp.data.act import Act
    from deskapp.lounge.domain import Day


class YesterdaySheet(TouchSheet):
    """A slot by touch, then a line of words. A day that takes no note any more says why instead."""

    def __init__(self, host: QWidget, day: Day, now: datetime, names: Mapping[int, str], make_act: Callable[[str], Act]) -> None:
        closed = _closed(day, names)
        super().__init__(host, f"昨天的说明　{day.day:%m-%d}", "" if closed else "登记说明", icon="message-square", name="yesterday_sheet")
        self._day, self._names, self._make_act = day, names, make_act
        slots = [(slot.code, f"{day.starts(slot):%H:%M} {slot.title} {spoken(day, slot, now)}") for slot in day.slots]
        self.slots = Chips(slots, columns=2, name="past_slots", says="昨天的时段")
        if closed:
            self.slots.hide()
            self.ask(closed)
            return
        self.ask("说明哪个时段？状态不会改变")
        self.body.addWidget(self.slots)
        self.said = self.ask("")
        self.text = self.line("past_note", "说明", "例如：店里停电，杯子改在下一时段收")
        self.slots.changed.connect(self._show_said)

    def _show_said(self) -> None:
        """What was written about the slot already."""
        notes = self._day.notes_of(self.slots.value())
        self.said.set_text("已有说明　" + "；".join(f"{self._names[note.by]}：{note.text}" for note in notes) if notes else "还没有说明")

    def save(self) -> Callable[[], Any]:
        slot = self.slots.value()
        if slot is None:
            raise UserError("请点要说明的时段")
        act, text = self._make_act(self.request_id), self.text.text()
        return lambda: doing.note_slot(act, self._day.day, slot, text)

    def primary(self) -> None:
        if self.attempt(self.save):
            notify.say(f"昨天 {self._day.starts(self._day.slot(self.slots.value())):%H:%M} 的说明已登记")


def _closed(day: Day, names: Mapping[int, str]) -> str:
    """Why the day takes no note, '' if it does."""
    if day.signed is not None:
        return f"昨天已由 {names[day.signed.by]} 签核，不能再写说明"
    return "" if day.owed and day.slots else f"昨天没有应做的时段{f'：{day.closed_reason}' if day.closed_reason else ''}"
