"""What a table gets as it is made: triggers that keep its rows as they were written."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import DDL, Connection, Table, event, text
from sqlalchemy.schema import ExecutableDDLElement

from rootcause.store.database.schema import APPEND_ONLY, METADATA, parts

VERBS = ("UPDATE", "DELETE")
_SQLITE = """
CREATE TRIGGER %(table)s_no_{verb} BEFORE {verb} ON %(table)s
BEGIN SELECT RAISE(ABORT, '%(table)s is append-only'); END
"""
_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '%% is append-only', TG_TABLE_NAME; END $$
"""
_POSTGRESQL = """
CREATE TRIGGER %(table)s_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %(table)s
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""
_THERE = """
SELECT count(*) FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid
WHERE tgrelid = to_regclass(:table) AND tgname = :name AND tgenabled IN ('O', 'A')
AND prosrc LIKE '%RAISE EXCEPTION%append-only%'
"""


def unguarded(connection: Connection) -> Iterator[str]:
    """Name the tables whose triggers are gone, switched off or others than they were."""
    guarded = _is_guarded if connection.dialect.name == "sqlite" else _is_guarded_by_server
    yield from (one.name for one in APPEND_ONLY if not guarded(connection, one.name))


def _is_guarded(connection: Connection, table: str) -> bool:
    said = text("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table")
    there = set(connection.execute(said, {"table": table}).scalars())
    return there == {_SQLITE.format(verb=verb).strip() % {"table": table} for verb in VERBS}


def _is_guarded_by_server(connection: Connection, table: str) -> bool:
    named = {"table": table, "name": f"{table}_append_only"}
    return bool(connection.execute(text(_THERE), named).scalar())


def _guard(table: Table) -> None:
    for verb in VERBS:
        event.listen(table, "after_create", _ddl(_SQLITE.format(verb=verb), "sqlite"))
    event.listen(table, "after_create", _ddl(_POSTGRESQL, "postgresql"))


def _ddl(said: str, dialect: str) -> ExecutableDDLElement:
    return DDL(said.strip()).execute_if(dialect=dialect)  # type: ignore[no-untyped-call]


_AS_IT_IS = "ALTER TABLE %(table)s ALTER COLUMN parquet SET STORAGE EXTERNAL"  # packed already
event.listen(parts, "after_create", _ddl(_AS_IT_IS, "postgresql"))
event.listen(METADATA, "before_create", _ddl(_FUNCTION, "postgresql"))
for _table in APPEND_ONLY:
    _guard(_table)
