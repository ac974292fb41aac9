"""The sign-in window, which is the lock screen too: touch your name or type your 工号, then six digits."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from deskapp.errors import UserError
from deskapp.staff.pin import WrongPin
from deskapp.typed import judge_length
from ui.kit import buttons, notify, theme, work
from ui.kit.banners import StatusLine
from ui.kit.fields import LineField
from ui.kit.frames import Card, beside
from ui.kit.labels import Hint, Wrapped
from ui.kit.line_edit import LineEdit, fold_upper
from ui.kit.theme import Tone
from ui.start.entering import SignedIn, by_number, enter, store_names, waits_until
from ui.start.panel import StorePanel
from ui.start.pin_pad import PinPad
from ui.start.recent import Recent, forget, keep_store, known_store, recent_people, remember
from ui.start.tiles import TILE, Tile, WhoLine

if TYPE_CHECKING:
    from ui.desk import Desk

_CARD = 376
_TICK_MS = 250
_NAMES_MS = 100  # the store's name is on the panel from last time; loading the staff would hold up the first paint
_ADVICE = "点自己的名字，或输入工号，再输入 PIN"


class SignInPage(QWidget):
    """Fills the window. `let_in()` once somebody may go on: the session has him then.

    `begin()` asks anybody, `lock()` first of all the person who was signed in: what he had open waits behind it.
    """

    let_in = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("signIn")
        self.setAccessibleName("登录")
        self._desk, self._session = desk, desk.session
        self._staff_no = ""
        self._wait_until: datetime | None = None
        self._number_then = ""
        self._locked = False
        self.panel = StorePanel()
        self.heading = Wrapped("登录", size=theme.FIGURE, bold=True)
        self.advice = Hint(_ADVICE)
        self._tiles = QGridLayout()
        self._group = QButtonGroup(self)
        self.number = _number_field()
        self._next = buttons.plain("下一步", key="Enter", name="next")
        self.who = WhoLine()
        self.message = StatusLine("", Tone.NEUTRAL, name="signInMessage")
        self.pad = PinPad(self.message)
        self._forgotten = buttons.link("忘记 PIN", icon="key-round", name="forgotten")
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._lay_out()
        self._tick.timeout.connect(self._on_tick)
        self._group.buttonClicked.connect(self._on_tile)
        self.number.edit.returnPressed.connect(self._ask_number)
        self._next.clicked.connect(self._ask_number)
        self.pad.entered.connect(self._try)
        self._forgotten.clicked.connect(self._recover)
        self._empty()

    # Layout ---------------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(theme.GAP_WIDE)
        self._tiles.setSpacing(theme.GAP)
        left.addLayout(self._tiles)
        left.addWidget(self._number_card())
        left.addStretch(1)
        work_area = QHBoxLayout()
        work_area.setSpacing(theme.MARGIN_X)
        work_area.addLayout(left)
        work_area.addWidget(self._pin_card(), alignment=Qt.AlignmentFlag.AlignTop)
        right = QVBoxLayout()
        right.setSpacing(theme.STEP)
        right.addStretch(2)
        right.addWidget(self.heading)
        right.addWidget(self.advice)
        right.addSpacing(theme.GAP_WIDE)
        right.addLayout(work_area)
        right.addStretch(3)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.panel)
        row.addStretch(1)
        row.addLayout(right)
        row.addStretch(1)

    def _number_card(self) -> QWidget:
        card = Card(name="numberCard", margin=20)
        card.setFixedWidth(2 * TILE.width() + theme.GAP)
        self.number.add_beside(self._next)
        card.column.addWidget(self.number)
        return card

    def _pin_card(self) -> QWidget:
        card = Card(name="pinCard", margin=24)
        card.setFixedWidth(_CARD)
        card.column.setSpacing(theme.GAP_WIDE)
        card.column.addWidget(self.who)
        card.column.addWidget(self.pad)
        card.column.addWidget(beside(self._forgotten))
        return card

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(theme.CANVAS))

    # Coming and going -----------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Ask who wants to work; nobody is chosen."""
        self._locked = False
        self._show_words("登录", _ADVICE)
        self._reset()
        self.number.focus_editor()

    def lock(self) -> None:
        """Cover the work of the person who is signed in: his own PIN opens it again, another's changes the person."""
        person = self._session.staff
        self._locked = person is not None
        self._show_words("已锁屏", "输入 PIN 继续；换人请点自己的名字或输入工号")
        self._reset()
        if person is not None:
            self._choose(Recent(person.staff_no, person.name, person.roles_in_words))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_time()
        self._tick.start()

    def _show_words(self, heading: str, advice: str) -> None:
        self.heading.setText(heading)
        self.advice.set_text(advice)

    def _reset(self) -> None:
        self._empty()
        QTimer.singleShot(_NAMES_MS, self, self._ask_names)

    def _ask_names(self) -> None:
        if work.running():  # else the program is just ending
            work.latest(self, store_names, self._keep_store, topic="store")

    def _empty(self) -> None:
        """Nobody is chosen. Needs no store: what this PC remembers is painted before the store is open."""
        self._staff_no = ""
        self._wait_until = None
        self.number.set_text("")
        self.pad.clear()
        self.pad.setEnabled(False)
        self.who.nobody()
        self._say("先选人，再输入 PIN", Tone.NEUTRAL)
        self._show_tiles()
        self.panel.set_store(*known_store(self._desk.local))

    def _show_tiles(self) -> None:
        while (taken := self._tiles.takeAt(0)) is not None:
            tile = taken.widget()
            if isinstance(tile, Tile):
                self._group.removeButton(tile)
                tile.hide()
                tile.deleteLater()
        for place, who in enumerate(recent_people(self._desk.local, self._session.now())):
            tile = Tile(who)
            self._group.addButton(tile)
            self._tiles.addWidget(tile, place // 2, place % 2, Qt.AlignmentFlag.AlignLeft)

    def _keep_store(self, names: tuple[str, str]) -> None:
        self.panel.set_store(*names)
        keep_store(self._desk.local, names)

    # Choosing a person ----------------------------------------------------------------------------------------------------

    def _ask_number(self) -> None:
        typed = self.number.text().strip()
        if not typed:
            self.number.problem("请输入工号")
            return
        try:
            person = work.call(by_number, typed)
        except UserError as refusal:
            self.number.problem(refusal.message)
            return
        self._choose(Recent(person.staff_no, person.name, person.roles_in_words))

    def _on_tile(self, tile: QAbstractButton) -> None:
        self._choose(cast(Tile, tile).who)

    def _choose(self, who: Recent) -> None:
        self._staff_no = who.staff_no
        self._wait_until = None
        for button in self._group.buttons():
            tile = cast(Tile, button)
            self._group.setExclusive(False)
            tile.setChecked(tile.who.staff_no == who.staff_no)
            self._group.setExclusive(True)
        self.who.show_person(who)
        self.pad.clear()
        self.pad.setEnabled(True)
        self.pad.setFocus()
        self._say("请输入 6 位 PIN，键盘和屏幕都可以", Tone.NEUTRAL)
        work.latest(self, partial(waits_until, who.staff_no, self._session.now()), self._begin_wait, topic="wait")

    # The PIN --------------------------------------------------------------------------------------------------------------

    def _try(self, pin: str) -> None:
        try:
            signed_in = work.call(enter, self._session.act(), self._staff_no, pin)
        except WrongPin as wrong:
            self.pad.clear()
            self._say(wrong.message, Tone.BAD)
            self._begin_wait(wrong.wait_until)
        except UserError as refusal:
            self.pad.clear()
            self._say(refusal.message, Tone.BAD)
            if refusal.field == "staff_no":
                forget(self._desk.local, self._staff_no)
        else:
            self._let_in(signed_in)

    def _let_in(self, signed_in: SignedIn) -> None:
        person = signed_in.person
        self.pad.clear()
        self._tick.stop()
        remember(self._desk.local, person, self._session.now())
        same = self._locked and self._session.staff == person and self._session.rights == signed_in.rights
        self._locked = False
        if not same:
            self._session.sign_in(person, signed_in.rights)
        self.let_in.emit()
        if signed_in.clock_doubt:
            self._tell_doubt(signed_in.clock_doubt)

    def _tell_doubt(self, doubt: str) -> None:
        from deskapp.staff.domain import Right
        from ui.start.clock_dialog import ClockDialog

        if self._session.may(Right.CONFIRM_CLOCK):
            ClockDialog(self._desk, doubt).open()
        else:
            notify.say(doubt, tone=Tone.BAD)

    def _recover(self) -> None:
        from ui.start.recover_dialog import RecoverDialog

        RecoverDialog(self._desk, staff_no=self._staff_no or self.number.text().strip()).open()

    def _begin_wait(self, until: datetime | None) -> None:
        """Meanwhile a colleague may type his own 工号 at once."""
        self._wait_until = until
        if until is not None:
            self._number_then = self.number.text()
            self.pad.setEnabled(False)
            self.number.focus_editor()
            self.number.edit.selectAll()
            self._on_tick()

    def _on_tick(self) -> None:
        self._show_time()
        if self._wait_until is None:
            return
        left = round((self._wait_until - self._session.now()).total_seconds())
        if left > 0:
            self._say(f"PIN 错了太多次，请等 {left // 60}:{left % 60:02d}", Tone.BAD, "clock")
            return
        self._wait_until = None
        self.pad.setEnabled(True)
        nobody_types = self.number.edit.hasFocus() and self.number.text() == self._number_then
        if nobody_types:  # else the digits of another would become this one's PIN
            self.pad.setFocus()
        self._say("可以再试了", Tone.NEUTRAL)

    def _show_time(self) -> None:
        self.panel.set_time(self._session.now())

    def _say(self, words: str, tone: Tone, icon: str = "") -> None:
        self.message.set_state(words, tone, icon or ("circle-x" if tone is Tone.BAD else "info"))


def _number_field() -> LineField[str]:
    judge = partial(judge_length, limit=20, field="staff_no")
    return LineField(
        "staff_no", "其他人请输入工号", judge=judge, write=str, edit=LineEdit(ime=False, reshape=fold_upper, placeholder="例如 108")
    )
