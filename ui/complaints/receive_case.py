"""What it is about: by which way it came, what it is, how severe, of which kind, in his own words, and what he wants."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from deskapp.complaints.domain import LONGEST, NOT_ASKED
from deskapp.complaints.lists import CERTIFICATE, Nature, Severity, Source
from ui.complaints.receive_category import CategoryField
from ui.complaints.receive_levels import Level, LevelField
from ui.complaints.receive_moment import MomentField
from ui.kit import buttons, theme
from ui.kit.banners import Banner
from ui.kit.fields_choice import Choice, ChoiceField, SegmentsField
from ui.kit.fields_code import TextField
from ui.kit.fields_date import DateField
from ui.kit.fields_text import NotesField
from ui.kit.labels import Hint
from ui.kit.segments import Option
from ui.kit.theme import Tone
from ui.kit.ticks import Tick

if TYPE_CHECKING:
    from datetime import datetime

    from deskapp.complaints.reception import Offer
    from deskapp.complaints.things import ComplaintForm

_TONES = {Severity.MINOR: Tone.NEUTRAL, Severity.NORMAL: Tone.INFO, Severity.SERIOUS: Tone.WARN, Severity.CRITICAL: Tone.BAD}
_FACE_TO_FACE = (Source.VISIT, Source.INTERVIEW)
"""Ways on which the customer stands at the desk: he has been spoken to at once."""
_CLOSING = time(17, 30)
_EXPLAINED = "只说不满选抱怨，要求处理选投诉"


class CaseFields(QWidget):
    """`kind_changed` when the category has, `level_changed` with the level, `outlet_changed` with the outlet's id."""

    kind_changed = Signal()
    level_changed = Signal()
    outlet_changed = Signal(object)

    def __init__(
        self, host: QWidget, register: Callable[[str, QWidget], object], offer: Offer, *, now: Callable[[], datetime], asks_contact: bool
    ) -> None:
        """`host` is the sheet over which the tree of categories opens; `asks_contact`: a customer at the desk counts as spoken to."""
        super().__init__()
        self._asks_contact = asks_contact
        today = now().date()
        self.source: ChoiceField[Source] = ChoiceField("source", "来源", [Choice(one, one.label) for one in Source], required=True)
        self.face_to_face = Tick("客户在场，现在算首次联系", name="face_to_face")
        natures = [Option(one, one.label) for one in Nature]
        self.nature: SegmentsField[Nature] = SegmentsField("nature", "性质", natures, width=60, required=True)
        self.nature_help = Hint(_EXPLAINED)
        levels = [Level(one, one.label, one.help, _TONES[one]) for one in Severity]
        self.severity = LevelField("severity", "级别", levels, required=True, hint="↑ ↓ 选")
        self.division_no = TextField("division_no", "事业部编号", limit=60, required=True)
        self.reply_due = MomentField("reply_due", "要求回复", now=now, at=_CLOSING, required=True, hint="不写几点为 17:30")
        self.category = CategoryField(host, required=True)
        outlets = [Choice(key, name) for key, name in offer.outlets]
        self.outlet: ChoiceField[int] = ChoiceField("outlet", "销售网点", outlets, required=True)
        self.asked_on = DateField("certificate_asked_on", "客户从哪天开始要", today=today, latest=today, required=True)
        self.holder = TextField("certificate_holder", "现在在哪里、谁手上", limit=60, required=True, placeholder="例如 银行质押")
        self.words = NotesField(
            "description", "客户原话", limit=LONGEST, lines=3, required=True, placeholder="照客户的话写：什么时候、哪里、怎样"
        )
        self.remedy = NotesField("remedy_requested", "客户要求", limit=300, lines=2, required=True, placeholder="客户希望怎样解决")
        self.not_asked = buttons.link(NOT_ASKED, key="Alt+W", name="not_asked")
        self.not_asked.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Enter goes on past it
        self.remedy.add_beside(self.not_asked)
        self.repeat = Banner("", Tone.WARN, icon="repeat", name="repeat_found")
        for field in self._fields():
            register(field.objectName(), field)
        self._lay_out()
        self._wire()
        self._show_source()
        self._show_category()

    def _fields(self) -> tuple[QWidget, ...]:
        """In the order of the form."""
        return (
            self.source,
            self.face_to_face,
            self.nature,
            self.severity,
            self.division_no,
            self.reply_due,
            self.category,
            self.outlet,
            self.asked_on,
            self.holder,
            self.words,
            self.remedy,
        )

    def _lay_out(self) -> None:
        left, nature = QVBoxLayout(), QVBoxLayout()
        left.setSpacing(theme.GAP)
        nature.setSpacing(theme.HALF_STEP)
        nature.addWidget(self.nature)
        nature.addWidget(self.nature_help)
        left.addWidget(self.source)
        left.addWidget(self.face_to_face)
        left.addLayout(nature)
        left.addStretch(1)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.GAP_WIDE)
        grid.setVerticalSpacing(theme.GAP)
        grid.addLayout(left, 0, 0)
        grid.addWidget(self.severity, 0, 1)
        pairs = ((self.division_no, self.reply_due), (self.category, self.outlet), (self.asked_on, self.holder))
        for row, pair in enumerate(pairs, start=1):
            for column, field in enumerate(pair):
                grid.addWidget(field, row, column)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
            grid.setColumnMinimumWidth(column, 300)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        column.addLayout(grid)
        column.addWidget(self.repeat)
        column.addWidget(self.words)
        column.addWidget(self.remedy)
        self.repeat.hide()

    def _wire(self) -> None:
        self.source.changed.connect(self._show_source)
        self.nature.changed.connect(self._explain)
        self.severity.changed.connect(self.level_changed)
        self.category.changed.connect(self._show_category)
        self.outlet.changed.connect(lambda: self.outlet_changed.emit(self.outlet.value()))
        self.not_asked.clicked.connect(self._nothing_asked)

    def bind(self, scope: QWidget) -> None:
        """Let the keys on the caps work anywhere inside `scope`."""
        self.not_asked.bind(scope)

    def show_repeat(self, words: str) -> None:
        """Say which earlier slip this one repeats, '' when none."""
        self.repeat.setVisible(bool(words))
        self.repeat.set_words(words)

    def show_form(self, form: ComplaintForm, *, whole: bool) -> None:
        """What a slip, an enquiry or a remark says already; not `whole`: what nobody has judged yet stays open."""
        self.source.set_value(form.source)
        self.nature.set_value(form.nature)
        self.outlet.set_value(form.outlet_id)
        if form.category:
            self.category.set_value(form.category)
        self.words.set_text(form.description)
        if whole:
            self.severity.set_value(form.severity)
            self.remedy.set_text(form.remedy_requested)
        self.division_no.set_text(form.division_no)
        self.reply_due.set_value(form.reply_due)
        self.asked_on.set_value(form.certificate_asked_on)
        self.holder.set_text(form.certificate_holder)

    def values(self) -> dict[str, Any]:
        """Their part of a `ComplaintForm`; a field that is not asked is empty."""
        source = self.source.need()
        numbered, certificate = source.has_division_number, self.category.need() == CERTIFICATE
        return {
            "source": source,
            "outlet_id": self.outlet.need(),
            "nature": self.nature.need(),
            "severity": self.severity.need(),
            "category": self.category.need(),
            "description": self.words.need(),
            "remedy_requested": self.remedy.need(),
            "division_no": self.division_no.text() if numbered else "",
            "reply_due": self.reply_due.value() if numbered else None,
            "certificate_asked_on": self.asked_on.value() if certificate else None,
            "certificate_holder": self.holder.text() if certificate else "",
        }

    def level(self) -> Severity | None:
        """The level as it is chosen now."""
        return _by_label(Severity, self.severity.text())

    def spoken_to(self) -> bool:
        """Whether the customer stood at the desk."""
        return not self.face_to_face.isHidden() and self.face_to_face.isChecked()

    def _show_source(self) -> None:
        source = _by_label(Source, self.source.text())
        numbered = source is not None and source.has_division_number
        self.division_no.setVisible(numbered)
        self.reply_due.setVisible(numbered)
        self.face_to_face.setVisible(source in _FACE_TO_FACE and self._asks_contact)
        self.face_to_face.setChecked(source in _FACE_TO_FACE)

    def _explain(self) -> None:
        nature = _by_label(Nature, self.nature.text())
        self.nature_help.set_text(nature.help if nature else _EXPLAINED)

    def _show_category(self) -> None:
        certificate = self.category.code() == CERTIFICATE
        self.asked_on.setVisible(certificate)
        self.holder.setVisible(certificate)
        self.kind_changed.emit()

    def _nothing_asked(self) -> None:
        self.remedy.set_text(NOT_ASKED)
        self.remedy.focus_editor()
        self.remedy.edit.moveCursor(QTextCursor.MoveOperation.End)


def _by_label(kind: Any, label: str) -> Any:
    return next((one for one in kind if one.label == label), None)
