"""礼品: redemptions on their way, and the catalogue with its stock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget

from deskapp.staff.domain import Right
from ui.desk import DeskAct
from ui.gifts.catalogue_tab import CatalogueTab
from ui.gifts.redemptions_tab import RedemptionsTab
from ui.kit import buttons, work
from ui.kit.page import Page
from ui.kit.segments import Option, Segments

if TYPE_CHECKING:
    from ui.desk import Desk

REDEMPTIONS, CATALOGUE = "redemptions", "catalogue"


class GiftsPage(Page):
    """Numbers DH-… lead to `show_record`, numbers KC-… to `show_stock_move`."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("礼品", name="gifts")
        self.tabs = Segments([Option(REDEMPTIONS, "兑换单"), Option(CATALOGUE, "礼品目录")], width=96, name="gift_tabs", says="页签")
        self.new_gift = buttons.plain("新礼品", icon="plus", name="new_gift")
        self.redeem = buttons.primary("兑换", icon="gift", key="F7", name="redeem")
        self.paper = buttons.plain("打印清单", icon="printer", name="print_list")
        self.workbook = buttons.plain("导出", icon="download", name="save_list")
        for button in (self.tabs, self.workbook, self.paper, self.new_gift, self.redeem):
            self.add_button(button)
        self.redemptions, self.catalogue = RedemptionsTab(desk), CatalogueTab(desk)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.redemptions)
        self._stack.addWidget(self.catalogue)
        self.column.addWidget(self._stack, 1)
        self._manages = desk.session.may(Right.MANAGE_GIFTS)
        self.redeem.setVisible(desk.session.may(Right.APPLY_REDEMPTIONS))
        # Who only brings a gift sees what he brings.
        self.tabs.setVisible(any(desk.session.may(right) for right in (Right.APPLY_REDEMPTIONS, Right.APPROVE_REDEMPTIONS)))
        self.redeem.clicked.connect(lambda: desk.start(DeskAct.REDEEM))
        self.new_gift.clicked.connect(self.catalogue.add)
        self.workbook.clicked.connect(self.catalogue.save_list)
        self.paper.clicked.connect(self._print_list)
        self.tabs.changed.connect(self._open_tab)
        for tab in (self.redemptions, self.catalogue):
            tab.model.loaded.connect(self._say)
        self.tabs.set_value(REDEMPTIONS)

    def refresh(self) -> None:
        (self.redemptions if self._stack.currentWidget() is self.redemptions else self.catalogue).refresh()

    def show_record(self, record_id: int) -> None:
        """Put the cursor on a redemption at its next step."""
        self.tabs.set_value(REDEMPTIONS)
        self.redemptions.show_record(record_id)
        self.redemptions.setFocus()

    def show_list(self, name: str) -> None:
        """Show a list another page names: "low_stock"."""
        if name == "low_stock":
            self.tabs.set_value(CATALOGUE)
            self.catalogue.show_low()
            self.catalogue.setFocus()

    def show_stock_move(self, move_id: int) -> None:
        """Put the cursor on the gift that a stock number moved."""
        self.tabs.set_value(CATALOGUE)
        self.catalogue.show_gift(work.call(_gift_of, move_id))
        self.catalogue.setFocus()

    def _print_list(self) -> None:
        (self.catalogue if self.tabs.value() == CATALOGUE else self.redemptions).print_list()

    def _open_tab(self) -> None:
        catalogue = self.tabs.value() == CATALOGUE
        tab = self.catalogue if catalogue else self.redemptions
        self._stack.setCurrentWidget(tab)
        self.new_gift.setVisible(catalogue and self._manages)
        self.workbook.setVisible(catalogue and self._manages)
        self.setFocusProxy(tab)
        self._say()
        if self.isVisible():
            self.refresh()

    def _say(self) -> None:
        """The count behind the title is that of the tab that is open."""
        self.set_subtitle(self.catalogue.summary() if self.tabs.value() == CATALOGUE else self.redemptions.summary())


def _gift_of(move_id: int) -> int:
    from deskapp.gifts.stock import gift_of_move

    return gift_of_move(move_id)
