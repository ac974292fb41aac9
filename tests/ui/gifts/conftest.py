"""A gift counter on a real SQLite store, opened on the database lane as the program does."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QMainWindow

from deskapp.data import close_database, database, open_database, trust_server_clock
from deskapp.gifts.domain import Gift, Picture
from tests.deskapp.gifts.counter import Counter, a_gift, member, open_counter
from tests.ui.gifts.desk import GiftDesk
from ui.kit import work
from ui.kit.sheet import open_sheets


@dataclass
class Shop:
    """Who works there, one member with 3,460 points, six gifts, cheapest first."""

    people: Counter
    guest: int
    gifts: dict[str, Gift] = field(default_factory=dict)


def _open(url: str) -> Shop:
    trust_server_clock(trusted=False)
    open_database(url)
    people = open_counter()
    made = Shop(people, member("张伟明", points=3_460))
    for name, points, stock, picture, rest in (
        ("反向车用雨伞", 450, 31, Picture.UMBRELLA, {}),
        ("车载香氛", 600, 23, Picture.SPRAY, {}),
        ("精洗券 1 张", 800, 40, Picture.WASH, {"limit_per_redemption": 2}),
        ("颈枕一对", 980, 0, Picture.CUSHION, {}),
        ("车载急救包", 1_200, 12, Picture.FIRST_AID, {}),
        ("316 保温壶 1.5L", 3_580, 5, Picture.CUP, {}),
    ):
        made.gifts[name] = a_gift(people.wang, name, points, stock=stock, picture=picture, **rest)
    return made


@pytest.fixture
def shop(sqlite_url: str, qapp: object) -> Iterator[Shop]:
    """The store behind the windows; services are called through `work.call`."""
    made: list[Shop] = []
    work.start(lambda: made.append(_open(sqlite_url)), closer=close_database)
    work.call(lambda: None)
    yield made[0]
    work.stop()
    database.initialize(None)


@pytest.fixture
def desk(shop: Shop, window: QMainWindow, tmp_path: Path) -> Iterator[GiftDesk]:
    """王芳, who may approve, at the counter. Sheets left open are taken away by Qt, before Python collects what is left of them."""
    made = GiftDesk(window, tmp_path)
    made.sign_in(shop.people.wang)
    yield made
    for sheet in open_sheets(window):
        sheet.close_sheet()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
