"""What becomes of a text, for properties that hold for both: a value, or a refusal. Anything else that is raised fails the test."""

from collections.abc import Callable
from typing import Any

from deskapp.errors import UserError
from deskapp.typed import Judged


def outcome(judge: Callable[..., Judged[Any]], text: str, **options: Any) -> Judged[Any] | UserError:
    try:
        return judge(text, **options)
    except UserError as refusal:
        return refusal
