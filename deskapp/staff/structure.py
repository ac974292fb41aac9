"""Departments and outlets: what a new store starts with, and how they change."""

import json
from importlib.resources import files
from typing import Any

from deskapp.staff.tables import DepartmentRecord, OutletRecord


def insert_defaults(act_id: int) -> None:
    """The departments and outlets of the work plan (resources/defaults/house.json), for a new store."""
    content: dict[str, Any] = json.loads((files("resources") / "defaults" / "house.json").read_text(encoding="utf-8"))
    by_code: dict[str, int] = {}
    for position, row in enumerate(content["departments"], start=1):
        parent = by_code[row["under"]] if "under" in row else None
        record = DepartmentRecord.create(name=row["name"], code=row["code"], parent=parent, position=position, act=act_id)
        by_code[row["code"]] = record.id
    for name in content["outlets"]:
        OutletRecord.create(name=name, act=act_id)
