"""The rows behind a figure, from the same cut of the days, so that a count is the length of its list."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from deskapp.analysis import owed
from deskapp.analysis.domain import Figure, Line
from deskapp.analysis.membership import EVENTS, STANDINGS, standing_memberships
from deskapp.analysis.service import refuse_future, sight
from deskapp.analysis.spans import Cut, Days
from deskapp.data import Act, fetch_rows, reading
from deskapp.members.domain import EventKind, JoinChannel
from deskapp.points.domain import EntryKind
from deskapp.staff.domain import Right
from deskapp.staff.service import person, require
from deskapp.store.days import calendar

LIMIT = 500

_EVENTS = (
    "SELECT e.at, e.kind, m.join_channel, e.reason, m.number, c.id, c.name, a.staff_id, m.recruiter_id FROM member_events e"
    " JOIN memberships m ON m.id = e.membership_id JOIN customers c ON c.id = m.customer_id JOIN acts a ON a.id = e.act_id"
    " WHERE e.kind = ? AND {span} ORDER BY e.id DESC"
)
_STANDING = (
    "SELECT s.term_until, m.number, c.id, c.name, m.recruiter_id FROM ({standing}) s JOIN memberships m ON m.id = s.membership_id"
    " JOIN customers c ON c.id = m.customer_id{stands} ORDER BY m.id DESC LIMIT ?"
)
_ENTRIES = (
    "SELECT a.at, e.kind, e.note, e.number, c.id, c.name, a.staff_id, e.redeemable FROM points_entries e"
    " JOIN customers c ON c.id = e.customer_id JOIN acts a ON a.id = e.act_id WHERE e.kind IN ({kinds}) AND {span}"
    " ORDER BY e.act_id DESC, e.id DESC LIMIT ?"
)
_SLIPS = (
    "SELECT h.id, a.at, h.bill_no, h.number, c.id, c.name, h.writer_id, h.points FROM handovers h JOIN acts a ON a.id = h.act_id"
    " JOIN customers c ON c.id = h.customer_id WHERE h.id IN ({ids})"
)
_REDEMPTIONS = (
    "SELECT r.id, r.applied_at, r.number, c.id, c.name, r.applied_by_id, r.cost FROM redemptions r"
    " JOIN customers c ON c.id = r.customer_id WHERE r.id IN ({ids})"
)
_GIFTS_OF = "SELECT redemption_id, name, quantity FROM redemption_lines WHERE redemption_id IN ({ids}) ORDER BY redemption_id, line_no"
_MEMBERS = (
    "SELECT m.id, m.number, c.id, c.name, m.recruiter_id FROM memberships m JOIN customers c ON c.id = m.customer_id WHERE m.id IN ({ids})"
)
_CUSTOMERS = "SELECT id, name FROM customers WHERE id IN ({ids})"


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a list is of: its days, and whose rows the person may see."""

    cut: Cut
    only: Collection[int] | None


def lines(*, act: Act, figure: Figure, first: date, last: date) -> list[Line]:
    """The rows behind a figure of the days `first`–`last` (one day for the daily report), newest first, at most 500.

    Figures of the end of a day are those of `last`. Refuses what the person's report leaves out.
    """
    only = sight(act)
    refuse_future(act, last)
    if only is not None and figure not in _FOR_OWN:
        require(act, Right.SEE_REPORTS)
    with reading():
        return _source(figure)(figure, _Asked(Days().cut(first, last), only))[:LIMIT]


def _source(figure: Figure) -> "Callable[[Figure, _Asked], list[Line]]":
    if figure.entry_kinds:
        return _entries
    for figures, source in _SOURCES:
        if figure in figures:
            return source
    raise LookupError(f"no rows behind {figure}")


def _events(figure: Figure, asked: _Asked) -> list[Line]:
    rows = fetch_rows(_EVENTS.replace("{span}", asked.cut.span.where("e.act_id")), EVENTS[figure], *asked.cut.span.params)
    found: list[Line] = []
    for at, kind, channel, reason, number, customer_id, customer, clerk, recruiter in rows:
        mine = {clerk, recruiter} if figure is Figure.JOINED else {clerk}
        if asked.only is None or mine & set(asked.only):
            words = JoinChannel(channel).label if figure is Figure.JOINED and channel else reason
            what = EventKind(kind).label + (f"（{words}）" if words else "")
            found.append(Line(_time(at), what, number, customer_id, customer, _name(clerk)))
    return found


def _standing(figure: Figure, asked: _Asked) -> list[Line]:
    stands = "" if figure is Figure.ALL else " WHERE s.stands = ?"
    text = _STANDING.replace("{standing}", standing_memberships(asked.cut.upto)).replace("{stands}", stands)
    wanted = () if figure is Figure.ALL else (figure.value,)
    upto = asked.cut.upto.params
    rows = fetch_rows(text, asked.cut.day, *upto, *upto, *wanted, LIMIT)
    return [
        Line(None, f"有效期至 {until}" if until else "", number, customer_id, name, _name(recruiter))
        for until, number, customer_id, name, recruiter in rows
    ]


