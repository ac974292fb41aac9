"""The features put together: every table, every rule, the first run, and the way a database is opened."""

from datetime import datetime
from typing import Any

from deskapp.analysis import tables as analysis_tables
from deskapp.attachments import tables as attachments_tables
from deskapp.checklists import tables as checklists_tables
from deskapp.checklists.templates import seed as seed_templates
from deskapp.complaints import domain as complaints_domain
from deskapp.complaints import tables as complaints_tables
from deskapp.customers import domain as customers_domain
from deskapp.customers import tables as customers_tables
from deskapp.data import Act, Record, open_database
from deskapp.data import tables as data_tables
from deskapp.data.upgrade import migrate
from deskapp.gifts import domain as gifts_domain
from deskapp.gifts import tables as gifts_tables
from deskapp.handovers import domain as handovers_domain
from deskapp.handovers import tables as handovers_tables
from deskapp.inspection import domain as inspection_domain
from deskapp.inspection import tables as inspection_tables
from deskapp.lounge import domain as lounge_domain
from deskapp.lounge import tables as lounge_tables
from deskapp.members import domain as members_domain
from deskapp.members import tables as members_tables
from deskapp.points import domain as points_domain
from deskapp.points import tables as points_tables
from deskapp.points.service import expire_due
from deskapp.rectification import domain as rectification_domain
from deskapp.rectification import tables as rectification_tables
from deskapp.settings import tables as settings_tables
from deskapp.settings.declare import Setting
from deskapp.staff import tables as staff_tables
from deskapp.staff.service import system_staff_id
from deskapp.store import domain as store_domain
from deskapp.store import tables as store_tables
from deskapp.store.service import clock_doubt

TABLES: tuple[type[Record], ...] = (
    *data_tables.TABLES,
    *settings_tables.TABLES,
    *attachments_tables.TABLES,
    *staff_tables.TABLES,
    *store_tables.TABLES,
    *customers_tables.TABLES,
    *points_tables.TABLES,
    *members_tables.TABLES,
    *handovers_tables.TABLES,
    *gifts_tables.TABLES,
    *checklists_tables.TABLES,
    *rectification_tables.TABLES,
    *lounge_tables.TABLES,
    *inspection_tables.TABLES,
    *complaints_tables.TABLES,
    *analysis_tables.TABLES,
)
APPEND_ONLY: tuple[type[Record], ...] = (
    *data_tables.APPEND_ONLY,
    *store_tables.APPEND_ONLY,
    *customers_tables.APPEND_ONLY,
    *points_tables.APPEND_ONLY,
    *members_tables.APPEND_ONLY,
    *handovers_tables.APPEND_ONLY,
    *gifts_tables.APPEND_ONLY,
    *checklists_tables.APPEND_ONLY,
    *rectification_tables.APPEND_ONLY,
    *lounge_tables.APPEND_ONLY,
    *complaints_tables.APPEND_ONLY,
)
SETTINGS: tuple[Setting[Any], ...] = (
    *store_domain.SETTINGS,
    *points_domain.SETTINGS,
    *customers_domain.SETTINGS,
    *members_domain.SETTINGS,
    *handovers_domain.SETTINGS,
    *gifts_domain.SETTINGS,
    *rectification_domain.SETTINGS,
    *lounge_domain.SETTINGS,
    *inspection_domain.SETTINGS,
    *complaints_domain.SETTINGS,
)

EXPIRY_BATCH = 200  # accounts in one transaction: nobody at the counter waits for the whole store


def open_store(url: str, *, at: datetime) -> None:
    """Bring the database up to this program, backup first, and open it on this thread. Refuses in words what cannot be opened."""
    migrate(url, at=at)
    open_database(url)


def seed(act: Act) -> None:
    """Give the store the default content of every feature that it does not have yet; a store of an older program gets what is new."""
    seed_templates(act=act)


def run_system_tasks(act: Act) -> bool:
    """Book what ended by itself, as 系统, for one batch of accounts in one transaction; whether there is more to do.

    Called again and again after someone signed in, so that between two batches every other question of the desk is answered. Nothing
    runs while the clock is in doubt.
    """
    system = Act(system_staff_id(), act.at, act.pc, act.request_id)
    return not clock_doubt(act=system) and expire_due(act=system, limit=EXPIRY_BATCH) > 0
