"""推荐业绩: enrolments of a span by department and recruiter; a line of figures opens the members it counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from deskapp.errors import UserError
from deskapp.typed import format_date
from ui.kit import buttons, notify, theme, work
from ui.kit.fields_date import DateField
from ui.kit.frames import Card, Divider, Empty
from ui.kit.labels import Hint, Label
from ui.kit.rows import Column, RowsModel
from ui.kit.rows_view import RowsView
from ui.kit.segments import Option, Segments
from ui.members.words import state_pill

if TYPE_CHECKING:
    from deskapp.data import Act
    from deskapp.members.domain import Member
    from deskapp.members.recruiting import Recruiting, Recruits
    from ui.desk import Desk

_WIDTH = 560
_THIS_MONTH, _LAST_MONTH, _THIS_YEAR, _OTHER = "this_month", "last_month", "this_year", "other"


class RecruitsView(QWidget):
    """Opens with this month. Figures are for whoever sees a report; the list of members for whoever sees customers."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("recruits")
        self._desk = desk
        self._found: Recruiting | None = None
        today = desk.session.now().date()
        self.span = Segments(
            [Option(_THIS_MONTH, "本月"), Option(_LAST_MONTH, "上月"), Option(_THIS_YEAR, "今年"), Option(_OTHER, "自选")],
            name="recruits_span",
            says="哪一段时间",
        )
        self.first = DateField("recruits_first", "从", today=today)
        self.last = DateField("recruits_last", "到", today=today)
        self.export = buttons.plain("导出 Excel", icon="download", name="export_recruits")
        self._lay_out()
        self.span.changed.connect(self._span_changed)
        for field in (self.first, self.last):
            field.settled.connect(self.refresh)
        self.export.clicked.connect(self._export)
        self.view.current_changed.connect(self._line_changed)
        self.members_view.opened.connect(self._open)
        self.span.set_value(_THIS_MONTH)
        self._take_span()

    def _lay_out(self) -> None:
        self.model: RowsModel[Recruits] = RowsModel(_figures(), key=lambda line: (line.department, line.recruiter_id))
        empty = Empty("这段时间没有入会", "换一段时间看；老系统导入的会员不算推荐", icon="id-card")
        self.view = RowsView(self.model, name="recruits_figures", says="推荐业绩", state=self._desk.local, empty=empty)
        self.members_model: RowsModel[Member] = RowsModel(_members(), key=lambda member: member.membership_id)
        self.members_view = RowsView(
            self.members_model,
            name="recruits_members",
            says="推荐的会员",
            state=self._desk.local,
            empty=Empty("选一行数字看会员", "按 Enter 打开会员卡片", icon="users"),
        )
        self.title, self.count = Label("", bold=True), Hint("", right=True)
        bar = QHBoxLayout()
        bar.setSpacing(theme.STEP)
        bar.addWidget(self.span)
        for field in (self.first, self.last):
            field.setFixedWidth(150)
            bar.addWidget(field)
        bar.addStretch(1)
        bar.addWidget(self.export)
        head = QWidget()
        head.setFixedHeight(theme.CONTROL)
        row = QHBoxLayout(head)
        row.setContentsMargins(theme.CONTROL_PADDING, 0, theme.CONTROL_PADDING, 0)
        row.addWidget(self.title)
        row.addWidget(self.count, 1)
        figures, self._people = _card(self.view), _card(head, Divider(), self.members_view)
        figures.setMinimumWidth(_WIDTH)
        lists = QHBoxLayout()
        lists.setSpacing(theme.GAP_WIDE)
        lists.addWidget(figures, 3)
        lists.addWidget(self._people, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        column.addLayout(bar)
        column.addLayout(lists, 1)
        self.setFocusProxy(self.view)

    def refresh(self) -> None:
        """Count the span again."""
        try:
            first, last = self.first.value(), self.last.value()
        except UserError:
            return  # the field says what is wrong with the day
        if first is not None and last is not None:
            work.latest(self, partial(_look, self._desk.session.act(), first, last), self._show)

    def _span_changed(self) -> None:
        self._take_span()
        self.refresh()

    def _take_span(self) -> None:
        """Put the days of the chosen span into the fields; 自选 leaves them to be typed."""
        today = self._desk.session.now().date()
        month = today.replace(day=1)
        last_month = month - timedelta(days=1)
        spans = {
            _THIS_MONTH: (month, today),
            _LAST_MONTH: (last_month.replace(day=1), last_month),
            _THIS_YEAR: (today.replace(month=1, day=1), today),
        }
        own = self.span.value() == _OTHER
        for field in (self.first, self.last):
            field.setVisible(own)
        if self.span.value() in spans:
            first, last = spans[self.span.value()]
            self.first.set_value(first)
            self.last.set_value(last)

    def _show(self, found: Recruiting) -> None:
        self._found = found
        self.model.set_rows([*found.lines, found.total] if found.lines else [])
        self.export.setEnabled(bool(found.lines))
        self._people.setVisible(found.has_rows)
        if self.view.current_row() is None:
            self.view.select_first()
        self._line_changed(self.view.current_row())

    def _line_changed(self, line: Recruits | None) -> None:
        if line is None:
            self.title.set_text("")
            self.count.set_text("")
            self.members_model.set_rows([])
            return
        self.title.set_text(line.recruiter or line.department)
        self.count.set_text(line.by_channel())
        if self._found is not None and self._found.has_rows:
            work.latest(self, partial(_recruited, self._desk.session.act(), line), self.members_model.set_rows, topic="members")

    def _open(self, member: Member) -> None:
        self._desk.open_customer(member.customer_id)

    def _export(self) -> None:
        found = self._found
        if found is None:
            return
        folder = self._desk.local.get("reports.folder") or str(Path.home())
        name = f"推荐业绩 {format_date(found.first)} 至 {format_date(found.last)}.xlsx"
        chosen, _ = QFileDialog.getSaveFileName(self, "导出推荐业绩", str(Path(folder) / name), "Excel 工作簿 (*.xlsx)")
        if not chosen:
            return
        path = Path(chosen)
        path = path if path.suffix.lower() == ".xlsx" else path.with_name(path.name + ".xlsx")
        self._desk.local.put("reports.folder", str(path.parent))
        work.call(_write, path, found)
        notify.say(f"已导出 {path.name}")


def _figures() -> Sequence[Column[Recruits]]:
    return (
        Column(key="who", title="部门、推荐人", text=_who, colour=_who_colour, stretch=True, bold=True),
        Column(key="joined", title="入会", text=lambda line: f"{line.joined}", sort=lambda line: line.joined, width=64, right=True),
        Column(key="waiting", title="待录入", text=lambda line: _count(line.waiting), width=72, right=True),
        Column(key="sent_back", title="已退回", text=lambda line: _count(line.sent_back), width=72, right=True),
        Column(key="counted", title="计入", text=lambda line: f"{line.counted}", width=64, right=True, bold=True),
    )


def _who(line: Recruits) -> str:
    return f"　{line.recruiter}" if line.recruiter else line.department


def _who_colour(line: Recruits) -> str:
    return theme.INK_2 if line.recruiter else theme.INK


def _count(count: int) -> str:
    return f"{count}" if count else "—"


def _members() -> Sequence[Column[Member]]:
    return (
        Column(key="state", title="状态", text=lambda member: member.state.label, pill=state_pill, width=92),
        Column(key="name", title="姓名", text=lambda member: member.name, after=_plate, bold=True, stretch=True),
        Column(key="joined", title="入会", text=lambda member: f"{member.joined_on}", width=104),
        Column(key="channel", title="渠道", text=lambda member: member.join_channel.label, width=72),
    )


def _plate(member: Member) -> str:
    return member.plates[0] if member.plates else ""


def _card(*widgets: QWidget) -> Card:
    card = Card(margin=1)
    card.column.setContentsMargins(1, 1, 1, 1)
    card.column.setSpacing(0)
    for widget in widgets:
        card.column.addWidget(widget)
    return card


def _look(act: Act, first: date, last: date) -> Recruiting:
    from deskapp.members.recruiting import recruiting

    return recruiting(act=act, first=first, last=last)


def _recruited(act: Act, line: Recruits) -> list[Member]:
    from deskapp.members.recruiting import recruited

    return recruited(act=act, line=line)


def _write(path: Path, found: Recruiting) -> int:
    from deskapp.members.recruiting import write_recruiting

    return write_recruiting(path, found)
