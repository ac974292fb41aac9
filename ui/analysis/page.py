"""报表: the member daily report of any day, each figure with its rows, the months of points, who recruited whom, checks and notices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from deskapp.analysis.domain import Figure, Section
from deskapp.typed import format_points, format_signed
from ui.analysis.day_dialogs import DayDialog, NoteDialog
from ui.analysis.flow_view import FlowView
from ui.analysis.lines_list import LinesList
from ui.analysis.papers import daily_job, write_workbook
from ui.kit import buttons, notify, theme, work
from ui.kit.banners import StatusLine
from ui.kit.dates import day_words
from ui.kit.frames import Card
from ui.kit.labels import Hint
from ui.kit.page import Page
from ui.kit.rows import Column, Group, RowsModel
from ui.kit.rows_view import RowsView
from ui.kit.segments import Option, Segments
from ui.kit.theme import Tone

if TYPE_CHECKING:
    from deskapp.analysis.domain import DailyReport, FlowMonth, Item
    from deskapp.analysis.flow_chart import Spot
    from deskapp.data import Act
    from ui.desk import Desk
    from ui.inspection.looking_back import LookingBackTab
    from ui.members.recruits_view import RecruitsView

_ICONS = {
    Section.MEMBERS: "id-card",
    Section.POINTS: "coins",
    Section.SLIPS: "inbox",
    Section.GIFTS: "gift",
    Section.TOMORROW: "calendar-days",
}
_DAY, _MONTHS, _RECRUITS, _CHECKS = "day", "months", "recruits", "checks"
_ITEMS_WIDTH = 500
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class _Found:
    """What the page shows of a day, read in one go."""

    report: DailyReport
    items: Sequence[Item]
    flow: Sequence[FlowMonth]


class ReportsPage(Page):
    """Built by the main window. It opens with today and keeps the day that was chosen."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("会员日报", name="reports")
        self._desk = desk
        self._chosen: date | None = None
        self._found: _Found | None = None
        self._make_head()
        self._make_bar()
        self.stack = QStackedWidget()
        self.stack.addWidget(self._day_side())
        self.stack.addWidget(self._months_side())
        self.column.addWidget(self.stack, 1)
        self._foot_line = self._foot()
        self.column.addWidget(self._foot_line)
        self.setFocusProxy(self.view)
        self._wire()

    # Building ---------------------------------------------------------------------------------------------------------

    def _make_head(self) -> None:
        self.note_button = buttons.plain("写备注", icon="pencil", name="note")
        self.save_button = buttons.plain("导出 Excel", icon="download", name="save_workbook")
        self.print_button = buttons.primary("打印日报", icon="printer", key="Ctrl+P", name="print_report")
        for button in (self.note_button, self.save_button, self.print_button):
            self.add_button(button)
        self.print_button.bind(self)

    def _make_bar(self) -> None:
        self.before = buttons.plain("前一天", icon="chevron-left", key="Alt+←", name="day_before")
        self.after = buttons.plain("后一天", icon="chevron-right", key="Alt+→", name="day_after")
        self.today = buttons.plain("今天", key="Ctrl+T", name="to_today")
        self.other = buttons.plain("换日期", icon="calendar", key="Ctrl+G", name="other_day")
        kinds = [
            Option(_DAY, "当日数字", icon="list"),
            Option(_MONTHS, "近 12 个月积分", icon="chart-column"),
            Option(_RECRUITS, "推荐业绩", icon="user-plus"),
            Option(_CHECKS, "检查与整改", icon="clipboard-check"),
        ]
        hidden = work.call(_hidden_from, self._desk.session.act())
        self.kind = Segments(
            [kind for kind in kinds if kind.value not in hidden],
            width=132,
            name="report_kind",
            says="看什么",
        )
        self.kind.set_value(_DAY)
        bar = QHBoxLayout()
        bar.setSpacing(theme.STEP)
        for widget in (self.before, self.after, self.today, self.other):
            bar.addWidget(widget)
        bar.addStretch(1)
        bar.addWidget(self.kind)
        self.column.addLayout(bar)
        self.today.bind(self)
        self.other.bind(self)
        for button, key in ((self.before, "Alt+Left"), (self.after, "Alt+Right")):
            _bind(self, key, button)

    def _day_side(self) -> QWidget:
        columns: Sequence[Column[Item]] = (
            Column(key="label", title="项目", text=lambda item: item.label, width=130),
            Column(key="value", title="数", text=_value_words, colour=_value_colour, width=112, right=True, bold=True),
            Column(key="note", title="说明", text=lambda item: item.note, stretch=True),
        )
        self.model: RowsModel[Item] = RowsModel(columns, key=lambda item: (item.section, item.label))
        self.view = RowsView(self.model, name="report_items", says="日报数字", state=self._desk.local, row=theme.ROW_PANEL)
        self.lines = LinesList(self._desk, name="report_lines")
        side = QWidget()
        row = QHBoxLayout(side)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP_WIDE)
        row.addWidget(_in_card(self.view, width=_ITEMS_WIDTH))
        row.addWidget(self.lines, 1)
        return side

    def _months_side(self) -> QWidget:
        self.flow = FlowView()
        self.pointed = Hint("移到柱、点或数字上看数值；点一下或按 Enter 列出明细，月末余额打开那一天的日报")
        self.flow_lines = LinesList(self._desk, name="flow_lines")
        card = Card(name="flow_card")
        card.column.addWidget(self.flow, 1)
        card.column.addWidget(self.pointed)
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        column.addWidget(card, 3)
        column.addWidget(self.flow_lines, 2)
        return side

    def _foot(self) -> QWidget:
        self.check = StatusLine("", name="ledger_check")
        self.note = Hint("")
        foot = QWidget()
        column = QVBoxLayout(foot)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.HALF_STEP)
        column.addWidget(self.check)
        column.addWidget(self.note)
        return foot

    def _wire(self) -> None:
        self.before.clicked.connect(lambda: self.show_day(self.day() - ONE_DAY))
        self.after.clicked.connect(lambda: self.show_day(self.day() + ONE_DAY))
        self.today.clicked.connect(lambda: self.show_day(self._today()))
        self.other.clicked.connect(self._ask_day)
        self.kind.changed.connect(self._show_kind)
        self.view.current_changed.connect(self._item_changed)
        self.view.opened.connect(self._to_lines)
        self.flow.pointed.connect(self._say_pointed)
        self.flow.chosen.connect(self._spot_chosen)
        self.note_button.clicked.connect(self._write_note)
        self.save_button.clicked.connect(self._save_workbook)
        self.print_button.clicked.connect(self._print)

    @cached_property
    def recruits(self) -> RecruitsView:
        """Built when it is first looked at: the daily report is what the page opens with."""
        from ui.members.recruits_view import RecruitsView

        view = RecruitsView(self._desk)
        self.stack.addWidget(view)
        return view

    @cached_property
    def checks(self) -> LookingBackTab:
        """Built when it is first looked at, too."""
        from ui.inspection.looking_back import LookingBackTab

        view = LookingBackTab(self._desk)
        view.told.connect(self._say_checks)
        self.stack.addWidget(view)
        return view

    # Looking ----------------------------------------------------------------------------------------------------------

    def show_list(self, which: str) -> None:
        """Look back on checks and notices: where their page leads."""
        if which == _CHECKS:
            self.kind.set_value(_CHECKS)

    def day(self) -> date:
        """The day that is shown; today until another one was chosen."""
        return self._chosen or self._today()

    def show_day(self, day: date) -> None:
        """Show another day; days to come are passed over."""
        today = self._today()
        if day <= today:
            self._chosen = None if day == today else day
            self.refresh()

    def refresh(self) -> None:
        if self.kind.value() in (_RECRUITS, _CHECKS):
            (self.recruits if self.kind.value() == _RECRUITS else self.checks).refresh()
            return
        work.latest(self, partial(_look, self._desk.session.act(), self.day()), self._show)

    def _today(self) -> date:
        return self._desk.session.now().date()

    def _show(self, found: _Found) -> None:
        self._found = found
        if self.kind.value() in (_RECRUITS, _CHECKS):
            return
        report = found.report
        until = "截至 24:00" if report.is_over else f"截至 {report.upto:%H:%M}"
        whose = "" if report.whose == "全店" else f"，只含{report.whose}"
        self.set_subtitle(f"{report.day:%Y}-{day_words(report.day)}，{until}{whose}")
        self.after.setEnabled(report.day < self._today())
        self.today.setEnabled(report.day < self._today())
        self.note_button.setVisible(report.sees_all)
        self.note_button.set_words("改备注" if report.note else "写备注")
        self.model.set_groups([(group, mine) for group, mine in _grouped(found.items) if mine])
        if self.view.current_row() is None:
            self.view.select_first()
        self._item_changed(self.view.current_row())
        self.flow.show_months(found.flow)
        self._show_foot(report)

    def _show_foot(self, report: DailyReport) -> None:
        self.check.setVisible(report.points is not None)
        if report.points is not None:
            holds = report.points.difference == 0
            words = f"{report.points.sum_words}，{report.points.verdict}"
            self.check.set_state(words, Tone.GOOD if holds else Tone.BAD, "circle-check" if holds else "circle-x")
        self.note.setVisible(report.note is not None)
        if report.note is not None:
            self.note.set_text(f"备注（{report.note.by} {report.note.at:%m-%d %H:%M}）：{' '.join(report.note.text.split())}")

    def _show_kind(self) -> None:
        kind = self.kind.value()
        months, of_days = kind == _MONTHS, kind in (_DAY, _MONTHS)
        for widget in (self.before, self.after, self.today, self.other, self.save_button, self.print_button, self._foot_line):
            widget.setVisible(of_days)
        self.note_button.setVisible(of_days and self._found is not None and self._found.report.sees_all)
        if not of_days:
            self._show_whole(self.recruits if kind == _RECRUITS else self.checks)
            return
        self.set_title("会员日报")
        self.stack.setCurrentIndex(1 if months else 0)
        self.refresh()
        (self.flow if months else self.view).setFocus()
        if months and self._found and self._found.flow and not self.flow_lines.title.text():
            self._list_month(self._found.flow[-1], Figure.ISSUED)

    def _show_whole(self, view: RecruitsView | LookingBackTab) -> None:
        """A view with spans and a head of its own."""
        recruits = self.kind.value() == _RECRUITS
        self.set_title("推荐业绩" if recruits else "检查与整改")
        self.set_subtitle("谁推荐了多少会员，按入会日期" if recruits else self.checks.summary())
        self.stack.setCurrentWidget(view)
        view.refresh()
        view.setFocus()

    def _say_checks(self) -> None:
        if self.kind.value() == _CHECKS:
            self.set_subtitle(self.checks.summary())

    def _item_changed(self, item: Item | None) -> None:
        if item is None or self._found is None:
            return
        label = item.label.strip("　")
        if item.figure is None:
            self.lines.clear(label)
        else:
            self.lines.ask(item.figure.label, item.figure, self._found.report.day, self._found.report.day)

    def _to_lines(self) -> None:
        self.lines.view.setFocus()

    # The months -------------------------------------------------------------------------------------------------------

    def _say_pointed(self, words: str) -> None:
        if words:
            self.pointed.set_text(words)

    def _spot_chosen(self, spot: Spot) -> None:
        if spot.figure is None:
            self.kind.set_value(_DAY)
            self.show_day(spot.month.until)
            return
        self._list_month(spot.month, spot.figure)

    def _list_month(self, month: FlowMonth, figure: Figure) -> None:
        self.flow_lines.ask(f"{month.label} {figure.label}", figure, month.first, month.until)

    # Acting -----------------------------------------------------------------------------------------------------------

    def _ask_day(self) -> None:
        dialog = DayDialog(self._desk, self.day(), today=self._today())
        dialog.accepted.connect(self.show_day)
        dialog.open()

    def _write_note(self) -> None:
        if self._found is not None:
            dialog = NoteDialog(self._desk, self._found.report.day, self._found.report.note)
            dialog.accepted.connect(self._desk.changed)
            dialog.open()

    def _print(self) -> None:
        self._desk.print_paper(work.call(daily_job, self._desk.session.act(), self.day()))

    def _save_workbook(self) -> None:
        day = self.day()
        folder = self._desk.local.get("reports.folder") or str(Path.home())
        chosen, _ = QFileDialog.getSaveFileName(self, "导出会员日报", str(Path(folder) / f"会员日报 {day}.xlsx"), "Excel 工作簿 (*.xlsx)")
        if not chosen:
            return
        path = Path(chosen)
        path = path if path.suffix.lower() == ".xlsx" else path.with_name(path.name + ".xlsx")
        self._desk.local.put("reports.folder", str(path.parent))
        work.call(write_workbook, self._desk.session.act(), day, path)
        notify.say(f"已导出 {path.name}")


