"""说明: a word of customer service about a slot of a past day, done or missed; what was written before stands above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from deskapp.checklists.domain import Item, clock
from deskapp.lounge.domain import LONGEST_NOTE
from ui.kit import notify, work
from ui.kit.fields_text import NotesField
from ui.kit.form_dialog import FormDialog
from ui.kit.frames import LabelRows
from ui.kit.labels import Hint, Wrapped
from ui.lounge.slot_list import spoken
from ui.lounge.states import note_words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from deskapp.data import Act
    from deskapp.lounge.domain import Day
    from ui.desk import Desk


class SlotNoteDialog(FormDialog[None]):
    """The state of the slot stays as it is; a note is added and none is taken away."""

    def __init__(self, desk: Desk, day: Day, slot: Item, names: Mapping[int, str]) -> None:
        super().__init__(desk.sheets, "写说明", "保存说明", form="slot_note", icon="message-square")
        self._desk, self._day, self._slot = desk, day, slot
        rows: list[tuple[str, str | QWidget]] = [
            ("时段", f"{day.day:%m-%d} {clock(slot.minutes[0])}–{clock(slot.minutes[1])} {slot.title}"),
            ("状态", spoken(day, slot, desk.session.now())),
        ]
        rows += [("已有说明", Wrapped(note_words(note, names))) for note in day.notes_of(slot.code)]
        self.body.addWidget(LabelRows(rows))
        self.note = self.field(
            "note_text",
            NotesField("note_text", "说明", limit=LONGEST_NOTE, lines=3, required=True, placeholder="例如 店里停电，杯子改在下一时段收"),
        )
        self.body.addWidget(self.note)
        self.body.addWidget(Hint("说明不改变状态，写在当天的日志上；保存后不能改，可以再补一条"))

    def save(self) -> None:
        act = self._desk.session.act(request_id=self.request_id)
        work.call(_note, act, self._day.day, self._slot.code, self.note.need())
        notify.say(f"{self._day.day:%m-%d} {clock(self._slot.minutes[0])} 的说明已保存")


def _note(act: Act, day: date, slot: str, text: str) -> None:
    from deskapp.lounge.notes import note_slot

    note_slot(act=act, day=day, slot=slot, text=text)
