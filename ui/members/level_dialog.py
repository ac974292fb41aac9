"""指定级别: by the manager, until a day, with a reason; points that reach more still count."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout

from deskapp.members.domain import Level
from deskapp.typed import format_date
from ui.kit import notify, theme, work
from ui.kit.fields_choice import SegmentsField
from ui.kit.fields_date import DateField
from ui.kit.fields_text import NotesField
from ui.kit.form_dialog import FormDialog
from ui.kit.labels import Hint, Label, Wrapped
from ui.kit.segments import Option
from ui.members.words import level_words

if TYPE_CHECKING:
    from deskapp.data import Act
    from deskapp.members.domain import LevelReason, Member
    from ui.desk import Desk

_TAKE_BACK = "取消指定"


class LevelDialog(FormDialog["LevelReason"]):
    """普卡 takes an earlier setting away and asks for no day."""

    def __init__(self, desk: Desk, member: Member) -> None:
        super().__init__(desk.sheets, f"指定 {member.name} 的级别", "指定级别", form="set_level", icon="crown")
        self._desk, self._member = desk, member
        self.head.add(Hint(member.number))
        options = [*(Option(level, level.label) for level in Level if level is not Level.BASIC), Option(Level.BASIC, _TAKE_BACK)]
        self.level: SegmentsField[Level] = self.field("level", SegmentsField("level", "级别", options, width=84, required=True))
        self.until = self.field("level_until", DateField("level_until", "指定到", today=desk.session.now().date(), required=True))
        self.reason = self.field("reason_text", NotesField("reason_text", "原因", required=True, lines=2))
        self._effect = Wrapped("", size=theme.HINT, colour=theme.INK_2)
        row = QHBoxLayout()
        row.setSpacing(theme.GAP_WIDE)
        row.addWidget(self.level)
        row.addWidget(self.until, 1)
        self.body.addWidget(Label(f"现在：{level_words(member)}"))
        self.body.addLayout(row)
        self.body.addWidget(self._effect)
        self.body.addWidget(self.reason)
        self.until.set_value(member.valid_until)
        self.level.changed.connect(self._level_changed)
        self.accepted.connect(self._saved)
        self._level_changed()

    def _level_changed(self) -> None:
        taken_back = self.level.text() == _TAKE_BACK
        self.until.setVisible(not taken_back)
        if taken_back:
            self._effect.setText("以前的指定作废，级别只按积分算。")
        else:
            self._effect.setText("到期后按积分重新确定；积分达到更高级别时仍会升级。级别变了，保存后会提示换卡。")

    def save(self) -> LevelReason:
        level = self.level.need()
        until = self._desk.session.now().date() if level is Level.BASIC else self.until.need()
        act = self._desk.session.act(request_id=self.request_id)
        return work.call(_set_level, act, self._member.membership_id, level, until, self.reason.need())

    def _saved(self, stands: LevelReason) -> None:
        until = f"，到 {format_date(stands.until)}" if stands.until else ""
        card = "，请换卡" if self._member.card_level not in {None, stands.level} else ""
        notify.say(f"{self._member.name} 现在是{stands.level.label}{until}{card}")

    def draft_values(self) -> dict[str, Any]:
        return {}


def _set_level(act: Act, membership_id: int, level: Level, until: date, reason: str) -> LevelReason:
    from deskapp.members.levels import set_level

    return set_level(act=act, membership_id=membership_id, level=level, until=until, reason=reason)
