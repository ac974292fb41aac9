"""Where everything that nobody caught ends: a refusal is said plainly, a bug goes to the log without personal data and to a dialog with
details to copy. Forms stay open, because the hook only reports.
"""

import faulthandler
import logging
import re
import sys
import threading
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import TextIO

from PySide6.QtCore import QMessageLogContext, QObject, Qt, QtMsgType, Signal, qInstallMessageHandler

from deskapp.errors import UserError
from ui.kit import notify
from ui.kit.theme import Tone

log = logging.getLogger("deskapp")

LOG_BYTES = 1_000_000
LOG_FILES = 5
FAULT_TITLE = "程序出了一个错"

_LONG_NUMBER = re.compile(r"\d{7,}")  # a mobile, a card, a VIN's serial
_PERSONAL = re.compile(r"[㐀-鿿豈-﫿\U00020000-\U0003ffff]+|[A-Z0-9]{5,}|\d{4,}")  # a name, a plate, a VIN, a tail
_QT_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def mask(text: str) -> str:
    """Any text without its long numbers."""
    return _LONG_NUMBER.sub(lambda found: "*" * len(found[0]), text)


def describe(error: BaseException) -> str:
    """The traceback as files, lines and source, with no values: an exception's own words lose names, plates and numbers."""
    parts: list[str] = []
    for link, joint in _chain(error):
        frames = "".join(traceback.format_tb(link.__traceback__))
        words = _PERSONAL.sub("*", str(link))
        parts.append(f"{joint}{frames}{type(link).__qualname__}: {words}")
    return "\n".join(reversed(parts))


def _chain(error: BaseException) -> Iterator[tuple[BaseException, str]]:
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        before = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
        yield link, "\nthen\n" if before is not None else ""
        link = before


class _MaskingFormatter(logging.Formatter):
    def formatException(self, ei: object) -> str:
        error = ei[1] if isinstance(ei, tuple) else None
        return describe(error) if isinstance(error, BaseException) else ""

    def format(self, record: logging.LogRecord) -> str:
        record.exc_text = None  # another handler may have written the unmasked text there
        return mask(super().format(record))


class _LogFile(logging.Handler):
    """A rotating file, made by the first record: few starts log anything, and none waits for the import."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._file: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        if self._file is None:
            from logging.handlers import RotatingFileHandler

            self._file = RotatingFileHandler(self._path, maxBytes=LOG_BYTES, backupCount=LOG_FILES, encoding="utf-8")
            self._file.setFormatter(self.formatter)
        self._file.emit(record)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
        super().close()


class ErrorHooks(QObject):
    """Installs itself over Python's and Qt's last resorts; `remove` puts back what was there."""

    _refused = Signal(str)
    _failed = Signal(str)

    def __init__(self, folder: Path) -> None:
        super().__init__()
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / "deskapp.log"
        self._handler = _LogFile(self.path)
        self._handler.setFormatter(_MaskingFormatter("%(asctime)s %(levelname)s %(name)s %(threadName)s %(message)s"))
        self._fatal: TextIO = (folder / "crash.log").open("a", encoding="utf-8")
        self._refused.connect(self._say, Qt.ConnectionType.QueuedConnection)
        self._failed.connect(self._show, Qt.ConnectionType.QueuedConnection)
        self._level = logging.getLogger().level
        logging.getLogger().addHandler(self._handler)
        logging.getLogger().setLevel(logging.INFO)
        faulthandler.enable(self._fatal)
        self._excepthook, sys.excepthook = sys.excepthook, self._uncaught
        self._thread_hook, threading.excepthook = threading.excepthook, self._uncaught_in_thread
        self._qt_handler = qInstallMessageHandler(self._qt_said)

    def remove(self) -> None:
        """Undo everything; the log file is closed."""
        qInstallMessageHandler(self._qt_handler)
        sys.excepthook, threading.excepthook = self._excepthook, self._thread_hook
        faulthandler.disable()
        logging.getLogger().removeHandler(self._handler)
        logging.getLogger().setLevel(self._level)
        self._handler.close()
        self._fatal.close()

    def _uncaught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._excepthook(kind, error, trace)
            return
        # Only text crosses to the GUI thread: the exception's traceback goes on changing while it unwinds.
        if isinstance(error, UserError):
            self._refused.emit(error.message)
        else:
            log.error("uncaught", exc_info=error)
            self._failed.emit(describe(error))

    def _uncaught_in_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self._uncaught(args.exc_type, args.exc_value, args.exc_traceback)

    @staticmethod
    def _say(text: str) -> None:
        notify.say(text, tone=Tone.BAD)

    @staticmethod
    def _show(details: str) -> None:
        notify.fault(FAULT_TITLE, details)

    @staticmethod
    def _qt_said(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        logging.getLogger("qt").log(_QT_LEVELS.get(kind, logging.WARNING), "%s", text)
