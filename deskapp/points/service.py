"""Points come and go here and nowhere else. The rights are asked by the features above, inside whose act every verb runs."""

from datetime import date, datetime

from deskapp.data import Act, writing
from deskapp.errors import UserError
from deskapp.points.account import Account, Held, New, as_date, as_time, movement, open_account, run
from deskapp.points.domain import AWARD_POINTS, LOT_MONTHS, AwardKind, EntryKind, Movement, Reservation
from deskapp.points.lots import covered, lot_end, take_free, take_reserved
from deskapp.settings import store
from deskapp.typed import format_points

_AWARDED = (
    "SELECT e.id, a.at, r.id FROM points_entries e JOIN acts a ON a.id = e.act_id LEFT JOIN points_entries r ON r.reverses_id = e.id"
    " WHERE e.customer_id IN ({ids}) AND e.award = ? AND e.occasion = ? ORDER BY e.id"
)
_OPENED = (
    "SELECT e.id, e.redeemable, e.tier, l.ends_on FROM points_entries e LEFT JOIN points_lots l ON l.entry_id = e.id"
    " WHERE e.customer_id IN ({ids}) AND e.kind = 'opening'"
)
_HOLDER = "SELECT customer_id, kind, note FROM points_reservations WHERE holder = ? AND closed_id IS NULL"
_RESERVATION = (
    "SELECT r.id, r.customer_id, r.holder, r.kind, r.points, a.at, r.note FROM points_reservations r"
    " JOIN acts a ON a.id = r.act_id WHERE r.id = ?"
)
_RESERVE = "INSERT INTO points_reservations (customer_id, holder, kind, points, note, act_id) VALUES (?, ?, ?, ?, ?, ?) RETURNING id"
_DUE = (
    "SELECT l.customer_id FROM points_lots l WHERE l.ends_on >= ? AND l.ends_on < ? AND l.points >"
    " COALESCE((SELECT SUM(a.points) FROM points_allocations a WHERE a.lot_id = l.id), 0)"
    " + COALESCE((SELECT SUM(h.points) FROM points_holds h JOIN points_reservations r ON r.id = h.reservation_id"
    " WHERE h.lot_id = l.id AND r.closed_id IS NULL), 0) ORDER BY l.ends_on, l.customer_id LIMIT ?"
)


def earn(*, act: Act, customer_id: int, points: int, note: str, number: str, rate: int | None = None) -> Movement:
    """Book points earned by spending: redeemable and tier alike, in a new lot. `rate` is the rate version, frozen into the entry."""
    with writing(act, "earn_points", customer_id=customer_id, points=points, note=note, number=number, rate=rate) as tx:
        if tx.replay is not None:
            return movement(tx.replay)
        account = open_account(tx, customer_id)
        new = New(EntryKind.EARNED, points, points, number=number, note=note, rate=rate)
        booked = account.enter(tx, new, lot_until=_lot_end(account))
        tx.done(booked.entry_id)
        return booked


def award(*, act: Act, customer_id: int, kind: AwardKind, occasion: str, number: str = "", note: str = "") -> Movement:
    """Book a fixed award (points from its setting), once per account, kind and occasion (a number, a plate …) while not reversed.

    `note` is what the ledger says of it, without one the kind. Refuses a second one, naming when it was given.
    """
    with writing(act, "award_points", customer_id=customer_id, kind=kind, occasion=occasion, number=number, note=note) as tx:
        if tx.replay is not None:
            return movement(tx.replay)
        account = open_account(tx, customer_id)
        given = _awarded(account, kind, occasion)
        standing = [at for _, at, reversal in given if reversal is None]  # of a merged account perhaps not the last one
        if standing:
            raise UserError(f"“{kind.label}”奖励（{occasion}）{as_time(standing[-1]):%Y-%m-%d} 已经发过，不能重复", field="occasion")
        points = store.value(AWARD_POINTS[kind])
        new = New(
            EntryKind.AWARDED, points, points, number=number, note=note or kind.label, award=kind, occasion=occasion, round=len(given)
        )
        booked = account.enter(tx, new, lot_until=_lot_end(account))
        tx.done(booked.entry_id)
        return booked


