"""Copying. What was copied leaves the clipboard after a minute: guests' numbers must not lie around on a shared PC."""

from uuid import uuid4

from PySide6.QtCore import QMimeData, QTimer
from PySide6.QtGui import QGuiApplication

KEPT_MS = 60_000
_MARK = "application/x-deskapp-copy"


def copy(text: str, *, kept_ms: int = KEPT_MS) -> None:
    """Put text on the clipboard for `kept_ms`; what has been copied since then stays."""
    mark = uuid4().bytes
    content = QMimeData()
    content.setText(text)
    content.setData(_MARK, mark)
    QGuiApplication.clipboard().setMimeData(content)

    def forget() -> None:
        held = QGuiApplication.clipboard().mimeData()  # None once another program has emptied it
        if held is not None and held.data(_MARK).data() == mark:  # pyright: ignore[reportUnnecessaryComparison]
            QGuiApplication.clipboard().clear()

    QTimer.singleShot(kept_ms, forget)


def forget_all() -> None:
    """Clear what we copied; the program calls it when it locks or ends, because Windows keeps a clipboard beyond its program."""
    held = QGuiApplication.clipboard().mimeData()  # None until anybody has copied anything
    if held is not None and held.hasFormat(_MARK):  # pyright: ignore[reportUnnecessaryComparison]
        QGuiApplication.clipboard().clear()
