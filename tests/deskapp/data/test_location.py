"""Where the store lies, and where the password of a server comes from."""

from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend

from deskapp.data.connection import sqlite_path
from deskapp.data.location import backup_folder, data_folder, file_url, remember_password, shown, store_url, with_password


class Drawer(KeyringBackend):
    """A keyring of this test alone."""

    priority = 1  # pyright: ignore[reportAssignmentType]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture
def drawer():
    before, mine = keyring.get_keyring(), Drawer()
    keyring.set_keyring(mine)
    yield mine
    keyring.set_keyring(before)


def test_the_named_database_wins():
    assert store_url({"DESKAPP_DATABASE": " sqlite:////srv/store.db "}) == "sqlite:////srv/store.db"


def test_without_a_name_it_is_a_file_in_the_data_folder():
    url = store_url({})
    assert sqlite_path(url) == data_folder({}) / "store.db"
    assert backup_folder(url) == data_folder({}) / "backups"
    assert shown(url) == str(data_folder({}) / "store.db")


@pytest.mark.parametrize("path", ["/srv/客服 数据/store.db", "/srv/100%/a?b#c.db"])
def test_a_file_url_keeps_every_character(path):
    assert sqlite_path(file_url(Path(path))) == Path(path)
    assert shown(file_url(Path(path))) == path


def test_a_server_without_password_gets_the_remembered_one(drawer):
    url = "postgresql://desk@server:5433/store"
    assert with_password(url) == url
    remember_password(url, "p@ss/字")
    assert with_password(url) == "postgresql://desk:p%40ss%2F%E5%AD%97@server:5433/store"
    assert store_url({"DESKAPP_DATABASE": url}) == with_password(url)


@pytest.mark.parametrize("url", ["postgresql://desk:own@server/store", "postgresql:///store?host=/tmp", "sqlite:////srv/store.db"])
def test_the_keyring_is_not_asked_without_need(drawer, url):
    drawer.kept["deskapp", url] = "never"
    assert with_password(url) == url


def test_the_password_is_never_shown():
    assert shown("postgresql://desk:secret@server:5433/store") == "server/store"