def _grouped(items: Sequence[Item]) -> list[tuple[Group, Sequence[Item]]]:
    return [(Group(section.label, icon=_ICONS[section]), [item for item in items if item.section is section]) for section in Section]


def _value_words(item: Item) -> str:
    number = format_signed(item.value) if item.signed and item.value else format_points(item.value)
    return f"{number} {item.unit}"


def _value_colour(item: Item) -> str:
    """Earned points are green, all else is ink; nothing at all is quiet."""
    if item.value == 0:
        return theme.INK_2
    return theme.GOOD if item.signed and item.value > 0 else theme.INK


def _in_card(content: QWidget, *, width: int) -> Card:
    card = Card(margin=1)
    card.column.setContentsMargins(1, 1, 1, 1)
    card.column.addWidget(content)
    card.setFixedWidth(width)
    return card


def _bind(page: QWidget, key: str, button: buttons.Button) -> None:
    """The arrows on the caps are drawn, the keys are called Left and Right."""
    shortcut = QShortcut(QKeySequence(key), page)
    shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    shortcut.activated.connect(button.click)


def _hidden_from(act: Act) -> set[str]:
    """What the person has no sight of: the ledger is for those who see all, checks also for heads of departments."""
    from deskapp.staff.domain import Right
    from deskapp.staff.service import allowed, own_departments

    if allowed(act, Right.SEE_REPORTS):
        return set()
    return {_MONTHS} if own_departments(act, Right.SEE_REPORTS) else {_MONTHS, _CHECKS}


def _look(act: Act, day: date) -> _Found:
    from deskapp.analysis.items import items
    from deskapp.analysis.service import daily_report, points_flow

    report = daily_report(act=act, day=day)
    return _Found(report, items(report), points_flow(act=act, until=day) if report.sees_all else ())
