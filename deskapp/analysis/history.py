"""Fields as they were at the end of a day: the change history keeps the value each change replaced."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from deskapp.analysis.spans import Span
from deskapp.data import fetch_rows
from deskapp.settings.declare import Setting, T
from deskapp.settings.store import value

_OLD = "SELECT record_id, field, old FROM changes WHERE kind = ? AND field IN ({fields}) AND NOT {upto}{only} ORDER BY id DESC"
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Before:
    """What stood in the fields that were changed since: (record, field) -> text; the others still stand in their record."""

    replaced: Mapping[tuple[int, str], str]

    def text(self, record_id: int, field: str, now: object) -> str:
        """The field as it was; `now` is what stands in it today, None = empty."""
        return self.replaced.get((record_id, field), "" if now is None else str(now))


def as_it_was(upto: Span, kind: str, fields: Sequence[str], *, record_ids: Iterable[int] | None = None) -> Before:
    """The fields of a kind of record at the end of `upto`. `record_ids` keeps a look at a busy kind short."""
    text = _OLD.replace("{fields}", _marks(fields)).replace("{upto}", upto.where("act_id"))
    if record_ids is None:
        return Before(_first_replaced(text.replace("{only}", ""), kind, *fields, *upto.params))
    found: dict[tuple[int, str], str] = {}
    ids = list(record_ids)
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        found |= _first_replaced(text.replace("{only}", f" AND record_id IN ({_marks(some)})"), kind, *fields, *upto.params, *some)
    return Before(found)


def rule_as_it_was(upto: Span, setting: Setting[T]) -> T:
    """The store's rule at the end of `upto`."""
    old = list(as_it_was(upto, "settings", [setting.key]).replaced.values())
    return setting.parse(old[0]) if old else value(setting)


def _first_replaced(text: str, *params: object) -> dict[tuple[int, str], str]:
    """Of several later changes of a field the earliest one tells what stood before: the rows come newest first."""
    return {(record_id, field): old for record_id, field, old in fetch_rows(text, *params)}


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
