"""``rootcause report``: many cases, an index, one exit code."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

import click

from rootcause.cli.booking import the_book
from rootcause.cli.commands import Command
from rootcause.cli.listing import OVER
from rootcause.cli.options import BOOK
from rootcause.cli.output import as_text, printable

if TYPE_CHECKING:
    from rootcause.batch import BatchReport

WORTH_TELLING = 10
"""Seconds after which it is told how long the rest will take."""


@click.command(
    cls=Command,
    example="rootcause report data/*/ --out reports/\n"
    "  rootcause report --book cases.db --out reports/",
)
@click.argument("cases", metavar="CASES...", nargs=-1)
@click.option("--out", required=True, metavar="DIR", help="Folder for the reports and their index.")
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The day from which ages and what is overdue are counted; today when left out.",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="How many processes work at once; one a processor when left out.",
)
@click.option("--book", **BOOK)
@click.option("--anew", is_flag=True, help="Do unchanged cases again too.")
@click.option("--json", "as_json", is_flag=True, help="Print what was written as JSON.")
@click.pass_context
def report(
    ctx: click.Context,
    *,
    cases: tuple[str, ...],
    book: str | None,
    out: str,
    as_of: datetime | None,
    jobs: int | None,
    anew: bool,
    as_json: bool,
) -> None:
    """Write one report a case and an index of them all.

    Cases are named by their folder or by their id in the case book; without any, every open case
    of the book is taken. Cases that did not change since the last time are left as they are. A
    case that can't be read becomes a line in the index, and the exit code is 1 at the end.
    """
    from rootcause.batch import INDEX, write_reports

    named = cases or _open_cases(book)
    day = (as_of.date() if as_of else date.today()).isoformat()
    reports = write_reports(
        named,
        out,
        book=book,
        as_of=day,
        jobs=jobs,
        anew=anew,
        raise_bugs=bool(ctx.obj),
        tell=_Progress(len(named)),
    )
    place = (Path(out) / INDEX).resolve()
    click.echo(as_text(_written(reports, place)) if as_json else f"Index: {place}")
    if any(one.error for one in reports):
        ctx.exit(1)


def _open_cases(book: str | None) -> tuple[str, ...]:
    found = the_book(book).cases
    return tuple(found["id"][~found["status"].isin(OVER)])


class _Progress:
    """Tells on stderr how far a batch has come: a line a case, what went wrong, how long yet."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.ended = self.worked = 0
        self.began = monotonic()

    def __call__(self, one: BatchReport) -> None:
        self.ended += 1
        self.worked += not one.kept
        said = "unchanged" if one.kept else "not done" if one.error else "done"
        place = f"{self.ended} of {self.total}  {printable(one.source)}"
        click.echo(f"{place}  {said}{self._left()}", err=True)
        if one.error:
            click.echo(f"Error: {printable(one.error)}", err=True)

    def _left(self) -> str:
        spent = monotonic() - self.began
        if spent < WORTH_TELLING or not self.worked:
            return ""
        minutes = spent / self.worked * (self.total - self.ended) / 60
        return f"  (about {minutes:.0f} min left)" if minutes >= 1 else ""


def _written(reports: list[BatchReport], index: Path) -> dict[str, Any]:
    cases = [
        {
            "case": one.summary.name,
            "report": one.path.name if one.path else None,
            "error": one.error or None,
        }
        for one in reports
    ]
    return {"index": str(index), "cases": cases}
