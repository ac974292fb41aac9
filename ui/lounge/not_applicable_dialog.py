"""不适用 ahead: customer service says of a slot of today that is still to come that nothing is owed in it, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QWidget

from deskapp.checklists.domain import Item, clock
from deskapp.errors import UserError
from ui.kit import buttons, notify, theme, work
from ui.kit.fields_text import NotesField
from ui.kit.form_dialog import FormDialog
from ui.kit.frames import LabelRows
from ui.kit.labels import Hint

if TYPE_CHECKING:
    from deskapp.data import Act
    from deskapp.lounge.domain import Day
    from ui.desk import Desk

_OFFERED = 4


class NotApplicableDialog(FormDialog[None]):
    """One click writes one of the store's usual reasons; another one is typed. The board shows the slot as 不适用 at once."""

    def __init__(self, desk: Desk, day: Day, slot: Item) -> None:
        super().__init__(desk.sheets, "设为不适用", "设为不适用", form="not_applicable", icon="minus")
        self._desk, self._day, self._slot = desk, day, slot
        rows: list[tuple[str, str | QWidget]] = [
            ("时段", f"{day.day:%m-%d} {clock(slot.minutes[0])}–{clock(slot.minutes[1])} {slot.title}"),
            ("现在", day.state(slot.code, desk.session.now()).label),
        ]
        self.body.addWidget(LabelRows(rows))
        self.reason = self.field("reason_text", NotesField("reason_text", "原因", limit=200, required=True))
        self.body.addWidget(self.reason)
        usual = QHBoxLayout()
        usual.setSpacing(theme.STEP)
        for place, words in enumerate(work.call(_usual_reasons)[:_OFFERED], start=1):
            button = buttons.plain(words, name=f"usual_reason_{place}", height=theme.CONTROL_SMALL)
            button.clicked.connect(lambda _=False, words=words: self._write(words))
            usual.addWidget(button)
        usual.addStretch(1)
        self.body.addLayout(usual)
        self.body.addWidget(Hint("这个时段今天不计应做，看板上马上显示不适用"))

    def _write(self, words: str) -> None:
        self.reason.set_text(words)
        self.reason.focus_editor()
        self.reason.edit.moveCursor(QTextCursor.MoveOperation.End)  # more may be added to it

    def save(self) -> None:
        session = self._desk.session
        if session.now().date() != self._day.day:
            raise UserError("这一天已经过完。请关闭后用“更正时段”")
        work.call(_set, session.act(request_id=self.request_id), self._slot.code, self.reason.need())
        notify.say(f"{clock(self._slot.minutes[0])} 的时段已设为不适用")


def _usual_reasons() -> Sequence[str]:
    from deskapp.lounge.domain import NOT_APPLICABLE_REASONS
    from deskapp.settings.store import value

    return value(NOT_APPLICABLE_REASONS)


def _set(act: Act, slot: str, reason: str) -> None:
    from deskapp.lounge.duty import mark_not_applicable

    mark_not_applicable(act=act, slot=slot, reason=reason)
