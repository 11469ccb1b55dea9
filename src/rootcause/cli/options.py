"""Options that several commands take."""

from __future__ import annotations

import csv
import re
from typing import Any

import click

from rootcause.errors import did_you_mean

RANGE = re.compile(r"(-?[\d.]+(?:e-?\d+)?):(-?[\d.]+(?:e-?\d+)?)", re.IGNORECASE)


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


def levers(_ctx: click.Context, _option: click.Parameter, given: tuple[str, ...]) -> dict[str, Any]:
    """Read NAME, NAME=LOW:HIGH or NAME=LEVEL,LEVEL."""
    return dict(_setting(one, nothing=None) for one in given)


def lags(
    _ctx: click.Context, _option: click.Parameter, given: tuple[str, ...]
) -> dict[str, int] | int | None:
    """Read N, for all columns, or COL=N, one an option."""
    if len(given) == 1 and given[0].strip().isdecimal():
        return int(given[0])
    steps = [one.rpartition("=") for one in given]
    for told, (name, _, step) in zip(given, steps, strict=True):
        if not name or not step.strip().isdecimal():
            raise click.BadParameter(f"{told!r} is neither a number nor COL=NUMBER.")
    return {name.strip(): int(step) for name, _, step in steps} or None


def combinations(
    _ctx: click.Context, _option: click.Parameter, given: tuple[str, ...]
) -> list[dict[str, Any]]:
    """Read NAME=VALUE;NAME=LOW:HIGH, one combination an option."""
    return [dict(_setting(one, nothing="") for one in whole.split(";")) for whole in given]


def _setting(told: str, nothing: Any) -> tuple[str, Any]:
    name, equals, value = told.strip().partition("=")
    if not equals and nothing is not None:
        raise click.BadParameter(f"{told!r} is not NAME=VALUE, such as flavour=vanilla.")
    return name.strip(), _value(value.strip()) if equals else nothing


def _value(told: str) -> Any:
    if found := RANGE.fullmatch(told):
        try:
            return float(found[1]), float(found[2])
        except ValueError:
            raise click.BadParameter(f"{told!r} is no range, such as 1:15.") from None
    return [one.strip() for one in told.split(",")]


COLUMNS: dict[str, Any] = {"metavar": "COL,...", "multiple": True, "callback": names}
