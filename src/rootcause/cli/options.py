"""Options that several commands take."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from typing import Any

import click

from rootcause.errors import did_you_mean

BOOK: dict[str, Any] = {
    "metavar": "PATH_OR_URL",
    "help": "The case book; else the one that ROOTCAUSE_BOOK names, else cases.db in this folder.",
}
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


def costs(_ctx: click.Context, _option: click.Parameter, given: tuple[str, ...]) -> dict[str, Any]:
    """Read NAME=COST of a number, NAME=LEVEL:COST,... of labels."""
    return dict(_cost(one) for one in given)


def _cost(told: str) -> tuple[str, Any]:
    name, equals, said = told.partition("=")
    by_level = [one.rpartition(":") for one in said.split(",")]
    try:
        costs = {level.strip(): float(cost) for level, _, cost in by_level}
    except ValueError:
        costs = {}
    if not name.strip() or not equals or not costs or ("" in costs and len(costs) > 1):
        raise click.BadParameter(
            f"{told!r} is not NAME=COST, such as minutes=0.5, or NAME=LEVEL:COST, such as "
            "flavour=vanilla:3."
        )
    return name.strip(), costs.get("", costs)


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


def asked(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add what every question takes: the source, and the part that each column plays."""
    for option in reversed(ASKED):
        command = option(command)
    return command


ASKED = (
    click.argument("source", metavar="FILE_OR_CASE"),
    click.option("--outcome", metavar="COL", help="The column that the complaint is about."),
    click.option("--candidates", **COLUMNS, help="Columns to test, and no others."),
    click.option("--consequence", "consequences", **COLUMNS, help="Columns known only later."),
    click.option("--ignore", "ignored", **COLUMNS, help="Columns to leave out."),
    click.option(
        "--kind",
        "kinds",
        metavar="COL=KIND",
        multiple=True,
        callback=kinds,
        help="What a column is: numeric, binary, nominal, ordinal or time. May be repeated.",
    ),
    click.option("--counts", metavar="COL", help="How many observations each row stands for."),
    click.option("--of", metavar="COL", help="Of how many the outcome was counted."),
    click.option("--unit", metavar="COL", help="The column that says which unit was observed."),
    click.option("--time", metavar="COL", help="The column that says when it was observed."),
    click.option(
        "--lever",
        "levers",
        metavar="NAME[=LOW:HIGH]",
        multiple=True,
        callback=levers,
        help="What a person can set: alone as it was seen, or with a range or with levels by "
        "commas. May be repeated; a case declares its own.",
    ),
    click.option("--trial", metavar="COL", help="The column that is true for deliberate trials."),
    click.option("--book", **BOOK),
    click.option(
        "--seed",
        type=click.IntRange(min=0),
        default=0,
        show_default=True,
        help="Of everything random.",
    ),
)
