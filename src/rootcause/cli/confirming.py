"""``rootcause confirm``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import rootcause
from rootcause.cli.booking import WHO, tell_last
from rootcause.cli.commands import Command
from rootcause.cli.options import BOOK
from rootcause.cli.output import as_text, printable
from rootcause.cli.sources import is_case, read_case
from rootcause.errors import ArgumentError

if TYPE_CHECKING:
    from rootcause.results import Confirmation

COUNTS = re.compile(r"(\d+)/(\d+)")


@click.command(
    cls=Command,
    example="rootcause confirm trips.csv --outcome no_start --time when --since 2026-03-01\n"
    "  rootcause confirm before.csv since.csv --outcome no_start --criterion '30 in a row'\n"
    "  rootcause confirm 12/41 0/30\n"
    "  rootcause confirm 2026-0001 --save",
)
@click.argument("before", metavar="BEFORE")
@click.argument("after", metavar="[SINCE]", required=False)
@click.option("--outcome", metavar="COL", help="The column that the complaint is about.")
@click.option(
    "--since", metavar="TIME", help="When the fix was made, if one table holds it all; with --time."
)
@click.option("--time", metavar="COL", help="The column that says when each observation was made.")
@click.option(
    "--switch", metavar="COL", help="The column that says whether the fix was on, in random order."
)
@click.option("--on", metavar="LEVEL", help="The value of that column when the fix was on.")
@click.option("--exposure", metavar="COL", help="Hours, kilometres or pieces that failures count.")
@click.option(
    "--unit", metavar="COL", help="The column that says on which unit each observation was made."
)
@click.option(
    "--criterion",
    metavar="TEXT",
    help="What was to be seen, set beforehand: '30 in a row', 'at most 1 of 93', 'rate below 5 %', "
    "'median below 4.5'.",
)
@click.option(
    "--planned",
    type=click.FloatRange(0, min_open=True),
    metavar="N",
    help="Observations since the fix that were settled beforehand.",
)
@click.option(
    "--better",
    type=click.Choice(["lower", "higher"]),
    help="Of a measured outcome, which values are better.",
)
@click.option("--failure", metavar="LEVEL", help="The level of the outcome that is a failure.")
@click.option(
    "--triggered",
    type=click.IntRange(min=1),
    metavar="N",
    help="Leave out the last N before the fix, the bad run that opened the case.",
)
@click.option(
    "--kind",
    type=click.Choice(["binary", "numeric"]),
    help="What the outcome is, where it is not to be guessed.",
)
@click.option(
    "--alpha",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    default=0.05,
    show_default=True,
    help="Level of the comparison, and of what is said with confidence.",
)
@click.option(
    "--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Of everything random."
)
@click.option("--save", is_flag=True, help="Keep it as the check of the action it goes by.")
@click.option("--book", **BOOK)
@click.option("--as", "who", **WHO)
@click.option("--html", metavar="PATH", help="Write the answer there, as one HTML file.")
@click.option("--json", "as_json", is_flag=True, help="Print the whole answer as JSON.")
def confirm(
    *,
    before: str,
    after: str | None,
    html: str | None,
    as_json: bool,
    seed: int,
    save: bool,
    book: str | None,
    who: str | None,
    **options: Any,
) -> None:
    """Say whether a fix works.

    BEFORE and SINCE are tables (CSV, Excel or Parquet, one row an observation, in their order) or
    counts such as 12/41, failures of observations. One table holds both, if --since and --time, or
    --switch, say which is which. A case alone goes by its last action that is done, and by the
    criterion that was set for it.
    """
    if save:
        _refuse_unsaveable(before, after, options)
    found = rootcause.confirm(
        _source(before, book),
        None if after is None else _source(after, book),
        rng=seed,
        **options,
    )
    click.echo(as_text(found.to_dict()) if as_json else printable(str(found)))
    if html:
        found.to_html(html)
        click.echo(f"Report: {Path(html).resolve()}", err=True)
    if save:
        _save(before, found, book=book, who=who)


def _refuse_unsaveable(before: str, after: str | None, options: dict[str, Any]) -> None:
    """Only what goes by a case's own action and criterion is the check of that action."""
    other = [name for name in ("since", "switch", "criterion") if options[name] is not None]
    if after is not None or not is_case(before) or Path(before).is_dir():
        raise ArgumentError("--save keeps a check in a case of a book: rootcause confirm CASE.")
    if other:
        raise ArgumentError(
            f"--save goes by the action and the criterion of the case; leave out --{other[0]}, or "
            "write down what was found: rootcause case check."
        )


def _save(case_id: str, found: Confirmation, *, book: str | None, who: str | None) -> None:
    from rootcause.confirmation.actions import last_fix
    from rootcause.store import open_case

    case = open_case(case_id, book=book)
    case.check(last_fix(case.snapshot()).number, found, who=who)
    tell_last(case, err=True)


def _source(given: str, book: str | None) -> Any:
    """Counts, a case, or a path."""
    counts = COUNTS.fullmatch(given)
    if counts and not Path(given).exists():
        return int(counts[1]), int(counts[2])
    return read_case(given, book=book) if is_case(given) else given
