"""Signing in by PIN, and how a PIN is set again. Hashing happens outside of every transaction."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime

from deskapp.data import Act, last_entry_at, record_changes, writing
from deskapp.errors import ClockInDoubt, UserError
from deskapp.staff.domain import Person, Right, Role
from deskapp.staff.house import house
from deskapp.staff.pin import (
    PIN_COST,
    PinCost,
    WrongPin,
    fits,
    hash_secret,
    judge_pin,
    read_recovery_code,
    still_waits,
    tries_left,
    wait_after,
)
from deskapp.staff.service import person_by_no, require
from deskapp.staff.staffing import read_staff_no
from deskapp.staff.tables import PinRecord, RecoveryCodeRecord


@dataclass(frozen=True, slots=True)
class PinState:
    """What the sign-in window shows before a PIN is typed."""

    has_pin: bool
    tries_left: int
    wait_until: datetime | None


def pin_state(staff_id: int, *, at: datetime) -> PinState:
    """Whether the person has a PIN, and how often and from when he may try."""
    row = PinRecord.get_or_none(PinRecord.staff == staff_id)
    if row is None:
        return PinState(has_pin=False, tries_left=0, wait_until=None)
    return PinState(
        has_pin=True, tries_left=tries_left(row.wrong_tries), wait_until=row.wait_until if still_waits(row.wait_until, at) else None
    )


def people_with_pin() -> frozenset[int]:
    """Ids of those who have a PIN; the others cannot sign in yet."""
    return frozenset(row.staff_id for row in PinRecord.select(PinRecord.staff))


def who_signs_in(staff_no: str) -> Person:
    """Whose 工号 it is, before any PIN is asked for. Refuses one that nobody has, and who has left."""
    person = person_by_no(read_staff_no(staff_no))
    if person is None or person.is_system:
        raise UserError(f"没有工号 {staff_no.strip()}", field="staff_no")
    if not person.active:
        raise UserError(f"{person.name}（{person.staff_no}）已停用，不能登录", field="staff_no")
    return person


def sign_in(*, act: Act, staff_no: str, pin: str) -> Person:
    """The person whose 工号 and PIN these are; kept as an act of his.

    A wrong PIN is counted and committed before it is refused (WrongPin). While a wait runs even the right one is refused.
    With a clock in doubt one can still sign in, for 客服经理 must be able to confirm it.
    """
    person = who_signs_in(staff_no)
    _check_pin(act, person, pin)
    return person


def change_own_pin(*, act: Act, old_pin: str, new_pin: str, cost: PinCost = PIN_COST) -> None:
    """Give oneself another PIN. Wrong tries of the old one count like those of a sign-in."""
    person = house().people[act.staff_id or 0]
    new = judge_pin(new_pin, staff_no=person.staff_no, field="new_pin").value
    _check_pin(act, person, old_pin, field="old_pin")
    if new == old_pin:
        raise UserError("新 PIN 和原来的一样", field="new_pin")
    hashed = hash_secret(new, salt_from=act.request_id, cost=cost)
    with writing(act, "change_own_pin", hash=hashed) as tx:
        if tx.replay is None:
            keep_pin(tx.act_id, person.id, hashed)
            tx.done(person.id)


def reset_pin(*, act: Act, staff_id: int, new_pin: str, cost: PinCost = PIN_COST) -> None:
    """Give a person a new PIN, which ends his waits too."""
    require(act, Right.MANAGE_STAFF)
    person = house().people[staff_id]
    if person.is_system:
        raise UserError("“系统”不能登录，没有 PIN")
    pin = judge_pin(new_pin, staff_no=person.staff_no, field="new_pin").value
    hashed = hash_secret(pin, salt_from=act.request_id, cost=cost)
    with writing(act, "reset_pin", staff_id=staff_id, hash=hashed) as tx:
        if tx.replay is None:
            keep_pin(tx.act_id, staff_id, hashed)
            tx.done(staff_id)


def recover_manager_pin(*, act: Act, staff_no: str, recovery_code: str, new_pin: str, new_code: str, cost: PinCost = PIN_COST) -> Person:
    """Give 客服经理 a new PIN against the printed recovery code, which is then used up; `new_code` takes its place.

    The caller makes `new_code` with `new_recovery_code` and prints it: only its hash is kept.
    """
    person = who_signs_in(staff_no)
    if Role.SERVICE_MANAGER not in person.roles:
        raise UserError("恢复码只能重设客服经理的 PIN。其他人请由客服经理重设", field="staff_no")
    pin = judge_pin(new_pin, staff_no=person.staff_no, field="new_pin").value
    typed = read_recovery_code(recovery_code)
    kept = RecoveryCodeRecord.select().order_by(RecoveryCodeRecord.id.desc()).first()
    replayed = kept is not None and fits(read_recovery_code(new_code), kept.hash)
    if kept is None or not (replayed or fits(typed, kept.hash)):
        raise UserError("恢复码不对，请核对打印的那一张（以最后一次打印的为准）", field="recovery_code")
    hashed, code_hash = (hash_secret(s, salt_from=act.request_id, cost=cost) for s in (pin, read_recovery_code(new_code)))
    act = replace(act, staff_id=person.id)
    with writing(act, "recover_manager_pin", staff_no=person.staff_no, hash=hashed, code=code_hash) as tx:
        if tx.replay is None:
            unused = (RecoveryCodeRecord.id == kept.id) & RecoveryCodeRecord.used_by.is_null()
            if RecoveryCodeRecord.update(used_by=tx.act_id).where(unused).execute() == 0:
                raise UserError("这个恢复码已经用过", field="recovery_code")
            keep_recovery_code(tx.act_id, code_hash)
            keep_pin(tx.act_id, person.id, hashed)
            tx.done(person.id)
    return person


def renew_recovery_code(*, act: Act, new_code: str, cost: PinCost = PIN_COST) -> None:
    """Put another recovery code in the place of the one that was printed last; the caller prints it."""
    require(act, Right.MANAGE_STAFF)
    hashed = hash_secret(read_recovery_code(new_code), salt_from=act.request_id, cost=cost)
    with writing(act, "renew_recovery_code", code=hashed) as tx:
        if tx.replay is None:
            tx.done(keep_recovery_code(tx.act_id, hashed))


def keep_pin(act_id: int, staff_id: int, hashed: str) -> None:
    """Keep the hash of a person's PIN and forget his wrong tries. The history says that it changed, never what it was."""
    fresh = {PinRecord.hash: hashed, PinRecord.wrong_tries: 0, PinRecord.wait_until: None, PinRecord.act: act_id}
    PinRecord.insert(staff=staff_id, hash=hashed, act=act_id).on_conflict(conflict_target=[PinRecord.staff], update=fresh).execute()
    record_changes(act_id, "staff", staff_id, {"pin": ("", "已更改")})


