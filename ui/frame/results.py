"""What the search box finds, under it while one types: rows painted in one go, chosen by arrows and Enter or by a click."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from deskapp.members.domain import STOPPED_CARD
from ui.frame.looking import ROWS, last_guests, plate_words, search, search_slow
from ui.kit import icons, notify, theme, work
from ui.kit.buttons import paint_box
from ui.kit.chrome import SearchBox
from ui.kit.labels import paint_text, text_width
from ui.kit.theme import Tone
from ui.session import Session

if TYPE_CHECKING:
    from deskapp.customers.domain import Hit
    from ui.kit.local_state import LocalState

WIDTH = 640
LAST_GUESTS = 10
_HEAD = 30
_FOOT = 28
_LAST_GUESTS = "last_guests"
_WHO_THEY_ARE = "最近的客人"


class Results(QFrame):
    """`customer_chosen(id)` or `number_chosen(number)`. `ask` turns the box into a question ("兑换给谁？") until it is answered or left.

    While nothing is typed the last guests of this PC stand there: only their ids are kept on it.
    """

    customer_chosen = Signal(int)
    number_chosen = Signal(str)
    left = Signal()

    def __init__(self, box: SearchBox, session: Session, local: LocalState, window: QWidget) -> None:
        super().__init__(window)
        self._box, self._session, self._local = box, session, local
        self._hits: Sequence[Hit] = ()
        self._at = 0
        self._said = ""
        self._question = ""
        self._searched = self._answers = ""
        self._are_last = self._goes_on = False
        self.setObjectName("searchResults")
        self.setAccessibleName("搜索结果")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.hide()
        box.textEdited.connect(self._look)
        box.installEventFilter(self)

    # Asking -----------------------------------------------------------------------------------------------------------

    def ask(self, question: str) -> None:
        """Put the cursor into the box under a question; the next chosen customer answers it."""
        self._question = question
        self._box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._box.selectAll()
        self._show((), question)
        self.offer_last_guests()

    def remember(self, customer_id: int) -> None:
        """A guest whose card was opened stands on top of the last ones."""
        last = [key for key in self._last_ids() if key != customer_id]
        self._local.put(_LAST_GUESTS, [customer_id, *last][:LAST_GUESTS])

    def offer_last_guests(self) -> None:
        """Show the last guests under the empty box."""
        ids = self._last_ids()
        if ids and not self._box.text():
            work.latest(self, lambda: last_guests(self._session, ids), self._found_last, topic="last")

    def _last_ids(self) -> list[int]:
        return [key for key in self._local.get(_LAST_GUESTS) or () if isinstance(key, int)]

    def _found_last(self, hits: Sequence[Hit]) -> None:
        if hits and not self._box.text() and self._box.hasFocus():
            self._show(hits, "", are_last=True)

    @property
    def hits(self) -> Sequence[Hit]:
        return self._hits

    def said(self) -> str:
        """What stands above the rows or instead of them: the question, who they are, or that nothing was found."""
        return self._said or self._question or (_WHO_THEY_ARE if self._are_last else "")

    def foot(self) -> str:
        """What stands under rows that are not all."""
        return f"还有更多，只列出 {ROWS} 位；再输入几个字，或加空格和手机、车牌尾号" if self._goes_on else ""

    def look_for(self, text: str) -> None:
        """Search as if `text` had been typed."""
        self._box.setText(text)
        self._look(text)

    def _look(self, text: str) -> None:
        self._searched = text.strip()
        if not self._searched:
            self._show((), self._question)
            self.offer_last_guests()
            return
        asked = self._searched
        work.latest(self, lambda: search(self._session, asked), lambda hits: self._found(asked, hits))

    def _found(self, asked: str, hits: Sequence[Hit]) -> None:
        if asked != self._searched:
            return
        if hits:
            self._show(hits, "")
            return
        work.latest(self, lambda: search_slow(self._session, asked), lambda slow: self._found_slowly(asked, slow), topic="slow")

    def _found_slowly(self, asked: str, slow: tuple[Sequence[Hit], str]) -> None:
        if asked == self._searched:
            self._show(*slow)

    def _show(self, hits: Sequence[Hit], said: str, *, are_last: bool = False) -> None:
        self._goes_on = len(hits) > ROWS and not are_last
        self._hits, self._said, self._at, self._are_last = hits if are_last else hits[:ROWS], said, 0, are_last
        self._answers = "" if are_last else self._searched  # rows of an earlier word must not answer an Enter
        if not hits and not said:
            self.hide()
            return
        under = self._box.mapTo(self.window(), QPoint(0, self._box.height() + theme.HALF_STEP))
        head = _HEAD if self._has_head() else 0
        foot = _FOOT if self._goes_on else 0
        self.setGeometry(under.x(), under.y(), WIDTH, 10 + head + len(self._hits) * theme.ROW + foot)
        self.raise_()
        self.show()
        self.update()

    def _has_head(self) -> bool:
        return bool(self._question) or self._are_last or not self._hits

    # Choosing ---------------------------------------------------------------------------------------------------------

    def leave(self) -> None:
        """Close the list and forget the question; what was typed is gone, the cursor stays."""
        self._searched, self._question, self._hits, self._are_last = "", "", (), False
        self._box.clear()
        self.hide()
        self.left.emit()

    def choose(self, at: int) -> None:
        """Take a row; the question is answered by it."""
        if not 0 <= at < len(self._hits):
            return
        hit = self._hits[at]
        self._searched, self._question, self._hits, self._are_last = "", "", (), False
        self._box.clear()
        self.hide()
        if hit.matched == STOPPED_CARD:
            notify.say(f"这张卡已经停用，请核对来人是不是{hit.name}本人", tone=Tone.WARN)
        if hit.customer_id is not None:
            self.customer_chosen.emit(hit.customer_id)
        else:
            self.number_chosen.emit(hit.number)

    def scanned(self, code: str) -> None:
        """Open the one record a scanned code names; with none or several the box says so."""
        self._box.setFocus(Qt.FocusReason.OtherFocusReason)
        self._box.setText(code)
        self._enter()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        if event.type() is QEvent.Type.FocusOut and self.isVisible():
            self.hide()
        if event.type() is QEvent.Type.FocusIn and self._hits:
            self.show()
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.leave()
            return True
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._hits:
            self._at = (self._at + (1 if key == Qt.Key.Key_Down else -1)) % len(self._hits)
            self.update()
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
            return True
        return False

    def _enter(self) -> None:
        """Take the marked row; a scan that ends before the list has come waits for it."""
        text = self._box.text().strip()
        if not text:
            if self._are_last:
                self.choose(self._at)
            return
        if text == self._answers and self._hits:
            self.choose(self._at)
            return
        self._searched = text
        hits = work.call(search, self._session, text)
        self._show(*((hits, "") if hits else work.call(search_slow, self._session, text)))
        if len(self._hits) == 1 or (self._hits and self._hits[0].exact):
            self.choose(0)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self._row_at(event.position().y())
        if at is not None and at != self._at:
            self._at = at
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self._row_at(event.position().y())
        if at is not None:
            self.choose(at)

    def _row_at(self, y: float) -> int | None:
        at = int(y - 5 - (_HEAD if self._has_head() else 0)) // theme.ROW
        return at if 0 <= at < len(self._hits) else None

    # Painting ---------------------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_box(painter, QRectF(self.rect()), theme.SURFACE, theme.EDGE)
        y = 5.0
        if self._has_head():
            words = QRectF(16, y, self.width() - 32, _HEAD)
            paint_text(painter, words, self.said(), theme.font(theme.HINT), theme.INK_2)
            y += _HEAD
        for at, hit in enumerate(self._hits):
            self._paint_row(painter, QRectF(5, y, self.width() - 10, theme.ROW), hit, marked=at == self._at)
            y += theme.ROW
        if self._goes_on:
            paint_text(painter, QRectF(16, y, self.width() - 32, _FOOT), self.foot(), theme.font(theme.HINT), theme.INK_2)

    def _paint_row(self, painter: QPainter, rect: QRectF, hit: Hit, *, marked: bool) -> None:
        if marked:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.PRIMARY_WASH))
            painter.drawRoundedRect(rect, theme.HALF_STEP, theme.HALF_STEP)
        icon = "file-text" if hit.number else "user"
        icons.draw(painter, icon, theme.PRIMARY if marked else theme.INK_2, round(rect.x() + 11), round(rect.y() + 10), theme.ICON_SMALL)
        x = rect.x() + 38
        name = QRectF(x, rect.y(), 190, rect.height())
        paint_text(painter, name, hit.name, theme.font(bold=True), theme.INK)
        after = x + min(text_width(hit.name, bold=True), 190) + theme.STEP
        paint_text(painter, QRectF(after, rect.y(), 60, rect.height()), hit.salutation, theme.font(theme.HINT), theme.INK_2)
        if hit.note:
            self._paint_note(painter, hit.note, QRectF(after, rect.y(), x + 228 - after, rect.height()), behind=hit.salutation)
        plates = plate_words(hit.plates, self._searched)
        paint_text(painter, QRectF(x + 236, rect.y(), 138, rect.height()), plates, theme.font(), theme.INK)
        paint_text(painter, QRectF(x + 376, rect.y(), 120, rect.height()), hit.mobile, theme.font(), theme.INK_2)
        why = " ".join((*hit.pills, hit.matched)) if not marked else "打开  Enter"
        colour = theme.PRIMARY if marked else theme.INK_2
        paint_text(painter, QRectF(x + 492, rect.y(), 92, rect.height()), why, theme.font(theme.HINT), colour, right=True)

    def _paint_note(self, painter: QPainter, note: str, room: QRectF, *, behind: str) -> None:
        """The pin and as much of the special note as there is room for behind name and salutation."""
        left = room.x() + (text_width(behind, theme.HINT) + theme.STEP if behind else 0)
        icons.draw(painter, "pin", theme.WARN, round(left), round(room.center().y() - theme.ICON_PILL / 2), theme.ICON_PILL)
        left += theme.ICON_PILL + theme.HALF_STEP
        paint_text(painter, QRectF(left, room.y(), room.right() - left, room.height()), note, theme.font(theme.HINT), theme.WARN)
