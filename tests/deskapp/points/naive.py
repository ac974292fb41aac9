"""The ledger one would write in an afternoon: a balance is the sum of the lots' rests, and what is undone is put back or cut off.

It has every flaw that users of other systems reported (members.md §8), so the machine must find one.
"""

from datetime import date, datetime

from deskapp.errors import UserError
from tests.deskapp.points.machine import Facts


class NaiveLedger:
    """Lots with a stored rest; no allocations, no debt; expiry deletes what ended; joining moves everything to guest 0."""

    def begin(self) -> None:
        self.lots: dict[int, list] = {}
        self.owner: dict[int, int] = {}
        self.entries: list[tuple[int, int]] = []
        self.held: dict[str, tuple[int, int]] = {}
        self.joined = False
        self.next_id = 0
        self.last = lambda: None

    def _new(self) -> int:
        self.next_id += 1
        return self.next_id

    def _who(self, who: int) -> int:
        return 0 if self.joined else who

    def earn(self, at: datetime, who: int, points: int) -> int:
        self.last = lambda: self.earn(at, who, points)
        self.entries.append((self._who(who), points))
        entry = self._new()
        self.owner[entry] = self._who(who)
        self.lots[entry] = [date(at.year + (at.month == 12), at.month % 12 + 1, 28), points]
        return entry

    def award(self, at: datetime, who: int, occasion: str) -> int:
        return self.earn(at, who, 50)

    def spend(self, at: datetime, who: int, points: int) -> int:
        if points > self.spendable(who, at.date()):
            raise UserError("积分不足")
        self.last = lambda: self.spend(at, who, points)
        self.entries.append((self._who(who), -points))
        for entry, lot in sorted(self.lots.items(), key=lambda pair: pair[1]):
            took = min(points, lot[1]) if lot[0] >= at.date() and self.owner[entry] == self._who(who) else 0
            lot[1] -= took
            points -= took
        return self._new()

    def adjust(self, at: datetime, who: int, points: int) -> int:
        return self.earn(at, who, points) if points > 0 else self.spend(at, who, -points)

    def reserve(self, at: datetime, who: int, points: int) -> str:
        if points > self.spendable(who, at.date()):
            raise UserError("积分不足")
        holder = f"JF-{self._new()}"
        self.held[holder] = (self._who(who), points)
        return holder

    def release(self, at: datetime, holder: str) -> None:
        del self.held[holder]

    def post(self, at: datetime, holder: str) -> int:
        who, points = self.held.pop(holder)
        return self.spend(at, who, min(points, self.spendable(who, at.date())))

    def reverse(self, at: datetime, entry: int, points: int | None) -> None:
        lot = self.lots.get(entry)
        took = min(lot[1], lot[1] if points is None else points) if lot else 0
        if lot:
            lot[1] -= took
        self.entries.append((self.owner.get(entry, 0), -took if points is None else -points))

    def give_back(self, at: datetime, entry: int, points: int | None) -> None:
        self.entries.append((0, points or 0))

    def join(self, at: datetime) -> None:
        self.joined = True
        self.owner = dict.fromkeys(self.owner, 0)
        self.entries = [(0, points) for _, points in self.entries]
        self.held = {holder: (0, points) for holder, (_, points) in self.held.items()}

    def part(self, at: datetime) -> None:
        self.joined = False

    def expire(self, at: datetime) -> None:
        self.lots = {entry: lot for entry, lot in self.lots.items() if lot[0] >= at.date()}

    def days_pass(self, at: datetime) -> None:
        """Time needs no asking here."""

    def spendable(self, who: int, on: date) -> int:
        mine = [lot[1] for entry, lot in self.lots.items() if self.owner[entry] == self._who(who) and lot[0] >= on]
        return sum(mine) - sum(points for owner, points in self.held.values() if owner == self._who(who))

    def tier(self, who: int) -> int:
        return sum(points for owner, points in self.entries if owner == self._who(who) and points > 0)

    def facts(self, *who: int) -> Facts:
        rests = [(lot[0], lot[1]) for entry, lot in self.lots.items() if self.owner[entry] in who]
        held = sum(points for owner, points in self.held.values() if owner in who)
        return Facts([points for owner, points in self.entries if owner in who], rests, [], held)

    def again(self) -> None:
        self.last()
