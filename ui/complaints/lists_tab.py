"""催办: what must be told upwards, what is overdue department by department, which signed papers have not come back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskapp.staff.domain import Right
from ui.complaints.list_papers import LONG_WORKDAYS, escalations_job, overdue_job, plate_words, unreturned_job, what_words
from ui.complaints.loading import customer_words
from ui.complaints.states import SEVERITIES
from ui.kit import theme, work
from ui.kit.frames import Card, Empty
from ui.kit.labels import Hint
from ui.kit.pills import Pill
from ui.kit.rows import Column, Group, RowsModel
from ui.kit.rows_view import RowsView
from ui.kit.segments import Option, Segments
from ui.kit.theme import Tone

if TYPE_CHECKING:
    from deskapp.complaints.things import Complaint
    from deskapp.data import Act
    from ui.desk import Desk, PrintJob

ESCALATIONS, OVERDUE, UNRETURNED = "escalations", "overdue", "unreturned"
_SAYS = {
    ESCALATIONS: "超过首次联系、方案、处理、答复时限的，按级别报给谁；超过两倍时限的报总经理",
    OVERDUE: "每个部门欠什么、谁欠、超了多久；可以打印出来交给部门主管",
    UNRETURNED: "部门已交结果、签字的处理单还没有回到客服的",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of any of the three lists."""

    key: tuple[str, int, str, int]
    slip: Complaint
    late: str
    tone: Tone
    step: str
    department: str
    who: str
    told: str


