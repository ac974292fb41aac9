"""Points: bills posted, returned and put right; what is lost if nobody reminds the guest; awards, corrections, bills taken back, rates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter

from ui.desk import DeskAct
from ui.kit import theme
from ui.tour.counter import RICH
from ui.tour.hands import CTRL, ENTER, TourStopped

if TYPE_CHECKING:
    from ui.tour.desk import Desk

_WHY_RETURNED = "结算单号与系统不符，请核对"
_REGULAR = "zwm"
_BILL = "RO2611230900"


def slips(desk: Desk) -> None:
    """The inbox: one slip posted, one returned, put right with a photo of the bill, one voided; other days; the list on paper."""
    hands, album = desk.hands, desk.album
    page = desk.room("points")
    page.slips.view.select_first()
    hands.settle()
    album.shot("points", also=True)
    hands.key(ENTER, CTRL)
    hands.settle()
    album.shot("handover-posted")
    _stand_on(desk, "待录入")
    hands.click("return_slip")
    hands.sheet("ReasonDialog")
    hands.save()
    album.shot("return-without-reason")
    hands.type(_WHY_RETURNED)
    hands.save()
    hands.no_sheet()
    _stand_on(desk, "已退回")
    album.shot("handover-returned")
    hands.click("next_step_button")
    dialog = hands.sheet("WriteHandoverDialog")
    dialog.photo.choose.setFocus()
    QGuiApplication.clipboard().setImage(_photo_of_a_bill())
    hands.key(Qt.Key.Key_V, CTRL)
    hands.until(lambda: dialog.photo.taken() is not None, "the photo of the bill")
    album.shot("handover-put-right", also=True)
    hands.save()
    hands.no_sheet()
    hands.click("bill_photo")
    hands.sheet("PhotoSheet")
    album.shot("bill-photo")
    hands.escape()
    hands.click("print_slip")
    hands.sheet("PaperSheet")
    hands.escape()
    _stand_on(desk, "已退回")
    hands.click("void_slip")
    hands.sheet("ReasonDialog")
    hands.type("客户已退单，不再移交")
    album.shot("void-handover")
    hands.save()
    hands.no_sheet()
    page.slips.days.set_value("month")
    hands.settle()
    album.shot("handovers-of-the-month")
    hands.click("print_list")
    hands.sheet("PaperSheet")
    album.shot("handover-list-preview")
    desk.print_open_paper("handover-list-a4")
    page.slips.filters.clear()


def expiring(desk: Desk) -> None:
    """Whom to remind before his points are gone; the list on paper, his card, the gift he takes for them."""
    hands, album = desk.hands, desk.album
    page = desk.room("points")
    page.tabs.set_value("expiring")
    hands.settle()
    page.expiring.view.select_first()
    album.shot("points-expiring", also=True)
    hands.click("print_list")
    hands.sheet("PaperSheet")
    album.shot("expiring-preview")
    desk.print_open_paper("expiring-a4")
    hands.no_sheet()
    hands.click("expiring_open_card")
    hands.no_sheet()
    album.shot("card-of-expiring-points")
    page = desk.room("points")
    page.tabs.set_value("slips")
    hands.settle()


def account(desk: Desk) -> None:
    """A guest's account: its lots, an award and the refusal of a second one, a manual entry and its reversal, the statement."""
    hands, album = desk.hands, desk.album
    desk.card(_REGULAR)
    desk.window.start(DeskAct.POINTS_ACCOUNT)
    sheet = hands.sheet("AccountSheet")
    album.shot("account", also=True)
    sheet.which.set_value("lots")
    album.shot("account-lots")
    sheet.which.set_value("lines")
    for again in (False, True):
        hands.click("award")
        hands.sheet("AwardDialog")
        hands.answer("kind_edit", Qt.Key.Key_Down)
        hands.into("occasion_edit", "粤b·8x999" if again else "粤B8X999")
        if not again:
            album.shot("award", also=True)
        hands.save()
        if again:
            album.shot("award-given-before")
            hands.escape()
        hands.sheet("AccountSheet")
    hands.click("adjust")
    hands.sheet("AdjustDialog")
    hands.into("points_edit", "-99999")
    hands.into("reason_text_edit", "上月录重")
    hands.save()
    album.shot("adjust-below-zero")
    hands.key(Qt.Key.Key_A, CTRL)
    hands.type("-30")
    album.shot("adjust")
    hands.save()
    hands.sheet("AccountSheet")
    hands.pick(sheet.view, "上月录重")
    hands.click("undo_entry")
    hands.sheet("UndoDialog")
    hands.type("记错了人")
    album.shot("undo-entry")
    hands.save()
    hands.sheet("AccountSheet")
    album.shot("account-afterwards")
    sheet.period.set_value("year")
    hands.settle()
    hands.click("print_statement")
    hands.sheet("PaperSheet")
    album.shot("statement-preview")
    desk.print_open_paper("statement-a4")
    hands.escape()


