"""The store's rules: each with its value, its default and who changed it when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from ui.kit import buttons, theme, work
from ui.kit.frames import Divider, Empty, LabelRows, SectionHead
from ui.kit.labels import Hint, Wrapped
from ui.kit.line_edit import LineEdit
from ui.kit.pills import Pill
from ui.kit.rows import Column, Group, RowsModel
from ui.kit.rows_view import RowsView
from ui.kit.theme import Tone
from ui.settings.rule_dialog import RuleDialog, back_to_default
from ui.settings.subject import Panel, Subject, full_width

if TYPE_CHECKING:
    from deskapp.settings.declare import Setting
    from deskapp.store.domain import Rule, RuleChange
    from ui.desk import Desk

_SECTION_ICON = "settings"
_SHOWN_CHANGES = 4
_EXCERPT = 120
_LAW = "改动留有记录，立即对所有电脑生效"


def one_line(setting: Setting[Any], text: str) -> str:
    """A value as the list shows it, with its unit: 3,000 分, 7 行."""
    lines = text.splitlines()
    if len(lines) != 1:
        return f"{len(lines)} 行" if lines else "（空）"
    if isinstance(setting.default, int) and not isinstance(setting.default, bool):
        return f"{int(text):,} {setting.unit}".rstrip()
    return f"{text} {setting.unit}".rstrip()


def excerpt(setting: Setting[Any], text: str) -> str:
    """A value as the panel shows it: of a long text the beginning, the dialog has it all."""
    if len(text) <= _EXCERPT:
        return text if "\n" in text else one_line(setting, text)
    return f"{text[:_EXCERPT].rstrip()}…（共 {len(text)} 字）"


@dataclass(frozen=True, slots=True)
class _Found:
    """A rule, and the words it is found by."""

    rule: Rule
    keys: str


class RulesSubject(Subject):
    """Ctrl+F finds a rule among many, Enter or 修改 opens it; 恢复默认 gives its default back."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, name="rules", says=f"每条规则都有默认值，{_LAW}")
        self._found: Sequence[_Found] = ()
        self._model = RowsModel[Any](_columns(), key=lambda rule: rule.setting.key)
        empty = Empty("没有规则", "程序的规则会列在这里")
        self.view = RowsView(self._model, name="rules_list", says="规则", state=desk.local, empty=empty)
        self.panel = Panel(name="rule_panel", nothing="选一条规则")
        self.change_button = full_width("修改", icon="pencil", key="F4", name="change_rule")
        self.default_button = buttons.plain("恢复默认", icon="undo-2", name="rule_default")
        self.panel.set_buttons(self.change_button, self.default_button)
        self.finder = LineEdit(lead="search", placeholder="找规则：名称、功能、现在的值，或拼音首字母（Ctrl+F）")
        self.finder.setObjectName("find_rule")
        self.finder.setAccessibleName("找规则")
        self.finder.setFixedWidth(theme.SEARCH[0])
        self._line.insertWidget(0, self.finder)
        self.split(self.view, panel=self.panel)
        self.finder.textChanged.connect(self._narrow)
        self.finder.installEventFilter(self)
        QShortcut(QKeySequence("Ctrl+F"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut).activated.connect(
            self._begin_to_find
        )
        self.change_button.bind(self)
        self.change_button.clicked.connect(lambda: self._open(self.view.current_row()))
        self.default_button.clicked.connect(self._give_default)
        self.view.opened.connect(self._open)
        self.view.current_changed.connect(self._show)

    def refresh(self) -> None:
        work.latest(self, _rules, self._fill)

    def _fill(self, found: Sequence[_Found]) -> None:
        self._found = found
        self._narrow()

    def _narrow(self) -> None:
        """Show the rules that hold every word that was typed; the cursor stays on its rule as long as it is among them."""
        words = self.finder.text().lower().split()
        rules = [one.rule for one in self._found if all(word in one.keys for word in words)]
        self._model.set_groups([(Group(section, icon=_SECTION_ICON), rows) for section, rows in _by_section(rules)])
        changed = sum(rule.changed for rule in rules)
        self.hint.set_text(f"{len(rules)} 条规则，{changed} 条改过；{_LAW}" if rules else "没有这样的规则，按 Esc 看全部")
        if self.view.current_row() is None:
            self.view.select_first()
        self._show(self.view.current_row())

    def _begin_to_find(self) -> None:
        self.finder.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.finder.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """↓ and Enter lead from the filter into the list, Esc shows all again."""
        if watched is self.finder and event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.view.setFocus()
                return True
            if event.key() == Qt.Key.Key_Escape and self.finder.text():
                self.finder.clear()
                return True
        return super().eventFilter(watched, event)

    def _show(self, rule: Rule | None) -> None:
        if rule is None:
            self.panel.show_nothing()
            return
        work.latest(self, partial(_changes, rule.setting), partial(self._show_with, rule), topic="changes")

    def _show_with(self, rule: Rule, changes: Sequence[RuleChange]) -> None:
        default = excerpt(rule.setting, rule.default_text) if rule.changed else "和现在一样"
        now = Wrapped(excerpt(rule.setting, rule.text), bold="\n" not in rule.text)
        rows = LabelRows([("现在", now), ("默认", Wrapped(default, colour=theme.INK_2))])
        content: list[QWidget] = [rows]
        if rule.setting.help:
            content.append(Wrapped(rule.setting.help, colour=theme.INK_2))
        if changes:
            content += [
                Divider(),
                SectionHead("改动", f"最近 {min(len(changes), _SHOWN_CHANGES)} 次"),
                *(_change_line(rule.setting, change) for change in changes),
            ]
        self.panel.show_row(rule.setting.label, Pill("改过", Tone.INFO, "pencil") if rule.changed else None, *content)
        self.default_button.setEnabled(rule.changed)

    def _open(self, rule: Rule | None) -> None:
        if rule is None:
            return
        dialog = RuleDialog(self.desk, rule)
        dialog.accepted.connect(self._saved)
        dialog.open()

    def _give_default(self) -> None:
        rule = self.view.current_row()
        if rule is None:
            return
        dialog = back_to_default(self.desk, rule)
        dialog.accepted.connect(self._saved)
        dialog.open()

    def _saved(self) -> None:
        self.refresh()
        self.desk.changed()


def _columns() -> tuple[Column[Any], ...]:
    return (
        Column(key="label", title="规则", text=lambda r: r.setting.label, width=220),
        Column(key="value", title="现在", text=lambda r: one_line(r.setting, r.text), bold=True, width=180),
        Column(key="default", title="默认", text=lambda r: one_line(r.setting, r.default_text), colour=lambda _: theme.INK_2, width=120),
        Column(key="changed", title="", text=lambda r: "改过" if r.changed else "", pill=_pill, stretch=True),
    )


def _pill(rule: Rule) -> Pill | None:
    return Pill("改过", Tone.INFO, "pencil") if rule.changed else None


def _change_line(setting: Setting[Any], change: RuleChange) -> QWidget:
    words = Wrapped(f"{_history_words(setting, change.old)} → {_history_words(setting, change.new)}")
    return LabelRows([(change.at_words[5:], words), ("", Hint(change.by))], labels=88)


def _history_words(setting: Setting[Any], text: str) -> str:
    words = one_line(setting, text)
    return words if len(words) <= _EXCERPT // 4 else f"{words[: _EXCERPT // 4]}…"


def _by_section(rules: Sequence[Rule]) -> list[tuple[str, list[Rule]]]:
    """Rules by section in the order of their declaration; sections of one name stand together."""
    order = {section: place for place, section in enumerate(dict.fromkeys(rule.setting.section or "其他" for rule in rules))}
    ordered = sorted(rules, key=lambda rule: order[rule.setting.section or "其他"])
    return [(section, list(rows)) for section, rows in groupby(ordered, key=lambda rule: rule.setting.section or "其他")]


def _rules() -> Sequence[_Found]:
    from deskapp.settings.store import look_for_changes
    from deskapp.start import SETTINGS
    from deskapp.store.service import rules

    look_for_changes()
    return [_Found(rule, _keys(rule)) for rule in rules(SETTINGS)]


def _keys(rule: Rule) -> str:
    """What a rule is found by: its label, its feature, its value and the pinyin of the first two. Runs where the dictionary is loaded."""
    from deskapp.typed.readings import name_readings

    setting = rule.setting
    read = [name_readings(words) for words in (setting.label, setting.section)]
    spelled = [spelling for one in read for spelling in (*one.full[:1], *one.initials[:1])]
    return "\n".join((setting.label, setting.section, rule.text, one_line(setting, rule.text), *spelled)).lower()


def _changes(setting: Setting[Any]) -> Sequence[RuleChange]:
    from deskapp.store.service import rule_changes

    return rule_changes([setting], limit=_SHOWN_CHANGES)
