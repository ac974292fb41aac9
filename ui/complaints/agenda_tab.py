"""质量会: a week of complaints in figures and a Pareto, by department, outlet, person, cause; what is open; measures decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskapp.staff.domain import Right
from ui.complaints.agenda_day import FigureCard
from ui.complaints.agenda_dialogs import JudgeMeasureDialog, MeasuresDialog
from ui.complaints.list_papers import (
    department_words,
    effect_words,
    on_time_words,
    plate_words,
    slip_words,
    week_figures,
    weekly_job,
    what_words,
)
from ui.complaints.loading import customer_words
from ui.complaints.states import due_pill, state_pill
from ui.kit import buttons, notify, theme, work
from ui.kit.chart_view import ChartView
from ui.kit.frames import Card, Empty, SectionHead
from ui.kit.pills import Pill
from ui.kit.rows import Column, Group, RowsModel
from ui.kit.rows_view import RowsView
from ui.kit.segments import Option, Segments
from ui.kit.theme import Tone

if TYPE_CHECKING:
    from deskapp.complaints.agenda import Agenda, Part
    from deskapp.complaints.measures import Measure
    from deskapp.complaints.things import Complaint
    from deskapp.data import Act
    from deskapp.papers.charts import Chart
    from ui.desk import Desk, PrintJob

_WEEK = timedelta(days=7)
_FIGURES = ("新增", "关闭", "重复", "按时处理", "首次联系", "结案")
_MOST_BARS = 8
_PARTS_WIDTH = 440
_MIDDLE = 236


@dataclass(frozen=True, slots=True)
class Entry:
    """A line beneath: a slip, or a measure."""

    key: tuple[str, int]
    pill: Pill
    number: str
    what: str
    more: str
    whose: str
    complaint_id: int = 0
    measure: Measure | None = None


class AgendaTab(QWidget):
    """`opened(complaint id)` when a slip is wanted, `notice_wanted(number)` when the notice of a measure is."""

    opened = Signal(int)
    notice_wanted = Signal(str)
    told = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._chosen: date | None = None
        self._agenda: Agenda | None = None
        self._picked: Part | None = None
        self._decides = desk.session.may(Right.ISSUE_NOTICES)
        self.before = buttons.plain("上一周", icon="chevron-left", key="Alt+←", name="week_before")
        self.after = buttons.plain("下一周", icon="chevron-right", key="Alt+→", name="week_after")
        self.judge = buttons.plain("判断效果…", icon="clipboard-check", name="judge_measure")
        self.decide = buttons.plain("录入会议决定…", icon="gavel", key="F4", name="decide_measures")
        self.cards = [FigureCard(label, name=f"week_figure_{place}") for place, label in enumerate(_FIGURES, 1)]
        self.chart = ChartView(name="complaints_pareto", says="类别排列图")
        self.by = Segments(
            [
                Option("category", "类别"),
                Option("department", "部门"),
                Option("outlet", "网点"),
                Option("person", "人员"),
                Option("cause", "原因"),
            ],
            width=56,
            height=theme.CONTROL_SMALL,
            name="agenda_by",
            says="按什么看",
        )
        self.parts = RowsModel["Part"](_part_columns(), key=lambda part: part.name)
        self.part_view = RowsView(
            self.parts, name="agenda_parts", says="分项", state=desk.local, empty=Empty("这一周没有处理单"), row=theme.ROW_PANEL
        )
        self.model = RowsModel[Entry](_columns(), key=lambda entry: entry.key)
        empty = Empty("没有未关闭的处理单，也没有措施", icon="circle-check")
        self.view = RowsView(self.model, name="agenda_rows", says="议程", state=desk.local, empty=empty, row=theme.ROW_PANEL)
        self._lay_out()
        self._wire()
        self.by.set_value("category")

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(theme.STEP)
        for button in (self.before, self.after):
            bar.addWidget(button)
        bar.addStretch(1)
        for button in (self.judge, self.decide):
            bar.addWidget(button)
        figures = QHBoxLayout()
        figures.setSpacing(theme.GAP)
        for one in self.cards:
            figures.addWidget(one, 1)
        chart = Card(name="pareto_card", margin=10)
        chart.column.addWidget(SectionHead("类别排列图", "点一下柱子看是哪些处理单"))
        chart.column.addWidget(self.chart, 1)
        parts = Card(margin=1, name="parts_card")
        parts.column.setContentsMargins(1, 1, 1, 1)
        head = QHBoxLayout()
        head.setContentsMargins(8, 6, 8, 0)
        head.addWidget(self.by)
        head.addStretch(1)
        parts.column.addLayout(head)
        parts.column.addWidget(self.part_view, 1)
        parts.setFixedWidth(_PARTS_WIDTH)
        middle = QHBoxLayout()
        middle.setSpacing(theme.GAP)
        middle.addWidget(chart, 1)
        middle.addWidget(parts)
        rows = Card(margin=1, name="agenda_card")
        rows.column.setContentsMargins(1, 1, 1, 1)
        rows.column.addWidget(self.view)
        chart.setFixedHeight(_MIDDLE)
        parts.setFixedHeight(_MIDDLE)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        column.addLayout(bar)
        column.addLayout(figures)
        column.addLayout(middle)
        column.addWidget(rows, 1)
        self.setFocusProxy(self.view)
        self.judge.setVisible(self._decides)
        self.decide.setVisible(self._decides)

    def _wire(self) -> None:
        self.before.clicked.connect(lambda: self.show_week(self.week() - _WEEK))
        self.after.clicked.connect(lambda: self.show_week(self.week() + _WEEK))
        for key, button in (("Alt+Left", self.before), ("Alt+Right", self.after)):
            QShortcut(QKeySequence(key), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut).activated.connect(button.click)
        self.by.changed.connect(self._show_parts)
        self.chart.chosen.connect(self._bar_chosen)
        self.part_view.opened.connect(self._pick)
        self.part_view.clicked.connect(lambda: self._pick(self.part_view.current_row()))
        self.view.opened.connect(self._open)
        self.view.current_changed.connect(self._row_changed)
        self.judge.clicked.connect(self._judge)
        self.decide.clicked.connect(self._decide)
        self.decide.bind(self)

    def week(self) -> date:
        """The Monday of the week that is shown; this week's until another one was chosen."""
        today = self._now()
        return self._chosen or today - timedelta(days=today.weekday())

    def show_week(self, monday: date) -> None:
        """Show another week; weeks to come are passed over."""
        if monday <= self._now():
            self._chosen, self._picked = monday, None
            self.refresh()

    def refresh(self) -> None:
        work.latest(self, partial(_load, self._desk.session.act(), self.week()), self._found, topic="agenda")

    def summary(self) -> str:
        monday = self.week()
        return f"{monday:%Y} 年第 {monday.isocalendar()[1]} 周（{monday:%m-%d} 至 {monday + timedelta(days=6):%m-%d}）"

    def job(self) -> PrintJob:
        return work.call(weekly_job, self._desk.session.act(), self.week())

    def _now(self) -> date:
        return self._desk.session.now().date()

    # Showing ----------------------------------------------------------------------------------------------------------

    def _found(self, found: Agenda) -> None:
        self._agenda = found
        for card, figure in zip(self.cards, week_figures(found), strict=True):
            card.show_figure(f"{figure.value}{figure.unit if figure.unit == '%' else ''}", figure.note)
        self.after.setEnabled(found.week + _WEEK <= self._now())
        bars = [(part.name, float(part.count)) for part in found.by_category]
        words = [
            f"{part.name}：{part.count} 件，逾期 {part.overdue}，按时 {on_time_words(part)}" for part in found.by_category[:_MOST_BARS]
        ]
        rest = sum(count for _, count in bars[_MOST_BARS:])
        if rest:
            words.append(f"其他：{rest:g} 件")
        self.chart.show_chart(partial(_pareto, bars[:_MOST_BARS], rest), words)
        self._show_parts()
        self._show_rows()
        self.told.emit()

    def _show_parts(self) -> None:
        if self._agenda is None:
            return
        found = self._agenda
        shown = {
            "category": found.by_category,
            "department": found.by_department,
            "outlet": found.by_outlet,
            "person": found.by_person,
            "cause": found.causes,
        }[self.by.value()]
        self.parts.set_rows(shown)

    def _show_rows(self) -> None:
        if self._agenda is None:
            return
        found, groups = self._agenda, list[tuple[Group, Sequence[Entry]]]()
        if self._picked is not None:
            picked = [_slip("picked", slip) for slip in self._picked.slips]
            groups.append((Group(self._picked.name, f"{len(picked)} 张，本周受理", "chart-column"), picked))
        decided = [_measure("decided", one) for one in found.decided]
        last = [_measure("last", one) for one in found.last_measures]
        repeats = [_repeat(chain) for chain in found.repeats]
        open_ones = [
            Entry(
                ("open", card.slip.id),
                due_pill(card.urgency) or state_pill(card.slip),
                card.slip.number,
                card.slip.category.full,
                what_words(card.slip),
                department_words(card.slip) or "待派单",
                card.slip.id,
            )
            for card in found.open
        ]
        groups += [
            (Group("本次会议决定的措施", f"{len(decided)} 条，每条是整改单的一项", "gavel"), decided),
            (
                Group(
                    "上次会议的措施",
                    f"{len(last)} 条，{sum(one.worked is None for one in found.last_measures)} 条没有判断效果",
                    "clipboard-check",
                ),
                last,
            ),
            (Group("重复投诉", f"{len(repeats)} 起", "repeat"), repeats),
            (Group("未关闭", f"{len(open_ones)} 张", "clock"), open_ones),
        ]
        self.model.set_groups(groups)
        if self.view.current_row() is None:
            self.view.select_first()
        self._row_changed(self.view.current_row())

    def _bar_chosen(self, place: int) -> None:
        if self._agenda is not None and place < min(len(self._agenda.by_category), _MOST_BARS):
            self.by.set_value("category")
            self._pick(self._agenda.by_category[place])

    def _pick(self, part: Part | None) -> None:
        if part is not None:
            self._picked = part
            self._show_rows()
            self.view.scrollToTop()

    def _row_changed(self, entry: Entry | None) -> None:
        self.judge.setEnabled(entry is not None and entry.measure is not None)

    def _open(self, entry: Entry) -> None:
        if entry.measure is not None:
            self.notice_wanted.emit(entry.measure.notice_no)
        elif entry.complaint_id:
            self.opened.emit(entry.complaint_id)

    # Acting -----------------------------------------------------------------------------------------------------------

    def _decide(self) -> None:
        dialog = MeasuresDialog(self._desk, self.week())
        dialog.accepted.connect(self._decided)
        dialog.open()

    def _decided(self, made: Sequence[Measure]) -> None:
        notices = sorted({one.notice_no for one in made})
        notify.say(f"已录入，共 {len(made)} 条措施，整改单 {'、'.join(notices)} 待下发")
        self._desk.changed()

    def _judge(self) -> None:
        entry = self.view.current_row()
        if entry is not None and entry.measure is not None:
            dialog = JudgeMeasureDialog(self._desk, entry.measure)
            dialog.accepted.connect(self._desk.changed)
            dialog.open()


