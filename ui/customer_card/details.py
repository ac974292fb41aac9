"""资料: everything known about the person himself, the cars that were his, what was merged into him, and his rights over his data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from deskapp.typed import format_birthday
from ui.kit import buttons, theme
from ui.kit.frames import SectionHead, beside
from ui.kit.labels import Hint, Label, Wrapped

if TYPE_CHECKING:
    from deskapp.customers.domain import Customer, Merge
    from ui.customer_card.loading import CardData, Details

_ADDRESS = "邮寄地址"
_FACTS = ("客户类型", "单位名称", "姓名", "联系人", "信用代码", "称谓", "姓名读音", "手机", "备用联系", "生日", "邮寄地址", "登记时间")
_ASKED_OF_ALL = frozenset(("客户类型", "称谓", "手机", "备用联系", "生日", "邮寄地址", "登记时间"))
"""What is shown as — where nothing is known; the rest only where there is something."""


class DetailsPanel(QWidget):
    """Left what is known of him, right what happened to his records and what he may ask for."""

    edit_wanted = Signal()
    reveal_wanted = Signal()
    merge_wanted = Signal()
    undo_wanted = Signal(object)  # Merge
    print_copy_wanted = Signal()
    save_copy_wanted = Signal()
    erase_wanted = Signal()
    archive_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card_details")
        self._numbers: tuple[str, str] | None = None
        self._guest: Customer | None = None
        self.edit = buttons.link("修改", icon="pencil", name="edit_details")
        self.edit.clicked.connect(self.edit_wanted)
        self.reveal = buttons.link("显示号码", icon="eye", name="reveal_details")
        self.reveal.clicked.connect(self.reveal_wanted)
        self._left = QVBoxLayout()
        self._left.setSpacing(theme.HALF_STEP)
        head = SectionHead("基本资料", action=beside(self.reveal, self.edit, stretch=False))
        head.setFixedHeight(theme.CONTROL_SMALL)
        self._left.addWidget(head)
        self._facts: dict[str, tuple[Hint, Label | Wrapped]] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.STEP)
        grid.setVerticalSpacing(theme.HALF_STEP)
        grid.setColumnMinimumWidth(0, theme.PANEL_LABELS)
        grid.setColumnStretch(1, 1)
        for row, label in enumerate(_FACTS):
            grows = label == _ADDRESS
            self._facts[label] = Hint(label), Wrapped() if grows else Label()
            for column, widget in enumerate(self._facts[label]):
                grid.addWidget(widget, row, column, Qt.AlignmentFlag.AlignTop if grows else Qt.AlignmentFlag.AlignVCenter)
        self._left.addLayout(grid)
        self._left.addStretch(1)
        self._right = QVBoxLayout()
        self._right.setSpacing(theme.HALF_STEP)
        self._past_head, self._past = SectionHead("不再是他的车"), QVBoxLayout()
        self._merged_head, self._merged = SectionHead("并入的记录"), QVBoxLayout()
        for head, lines in ((self._past_head, self._past), (self._merged_head, self._merged)):
            head.setFixedHeight(theme.CONTROL_SMALL)
            lines.setSpacing(theme.HALF_STEP)
            self._right.addWidget(head)
            self._right.addLayout(lines)
            self._right.addSpacing(theme.STEP)
        self._right.addWidget(self._make_acts())
        self._right.addStretch(1)
        self._lay_out()

    def _lay_out(self) -> None:
        inside = QWidget()
        row = QHBoxLayout(inside)
        row.setContentsMargins(theme.GAP_WIDE, theme.GAP, theme.GAP_WIDE, theme.GAP)
        row.setSpacing(2 * theme.MARGIN_X)
        row.addLayout(self._left, 5)
        row.addLayout(self._right, 6)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(area.focusPolicy().NoFocus)
        area.setWidget(inside)
        area.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(area)

    def _make_acts(self) -> QWidget:
        """What a manager does with the record, what the guest may ask for (PIPL 44–47)."""
        self._acts = QWidget()
        grid = QGridLayout(self._acts)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.GAP)
        grid.setVerticalSpacing(theme.STEP)
        grid.addWidget(SectionHead("客户的权利与记录"), 0, 0, 1, 3)
        self.print_copy = buttons.plain("打印个人信息副本", icon="printer", height=theme.CONTROL_SMALL, name="print_copy")
        self.save_copy = buttons.plain("存成表格…", icon="download", height=theme.CONTROL_SMALL, name="save_copy")
        self.merge = buttons.plain("与另一位客户合并…", icon="users", height=theme.CONTROL_SMALL, name="merge_customer")
        self.erase = buttons.danger("清除个人信息…", icon="trash-2", height=theme.CONTROL_SMALL, name="erase_customer")
        self.archive = buttons.plain("调取封存的购车档案…", icon="lock", height=theme.CONTROL_SMALL, name="read_archive")
        for button, signal in (
            (self.print_copy, self.print_copy_wanted),
            (self.save_copy, self.save_copy_wanted),
            (self.merge, self.merge_wanted),
            (self.erase, self.erase_wanted),
            (self.archive, self.archive_wanted),
        ):
            button.clicked.connect(signal)
        grid.addWidget(self.merge, 1, 0)
        grid.addWidget(self.print_copy, 1, 1)
        grid.addWidget(self.save_copy, 1, 2)
        grid.addWidget(self.erase, 2, 0)
        grid.addWidget(self.archive, 2, 0)
        grid.setColumnStretch(3, 1)
        return self._acts

    def show_data(self, data: CardData) -> None:
        """What the card has loaded anyway; the rest comes with `show_details`."""
        guest = data.customer
        if self._guest is None or self._guest.id != guest.id or self._guest.mobile != guest.mobile:
            self._numbers = None
        self._guest = guest
        self._show_facts(guest)
        for widget in (self.edit, self.reveal):
            widget.setVisible(data.may_edit and not guest.erased)
        past = () if guest.erased else guest.past_vehicles
        _refill(self._past, [_past(car.plate_text, car.model, f"{car.ended_at:%Y-%m-%d} {car.ended_why}") for car in past])
        self._past_head.setVisible(bool(past))

    def show_numbers(self, mobile: str, alt_phone: str) -> None:
        """Both numbers in full, until they are hidden."""
        self._numbers = mobile, alt_phone
        self.reveal.set_words("隐藏号码", icon="eye-off")
        if self._guest is not None:
            self._show_facts(self._guest)

    def hide_numbers(self) -> None:
        self._numbers = None
        self.reveal.set_words("显示号码", icon="eye")
        if self._guest is not None:
            self._show_facts(self._guest)

    def show_details(self, details: Details) -> None:
        guest = self._guest
        if guest is None:
            return
        _refill(self._merged, [self._merged_line(merge, who, details.may_merge) for merge, who in details.merges])
        self._merged_head.setVisible(bool(details.merges))
        self.merge.setVisible(details.may_merge and not guest.erased)
        self.print_copy.setVisible(details.may_export and not guest.erased)
        self.save_copy.setVisible(details.may_export and not guest.erased)
        self.erase.setVisible(details.may_erase and not guest.erased)
        self.archive.setVisible(details.may_erase and guest.erased)
        self._acts.setVisible(details.may_merge or details.may_export or details.may_erase)

    def _show_facts(self, guest: Customer) -> None:
        mobile, alt_phone = self._numbers or (guest.mobile, guest.alt_phone)
        company = bool(guest.contact)
        facts = {
            "客户类型": guest.kind.label,
            "单位名称": guest.name if company else "",
            "姓名": "" if company else guest.name,
            "联系人": guest.contact,
            "信用代码": guest.credit_code,
            "称谓": guest.salutation.spoken,
            "姓名读音": guest.reading,
            "手机": mobile,
            "备用联系": f"{guest.alt_contact} {alt_phone}".strip(),
            "生日": format_birthday(guest.birthday) if guest.birthday else "",
            "邮寄地址": guest.address,
            "登记时间": f"{guest.created_at:%Y-%m-%d %H:%M}",
        }
        for label, text in facts.items():
            head, value = self._facts[label]
            if isinstance(value, Label):
                value.set_text(text or "—")
            else:
                value.setText(text or "—")
            for widget in (head, value):
                widget.setVisible(bool(text) or label in _ASKED_OF_ALL)

    def _merged_line(self, merge: Merge, who: str, may_merge: bool) -> QWidget:
        words = Label(merge.loser, bold=True)
        hint = Hint(f"{merge.at:%Y-%m-%d} {who}・{merge.reason}")
        if not may_merge:
            return beside(words, hint, spacing=theme.GAP)
        undo = buttons.link("撤销合并…", icon="undo-2", name=f"undo_merge_{merge.id}")
        undo.clicked.connect(lambda: self.undo_wanted.emit(merge))
        return beside(words, hint, undo, spacing=theme.GAP)


def _past(plate: str, model: str, why: str) -> QWidget:
    return beside(Label(plate), Label(model, colour=theme.INK_2), Hint(why), spacing=theme.GAP)


def _refill(lines: QVBoxLayout, widgets: Sequence[QWidget]) -> None:
    while (item := lines.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
    for widget in widgets:
        lines.addWidget(widget)
