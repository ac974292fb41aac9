"""One window of each kind on a PC: a second start raises the first and ends. The lock is free again after a kill."""

import zlib
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_WAIT_MS = 1000
_STALE_NEVER = 0  # a window may be open for days; whether its process still lives is what counts


class SingleInstance(QObject):
    """`raised()` when somebody started the program again. `name` tells reception from lounge, and one store's file from another's."""

    raised = Signal()

    def __init__(self, folder: Path, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = QLockFile(str(folder / f"{name}.lock"))
        self._lock.setStaleLockTime(_STALE_NEVER)
        self._address = f"deskapp-{name}-{zlib.crc32(str(folder.resolve()).encode()):08x}"
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._called)

    def take(self) -> bool:
        """Whether this is the first one. If not, the first one was asked to come to the front."""
        if not self._lock.tryLock(0):
            self._call_the_first()
            return False
        QLocalServer.removeServer(self._address)  # what a killed window left behind
        self._server.listen(self._address)
        return True

    def release(self) -> None:
        """Let another one start."""
        self._server.close()
        self._lock.unlock()

    def _call_the_first(self) -> None:
        socket = QLocalSocket()
        socket.connectToServer(self._address)
        if socket.waitForConnected(_WAIT_MS):
            socket.disconnectFromServer()

    def _called(self) -> None:
        while self._server.hasPendingConnections():
            self._server.nextPendingConnection().deleteLater()
            self.raised.emit()
