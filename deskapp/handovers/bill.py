"""What a bill is worth: points used split over its lines, each kind's earning rounded down once (members.md §4). Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from deskapp.handovers.domain import BillLine, Rate, SpendKind


@dataclass(frozen=True, slots=True)
class Terms:
    """The rules a slip is computed by, frozen when it is written."""

    rates: dict[SpendKind, Rate]
    points_per_yuan: int
    net_earns: bool

    def fen_per_point(self, kind: SpendKind) -> int:
        return self.rates[kind].fen_per_point


@dataclass(frozen=True, slots=True)
class Share:
    """A line with its share of the points used and of the discount they bought, and the amount that earns (fen)."""

    kind: SpendKind
    amount: int
    points_used: int
    discount: int
    earning: int


@dataclass(frozen=True, slots=True)
class Earned:
    """What a kind of spend earns on a bill: its earning amount (fen) rounded down once."""

    kind: SpendKind
    earning: int
    points: int


@dataclass(frozen=True, slots=True)
class Preview:
    """A bill as it would be booked: shown while the desk still types."""

    shares: tuple[Share, ...]
    earned: tuple[Earned, ...]
    amount: int
    discount: int

    @property
    def points(self) -> int:
        return sum(kind.points for kind in self.earned)


def split(total: int, weights: Sequence[int]) -> list[int]:
    """Split a whole number by weights, each share rounded down, the rest to the last. Weights of 0 in all give it to the last."""
    whole = sum(weights)
    shares = [total * weight // whole if whole else 0 for weight in weights[:-1]]
    return [*shares, total - sum(shares)]


def discount_of(points: int, points_per_yuan: int) -> int:
    """What points are worth on a bill, in fen, rounded down."""
    return points * 100 // points_per_yuan


def preview(lines: Sequence[BillLine], points_used: int, terms: Terms) -> Preview:
    """What a bill is worth. With nothing on it, nothing."""
    discount = discount_of(points_used, terms.points_per_yuan)
    shares = share(lines, points_used, discount, net_earns=terms.net_earns)
    earned = [earned_of(kind, earning, terms.fen_per_point(kind)) for kind, earning in by_kind(shares).items()]
    return Preview(tuple(shares), tuple(earned), sum(line.amount for line in lines), discount)


def share(lines: Sequence[BillLine], points_used: int, discount: int, *, net_earns: bool) -> list[Share]:
    """Split the points used, and the discount they bought, over the lines by amount."""
    if not lines:
        return []
    amounts = [line.amount for line in lines]
    shares = zip(lines, split(points_used, amounts), split(discount, amounts), strict=True)
    return [Share(line.kind, line.amount, used, off, max(0, line.amount - (off if net_earns else 0))) for line, used, off in shares]


def by_kind(shares: Iterable[Share]) -> dict[SpendKind, int]:
    """Earning amounts added up by kind, for points are rounded once a kind and receipt."""
    sums: dict[SpendKind, int] = {}
    for line in shares:
        sums[line.kind] = sums.get(line.kind, 0) + line.earning
    return sums


def earned_of(kind: SpendKind, earning: int, fen_per_point: int) -> Earned:
    """What an amount of one kind earns under a rate: rounded down, never a fraction of a point."""
    return Earned(kind, earning, earning // fen_per_point if fen_per_point else 0)
