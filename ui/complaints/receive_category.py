"""类别: the whole tree in sight under its field, narrowed by typing pinyin, initials or words; one key or one click takes a leaf."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from deskapp.complaints.lists import BY_CODE, CATEGORIES, Category, Group
from deskapp.errors import UserError
from deskapp.typed import Judged, fold, name_readings
from ui.kit import theme
from ui.kit.buttons import paint_box
from ui.kit.fields import Field
from ui.kit.labels import paint_text
from ui.kit.line_edit import LineEdit

_COLUMN, _ROW, _HEAD, _MARGIN = 106, 28, 26, 8
_COLUMNS = tuple(tuple(one for one in CATEGORIES if one.group is group) for group in Group)


class CategoryTree(QFrame):
    """The leaves in columns under their group. `show_under` puts it under its field; it never takes the focus."""

    picked = Signal(str)

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self.setObjectName("category_tree")
        self.setAccessibleName("类别")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._wanted: frozenset[str] = frozenset(BY_CODE)
        self._at = ""
        self.setFixedSize(len(_COLUMNS) * _COLUMN + 2 * _MARGIN, _HEAD + max(map(len, _COLUMNS)) * _ROW + 2 * _MARGIN)
        self.hide()

    def show_under(self, anchor: QWidget) -> None:
        """Drop down under `anchor`, or above it where the form ends."""
        host = self._host
        under = anchor.mapTo(host, QPoint(0, anchor.height() + theme.HALF_STEP))
        above = under.y() - anchor.height() - 2 * theme.HALF_STEP - self.height()
        fits = under.y() + self.height() <= host.height() - theme.HALF_STEP or above < 0
        self.move(max(0, min(under.x(), host.width() - self.width() - theme.STEP)), under.y() if fits else above)
        self.raise_()
        self.show()

    def narrow(self, codes: frozenset[str], at: str) -> None:
        """Dim the leaves that do not fit what was typed, and stand on one ('' = on none)."""
        self._wanted, self._at = codes, at
        self.update()

    def current(self) -> str:
        """The code of the leaf the cursor stands on."""
        return self._at

    def step(self, across: int, down: int) -> None:
        """Move by arrow keys among the leaves that fit."""
        column, row = self._place()
        if column < 0:
            first = next((one.code for one in CATEGORIES if one.code in self._wanted), "")
            self.narrow(self._wanted, first)
            return
        if down:
            fitting = [one.code for one in _COLUMNS[column] if one.code in self._wanted]
            at = fitting.index(self._at) + down if self._at in fitting else 0
            self._at = fitting[max(0, min(at, len(fitting) - 1))]
        else:
            others = [place for place, leaves in enumerate(_COLUMNS) if any(one.code in self._wanted for one in leaves)]
            to = others[max(0, min(others.index(column) + across, len(others) - 1))]
            fitting = [one.code for one in _COLUMNS[to] if one.code in self._wanted]
            self._at = fitting[min(row, len(fitting) - 1)]
        self.update()

    def place_of(self, code: str) -> QRectF:
        """Where a leaf stands, for a click."""
        group = next(place for place, leaves in enumerate(_COLUMNS) if any(one.code == code for one in leaves))
        row = [one.code for one in _COLUMNS[group]].index(code)
        return QRectF(_MARGIN + group * _COLUMN, _MARGIN + _HEAD + row * _ROW, _COLUMN, _ROW)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        code = self._under(event)
        if code and code != self._at:
            self._at = code
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        code = self._under(event)
        if code:
            self.picked.emit(code)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_box(painter, QRectF(self.rect()), theme.SURFACE, theme.EDGE)
        for place, (group, leaves) in enumerate(zip(Group, _COLUMNS, strict=True)):
            left = _MARGIN + place * _COLUMN
            words = QRectF(left + 8, _MARGIN, _COLUMN - 8, _HEAD)
            paint_text(painter, words, group.label, theme.font(theme.HINT, bold=True), theme.INK_2)
            for one in leaves:
                self._paint_leaf(painter, one)

    def _paint_leaf(self, painter: QPainter, one: Category) -> None:
        place = self.place_of(one.code)
        fits, here = one.code in self._wanted, one.code == self._at
        if here:
            paint_box(painter, place.adjusted(1, 1, -1, -1), theme.PRIMARY_WASH, theme.PRIMARY_WASH)
        ink = theme.PRIMARY if here else theme.INK if fits else theme.INK_3
        if fits and not here and len(self._wanted) < len(BY_CODE):
            painter.fillRect(QRectF(place.x() + 8, place.bottom() - 4, 16, 1), QColor(theme.PRIMARY))
        paint_text(painter, place.adjusted(8, 0, 0, 0), one.label, theme.font(bold=here), ink)

    def _place(self) -> tuple[int, int]:
        for column, leaves in enumerate(_COLUMNS):
            for row, one in enumerate(leaves):
                if one.code == self._at:
                    return column, row
        return -1, -1

    def _under(self, event: QMouseEvent) -> str:
        at = event.position()
        return next((one.code for one in CATEGORIES if self.place_of(one.code).contains(at)), "")


class CategoryField(Field[str]):
    """The value is the code of a leaf. `host` is the sheet over which the tree opens."""

    def __init__(self, host: QWidget, name: str = "category", label: str = "类别", *, required: bool = False) -> None:
        super().__init__(name, label, required=required)
        self.edit = _CategoryEdit()
        self._adopt(self.edit)
        self.tree = CategoryTree(host)
        self._keys: dict[str, str] = {}  # made when somebody types: readings of names load a dictionary
        self.tree.picked.connect(self._take)
        self.edit.entered.connect(self._open)
        self.edit.left.connect(self._leave)
        self.edit.moved.connect(self._move)
        self.edit.taking.connect(self._take_current)
        self.edit.trailing_clicked.connect(self._open_by_click)
        self.edit.textEdited.connect(self._narrow)
        self.edit.textChanged.connect(self._on_change)

    def text(self) -> str:
        return self.edit.text()

    def set_text(self, text: str) -> None:
        self.edit.setText(text)

    def code(self) -> str:
        """The code of the leaf named in the field, '' while there is none."""
        return next((one.code for one in CATEGORIES if one.full == self.text().strip()), "")

    def matches(self, text: str) -> list[str]:
        """Leaves whose words, pinyin or initials hold the typed text; those that begin with it first."""
        wanted = fold(text)
        self._keys = self._keys or {one.code: _key(one) for one in CATEGORIES}
        found = [code for code, key in self._keys.items() if wanted in key]
        return sorted(found, key=lambda code: f" {wanted}" not in self._keys[code])

    def _judge(self, text: str) -> Judged[str]:
        code = self.code()
        if code:
            return Judged(code)
        found = self.matches(text.strip())
        if len(found) == 1:
            return Judged(found[0])
        if not found:
            raise UserError(f"没有类别“{text.strip()}”，请从列表里选", field=self.name)
        raise UserError(f"“{text.strip()}”有 {len(found)} 个类别，请选一个", field=self.name)

    def _written(self, value: str) -> str:
        return BY_CODE[value].full

    def _missing(self) -> str:
        return "还没有选类别"

    def _open(self) -> None:
        code = self.code()
        self.tree.narrow(frozenset(BY_CODE), code)
        self.tree.show_under(self.edit)
        self.edit.lists = True

    def _open_by_click(self) -> None:
        self.edit.setFocus()
        self._open()

    def _leave(self) -> None:
        self.tree.hide()
        self.edit.lists = False
        if not self.is_empty() and not self.code():
            found = self.matches(self.text().strip())
            if len(found) == 1:
                self.set_value(found[0])
        self._on_settled()

    def _narrow(self, text: str) -> None:
        if not self.tree.isVisible():
            self._open()
        typed = text.strip()
        found = self.matches(typed) if typed else list(BY_CODE)
        self.tree.narrow(frozenset(found), found[0] if typed and found else "")

    def _move(self, across: int, down: int) -> None:
        if not self.tree.isVisible():
            self._open()
        self.tree.step(across, down)

    def _take_current(self) -> None:
        code = self.tree.current()
        if self.tree.isVisible() and code:
            self._take(code)
        elif self.tree.isVisible():
            self.tree.hide()
            self.edit.lists = False

    def _take(self, code: str) -> None:
        self.set_value(code)
        self.tree.hide()
        self.edit.lists = False
        self.edit.setFocus()
        self._on_settled()


class _CategoryEdit(LineEdit):
    """Enter takes the leaf and goes on. `lists` while the tree is open: then Esc closes it, and ← → belong to it."""

    entered = Signal()
    left = Signal()
    moved = Signal(int, int)
    taking = Signal()

    def __init__(self) -> None:
        super().__init__(ime=False, trail="chevron-down", placeholder="点选，或打拼音，例如 ddsj")
        self.lists = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: (0, 1), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0)}
        key = Qt.Key(event.key())
        plain = not event.modifiers() & (Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier)
        if key in step and plain and (self.lists or key in (Qt.Key.Key_Down, Qt.Key.Key_Up)):
            self.moved.emit(*step[key])
            return
        if key == Qt.Key.Key_Escape and self.lists:
            self.lists = False
            self.left.emit()
            return
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.taking.emit()
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if not self.lists:
            self.entered.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.selectAll()
            self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason):
            self.left.emit()


def _key(one: Category) -> str:
    """What a leaf is found by: its words, pinyin and initials, each side of a slash too, and those of its group."""
    found = [fold(one.full)]
    for words in (*one.label.split("/"), one.label.replace("/", ""), one.group.label):
        readings = name_readings(words)
        found += [fold(words), *readings.full, *readings.initials]
    return " " + " ".join(found)
