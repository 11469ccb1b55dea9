"""A case leaves its book: as a folder of text, or as a book of its own in one file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from rootcause.case import Case, Entry
from rootcause.case.records import Reporter
from rootcause.errors import CaseError
from rootcause.store.book.book import Book, open_book
from rootcause.store.cases.contacts import reporters_of
from rootcause.store.cases.hiding import Hide, hidden_entries, hiding
from rootcause.store.cases.snapshots import snapshot
from rootcause.store.folder.cells import harmless_frame
from rootcause.store.folder.declaration import FACTS, FORMAT, VARIABLE
from rootcause.store.folder.files import CASE, JOURNAL, OBSERVATIONS, PART, ROWS
from rootcause.store.folder.toml import toml
from rootcause.store.moving.carrying import put_in, take_out
from rootcause.store.moving.moved import Moved
from rootcause.store.moving.moved_folder import journal_line, lines_of, write_rows
from rootcause.store.observations.known import Known, known_variables
from rootcause.store.whole import beside, write
from rootcause.variables import Variable

_UNFINISHED = re.compile(r"(rows\.jsonl|journal\.jsonl|part-\d+\.parquet|\.[\w.-]+\.\d+)")
"""What an export that was cut off leaves: ``case.toml`` comes after them."""
ONE_FILE = (".db", ".sqlite", ".sqlite3")


def export_case(book: Book, case_id: str, path: str | Path, *, redact: bool = False) -> Path:
    """Write a case to a folder or a file of its own.

    Parameters
    ----------
    book, case_id
        Which case.
    path
        Of a folder, new or holding an earlier export of this case; or of a new file that ends in
        .db or .sqlite, which becomes a book with this one case.
    redact
        Leave out who complained: names and addresses, also where they stand in a text. What is
        left can be read and imported; the rows and checksums behind it are left out, so its
        journal can't be verified. A file is never redacted.

    Returns
    -------
    pathlib.Path
        What was written.
    """
    path = Path(path).expanduser()
    with book.reading() as connection:
        moved = take_out(connection, case_id)
        case = _as_declared(snapshot(connection, case_id), known_variables(connection, case_id))
        known = reporters_of(connection, case_id)
    if path.suffix.casefold() in ONE_FILE:
        return _write_file(path, moved, redact=redact)
    try:
        _refuse_other_folder(path, case)
        path.mkdir(parents=True, exist_ok=True)
        _write_folder(path, _redacted(case, known) if redact else case, None if redact else moved)
    except OSError as error:
        raise CaseError(f"{path} can't be written: {error.strerror or error}.") from None
    return path


def _as_declared(case: Case, known: Mapping[str, Known]) -> Case:
    """Leave out levels that nobody declared: they are read from the data again."""
    told = {
        name: replace(one, levels=tuple(known[name].declared.get("levels", ())))
        for name, one in case.variables.items()
        if name in known
    }
    return replace(case, variables=told)


def _write_file(path: Path, moved: Moved, *, redact: bool) -> Path:
    if redact:
        raise CaseError("Only a folder can be redacted; give the path of a folder.")
    if path.exists() or path.is_symlink():
        raise CaseError(f"{path} is there already; give the path of a new file.")
    with beside(path) as new:
        try:
            put_in(open_book(new, create=True), moved, source="another book")
        except CaseError as error:
            raise CaseError(str(error).replace(str(new), str(path))) from None
    return path


def _refuse_other_folder(path: Path, case: Case) -> None:
    if path.is_symlink() or (path.exists() and not path.is_dir()):
        raise CaseError(f"{path} is no folder; give the path of a new folder.")
    there = {one.name for one in path.iterdir()} if path.exists() else set()
    if CASE in there:
        mine = f"id = {toml({'id': case.id}).removeprefix('id = ')}"
        said = (path / CASE).read_text("utf-8", errors="replace") if (path / CASE).is_file() else ""
        is_mine = mine in said
    else:
        is_mine = all(_UNFINISHED.fullmatch(name) for name in there)
    if not is_mine:
        raise CaseError(f"{path} holds something else; give the path of a new folder.")


def _write_folder(folder: Path, case: Case, moved: Moved | None) -> None:
    """Write the rows first: text that is not theirs, after a crash, is then seen as such."""
    texts = {CASE: toml(declared(case)).encode()}
    if case.observations.size:
        texts[OBSERVATIONS] = _csv(case.observations).encode()
    if moved is None:
        for stale in [folder / ROWS, *folder.glob(PART.format("*"))]:
            stale.unlink(missing_ok=True)
        journal = [_line(entry) for entry in case.entries]
    else:
        write_rows(folder, moved, texts)
        journal = [journal_line(row) for row in moved.journal]
    for name, content in {JOURNAL: lines_of(journal), **texts}.items():
        write(folder / name, content)
    if OBSERVATIONS not in texts:
        (folder / OBSERVATIONS).unlink(missing_ok=True)


def declared(case: Case) -> dict[str, Any]:
    """Give what a ``case.toml`` says of a case."""
    facts = {name: getattr(case, name) for name in FACTS if getattr(case, name)}
    if "opened" in facts:
        facts["opened"] = date.fromisoformat(case.opened)
    variables = {name: variable_said(one) for name, one in case.variables.items()}
    known = {"truth": dict(case.truth), "expected": dict(case.expected)}
    tables = {"variables": variables, **known}
    return {"format": FORMAT, **facts, **{name: one for name, one in tables.items() if one}}


def variable_said(one: Variable) -> dict[str, Any]:
    """Give what is said of a variable."""
    said = {name: getattr(one, name) for name in VARIABLE}
    return {
        name: str(value) if name in ("kind", "role") else value
        for name, value in said.items()
        if value
    }


def _csv(frame: pd.DataFrame) -> str:
    return harmless_frame(frame).to_csv(index=False, lineterminator="\n")


def _line(entry: Entry) -> dict[str, Any]:
    texts = ("at", "who", "what", "due", "kind")
    return {**{name: getattr(entry, name) for name in texts}, "details": dict(entry.details)}


def _hidden(one: Variable, hide: Hide) -> Variable:
    texts = ("label", "note", "source", "happened", "otherwise")
    told = {name: hide(getattr(one, name)) for name in texts}
    return replace(one, levels=tuple(map(hide, one.levels)), **told)


def _redacted(case: Case, known: Sequence[Reporter]) -> Case:
    """Leave out the names and addresses of those who complained, wherever they stand."""
    hide = hiding(known)
    return replace(
        case,
        variables={name: _hidden(one, hide) for name, one in case.variables.items()},
        title=hide(case.title),
        complaint=hide(case.complaint),
        source=hide(case.source),
        observations=case.observations.map(hide),
        entries=hidden_entries(case.entries, hide),
    )
