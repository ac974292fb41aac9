"""Rates by kind of spend: versions with the day they begin, frozen into the slips written under them."""

from datetime import date, timedelta
from typing import Any

from deskapp.data import Act, ActRecord, reading, writing
from deskapp.errors import UserError
from deskapp.handovers.access import require_reader
from deskapp.handovers.bill import Terms
from deskapp.handovers.domain import FIRST_RATES, NET_EARNS, POINTS_PER_YUAN, Rate, RateStanding, RateVersion, SpendKind
from deskapp.handovers.tables import RateRecord
from deskapp.settings import store
from deskapp.staff.domain import Right
from deskapp.staff.service import person, require

MOST_FEN_PER_POINT = 1_000_000_00


def terms(*, on: date) -> Terms:
    """The rules a bill written on the day is computed by."""
    return Terms({rate.kind: rate for rate in rates(on=on)}, store.value(POINTS_PER_YUAN), store.value(NET_EARNS))


def rates(*, on: date) -> tuple[Rate, ...]:
    """The rate of each kind on a day, with the day before the next version begins."""
    versions = _versions()
    return tuple(next(rate for rate in reversed(versions[kind]) if rate.valid_from <= on) for kind in SpendKind)


def rate_history(*, act: Act) -> list[RateVersion]:
    """Every version of every kind as seen on the day of the act, kind by kind, the one that begins last on top."""
    require_reader(act)
    today = act.at.date()
    with reading():
        counting = _versions()
        written: Any = list(
            RateRecord.select(RateRecord, ActRecord)
            .join(ActRecord, on=(RateRecord.act == ActRecord.id))
            .order_by(RateRecord.valid_from.desc(), RateRecord.id.desc())
        )
        found: list[RateVersion] = []
        for kind in SpendKind:
            ends = {rate.id: rate.valid_until for rate in counting[kind]}
            for row in written:
                if row.kind == kind.value:
                    rate = Rate(kind, row.fen_per_point, row.valid_from, ends.get(row.id), row.id)
                    by = person(row.act.staff_id).name if row.act.staff_id is not None else ""
                    found.append(RateVersion(rate, _standing(rate, today) if row.id in ends else RateStanding.REPLACED, by, row.act.at))
            first = counting[kind][0]
            found.append(RateVersion(first, _standing(first, today)))
    return found


def set_rate(*, act: Act, kind: SpendKind, fen_per_point: int, valid_from: date) -> Rate:
    """Let a new rate of a kind begin on a day, 0 = earns nothing. What was written before keeps the rate it was written under.

    Refuses a day that has passed: nothing is back-dated. A second version for the same day takes the place of the first.
    """
    require(act, Right.CHANGE_SETTINGS)
    with writing(act, "set_rate", kind=kind, fen_per_point=fen_per_point, valid_from=valid_from) as tx:
        if tx.replay is not None:
            return next(rate for rate in _versions()[kind] if rate.id == tx.replay)
        if not 0 <= fen_per_point <= MOST_FEN_PER_POINT:
            raise UserError("请填 0 到 1,000,000 元之间的金额，0 表示不计分", field="fen_per_point")
        if valid_from < tx.act.at.date():
            raise UserError("生效日期不能早于今天", field="valid_from")
        record = RateRecord.create(kind=kind.value, fen_per_point=fen_per_point, valid_from=valid_from, act=tx.act_id)
        tx.done(record.id)
        return Rate(kind, fen_per_point, valid_from, id=record.id)


def _versions() -> dict[SpendKind, list[Rate]]:
    """All versions of each kind in the order they begin; the later written one of a day counts."""
    found = {first.kind: {first.valid_from: first} for first in FIRST_RATES}
    for row in RateRecord.select().order_by(RateRecord.valid_from, RateRecord.id):
        kind = SpendKind(row.kind)
        found[kind][row.valid_from] = Rate(kind, row.fen_per_point, row.valid_from, id=row.id)
    return {kind: _with_ends(list(versions.values())) for kind, versions in found.items()}


def _standing(rate: Rate, on: date) -> RateStanding:
    if rate.valid_from > on:
        return RateStanding.COMING
    return RateStanding.PAST if rate.valid_until is not None and rate.valid_until < on else RateStanding.RUNNING


def _with_ends(versions: list[Rate]) -> list[Rate]:
    ends = [later.valid_from - timedelta(days=1) for later in versions[1:]]
    return [Rate(v.kind, v.fen_per_point, v.valid_from, end, v.id) for v, end in zip(versions, [*ends, None], strict=True)]
