"""A manager's PC that brings a list of members, and may be switched off at the wall meanwhile."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from deskapp.data import Act
from deskapp.members.importing import check_list, import_members, look_at_list

AT = datetime(2026, 11, 23, 9)


def bring(tell: Callable[[int], None], manager: int, path: str, request_id: str) -> int:
    """Check and import the list; each report of the writing is told before it goes on. How many came."""

    def act(what: str) -> Act:
        return Act(manager, AT, "客服1", f"{request_id}-{what}")

    outline = look_at_list(act=act("look"), path=Path(path), remembered={})
    checked = check_list(act=act("check"), outline=outline, meanings=outline.meanings, progress=lambda *_: None)
    reports = 0

    def progress(_done: int, _total: int, _text: str) -> None:
        nonlocal reports
        reports += 1
        tell(reports)

    return import_members(act=act("import"), checked=checked, progress=progress).added
