"""Values an import changes, in words: as the person sees them before, and as the change history keeps them. Pure."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from deskapp.customers.domain import CustomerKind, Salutation
from deskapp.customers.entry import energy_of
from deskapp.typed import Birthday, format_birthday, format_plate, mask_mobile

BIRTHDAY = ("birth_month", "birth_day", "birth_year", "birth_lunar")
"""The four columns that are one field."""


def history_text(kept: Any) -> str:
    """A column's value as `data.history` writes it."""
    return "" if kept is None else kept.isoformat() if isinstance(kept, date) else str(kept)


def birthday_words(values: Mapping[str, Any]) -> str:
    """The four columns as the change history tells them; '' when there is no birthday."""
    if values["birth_month"] is None:
        return ""
    return format_birthday(Birthday(values["birth_month"], values["birth_day"], values["birth_year"], bool(values["birth_lunar"])))


def in_words(column: str, kept: Any) -> str:
    """A column's value for the person's eyes; numbers masked."""
    if kept is None or kept == "":
        return ""
    match column:
        case "mobile" | "alt_phone":
            return mask_mobile(kept)
        case "plate":
            return format_plate(kept)
        case "kind":
            return CustomerKind(kept).label
        case "salutation":
            return Salutation(kept).label
        case "energy":
            energy = energy_of(kept)
            return energy.label if energy else ""
        case "bought_here":
            return "是" if kept else "否"
        case _:
            return history_text(kept)