def open_balance(*, act: Act, customer_id: int, redeemable: int, tier: int, ends_on: date | None = None, number: str = "") -> Movement:
    """Book 期初, once an account: one lot until `ends_on` (default: as if earned today). The same values again give the first entry.

    Refuses other values for an account that has one (a manual entry corrects it), negative or empty ones and an end in the past.
    """
    with writing(act, "open_points", customer_id=customer_id, redeemable=redeemable, tier=tier, ends_on=ends_on, number=number) as tx:
        if tx.replay is not None:
            return movement(tx.replay)
        if redeemable < 0 or tier < 0 or redeemable + tier == 0:
            raise UserError("期初积分不能是负数，也不能都是 0", field="redeemable")
        if ends_on is not None and ends_on < tx.act.at.date():
            raise UserError(f"期初积分的到期日 {ends_on} 已经过去", field="ends_on")
        account = open_account(tx, customer_id)
        opened = run(_OPENED, account.ids, ids=len(account.ids)).fetchone()
        if opened is not None:
            _same_opening(opened, redeemable, tier, ends_on)
            tx.done(opened[0])
            return movement(opened[0])
        new = New(EntryKind.OPENING, redeemable, tier, number=number, note="期初积分")
        booked = account.enter(tx, new, lot_until=ends_on or _lot_end(account))
        tx.done(booked.entry_id)
        return booked


def adjust(*, act: Act, customer_id: int, points: int, reason: str, counts_for_level: bool = False) -> Movement:
    """A manual entry, plus or minus; a minus is refused beyond what is spendable. `counts_for_level`: a plus also counts as tier."""
    with writing(act, "adjust_points", customer_id=customer_id, points=points, reason=reason, counts_for_level=counts_for_level) as tx:
        if tx.replay is not None:
            return movement(tx.replay)
        if points == 0:
            raise UserError("请输入增加或减少的分数", field="points")
        if not reason.strip():
            raise UserError("请写明手工增减的原因", field="reason")
        account = open_account(tx, customer_id)
        if points > 0:
            new = New(EntryKind.MANUAL, points, points if counts_for_level else 0, note=reason.strip())
            booked = account.enter(tx, new, lot_until=_lot_end(account))
        else:
            _refuse_above(account.spendable, -points)
            booked = account.enter(tx, New(EntryKind.MANUAL, points, note=reason.strip()), take_free(account.lots, -points, account.on))
        tx.done(booked.entry_id)
        return booked


def reserve(*, act: Act, customer_id: int, holder: str, points: int, kind: EntryKind, note: str) -> Reservation:
    """Promise points to the slip `holder` (its number), to be REDEEMED or USED: named lots, the one that ends first before the others.

    Refuses more than is spendable.
    """
    with writing(act, "reserve_points", customer_id=customer_id, holder=holder, points=points, kind=kind, note=note) as tx:
        if tx.replay is not None:
            return _reservation(tx.replay)
        account = open_account(tx, customer_id)
        _refuse_above(account.spendable, points)
        reservation_id: int = run(_RESERVE, (account.ids[0], holder, kind.value, points, note, tx.act_id)).fetchone()[0]
        named = take_free(account.lots, points, account.on)
        values = ", ".join(["(?, ?, ?)"] * len(named))
        params = [value for take in named for value in (reservation_id, take.lot_id, take.points)]
        run(f"INSERT INTO points_holds (reservation_id, lot_id, points) VALUES {values}", params)
        tx.done(reservation_id)
        return Reservation(reservation_id, account.ids[0], holder, kind, points, tx.act.at, note)


def release(*, act: Act, holder: str) -> None:
    """Close the slip's reservation unspent; what of it is past its end is booked as expired. Nothing reserved: nothing happens."""
    with writing(act, "release_points", holder=holder) as tx:
        if tx.replay is not None:
            return
        found = run(_HOLDER, (holder,)).fetchone()
        if found is not None:
            account = open_account(tx, found[0])
            account.close(tx, holder)
            account.book_due(tx)
            account.pay_debts(tx)


def spend(*, act: Act, customer_id: int, points: int, kind: EntryKind, number: str, note: str) -> Movement:
    """Spend directly (REDEEMED or USED), from the lots that end first. Refuses more than is spendable: "积分不足：可用 300，需要 500"."""
    with writing(act, "spend_points", customer_id=customer_id, points=points, kind=kind, number=number, note=note) as tx:
        if tx.replay is not None:
            return movement(tx.replay)
        account = open_account(tx, customer_id)
        _refuse_above(account.spendable, points)
        new = New(kind, -points, number=number, note=note)
        booked = account.enter(tx, new, take_free(account.lots, points, account.on))
        tx.done(booked.entry_id)
        return booked


