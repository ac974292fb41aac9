"""今日: the day live as the board writes it, slot by slot, and what customer service does about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskapp.checklists.domain import Item, clock
from deskapp.lounge.domain import Day, SlotState
from deskapp.lounge.figures import cups_over, rounds_of
from deskapp.lounge.things import GoodsKind
from deskapp.staff.domain import Right
from deskapp.typed import format_money
from ui.kit import buttons, theme, work
from ui.kit.dates import day_words
from ui.kit.frames import Card, Divider, Empty, LabelRows, SectionHead
from ui.kit.labels import Hint, Label, Section, Wrapped
from ui.kit.pills import Pill
from ui.kit.rows import Column, RowsModel
from ui.kit.rows_view import RowsView
from ui.lounge.states import note_words, state_pill

if TYPE_CHECKING:
    from deskapp.checklists.domain import Run
    from deskapp.data import Act
    from ui.desk import Desk
    from ui.kit.form_dialog import FormDialog


@dataclass(frozen=True, slots=True)
class SlotRow:
    """A slot as a line: who ticked it when, and what belongs to it."""

    day: Day
    slot: Item
    who: str
    note: str
    now: datetime

    @property
    def key(self) -> str:
        return self.slot.code


class DayTab(QWidget):
    """Another day by the arrows; the row under the cursor may be corrected, or set 不适用 while it is still to come."""

    told = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._day = desk.session.now().date()
        self._shown: tuple[Day, dict[int, str]] | None = None
        self.wanted_correction = ""
        """A slot to be corrected as soon as its day is shown."""
        self._may_check = desk.session.may(Right.CHECK_LOUNGE)
        self.model = RowsModel[SlotRow](_columns(), key=lambda row: row.key)
        empty = Empty("这一天没有应做的时段", "不营业，或门店还没有开始使用")
        self.view = RowsView(self.model, name="lounge_slots", says="时段", state=desk.local, empty=empty)
        self.back = buttons.IconButton("chevron-left", "前一天", name="day_back")
        self.forth = buttons.IconButton("chevron-right", "后一天", name="day_forth")
        self.today_button = buttons.plain("今天", name="day_today", height=theme.CONTROL_SMALL)
        self.title = Section("")
        self.sign = buttons.primary("签核", icon="file-pen-line", name="sign_day", height=theme.CONTROL_MAIN)
        self.spot = buttons.plain("抽查", icon="clipboard-check", name="spot_check")
        self.note = buttons.plain("写说明", icon="message-square", name="note_slot")
        self.correct = buttons.plain("更正时段", icon="pencil", name="correct_slot")
        self.closed = buttons.plain("标为停业", icon="calendar-x", name="mark_closed")
        self.state_words = Wrapped("")
        self._about = QVBoxLayout()
        self._about.setSpacing(theme.STEP)
        self._lay_out()
        self._wire()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.STEP)
        for widget in (self.back, self.title, self.forth, self.today_button):
            head.addWidget(widget)
        head.addStretch(1)
        card = Card(margin=1, name="list_card")
        card.column.setContentsMargins(1, 1, 1, 1)
        card.column.addWidget(self.view)
        left = QVBoxLayout()
        left.setSpacing(theme.GAP)
        left.addLayout(head)
        left.addWidget(card, 1)
        panel = Card(name="day_panel", margin=20)
        panel.setFixedWidth(theme.PANEL)
        panel.column.setSpacing(theme.GAP)
        panel.column.addWidget(self.state_words)
        panel.column.addLayout(self._about)
        panel.column.addStretch(1)
        panel.column.addWidget(self.sign)
        row = QHBoxLayout()
        row.setSpacing(theme.STEP)
        for button in (self.spot, self.note, self.correct, self.closed):
            row.addWidget(button, 1)
        panel.column.addLayout(row)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.GAP_WIDE)
        outer.addLayout(left, 1)
        outer.addWidget(panel)
        self.setFocusProxy(self.view)

    def _wire(self) -> None:
        self.back.clicked.connect(lambda: self.show_day(self._day - timedelta(days=1)))
        self.forth.clicked.connect(lambda: self.show_day(self._day + timedelta(days=1)))
        self.today_button.clicked.connect(lambda: self.show_day(self._desk.session.now().date()))
        self.sign.clicked.connect(self.sign_off)
        self.spot.clicked.connect(self._spot_check)
        self.note.clicked.connect(self._note_current)
        self.correct.clicked.connect(self._correct_current)
        self.closed.clicked.connect(self._mark_closed)
        self.view.current_changed.connect(self._allow)
        self.view.opened.connect(self._correct_current)

    # Looking ------------------------------------------------------------------------------------------------------------

    @property
    def day(self) -> Day | None:
        return self._shown[0] if self._shown else None

    @property
    def names(self) -> dict[int, str]:
        return self._shown[1] if self._shown else {}

    def show_day(self, day: date) -> None:
        self._day = min(day, self._desk.session.now().date())
        self.refresh()

    def refresh(self) -> None:
        day, act = self._day, self._desk.session.act()
        work.latest(self, lambda: _load(act, day), self._fill, topic="day")

    def summary(self) -> str:
        day, now = self.day, self._desk.session.now()
        if day is None:
            return ""
        marked = sum(day.state(slot.code, now).is_marked for slot in day.slots)
        late = sum(day.state(slot.code, now) in (SlotState.OVERDUE, SlotState.MISSED) for slot in day.slots)
        return f"已登记 {marked} / {len(day.slots)}" + (f"，{late} 个没做" if late else "")

    def _fill(self, found: tuple[Day, dict[int, str]]) -> None:
        self._shown = found
        day, names = found
        now = self._desk.session.now()
        self.title.set_text(day_words(day.day) + ("　今天" if day.day == now.date() else ""))
        self.forth.setEnabled(day.day < now.date())
        self.model.set_rows([_row(day, slot, names, now) for slot in day.slots] if day.owed else [])
        if self.view.current_row() is None:
            self.view.select_first()
        self._fill_about(day, names)
        self._allow()
        self.told.emit()
        wanted, self.wanted_correction = self.wanted_correction, ""
        if wanted and self._may_check and any(slot.code == wanted for slot in day.slots):
            self.correct_slot(wanted)

    def _fill_about(self, day: Day, names: dict[int, str]) -> None:
        while (taken := self._about.takeAt(0)) is not None:
            widget = taken.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        now = self._desk.session.now()
        if day.signed is not None:
            note = f"：{day.signed.note}" if day.signed.note else ""
            self.state_words.setText(f"{names[day.signed.by]} {day.signed.at:%m-%d %H:%M} 已签核{note}")
        elif not day.owed:
            self.state_words.setText(day.closed_reason or "不营业")
        else:
            self.state_words.setText("还没有签核")
        for widget in _about(day, names, now):
            self._about.addWidget(widget)

    def _allow(self, *_: object) -> None:
        day, now = self.day, self._desk.session.now()
        row = self.view.current_row()
        open_day = day is not None and day.owed and day.signed is None and self._may_check
        ended = day is not None and (day.day < now.date() or not day.slots or now >= day.ends(day.slots[-1]))
        self.sign.setVisible(self._may_check)
        self.sign.setEnabled(open_day and ended)
        self.sign.set_words("签核这一天" if not open_day or ended else "时段结束后签核")
        self.sign.setEnabled(open_day and ended)
        past = day is not None and day.day < now.date()
        self.spot.setVisible(self._may_check and not past)
        self.spot.setEnabled(open_day)
        self.note.setVisible(self._may_check and past)
        self.note.setEnabled(open_day and row is not None)
        self.correct.setVisible(self._may_check)
        self.correct.set_words("设为不适用" if row is not None and self._is_to_come(row) else "更正时段")
        self.correct.setEnabled(open_day and row is not None)
        nobody = day is not None and not day.shifts and not day.marks and day.day < now.date() and day.owed
        self.closed.setVisible(self._desk.session.may(Right.EDIT_CALENDAR) and nobody and open_day)

    # Acts ---------------------------------------------------------------------------------------------------------------

    def sign_off(self) -> None:
        from ui.lounge.dialogs import SignDayDialog

        day, now = self.day, self._desk.session.now()
        if day is None or not self._may_check:
            return
        made, owed = rounds_of(day, now)
        lines = [("时段", self.summary()), ("巡检", f"{made} / {owed}"), ("茶杯超时", f"{cups_over(day, now)} 次")]
        lines.append(("抽查", "；".join(_spot_words(run) for run in day.spot_checks) or "没有抽查"))
        self._open(SignDayDialog(self._desk, day, lines))

    def correct_slot(self, slot: str) -> None:
        from ui.lounge.dialogs import CorrectDialog

        if self.day is not None:
            self._open(CorrectDialog(self._desk, self.day, self.day.slot(slot)))

    def _correct_current(self, *_: object) -> None:
        row = self.view.current_row()
        if row is None or not self.correct.isEnabled() or not self._may_check:
            return
        if self._is_to_come(row):
            from ui.lounge.not_applicable_dialog import NotApplicableDialog

            self._open(NotApplicableDialog(self._desk, row.day, row.slot))
        else:
            self.correct_slot(row.slot.code)

    def _is_to_come(self, row: SlotRow) -> bool:
        """Nothing of it can be corrected yet, but it may be set 不适用 ahead."""
        return row.day.state(row.slot.code, self._desk.session.now()) is SlotState.FUTURE

    def _note_current(self) -> None:
        from ui.lounge.slot_note_dialog import SlotNoteDialog

        row = self.view.current_row()
        if row is not None:
            self._open(SlotNoteDialog(self._desk, row.day, row.slot, self.names))

    def _spot_check(self) -> None:
        """Take up the one that was begun, or ask what to look at."""
        from ui.lounge.spot_dialog import SpotStartDialog, load_area

        if self.day is None:
            return
        begun = next((run for run in self.day.spot_checks if run.finished_at is None), None)
        if begun is not None:
            self._look_at(begun)
            return
        dialog = SpotStartDialog(self._desk, work.call(load_area, self._desk.session.act()))
        dialog.accepted.connect(self._look_at)
        dialog.open()

    def _look_at(self, begun: Run) -> None:
        from ui.lounge.dialogs import SpotCheckDialog

        self._open(SpotCheckDialog(self._desk, begun))

    def _mark_closed(self) -> None:
        from ui.lounge.dialogs import ClosedDayDialog

        self._open(ClosedDayDialog(self._desk, self._day))

    def _open(self, dialog: FormDialog[None]) -> None:
        dialog.accepted.connect(self._desk.changed)
        dialog.open()


def _columns() -> Sequence[Column[SlotRow]]:
    return (
        Column(key="state", title="状态", text=_state_text, pill=_state_pill, width=130),
        Column(key="time", title="时段", text=lambda row: f"{clock(row.slot.minutes[0])}–{clock(row.slot.minutes[1])}", width=116),
        Column(key="task", title="任务", text=lambda row: row.slot.title, stretch=True),
        Column(key="done", title="登记", text=_done, width=70),
        Column(key="who", title="谁", text=lambda row: row.who, width=84),
        Column(key="note", title="说明", text=lambda row: row.note, width=170),
    )


def _state_text(row: SlotRow) -> str:
    return _state_pill(row).words


def _state_pill(row: SlotRow) -> Pill:
    return state_pill(row.day, row.slot, row.now)


def _done(row: SlotRow) -> str:
    mark = row.day.mark(row.slot.code)
    return f"{mark.done_at:%H:%M}" if mark else ""


def _row(day: Day, slot: Item, names: dict[int, str], now: datetime) -> SlotRow:
    mark, late = day.mark(slot.code), now >= day.ends(slot)
    who = day.responsible(slot.code) if mark is not None or late else None
    notes = [mark.reason] if mark is not None and mark.reason else []
    if mark is not None and mark.is_correction:
        notes.append("已更正")
    notes += [f"{names[note.by]}：{note.text}" for note in day.notes_of(slot.code)]
    due = day.due_rounds(slot, now)
    if due:
        notes.append(f"巡检 {sum(one.round is not None for one in due)}/{len(due)}")
    area = next((run for run in day.areas if run.slot == slot.code), None)
    if area is not None:
        failed = f"，{len(area.failed)} 项不合格" if area.failed else ""
        notes.append(f"清单 {len(area.items) - len(area.missing)}/{len(area.items)}{failed}")
    return SlotRow(day, slot, names[who] if who else "无人当班" if late and mark is None else "", "；".join(notes), now)


def _about(day: Day, names: dict[int, str], now: datetime) -> list[QWidget]:
    """Everything else of the day in short."""
    made, owed = rounds_of(day, now)
    duty = "　".join(f"{names[s.staff_id]} {s.began_at:%H:%M}–{f'{s.ended_at:%H:%M}' if s.ended_at else ''}" for s in day.shifts)
    sold = sum(line.amount for line in day.goods if line.kind is GoodsKind.SOLD and not line.voided)
    rows: list[tuple[str, str | QWidget]] = [
        ("当班", Wrapped(duty or "无人签到")),
        ("巡检", f"{made} / {owed}"),
        ("茶杯", f"{len(day.cups)} 次，超时 {cups_over(day, now)} 次"),
        ("客人", f"{day.guests} 位"),
        ("销售", f"{format_money(sold)} 元"),
    ]
    if day.absences:
        away = [f"{names[one.staff_id]} {one.out_at:%H:%M} {one.reason}，知会 {one.told_to}" for one in day.absences]
        rows.append(("离岗", Wrapped("　".join(away))))
    if day.spot_checks:
        rows.append(("抽查", Wrapped("；".join(map(_spot_words, day.spot_checks)))))
    shown: list[QWidget] = [LabelRows(rows)]
    for note in day.notes[-3:]:
        shown += [Divider(), Hint(f"{day.starts(day.slot(note.slot)):%H:%M} 的说明"), Wrapped(note_words(note, names))]
    for remark in day.remarks[-3:]:
        shown += [Divider(), Hint("抱怨" if remark.is_grievance else "客人留言"), Wrapped(f"“{remark.text}”")]
    if day.supplies:
        shown += [Divider(), SectionHead("缺物料"), Label("、".join(supply.item for supply in day.supplies))]
    return shown


def _spot_words(run: Run) -> str:
    if run.finished_at is None:
        return "抽查未完成"
    rate = run.score.permille
    failed = "、".join(item.title for item in run.failed)
    return f"{run.finished_at:%H:%M} 合格率 {'—' if rate is None else f'{rate / 10:.0f}%'}" + (f"，不合格 {failed}" if failed else "")


def _load(act: Act, day: date) -> tuple[Day, dict[int, str]]:
    from deskapp.lounge.reading import lounge_day
    from deskapp.staff.service import people

    return lounge_day(act=act, day=day), {person.id: person.name for person in people(active_only=False)}
