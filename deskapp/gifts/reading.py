"""Redemptions as lists, cards and receipts show them. The statements are constant: every save at the counter reads its receipt back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from deskapp.calendar import due
from deskapp.customers.family import family
from deskapp.data import Act, barcode_digits, fetch_rows, reading
from deskapp.gifts.catalogue import has_sight, require_sight
from deskapp.gifts.domain import (
    APPROVAL_LIMIT,
    OVERDUE_AFTER_WORKDAYS,
    HandoverMode,
    Receiver,
    Relation,
    State,
)
from deskapp.gifts.slips import Receipt, Redemption, RedemptionLine, Step, waits_for
from deskapp.gifts.tables import OPEN
from deskapp.members.levels import levels
from deskapp.members.standing import standing
from deskapp.settings.store import value
from deskapp.staff.service import person
from deskapp.store.days import calendar

_REDEMPTIONS = (
    "SELECT r.id, r.number, r.state, c.id, c.name, c.mobile, r.member_no, r.cost, r.points_before, r.points_after,"
    " r.expiring_on, r.expiring_points, r.mode, r.planned_on, r.relation, r.received_by, r.receiver_mobile, r.received_at, r.applied_at,"
    " r.applied_by_id, r.approved_at, r.approved_by_id, r.handled_by_id, r.note, r.carrier_id, r.address, r.courier_no,"
    " (SELECT v.plate FROM vehicles v WHERE v.customer_id = r.customer_id AND v.ended_at IS NULL AND v.plate <> '' ORDER BY v.id LIMIT 1)"
    " FROM redemptions r JOIN customers own ON own.id = r.customer_id"
    " JOIN customers c ON c.id = COALESCE(own.merged_into_id, own.id) WHERE r.id IN ({ids})"
)
_LINES = (
    "SELECT l.redemption_id, l.line_no, l.gift_id, g.gift_no, l.name, l.unit, l.quantity, l.unit_points"
    " FROM redemption_lines l JOIN gifts g ON g.id = l.gift_id WHERE l.redemption_id IN ({ids}) ORDER BY l.redemption_id, l.line_no"
)
_STEPS = (
    "SELECT a.at, s.state, a.staff_id, s.note FROM redemption_steps s JOIN acts a ON a.id = s.act_id"
    " WHERE s.redemption_id = ? ORDER BY s.id"
)
# What open redemptions hold beyond the stock: nothing, unless a count found less.
_OVERBOOKED = (
    "SELECT held.gift_id, held.on_hand FROM (SELECT l.gift_id, SUM(l.quantity) AS quantity,"
    " COALESCE((SELECT SUM(m.quantity) FROM stock_moves m WHERE m.gift_id = l.gift_id), 0) AS on_hand"
    f" FROM redemptions r JOIN redemption_lines l ON l.redemption_id = r.id WHERE r.{OPEN} GROUP BY l.gift_id) held"
    " WHERE held.quantity > held.on_hand"
)
_WAITING = (
    "SELECT r.id, l.gift_id, l.name, l.unit, l.quantity FROM redemptions r JOIN redemption_lines l ON l.redemption_id = r.id"
    f" WHERE r.{OPEN} AND l.gift_id IN ({{ids}}) ORDER BY CASE r.state WHEN 'on_the_way' THEN 0 WHEN 'ready' THEN 1 ELSE 2 END, r.id"
)


def redemption(*, act: Act, redemption_id: int) -> Redemption:
    """One redemption with its lines, steps and working days waited. A 送达人 sees what he brings."""
    with reading():
        found = redemption_by_id(redemption_id, on=act.at.date())
    return _shown(act, found)


def receipt(*, act: Act, redemption_id: int) -> Receipt:
    """What the receipt of a redemption prints; the level is that of the day it was applied for, so a reprint says the same."""
    with reading():
        slip = _shown(act, redemption_by_id(redemption_id, on=act.at.date()))
        day = slip.applied_at.date()
        member = standing(customer_id=slip.customer_id, on=day)
        level = levels(membership_ids=(member.membership_id,), on=day)[member.membership_id].level.label if member else ""
    return Receipt(slip, barcode_digits(slip.number), level)


def _shown(act: Act, found: Redemption) -> Redemption:
    if found.carrier_id is None or found.carrier_id != act.staff_id:
        require_sight(act)
    return found


def redemption_by_id(redemption_id: int, *, on: date) -> Redemption:
    """One redemption as of a day, for services and papers; windows ask `redemption`."""
    found = _redemptions([redemption_id], today=on)
    if not found:
        raise LookupError(f"no redemption {redemption_id}")
    steps = fetch_rows(_STEPS, redemption_id)
    return replace(found[0], steps=tuple(Step(_time(at), State(state), _name(by), note) for at, state, by, note in steps))


def redemptions(
    *, act: Act, customer_id: int | None = None, open_only: bool = False, since: date | None = None, limit: int = 500
) -> list[Redemption]:
    """Redemptions of everybody, or of a customer (his family's): the open ones, the longest waiting on top, then closed ones, newest first.

    `open_only` leaves the closed out, `since` those applied for and signed for before a day; `limit` counts closed ones only. Whoever has
    no other business with gifts sees what he was asked to bring.
    """
    with reading():
        whose, params = _of(customer_id)
        if not has_sight(act):
            whose, params = f"{whose} AND r.carrier_id = ?", (*params, act.staff_id or 0)
        ids = [row[0] for row in fetch_rows(f"SELECT r.id FROM redemptions r WHERE r.{OPEN}{whose} ORDER BY r.id", *params)]
        if not open_only:
            begin = " AND (r.applied_at >= ? OR r.received_at >= ?)" if since else ""
            closed = f"SELECT r.id FROM redemptions r WHERE NOT (r.{OPEN}){whose}{begin} ORDER BY r.id DESC LIMIT ?"
            at = (datetime.combine(since, datetime.min.time()),) * 2 if since else ()
            ids += [row[0] for row in fetch_rows(closed, *params, *at, limit)]
        return _redemptions(ids, today=act.at.date())


def shortages() -> dict[int, list[tuple[str, str, int, int]]]:
    """Open redemptions that the stock no longer covers since a count: id -> (gift, unit, left for it, wanted).

    What is under way is served first, then what lies ready, then in the order of application.
    """
    on_hand = {gift_id: int(left) for gift_id, left in fetch_rows(_OVERBOOKED)}
    if not on_hand:
        return {}
    missing: dict[int, list[tuple[str, str, int, int]]] = {}
    for redemption_id, gift_id, name, unit, wanted in fetch_rows(_for(_WAITING, on_hand), *on_hand):
        if wanted <= on_hand[gift_id]:
            on_hand[gift_id] -= wanted
        else:
            missing.setdefault(redemption_id, []).append((name, unit, on_hand[gift_id], wanted))
    return missing


def _of(customer_id: int | None) -> tuple[str, tuple[int, ...]]:
    if customer_id is None:
        return "", ()
    kin = family(customer_id)
    return _for(" AND r.customer_id IN ({ids})", kin), kin


def _for(text: str, ids: Sequence[int] | dict[int, int]) -> str:
    return text.replace("{ids}", ", ".join("?" * len(ids)))


def _redemptions(ids: Sequence[int], *, today: date) -> list[Redemption]:
    """The named ones, in the order they are named."""
    if not ids:
        return []
    lines: dict[int, list[RedemptionLine]] = {}
    for redemption_id, *line in fetch_rows(_for(_LINES, ids), *ids):
        lines.setdefault(redemption_id, []).append(RedemptionLine(*line))
    rows = {row[0]: row for row in fetch_rows(_for(_REDEMPTIONS, ids), *ids)}
    missing = shortages() if any(State(row[2]).is_open for row in rows.values()) else {}
    return [_redemption(rows[i], tuple(lines.get(i, ())), tuple(m[0] for m in missing.get(i, ())), today) for i in ids if i in rows]


def _redemption(row: tuple[Any, ...], lines: tuple[RedemptionLine, ...], missing: tuple[str, ...], today: date) -> Redemption:
    state, mode, applied_at = State(row[2]), HandoverMode(row[12]), _time(row[18])
    received_at = _time(row[17]) if row[17] else None
    now, limit = calendar(), value(OVERDUE_AFTER_WORKDAYS)
    until = received_at.date() if received_at else today
    return Redemption(
        id=row[0],
        number=row[1],
        state=state,
        customer_id=row[3],
        customer_name=row[4],
        member_no=row[6],
        mobile_tail=row[5][-4:],
        plate=row[27] or "",
        lines=lines,
        cost=row[7],
        points_before=row[8],
        points_after=row[9],
        expiring_on=_day(row[10]) if row[10] else None,
        expiring_points=row[11],
        mode=mode,
        planned_on=_day(row[13]) if row[13] else None,
        receiver=Receiver(Relation(row[14]), row[15], row[16]),
        received_at=received_at,
        applied_at=applied_at,
        applied_by=_name(row[19]),
        applied_by_id=row[19],
        approved_at=_time(row[20]) if row[20] else None,
        approved_by=_name(row[21]),
        handled_by=_name(row[22]),
        note=row[23],
        waits_for=waits_for(state, mode, above_limit=row[7] > value(APPROVAL_LIMIT), carrier=_name(row[24])),
        waiting_days=now.workdays_between(applied_at.date(), until) if state.is_open or received_at else 0,
        due=due(now, now.add_workdays(applied_at.date(), limit), today=today) if state.is_open else None,
        missing=missing,
        carrier_id=row[24],
        carrier=_name(row[24]),
        address=row[25],
        courier_no=row[26],
    )


def _name(staff_id: int | None) -> str:
    return person(staff_id).name if staff_id is not None else ""


def _day(text: date | str) -> date:
    """A day from a bare statement: SQLite keeps it as text."""
    return date.fromisoformat(text) if isinstance(text, str) else text


def _time(text: datetime | str) -> datetime:
    """A time from a bare statement."""
    return datetime.fromisoformat(text) if isinstance(text, str) else text
