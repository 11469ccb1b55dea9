"""``rootcause next``."""

from __future__ import annotations

import shlex
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

import rootcause
from rootcause.cli.booking import WHO
from rootcause.cli.commands import Command
from rootcause.cli.options import asked, combinations, costs
from rootcause.cli.output import as_text, printable
from rootcause.cli.sources import open_case, read_source

if TYPE_CHECKING:
    from rootcause.results import Plan


@click.command(
    "next",
    cls=Command,
    example="rootcause next trips.csv --outcome no_start --lever flavour --lever minutes=1:15\n"
    "  rootcause next trips.csv --outcome no_start --lever flavour --lever minutes=1:15 "
    "--trial deliberate --forbid 'flavour=vanilla;minutes=10:15'",
)
@asked
@click.option(
    "--trials",
    type=click.IntRange(1, 12),
    default=4,
    show_default=True,
    help="How many to propose.",
)
@click.option(
    "--forbid",
    "forbidden",
    metavar="NAME=VALUE;...",
    multiple=True,
    callback=combinations,
    help="A combination that can't be made. May be repeated.",
)
@click.option(
    "--cost",
    "costs",
    metavar="NAME=COST",
    multiple=True,
    callback=costs,
    help="What a setting costs beside the 1 of a trial: of a number for each unit above its lowest "
    "(minutes=0.5), of labels by level (flavour=vanilla:3,mint:1). May be repeated.",
)
@click.option(
    "--smallest",
    type=click.FloatRange(0, min_open=True),
    default=0.3,
    show_default=True,
    help="The smallest effect that matters, where nothing has evidence yet: a difference of "
    "chances, or in standard deviations.",
)
@click.option(
    "--block", type=click.IntRange(min=2), help="Trials that can be made on one unit or one day."
)
@click.option("--save", is_flag=True, help="Keep the plan with its case, in the book.")
@click.option("--as", "who", **WHO)
@click.option("--json", "as_json", is_flag=True, help="Print the plan as JSON.")
def next_trials(
    *,
    source: str,
    outcome: str | None,
    trials: int,
    forbidden: list[dict[str, Any]],
    costs: dict[str, Any],
    smallest: float,
    block: int | None,
    save: bool,
    who: str | None,
    as_json: bool,
    book: str | None,
    seed: int,
    **options: Any,
) -> None:
    """Say what to try next, and what every rival predicts.

    FILE_OR_CASE is a CSV, Excel or Parquet file with one row an observation, or a case.
    Rows that were trials hold what was reached, and are marked in the column --trial. A plan that
    is saved keeps what each rival predicted; its number goes with the trials: observe --plan N.
    """
    if not options["candidates"]:
        del options["candidates"]
    table = read_source(source, outcome, book=book)
    investigation = rootcause.investigate(table, outcome, rng=seed, **options)
    plan = rootcause.plan(
        investigation,
        trials=trials,
        costs=costs,
        forbidden=forbidden,
        smallest=smallest,
        block=block,
        rng=seed,
    )
    click.echo(as_text(plan.to_dict()) if as_json else printable(str(plan)))
    if save:
        case = open_case(source, book=book)
        asked = {name: one for name, one in options.items() if one}
        number = case.save(replace(investigation, plan=plan), who=who, **asked)
        then = _then(case.id, plan, number, investigation.unit)
        click.echo(f"\nSaved as plan {number}.{then}", err=as_json)


def _then(case: str, plan: Plan, number: int, unit: str) -> str:
    """How to record the first of its trials, as a shell takes it."""
    if not plan.trials:
        return ""
    first = plan.trials[0]
    reached = [f"{unit}={first.unit}"] if first.unit else []
    reached += [
        f"{name}={to if isinstance(to, str) else f'{to:g}'}" for name, to in first.settings.items()
    ]
    told = ["rootcause", "observe", case, *reached, f"{plan.outcome.name}=...", "--trial", "--plan"]
    return f" Record the first, with what was reached: {shlex.join([*told, str(number)])}"
