"""One window of each kind on a PC: a second start raises the first and ends. The lock is free again after a kill."""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QObject, QThread, QTimer, Signal

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer

_LISTEN_MS = 500  # the first window is painted by then: the network library is not loaded before it
_TRIES, _AGAIN_MS = 20, 100
_STALE_NEVER = 0  # a window may be open for days; whether its process still lives is what counts


def board_lock(*, demo: bool) -> str:
    """The name the lounge's board has on a PC, the practice store's apart from the real one's."""
    return "lounge-demo" if demo else "lounge"


class SingleInstance(QObject):
    """`raised()` when somebody started the program again. `name` tells reception from lounge, and one store's file from another's."""

    raised = Signal()

    def __init__(self, folder: Path, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = QLockFile(str(folder / f"{name}.lock"))
        self._lock.setStaleLockTime(_STALE_NEVER)
        self._address = f"deskapp-{name}-{zlib.crc32(str(folder.resolve()).encode()):08x}"
        self._server: QLocalServer | None = None

    def take(self) -> bool:
        """Whether this is the first one. If not, the first one was asked to come to the front."""
        if not self._lock.tryLock(0):
            self._call_the_first(_TRIES)
            return False
        QTimer.singleShot(_LISTEN_MS, self, self._listen)
        return True

    def runs_elsewhere(self) -> bool:
        """Whether another program has this name, for one that does not want it. The other is asked to come to the front, without a wait."""
        if self._lock.tryLock(0):
            self._lock.unlock()
            return False
        self._call_the_first(1)
        return True

    def release(self) -> None:
        """Let another one start."""
        if self._server is not None:
            self._server.close()
        self._lock.unlock()

    def _listen(self) -> None:
        from PySide6.QtNetwork import QLocalServer

        if not self._lock.isLocked():
            return
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._called)
        QLocalServer.removeServer(self._address)  # what a killed window left behind
        self._server.listen(self._address)

    def _call_the_first(self, tries: int) -> None:
        """It may just be starting, and not listen yet."""
        from PySide6.QtNetwork import QLocalSocket

        for left in reversed(range(tries)):
            socket = QLocalSocket()
            socket.connectToServer(self._address)
            if socket.waitForConnected(_AGAIN_MS):
                socket.disconnectFromServer()
                return
            if left:
                QThread.msleep(_AGAIN_MS)

    def _called(self) -> None:
        while self._server is not None and self._server.hasPendingConnections():
            self._server.nextPendingConnection().deleteLater()
            self.raised.emit()
