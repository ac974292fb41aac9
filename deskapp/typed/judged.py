"""What judging a typed text gives: wrong input is refused, unusual input goes on with a reason."""

from dataclasses import dataclass
from typing import Generic, TypeVar

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Judged(Generic[V]):
    """The normalised value, and what is unusual about it.

    Wrong input never gets here: it raises `UserError` with its field. Each warning is a sentence for the clerk;
    while there is one, the form asks for a reason before it saves (rules.md §6).
    """

    value: V
    warnings: tuple[str, ...] = ()
