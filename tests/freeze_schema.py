"""Write today's schema into step 0001: `python -m tests.freeze_schema`. Only before the first release; later changes get their own step."""

from contextlib import contextmanager
from pathlib import Path
from typing import Any

import peewee as pw

from deskapp import start
from deskapp.data.connection import database
from deskapp.data.schema import create_schema
from deskapp.data.upgrade import STEPS


class _Recorder(pw.Database):
    """Keeps statements instead of running them; needs neither file nor server."""

    statements: list[str]

    def execute_sql(self, sql: str, params: Any = None) -> Any:
        assert not params, f"a schema statement with parameters cannot be frozen: {sql} {params}"
        self.statements.append(sql.strip())


class _FileRecorder(_Recorder, pw.SqliteDatabase):
    pass


class _ServerRecorder(_Recorder, pw.PostgresqlDatabase):
    pass


@contextmanager
def _bound(recorder: _Recorder):
    previous = database.obj
    database.initialize(recorder)
    try:
        yield recorder
    finally:
        database.initialize(previous)


def frozen(engine: str) -> str:
    """The statements of the engine for today's tables, parted by empty lines."""
    recorder = _FileRecorder(":memory:") if engine == "sqlite" else _ServerRecorder("store")
    recorder.statements = []
    with _bound(recorder):
        create_schema(recorder, start.TABLES, start.APPEND_ONLY)
    return "\n\n".join(recorder.statements) + "\n"


def freeze(folder: Path = STEPS) -> list[Path]:
    """Write the texts of both engines and return their paths."""
    paths = []
    for engine in ("sqlite", "postgresql"):
        path = folder / f"0001_{engine}.sql"
        path.write_text(frozen(engine), encoding="utf-8", newline="\n")
        paths.append(path)
    return paths


if __name__ == "__main__":
    for written in freeze():
        print(written)
