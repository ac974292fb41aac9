"""The features put together: every table, every rule, the first run, and the way a database is opened."""

from typing import Any

from deskapp.customers import domain as customers_domain
from deskapp.customers import tables as customers_tables
from deskapp.data import Record
from deskapp.data import tables as data_tables
from deskapp.gifts import domain as gifts_domain
from deskapp.gifts import tables as gifts_tables
from deskapp.members import domain as members_domain
from deskapp.members import tables as members_tables
from deskapp.points import domain as points_domain
from deskapp.points import tables as points_tables
from deskapp.settings import tables as settings_tables
from deskapp.settings.declare import Setting
from deskapp.staff import tables as staff_tables
from deskapp.store import domain as store_domain
from deskapp.store import tables as store_tables

TABLES: tuple[type[Record], ...] = (
    *data_tables.TABLES,
    *settings_tables.TABLES,
    *staff_tables.TABLES,
    *store_tables.TABLES,
    *customers_tables.TABLES,
    *points_tables.TABLES,
    *members_tables.TABLES,
    *gifts_tables.TABLES,
)
APPEND_ONLY: tuple[type[Record], ...] = (
    *data_tables.APPEND_ONLY,
    *store_tables.APPEND_ONLY,
    *customers_tables.APPEND_ONLY,
    *points_tables.APPEND_ONLY,
    *members_tables.APPEND_ONLY,
    *gifts_tables.APPEND_ONLY,
)
SETTINGS: tuple[Setting[Any], ...] = (*store_domain.SETTINGS, *points_domain.SETTINGS, *customers_domain.SETTINGS, *members_domain.SETTINGS, *gifts_domain.SETTINGS)
