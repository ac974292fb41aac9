"""Where the store's data lies, and how the password of a server is found. Imports no database: the window asks before its first paint."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from deskapp.errors import UserError

_VARIABLE = "DESKAPP_DATABASE"
_KEYRING = "deskapp"


def store_url(environment: Mapping[str, str] = os.environ) -> str:
    """URL of the store: DESKAPP_DATABASE, else the default file. A server without password in it gets the one from the keyring."""
    return with_password(environment.get(_VARIABLE, "").strip() or file_url(data_folder(environment) / "store.db"))


def data_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Folder of the default store: the public documents on Windows, where every account of the PC sees it; else the user's data."""
    if sys.platform == "win32":
        public = environment.get("PUBLIC") or f"{environment.get('SystemDrive', 'C:')}\\Users\\Public"
        return Path(public) / "Documents" / "deskapp"
    share = environment.get("XDG_DATA_HOME", "")
    return (Path(share) if share else Path.home() / ".local" / "share") / "deskapp"


def is_server(url: str) -> bool:
    """Whether the URL names a PostgreSQL server."""
    return url.startswith(("postgresql://", "postgres://"))


def sqlite_path(url: str) -> Path:
    """The file behind a `sqlite:///` URL."""
    if not url.startswith("sqlite:///"):
        raise UserError("数据库地址要以 sqlite:/// 或 postgresql:// 开头", field="database_url")
    return Path(unquote(url.removeprefix("sqlite:///")))


def file_url(path: Path) -> str:
    """The URL of a SQLite file; `connection.sqlite_path` reads it back, whatever characters the path has."""
    return f"sqlite:///{quote(path.absolute().as_posix(), safe='/:')}"


def backup_folder(url: str) -> Path:
    """Where backups go unless the store chose another folder: beside the file, or in the PC's data folder for a server."""
    return (data_folder() if is_server(url) else sqlite_path(url).parent) / "backups"


def with_password(url: str) -> str:
    """The URL with the password this PC remembers for it. Only a server URL with a user and without a password is looked up."""
    parts = urlsplit(url)
    if not is_server(url) or parts.password is not None or not parts.username:
        return url
    import keyring

    password = keyring.get_password(_KEYRING, url)
    if password is None:
        return url
    return urlunsplit(parts._replace(netloc=parts.netloc.replace("@", f":{quote(password, safe='')}@", 1)))


def remember_password(url: str, password: str) -> None:
    """Keep the password of a server URL in the keyring of this PC's account."""
    import keyring

    keyring.set_password(_KEYRING, url, password)


def shown(url: str) -> str:
    """The place of the store for the status bar: the path, or the server without its password."""
    if not is_server(url):
        return str(sqlite_path(url))
    parts = urlsplit(url)
    return f"{parts.hostname or ''}{parts.path}"
