"""The command line: parse, call, print, exit code. Heavy imports happen inside the commands."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

import rootcause
from rootcause.errors import ArgumentError, CaseError, RootcauseError, did_you_mean

if TYPE_CHECKING:
    from rootcause.report.batch import BatchEntry
    from rootcause.results import Investigation

DEMO = "vanilla-car"
REPORT = "rootcause-report.html"
EXAMPLE = "\b\nExample:\n  {}"


class Command(click.Command):
    """A command whose every error is one sentence on stderr, unless --debug asks for more."""

    def __init__(self, name: str | None, *, example: str, **kwargs: Any) -> None:
        super().__init__(name, epilog=EXAMPLE.format(example), **kwargs)
        self.params.append(
            click.Option(["--debug"], is_flag=True, help="Show the traceback of an error.")
        )

    def invoke(self, ctx: click.Context) -> Any:
        """Run it, with errors turned into sentences and exit codes."""
        ctx.obj = ctx.params.pop("debug") or ctx.obj
        if ctx.obj:
            return super().invoke(ctx)
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except ArgumentError as error:
            raise click.UsageError(_plain(str(error)), ctx) from error
        except Exception as error:
            raise click.ClickException(_plain(_sentence(error))) from error


class Group(click.Group):
    """A group of such commands."""

    command_class = Command


def _sentence(error: Exception) -> str:
    if isinstance(error, RootcauseError):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename or 'A file'}: {error.strerror}."
    return (
        f"Something went wrong inside rootcause ({type(error).__name__}: {error}). "
        "Please report it with what --debug shows."
    )


def _plain(text: str) -> str:
    """Text without the control characters that could steer a terminal."""
    return "".join(one if one.isprintable() or one == "\n" else "\ufffd" for one in text)


def _names(_ctx: click.Context, _option: click.Parameter, given: tuple[str, ...]) -> list[str]:
    rows = csv.reader(given, skipinitialspace=True)
    return [name.strip() for row in rows for name in row]


def _kinds(_ctx: click.Context, _option: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
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


COLUMNS: dict[str, Any] = {"metavar": "COL,...", "multiple": True, "callback": _names}


@click.group(
    cls=Group,
    epilog=EXAMPLE.format("rootcause demo"),
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(rootcause.__version__, message="%(prog)s %(version)s")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.pass_context
def cli(ctx: click.Context, debug: bool) -> None:
    """From a strange complaint to its likely cause."""
    ctx.obj = debug


@cli.command(example="rootcause demo --out vanilla.html")
@click.option("--out", default=REPORT, show_default=True, help="Where the report is written.")
@click.option("--no-open", is_flag=True, help="Don't open the report in a browser.")
def demo(out: str, no_open: bool) -> None:
    """Investigate the car that hated vanilla, end to end.

    The observations are simulated. The report opens in a browser when there is a screen.
    """
    from rootcause.store import read_case

    investigation = read_case(_shipped(DEMO)).investigate()
    click.echo(_plain(str(investigation)))
    path = _write_html(investigation, out)
    click.echo(f"\nReport: {path}")
    if not no_open and _has_screen():
        click.launch(path.as_uri())


@cli.command(example="rootcause investigate trips.csv --outcome no_start --html report.html")
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
    callback=_kinds,
    help="What a column is: numeric, binary, nominal, ordinal or time. May be repeated.",
)
@click.option("--unit", metavar="COL", help="The column that says which unit was observed.")
@click.option("--time", metavar="COL", help="The column that says when each observation was made.")
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
@click.option("--json", "as_json", is_flag=True, help="Print the whole answer as JSON.")
@click.option("--skip-bad-rows", is_flag=True, help="Leave out rows that don't fit the table.")
def investigate(
    *,
    source: str,
    outcome: str | None,
    html: str | None,
    markdown: str | None,
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
        _observations(source, outcome, skip_bad_rows), outcome, rng=seed, **options
    )
    click.echo(_json(investigation.to_dict()) if as_json else _plain(str(investigation)))
    if html:
        click.echo(f"Report: {_write_html(investigation, html)}", err=True)
    if markdown:
        click.echo(f"Report: {_write(investigation.to_markdown(), markdown)}", err=True)


def _observations(source: str, outcome: str | None, skip_bad_rows: bool) -> Any:
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


@cli.command(example="rootcause show data/vanilla-car")
@click.argument("folder", metavar="CASE_FOLDER")
@click.option("--json", "as_json", is_flag=True, help="Print the case as JSON.")
def show(folder: str, as_json: bool) -> None:
    """Show what a case folder holds.

    The complaint, the variables with the first observations, and the journal.
    """
    from rootcause.report import case_text
    from rootcause.store import read_case

    case = read_case(folder)
    click.echo(_json(case_text.to_dict(case)) if as_json else _plain(case_text.render(case)))


@cli.command(example="rootcause report data/*/ --out reports/")
@click.argument("folders", metavar="CASE_FOLDER...", nargs=-1, required=True)
@click.option("--out", required=True, metavar="DIR", help="Folder for the reports and their index.")
@click.option("--json", "as_json", is_flag=True, help="Print what was written as JSON.")
@click.pass_context
def report(ctx: click.Context, folders: tuple[str, ...], out: str, as_json: bool) -> None:
    """Write one report a case and an index of them all.

    A case that can't be read becomes a line in the index, and the exit code is 1 at the end.
    """
    from rootcause.report import batch

    target = Path(out)
    target.mkdir(parents=True, exist_ok=True)
    entries, names = [], _report_names(folders)
    for number, (folder, name) in enumerate(zip(folders, names, strict=True), start=1):
        click.echo(f"{number} of {len(folders)}  {_plain(folder)}", err=True)
        entry, page = _batch_entry(folder, raise_bugs=ctx.obj)
        entries.append(entry)
        if page:
            _write(page, target / name)
        else:
            click.echo(f"Error: {_plain(entry.error)}", err=True)
    index = _write(batch.index(entries, report_names=names), target / "index.html")
    click.echo(_json(_written(entries, names, index)) if as_json else f"Index: {index}")
    if any(entry.error for entry in entries):
        ctx.exit(1)


def _batch_entry(folder: str, *, raise_bugs: bool) -> tuple[BatchEntry, str]:
    from rootcause.report.batch import BatchEntry
    from rootcause.store import read_case

    name, case = Path(folder).resolve().name, None
    try:
        case = read_case(folder)
        investigation = case.investigate()
        return BatchEntry(name, case, investigation, ""), investigation.to_html()
    except Exception as error:
        if raise_bugs and not isinstance(error, RootcauseError):
            raise
        return BatchEntry(name, case, None, _sentence(error)), ""


def _report_names(folders: tuple[str, ...]) -> list[str]:
    """Name each case's report after its folder, no two the same."""
    names: list[str] = []
    for folder in folders:
        stem = re.sub(r"[^\w.-]+", "-", Path(folder).resolve().name).strip(".-") or "case"
        taken = {"index.html", *(name.casefold() for name in names)}
        ends = ("", *(f"-{number}" for number in range(2, len(folders) + 3)))
        tries = (f"{stem}{end}.html" for end in ends)
        names.append(next(name for name in tries if name.casefold() not in taken))
    return names