def keep_recovery_code(act_id: int, hashed: str) -> int:
    """Keep the hash of a fresh recovery code, which from now on is the one that counts; its id."""
    return RecoveryCodeRecord.create(hash=hashed, act=act_id).id


def _check_pin(act: Act, person: Person, pin: str, *, field: str = "pin") -> None:
    row = PinRecord.get_or_none(PinRecord.staff == person.id)
    if row is None:
        raise UserError(f"{person.name}还没有 PIN。请客服经理在“设置 → 人员”中设置", field=field)
    _refuse_while_waiting(row, act.at)
    right = fits(pin, row.hash)
    wrong_tries, wait_until = _book_try(replace(act, staff_id=person.id), person, row.hash, right=right)
    if right:
        return
    if wait_until is not None:
        raise WrongPin(f"PIN 不对。请在 {wait_until:%H:%M:%S} 后再试", tries_left=1, wait_until=wait_until)
    left = tries_left(wrong_tries)
    raise WrongPin(f"PIN 不对，还可以试 {left} 次", tries_left=left, wait_until=None)


def _refuse_while_waiting(row: PinRecord, at: datetime) -> None:
    if still_waits(row.wait_until, at) and row.wait_until is not None:
        raise WrongPin(f"错了 {row.wrong_tries} 次，请在 {row.wait_until:%H:%M:%S} 后再试", tries_left=1, wait_until=row.wait_until)


def _book_try(act: Act, person: Person, seen_hash: str, *, right: bool) -> tuple[int, datetime | None]:
    """Keep one try; (wrong tries in a row, end of the wait).

    Each try is an act of its own whatever the form's request id, so that none goes uncounted. While the clock is in doubt
    it is booked at the time of the last entry; if even that is refused, a right PIN still opens the door.
    """
    last = last_entry_at()
    for booked in (act, act if last is None else act.at_time(last)):
        own = replace(booked, request_id=f"{act.request_id}/{secrets.token_hex(8)}")
        try:
            return _count_try(own, person, seen_hash, right=right, at=act.at)
        except ClockInDoubt:
            continue
    if right:
        return 0, None
    raise ClockInDoubt("电脑时间可疑，输错的 PIN 无法记录。请先校准这台电脑的时间")


def _count_try(act: Act, person: Person, seen_hash: str, *, right: bool, at: datetime) -> tuple[int, datetime | None]:
    with writing(act, "sign_in" if right else "sign_in_refused", staff_no=person.staff_no) as tx:
        row = PinRecord.get(PinRecord.staff == person.id)
        if row.hash != seen_hash:
            raise UserError("PIN 刚被重设，请再试一次", field="pin")
        _refuse_while_waiting(row, at)  # another PC may have used up the tries meanwhile
        wrong_tries = 0 if right else row.wrong_tries + 1
        wait = wait_after(wrong_tries)
        wait_until = at + wait if wait else None
        if (row.wrong_tries, row.wait_until) != (wrong_tries, wait_until):
            PinRecord.update(wrong_tries=wrong_tries, wait_until=wait_until).where(PinRecord.id == row.id).execute()
        tx.done(person.id)
    return wrong_tries, wait_until
