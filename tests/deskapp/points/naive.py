"""The ledger one would write in an afternoon: a balance is the sum of the lots' rests, and what is undone is put back or cut off.

It has every flaw that users of other systems reported (members.md §8), so the machine must find one.
"""

from datetime import date, datetime

from deskapp.errors import UserError
from tests.deskapp.points.machine import Facts


class NaiveLedger:
    """Lots with a stored rest; no allocations, no debt; expiry deletes what ended."""

    def begin(self) -> None:
        self.lots: dict[int, list] = {}
        self.entries: list[int] = []
        self.held: dict[str, int] = {}
        self.next_id = 0
        self.last = lambda: None

    def _new(self) -> int:
        self.next_id += 1
        return self.next_id

    def earn(self, at: datetime, points: int) -> int:
        self.last = lambda: self.earn(at, points)
        self.entries.append(points)
        entry = self._new()
        self.lots[entry] = [date(at.year + (at.month == 12), at.month % 12 + 1, 28), points]
        return entry

    def award(self, at: datetime, occasion: str) -> int:
        return self.earn(at, 50)

    def spend(self, at: datetime, points: int) -> int:
        if points > self.spendable(at.date()):
            raise UserError("积分不足")
        self.last = lambda: self.spend(at, points)
        self.entries.append(-points)
        for lot in sorted(self.lots.values()):
            took = min(points, lot[1]) if lot[0] >= at.date() else 0
            lot[1] -= took
            points -= took
        return self._new()

    def reserve(self, at: datetime, points: int) -> str:
        if points > self.spendable(at.date()):
            raise UserError("积分不足")
        holder = f"JF-{self._new()}"
        self.held[holder] = points
        return holder

    def release(self, at: datetime, holder: str) -> None:
        del self.held[holder]

    def post(self, at: datetime, holder: str) -> int:
        points = self.held.pop(holder)
        return self.spend(at, min(points, self.spendable(at.date())))

    def reverse(self, at: datetime, entry: int, points: int | None) -> None:
        lot = self.lots.get(entry)
        took = min(lot[1], lot[1] if points is None else points) if lot else 0
        if lot:
            lot[1] -= took
        self.entries.append(-took if points is None else -points)

    def give_back(self, at: datetime, entry: int, points: int | None) -> None:
        self.entries.append(points or 0)

    def expire(self, at: datetime) -> None:
        self.lots = {entry: lot for entry, lot in self.lots.items() if lot[0] >= at.date()}

    def days_pass(self, at: datetime) -> None:
        """Time needs no asking here."""

    def spendable(self, on: date) -> int:
        return sum(lot[1] for lot in self.lots.values() if lot[0] >= on) - sum(self.held.values())

    def facts(self) -> Facts:
        return Facts(self.entries, [(lot[0], lot[1]) for lot in self.lots.values()], [], sum(self.held.values()))

    def again(self) -> None:
        self.last()
