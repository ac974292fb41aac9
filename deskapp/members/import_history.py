"""The lines an import writes into the change history: what changed at whom, and why unusual values of new records were let through."""

from collections.abc import Iterator, Mapping, Sequence

from deskapp.members.import_entry import Car
from deskapp.members.import_fields import CAR_FIELDS, ImportField, read_code
from deskapp.members.import_known import WHY
from deskapp.members.import_steps import Fate, Step
from deskapp.members.import_words import BIRTHDAY, birthday_words, history_text

Line = tuple[int, str, int, str, str, str, str]
"""(act, kind, record, field, old, new, reason)"""


def history_lines(
    steps: Sequence[Step], *, act_id: int, owners: Mapping[int, int], car_ids: Mapping[tuple[int, int], int], reason: str
) -> Iterator[Line]:
    """Every line. `owners` leads from an entry's row to the customer, `car_ids` from row and position of a new car to the car."""
    for step in steps:
        if step.fate is Fate.SAME:
            continue
        owner = owners[step.entry.row]
        for name, old, new in _told(step):
            yield act_id, "customers", owner, name, old, new, WHY
        for car_id, name, old, new in step.cars:
            yield act_id, "vehicles", car_id, name, history_text(old), history_text(new), WHY
        for row, which, warning in step.doubts:
            why = f"{reason}（{WHY}：{warning}）"
            field, position = read_code(which)
            if field in CAR_FIELDS:
                car = _new_car(step, row, position)
                if car is not None:
                    value = history_text(car.values.get(field.value))
                    yield act_id, "vehicles", car_ids[row, position], field.value, "", value, why
            elif step.customer_id is None and field is not ImportField.RECRUITER:
                value = history_text(step.entry.customer.get(_column(field)))
                yield act_id, "customers", owner, _column(field), "", value, why


def _new_car(step: Step, row: int, position: int) -> Car | None:
    """The new car of that row and place; None where the car is known, for then its change is told."""
    return next((car for car in step.new_cars if (car.row, car.position) == (row, position)), None)


def _column(field: ImportField) -> str:
    """A company's name stands in the customer's name."""
    return "name" if field is ImportField.COMPANY else field.value


def _told(step: Step) -> Iterator[tuple[str, str, str]]:
    """Changes of a customer as the history tells them: the four columns of a birthday are one line."""
    names = [name for name, _, _ in step.customer]
    yield from ((name, history_text(old), history_text(new)) for name, old, new in step.customer if name not in BIRTHDAY)
    if set(names) & set(BIRTHDAY):
        yield "birthday", birthday_words(step.before), birthday_words(step.entry.customer)
