"""The recordings and PDFs of a slip: what each is, when it came; a click opens it with the desktop's program from a copy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskapp.errors import UserError
from ui.complaints.files_field import name_label
from ui.kit import buttons, notify, theme, work
from ui.kit.asking import ConfirmDialog
from ui.kit.labels import Hint, IconMark
from ui.kit.outside import open_outside
from ui.kit.theme import Tone

if TYPE_CHECKING:
    from deskapp.complaints.files import OpenedFile
    from deskapp.complaints.things import Complaint, Seen, SlipFile
    from deskapp.data import Act
    from ui.desk import Desk


class FilesList(QWidget):
    """`drop` takes a file out of the slip, None where that may not be."""

    def __init__(self, files: Sequence[SlipFile], show: Callable[[SlipFile], None], drop: Callable[[SlipFile], None] | None) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for file in files:
            column.addLayout(self._line(file, show, drop))

    def _line(self, file: SlipFile, show: Callable[[SlipFile], None], drop: Callable[[SlipFile], None] | None) -> QHBoxLayout:
        from deskapp.attachments.files import size_words

        row = QHBoxLayout()
        row.setSpacing(theme.STEP)
        row.addWidget(IconMark("circle-play" if file.kind.is_recording else "file-text"))
        if file.erased:
            row.addWidget(Hint(f"{file.label}　{file.at:%m-%d %H:%M} 附上"))
            row.addStretch(1)
            return row
        row.addWidget(name_label(file.name))
        row.addWidget(Hint(f"{file.kind.label}　{size_words(file.size)}　{file.at:%m-%d %H:%M} 附上"))
        opened = buttons.link("播放" if file.kind.is_recording else "打开", icon="external-link", name=f"open_file_{file.id}")
        opened.clicked.connect(partial(show, file))
        row.addWidget(opened)
        if drop is not None:
            out = buttons.link("去掉", icon="x", name=f"drop_file_{file.id}")
            out.clicked.connect(partial(drop, file))
            row.addWidget(out)
        row.addStretch(1)
        return row


def show_file(desk: Desk, slip: Complaint, file: SlipFile) -> None:
    """Open a file of a slip outside; what is lost or damaged is said in words."""
    try:
        found = work.call(load_file, desk.session.act(), slip.id, file.id)
        open_outside(found.name, found.content, what=found.kind.label)
    except UserError as refusal:
        notify.say(refusal.message, tone=Tone.BAD)


def drop_file(desk: Desk, slip: Complaint, file: SlipFile, then: Callable[[Complaint], None]) -> None:
    """Ask, and take a file out of the slip."""
    dialog = ConfirmDialog["Complaint"](
        desk.sheets,
        f"去掉 {file.name}",
        "去掉附件",
        text="加错了才去掉；历史里会留下是谁去掉的。",
        job=lambda request_id: work.call(take_out, desk.session.act(request_id=request_id), slip.seen, file.id),
        icon="x",
    )
    dialog.accepted.connect(then)
    dialog.open()


def load_file(act: Act, complaint_id: int, file_id: int) -> OpenedFile:
    from deskapp.complaints.files import open_file

    return open_file(act=act, complaint_id=complaint_id, file_id=file_id)


def take_out(act: Act, seen: Seen, file_id: int) -> Complaint:
    from deskapp.complaints.files import remove_file

    return remove_file(act=act, seen=seen, file_id=file_id)
