"""Goods, supplies, guests' remarks, equipment and repairs: what a lounge day holds beside its slots. Pure."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class GoodsKind(StrEnum):
    """What happened to goods: fetched from another department, sold, counted at closing; drinks used."""

    DRAWN = "drawn"
    SOLD = "sold"
    LEFT = "left"
    DRINK = "drink"

    @property
    def label(self) -> str:
        return {GoodsKind.DRAWN: "领用", GoodsKind.SOLD: "销售", GoodsKind.LEFT: "结存", GoodsKind.DRINK: "饮品"}[self]


class EquipmentState(StrEnum):
    """How a thing of the lounge is."""

    FINE = "fine"
    TO_REPAIR = "to_repair"
    OUT_OF_USE = "out_of_use"

    @property
    def label(self) -> str:
        return {EquipmentState.FINE: "正常", EquipmentState.TO_REPAIR: "待修", EquipmentState.OUT_OF_USE: "停用"}[self]


@dataclass(frozen=True, slots=True)
class Goods:
    """A line of goods or drinks. `amount` is fen, for what was sold; `source` says from whom it was drawn."""

    id: int
    kind: GoodsKind
    item: str
    quantity: int
    amount: int
    source: str
    at: datetime
    by: int
    voided: bool = False


@dataclass(frozen=True, slots=True)
class Supply:
    """Something that runs low, until it is settled."""

    id: int
    item: str
    noted_at: datetime
    by: int
    settled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SlotNote:
    """A word about a slot, written after its day."""

    id: int
    slot: str
    text: str
    at: datetime
    by: int


@dataclass(frozen=True, slots=True)
class Remark:
    """What a guest said, in one line. A grievance stands on the first page of customer service until it is handled."""

    id: int
    day: date
    text: str
    is_grievance: bool
    at: datetime
    by: int
    handled_at: datetime | None = None
    handled_by: int | None = None
    handled_note: str = ""


@dataclass(frozen=True, slots=True)
class Equipment:
    """A thing of the lounge."""

    id: int
    name: str
    place: str
    state: EquipmentState
    replaced_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Repair:
    """A repair request BX-…: open until it is closed."""

    id: int
    number: str
    equipment: str
    fault: str
    owner_id: int | None
    due_on: date
    opened_at: datetime
    by: int
    closed_at: datetime | None = None
    closed_note: str = ""

    def days_open(self, today: date) -> int:
        """Age in days; of a closed one, how long it took."""
        return ((self.closed_at.date() if self.closed_at else today) - self.opened_at.date()).days