def taking_back(desk: Desk) -> None:
    """A bill whose points are gone already: one line taken back, then the rest; what is owed is red wherever it shows."""
    hands, album = desk.hands, desk.album
    slip_id = desk.ask(lambda: _a_bill_spent_at_once(desk))
    page = desk.room("points")
    page.show_record(slip_id)
    hands.until(lambda: page.slips.panel.shown is not None and page.slips.panel.shown.row.id == slip_id, "the bill")
    hands.click("reverse_slip")
    dialog = hands.sheet("ReverseDialog")
    hands.click("tick_none")
    album.shot("reverse-nothing-chosen")
    hands.click(next(iter(dialog.lines.ticks.values())))
    hands.until(lambda: "收回" in dialog.panel.told(), "what one line moves")
    album.shot("reverse-one-line", also=True)
    hands.save()
    album.shot("reverse-without-reason")
    hands.type("客户退了工时费")
    hands.save()
    hands.no_sheet()
    hands.until(lambda: any(line.reversed for line in page.slips.panel.shown.lines), "the line taken back")
    album.shot("handover-reversed-in-part")
    hands.click("reverse_slip")
    dialog = hands.sheet("ReverseDialog")
    hands.until(lambda: "收回" in dialog.panel.told(), "what the rest moves")
    hands.into("reason_text_edit", "整单退款")
    album.shot("reverse-into-debt")
    hands.save()
    hands.no_sheet()
    album.shot("handover-reversed")
    hands.scan(RICH)
    album.shot("card-in-debt")
    desk.window.start(DeskAct.POINTS_ACCOUNT)
    sheet = hands.sheet("AccountSheet")
    album.shot("account-in-debt")
    hands.click("print_statement")
    hands.sheet("PaperSheet")
    desk.print_open_paper("statement-in-debt-a4")
    hands.sheet("AccountSheet")
    if sheet.spendable.text().startswith("−") is False:
        raise TourStopped(f"the account is not in debt: {sheet.spendable.text()}")
    hands.escape()


def rates(desk: Desk) -> None:
    """The rules points are computed by, a new rate from the first of next month, and its history."""
    hands, album = desk.hands, desk.album
    desk.room("points")
    hands.click("rates")
    sheet = hands.sheet("RatesSheet")
    album.shot("rates", also=True)
    sheet.view.select_first()
    hands.click("new_rate")
    hands.sheet("RateDialog")
    hands.into("fen_per_point_edit", "2")
    hands.walk_to("valid_from_edit")
    hands.key(Qt.Key.Key_A, CTRL)
    hands.type("2026-11-01")
    hands.save()
    album.shot("rate-back-dated")
    hands.key(Qt.Key.Key_A, CTRL)
    hands.type("2026-12-01")
    album.shot("new-rate")
    hands.save()
    hands.sheet("RatesSheet")
    hands.until(lambda: any(version.rate.fen_per_point == 200 for version in sheet.model.rows()), "the new version")
    album.shot("rates-afterwards")
    hands.escape()


def _stand_on(desk: Desk, state: str) -> None:
    """Click the first slip in this state."""
    desk.hands.pick(desk.room("points").slips.view, state)


def _a_bill_spent_at_once(desk: Desk) -> Any:
    """What another desk did this morning: a bill of three lines, paid in part with points, posted, and nearly all points gone."""
    from dataclasses import replace

    from deskapp.customers.search import search
    from deskapp.handovers.awards import adjust_points
    from deskapp.handovers.domain import BillLine, HandoverForm, SpendKind
    from deskapp.handovers.posting import post_handover
    from deskapp.handovers.writing import write_handover
    from deskapp.points.reading import balance

    def act() -> Any:
        return replace(desk.window.session.act(), pc="前台2")

    customer_id = search(act=act(), text=RICH, limit=1)[0].customer_id or 0
    adjust_points(act=act(), customer_id=customer_id, amount=500, reason="补记上月活动")
    lines = (BillLine(SpendKind.MAINTENANCE, 860_00), BillLine(SpendKind.MAINTENANCE, 240_00), BillLine(SpendKind.ACCESSORIES, 600_00))
    slip_id = write_handover(act=act(), form=HandoverForm(customer_id, _BILL, lines, points_used=200))
    post_handover(act=act(), handover_id=slip_id)
    left = balance(customer_id=customer_id, on=act().at.date()).spendable
    adjust_points(act=act(), customer_id=customer_id, amount=300 - left, reason="老系统里已经兑换，补扣")
    return slip_id


def _photo_of_a_bill() -> QImage:
    """What a phone would take of a settlement bill."""
    image = QImage(900, 1200, QImage.Format.Format_RGB32)
    image.fill(theme.colour(theme.SURFACE))
    painter = QPainter(image)
    painter.setPen(theme.colour(theme.INK))
    painter.setFont(theme.font(44, bold=True))
    painter.drawText(QRect(0, 60, 900, 80), Qt.AlignmentFlag.AlignCenter, "维修结算单")
    painter.setFont(theme.font(28))
    for row, words in enumerate(("结算单号 RO2611230339", "维修保养自费　904.50", "精品　313.50", "合计　1,218.00 元", "客户签字")):
        painter.drawText(90, 240 + row * 110, words)
        painter.drawLine(90, 270 + row * 110, 810, 270 + row * 110)
    painter.end()
    return image