class ReminderTab(QWidget):
    """`opened(complaint id)` when a slip is wanted; `told` when the page's subtitle has changed."""

    opened = Signal(int)
    told = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._count = 0
        kinds = [Option(ESCALATIONS, "升级上报", icon="bell-ring"), Option(OVERDUE, "逾期清单", icon="clock")]
        if desk.session.may(Right.HANDLE_COMPLAINTS):
            kinds.append(Option(UNRETURNED, "签字单未交回", icon="inbox"))
        self.kinds = Segments(kinds, width=128, name="reminder_kinds", says="哪张清单")
        self._says = Hint()
        self.model = RowsModel[Entry](_columns(), key=lambda entry: entry.key)
        empty = Empty("没有要催的", "时限内都办了", icon="circle-check")
        self.view = RowsView(self.model, name="reminders", says="催办清单", state=desk.local, empty=empty)
        card = Card(margin=1, name="reminders_card")
        card.column.setContentsMargins(1, 1, 1, 1)
        card.column.addWidget(self.view)
        top = QHBoxLayout()
        top.setSpacing(theme.GAP_WIDE)
        top.addWidget(self.kinds)
        top.addWidget(self._says, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        column.addLayout(top)
        column.addWidget(card, 1)
        self.setFocusProxy(self.view)
        self.kinds.changed.connect(self.refresh)
        self.view.opened.connect(self._open)
        self.kinds.set_value(ESCALATIONS)

    def refresh(self) -> None:
        kind = self.kinds.value()
        self._says.set_text(_SAYS[kind])
        work.latest(self, partial(_LOADS[kind], self._desk.session.act()), self._found, topic="reminders")

    def show_list(self, kind: str) -> None:
        """Show one of the three lists."""
        self.kinds.set_value(kind)

    def summary(self) -> str:
        return f"{self._count} 项" if self._count else "没有要催的"

    def job(self) -> PrintJob:
        """The shown list on paper."""
        return work.call(_PAPERS[self.kinds.value()], self._desk.session.act())

    def _found(self, groups: Sequence[tuple[Group, Sequence[Entry]]]) -> None:
        self._count = sum(len(rows) for _, rows in groups)
        self.model.set_groups(groups)
        if self.view.current_row() is None:
            self.view.select_first()
        self.told.emit()

    def _open(self, entry: Entry) -> None:
        self.opened.emit(entry.slip.id)


def _columns() -> Sequence[Column[Entry]]:
    return (
        Column(key="late", title="超期", text=lambda entry: entry.late, pill=_late_pill, width=124),
        Column(key="number", title="单号", text=lambda entry: entry.slip.number, sort=lambda entry: entry.slip.number, width=142),
        Column(key="severity", title="级别", text=_level, pill=lambda entry: SEVERITIES[entry.slip.severity], width=80),
        Column(key="step", title="欠什么", text=lambda entry: entry.step, width=104),
        Column(key="department", title="部门", text=lambda entry: entry.department, width=84),
        Column(key="who", title="谁", text=lambda entry: entry.who or "—", width=76),
        Column(key="customer", title="客户", text=lambda entry: customer_words(entry.slip), after=lambda e: plate_words(e.slip), width=172),
        Column(key="told", title="报给 / 事项", text=lambda entry: entry.told, stretch=True),
    )


def _late_pill(entry: Entry) -> Pill:
    return Pill(entry.late, entry.tone, "triangle-alert" if entry.tone is not Tone.NEUTRAL else "calendar")


def _level(entry: Entry) -> str:
    return entry.slip.severity.label


# Jobs of the database thread ----------------------------------------------------------------------------------------------


def _escalations(act: Act) -> list[tuple[Group, list[Entry]]]:
    from deskapp.complaints.owed import escalations

    twice: list[Entry] = []
    once: list[Entry] = []
    for one in escalations(act=act):
        step = one.step
        row_id = step.clock.row.id if step.clock.row else 0
        key = (ESCALATIONS, step.slip.id, step.clock.kind.value, row_id)
        tone = Tone.ALARM if one.twice else Tone.BAD
        entry = Entry(key, step.slip, step.late, tone, step.clock.kind.label, step.department, step.who, f"报 {one.names}")
        (twice if one.twice else once).append(entry)
    return [
        (Group("超过两倍时限", f"{len(twice)} 项，报总经理", "triangle-alert"), twice),
        (Group("超过时限", f"{len(once)} 项", "clock"), once),
    ]


def _overdue(act: Act) -> list[tuple[Group, list[Entry]]]:
    from deskapp.complaints.owed import overdue_by_department

    groups: list[tuple[Group, list[Entry]]] = []
    for department in overdue_by_department(act=act):
        entries = [
            Entry(
                (OVERDUE, step.slip.id, step.clock.kind.value, step.clock.row.id if step.clock.row else 0),
                step.slip,
                step.late,
                Tone.BAD,
                step.clock.kind.label,
                step.department,
                step.who,
                what_words(step.slip),
            )
            for step in department.steps
        ]
        title = f"{department.department} {department.heads}".strip()
        groups.append((Group(title, f"{len(entries)} 项，最久{department.steps[0].late}", "users"), entries))
    return groups


def _unreturned(act: Act) -> list[tuple[Group, list[Entry]]]:
    from deskapp.complaints.owed import not_returned

    entries: list[Entry] = []
    for one in not_returned(act=act):
        tone = Tone.BAD if one.waited > LONG_WORKDAYS else Tone.NEUTRAL
        handled = f"{one.handled_on:%m-%d} 交结果" if one.handled_on else "还没有交齐结果"
        said = f"{one.slip.paper_missing or what_words(one.slip)}"
        waited = f"已等 {one.waited} 个工作日"
        entries.append(Entry((UNRETURNED, one.slip.id, "", 0), one.slip, waited, tone, handled, one.departments, one.signed_by, said))
    return [(Group("签字单还在部门", f"{len(entries)} 张", "inbox"), entries)]


_LOADS: dict[str, Callable[[Act], list[tuple[Group, list[Entry]]]]] = {
    ESCALATIONS: _escalations,
    OVERDUE: _overdue,
    UNRETURNED: _unreturned,
}
_PAPERS: dict[str, Callable[[Any], PrintJob]] = {ESCALATIONS: escalations_job, OVERDUE: overdue_job, UNRETURNED: unreturned_job}
