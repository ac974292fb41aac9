"""今日计划: what must be checked today and this week, what is due now first; Enter or a click begins the check or goes on with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskapp.checklists.domain import Run, RunKind
from deskapp.inspection.domain import CheckState, Planned
from deskapp.staff.domain import Right
from ui.inspection import loading
from ui.inspection.states import planned_name, rate_words, state_pill
from ui.kit import buttons, theme, work
from ui.kit.dates import day_words
from ui.kit.frames import Card, Empty, LabelRows, NextStep, SectionHead
from ui.kit.labels import Hint, Section, Wrapped
from ui.kit.rows import Column, Group, RowsModel
from ui.kit.rows_view import RowsView

if TYPE_CHECKING:
    from ui.desk import Desk
    from ui.inspection.loading import PlanShown

_OPEN = (CheckState.OVERDUE, CheckState.STARTED, CheckState.DUE)
Key = tuple[str, str, str, int]


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A planned check as a line. `department` is the sheet's own, of a check that was begun the one checked."""

    planned: Planned
    state: CheckState
    name: str
    department: str
    until: str
    inspector: str
    result: str

    @property
    def key(self) -> Key:
        return key_of(self.planned)

    @property
    def can_begin(self) -> bool:
        return self.state.is_open and self.planned.run is None


def key_of(planned: Planned) -> Key:
    return planned.version.code, planned.kind.value, f"{planned.due_at:%Y-%m-%d}", planned.nth