def _slip(kind: str, slip: Complaint) -> Entry:
    more = "  ".join(part for part in (customer_words(slip), plate_words(slip), what_words(slip)) if part)
    return Entry((kind, slip.id), state_pill(slip), slip.number, slip.category.full, more, department_words(slip) or "待派单", slip.id)


def _repeat(chain: Sequence[Complaint]) -> Entry:
    last = chain[-1]
    words = Pill(f"第 {len(chain)} 次", Tone.WARN, "repeat")
    whose = "  ".join(part for part in (customer_words(last), plate_words(last)) if part)
    return Entry(("repeat", last.id), words, last.number, last.category.full, slip_words(chain), whose, last.id)


def _measure(kind: str, one: Measure) -> Entry:
    tone = Tone.NEUTRAL if one.worked is None else Tone.GOOD if one.worked else Tone.BAD
    words = {None: one.notice_state, True: "有效", False: "无效"}[one.worked]
    whose = f"{one.owner}　{one.due_on:%m-%d}"
    return Entry(
        (kind, one.id), Pill(words, tone, "gavel"), one.notice_no, one.issue, f"{one.measure}　{effect_words(one)}", whose, measure=one
    )


def _part_columns() -> Sequence[Column[Part]]:
    return (
        Column(key="name", title="名称", text=lambda part: part.name, stretch=True),
        Column(key="count", title="件", text=lambda part: str(part.count), sort=lambda part: part.count, right=True, width=52),
        Column(key="overdue", title="逾期", text=lambda part: str(part.overdue), right=True, width=56, colour=_overdue_colour),
        Column(key="on_time", title="按时", text=on_time_words, right=True, width=64),
    )


def _overdue_colour(part: Part) -> str:
    return theme.BAD if part.overdue else theme.INK_2


def _columns() -> Sequence[Column[Entry]]:
    return (
        Column(key="state", title="状态", text=lambda entry: entry.pill.words, pill=lambda entry: entry.pill, width=176),
        Column(key="number", title="单号", text=lambda entry: entry.number, width=150),
        Column(key="what", title="事项", text=lambda entry: entry.what, after=lambda entry: entry.more, stretch=True),
        Column(key="whose", title="部门、责任人", text=lambda entry: entry.whose, width=180),
    )


def _pareto(bars: Sequence[tuple[str, float]], rest: float, width: float, height: float) -> Chart:
    from deskapp.papers.charts import pareto_chart

    return pareto_chart(bars, width=width, height=height, rest=("其他", rest) if rest else None, show=lambda value: f"{value:.0f}")


def _load(act: Act, week: date) -> Agenda:
    from deskapp.complaints.agenda import week_agenda

    return week_agenda(act=act, week=week)
