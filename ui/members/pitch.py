"""The panel at the right of the enrolment form: who recruited, and what to say to the guest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.kit import buttons, theme
from ui.kit.fields_person import PersonChoice, PersonField
from ui.kit.frames import Divider, SectionHead
from ui.kit.labels import Hint, IconMark, Label, Wrapped

if TYPE_CHECKING:
    from deskapp.members.domain import Offer

WIDTH = 240


class EnrolSide(QWidget):
    """`recruiter` is a field of the form; the pitch folds away and stays so on this PC."""

    def __init__(self, offer: Offer) -> None:
        super().__init__()
        self.setObjectName("enrolSide")
        self.setFixedWidth(WIDTH)
        people = [PersonChoice(person_id, name, department) for person_id, name, department in offer.recruiters]
        self.recruiter = PersonField("recruiter", "推荐人", people, required=True)
        self._pitch = _Pitch(offer)
        self._fold = buttons.link("收起", name="fold_pitch")
        self._fold.clicked.connect(self._toggle)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, theme.GAP_WIDE, 20, theme.GAP)
        column.setSpacing(theme.STEP)
        column.addWidget(self.recruiter)
        column.addWidget(Hint("默认是登录人，计入会员卡激励"))
        column.addSpacing(theme.HALF_STEP)
        column.addWidget(Divider())
        column.addSpacing(theme.HALF_STEP)
        column.addWidget(SectionHead("推荐话术", action=self._fold))
        column.addWidget(self._pitch)
        column.addStretch(1)

    def _toggle(self) -> None:
        self._pitch.setVisible(self._pitch.isHidden())
        self._fold.set_words("展开" if self._pitch.isHidden() else "收起")

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.HEAD))
        painter.fillRect(QRectF(0, 0, 1, self.height()), QColor(theme.LINE))


class _Pitch(QWidget):
    def __init__(self, offer: Offer) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.STEP)
        column.addWidget(Label(offer.title, bold=True, colour=theme.PRIMARY))
        for line in offer.pitch:
            column.addWidget(_Quote(line))
        column.addSpacing(theme.HALF_STEP)
        for line in offer.benefits:
            row = QHBoxLayout()
            row.setSpacing(theme.STEP)
            row.addWidget(IconMark("check", theme.GOOD, theme.ICON_SMALL))
            row.addWidget(Label(line), 1)
            column.addLayout(row)


class _Quote(QWidget):
    """A line to say, with a rule at its left."""

    def __init__(self, text: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(15, 0, 0, 0)
        row.addWidget(Wrapped(text))

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(0, 0, 3, self.height(), QColor(theme.PRIMARY_EDGE))
