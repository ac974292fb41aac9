"""The window of the reception: frame, pages, sheets, keys, and the one table from numbers to pages and from acts to dialogs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from ui.desk import DeskAct, PrintJob
from ui.kit import notify, work
from ui.kit.local_state import LocalState
from ui.kit.theme import Tone
from ui.session import Session

if TYPE_CHECKING:
    from deskapp.data import NumberKind
    from deskapp.store.domain import Store
    from ui.frame.board_start import BoardStart
    from ui.kit.chrome import Badge
    from ui.kit.drafts import Draft, Drafts
    from ui.kit.page import Page

CLOCK_MS = 1000
_PRINTERS_MS = 1500  # asking for printers loads what the first page does not need

CARD = "customer_card"
_CARD_ENTRY = "ui.customer_card.page:CustomerCard"
NOT_YOURS = "not_yours"
_NOT_YOURS_ENTRY = "ui.frame.not_yours:NotYoursPage"

# Kind of number -> the room whose page shows the record.
RECORDS = {
    "MEMBER": ("members", "show_record"),
    "RENEWAL": ("members", "show_record"),
    "HANDOVER": ("points", "show_record"),
    "REDEMPTION": ("gifts", "show_record"),
    "STOCK_MOVE": ("gifts", "show_stock_move"),
    "LOUNGE_DAY": ("lounge", "show_record"),
    "REPAIR_REQUEST": ("lounge", "show_repair"),
    "COMPLAINT": ("complaints", "show_record"),
    "ENQUIRY": ("complaints", "show_enquiry"),
    "INSPECTION": ("inspection", "show_record"),
    "RECTIFICATION": ("rectification", "show_record"),
}

# Drafts that no dialog has: the room whose page goes on with it, and which of its values names the record.
FORMS_OF_PAGES = {"check": ("inspection", "show_record", "inspection_id")}


@dataclass(frozen=True, slots=True)
class _Act:
    """An act with a function key: its dialog, the question that finds its customer, the right it needs.

    `finds` says that the form itself looks for the customer: it begins with the one whose card is open, or with none.
    """

    key: str
    dialog: str
    question: str
    right: str
    finds: bool = False


ACTS = {
    DeskAct.ENROLL: _Act("F3", "ui.members.enroll_dialog:EnrollDialog", "", "ENROLL_MEMBERS"),
    DeskAct.HAND_OVER: _Act("F6", "ui.handovers.write_dialog:WriteHandoverDialog", "给哪位客户记积分？", "WRITE_HANDOVERS"),
    DeskAct.REDEEM: _Act("F7", "ui.gifts.redeem_dialog:RedeemDialog", "哪位客户兑换？", "APPLY_REDEMPTIONS"),
    DeskAct.COMPLAIN: _Act("F8", "ui.complaints.receive_dialog:ReceiveDialog", "", "DRAFT_COMPLAINTS", finds=True),
    DeskAct.ENQUIRE: _Act("Ctrl+F8", "ui.complaints.enquiry_dialog:EnquiryDialog", "", "DRAFT_COMPLAINTS", finds=True),
    DeskAct.RENEW: _Act("F9", "ui.members.renew_dialog:RenewDialog", "给哪位客户续会？", "RENEW_MEMBERS"),
    DeskAct.POINTS_ACCOUNT: _Act("", "ui.handovers.account_sheet:AccountSheet", "看哪位客户的积分账户？", "APPLY_REDEMPTIONS"),
}


def _load(where: str) -> Any:
    """The class behind "module:name", imported when first needed."""
    module, _, name = where.partition(":")
    return getattr(import_module(module), name)


def import_windows() -> None:
    """Import every page and form, so that the first opening of one waits for no file. For a lane, once the sign-in stands there."""
    import pkgutil

    import ui

    for module in pkgutil.walk_packages(ui.__path__, "ui."):
        if not module.name.startswith("ui.tour"):
            import_module(module.name)


class MainWindow(QMainWindow):
    """Implements `Desk`. `folder` keeps drafts and this PC's habits; `locked` asks for the sign-in window."""

    locked = Signal()
    own_pin_wanted = Signal()

    def __init__(self, session: Session, *, folder: Path, bare: bool = False) -> None:
        """`bare`: only the cover, painted at once; `furnish` then brings what stands behind it."""
        super().__init__()
        self.session = session
        self.local = LocalState(folder / "window.json", self)
        self._folder = folder
        self._drafts: Drafts | None = None
        self._left_open: list[str] = []
        self._customer_id: int | None = None
        self._asked: tuple[DeskAct, dict[str, Any]] | None = None
        self.print_file: Path | None = None
        """Where prints go instead of to a printer: the tour and its tests."""
        self.board: BoardStart | None = None
        """How the board of this store is started; without it, that of the usual store."""
        self.setObjectName("mainWindow")
        self.setMinimumSize(1024, 640)
        self.cover = QStackedWidget()  # first run, sign-in and lock stand in front of the frame
        self.setCentralWidget(self.cover)
        self.resize(1366, 768)
        self._furnished = False
        if not bare:
            self.furnish()

    def furnish(self) -> None:
        """Build the frame, once. Its modules are imported here: nobody sees it before he has signed in."""
        if self._furnished:
            return
        from ui.frame.bars import StatusBar, TopBar
        from ui.frame.navigation import Navigation
        from ui.frame.results import Results
        from ui.frame.rooms import ROOMS
        from ui.kit.page import PageEntry, Pages, RevisionWatch

        self.navigation, self.top_bar, self.status_bar = Navigation(), TopBar(), StatusBar()
        entries = [PageEntry(room.key, room.title, room.icon, lambda room=room: _load(room.page)(self)) for room in ROOMS]
        entries.append(PageEntry(CARD, "会员卡片", "user", lambda: _load(_CARD_ENTRY)(self)))
        entries.append(PageEntry(NOT_YOURS, "不归您办理", "lock", lambda: _load(_NOT_YOURS_ENTRY)(self)))
        self.pages = Pages(entries)
        self.results = Results(self.top_bar.search, self.session, self.local, self)
        self.watch = RevisionWatch(_revisions, self)
        self._lay_out()
        self.results.setParent(self._frame)
        self._wire()
        self._furnished = True

    def _lay_out(self) -> None:
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top_bar)
        column.addWidget(self.pages, 1)
        column.addWidget(self.status_bar)
        self._frame = QWidget()
        row = QHBoxLayout(self._frame)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.navigation)
        row.addWidget(right, 1)
        self.cover.addWidget(self._frame)

    def _wire(self) -> None:
        self.navigation.chosen.connect(self._room_chosen)
        self.top_bar.enroll_wanted.connect(lambda: self.start(DeskAct.ENROLL))
        self.top_bar.drafts_wanted.connect(self.next_draft)
        self.top_bar.lock_wanted.connect(self.lock)
        self.top_bar.switch_wanted.connect(self.lock)
        self.top_bar.own_pin_wanted.connect(self.own_pin_wanted)
        self.results.customer_chosen.connect(self._customer_chosen)
        self.results.number_chosen.connect(self.open_number)
        self.results.left.connect(self._forget_question)
        keys: tuple[tuple[str, Callable[[], object]], ...] = (
            ("F2", self.search),
            ("F5", self.changed),
            ("Ctrl+L", self.lock),
            ("Ctrl+D", self.next_draft),
            ("F11", self.open_board),
            *((act.key, lambda which=which: self.start(which)) for which, act in ACTS.items() if act.key),
        )
        for key, do in keys:
            QShortcut(QKeySequence(key), self, context=Qt.ShortcutContext.WindowShortcut).activated.connect(do)
        self.watch.changed.connect(self._store_changed)
        self._clock = QTimer(self)
        self._clock.setInterval(CLOCK_MS)
        self._clock.timeout.connect(lambda: self.status_bar.show_time(self.session.now()))
        self._clock.start()

    # Who is here -----------------------------------------------------------------------------------------------------

    def signed_in(self, store: Store, outlet: str) -> None:
        """Show the frame for the person of the session: his rooms, his drafts, the first page."""
        from deskapp.staff.domain import Right
        from ui.frame.rooms import ROOMS
        from ui.kit.drafts import Drafts

        staff = self.session.staff
        if staff is None:
            raise RuntimeError("nobody is signed in")
        self.navigation.set_rooms([r for r in ROOMS if not r.rights or any(self.session.may(Right[name]) for name in r.rights)])
        self.navigation.plate.set_store(store.short_name, outlet)
        self.setWindowTitle(store.name)
        self.top_bar.person.set_person(staff.name, staff.roles_in_words.replace("、", "・"))
        self.top_bar.enroll.setVisible(self.session.may(Right.ENROLL_MEMBERS))
        if self._drafts is not None:
            self._drafts.deleteLater()
        self._drafts = Drafts(self._folder / "drafts", pc=self.session.pc, staff_id=staff.id, now=self.session.now, parent=self)
        self._drafts.changed.connect(self._show_drafts)
        self._show_drafts()
        self.status_bar.show_time(self.session.now())
        self._customer_id = None
        self._left_open = []
        self.pages.forget()
        self.open_room("today")
        self.uncover()
        if waiting := len(self._drafts.all()):
            notify.say(f"还有 {waiting} 张没填完的表单，按 Ctrl+D 接着填")

    def uncover(self) -> None:
        """Take away what stands in front of the frame; pages look again at what changed meanwhile."""
        self.cover.setCurrentWidget(self._frame)
        self.changed()
        self.watch.begin()
        QTimer.singleShot(0, self, self._go_on)
        QTimer.singleShot(_PRINTERS_MS, self, self._look_for_printers)

    def _go_on(self) -> None:
        """The form the lock took from the screen stands there again for the person who left it half-filled."""
        left, self._left_open = self._left_open, []
        drafts = self._drafts.all() if self._drafts is not None else ()
        draft = next((draft for draft in drafts if draft.instance in left), None)
        if draft is not None:
            self._resume(draft)
            notify.say(f"接着填：{draft.title}")

    def _look_for_printers(self) -> None:
        if self.print_file is not None:
            self.top_bar.show_printers([self.print_file.name])
        elif work.running():
            work.latest(self, _printers, self.top_bar.show_printers, topic="printers", lane=work.Lane.PAPER)

    def lock(self) -> None:
        """Keep half-filled forms, cover everything, ask who goes on."""
        if self.session.staff is None:
            return
        self._left_open = self._half_filled()
        self._make_way()
        self.results.leave()
        self.watch.end()
        self.locked.emit()

    # Desk ------------------------------------------------------------------------------------------------------------

    @property
    def drafts(self) -> Drafts | None:
        return self._drafts

    @property
    def sheets(self) -> QWidget:
        return self._frame

    @property
    def customer_id(self) -> int | None:
        """The customer whose card is open: acts begin with him."""
        return self._customer_id

    def _room_chosen(self, key: str) -> None:
        again = self.pages.current() == key
        page = self.open_room(key)
        if again:
            page.go_home()

    def open_room(self, key: str) -> Page:
        """Show a room's page."""
        page = self.pages.open(key)
        self.navigation.select(key)
        if key != CARD:
            self._customer_id = None
        return page

    def open_customer(self, customer_id: int) -> None:
        from deskapp.staff.domain import Right
        from ui.frame.not_yours import may_open_card

        if not self.session.may(Right.EDIT_CUSTOMERS) and not work.call(may_open_card, self.session.act(), customer_id):
            self._tell_whose("customers", "这位客户的资料")
            return
        card: Any = self.pages.open(CARD)
        self.navigation.select("customers")
        self._customer_id = customer_id
        self.results.remember(customer_id)
        card.show_customer(customer_id)

    def open_record(self, kind: NumberKind, record_id: int, *, number: str = "") -> None:
        from ui.frame.not_yours import may_open

        room, show = RECORDS.get(kind.name, ("", ""))
        if not room:
            notify.say("这种单据还没有页面", tone=Tone.WARN)
            return
        has_room = room in self.navigation.keys()  # noqa: SIM118 - not a dict
        if not work.call(may_open, self.session.act(), kind.name, record_id, has_room=has_room):
            self._tell_whose(room, number or "这张单据")
            return
        page: Any = self.open_room(room)
        getattr(page, show)(record_id)

    def _tell_whose(self, room: str, what: str) -> None:
        """Say in place of an empty page whose it is; the room one came from stays marked, and Enter leads back to it."""
        came_from, guest = self.pages.current(), self._customer_id
        page: Any = self.pages.open(NOT_YOURS)
        if came_from == NOT_YOURS:
            page.tell(room, what, go_back=None)
        elif came_from == CARD and guest is not None:
            page.tell(room, what, go_back=lambda: self.open_customer(guest))
        else:
            page.tell(room, what, go_back=lambda: self.open_room(came_from))

    def open_number(self, number: str) -> None:
        """Show the record behind a number, typed or scanned."""
        found = work.call(_find_number, number)
        if found is None:
            notify.say(f"没有单号 {number}", tone=Tone.WARN)
            return
        self.open_record(found.kind, found.record_id, number=found.number)

    def start(self, act: DeskAct, *, customer_id: int | None = None, **filled: Any) -> None:
        if self.session.staff is None or not self._may(act):
            return
        customer_id = customer_id if customer_id is not None else self._customer_id
        if act is DeskAct.ENROLL and not filled:
            filled = self._guest_to_enroll()
        if act is DeskAct.COMPLAIN and not filled:
            filled = self._complaint_in_hand()
        if ACTS[act].question and customer_id is None:
            self._make_way()
            self._asked = (act, filled)
            self.results.ask(ACTS[act].question)
            return
        wants_one = ACTS[act].question or ACTS[act].finds
        self._open_dialog(act, customer_id=customer_id if wants_one else None, **filled)

    def _guest_to_enroll(self) -> dict[str, Any]:
        """F3 on the card of a guest who is no member begins with him; anywhere else with an empty form."""
        card: Any = self.pages.currentWidget()
        return {"known": self._customer_id} if self._customer_id is not None and card.may_enroll() else {}

    def _complaint_in_hand(self) -> dict[str, Any]:
        """F8 on a question or on a guest's remark marked 抱怨 begins with it; anywhere else with an empty form."""
        page: Any = self.pages.currentWidget()
        return page.complaint_in_hand() if hasattr(page, "complaint_in_hand") else {}

    def print_paper(self, job: PrintJob) -> None:
        from ui.frame.print_sheet import show_paper

        show_paper(self.sheets, job, session=self.session, state=self.local, folder=self._folder / "papers", file=self.print_file)

    def open_board(self) -> None:
        from ui.frame.board_start import BoardStart

        if self.session.staff is not None:
            (self.board or BoardStart(self._folder)).open()

    def owed(self, room: str, badge: Badge | None) -> None:
        self.navigation.set_badge(room, badge)

    def changed(self) -> None:
        self._store_changed()

    def scanned(self, code: str) -> None:
        """Open what a scanned code belongs to: a number of the store, else the customer of a card; unknown codes stay in the box."""
        if work.at_length():
            return  # a stray scan must not give up an import
        from ui.kit.scan import seconds_to_type

        page: Any = self.pages.currentWidget()
        page.scanned_over(seconds_to_type(code))
        self._make_way()
        self.results.scanned(code)

    # Keys and questions ----------------------------------------------------------------------------------------------

    def search(self) -> None:
        """Put the cursor into the one search box from anywhere; the last guests stand under it."""
        self._make_way()
        self.top_bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.top_bar.search.selectAll()
        self.results.offer_last_guests()

    def next_draft(self) -> None:
        """Take up the other half-filled form; where there are several, they are offered by name."""
        from ui.frame.drafts_menu import DraftsMenu

        if self._drafts is None:
            return
        here = self._half_filled()
        others = [draft for draft in self._drafts.all() if draft.instance not in here]
        if len(others) > 1:
            menu = DraftsMenu(others, today=self.session.now().date(), parent=self)
            menu.chosen.connect(self._take_up)
            menu.open_under(self.top_bar.drafts)
        elif others:
            self._take_up(others[0])
        elif here:
            notify.say("没有别的草稿")

    def _half_filled(self) -> list[str]:
        """Under which names the forms on the screen keep their drafts."""
        from ui.kit.sheet import open_sheets

        return [name for sheet in open_sheets(self) if (name := getattr(sheet, "instance", ""))]

    def _take_up(self, draft: Draft) -> None:
        self._make_way()
        self._resume(draft)

    def _resume(self, draft: Draft) -> None:
        if draft.form in FORMS_OF_PAGES:
            room, show, key = FORMS_OF_PAGES[draft.form]
            page: Any = self.open_room(room)
            getattr(page, show)(draft.values[key])
            return
        act = next((which for which in ACTS if which.value == draft.form), None)
        if act is not None and self._may(act):
            self._open_dialog(act, customer_id=draft.values.get("customer_id"), draft=draft)

    def _may(self, act: DeskAct) -> bool:
        from deskapp.staff.domain import Right

        return self.session.may(Right[ACTS[act].right])

    def _open_dialog(self, act: DeskAct, **how: Any) -> None:
        self._make_way()
        dialog = _load(ACTS[act].dialog)(self, **how)
        dialog.accepted.connect(self._saved)
        dialog.open()

    def _saved(self) -> None:
        self.changed()

    def _make_way(self) -> None:
        """A half-filled form becomes a draft when the clerk turns to something else."""
        from ui.kit.sheet import open_sheets

        for sheet in reversed(open_sheets(self)):
            sheet.escape()

    def _customer_chosen(self, customer_id: int) -> None:
        asked, self._asked = self._asked, None
        self.open_customer(customer_id)
        if asked is not None:
            self.start(asked[0], customer_id=customer_id, **asked[1])

    def _forget_question(self) -> None:
        self._asked = None

    def _show_drafts(self) -> None:
        self.top_bar.set_drafts(len(self._drafts.all()) if self._drafts else 0)

    def _store_changed(self) -> None:
        self.pages.store_changed()
        if self.session.staff is not None:
            work.latest(self, lambda: _owed(self.session), self._show_owed, topic="owed")

    def _show_owed(self, owed: dict[str, Badge]) -> None:
        for room in self.navigation.keys():  # noqa: SIM118 - not a dict
            self.navigation.set_badge(room, owed.get(room))
        today = owed.get("overdue")
        self.status_bar.show_overdue(today.count if today else 0)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._furnished:
            self._make_way()
            self.watch.end()
        super().closeEvent(event)


def _revisions() -> tuple[int, int]:
    from deskapp.settings.store import look_for_changes

    return look_for_changes()


def _printers() -> list[str]:
    from ui.kit.printing import printers

    return printers()


def _find_number(number: str) -> Any:
    from deskapp.data import find_number

    return find_number(number)


def _owed(session: Session) -> dict[str, Badge]:
    from deskapp.today.service import owed
    from ui.kit.chrome import Badge

    return {room: Badge(count, overdue=overdue) for room, (count, overdue) in owed(act=session.act()).items()}
