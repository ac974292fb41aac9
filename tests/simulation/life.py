"""The whole life of the simulated store: every deed there is, the first day, and the days after."""

from datetime import date, timedelta
from pathlib import Path

from deskapp.data import database, on_server, trust_server_clock
from deskapp.members.domain import TERM_MONTHS
from deskapp.points.domain import LOT_MONTHS
from deskapp.points.service import expire_due
from tests.simulation.deeds import customers, gifts, handovers, house, members
from tests.simulation.world import Deed, World

DEEDS: tuple[Deed, ...] = (*customers.DEEDS, *members.DEEDS, *handovers.DEEDS, *gifts.DEEDS, *house.DEEDS)
BEGIN = date(2025, 12, 1)


def live(folder: Path, *, seed: int, days: int, acts: int, members_in_all: int, brought: int, hurried: bool) -> World:
    """Found a store on the open database and let it live; `hurried` shortens terms and lots, so that they end within weeks."""
    trust_server_clock(trusted=False)
    # Whether a commit outlives a power cut is shown elsewhere; here thousands of them only have to be right.
    database.execute_sql("SET synchronous_commit = off" if on_server() else "PRAGMA synchronous = off")
    world = World(seed, begin=BEGIN, deeds=DEEDS, members=members_in_all, brought=brought)
    members.bring_members(world, folder)
    gifts.stock_the_shelf(world)
    if hurried:
        house.rule(world, TERM_MONTHS, "1")
        house.rule(world, LOT_MONTHS, "1")
    world.live(days, acts=acts)
    world.at += timedelta(days=1)
    gifts.leave_one_waiting(world)
    while world.send(expire_due, "system"):
        pass
    return world
