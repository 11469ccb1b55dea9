"""What a table gets as it is made: triggers that keep its rows as they were written."""

from __future__ import annotations

from sqlalchemy import DDL, Table, event
from sqlalchemy.schema import ExecutableDDLElement

from rootcause.store.database.schema import APPEND_ONLY, METADATA, parts

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


def _guard(table: Table) -> None:
    for verb in ("UPDATE", "DELETE"):
        event.listen(table, "after_create", _ddl(_SQLITE.format(verb=verb), "sqlite"))
    event.listen(table, "after_create", _ddl(_POSTGRESQL, "postgresql"))


def _ddl(text: str, dialect: str) -> ExecutableDDLElement:
    return DDL(text.strip()).execute_if(dialect=dialect)  # type: ignore[no-untyped-call]


_AS_IT_IS = "ALTER TABLE %(table)s ALTER COLUMN parquet SET STORAGE EXTERNAL"  # packed already
event.listen(parts, "after_create", _ddl(_AS_IT_IS, "postgresql"))
event.listen(METADATA, "before_create", _ddl(_FUNCTION, "postgresql"))
for _table in APPEND_ONLY:
    _guard(_table)
