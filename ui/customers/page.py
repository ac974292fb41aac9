"""客户: everybody the store knows, the last taken up on top; the one search box finds the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskapp.customers.domain import CustomerKind, CustomerRow
from deskapp.staff.domain import Right
from ui.desk import DeskAct
from ui.kit import buttons, theme, work
from ui.kit.filters import FilterBar, FilterChip
from ui.kit.frames import Card, Empty, LabelRows
from ui.kit.labels import Label, Section, Wrapped
from ui.kit.page import Page
from ui.kit.pills import Pill
from ui.kit.rows import Column, RowsModel
from ui.kit.rows import Page as RowsPage
from ui.kit.rows_view import RowsView
from ui.kit.theme import Tone

if TYPE_CHECKING:
    from deskapp.data import Act
    from ui.desk import Desk


@dataclass(frozen=True)
class Line:
    """A customer with what stands behind his name as a member."""

    row: CustomerRow
    pills: tuple[str, ...]


class CustomersPage(Page):
    """Enter opens the card."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("客户", name="customers")
        self._desk = desk
        self.reveals = buttons.plain("号码查看记录", icon="eye", name="reveals_log")
        self.look_alikes = buttons.plain("可能重复", icon="users", name="look_alikes_list_button")
        self.new = buttons.plain("新增客户", icon="user-plus", name="new_customer")
        self.reveals.clicked.connect(self._show_reveals)
        self.look_alikes.clicked.connect(self._show_look_alikes)
        self.new.clicked.connect(self._add)
        for button in (self.reveals, self.look_alikes, self.new):
            self.add_button(button)
        self.reveals.setVisible(desk.session.may(Right.MANAGE_STAFF))
        self.look_alikes.setVisible(desk.session.may(Right.MERGE_CUSTOMERS))
        self.new.setVisible(desk.session.may(Right.EDIT_CUSTOMERS))
        self.kind = FilterChip("kind", "类型", [(None, "全部"), *((kind, kind.label) for kind in CustomerKind)])
        self.set_filters(FilterBar(self.kind))
        columns: Sequence[Column[Line]] = (
            Column(key="name", title="姓名", text=lambda line: line.row.name, after=_behind_name, bold=True, stretch=True),
            Column(key="member", title="会员", text=lambda line: "・".join(line.pills) or "—", pill=_pill, width=108),
            Column(key="mobile", title="手机", text=lambda line: line.row.mobile, width=136),
            Column(key="plates", title="车辆", text=lambda line: "、".join(line.row.plates) or "—", width=208),
            Column(key="created", title="登记时间", text=lambda line: f"{line.row.created_at:%Y-%m-%d %H:%M}", width=148),
        )
        self.model: RowsModel[Line] = RowsModel(columns, key=lambda line: line.row.customer_id)
        self._limits = work.call(_limits, desk.session.act())
        if self._limits:
            empty = Empty("这里没有客户名单", f"按 F2：{self._limits}", icon="users")
        else:
            empty = Empty("还没有客户", "按 F3 办理入会，或点“新增客户”登记", icon="users")
        self.view = RowsView(self.model, name="customer_list", says="客户", state=desk.local, empty=empty)
        self.panel = CustomerPanel()
        self.set_content(self.view, self.panel)
        self.kind.setVisible(not self._limits)
        self.set_subtitle("" if self._limits else "按 F2 搜索姓名、手机、车牌或卡号")
        self.view.opened.connect(self._open)
        self.view.current_changed.connect(self.panel.show_line)
        self.panel.open.clicked.connect(lambda: self._open(self.view.current_row()))
        self.panel.enroll.clicked.connect(self._enroll)
        self.model.loaded.connect(self._select)

    def refresh(self) -> None:
        kind = self.kind.value()
        if self._limits:
            self.model.set_rows(())
            return
        self.model.set_source(lambda page: _customers(self._desk.session.act(), kind, page))

    def _select(self) -> None:
        if self.view.current_row() is None:
            self.view.select_first()
        else:
            self.panel.show_line(self.view.current_row())

    def _open(self, line: Any) -> None:
        if line is not None:
            self._desk.open_customer(line.row.customer_id)

    def _enroll(self) -> None:
        line = self.view.current_row()
        if line is not None:
            self._desk.start(DeskAct.ENROLL, known=line.row.customer_id)

    def _add(self) -> None:
        from ui.customers.edit_dialog import EditCustomerDialog

        dialog = EditCustomerDialog(self._desk)
        dialog.accepted.connect(self._added)
        dialog.open()

    def _show_look_alikes(self) -> None:
        from ui.customers.look_alikes_sheet import LookAlikesSheet

        sheet = LookAlikesSheet(self._desk)
        sheet.accepted.connect(self._desk.changed)
        sheet.open()

    def _show_reveals(self) -> None:
        from ui.customers.reveals_sheet import RevealsSheet

        RevealsSheet(self._desk).open()

    def _added(self, customer_id: int) -> None:
        self._desk.changed()
        self._desk.open_customer(customer_id)


class CustomerPanel(Card):
    """The row under the cursor, and what to do with him."""

    def __init__(self) -> None:
        super().__init__(name="customer_panel")
        self._holder = QWidget()
        column = QVBoxLayout(self._holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        self._name = Section("")
        self._mobile, self._plates, self._member, self._created = Label(), Wrapped(), Label(), Label()
        rows = LabelRows([("手机", self._mobile), ("车辆", self._plates), ("会员", self._member), ("登记", self._created)])
        self._note = Wrapped("", colour=theme.WARN)
        self.open = buttons.primary("打开会员卡片", icon="arrow-right", key="Enter", height=theme.CONTROL_MAIN, name="open_card")
        self.enroll = buttons.plain("办理入会", icon="user-plus", name="enroll_selected")
        column.addWidget(self._name)
        column.addWidget(rows)
        column.addWidget(self._note)
        column.addStretch(1)
        column.addWidget(self.enroll)
        column.addWidget(self.open)
        self.column.addWidget(self._holder)
        self._holder.hide()

    def show_line(self, line: Line | None) -> None:
        self._holder.setVisible(line is not None)
        if line is None:
            return
        self._name.set_text(f"{line.row.name} {line.row.salutation}".strip())
        self._mobile.set_text(line.row.mobile)
        self._plates.setText("、".join(line.row.plates) or "—")
        self._member.set_text("・".join(line.pills) or "还不是会员")
        self._created.set_text(f"{line.row.created_at:%Y-%m-%d %H:%M}")
        self._note.setText(f"特别说明：{line.row.note}" if line.row.note else "")
        self._note.setVisible(bool(line.row.note))
        self.enroll.setVisible(not line.pills)


def _behind_name(line: Line) -> str:
    return line.row.contact if line.row.contact else line.row.salutation


def _pill(line: Line) -> Pill | None:
    return Pill(line.pills[0], Tone.WARN if line.pills[0] == "待录入" else Tone.INFO, "crown") if line.pills else None


def _limits(act: Act) -> str:
    from deskapp.members.lookup import search_limits

    return search_limits(act=act)


def _customers(act: Act, kind: CustomerKind | None, page: RowsPage[Line]) -> list[Line]:
    from deskapp.customers.views import customers
    from deskapp.members.reading import pills

    rows = customers(act=act, kind=kind, before=page.after.row.customer_id if page.after else None, limit=page.limit)
    found = pills(customer_ids=[row.customer_id for row in rows], on=act.at.date())
    return [Line(row, found.get(row.customer_id, ())) for row in rows]
