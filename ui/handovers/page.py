"""积分: the slips the desk hands over, and the points that are lost if nobody reminds the guest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget

from deskapp.staff.domain import Right
from ui.desk import DeskAct
from ui.handovers.expiring_tab import ExpiringTab
from ui.handovers.slips_tab import SlipsTab
from ui.kit import buttons
from ui.kit.page import Page
from ui.kit.segments import Option, Segments

if TYPE_CHECKING:
    from ui.desk import Desk

SLIPS, EXPIRING = "slips", "expiring"


class HandoversPage(Page):
    """Built by the main window; numbers JF-… lead to `show_record`. An adviser has only his own slips."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("积分", name="handovers")
        self._desk = desk
        may = desk.session.may
        sees_all = may(Right.APPLY_REDEMPTIONS)  # advisers, who see one customer at a time, have their own slips here
        self.tabs = Segments([Option(SLIPS, "移交单"), Option(EXPIRING, "快到期")], width=88, name="points_tabs", says="页签")
        self.rates = buttons.plain("计分规则", icon="settings", name="rates")
        self.account = buttons.plain("积分账户", icon="coins", name="open_account")
        self.print_button = buttons.plain("打印清单", icon="printer", name="print_list")
        self.new = buttons.plain("新移交单", icon="plus", key="F6", name="new_handover")
        for widget in (self.tabs, self.rates, self.account, self.print_button, self.new):
            self.add_button(widget)
        self.slips, self.expiring = SlipsTab(desk), ExpiringTab(desk)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.slips)
        self._stack.addWidget(self.expiring)
        self.column.addWidget(self._stack, 1)
        self.tabs.setVisible(sees_all)
        self.account.setVisible(sees_all)
        self.new.setVisible(may(Right.WRITE_HANDOVERS))
        self._wire()
        self.tabs.set_value(SLIPS)

    def _wire(self) -> None:
        self.tabs.changed.connect(self._open_tab)
        self.rates.clicked.connect(self.slips.acts.show_rates)
        self.account.clicked.connect(self._open_account)
        self.print_button.clicked.connect(self._print)
        self.new.clicked.connect(lambda: self._desk.start(DeskAct.HAND_OVER))
        for tab in (self.slips, self.expiring):
            tab.told.connect(self._say)

    def refresh(self) -> None:
        self._tab().refresh()

    def show_record(self, record_id: int) -> None:
        """Put the cursor on a slip; one that the filters hide is added to the list."""
        self.tabs.set_value(SLIPS)
        self.slips.show_record(record_id)
        self.slips.setFocus()

    def _tab(self) -> SlipsTab | ExpiringTab:
        return self.expiring if self.tabs.value() == EXPIRING else self.slips

    def _open_tab(self) -> None:
        tab = self._tab()
        self._stack.setCurrentWidget(tab)
        self.setFocusProxy(tab)
        self._say()
        if self.isVisible():
            self.refresh()

    def _say(self) -> None:
        tab = self._tab()
        self.set_subtitle(tab.summary())
        self.print_button.setEnabled(bool(tab.model.rows()))

    def _open_account(self) -> None:
        """The account of the guest under the cursor; without one the window asks whose."""
        row = self._tab().view.current_row()
        self._desk.start(DeskAct.POINTS_ACCOUNT, customer_id=row.customer_id if row is not None else None)

    def _print(self) -> None:
        self._tab().print_list()
