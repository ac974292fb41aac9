"""Who complains: found by phone, plate, name or card; somebody new; or nobody named, with the reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from deskapp.customers.domain import Salutation
from deskapp.errors import UserError
from deskapp.typed import judge_mobile, judge_plate
from ui.complaints.receive_search import SearchField
from ui.customers.customer_fields import SALUTATIONS
from ui.kit import buttons, theme
from ui.kit.fields_choice import Choice, ChoiceField
from ui.kit.fields_code import MobileField, NameField, TextField
from ui.kit.fields_plate import PlateField
from ui.kit.frames import Card, beside
from ui.kit.labels import Label
from ui.kit.pills import Pill, PillLabel
from ui.kit.segments import Segments
from ui.kit.theme import Tone
from ui.kit.ticks import Tick

if TYPE_CHECKING:
    from deskapp.complaints.reception import Caller
    from deskapp.complaints.things import ComplaintForm
    from deskapp.customers.domain import Hit
    from ui.desk import Desk

NO_REASON = "客户不愿留名"


class Who(Enum):
    """What is known of the caller."""

    ASKED = "asked"  # still being looked for
    KNOWN = "known"
    NEW = "new"
    ANONYMOUS = "anonymous"


class CallerFields(QWidget):
    """`customer_wanted(id)`: somebody was chosen, load him. `changed` when anything by which repeats are found has changed.

    The dialog places `vehicle`.
    """

    customer_wanted = Signal(int)
    changed = Signal()

    def __init__(self, desk: Desk, host: QWidget, register: Callable[[str, QWidget], object], *, area: str, must_name: bool = True) -> None:
        """`must_name` False for a question: then nobody needs to say why he gives no name."""
        super().__init__()
        self._must_name = must_name
        self.who = Who.ASKED
        self.known: Caller | None = None
        self._hint = ""
        self._kept_number = ""  # as it may be shown: a number the store has, and this form does not
        self.search = SearchField(desk, host, required=must_name)
        self.anonymous = Tick("匿名", border=True, name="anonymous")
        self.anonymous_reason = TextField("anonymous_reason", "不留名的原因", limit=60, required=True)
        self.name = NameField("name", "客户姓名", required=must_name)
        self.salutation = Segments(SALUTATIONS, width=56, name="salutation", says="称谓")
        self.salutation.set_value(Salutation.NONE)
        self.name.add_beside(self.salutation)
        self.mobile = MobileField(required=True)
        self.plate = PlateField(area=area)
        self.vehicle: ChoiceField[int] = ChoiceField("vehicle", "哪辆车", placeholder="与车无关可不选")
        self._make_card()
        for field in (self.search, self.anonymous_reason, self.name, self.mobile, self.vehicle, self.plate):
            register(field.name, field)
        register("salutation", self.salutation)
        self._lay_out()
        self._wire()
        self.show_who(Who.ASKED)

    def _make_card(self) -> None:
        self.card = Card(fill=theme.HEAD, margin=12, name="caller_card")
        self._name, self._mobile = Label(bold=True), Label(colour=theme.INK_2)
        self._pill = PillLabel(Pill("", Tone.INFO, "crown"))
        self.other = buttons.link("换一位", icon="search", key="Alt+C", name="other_caller")
        row = beside(self._name, self._mobile, self._pill, spacing=theme.GAP)
        line = QHBoxLayout()
        line.addWidget(row, 1)
        line.addWidget(self.other)
        self.card.column.addLayout(line)

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(theme.GAP_WIDE)
        first.addWidget(self.search, 1)
        first.addWidget(self.anonymous_reason, 1)
        self._tick_place = QWidget()
        below = QVBoxLayout(self._tick_place)
        below.setContentsMargins(0, 22, 0, 0)
        below.addWidget(self.anonymous, alignment=Qt.AlignmentFlag.AlignTop)
        below.addStretch(1)
        first.addWidget(self._tick_place)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.GAP_WIDE)
        grid.setVerticalSpacing(theme.GAP)
        grid.addWidget(self.name, 0, 0)
        grid.addWidget(self.mobile, 0, 1)
        grid.addWidget(self.plate, 1, 0)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self._numbers = grid
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        column.addWidget(self.card)
        column.addLayout(first)
        column.addLayout(grid)

    def _wire(self) -> None:
        self.search.hit_taken.connect(self._take_hit)
        self.search.nobody_taken.connect(self._take_nobody)
        self.anonymous.clicked.connect(self._toggle)
        self.other.clicked.connect(self.ask_again)
        for field in (self.plate, self.vehicle, self.mobile):
            field.changed.connect(self.changed)

    def bind(self, scope: QWidget) -> None:
        """Let the keys on the caps work anywhere inside `scope`."""
        self.other.bind(scope)

    # Who it is --------------------------------------------------------------------------------------------------------

    def show_who(self, who: Who) -> None:
        """Show the fields that are asked of such a caller."""
        self.who = who
        self.card.setVisible(who is Who.KNOWN)
        self.search.setVisible(who is Who.ASKED)
        self.anonymous_reason.setVisible(who is Who.ANONYMOUS)
        self._tick_place.setVisible(who is not Who.KNOWN and self._must_name)
        self.name.setVisible(who is Who.NEW)
        self.mobile.setVisible(who in (Who.NEW, Who.ANONYMOUS))
        cars = len(self.known.customer.vehicles) if self.known else 0
        self.vehicle.setVisible(who is Who.KNOWN and cars > 1)
        self.plate.setVisible(who in (Who.NEW, Who.ANONYMOUS) or (who is Who.KNOWN and not cars))
        self.mobile.set_required(who is Who.NEW and self._must_name and not self._kept_number)
        self._numbers.removeWidget(self.mobile)
        self._numbers.addWidget(self.mobile, 0 if who is Who.NEW else 1, 1)  # beside the plate where no name is asked
        self.changed.emit()

    def show_known(self, caller: Caller) -> None:
        """Put a customer's data on the form."""
        guest = caller.customer
        self.known = caller
        self._name.set_text(f"{guest.name} {guest.contact} {guest.salutation.spoken}".replace("  ", " ").strip())
        self._mobile.set_text(guest.mobile)
        self._pill.setVisible(bool(caller.pills))
        if caller.pills:
            self._pill.set_pill(Pill("・".join(caller.pills), Tone.INFO, "crown"))
        cars = [(car.id, " ".join(part for part in (car.plate_text or car.vin, car.model) if part)) for car in guest.vehicles]
        self.vehicle.set_choices([Choice(key, words) for key, words in cars])
        named = [key for key, words in cars if self._hint and self._hint in words.replace(" ", "").upper()]
        self.vehicle.set_value(cars[0][0] if len(cars) == 1 else named[0] if len(named) == 1 else None)
        self.anonymous.setChecked(False)
        self.show_who(Who.KNOWN)

    def ask_again(self) -> None:
        """Look for somebody else."""
        self.known = None
        self.vehicle.set_choices([])
        self.show_who(Who.ASKED)
        self.search.edit.setFocus()
        self.search.edit.selectAll()

    def called(self) -> str:
        """How the list of drafts calls him."""
        return self.known.customer.name if self.known else self.name.text().strip() or self.search.text().strip()

    def customer_id(self) -> int | None:
        return self.known.customer.id if self.known and self.who is Who.KNOWN else None

    def vehicle_id(self) -> int | None:
        return self.vehicle.value() if self.who is Who.KNOWN else None

    def plate_text(self) -> str:
        """The plate by which repeats are found: of the chosen car, or as typed."""
        if self.who is Who.KNOWN and self.known is not None:
            chosen = self.vehicle_id()
            car = next((one for one in self.known.customer.vehicles if one.id == chosen), None)
            return car.plate if car else self._typed_plate()
        return self._typed_plate()

    def reasons(self) -> dict[str, str]:
        """Why unusual numbers are right all the same."""
        return {field.name: field.reason() for field in (self.name, self.mobile, self.plate) if not field.isHidden() and field.reason()}

    def form_values(self) -> dict[str, Any]:
        """The caller's part of a `ComplaintForm`."""
        typed = {"plate": "" if self.plate.isHidden() or self.plate.unplated() else self.plate.text()}
        if self.who is Who.KNOWN:
            return typed | {"customer_id": self.customer_id(), "vehicle_id": self.vehicle_id()}
        typed["mobile"] = self.mobile.text()
        if self.who is Who.ANONYMOUS:
            return typed | {"anonymous": True, "anonymous_reason": self.anonymous_reason.text()}
        return typed | {"name": self.name.text(), "salutation": self.salutation.value() or ""}

    def show_form(self, form: ComplaintForm) -> None:
        """Who it is as an enquiry, a remark or a slip names him; a number it has stays there unless another one is typed."""
        self.name.set_text(form.name)
        self.salutation.set_value(form.salutation or Salutation.NONE)
        self.plate.set_text(form.plate)
        self.anonymous_reason.set_text(form.anonymous_reason)
        self.anonymous.setChecked(form.anonymous)
        self._keep_number(form.mobile)
        self.show_who(Who.ANONYMOUS if form.anonymous else Who.NEW if form.name or form.mobile or form.plate else Who.ASKED)

    def kept(self) -> dict[str, Any]:
        """What a draft keeps beside the fields."""
        return {"who": self.who.value, "customer_id": self.customer_id(), "kept_number": self._kept_number}

    def put_back(self, kept: Mapping[str, Any]) -> None:
        self._keep_number(kept["kept_number"])
        who = Who(kept["who"])
        if who is Who.KNOWN and self.known is None:
            who = Who.ASKED
        self.anonymous.setChecked(who is Who.ANONYMOUS)
        self.show_who(who)

    def _keep_number(self, masked: str) -> None:
        self._kept_number = masked
        if masked:
            self.mobile.edit.setPlaceholderText(f"{masked} 不改")

    def _typed_plate(self) -> str:
        return "" if self.plate.isHidden() or self.plate.unplated() else self.plate.text()

    def _take_hit(self, hit: Hit) -> None:
        self._hint = self.search.edit.text().replace(" ", "").upper()
        if hit.customer_id is not None:
            self.customer_wanted.emit(hit.customer_id)

    def _take_nobody(self, typed: str) -> None:
        """Somebody new: what was typed stands in the field it belongs to already, the cursor in the next one."""
        self.show_who(Who.NEW)
        filled = self.name
        if _fits(judge_mobile, typed):
            self.mobile.set_text(typed)
            filled = self.mobile
        elif _fits(judge_plate, typed):
            self.plate.set_text(typed)
            filled = self.plate
        else:
            self.name.set_text(typed)
        (self.name if filled is not self.name else self.mobile).focus_editor()

    def _toggle(self) -> None:
        if self.anonymous.isChecked():
            self.known = None
            self.show_who(Who.ANONYMOUS)
            self.anonymous_reason.focus_editor()
            if self.anonymous_reason.is_empty():
                self.anonymous_reason.set_text(NO_REASON)
                self.anonymous_reason.edit.selectAll()
        elif self.who is Who.ANONYMOUS:
            self.show_who(Who.ASKED)
            self.search.edit.setFocus()


def _fits(judge: Callable[..., Any], text: str) -> bool:
    try:
        judge(text)
    except UserError:
        return False
    return True
