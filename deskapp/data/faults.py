"""Faults of disk, file, lock and server in the clerk's words. The one place where they become refusals."""

import re
from collections.abc import Generator
from contextlib import contextmanager

from deskapp.errors import StorageFault

LOCK_WAIT = "另一台电脑正在保存，请稍候再按一次"
# (pattern in the driver's message or SQLSTATE, words). The first match counts.
_FAULTS: tuple[tuple[str, str], ...] = (
    (r"database or disk is full|^53100$|no space left", "磁盘已满，没有保存。请清理磁盘后再按一次保存"),
    (r"readonly database|read-only|^25006$", "数据库文件是只读的，没有保存。请检查文件权限或换一个文件夹"),
    (r"malformed|not a database|disk image", "数据库文件已损坏，没有保存。请恢复最近的备份（设置 → 备份）"),
    (r"disk i/o error|^58030$", "磁盘读写出错，没有保存。请检查磁盘后再按一次保存"),
    (r"unable to open database file", "打不开数据库文件。请检查文件夹是否存在、是否有权限"),
    (r"is locked|^55P03$|lock timeout", LOCK_WAIT),
    (r"^57014$|statement timeout", "数据库服务器太忙，没有完成。请稍候再按一次"),
    (r"^53[0-9A-Z]{3}$|too many (clients|connections)|remaining connection slots", "数据库服务器连接已满或资源不足，请稍候再试"),
    (
        r"^28[0-9A-Z]{3}$|authentication failed|no password supplied|no pg_hba.conf entry|role .* does not exist|认证失败",
        "数据库服务器拒绝登录。请维护人员检查 DESKAPP_DATABASE（或 --database）里的用户名和密码",
    ),
    (
        r"^3D000$|database .* does not exist|数据库.*不存在",
        "数据库服务器上没有这个数据库。请维护人员检查 DESKAPP_DATABASE（或 --database）里的地址",
    ),
    (
        r"^(08|57P|25P03)|connection|server closed|terminating|could not (connect|receive|send)|timeout expired|socket|SSL",
        "数据库服务器没有回应，没有保存。网络恢复后再按一次保存，不会重复",
    ),
)
_LOST = re.compile(
    r"^(08|57P|25P03)|connection (is |was |has been )?(closed|lost|refused|failed|timed)|server closed|terminating|consuming input"
)


_DRIVER_ERRORS = frozenset({"OperationalError", "InternalError", "InterfaceError", "DatabaseError"})
_BUGS = frozenset({"IntegrityError", "ProgrammingError", "DataError", "NotSupportedError"})


def _signs(error: BaseException) -> list[str]:
    """SQLSTATE and message of the error and of the driver's error behind it; what else was going on then does not count."""
    signs: list[str] = []
    seen: BaseException | None = error
    while seen is not None:
        state = getattr(seen, "sqlstate", None)
        if isinstance(state, str):
            signs.append(state)
        signs.append(str(seen))
        behind = seen.__cause__ or seen.__context__
        seen = behind if behind is not None and _kinds(behind) & (_DRIVER_ERRORS | _BUGS) else None
    return signs


def _kinds(error: BaseException) -> set[str]:
    """Names of the DB-API classes of an error, the same for peewee and both drivers."""
    return {kind.__name__ for kind in type(error).__mro__}


def is_lost(error: BaseException) -> bool:
    """Whether the line to the server broke, so that a new connection may help."""
    return any(_LOST.search(sign) for sign in _signs(error))


def in_words(error: Exception) -> StorageFault | None:
    """The fault as a refusal, or None when the error is a bug."""
    kinds = _kinds(error)
    if not kinds & _DRIVER_ERRORS or kinds & _BUGS:
        return None
    signs = _signs(error)
    for pattern, words in _FAULTS:
        if any(re.search(pattern, sign, re.IGNORECASE) for sign in signs):
            return StorageFault(words)
    return None


@contextmanager
def faults_in_words() -> Generator[None]:
    """Let storage faults leave as `StorageFault`; everything else passes unchanged."""
    try:
        yield
    except Exception as error:  # peewee's, or the driver's own where its connection is used directly
        fault = in_words(error)
        if fault is None:
            raise
        raise fault from error