class PlanTab(QWidget):
    """`check_wanted(inspection_id)` opens a check, `print_wanted(code)` prints the blank sheet of one."""

    told = Signal()
    check_wanted = Signal(int)
    blank_wanted = Signal(str)
    begin_wanted = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.found: PlanShown | None = None
        self._wanted: Key | None = None
        self._unfold = False
        self._may = desk.session.may(Right.INSPECT)
        self.model = RowsModel[PlanLine](_columns(), key=lambda line: line.key)
        empty = Empty("今天没有要查的", "在 设置 → 模板 里定检查表的频次和完成时间", icon="clipboard-check")
        self.view = RowsView(self.model, name="plan_list", says="检查计划", state=desk.local, empty=empty)
        self.title, self.criterion = Section(""), Wrapped("", colour=theme.INK_2)
        self.about = QVBoxLayout()
        self.step = NextStep("选一张检查表")
        self.go = buttons.primary("开始检查", icon="circle-play", key="F4", name="go", height=theme.CONTROL_MAIN)
        self.blank = buttons.plain("打印空白表", icon="printer", name="print_blank_sheet")
        self.special = buttons.plain("专项检查…", icon="clipboard-plus", name="special_check")
        self._lay_out()
        self.view.current_changed.connect(self._show_current)
        self.view.opened.connect(self._go)
        self.go.clicked.connect(self._go)
        self.blank.clicked.connect(self._blank)
        self.special.clicked.connect(self._special)

    def _lay_out(self) -> None:
        card = Card(margin=1, name="list_card")
        card.column.setContentsMargins(1, 1, 1, 1)
        card.column.addWidget(self.view)
        panel = Card(name="plan_panel", margin=20)
        panel.setFixedWidth(theme.PANEL)
        panel.column.setSpacing(theme.GAP)
        self.about.setSpacing(theme.STEP)
        for widget in (self.title, self.criterion):
            panel.column.addWidget(widget)
        panel.column.addLayout(self.about)
        panel.column.addStretch(1)
        panel.column.addWidget(self.step)
        panel.column.addWidget(self.go)
        row = QHBoxLayout()
        row.setSpacing(theme.STEP)
        row.addWidget(self.blank, 1)
        row.addWidget(self.special, 1)
        panel.column.addLayout(row)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.GAP_WIDE)
        outer.addWidget(card, 1)
        outer.addWidget(panel)
        self.setFocusProxy(self.view)

    # Looking --------------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        act = self._desk.session.act()
        work.latest(self, lambda: loading.load_plan(act, act.at.date()), self._fill, topic="plan")

    def show_planned(self, key: Key) -> None:
        """Put the cursor on a planned check as soon as it is here: where lines of the first page lead."""
        self._wanted = key
        self.refresh()

    def show_missed(self) -> None:
        """Unfold what was missed."""
        self._unfold = True
        self.refresh()

    def summary(self) -> str:
        if self.found is None:
            return ""
        now = self._desk.session.now()
        states = [one.state(now) for one in self.found.planned]
        late = states.count(CheckState.OVERDUE)
        done = sum(state in (CheckState.DONE, CheckState.LATE) for state in states)
        left = sum(state.is_open for state in states)
        words = f"已查 {done}，还要查 {left}" + (f"，{late} 项逾期" if late else "")
        return words + (f"；{self.found.unconfirmed} 张等受检方确认" if self.found.unconfirmed else "")

    def _fill(self, found: PlanShown) -> None:
        self.found = found
        now = self._desk.session.now()
        lines = [_line(one, found, now) for one in found.planned]
        daily = [line for line in lines if line.planned.kind is RunKind.DAILY]
        weekly = [line for line in lines if line.planned.kind is not RunKind.DAILY]
        missed = [_line(one, found, now) for one in reversed(found.missed)]
        missed_head = Group("近 7 天漏查", f"{len(missed)} 项，不能补", "circle-x", folds=True)
        self.model.set_groups(
            [
                (_group("今天要查", "clipboard-check", _open(daily)), _open(daily)),
                (_group("本周要查", "calendar-days", _open(weekly)), _open(weekly)),
                (Group("已经查过", f"{len(_closed(lines))} 项", "circle-check"), _closed(lines)),
                (missed_head, missed),
            ]
        )
        if self._unfold:
            self._unfold = False
            if missed and self.model.is_folded(missed_head):
                self.model.turn(missed_head)
                self.view.select_key(missed[0].key)
        wanted, self._wanted = self._wanted, None
        if not (wanted and self.view.select_key(wanted)) and self.view.current_row() is None:
            self.view.select_first()
        self._show_current()
        self.told.emit()

    def _show_current(self, *_: object) -> None:
        line = self.view.current_row()
        while (taken := self.about.takeAt(0)) is not None:
            widget = taken.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.blank.setEnabled(line is not None)
        self.special.setVisible(self._may)
        if line is None or self.found is None:
            self.title.set_text("")
            self.criterion.setText("")
            self.step.set_step("选一张检查表")
            self.go.setEnabled(False)
            return
        version = line.planned.version
        self.title.set_text(f"{version.code} {line.name}")
        self.criterion.setText("、".join(dict.fromkeys(item.section for item in version.checks if item.section)))
        self.about.addWidget(_about(line))
        often = self.found.often.get(version.template_id, ())
        if often:
            self.about.addWidget(SectionHead("近期常不合格"))
            self.about.addWidget(LabelRows([(code, f"{title}　{times} 次") for code, title, times in often], labels=40))
        self._show_step(line)

    def _show_step(self, line: PlanLine) -> None:
        verb, effect, icon = _step(line)
        self.step.set_step(verb, effect)
        self.go.set_words(verb.split("，")[0], icon=icon)
        self.go.setEnabled(line.planned.run is not None or (line.can_begin and self._may))

    # Acts -----------------------------------------------------------------------------------------------------------

    def _go(self, *_: object) -> None:
        """Begin the check, go on with it, or look at it."""
        line = self.view.current_row()
        if line is None or not self.isVisible():
            return
        run = line.planned.run
        if run is not None:
            self.check_wanted.emit(work.call(loading.id_of_run, self._desk.session.act(), run.id, run.day))
        elif line.can_begin and self._may:
            begun = work.call(loading.begin, self._desk.session.act(), line.planned.version.code, line.planned.kind)
            self.check_wanted.emit(begun)

    def _blank(self) -> None:
        line = self.view.current_row()
        if line is not None:
            self.blank_wanted.emit(line.planned.version.code)

    def _special(self) -> None:
        line = self.view.current_row()
        self.begin_wanted.emit(line.planned.version.code if line else "")


