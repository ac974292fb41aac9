"""Memory that is no longer needed goes back to the system."""

import sys

_MIB = 1 << 20
# malloc.h of glibc; other systems do so by themselves
_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8


def give_back_what_is_freed() -> None:
    """Pages at the printer's resolution and pictures of the window, 4 to 26 MB each, come and go in several threads.

    glibc learns from the first of them to keep such pieces, one heap a thread: after a day 90 MB more than is used.
    """
    if sys.platform != "linux":
        return
    import ctypes

    libc = ctypes.CDLL(None)
    if hasattr(libc, "mallopt"):
        for option, value in ((_TRIM_THRESHOLD, _MIB), (_MMAP_THRESHOLD, _MIB), (_ARENA_MAX, 2)):
            libc.mallopt(option, value)
