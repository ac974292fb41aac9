"""Beside the form: the car, who looks after the customer, his earlier slips; below, what the chosen level promises him."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ui.kit import buttons, theme
from ui.kit.frames import Divider, LabelRows, SidePanel, beside
from ui.kit.labels import Hint, Label, Section, Wrapped

if TYPE_CHECKING:
    from datetime import datetime

    from deskapp.complaints.reception import Caller, Promise
    from deskapp.complaints.things import Complaint
    from deskapp.customers.domain import Vehicle

WIDTH = 268
_LABELS = 60
_MOST = 3
"""Earlier slips in sight."""
_TIPS = (
    "先听完，再记；照客户的话写，不替客户下结论。",
    "问清三件事：什么时候、在哪里、希望怎样解决。",
    "当面告诉客户：谁来办、什么时候给回话。",
)


class ReceiveSide(SidePanel):
    """`slip_wanted(number)` when an earlier slip is to be looked at."""

    slip_wanted = Signal(str)

    def __init__(self, vehicle: QWidget) -> None:
        """`vehicle` is the field that chooses among several cars."""
        super().__init__(WIDTH, name="receive_side")
        self.column.addWidget(vehicle)
        self._about = QWidget()
        self._about.setObjectName("formBody")  # as see-through as that of the fields
        self._about_column = _column(self._about)
        self.column.addWidget(_scrolling(self._about), 1)
        self.column.addWidget(Divider())
        self.column.addWidget(Section("受理后"))
        self._promise = QWidget()
        self._promise_column = _column(self._promise)
        self.column.addWidget(self._promise)
        self.show_nobody()
        self.show_promise(None, None)

    def show_nobody(self) -> None:
        """What to mind while nobody is known."""
        _empty(self._about_column)
        self._about_column.addWidget(Section("受理要点"))
        for tip in _TIPS:
            self._about_column.addWidget(Wrapped(tip, colour=theme.INK_2))
        self._about_column.addStretch(1)

    def show_caller(self, caller: Caller, vehicle_id: int | None) -> None:
        """The customer, with the car it is about."""
        guest = caller.customer
        _empty(self._about_column)
        if guest.note:
            self._about_column.addWidget(Wrapped(f"特别说明：{guest.note}", colour=theme.WARN))
        car = next((one for one in guest.vehicles if one.id == vehicle_id), None)
        advisors = [("服务顾问", caller.service_advisor), ("销售顾问", caller.sales_advisor)]
        rows = _car(car) if car else [("车辆", Hint("与车无关，或还没有选" if guest.vehicles else "没有登记"))]
        rows += [(label, Label(f"{person.name} {person.department}")) for label, person in advisors if person is not None]
        self._about_column.addWidget(LabelRows(rows, labels=_LABELS))
        self._about_column.addWidget(Section("以前的处理单"))
        for slip in caller.earlier[:_MOST]:
            self._about_column.addWidget(self._slip(slip))
        more = len(caller.earlier) > _MOST
        if more or not caller.earlier:
            self._about_column.addWidget(Hint("更早的见会员卡片“投诉”" if more else "没有，第一次"))
        self._about_column.addStretch(1)

    def show_promise(self, promise: Promise | None, now: datetime | None, *, contact: str = "") -> None:
        """Until when what is done at this level; `contact` says why nobody needs to be called first."""
        _empty(self._promise_column)
        if promise is None or now is None:
            self._promise_column.addWidget(Hint("选了级别后显示时限"))
            return
        rows = (
            ("首次联系", contact or _by(promise.contact_by, now)),
            ("部门", promise.handling.removeprefix("部门 ")),
            ("告知客户", f"{promise.tell_by:%m-%d} 前"),
        )
        self._promise_column.addWidget(LabelRows([(label, Wrapped(words)) for label, words in rows], labels=_LABELS))

    def _slip(self, slip: Complaint) -> QWidget:
        line = QWidget()
        column = _column(line, spacing=0)
        number = buttons.link(slip.number, icon="external-link", height=24, name=f"earlier_{slip.number}")
        number.clicked.connect(partial(self.slip_wanted.emit, slip.number))
        column.addWidget(beside(number))
        column.addWidget(Hint(f"{slip.received_at:%Y-%m-%d}  {slip.category.full}  {slip.state.label}"))
        return line


def _car(car: Vehicle) -> list[tuple[str, QWidget]]:
    rows: list[tuple[str, QWidget]] = [("车牌", Label(car.plate_text or "未上牌", bold=True))]
    rows += [("车型", Wrapped(car.model))] if car.model else []
    rows += [("里程", Label(f"{car.odometer_km:,} km"))] if car.odometer_km is not None else []
    return rows + ([("购车", Label(f"{car.bought_on:%Y-%m-%d}"))] if car.bought_on is not None else [])


def _scrolling(content: QWidget) -> QScrollArea:
    """Much is known of some customers: what has no room is scrolled to."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    area.viewport().setAutoFillBackground(False)
    content.setAutoFillBackground(False)
    return area


def _by(at: datetime, now: datetime) -> str:
    return f"今天 {at:%H:%M} 前" if at.date() == now.date() else f"{at:%m-%d %H:%M} 前"


def _column(widget: QWidget, *, spacing: int = theme.STEP) -> QVBoxLayout:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(spacing)
    return column


def _empty(column: QVBoxLayout) -> None:
    while (taken := column.takeAt(0)) is not None:
        widget = taken.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
