"""One line of a template: an item that is checked, a slot of the lounge's day, a standard, a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from deskapp.checklists.domain import DAY_MINUTES, HEAVIEST, LONGEST_CRITERION, LONGEST_TITLE, Item, ItemRole, clock
from deskapp.errors import UserError
from ui.kit.fields_choice import Choice, ChoiceField, SegmentsField
from ui.kit.fields_code import TextField, WholeField
from ui.kit.form_dialog import FormDialog
from ui.kit.frames import beside
from ui.kit.segments import Option

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_LONGEST_STANDARD = 60
_ROLES = {ItemRole.SLOT: "时段", ItemRole.STANDARD: "标准", ItemRole.TABLE: "茶桌"}


def role_words(role: ItemRole) -> str:
    """What the editor calls a line of this role."""
    return _ROLES.get(role, "检查项")


def minute_of(text: str, *, field: str, says: str) -> int:
    """The minute of the day typed as 8:10, 08:10 or 0810; 24:00 is the end of the day."""
    digits = text.strip().replace("：", ":").replace(":", "")
    if digits.isdigit() and len(digits) in (3, 4) and int(digits[-2:]) < 60:
        minute = int(digits[:-2]) * 60 + int(digits[-2:])
        if minute <= DAY_MINUTES:
            return minute
    raise UserError(f"{says}请写成 08:10，最晚 24:00", field=field)


class TemplateLineDialog(FormDialog[Item]):
    """Gives the line as it shall be; nothing is written before the template itself is saved."""

    def __init__(self, host: QWidget, item: Item, *, roles: Sequence[ItemRole], areas: Sequence[tuple[str, str]]) -> None:
        """`roles` are what a new line may be (one: it is that); `areas` are the area lists a slot may have, by letter and name."""
        title = f"修改{role_words(item.role)}" if item.title else f"加{'一行' if len(roles) > 1 else role_words(item.role)}"
        super().__init__(host, title, "确定", form="template_line", icon="list-checks")
        self._item = item
        options = [Option(role, role_words(role)) for role in roles]
        self.role = self.field("role", SegmentsField[ItemRole]("role", "种类", options, width=110))
        self.title_ = self.field("title", TextField("title", "名称", limit=_LONGEST_STANDARD, required=True))
        self.section = self.field("section", TextField("section", "分类", limit=12, placeholder="例如 卫生"))
        self.criterion = self.field("criterion", TextField("criterion", "标准", limit=LONGEST_CRITERION))
        self.weight = self.field("weight", WholeField("weight", "权重", minimum=1, maximum=HEAVIEST, required=True))
        self.start = self.field("start", TextField("start", "开始", limit=5, placeholder="例如 08:10", required=True))
        self.end = self.field("end", TextField("end", "结束", limit=5, placeholder="例如 08:45", required=True))
        self.rounds = self.field("rounds", WholeField("rounds", "巡检间隔", maximum=DAY_MINUTES, unit="分钟", hint="0 为不巡检"))
        choices = [Choice("", "没有"), *(Choice(code, f"{code} {name}") for code, name in areas)]
        self.area = self.field("area", ChoiceField[str]("area", "区域清单", choices))
        self._times, self._extras = beside(self.start, self.end, stretch=False), beside(self.rounds, self.area, stretch=False)
        for widget in (self.role, self.section, self.title_, self._times, self.criterion, self.weight, self._extras):
            self.body.addWidget(widget)
        self._fill(item)
        self.role.setVisible(len(roles) > 1)
        self.role.changed.connect(self._show_role)
        self._show_role()

    def _fill(self, item: Item) -> None:
        self.role.set_value(item.role)
        self.title_.set_text(item.title)
        self.section.set_text(item.section)
        self.criterion.set_text(item.criterion)
        self.weight.set_text(str(item.weight))
        self.start.set_text("" if item.starts_at is None else clock(item.starts_at))
        self.end.set_text("" if item.ends_at is None else clock(item.ends_at))
        self.rounds.set_text(str(item.round_every))
        self.area.set_value(item.area)

    def _role(self) -> ItemRole:
        return self.role.value() or self._item.role

    def _show_role(self) -> None:
        role = self._role()
        check, slot = role is ItemRole.CHECK, role is ItemRole.SLOT
        self.section.setVisible(check)
        self.weight.setVisible(check)
        self.criterion.setVisible(check or slot)
        for widget in (self._times, self._extras, self.start, self.end, self.rounds, self.area):
            widget.setVisible(slot)

    def save(self) -> Item:
        role, title = self._role(), self.title_.need()
        if role is not ItemRole.STANDARD and len(title) > LONGEST_TITLE:
            raise UserError(f"名称最多 {LONGEST_TITLE} 字，请写短一些", field="title")
        code = self._item.code
        if role is ItemRole.CHECK:
            return Item(title, role, code, self.section.text().strip(), self.criterion.text().strip(), self.weight.need())
        if role is not ItemRole.SLOT:
            return Item(title, role, code)
        start = minute_of(self.start.need(), field="start", says="开始时间")
        end = minute_of(self.end.need(), field="end", says="结束时间")
        if end <= start:
            raise UserError("结束时间要晚于开始时间", field="end")
        return Item(
            title,
            role,
            code,
            criterion=self.criterion.text().strip(),
            starts_at=start,
            ends_at=end,
            round_every=self.rounds.value() or 0,
            area=self.area.value() or "",
        )
