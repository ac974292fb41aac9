"""Copying. What was copied leaves the clipboard after a minute: guests' numbers must not lie around on a shared PC."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication

KEPT_MS = 60_000


def copy(text: str, *, kept_ms: int = KEPT_MS) -> None:
    """Put text on the clipboard for `kept_ms`; whatever somebody else has copied by then stays."""
    clipboard = QGuiApplication.clipboard()
    clipboard.setText(text)

    def forget() -> None:
        if clipboard.text() == text:
            clipboard.clear()

    QTimer.singleShot(kept_ms, forget)
