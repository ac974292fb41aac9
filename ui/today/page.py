"""今日: four figures and one list, overdue first, grouped by what it is about; Enter opens the record at its next step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QHBoxLayout

from deskapp.today.domain import REMARK
from ui.kit import buttons, theme, work
from ui.kit.dates import day_words, until_words
from ui.kit.frames import Empty
from ui.kit.open_cell import LINK, WIDTH, OpenDelegate
from ui.kit.page import Page
from ui.kit.pills import Pill
from ui.kit.rows import Column, Group, RowsModel
from ui.kit.rows_view import RowsView
from ui.kit.theme import Tone
from ui.today.figures import FigureCard

if TYPE_CHECKING:
    from deskapp.today.domain import Duty, Today
    from ui.desk import Desk

# Room of a duty -> title and icon of its group, in the order of the list.
GROUPS = {
    "complaints": ("投诉", "message-square-warning"),
    "points": ("积分移交", "coins"),
    "rectification": ("整改", "wrench"),
    "inspection": ("检查", "clipboard-check"),
    "lounge": ("休息区", "coffee"),
    "gifts": ("礼品", "gift"),
    "members": ("会员", "id-card"),
    "customers": ("客户", "users"),
}


class TodayPage(Page):
    """What the signed-in person owes: 逾期 and 今日 open, 明日 and 本周 folded below."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("今日", name="today")
        self._desk = desk
        self._today: Today | None = None
        self.mine = buttons.plain("只看我的", icon="user", name="mine")
        self.mine.setCheckable(True)
        again = buttons.plain("刷新", icon="refresh-cw", key="F5", name="refresh")
        self.add_button(self.mine)
        self.add_button(again)
        self.overdue = FigureCard("逾期", Tone.BAD, "circle-alert", name="figure_overdue")
        self.due_today = FigureCard("今日", Tone.WARN, "clock", name="figure_today")
        self.tomorrow = FigureCard("明日", Tone.NEUTRAL, name="figure_tomorrow")
        self.week = FigureCard("本周", Tone.NEUTRAL, name="figure_week")
        figures = QHBoxLayout()
        figures.setSpacing(theme.GAP_WIDE)
        for card in (self.overdue, self.due_today, self.tomorrow, self.week):
            figures.addWidget(card)
        self.column.addLayout(figures)
        columns: Sequence[Column[Duty]] = (
            Column(key="state", title="状态", text=lambda duty: duty.due.words, pill=_pill, width=148, least=116),
            Column(key="what", title="要做什么", text=lambda duty: duty.what, after=lambda duty: duty.number, stretch=True, least=210),
            Column(key="customer", title="客户", text=lambda duty: duty.customer, after=lambda duty: duty.plate, width=200, least=128),
            Column(key="who", title="谁来做", text=lambda duty: duty.who, width=128, least=88),
            Column(key="until", title="期限", text=self._until, colour=_until_colour, width=160, least=136),
            Column(key="open", title="", text=lambda _: LINK, colour=lambda _: theme.PRIMARY, right=True, width=WIDTH),
        )
        self.model: RowsModel[Duty] = RowsModel(
            columns, key=lambda duty: (duty.room, duty.number, duty.customer_id, duty.what, duty.list_of)
        )
        self.view = RowsView(
            self.model,
            name="today_list",
            says="今天要做的事",
            state=desk.local,
            empty=Empty("今天没有欠账", "新的移交单、待确认会员和兑换单会出现在这里", icon="circle-check"),
        )
        self.view.setItemDelegateForColumn(len(columns) - 1, OpenDelegate(self.view))
        self.set_content(self.view)
        again.clicked.connect(desk.changed)
        self.mine.toggled.connect(self._show)
        self.view.opened.connect(self._open)
        self.view.clicked.connect(self._clicked)

    def refresh(self) -> None:
        work.latest(self, self._look, self._found)

    def _look(self) -> Today:
        from deskapp.today.service import today

        return today(act=self._desk.session.act())

    def _found(self, found: Today) -> None:
        self._today = found
        self._show()

    def _show(self) -> None:
        if self._today is None:
            return
        found = self._today
        overdue, now, tomorrow, week = (self._wanted(drawer) for drawer in (found.overdue, found.today, found.tomorrow, found.week))
        oldest = max((duty.due.days for duty in overdue), default=0)
        late = f"最久 {oldest} 天，先做这些" if oldest else "今天已过时间，先做这些"
        self.overdue.show_count(len(overdue), late if overdue else "没有逾期")
        self.due_today.show_count(len(now), "今天办完" if now else "都办完了")
        day = found.day + timedelta(days=1)
        self.tomorrow.show_count(len(tomorrow), day_words(day))
        first, last = found.day + timedelta(days=2), found.day + timedelta(days=6 - found.day.weekday())
        self.week.show_count(len(week), f"{day_words(first)} 至 {day_words(last)}" if first <= last else "本周到此为止")
        self.set_subtitle(f"逾期和今天到期，共 {len(overdue) + len(now)} 项")
        groups = [(_group(room, mine), mine) for room in GROUPS if (mine := [duty for duty in (*overdue, *now) if duty.room == room])]
        groups += [
            (Group("明日", f"{len(tomorrow)} 项，{day_words(day)}", "calendar", folds=True), tomorrow),
            (Group("本周", f"{len(week)} 项", "calendar-days", folds=True), week),
        ]
        self.model.set_groups(groups)
        if self.view.current_row() is None:
            self.view.select_first()

    def _wanted(self, duties: Sequence[Duty]) -> Sequence[Duty]:
        staff = self._desk.session.staff
        if not self.mine.isChecked() or staff is None:
            return duties
        return [duty for duty in duties if duty.who.startswith(staff.name)]

    def _clicked(self, index: QModelIndex) -> None:
        """A click on the link opens; anywhere else it only selects."""
        duty = self.model.row_at(index)
        if duty is not None and self.model.columns[index.column()].key == "open":
            self._open(duty)

    def _open(self, duty: Duty) -> None:
        if duty.number:
            self._desk.open_number(duty.number)
        elif duty.customer_id:
            self._desk.open_customer(duty.customer_id)
        else:
            room: Any = self._desk.open_room(duty.room)
            if duty.list_of:
                room.show_list(duty.list_of)

    def complaint_in_hand(self) -> dict[str, int]:
        """What F8 begins with: the guest's remark under the cursor."""
        from deskapp.staff.domain import Right

        duty = self.view.current_row()
        if duty is None or not duty.list_of.startswith(REMARK) or not self._desk.session.may(Right.HANDLE_COMPLAINTS):
            return {}
        return {"remark_id": int(duty.list_of.removeprefix(REMARK))}

    def _until(self, duty: Duty) -> str:
        return until_words(duty.until, today=self._desk.session.now().date()) if duty.until else "—"


def _group(room: str, duties: Sequence[Duty]) -> Group:
    title, icon = GROUPS[room]
    late = sum(duty.is_overdue for duty in duties)
    return Group(title, f"{len(duties)} 项" + (f"，{late} 项逾期" if late else ""), icon)


def _pill(duty: Duty) -> Pill:
    if duty.is_overdue:
        words = f"逾期 {duty.due.days} 天" if duty.due.days else duty.due.words
        return Pill(words, Tone.BAD, "circle-alert")
    if duty.due.words.startswith("今天"):
        return Pill("今天", Tone.WARN, "clock")
    return Pill(duty.due.words, Tone.NEUTRAL, "calendar")


def _until_colour(duty: Duty) -> str:
    return theme.BAD if duty.is_overdue else theme.INK
