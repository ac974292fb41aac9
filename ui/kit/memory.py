"""Memory that is no longer needed goes back to the system."""

import sys
from typing import Any

_MIB = 1 << 20
# malloc.h of glibc; other systems do so by themselves
_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8


def give_back_what_is_freed() -> None:
    """Pages at the printer's resolution and pictures of the window, 4 to 26 MB each, come and go in several threads.

    glibc learns from the first of them to keep such pieces, one heap a thread: after a day 90 MB more than is used.
    """
    libc = _glibc()
    if libc is not None:
        for option, value in ((_TRIM_THRESHOLD, _MIB), (_MMAP_THRESHOLD, _MIB), (_ARENA_MAX, 2)):
            libc.mallopt(option, value)


def give_back_now() -> None:
    """What lies free between things in use; for a lane, from time to time."""
    libc = _glibc()
    if libc is not None:
        libc.malloc_trim(0)


def _glibc() -> Any:
    if sys.platform != "linux":
        return None
    import ctypes

    libc = ctypes.CDLL(None)
    return libc if hasattr(libc, "mallopt") else None
