"""Change one rule: the field fits what the rule is, and the default is one press away."""

from __future__ import annotations

from datetime import time
from functools import partial
from typing import TYPE_CHECKING, Any

from deskapp.typed import Judged
from ui.kit import buttons, notify, theme, work
from ui.kit.asking import ConfirmDialog
from ui.kit.fields import Field, LineField
from ui.kit.fields_choice import Choice, ChoiceField, SegmentsField
from ui.kit.fields_text import NotesField
from ui.kit.form_dialog import FormDialog
from ui.kit.labels import Wrapped
from ui.kit.line_edit import LineEdit
from ui.kit.segments import Option
from ui.kit.theme import Tone

if TYPE_CHECKING:
    from deskapp.data.act import Act
    from deskapp.settings.declare import Setting
    from deskapp.store.domain import Rule
    from ui.desk import Desk

_LINES = 14
_LONG = 4000
_SHORT = 12


class RuleDialog(FormDialog[None]):
    """The field is named like the rule's key, as the refusals of the rule are."""

    def __init__(self, desk: Desk, rule: Rule) -> None:
        width = 760 if _is_long(rule.setting) else 560
        super().__init__(desk.sheets, f"修改“{rule.setting.label}”", "保存", form="rule", icon="settings", width=width)
        self._desk, self._rule = desk, rule
        self.value = self.field(rule.setting.key, _field_for(rule.setting))
        self.default = buttons.plain(_default_words(rule), icon="undo-2", name="default")
        if rule.setting.help:
            self.body.addWidget(Wrapped(rule.setting.help, colour=theme.INK_2))
        self.body.addWidget(self.value)
        self.add_button(self.default)
        self.value.set_text(rule.text)
        self.default.clicked.connect(self._take_default)

    def _take_default(self) -> None:
        self.value.set_text(self._rule.default_text)
        self.value.focus_editor()

    def save(self) -> None:
        change(self._desk, self._rule, self.value.text(), self.request_id)


def back_to_default(desk: Desk, rule: Rule) -> ConfirmDialog[None]:
    """Ask once, then give the rule its default back."""
    default = "程序自带的文字" if _is_long(rule.setting) else f"{rule.default_text or '（空）'} {rule.setting.unit}".rstrip()
    return ConfirmDialog(
        desk.sheets,
        "恢复默认",
        "恢复默认",
        text=f"“{rule.setting.label}”改回默认值：{default}",
        job=lambda request_id: change(desk, rule, rule.default_text, request_id),
        icon="undo-2",
    )


def change(desk: Desk, rule: Rule, text: str, request_id: str) -> None:
    """Send a change to the store and say that it was taken."""
    work.call(_change, desk.session.act(request_id=request_id), rule.setting, text)
    notify.say(f"“{rule.setting.label}”已修改")


def _default_words(rule: Rule) -> str:
    """What the button says: the default itself while it is short."""
    words = rule.default_text or "（空）"
    return "填入默认" if len(words) > _SHORT or _is_long(rule.setting) else f"默认 {words}"


def _is_long(setting: Setting[Any]) -> bool:
    return setting.lines or isinstance(setting.default, tuple)


def _field_for(setting: Setting[Any]) -> Field[str]:
    """Yes or no, a choice, several lines, or one line with the unit inside."""
    if isinstance(setting.default, bool):
        return SegmentsField(setting.key, setting.label, (Option("是", "是"), Option("否", "否", Tone.NEUTRAL, "x")), required=True)
    if setting.choices:
        return ChoiceField(setting.key, setting.label, [Choice(choice, choice) for choice in setting.choices], required=True)
    if _is_long(setting):
        return NotesField(setting.key, setting.label, limit=_LONG, lines=_LINES, required=setting.required)
    ime = isinstance(setting.default, str)
    return LineField(
        setting.key,
        setting.label,
        judge=partial(_judge, setting),
        write=str,
        edit=LineEdit(ime=ime, unit=setting.unit),
        required=setting.required,
        hint=_bounds(setting),
    )


def _bounds(setting: Setting[Any]) -> str:
    if isinstance(setting.default, int):
        return f"{setting.low:,} – {setting.high:,}"
    return "例如 08:30" if isinstance(setting.default, time) else ""


def _judge(setting: Setting[Any], text: str) -> Judged[str]:
    """The rule's own judgement, so that it shows while one leaves the field."""
    setting.parse(text)
    return Judged(text)


def _change(act: Act, setting: Setting[Any], text: str) -> None:
    from deskapp.store.service import change_setting

    change_setting(act=act, setting=setting, text=text)
