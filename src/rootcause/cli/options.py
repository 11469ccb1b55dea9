"""Options that several commands take."""

from __future__ import annotations

import csv
from typing import Any

import click

from rootcause.errors import did_you_mean


def names(_ctx: click.Context, _option: click.Parameter, given: tuple[str, ...]) -> list[str]:
    """Read names of columns, given by commas or by repeating the option."""
    rows = csv.reader(given, skipinitialspace=True)
    return [name.strip() for row in rows for name in row]


def kinds(_ctx: click.Context, _option: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    """Read COLUMN=KIND."""
    from rootcause.variables import Kind

    kinds = {}
    for one in given:
        name, equals, kind = one.rpartition("=")
        if not equals:
            raise click.BadParameter(f"{one!r} is not COLUMN=KIND, such as batch=nominal.")
        if kind not in list(Kind):
            raise click.BadParameter(f"{kind!r} is no kind.{did_you_mean(kind, Kind)}")
        kinds[name] = kind
    return kinds


COLUMNS: dict[str, Any] = {"metavar": "COL,...", "multiple": True, "callback": names}
