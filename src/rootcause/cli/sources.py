"""What commands work on: a case folder, or a table with the outcome named."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import click

from rootcause.errors import ArgumentError, did_you_mean


def read_source(source: str, outcome: str | None, *, skip_bad_rows: bool = False) -> Any:
    """Read a case folder, or a table whose outcome was named; rows left out are told on stderr.

    Returns
    -------
    Case or pandas.DataFrame
    """
    from rootcause.store import read_case
    from rootcause.tables import read_table

    bad_rows: Literal["skip", "refuse"] = "skip" if skip_bad_rows else "refuse"
    if Path(source).is_dir():
        case = read_case(source, bad_rows=bad_rows)
        _tell_skipped(case.observations.attrs)
        return case
    table = read_table(source, bad_rows=bad_rows)
    if outcome is None:
        raise ArgumentError(
            "A table needs --outcome, the column that the complaint is about."
            f"{did_you_mean('', table.columns)}"
        )
    _tell_skipped(table.attrs)
    return table


def _tell_skipped(attrs: Mapping[Any, Any]) -> None:
    skipped = attrs.get("skipped_rows", ())
    if skipped:
        lines = ", ".join(map(str, skipped[:8])) + (", ..." if len(skipped) > 8 else "")
        said = f"Left out, as they don't fit the table: {len(skipped)} (line {lines})."
        click.echo(said, err=True)
