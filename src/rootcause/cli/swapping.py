"""``rootcause swap``: which part carries the fault, and one way against another."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

import rootcause
from rootcause.cli.commands import EXAMPLE, Command, Group
from rootcause.cli.options import COLUMNS
from rootcause.cli.output import as_text, printable, write
from rootcause.errors import ArgumentError

if TYPE_CHECKING:
    import pandas as pd

FILL_IN = "Make them in this order, which is random, and write the outcome beside each."
ALPHA = click.option(
    "--alpha",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    default=0.05,
    show_default=True,
    help="Level at which it is to be shown.",
)
SEED = click.option(
    "--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Of everything random."
)
CSV = click.option("--csv", metavar="PATH", help="Write the trials there, to be filled in.")
OUTCOME = click.option(
    "--outcome", metavar="COL", default="failed", show_default=True, help="What is written down."
)
JSON = click.option("--json", "as_json", is_flag=True, help="Print it all as JSON.")


@click.group(
    cls=Group,
    name="swap",
    epilog=EXAMPLE.format("rootcause swap parts carburettor coil --bad 'car 7' --good 'car 3'"),
)
def swaps() -> None:
    """Swap parts of a bad unit and a good one, to see with which the fault goes."""


def drawn(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add what everything takes that draws trials."""
    for option in (JSON, SEED, ALPHA, CSV, OUTCOME):
        command = option(command)
    return command


@swaps.command(
    cls=Command,
    example="rootcause swap parts carburettor coil --bad 'car 7' --good 'car 3' --csv swaps.csv",
)
@click.argument("names", metavar="PART...", nargs=-1, required=True)
@click.option("--bad", metavar="UNIT", default="bad", help="What the unit is called that fails.")
@click.option("--good", metavar="UNIT", default="good", help="And the one that does not.")
@click.option(
    "--times",
    type=click.IntRange(min=1),
    metavar="N",
    help="How often each is tried; by default as few as can show one part.",
)
@drawn
def parts(
    *,
    names: tuple[str, ...],
    bad: str,
    good: str,
    times: int | None,
    alpha: float,
    seed: int,
    **told: Any,
) -> None:
    """Draw the trials that show which part carries the fault.

    Each says, for every part and for the rest, from which unit it is to come. Fill in what
    happened, then ask: rootcause swap judge.
    """
    trials = rootcause.plan_swaps(names, units=(bad, good), times=times, alpha=alpha, rng=seed)
    _tell(trials, ("swap", "judge"), ("--bad", bad), **told)


@swaps.command(
    cls=Command,
    example="rootcause swap ways current better --rate 0.5 --csv ways.csv",
)
@click.argument("current")
@click.argument("better")
@click.option(
    "--rate",
    type=click.FloatRange(0, 1, min_open=True),
    default=1.0,
    show_default=True,
    help="How often it fails the current way.",
)
@click.option("--each", type=click.IntRange(min=1), metavar="N", help="Observations each way.")
@drawn
def ways(
    *,
    current: str,
    better: str,
    rate: float,
    each: int | None,
    alpha: float,
    seed: int,
    **told: Any,
) -> None:
    """Draw an order in which to try a better way beside the current one.

    Switching a fix off and on is the same. Fill in what happened, then ask: rootcause confirm.
    """
    order = rootcause.plan_switching((current, better), rate=rate, each=each, alpha=alpha, rng=seed)
    _tell(order, ("confirm",), ("--switch", "switch", "--on", better), **told)


@swaps.command(
    cls=Command,
    example="rootcause swap judge swaps.csv --outcome failed --bad 'car 7'",
)
@click.argument("table", metavar="FILE")
@click.option("--outcome", metavar="COL", required=True, help="The column with what happened.")
@click.option("--part", "names", **COLUMNS, help="The parts; else the columns that name --bad.")
@click.option("--bad", metavar="UNIT", default="bad", help="What the unit is called that fails.")
@click.option("--failure", metavar="LEVEL", help="The level of the outcome that is a failure.")
@click.option(
    "--better",
    type=click.Choice(["lower", "higher"]),
    help="Of a measured outcome, which values are better.",
)
@ALPHA
@SEED
@JSON
def judge(
    *, table: str, outcome: str, names: list[str], seed: int, as_json: bool, **options: Any
) -> None:
    """Say which part carries the fault, from trials in which parts were swapped.

    FILE is a CSV, Excel or Parquet file with one row a trial, as swap parts draws them, and the
    outcome beside. Judge them once, when all are made.
    """
    found = rootcause.judge_swaps(table, outcome, names or None, rng=seed, **options)
    click.echo(as_text(found.to_dict()) if as_json else printable(str(found)))


def _tell(
    trials: pd.DataFrame,
    asked: tuple[str, ...],
    rest: tuple[str, ...],
    *,
    outcome: str,
    csv: str | None,
    as_json: bool,
) -> None:
    """Print the trials in their order, and the command that judges them."""
    if outcome in trials.columns:
        raise ArgumentError(f"--outcome {outcome!r} is already the name of a part.")
    if csv:
        file = write(trials.assign(**{outcome: ""}).to_csv(), csv)
        click.echo(f"Trials: {file}", err=True)
    if as_json:
        click.echo(as_text(trials.reset_index().to_dict("records")))
        return
    click.echo(printable(trials.reset_index().to_string(index=False)))
    then = shlex.join(["rootcause", *asked, csv or "FILE", "--outcome", outcome, *rest])
    click.echo(printable(f"\n{FILL_IN}\nThen: {then}"))