def _columns() -> Sequence[Column[PlanLine]]:
    return (
        Column(key="state", title="状态", text=lambda line: line.state.label, pill=lambda line: state_pill(line.state), width=96),
        Column(key="name", title="检查表", text=lambda line: line.name, after=lambda line: line.planned.kind.label, stretch=True),
        Column(key="department", title="受检", text=lambda line: line.department, width=96),
        Column(key="until", title="完成时间", text=lambda line: line.until, colour=_until_colour, width=116),
        Column(key="who", title="检查人", text=lambda line: line.inspector, width=68),
        Column(key="result", title="结果", text=lambda line: line.result, width=144),
    )


def _until_colour(line: PlanLine) -> str:
    return theme.BAD if line.state in (CheckState.OVERDUE, CheckState.MISSED) else theme.INK


def _open(lines: Sequence[PlanLine]) -> list[PlanLine]:
    """What can still be done: overdue first, then what is under way, then by its time."""
    found = [line for line in lines if line.state.is_open]
    return sorted(found, key=lambda line: (_OPEN.index(line.state), line.planned.due_at, line.key))


def _closed(lines: Sequence[PlanLine]) -> list[PlanLine]:
    found = [line for line in lines if line.state in (CheckState.DONE, CheckState.LATE)]
    return sorted(found, key=lambda line: _finished(line.planned.run), reverse=True)


def _finished(run: Run | None) -> datetime:
    return run.finished_at if run is not None and run.finished_at is not None else datetime.min


def _group(title: str, icon: str, lines: Sequence[PlanLine]) -> Group:
    late = sum(line.state is CheckState.OVERDUE for line in lines)
    return Group(title, f"{len(lines)} 项" + (f"，{late} 项逾期" if late else ""), icon)


def _line(one: Planned, found: PlanShown, now: datetime) -> PlanLine:
    run, form = one.run, one.version.form
    department = found.departments.get((run.department_id if run else form.department_id) or 0, "")
    if one.kind is RunKind.SPOT and form.spot_people:
        department = found.names.get(run.person_id or 0, department) if run else "抽签定人"
    return PlanLine(
        planned=one,
        state=one.state(now),
        name=planned_name(one),
        department=department,
        until=_until(one.due_at, now.date()),
        inspector=found.names.get(run.started_by or 0, "") if run else "",
        result=_result(run),
    )


def _until(due_at: datetime, today: date) -> str:
    return f"{due_at:%H:%M} 前" if due_at.date() == today else f"{day_words(due_at.date())}前"


def _result(run: Run | None) -> str:
    if run is None:
        return ""
    if run.finished_at is None:
        return f"查了 {len(run.items) - len(run.missing)}/{len(run.items)}"
    failed = f"，{len(run.failed)} 项不合格" if run.failed else ""
    return f"{rate_words(run.score)}{failed}"


def _about(line: PlanLine) -> QWidget:
    one, form = line.planned, line.planned.version.form
    spot = f"抽 {form.spot_items} 人，每人查全部项目" if form.spot_people else f"抽 {form.spot_items} 项，近期不合格的多抽"
    rows: list[tuple[str, str | QWidget]] = [
        ("类型", one.kind.label),
        ("项目", spot if one.kind is RunKind.SPOT else f"{len(one.version.checks)} 项"),
        ("受检", line.department or "—"),
        ("完成时间", line.until),
        ("版本", f"第 {one.version.number} 版，{one.version.valid_from:%Y-%m-%d} 起"),
    ]
    if one.run is not None:
        rows.append(("开始", f"{line.inspector} {one.run.started_at:%m-%d %H:%M}"))
        if one.run.seed:
            rows.append(("抽签号", Hint(one.run.seed)))
    return LabelRows(rows)


def _step(line: PlanLine) -> tuple[str, str, str]:
    """Verb, effect and icon of what can be done with a line."""
    run = line.planned.run
    if run is not None and run.finished_at is None and line.state.is_open:
        return "继续检查", f"还剩 {len(run.missing)} 项", "circle-play"
    if run is not None:
        return "看检查表", line.result, "eye"
    if line.state is CheckState.MISSED:
        return "漏查，不能补", "已记为漏查，会进周报", "circle-x"
    if line.state is CheckState.FUTURE:
        return "还没到时间", line.until, "clock"
    if line.planned.kind is RunKind.SPOT:
        return "抽签并开始检查", "抽到的项目按抽签号可以重算", "circle-play"
    return "开始检查", f"{len(line.planned.version.checks)} 项", "circle-play"