def _entries(figure: Figure, asked: _Asked) -> list[Line]:
    kinds = figure.entry_kinds
    text = _ENTRIES.replace("{kinds}", ", ".join("?" * len(kinds))).replace("{span}", asked.cut.span.where("e.act_id"))
    rows = fetch_rows(text, *(kind.value for kind in kinds), *asked.cut.span.params, LIMIT)
    return [
        Line(_time(at), _entry_words(EntryKind(kind), note), number, customer_id, name, _name(staff), points)
        for at, kind, note, number, customer_id, name, staff, points in rows
    ]


def _entry_words(kind: EntryKind, note: str) -> str:
    return kind.label if not note or note == kind.label else f"{kind.label}：{note}"


def _slips(figure: Figure, asked: _Asked) -> list[Line]:
    slips = owed.waiting_slips(asked.cut, only=asked.only)
    if figure is Figure.SLIPS_DUE:
        slips = owed.due_slips(asked.cut.day + timedelta(days=1), slips, calendar())
    else:
        slips = [slip for slip in slips if slip.returned == (figure is Figure.SLIPS_RETURNED)]
    return [
        Line(_time(at), f"单据 {bill}", number, customer_id, name, _name(writer), points)
        for _, at, bill, number, customer_id, name, writer, points in _by_id(_SLIPS, [slip.id for slip in slips])
    ]


def _redemptions(figure: Figure, asked: _Asked) -> list[Line]:
    if figure is Figure.APPLIED:
        ids = owed.applied_redemptions(asked.cut)
    elif figure is Figure.SIGNED:
        ids = owed.signed_redemptions(asked.cut)
    else:
        still_open = owed.open_redemptions(asked.cut)
        if figure is Figure.GIFTS_DUE:
            still_open = owed.due_redemptions(asked.cut, still_open, calendar())
        ids = [one.id for one in still_open if figure in (Figure.GIFTS_DUE, one.figure)]
    gifts: dict[int, list[str]] = {}
    for redemption_id, name, quantity in _by_id(_GIFTS_OF, ids):
        gifts.setdefault(redemption_id, []).append(f"{name} ×{quantity}")
    return [
        Line(_time(at), "、".join(gifts.get(found, ())), number, customer_id, name, _name(staff), -cost)
        for found, at, number, customer_id, name, staff, cost in _by_id(_REDEMPTIONS, ids)
    ]


def _low(_figure: Figure, asked: _Asked) -> list[Line]:
    low = owed.low_gifts(asked.cut, owed.open_redemptions(asked.cut))
    return [Line(None, f"{gift.name} 可用 {gift.available} {gift.unit}，预警 {gift.low_at}", "", 0, "", "") for gift in low]


def _ending(figure: Figure, asked: _Asked) -> list[Line]:
    tomorrow = asked.cut.day + timedelta(days=1)
    if figure is Figure.POINTS_ENDING:
        ending = owed.points_ending(asked.cut)
        return [Line(None, f"有效期至 {tomorrow}", "", found, name, "", ending[found]) for found, name in _by_id(_CUSTOMERS, list(ending))]
    ids = [found for found, _ in owed.terms_ending(asked.cut)]
    return [
        Line(None, f"有效期至 {tomorrow}", number, customer_id, name, _name(recruiter))
        for _, number, customer_id, name, recruiter in _by_id(_MEMBERS, ids)
    ]


_SLIP_FIGURES = (Figure.SLIPS_WAITING, Figure.SLIPS_RETURNED, Figure.SLIPS_DUE)
_REDEMPTION_FIGURES = (
    Figure.APPLIED,
    Figure.TO_APPROVE,
    Figure.TO_PREPARE,
    Figure.TO_COLLECT,
    Figure.ON_THE_WAY,
    Figure.SIGNED,
    Figure.GIFTS_DUE,
)
_SOURCES: tuple[tuple[Collection[Figure], Callable[[Figure, _Asked], list[Line]]], ...] = (
    (EVENTS, _events),
    ((*STANDINGS, Figure.ALL), _standing),
    (_SLIP_FIGURES, _slips),
    (_REDEMPTION_FIGURES, _redemptions),
    ((Figure.LOW,), _low),
    ((Figure.TERMS_ENDING, Figure.POINTS_ENDING), _ending),
)
_FOR_OWN = frozenset({Figure.JOINED, Figure.RENEWED, Figure.SLIPS_WAITING, Figure.SLIPS_RETURNED})


def _by_id(text: str, ids: Collection[int]) -> Iterable[tuple[Any, ...]]:
    """Rows of the named records, the newest first."""
    wanted = sorted(ids, reverse=True)[:LIMIT]
    rows = fetch_rows(text.replace("{ids}", ", ".join("?" * len(wanted))), *wanted) if wanted else []
    return sorted(rows, key=lambda row: -row[0])


def _name(staff_id: int | None) -> str:
    return person(staff_id).name if staff_id else ""


def _time(value: datetime | str) -> datetime:
    return datetime.fromisoformat(value) if isinstance(value, str) else value
