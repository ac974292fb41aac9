"""The windows. They call services of `deskapp` and show the dataclasses these return; they know no SQL."""

import sys

from PySide6 import QtCore

_feature = sys.modules.get("shibokensupport.feature")  # comes with QtCore


def _look_for_no_features() -> None:
    """PySide looks through the source of every module imported after it for `from __feature__ import …`, which nothing here uses.

    The look costs an eighth of the time of all imports, and 14 MB of source lines that stay in memory.
    """

    def uses_features(_module: object) -> bool:
        return False

    if QtCore and hasattr(_feature, "_mod_uses_pyside"):
        setattr(_feature, "_mod_uses_pyside", uses_features)  # noqa: B010 - the type checker knows of no such module


_look_for_no_features()
