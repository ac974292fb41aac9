"""The one door to the user outside of forms. Whatever wants to say something says it here; tests install a recorder."""

from typing import Protocol

from ui.kit.theme import Tone


class Door(Protocol):
    """Who shows it: the main window's `Notices`, or a recorder."""

    def say(self, text: str, tone: Tone) -> None:
        """A line that goes away by itself ("已记 1,300 分")."""
        ...

    def number(self, title: str, number: str, hint: str) -> None:
        """A number to be read aloud or written down, large, until it is dismissed."""
        ...

    def fault(self, title: str, details: str) -> None:
        """A bug, with details to copy."""
        ...


class _NoWindow:
    """Before there is a window: the log still has it, and the person loses nothing he could have read."""

    def say(self, text: str, tone: Tone) -> None: ...

    def number(self, title: str, number: str, hint: str) -> None: ...

    def fault(self, title: str, details: str) -> None: ...


_door: Door = _NoWindow()


def install(door: Door) -> Door:
    """Make `door` the one that speaks; the one before is returned so that it can be put back."""
    global _door
    before, _door = _door, door
    return before


def say(text: str, *, tone: Tone = Tone.GOOD) -> None:
    """Say what has been done, or what cannot be."""
    _door.say(text, tone)


def number(title: str, number: str, *, hint: str = "") -> None:
    """Show a number large ("没有打印机，请抄下单号")."""
    _door.number(title, number, hint)


def fault(title: str, details: str) -> None:
    """Show a bug of ours with details that can be copied."""
    _door.fault(title, details)
