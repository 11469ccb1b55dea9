"""The tables of a case book, the same on SQLite and PostgreSQL.

Every table of a case has the key ``(case_id, n)``: `n` counts from 1 within the case, so that a
case can move to another book with all its numbers. Rows of `APPEND_ONLY` tables never change,
which triggers see to; rows of the others hold the current state. Each row that is written or
changed is named, with its sha256, by an entry of the journal.

Moments are ISO 8601 text: ``recorded_at`` by the system clock, in UTC to the microsecond, so that
it sorts; all others with the zone in which they were told. What isn't known is NULL, which no
checksum counts: a column that a later version adds leaves old checksums as they are.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    UniqueConstraint,
)

from rootcause.store.database.column_types import Json, Words

METADATA = MetaData()
BOOK = ""  # the case_id under which the book's own journal stands


def _of_case(name: str, *columns: Any) -> Table:
    return Table(
        name,
        METADATA,
        Column("case_id", Words, ForeignKey("cases.id"), primary_key=True),
        Column("n", Integer, primary_key=True, autoincrement=False),
        *columns,
    )


def _words(name: str) -> Column[str]:
    """Text that is there, be it empty."""
    return Column(name, Words, nullable=False, default="")


def _number(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False, default=0)


def _flag(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False, default=False)


def _told() -> tuple[Column[str], Column[str]]:
    """Name who said it and when it was written down."""
    return _words("who"), _words("recorded_at")


# The book ---------------------------------------------------------------------------------------

migrations = Table(
    "migrations",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    _words("name"),
    _words("applied_at"),
)

chains = Table(  # one row a journal: the book's own, and each case's
    "chains",
    METADATA,
    Column("case_id", Words, primary_key=True),
    Column("uid", Words, nullable=False, unique=True),  # what the first entry's hash starts from
    _number("entries"),
    _words("head"),
)

journal = Table(  # hypotheses, actions, contacts, links...: entries too, added up when read
    "journal",
    METADATA,
    Column("case_id", Words, primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    _words("recorded_at"),
    _words("happened_at"),
    _words("who"),
    _words("kind"),
    _words("what"),
    _words("due"),
    Column("details", Json, nullable=False),
    Column("touched", Json, nullable=False),  # [{table, n, sha256, changed: {column: [old, new]}}]
    _words("previous"),
    _words("sha256"),
)

# The case and what was said ---------------------------------------------------------------------

cases = Table(  # what never changes of a case, and where it stands now, for lists
    "cases",
    METADATA,
    Column("id", Words, primary_key=True),
    Column("uid", Words, nullable=False, unique=True),
    _words("title"),
    _words("complaint"),  # the first reporter's own words
    _words("outcome"),
    _words("status"),
    _words("opened"),
    _words("owner"),
    _words("reporter"),  # a reference such as "reporter 1", never a name
    _words("due"),  # when the next thing is owed
    _number("priority"),
    _words("answer"),
    _words("parked_until"),
    _words("merged_into"),
    _words("observation_word"),
    _words("source"),
    _flag("simulated"),
    _flag("retold"),
    Column("truth", Json),
    Column("expected", Json),
)

reporters = _of_case(  # the only table with personal data; `salt` keeps its checksums unguessable
    "reporters",
    Column("salt", Words),
    Column("name", Words),
    Column("salutation", Words),
    Column("address", Words),
)

# Variables and observations ---------------------------------------------------------------------

variables = _of_case(
    "variables",
    _words("name"),
    Column("kind", Words),  # NULL: read from the data
    _words("role"),
    _number("since"),  # the first observation that could have recorded it
    Column("declared", Json, nullable=False),  # what else `Variable` knows of it
    UniqueConstraint("case_id", "name"),
)

observations = _of_case(  # entered by hand, one a row; n runs on through batches
    "observations",
    *_told(),
    Column("observed_at", Words),
    _flag("trial"),
    Column("plan", Integer),
    Column("cells", Json, nullable=False),
    Column("missing", Json),  # why, by variable
    Column("note", Words),
)

batches = _of_case(
    "batches",
    *_told(),
    Column("observed_at", Words),
    _flag("trial"),
    Column("plan", Integer),
    _words("name"),
    _words("sha256"),  # of the source file, or of the table
    _number("first"),
    _number("length"),
    Column("layout", Json, nullable=False),  # what Parquet doesn't say of its columns
    Column("rejected", Json, nullable=False),  # [{line, reason}]
    Column("note", Words),
    UniqueConstraint("case_id", "sha256"),
)

parts = _of_case(
    "parts",
    _number("batch"),
    _number("length"),
    _words("sha256"),
    Column("parquet", LargeBinary, nullable=False),
)

amendments = _of_case(
    "amendments",
    *_told(),
    _number("observation"),
    _flag("void"),
    Column("old", Json),
    Column("new", Json),
    _words("why"),
)

APPEND_ONLY = (migrations, journal, observations, batches, parts, amendments)
OF_CASE = (reporters, variables, observations, batches, parts, amendments)
