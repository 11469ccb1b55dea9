"""A case as a folder that loses nothing: the text that people read, and the rows behind it.

``case.toml``, ``observations.csv`` and ``journal.jsonl`` are what `read_case` reads of any folder.
``rows.jsonl`` adds the rows that stand behind them (who recorded what, amendments, those who
complained) and ``part-1.parquet``... the imported observations, so that all of it comes back as
it was. Its first line holds the checksums of the text: a folder whose text was edited by hand is
no longer what its rows say, and is refused until ``rows.jsonl`` is deleted.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from rootcause.case import Case
from rootcause.errors import CaseError
from rootcause.store.book.verifying import problems_in
from rootcause.store.cases.snapshots import snapshot
from rootcause.store.database.schema import parts
from rootcause.store.folder.declaration import FORMAT
from rootcause.store.folder.files import (
    CASE,
    JOURNAL,
    OBSERVATIONS,
    PART,
    ROWS,
    plain_file,
    text_of,
)
from rootcause.store.moving.carrying import put_in, scratch_book
from rootcause.store.moving.moved import MOVED, Moved, Row
from rootcause.store.whole import write

TEXTS = (CASE, OBSERVATIONS)
UNREADABLE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
AGAIN = f"Export it again, or delete {ROWS} to take the rest of the folder as it stands."


def write_rows(folder: Path, moved: Moved, texts: Mapping[str, bytes]) -> None:
    """Write the rows of a case, with the checksums of the text that is to stand beside them."""
    sums = {name: sha256(content).hexdigest() for name, content in texts.items()}
    first = {"format": FORMAT, "uid": moved.uid, "entries": moved.entries, "sha256": sums}
    rows = []
    for table, row in moved.rows:
        if table == parts.name:
            write(folder / PART.format(row["n"]), row["parquet"])
        kept = {name: value for name, value in row.items() if not isinstance(value, bytes)}
        rows.append({"table": table, **kept})
    write(folder / ROWS, lines_of([first, *rows]))


def lines_of(rows: Iterable[Row]) -> bytes:
    """Write rows as JSON, one a line."""
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows).encode()


def journal_line(row: Row) -> dict[str, Any]:
    """Give a row of the journal the names that a case folder uses."""
    said = {"at": row["happened_at"], **{name: row[name] for name in ("who", "what", "due")}}
    rest = ("kind", "details", "recorded_at", "touched", "previous", "sha256")
    return {**said, **{name: row[name] for name in rest}}


def read_moved(folder: Path) -> Moved:
    """Read a folder that has its rows.

    Raises
    ------
    CaseError
        When it isn't what it was when it was exported.
    """
    path = plain_file(folder, ROWS)
    first, *lines = text_of(path).split("\n")
    said = _object(first, f"{path}, line 1")
    if said.get("format") != FORMAT:
        raise CaseError(
            f"{path} is of format {str(said.get('format'))[:20]}; this version of rootcause reads "
            f"format {FORMAT}."
        )
    _refuse_edited(folder, said)
    rows = tuple(
        _row(line, f"{path}, line {number}", folder)
        for number, line in enumerate(lines, start=2)
        if line
    )
    return Moved(str(said.get("uid")), said.get("entries", 0), tuple(_entries(folder)), rows)


def exported_case(folder: Path) -> Case:
    """Make the case of a folder that has its rows, every type as it was."""
    moved = read_moved(folder)
    with scratch_book() as book:
        case_id = put_in(book, moved, source="a folder")
        try:
            with book.reading() as connection:
                refuse_problems(connection, folder)
                case = snapshot(connection, case_id)
        except UNREADABLE as error:
            said = " ".join(str(error).split())[:120]
            raise CaseError(f"{folder} can't be read: {said}.") from None
    return replace(case, id=moved.id, entries=case.entries[:-1])


def refuse_problems(connection: Connection, source: Path) -> None:
    """Refuse a case whose rows are not what its journal tells."""
    problems = problems_in(connection)
    if problems:
        raise CaseError(f"{source} is not whole. {problems[0]}")


def _entries(folder: Path) -> Iterator[Row]:
    path = plain_file(folder, JOURNAL)
    names = {"at": "happened_at"}
    for number, line in enumerate(filter(None, text_of(path).split("\n")), start=1):
        said = _object(line, f"{path}, line {number}")
        yield {"n": number, **{names.get(name, name): value for name, value in said.items()}}


def _row(line: str, place: str, folder: Path) -> tuple[str, Row]:
    said = _object(line, place)
    table = said.pop("table", None)
    if table not in MOVED:
        raise CaseError(f"{place}: there is no table {str(table)[:40]!r}.")
    if table == parts.name:
        number = said.get("n")
        if type(number) is not int:
            raise CaseError(f"{place}: a part has a number.")
        said["parquet"] = plain_file(folder, PART.format(number)).read_bytes()
    return table, said


def _object(line: str, place: str) -> dict[str, Any]:
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        raise CaseError(f"{place} can't be read: {line[:40]!r}. {AGAIN}")
    return said


def _refuse_edited(folder: Path, said: dict[str, Any]) -> None:
    sums = said.get("sha256")
    for name in TEXTS:
        known = sums.get(name) if isinstance(sums, dict) else None
        there = (folder / name).exists()
        if (known is not None or there) and known != _sum(plain_file(folder, name)):
            raise CaseError(f"{folder / name} was changed since it was exported. {AGAIN}")


def _sum(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()