def _written(entries: list[BatchEntry], files: list[str], index: Path) -> dict[str, Any]:
    cases = [
        {
            "case": entry.name,
            "report": None if entry.error else file,
            "error": entry.error or None,
        }
        for entry, file in zip(entries, files, strict=True)
    ]
    return {"index": str(index), "cases": cases}


def _shipped(name: str) -> Path:
    """Find a case that comes with rootcause, installed or cloned."""
    here = Path(__file__).parent
    for data in (here / "_data", here.parents[1] / "data"):
        if (data / name).is_dir():
            return data / name
    raise CaseError(
        f"The case {name!r} is missing from this installation; install rootcause again."
    )


def _write_html(investigation: Investigation, path: str) -> Path:
    investigation.to_html(path)
    return Path(path).resolve()


def _write(text: str, path: str | Path) -> Path:
    from rootcause.report import html

    html.save(text, Path(path))
    return Path(path).resolve()


def _json(said: Any) -> str:
    return json.dumps(said, ensure_ascii=False, indent=2, allow_nan=False)


def _has_screen() -> bool:
    """Whether a person watches and a browser can be seen."""
    display = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return (
        sys.stdout.isatty()
        and not os.environ.get("CI")
        and bool(display or sys.platform in ("darwin", "win32"))
    )


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    cli(prog_name="rootcause")
