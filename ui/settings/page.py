"""设置: rules, people, departments, deputies, calendar, templates, backups. Each subject is built when it is first opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QTabBar

from ui.kit import work
from ui.kit.page import Page

if TYPE_CHECKING:
    from ui.desk import Desk
    from ui.settings.subject import Subject


@dataclass(frozen=True, slots=True)
class _Subject:
    """A tab of the page: its words, where its widget is, and the right that opens it."""

    title: str
    where: str
    right: str


SUBJECTS = (
    _Subject("规则", "ui.settings.rules:RulesSubject", "CHANGE_SETTINGS"),
    _Subject("人员", "ui.settings.staff:StaffSubject", "MANAGE_STAFF"),
    _Subject("部门和网点", "ui.settings.structure:StructureSubject", "MANAGE_STAFF"),
    _Subject("代理", "ui.settings.deputies:DeputiesSubject", "APPOINT_DEPUTIES"),
    _Subject("日历", "ui.settings.days:DaysSubject", "EDIT_CALENDAR"),
    _Subject("模板", "ui.settings.templates:TemplatesSubject", "EDIT_TEMPLATES"),
    _Subject("备份", "ui.settings.backups:BackupsSubject", "BACK_UP"),
    _Subject("导入会员", "ui.moving_in.import_subject:ImportSubject", "IMPORT_DATA"),
    _Subject("导出", "ui.moving_in.export_subject:ExportSubject", "EXPORT_DATA"),
)


class SettingsPage(Page):
    """Only the subjects the signed-in person's rights open."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("设置", name="settings")
        self._desk = desk
        self.tabs = QTabBar()
        self.tabs.setObjectName("settings_tabs")
        self.tabs.setAccessibleName("设置的内容")
        self.tabs.setExpanding(False)
        self.tabs.setCursor(Qt.CursorShape.PointingHandCursor)
        self._stack = QStackedWidget()
        self._built: dict[str, Subject] = {}
        self._shown: tuple[_Subject, ...] = ()
        self.column.setSpacing(0)
        self.column.addWidget(self.tabs)
        self.column.addWidget(self._stack, 1)
        self.tabs.currentChanged.connect(self._show)
        self.tabs.tabBarClicked.connect(self._focus_subject)
        desk.session.changed.connect(self.store_changed)

    def refresh(self) -> None:
        from deskapp.staff.domain import Right

        may = self._desk.session.may
        wanted = tuple(subject for subject in SUBJECTS if may(Right[subject.right]))
        if wanted != self._shown:
            self._set_tabs(wanted)
        elif wanted:
            self._built[wanted[self.tabs.currentIndex()].title].refresh()

    def open_subject(self, title: str) -> Subject:
        """Show the subject with this title."""
        place = next(place for place, subject in enumerate(self._shown) if subject.title == title)
        self.tabs.setCurrentIndex(place)
        self._built[title].setFocus()
        return self._built[title]

    def titles(self) -> tuple[str, ...]:
        """The subjects that are offered now."""
        return tuple(subject.title for subject in self._shown)

    def _focus_subject(self) -> None:
        """After a click on a tab the keys of its subject work at once; the arrows on the tabs keep the focus there."""
        subject = self._stack.currentWidget()
        if subject is not None:
            subject.setFocus()

    def _set_tabs(self, wanted: tuple[_Subject, ...]) -> None:
        self.tabs.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        while self.tabs.count():
            self.tabs.removeTab(0)
        self._shown = wanted
        for subject in wanted:
            self.tabs.addTab(subject.title)
        self.tabs.blockSignals(False)  # noqa: FBT003
        self._show(self.tabs.currentIndex())

    def _show(self, place: int) -> None:
        if not 0 <= place < len(self._shown):
            return
        subject = self._shown[place]
        if subject.title not in self._built:
            module, _, name = subject.where.partition(":")
            build: Callable[[Desk], Subject] = getattr(import_module(module), name)
            self._built[subject.title] = build(self._desk)
            work.breathe()
            self._stack.addWidget(self._built[subject.title])
        self._stack.setCurrentWidget(self._built[subject.title])
        self._built[subject.title].refresh()
