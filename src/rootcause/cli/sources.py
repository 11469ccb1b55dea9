"""What commands work on: a case folder, or a table with the outcome named."""

from __future__ import annotations

import signal
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rootcause.errors import ArgumentError, CaseError, did_you_mean

if TYPE_CHECKING:
    from rootcause.case import Case
    from rootcause.store import OpenCase


def read_source(
    source: str, outcome: str | None, *, skip_bad_rows: bool = False, book: str | None = None
) -> Any:
    """Read a case, or a table whose outcome was named; rows left out are told on stderr.

    Returns
    -------
    Case or pandas.DataFrame
    """
    if is_case(source):
        return read_case(source, book=book, skip_bad_rows=skip_bad_rows)
    from rootcause.tables import read_table

    table = read_table(source, bad_rows="skip" if skip_bad_rows else "refuse")
    if outcome is None:
        raise ArgumentError(
            "A table needs --outcome, the column that the complaint is about."
            f"{did_you_mean('', table.columns)}"
        )
    _tell_skipped(table.attrs)
    return table


def is_case(source: str) -> bool:
    """Whether it names a case: a folder, or what is no file and looks like none."""
    path = Path(source)
    return path.is_dir() or (not path.exists() and not path.suffix and path.name == source)


def read_case(source: str, *, book: str | None = None, skip_bad_rows: bool = False) -> Case:
    """Read a case from its folder, or by its id from a case book."""
    from rootcause import store

    if Path(source).is_dir():
        _check_case(Path(source))
        case = store.read_case(source, bad_rows="skip" if skip_bad_rows else "refuse")
        _tell_skipped(case.observations.attrs)
        return case
    try:
        return store.open_case(source, book=book).snapshot()
    except CaseError as error:
        there = f"There is no folder {source!r}, and no case of that id: "
        raise CaseError(f"{there}{str(error)[:1].lower()}{str(error)[1:]}") from error


def _check_case(folder: Path) -> None:
    """Refuse a folder of tables in the words that help."""
    from rootcause.tables import pattern_of

    hint = "" if (folder / "case.toml").exists() else pattern_of(folder)
    if hint:
        raise CaseError(f"{folder} has no case.toml, so it is no case. Name a file in it{hint}.")


def ends_as_if_broken_off() -> None:
    """Let SIGTERM end a command as Ctrl-C does, so that it leaves nothing behind."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


def open_case(source: str, *, book: str | None) -> OpenCase:
    """Open a case of a book to write in it; the folder of a case is only read."""
    from rootcause import store

    if Path(source).exists():
        raise ArgumentError(
            f"{source!r} is a file or folder; --save keeps it in a case book: rootcause import."
        )
    return store.open_case(source, book=book)


def _tell_skipped(attrs: Mapping[Any, Any]) -> None:
    skipped = attrs.get("skipped_rows", ())
    if skipped:
        lines = ", ".join(map(str, skipped[:8])) + (", ..." if len(skipped) > 8 else "")
        said = f"Left out, as they don't fit the table: {len(skipped)} (line {lines})."
        click.echo(said, err=True)
