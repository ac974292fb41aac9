"""The checks: today's plan, a spot check by keys with two failures and their photos, confirmation, notices, past checks, the papers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMimeData, QPointF, QRectF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QGuiApplication, QImage, QPainter, QPen
from PySide6.QtWidgets import QApplication

from ui.kit import theme
from ui.tour.desk import Desk
from ui.tour.hands import CTRL
from ui.tour.opening import PINS

if TYPE_CHECKING:
    from pathlib import Path

_DIGITS = {1: Qt.Key.Key_1, 2: Qt.Key.Key_2, 3: Qt.Key.Key_3}


def plan(desk: Desk) -> None:
    """What must be checked, a blank sheet for a department, a check beyond the plan."""
    hands, album = desk.hands, desk.album
    page = desk.room("inspection")
    hands.settle()
    album.shot("inspection-plan", also=True)
    hands.click("print_blank_sheet")
    hands.sheet("PaperSheet")
    album.shot("inspection-sheet-preview")
    desk.print_open_paper("inspection-sheet-blank")
    hands.click("special_check")
    hands.sheet("BeginDialog")
    album.shot("special-check")
    hands.escape()
    page.show_list("missed")
    hands.settle()
    album.shot("inspection-missed")


def check(desk: Desk) -> None:
    """A spot check by lot: two items fail, one photo comes from the clipboard, one is dropped; confirmation by PIN; notices."""
    hands, album = desk.hands, desk.album
    page = desk.room("inspection")
    hands.settle()
    line = next(one for one in page.plan.model.rows() if one.planned.version.code == "A" and one.planned.kind.value == "spot")
    page.plan.view.select_key(line.key)
    hands.settle()
    album.shot("spot-check-by-lot")
    hands.key(Qt.Key.Key_F4)
    hands.settle()
    view = page.check
    album.shot("check-begun")
    _mark(desk, 1)
    _mark(desk, 2)
    hands.key(Qt.Key.Key_Return)
    album.shot("check-note-missing")
    hands.type("2 号展车右前轮毂标歪斜，车顶有水渍")
    QGuiApplication.clipboard().setImage(_photo(theme.PRIMARY_WASH))
    hands.key(Qt.Key.Key_V, CTRL)
    code = view.rows.here
    hands.until(lambda: view.check.photos_of(code), "the pasted photo")
    hands.key(Qt.Key.Key_Return)
    _mark(desk, 2)
    hands.type("展厅门口地垫卷边，客户会绊")
    _drop(desk, view, desk.window.print_file.with_name("展厅门口.jpg") if desk.window.print_file else None)
    album.shot("check-failed", also=True)
    hands.click("evidence_photo")
    hands.sheet("PhotoSheet")
    album.shot("check-photo")
    hands.escape()
    hands.find(f"note_{view.rows.here}").setFocus()
    hands.key(Qt.Key.Key_Return)
    _mark(desk, 1)
    _mark(desk, 3)
    hands.settle()
    album.shot("check-complete")
    hands.key(Qt.Key.Key_F4)
    hands.settle()
    album.shot("check-finished", also=True)
    _confirm(desk, page)
    _raise(desk, page)


def _mark(desk: Desk, digit: int) -> None:
    view: Any = desk.page.check
    if not isinstance(QApplication.focusWidget(), type(view.rows.list)):
        view.rows.list.setFocus()
        view.go_on()
    desk.hands.key(_DIGITS[digit])
    desk.hands.settle()


def _drop(desk: Desk, view: Any, path: Path | None) -> None:
    """Drag a file onto the open item."""
    if path is None:
        return
    _photo(theme.WARN_WASH).save(str(path))
    carried = QMimeData()
    carried.setUrls([QUrl.fromLocalFile(str(path))])
    code = view.rows.here
    evidence = desk.hands.find(f"evidence_{code}")
    where, how = evidence.rect().center(), (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(evidence, QDragEnterEvent(where, Qt.DropAction.CopyAction, carried, *how))
    QApplication.sendEvent(evidence, QDropEvent(QPointF(where), Qt.DropAction.CopyAction, carried, *how))
    desk.hands.until(lambda: view.check.photos_of(code), "the dropped photo")
    desk.hands.settle()


def _confirm(desk: Desk, page: Any) -> None:
    hands, album = desk.hands, desk.album
    hands.key(Qt.Key.Key_F4)
    dialog = hands.sheet("ConfirmCheckDialog")
    album.shot("confirm-check")
    hands.click("confirm_how_2")
    album.shot("confirm-on-paper")
    hands.click("confirm_how_1")
    dialog.pad.setFocus()
    hands.type("000001")
    hands.settle()
    album.shot("confirm-wrong-pin")
    dialog.pad.setFocus()
    hands.type(PINS["张伟"])
    hands.no_sheet()
    hands.until(lambda: page.check.check.confirmed_at is not None, "the confirmation")
    album.shot("check-confirmed")


def _raise(desk: Desk, page: Any) -> None:
    hands, album = desk.hands, desk.album
    hands.click("next_open")
    hands.sheet("NoticesDialog")
    album.shot("raise-notices")
    hands.save()
    hands.no_sheet()
    album.shot("notice-drafted")
    page = desk.room("inspection")
    hands.until(lambda: page.check.shown and page.check.shown.notices, "the notice beside its check")
    album.shot("check-with-notice")


def past(desk: Desk) -> None:
    """Every check that was done, one complete with its photos, its sheet printed; one voided by the manager."""
    hands, album = desk.hands, desk.album
    page = desk.room("inspection")
    hands.settle()
    if page.check.shown is not None:
        hands.escape()
    hands.click("inspection_tabs_2")
    hands.settle()
    album.shot("inspection-records", also=True)
    page.records.only.set_value("failed")
    hands.settle()
    album.shot("inspection-records-failed")
    hands.key(Qt.Key.Key_F4)
    hands.settle()
    album.shot("inspection-record")
    hands.click("print_check")
    hands.sheet("PaperSheet")
    desk.print_open_paper("inspection-sheet")
    hands.click("leave_check")
    page.show_list("unconfirmed")
    hands.settle()
    album.shot("inspection-unconfirmed")
    hands.key(Qt.Key.Key_F4)
    hands.settle()
    hands.click("void_check")
    hands.sheet("ReasonDialog")
    hands.type("查错了展厅")
    album.shot("void-check")
    hands.save()
    hands.no_sheet()
    album.shot("check-void")
    hands.click("leave_check")


def _photo(fill: str) -> QImage:
    """A car in a showroom, as a phone takes it."""
    image = QImage(1200, 900, QImage.Format.Format_RGB32)
    image.fill(QColor(fill))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(QRectF(0, 640, 1200, 260), QColor(theme.LANE))
    painter.setPen(QPen(QColor(theme.INK_2), 6))
    painter.setBrush(QColor(theme.SURFACE))
    painter.drawRoundedRect(QRectF(340, 330, 520, 190), 90, 90)
    painter.drawRoundedRect(QRectF(160, 440, 900, 210), 70, 70)
    painter.setBrush(QColor(theme.INK))
    for x in (260, 790):
        painter.drawEllipse(QRectF(x, 560, 170, 170))
    painter.setBrush(QColor(theme.EDGE))
    for x in (310, 840):
        painter.drawEllipse(QRectF(x, 610, 70, 70))
    painter.end()
    return image
