"""``rootcause investigate``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

import rootcause
from rootcause.cli.commands import Command
from rootcause.cli.options import COLUMNS, kinds, lags, levers
from rootcause.cli.output import as_text, printable, write, write_html
from rootcause.cli.sources import read_source


@click.command(
    cls=Command, example="rootcause investigate trips.csv --outcome no_start --html report.html"
)
@click.argument("source", metavar="FILE_OR_CASE")
@click.option("--outcome", metavar="COL", help="The column that the complaint is about.")
@click.option("--candidates", **COLUMNS, help="Columns to test, and no others.")
@click.option("--consequence", "consequences", **COLUMNS, help="Columns known only later.")
@click.option("--ignore", "ignored", **COLUMNS, help="Columns to leave out.")
@click.option(
    "--kind",
    "kinds",
    metavar="COL=KIND",
    multiple=True,
    callback=kinds,
    help="What a column is: numeric, binary, nominal, ordinal or time. May be repeated.",
)
@click.option("--counts", metavar="COL", help="How many observations each row stands for.")
@click.option("--of", metavar="COL", help="Of how many the outcome was counted: deaths of births.")
@click.option("--unit", metavar="COL", help="The column that says which unit was observed.")
@click.option("--time", metavar="COL", help="The column that says when each observation was made.")
@click.option(
    "--lags",
    metavar="N or COL=N",
    multiple=True,
    callback=lags,
    help="Test earlier values too, up to N observations back; needs --time. May be repeated.",
)
@click.option(
    "--lever",
    "levers",
    metavar="NAME[=LOW:HIGH]",
    multiple=True,
    callback=levers,
    help="What a person can set: alone as it was seen, or with a range. May be repeated.",
)
@click.option("--trial", metavar="COL", help="The column that is true for deliberate trials.")
@click.option(
    "--alpha",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    default=0.05,
    show_default=True,
    help="Level below which a corrected p-value is evidence.",
)
@click.option(
    "--correction",
    default="fdr_bh",
    show_default=True,
    help="How p-values are corrected for the number of tests: fdr_bh, fdr_by, holm, bonferroni "
    "or westfall_young (by permutation).",
)
@click.option(
    "--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Of everything random."
)
@click.option("--html", metavar="PATH", help="Write the report there, as one HTML file.")
@click.option("--markdown", metavar="PATH", help="Write the report there, as Markdown.")
@click.option("--pdf", metavar="PATH", help="Write the report there, as a PDF for A4.")
@click.option("--json", "as_json", is_flag=True, help="Print the whole answer as JSON.")
@click.option("--skip-bad-rows", is_flag=True, help="Leave out rows that don't fit the table.")
def investigate(
    *,
    source: str,
    outcome: str | None,
    html: str | None,
    markdown: str | None,
    pdf: str | None,
    as_json: bool,
    skip_bad_rows: bool,
    seed: int,
    **options: Any,
) -> None:
    """Find the likely cause in a table or a case folder.

    A table is a CSV, Excel or Parquet file with one row an observation. A case folder declares its
    outcome itself.
    """
    if not options["candidates"]:
        del options["candidates"]
    investigation = rootcause.investigate(
        read_source(source, outcome, skip_bad_rows=skip_bad_rows), outcome, rng=seed, **options
    )
    click.echo(as_text(investigation.to_dict()) if as_json else printable(str(investigation)))
    if html:
        click.echo(f"Report: {write_html(investigation, html)}", err=True)
    if markdown:
        click.echo(f"Report: {write(investigation.to_markdown(), markdown)}", err=True)
    if pdf:
        investigation.to_pdf(pdf)
        click.echo(f"Report: {Path(pdf).resolve()}", err=True)
