"""The reception window on a real store; keys go to whatever has the focus, as a clerk presses them."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskapp.handovers.domain import BillLine, HandoverForm, SpendKind
from deskapp.handovers.reading import handover
from deskapp.handovers.writing import write_handover
from deskapp.points import service as points
from deskapp.staff.service import person, rights_of
from tests.ui.frame.conftest import Front, front
from tests.ui.kit.hands import commit
from ui.kit import work
from ui.kit.sheet import open_sheets

__all__ = ["front"]
CTRL = Qt.KeyboardModifier.ControlModifier
BILL = ((SpendKind.MAINTENANCE, 1_286_00), (SpendKind.ACCESSORIES, 460_00))


@dataclass
class Rig:
    """The window with what a test does to it. `guest` is 张伟明 with 3,660 points."""

    front: Front
    qtbot: QtBot
    guest: int

    @property
    def window(self):
        return self.front.window

    @property
    def session(self):
        return self.front.reception.session

    @property
    def page(self):
        return self.window.pages.currentWidget()

    @property
    def sheet(self):
        return open_sheets(self.window)[-1]

    def do(self, service: Callable, **args):
        """A service in the name of who is signed in."""
        return work.call(service, act=self.session.act(), **args)

    def write(self, bill_no="RO26112304", used=0, lines=BILL, photo=None) -> int:
        form = HandoverForm(self.guest, bill_no, tuple(BillLine(*line) for line in lines), used)
        return self.do(write_handover, form=form, photo=photo)

    def do_as(self, staff_id: int, service: Callable, **args):
        """A service in the name of somebody at another desk."""
        return work.call(service, act=replace(self.session.act(), staff_id=staff_id, pc="前台2"), **args)

    def slip(self, slip_id: int):
        return self.do(handover, handover_id=slip_id)

    def keys(self, text: str) -> None:
        """Typed text, and the moment after which the program knows that it came from no scanner."""
        QTest.keyClicks(QApplication.focusWidget(), text)
        silence = self.front.reception.scanner._silence
        self.qtbot.waitUntil(lambda: not silence.isActive(), timeout=5_000)

    def press(self, key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)

    def commit(self, text: str) -> None:
        commit(QApplication.focusWidget(), text)

    def open_page(self, slip_id: int):
        """The page with the cursor on a slip."""
        page = self.window.open_room("points")
        page.show_record(slip_id)
        self.shows(slip_id)
        page.slips.view.setFocus()
        return page

    def shows(self, slip_id: int, state: str = "") -> None:
        """Wait until the panel tells of a slip, in a state."""

        def told() -> bool:
            shown = self.page.slips.panel.shown
            return shown is not None and shown.row.id == slip_id and (not state or shown.row.state.label == state)

        self.qtbot.waitUntil(told, timeout=5_000)

    def sign_in(self, staff_id: int) -> None:
        self.session.sign_in(work.call(person, staff_id), work.call(rights_of, staff_id, on=self.front.clock().date()))
        self.front.reception.enter()


@pytest.fixture
def rig(front: Front, qtbot: QtBot) -> Rig:
    front.window.show()
    rig = Rig(front, qtbot, front.customer)
    rig.do(points.earn, customer_id=front.customer, points=3640, note="维修保养自费 3,640.00 元", number="")
    return rig
