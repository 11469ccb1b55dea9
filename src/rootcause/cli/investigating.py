"""``rootcause investigate``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

import rootcause
from rootcause.cli.commands import Command
from rootcause.cli.options import asked, lags
from rootcause.cli.output import as_text, printable, write, write_html
from rootcause.cli.sources import ends_as_if_broken_off, is_case, read_source


@click.command(
    cls=Command, example="rootcause investigate trips.csv --outcome no_start --html report.html"
)
@asked
@click.option(
    "--lags",
    metavar="N or COL=N",
    multiple=True,
    callback=lags,
    help="Test earlier values too, up to N observations back; needs --time. May be repeated.",
)
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
@click.option("--html", metavar="PATH", help="Write the report there, as one HTML file.")
@click.option("--markdown", metavar="PATH", help="Write the report there, as Markdown.")
@click.option("--pdf", metavar="PATH", help="Write the report there, as a PDF for A4.")
@click.option("--json", "as_json", is_flag=True, help="Print the whole answer as JSON.")
@click.option("--skip-bad-rows", is_flag=True, help="Leave out rows that don't fit the table.")
@click.option(
    "--memory",
    metavar="SIZE",
    help="What may be used, such as 1GB; 2 GiB by default. What is larger is counted in place.",
)
def investigate(
    *,
    source: str,
    outcome: str | None,
    html: str | None,
    markdown: str | None,
    pdf: str | None,
    as_json: bool,
    skip_bad_rows: bool,
    memory: str | None,
    book: str | None,
    seed: int,
    **options: Any,
) -> None:
    """Find the likely cause in a table or a case.

    A table is a CSV, Excel or Parquet file with one row an observation, a DuckDB file, or several
    files of the same columns ('logs/*.parquet'). A case, named by its folder or by its id in the
    case book, declares its outcome itself.
    """
    if not options["candidates"]:
        del options["candidates"]
    ends_as_if_broken_off()
    table = _observations(source, memory)
    if table is None:
        table = read_source(source, outcome, skip_bad_rows=skip_bad_rows, book=book)
    investigation = rootcause.investigate(table, outcome, rng=seed, **options)
    click.echo(as_text(investigation.to_dict()) if as_json else printable(str(investigation)))
    if html:
        click.echo(f"Report: {write_html(investigation, html)}", err=True)
    if markdown:
        click.echo(f"Report: {write(investigation.to_markdown(), markdown)}", err=True)
    if pdf:
        investigation.to_pdf(pdf)
        click.echo(f"Report: {Path(pdf).resolve()}", err=True)


def _observations(source: str, memory: str | None) -> Any:
    """Observations of many files, or too many to hold; None for a case and for any other file."""
    from rootcause.engine.opening import opened

    found = None if is_case(source) else opened(source, memory)
    return None if isinstance(found, str) else found
