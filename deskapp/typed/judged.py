"""What judging a typed text gives: wrong input is refused, unusual input goes on with a reason."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from deskapp.errors import UserError

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Judged(Generic[V]):
    """The normalised value, and what is unusual about it.

    Wrong input never gets here: it raises `UserError` with its field. Each warning is a sentence for the clerk;
    while there is one, the form asks for a reason before it saves (rules.md §6).
    """

    value: V
    warnings: tuple[str, ...] = ()


def judge_length(text: str, *, limit: int, field: str) -> Judged[str]:
    """Free text without outer blanks; refuses more than `limit` characters."""
    bare = text.strip()
    if len(bare) > limit:
        raise UserError(f"最多 {limit} 个字，现为 {len(bare)} 个", field=field)
    return Judged(bare)
