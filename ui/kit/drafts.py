"""Drafts: a half-filled form survives a guest in between, a crash and a power cut.

One JSON file per form instance in a folder per PC and staff, never in the database. A file is written beside and renamed over the old one,
so a reader finds the old draft or the new one and nothing else. Files are for this account's eyes only: they hold what the guest just said.
"""

import errno
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QObject, Signal

from deskapp.errors import UserError
from ui.kit import work
from ui.kit.local_state import write_whole

KEPT_DAYS = 7


@dataclass(frozen=True)
class Draft:
    """One half-filled form. `values` is what its `draft_values` returned; `request_id` is the one the form will save with."""

    instance: str
    form: str
    title: str
    request_id: str
    begun_at: datetime
    saved_at: datetime
    in_doubt: bool = False
    values: Mapping[str, Any] = field(default_factory=dict[str, Any])


class Drafts(QObject):
    """The drafts of one person on one PC. `changed` goes to the top bar; writing happens on the FILES lane, in order."""

    changed = Signal()

    def __init__(self, folder: Path, *, pc: str, staff_id: int, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder / _safe(pc) / str(staff_id)
        self.now = now
        self._drafts: dict[str, Draft] = {draft.instance: draft for draft in read_drafts(self._folder, now=now())}

    def all(self) -> tuple[Draft, ...]:
        """The drafts in the order in which they were begun."""
        return tuple(sorted(self._drafts.values(), key=lambda draft: (draft.begun_at, draft.instance)))

    def keep(self, draft: Draft) -> None:
        """Take the draft over at once and write it soon; the last of several writes wins."""
        self._drafts[draft.instance] = draft
        self._write(draft.instance, lambda: write_draft(self._folder, draft))

    def discard(self, instance: str) -> None:
        """Forget a draft whose form was saved or thrown away."""
        if self._drafts.pop(instance, None) is not None:
            self._write(instance, lambda: _path(self._folder, instance).unlink(missing_ok=True))

    def _write(self, instance: str, job: Callable[[], None]) -> None:
        work.latest(self, job, lambda _: None, topic=instance, lane=work.Lane.FILES)
        self.changed.emit()


def write_draft(folder: Path, draft: Draft) -> None:
    """Put the draft into its file so that even a power cut leaves the old or the new one whole. Refuses in words what the disk cannot."""
    try:
        write_whole(_path(folder, draft.instance), json.dumps(asdict(draft), ensure_ascii=False, default=datetime.isoformat))
    except OSError as error:
        full = "磁盘已满" if error.errno == errno.ENOSPC else f"磁盘写不进去（{error.strerror or error}）"
        raise UserError(f"{full}，草稿没有存下。窗口里的内容还在：请先保存，再清理磁盘") from error


def read_drafts(folder: Path, *, now: datetime) -> tuple[Draft, ...]:
    """The drafts in a folder. One older than 7 days is deleted; a damaged file is set aside as .damaged and harms no other."""
    drafts: list[Draft] = []
    for path in sorted(folder.glob("*.json")) if folder.is_dir() else ():
        draft = _parse(path)
        if draft is None:
            path.replace(path.with_suffix(".damaged"))
        elif draft.saved_at < now - timedelta(days=KEPT_DAYS):
            path.unlink()
        else:
            drafts.append(draft)
    return tuple(drafts)


def _parse(path: Path) -> Draft | None:
    try:
        found: Any = json.loads(path.read_text("utf-8"))
        return Draft(
            instance=path.stem,
            form=str(found["form"]),
            title=str(found["title"]),
            request_id=str(found["request_id"]),
            begun_at=datetime.fromisoformat(found["begun_at"]),
            saved_at=datetime.fromisoformat(found["saved_at"]),
            in_doubt=bool(found["in_doubt"]),
            values=cast("dict[str, Any]", dict(found["values"])),
        )
    except (ValueError, KeyError, TypeError):
        return None


def _path(folder: Path, instance: str) -> Path:
    return folder / f"{instance}.json"


def _safe(pc: str) -> str:
    return "".join(c if c.isalnum() or c in "-_" else "_" for c in pc) or "pc"
