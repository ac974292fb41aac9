"""What the windows ask of the services; run by `ui.kit.work`, never in the thread that paints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

_AT_ONCE = 500

if TYPE_CHECKING:
    from deskapp.data import Act
    from deskapp.data.backup import Backup
    from deskapp.members.exporting import Exported, ExportForm
    from deskapp.members.importing import Checked, Imported, Outline
    from ui.kit.work import Progress


@dataclass(frozen=True, slots=True)
class PastImport:
    """A line of the log of imports, with the name of who did it."""

    what: Imported
    by: str


@dataclass(frozen=True, slots=True)
class PastExport:
    """A line of the log of exports, with the name of who did it."""

    what: Exported
    by: str


def look(act: Act, path: Path, remembered: Mapping[str, str], progress: Progress) -> Outline:
    from deskapp.members.importing import look_at_list

    return look_at_list(act=act, path=path, remembered=remembered, waiting=lambda: progress(0, 0, "正在打开文件"))


def check(act: Act, outline: Outline, meanings: Sequence[str], progress: Progress) -> Checked:
    from deskapp.members.importing import check_list

    return check_list(act=act, outline=outline, meanings=meanings, progress=progress)


def bring(act: Act, box: list[Checked], reason: str, progress: Progress) -> tuple[Imported, Backup | None]:
    """Import the list in the box. A backup first, where the person may make one: the way back from a list that was the wrong one.

    Afterwards the box holds the list without its members: a hundred thousand of them are let go here, not by the thread that paints.
    """
    from deskapp.members.importing import import_members
    from deskapp.staff.domain import Right
    from deskapp.staff.service import allowed
    from deskapp.store.backups import back_up_now

    backup = None
    if allowed(act, Right.BACK_UP):
        backup = back_up_now(act=act, progress=lambda done, total, _text="": progress(done, total, "导入前先备份"))
    done = import_members(act=act, checked=box[0], reason=reason, progress=progress)
    let_go(box)
    return done, backup


def let_go(box: list[Checked]) -> None:
    """Take the members out of a checked list a few at a time: all at once they would stop every thread."""
    if box:
        entries = list(box[0].entries)
        box[0] = replace(box[0], entries=())
        while entries:
            del entries[-_AT_ONCE:]


def save_left_out(act: Act, checked: Checked, path: Path) -> int:
    from deskapp.members.importing import write_left_out

    return write_left_out(act=act, checked=checked, path=path)


def save_template(act: Act, path: Path) -> None:
    from deskapp.members.import_template import write_list_template

    write_list_template(act=act, path=path)


def imports(act: Act) -> list[PastImport]:
    from deskapp.members.importing import recent_imports

    return [PastImport(one, _name(one.staff_id)) for one in recent_imports(act=act)]


def count(act: Act, form: ExportForm) -> int:
    from deskapp.members.exporting import count_export

    return count_export(act=act, form=form)


def export(act: Act, form: ExportForm, path: Path, progress: Progress) -> Exported:
    from deskapp.members.exporting import export_list

    return export_list(act=act, form=form, path=path, progress=progress)


def exports(act: Act) -> list[PastExport]:
    from deskapp.members.exporting import recent_exports

    return [PastExport(one, _name(one.staff_id)) for one in recent_exports(act=act, limit=50)]


def recruiters() -> list[tuple[int, str]]:
    from deskapp.staff.service import people

    return [(person.id, person.name) for person in people()]


def _name(staff_id: int | None) -> str:
    from deskapp.staff.service import person

    return person(staff_id).name if staff_id is not None else ""
