"""The first run: one form makes a store of an empty database."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from deskapp.staff.pin import new_recovery_code
from deskapp.typed import Judged, judge_length
from ui.kit import theme, work
from ui.kit.fields import LineField
from ui.kit.fields_code import NameField, TextField
from ui.kit.form_dialog import FormDialog
from ui.kit.frames import beside
from ui.kit.labels import IconMark, Section, Wrapped
from ui.kit.line_edit import LineEdit, fold_upper
from ui.staff.pin_field import PinField, same_pin
from ui.staff.recovery_code import RecoveryCodeSheet
from ui.start.recent import remember

if TYPE_CHECKING:
    from deskapp.data.act import Act
    from deskapp.staff.domain import Person, Right
    from ui.desk import Desk

_SIDE = 272
_STEPS = (
    ("building-2", "门店名称印在每张单据的抬头，以后可在“设置”中修改。"),
    ("user", "客服经理能做全部设置，并给同事建账号、设 PIN。"),
    ("key-round", "保存后显示一次恢复码。客服经理忘记 PIN 时只能靠它，请打印并锁好。"),
)


@dataclass(frozen=True, slots=True)
class Founded:
    """What the first run leaves: who is signed in now, and with which rights."""

    person: Person
    rights: frozenset[Right]


class FirstRunPage(QWidget):
    """Fills the window behind the form. `begin()` opens it; `founded()` when the manager is signed in and his code is safe."""

    founded = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("firstRun")
        self._desk = desk

    def begin(self) -> None:
        """Ask for the store and its manager."""
        dialog = FirstRunDialog(self._desk)
        dialog.accepted.connect(partial(self._show_code, dialog))
        dialog.open()

    def _show_code(self, dialog: FirstRunDialog, founded: Founded) -> None:
        remember(self._desk.local, founded.person, self._desk.session.now())
        sheet = RecoveryCodeSheet(self._desk, founded.person, dialog.recovery_code, store=dialog.store_name.text().strip())
        sheet.closed.connect(partial(self._let_in, founded))
        sheet.open()

    def _let_in(self, founded: Founded) -> None:
        self._desk.session.sign_in(founded.person, founded.rights)
        self.founded.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(theme.NAV))


class FirstRunDialog(FormDialog[Founded]):
    """Store, outlet, plate prefix; the first 客服经理 with his PIN. It cannot be left: without it there is no store."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.sheets, "建立门店", "建立门店", form="first_run", icon="building-2", width=960, own_foot=True)
        self._desk = desk
        self.recovery_code = new_recovery_code()  # made once, so that the same form sent again has the same code
        self.store_name = self.field("store_name", TextField("store_name", "门店名称", limit=40, required=True))
        self.outlet = self.field("outlet", TextField("outlet", "本店网点", limit=20, required=True))
        self.plate_prefix = self.field("plate_prefix", _prefix_field())
        self.manager_name = self.field("manager_name", NameField("manager_name", "客服经理姓名", required=True))
        self.manager_no = self.field("manager_no", _number_field())
        self.pin = self.field("pin", PinField("pin", "PIN", hint="每天登录用"))
        self.pin_again = self.field("pin_again", PinField("pin_again", "再输一次 PIN", fresh=False))
        self.outlet.set_text("总店")
        self.plate_prefix.set_text("粤B")
        self._lay_out_form()
        self.head.set_hint("首次使用，约 1 分钟")
        close = self.head.findChild(QWidget, "close")
        if close is not None:
            close.hide()

    def _lay_out_form(self) -> None:
        form = QGridLayout()
        form.setHorizontalSpacing(theme.GAP_WIDE)
        form.setVerticalSpacing(theme.GAP)
        form.addWidget(Section("门店"), 0, 0, 1, 2)
        form.addWidget(self.store_name, 1, 0, 1, 2)
        form.addWidget(self.outlet, 2, 0)
        form.addWidget(self.plate_prefix, 2, 1)
        form.setRowMinimumHeight(3, theme.STEP)
        form.addWidget(Section("客服经理"), 4, 0, 1, 2)
        form.addWidget(self.manager_name, 5, 0)
        form.addWidget(self.manager_no, 5, 1)
        form.addWidget(self.pin, 6, 0)
        form.addWidget(self.pin_again, 6, 1)
        form.setColumnStretch(0, 1)
        form.setColumnStretch(1, 1)
        left = QVBoxLayout()
        left.setContentsMargins(theme.MARGIN_X, theme.GAP_WIDE, theme.MARGIN_X, theme.MARGIN_X)
        left.setSpacing(theme.GAP_WIDE)
        left.addLayout(form)
        left.addStretch(1)
        left.addWidget(self.reason_line)
        left.addWidget(self.summary)
        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(_Side(self.primary_button))
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(content)

    def save(self) -> Founded:
        return work.call(
            _found,
            self._desk.session.act(request_id=self.request_id),
            store_name=self.store_name.need(),
            outlet=self.outlet.need(),
            plate_prefix=self.plate_prefix.need(),
            manager_no=self.manager_no.need(),
            manager_name=self.manager_name.need(),
            pin=same_pin(self.pin, self.pin_again),
            recovery_code=self.recovery_code,
        )

    def escape(self) -> None:
        """Nothing to go back to."""


class _Side(QWidget):
    """What will happen, and the one button."""

    def __init__(self, button: QWidget) -> None:
        super().__init__()
        self.setFixedWidth(_SIDE)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, theme.GAP_WIDE, 20, theme.MARGIN_X)
        column.setSpacing(theme.GAP_WIDE)
        column.addWidget(Section("接下来"))
        for icon, words in _STEPS:
            line = Wrapped(words, colour=theme.INK_2)
            row = beside(IconMark(icon, theme.PRIMARY), line, spacing=theme.GAP, stretch=False)
            line.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
            column.addWidget(row)
        column.addStretch(1)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.setFixedHeight(theme.CONTROL_MAIN)
        column.addWidget(button)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.HEAD))
        radius = theme.RADIUS_DIALOG  # the sheet is round at its lower right corner only
        painter.drawRoundedRect(self.rect().adjusted(-radius, -radius, 0, 0), radius, radius)
        painter.fillRect(0, 0, 1, self.height(), QColor(theme.LINE))


def _number_field() -> LineField[str]:
    judge = partial(judge_length, limit=20, field="manager_no")
    edit = LineEdit(ime=False, reshape=fold_upper, placeholder="例如 101")
    return LineField("manager_no", "工号", judge=judge, write=str, edit=edit, required=True)


def _prefix_field() -> LineField[str]:
    edit = LineEdit(placeholder="粤B", reshape=fold_upper)
    return LineField("plate_prefix", "车牌前缀", judge=_judge_prefix, write=str, edit=edit, required=True, hint="省份和字母")


def _judge_prefix(text: str) -> Judged[str]:
    from deskapp.store.domain import judge_plate_prefix

    return Judged(judge_plate_prefix(text, field="plate_prefix"))


def _found(
    act: Act,
    *,
    store_name: str,
    outlet: str,
    plate_prefix: str,
    manager_no: str,
    manager_name: str,
    pin: str,
    recovery_code: str,
) -> Founded:
    from deskapp.staff.service import person, rights_of
    from deskapp.store.first_run import first_run

    staff_id = first_run(
        act=act,
        store_name=store_name,
        outlet=outlet,
        plate_prefix=plate_prefix,
        manager_no=manager_no,
        manager_name=manager_name,
        pin=pin,
        recovery_code=recovery_code,
    )
    return Founded(person(staff_id), rights_of(staff_id, on=act.at.date()))
