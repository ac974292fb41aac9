"""积分流水 in a window: newest first, pending on top, older lines as one scrolls, a number opens its record."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from deskapp.data import one_transaction
from deskapp.handovers.domain import BillLine, HandoverForm, SpendKind
from deskapp.handovers.writing import write_handover
from deskapp.points import service as points
from tests.ui.frame.conftest import front
from ui.kit import theme, work
from ui.kit.rows import PAGE
from ui.points.ledger_view import LedgerView

__all__ = ["front"]


def view_of(front, qtbot, count):
    view = LedgerView(front.window)
    qtbot.addWidget(view)
    view.resize(1150, 400)
    view.show()
    view.show_account(front.customer)
    qtbot.waitUntil(lambda: len(view.model_.rows()) == count, timeout=5_000)
    return view


def test_a_reserved_amount_stands_on_top_down_to_what_is_spendable(front, qtbot):
    session = front.reception.session
    form = HandoverForm(front.customer, "RO1", (BillLine(SpendKind.NEW_CAR, 100_000_00),), 15)
    work.call(write_handover, act=session.act(), form=form)
    view = view_of(front, qtbot, 2)
    top = [view.model_.index(0, column).data() for column in range(view.model_.columnCount())]
    assert top[1:5] == ["会员抵扣 结算单 RO1", "JF-20261123-001", "−15", "5"]
    assert view.model_.columns[7].pill(view.model_.rows()[0]).words == "待录入"
    assert view.model_.columns[1].after(view.model_.rows()[0]) == "已预留，录入后入账"


def test_earned_points_are_green_and_a_debt_is_red(front, qtbot):
    (line,) = view_of(front, qtbot, 1).model_.rows()
    columns = {column.key: column for column in LedgerView(front.window).model_.columns}
    assert columns["points"].colour(line) == theme.GOOD
    assert columns["balance"].colour(line) == theme.INK
    assert (columns["points"].text(line), columns["tier"].text(line), str(line.ends_on)) == ("+20", "+20", "2028-11-30")


def test_older_lines_come_as_one_scrolls(front, qtbot):
    session = front.reception.session

    def fill():
        with one_transaction():
            for number in range(PAGE + 30):
                points.earn(act=session.act(), customer_id=front.customer, points=1, note=f"第 {number} 笔", number="")

    work.call(fill)
    view = view_of(front, qtbot, PAGE)
    view.scrollToBottom()
    qtbot.waitUntil(lambda: len(view.model_.rows()) == PAGE + 31, timeout=5_000)
    assert [line.balance for line in view.model_.rows()] == list(range(PAGE + 50, 19, -1))


def test_enter_opens_the_record_of_a_line(front, qtbot):
    view = view_of(front, qtbot, 1)
    view.select_first()
    opened = []
    view._desk = type("Desk", (), {"open_number": staticmethod(opened.append)})
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert opened == [front.member_no]
