"""A case as a text folder: ``case.toml``, ``observations.csv`` and, if any, ``journal.jsonl``."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from rootcause.case import Case, Entry
from rootcause.case.course import add_up
from rootcause.errors import CaseError, did_you_mean
from rootcause.store.folder.cells import restored_frame
from rootcause.store.folder.declaration import Declaration, parse_declaration, refuse_unknown
from rootcause.store.folder.files import CASE, JOURNAL, OBSERVATIONS, ROWS, plain_file, text_of
from rootcause.tables import BadRows, read_table

TEXTS = ("at", "who", "what", "due", "kind")
ENTRY_KEYS = (*TEXTS, "details", "recorded_at", "touched", "previous", "sha256")


def read_case(folder: str | Path, *, bad_rows: BadRows = "refuse") -> Case:
    """Read a case from its text folder; nothing in it is changed.

    Parameters
    ----------
    folder
        Holds ``case.toml`` (the complaint, and a table ``[variables.NAME]`` for each variable),
        ``observations.csv`` (one row an observation) and, if any, ``journal.jsonl`` (one entry
        a line).
    bad_rows
        What to do with rows of ``observations.csv`` that don't fit its header, as in
        `rootcause.read_table`.

    Returns
    -------
    Case
        With its declared variables and its observations. Columns that ``case.toml`` doesn't
        declare are kept in the observations.

    Raises
    ------
    CaseError
        When the folder, ``case.toml`` or ``journal.jsonl`` can't be read or don't fit together.
    TableError
        When ``observations.csv`` can't be read as a table.
    """
    folder = Path(folder)
    _refuse_non_folder(folder)
    path = plain_file(folder, CASE)
    declared = parse_declaration(text_of(path), path)
    if declared.exported and (folder / ROWS).exists():
        from rootcause.store.moving.moved_folder import exported_case

        return exported_case(folder)
    observations = _observations(folder, declared, bad_rows)
    entries = _read_journal(folder)
    add_up(entries)
    return Case(
        **declared.facts,
        variables=declared.variables,
        observations=observations,
        entries=entries,
        truth=declared.truth,
        expected=declared.expected,
    )


def _observations(folder: Path, declared: Declaration, bad_rows: BadRows) -> pd.DataFrame:
    if declared.exported and not (folder / OBSERVATIONS).exists():
        return pd.DataFrame(columns=pd.Index(list(declared.variables)))
    frame = read_table(plain_file(folder, OBSERVATIONS), bad_rows=bad_rows)
    if declared.exported:
        return restored_frame(frame)
    _refuse_missing_columns(declared, list(frame.columns), folder)
    return frame


def _refuse_non_folder(folder: Path) -> None:
    if not folder.exists():
        near = sorted(one.name for one in folder.parent.glob("*/"))
        raise CaseError(f"There is no folder {str(folder)!r}.{did_you_mean(folder.name, near)}")
    if not folder.is_dir():
        raise CaseError(
            f"{str(folder)!r} is a file; a case is a folder that holds {CASE} and {OBSERVATIONS}."
        )


def _refuse_missing_columns(declared: Declaration, columns: list[str], folder: Path) -> None:
    for name in declared.variables:
        if name not in columns:
            place = declared.places.of("variables", name)
            raise CaseError(
                f"{place} declares {name!r}, but {folder / OBSERVATIONS} has no such column."
                f"{did_you_mean(name, columns)}"
            )


def _read_journal(folder: Path) -> tuple[Entry, ...]:
    if not (folder / JOURNAL).exists() and not (folder / JOURNAL).is_symlink():
        return ()
    path = plain_file(folder, JOURNAL)
    lines = re.split(r"\r?\n", text_of(path))
    return tuple(
        _entry(line, f"{path}, line {number}")
        for number, line in enumerate(lines, start=1)
        if line.strip()
    )


def _entry(line: str, place: str) -> Entry:
    said = _json_object(line, place)
    refuse_unknown(said, ENTRY_KEYS, place)
    for key in ENTRY_KEYS[:3]:
        if key not in said:
            raise CaseError(f"{place}: an entry needs {key!r}.")
    texts = {key: said[key] for key in TEXTS if key in said}
    for key, value in texts.items():
        if not isinstance(value, str):
            raise CaseError(f"{place}: {key!r} must be text, not {json.dumps(value)[:40]}.")
    _refuse_bad_moment(texts, place)
    details = said.get("details", {})
    if not isinstance(details, dict):
        raise CaseError(f"{place}: 'details' must be an object, not {json.dumps(details)[:40]}.")
    return Entry(**texts, details=details)


def _json_object(line: str, place: str) -> dict[str, Any]:
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        raise CaseError(
            f"{place} is not JSON: {line.strip()[:40]!r}. Each line is one entry, such as "
            '{"at": "2026-03-02T09:00:00+01:00", "who": "engineer 1", "what": "Registered."}.'
        ) from None
    if not isinstance(said, dict):
        raise CaseError(f"{place}: an entry is an object with at, who and what, not {line[:40]}.")
    return said


def _refuse_bad_moment(said: dict[str, str], place: str) -> None:
    try:
        zoned = datetime.fromisoformat(said["at"]).tzinfo is not None
    except ValueError:
        zoned = False
    if not zoned:
        raise CaseError(
            f"{place}: 'at' must be an ISO 8601 time with its zone, such as "
            f"'2026-03-02T09:00:00+01:00', not {said['at'][:40]!r}."
        )
    try:
        datetime.fromisoformat(said.get("due") or "2000-01-01")
    except ValueError:
        raise CaseError(
            f"{place}: 'due' must be an ISO date such as '2026-03-31', not {said['due'][:40]!r}."
        ) from None
