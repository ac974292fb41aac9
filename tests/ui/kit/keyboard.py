"""Keys as the window system sends them, into the queue that `ExcludeUserInputEvents` holds back (QTest's keys jump that queue)."""

import ctypes
from pathlib import Path

import PySide6
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QWindow
from shiboken6 import getCppPointer

_SEND = (
    "_ZN22QWindowSystemInterface14handleKeyEventINS_20AsynchronousDeliveryEEEbP7QWindowN6QEvent4TypeEi"
    "6QFlagsIN2Qt16KeyboardModifierEERK7QStringbt"
)
_NULL_STRING = ctypes.create_string_buffer(24)


def press(window: QWindow, key: Qt.Key) -> None:
    """Queue press and release of a key that needs no text (Backspace, arrows, Enter)."""
    gui = ctypes.CDLL(str(next((Path(PySide6.__file__).parent / "Qt/lib").glob("libQt6Gui.so.6*"))))
    send = getattr(gui, _SEND)
    send.restype = ctypes.c_bool
    pointer = getCppPointer(window)[0]
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        send(ctypes.c_void_p(pointer), int(kind.value), int(key.value), 0, ctypes.byref(_NULL_STRING), False, 1)
