"""The board: what is on now, one tap says it is done. Everything it shows follows from one day and the clock (lounge.md §3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from ui.kit import notify, theme, work
from ui.kit.buttons import Kind
from ui.kit.labels import Label
from ui.kit.page import RevisionWatch
from ui.kit.theme import Tone
from ui.lounge import doing, loading
from ui.lounge.cups import CupRow, waiting
from ui.lounge.head import Head
from ui.lounge.now_card import NowCard
from ui.lounge.slot_list import SlotList, spoken
from ui.lounge.touch import SMALL, TouchButton
from ui.lounge.undo_bar import FootLine

if TYPE_CHECKING:
    from deskapp.checklists.domain import Item
    from deskapp.data.act import Act
    from deskapp.lounge.domain import Day
    from deskapp.staff.domain import Person
    from ui.session import Session

TICK_MS = 1000
_MORE = (
    ("area", "区域清单", "list-checks"),
    ("not_applicable", "本时段不适用", "circle-slash"),
    ("goods", "精品、饮品", "shopping-bag"),
    ("remark", "客人留言", "message-square"),
    ("supply", "缺物料", "package-open"),
    ("fault", "报修", "wrench"),
    ("guest_back", "接待人数 −1", "minus"),
    ("yesterday", "昨天的说明", "history"),
)


class Board(QWidget):
    """Shows a `Day` by the second and writes what is tapped, as the attendant whose chip is chosen. `leave_wanted` asks to take it away."""

    leave_wanted = Signal()
    painted_day = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("loungeBoard")
        self.setAccessibleName("休息区")
        self.setAutoFillBackground(False)
        self.session = session
        self.shown: loading.Shown | None = None
        self.acting: int | None = None
        self._rang: str = ""
        self.head = Head()
        self.slots = SlotList()
        self.progress = Label("", size=SMALL, colour=theme.INK_2, right=True)
        self.now_card = NowCard()
        self.next_button = TouchButton("签到当班", icon="user-check", kind=Kind.PRIMARY, height=theme.TOUCH_LARGE, name="next")
        self.left_button = TouchButton("客人离座", icon="armchair", height=theme.TOUCH_LARGE, name="guest_left")
        self.done_button = TouchButton("完成时段", icon="check", height=theme.TOUCH_LARGE, name="slot_done")
        self.more_button = TouchButton("更多", icon="ellipsis", height=theme.TOUCH_LARGE, name="more")
        self.cup_words = Label("", size=SMALL)
        self.over_words = Label("", size=SMALL, bold=True, colour=theme.BAD)
        self.guest_button = TouchButton("接待客人 +1", icon="user-plus", name="guest_received")
        self.guests = Label("", size=SMALL, colour=theme.INK_2)
        self.cups = CupRow()
        self.foot = FootLine()
        self._lay_out()
        self._wire()

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(theme.STEP)
        over = QHBoxLayout()
        over.addWidget(Label("今日时段", size=SMALL, bold=True))
        over.addWidget(self.progress, 1)
        left.addLayout(over)
        left.addWidget(self.slots, 1)
        keys = QHBoxLayout()
        keys.setSpacing(theme.GAP_WIDE)
        for button, stretch in ((self.next_button, 5), (self.left_button, 4), (self.done_button, 4), (self.more_button, 3)):
            keys.addWidget(button, stretch)
        cups = QHBoxLayout()
        cups.setSpacing(theme.GAP_WIDE)
        cups.addWidget(Label("茶杯清理", size=SMALL, bold=True))
        cups.addWidget(self.cup_words)
        cups.addWidget(self.over_words)
        cups.addStretch(1)
        cups.addWidget(self.guest_button)
        cups.addWidget(self.guests)
        right = QVBoxLayout()
        right.setSpacing(theme.GAP)
        right.addWidget(self.now_card)
        right.addLayout(keys)
        right.addLayout(cups)
        right.addWidget(self.cups)
        right.addStretch(1)
        right.addWidget(self.foot)
        below = QHBoxLayout()
        below.setContentsMargins(theme.MARGIN_X, theme.MARGIN_Y, theme.MARGIN_X, theme.MARGIN_Y)
        below.setSpacing(theme.MARGIN_X)
        below.addLayout(left)
        below.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addLayout(below, 1)

    def _wire(self) -> None:
        self.head.acting_chosen.connect(self._act_as)
        self.head.sign_on_wanted.connect(lambda: self.sign_on())
        self.head.hand_over_wanted.connect(lambda: self._as_somebody(self._hand_over))
        self.head.absence_wanted.connect(lambda: self._as_somebody(self._absence))
        self.head.leave_wanted.connect(self.leave_wanted)
        self.slots.chosen.connect(self._open_slot)
        self.next_button.clicked.connect(self._next)
        self.left_button.clicked.connect(lambda: self._as_somebody(self._place))
        self.done_button.clicked.connect(lambda: self._as_somebody(self._done))
        self.more_button.clicked.connect(lambda: self._as_somebody(self._more))
        self.guest_button.clicked.connect(lambda: self._as_somebody(self._receive))
        self.cups.cleared.connect(self._cleared)
        self.foot.undo_wanted.connect(self._undo)
        self._ticks = QTimer(self)
        self._ticks.setInterval(TICK_MS)
        self._ticks.timeout.connect(self.tick)
        self.watch = RevisionWatch(_revisions, self)
        self.watch.changed.connect(self.reload)

    # Time and store -----------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Show today from now on."""
        self.reload()
        self._ticks.start()
        self.watch.begin()

    def end(self) -> None:
        self._ticks.stop()
        self.watch.end()

    def reload(self) -> None:
        """Ask for the day again: somebody has written, or midnight has come."""
        day = self.session.now().date()
        work.latest(self, lambda: loading.load(day), self._show, topic="board")

    def load_now(self) -> None:
        """The same, waiting for it: after one's own tap the board must show it."""
        self._show(work.call(loading.load, self.session.now().date()))

    def tick(self) -> None:
        """A second has passed. Midnight begins another day by itself."""
        if self.shown is not None and self.shown.day.day != self.session.now().date():
            self.reload()
        self._paint()

    def _show(self, shown: loading.Shown) -> None:
        self.shown = shown
        on = [shift.staff_id for shift in shown.day.on_duty(self.session.now())]
        if self.acting not in on:
            self.acting = on[0] if on else None
        self._paint()
        self.painted_day.emit()

    def _paint(self) -> None:
        shown = self.shown
        if shown is None:
            return
        now, day = self.session.now(), shown.day
        self.head.show_day(shown, now, self.acting)
        self.slots.show_day(day, now)
        marked = sum(day.state(slot.code, now).is_marked for slot in day.slots)
        self.progress.set_text(f"已完成 {marked} / {len(day.slots)}")
        self.now_card.show_day(day, shown.tomorrow, now, shown.butts)
        self._paint_cups(day, now)
        self._paint_next(day, now)
        self.foot.show_day(shown, now, self.acting)
        self._ring(day, now)

    def _paint_cups(self, day: Day, now: datetime) -> None:
        cups = waiting(day, now)
        over = sum(cup.is_over(now, day.cup_limit) for cup in cups)
        self.cup_words.set_text(f"{len(cups)} 桌计时" if cups else "")
        self.over_words.set_text(f"{over} 桌超时" if over else "")
        self.guests.set_text(f"今日 {day.guests} 位")
        self.cups.show_day(day, now)

    def _paint_next(self, day: Day, now: datetime) -> None:
        """The blue button is the step due now; the third one always finishes the current slot, however much is late."""
        words, icon, _ = self._step(day, now)
        self.next_button.set_words(words, icon=icon)
        current = day.current(now)
        self.done_button.setEnabled(current is not None and not day.state(current.code, now).is_marked)

    def _step(self, day: Day, now: datetime) -> tuple[str, str, Callable[[], None]]:
        if self.acting is None:
            return "签到当班", "user-check", self.sign_on
        current, late = day.current(now), self._overdue(day, now)
        rounds = day.due_rounds(current, now) if current else ()
        due = next((one for one in rounds if one.state.value == "due"), None)
        if current is not None and due is not None:
            return f"巡检 {due.due_at:%H:%M}", "clipboard-check", lambda: self._round(current.code)
        if late is not None:
            return f"补登 {day.starts(late):%H:%M}", "circle-alert", lambda: self._finish(late)
        if current is not None:
            if current.area and not day.state(current.code, now).is_marked:
                return "区域清单", "list-checks", lambda: self._area(current)
            to_come = any(one.state.value == "future" for one in rounds)  # service goes on until its last round
            if not day.state(current.code, now).is_marked and not to_come:
                return "完成时段", "check", lambda: self._finish(current)
        return "接待客人 +1", "user-plus", self._receive

    def _overdue(self, day: Day, now: datetime) -> Item | None:
        return next((slot for slot in day.slots if day.state(slot.code, now).value == "overdue"), None)

    def _ring(self, day: Day, now: datetime) -> None:
        """A sound for each slot that goes overdue, if the store wants one."""
        late = self._overdue(day, now)
        name = late.code if late else ""
        if name and name != self._rang and self.shown is not None and self.shown.sound:
            QApplication.beep()
        self._rang = name

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(theme.CANVAS))

    # Who taps -----------------------------------------------------------------------------------------------------------

    def act(self, request_id: str = "") -> Act:
        """The act of the attendant whose chip is chosen."""
        return replace(self.session.act(request_id=request_id), staff_id=self.acting)

    def _act_as(self, staff_id: int) -> None:
        self.acting = staff_id
        self._paint()

    def sign_on(self, then: Callable[[], None] | None = None) -> None:
        """Ask who comes on duty, with his PIN; then do what was tapped for it."""

        def proven(staff_id: int) -> None:
            self._signed_on(staff_id)
            if then is not None:
                then()

        self.ask_pin("谁来当班？", work.call(loading.who_may, self._today()), proven)

    def ask_pin(self, title: str, people: tuple[Person, ...], then: Callable[[int], None]) -> None:
        from ui.lounge.sheets import PinSheet

        sheet = PinSheet(self, title, people, lambda request: replace(self.session.act(request_id=request), staff_id=None))
        sheet.proven.connect(then)
        sheet.open()

    def _signed_on(self, staff_id: int) -> None:
        self.acting = staff_id
        self._do(doing.sign_on)
        self.acting = staff_id

    def _as_somebody(self, do: Callable[[], None]) -> None:
        """Ticks belong to somebody: ask for him if nobody is on duty, then go on: who tapped once has not to tap again."""
        if self.acting is None:
            self.sign_on(do)
        else:
            do()

    def _do(self, job: Callable[[Act], Any]) -> None:
        act = self.act()
        work.call(lambda: job(act))
        self.load_now()

    # Acts ---------------------------------------------------------------------------------------------------------------

    def _next(self) -> None:
        if self.shown is not None:
            self._step(self.shown.day, self.session.now())[2]()

    def _done(self) -> None:
        """完成时段: the current one; a late one is the blue button's."""
        current = self.shown.day.current(self.session.now()) if self.shown is not None else None
        if current is not None:
            self._finish(current)

    def _finish(self, slot: Item) -> None:
        if self.shown is None:
            return
        if slot.area and self._area_blank(slot):
            self._area(slot)
            return
        self._do(lambda act: doing.mark_slot(act, slot.code))

    def _area_blank(self, slot: Item) -> bool:
        done = next((run for run in self.shown.day.areas if run.slot == slot.code), None) if self.shown else None
        return done is None or bool(done.missing)

    def _area(self, slot: Item) -> None:
        from ui.lounge.area_sheet import AreaSheet

        if self.shown is None:
            return
        items = work.call(loading.area_items, slot.area, self.shown.day.day)
        ticked = next((run.marks for run in self.shown.day.areas if run.slot == slot.code), {})
        then = "保存清单" if self.shown.day.mark(slot.code) else "完成时段"
        self._open(AreaSheet(self, slot.code, slot.title, items, ticked, self.act, then))

    def _round(self, slot: str) -> None:
        from ui.lounge.sheets import RoundSheet

        if self.shown is not None:
            self._open(RoundSheet(self, slot, self.act, smoke_free=self.shown.smoke_free, most_butts=self.shown.butts))

    def _receive(self) -> None:
        self._do(lambda act: doing.guest_received(act, 1))

    def _cleared(self, cup_id: int) -> None:
        self._as_somebody(lambda: self._do(lambda act: doing.clear_cup(act, cup_id)))

    def _place(self) -> None:
        from ui.lounge.sheets import PlaceSheet

        if self.shown is not None:
            self._open(PlaceSheet(self, self.shown.day, self.act))

    def _hand_over(self) -> None:
        from ui.lounge.sheets import HandOverSheet

        if self.shown is None:
            return
        on = self.shown.day.on_duty(self.session.now())
        others = [(shift.staff_id, self.shown.names[shift.staff_id]) for shift in on if shift.staff_id != self.acting]
        self._open(HandOverSheet(self, others, self.act))

    def _absence(self) -> None:
        from ui.lounge.sheets import AbsenceSheet

        if self.shown is None:
            return
        if any(one.staff_id == self.acting for one in self.shown.day.out(self.session.now())):
            self._do(doing.come_back)
            return
        reasons, told = work.call(loading.rule, "ABSENCE_REASONS"), work.call(loading.told_people)
        self._open(AbsenceSheet(self, reasons, told, self.act))

    def _more(self) -> None:
        from ui.lounge.sheets import MoreSheet

        if self.shown is None:
            return
        current = self.shown.day.current(self.session.now())
        wanted = {"area": bool(current and current.area), "not_applicable": current is not None, "guest_back": self.shown.day.guests > 0}
        sheet = MoreSheet(self, [choice for choice in _MORE if wanted.get(choice[0], True)])
        sheet.chosen.connect(self._take)
        sheet.open()

    def _take(self, name: str) -> None:
        shown = self.shown
        if shown is None:
            return
        current = shown.day.current(self.session.now())
        if name == "area" and current is not None:
            self._area(current)
        elif name == "not_applicable" and current is not None:
            self._not_applicable(current)
        elif name == "guest_back":
            self._do(lambda act: doing.guest_received(act, -1))
        else:
            self._open(self._sheet(name, shown))

    def _sheet(self, name: str, shown: loading.Shown) -> Any:
        from ui.lounge.goods_sheet import GoodsSheet
        from ui.lounge.sheets import FaultSheet, RemarkSheet, SupplySheet
        from ui.lounge.yesterday_sheet import YesterdaySheet

        if name == "goods":
            goods, drinks = work.call(loading.rule, "GOODS"), work.call(loading.rule, "DRINKS")
            return GoodsSheet(self, goods, drinks, shown.day.goods, self.act)
        if name == "supply":
            low = [(supply.id, supply.item) for supply in shown.day.supplies if supply.settled_at is None]
            return SupplySheet(self, work.call(loading.rule, "SUPPLIES"), low, self.act)
        if name == "fault":
            return FaultSheet(self, work.call(loading.things), self.act)
        if name == "yesterday":
            past = work.call(loading.past_day, shown.day.day - timedelta(days=1))
            return YesterdaySheet(self, past, self.session.now(), shown.names, self.act)
        return RemarkSheet(self, self.act)

    def _not_applicable(self, slot: Item) -> None:
        from ui.lounge.sheets import ReasonSheet

        self._open(ReasonSheet(self, slot.code, slot.title, work.call(loading.rule, "NOT_APPLICABLE_REASONS"), self.act))

    def _open_slot(self, code: str) -> None:
        """A slot was touched in the list: how it stands, and what can be done about it."""
        from ui.lounge.sheets import SlotSheet

        if self.shown is None:
            return
        day, now = self.shown.day, self.session.now()
        slot, state, mark = day.slot(code), day.state(code, now), day.mark(code)
        lines = [f"{day.starts(slot):%H:%M}–{day.ends(slot):%H:%M}　{spoken(day, slot, now)}"]
        if slot.criterion:
            lines.append(f"完成标准：{slot.criterion}")
        if mark is not None:
            lines.append(f"{self.shown.names[mark.by]} {mark.done_at:%H:%M} 登记" + (f"：{mark.reason}" if mark.reason else ""))
        can = state.value in ("current", "overdue")
        choices = [("finish", "完成时段", "check", True), ("not_applicable", "不适用", "circle-slash", False)] if can else []
        if slot.area and state.value in ("current", "overdue", "done", "late"):
            choices.insert(0, ("area", "区域清单", "list-checks", False))
        sheet = SlotSheet(self, slot.title, lines, choices)
        acts = {"finish": self._finish, "area": self._area, "not_applicable": self._not_applicable}

        def take(name: str) -> None:
            self._as_somebody(lambda: acts[name](slot))

        sheet.chosen.connect(take)
        sheet.open()

    def _undo(self, slot: str) -> None:
        self._do(lambda act: doing.undo(act, slot))
        notify.say("已撤销", tone=Tone.NEUTRAL)

    def _open(self, sheet: Any) -> None:
        sheet.done.connect(self.load_now)
        sheet.open()

    def _today(self) -> date:
        return self.session.now().date()


def _revisions() -> tuple[int, int]:
    from deskapp.settings.store import look_for_changes

    return look_for_changes()
