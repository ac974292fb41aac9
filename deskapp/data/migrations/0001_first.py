"""The first store: every table, index, CHECK and trigger, as each engine was given them."""

from pathlib import Path
from typing import Any

import peewee as pw


def up(_migrator: Any, database: pw.Database) -> None:
    """Run the frozen text of the engine; statements are parted by an empty line."""
    engine = "sqlite" if isinstance(database, pw.SqliteDatabase) else "postgresql"
    text = Path(__file__).with_name(f"0001_{engine}.sql").read_text(encoding="utf-8")
    for statement in text.strip().split("\n\n"):
        database.execute_sql(statement)
