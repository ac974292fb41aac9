"""Which day, and what to say about it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from ui.kit import notify, work
from ui.kit.fields_date import DateField
from ui.kit.fields_text import NotesField
from ui.kit.form_dialog import FormDialog
from ui.kit.labels import Wrapped

if TYPE_CHECKING:
    from deskapp.analysis.domain import Note
    from deskapp.data import Act
    from ui.desk import Desk

_NOTE_LIMIT = 300


class DayDialog(FormDialog[date]):
    """Go to a day; `accepted` with it."""

    def __init__(self, desk: Desk, day: date, *, today: date) -> None:
        super().__init__(desk.sheets, "换日期", "查看日报", form="report_day", icon="calendar")
        self.day = self.field("day", DateField("day", "日期", today=today, latest=today, required=True))
        self.body.addWidget(self.day)
        self.day.set_value(day)

    def save(self) -> date:
        return self.day.need()


class NoteDialog(FormDialog[None]):
    """备注 of a day: the one thing of a report that is typed."""

    def __init__(self, desk: Desk, day: date, note: Note | None) -> None:
        super().__init__(desk.sheets, f"{day:%Y-%m-%d} 备注", "保存备注", form="daily_note", icon="pencil")
        self._desk, self._day = desk, day
        self.note = self.field("note", NotesField("note", "备注", limit=_NOTE_LIMIT, lines=5))
        self.body.addWidget(Wrapped("印在日报上；改动留有记录，清空即取消。"))
        self.body.addWidget(self.note)
        if note is not None:
            self.note.set_text(note.text)

    def save(self) -> None:
        act = self._desk.session.act(request_id=self.request_id)
        work.call(_write, act, self._day, self.note.text())
        notify.say("备注已保存")

    def draft_values(self) -> dict[str, Any]:
        return {}


def _write(act: Act, day: date, text: str) -> None:
    from deskapp.analysis.service import write_note

    write_note(act=act, day=day, text=text)
