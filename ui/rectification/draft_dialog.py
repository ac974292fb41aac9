"""新建整改单 by hand: from above, from the division, for a weak item of a survey, for a 重点改善项目; a row a thing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskapp.errors import UserError
from deskapp.rectification.domain import BY_HAND, Finding, NoticeForm, Source
from ui.kit import buttons, notify, theme, work
from ui.kit.fields_choice import Choice, ChoiceField
from ui.kit.fields_code import TextField
from ui.kit.fields_date import DateField
from ui.kit.fields_text import NotesField
from ui.kit.folds import Folded
from ui.kit.form_dialog import FormDialog
from ui.kit.frames import Card
from ui.kit.labels import Hint, Label
from ui.rectification.departments_field import DepartmentsField
from ui.rectification.loading import departments_open
from ui.rectification.photos_field import PhotosField

if TYPE_CHECKING:
    from deskapp.attachments.domain import Photo
    from deskapp.data import Act
    from deskapp.rectification.domain import Notice
    from deskapp.rectification.enforcement import Focus
    from ui.desk import Desk

MOST_ROWS = 9


class _RowFields(Card):
    """One failed item: what, what it should be, how it was found, photos."""

    removed = Signal()

    def __init__(self, place: int) -> None:
        super().__init__(margin=12, name=f"finding_{place}")
        self.place = place
        self.item = TextField(f"title_{place}", "项目", limit=40, required=True, placeholder="例如：交车资料未先备齐")
        self.criterion = TextField(f"criterion_{place}", "标准", limit=60, placeholder="应该是怎样，可以不填")
        self.fact = NotesField(f"fact_{place}", "事实", limit=300, required=True, placeholder="什么时候、在哪里、怎样")
        self.photos = PhotosField(f"photos_{place}")
        self.number = Label(f"第 {place} 项", bold=True)
        self.remove = buttons.link("去掉", icon="x", name=f"remove_row_{place}")
        self.remove.clicked.connect(self.removed)
        head = QHBoxLayout()
        head.addWidget(self.number, 1)
        head.addWidget(self.remove)
        words = QHBoxLayout()
        words.setSpacing(theme.GAP_WIDE)
        words.addWidget(self.item, 1)
        words.addWidget(self.criterion, 1)
        facts = QHBoxLayout()
        facts.setSpacing(theme.GAP_WIDE)
        facts.addWidget(self.fact, 1)
        facts.addWidget(self.photos, 1)
        self.column.addLayout(head)
        self.column.addLayout(words)
        self.column.addLayout(facts)

    @property
    def fields(self) -> tuple[QWidget, ...]:
        return self.item, self.criterion, self.fact, self.photos

    def finding(self) -> Finding:
        return Finding(self.item.need(), self.criterion.value() or "", self.fact.need())


class DraftNoticeDialog(FormDialog["Notice"]):
    """Built with `focus` it begins with that 重点改善项目."""

    def __init__(self, desk: Desk, *, focus: Focus | None = None) -> None:
        super().__init__(desk.sheets, "新建整改单", "保存，待下发", form="draft_notice", icon="file-pen-line", width=960)
        self._desk = desk
        self._register = work.call(_focus_items, desk.session.act())
        open_departments = work.call(departments_open)
        sources = [Choice(one, one.label) for one in BY_HAND]
        self.source: ChoiceField[Source] = self.field("source", ChoiceField("source", "来源", sources, required=True))
        self.source_no = self.field("source_no", TextField("source_no", "来源单号或出处", limit=30, placeholder="文件号、回访日期…"))
        choices = [Choice(one.id, f"{one.process}：{one.item}") for one in self._register]
        self.focus: ChoiceField[int] = self.field("focus", ChoiceField("focus", "重点改善项目", choices, required=True))
        departments = [Choice(key, name) for key, name in open_departments]
        self.department: ChoiceField[int] = self.field("department", ChoiceField("department", "责任部门", departments, required=True))
        self.due_on = self.field("due_on", DateField("due_on", "要求完成日", today=desk.session.now().date(), hint="不填由部门自己定"))
        self.cc = self.field("cc", DepartmentsField("cc", "抄送", open_departments))
        self.note = self.field("note", NotesField("note", "备注", limit=200))
        self.rows: list[_RowFields] = []
        self._holder = QWidget()  # stands before what follows it, for Enter too
        self._rows = QVBoxLayout(self._holder)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(theme.GAP)
        self.add_row_button = buttons.plain("再加一项", icon="plus", key="Alt+N", name="add_row")
        self._lay_out_head()
        self.source.changed.connect(self._ask_focus)
        self.focus.changed.connect(self._take_focus)
        self.add_row_button.clicked.connect(self._add_further_row)
        self.add_row_button.bind(self)
        self.add_row()
        self.source.set_value(Source.FOCUS if focus is not None else Source.SUPERIOR)
        if focus is not None:
            self.focus.set_value(focus.id)
        self._ask_focus()

    def _lay_out_head(self) -> None:
        for widgets in ((self.source, self.source_no, self.focus), (self.department, self.due_on)):
            row = QHBoxLayout()
            row.setSpacing(theme.GAP_WIDE)
            for widget in widgets:
                row.addWidget(widget, 1)
            self.body.addLayout(row)
        self.body.addWidget(self._holder)
        more = QHBoxLayout()
        more.addWidget(self.add_row_button)
        more.addWidget(Hint("一项一行：每项由部门分别填措施、责任人和时间"), 1)
        self.body.addLayout(more)
        fold = Folded("抄送和备注", "可以不填", name="cc_fold")
        both = QVBoxLayout()
        both.addWidget(self.cc)
        both.addWidget(self.note)
        fold.set_content(both)
        self.body.addWidget(fold)

    def add_row(self) -> _RowFields:
        """A further thing that is wrong."""
        place = max((row.place for row in self.rows), default=0) + 1
        row = _RowFields(place)
        for field in row.fields:
            self.field(field.objectName(), field)
        self.rows.append(row)
        self._rows.addWidget(row)
        row.removed.connect(lambda: self._remove(row))
        self._number()
        return row

    def _add_further_row(self) -> None:
        row = self.add_row()
        row.show()  # what is hidden takes no focus
        row.item.focus_editor()
        QTimer.singleShot(0, row, lambda: self._body.ensureWidgetVisible(row))  # once it has taken its room

    def _remove(self, row: _RowFields) -> None:
        self.rows.remove(row)
        for field in row.fields:
            self._fields.pop(field.objectName())
        row.hide()
        row.deleteLater()
        self._number()

    def _number(self) -> None:
        for place, row in enumerate(self.rows, start=1):
            row.number.set_text(f"第 {place} 项")
            row.remove.setVisible(len(self.rows) > 1)
        self.add_row_button.setEnabled(len(self.rows) < MOST_ROWS)

    def _ask_focus(self) -> None:
        is_focus = self.source.text() == Source.FOCUS.label
        self.focus.setVisible(is_focus)
        self.source_no.setVisible(not is_focus)
        self.due_on.set_hint("重点项目由客服定，必填" if is_focus else "不填由部门自己定")

    def _take_focus(self) -> None:
        """The register knows whose it is and what is wrong."""
        chosen = next((one for one in self._register if f"{one.process}：{one.item}" == self.focus.text()), None)
        if chosen is None:
            return
        self.department.set_value(chosen.department_id)
        first = self.rows[0]
        if first.item.is_empty():
            first.item.set_text(chosen.item)
            first.criterion.set_text(chosen.aim)
            first.fact.set_text(chosen.why)

    def save(self) -> Notice:
        source = self.source.need()
        if source is Source.FOCUS and not self._register:
            raise UserError("登记表里还没有重点改善项目，请先登记", field="focus")
        form = NoticeForm(
            self.department.need(),
            tuple(row.finding() for row in self.rows),
            source,
            source_no="" if source is Source.FOCUS else self.source_no.value() or "",
            cc=self.cc.value() or (),
            due_on=self.due_on.value(),
            focus_id=self.focus.value() if source is Source.FOCUS else None,
            note=self.note.value() or "",
        )
        photos = [row.photos.photos() for row in self.rows]
        made = work.call(_draft, self._desk.session.act(request_id=self.request_id), form, photos)
        notify.say(f"{made.number} 待下发")
        return made


def _focus_items(act: Act) -> Sequence[Focus]:
    from deskapp.rectification.enforcement import focus_items

    return focus_items(act=act)


def _draft(act: Act, form: NoticeForm, photos: Sequence[Sequence[Photo]]) -> Notice:
    from deskapp.rectification.notices import draft_notice

    return draft_notice(act=act, form=form, photos=photos)
