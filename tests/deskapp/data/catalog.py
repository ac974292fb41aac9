"""What a database says about its own schema, as comparable text: one line for each column, key, index, check and trigger."""

import re

import peewee as pw


def catalog(store: pw.Database) -> set[str]:
    """Every fact of the schema but the order of columns, which a later `ADD COLUMN` cannot keep."""
    return _file(store) if isinstance(store, pw.SqliteDatabase) else _server(store)


def _plain(text: str | None) -> str:
    return re.sub(r"\s+", " ", (text or "").replace('"', "")).strip()


def _file(store: pw.Database) -> set[str]:
    facts: set[str] = set()
    for kind, name, table, text in store.execute_sql("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall():
        if table.startswith(("sqlite_", "schema_migration")):
            continue
        if kind == "trigger":
            facts.add(f"trigger {name}: {_plain(text)}")
        elif kind == "index":
            facts.add(f"index {name} on {table}: {_index(store, table, name, text)}")
        else:
            facts |= _table(store, name, text)
    return facts


def _index(store: pw.Database, table: str, name: str, text: str | None) -> str:
    unique, origin, partial = next(row[2:5] for row in store.execute_sql(f'PRAGMA index_list("{table}")').fetchall() if row[1] == name)
    columns = [(row[2], row[3], row[4]) for row in store.execute_sql(f'PRAGMA index_xinfo("{name}")').fetchall() if row[5]]
    where = _plain(text).upper().split(" WHERE ", 1)[-1] if partial else ""
    return f"unique={unique} origin={origin} {columns} where={where}"


def _table(store: pw.Database, table: str, text: str) -> set[str]:
    facts = {f"table {table} {option}" for option in ("WITHOUT ROWID", "STRICT") if option in text.rsplit(")", 1)[-1].upper()} | {
        f"table {table}"
    }
    for _, name, kind, not_null, default, key, hidden in store.execute_sql(f'PRAGMA table_xinfo("{table}")').fetchall():
        facts.add(f"column {table}.{name} {kind} not_null={not_null} default={default} key={key} hidden={hidden}")
    for row in store.execute_sql(f'PRAGMA foreign_key_list("{table}")').fetchall():
        facts.add(f"foreign key {table}.{row[3]} -> {row[2]}.{row[4]} update={row[5]} delete={row[6]}")
    facts |= {f"check {table}: {check}" for check in _checks(text)}
    facts |= {f"{found} {table}" for found in re.findall(r"DEFERRABLE INITIALLY \w+|COLLATE \w+", text)}
    return facts


def _checks(text: str) -> list[str]:
    """The bodies of CHECK (…), read with balanced brackets."""
    found = []
    for start in re.finditer(r"CHECK\s*\(", text, re.IGNORECASE):
        depth, end = 1, start.end()
        while depth:
            depth += {"(": 1, ")": -1}.get(text[end], 0)
            end += 1
        found.append(_plain(text[start.end() : end - 1]))
    return found


_SERVER_FACTS = (
    """SELECT 'column ' || c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || ' not_null=' || a.attnotnull
       || ' default=' || coalesce(pg_get_expr(d.adbin, d.adrelid), '') || ' collation=' || coalesce(o.collname, '')
       || ' identity=' || a.attidentity::text || ' generated=' || a.attgenerated::text
       FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace
       LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum LEFT JOIN pg_collation o ON o.oid = a.attcollation
       WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relname <> 'schema_migration'""",
    """SELECT 'constraint ' || c.relname || ' ' || k.conname || ': ' || pg_get_constraintdef(k.oid)
       FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
       WHERE k.connamespace = current_schema()::regnamespace AND c.relname <> 'schema_migration' AND k.contype <> 'n'""",
    "SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = current_schema() AND tablename <> 'schema_migration'",
    """SELECT 'trigger ' || pg_get_triggerdef(t.oid) || ' enabled=' || t.tgenabled::text FROM pg_trigger t
       JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace""",
    "SELECT 'function ' || pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = current_schema()::regnamespace",
    """SELECT 'sequence ' || sequence_name || ' ' || data_type || ' ' || maximum_value FROM information_schema.sequences
       WHERE sequence_schema = current_schema() AND sequence_name NOT LIKE 'schema_migration%%'""",
)


def _server(store: pw.Database) -> set[str]:
    return {_plain(row[0]) for query in _SERVER_FACTS for row in store.execute_sql(query).fetchall()}