def spend_reserved(*, act: Act, holder: str, may_owe: bool) -> Movement:
    """Spend what the slip `holder` reserved, and close the reservation.

    When a reversal took the lots meanwhile, free lots step in; what is still uncovered becomes debt (`may_owe`) or is refused.
    """
    with writing(act, "spend_reserved_points", holder=holder, may_owe=may_owe) as tx:
        if tx.replay is not None:
            return movement(tx.replay)
        found = run(_HOLDER, (holder,)).fetchone()
        if found is None:
            raise UserError(f"{holder} 没有预留的积分，请刷新后再看")
        customer_id, kind, note = found
        account = open_account(tx, customer_id)
        held = account.close(tx, holder)
        takes = take_reserved(account.lots, held.named, held.points, account.on)
        if not may_owe:
            _refuse_above(covered(takes), held.points)
        booked = account.enter(tx, New(EntryKind(kind), -held.points, number=holder, note=note), takes)
        tx.done(booked.entry_id)
        return booked


def void_rest(*, act: Act, customer_id: int, number: str, note: str) -> Movement | None:
    """Void all that is left (退会作废); None when nothing is. Refused while anything is reserved, naming the slips."""
    with writing(act, "void_points", customer_id=customer_id, number=number, note=note) as tx:
        if tx.replay is not None:
            return movement(tx.replay) if tx.replay else None
        account = open_account(tx, customer_id)
        if account.open:
            raise UserError(f"还有 {format_points(account.reserved)} 分预留在 {_slips(account.open)}，请先录入、退回或取消")
        if account.total <= 0:
            return None
        takes = take_free(account.lots, account.total, account.on)
        booked = account.enter(tx, New(EntryKind.VOIDED, -account.total, number=number, note=note), takes)
        tx.done(booked.entry_id)
        return booked


def expire_due(*, act: Act, limit: int = 200) -> int:
    """Book due expiries of up to `limit` accounts, what ended first before the rest; how many accounts. 0: nothing is left for today.

    Each finished run is noted, so the next one looks only at lots that ended since.
    """
    with writing(act, "expire_points", limit=limit) as tx:
        if tx.replay is not None:
            return tx.replay
        today = tx.act.at.date()
        last = run("SELECT MAX(day) FROM points_expiry_runs WHERE day <= ?", (today,)).fetchone()[0]
        since = as_date(last) if last else date.min
        due = list(dict.fromkeys(row[0] for row in run(_DUE, (since, today, limit)).fetchall()))
        for customer_id in due:
            open_account(tx, customer_id)
        if not due and since < today:
            run("INSERT INTO points_expiry_runs (day, act_id) VALUES (?, ?)", (today, tx.act_id))
        tx.done(len(due))
        return len(due)


def _lot_end(account: Account) -> date:
    return lot_end(account.on, store.value(LOT_MONTHS))


def _refuse_above(available: int, points: int) -> None:
    if points <= 0:
        raise ValueError(f"cannot spend {points} points")
    if points > available:
        raise UserError(f"积分不足：可用 {format_points(available)}，需要 {format_points(points)}", field="points")


def _slips(reservations: list[Held]) -> str:
    return "、".join(held.holder for held in reservations)


def _awarded(account: Account, kind: AwardKind, occasion: str) -> list[tuple[int, datetime | str, int | None]]:
    """Entry, time and reversal of each time the award was given for the occasion."""
    return run(_AWARDED, (*account.ids, kind.value, occasion), ids=len(account.ids)).fetchall()


def _same_opening(opened: tuple[int, int, int, str | None], redeemable: int, tier: int, ends_on: date | None) -> None:
    _, had_redeemable, had_tier, had_end = opened
    same_end = ends_on is None or had_end is None or as_date(had_end) == ends_on
    if (had_redeemable, had_tier) != (redeemable, tier) or not same_end:
        raise UserError(
            f"期初积分已按可兑换 {format_points(had_redeemable)}、升级 {format_points(had_tier)} 登记过，要改请做手工增减",
            field="redeemable",
        )


def _reservation(reservation_id: int) -> Reservation:
    row = run(_RESERVATION, (reservation_id,)).fetchone()
    return Reservation(row[0], row[1], row[2], EntryKind(row[3]), row[4], as_time(row[5]), row[6])
