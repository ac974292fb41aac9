"""Who already has the number that is being typed, beside its field: open him, share it with a reason, take his car over."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskapp.customers.domain import Duplicate
from deskapp.errors import UserError
from ui.kit import buttons, theme, work
from ui.kit.banners import Notice
from ui.kit.frames import beside
from ui.kit.labels import Hint, Label
from ui.kit.line_edit import LineEdit
from ui.kit.pills import Pill, PillLabel
from ui.kit.theme import Tone
from ui.kit.ticks import Tick

if TYPE_CHECKING:
    from deskapp.data import Act
    from ui.session import Session

_TITLES = {
    "mobile": "这个手机已有 {} 位客户",
    "plate": "这个车牌在别的客户名下",
    "vin": "这个车架号在别的客户名下",
    "card_no": "这张卡已经有人用",
}
_SHARED = {"mobile": "家人共用…", "plate": "共用…", "vin": "共用…"}
_CAR_WAY = "请选“转到本客户”，或写明共用的原因"
_QUESTIONS = {
    "mobile": "这个手机已有 {count} 位客户：{name}，家人共用请写明原因",
    "plate": f"这个车牌在 {{name}} 名下，{_CAR_WAY}",
    "vin": f"这个车架号在 {{name}} 名下，{_CAR_WAY}",
    "card_no": "这张会员卡已经给了 {name}，请换一张",
}
_KEYS = {"mobile": "Alt+O", "card_no": "Alt+K"}
_CARS = {"plate", "vin"}

Find = Callable[["Act", Mapping[str, str]], Sequence[Duplicate]]
"""The service that finds them: `find(act, {"mobile": "138…"})`, on the database thread."""


class DuplicateNotice(Notice):
    """The first customer found under one number, and what can be done about it."""

    open_wanted = Signal(int)
    changed = Signal()

    def __init__(self, field: str) -> None:
        super().__init__(_TITLES[field].format(1), name=f"duplicate_{field}")
        self._field = field
        self._found: Sequence[Duplicate] = ()
        self._who = Label()
        self._plates = Label(colour=theme.INK_2)
        self._pill = PillLabel(Pill("", Tone.INFO, "crown"))
        self._more = Hint()
        self.add(beside(self._who, self._plates, self._pill, self._more))
        icon = "" if field in _CARS else "arrow-up-right"  # three acts about a car must fit a column of the form
        self._open = buttons.plain("打开该客户", icon=icon, key=_KEYS.get(field, ""), height=28, name=f"open_{field}")
        self._open.clicked.connect(self._wants_open)
        actions: list[QWidget] = [self._open]
        self._share = buttons.link(_SHARED.get(field, ""), name=f"share_{field}")
        self._share.clicked.connect(self._ask_reason)
        self.take_over = Tick("转到本客户", name=f"take_over_{field}")
        self.take_over.toggled.connect(self.changed)
        if field in _CARS:
            actions.append(self.take_over)
        if field in _SHARED:
            actions.append(self._share)
        self.add(beside(*actions, spacing=theme.GAP if field in _CARS else theme.GAP_WIDE))
        self.reason = LineEdit(placeholder="共用的原因，如 父女、夫妻")
        self.reason.setObjectName(f"{field}_shared_reason")
        self.reason.setAccessibleName("共用的原因")
        self.reason.textChanged.connect(self.changed)
        self.reason.hide()
        self.add(self.reason)
        self.hide()

    def bind(self, scope: QWidget) -> None:
        if self._field in _KEYS:
            self._open.bind(scope)

    def show_found(self, found: Sequence[Duplicate]) -> None:
        """Show the first of them; none takes the panel away with what was answered in it."""
        self._found = found
        if not found:
            self.hide()
            self.reason.clear()
            self.reason.hide()
            self.take_over.setChecked(False)
            return
        hit = found[0].hit
        self.set_title(_TITLES[self._field].format(len(found)))
        self._who.set_text(f"{hit.name} {hit.salutation}".strip())
        self._plates.set_text(hit.plates[0] if hit.plates else "")
        self._pill.setVisible(bool(hit.pills))
        if hit.pills:
            self._pill.set_pill(Pill(hit.pills[0], Tone.INFO, "crown"))
        self._more.set_text(f"等 {len(found)} 位" if len(found) > 1 else "")
        self.show()

    def found(self) -> Sequence[Duplicate]:
        return self._found

    def question(self) -> UserError:
        """What has to be answered here before the form can be saved."""
        count, name = len(self._found), self._found[0].hit.name
        return UserError(_QUESTIONS[self._field].format(count=count, name=name), field=self._field)

    def set_reason(self, reason: str) -> None:
        self.reason.setText(reason)
        self.reason.setVisible(bool(reason))

    def _wants_open(self) -> None:
        if self._found and self._found[0].hit.customer_id is not None:
            self.open_wanted.emit(self._found[0].hit.customer_id)

    def _ask_reason(self) -> None:
        self.reason.show()
        self.reason.setFocus()


class Duplicates(QWidget):
    """The panels of one form, one under the other; a dialog may place single ones (`notices`) beside their fields instead.

    `look` is called whenever a number has changed; an older answer is dropped.
    """

    open_wanted = Signal(int)
    found = Signal(str, bool)  # field, whether somebody has it
    changed = Signal()

    def __init__(self, session: Session, find: Find, *fields: str) -> None:
        super().__init__()
        self._session, self._find = session, find
        self.notices = {field: DuplicateNotice(field) for field in fields}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.STEP)
        for notice in self.notices.values():
            column.addWidget(notice)
            notice.open_wanted.connect(self.open_wanted)
            notice.changed.connect(self.changed)
        column.addStretch(1)
        self.hide()

    def bind(self, scope: QWidget) -> None:
        """Let the keys on the caps work anywhere inside `scope`."""
        for notice in self.notices.values():
            notice.bind(scope)

    def look(self, field: str, text: str) -> None:
        """Ask who has this number; '' asks nobody."""
        if not text:
            self._show(field, ())
            return
        typed = {"card" if field == "card_no" else field: text}
        work.latest(
            self, lambda: self._find(self._session.act(), typed), lambda found: self._show(field, found), topic=f"duplicates_{field}"
        )

    def reasons(self) -> dict[str, str]:
        """Why a number is shared, under the names the services know ("mobile_shared")."""
        given = {f"{field}_shared": notice.reason.text().strip() for field, notice in self.notices.items()}
        return {key: reason for key, reason in given.items() if reason}

    def refusals(self) -> Sequence[UserError]:
        """What of the numbers somebody has is not yet answered for. Plate and VIN of one car are one question."""
        met = [field for field, notice in self.notices.items() if notice.found()]
        asked = [field for field in met if field not in _CARS or field == next(car for car in met if car in _CARS)]
        given = self.reasons()
        answered = {field for field in asked if f"{field}_shared" in given or (field in _CARS and self.take_over())}
        return [self.notices[field].question() for field in asked if field not in answered]

    def take_over(self) -> bool:
        """Whether a car met at another customer is ended there."""
        return any(notice.take_over.isChecked() for notice in self.notices.values())

    def car_to_take_over(self) -> int | None:
        """The row of the car at the other customer, if it is to come over."""
        found = [one.vehicle_id for notice in self.notices.values() if notice.take_over.isChecked() for one in notice.found()]
        return found[0] if len(found) == 1 else None

    def kept(self) -> dict[str, Any]:
        """What was answered, for the draft."""
        return {"reasons": self.reasons(), "take_over": self.take_over()}

    def put_back(self, kept: Mapping[str, Any]) -> None:
        for field, notice in self.notices.items():
            notice.set_reason(kept["reasons"].get(f"{field}_shared", ""))
            notice.take_over.setChecked(bool(kept["take_over"]) and field in _CARS)

    def _show(self, field: str, found: Sequence[Duplicate]) -> None:
        self.notices[field].show_found([one for one in found if one.field == field])
        self.setVisible(any(not notice.isHidden() for notice in self.notices.values() if notice.parentWidget() is self))
        self.found.emit(field, bool(found))
