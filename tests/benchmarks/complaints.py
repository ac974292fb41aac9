"""20,000 complaint slips of which 500 are open: the board, one slip, a page of the list, and a step saved, beside their bare statements."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from typing import Any, Protocol

from deskapp.complaints.answering import Findings, sign_department, submit_result
from deskapp.complaints.closing import Signatures, archive_complaint, take_back_paper
from deskapp.complaints.contacting import accept_result, contact_customer, inform_customer, recheck_customer
from deskapp.complaints.lists import CATEGORIES, Nature, Satisfaction, Severity, Source
from deskapp.complaints.reading import Filter, complaint_by_id
from deskapp.complaints.receiving import receive_complaint
from deskapp.complaints.routing import Assignment, route_complaint
from deskapp.complaints.things import Complaint, ComplaintForm
from deskapp.data import Act, fetch_rows, one_transaction
from deskapp.staff.domain import Role
from deskapp.staff.service import departments, outlets
from tests.benchmarks.bare import Line, Script, bare_line, listening
from tests.benchmarks.population import MANAGER, OPENED, PC
from tests.benchmarks.stores import Store, opened
from tests.benchmarks.table import Figure, Limit
from tests.benchmarks.timing import milliseconds, repeated, sample_of
from tests.deskapp.people import hire
from ui.complaints.loading import load_lines, load_slip

SLIPS, OPEN, TIMES, WARM = 20_000, 500, 20, 3
_PATTERNS = 20
_TABLES = ("complaints", "complaint_rows", "complaint_contacts", "complaint_steps")
_numbers = count(1)


class Engine(Protocol):
    """Where a store of its first day comes from, and copies to write on."""

    engine: str

    def founded(self) -> AbstractContextManager[str]: ...
    def copy(self, store: Store) -> AbstractContextManager[str]: ...


def figures(engine: Engine, *, slips: int = SLIPS, are_open: int = OPEN, times: int = TIMES) -> list[Figure]:
    """Each look beside the statements it runs on a bare driver, a saved step beside its own."""
    with engine.founded() as url:
        with opened(url):
            now = live()
        with bare_line(url) as line:
            multiply(line, slips - are_open, are_open)
        at = f"{slips:,} slips, {engine.engine}"
        return [*_looks(url, at, now, are_open, times), *_save(engine, Store("1k", engine.engine, url), at, now, times)]


def live() -> datetime:
    """As many archived slips and as many open ones as there are patterns, each gone its way; the morning after. The store must be open."""
    with one_transaction():
        outlet = outlets()[0].name
        manager = hire("孙志明", Role.AFTERSALES_MANAGER, department="售后部", outlet=outlet, staff_no="901")
        head = hire("马超", Role.SUPERVISOR, department="车间", outlet=outlet, staff_no="902")
        workshop = next(one.id for one in departments() if one.name == "车间")
        for number in range(_PATTERNS):
            _archived(number, manager, head, workshop)
        for number in range(_PATTERNS):
            _under_way(number, manager, head, workshop)
    return OPENED + timedelta(days=1, hours=1)


def _received(number: int) -> Complaint:
    aftersales = [one for one in CATEGORIES if one.code.startswith("aftersales.")]
    form = ComplaintForm(
        source=Source.PHONE,
        outlet_id=outlets()[0].id,
        nature=Nature.COMPLAINT,
        severity=tuple(Severity)[number % 3],
        category=aftersales[number % len(aftersales)].code,
        description="刹车异响修了两次还在响，说等配件，等了五天没人给我回话，到底什么时候能修好。" * 3,
        remedy_requested="免费修好，给个说法",
        name=f"刘建国{number}",
        mobile=f"138260166{number:02d}",
        salutation="mr",
        plate=f"粤B6K2{number:02d}",
    )
    slip = receive_complaint(act=_act(MANAGER), form=form)
    return contact_customer(act=_act(MANAGER), seen=slip.seen, note="已致歉")


def _routed(number: int, manager: int, head: int, workshop: int) -> Complaint:
    slip = _received(number)
    slip = route_complaint(act=_act(manager), seen=slip.seen, departments=[Assignment(workshop)])
    return sign_department(act=_act(head), seen=slip.seen, row_id=slip.current_rows[0].id)


def _archived(number: int, manager: int, head: int, workshop: int) -> None:
    slip = _routed(number, manager, head, workshop)
    done = Findings(cause="导轨卡滞", action="清洁润滑并路试", result="更换制动片", action_due_on=OPENED.date())
    slip = submit_result(act=_act(head), seen=slip.seen, row_id=slip.current_rows[0].id, findings=done)
    slip = accept_result(act=_act(MANAGER), seen=slip.seen, feedback="可以", satisfaction=Satisfaction.SATISFIED)
    slip = take_back_paper(act=_act(MANAGER), seen=slip.seen, signatures=Signatures(supervisor=True))
    slip = recheck_customer(act=_act(MANAGER), seen=slip.seen, note="没有再响")
    archive_complaint(act=_act(MANAGER), seen=slip.seen, closed=True)


def _under_way(number: int, manager: int, head: int, workshop: int) -> None:
    """A third waits for its routing, a third is being handled, a third waits for the customer to be called."""
    if number % 3 == 0:
        _received(number)
        return
    slip = _routed(number, manager, head, workshop)
    if number % 3 == 2:
        done = Findings(cause="导轨卡滞", action="清洁润滑并路试", result="更换制动片", action_due_on=OPENED.date())
        submit_result(act=_act(head), seen=slip.seen, row_id=slip.current_rows[0].id, findings=done)


def multiply(line: Line, closed: int, are_open: int) -> None:
    """Copy the patterns until there are so many of each; what a copy is called follows from its place."""
    kept = {table: _rows_of(line, table) for table in _TABLES}
    step = 10_000
    line.rows("BEGIN")
    for turn in range(1, max(closed, are_open) // _PATTERNS):
        wanted = {"archived"} if turn * _PATTERNS < closed else set[str]()
        wanted |= {"on_its_way"} if turn * _PATTERNS < are_open else set[str]()
        _copy(line, kept, wanted, turn, turn * step)
    if line.on_server:
        for table in _TABLES:
            line.rows(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT MAX(id) FROM {table}))")
    line.rows("COMMIT")


def _rows_of(line: Line, table: str) -> tuple[Sequence[str], list[tuple[Any, ...]]]:
    names = [row[0] for row in line.rows(f"SELECT name FROM pragma_table_info('{table}')")] if not line.on_server else _columns(line, table)
    return names, line.rows(f"SELECT {', '.join(names)} FROM {table} ORDER BY id")


def _columns(line: Line, table: str) -> list[str]:
    asked = f"SELECT column_name FROM information_schema.columns WHERE table_name = '{table}' ORDER BY ordinal_position"
    return [row[0] for row in line.rows(asked)]


def _copy(line: Line, kept: dict[str, tuple[Sequence[str], list[tuple[Any, ...]]]], stages: set[str], turn: int, offset: int) -> None:
    names, slips = kept["complaints"]
    stage, number, archive = names.index("stage"), names.index("number"), names.index("archive_no")
    own: set[int] = set()
    made: list[list[Any]] = []
    for row in slips:
        if row[stage] in stages:
            own.add(row[names.index("id")])
            copy = list(row)
            copy[number] = f"{row[number]}-{turn}"
            copy[archive] = f"{row[archive]}{turn:04d}" if row[archive] else None
            made.append(copy)
    _insert(line, "complaints", names, made, offset, ("id", "repeat_of_id"))
    for table in _TABLES[1:]:
        names, rows = kept[table]
        owner = names.index("complaint_id")
        _insert(line, table, names, [list(row) for row in rows if row[owner] in own], offset, ("id", "complaint_id", "row_id"))


def _insert(line: Line, table: str, names: Sequence[str], rows: list[list[Any]], offset: int, moved: Sequence[str]) -> None:
    places = [place for place, name in enumerate(names) if name in moved]
    for row in rows:
        for place in places:
            row[place] = row[place] + offset if row[place] is not None else None
    if rows:
        line.many(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})", rows)


def _act(staff_id: int, at: datetime = OPENED) -> Act:
    return Act(staff_id, at, PC, f"complaints-{next(_numbers)}")


def _looks(url: str, at: str, now: datetime, are_open: int, times: int) -> list[Figure]:
    act = _act(MANAGER, now)
    with opened(url):
        some = fetch_rows("SELECT MIN(id) FROM complaints WHERE stage = 'on_its_way'")[0][0]
        shown = len(load_lines(act, Filter()))
    if shown != are_open:
        raise RuntimeError(f"{shown} open slips instead of {are_open}")
    jobs: tuple[tuple[str, Callable[[], object]], ...] = (
        (f"the board of {are_open} open slips", partial(load_lines, act, Filter())),
        ("list with the closed ones, the first 200", partial(load_lines, act, Filter(), open_only=False)),
        ("open a slip with clocks and history", partial(load_slip, act, some)),
    )
    found: list[Figure] = []
    for what, look in jobs:
        with opened(url):
            taken = repeated([look] * times)
            with listening() as script:
                look()
        with bare_line(url) as line:
            bare = repeated([partial(line.replay, script)] * times)
        found.append(Figure(what, at, taken, Limit("the same statements, bare driver", bare)))
    return found


def _save(engine: Engine, store: Store, at: str, now: datetime, times: int) -> list[Figure]:
    """告知客户 on another open slip each time: the program on a copy, then its statements on another."""
    taken: list[float] = []
    scripts: list[Script] = []
    with engine.copy(store) as url, opened(url):
        ids = [row[0] for row in fetch_rows("SELECT id FROM complaints WHERE stage = 'on_its_way' ORDER BY id LIMIT ?", times + WARM)]
        for number, key in enumerate(ids):
            seen, act = complaint_by_id(key).seen, replace(_act(MANAGER), at=now + timedelta(seconds=number))
            with listening() as script:
                taken.append(milliseconds(partial(inform_customer, act=act, seen=seen, note="明天给结果")))
            scripts.append(script)
    with engine.copy(store) as url, bare_line(url) as line:
        bare = [milliseconds(partial(line.replay, script)) for script in scripts]
    limit = Limit("the same statements, bare driver", sample_of(bare[WARM:]))
    return [Figure("save a step of a slip, committed", at, sample_of(taken[WARM:]), limit)]
